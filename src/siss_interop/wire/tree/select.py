"""Selectors, compiled: which of the words for an element name is meant by an element."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

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


def test_of(selector: Selector, dialect: Dialect) -> Which[bool]:
    """A function that tells whether an element meets a selector: None is no."""
    if selector.values:
        return _lookup(selector.path, dict.fromkeys(selector.values, True), dialect)
    if selector.path.startswith("@"):
        name = dialect.attribute(selector.path[1:])
        return lambda found: name in found.attrib
    tags = [dialect.element(tag) for tag in selector.path.split("|")]
    return lambda found: len(found) > 0 and next(found.iterchildren(*tags), None) is not None


def chooser(nodes: Sequence[Node], results: Sequence[T]) -> Which[T]:
    """For the nodes of one element name: a function from an element to the result of the node that takes it, or None.

    The most demanding come first; then one look-up for each selector path; then presence of a child; then no condition at all.
    """
    given = list(zip(nodes, results, strict=True))
    demanding = sorted((each for each in given if len(each[0].selectors) > 1), key=lambda each: -len(each[0].selectors))
    tables: dict[str, dict[str, T]] = {}
    present: list[tuple[Node, T]] = []
    for node, result in given:
        if len(node.selectors) == 1:
            selector = node.selectors[0]
            for value in selector.values:
                tables.setdefault(selector.path, {}).setdefault(value, result)
            if not selector.values:
                present.append((node, result))
    steps = [
        *(_where(*each) for each in demanding),
        *(_lookup(path, table, nodes[0].dialect) for path, table in tables.items()),
        *_present(present),
    ]
    return _first(steps, next((result for node, result in given if not node.selectors), None))


def _present(given: Sequence[tuple[Node, T]]) -> Iterator[Which[T]]:
    """The steps for nodes that ask whether something is there: for children, one for all."""
    for is_attribute, some in groupby(given, key=lambda each: each[0].selectors[0].path.startswith("@")):
        if is_attribute:
            yield from (_where(*each) for each in some)
        else:
            yield _with_child([(node.dialect.element(tag), result) for node, result in some for tag in node.selectors[0].path.split("|")])


def _with_child(given: Sequence[tuple[str, T]]) -> Which[T]:
    """A function that gives the result for a child that is there; of several the one that was said first."""
    results: dict[Any, tuple[int, T]] = {}
    for place, (tag, result) in enumerate(given):
        results.setdefault(tag, (place, result))

    def which(found: _Element) -> T | None:
        best: tuple[int, T] | None = None
        if len(found):
            for child in found:
                here = results.get(child.tag)
                if here is not None and (best is None or here[0] < best[0]):
                    best = here
        return None if best is None else best[1]

    return which


def _first(steps: Sequence[Which[T]], otherwise: T | None) -> Which[T]:
    """The result of the first step that has one."""
    if not steps:
        return lambda found: otherwise
    if len(steps) == 1:
        only = steps[0]
        return only if otherwise is None else lambda found: otherwise if (taken := only(found)) is None else taken

    def which(found: _Element) -> T | None:
        for step in steps:
            taken = step(found)
            if taken is not None:
                return taken
        return otherwise

    return which


def _where(node: Node, result: T) -> Which[T]:
    """A function that gives the result for an element that meets every selector of a node."""
    tests = [test_of(selector, node.dialect) for selector in node.selectors]

    def which(found: _Element) -> T | None:
        for test in tests:
            if not test(found):
                return None
        return result

    return which
