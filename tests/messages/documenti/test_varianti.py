"""Ways of writing that the schema and the guides admit and no sample has: each is typed, comes back, is changed in place and goes through FHIR."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest

import siss_interop as siss
from siss_interop.generate.examples import sample
from siss_interop.messages.catalogue import CATALOGUE
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.model.base import Message
from siss_interop.model.paths import keys
from siss_interop.wire.fhir import json
from tests.laws.losses import untrue

_ENTRIES = {entry.name: entry for entry in CATALOGUE}
_LOINC = 'codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC"'
_OF_A_RELATIVE = f'<code code="52797-8" {_LOINC} displayName="Diagnosi codice ICD"/>'
_OF_AN_ITEM = '<code nullFlavor="NA"/><statusCode code="active"/>'


class Variant(NamedTuple):
    """What stands in a document instead of what its sample has (a pattern, found first), and what the message then says where."""

    name: str
    type: str
    usual: str
    other: str
    path: str
    value: Any


VARIANTS = (
    Variant("an identifier to be shown", "LetteraDimissione", "<setId root", '<setId displayable="true" root', "insieme.visualizzabile", True),
    Variant(
        "the media type of a narrative", "ProfiloSanitarioSintetico", "<title>Vaccinazioni</title><text>",
        '<title>Vaccinazioni</title><text mediaType="text/x-hl7-text+xml">', "vaccinazioni.testo.tipo_media", "text/x-hl7-text+xml",
    ),
    Variant(
        "another reason why an item of a list has no code", "RefertoRadiologia", _OF_AN_ITEM, _OF_AN_ITEM.replace("NA", "NI"),
        "storia.allergie.voci[0].codice_nullo", "NI",
    ),
    Variant(
        "a disease of a relative under another code", "RefertoRadiologia", _OF_A_RELATIVE, f'<code code="75326-9" {_LOINC}/>',
        "storia.voci[1].altre_patologie[0].codice.codice", "75326-9",
    ),
    Variant(
        "a disease of a relative without a code", "RefertoAnatomiaPatologica", _OF_A_RELATIVE, '<code nullFlavor="NI"/>',
        "notizie.anamnesi.voci[1].altre_patologie[0].codice.nullo", "NI",
    ),
    Variant(
        "a container in another relation", "RefertoAnatomiaPatologica", '<entryRelationship typeCode="COMP"><supply',
        '<entryRelationship typeCode="XCRPT"><supply', "procedura.voci[0].contenitori[0].relazione", "XCRPT",
    ),
    Variant(
        "a rare null flavour", "LetteraDimissione", '<birthTime value="19510514"/>', '<birthTime nullFlavor="INV"/>',
        "assistito.nascita.nullo", "INV",
    ),
    Variant(
        "at an event of the day", "ProfiloSanitarioSintetico", "<routeCode",
        '<effectiveTime xsi:type="EIVL_TS"><event code="HS" codeSystem="2.16.840.1.113883.5.139"/></effectiveTime><routeCode',
        "terapie.voci[0].eventi[0].evento.codice", "HS",
    ),
    Variant(
        "a medicine as its label calls it", "LetteraDimissione", "<manufacturedMaterial.*?</manufacturedMaterial>",
        "<manufacturedLabeledDrug><name>FARMACO DI ESEMPIO</name></manufacturedLabeledDrug>",
        "terapia.voci[0].farmaco.etichettato.nome", "FARMACO DI ESEMPIO",
    ),
    Variant(
        "a supply that is no act of its own", "LetteraDimissione", '<quantity value="2"/></supply>',
        '<independentInd value="false"/><quantity value="2"/></supply>', "terapia.voci[0].fornitura.indipendente", False,
    ),
    Variant(
        "what belongs to a supply", "LetteraDimissione", '<quantity value="2"/></supply>',
        '<quantity value="2"/><entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="EVN"><code code="1" codeSystem="2.25.1"/>'
        "</observation></entryRelationship></supply>",
        "terapia.voci[0].fornitura.collegati[0].relazione", "RSON",
    ),
    Variant(
        "an amount of money", "VerbaleProntoSoccorso", '<value xsi:type="ST">.*?</value>', '<value xsi:type="MO" value="3.10" currency="EUR"/>',
        "motivo.voci[1].valore.valuta", "EUR",
    ),
    Variant(
        "a device that took part", "VerbaleProntoSoccorso", "<playingEntity><name>.*?</playingEntity></participantRole>",
        "<playingDevice><manufacturerModelName>Apparecchio di esempio</manufacturerModelName></playingDevice></participantRole>",
        "fasi.voci[0].partecipanti[0].dispositivo.modello", "Apparecchio di esempio",
    ),
    Variant(
        "the kind of place that a role is of", "VerbaleProntoSoccorso", "</name></playingEntity></participantRole>",
        '</name></playingEntity><scopingEntity classCode="ENT"><code code="H" codeSystem="2.25.1"/></scopingEntity></participantRole>',
        "fasi.voci[0].partecipanti[0].codice_ente.codice", "H",
    ),
)  # fmt: skip


def _document(variant: Variant) -> bytes:
    usual = siss.write(sample(_ENTRIES[variant.type]), to="cda").payload.decode()
    made, times = re.subn(variant.usual, variant.other, usual, count=1)
    assert times == 1
    return made.encode()


def _message(found: siss.Read) -> Message:
    assert found.message is not None
    return found.message


def _at(value: Any, path: str) -> Any:
    for key in keys(path):
        value = value[key] if isinstance(key, int) else getattr(value, key)
    return value


@pytest.fixture(params=VARIANTS, ids=[each.name for each in VARIANTS])
def variant(request: pytest.FixtureRequest) -> Variant:
    """A way of writing."""
    made: Variant = request.param
    return made


def test_it_is_typed(variant: Variant) -> None:
    found = siss.read(_document(variant))
    assert found.report.issues == ()
    assert found.accounting.left_over == ()
    assert _at(_message(found), variant.path) == variant.value


def test_it_comes_back(variant: Variant) -> None:
    found = siss.read(_document(variant))
    written = siss.write(found, to="cda", original=False)
    assert siss.read(written.payload).message == found.message
    assert [each for each in written.loss if "templateId" not in each.path] == []
    assert siss.read(siss.write(found, to="json", original=False).payload).message == found.message


def test_it_is_changed_in_place_and_back(variant: Variant) -> None:
    usual = siss.read(siss.write(sample(_ENTRIES[variant.type]), to="cda").payload)
    other = siss.read(_document(variant))
    for before, after in ((usual, other), (other, usual)):
        written = siss.write(_message(after), to="cda", onto=before)
        assert siss.read(written.payload).message == after.message


def test_it_goes_through_fhir(variant: Variant) -> None:
    message = _message(siss.read(_document(variant)))
    written = siss.write(message, to="fhir")
    found = siss.read(written.payload)
    assert found.report.ok
    assert found.accounting.left_over == ()
    assert untrue(message, written.loss, _message(found)) == []


def test_an_attribute_of_blanks_says_nothing() -> None:
    usual = siss.write(sample(_ENTRIES["LetteraDimissione"]), to="cda").payload.decode()
    data = usual.replace('displayName="Normal"', 'displayName="  "', 1).encode()
    found = siss.read(data)
    assert found.report.ok
    assert [each.xpath.rpartition("/")[2] for each in found.accounting.left_over] == ["@displayName"]
    assert _at(_message(found), "riservatezza.descrizione") is None
    assert siss.write(found, to="cda").payload == data


def test_a_summary_says_that_times_are_not_known() -> None:
    message = sample(_ENTRIES["ProfiloSanitarioSintetico"])
    assert isinstance(message, ProfiloSanitarioSintetico)
    assert message.terapie is not None
    timeless = message.terapie.model_copy(update={"voci": tuple(each.model_copy(update={"quando": None}) for each in message.terapie.voci)})
    changed = message.model_copy(update={"terapie": timeless})
    written = siss.write(changed, to="fhir")
    resources = [entry["resource"] for entry in json.load(written.payload, siss.Options())["entry"]]
    (taken,) = (each for each in resources if each["resourceType"] == "MedicationStatement")
    assert taken["_effectiveDateTime"]["extension"][0]["valueCode"] == "unknown"
    assert untrue(changed, written.loss, _message(siss.read(written.payload))) == []
