"""The laws of the ledger for transports, over random events of a world so small that they meet all the time, by themselves and in envelopes."""

from __future__ import annotations

from collections.abc import Hashable

from hypothesis import given
from hypothesis import strategies as st

from siss_interop.ledger import Builder, Ledger, apply, flow, fold
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.messages.comune.evento import Evento
from siss_interop.messages.trasporti.budget import bilancio
from siss_interop.messages.trasporti.registro import pratiche
from siss_interop.messages.trasporti.servizi import servizi
from siss_interop.model.base import Message
from tests.ledger.test_laws import shuffled
from tests.ledger.trasporti_making import CENTRALE, TOSCANA, av, azienda, busta, ev01, ev02, ev03, ev04, ev05, ev06, ev07, ev08, senza_numeri

TRA = flow("trasporti")
WHEN = "2025-01-02T06:00:00+01:00"
NUMBERS = {"numero": st.integers(1, 2)}
DELIVERIES = NUMBERS | {"quale": st.integers(1, 2)}
OPERATION = {"tipo_operazione": st.sampled_from([None, "I", "V"])}
AZIENDE = st.sampled_from(["090201", "090202"])
ESITI = st.sampled_from([{"esito": "PRESA_IN_CARICO"}, {"esito": "ANNULLATA", "motivo_annullamento": "1"}, {"codice_av_assegnataria": "AV002"}])
SENDINGS: st.SearchStrategy[Evento] = st.one_of(
    st.builds(ev01, note=st.sampled_from([None, "x"]), codice_azienda_competente=AZIENDE, **NUMBERS, **OPERATION),
    st.builds(lambda esito, **rest: ev02(**esito, **rest), ESITI, **NUMBERS, **OPERATION),
    st.builds(ev03, codice_av_erogante=st.sampled_from(["AV001", "AV002"]), km_percorsi=st.sampled_from(["8", "9"]), **DELIVERIES, **OPERATION),
    st.builds(ev04, **DELIVERIES),
    st.builds(ev05, codice_azienda=AZIENDE, importo_riconosciuto=st.sampled_from([None, "10.00"]), **DELIVERIES, **OPERATION),
)
CANCELS: st.SearchStrategy[Evento] = st.one_of(
    st.builds(ev06, st.sampled_from(["Ev01", "Ev02"]), st.integers(1, 2)),
    st.builds(lambda numero, quale: ev06("Ev03", numero, quale), st.integers(1, 2), st.integers(1, 2)),
    st.builds(ev07, **DELIVERIES),
    st.builds(ev08, codice=AZIENDE, **DELIVERIES),
)
PARTIES = st.sampled_from([av("AV001"), av("AV002"), azienda("090201"), azienda("090202"), TOSCANA])
TIMES = st.sampled_from(["2024-12-02T10:00:00+01:00", "2024-12-03T10:00:00+01:00", "2024-12-04T10:00:00+01:00"])
BARE = st.lists(st.one_of(SENDINGS, SENDINGS, CANCELS), max_size=12)
SENT = st.lists(
    st.one_of(
        st.builds(busta, st.one_of(SENDINGS, SENDINGS, CANCELS), PARTIES, quando=TIMES),
        st.builds(busta, st.one_of(SENDINGS, CANCELS), st.just(CENTRALE), st.sampled_from([av("AV001"), av("AV002")]), quando=TIMES),
    ),
    max_size=14,
)


def event_of(message: Message) -> Evento:
    found = message.evento if isinstance(message, BustaEventoSanitario) else message
    assert isinstance(found, Evento)
    return found


def touched(message: Message) -> frozenset[Hashable]:
    """What a message can replace or take back, worked out apart from the flow's table."""
    event = event_of(message)
    data = event.__dict__
    kind = {"Ev06": data.get("tipo_evento_da_cancellare"), "Ev07": "Ev04", "Ev08": "Ev05"}.get(event.tipo_evento, event.tipo_evento)
    return frozenset({(kind, data["progressivo_richiesta"], data.get("progressivo_erogazione"), data.get("codice_azienda"))})


