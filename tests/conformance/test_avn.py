"""The ministry's own sample rows and schemas: what we write is valid, and what we read of the samples is what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from siss_interop.messages.vaccinazioni.avn import read_avn, write_avn
from siss_interop.messages.vaccinazioni.avn.tabelle import PER_EVENTO, TRACCIATI, Tracciato
from siss_interop.messages.vaccinazioni.eventi import Cancella, EventoSIV
from tests.laws.trying import trying
from tests.messages.vaccinazioni.avn_material import Reversible, effettuata, fit, non_effettuata, scheda

SAMPLES = {"VSX": "VSX.csv", "VNX": "VNX_Test.csv"}


@pytest.fixture(scope="module")
def schemas(conformance: Path) -> dict[str, etree.XMLSchema]:
    return {each.nome: etree.XMLSchema(etree.parse(conformance / "avn" / f"{each.nome}.xsd")) for each in TRACCIATI}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_convert_to_valid_xml(name: str, conformance: Path, schemas: dict[str, etree.XMLSchema]) -> None:
    data = (conformance / "avn" / SAMPLES[name]).read_bytes()
    found = list(read_avn(data))
    assert len(found) == data.rstrip().count(b"\n")
    assert all(each.report.ok for each in found)
    events = [each.message for each in found if isinstance(each.message, EventoSIV)]
    (file,) = write_avn(events)
    assert file.layout == name
    schemas[name].assertValid(etree.fromstring(file.written.payload))
    assert [each.message for each in read_avn(file.written.payload)] == events
    (rows,) = write_avn(events, as_rows=True)
    assert rows.written.payload.decode().splitlines()[0] == data.decode().splitlines()[0]
    assert [each.message for each in read_avn(rows.written.payload)] == events


@pytest.mark.parametrize("layout", TRACCIATI, ids=lambda each: each.nome)
def test_what_is_written_is_valid(layout: Tracciato, schemas: dict[str, etree.XMLSchema]) -> None:
    @trying()
    @given(st.lists(fit(layout.modello), min_size=1, max_size=3))
    def law(events: list[EventoSIV]) -> None:
        for file in write_avn(events, cipher=Reversible()):
            schemas[layout.nome].assertValid(etree.fromstring(file.written.payload))

    law()


@pytest.mark.parametrize("event", [effettuata(id_evento_locale="A"), non_effettuata(id_evento_locale="A"), scheda(id_evento_locale="A")])
def test_a_cancellation_is_valid(event: EventoSIV, schemas: dict[str, etree.XMLSchema]) -> None:
    key = {"codice_regione": event.codice_regione, "assistito": event.assistito, "tipo_evento_da_cancellare": event.tipo_evento}
    wanted = Cancella.model_validate({**key, "id_evento_locale": "A"})
    (file,) = write_avn([wanted], cancelled=[event])
    root = etree.fromstring(file.written.payload)
    schemas[PER_EVENTO[event.tipo_evento].nome].assertValid(root)
    assert "C" in root.xpath("//@TipoTrasmissione | //TipoTrasmissione/text()")


@pytest.mark.parametrize("layout", TRACCIATI, ids=lambda each: each.nome)
def test_the_table_has_the_names_of_the_schema(layout: Tracciato, conformance: Path) -> None:
    schema = etree.parse(conformance / "avn" / f"{layout.nome}.xsd")
    names = {"xs": "http://www.w3.org/2001/XMLSchema"}
    said = schema.xpath("//xs:attribute/@name", namespaces=names)
    inside = schema.xpath("//xs:element[@name='Assistito']//xs:element[@type]/@name", namespaces=names)
    assert isinstance(said, list)
    assert isinstance(inside, list)
    assert {campo.xml for campo in layout.campi} == {*said, *inside}
    required = schema.xpath("//xs:attribute[@use='required']/@name", namespaces=names)
    elements = schema.xpath("//xs:element[@name='Assistito']//xs:element[@type][not(@minOccurs)]/@name", namespaces=names)
    assert isinstance(required, list)
    assert isinstance(elements, list)
    assert {campo.xml for campo in layout.campi if campo.mancante is not None} == {*required, *elements}
    if layout.elementi:
        assert [campo.xml for campo in layout.del_posto("record")] == inside


@pytest.mark.parametrize("layout", TRACCIATI, ids=lambda each: each.nome)
def test_the_codes_are_the_ministrys(layout: Tracciato, conformance: Path) -> None:
    text = (conformance / "avn" / f"{layout.nome}_README.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if f"|{layout.nome}|" in line]
    known = {row[3].strip().partition("(")[0].strip() for row in rows}
    mine = {code for campo in layout.campi for code in (campo.mancante, campo.dominio, campo.lunghezza) if code is not None}
    assert mine <= known
