"""The collector of reference cycles waits while a message is read or written, and only then."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import pytest

import siss_interop as siss

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
EXAMPLE = EXAMPLES / "vaccinazioni" / "scheda-singola.cda.xml"
SUMMARY = EXAMPLES / "documenti" / "profilo-sanitario-sintetico.cda.xml"


class _Watched(BytesIO):
    """A source that notes whether the collector is on when it is read."""

    on: bool | None = None

    def read(self, size: int | None = -1) -> bytes:
        self.on = gc.isenabled()
        return super().read(size)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.enable()


def test_it_waits_and_goes_on() -> None:
    source = _Watched(EXAMPLE.read_bytes())
    siss.read(cast("IO[bytes]", source))
    assert (source.on, gc.isenabled()) == (False, True)


def test_it_goes_on_after_what_cannot_be_read() -> None:
    with pytest.raises(siss.Unreadable):
        siss.read(b"<a>")
    assert gc.isenabled()


def test_who_turned_it_off_keeps_it_off() -> None:
    gc.disable()
    siss.convert(EXAMPLE, to="fhir")
    assert not gc.isenabled()


def test_what_is_read_and_dropped_brings_no_pass() -> None:
    siss.read(SUMMARY)  # compiled now
    passes: list[str] = []

    def told(phase: str, _: object) -> None:
        passes.append(phase)

    gc.collect()
    gc.callbacks.append(told)
    try:
        siss.read(SUMMARY)
    finally:
        gc.callbacks.remove(told)
    assert passes == []