def rights(message: Message) -> frozenset[Hashable]:
    """As `touched`; and the right to take back a delivery hangs on the conclusion of its request."""
    event = event_of(message)
    number = event.__dict__["progressivo_richiesta"]
    about = {"Ev02": True, "Ev06": event.__dict__.get("tipo_evento_da_cancellare") in ("Ev02", "Ev03")}
    return touched(message) | ({("conclusion", number)} if about.get(event.tipo_evento) else set())


def states(ledger: Ledger) -> object:
    return [senza_numeri(each) for each in pratiche(ledger)], list(servizi(ledger, prodotti_alle=WHEN)), bilancio(ledger)


def replayed(order: list[tuple[int, Message]]) -> Builder:
    made = Builder(TRA)
    for number, message in order:
        made.apply(message, received=number)
    return made


@given(BARE | SENT)
def test_the_pure_fold_and_the_builder_agree_at_every_step(events: list[Message]) -> None:
    made, ledger = Builder(TRA), Ledger(TRA)
    for number, event in enumerate(events, 1):
        ledger = apply(ledger, event, received=number)
        assert made.apply(event, received=number) == ledger.findings
        assert made.ledger() == made == ledger
        assert {held.claim for held in made.in_force()} == {
            held.claim for subject in {held.claim.subject for held in made.in_force()} for held in made.about(subject)
        }


@given(BARE, SENDINGS | CANCELS)
def test_twice_is_once(events: list[Message], event: Message) -> None:
    before, _ = fold(TRA, events)
    once = apply(before, event, received=1)
    twice = apply(once, event, received=2)
    assert twice == once
    assert states(twice) == states(once)


def cancellation_of(event: Evento) -> Evento:
    data = event.__dict__
    number, delivery = int(data["progressivo_richiesta"]), int(data.get("progressivo_erogazione", 0))
    if event.tipo_evento == "Ev04":
        return ev07(number, delivery)
    if event.tipo_evento == "Ev05":
        return ev08(number, delivery, codice=data["codice_azienda"])
    return ev06(event.tipo_evento, number, delivery or None)


@given(BARE, SENDINGS)
def test_send_then_cancel_leaves_nothing(events: list[Message], event: Evento) -> None:
    before, _ = fold(TRA, [each for each in events if not touched(each) & touched(event)])
    cancel = cancellation_of(event)
    assert fold(TRA, [event, cancel])[0] == Ledger(TRA)
    after = apply(apply(before, event, received=1), cancel, received=2)
    assert after == before
    assert {each.code for each in after.findings} <= {"LED-015"}


@given(BARE, st.data())
def test_any_order_that_keeps_that_of_common_keys_gives_the_same(events: list[Message], data: st.DataObject) -> None:
    keys = {number: touched(event) for number, event in enumerate(events, 1)}
    order = shuffled(events, data.draw, lambda one, other: not keys[one] & keys[other])
    first, other = replayed(list(enumerate(events, 1))), replayed(order)
    assert other == first
    # without the times of envelopes the age of a validation is told by reception: numbers are kept, so it is the same
    assert states(other) == states(first)


@given(SENT, st.data())
def test_so_it_is_with_senders_where_the_conclusion_keeps_its_place(events: list[Message], data: st.DataObject) -> None:
    keys = {number: rights(event) for number, event in enumerate(events, 1)}
    order = shuffled(events, data.draw, lambda one, other: not keys[one] & keys[other])
    first, other = replayed(list(enumerate(events, 1))), replayed(order)
    assert other == first
    assert states(other) == states(first)


@given(SENT)
def test_nothing_is_in_force_that_its_sender_may_not_send(events: list[Message]) -> None:
    ledger, _ = fold(TRA, events)
    for held in ledger.in_force():
        event = held.event
        assert isinstance(event, Evento)
        assert held.party is not None
        assert held.party.kind in event.mittenti
        assert not event.titolari or held.party.code in event.titolari


@given(SENT)
def test_the_last_by_timestamp_is_never_older_than_what_it_replaced(events: list[Message]) -> None:
    made = Builder(TRA, last_by_timestamp=True)
    for number, event in enumerate(events, 1):
        before = {(held.claim.kind, held.claim.records): held.moment for held in made.in_force()}
        made.apply(event, received=number)
        for held in made.in_force():
            was = before.get((held.claim.kind, held.claim.records))
            assert was is None or held.moment is None or held.moment >= was
