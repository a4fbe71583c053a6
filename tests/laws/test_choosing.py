"""Which node takes an element: what is compiled says the same as the rule, read word by word."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from siss_interop.wire.path import Selector
from siss_interop.wire.tree.dialect import Dialect
from siss_interop.wire.tree.plan import Node
from siss_interop.wire.tree.select import by_attribute, chooser, values_at

DIALECT = Dialect("prova")
_VALUES = ("1", "2")
_SELECTORS = st.one_of(
    st.builds(
        Selector, st.sampled_from(["@x", "a/@x", "b/@x", "a/b/@x", "a/a/@x", "a/b/a/@x", "a/."]), st.sampled_from([("1",), ("2",), ("1", "2")])
    ),
    st.builds(Selector, st.sampled_from(["a", "b", "a|b", "@x"])),
)
_NODES = st.lists(st.lists(_SELECTORS, max_size=3).map(tuple), min_size=1, max_size=5)


def _element(tag: str, x: str | None, text: str, children: Sequence[_Element]) -> _Element:
    made = etree.Element(tag, {} if x is None else {"x": x})
    made.text = text or None
    made.extend(children)
    return made


def _elements(depth: int) -> st.SearchStrategy[_Element]:
    inner = st.lists(_elements(depth - 1), max_size=3) if depth else st.just([])
    return st.builds(_element, st.sampled_from("ab"), st.none() | st.sampled_from(_VALUES), st.sampled_from(["", "1", "2"]), inner)


def _meets(found: _Element, selector: Selector) -> bool:
    if selector.values:
        return any(value in selector.values for value in values_at(selector.path, DIALECT)(found))
    if selector.path.startswith("@"):
        return selector.path[1:] in found.attrib
    return any(child.tag in selector.path.split("|") for child in found)


def _by_rule(nodes: Sequence[tuple[Selector, ...]], found: _Element) -> int | None:
    """The most demanding first; then by the value at each path; then by what is there; then what asks nothing."""
    for number in sorted((n for n, node in enumerate(nodes) if len(node) > 1), key=lambda n: -len(nodes[n])):
        if all(_meets(found, selector) for selector in nodes[number]):
            return number
    single = [(number, node[0]) for number, node in enumerate(nodes) if len(node) == 1]
    for path in dict.fromkeys(selector.path for _, selector in single if selector.values):
        for value in values_at(path, DIALECT)(found):
            for number, selector in single:
                if selector.path == path and value in selector.values:
                    return number
    for number, selector in single:
        if not selector.values and _meets(found, selector):
            return number
    return next((number for number, node in enumerate(nodes) if not node), None)


@settings(max_examples=2000)
@given(_NODES, _elements(3))
def test_what_is_chosen_is_what_the_rule_says(nodes: list[tuple[Selector, ...]], found: _Element) -> None:
    kids = [Node("e", DIALECT, selectors) for selectors in nodes]
    assert chooser(kids, range(len(kids)))(found) == _by_rule(nodes, found)


@given(_NODES, _elements(1))
def test_an_attribute_that_tells_tells_the_same(nodes: list[tuple[Selector, ...]], found: _Element) -> None:
    kids = [Node("e", DIALECT, selectors) for selectors in nodes]
    told = by_attribute(kids)
    if told is not None:
        name, numbers, otherwise = told
        assert numbers.get(found.get(name, ""), otherwise) == _by_rule(nodes, found)
