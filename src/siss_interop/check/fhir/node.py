"""The places of a resource, and what rules ask of them.

Nothing here fails on a malformed resource: what has the wrong form is as if it were absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from siss_interop.wire.fhir.json import Number
from siss_interop.wire.fhir.shape import Element, elements

Json = Mapping[str, Any]

UCUM = "http://unitsofmeasure.org"


class Place:
    """Where something stands, as FHIRPath: `Bundle.entry[3].resource.code`. The text is made only where it is asked for."""

    __slots__ = ("above", "step")

    def __init__(self, step: str, above: Place | None = None) -> None:
        self.step = step
        self.above = above

    def child(self, element: Element) -> Place:
        """The place of an element; a form of a choice is `value.ofType(Quantity)`."""
        if not element.choice:
            return Place(f".{element.name}", self)
        return Place(f".{element.choice.removesuffix('[x]')}.ofType({element.type})", self)

    def named(self, name: str) -> Place:
        """The place of something by name."""
        return Place(f".{name}", self)

    def item(self, position: int) -> Place:
        """The place of an item of this list."""
        return Place(f"[{position}]", self)

    def __str__(self) -> str:
        steps, at = [self.step], self.above
        while at is not None:
            steps.append(at.step)
            at = at.above
        return "".join(reversed(steps))


class Node(NamedTuple):
    """An object of a resource: the resource itself, a backbone element or a data type."""

    type: str
    value: Json
    place: Place
    element: Element | None
    """The element that holds it; None for a resource."""
    resource: Json
    """The nearest resource around it."""
    root: Json
    """The resource that holds the contained ones."""
    local: Mapping[str, Json] = MappingProxyType({})
    """The contained resources of the root by their id."""

    def has(self, *names: str) -> bool:
        """Whether any of these elements is there, with a value or an extension; `value[x]` is any form of the choice."""
        return any(present(self.value, form) for name in names for form in forms(self.type, name))


def present(value: Json, name: str) -> bool:
    """Whether an element is there, with a value or an extension."""
    return value.get(name) is not None or value.get(f"_{name}") is not None


@cache
def _choices(type_name: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in elements(type_name).values():
        if each.choice:
            found[each.choice] = (*found.get(each.choice, ()), each.name)
    return found


def forms(type_name: str, name: str) -> tuple[str, ...]:
    """The JSON names of an element: all forms of a choice, else its name."""
    return _choices(type_name).get(name, ()) if name.endswith("[x]") else (name,)


def text(value: object, name: str) -> str:
    """A text element, or nothing."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) and not isinstance(found, Number) else ""


def thing(value: object, name: str) -> Json:
    """An element that is an object; empty where it is not there."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, dict) else {}


def things(value: object, name: str) -> list[Json]:
    """The objects of a list."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def amount(value: object, name: str) -> Decimal | None:
    """A number with its exact value."""
    found = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, (int, float, Number, Decimal)):
        return None
    try:
        return Decimal(str(found))
    except InvalidOperation:  # an exponent beyond all measure
        return None


def codings(concept: Json) -> Iterator[tuple[str, str]]:
    """Code and system of each coding of a concept."""
    for coding in things(concept, "coding"):
        yield text(coding, "code"), text(coding, "system")


def is_coded(concept: Json, system: str, *codes: str) -> bool:
    """Whether a concept has one of these codes of this system."""
    return any(code in codes and found == system for code, found in codings(concept))


def texts_below(value: object) -> Iterator[str]:
    """Every text in a resource."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
