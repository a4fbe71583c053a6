"""The tables of what the HL7 schema says (order of children, attributes that it gives by itself) are the official schema's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element

from siss_interop.wire.cda.implied import IMPLIED
from siss_interop.wire.cda.order import ORDER, rank

_XS = "{http://www.w3.org/2001/XMLSchema}"
_MAIN = "POCD_MT000040UV02"
_FILES = ("POCD_MT000040UV02.xsd", "datatypes.xsd", "datatypes-base.xsd")


class _Schema:
    """The official schema: its complex types, and which types elements of a name have."""

    def __init__(self, folder: Path) -> None:
        self.types: dict[str, _Element] = {}
        for name in _FILES:
            root = etree.parse(folder / name).getroot()
            self.types |= {each.get("name", ""): each for each in root.iter(f"{_XS}complexType") if each.get("name")}
        self.elements: dict[str, set[str]] = defaultdict(set)
        self.elements["ClinicalDocument"].add(f"{_MAIN}.ClinicalDocument")
        for kind in list(self.types.values()):
            for name, type_name in _children(kind):
                self.elements[name].add(type_name)

    def order(self, type_name: str) -> list[str]:
        """The children of a type in their order, with those of the type that it extends before."""
        kind = self.types.get(type_name)
        if kind is None:
            return []
        base = kind.find(f".//{_XS}extension")
        before = self.order(base.get("base", "")) if base is not None else []
        return [*before, *(name for name, _ in _children(kind))]

    def fixed(self, type_name: str) -> Iterator[tuple[str, str]]:
        """Attributes with a default or fixed value."""
        kind = self.types.get(type_name)
        if kind is None:
            return
        base = kind.find(f".//{_XS}extension")
        if base is not None:
            yield from self.fixed(base.get("base", ""))
        for attribute in kind.iter(f"{_XS}attribute"):
            value = attribute.get("fixed", attribute.get("default"))
            if value is not None:
                yield attribute.get("name", ""), value


def _children(kind: _Element) -> Iterator[tuple[str, str]]:
    for element in kind.iter(f"{_XS}element"):
        name = element.get("name") or element.get("ref", "").rpartition(":")[2]
        yield name, element.get("type", "")


@cache
def _schema(folder: Path) -> _Schema:
    return _Schema(folder)


@pytest.fixture
def schema(conformance: Path) -> _Schema:
    """The official schema."""
    return _schema(conformance / "cda" / "xsd" / _MAIN)


def _classes(schema: _Schema) -> Iterator[tuple[str, str]]:
    """Every element name with each of its types that is a class of CDA (data types are apart)."""
    for name, types in schema.elements.items():
        for type_name in types:
            if type_name.startswith(_MAIN):
                yield name, type_name


def test_children_stand_in_the_order_of_the_schema(schema: _Schema) -> None:
    wrong = []
    checked = 0
    for name, type_name in _classes(schema):
        children = list(dict.fromkeys(schema.order(type_name)))
        ranks = [rank(name, child) for child in children]
        checked += len(ranks)
        if ranks != sorted(ranks) or len(set(ranks)) != len(ranks):
            wrong.append((name, type_name, children))
    assert wrong == []
    assert checked > 500


def test_every_child_of_a_class_is_in_the_table(schema: _Schema) -> None:
    missing = [(name, child) for name, kind in _classes(schema) for child in schema.order(kind) if child not in ORDER.get(name, {})]
    assert missing == []


def test_no_child_is_in_the_table_that_the_schema_does_not_know(schema: _Schema) -> None:
    classes = {name: types for name, types in schema.elements.items() if all(kind.startswith(_MAIN) for kind in types)}
    known = {name: {child for kind in types for child in schema.order(kind)} for name, types in classes.items()}
    assert [(name, child) for name in known for child in ORDER.get(name, {}) if child not in known[name]] == []


#: what stands before what in a data type; an interval is one of four forms (low high, low width, width high, center width)
_BEFORE = {
    "effectiveTime": [("low", "high"), ("low", "width"), ("width", "high"), ("center", "width")],
    "time": [("low", "high"), ("low", "width"), ("width", "high"), ("center", "width")],
    "doseQuantity": [("translation", "low"), ("low", "high"), ("low", "width"), ("width", "high"), ("center", "width")],
    "expectedUseTime": [("low", "high"), ("low", "width"), ("width", "high"), ("center", "width")],
    "value": [("low", "high"), ("low", "width"), ("width", "high"), ("center", "width")],
    "code": [("originalText", "qualifier"), ("qualifier", "translation")],
}
_TYPES = {"doseQuantity": "IVL_PQ", "code": "CD"}


@pytest.mark.parametrize("name", _BEFORE)
def test_data_types_have_the_order_of_the_schema(schema: _Schema, name: str) -> None:
    official = schema.order(_TYPES.get(name, "IVL_TS"))
    for first, second in _BEFORE[name]:
        assert any(second in official[at + 1 :] for at, child in enumerate(official) if child == first)
        assert rank(name, first) < rank(name, second)


def test_implied_attributes_are_those_of_the_schema(schema: _Schema) -> None:
    official: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, type_name in _classes(schema):
        for attribute, value in schema.fixed(type_name):
            official[name][attribute].add(value)
    ours = {name: {attribute: set(values) for attribute, values in found.items()} for name, found in IMPLIED.items()}
    wrong = {
        name: (dict(found), ours.get(name)) for name, found in official.items()
        if {key: values for key, values in found.items() if key != "unsorted"} != {k: v for k, v in ours.get(name, {}).items() if k != "unsorted"}
    }  # fmt: skip
    assert wrong == {}
    assert len(official) > 80
