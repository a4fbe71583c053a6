"""Statements in FHIR R4 where R4 has rules of its own: vital signs, pictures, forms of medicines, procedures that are asked for. All comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from json import loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import siss_interop as siss
from siss_interop.check.fhir.checker import check
from siss_interop.generate.examples import sample
from siss_interop.issues import Severity
from siss_interop.messages import catalogue
from siss_interop.messages.comune.enunciati.generici import (
    Farmaco,
    Gruppo,
    OggettoMultimediale,
    Osservazione,
    Procedura,
    Terapia,
    Voce,
)
from siss_interop.messages.comune.fhir_enunciati.allegati import _in_lines, _lines
from siss_interop.messages.comune.testata import LOINC
from siss_interop.messages.documenti.verbale import VerbaleProntoSoccorso
from siss_interop.model import tipi
from siss_interop.model.misure import Stringa, Valore
from siss_interop.model.tipi import Codice, Momento, Quantita
from siss_interop.wire.fhir.bundle import references
from tests.laws.losses import untrue

Json = dict[str, Any]
DAY = Momento(valore="20240501")
UNITS = {
    "9279-1": "/min", "8867-4": "/min", "2708-6": "%", "8310-5": "Cel", "8302-2": "cm", "9843-4": "cm", "29463-7": "kg", "39156-5": "kg/m2",
}  # fmt: skip
ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}


@cache
def _document() -> VerbaleProntoSoccorso:
    found = sample(catalogue.entry("VerbaleProntoSoccorso"))
    assert isinstance(found, VerbaleProntoSoccorso)
    return found


def _written(voci: Sequence[Voce], kind: str) -> list[list[Json]]:
    """The resources of a type that each statement becomes; that all comes back, and that R4 has nothing against them, is asked besides."""
    document = _document()
    assert document.trasporto is not None
    section = document.trasporto.model_copy(update={"voci": (), "note": (), "altre_voci": tuple(voci)})
    message = document.model_copy(update={"trasporto": section})
    written = siss.write(message, to="fhir", profile="document")
    found = siss.read(written.payload)
    assert found.accounting.left_over == ()
    assert found.message is not None
    assert untrue(message, written.loss, found.message) == []
    assert {loss.path.rpartition(".")[2] for loss in written.loss} <= {"nome_sistema", "nome_codice"}
    bundle = loads(written.payload)
    assert [(each.code, each.xpath) for each in check(bundle) if each.severity is Severity.ERROR] == []
    by_url = {each["fullUrl"]: each["resource"] for each in bundle["entry"]}
    (entries,) = (each["entry"] for each in bundle["entry"][0]["resource"]["section"] if each["code"]["coding"][0]["code"] == "11459-5")
    return [[each for each in _reached(entry, by_url) if each["resourceType"] == kind] for entry in entries]


def _reached(entry: Json, by_url: Mapping[str, Json]) -> Iterator[Json]:
    """The resource of an entry, and those that it refers to, but for people."""
    waiting = [entry["reference"]]
    while waiting:
        resource = by_url[waiting.pop(0)]
        yield resource
        inside = {key: value for key, value in resource.items() if key not in ("subject", "patient")}
        waiting += [each["reference"] for each in references(inside)]


def _one(voce: Voce, kind: str) -> Json:
    ((found,),) = _written([voce], kind)
    return found


def _observation(code: str, *valori: Valore, quando: Momento | None = DAY, fase: str = "EVN") -> Osservazione:
    return Osservazione(codice=Codice(codice=code, sistema=LOINC), valori=valori, quando=quando, fase=fase)


def _codes(concept: Json) -> list[str]:
    return [each["code"] for each in concept["coding"]]


def _is_vital(resource: Json) -> bool:
    return [_codes(each) for each in resource.get("category", ())] == [["vital-signs"]]


def test_a_vital_sign_is_one() -> None:
    voci = [_observation(code, Quantita(valore="36.50", unita=unit)) for code, unit in UNITS.items()]
    for (found,), (code, unit) in zip(_written(voci, "Observation"), UNITS.items(), strict=True):
        assert _is_vital(found)
        assert _codes(found["code"]) == [code]
        assert found["valueQuantity"] == {"value": 36.5, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
        assert found["effectiveDateTime"] == "2024-05-01"


@pytest.mark.parametrize("valori", [(), (Stringa(parole="nella norma"),), (Quantita(valore="1", unita="m"), Quantita(nullo="UNK"))])
@pytest.mark.parametrize("fase", ["EVN", "RQO"])
def test_a_value_that_r4_does_not_admit_stands_beside(valori: tuple[Valore, ...], fase: str) -> None:
    codes = [*UNITS, "8480-6", "8462-4", "85354-9"]
    for code, (found,) in zip(codes, _written([_observation(code, *valori, fase=fase) for code in codes], "Observation"), strict=True):
        assert _is_vital(found)
        told = found.get("component", [found])
        if code == "39156-5":  # R4 demands this value: it is there, and says that it is absent
            assert found["valueQuantity"] == {"_value": ABSENT, "unit": "kg/m2", "system": "http://unitsofmeasure.org", "code": "kg/m2"}
        else:
            assert not any(key.startswith("value") for each in told for key in each)
            assert all("dataAbsentReason" in each for each in told)


def test_what_is_no_vital_sign_stays_as_it_is() -> None:
    other = Osservazione(codice=Codice(codice="8302-2", sistema="1.2.3.4"))
    voci = [_observation("2345-7", Stringa(parole="nella norma"), quando=None), _observation("2345-7"), other, Osservazione()]
    for (found,) in _written(voci, "Observation"):
        assert not _is_vital(found)
        assert "dataAbsentReason" not in found
        assert "effectivePeriod" not in found


@pytest.mark.parametrize("quando", [None, Momento(nullo="UNK"), Momento(valore="202405"), Momento(valore="2024+0100")])
def test_a_vital_sign_has_a_time_to_the_day_or_a_period(quando: Momento | None) -> None:
    voci = [_observation(code, Quantita(valore="1", unita="cm"), quando=quando) for code in ("8302-2", "8480-6")]
    for (found,) in _written(voci, "Observation"):
        assert "effectiveDateTime" not in found
        assert "_effectiveDateTime" not in found
        period = found["effectivePeriod"]
        assert (period == ABSENT) is (quando is None)
        assert ("start" in period) is ("end" in period) is (quando is not None and quando.valore is not None)


@pytest.mark.parametrize(("code", "other"), [("8480-6", "8462-4"), ("8462-4", "8480-6")])
def test_a_pressure_alone_is_a_panel(code: str, other: str) -> None:
    found = _one(_observation(code, Quantita(valore="130", unita="mm[Hg]")), "Observation")
    assert _is_vital(found)
    assert _codes(found["code"]) == ["85354-9"]
    assert not any(key.startswith("value") for key in found)
    said, unknown = found["component"]
    assert (_codes(said["code"]), said["valueQuantity"]["value"]) == ([code], 130)
    assert (_codes(unknown["code"]), _codes(unknown["dataAbsentReason"])) == ([other], ["unknown"])


def test_a_panel_of_pressures_says_them() -> None:
    high = _observation("8480-6", Quantita(valore="130", unita="mm[Hg]"))
    low = _observation("8462-4", Quantita(valore="80", unita="mm[Hg]"))
    both, one = (Gruppo(codice=Codice(codice="85354-9", sistema=LOINC), componenti=parts) for parts in ((low, high), (high,)))
    (panel, *members), (half, *_) = _written([both, one], "Observation")
    assert [_codes(each["code"]) for each in panel["component"]] == [["8480-6"], ["8462-4"]]
    assert [each["valueQuantity"]["value"] for each in panel["component"]] == [130, 80]
    assert panel["effectivePeriod"] == ABSENT
    assert len(members) == len(panel["hasMember"]) == 2
    assert [list(each) for each in half["component"]] == [["code", "valueQuantity"], ["code", "dataAbsentReason"]]


# pictures

PICTURE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def test_data_have_no_white_space() -> None:
    laid = [PICTURE, f"\n    {PICTURE[:20]}\n    {PICTURE[20:]}\n  ", f"{PICTURE[:1]}\t{PICTURE[1:]}", f" {PICTURE[:4]} {PICTURE[4:]}"]
    voci = [_picture(parole=parole, tipo_media="image/gif", rappresentazione="B64") for parole in laid]
    for parole, (found,) in zip(laid, _written(voci, "Media"), strict=True):
        assert found["content"]["data"] == PICTURE
        assert found["content"]["contentType"] == "image/gif"
        assert ("_data" in found["content"]) is (parole != PICTURE)


@given(st.lists(st.sampled_from(["R0", "lGOD", "\n", "\r\n", " ", "\t\n", "aaa=\n", "\u00a0"]), min_size=1).map("".join))
def test_the_lines_of_data_come_back(parole: str) -> None:
    data = "".join(parole.split())
    told = _lines(parole, data)
    assert _in_lines(data, told) == parole
    assert [length for length, _ in loads(told) if not length] == [0] * (parole[0].isspace())


def _picture(**told: Any) -> OggettoMultimediale:
    return OggettoMultimediale(contenuto=tipi.Testo(**told))


def test_what_is_no_base64_stands_beside() -> None:
    told = [("tanti saluti", None), ("non base64!", "B64"), (PICTURE, "TXT")]
    for (found,) in _written([_picture(parole=parole, rappresentazione=form) for parole, form in told], "Media"):
        assert "data" not in found["content"]
        assert found["content"]["contentType"] == "application/octet-stream"


def test_what_names_no_media_type_stands_beside() -> None:
    types = ["immagine/gif", "gif", "image/", "image/gif; charset"]
    voci = [_picture(parole=PICTURE, tipo_media=each, rappresentazione="B64") for each in types]
    for each, (found,) in zip(types, _written(voci, "Media"), strict=True):
        assert found["content"]["contentType"] == "application/octet-stream"
        assert [each["valueString"] for each in found["content"]["_contentType"]["extension"]] == [each]


def test_without_data_a_type_stands_alone() -> None:
    assert _one(_picture(tipo_media="text/plain; charset=utf-8"), "Media")["content"] == {"contentType": "text/plain; charset=utf-8"}


# medicines and procedures

PILL = Codice(codice="385055001", sistema="2.16.840.1.113883.6.96", descrizione="compressa")
OTHER = Codice(codice="385219001", sistema="2.16.840.1.113883.6.96")
PRODUCT = Codice(codice="000000000", sistema="2.16.840.1.113883.2.9.6.1.5")


@pytest.mark.parametrize("fase", ["EVN", "RQO"])
def test_what_one_takes_is_the_form_of_the_medicine(fase: str) -> None:
    products = (Farmaco(codice=PRODUCT), Farmaco(codice=PRODUCT, forma=OTHER), None)
    found = _written([Terapia(fase=fase, unita=PILL, farmaco=farmaco) for farmaco in products], "Medication")
    assert [[_codes(each["form"]) for each in medications] for medications in found] == [[["385055001"]], [["385219001"]], []]


def test_the_approach_of_a_procedure_is_a_structure_of_the_body() -> None:
    (found,) = _written([Procedura(codice=PRODUCT, vie=(OTHER, PILL), metodi=(PILL,))], "BodyStructure")
    assert [_codes(each["location"]) for each in found] == [["385219001"], ["385055001"]]


def test_how_an_asked_procedure_is_to_be_done_is_a_detail_of_the_order() -> None:
    asked = Procedura(fase="RQO", codice=PRODUCT, metodi=(PILL, OTHER), vie=(OTHER,))
    (coded,), (uncoded,) = _written([asked, asked.model_copy(update={"codice": None})], "ServiceRequest")
    assert [_codes(each) for each in coded["orderDetail"]] == [["385055001"], ["385219001"]]
    assert uncoded["code"] == ABSENT
