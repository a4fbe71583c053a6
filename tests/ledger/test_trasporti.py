"""The ledger of the transports: who may send, replace and take back what; what the state finds; what the Region gives back; the accounts."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from siss_interop.errors import Unreadable
from siss_interop.issues import DEFINITIONS, Severity
from siss_interop.ledger import Builder, Ledger, flow, fold
from siss_interop.messages.busta.modelli import Parte
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.budget import Voce, assegnazioni, bilancio, come_csv
from siss_interop.messages.trasporti.eventi import Ciclo, MezzoUsato
from siss_interop.messages.trasporti.registro import Pratica, pratiche
from siss_interop.messages.trasporti.servizi import MINIMI, REQUISITI, Requisito, impronta, novita, servizi, stato
from siss_interop.messages.trasporti.termini import in_ritardo
from siss_interop.model.base import Message
from tests.ledger.trasporti_making import CENTRALE, TOSCANA, av, azienda, busta, ev01, ev02, ev03, ev04, ev05, ev06, ev07, ev08, giorno

TRA = flow("trasporti")
ANNULLATA: dict[str, Any] = {"esito": "ANNULLATA", "motivo_annullamento": "1"}


def told(*events: Message, **options: Any) -> tuple[list[str], list[str]]:
    """The types in force, and the codes of what was found at reception."""
    ledger, found = fold(TRA, events, **options)
    return sorted(held.claim.kind for held in ledger.in_force()), [each.code for each in found]


def pratica(*events: Message, strict: bool = False) -> Pratica:
    """The state of the one request that these events are about."""
    (found,) = pratiche(fold(TRA, events)[0], strict=strict)
    return found


def odd(*events: Message, strict: bool = False) -> list[tuple[str, int]]:
    return [(each.issue.code, each.numero) for each in pratica(*events, strict=strict).rilievi]


# replacement and cancellation


def test_the_same_type_and_key_replaces_whole_and_touches_nothing_else() -> None:
    first, second = ev01(note="secondo piano", ossigeno=True), ev01(ossigeno=True)
    ledger, found = fold(TRA, (first, ev02(), ev03(), second))
    assert not found
    assert [held.event for held in ledger.in_force("Ev01")] == [second]
    assert len(ledger) == 3


@pytest.mark.parametrize(
    ("event", "cancel"),
    [(ev01(), ev06("Ev01")), (ev02(), ev06("Ev02")), (ev03(), ev06("Ev03", 1, 1)), (ev04(), ev07()), (ev05(), ev08())],
    ids=["Ev01", "Ev02", "Ev03", "Ev04", "Ev05"],
)
def test_each_event_is_taken_back_by_its_own_cancellation(event: Message, cancel: Message) -> None:
    assert told(event, cancel) == ([], [])
    assert told(cancel, event) == ([event.tipo_evento], ["LED-004"])  # type: ignore[attr-defined]
    assert told(event, cancel, event) == ([event.tipo_evento], [])  # type: ignore[attr-defined]


def test_a_cancellation_takes_back_only_its_type_and_key() -> None:
    assert told(ev01(), ev02(), ev06("Ev02")) == (["Ev01"], [])
    assert told(ev03(1, 1), ev03(1, 2), ev06("Ev03", 1, 2)) == (["Ev03"], [])
    assert told(ev05(), ev08(codice="090202")) == (["Ev05"], ["LED-004"])


def test_a_cancellation_with_more_than_the_key_or_less_is_not_applied() -> None:
    assert told(ev01(), ev06("Ev01", 1, 1)) == (["Ev01"], ["LED-005"])
    assert told(ev03(), ev06("Ev03")) == (["Ev03"], ["LED-007"])


def test_orphans_are_told_and_stay() -> None:
    assert told(ev01(), ev02(), ev03(), ev05(), ev06("Ev01")) == (["Ev02", "Ev03", "Ev05"], ["LED-015"])
    assert told(ev01(), ev03(1, 1), ev03(1, 2), ev05(1, 2), ev06("Ev03", 1, 1)) == (["Ev01", "Ev03", "Ev05"], [])
    assert told(ev01(), ev03(1, 1), ev05(1, 1), ev06("Ev03", 1, 1)) == (["Ev01", "Ev05"], ["LED-015"])
    assert told(ev01(), ev01(2), ev03(2, 1), ev06("Ev01", 1)) == (["Ev01", "Ev03"], [])


# who may what


@pytest.mark.parametrize(
    ("event", "sender", "on_behalf", "taken"),
    [
        (ev01(), av("AV001"), None, True),
        (ev01(), av("AV002"), None, False),
        (ev01(), CENTRALE, av("AV001"), True),
        (ev01(), CENTRALE, av("AV002"), False),
        (ev01(), CENTRALE, None, False),
        (ev01(di="CEN01"), CENTRALE, None, False),
        (ev01(), av("AV002"), av("AV001"), False),
        (ev01(), azienda(), None, False),
        (ev02(), av("AV001"), None, True),
        (ev02(), av("AV002"), None, False),
        (ev03(), av("AV001"), None, True),
        (ev03(), azienda(), None, False),
        (ev04(), TOSCANA, None, True),
        (ev04(), azienda(), None, False),
        (ev05(), azienda(), None, True),
        (ev05(), azienda("090202"), None, False),
        (ev05(), Parte(genere="AV", codice="090201"), None, False),
        (ev05(), CENTRALE, azienda(), False),
    ],
)
def test_who_may_send(event: Any, sender: Parte, on_behalf: Parte | None, taken: bool) -> None:
    found = told(busta(event, sender, on_behalf))
    assert found == (([event.tipo_evento], []) if taken else ([], ["LED-012"]))


@pytest.mark.parametrize(
    ("cancel", "sender", "code"),
    [
        (ev06("Ev01"), av("AV001"), "LED-015"),
        (ev06("Ev01"), av("AV002"), "LED-012"),
        (ev06("Ev02"), CENTRALE, "LED-012"),
        (ev06("Ev03", 1, 1), av("CRI07"), "LED-015"),
        (ev06("Ev03", 1, 1), av("AV002"), "LED-015"),
        (ev06("Ev03", 1, 1), av("AV001"), "LED-014"),
        (ev07(), TOSCANA, None),
        (ev07(), azienda(), "LED-012"),
        (ev08(), azienda(), None),
        (ev08(), azienda("090202"), "LED-012"),
        (ev08(), TOSCANA, "LED-012"),
    ],
)
def test_who_may_take_back(cancel: Any, sender: Parte, code: str | None) -> None:
    # AV001 received it, AV002 was assigned it, CRI07 performed it and sent the delivery
    before = (
        busta(ev01(), av("AV001")), busta(ev02(codice_av_assegnataria="AV002"), av("AV001")),
        busta(ev03(codice_av_erogante="CRI07"), av("CRI07")), busta(ev04(), TOSCANA), busta(ev05(), azienda()),
    )  # fmt: skip
    kinds, found = told(*before, busta(cancel, sender))
    assert found == ([] if code is None else [code])
    assert len(kinds) == (5 if code in ("LED-012", "LED-014") else 4)


def test_who_sent_a_delivery_may_take_it_back() -> None:
    sent = busta(ev03(codice_av_erogante="CRI07"), av("AV002"))
    assert told(sent, busta(ev06("Ev03", 1, 1), av("AV002"))) == ([], [])


def test_a_replacement_by_somebody_else_is_told() -> None:
    assert told(busta(ev03(), av("AV001")), busta(ev03(codice_av_erogante="CRI07"), av("CRI07")))[1] == ["LED-013"]
    assert told(busta(ev03(), av("AV001")), busta(ev03(km_percorsi="9"), CENTRALE, av("AV001")))[1] == []


def test_an_azienda_that_is_not_competent_overwrites_nothing() -> None:
    events = (ev01(), ev02(), ev03(), busta(ev05(), azienda()), busta(ev05(codice_azienda="090202"), azienda("090202")))
    for order in (events, (events[4], *events[:4]), (*events[:3], events[4], events[3])):
        found = pratica(*order)
        assert found.consegne[0].stato == "VALIDATA"
        assert found.consegne[0].validazione == ev05()
        assert [each.issue.code for each in found.rilievi] == ["LED-208"]


def test_events_of_another_flow_are_told() -> None:
    from tests.ledger.making import fatta

    assert told(fatta("2024-03-01", [("02", 1)])) == ([], ["LED-010"])
    assert told(busta(fatta("2024-03-01", [("02", 1)]), azienda())) == ([], ["LED-010"])


def test_vaccination_events_go_into_their_ledger_by_themselves_or_in_envelopes() -> None:
    from tests.ledger.making import fatta, scheda

    events = [scheda(), fatta("2024-03-01", [("02", 1)]), fatta("2024-03-01", [("02", 1)], lotto="B")]
    bare, found = fold(flow("siv"), events)
    assert fold(flow("siv"), [busta(each, azienda()) for each in events]) == (bare, found)


def test_an_event_built_past_its_model_does_not_raise() -> None:
    broken = ev01().model_construct(None, codice_av=None)  # type: ignore[arg-type,call-arg]  # on purpose
    assert Builder(TRA).apply(broken, received=1)[0].code == "LED-007"


# last received, or last by timestamp


def test_last_received_holds_unless_the_timestamp_is_to_decide() -> None:
    late = busta(ev03(km_percorsi="9"), av("AV001"), quando="2024-12-03T10:00:00+01:00")
    early = busta(ev03(km_percorsi="8"), av("AV001"), quando="2024-12-02T10:00:00+01:00")
    for option, kept, codes in ((False, "8", []), (True, "9", ["LED-008"])):
        ledger, found = fold(TRA, (late, early), last_by_timestamp=option)
        (held,) = ledger.in_force()
        assert held.event.km_percorsi == kept  # type: ignore[attr-defined]
        assert [each.code for each in found] == codes
    old = busta(ev06("Ev03", 1, 1), av("AV001"), quando="2024-12-01T10:00:00+01:00")
    assert told(late, old, last_by_timestamp=True) == (["Ev03"], ["LED-008"])
    assert told(ev03(km_percorsi="9"), early, last_by_timestamp=True)[1] == [], "without an envelope there is no time to compare"


# the state


def test_the_states_of_a_request() -> None:
    steps: list[Message] = []
    seen = []
    given = ev04(conclusione=ev02())
    for event in (ev01(), ev02(), ev03(), given, ev05()):
        steps.append(event)
        found = pratica(*steps)
        seen.append((found.stato, [each.stato for each in found.consegne]))
        assert not found.rilievi
    assert seen == [("RICHIESTA", []), ("IN_CARICO", []), ("EROGATA", ["EROGATA"]), ("EROGATA", ["RESTITUITA"]), ("EROGATA", ["VALIDATA"])]
    assert pratica(*steps[:4], ev05(esito="NON_VALIDATA", motivi=("x",))).consegne[0].stato == "NON_VALIDATA"
    assert pratica(*steps[:4], ev05(esito="VALIDATA_PARZIALMENTE", motivi=("x",))).consegne[0].stato == "VALIDATA"
    annulled = pratica(ev01(), ev02(**ANNULLATA))
    assert annulled.stato == "ANNULLATA"
    assert pratica(ev01(), ev02(**ANNULLATA), ev06("Ev02"), ev02()).stato == "IN_CARICO"


def test_early_arrivals_wait_for_their_request() -> None:
    events = (ev03(), ev02(), ev05())
    assert sorted(odd(*events)) == [("LED-201", 1), ("LED-201", 2), ("LED-201", 3)]
    assert pratica(*events).stato == "SENZA_RICHIESTA"
    assert {each.issue.severity for each in pratica(*events).rilievi} == {Severity.WARNING}
    assert {each.issue.severity for each in pratica(*events, strict=True).rilievi} == {Severity.ERROR}
    assert list(servizi(fold(TRA, events)[0])) == []
    assert odd(*events, ev01()) == []
    assert len(list(servizi(fold(TRA, (*events, ev01()))[0]))) == 1


CICLO: dict[str, Any] = {"motivo": "08", "ciclo": Ciclo(numero_sedute=2, data_inizio=giorno(3), data_fine=giorno(31))}
SEDUTA: dict[str, Any] = {
    "data_erogazione_seduta": giorno(3), "data_ora_partenza": "2024-12-03T11:00:00+01:00", "data_ora_arrivo": "2024-12-03T11:40:00+01:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "odd_events", "fine"),
    [
        ("LED-201", [ev02()], [ev01(), ev02()]),
        ("LED-202", [ev01(), ev03()], [ev01(), ev02(), ev03()]),
        ("LED-203", [ev01(), ev02(**ANNULLATA), ev03()], [ev01(), ev02(**ANNULLATA)]),
        ("LED-204", [ev01(), ev02(), ev03(), ev05(), ev03(km_percorsi="9")], [ev01(), ev02(), ev03(), ev05(), ev03()]),
        ("LED-205", [ev01(), ev02(), ev03(km_percorsi="9"), ev04(conclusione=ev02())], [ev01(), ev02(), ev03(), ev04(conclusione=ev02())]),
        ("LED-206", [ev01(), ev02(), ev05()], [ev01(), ev02(), ev03(), ev05()]),
        (
            "LED-207", [ev01(), ev02(), busta(ev03(), av("AV003"))],
            [ev01(), ev02(codice_av_assegnataria="AV003"), busta(ev03(), av("AV003"))],
        ),
        ("LED-208", [ev01(), ev02(), ev03(), ev05(codice_azienda="090202")], [ev01(), ev02(), ev03(), ev05()]),
        (
            "LED-209", [ev01(), ev02(), ev03(codice_av_erogante="AV002")],
            [ev01(), ev02(codice_av_assegnataria="AV002"), ev03(codice_av_erogante="AV002")],
        ),
        ("LED-210", [ev01(data_ora_richiesta="2024-12-02T11:00:01+01:00"), ev02(), ev03()], [ev01(), ev02(), ev03()]),
        ("LED-211", [ev01(**CICLO), ev02(), ev03(**{**SEDUTA, "data_erogazione_seduta": None})], [ev01(**CICLO), ev02(), ev03(**SEDUTA)]),
        ("LED-212", [ev01(**CICLO), ev02(), ev03(**{**SEDUTA, "data_erogazione_seduta": giorno(2)})], [ev01(**CICLO), ev02(), ev03(**SEDUTA)]),
        ("LED-213", [ev01(), ev02(), ev03(mezzo=MezzoUsato(genere="4"))], [ev01(), ev02(), ev03()]),
        ("LED-214", [ev01(), ev02(), ev03(), ev05(km_riconosciuti="12.6")], [ev01(), ev02(), ev03(), ev05(km_riconosciuti="12.5")]),
        ("LED-215", [ev01(), ev02(), ev03(), ev03(1, 2)], [ev01(), ev02(), ev03(), ev03(1, 2, esito="2")]),
        (
            "LED-215", [ev01(**CICLO), ev02(), *(ev03(1, at, **SEDUTA) for at in (1, 2, 3))],
            [ev01(**CICLO, tipo_viaggio="AR"), ev02(), *(ev03(1, at, **SEDUTA) for at in (1, 2, 3, 4))],
        ),
    ],
)  # fmt: skip
def test_what_the_state_finds(code: str, odd_events: list[Message], fine: list[Message]) -> None:
    assert [each for each, _ in odd(*odd_events)] == [code]
    assert odd(*fine) == []


def test_every_finding_says_what_it_is() -> None:
    own = [each for code, each in DEFINITIONS.items() if code.startswith("LED-2")]
    assert len(own) == 18
    for each in own:
        assert each.it
        assert each.en
        assert each.instead_it
        assert each.instead_en
        assert each.source
        assert each.passing != each.failing


def test_staleness_goes_by_the_times_of_the_envelopes_whatever_the_order() -> None:
    events = [
        busta(ev01(), av("AV001")), busta(ev02(), av("AV001")), busta(ev03(), av("AV001"), quando="2024-12-02T12:00:00+01:00"),
        busta(ev05(), azienda(), quando="2024-12-03T12:00:00+01:00"),
    ]  # fmt: skip
    change = busta(ev03(km_percorsi="9"), av("AV001"), quando="2024-12-04T12:00:00+01:00")
    assert not pratica(*reversed(events)).consegne[0].superata
    for at in range(3, 5):
        found = pratica(*events[:at], change, *events[at:]).consegne[0]
        assert found.superata
        assert found.stato == "EROGATA"


# what the Region gives back


def test_requirements_are_chosen_by_name_or_made() -> None:
    ledger, _ = fold(TRA, (ev01(), ev02(), ev03(mezzo=MezzoUsato(genere="4"))))
    (usual,) = servizi(ledger, prodotti_alle="2024-12-03T06:00:00+01:00")
    assert [each.codice for each in usual.requisiti] == [each.codice for each in MINIMI]
    assert [each.codice for each in usual.requisiti if not each.superato] == ["MEZZO"]
    assert not usual.validita_complessiva
    mine = Requisito("BREVE", "meno di dieci chilometri", lambda pratica, richiesta, erogazione: float(erogazione.km_percorsi) < 10)
    (chosen,) = servizi(ledger, requisiti=(REQUISITI["EFFETTUATO"], mine))
    assert [(each.codice, each.superato) for each in chosen.requisiti] == [("EFFETTUATO", True), ("BREVE", False)]
    with pytest.raises(ValueError, match="at least one"):
        list(servizi(ledger, requisiti=()))


@pytest.mark.parametrize(
    ("name", "breaking"),
    [
        ("PRESCRIZIONE", (ev01(prescrizione=e.prescrizione(1, giorno(2), numero_ricetta=None)), ev02(), ev03())),
        ("PRESA_IN_CARICO", (ev01(), ev03())),
        ("TITOLARE", (ev01(), ev02(), ev03(codice_av_erogante="AV002"))),
        ("MEZZO", (ev01(), ev02(), ev03(mezzo=MezzoUsato(genere="3")))),
        ("DOPO_RICHIESTA", (ev01(), ev02(), ev03(data_ora_partenza="2024-12-02T08:59:59+01:00"))),
        ("SEDUTA", (ev01(**CICLO), ev02(), ev03(data_erogazione_seduta=giorno(2)))),
        ("EFFETTUATO", (ev01(), ev02(), ev03(esito="3"))),
        ("RESIDENTE", (ev01(assistito=e.ADA.model_copy(update={"residenza": e.FIRENZE.model_copy(update={"regione": "030"})})), ev02(), ev03())),
        ("FIRMA", (ev01(), ev02(), ev03())),
    ],
)
def test_each_requirement_has_what_meets_it_and_what_does_not(name: str, breaking: tuple[Message, ...]) -> None:
    def met(events: tuple[Message, ...]) -> bool:
        (found,) = servizi(fold(TRA, events)[0], requisiti=(REQUISITI[name],))
        return found.validita_complessiva

    assert met((ev01(), ev02(), ev03(firma_assistito=True)))
    assert not met(breaking)


def test_the_requirements_are_all_tried() -> None:
    (marks,) = [mark for mark in test_each_requirement_has_what_meets_it_and_what_does_not.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    assert {name for name, _ in marks.args[1]} == set(REQUISITI)


def test_services_are_of_founded_deliveries_and_of_one_azienda_if_asked() -> None:
    other = (ev01(2, codice_azienda_competente="090202"), ev02(2), ev03(2))
    ledger, _ = fold(TRA, (ev01(), ev02(), ev03(), *other, ev01(3), ev02(3, **ANNULLATA), ev03(3)))
    assert [each.progressivo_richiesta for each in servizi(ledger)] == ["1", "2"]
    assert [each.codice_azienda_destinataria for each in servizi(ledger, azienda="090202")] == ["090202"]


def _novita(events: tuple[Message, ...], before: tuple[Message, ...]) -> list[tuple[str, str, str | None]]:
    then = stato(servizi(fold(TRA, before)[0], prodotti_alle="2024-12-03T06:00:00+01:00"))
    found = novita(servizi(fold(TRA, events)[0]), then)
    return [(where, type(each).__name__[:8], getattr(each, "tipo_operazione", None)) for where, each in found]


def test_only_what_changed_is_given_back() -> None:
    one = (ev01(), ev02(), ev03())
    assert _novita(one, ()) == [("090201", "Servizio", "I")]
    assert _novita(one, one) == []
    assert _novita((*one, ev03(km_percorsi="9")), one) == [("090201", "Servizio", "V")]
    assert _novita((*one, ev06("Ev03", 1, 1)), one) == [("090201", "Cancella", None)]
    assert _novita((*one, ev02(**ANNULLATA)), one) == [("090201", "Cancella", None)]
    assert _novita((*one, ev01(codice_azienda_competente="090202")), one) == [("090201", "Cancella", None), ("090202", "Servizio", "I")]


def test_the_digest_is_of_what_is_said() -> None:
    one = ev04()
    assert impronta(one) == impronta(one.model_copy(update={"data_ora_produzione": "2025-01-01T00:00:00Z", "tipo_operazione": "V"}))
    assert impronta(one) != impronta(one.model_copy(update={"validita_complessiva": False}))


# the accounts


def _voce(*events: Message, assigned: str | None = None) -> Voce:
    budget = None if assigned is None else {("AV001", "2024-12"): Decimal(assigned)}
    (found,) = bilancio(fold(TRA, events)[0], budget)
    return found


def test_the_account_of_one_delivery() -> None:
    base = (ev01(), ev02(), ev03())
    waiting = _voce(*base)
    assert (waiting.viaggi, waiting.km, waiting.in_attesa, waiting.importo) == (1, Decimal("12.5"), 1, Decimal(0))
    assert waiting.assegnato is waiting.utilizzo is waiting.sforamento is None
    done = _voce(*base, ev05(km_riconosciuti="11.0", importo_riconosciuto="38.50"), assigned="35.00")
    assert (done.validati, done.in_attesa, done.km_riconosciuti) == (1, 0, Decimal("11.0"))
    assert (done.importo, done.utilizzo, done.sforamento) == (Decimal("38.50"), Decimal("110.0"), Decimal("3.50"))
    assert _voce(*base, ev05(), assigned="10.00").sforamento == 0
    assert _voce(*base, ev05(), assigned="0").utilizzo is None
    refused = _voce(*base, ev05(esito="NON_VALIDATA", motivi=("x",), importo_riconosciuto=None))
    assert (refused.non_validati, refused.validati, refused.importo) == (1, 0, Decimal(0))
    stale = _voce(*base, ev05(), ev03(km_percorsi="9"))
    assert (stale.da_rivalidare, stale.validati, stale.in_attesa, stale.importo, stale.km) == (1, 0, 0, Decimal(0), Decimal(9))


def test_a_delivery_is_of_who_performed_it_and_of_the_month_of_account() -> None:
    events = (ev01(), ev02(codice_av_assegnataria="CRI07"), ev03(codice_av_erogante="CRI07"), ev05(periodo_rendicontazione="2025-01"))
    assert [(each.codice_av, each.periodo) for each in bilancio(fold(TRA, events)[0])] == [("CRI07", "2025-01")]
    assert [(each.codice_av, each.periodo) for each in bilancio(fold(TRA, events[:3])[0])] == [("CRI07", "2024-12")]


def test_who_is_assigned_an_amount_has_an_account() -> None:
    (found,) = bilancio(Ledger(TRA), {("AV001", "2024-12"): Decimal(100)})
    assert (found.viaggi, found.importo, found.utilizzo, found.sforamento) == (0, Decimal(0), Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AV001,2024-12,1500.00\n", {("AV001", "2024-12"): Decimal("1500.00")}),
        ("\ufeffcodice_av;periodo;importo\r\nav001 ; 2024-12 ; 1500,50\r\n\r\n", {("AV001", "2024-12"): Decimal("1500.50")}),
        ('"AV001","2024-12","5"\n', {("AV001", "2024-12"): Decimal(5)}),
        ("", {}),
    ],
)
def test_assigned_amounts(text: str, found: dict[tuple[str, str], Decimal]) -> None:
    assert assegnazioni(text) == found


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("AV001,dicembre,1500\n", "LED-220", 1),
        ("a,b,c\nAV001,2024-13,1500\n", "LED-220", 2),
        ("AV001,2024-12,-5\n", "LED-220", 1),
        ("AV001,2024-12,NaN\n", "LED-220", 1),
        ("AV001,2024-12,1e9\n", "LED-220", 1),
        ("=1+1,2024-12,5\n", "LED-220", 1),
        ("AV001,2024-12,5\n" + "x" * 200_000, "LED-220", 2),
        ("AV001,2024-12,5\x00\n", "LED-220", 1),
        ("AV001,2024-12\n", "LED-220", 1),
        ("AV001,2024-12,5\nAV001,2024-12,6\n", "LED-221", 2),
    ],
)
def test_faults_of_assigned_amounts(text: str, code: str, line: int) -> None:
    with pytest.raises(Unreadable) as raised:
        assegnazioni(text)
    assert (raised.value.issue.code, raised.value.issue.line) == (code, line)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_escaped(cell: str) -> None:
    head, row = csv.reader(io.StringIO(come_csv([Voce(cell, "2024-12", km=Decimal(5))]), newline=""))
    assert head[:3] == ["codice_av", "periodo", "viaggi"]
    assert row[:5] == [f"'{cell}", "2024-12", "0", "0", "5"]


# deadlines


def test_a_late_event_is_a_warning() -> None:
    late = busta(ev03(), av("AV001"), inviata="2024-12-13T10:00:00+01:00").sent()
    found = in_ritardo(late, {"Ev03": 10})
    assert found is not None
    assert (found.code, found.severity) == ("LED-216", Severity.WARNING)
    assert in_ritardo(late, {"Ev03": 11}) is None
    assert in_ritardo(late, {"Ev01": 0}) is None
    assert in_ritardo(busta(ev05(), azienda(), inviata="2024-12-13T10:00:00+01:00").sent(), {"Ev05": 2}) is not None
    assert in_ritardo(busta(ev06("Ev01"), av("AV001"), inviata="2025-12-13T10:00:00+01:00").sent(), {"Ev03": 1}) is None


# memory


def test_memory_grows_with_what_is_in_force_only() -> None:
    made = Builder(TRA)
    for number in range(1, 2_001):
        made.apply(ev01(number % 5, note=f"n{number}"), received=number)
        made.apply(ev03(number % 5, 1 + number % 7, km_percorsi=str(number)), received=number)
        made.apply(ev06("Ev01", number % 5), received=number)
    assert len(made) == 35
    assert made._subjects is not None
    assert sum(map(len, made._subjects.values())) == 35
    assert sum(len(keys) for keys in made._records.values()) == 35
