"""Where references lead: to contained resources, to entries of the bundle, to the types that the element admits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from siss_interop.check.fhir import findings as f
from siss_interop.check.fhir.node import Json, Node, text, thing, things
from siss_interop.check.fhir.primitives import is_absolute
from siss_interop.issues import Severity, ValidationIssue, issue
from siss_interop.wire.fhir.shape import codes

__all__ = ["Index", "Indexes", "Resolved", "check_contained", "check_references", "type_of"]

_RESTFUL: Final = re.compile(
    r"(?:(?P<base>[A-Za-z][A-Za-z0-9+.-]*:\S+)/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?"
)
_CONDITIONAL: Final = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?\S+")
_CONDITIONS_IN: Final = frozenset({"batch", "transaction"})


class Resolved(NamedTuple):
    """Where a reference leads: the type that it names or finds, the resource if it is at hand, and whether it had to be there."""

    type: str
    resource: Json | None
    missing: bool = False


def type_of(resource: Json | None) -> str:
    """The type of a resource, or nothing."""
    return text(resource, "resourceType") if resource is not None else ""


class Index:
    """The entries of one bundle by their fullUrl and by `Type/id`; empty for anything else."""

    def __init__(self, root: Json) -> None:
        self.bundle_type = text(root, "type") if type_of(root) == "Bundle" else ""
        self.is_bundle = type_of(root) == "Bundle"
        self._by_url: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self.entries: list[Json] = []
        #: identity of a resource object -> the fullUrl of its entry
        self._base: dict[int, str] = {}
        for position, entry in enumerate(things(root, "entry") if self.is_bundle else ()):
            resource, url = thing(entry, "resource"), text(entry, "fullUrl")
            self.entries.append(resource)
            self._base[id(resource)] = url
            if url:
                self._by_url.setdefault(url, position)
            if text(resource, "id"):
                self._by_name.setdefault(f"{type_of(resource)}/{text(resource, 'id')}", position)

    def position(self, reference: str, holder: Json) -> int | None:
        """The entry that a reference inside `holder` leads to."""
        plain = reference.partition("/_history/")[0].partition("#")[0]
        if plain in self._by_url:
            return self._by_url[plain]
        match = _RESTFUL.fullmatch(plain)
        if match is None or match["base"]:
            return None
        own = _RESTFUL.fullmatch(self._base.get(id(holder), ""))
        beside = self._by_url.get(f"{own['base']}/{plain}") if own and own["base"] else None
        return self._by_name.get(plain) if beside is None else beside

    def resolve(self, node: Node) -> Resolved | None:
        """Where a Reference leads. None where its text is no reference at all."""
        reference = text(node.value, "reference")
        if reference.startswith("#"):
            return self._contained(reference[1:], node)
        position = self.position(reference, node.root)
        if position is not None:
            return Resolved(type_of(self.entries[position]), self.entries[position])
        return self._elsewhere(reference)

    def _elsewhere(self, reference: str) -> Resolved | None:
        """What a reference that leads to no entry says of its target."""
        match = _RESTFUL.fullmatch(reference)
        if match is not None and match["type"] in codes("resource-types"):
            return Resolved(match["type"], None, missing=self.bundle_type == "document" and not match["base"])
        if is_absolute(reference):
            return Resolved("", None, missing=self.is_bundle and reference.startswith(("urn:uuid:", "urn:oid:")))
        condition = _CONDITIONAL.fullmatch(reference)
        if condition is not None and self.bundle_type in _CONDITIONS_IN and condition["type"] in codes("resource-types"):
            return Resolved(condition["type"], None)
        return None

    def _contained(self, name: str, node: Node) -> Resolved:
        if not name:
            return Resolved(type_of(node.root), node.root)
        found = node.local.get(name)
        return Resolved(type_of(found), found)  # of one that is not there ref-1 tells


class Indexes:
    """The bundles of a resource (itself, and those inside it), each with its index; what is in a bundle resolves there and nowhere else."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.bundles: list[tuple[Node, Index]] = []
        self._of: dict[int, Index] = {}
        for node in nodes:
            if node.type == "Bundle" and node.element is None:
                index = Index(node.value)
                self.bundles.append((node, index))
                self._of.setdefault(id(node.value), index)
                self._of.update((id(resource), index) for resource in index.entries)

    def at(self, node: Node) -> Index:
        """The index of the bundle that a node is in; an empty one outside of bundles."""
        return self._of.get(id(node.root), _NO_BUNDLE)


_NO_BUNDLE: Final = Index({})


def check_references(nodes: Sequence[Node], indexes: Indexes) -> Iterator[ValidationIssue]:
    """Issues of every Reference."""
    for node in nodes:
        if node.type == "Reference":
            yield from _check_reference(node, indexes.at(node))


def _check_reference(node: Node, index: Index) -> Iterator[ValidationIssue]:
    if not node.has("reference", "identifier", "display", "extension"):
        yield issue(f.REFERENCE_EMPTY, xpath=str(node.place))
    if not text(node.value, "reference"):
        yield from _check_type(node, text(node.value, "type"))
        return
    place = str(node.place.named("reference"))
    resolved = index.resolve(node)
    if resolved is None:
        yield issue(f.REFERENCE_FORM, xpath=place)
        return
    if resolved.missing:
        # what is not in the bundle may yet lie on a server, if the reference is no URN
        severity = Severity.WARNING if resolved.type else Severity.ERROR
        yield issue(f.UNRESOLVED, severity=severity, xpath=place)
    said = text(node.value, "type")
    if said and resolved.type and said.rpartition("/")[2] != resolved.type:
        yield issue(f.REFERENCE_TYPE, xpath=str(node.place.named("type")))
    yield from _check_type(node, resolved.type or said)


def _check_type(node: Node, found: str) -> Iterator[ValidationIssue]:
    targets = node.element.targets if node.element else ()
    name = found.rpartition("/")[2]
    if name in codes("resource-types") and targets and "Resource" not in targets and name not in targets:
        yield issue(f.TARGET, xpath=str(node.place), type=name, name=node.element.name if node.element else "")


def check_contained(nodes: Sequence[Node]) -> Iterator[ValidationIssue]:
    """Each contained resource has an id of its own."""
    for node in nodes:
        if node.element is None and node.resource is node.root:
            seen: set[str] = set()
            for position, each in enumerate(_list(node.value, "contained")):
                name = text(each, "id")
                if isinstance(each, Mapping) and (not name or name in seen):
                    yield issue(f.CONTAINED_ID, xpath=str(node.place.named("contained").item(position)))
                seen.add(name)


def _list(value: Json, name: str) -> Sequence[object]:
    found = value.get(name)
    return found if isinstance(found, list) else ()
