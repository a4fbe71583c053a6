"""The laws of the ledger, over random events of a world so small that they meet all the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from siss_interop.issues import ValidationIssue
from siss_interop.ledger import Builder, Ledger, apply, flow, fold
from siss_interop.messages.vaccinazioni.eventi import EventoSIV
from siss_interop.messages.vaccinazioni.registro import coperture, storie
from siss_interop.messages.vaccinazioni.registro_chiavi import chiave_persona
from siss_interop.model.base import Message
from tests.ledger.making import ADA, NESSUNO, UGO, cancella, fatta, mancata, scheda

SIV = flow("siv")
DAYS = st.sampled_from(["2024-03-01", "2024-03-02"])
PRINCIPI = st.lists(st.tuples(st.sampled_from(["02", "37", "16"]), st.integers(1, 2)), min_size=1, max_size=3, unique=True)
COMMON = {
    "who": st.sampled_from([ADA, UGO, NESSUNO]),
    "id_evento_locale": st.sampled_from([None, "E1", "E2", "E3"]),
}
SENT = COMMON | {
    "tipo_operazione": st.sampled_from([None, "I", "V"]),
    "azienda": st.sampled_from([None, "090201"]),
    "residente": st.sampled_from([None, True, False]),
}
FATTE = st.builds(fatta, DAYS, PRINCIPI, lotto=st.sampled_from(["A", "B"]), data_prossima_dose=st.none() | st.dates(), **SENT)
MANCATE = st.builds(mancata, DAYS, st.sampled_from(["02", "37"]), st.integers(1, 2), **SENT)
SCHEDE = st.builds(scheda, born=st.sampled_from(["2020-01-01", "2024-03-02"]), **SENT)
SENDINGS = st.one_of(FATTE, FATTE, MANCATE, SCHEDE)
CANCELS = st.one_of(
    st.builds(cancella, st.just("VAC01"), day=st.none() | DAYS, of=PRINCIPI | st.just([]), azienda=st.sampled_from([None, "090201"]), **COMMON),
    st.builds(cancella, st.just("VAC02"), of=PRINCIPI, residente=st.sampled_from([None, None, True]), **COMMON),
    st.builds(cancella, st.just("VAC03"), **COMMON),
)
EVENTS = st.lists(st.one_of(SENDINGS, SENDINGS, CANCELS), max_size=12)

Touched = frozenset[Hashable]


def touched(event: Message) -> Touched:
    """What an event can replace or take back, worked out apart from the flow's table. A cancellation with a local id looks at that alone."""
    assert isinstance(event, EventoSIV)
    data = event.__dict__
    kind = data.get("tipo_evento_da_cancellare", event.tipo_evento)
    local = {(kind, event.azienda, event.id_evento_locale)} if event.id_evento_locale else set()
    person = chiave_persona(event.assistito)
    if not person or ("tipo_evento_da_cancellare" in data and local):
        return frozenset(local)
    if kind == "VAC03":
        return frozenset({*local, (kind, person)})
    named = data.get("principi")
    doses = [(each.cod_antigene, each.dose) for each in named] if named is not None else [(data["cod_antigene"], data["dose"])]
    day = data["data_somministrazione"] if kind == "VAC01" else None
    return frozenset({*local, *((kind, person, day, antigen, dose) for antigen, dose in doses)})


def numbered(events: Sequence[tuple[int, Message]]) -> tuple[Ledger, dict[int, tuple[ValidationIssue, ...]]]:
    """The ledger, and the findings of each event by its number, which it keeps wherever it comes."""
    made = Builder(SIV)
    return made, {number: made.apply(event, received=number) for number, event in events}


def states(ledger: Ledger) -> object:
    return tuple(storie(ledger)), coperture(ledger)


def shuffled(events: Sequence[Message], draw: Callable[..., int], apart: Callable[[int, int], bool]) -> list[tuple[int, Message]]:
    """Another order, made by swapping neighbours that may be swapped."""
    order = list(enumerate(events, 1))
    for _ in range(3 * len(order)):
        at = draw(st.integers(0, len(order) - 2)) if len(order) > 1 else 0
        if len(order) > 1 and apart(order[at][0], order[at + 1][0]):
            order[at], order[at + 1] = order[at + 1], order[at]
    return order


@given(EVENTS)
def test_the_pure_fold_and_the_builder_agree_at_every_step(events: list[Message]) -> None:
    made, ledger = Builder(SIV), Ledger(SIV)
    for number, event in enumerate(events, 1):
        ledger = apply(ledger, event, received=number)
        assert made.apply(event, received=number) == ledger.findings == made.findings
        assert made.ledger() == made == ledger
    assert fold(SIV, events)[0] == ledger


