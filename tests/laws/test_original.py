"""Writing onto the original: nothing changed gives the same bytes, one change touches one place, any message can be written onto any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import siss_interop as siss
from siss_interop.losses import LossKind
from siss_interop.messages.catalogue import Entry
from siss_interop.model.base import Message
from siss_interop.testing import messages
from tests.laws.plans import IDS, PAIRS, fresh
from tests.laws.single import one_at_a_time
from tests.laws.trees import Comparison, indented, prefixed
from tests.laws.trying import trying

#: the ways in which the same document may be laid out
LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "as written": lambda data: data,
    "indented": indented,
    "prefixed": prefixed,
    "utf-16": lambda data: b"\xff\xfe" + data.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16-le"),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "crlf": lambda data: indented(data).replace(b"\n", b"\r\n"),
}


def _original(message: Message, to: str, layout: str) -> siss.Read:
    found = siss.read(LAYOUTS[layout](fresh(message, to).payload))
    # what the format cannot hold is the round-trip law's business
    assume(found.message == message)
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_unchanged_it_is_the_same_bytes(entry: Entry, to: str, layout: str) -> None:
    @trying(8, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        found = _original(message, to, layout)
        assert found.original is not None
        assert siss.write(found, to=to).payload == found.original.data
        back = siss.read(siss.write(found, to="json").payload)
        assert siss.write(back, to=to).payload == found.original.data

    law()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_one_change_is_the_only_difference(entry: Entry, to: str, layout: str) -> None:
    @trying(4, entry)
    @given(messages(entry.load()), st.data())
    def law(message: Message, data: st.DataObject) -> None:
        found = _original(message, to, layout)
        label, changed = data.draw(st.sampled_from(list(one_at_a_time(message))))
        assume(siss.read(fresh(changed, to).payload).message == changed)
        assert found.original is not None
        written = siss.write(changed, to=to, onto=found)
        again = siss.read(written.payload)
        assert again.message == changed, label
        assert again.report.ok, "also what is new stands where the schema wants it"
        other = Comparison.of(entry.plan(to), found.original.data, written.payload, message, changed).unexplained()
        assert other == [], label

    law()


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_any_message_can_be_written_onto_any_other(entry: Entry, to: str) -> None:
    @trying(2, entry)
    @given(messages(entry.load(), max_items=2), messages(entry.load(), max_items=2))
    def law(message: Message, other: Message) -> None:
        found = _original(message, to, "indented")
        assume(siss.read(fresh(other, to).payload).message == other)
        assert siss.read(siss.write(other, to=to, onto=found).payload).message == other

    law()


@pytest.mark.parametrize(("entry", "to"), [pair for pair in PAIRS if pair[1] == "cda"], ids=[name for name in IDS if name.endswith("cda")])
def test_what_the_model_did_not_know_goes_only_with_what_was_removed(entry: Entry, to: str) -> None:
    planted = b'<lab:planted xmlns:lab="urn:planted" a="1">x</lab:planted>'

    @trying(2, entry)
    @given(messages(entry.load()), st.data())
    def law(message: Message, data: st.DataObject) -> None:
        plain = fresh(message, to).payload
        found = siss.read(plain.replace(b"</patientRole>", planted + b"</patientRole>"))
        assume(found.message == message)
        _, changed = data.draw(st.sampled_from(list(one_at_a_time(message))))
        assume(siss.read(fresh(changed, to).payload).message == changed)
        written = siss.write(changed, to=to, onto=found)
        dropped = [loss.path for loss in written.loss if loss.kind is LossKind.DROPPED and "planted" in loss.path]
        assert (planted in written.payload) != bool(dropped)

    law()
