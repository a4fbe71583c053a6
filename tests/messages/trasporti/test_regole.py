"""Every rule of the transport events has an event that breaks it and one that does not; what the model refuses never becomes an event."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

import siss_interop as siss
from siss_interop.issues import DEFINITIONS, Severity, ValidationIssue
from siss_interop.messages import catalogue
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.eventi import CancellaAAVV, ErogazioneTrasporto, EventoTrasporto, Prescrizione, Richiesta
from siss_interop.messages.trasporti.regole import eventi as r
from siss_interop.model.rules import judge
from siss_interop.testing import messages
from tests.messages.trasporti.casi import BASI, CASI, Caso, base, con, tutti

EVENTI = [entry for entry in catalogue.CATALOGUE if entry.flow == "trasporti" and entry.event]


def trovati(event: EventoTrasporto) -> list[ValidationIssue]:
    return list(judge(r.REGOLE_EVENTI, event))


def test_every_rule_has_its_case() -> None:
    codes = [each.definition.code for each in r.REGOLE_EVENTI]
    assert sorted(codes) == sorted(CASI)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("which", BASI)
def test_what_the_cases_start_from_breaks_nothing(which: str) -> None:
    assert trovati(base(which)) == []


@pytest.mark.parametrize("make", e.TUTTI, ids=lambda make: make.__name__)
def test_examples_break_nothing(make: Any) -> None:
    assert not len(siss.validate(make()))


@pytest.mark.parametrize(("code", "caso"), [pytest.param(code, each, id=f"{code}-{at}") for at, (code, each) in enumerate(tutti())])
def test_rule(code: str, caso: Caso) -> None:
    found = trovati(con(caso.di, caso.rotto))
    assert tuple(each.path for each in found if each.code == code) == caso.dove
    errors = {each.code for each in found if each.severity is Severity.ERROR}
    assert errors - {code} == caso.anche, "which other errors the event has is known"
    assert code not in {each.code for each in trovati(con(caso.di, caso.sano))}


@pytest.mark.parametrize("code", CASI)
def test_rule_says_what_it_wants(code: str) -> None:
    found = DEFINITIONS[code]
    assert found.it
    assert found.en
    assert found.instead_it
    assert found.instead_en
    assert found.passing != found.failing
    assert found.source or code.startswith("COD")


@pytest.mark.parametrize("entry", EVENTI, ids=lambda entry: entry.name)
def test_rules_of_a_type_are_all_that_can_find_something_in_it_and_never_raise(entry: catalogue.Entry) -> None:
    @given(messages(entry.load()))
    def holds(event: EventoTrasporto) -> None:
        found = trovati(event)
        assert found == list(siss.validate(event))
        for each in found:
            assert each.text("it")
            assert "?" not in each.text("en"), "every parameter of the text is given"

    holds()


# what the model refuses (flows.md 5.5)


@pytest.mark.parametrize(
    ("model", "which", "field", "value"),
    [
        (Richiesta, e.richiesta, "data_ora_richiesta", "2024-03-31T02:30:00"),
        (Richiesta, e.richiesta, "anno_richiesta", "24"),
        (Richiesta, e.richiesta, "codice_av", "av001"),
        (Richiesta, e.richiesta, "motivo", "12"),
        (ErogazioneTrasporto, e.erogazione, "progressivo_erogazione", "0"),
        (ErogazioneTrasporto, e.erogazione, "progressivo_erogazione", "0000"),
        (ErogazioneTrasporto, e.erogazione, "km_percorsi", "-1"),
        (ErogazioneTrasporto, e.erogazione, "km_percorsi", "12,5"),
        (ErogazioneTrasporto, e.erogazione, "km_percorsi", "12.55"),
        (CancellaAAVV, e.cancella_aavv, "tipo_evento_da_cancellare", "Ev05"),
        (CancellaAAVV, e.cancella_aavv, "cognome", "Esempi"),
    ],
)
def test_the_model_refuses(model: type[EventoTrasporto], which: Any, field: str, value: str) -> None:
    data = {**which().__dict__, field: value}
    with pytest.raises(ValidationError):
        model.model_validate(data)
    written = siss.write(which(), to="xml").payload.decode()
    tag = f"<{_tag(field)}>"
    old = written[written.index(tag) + len(tag) : written.index(f"</{_tag(field)}>")] if tag in written else ""
    wrong = written.replace(f"{tag}{old}<", f"{tag}{value}<") if tag in written else written.replace("</", f"{tag}{value}</{_tag(field)}></", 1)
    found = siss.read(wrong.encode())
    assert not found.report.ok
    assert all(issue.text("it") and issue.text("en") for issue in found.report)


def _tag(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(part.capitalize() for part in rest)


def test_without_the_tax_code_of_the_doctor_there_is_no_request() -> None:
    with pytest.raises(ValidationError, match="codice_fiscale_medico"):
        Prescrizione.model_validate({"tipo_ricettario": "ALTRO", "data_prescrizione": e.richiesta().prescrizione.data_prescrizione})
    written = siss.write(e.richiesta(), to="xml").payload.decode()
    start, end = written.index("<codiceFiscaleMedico>"), written.index("</codiceFiscaleMedico>") + len("</codiceFiscaleMedico>")
    found = siss.read((written[:start] + written[end:]).encode())
    assert found.message is None
    assert [(issue.code, issue.path) for issue in found.report] == [("XML-015", "prescrizione.codice_fiscale_medico")]


def test_a_cancellation_with_a_name_inside_is_refused_whole() -> None:
    written = siss.write(e.cancella_erogazione(), to="xml").payload.replace(b"</CancellaAAVV>", b"<cognome>Esempi</cognome></CancellaAAVV>")
    assert [issue.code for issue in siss.validate(written)] == ["XML-001"]


def test_codes_are_of_the_event_and_its_key() -> None:
    for number, entry in enumerate(EVENTI, 1):
        assert entry.event == f"Ev0{number}"
        assert entry.load().tipo_evento == entry.event  # type: ignore[attr-defined]
