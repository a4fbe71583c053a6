"""Selectors, compiled: which of the words for an element name is meant by an element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

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
    tags = frozenset(dialect.element(tag) for tag in selector.path.split("|"))
    return lambda found: any(child.tag in tags for child in found)


def chooser(nodes: Sequence[Node], results: Sequence[T]) -> Which[T]:
    """For the nodes of one element name: a function from an element to the result of the node that takes it, or None.

    The most demanding come first; then one look-up for each selector path; then presence of a child; then no condition at all.
    """
    dialect = nodes[0].dialect
    steps = list(_steps([(node.selectors, result) for node, result in zip(nodes, results, strict=True)]))
    which = _asked(steps, dialect)
    tags = {tag for node in nodes for selector in node.selectors for tag in selector.path.split("/")[0].split("|")}
    if not tags or any(tag.startswith(("@", ".")) for tag in tags):
        return which
    of_child: dict[Any, Which[T]] = {}
    for tag in tags:
        below = _asked([inner for step in steps if (inner := step.below(tag)) is not None], dialect)
        of_child[dialect.element(tag)] = below
    return _by_child(which, of_child, next((result for node, result in zip(nodes, results, strict=True) if not node.selectors), None))


def by_attribute(nodes: Sequence[Node]) -> tuple[str, Mapping[str, int], int | None] | None:
    """Where one attribute alone tells which node is meant: its name, the number of the node for each value, and the number for any other value."""
    match list(_steps([(node.selectors, number) for number, node in enumerate(nodes)])):
        case [_OneOf(path, table)] if path.startswith("@"):
            return nodes[0].dialect.attribute(path[1:]), table, None
        case [_OneOf(path, table), _All((), otherwise), *_] if path.startswith("@"):
            return nodes[0].dialect.attribute(path[1:]), table, otherwise
    return None


class _All(NamedTuple, Generic[T]):
    """A result for what meets all of these selectors."""

    selectors: tuple[Selector, ...]
    result: T

    def function(self, dialect: Dialect) -> Which[T]:
        tests = [test_of(selector, dialect) for selector in self.selectors]
        result = self.result

        def which(found: _Element) -> T | None:
            for test in tests:
                if not test(found):
                    return None
            return result

        return which

    def below(self, tag: str) -> _All[T] | None:
        """The same for the one child of this name, in its own words; None where that child cannot meet it."""
        inner: list[Selector] = []
        for selector in self.selectors:
            first, _, rest = selector.path.partition("/")
            if tag not in first.split("|"):
                return None
            if rest:
                inner.append(Selector(rest, selector.values))
        return _All(tuple(inner), self.result)


class _OneOf(NamedTuple, Generic[T]):
    """A result for each value that may stand at a path."""

    path: str
    table: Mapping[str, T]

    def function(self, dialect: Dialect) -> Which[T]:
        return _lookup(self.path, self.table, dialect)

    def below(self, tag: str) -> _OneOf[T] | None:
        first, _, rest = self.path.partition("/")
        return _OneOf(rest, self.table) if first == tag else None


def _steps(given: Sequence[tuple[tuple[Selector, ...], T]]) -> Iterator[_All[T] | _OneOf[T]]:
    """The steps that are asked one after another."""
    for selectors, result in sorted((each for each in given if len(each[0]) > 1), key=lambda each: -len(each[0])):
        yield _All(selectors, result)
    tables: dict[str, dict[str, T]] = {}
    single = [(selectors[0], result) for selectors, result in given if len(selectors) == 1]
    for selector, result in single:
        for value in selector.values:
            tables.setdefault(selector.path, {}).setdefault(value, result)
    yield from (_OneOf(path, table) for path, table in tables.items())
    yield from (_All((selector,), result) for selector, result in single if not selector.values)
    yield from (_All((), result) for selectors, result in given if not selectors)


def _asked(steps: Iterable[_All[T] | _OneOf[T]], dialect: Dialect) -> Which[T]:
    """A function that gives the result of the first step that has one."""
    functions: list[Which[T]] = []
    for step in steps:
        if isinstance(step, _All) and not step.selectors:
            return _first(functions, step.result)
        functions.append(step.function(dialect))
    return _first(functions, None)


def _first(steps: Sequence[Which[T]], otherwise: T | None) -> Which[T]:
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


def _by_child(which: Which[T], of_child: Mapping[Any, Which[T]], otherwise: T | None) -> Which[T]:
    """Where all that is asked is about children, an only child decides: most elements that are chosen among have just one."""

    def by_child(found: _Element) -> T | None:
        many = len(found)
        if many > 1:
            return which(found)
        if not many:
            return otherwise
        child = found[0]
        step = of_child.get(child.tag)
        return otherwise if step is None else step(child)

    return by_child