@given(EVENTS)
def test_in_force_is_what_nothing_later_touches(events: list[Message]) -> None:
    ledger, said = numbered(list(enumerate(events, 1)))
    idle = {number for number, found in said.items() if any(each.code in ("LED-005", "LED-007", "LED-009") for each in found)}
    effective = [(number, event) for number, event in enumerate(events, 1) if number not in idle]
    # the same event once more is no later event: the first one stays, under its own number
    expected = [
        event
        for at, (_, event) in enumerate(effective)
        if event.tipo_evento != "VAC09"  # type: ignore[attr-defined]
        and not any(touched(event) & touched(later) for _, later in effective[at + 1 :])
    ]
    found = [held.event for held in ledger.in_force()]
    assert len(found) == len(expected) == len(ledger)
    assert all(event in found for event in expected)


@given(EVENTS, SENDINGS | CANCELS)
def test_twice_is_once(events: list[Message], event: Message) -> None:
    before, _ = fold(SIV, events)
    once = apply(before, event, received=1)
    twice = apply(once, event, received=2)
    assert twice == once
    assert states(twice) == states(once)
    if type(event).__name__ != "Cancella" and not any(found.code == "LED-007" for found in once.findings):
        assert twice.findings == ()


@given(EVENTS)
def test_each_twice_is_each_once(events: list[Message]) -> None:
    doubled = [each for event in events for each in (event, event)]
    assert fold(SIV, doubled)[0] == fold(SIV, events)[0]


@given(EVENTS, FATTE)
def test_send_then_cancel_leaves_nothing(events: list[Message], event: Message) -> None:
    assert isinstance(event, EventoSIV)
    others = [each for each in events if not touched(each) & touched(event)]
    before, _ = fold(SIV, others)
    sent = apply(before, event, received=1)
    local = event.id_evento_locale
    if local is None and not chiave_persona(event.assistito):
        assert sent == before
        return
    data = event.__dict__
    doses = [(each.cod_antigene, each.dose) for each in data["principi"]]
    by_key = {"id_evento_locale": local, "azienda": event.azienda} if local else {"day": data["data_somministrazione"].isoformat(), "of": doses}
    after = apply(sent, cancella("VAC01", event.assistito, **by_key), received=2)
    assert after == before
    assert after.findings == ()


@given(EVENTS, SENDINGS | CANCELS, SENDINGS | CANCELS)
def test_different_keys_commute(events: list[Message], one: Message, other: Message) -> None:
    before, _ = fold(SIV, events)
    if touched(one) & touched(other):
        return
    ledgers = [reduce(lambda ledger, event: apply(ledger, event, received=1), order, before) for order in ((one, other), (other, one))]
    assert ledgers[0] == ledgers[1]
    assert states(ledgers[0]) == states(ledgers[1])


@given(EVENTS, st.data())
def test_any_order_that_keeps_that_of_common_keys_gives_the_same_store_and_states(events: list[Message], data: st.DataObject) -> None:
    keys = {number: touched(event) for number, event in enumerate(events, 1)}
    order = shuffled(events, data.draw, lambda one, other: not keys[one] & keys[other])
    ledger, other = numbered(list(enumerate(events, 1)))[0], numbered(order)[0]
    assert other == ledger
    assert states(other) == states(ledger)


@given(EVENTS, st.data())
def test_findings_are_the_same_too_where_no_chain_of_keys_is_reordered(events: list[Message], data: st.DataObject) -> None:
    group = chains([touched(event) for event in events])
    order = shuffled(events, data.draw, lambda one, other: group[one] != group[other])
    first, second = numbered(list(enumerate(events, 1))), numbered(order)
    assert first == second
    assert states(first[0]) == states(second[0])


def chains(keys: Sequence[Touched]) -> dict[int, int]:
    """For each event the group of those that are joined with it by a chain of common keys."""
    group = {number: number for number in range(1, len(keys) + 1)}
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for number, own in enumerate(keys, 1):
        for key in own:
            holders[key].append(number)
    changed = True
    while changed:
        changed = False
        for numbers in holders.values():
            least = min(group[number] for number in numbers)
            for number in numbers:
                changed, group[number] = changed or group[number] != least, least
    return group


def test_the_findings_of_a_chain_do_depend_on_its_order() -> None:
    """Why the law of the findings needs the whole chain: the second replacement cannot report what the first has taken out already."""
    wide, left, right = (fatta("2024-03-01", [(antigen, 1) for antigen in of]) for of in (("02", "37"), ("02",), ("37",)))
    assert fold(SIV, (wide, left, right))[0] == fold(SIV, (wide, right, left))[0]
    assert [dict(found.params) for found in fold(SIV, (wide, left, right))[1]] == [{"earlier": "1", "count": "1"}]
