"""The generated schemas and the models agree: what one refuses the other refuses."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from lxml import etree
from lxml.etree import _Element

from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.model.base import Message
from siss_interop.testing import messages
from siss_interop.wire.tree.document import read_element
from tests.benchmarks.mutations import accepted_against_the_schema, samples
from tests.laws.plans import fresh

ROOT = Path(__file__).resolve().parents[2]
REGIONAL = [entry for entry in CATALOGUE if "xml" in entry.formats]


def _schema(entry: Entry) -> etree.XMLSchema:
    flow, version = entry.place("xml").split("/")
    return etree.XMLSchema(etree.parse(ROOT / "xsd" / flow / version / f"{flow}.xsd"))


def _without_each(root: _Element) -> Iterator[tuple[str, _Element]]:
    """The event without one of its elements, each in turn."""
    for number, found in enumerate(root.iter()):
        if found is root:
            continue
        copy = deepcopy(root)
        gone = list(copy.iter())[number]
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)
        yield str(found.tag), copy


@pytest.mark.parametrize("data", samples(), ids=range(len(samples())))
def test_an_element_removed_is_refused_by_both_or_by_neither(data: bytes) -> None:
    root = etree.fromstring(data)
    entry = catalogue.by_root(str(root.tag))
    assert entry is not None
    schema = _schema(entry)
    assert schema.validate(root)
    refused = 0
    for tag, copy in _without_each(root):
        found = read_element(copy, entry.plan("xml"))
        accepted = found.message is not None and not found.issues
        assert accepted == schema.validate(copy), tag
        refused += not accepted
    assert refused


@pytest.mark.parametrize("entry", REGIONAL, ids=lambda entry: entry.name)
def test_what_the_writer_writes_is_valid(entry: Entry) -> None:
    schema = _schema(entry)

    @settings(max_examples=60)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        schema.assertValid(etree.fromstring(fresh(message, "xml").payload))

    law()


@pytest.mark.parametrize("data", samples(), ids=range(len(samples())))
def test_a_second_judge_agrees_with_the_first(data: bytes) -> None:
    root = etree.fromstring(data)
    entry = catalogue.by_root(str(root.tag))
    assert entry is not None
    other, schema = _second(entry.place("xml")), _schema(entry)
    for copy in (root, *(copy for _, copy in list(_without_each(root))[::5])):
        assert other.is_valid(etree.tostring(copy).decode()) == schema.validate(copy)


@cache
def _second(place: str) -> xmlschema.XMLSchema:
    flow, version = place.split("/")
    return xmlschema.XMLSchema(ROOT / "xsd" / flow / version / f"{flow}.xsd")


def test_no_mutated_event_is_accepted_by_the_model_and_refused_by_the_schema() -> None:
    assert list(accepted_against_the_schema(3_000, seed=7)) == []
