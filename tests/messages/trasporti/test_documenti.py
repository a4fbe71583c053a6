"""The transport documents: from an event and back, under the official schema, and under the schematron of ours that follows from the binding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.errors import Refused
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.trasporti import esempi_documenti as d
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.conversione import documento, evento
from siss_interop.messages.trasporti.documenti import RelazioneTrasporto, RichiestaTrasporto
from siss_interop.messages.trasporti.eventi import ErogazioneTrasporto, Richiesta
from siss_interop.model.base import Message
from siss_interop.testing import messages

ROOT = Path(__file__).resolve().parents[3]
TYPES = ["RichiestaTrasporto", "RelazioneTrasporto"]


def made(event: Richiesta | ErogazioneTrasporto) -> tuple[RichiestaTrasporto | RelazioneTrasporto, list[str]]:
    sample = d.richiesta()
    found, losses = documento(event, id=sample.id, data=sample.data, autore=sample.autori[0], custode=sample.custode, assistito=e.ADA)
    return found, [loss.path for loss in losses]


@pytest.mark.parametrize("make", [e.richiesta, e.richiesta_ricca, e.erogazione, e.erogazione_ricca])
def test_an_event_comes_back_of_its_document(make: Callable[[], Any]) -> None:
    event = make()
    found, losses = made(event)
    assert losses == (["tipo_operazione"] if event.tipo_operazione else [])
    data = siss.write(found, to="cda").payload
    read = siss.read(data).message
    assert read == found
    assert isinstance(read, RichiestaTrasporto | RelazioneTrasporto)
    assert evento(read) == event.model_copy(update={"tipo_operazione": None})


def _same_but_for(event: Richiesta | ErogazioneTrasporto, losses: list[str], back: Any) -> bool:
    """Whether what came back is the event, apart from the losses and from another writing of the same instants."""
    _, again = made(back)
    first, other = (siss.write(each, to="json").payload for each in (made(event)[0], made(back)[0]))
    return again == [] and first == other and set(losses) <= {"tipo_operazione", *(path for path in losses if path.startswith("assistito."))}


@settings(max_examples=40)
@given(messages(ErogazioneTrasporto))
def test_any_delivery_comes_back(event: ErogazioneTrasporto) -> None:
    assume("TRA-R30" not in {issue.code for issue in siss.validate(event)})
    found, losses = made(event)
    assert _same_but_for(event, losses, evento(found))


@settings(max_examples=40)
@given(messages(Richiesta))
def test_any_request_comes_back(event: Richiesta) -> None:
    known = e.richiesta()
    event = event.model_copy(update={"assistito": known.assistito, "prescrizione": known.prescrizione, "canale_richiesta": None})
    assume("TRA-R30" not in {issue.code for issue in siss.validate(event)})
    found, losses = made(event)
    assert _same_but_for(event, losses, evento(found))


def test_what_a_document_has_no_place_for_is_a_loss() -> None:
    stp = IdentificativoAssistito(genere="STP", codice="STP0900011234567", emittente="090201")
    event = e.richiesta().model_copy(update={"assistito": e.ADA.model_copy(update={"identificativo": stp})})
    assert made(event)[1] == ["assistito.identificativo.emittente"]


def test_the_same_instant_in_another_zone_is_no_loss() -> None:
    event = e.richiesta().model_copy(update={"data_ora_richiesta": "2024-12-02T08:00:00Z"})
    found, losses = made(event)
    assert losses == []
    back = evento(found)
    assert isinstance(back, Richiesta)
    assert back.data_ora_richiesta == "2024-12-02T08:00:00+00:00"


def test_a_delivery_needs_its_person() -> None:
    sample = d.richiesta()
    with pytest.raises(ValueError, match="assistito"):
        documento(e.erogazione(), id=sample.id, data=sample.data, autore=sample.autori[0], custode=sample.custode)


def test_a_document_without_what_the_event_needs_is_refused_with_its_place() -> None:
    found = d.richiesta()
    nobody = found.model_copy(update={"assistito": found.assistito.model_copy(update={"nascita": None})})
    with pytest.raises(Refused) as raised:
        evento(nobody)
    assert [(issue.code, issue.path) for issue in raised.value.report] == [("CONV-040", "assistito.data_nascita")]


@pytest.mark.parametrize(
    ("make", "change", "code"),
    [
        (d.richiesta, {"chiave": "AV001/1"}, "TRA-R80"),
        (d.richiesta, {"chiave": "AV001.2024.1.1"}, "TRA-R80"),
        (d.relazione, {"chiave": "AV001.2024.1"}, "TRA-R80"),
        (d.richiesta, {"autori": ()}, "TRA-R81"),
    ],
)
def test_rules_of_the_statement(make: Callable[[], Any], change: dict[str, Any], code: str) -> None:
    found = make()
    assert not len(siss.validate(found))
    told = found.sezione.trasporto.model_copy(update=change)
    changed = found.model_copy(update={"sezione": found.sezione.model_copy(update={"trasporto": told})})
    assert [issue.code for issue in siss.validate(changed)] == [code]


def test_a_section_without_text_is_a_warning() -> None:
    found = d.relazione()
    changed = found.model_copy(update={"sezione": found.sezione.model_copy(update={"testo": None})})
    assert [(issue.code, issue.severity.value) for issue in siss.validate(changed)] == [("TRA-R82", "warning")]


# the official schema


@pytest.mark.parametrize("make", d.TUTTI, ids=lambda make: make.__name__)
def test_examples_are_valid_under_the_official_schema(make: Callable[[], Message], conformance: Path) -> None:
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    found = RulePack(conformance / "cda").check(siss.write(make(), to="cda").payload)
    assert [issue.code for issue in found] == ["OFF-004"], "the ministry has no schematron for it; its schema finds nothing"
