"""The laws of FHIR: written and read back the same but for what is listed, a function, nothing read in silence, no person in an address.

They go through the engine: the front door would refuse random messages by the rules of their type, which are about meaning.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from random import Random
from string import ascii_uppercase, digits
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from siss_interop.losses import LossKind, LossReport
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.comune.persone import Assistito as Paziente
from siss_interop.messages.trasporti.eventi import Assistito as Trasportato
from siss_interop.messages.vaccinazioni.eventi import IdentificativoCifrato
from siss_interop.model.base import Message
from siss_interop.model.paths import keys
from siss_interop.options import SYSTEMS, Options
from siss_interop.testing import messages
from siss_interop.wire.fhir import document, json
from siss_interop.wire.results import Read
from tests.laws.losses import untrue
from tests.laws.planted import places, unnoticed
from tests.laws.trying import trying

#: every message with every profile that it has
PAIRS = [(entry, profile) for entry in CATALOGUE if "fhir" in entry.formats for profile in entry.profiles]
IDS = [f"{entry.name}-{profile}" for entry, profile in PAIRS]
#: of what can be changed in a sample, so much is tried, spread over it (but of one document all); all with SISS_THOROUGH=1
PLACES = 10**9 if os.environ.get("SISS_THOROUGH") else 250

families = st.sampled_from(SYSTEMS)
every_pair = pytest.mark.parametrize(("entry", "profile"), PAIRS, ids=IDS)


def _read(payload: bytes, entry: Entry) -> Read:
    options = Options()
    return document.read(payload, document.resource_of(payload, options), entry.fhir(), options)


def _holds(message: Message, loss: LossReport) -> bool:
    """Whether nothing that the message must have is lost whole: of a code that says only how its text is represented, FHIR has nothing to hold."""
    for each in loss:
        *way, last = keys(each.path)
        start: Any = message
        holder = reduce(lambda held, step: held[step] if isinstance(step, int) else getattr(held, step), way, start)
        if isinstance(last, str) and each.kind is LossKind.DROPPED and type(holder).model_fields[last].is_required():
            return False
    return True


def _message(payload: bytes, entry: Entry) -> Message:
    found = _read(payload, entry)
    assert found.report.issues == ()
    assert found.message is not None
    return found.message


@every_pair
def test_written_and_read(entry: Entry, profile: str) -> None:
    @trying(2, entry)
    @given(messages(entry.load()), families)
    def law(message: Message, systems: str) -> None:
        written = document.write(message, entry.fhir(), profile, Options(systems=systems))
        assume(_holds(message, written.loss))
        assert untrue(message, written.loss, _message(written.payload, entry)) == []

    law()


@every_pair
def test_all_that_the_writer_writes_is_known_to_the_reader(entry: Entry, profile: str) -> None:
    @trying(4, entry)
    @given(messages(entry.load()), families)
    def law(message: Message, systems: str) -> None:
        found = _read(document.write(message, entry.fhir(), profile, Options(systems=systems)).payload, entry)
        assert found.accounting.left_over == ()
        assert found.accounting.typed_share == 1

    law()


@every_pair
def test_writing_is_a_function(entry: Entry, profile: str) -> None:
    @trying(4, entry)
    @given(messages(entry.load()), families)
    def law(message: Message, systems: str) -> None:
        options = Options(systems=systems)
        written = document.write(message, entry.fhir(), profile, options)
        assert document.write(message, entry.fhir(), profile, options) == written
        assume(_holds(message, written.loss))
        once = document.write(_message(written.payload, entry), entry.fhir(), profile, options)
        assert written.loss or once == written
        # what was lost once is lost no second time
        twice = document.write(_message(once.payload, entry), entry.fhir(), profile, options)
        assert twice.payload == once.payload

    law()


@every_pair
def test_json_and_xml_say_the_same(entry: Entry, profile: str) -> None:
    @trying(4, entry)
    @given(messages(entry.load()), families)
    def law(message: Message, systems: str) -> None:
        options = Options(systems=systems)
        as_json = document.write(message, entry.fhir(), profile, options)
        as_xml = document.write(message, entry.fhir(), profile, options, "xml")
        assert as_xml.loss == as_json.loss
        assume(_holds(message, as_json.loss))
        assert _message(as_xml.payload, entry) == _message(as_json.payload, entry)

    law()


def _other(code: str | None) -> str | None:
    """Another code of its length; those of two codes are as different as these."""
    return None if code is None else code.translate(_SHIFTED)


_SIGNS = f"{digits}{ascii_uppercase}"
_SHIFTED = str.maketrans(_SIGNS, _SIGNS[1:] + _SIGNS[0])
#: class of a person, or of an identifier of one -> what somebody else has in it
_OTHERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Paziente: lambda _: {"id": ({"estensione": "un altro"},), "nome": {"cognome": "Verdi"}},
    Trasportato: lambda _: {"cognome": "Verdi", "nome": "Un altro"},
    IdentificativoAssistito: lambda found: {"codice": _other(found.codice), "tessera": _other(found.tessera)},
    IdentificativoCifrato: lambda _: {"valore": "x" * 172},
}


def _somebody_else(value: Any) -> Any:
    """The same of another person, wherever one stands."""
    if isinstance(value, tuple):
        return tuple(_somebody_else(each) for each in value)
    if not isinstance(value, BaseModel):
        return value
    inside = {name: _somebody_else(held) for name in type(value).model_fields if isinstance(held := getattr(value, name), tuple | BaseModel)}
    changes = _OTHERS.get(type(value), lambda _: {})
    return value.model_copy(update={**inside, **changes(value)})


def _addresses(message: Message, entry: Entry, profile: str) -> list[str]:
    made, _ = document.bundle_of(message, entry.fhir(), profile, Options())
    return [each["fullUrl"] for each in made["entry"]]


@every_pair
def test_addresses_are_not_made_of_the_person(entry: Entry, profile: str) -> None:
    @trying(4, entry)
    @given(messages(entry.load()))
    def law(message: Message) -> None:
        found = _addresses(message, entry, profile)
        assert len(found) == len(set(found))
        assert _addresses(_somebody_else(message), entry, profile) == found

    law()


def _sample(entry: Entry) -> Message:
    module, _, name = str(entry.sample).partition(":")
    made: Message = getattr(import_module(module), name)()
    return made


@every_pair
def test_whatever_is_planted_or_changed_in_a_sample_is_noticed(entry: Entry, profile: str) -> None:
    payload = document.write(_sample(entry), entry.fhir(), profile, Options()).payload
    there = places(payload)
    silent, tried = unnoticed(payload, entry.fhir(), 1 if entry is CATALOGUE[0] else 1 + there // PLACES)
    assert silent == []
    assert tried > 40


@every_pair
def test_whatever_is_planted_or_changed_in_any_message_is_noticed(entry: Entry, profile: str) -> None:
    @trying(12, entry)
    @given(messages(entry.load(), max_items=1), st.integers(0, 10))
    def law(message: Message, first: int) -> None:
        written = document.write(message, entry.fhir(), profile, Options())
        assume(_holds(message, written.loss))
        silent, _ = unnoticed(written.payload, entry.fhir(), 11, first)
        assert silent == []

    law()


@every_pair
def test_no_bundle_makes_reading_fail(entry: Entry, profile: str) -> None:
    """Every value in turn is something that no reader expects."""
    payload = document.write(_sample(entry), entry.fhir(), profile, Options()).payload
    bundle = json.load(payload, Options())
    whole = document.read_bundle(bundle, entry.fhir()).message
    slots = [(holder, key) for holder in _holders(bundle) for key in (holder if isinstance(holder, dict) else range(len(holder)))]
    changes = [(holder, key, odd) for holder, key in slots for odd in (None, "", [], {}, [None], {"x": 1}, 7, True, "<x>")]
    for holder, key, odd in Random(1).sample(changes, min(PLACES, len(changes))):
        kept, holder[key] = holder[key], odd
        document.read_bundle(bundle, entry.fhir())
        holder[key] = kept
    assert document.read_bundle(bundle, entry.fhir()).message == whole


def _holders(value: Any) -> Any:
    if isinstance(value, dict | list):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _holders(item)
