"""The published strategies: what they give is valid, varied and bounded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from pydantic import BaseModel

from siss_interop import testing
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.model.base import Message, Value
from siss_interop.model.tipi import Codice, Momento, Periodo
from siss_interop.testing import MissingExtra, messages
from tests.laws.trying import trying


def _parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, BaseModel):
        for item in value.__dict__.values():
            yield from _parts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_what_they_give_is_valid_and_says_something(entry: Entry) -> None:
    @trying(3, entry)
    @given(messages(entry.load(), max_items=2))
    def law(message: Message) -> None:
        assert type(message).model_validate(message.model_dump()) == message
        for part in _parts(message):
            assert not isinstance(part, tuple) or len(part) <= 2 or all(isinstance(item, str) for item in part)
            if isinstance(part, Value):
                assert any(value not in (None, ()) for name, value in part.__dict__.items() if name != "tipo")

    law()


_FIND = settings(max_examples=3000, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.mark.parametrize(
    "wanted",
    ["\r", "<", '"', "\u0301", "😀", "\t"],
    ids=["carriage return", "markup", "quote", "combining mark", "emoji", "tab"],
)
def test_their_text_is_of_every_kind(wanted: str) -> None:
    find(messages(Codice), lambda code: code.descrizione is not None and wanted in code.descrizione, settings=_FIND)


def test_every_class_of_a_choice_turns_up() -> None:
    for kind in (Momento, Periodo):
        holds = partial(_holds, kind)
        find(messages(CATALOGUE[0].load()), holds, settings=_FIND)


def _holds(kind: type[Value], message: Message) -> bool:
    return any(isinstance(part, kind) for part in _parts(message))


def test_without_hypothesis_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    # None there makes the import fail, as if it were not installed
    monkeypatch.setitem(sys.modules, "hypothesis.strategies", None)
    with pytest.raises(MissingExtra, match=r"siss-interop\[testing\]"):
        testing.messages(Codice)
