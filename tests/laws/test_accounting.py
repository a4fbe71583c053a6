"""Nothing is read in silence: whatever is planted in a document is reported, and whatever is changed in it changes the message or is reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from lxml import etree
from lxml.etree import _Element

import siss_interop as siss
from siss_interop.errors import Unreadable
from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import Entry
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.testing import messages
from siss_interop.wire import xmlio
from siss_interop.wire.tree.document import read_element
from siss_interop.wire.tree.plan import Plan
from tests.laws.plans import IDS, PAIRS, fresh
from tests.laws.trying import trying

_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_ELEMENT = "{urn:planted}planted"
#: one place in so many is tried (five kinds stand in a row for each element, so every kind has its turn), fewer of a long document; all with
#: SISS_THOROUGH=1
STEP, STEP_OF_LONG = (1, 1) if os.environ.get("SISS_THOROUGH") else (4, 13)
LONG = 20_000


def _plants(root: _Element) -> Iterator[str]:
    """The document with one thing more, everywhere in turn: an element, an attribute, a text. The tree is as it was afterwards."""
    for found in list(root.iter()):
        where = xmlio.xpath_of(found)
        for tag in (_ELEMENT, str(found.tag)):
            planted = etree.SubElement(found, tag)
            yield f"element {tag} in {where}"
            found.remove(planted)
        found.set("planted", "x")
        yield f"attribute of {where}"
        del found.attrib["planted"]
        text = found.text
        found.text = (text or "") + "planted"
        yield f"text in {where}"
        found.text = text
        if found is not root:
            text = found.tail
            found.tail = "planted" + (text or "")
            yield f"text after {where}"
            found.tail = text


def _changes(root: _Element) -> Iterator[str]:
    """The document with one value changed, or one element doubled, everywhere in turn."""
    for found in list(root.iter()):
        where = xmlio.xpath_of(found)
        for name, value in found.attrib.items():
            found.set(name, f"{value}x")
            yield f"value of {where}/@{name}"
            found.set(name, value)
        if found.text and not found.text.isspace():
            text, found.text = found.text, f"{found.text}x"
            yield f"text of {where}"
            found.text = text
        if found is not root:
            twin = deepcopy(found)
            twin.tail = None
            found.addprevious(twin)
            yield f"second {where}"
            _parent(found).remove(twin)


def _parent(found: _Element) -> _Element:
    parent = found.getparent()
    assert parent is not None
    return parent


def _unnoticed(data: bytes, plan: Plan, step: int = STEP) -> list[str]:
    """The places where reading does not show that the document is another one than before; one in `step` is tried."""
    root = xmlio.parse(data, Options()).getroot()
    before = read_element(root, plan)
    assert before.message is not None
    silent = []
    for number, where in enumerate(chain(_plants(root), _changes(root))):
        if number % step:
            continue
        now = read_element(root, plan)
        if now.message == before.message and len(now.left) <= len(before.left) and len(now.issues) <= len(before.issues):
            silent.append(where)
    return silent


def _example(name: str) -> bytes:
    return (_EXAMPLES / name).read_bytes()


def _is_one_message(path: Path) -> bool:
    try:
        return siss.read(path).message is not None
    except Unreadable:  # a file of many records is read one by one
        return False


_FILES = [path.relative_to(_EXAMPLES).as_posix() for path in sorted(_EXAMPLES.rglob("*.xml")) if _is_one_message(path)]


@pytest.mark.parametrize("name", _FILES)
def test_whatever_is_planted_or_changed_in_an_example_is_noticed(name: str) -> None:
    data = _example(name)
    found = siss.read(data)
    assert _unnoticed(data, catalogue.entry(found.type).plan(found.format), STEP_OF_LONG if len(data) > LONG else STEP) == []


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_whatever_is_planted_or_changed_in_any_document_is_noticed(entry: Entry, to: str) -> None:
    # there is no smaller document to look for: the places are what a failure shows
    @settings(trying(10, entry), max_examples=4, phases=[Phase.generate])
    @given(messages(entry.load(), max_items=1))
    def law(message: Message) -> None:
        assert _unnoticed(fresh(message, to).payload, entry.plan(to)) == []

    law()


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_the_account_is_of_all_facts(entry: Entry, to: str) -> None:
    @trying(3, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        data = fresh(message, to).payload
        accounting = siss.read(data).accounting
        assert accounting.left_over == ()
        assert accounting.typed_share == 1
        root = xmlio.parse(data, Options()).getroot()
        assert accounting.facts == sum(_facts(each, root) for each in root.iter())

    law()


def _facts(found: _Element, root: _Element) -> int:
    """House law 3: an attribute, a run of text, or an element that says only that it is there."""
    own = len(found.attrib) + bool(found.text and not found.text.isspace())
    return own + bool(not own and not len(found)) + bool(found is not root and found.tail and not found.tail.isspace())


@pytest.mark.parametrize("planted", ["<x/>", "<x><y a='1'/>z</x>", "<x a='1' b='2'>c</x>"])
@pytest.mark.parametrize(("entry", "to"), [pair for pair in PAIRS if pair[1] == "cda"], ids=[name for name in IDS if name.endswith("cda")])
def test_what_is_left_over_is_counted_with_its_place(entry: Entry, to: str, planted: str) -> None:
    facts = {"<x/>": 1, "<x><y a='1'/>z</x>": 2, "<x a='1' b='2'>c</x>": 3}[planted]

    @trying(10, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        plain = fresh(message, to).payload
        found = siss.read(plain.replace(b"</ClinicalDocument>", f"\n  {planted}</ClinicalDocument>".encode()))
        (left,) = found.accounting.left_over
        assert left.xpath == "/hl7:ClinicalDocument/hl7:x"
        assert left.facts == facts == found.accounting.left
        assert left.line is not None
        assert left.column == 3
        assert found.accounting.facts == siss.read(plain).accounting.facts + facts
        assert found.message == message

    law()
