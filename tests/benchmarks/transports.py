"""What transports cost: envelopes in and out of a file of many, the ledger, the services and the accounts, memory of a long replay."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import IO, Any, cast

from lxml import etree

import siss_interop as siss
from siss_interop.ledger import Builder, flow
from siss_interop.messages import catalogue
from siss_interop.messages.busta import esempi as buste
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.budget import bilancio
from siss_interop.messages.trasporti.servizi import servizi
from siss_interop.wire.tree.emit import document
from tests.benchmarks.events import EVENTS, STREAM, Measured, Pieces, readable

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
IN_FORCE = 500
"""Deliveries in force during the long replay."""
WHEN = "2024-12-03T06:00:00+01:00"


def envelopes(count: int, keys: int) -> Iterator[BustaEventoSanitario]:
    """Requests, conclusions and deliveries of so many requests, again and again: each round replaces the one before."""
    for number in range(count):
        which, kind = (number // 3) % keys + 1, number % 3
        key: dict[str, Any] = {"progressivo_richiesta": str(which)}
        changes = {**key, "km_percorsi": str(number % 90)} if kind == 2 else key
        event = (e.richiesta(), e.conclusione(), e.erogazione())[kind].model_copy(update=changes)
        yield BustaEventoSanitario.di(
            event, id_busta=f"00000000-0000-4000-8000-{number:012x}", mittente=buste.AV001, destinatario=buste.TOSCANA,
            data_ora_invio="2024-12-02T20:00:00+01:00", data_ora_evento="2024-12-02T12:00:00+01:00",
        )  # fmt: skip


def ratios() -> Iterator[Measured]:
    """What an enveloped event costs, as multiples of its bare parse."""
    made = list(envelopes(EVENTS, EVENTS))
    plan = catalogue.entry_of(made[0]).plan("xml")
    each = [document(plan, busta) for busta in made]
    many = b"".join(siss.write_all(made))
    full = replayed(made)

    def bare() -> None:
        for data in each:
            etree.fromstring(data)

    def write() -> None:
        for busta in made:
            document(plan, busta)

    def checked() -> None:
        assert all(found.message is not None and siss.validate(found).ok for found in siss.read_all(many))

    works: dict[str, tuple[str, Callable[[], object], float | None]] = {
        "XML -> envelope": ("read_all over a file of many: typed envelope with its event", lambda: readable(many), 6),
        "with its rules": ("read_all, then every rule of the envelope and of the event in it", checked, None),
        "envelope -> XML": ("an envelope as bytes", write, 2.5),
        "ledger, transports": ("apply of an enveloped event, rights and keys", lambda: replayed(made), 1.5),
        "services": ("the Ev04 of every delivery, for each event in force", lambda: sum(1 for _ in servizi(full, prodotti_alle=WHEN)), None),
        "accounts": ("state and account, for each event in force", lambda: bilancio(full), None),
    }
    taken: dict[str, list[int]] = {"": [], **{name: [] for name in works}}
    for _ in range(ROUNDS):
        for name, work in [("", bare), *((name, work) for name, (_, work, _) in works.items())]:
            start = perf_counter_ns()
            work()
            taken[name].append(perf_counter_ns() - start)
    for name, (includes, _, target) in works.items():
        ratio = median(one / base for one, base in zip(taken[name], taken[""], strict=True))
        speed = EVENTS * 1e9 / median(taken[name])
        yield Measured(name, f"{includes}; {speed:,.0f} events/s here", ratio, target)


def replayed(made: list[BustaEventoSanitario]) -> Builder:
    """The ledger of these."""
    ledger = Builder(flow("trasporti"))
    for number, busta in enumerate(made, 1):
        ledger.apply(busta, received=number)
    return ledger


def run(count: int) -> int:
    """Replay so many streamed envelopes; the peak of memory in KiB."""
    source = cast("IO[bytes]", Pieces(siss.write_all(envelopes(count, IN_FORCE))))
    ledger = Builder(flow("trasporti"))
    for number, found in enumerate(siss.read_all(source), 1):
        assert found.message is not None
        ledger.apply(found.message, received=number)
    assert len(ledger) == 3 * IN_FORCE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def memory() -> Measured:
    """How much memory a long replay takes beyond a tenth of it, where the same number of events is in force; in a process of its own."""
    code = f"from tests.benchmarks.transports import run; before = run({STREAM // 10}); print((run({STREAM}) - before) / 1024)"
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    includes = f"MiB that a replay of {STREAM:,} enveloped events takes beyond {STREAM // 10:,}, {3 * IN_FORCE:,} in force in both"
    return Measured("replay", includes, float(done.stdout), 8)
