"""The form of a resource against the tables of R4: elements, kinds, lists, empty things, formats, what is required, codes.

The walk also collects the objects (`Node`) that all further rules look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from siss_interop.check.fhir import findings as f
from siss_interop.check.fhir.node import Json, Node, Place, codings, present, text, things
from siss_interop.check.fhir.primitives import JSON_KINDS, format_fault, has_kind
from siss_interop.issues import ValidationIssue, issue
from siss_interop.wire.fhir.shape import TABLES, Element, Shape

_OWN_ROOT = frozenset({("Bundle.entry", "resource"), ("Bundle.entry.response", "outcome"), ("Parameters.parameter", "resource")})
"""Where a resource stands that is no part of the one around it, so that `#x` in it is its own."""


class _Around(NamedTuple):
    """What is around the thing that is looked at."""

    resource: Json
    root: Json
    local: Mapping[str, Json]
    depth: int


class Walk:
    """One walk over a resource: `found` are the issues, `nodes` the objects in the order of the document."""

    def __init__(self, max_depth: int, shape: Shape = TABLES) -> None:
        self.found: list[ValidationIssue] = []
        self.nodes: list[Node] = []
        self._max_depth = max_depth
        self._shape = shape
        self._counted: dict[str, tuple[tuple[str, tuple[str, ...], int], ...]] = {}

    def tell(self, code: str, place: Place, **params: str) -> None:
        """Note an issue."""
        self.found.append(replace(issue(code, xpath=str(place)), params=tuple(params.items())))

    def resource(self, value: object, place: Place | None = None, container: _Around | None = None, depth: int = 1) -> None:
        """Look at a resource; `container` is what is around one that is contained."""
        at = place or Place(_named(value) or "Resource")
        if not isinstance(value, Mapping):
            self.tell(f.KIND, at, name="resource", expected="object")
            return
        name = _named(value)
        if self._shape.is_resource(name):
            around = container._replace(resource=value) if container else _Around(value, value, _contained(value), depth)
            self._object(name, value, at, None, around)
        elif name in self._shape.codes("resource-types"):
            self.tell(f.NOT_COVERED, at, type=name)
        else:
            self.tell(f.RESOURCE_TYPE, at)

    def _object(self, type_name: str, value: object, place: Place, element: Element | None, around: _Around) -> None:
        if not isinstance(value, Mapping):
            self.tell(f.KIND, place, name=element.name if element else type_name, expected="object")
        elif not value:
            self.tell(f.EMPTY, place)
        elif around.depth > self._max_depth:
            self.tell(f.DEPTH, place, limit=str(self._max_depth))
        else:
            self.nodes.append(Node(type_name, value, place, element, around.resource, around.root, around.local))
            self._members(type_name, value, place, around, is_resource=element is None)
            self._required(type_name, value, place)

    def _members(self, type_name: str, value: Json, place: Place, around: _Around, *, is_resource: bool) -> None:
        shape = self._shape.elements(type_name)
        below = around._replace(depth=around.depth + 1)
        for key, member in value.items():
            name = key.removeprefix("_")
            element = shape.get(name)
            if element is None:
                if not (is_resource and key == "resourceType"):
                    self.tell(f.UNKNOWN, place.named(key), name=key, type=type_name)
            elif key == name:
                self._element(type_name, element, member, value.get(f"_{name}"), place.child(element), below)
            elif name not in value:
                self._element(type_name, element, None, member, place.child(element), below)

    def _element(self, parent: str, element: Element, value: Any, sibling: Any, place: Place, around: _Around) -> None:
        """An element with what stands beside it under its name with an underscore."""
        if sibling is not None and not self._shape.is_primitive(element.type):
            self.tell(f.SIBLING, place, name=element.name)
            sibling = None
        if value is None and sibling is None:
            self.tell(f.NULL, place)
        elif element.many:
            self._list(parent, element, value, sibling, place, around)
        elif isinstance(value, list) or isinstance(sibling, list):
            self.tell(f.LIST, place, name=element.name)
        else:
            self._one(parent, element, value, sibling, place, around)

    def _list(self, parent: str, element: Element, value: Any, sibling: Any, place: Place, around: _Around) -> None:
        if not all(each is None or isinstance(each, list) for each in (value, sibling)):
            self.tell(f.NO_LIST, place, name=element.name)
            return
        if [] in (value, sibling):
            self.tell(f.EMPTY, place)
            return
        if value is not None and sibling is not None and len(value) != len(sibling):
            self.tell(f.SIBLING, place, name=element.name)
        for position in range(max(len(value or ()), len(sibling or ()))):
            one, beside = _at(value, position), _at(sibling, position)
            if one is None and beside is None:
                self.tell(f.NULL, place.item(position))
            else:
                self._one(parent, element, one, beside, place.item(position), around)

    def _one(self, parent: str, element: Element, value: Any, sibling: Any, place: Place, around: _Around) -> None:
        if sibling is not None:
            self._object(element.type, sibling, place, element, around)
        if value is None:
            return
        if element.type == "Resource":
            self.resource(value, place, None if (parent, element.name) in _OWN_ROOT else around, around.depth)
        elif self._shape.is_primitive(element.type):
            self._primitive(element, value, place)
        else:
            self._object(element.type, value, place, element, around)
            self._concept(element, value, place)

    def _primitive(self, element: Element, value: object, place: Place) -> None:
        kind = element.type
        if not has_kind(kind, value):
            self.tell(f.KIND, place, name=element.name, expected=JSON_KINDS.get(kind, "string"))
        elif value == "" or (kind == "xhtml" and not str(value).strip()):
            self.tell(f.EMPTY, place)
        elif kind in ("string", "markdown") and not str(value).strip():
            self.tell(f.BLANK, place)
        elif fault := format_fault(kind, value):
            self.tell(f.CALENDAR if fault.calendar else f.FORMAT, place, type=kind)
        elif element.codes and value not in self._shape.codes(element.codes):
            self.tell(f.CODE, place, key=element.codes)

    def _concept(self, element: Element, value: object, place: Place) -> None:
        """A required value set on a concept asks for one coding of it."""
        if element.codes and isinstance(value, Mapping):
            given = set(codings(value if element.type == "CodeableConcept" else {"coding": [value]}))
            if not given & self._shape.coded(element.codes):
                self.tell(f.CODE, place, key=element.codes)

    def _required(self, type_name: str, value: Json, place: Place) -> None:
        for name, names, minimum in self._groups(type_name):
            there = sum(present(value, each) for each in names)
            if there < minimum:
                self.tell(f.MISSING, place.named(name), name=name)
            elif there > 1:
                self.tell(f.TWICE, place.named(name), name=name)

    def _groups(self, type_name: str) -> tuple[tuple[str, tuple[str, ...], int], ...]:
        """The elements that can be too few, and the choices that can be too many: name, forms, minimum (0 or 1)."""
        if type_name not in self._counted:
            forms: dict[str, list[str]] = {}
            for each in self._shape.elements(type_name).values():
                if each.choice or each.minimum:
                    forms.setdefault(each.choice or each.name, []).append(each.name)
            least = {each.choice or each.name: min(each.minimum, 1) for each in self._shape.elements(type_name).values()}
            self._counted[type_name] = tuple((name, tuple(names), least[name]) for name, names in forms.items())
        return self._counted[type_name]


def _contained(resource: Json) -> Mapping[str, Json]:
    return {text(each, "id"): each for each in reversed(things(resource, "contained"))}


def _at(values: list[Any] | None, position: int) -> Any:
    return values[position] if values is not None and position < len(values) else None


def _named(value: object) -> str:
    name = value.get("resourceType") if isinstance(value, Mapping) else None
    return name if isinstance(name, str) else ""


def walk(resource: object, max_depth: int, shape: Shape = TABLES) -> Walk:
    """Walk over a resource from its root."""
    made = Walk(max_depth, shape)
    made.resource(resource)
    return made


def resources(nodes: list[Node]) -> Iterator[Node]:
    """Those of the nodes that are resources."""
    return (node for node in nodes if node.element is None)
