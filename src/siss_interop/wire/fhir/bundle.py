"""Bundles: the resources of one message in each profile, and the requests by which a server stores them.

* `document`: the Composition first, a fullUrl on every entry, all references inside.
* `transaction`: a request for each entry. A person or organisation that carries a name is put where its identifier says; one that carries less is
  made only where there is none, so that it cannot empty what the server has. One identity has one request: a second resource with it, of other
  content, stays contained in those that refer to it.
* `message`: the MessageHeader first.
* `collection`: the same resources as in a transaction, and no requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from siss_interop.wire.fhir.out import DIRECTORY, Json, Out

PROFILES = ("document", "transaction", "message", "collection")
_FIRST = ("Composition", "MessageHeader")
_Entries = Sequence[tuple[str, Json]]


def assemble(out: Out, profile: str) -> Json:
    """The bundle of what was written."""
    ordered = sorted(out.entries, key=lambda entry: entry[1]["resourceType"] not in _FIRST)
    made = _requested(ordered, out) if profile == "transaction" else [{"fullUrl": url, "resource": body} for url, body in ordered]
    return {**out.bundle, "type": profile, "entry": made}


def _requested(entries: _Entries, out: Out) -> list[Json]:
    """The entries of a transaction; one whose identity is taken by an earlier one stays contained in those that refer to it."""
    kept: list[tuple[str, Json, Json]] = []
    contained: dict[str, Json] = {}
    taken: set[str] = set()
    for url, resource in entries:
        key = identity(resource)
        which = f"{resource['resourceType']}?{key}"
        if key is not None and which in taken:
            contained[url] = resource
        else:
            taken.add(which)
            kept.append((url, resource, _request(resource, key)))
    if contained:
        _contain(contained, out)
    return [{"fullUrl": url, "resource": resource, "request": asked} for url, resource, asked in kept]


def identity(resource: Json) -> str | None:
    """The identity by which a server can find a person, organisation or place: `identifier=system|value` of its first identifier that has both.

    One whose assigner is identified is passed over: its value is unique by the assigner only.
    """
    kind = resource.get("resourceType")
    if type(kind) is not str or kind not in DIRECTORY:
        return None
    given = resource.get("identifier")
    for each in given if isinstance(given, list) else ():
        system, value = (each.get("system"), each.get("value")) if isinstance(each, dict) else (None, None)
        if isinstance(system, str) and isinstance(value, str) and not _by_assigner(each):
            return f"identifier={quote(system, safe=':/')}|{quote(value, safe='')}"
    return None


def _by_assigner(identifier: Json) -> bool:
    assigner = identifier.get("assigner")
    return isinstance(assigner, dict) and "identifier" in assigner


def request(resource: Json) -> Json:
    """How a transaction asks the server to store a resource."""
    return _request(resource, identity(resource))


def _request(resource: Json, key: str | None) -> Json:
    kind = resource.get("resourceType")
    if key is None:
        return {"method": "POST", "url": kind}
    return {"method": "PUT", "url": f"{kind}?{key}"} if resource.get("name") else {"method": "POST", "url": kind, "ifNoneExist": key}


def _contain(contained: dict[str, Json], out: Out) -> None:
    """Put each resource that has no entry into those that refer to it. It may itself refer to such a one, which then comes along."""
    inner = {id(resource) for resource in contained.values()}
    holders: dict[int, tuple[Json, dict[str, str]]] = {}
    for url in contained:
        for holder, reference in out.references.get(url, ()):
            if id(holder) not in inner:
                _, names = holders.setdefault(id(holder), (holder, {}))
                reference["reference"] = f"#{names.setdefault(url, f'c{len(names) + 1}')}"
    for holder, names in holders.values():
        holder["contained"] = held = []
        for url in (waiting := [*names]):
            made = _copy(contained[url])
            for reference in references(made):
                if (further := reference["reference"]) in contained:
                    if further not in names:
                        waiting.append(further)
                    reference["reference"] = f"#{names.setdefault(further, f'c{len(names) + 1}')}"
            held.append({**made, "id": names[url]})


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def references(value: Any) -> Iterator[Json]:
    """All literal references in a resource."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)
