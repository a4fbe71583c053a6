"""What is written reads back the same, but for what the loss report names: not one path more, not one less."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import siss_interop as siss
from siss_interop.losses import LossKind, LossReport
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.model.base import Message
from siss_interop.model.paths import keys
from siss_interop.testing import messages
from tests.laws.plans import IDS, PAIRS, fresh
from tests.laws.trying import trying


def blanked(message: Any, report: LossReport) -> Any:
    """The message without what was dropped."""
    paths = [tuple(keys(loss.path)) for loss in report if loss.kind is LossKind.DROPPED]
    for path in sorted(paths, key=lambda path: [key if isinstance(key, int) else -1 for key in path], reverse=True):
        message = _without(message, path)
    return message


def _without(holder: Any, path: tuple[str | int, ...]) -> Any:
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        return (*holder[:key], *((_without(holder[key], rest),) if rest else ()), *holder[key + 1 :])
    old = getattr(holder, key)
    value = _without(old, rest) if rest else () if isinstance(old, tuple) else None
    return holder.model_copy(update={key: value})


def _checked(message: Message, to: str) -> None:
    written = fresh(message, to)
    found = siss.read(written.payload)
    assert found.report.ok
    assert found.message == blanked(message, written.loss)


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_written_and_read(entry: Entry, to: str) -> None:
    @trying(1, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        _checked(message, to)

    law()


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_written_and_read_as_json(entry: Entry) -> None:
    @trying(1, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        written = siss.write(message, to="json")
        assert not written.loss
        assert siss.read(written.payload).message == message

    law()


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_all_that_the_writer_writes_is_known_to_the_reader(entry: Entry, to: str) -> None:
    @trying(3, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        found = siss.read(fresh(message, to).payload)
        assert found.accounting.left_over == ()

    law()


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_writing_is_a_function(entry: Entry, to: str) -> None:
    @trying(3, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        payload = fresh(message, to).payload
        assert fresh(message, to).payload == payload
        read = siss.read(payload).message
        assert read is not None
        assert fresh(read, to).payload == payload

    law()


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_message_is_frozen_closed_and_strict(entry: Entry) -> None:
    @trying(10, entry)
    @given(messages(entry.load()), st.sampled_from(sorted(entry.load().model_fields)))
    def law(message: Message, name: str) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(message, name, None)
        with pytest.raises(ValidationError, match="extra"):
            type(message).model_validate({**message.__dict__, "altro": 1})
        with pytest.raises(ValidationError):
            type(message).model_validate({**message.__dict__, name: object()})

    law()
