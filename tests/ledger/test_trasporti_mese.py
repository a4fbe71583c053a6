"""The month of the examples: its services and accounts are worked out by hand here, and every legal order of it gives the same."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import siss_interop as siss
from siss_interop.ledger import Builder, flow
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.messages.trasporti.budget import Voce, assegnazioni, bilancio
from siss_interop.messages.trasporti.registro import Pratica, pratiche
from siss_interop.messages.trasporti.servizi import servizi
from tests.ledger.test_laws import shuffled
from tests.ledger.trasporti_making import senza_numeri

ROOT = Path(__file__).resolve().parents[2] / "examples" / "trasporti"
TRA = flow("trasporti")
WHEN = "2025-01-02T06:00:00+01:00"


@cache
def month() -> tuple[BustaEventoSanitario, ...]:
    found = [each.message for each in siss.read_all(ROOT / "dicembre-2024.xml")]
    return tuple(each for each in found if isinstance(each, BustaEventoSanitario))


def replayed(order: list[tuple[int, BustaEventoSanitario]]) -> Builder:
    made = Builder(TRA)
    for number, busta in order:
        made.apply(busta, received=number)
    return made


def test_the_month_has_what_it_should() -> None:
    kinds = {busta.tipo_evento for busta in month()}
    assert kinds == {f"Ev0{number}" for number in range(1, 9)}
    assert {busta.mittente.genere for busta in month()} == {"AV", "CENTRALE", "AZIENDA", "REGIONE"}
    ledger = replayed(list(enumerate(month(), 1)))
    in_force = {kind: sum(1 for _ in ledger.in_force(kind)) for kind in sorted(kinds)}
    # 7 requests, of which one taken back; 6 conclusions; 11 deliveries, one of them taken back; 2 services, one taken back; 10 validations, 1 back
    assert in_force == {"Ev01": 6, "Ev02": 6, "Ev03": 10, "Ev04": 1, "Ev05": 9, "Ev06": 0, "Ev07": 0, "Ev08": 0}


# association, number and delivery -> Azienda, whether all requirements are met, and which are not
SERVICES = {
    ("AV001", "1", "1"): ("090201", []),
    ("AV001", "2", "1"): ("090201", []),
    ("AV001", "2", "2"): ("090201", []),
    ("AV001", "2", "3"): ("090201", []),
    ("AV001", "2", "4"): ("090201", []),
    # taken back: 2/5; the empty trip is not done; of the annulled request 3 nothing is founded
    ("AV001", "2", "6"): ("090201", ["EFFETTUATO"]),
    # a wheelchair in a car
    ("AV001", "4", "1"): ("090201", ["MEZZO"]),
    # received by AV002, performed by CRI07
    ("AV002", "1", "1"): ("090202", []),
    ("CRI07", "1", "1"): ("090201", []),
}


def test_services_as_worked_out_by_hand() -> None:
    found = {
        (each.codice_av, each.progressivo_richiesta, each.progressivo_erogazione): (
            each.codice_azienda_destinataria,
            [requisito.codice for requisito in each.requisiti if not requisito.superato],
        )
        for each in servizi(replayed(list(enumerate(month(), 1))), prodotti_alle=WHEN)
    }
    assert found == SERVICES
    made = list(servizi(replayed(list(enumerate(month(), 1))), prodotti_alle=WHEN))
    assert all(siss.validate(each).ok for each in made)
    assert [each.validita_complessiva for each in made] == [not missing for _, missing in SERVICES.values()]


ACCOUNTS = (
    # AV001: the discharge (12.5 km), five trips of the cycle (8.0, 8.0, 9.4 after the change, 8.0, 8.0 empty), the wheelchair (6.0): 59.9 km.
    # Validated: 30.00 + 20.00 + 20.00 + 15.00; the third trip was changed afterwards; refused: the empty trip and the wheelchair.
    # Recognised: 12.5 + 8.0 + 8.0 + 6.0 km. 85.00 of 80.00 assigned is 106.25 %.
    Voce(
        "AV001", "2024-12", viaggi=7, a_vuoto=1, km=Decimal("59.9"), validati=4, non_validati=2, da_rivalidare=1, in_attesa=0,
        km_riconosciuti=Decimal("34.5"), importo=Decimal("85.00"), assegnato=Decimal("80.00"), utilizzo=Decimal("106.3"), sforamento=Decimal("5.00"),
    ),
    # AV002 has received two requests and driven none
    Voce("AV002", "2024-12", assegnato=Decimal("50.00"), utilizzo=Decimal("0.0"), sforamento=Decimal(0)),
    # CRI07: the transfer that AV002 received (44.0 km, 70.00), and a trip (18.0 km) whose validation was taken back. 70.00 of 150.00 is 46.67 %.
    Voce(
        "CRI07", "2024-12", viaggi=2, km=Decimal("62.0"), validati=1, in_attesa=1, km_riconosciuti=Decimal("44.0"), importo=Decimal("70.00"),
        assegnato=Decimal("150.00"), utilizzo=Decimal("46.7"), sforamento=Decimal(0),
    ),
)  # fmt: skip


def test_accounts_as_worked_out_by_hand() -> None:
    budget = assegnazioni((ROOT / "budget.csv").read_text(encoding="utf-8"))
    assert bilancio(replayed(list(enumerate(month(), 1))), budget) == ACCOUNTS


def touched(busta: BustaEventoSanitario) -> frozenset[Hashable]:
    """The one key that an event of the month can replace or take back, worked out apart from the flow's table."""
    data = busta.evento.__dict__
    kinds = {"Ev06": data.get("tipo_evento_da_cancellare"), "Ev07": "Ev04", "Ev08": "Ev05"}
    kind = kinds.get(busta.tipo_evento, busta.tipo_evento)
    names = ("codice_av", "anno_richiesta", "progressivo_richiesta", "progressivo_erogazione", "codice_azienda")
    return frozenset({(kind, *(data.get(name) for name in names))})


