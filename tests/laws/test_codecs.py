"""Leaves: a codec takes back what it wrote, and refuses what is not written as the standard says."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import StringConstraints, TypeAdapter, ValidationError

from siss_interop.messages.catalogue import Entry
from siss_interop.model.base import Run, Text
from siss_interop.model.text import ASKED, RUN_PATTERN, TEXT_PATTERN, Checked
from siss_interop.model.tipi import Decimale, Indicatore, Momento, PointInTime
from siss_interop.wire.tree.emit import escape_attribute, escape_text
from siss_interop.wire.tree.read import checked_by
from siss_interop.wire.words import BOOL, INT, QNAME, Leaf
from tests.laws.plans import IDS, PAIRS, nodes, plans


def _back(leaf: Leaf, value: Any) -> Any:
    assert leaf.load is not None
    assert leaf.dump is not None
    return leaf.load(leaf.dump(value))


@given(st.integers(-(10**17), 10**17))
def test_integers_come_back(value: int) -> None:
    assert _back(INT, value) == value


@given(st.booleans())
def test_booleans_come_back(value: bool) -> None:
    assert _back(BOOL, value) is value


@pytest.mark.parametrize("text", ["", " 1", "1 ", "1.0", "1e3", "\uff11", "٣", "0x1", "1_000", "--1", "9" * 19])
def test_what_is_no_integer_is_refused(text: str) -> None:
    assert INT.load is not None
    with pytest.raises(ValueError, match="integer"):
        INT.load(text)


@pytest.mark.parametrize("text", ["", "True", "TRUE", "yes", " true", "false\n"])
def test_what_is_no_boolean_is_refused(text: str) -> None:
    assert BOOL.load is not None
    with pytest.raises(ValueError, match="true"):
        BOOL.load(text)


@pytest.mark.parametrize(("text", "local"), [("CD", "CD"), ("hl7:CD", "CD"), ("a:IVL_TS", "IVL_TS")])
def test_a_qualified_name_is_read_by_its_local_part(text: str, local: str) -> None:
    assert QNAME.load is not None
    assert QNAME.load(text) == local


def _admits(kind: Any, text: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    ["1993", "199306", "19930619", "1993061908", "199306190830", "19930619083000", "19930619083060",
     "19930619083000.123", "19930619083000+0100",
     "199306190830-0030", "20240229", "20000229"],
)  # fmt: skip
def test_a_time_is_a_prefix_of_the_full_form(text: str) -> None:
    assert _admits(PointInTime, text)


@pytest.mark.parametrize(
    "text",
    ["", "199", "19931", "1993-06-19", "1993-06-199", "19931301", "19930631", "20230229",
     "19000229", "1993061924", "199306190860", "19930619083000+01",
     "19930619083000Z", " 19930619", "19930619 ", "19930619\n", "\uff11\uff19\uff19\uff13", "19930619083000.", "19930619083000+2500", "00000231"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    assert not _admits(PointInTime, text)


_FIRST, _LAST = datetime.fromisoformat("1000-01-01"), datetime.fromisoformat("9999-12-31")


@given(st.datetimes(_FIRST, _LAST), st.integers(-14 * 60 + 1, 14 * 60 - 1))
def test_a_python_time_comes_back_to_the_second(value: datetime, offset: int) -> None:
    aware = value.replace(tzinfo=timezone(timedelta(minutes=offset)), microsecond=0)
    made = Momento.model_validate(aware)
    assert made.istante == aware
    assert made.data == aware.date()


@given(st.dates(date(1000, 1, 1)))
def test_a_python_day_comes_back(value: date) -> None:
    assert Momento.model_validate(value).data == value


@pytest.mark.parametrize("text", ["0", "0.30", "-1", "+1.", ".5", "1e10", "00012.500"])
def test_a_number_keeps_its_digits(text: str) -> None:
    assert TypeAdapter(Decimale).validate_python(text) == text


@pytest.mark.parametrize("text", ["", ".", "1,5", "NaN", "INF", "1e", " 1", "1\n", "٣", "1" * 61])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert not _admits(Decimale, text)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0", "\u2028", "a\x00", "a\x0b", "\ud800", "\ufffe"])
def test_blank_text_and_what_xml_cannot_hold_are_refused(text: str) -> None:
    assert not _admits(Text, text)


def test_a_run_of_narrative_may_be_blank() -> None:
    assert _admits(Run, " ")
    assert not _admits(Run, "")


@pytest.mark.parametrize("text", ["H P", "PRS", "mailto:a@b"])
def test_an_indicator_is_a_word_or_words(text: str) -> None:
    assert _admits(Indicatore, text)


@pytest.mark.parametrize("text", ["", " H", "H  P", "H\n", "à"])
def test_what_is_no_indicator_is_refused(text: str) -> None:
    assert not _admits(Indicatore, text)


_XML_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))))


@given(_XML_TEXT)
def test_escaped_text_reads_back(value: str) -> None:
    from lxml import etree

    found = etree.fromstring(f'<x a="{escape_attribute(value)}">{escape_text(value)}</x>'.encode())
    assert (found.text or "") == value
    assert found.get("a") == value


@given(st.text(st.sampled_from("a \t\n\r\x0b\x1f\x85\u00a0\u2003\ufffe\ud7ff\U0001f600")) | st.text())
def test_of_text_out_of_xml_is_asked_what_is_left_to_ask(text: str) -> None:
    try:
        given_by_parser = etree.fromstring(f"<a>{escape_text(text)}</a>").text or ""
    except (etree.XMLSyntaxError, ValueError, UnicodeEncodeError):
        return  # no parser gives such a text
    for checked in (Checked.CHARACTERS, Checked.BLANKS):
        for pattern in (TEXT_PATTERN, RUN_PATTERN):
            if checked is Checked.BLANKS and pattern is TEXT_PATTERN and given_by_parser.isspace():
                continue  # no reader that sees to it gives such a text
            whole, left = (TypeAdapter(Annotated[str, StringConstraints(**each)]) for each in ({"pattern": pattern}, ASKED[checked][pattern]))
            assert _takes(whole, given_by_parser) == _takes(left, given_by_parser)


@cache
def _leaves() -> frozenset[Leaf]:
    """Every codec of an attribute or a text in a dialect that is not closed."""
    places = (node for entry, to in PAIRS for plan in plans(entry.plan(to)) if not plan.dialect.closed for node in nodes(plan.root))
    return frozenset(leaf for node in places for _, leaf in (*node.attributes.values(), *([node.text] if node.text else [])))


@given(st.text(st.sampled_from("a0: \t\u00a0\u2003")).filter(lambda text: not text.isspace()))
def test_no_codec_makes_a_blank_text_of_one_that_is_not(text: str) -> None:
    assert QNAME in _leaves()
    for leaf in _leaves():
        try:
            loaded = leaf.load(text) if leaf.load else text
        except ValueError:
            continue
        assert loaded == "" or not (isinstance(loaded, str) and loaded.isspace())


def _takes(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_where_a_blank_is_handed_on_it_is_asked_for_visible_characters(entry: Entry, to: str) -> None:
    handed_on = any(plan.dialect.closed for plan in plans(entry.plan(to)))
    assert checked_by(entry.plan(to)) is (Checked.CHARACTERS if handed_on else Checked.BLANKS)
