"""The vaccination events in FHIR: where each thing stands, what a cancellation may say, and that all of it comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import siss_interop as siss
from siss_interop.check.fhir import check
from siss_interop.errors import Refused, UnknownMessage
from siss_interop.issues import Severity
from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni import esempi_eventi as esempi
from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    EventoSIV,
    IdentificativoAssistito,
    IdentificativoCifrato,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.messages.vaccinazioni.fhir_annullamento import annullata
from siss_interop.options import Options
from siss_interop.testing import messages
from siss_interop.wire.fhir import document
from siss_interop.wire.fhir.bundle import references
from siss_interop.wire.fhir.xml import from_xml, to_xml
from tests.laws.trying import trying

Json = dict[str, Any]
EXAMPLES = Path(__file__).parents[3] / "examples" / "vaccinazioni"
PROFILES = ("transaction", "message")
FAMILIES = ("hl7it", "oid")
FORMS = [(profile, family) for profile in PROFILES for family in FAMILIES]
TYPES = (VaccinazioneEffettuata, VaccinazioneNonEffettuata, SchedaAssistito, Cancella)
ONE_EACH = (
    esempi.vaccinazione_effettuata_ricca, esempi.vaccinazione_non_effettuata_ricca, esempi.scheda_assistito_ricca, esempi.cancella,
    esempi.cancella_per_identita,
)  # fmt: skip
CIFRATO = IdentificativoCifrato(valore="Q0lGUkFUTw" + "A" * 160 + "==")
ROOTS = {"VAC01": "Immunization", "VAC02": "Immunization", "VAC03": "Patient", "VAC09": "Task"}


def written(event: EventoSIV, profile: str = "transaction", family: str = "hl7it") -> bytes:
    """The bundle of an event; rules of content are not asked here."""
    made = document.write(event, catalogue.entry_of(event).fhir(), profile, Options(systems=family))
    assert made.loss.losses == ()
    return made.payload


def bundle(event: EventoSIV, profile: str = "transaction", family: str = "hl7it") -> Json:
    found: Json = json.loads(written(event, profile, family))
    return found


def those(found: Json, kind: str) -> list[Json]:
    return [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == kind]


def the(found: Json, kind: str) -> Json:
    (only,) = those(found, kind)
    return only


def behind(found: Json, reference: Json) -> Json:
    (only,) = [entry["resource"] for entry in found["entry"] if entry["fullUrl"] == reference["reference"]]
    return dict(only)


def extensions(holder: Json) -> dict[str, Any]:
    return {
        each["url"].rpartition(":")[2].rpartition("/")[2]: next((value for key, value in each.items() if key.startswith("value")), each)
        for each in holder.get("extension", ())
    }


def codes(concept: Json) -> dict[str, str]:
    return {each["system"]: each["code"] for each in concept["coding"]}


def real(event: EventoSIV) -> bool:
    """Whether its time is one that exists: what R4 cannot hold, the rules of the event refuse."""
    reactions = event.reazioni if isinstance(event, VaccinazioneEffettuata) else ()
    if any(each.inizio and each.fine and each.fine < each.inizio for each in reactions):
        return False
    try:
        return event.data_ora_evento is None or bool(datetime.fromisoformat(event.data_ora_evento))
    except ValueError:
        return False


def every() -> Iterator[EventoSIV]:
    for make in (*ONE_EACH, esempi.vaccinazione_effettuata, esempi.vaccinazione_non_effettuata, esempi.scheda_assistito):
        yield make()
    yield from esempi.molti()


# ---- laws


@pytest.mark.parametrize("model", TYPES)
def test_an_event_comes_back_with_nothing_lost_and_nothing_left_over(model: type[EventoSIV]) -> None:
    @trying()
    @given(messages(model), st.sampled_from(FORMS))
    def law(event: EventoSIV, form: tuple[str, str]) -> None:
        payload = written(event, *form)
        found = siss.read(payload)
        assert found.message == event
        assert found.accounting.left_over == ()
        assert written(event, *form) == payload

    law()


@pytest.mark.parametrize("model", TYPES)
def test_what_is_written_is_valid(model: type[EventoSIV]) -> None:
    fhirkit = pytest.importorskip("fhirkit")

    @trying()
    @given(messages(model).filter(real), st.sampled_from(FORMS))
    def law(event: EventoSIV, form: tuple[str, str]) -> None:
        payload = written(event, *form)
        assert [(each.code, each.xpath) for each in check(json.loads(payload)) if each.severity is Severity.ERROR] == []
        assert list(fhirkit.validate(payload)) == []

    law()


@pytest.mark.parametrize("form", FORMS)
def test_the_typed_classes_take_it(form: tuple[str, str]) -> None:
    r4b = pytest.importorskip("fhir.resources.R4B.bundle")
    for event in every():
        assert len(r4b.Bundle.model_validate_json(written(event, *form)).entry) >= 3


@cache
def _schema(folder: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(folder / "fhir" / "r4-core" / "xsd" / "fhir-single.xsd"))


@pytest.mark.parametrize("form", FORMS)
def test_in_xml_it_is_valid_and_comes_back(form: tuple[str, str], conformance: Path) -> None:
    for event in every():
        xml = to_xml(bundle(event, *form))
        _schema(conformance).assertValid(etree.fromstring(xml))
        assert siss.read(xml).message == event
        assert from_xml(xml, Options()) == bundle(event, *form)


@pytest.mark.parametrize("path", sorted((EXAMPLES / "eventi").iterdir()) + sorted((EXAMPLES / "registro").iterdir()), ids=lambda path: path.name)
def test_every_example_converts(path: Path) -> None:
    events = [each.message for each in siss.read_all(path)]
    assert events
    for event in events:
        assert event is not None
        for profile in PROFILES:
            made = siss.write(event, to="fhir", profile=profile, on_loss="refuse")
            assert siss.read(made.payload).message == event


# ---- the bundle


@pytest.mark.parametrize("make", ONE_EACH)
@pytest.mark.parametrize("profile", PROFILES)
def test_the_root_is_tagged_with_the_event(make: Any, profile: str) -> None:
    event = make()
    tagged = [entry["resource"] for entry in bundle(event, profile)["entry"] if "meta" in entry["resource"]]
    assert [each["resourceType"] for each in tagged] == [ROOTS[event.tipo_evento]]
    assert tagged[0]["meta"]["tag"] == [{"system": catalogue.event_system("siv"), "code": event.tipo_evento}]


@pytest.mark.parametrize("make", ONE_EACH)
def test_a_message_begins_with_its_header(make: Any) -> None:
    event = make()
    found = bundle(event, "message")
    header = found["entry"][0]["resource"]
    assert header["resourceType"] == "MessageHeader"
    assert header["eventCoding"] == {"system": catalogue.event_system("siv"), "code": event.tipo_evento}
    assert behind(found, header["focus"][0])["resourceType"] == ROOTS[event.tipo_evento]
    assert behind(found, header["sender"])["identifier"][0]["value"] == "090"
    assert header["source"]["endpoint"] == "urn:siss-interop:siv:mittente"
    assert [each["endpoint"] for each in header["destination"]] == ["urn:siss-interop:siv:destinatario"]
    assert ("responsible" in header) == (event.azienda is not None)


@pytest.mark.parametrize("make", ONE_EACH)
def test_every_entry_of_a_message_is_reached_from_its_header(make: Any) -> None:
    found = bundle(make(), "message")
    by_url = {entry["fullUrl"]: entry["resource"] for entry in found["entry"]}
    waiting, reached = [found["entry"][0]["fullUrl"]], set[str]()
    while waiting:
        url = waiting.pop()
        reached.add(url)
        waiting += [each["reference"] for each in references(by_url[url]) if each["reference"] not in reached]
    assert reached == set(by_url)


@pytest.mark.parametrize("make", ONE_EACH)
def test_a_transaction_says_in_a_provenance_who_sends_and_who_owns(make: Any) -> None:
    event = make()
    found = bundle(event)
    provenance = the(found, "Provenance")
    assert behind(found, provenance["target"][0])["resourceType"] == ROOTS[event.tipo_evento]
    who = {each["type"]["coding"][0]["code"]: behind(found, each["who"])["identifier"][0]["value"] for each in provenance["agent"]}
    assert who == {"mittente": "090"} | ({"custodian": event.azienda} if event.azienda else {})
    assert provenance.get("recorded") == event.data_ora_evento


@pytest.mark.parametrize("make", ONE_EACH)
def test_nothing_is_put_over_what_a_server_has(make: Any) -> None:
    for entry in bundle(make())["entry"]:
        assert entry["request"]["method"] == "POST"
        assert "id" not in entry["resource"]
        if entry["resource"]["resourceType"] == "Patient":
            assert entry["request"]["ifNoneExist"] == f"identifier=http://hl7.it/sid/codiceFiscale|{esempi.MARIA.codice}"


@pytest.mark.parametrize("make", ONE_EACH)
@pytest.mark.parametrize("profile", PROFILES)
def test_uuids_do_not_depend_on_the_person(make: Any, profile: str) -> None:
    event = make()
    other = event.model_copy(update={"assistito": esempi.LUCA})
    one, two = ([entry["fullUrl"] for entry in bundle(each, profile)["entry"]] for each in (event, other))
    assert one == two
    assert len(set(one)) == len(one)


def test_uuids_depend_on_the_rest_of_the_key() -> None:
    event = esempi.vaccinazione_effettuata()
    later = event.model_copy(update={"data_somministrazione": date(2024, 11, 6)})
    of_both = [{entry["fullUrl"] for entry in bundle(each)["entry"]} for each in (event, later)]
    assert of_both[0].isdisjoint(of_both[1])


def test_an_event_is_no_document() -> None:
    with pytest.raises(UnknownMessage, match="no author, custodian or header"):
        siss.write(esempi.vaccinazione_effettuata(), to="fhir", profile="document")


# ---- VAC01


def test_a_dose_is_an_immunization() -> None:
    found = bundle(esempi.vaccinazione_effettuata_ricca())
    dose = the(found, "Immunization")
    assert dose["status"] == "completed"
    assert dose["occurrenceDateTime"] == "2024-11-05"
    assert dose["recorded"] == "2024-11-05T10:30:00+01:00"
    assert dose["identifier"] == [{"system": "urn:siss-interop:siv:locale:090:090201", "value": "DOSE-2024-000107"}]
    assert dose["vaccineCode"] == {
        "coding": [
            {"system": "https://www.hl7.it/fhir/terminology/CodeSystem/aifa-aic", "code": "099999017"},
            {"system": "http://www.whocc.no/atc", "code": "J07BB02"},
        ],
        "text": "VACCINO INFLUENZALE DI ESEMPIO",
    }
    assert (dose["lotNumber"], dose["expirationDate"]) == ("ESEMPIO-A1", "2026-06-30")
    assert dose["route"]["coding"] == [{"system": "urn:siss-interop:lista:avn_via_somministrazione", "code": "01", "display": "Intramuscolo"}]
    assert codes(dose["site"]) == {"urn:siss-interop:lista:avn_sito_inoculazione": "01"}
    assert codes(dose["fundingSource"]) == {"urn:siss-interop:lista:avn_modalita_pagamento": "01"}
    assert [codes(each) for each in dose["reasonCode"]] == [
        {"urn:oid:2.16.840.1.113883.2.9.6.1.56.1": "09"}, {"urn:oid:2.16.840.1.113883.2.9.6.1.56.2": "18"},
    ]  # fmt: skip
    own = extensions(dose)
    assert (own["tipo-operazione"], own["residente"], own["formulazione"]["code"]) == ("I", True, "01")


def test_each_antigen_has_its_dose() -> None:
    event = esempi.dose(esempi.LUCA, "L-1", date(2023, 3, 20), ("02", "06", "37"), 2, {"cod_tipo_formulazione": "03"})
    applied = the(bundle(event), "Immunization")["protocolApplied"]
    assert [(codes(each["targetDisease"][0]), each["doseNumberPositiveInt"]) for each in applied] == [
        ({"urn:oid:2.16.840.1.113883.2.9.6.1.56.4": antigen}, 2) for antigen in ("02", "06", "37")
    ]


def test_where_and_by_whom() -> None:
    found = bundle(esempi.vaccinazione_effettuata_ricca())
    place = behind(found, the(found, "Immunization")["location"])
    assert place["identifier"] == [{"system": "http://hl7.it/sid/hsp", "value": "090201"}]
    assert codes(place["type"][0]) == {"urn:siss-interop:lista:avn_tipo_erogatore": "2"}
    city, state = (place["address"][name]["extension"][0]["valueCoding"] for name in ("_city", "_state"))
    assert (city["code"], state["code"], place["address"]["country"], extensions(place["address"])["asl"]) == ("048017", "090", "IT", "201")
    (performer,) = the(found, "Immunization")["performer"]
    role = behind(found, performer["actor"])
    assert performer["function"]["coding"][0]["code"] == "AP"
    assert role["code"][0]["coding"][0]["code"] == "INFERMIERE"
    assert behind(found, role["practitioner"])["identifier"][0]["system"] == "http://hl7.it/sid/codiceFiscale"


def test_what_follows_a_dose_is_observed() -> None:
    found = bundle(esempi.vaccinazione_effettuata_ricca())
    dose, patient = the(found, "Immunization"), the(found, "Patient")
    observed = {each["code"]["coding"][0]["code"]: each for each in those(found, "Observation")}
    assert {code: "partOf" in each for code, each in observed.items()} == {"30980-7": True, "59778-1": True, "31044-1": False}
    assert all(behind(found, each["subject"]) == patient for each in observed.values())
    assert observed["30980-7"]["valueDateTime"] == "2025-11-03"
    assert observed["59778-1"]["valuePeriod"] == {"end": "2025-06-30"}
    assert behind(found, dose["reaction"][0]["detail"]) == observed["31044-1"]
    assert observed["31044-1"]["valueCodeableConcept"] == {
        "coding": [{"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "780.6"}], "text": "Febbre",
    }  # fmt: skip
    assert observed["31044-1"]["effectivePeriod"] == {"start": "2024-11-06", "end": "2024-11-07"}


def test_the_end_of_coverage_is_no_expiry() -> None:
    event = esempi.vaccinazione_effettuata_ricca().model_copy(update={"data_scadenza": None})
    assert "expirationDate" not in the(bundle(event), "Immunization")


def test_a_vaccine_without_any_code_is_unknown() -> None:
    event = esempi.vaccinazione_effettuata().model_copy(update={"codice_aic": None, "denominazione": None})
    (absent,) = the(bundle(event), "Immunization")["vaccineCode"]["extension"]
    assert absent["valueCode"] == "unknown"


@pytest.mark.parametrize(
    ("family", "aic"), [("hl7it", "https://www.hl7.it/fhir/terminology/CodeSystem/aifa-aic"), ("oid", "urn:oid:2.16.840.1.113883.2.9.6.1.5")]
)
def test_the_family_of_systems_is_that_of_the_options(family: str, aic: str) -> None:
    found = bundle(esempi.vaccinazione_effettuata(), family=family)
    assert aic in codes(the(found, "Immunization")["vaccineCode"])
    assert the(found, "Patient")["identifier"][0]["system"] == {
        "hl7it": "http://hl7.it/sid/codiceFiscale", "oid": "urn:oid:2.16.840.1.113883.2.9.4.3.2",
    }[family]  # fmt: skip


# ---- people


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (
            esempi.STRANIERA,
            [{"system": "urn:oid:2.16.840.1.113883.2.9.2.90.4.1.1", "value": "STP0902010000001", "assigner": {"display": "090201"}}],
        ),
        (
            IdentificativoAssistito(genere="TEAM", codice="X0000001", emittente="DE"),
            [{"system": "urn:oid:2.16.840.1.113883.2.9.4.3.3", "value": "X0000001", "assigner": {"identifier": {"value": "DE"}}}],
        ),
        (IdentificativoAssistito(genere="ENI", codice="ENI0902010000001"), [{"system": "http://hl7.it/sid/eni", "value": "ENI0902010000001"}]),
        (
            IdentificativoAssistito(genere="STP", codice="STP0902010000001", emittente="090"),
            [{"system": "urn:oid:2.16.840.1.113883.2.9.2.90.4.1.1", "value": "STP0902010000001"}],
        ),
        (
            esempi.TURISTA,
            [
                {"system": "urn:oid:2.16.840.1.113883.2.9.4.3.7", "value": "80276000000000000001"},
                {"system": "urn:oid:2.16.840.1.113883.2.9.4.3.3", "value": "X0000001"},
            ],
        ),
        (IdentificativoAssistito(genere="ANA", codice="ANA1"), [{"system": "urn:oid:2.16.840.1.113883.2.9.4.3.15", "value": "ANA1"}]),
        (CIFRATO, [{"system": "urn:siss-interop:avn:assistito-cifrato", "value": CIFRATO.valore}]),
    ],
    ids=["stp of an azienda", "team of a country", "eni", "stp of a region", "team with a card", "ana", "encrypted"],
)
@pytest.mark.parametrize("make", ONE_EACH)
def test_who_it_is(make: Any, person: Any, expected: list[Json]) -> None:
    event = make().model_copy(update={"assistito": person})
    assert the(bundle(event), "Patient")["identifier"] == expected
    for form in FORMS:
        assert siss.read(written(event, *form)).message == event


def test_no_server_is_asked_for_a_value_that_is_unique_by_its_issuer_only() -> None:
    asked = {}
    for emittente in (None, "DE"):
        person = IdentificativoAssistito(genere="TEAM", codice="X0000001", emittente=emittente)
        found = bundle(esempi.vaccinazione_effettuata().model_copy(update={"assistito": person}))
        asked[emittente] = next("ifNoneExist" in each["request"] for each in found["entry"] if each["resource"]["resourceType"] == "Patient")
    assert asked == {None: True, "DE": False}


@pytest.mark.parametrize("make", ONE_EACH)
def test_nobody_known_is_looked_for_by_nothing(make: Any) -> None:
    event = make().model_copy(update={"assistito": esempi.IGNOTO})
    found = bundle(event)
    (identifier,) = the(found, "Patient")["identifier"]
    assert set(identifier) == {"extension"}
    assert next(each["request"] for each in found["entry"] if each["resource"]["resourceType"] == "Patient") == {"method": "POST", "url": "Patient"}


# ---- VAC02, VAC03


def test_a_dose_not_given_says_why() -> None:
    event = esempi.vaccinazione_non_effettuata_ricca()
    dose = the(bundle(event), "Immunization")
    assert (dose["status"], dose["occurrenceDateTime"]) == ("not-done", "2024-11-05")
    assert codes(dose["statusReason"]) == {"urn:oid:2.16.840.1.113883.2.9.6.1.56.5": "03"}
    (applied,) = dose["protocolApplied"]
    assert codes(applied["targetDisease"][0]) == codes(dose["vaccineCode"]) == {"urn:oid:2.16.840.1.113883.2.9.6.1.56.4": "12"}
    assert applied["doseNumberPositiveInt"] == 1


def test_the_record_of_a_person_is_a_patient() -> None:
    event = esempi.scheda_assistito_ricca().model_copy(update={"data_trasferimento": date(2020, 2, 1), "data_decesso": date(2024, 12, 1)})
    person = the(bundle(event, "message"), "Patient")
    assert (person["gender"], person["birthDate"], person["deceasedDateTime"]) == ("female", "1948-05-14", "2024-12-01")
    own = extensions(person)
    assert (own["validita-identificativo"], own["tipologia-identificativo"]["code"]) == ("0", "0")
    assert own["registrato"] == "2024-11-05T10:00:00+01:00"
    assert own["evento-locale"] == {"system": "urn:siss-interop:siv:locale:090:090201", "value": "SCHEDA-000001"}
    assert own["patient-citizenship"]["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "IT"
    residence = next(each for each in person["address"] if extensions(each).get("residenza"))
    domicile = next(each for each in person["address"] if each.get("use") == "home")
    assert residence["period"] == {"start": "2020-02-01"}
    assert [each["_city"]["extension"][0]["valueCoding"]["code"] for each in (residence, domicile)] == ["048017", "050026"]


@pytest.mark.parametrize(("sesso", "gender"), [("1", "male"), ("2", "female"), ("9", "unknown")])
def test_gender(sesso: str, gender: str) -> None:
    assert the(bundle(esempi.scheda_assistito().model_copy(update={"sesso": sesso})), "Patient")["gender"] == gender


# ---- VAC09


@pytest.mark.parametrize("profile", PROFILES)
def test_a_cancellation_by_local_id_is_a_task_about_it(profile: str) -> None:
    found = bundle(esempi.cancella_per_identita(), profile)
    task = the(found, "Task")
    assert (task["status"], task["intent"], task["authoredOn"]) == ("completed", "order", "2024-11-20T09:00:00+01:00")
    assert [each["code"] for each in task["code"]["coding"]] == ["cancel", "abort"]
    assert task["focus"] == {
        "type": "Immunization", "identifier": {"system": "urn:siss-interop:siv:locale:090:090201", "value": "MANCATA-2024-000012"},
    }  # fmt: skip
    assert [each["type"]["coding"][0]["code"] for each in task["input"]] == ["tipo-evento"]
    assert behind(found, task["relevantHistory"][0])["recorded"] == "2024-11-20T09:00:00+01:00"
    assert those(found, "Immunization") == []


def test_a_cancellation_by_its_parts_names_them_as_input() -> None:
    task = the(bundle(esempi.cancella()), "Task")
    assert "focus" not in task
    inputs = {each["type"]["coding"][0]["code"]: each for each in task["input"]}
    assert inputs["tipo-evento"]["valueCoding"] == {"system": catalogue.event_system("siv"), "code": "VAC01"}
    assert inputs["data-somministrazione"]["valueDate"] == "2024-11-05"
    assert codes(inputs["principio"]["valueCodeableConcept"]) == {"urn:oid:2.16.840.1.113883.2.9.6.1.56.4": "16"}
    assert extensions(inputs["principio"]) == {"dose": 1}


DOSE = esempi.vaccinazione_effettuata_ricca()
MANCATA = esempi.vaccinazione_non_effettuata_ricca()
PER_ID = Cancella(
    codice_regione="090", azienda="090201", assistito=esempi.MARIA, id_evento_locale="DOSE-2024-000107", tipo_evento_da_cancellare="VAC01"
)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("cancella", "event"), [(esempi.cancella(), DOSE), (PER_ID, DOSE), (esempi.cancella_per_identita(), MANCATA)])
def test_an_event_at_hand_is_entered_in_error_and_whole(cancella: Cancella, event: Any, profile: Any) -> None:
    made = json.loads(annullata(cancella, event, profile=profile).payload)
    assert [each for each in check(made) if each.severity is Severity.ERROR] == []
    told, before = the(made, "Immunization"), the(bundle(event), "Immunization")
    assert told["status"] == "entered-in-error"
    assert {**told, "status": "", "patient": ""} == {**before, "status": "", "patient": ""}
    assert behind(made, told["patient"]) == the(made, "Patient")
    assert behind(made, the(made, "Task")["focus"]) == told
    assert {each["status"] for each in those(made, "Observation")} <= {"entered-in-error"}
    assert len(those(made, "Provenance")) == 2
    assert siss.read(json.dumps(made).encode()).message == cancella


def test_only_what_has_a_local_id_is_put() -> None:
    requests = []
    for event in (DOSE, esempi.vaccinazione_effettuata()):
        made = json.loads(annullata(esempi.cancella(), event).payload)
        requests += [each["request"] for each in made["entry"] if each["resource"]["resourceType"] == "Immunization"]
        assert {each["request"]["method"] for each in made["entry"] if each["resource"]["resourceType"] != "Immunization"} == {"POST"}
    assert requests == [
        {"method": "PUT", "url": "Immunization?identifier=urn:siss-interop:siv:locale:090:090201|DOSE-2024-000107"},
        {"method": "POST", "url": "Immunization"},
    ]


@pytest.mark.parametrize(
    ("change", "event"),
    [
        ({"data_somministrazione": date(2024, 11, 6)}, DOSE),
        ({"assistito": esempi.LUCA}, DOSE),
        ({"principi": ()}, DOSE),
        ({"principi": esempi.principi(("16", "02"), 1)}, DOSE),
        ({"id_evento_locale": "ALTRO", "azienda": "090201"}, DOSE),
        ({"id_evento_locale": "DOSE-2024-000107"}, DOSE),  # of no Azienda
        ({"id_evento_locale": "DOSE-2024-000107", "azienda": "090201", "assistito": esempi.LUCA}, DOSE),
        ({}, MANCATA),
    ],
)
def test_another_key_is_refused(change: dict[str, Any], event: Any) -> None:
    with pytest.raises(Refused) as caught:
        annullata(esempi.cancella().model_copy(update=change), event)
    assert [each.code for each in caught.value.report] == ["SIV-F01"]


def test_the_record_of_a_person_is_never_entered_in_error() -> None:
    cancella = Cancella(codice_regione="090", assistito=esempi.MARIA, tipo_evento_da_cancellare="VAC03")
    with pytest.raises(Refused) as caught:
        annullata(cancella, DOSE)
    assert [each.code for each in caught.value.report] == ["SIV-F02"]


# ---- reading what others wrote


@pytest.mark.parametrize("make", ONE_EACH)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_value_that_was_changed_changes_the_message_or_is_told(make: Any, profile: str) -> None:
    event = make()
    for path, text in _texts(bundle(event, profile)):
        changed = bundle(event, profile)
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = "altro" + text
        if catalogue.by_bundle(changed) is None:
            continue
        found = siss.read(json.dumps(changed).encode())
        assert found.message != event or found.accounting.left_over, path


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if (key != "resourceType" and path != ()) or key == "entry":
                yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at))
    elif isinstance(value, str) and path[-1] != "fullUrl":
        yield path, value


@pytest.mark.parametrize("make", ONE_EACH)
@pytest.mark.parametrize("profile", PROFILES)
def test_an_unknown_key_is_told_wherever_it_stands(make: Any, profile: str) -> None:
    event = make()
    for path in _objects(bundle(event, profile)):
        changed = bundle(event, profile)
        holder: Any = changed
        for step in path:
            holder = holder[step]
        holder["estraneo"] = "x"
        found = siss.read(json.dumps(changed).encode())
        assert found.message == event, path
        assert found.accounting.left_over, path


def _objects(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield path
    for step, inner in inside:
        yield from _objects(inner, (*path, step))


@pytest.mark.parametrize("path", ["vaccineCode", "route", "site", "fundingSource"])
def test_a_coding_of_another_system_is_not_taken(path: str) -> None:
    event = esempi.vaccinazione_effettuata_ricca()
    found = bundle(event)
    the(found, "Immunization")[path]["coding"].insert(0, {"system": "http://snomed.info/sct", "code": "99"})
    read = siss.read(json.dumps(found).encode())
    assert read.message == event
    assert [each.xpath for each in read.accounting.left_over] == [f"Bundle.entry[0].resource.{path}.coding[0]"]


@pytest.mark.parametrize("make", ONE_EACH)
def test_hostile_identifiers_are_told_and_make_no_person(make: Any) -> None:
    hostile: tuple[Any, ...] = (
        [], [None], ["x"], {"system": "x"}, [{"system": 1, "value": "x"}], [{"system": "urn:x"}], [{"extension": 3}], [{}],
        [{"system": "http://hl7.it/sid/codiceFiscale", "value": "X", "assigner": 3}], [{"system": "http://hl7.it/sid/codiceFiscale", "value": {}}],
    )  # fmt: skip
    for odd in hostile:
        found = bundle(make())
        the(found, "Patient")["identifier"] = odd
        read = siss.read(json.dumps(found).encode())
        assert read.message != make(), odd
        assert read.report.errors, odd