def state(ledger: Builder) -> list[Pratica]:
    return [senza_numeri(each) for each in pratiche(ledger)]


@settings(max_examples=40)
@given(st.data())
def test_every_legal_order_gives_the_same_store_services_accounts_and_state(data: st.DataObject) -> None:
    events = month()
    keys = {number: touched(busta) for number, busta in enumerate(events, 1)}
    weights = data.draw(st.permutations(range(len(events))))
    # any order that keeps that of equal keys: each key's events in their order, the keys interleaved as drawn
    queues: dict[frozenset[Hashable], list[tuple[int, BustaEventoSanitario]]] = {}
    for number, busta in enumerate(events, 1):
        queues.setdefault(keys[number], []).append((number, busta))
    order = []
    for weight in weights:
        queue = queues[keys[weight + 1]]
        order.append(queue.pop(0))
    first, other = replayed(list(enumerate(events, 1))), replayed(order)
    assert other == first
    assert list(servizi(other, prodotti_alle=WHEN)) == list(servizi(first, prodotti_alle=WHEN))
    assert bilancio(other) == bilancio(first)
    assert state(other) == state(first)


@settings(max_examples=10)
@given(st.data())
def test_neighbours_of_different_keys_commute(data: st.DataObject) -> None:
    events = month()
    keys = {number: touched(busta) for number, busta in enumerate(events, 1)}
    order = shuffled(events, data.draw, lambda one, other: not keys[one] & keys[other])
    assert replayed([(number, busta) for number, busta in order if isinstance(busta, BustaEventoSanitario)]) == replayed(list(enumerate(events, 1)))


def test_the_month_twice_is_the_month_once() -> None:
    events = [(number, busta) for busta in month() for number in (1, 2)]
    assert replayed(events) == replayed(list(enumerate(month(), 1)))
