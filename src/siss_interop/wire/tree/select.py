"""Selectors, compiled: which of the words for an element name is meant by an element."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def test_of(selector: Selector, dialect: Dialect) -> Callable[[_Element], bool]:
    """A function that tells whether an element meets a selector."""
    if selector.values:
        values, wanted = values_at(selector.path, dialect), frozenset(selector.values)
        return lambda found: not wanted.isdisjoint(values(found))
    if selector.path.startswith("@"):
        name = dialect.attribute(selector.path[1:])
        return lambda found: name in found.attrib
    tags = [dialect.element(tag) for tag in selector.path.split("|")]
    return lambda found: next(found.iterchildren(*tags), None) is not None


def chooser(nodes: Sequence[Node], results: Sequence[T]) -> Which[T]:
    """For the nodes of one element name: a function from an element to the result of the node that takes it, or None.

    The most demanding come first; then one look-up for each selector path; then presence of a child; then no condition at all.
    """
    tables: dict[str, dict[str, T]] = {}
    others: list[tuple[int, tuple[Callable[[_Element], bool], ...], T]] = []
    for node, result in zip(nodes, results, strict=True):
        if len(node.selectors) == 1 and node.selectors[0].values:
            table = tables.setdefault(node.selectors[0].path, {})
            for value in node.selectors[0].values:
                table.setdefault(value, result)
        else:
            others.append((len(node.selectors), tuple(test_of(s, node.dialect) for s in node.selectors), result))
    lookups = tuple((values_at(path, nodes[0].dialect), table) for path, table in tables.items())
    demanding = tuple((needed, result) for count, needed, result in sorted(others, key=lambda other: -other[0]) if count > 1)
    tests = tuple((needed, result) for count, needed, result in sorted(others, key=lambda other: -other[0]) if count <= 1)

    def which(found: _Element) -> T | None:
        for needed, result in demanding:
            if all(test(found) for test in needed):
                return result
        for values, table in lookups:
            for value in values(found):
                if value in table:
                    return table[value]
        for needed, result in tests:
            if all(test(found) for test in needed):
                return result
        return None

    return which
