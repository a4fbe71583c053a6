"""The record of a patient in FHIR: Lists of Lists, and around each statement what the record says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import siss_interop as siss
from siss_interop.losses import LossReport
from siss_interop.messages import catalogue
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti.acquisizione import acquisisci
from siss_interop.messages.documenti.costruzione import osservazione, problema, voce_problema
from siss_interop.messages.documenti.esempi_scheda import scheda
from siss_interop.messages.documenti.fhir_scheda import MARCATURA
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.scheda import (
    CLASSI,
    DatoOsservazione,
    DatoProblema,
    DatoRisultato,
    Fonte,
    SchedaSanitariaIndividuale,
    dati,
    marca,
)
from siss_interop.model.tipi import Id, Momento
from siss_interop.options import Options
from siss_interop.wire.fhir import document, json
from tests.laws.losses import untrue
from tests.messages.documenti.records import empty, summaries

Json = dict[str, Any]
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=20)
ENTRY = catalogue.entry("SchedaSanitariaIndividuale")
DAY = Momento(valore="20240312")
PROFILES = ("collection", "transaction")


def own(number: int) -> Id:
    return Id(radice="2.25.9", estensione=str(number))


def bundle(record: SchedaSanitariaIndividuale, profile: str = "collection") -> Json:
    return json.load(siss.write(record, to="fhir", profile=profile).payload, Options())


def resources(made: Json, kind: str) -> list[Json]:
    return [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind]


def back(made: Json) -> SchedaSanitariaIndividuale:
    """The record of a bundle of which nothing is left over."""
    found = siss.read(json.dump(made))
    assert found.report.issues == ()
    assert found.accounting.left_over == ()
    assert isinstance(found.message, SchedaSanitariaIndividuale)
    return found.message


def comes_back(record: SchedaSanitariaIndividuale) -> Json:
    """The bundle of a record that comes back as it was, but for the losses that are listed."""
    made = bundle(record)
    assert untrue(record, siss.write(record, to="fhir").loss, back(made)) == []
    return made


def around(made: Json, resource: Json) -> Iterator[Json]:
    """The Provenances of a resource."""
    url = next(entry["fullUrl"] for entry in made["entry"] if entry["resource"] is resource)
    yield from (each for each in resources(made, "Provenance") if each["target"] == [{"reference": url}])


def of_record(made: Json, resource: Json) -> Json | None:
    """The Provenance of a datum, which there is once at most."""
    found = [each for each in around(made, resource) if "activity" in each]
    assert len(found) <= 1
    return found[0] if found else None


# ---- the lists


def test_a_list_for_each_kind_of_data_that_there_is() -> None:
    made, record = bundle(scheda()), scheda()
    root, *lists = resources(made, "List")
    assert root["meta"]["tag"] == [{"system": catalogue.MESSAGE_SYSTEM, "code": "SchedaSanitariaIndividuale"}]
    assert root["source"]["reference"] in {entry["fullUrl"] for entry in made["entry"] if entry["resource"]["resourceType"] == "PractitionerRole"}
    filled = [name for name in CLASSI if getattr(record, name)]
    assert len(root["entry"]) == len(lists) == len(filled)
    assert {len(each["entry"]) for each in lists} == {len(getattr(record, name)) for name in filled}
    assert {each["subject"]["reference"] for each in (root, *lists)} == {root["subject"]["reference"]}
    assert [entry["flag"]["coding"][0]["code"] for entry in root["entry"]] == [each["code"]["coding"][0]["code"] for each in lists]
    assert {(each["status"], each["mode"]) for each in (root, *lists)} == {("current", "working")}


def test_an_empty_record_is_an_empty_list() -> None:
    (root,) = resources(comes_back(empty()), "List")
    assert "entry" not in root


@pytest.mark.parametrize("profile", PROFILES)
def test_both_bundles_hold_the_same(profile: str) -> None:
    made = bundle(scheda(), profile)
    assert made["type"] == profile
    assert all(("request" in entry) == (profile == "transaction") for entry in made["entry"])
    assert back(made) == back(bundle(scheda()))


def test_the_order_of_the_entries_says_nothing() -> None:
    made = bundle(scheda())
    expected = back(made)
    made["entry"].reverse()
    assert back(made) == expected


def test_statements_of_one_class_stay_in_their_kinds() -> None:
    said = osservazione(p.loinc("72166-2", "Fumo"), c.quantita("1", "1"), quando="2024")
    record = empty().model_copy(update={
        "stile_di_vita": (DatoOsservazione(id=own(1), data=DAY, enunciato=said),), "indagini": (DatoRisultato(id=own(2), data=DAY, enunciato=said),),
    })  # fmt: skip
    assert len(resources(comes_back(record), "Observation")) == 2


# ---- what the record says of a datum


def test_date_mark_and_identity_stand_in_elements_of_r4() -> None:
    found = problema(c.icd9cm("250.00", "Diabete"), dal="2010")
    record = empty().model_copy(update={
        "problemi": tuple(
            DatoProblema(id=own(at), data=DAY, marcato=bool(at), enunciato=voce_problema(found, dal="2010", id=own(10 + at))) for at in range(2)
        ),
    })  # fmt: skip
    made = comes_back(record)
    entries = resources(made, "List")[1]["entry"]
    assert [entry["date"] for entry in entries] == ["2024-03-12"] * 2
    assert [entry["flag"]["coding"] for entry in entries] == [[{"system": MARCATURA, "code": code}] for code in ("non-marcato", "marcato")]
    identities = [each for one in resources(made, "Condition") for each in one["identifier"] if each.get("use") == "usual"]
    assert [each["value"] for each in identities] == ["0", "1"]


def test_who_recorded_it_and_which_document_says_it_are_its_provenance() -> None:
    source = Fonte(documento=Id(radice="2.25.3", estensione="D"), codice=p.loinc("60591-5", "PSS"), data=DAY, autori=(p.autore(),))
    said = osservazione(p.loinc("72166-2", "Fumo"), c.quantita("1", "1"), quando="2024").model_copy(update={"autori": (p.autore(),)})
    datum = DatoOsservazione(id=own(1), data=DAY, autore=p.autore(), fonti=(source, Fonte(documento=own(3))), enunciato=said)
    record = empty().model_copy(update={"stile_di_vita": (datum,)})
    made = comes_back(record)
    (resource,) = resources(made, "Observation")
    assert len(list(around(made, resource))) == 2  # the statement has an author too
    provenance = of_record(made, resource)
    assert provenance is not None
    assert [each["what"]["identifier"]["value"] for each in provenance["entity"]] == ["D", "3"]
    assert [len(each.get("agent", ())) for each in provenance["entity"]] == [1, 0]
    assert provenance["agent"][0]["who"]["reference"].startswith("urn:uuid:")


def test_a_datum_of_which_nobody_is_known_has_no_provenance_and_one_of_a_document_alone_an_unknown_agent() -> None:
    said = osservazione(p.loinc("72166-2", "Fumo"), c.quantita("1", "1"), quando="2024")
    for sources in ((), (Fonte(documento=own(3)),)):
        record = empty().model_copy(update={"stile_di_vita": (DatoOsservazione(id=own(1), data=DAY, fonti=sources, enunciato=said),)})
        made = comes_back(record)
        provenance = of_record(made, resources(made, "Observation")[0])
        assert (provenance is not None) == bool(sources)
        assert provenance is None or "reference" not in provenance["agent"][0]["who"]


def test_an_entry_that_does_not_say_whether_it_is_marked_is_told() -> None:
    made = bundle(marca(scheda(), scheda().terapie[0].id))
    (entry,) = next(each for each in resources(made, "List") if each.get("title") == "Terapie Farmacologiche")["entry"]
    del entry["flag"]
    found = siss.read(json.dump(made))
    assert isinstance(found.message, SchedaSanitariaIndividuale)
    assert not found.message.terapie[0].marcato
    assert [(each.code, each.path) for each in found.report.issues] == [("FHIR-005", "terapie[0].marcato")]


def test_an_entry_of_a_statement_of_another_kind_is_left_over() -> None:
    made = bundle(scheda())
    allergies, others = resources(made, "List")[1:3]
    others["entry"].append(allergies["entry"][0])
    found = siss.read(json.dump(made))
    assert isinstance(found.message, SchedaSanitariaIndividuale)
    assert len(found.message.terapie) == len(scheda().terapie)
    assert [each.reason for each in found.accounting.left_over] == ["unknown"]


# ---- laws


@pytest.mark.parametrize("profile", PROFILES)
def test_what_was_taken_in_from_two_documents_comes_back(profile: str) -> None:
    @SLOW
    @given(summaries("A", 1), summaries("A", 2))
    def law(one: ProfiloSanitarioSintetico, other: ProfiloSanitarioSintetico) -> None:
        record = acquisisci(acquisisci(empty(), one)[0], other)[0]
        record = marca(record, *(each.id for _, each in list(dati(record))[::2]))
        written = document.write(record, ENTRY.fhir(), profile, Options())
        found = document.read_bundle(json.load(written.payload, Options()), ENTRY.fhir())
        assert (found.issues, found.left) == ((), ())
        assert isinstance(found.message, SchedaSanitariaIndividuale)
        assert untrue(record, written.loss, found.message) == []
        assert [(each.id, each.data, each.marcato) for _, each in dati(found.message)] == [
            (each.id, each.data, each.marcato) for _, each in dati(record)
        ]

    law()


def test_through_our_json_and_back_it_is_the_same_bundle() -> None:
    once = siss.write(scheda(), to="fhir", on_loss="ignore")
    again = siss.convert(siss.convert(once.payload, to="json").payload, to="fhir")
    assert again.payload == once.payload
    assert again.loss == LossReport(())
