"""What a row of the invariants is, and the words that the rows are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from siss_interop.check.fhir.node import Node, is_coded
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue

Predicate = Callable[[Node], bool]

ANY_RESOURCE = "*"
"""In the place of a type: every resource."""


class Invariant(NamedTuple):
    """One invariant of R4: it says so itself, in our words. `holds` looks at one object of one of the types."""

    code: str
    key: str
    types: str
    holds: Predicate
    it: str
    en: str
    severity: Severity = Severity.ERROR


def define_all(rows: Iterable[Invariant]) -> dict[str, list[Invariant]]:
    """Register the codes of the rows; the rows by type."""
    found: dict[str, list[Invariant]] = {}
    for row in rows:
        define(row.code, Layer.RULE, row.severity, f"{row.it} ({row.key})", f"{row.en} ({row.key})", source=f"HL7 FHIR R4, {row.key}")
        for name in row.types.split():
            found.setdefault(name, []).append(row)
    return found


def broken(rows: dict[str, list[Invariant]], nodes: Iterable[Node]) -> Iterator[ValidationIssue]:
    """An issue for each object that an invariant does not hold for."""
    for node in nodes:
        for row in rows_for(rows, node):
            if not row.holds(node):
                yield issue(row.code, xpath=str(node.place))


def rows_for(rows: dict[str, list[Invariant]], node: Node) -> Iterator[Invariant]:
    """The invariants that are about an object."""
    yield from rows.get(node.type, ())
    if node.element is None:
        yield from rows.get(ANY_RESOURCE, ())


def some_of(*names: str) -> Predicate:
    """At least one of the elements is there."""
    return lambda node: node.has(*names)


def needs(name: str, *others: str) -> Predicate:
    """Where the element is, one of the others is too."""
    return lambda node: not node.has(name) or node.has(*others)


def not_with(name: str, other: str) -> Predicate:
    """The two are not there together."""
    return lambda node: not (node.has(name) and node.has(other))


def together(name: str, other: str) -> Predicate:
    """Both are there, or neither."""
    return lambda node: node.has(name) == node.has(other)


def one_of(name: str, other: str) -> Predicate:
    """Exactly one of the two is there."""
    return lambda node: node.has(name) != node.has(other)


def all_hold(*parts: Predicate) -> Predicate:
    """All parts hold."""
    return lambda node: all(part(node) for part in parts)


def has_code(node: Node, name: str, system: str, *codes: str) -> bool:
    """Whether the concept at this element has one of the codes."""
    value = node.value.get(name)
    return isinstance(value, dict) and is_coded(value, system, *codes)
