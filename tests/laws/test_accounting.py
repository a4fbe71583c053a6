"""Nothing is read in silence: whatever is planted in a document is left over or reported, and whatever is changed changes the message or is reported."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from lxml.etree import _Element

import siss_interop as siss
from siss_interop.errors import Unreadable
from siss_interop.messages.catalogue import Entry
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.testing import messages
from siss_interop.wire import xmlio
from tests.laws.plans import IDS, PAIRS, fresh
from tests.laws.trying import trying

_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_FILES = sorted(path.relative_to(_EXAMPLES).as_posix() for path in _EXAMPLES.rglob("*.xml")) if _EXAMPLES.is_dir() else []
_ELEMENT = "{urn:planted}planted"


def _plants(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The document with one thing more, everywhere in turn: an element, an attribute, a text."""
    root = xmlio.parse(data, Options()).getroot()
    for found in list(root.iter()):
        where = xmlio.xpath_of(found)
        planted = etree.SubElement(found, _ELEMENT)
        yield f"element in {where}", etree.tostring(root)
        found.remove(planted)
        known = etree.SubElement(found, found.tag)
        yield f"element of its own name in {where}", etree.tostring(root)
        found.remove(known)
        found.set("planted", "x")
        yield f"attribute of {where}", etree.tostring(root)
        del found.attrib["planted"]
        text = found.text
        found.text = (text or "") + "planted"
        yield f"text in {where}", etree.tostring(root)
        found.text = text


def _changes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The document with one value changed, one element doubled or one taken out, everywhere in turn."""
    root = xmlio.parse(data, Options()).getroot()
    for found in list(root.iter()):
        where = xmlio.xpath_of(found)
        for name, value in found.attrib.items():
            found.set(name, f"{value}x")
            yield f"value of {where}/@{name}", etree.tostring(root)
            found.set(name, value)
        if found.text and not found.text.isspace():
            text, found.text = found.text, f"{found.text}x"
            yield f"text of {where}", etree.tostring(root)
            found.text = text
        parent = found.getparent()
        if parent is None:
            continue
        twin = deepcopy(found)
        twin.tail = None
        found.addprevious(twin)
        yield f"second {where}", etree.tostring(root)
        parent.remove(twin)


def _removals(data: bytes) -> Iterator[tuple[str, bytes]]:
    root = xmlio.parse(data, Options()).getroot()
    for found in list(root.iter()):
        parent = found.getparent()
        if parent is not None and _says_something(found):
            at = parent.index(found)
            parent.remove(found)
            yield xmlio.xpath_of(parent) + "/" + etree.QName(found).localname, etree.tostring(root)
            parent.insert(at, found)


def _says_something(found: _Element) -> bool:
    return bool(found.attrib) or bool(found.text and not found.text.isspace()) or any(map(_says_something, found))


def _noticed(before: siss.Read, data: bytes) -> bool:
    """Whether reading shows that the document is another one than before."""
    try:
        now = siss.read(data)
    except Unreadable:
        return True
    if now.message != before.message or len(now.report) > len(before.report):
        return True
    return now.accounting.left > before.accounting.left


@lru_cache(maxsize=16)
def _example(name: str) -> bytes:
    return (_EXAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", _FILES)
def test_whatever_is_planted_in_an_example_is_reported(name: str) -> None:
    before = siss.read(_example(name))
    assert before.message is not None
    assert [where for where, data in _plants(_example(name)) if not _noticed(before, data)] == []


@pytest.mark.parametrize("name", _FILES)
def test_whatever_is_changed_in_an_example_is_noticed(name: str) -> None:
    before = siss.read(_example(name))
    assert [where for where, data in _changes(_example(name)) if not _noticed(before, data)] == []


@pytest.mark.parametrize(("entry", "format"), PAIRS, ids=IDS)
def test_whatever_is_planted_or_changed_in_any_document_is_noticed(entry: Entry, format: str) -> None:
    @settings(trying(10), max_examples=5)
    @given(messages(entry.load(), max_items=1))
    def law(message: Message) -> None:
        data = fresh(message, format).payload
        before = siss.read(data)
        assert [where for where, planted in (*_plants(data), *_changes(data)) if not _noticed(before, planted)] == []

    law()


@pytest.mark.parametrize(("entry", "format"), PAIRS, ids=IDS)
def test_the_account_is_of_all_facts(entry: Entry, format: str) -> None:
    @trying(3)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        data = fresh(message, format).payload
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
@pytest.mark.parametrize(("entry", "format"), [pair for pair in PAIRS if pair[1] == "cda"], ids=[name for name in IDS if name.endswith("cda")])
def test_what_is_left_over_is_counted_with_its_place(entry: Entry, format: str, planted: str) -> None:
    facts = {"<x/>": 1, "<x><y a='1'/>z</x>": 2, "<x a='1' b='2'>c</x>": 3}[planted]

    @trying(10)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        plain = fresh(message, format).payload
        found = siss.read(plain.replace(b"</ClinicalDocument>", f"\n  {planted}</ClinicalDocument>".encode()))
        (left,) = found.accounting.left_over
        assert left.xpath == "/hl7:ClinicalDocument/hl7:x"
        assert left.facts == facts == found.accounting.left
        assert left.line is not None
        assert left.column == 3
        assert found.accounting.facts == siss.read(plain).accounting.facts + facts
        assert found.message == message

    law()
