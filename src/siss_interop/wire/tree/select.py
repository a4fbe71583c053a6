"""Selectors, compiled: which of the words for an element name is meant by an element."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from lxml.etree import _Element

from siss_interop.wire.path import Selector, parse_path
from siss_interop.wire.tree.dialect import XSI_TYPE, Dialect
from siss_interop.wire.tree.plan import Node

T = TypeVar("T")
Values = Callable[[_Element], Sequence[str]]
Which = Callable[[_Element], T | None]


def values_at(path: str, dialect: Dialect) -> Values:
    """A function that gives all values that stand at `path` below an element."""
    parsed = parse_path(path)
    tags = tuple(dialect.element(step.tag) for step in parsed.steps)
    take = _taker(parsed.leaf, dialect)
    if not tags:
        return take

    def values(found: _Element) -> list[str]:
        at = [found]
        for tag in tags:
            at = [child for parent in at for child in parent.iterchildren(tag)]
        return [value for each in at for value in take(each)]

    return values


def _taker(leaf: str, dialect: Dialect) -> Values:
    if not leaf.startswith("@"):
        return lambda found: (found.text or "",)
    name = dialect.attribute(leaf[1:])
    if name == XSI_TYPE:
        return lambda found: (found.get(name, "").rpartition(":")[2],)
    return lambda found: (found.get(name, ""),)


def _lookup(path: str, table: Mapping[str, T], dialect: Dialect) -> Which[T]:
    """A function that gives what the table has for a value at `path`. The usual paths go a short way: every repeated element passes here."""
    parsed = parse_path(path)
    name = dialect.attribute(parsed.leaf[1:]) if parsed.leaf.startswith("@") else ""
    tags = [dialect.element(step.tag) for step in parsed.steps]
    if name == XSI_TYPE and not tags:
        return lambda found: table.get(found.get(XSI_TYPE, "").rpartition(":")[2])
    if not name or name == XSI_TYPE or len(tags) > 2:
        values = values_at(path, dialect)
        return lambda found: next((table[value] for value in values(found) if value in table), None)
    if not tags:
        return lambda found: table.get(found.get(name, ""))
    return _nested(tags, name, table)


def _nested(tags: list[str], name: str, table: Mapping[str, T]) -> Which[T]:
    def one(found: _Element) -> T | None:
        for child in found.iterchildren(tags[0]):
            result = table.get(child.get(name, ""))
            if result is not None:
                return result
        return None

    def two(found: _Element) -> T | None:
        for child in found.iterchildren(tags[0]):
            for inner in child.iterchildren(tags[1]):
                result = table.get(inner.get(name, ""))
                if result is not None:
                    return result
        return None

    return one if len(tags) == 1 else two


def test_of(selector: Selector, dialect: Dialect) -> Callable[[_Element], bool]:
    """A function that tells whether an element meets a selector."""
    if selector.values:
        held = _lookup(selector.path, dict.fromkeys(selector.values, True), dialect)
        return lambda found: held(found) is not None
    if selector.path.startswith("@"):
        name = dialect.attribute(selector.path[1:])
        return lambda found: name in found.attrib
    tags = [dialect.element(tag) for tag in selector.path.split("|")]
    return lambda found: len(found) > 0 and next(found.iterchildren(*tags), None) is not None


def _sorted_out(nodes: Sequence[Node], results: Sequence[T]) -> tuple[dict[str, dict[str, T]], list[tuple[Node, T]]]:
    """The nodes with one selector of values as tables by its path; the others as they are."""
    tables: dict[str, dict[str, T]] = {}
    others: list[tuple[Node, T]] = []
    for node, result in zip(nodes, results, strict=True):
        if len(node.selectors) == 1 and node.selectors[0].values:
            table = tables.setdefault(node.selectors[0].path, {})
            for value in node.selectors[0].values:
                table.setdefault(value, result)
        else:
            others.append((node, result))
    return tables, sorted(others, key=lambda other: -len(other[0].selectors))


def chooser(nodes: Sequence[Node], results: Sequence[T]) -> Which[T]:
    """For the nodes of one element name: a function from an element to the result of the node that takes it, or None.

    The most demanding come first; then one look-up for each selector path; then presence of a child; then no condition at all.
    """
    tables, others = _sorted_out(nodes, results)
    steps = [
        *(_where(node, result) for node, result in others if len(node.selectors) > 1),
        *(_lookup(path, table, nodes[0].dialect) for path, table in tables.items()),
        *(_where(node, result) for node, result in others if len(node.selectors) <= 1),
    ]
    if len(steps) == 1:
        return steps[0]

    def which(found: _Element) -> T | None:
        for step in steps:
            taken = step(found)
            if taken is not None:
                return taken
        return None

    return which


def _where(node: Node, result: T) -> Which[T]:
    """A function that gives the result for an element that meets every selector of a node."""
    tests = [test_of(selector, node.dialect) for selector in node.selectors]
    if not tests:
        return lambda found: result
    if len(tests) == 1:
        test = tests[0]
        return lambda found: result if test(found) else None
    return lambda found: result if all(test(found) for test in tests) else None
