"""What events cost: regional XML in and out of a file of many, the ledger, memory of a long stream."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import IO, NamedTuple, cast

from lxml import etree

import siss_interop as siss
from siss_interop.ledger import Builder, flow
from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni.esempi_eventi import vaccinazione_effettuata
from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito, VaccinazioneEffettuata
from siss_interop.options import Options
from siss_interop.wire.stream import records
from siss_interop.wire.tree.document import read_element
from siss_interop.wire.tree.emit import document

SCHEMA = Path(__file__).resolve().parents[2] / "xsd" / "siv" / "1.0" / "siv.xsd"
ROUNDS = 9
EVENTS = 2_000
STREAM = 100_000
OPTIONS = Options()


class Measured(NamedTuple):
    """One measurement: its name, what it includes, the value, and what it may be at most."""

    name: str
    includes: str
    value: float
    target: float | None


def ratios() -> Iterator[Measured]:  # noqa: C901 - the works stand side by side
    """What an event costs, as multiples of its bare parse."""
    event = vaccinazione_effettuata()
    plan = catalogue.entry_of(event).plan("xml")
    data = document(plan, event)
    many = b"".join(siss.write_all([event] * EVENTS))
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    distinct = list(people(EVENTS))
    root = plan.dialect.element(plan.tag)

    def bare() -> None:
        for _ in range(EVENTS):
            etree.fromstring(data)

    def read_checked() -> None:
        for _, element in records(many, {root}, OPTIONS):
            assert schema.validate(element)
            assert read_element(element, plan).message is not None

    def write() -> None:
        for _ in range(EVENTS):
            document(plan, event)

    def apply() -> None:
        ledger = Builder(flow("siv"))
        for number, each in enumerate(distinct):
            ledger.apply(each, received=number)

    works: dict[str, tuple[str, Callable[[], object], float]] = {
        "XML -> model": ("read_all over a file of many: streamed parse, typed event, its report", lambda: readable(many), 4.5),
        "XML -> model, XSD": ("streamed parse, each event under the schema, typed event", read_checked, 6),
        "model -> XML": ("an event as bytes", write, 1.5),
        "ledger": ("apply of an event with its keys", apply, 1),
    }
    taken: dict[str, list[int]] = {"": [], **{name: [] for name in works}}
    for _ in range(ROUNDS):
        for name, work in [("", bare), *((name, work) for name, (_, work, _) in works.items())]:
            start = perf_counter_ns()
            work()
            taken[name].append(perf_counter_ns() - start)
    for name, (includes, _, target) in works.items():
        yield Measured(name, includes, median(each / base for each, base in zip(taken[name], taken[""], strict=True)), target)


def readable(data: bytes) -> int:
    """How many events of a file could be read; none is kept."""
    return sum(1 for found in siss.read_all(data) if found.message is not None)


def people(count: int) -> Iterator[VaccinazioneEffettuata]:
    """The same event for that many invented people."""
    event = vaccinazione_effettuata()
    for number in range(count):
        person = IdentificativoAssistito(genere="ANA", codice=f"{number:010d}")
        yield event.model_copy(update={"assistito": person, "id_evento_locale": f"E{number}"})


class Pieces:
    """A file that is never whole in memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        return next(self._pieces, b"")


def memory() -> Measured:
    """How much memory a stream of events takes beyond what a tenth of it takes."""

    def run(count: int) -> int:
        event = vaccinazione_effettuata()
        source = cast("IO[bytes]", Pieces(siss.write_all(event for _ in range(count))))
        assert sum(1 for found in siss.read_all(source) if found.message is not None) == count
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = run(STREAM // 10)
    return Measured("memory", f"MiB that {STREAM:,} streamed events take beyond {STREAM // 10:,}", (run(STREAM) - before) / 1024, 8)
