"""The store by example: one finding of each kind, and what stays in force."""

from __future__ import annotations

from typing import cast

import pytest

from siss_interop.errors import UnknownMessage
from siss_interop.issues import DEFINITIONS, Severity
from siss_interop.ledger import Builder, Ledger, apply, flow, fold
from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito, PrincipioVaccinale, VaccinazioneEffettuata
from siss_interop.messages.vaccinazioni.registro_chiavi import chiave_persona
from siss_interop.model.base import Message
from tests.ledger.making import ADA, CIFRATO, NESSUNO, UGO, cancella, fatta, mancata, scheda

SIV = flow("siv")
DAY, NEXT = "2024-03-01", "2024-03-02"
SIX = [(antigen, 1) for antigen in ("02", "06", "10", "29", "33", "37")]


def told(*events: Message, last_by_timestamp: bool = False) -> tuple[list[Message], list[str]]:
    """What is in force, and the codes of all findings."""
    ledger, findings = fold(SIV, events, last_by_timestamp=last_by_timestamp)
    assert all(found.text(lang) and "?" not in found.text(lang) for found in findings for lang in ("it", "en"))
    return [held.event for held in ledger.in_force()], [found.code for found in findings]


def test_a_replacement_erases_what_it_does_not_say() -> None:
    first, second = fatta(DAY, SIX, lotto="A", denominazione="B"), fatta(DAY, SIX, lotto="A")
    assert told(first, second) == ([second], [])


def test_fewer_antigens_replace_the_whole_event_so_no_dose_counts_twice() -> None:
    five = fatta(DAY, SIX[:5])
    ledger, findings = fold(SIV, (fatta(DAY, SIX), five))
    assert [held.event for held in ledger.in_force()] == [five]
    (found,) = findings
    assert (found.code, dict(found.params)) == ("LED-001", {"earlier": "1", "count": "1"})
    assert found.text("en", show_values=True).endswith(f"[{DAY} 37 1]")
    assert ADA.codice is not None
    assert ADA.codice not in found.text("en", show_values=True)


def test_one_event_replaces_all_that_it_overlaps() -> None:
    both = fatta(DAY, [("02", 1), ("37", 1)])
    assert told(fatta(DAY, [("02", 1), ("06", 1)]), fatta(DAY, [("37", 1), ("33", 1)]), both) == ([both], ["LED-001", "LED-001"])


def test_the_local_id_replaces_whatever_else_changes() -> None:
    moved = fatta(NEXT, [("16", 1)], UGO, id_evento_locale="E1")
    assert told(fatta(DAY, [("02", 1)], id_evento_locale="E1"), moved) == ([moved], ["LED-001"])


@pytest.mark.parametrize(
    "other",
    [
        fatta(NEXT, [("02", 1)]),
        fatta(DAY, [("02", 2)]),
        fatta(DAY, [("06", 1)]),
        fatta(DAY, [("02", 1)], UGO),
        fatta(DAY, [("02", 1)], codice_regione="030"),
        fatta(NEXT, [("02", 1)], id_evento_locale="E1", azienda="090202"),
        mancata(DAY, "02", 1, id_evento_locale="E1", azienda="090201"),
        scheda(),
    ],
    ids=["day", "dose", "antigen", "person", "region", "azienda", "type", "scheda"],
)
def test_another_key_is_another_event(other: Message) -> None:
    first = fatta(DAY, [("02", 1)], id_evento_locale="E1", azienda="090201")
    assert told(first, other) == ([first, other], [])


def test_the_date_is_no_key_of_an_omission() -> None:
    later = mancata(NEXT, "02", 1)
    assert told(mancata(DAY, "02", 1), later) == ([later], [])


def test_the_operation_is_informative_only() -> None:
    changed, again = fatta(DAY, [("02", 1)], tipo_operazione="V"), fatta(DAY, [("02", 1)], tipo_operazione="I")
    assert told(changed) == ([changed], ["LED-003"])
    assert told(changed, again) == ([again], ["LED-003", "LED-002"])
    assert told(again, again) == ([again], [])


def test_cancelling_by_local_id() -> None:
    event = fatta(DAY, SIX, id_evento_locale="E1")
    assert told(event, cancella("VAC01", id_evento_locale="E1")) == ([], [])
    assert told(event, cancella("VAC01", id_evento_locale="E1", day=DAY, of=SIX)) == ([], [])
    assert told(event, cancella("VAC02", id_evento_locale="E1")) == ([event], ["LED-004"])
    assert told(event, cancella("VAC01", id_evento_locale="E1", azienda="090201")) == ([event], ["LED-004"])


def test_cancelling_by_records() -> None:
    assert told(fatta(DAY, SIX), cancella("VAC01", day=DAY, of=SIX)) == ([], [])
    assert told(mancata(DAY, "02", 1), cancella("VAC02", of=[("02", 1)])) == ([], [])
    assert told(scheda(), cancella("VAC03")) == ([], [])


def test_cancelling_some_records_takes_the_whole_event() -> None:
    ledger, (found,) = fold(SIV, (fatta(DAY, SIX), cancella("VAC01", day=DAY, of=SIX[:2])))
    assert len(ledger) == 0
    assert (found.code, dict(found.params)) == ("LED-006", {"earlier": "1", "count": "4"})


def test_cancelling_what_is_not_there() -> None:
    event, cancel = fatta(DAY, [("02", 1)]), cancella("VAC01", day=DAY, of=[("02", 1), ("06", 1)])
    assert told(cancel, event) == ([event], ["LED-004"])
    ledger, (found,) = fold(SIV, (event, cancel))
    assert len(ledger) == 0
    assert dict(found.params) == {"named": "2", "unknown": "1"}


def test_cancel_then_resend_is_a_fresh_event() -> None:
    event = fatta(DAY, [("02", 1)], tipo_operazione="I")
    assert told(event, cancella("VAC01", day=DAY, of=[("02", 1)]), event) == ([event], [])


@pytest.mark.parametrize(
    ("cancel", "fields"),
    [
        (cancella("VAC01", id_evento_locale="E1", residente=True), ["residente"]),
        (cancella("VAC02", of=[("02", 1)], day=DAY, tipo_operazione="V"), ["tipo_operazione", "data_somministrazione"]),
        (cancella("VAC03", of=[("02", 1)]), ["principi"]),
    ],
)
def test_a_cancellation_with_more_than_keys_is_not_applied(cancel: Message, fields: list[str]) -> None:
    events = (fatta(DAY, [("02", 1)], id_evento_locale="E1"), mancata(DAY, "02", 1), scheda())
    ledger, findings = fold(SIV, (*events, cancel))
    assert len(ledger) == 3
    assert [(found.code, found.path, found.official, found.severity) for found in findings] == [
        ("LED-005", field, "CANC_CAMPI_NON_CHIAVE", Severity.ERROR) for field in fields
    ]


def test_who_made_a_cancellation_and_when_is_no_content() -> None:
    event = fatta(DAY, [("02", 1)], id_evento_locale="E1", azienda="090201")
    cancel = cancella("VAC01", id_evento_locale="E1", azienda="090201", data_ora_evento="2024-03-05T10:00:00Z")
    assert told(event, cancel) == ([], [])


@pytest.mark.parametrize(
    "cancel", [cancella("VAC01", UGO, id_evento_locale="E1"), cancella("VAC01", id_evento_locale="E1", day=NEXT, of=[("02", 1)])]
)
def test_a_wrong_local_id_does_not_take_back_the_data_of_another(cancel: Message) -> None:
    event = fatta(DAY, [("02", 1)], id_evento_locale="E1")
    assert told(event, cancel) == ([event], ["LED-009"])


def test_a_person_may_have_two_kinds_of_identifier() -> None:
    stp = IdentificativoAssistito(genere="STP", codice="STP0902010000123", emittente="090201")
    assert told(fatta(DAY, [("02", 1)], stp, id_evento_locale="E1"), cancella("VAC01", id_evento_locale="E1")) == ([], [])


def test_without_an_identifier_the_local_id_is_the_key() -> None:
    one, other = (fatta(DAY, [("02", 1)], NESSUNO, id_evento_locale=name) for name in ("E1", "E2"))
    assert told(one, other) == ([one, other], [])
    assert told(one, other, cancella("VAC01", NESSUNO, id_evento_locale="E1")) == ([other], [])
    assert told(one, cancella("VAC01", NESSUNO, day=DAY, of=[("02", 1)])) == ([one], ["LED-007"])
    assert told(fatta(DAY, [("02", 1)], NESSUNO)) == ([], ["LED-007"])
    assert told(scheda(NESSUNO), mancata(DAY, "02", 1, NESSUNO)) == ([], ["LED-007", "LED-007"])


def test_half_a_key_is_none() -> None:
    event = fatta(DAY, [("02", 1)])
    assert told(event, cancella("VAC01", of=[("02", 1)]), cancella("VAC01", day=DAY), cancella("VAC02")) == ([event], ["LED-007"] * 3)


def test_the_later_by_timestamp_only_if_asked_for() -> None:
    new = fatta(DAY, [("02", 1)], data_ora_evento="2024-03-05T10:00:00+01:00")
    # 09:30 in Greenwich is 10:30 in Florence: the text comes first, the time does not
    newer = fatta(DAY, [("02", 1)], data_ora_evento="2024-03-05T09:30:00Z")
    assert told(newer, new) == ([new], [])
    assert told(newer, new, last_by_timestamp=True) == ([newer], ["LED-008"])
    assert told(new, newer, last_by_timestamp=True) == ([newer], [])
    cancel = cancella("VAC01", day=DAY, of=[("02", 1)], data_ora_evento="2024-03-05T09:00:00Z")
    assert told(newer, cancel, last_by_timestamp=True) == ([newer], ["LED-008"])


