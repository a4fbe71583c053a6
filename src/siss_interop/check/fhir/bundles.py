"""Rules of bundles that are no invariants: identities, requests, conditions, and that a document holds together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from siss_interop.check.fhir import findings as f
from siss_interop.check.fhir.node import Json, Node, text, texts_below, thing, things
from siss_interop.check.fhir.primitives import is_absolute
from siss_interop.check.fhir.references import Index, Indexes, type_of
from siss_interop.issues import Severity, ValidationIssue, issue
from siss_interop.wire.fhir.shape import codes

__all__ = ["check_bundles"]

_NEED_URLS: Final = frozenset({"document", "message"})
_NEED_RESOURCES: Final = frozenset({"document", "message", "collection", "searchset"})
_CHANGES: Final = frozenset({"PUT", "DELETE", "PATCH"})
_RESTFUL_URL: Final = re.compile(r"\S+/([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})")
_INSTANCE: Final = re.compile(r"([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}")
_SEARCH: Final = re.compile(r"([A-Z][A-Za-z]+)\?(\S+)")
_TYPE: Final = re.compile(r"[A-Z][A-Za-z]+")
_IDENTIFIER: Final = re.compile(r"(?:^|[&?])identifier(?::[a-z-]+)?=([^&]*)")


def check_bundles(nodes: Sequence[Node], indexes: Indexes) -> Iterator[ValidationIssue]:
    """Issues of every bundle."""
    entries: dict[int, list[Node]] = defaultdict(list)
    references: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.type == "Bundle.entry":
            entries[id(node.resource)].append(node)
        elif node.type == "Reference":
            references[id(node.root)].append(node)
    for bundle, index in indexes.bundles:
        yield from _check_bundle(entries[id(bundle.value)], index, references)


def _check_bundle(entries: Sequence[Node], index: Index, references: Mapping[int, Sequence[Node]]) -> Iterator[ValidationIssue]:
    for entry in entries:
        yield from _check_full_url(entry, index.bundle_type)
        yield from _check_request(entry, index.bundle_type)
    if index.bundle_type == "transaction":
        yield from _check_unique_requests(entries)
    if index.bundle_type == "document":
        yield from _check_reached(index, entries, references)


def _check_full_url(entry: Node, bundle_type: str) -> Iterator[ValidationIssue]:
    url, resource = text(entry.value, "fullUrl"), thing(entry.value, "resource")
    place = str(entry.place.named("fullUrl"))
    if not resource:
        if bundle_type in _NEED_RESOURCES and "resource" not in entry.value:
            yield issue(f.NO_ENTRY_RESOURCE, xpath=str(entry.place))
    elif not url:
        severity = Severity.ERROR if bundle_type in _NEED_URLS else Severity.WARNING
        if text(resource, "id") or bundle_type in _NEED_URLS | {"transaction"}:
            yield issue(f.NO_FULL_URL, severity=severity, xpath=str(entry.place))
    elif not is_absolute(url):
        yield issue(f.FULL_URL_FORM, xpath=place)
    elif not url.startswith("urn:") and not _names(url, resource):
        yield issue(f.FULL_URL_ID, xpath=place)


def _names(url: str, resource: Json) -> bool:
    """Whether a RESTful URL names this resource; one that is not of that form says nothing about type and id."""
    match = _RESTFUL_URL.fullmatch(url)
    if match is None or match[1] not in codes("resource-types"):
        return True
    return match[1] == type_of(resource) and text(resource, "id") in ("", match[2])


def _check_request(entry: Node, bundle_type: str) -> Iterator[ValidationIssue]:
    request, resource = thing(entry.value, "request"), thing(entry.value, "resource")
    method, url = text(request, "method"), text(request, "url")
    if not method or not url or bundle_type not in ("transaction", "batch", "history"):
        return
    place = entry.place.named("request")
    named = _requested(method, url)
    if method in ("POST", "PUT") and not resource:
        yield issue(f.NO_ENTRY_RESOURCE, xpath=str(entry.place))
    elif named == "" or (method in ("POST", "PUT") and named not in (None, type_of(resource))):
        yield issue(f.REQUEST_URL, xpath=str(place.named("url")))
    for name, condition in (("url", url.partition("?")[2]), ("ifNoneExist", text(request, "ifNoneExist"))):
        if any("|" not in unquote(value) or unquote(value).startswith("|") for value in _IDENTIFIER.findall(condition)):
            yield issue(f.CONDITION, xpath=str(place.named(name)))


def _requested(method: str, url: str) -> str | None:
    """The type that a request is about; None where any URL will do, nothing where the URL does not fit the method."""
    if method in ("GET", "HEAD") or is_absolute(url) or "$" in url:
        return None
    match = _TYPE.fullmatch(url) if method == "POST" else _INSTANCE.fullmatch(url) or _SEARCH.fullmatch(url)
    if match is None:
        return ""
    name = match[0] if method == "POST" else match[1]
    return name if name in codes("resource-types") else ""


def _check_unique_requests(entries: Sequence[Node]) -> Iterator[ValidationIssue]:
    """In a transaction no resource is changed twice; requests are compared by their text."""
    seen: set[str] = set()
    for entry in entries:
        request = thing(entry.value, "request")
        url = text(request, "url") if text(request, "method") in _CHANGES else ""
        if url and url in seen:
            yield issue(f.REQUEST_TWICE, xpath=str(entry.place.named("request").named("url")))
        seen.add(url)


def _check_reached(index: Index, entries: Sequence[Node], references: Mapping[int, Sequence[Node]]) -> Iterator[ValidationIssue]:
    """Every entry of a document is reached from its Composition; a Provenance may point at the rest, a Binary is dressing."""
    ways: dict[int, set[int]] = defaultdict(set)
    for start, resource in enumerate(index.entries):
        known = [text(node.value, "reference") for node in references.get(id(resource), ())]
        # of a resource that the tables do not know, every text may be a reference
        ends = (index.position(each, resource) for each in known or texts_below(resource))
        ways[start].update(end for end in ends if end is not None)
    reached = _closure({0}, ways)
    speakers = {at for at, resource in enumerate(index.entries) if type_of(resource) == "Provenance" and _targets(resource, index) & reached}
    reached = _closure(reached | speakers, ways)
    left = {id(resource) for at, resource in enumerate(index.entries) if at not in reached and type_of(resource) != "Binary"}
    for entry in entries:
        if id(entry.value.get("resource")) in left:
            yield issue(f.UNREACHED, xpath=str(entry.place))


def _targets(provenance: Json, index: Index) -> set[int]:
    positions = (index.position(text(target, "reference"), provenance) for target in things(provenance, "target"))
    return {at for at in positions if at is not None}


def _closure(start: set[int], ways: dict[int, set[int]]) -> set[int]:
    reached, waiting = set(start), list(start)
    while waiting:
        fresh = ways[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached
