"""Every rule of the vaccination events has an event that breaks it and one that does not; what the ministry numbers is judged, or said not to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from siss_interop.issues import DEFINITIONS, Severity, ValidationIssue
from siss_interop.messages.vaccinazioni import esempi_eventi as e
from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    EventoSIV,
    IdentificativoAssistito,
    IdentificativoCifrato,
    PrincipioVaccinale,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.messages.vaccinazioni.regole import eventi as r
from siss_interop.model.rules import judge
from siss_interop.options import Options
from siss_interop.testing import messages
from tests.messages.vaccinazioni.casi_eventi import CASI, Caso, base, chi, con, luogo, tutti

ROOT = Path(__file__).resolve().parents[3]
EVENTI: tuple[type[EventoSIV], ...] = (VaccinazioneEffettuata, VaccinazioneNonEffettuata, SchedaAssistito, Cancella)
DI_TIPO = {"VAC01": r.REGOLE_VAC01, "VAC02": r.REGOLE_VAC02, "VAC03": r.REGOLE_VAC03, "VAC09": r.REGOLE_VAC09}


def trovati(event: EventoSIV) -> list[ValidationIssue]:
    return list(judge(r.REGOLE_EVENTI, event))


def codici(found: Iterable[ValidationIssue]) -> set[str]:
    return {each.code for each in found}


# one event


def test_every_rule_has_its_case() -> None:
    codes = [each.definition.code for each in r.REGOLE_EVENTI]
    assert sorted(codes) == sorted(CASI)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("which", "DMSC")
def test_what_the_cases_start_from_breaks_nothing(which: str) -> None:
    assert trovati(base(which)) == []


@pytest.mark.parametrize(("code", "caso"), [pytest.param(code, each, id=f"{code}-{at}") for at, (code, each) in enumerate(tutti())])
def test_rule(code: str, caso: Caso) -> None:
    found = trovati(con(caso.di, caso.rotto))
    assert tuple(each.path for each in found if each.code == code) == caso.dove
    assert codici(found) - {code} == caso.anche, "what else the event breaks is known"
    healthy = trovati(con(caso.di, caso.sano))
    assert code not in codici(healthy)
    assert [each.to_dict("en") for each in healthy if each.severity is Severity.ERROR and each.code not in caso.anche] == []


@pytest.mark.parametrize("code", [*CASI, *(each.code for each in r.INSIEME)])
def test_rule_says_what_it_wants(code: str) -> None:
    found = DEFINITIONS[code]
    assert found.it
    assert found.en
    assert found.instead_it
    assert found.instead_en
    assert found.passing != found.failing
    assert found.source or code.startswith("COD")


@pytest.mark.parametrize("which", "DMSC")
def test_rules_of_a_type_are_all_that_can_find_something_in_it(which: str) -> None:
    mine = [each for each in tutti() if each[1].di == which]
    assert mine
    for _, each in mine:
        event = con(which, each.rotto)
        assert list(judge(DI_TIPO[event.tipo_evento], event)) == trovati(event)


@pytest.mark.parametrize("model", EVENTI)
def test_rules_never_raise(model: type[EventoSIV]) -> None:
    @given(messages(model))
    def holds(event: EventoSIV) -> None:
        for found in trovati(event):
            assert found.text("it")
            assert found.text("en")
            assert "?" not in found.text("en"), "every parameter of the text is given"

    holds()


@given(st.lists(st.one_of([messages(model, max_items=2) for model in EVENTI]), max_size=6))
@settings(max_examples=30)
def test_judging_together_never_raises(events: list[EventoSIV]) -> None:
    for found in r.giudica_insieme([*events, *events]):
        assert found.issue.text("it")
        assert 1 <= found.record <= 2 * len(events)


# code lists


@pytest.mark.parametrize(
    ("which", "changes", "code", "severity", "official"),
    [
        ("D", {"cod_condizione_sanitaria": "77"}, "COD-001", Severity.ERROR, "3030"),
        ("D", {"cod_categoria_rischio": "77"}, "COD-001", Severity.ERROR, "5025"),
        ("D", {"cod_tipo_formulazione": "77"}, "COD-001", Severity.ERROR, "3055"),
        ("D", {"principi": e.principi(("24",), 1)}, "COD-001", Severity.ERROR, "4095"),
        ("D", luogo("somministrazione", "999999", "999", "999", "QQ"), "COD-001", Severity.ERROR, "4080"),
        ("M", {"codice_regione": "091", "azienda": None}, "COD-001", Severity.ERROR, "1922"),
        ("M", {"motivazione": "77"}, "COD-002", Severity.WARNING, "5000"),
        ("M", {"cod_antigene": "08"}, "COD-003", Severity.WARNING, "4095"),
        ("S", luogo("residenza", "999999", "999", "999", "QQ") | {"residente": None}, "COD-001", Severity.ERROR, "1995"),
        ("S", {"cittadinanza": "QQ"}, "COD-001", Severity.ERROR, "2070"),
    ],
)
def test_code_lists(which: str, changes: dict[str, Any], code: str, severity: Severity, official: str) -> None:
    found = trovati(con(which, changes))
    assert [(each.code, each.severity, each.official) for each in found] == [(code, severity, official)]


def test_motives_are_an_open_list_and_a_cancellation_names_what_was_sent_once() -> None:
    assert trovati(con("M", {"motivazione": "10"})) == []
    assert trovati(con("C", {"principi": e.principi(("08",), 1)})) == []


def test_an_antigen_that_a_rule_of_its_own_judges_is_told_once() -> None:
    assert [(each.code, each.official) for each in trovati(con("D", {"principi": e.principi(("08",), 1)}))] == [("SIV-R20", "4100")]


def test_an_encrypted_person_is_judged_as_far_as_can_be() -> None:
    assert trovati(con("D", {"assistito": IdentificativoCifrato(valore="A" * 172)})) == []


# the ministry's numbers


def _numeri(readme: str) -> set[str]:
    """The numbers in the table of rules of a README."""
    rows = [line.split("|") for line in readme.splitlines() if re.match(r"\|[^|]+\|(VSX|VNX|AVX)\|", line)]
    found = {match[0] for row in rows if (match := re.match(r"\s*\d{4}(\.\d)?", row[3]))}
    return {each.strip() for each in found}


def test_every_number_of_the_ministry_is_judged_or_said_not_to_be(conformance: Path) -> None:
    ours = {number for each in r.REGOLE_EVENTI for number in (each.definition.official or "").split(", ")} | set(r.UFFICIALI.values())
    said = {number for table in (r.DEL_MODELLO.values(), r.DEL_REGISTRO, r.NON_GIUDICATE) for text in table for number in text.split()}
    theirs = {number for name in ("VSX", "VNX", "AVX") for number in _numeri((conformance / f"avn/{name}_README.md").read_text("utf-8"))}
    assert len(theirs) > 100
    assert theirs - ours - said == set()
    assert (ours | said) - theirs == {""}, "no number is invented"


def test_the_fields_of_the_model_that_carry_numbers_are_its_fields() -> None:
    fields = {*PrincipioVaccinale.model_fields, *(name for model in EVENTI for name in model.model_fields)}
    assert set(r.DEL_MODELLO) <= fields
    assert set(r.UFFICIALI) <= fields


@pytest.mark.parametrize(
    ("which", "changes"),
    [
        ("D", {name: bad})
        for name, bad in {
            "tipo_operazione": "X", "codice_regione": "90", "tipo_erogatore": "13", "codice_struttura": "090201001", "cod_condizione_sanitaria": "0",
            "cod_categoria_rischio": "001", "codice_aic": "12345678", "denominazione": "x" * 101, "cod_tipo_formulazione": "6",
            "via_somministrazione": "06", "lotto": "x" * 41, "data_scadenza": "2023-02-30", "modalita_pagamento": "04",
            "data_somministrazione": "2023-02-30", "sito_inoculazione": "08", "comune_somministrazione": "48017", "asl_somministrazione": "0201",
            "regione_somministrazione": "90", "stato_somministrazione": "ITA", "principi": (),
        }.items()
    ]
    + [("M", {name: bad}) for name, bad in {"cod_antigene": "1", "dose": 0, "motivazione": "1", "data_non_effettuazione": "2023-02-30"}.items()]
    + [("M", {"dose": 100}), ("M", {"dose": "1"})]
    + [
        ("S", {name: bad})
        for name, bad in {
            "validita_ci": "2", "tipologia_ci": "5", "sesso": "M", "data_nascita": "2023-02-30", "comune_residenza": "48017", "asl_residenza": "1",
            "regione_residenza": "1", "stato_residenza": "it", "data_trasferimento": "x", "comune_domicilio": "1", "asl_domicilio": "1",
            "regione_domicilio": "1", "cittadinanza": "I", "data_decesso": "x",
        }.items()
    ],
)  # fmt: skip
def test_what_the_model_itself_refuses(which: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        con(which, changes)


@pytest.mark.parametrize("which", "DMSC")
def test_a_required_field_cannot_be_missing(which: str) -> None:
    event = base(which)
    required = [name for name, info in type(event).model_fields.items() if info.is_required()]
    for name in required:
        values = {key: value for key, value in event.__dict__.items() if key != name}
        with pytest.raises(ValidationError):
            type(event).model_validate(values)


_COLONNE = {
    "codice_regione": "COD_REG", "tipo_erogatore": "COD_TIP_ERG", "codice_struttura": "COD_STR", "cod_condizione_sanitaria": "COD_CON_SAN",
    "cod_categoria_rischio": "COD_CAT_RIS", "codice_aic": "COD_AIC", "denominazione": "NOM_VAC", "cod_tipo_formulazione": "COD_TIP_FORM",
    "via_somministrazione": "COD_VIA_SOMM", "lotto": "COD_LOTTO", "modalita_pagamento": "COD_MOD_PAG", "sito_inoculazione": "COD_SIT_INO",
    "comune_somministrazione": "COD_CMN_SOMM", "asl_somministrazione": "COD_ASL_SOMM", "regione_somministrazione": "COD_REG_SOMM",
    "stato_somministrazione": "COD_STT_SOMM",
}  # fmt: skip


def _di_riga(row: dict[str, str]) -> VaccinazioneEffettuata:
    """An event from a row of the ministry's sample."""
    values: dict[str, Any] = {name: row[column] for name, column in _COLONNE.items()}
    return VaccinazioneEffettuata(
        **values, assistito=IdentificativoCifrato(valore=row["ID_ASS"]), tipo_operazione="I", data_scadenza=date.fromisoformat(row["DAT_SCD"]),
        data_somministrazione=date.fromisoformat(row["DAT_SOMM"]), principi=e.principi((row["COD_ANT"],), int(row["DOSE"])),
    )  # fmt: skip


def _righe(path: Path) -> list[dict[str, str]]:
    head, *rows = path.read_text("utf-8").splitlines()
    return [dict(zip(head.split("~"), row.split("~"), strict=True)) for row in rows]


def test_the_ministry_s_rows_of_doses_break_its_own_rule(conformance: Path) -> None:
    events = [_di_riga(row) for row in _righe(conformance / "avn/VSX.csv")]
    assert len(events) == 2
    for event in events:
        assert [(each.official, each.path) for each in trovati(event)] == [("3060", "cod_tipo_formulazione")]
    together = [(each.record, each.issue.code, each.issue.official) for each in r.giudica_insieme(events)]
    assert together == [(1, "SIV-R90", "3060"), (2, "SIV-R90", "3060"), (2, "SIV-R91", None)]


def test_the_ministry_s_row_breaks_4001_once_its_site_is_not_known(conformance: Path) -> None:
    # with the route 99 of the sample any site is admitted: 4001 speaks only where the route is an injection
    event = _di_riga(_righe(conformance / "avn/VSX.csv")[0])
    assert "4001" not in {each.official for each in trovati(event.model_copy(update={"sito_inoculazione": "99"}))}
    assert "4001" in {each.official for each in trovati(event.model_copy(update={"sito_inoculazione": "99", "via_somministrazione": "01"}))}


def test_the_ministry_s_rows_of_omissions_repeat_one_key(conformance: Path) -> None:
    events = [
        VaccinazioneNonEffettuata(
            codice_regione=row["COD_REG"], assistito=IdentificativoCifrato(valore=row["ID_ASS"]), cod_antigene=row["COD_ANT"], dose=int(row["DOSE"]),
            motivazione=row["COD_MTV"], data_non_effettuazione=date.fromisoformat(row["DAT_NON_EFF"]),
        )
        for row in _righe(conformance / "avn/VNX_Test.csv")
    ]  # fmt: skip
    assert len(events) == 3
    assert {(each.code, each.official) for event in events for each in trovati(event)} == {("COD-002", "5000")}, "06 is used without a known text"
    assert [(each.record, each.issue.code) for each in r.giudica_insieme(events)] == [(2, "SIV-R91"), (3, "SIV-R91")]


# many events


def _dose(day: date, antigens: tuple[str, ...], number: int, local: str | None = None, **other: Any) -> VaccinazioneEffettuata:
    event = e.dose(e.MARIA, local or f"{day}-{'-'.join(antigens)}", day, antigens, number, {"cod_tipo_formulazione": f"{len(antigens):02}"}, **other)
    return event.model_copy(update=other)


def _insieme(*events: EventoSIV | None, max_injections: int = 4) -> list[tuple[int, str]]:
    return [(each.record, each.issue.code) for each in r.giudica_insieme(events, Options(max_injections=max_injections))]


SEI = ("02", "06", "10", "29", "33", "37")
OGGI = date(2024, 3, 12)


def _nato(born: date, died: date | None = None) -> SchedaAssistito:
    return e.scheda_assistito().model_copy(update={"data_nascita": born, "data_decesso": died})


def _mancata(antigen: str, number: int, day: date) -> VaccinazioneNonEffettuata:
    return e.vaccinazione_non_effettuata().model_copy(update={"cod_antigene": antigen, "dose": number, "data_non_effettuazione": day})


def _iniezioni(many: int, **other: Any) -> tuple[VaccinazioneEffettuata, ...]:
    return tuple(_dose(date(2015, 1, 2), (code,), 1, **other) for code in ("16", "30", "37", "05", "06", "40", "34", "38")[:many])


INSIEME: dict[str, tuple[tuple[EventoSIV, ...], list[int], tuple[EventoSIV, ...]]] = {
    "SIV-R90": ((_dose(OGGI, SEI, 1), _dose(OGGI, ("31",), 1)), [1, 2], (_dose(OGGI, SEI, 1), _dose(OGGI, ("31",), 2))),
    "SIV-R91": (
        (_dose(date(2015, 1, 2), ("16",), 1), _dose(date(2015, 1, 2), ("16",), 1, "OTHER")), [2],
        (_dose(OGGI, ("16",), 1), _dose(date(2025, 3, 12), ("16",), 1, "OTHER")),
    ),
    "SIV-R92": (_iniezioni(5), [5], (*_iniezioni(4), _dose(date(2015, 1, 2), ("36",), 1, via_somministrazione="04", sito_inoculazione="07"))),
    "SIV-R93": (
        (_dose(date(2024, 3, 12), ("06",), 1), _dose(date(2023, 3, 12), ("06",), 2)), [2],
        (_dose(date(2023, 3, 12), ("06",), 1), _dose(date(2024, 3, 12), ("06",), 2), _dose(date(2022, 3, 12), ("05",), 2)),
    ),
    "SIV-R94": ((_dose(OGGI, ("16",), 1), _nato(OGGI + timedelta(1))), [1], (_dose(OGGI, ("16",), 1), _nato(OGGI))),
    "SIV-R95": (
        (_nato(date(1948, 5, 14), OGGI - timedelta(1)), _dose(OGGI, ("16",), 1)), [2], (_nato(date(1948, 5, 14), OGGI), _dose(OGGI, ("16",), 1)),
    ),
    "SIV-R96": ((_dose(OGGI, ("16",), 1), _nato(date(1899, 3, 11))), [1], (_dose(OGGI, ("16",), 1), _nato(date(1899, 3, 12)))),
    "SIV-R97": (
        (_mancata("16", 1, OGGI), _dose(OGGI, ("16",), 1)), [2],
        (_mancata("16", 2, OGGI), _dose(OGGI, ("16",), 1), _mancata("16", 1, date(2024, 3, 13))),
    ),
}  # fmt: skip
"""Code -> events that break it, the numbers where, and events that do not."""


def test_all_that_is_judged_together_has_its_case() -> None:
    assert sorted(INSIEME) == sorted(each.code for each in r.INSIEME)


@pytest.mark.parametrize("code", INSIEME)
def test_many_together(code: str) -> None:
    broken, where, healthy = INSIEME[code]
    assert _insieme(*broken) == [(at, code) for at in where]
    assert [each for each in _insieme(*healthy) if each[1] != "SIV-R90"] == []


def test_six_antigens_and_one_more_in_one_session_pass_inside_the_product() -> None:
    session = (_dose(OGGI, SEI, 1, codice_aic="099999043"), _dose(OGGI, ("31",), 1, codice_aic="099999031"))
    assert [each.code for event in session for each in trovati(event) if each.official == "3060"] == []
    found = list(r.giudica_insieme(session))
    assert [(each.issue.official, each.issue.severity) for each in found] == [("3060", Severity.WARNING)] * 2
    assert dict(found[0].issue.params) == {"attesi": "6", "trovati": "7"}


def test_the_threshold_of_injections_is_an_option_and_only_an_information() -> None:
    assert _insieme(*_iniezioni(3), max_injections=2) == [(3, "SIV-R92")]
    assert _insieme(*_iniezioni(5), max_injections=5) == []
    assert DEFINITIONS["SIV-R92"].severity is Severity.INFORMATION
    with pytest.raises(ValueError, match="max_injections"):
        Options(max_injections=0)


def test_a_later_event_takes_the_whole_place_of_an_earlier_one() -> None:
    # with the first still there dose 2 would come before dose 1
    first, corrected, second = _dose(date(2025, 1, 2), ("06",), 1, "A"), _dose(date(2023, 1, 2), ("06",), 1, "A"), _dose(OGGI, ("06",), 2, "B")
    assert _insieme(first, second) == [(2, "SIV-R93")]
    assert _insieme(first, corrected, second) == []
    taken_back = Cancella(codice_regione="090", assistito=e.MARIA, azienda="090201", id_evento_locale="A", tipo_evento_da_cancellare="VAC01")
    assert _insieme(first, taken_back, second) == []
    by_key = e.cancella().model_copy(update={"data_somministrazione": date(2025, 1, 2), "principi": e.principi(("06",), 1)})
    assert _insieme(first, by_key, second) == []
    assert _insieme(first, second, _nato(date(2030, 1, 1)), e.cancella().model_copy(
        update={"tipo_evento_da_cancellare": "VAC03", "data_somministrazione": None, "principi": ()})) == [(2, "SIV-R93")]  # fmt: skip


def test_records_that_were_not_read_keep_their_number() -> None:
    day = date(2015, 1, 2)
    assert _insieme(None, _dose(day, ("16",), 1), None, _dose(day, ("16",), 1)) == [(4, "SIV-R91")]


def test_persons_without_an_identifier_are_never_taken_for_one_another() -> None:
    nobody = [event.model_copy(update=chi("NESSUNO")) for event in _iniezioni(8)]
    assert _insieme(*nobody) == []
    one, two = (chi("STP", "STP0902010000001", emittente=who) for who in ("090201", "030321"))
    assert _insieme(*(event.model_copy(update=one if at % 2 else two) for at, event in enumerate(_iniezioni(8)))) == []


def test_many_events_of_one_person_are_judged_in_time_that_grows_with_their_number() -> None:
    codes = [f"{code:02}" for code in range(1, 51)]
    events = [
        _dose(date(2015, 1, 1) + timedelta(days=at % 300), (codes[at % 50],), 1 + at % 99, f"E-{at}", cod_tipo_formulazione="01")
        for at in range(3000)
    ]
    found = Counter(each.issue.code for each in r.giudica_insieme(events))
    assert found["SIV-R93"] > 100


# examples


@pytest.mark.parametrize(
    "make",
    [e.vaccinazione_effettuata, e.vaccinazione_non_effettuata, e.scheda_assistito, e.cancella, e.cancella_per_identita],
    ids=lambda f: f.__name__,
)
def test_minimal_events_break_nothing(make: Any) -> None:
    assert trovati(make()) == []


def test_example_events_break_nothing_and_many_of_them_together_only_give_warnings() -> None:
    events = e.molti()
    assert {type(event) for event in events} == set(EVENTI)
    assert [found.to_dict("en") for event in events for found in trovati(event)] == []
    assert Counter(each.issue.code for each in r.giudica_insieme(events)) == {"SIV-R90": 8, "SIV-R97": 3, "SIV-R91": 1}


def test_people_of_the_examples_are_told_apart() -> None:
    found = [event.assistito for event in e.molti()]
    assert {each.genere for each in found if isinstance(each, IdentificativoAssistito)} == {"CF", "STP", "TEAM", "NESSUNO"}