@pytest.mark.parametrize("stamp", [None, "2024-02-31T10:00:00Z"])
def test_without_a_timestamp_the_last_received_holds(stamp: str | None) -> None:
    dated, undated = fatta(DAY, [("02", 1)], data_ora_evento="2024-03-05T10:00:00Z"), fatta(DAY, [("02", 1)], data_ora_evento=stamp)
    assert told(dated, undated, last_by_timestamp=True) == ([undated], [])


def test_nothing_of_another_flow() -> None:
    class Altro(Message):
        """Of no flow."""

    ledger, (found,) = fold(SIV, (Altro(),))
    assert len(ledger) == 0
    assert found.code == "LED-010"
    assert found.text("en") == "Altro is no event of flow siv: it is ignored"
    with pytest.raises(UnknownMessage, match="siv"):
        flow("altro")


def test_who_may_cancel_what_is_a_table() -> None:
    from dataclasses import replace

    table = replace(SIV, may_recall={})
    event = fatta(DAY, [("02", 1)])
    ledger, (found,) = fold(table, (event, cancella("VAC01", day=DAY, of=[("02", 1)])))
    assert (len(ledger), found.code) == (1, "LED-011")


@pytest.mark.parametrize(
    "broken",
    [
        {"assistito": None},
        {"codice_regione": 90},
        {"principi": [1]},
        {"principi": None},
        {"id_evento_locale": []},
        {"assistito": IdentificativoAssistito.model_construct(genere="CF", codice=cast("str", 7))},
        {
            "principi": [
                PrincipioVaccinale.model_construct(cod_antigene="02", dose=1),
                PrincipioVaccinale.model_construct(cod_antigene="06", dose=cast("int", [])),
            ]
        },
    ],
)
def test_an_event_built_past_its_checks_changes_nothing(broken: dict[str, object]) -> None:
    event = fatta(DAY, [("02", 1)], id_evento_locale="E1")
    made = Builder(SIV)
    made.apply(event, received=1)
    wrong = VaccinazioneEffettuata.model_construct(**{**event.__dict__, **broken})
    assert [found.code for found in made.apply(wrong, received=2)] == ["LED-007"]
    assert [held.event for held in made.in_force()] == [event]


def test_the_pure_fold_leaves_the_earlier_ledgers_alone() -> None:
    empty = Ledger(SIV)
    one = apply(empty, fatta(DAY, [("02", 1)]), received=1)
    two = apply(one, fatta(DAY, [("02", 1)], lotto="B"), received=2)
    gone = apply(two, cancella("VAC01", day=DAY, of=[("02", 1)]), received=3)
    assert [len(each) for each in (empty, one, two, gone)] == [0, 1, 1, 0]
    assert one != two
    assert empty == gone
    assert gone.findings == ()
    assert [found.code for found in apply(gone, cancella("VAC03"), received=4).findings] == ["LED-004"]


def test_memory_grows_with_what_is_in_force() -> None:
    made = Builder(SIV)
    for number in range(500):
        made.apply(fatta(DAY, [("02", 1 + number % 90)], id_evento_locale="E1", lotto=str(number)), received=number)
        made.apply(mancata(DAY, "02", 1), received=number)
        made.apply(cancella("VAC02", of=[("02", 1)]), received=number)
    assert [sum(map(len, index.values())) for index in (made._records, made._identities)] == [1, 1]


def test_keys_of_persons() -> None:
    def key(genere: str, codice: str | None = None, **more: str) -> object:
        return chiave_persona(IdentificativoAssistito.model_validate({"genere": genere, "codice": codice, **more}))

    lower = IdentificativoAssistito.model_construct(genere="CF", codice=" smpdaa23s42g702k ", emittente=None)
    assert chiave_persona(lower) == chiave_persona(ADA)
    assert key("CF", "X", emittente="090201") == key("CF", "X")
    assert key("STP", "X", emittente="090201") != key("STP", "X", emittente="090202")
    assert key("STP", "X") != key("ENI", "X")
    assert key("TEAM", "X", tessera="80276000900123456789") == key("TEAM", "X", tessera="80276000900999999999")
    assert key("TEAM", "X", tessera="80276000900123456789") != key("TEAM", "X", tessera="80040000900123456789")
    assert key("NESSUNO") == key("CF") == ()
    assert chiave_persona(CIFRATO) == ("CIFRATO", CIFRATO.valore)


def test_every_finding_has_both_texts_and_examples() -> None:
    own = [definition for code, definition in DEFINITIONS.items() if code.startswith("LED-")]
    assert len(own) >= 14
    assert all(each.it and each.en and each.source and each.passing and each.failing for each in own)
