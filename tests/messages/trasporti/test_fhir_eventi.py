"""The transport events in FHIR, alone and in their envelope: where each thing stands, that it is valid, and that all of it comes back."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import BaseModel

import siss_interop as siss
from siss_interop.check.fhir import check
from siss_interop.errors import UnknownMessage
from siss_interop.ids.oids import code_system
from siss_interop.issues import Severity
from siss_interop.messages import catalogue
from siss_interop.messages.busta import esempi as buste
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.messages.comune.fhir_codici import ASSOCIAZIONI
from siss_interop.messages.trasporti import esempi_documenti as documenti
from siss_interop.messages.trasporti import esempi_eventi as esempi
from siss_interop.messages.trasporti.documenti import CHIAVI, CODICI, NOME_CODICI
from siss_interop.messages.trasporti.eventi import EventoTrasporto
from siss_interop.model.base import Message
from siss_interop.model.tipi import Momento
from siss_interop.options import Options
from siss_interop.testing import messages
from siss_interop.wire.fhir import document
from siss_interop.wire.fhir import json as wire_json
from siss_interop.wire.fhir.bundle import references
from siss_interop.wire.fhir.xml import from_xml, to_xml
from tests.laws.trying import trying

Json = dict[str, Any]
EXAMPLES = Path(__file__).parents[3] / "examples" / "trasporti"
PROFILES = ("transaction", "message")
FORMS = [(profile, family) for profile in PROFILES for family in ("hl7it", "oid")]
ENTRIES = [entry for entry in catalogue.CATALOGUE if (entry.flow == "trasporti" and entry.event) or entry.name == "BustaEventoSanitario"]
MAKERS = (*esempi.TUTTI, buste.busta, buste.busta_ricca, buste.busta_vaccinazione)
DOCUMENTS = (documenti.richiesta, documenti.richiesta_ricca, documenti.relazione, documenti.relazione_ricca)
PAIRS = [(make, profile) for make in (*MAKERS, *DOCUMENTS) for profile in catalogue.entry_of(make()).profiles]
KEY = f"urn:oid:{CHIAVI}"
ROOTS = {"Ev01": "ServiceRequest", "Ev03": "Encounter"}

every_form = pytest.mark.parametrize("form", FORMS)
every_pair = pytest.mark.parametrize(("make", "profile"), PAIRS)


def written(message: Message, profile: str = "transaction", family: str = "hl7it") -> bytes:
    """The bundle of a message; rules of content are not asked here."""
    made = document.write(message, catalogue.entry_of(message).fhir(), profile, Options(systems=family))
    assert made.loss.losses == ()
    return made.payload


def bundle(message: Message, profile: str = "transaction", family: str = "hl7it") -> Json:
    found: Json = json.loads(written(message, profile, family))
    return found


def the(found: Json, kind: str) -> Json:
    (only,) = [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == kind]
    return dict(only)


def behind(found: Json, reference: Json) -> Json:
    (only,) = [entry["resource"] for entry in found["entry"] if entry["fullUrl"] == reference["reference"]]
    return dict(only)


def extensions(holder: Json) -> dict[str, Any]:
    return {each["url"].rpartition(":")[2]: next(value for key, value in each.items() if key.startswith("value")) for each in holder["extension"]}


def parts(holder: Json, name: str) -> dict[str, Any]:
    """Inputs or outputs of a Task by the code of their type."""
    return {each["type"]["coding"][0]["code"]: each for each in holder[name]}


def codes(concept: Json) -> dict[str, str]:
    return {each["system"].rpartition(":")[2]: each["code"] for each in concept["coding"]}


def real(value: Any) -> bool:
    """Whether its times are ones that exist, and none ends before it begins: what R4 cannot hold, the rules of the events refuse."""
    if isinstance(value, tuple):
        return all(map(real, value))
    if not isinstance(value, BaseModel) or isinstance(value, Momento):
        return True
    held = {name: getattr(value, name) for name in type(value).model_fields}
    try:
        times = {name: datetime.fromisoformat(text) for name, text in held.items() if name.startswith("data_ora_") and text is not None}
    except ValueError:
        return False
    pairs = [(held.get("data_inizio"), held.get("data_fine")), (times.get("data_ora_partenza"), times.get("data_ora_arrivo"))]
    pairs += [(held.get("inizio"), held.get("fine"))]
    return all(one is None or two is None or one <= two for one, two in pairs) and all(map(real, held.values()))


# ---- laws


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_what_is_written_is_valid_and_comes_back_through_the_front_door(entry: catalogue.Entry) -> None:
    fhirkit = pytest.importorskip("fhirkit")

    @trying()
    @given(messages(entry.load()), st.sampled_from([form for form in FORMS if form[0] in entry.profiles]))
    def law(message: Message, form: tuple[str, str]) -> None:
        payload = written(message, *form)
        if real(message):
            assert [(each.code, each.xpath) for each in check(json.loads(payload)) if each.severity is Severity.ERROR] == []
            assert list(fhirkit.validate(payload)) == []
        found = siss.read(payload)
        assert (found.type, found.message, found.accounting.left_over) == (entry.name, message, ())

    law()


@every_pair
def test_the_typed_classes_take_it(make: Any, profile: str) -> None:
    r4b = pytest.importorskip("fhir.resources.R4B.bundle")
    assert r4b.Bundle.model_validate_json(written(make(), profile)).type == profile


@cache
def _schema(folder: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(folder / "fhir" / "r4-core" / "xsd" / "fhir-single.xsd"))


@every_pair
def test_in_xml_it_is_valid_and_comes_back(make: Any, profile: str, conformance: Path) -> None:
    made: Json = wire_json.load(written(make(), profile), Options())
    xml = to_xml(made)
    _schema(conformance).assertValid(etree.fromstring(xml))
    assert siss.read(xml).message == make()
    assert from_xml(xml, Options()) == made


@pytest.mark.parametrize("path", [*sorted((EXAMPLES / "eventi").iterdir()), EXAMPLES / "dicembre-2024.xml"], ids=lambda path: path.name)
def test_every_example_converts(path: Path) -> None:
    found = [each.message for each in siss.read_all(path)]
    assert found
    for message in found:
        assert message is not None
        for profile in catalogue.entry_of(message).profiles:
            made = siss.write(message, to="fhir", profile=profile, on_loss="refuse")
            assert siss.read(made.payload).message == message


# ---- the bundle


@pytest.mark.parametrize("make", esempi.TUTTI)
@pytest.mark.parametrize("profile", PROFILES)
def test_only_the_root_is_tagged_with_the_event(make: Any, profile: str) -> None:
    event: EventoTrasporto = make()
    tagged = [entry["resource"] for entry in bundle(event, profile)["entry"] if "meta" in entry["resource"]]
    assert [each["resourceType"] for each in tagged] == [ROOTS.get(event.tipo_evento, "Task")]
    assert tagged[0]["meta"]["tag"] == [{"system": catalogue.event_system("trasporti"), "code": event.tipo_evento}]


@pytest.mark.parametrize("make", MAKERS)
def test_every_entry_of_a_message_is_reached_from_its_header(make: Any) -> None:
    found = bundle(make(), "message")
    by_url = {entry["fullUrl"]: entry["resource"] for entry in found["entry"]}
    waiting, reached = [found["entry"][0]["fullUrl"]], set[str]()
    assert by_url[waiting[0]]["resourceType"] == "MessageHeader"
    while waiting:
        url = waiting.pop()
        reached.add(url)
        waiting += [each["reference"] for each in references(by_url[url]) if each["reference"] not in reached]
    # who sent and who owns a vaccination is said in a Provenance, which R4 lets stand by what it refers to
    about = {url for url, each in by_url.items() if each["resourceType"] == "Provenance"}
    about |= {each["reference"] for url in about for each in references(by_url[url])}
    assert reached | about == set(by_url)


@pytest.mark.parametrize("make", esempi.TUTTI)
def test_a_server_is_asked_to_replace_only_who_and_what_has_a_name(make: Any) -> None:
    for entry in bundle(make())["entry"]:
        assert "id" not in entry["resource"]
        if entry["request"]["method"] != "POST":
            assert entry["resource"]["name"]
            assert entry["request"]["url"].partition("?")[0] in ("Patient", "Location")


def test_uuids_depend_on_the_key_and_not_on_the_person() -> None:
    one = {entry["fullUrl"] for entry in bundle(esempi.richiesta())["entry"]}
    assert {entry["fullUrl"] for entry in bundle(esempi.richiesta().model_copy(update={"assistito": esempi.RITA}))["entry"]} == one
    assert one.isdisjoint(entry["fullUrl"] for entry in bundle(esempi.richiesta().model_copy(update={"progressivo_richiesta": "2"}))["entry"])


def test_what_has_no_document_says_why() -> None:
    with pytest.raises(UnknownMessage, match="makes a RichiestaTrasporto of it"):
        siss.write(esempi.richiesta(), to="fhir", profile="document")
    with pytest.raises(UnknownMessage, match="nobody writes a clinical document of it"):
        siss.write(esempi.validazione(), to="fhir", profile="document")
    for message, reason in ((buste.esito(), "an answer is a message of its own"), (buste.messaggio_cart(), "the envelope inside it")):
        with pytest.raises(UnknownMessage, match=reason):
            siss.write(message, to="fhir")


# ---- Ev01


def test_a_request_is_a_service_request() -> None:
    found = bundle(esempi.richiesta_ricca())
    asked = the(found, "ServiceRequest")
    assert asked["identifier"] == [{"system": KEY, "value": "AV001.2024.1"}]
    assert asked["performer"] == [{"type": "Organization", "identifier": {"system": ASSOCIAZIONI, "value": "AV001"}}]
    assert (asked["status"], asked["intent"], asked["authoredOn"]) == ("active", "order", "2024-12-02T09:00:00+01:00")
    assert [codes(each) for each in asked["reasonCode"]] == [{"trasporto_condizione_clinica": "3"}, {"trasporto_motivo": "08"}]
    assert [codes(each) for each in asked["orderDetail"]] == [{"trasporto_mezzo": "3"}, {"trasporto_viaggio": "AR"}]
    assert asked["occurrenceTiming"] == {
        "event": ["2024-12-03T08:00:00+01:00"], "repeat": {"count": 12, "boundsPeriod": {"start": "2024-12-03", "end": "2024-12-31"}},
    }  # fmt: skip
    assert asked["note"] == [{"text": "Citofono guasto: telefonare"}]
    own = extensions(asked)
    assert (own["accompagnatore"], own["ossigeno"], own["isolamento"], own["canale"]["code"]) == (True, False, False, "T")
    assert own["azienda-competente"]["identifier"] == {"system": "http://hl7.it/sid/fls", "value": "090201"}


@pytest.mark.parametrize(
    ("pad", "system"),
    [
        ("DEMA", "urn:oid:2.16.840.1.113883.2.9.4.3.9"), ("SSN", "urn:siss-interop:trasporti:ricetta:SSN"),
        ("ALTRO", "urn:siss-interop:trasporti:ricetta:ALTRO"),
    ],
)  # fmt: skip
def test_the_pad_is_the_system_of_the_prescription(pad: str, system: str) -> None:
    asked = esempi.richiesta()
    for changes in ({}, {"numero_ricetta": None}):
        told = asked.model_copy(update={"prescrizione": asked.prescrizione.model_copy(update={"tipo_ricettario": pad, **changes})})
        number = told.prescrizione.numero_ricetta
        assert the(bundle(told), "ServiceRequest")["requisition"] == {"system": system, **({"value": number} if number else {})}
        assert siss.read(written(told)).message == told


def test_the_prescriber_is_known_by_the_tax_code() -> None:
    found = bundle(esempi.richiesta())
    doctor = behind(found, the(found, "ServiceRequest")["requester"])
    assert doctor == {
        "resourceType": "Practitioner", "identifier": [{"system": "http://hl7.it/sid/codiceFiscale", "value": esempi.MEDICO}],
    }  # fmt: skip


def test_who_is_transported_and_from_where_to_where() -> None:
    found = bundle(esempi.richiesta_ricca())
    asked = the(found, "ServiceRequest")
    person = behind(found, asked["subject"])
    assert (person["name"], person["gender"], person["birthDate"]) == ([{"family": "Provini", "given": ["Ugo"]}], "male", "1944-11-03")
    assert person["telecom"] == [{"system": "other", "value": "+39 055 0000000"}]
    assert person["address"][0]["country"] == "IT"
    start, end = (behind(found, extensions(asked)[name]) for name in ("partenza", "destinazione"))
    assert (codes(start["type"][0]), start["address"]["line"]) == ({"trasporto_luogo": "DOMICILIO"}, ["Via delle Prove 1"])
    assert end["identifier"] == [{"system": "http://hl7.it/sid/hsp", "value": "09020102"}]


# ---- Ev03


def test_a_delivery_is_an_encounter_on_its_way() -> None:
    found = bundle(esempi.erogazione_ricca())
    done = the(found, "Encounter")
    assert (done["status"], done["class"]["code"]) == ("finished", "FLD")
    assert done["identifier"] == [{"system": KEY, "value": "AV001.2024.1.1"}]
    assert done["basedOn"] == [{"type": "ServiceRequest", "identifier": {"system": KEY, "value": "AV001.2024.1"}}]
    assert done["period"] == {"start": "2024-12-02T11:00:00+01:00", "end": "2024-12-02T11:40:00+01:00"}
    assert [codes(behind(found, done["hospitalization"][name])["type"][0]) for name in ("origin", "destination")] == [
        {"trasporto_luogo": "STRUTTURA"}, {"trasporto_luogo": "DOMICILIO"},
    ]  # fmt: skip
    vehicle = behind(found, done["location"][0]["location"])
    assert (vehicle["physicalType"]["coding"][0]["code"], codes(vehicle["type"][0]), vehicle["name"]) == ("ve", {"trasporto_mezzo": "1"}, "Alfa 1")
    own = extensions(done)
    assert own["km"] == {"value": 12.5, "unit": "km", "system": "http://unitsofmeasure.org", "code": "km"}
    assert (own["equipaggio"], own["numero-trasportati"], own["seduta"], own["firma-assistito"]) == (3, 2, "2024-12-02", True)
    assert "subject" not in done, "a delivery does not say who was transported"


@pytest.mark.parametrize(("esito", "status"), [("1", "finished"), ("2", "cancelled"), ("3", "finished")])
def test_an_empty_trip_took_place_without_the_person(esito: str, status: str) -> None:
    assert the(bundle(esempi.erogazione().model_copy(update={"esito": esito})), "Encounter")["status"] == status


@pytest.mark.parametrize("km", ["0", "007.5", "99999.9", "12.0"])
def test_kilometres_keep_their_digits(km: str) -> None:
    done = esempi.erogazione().model_copy(update={"km_percorsi": km})
    assert siss.read(written(done)).message == done


# ---- the Tasks


@pytest.mark.parametrize(("esito", "status"), [("PRESA_IN_CARICO", "accepted"), ("ANNULLATA", "rejected")])
def test_a_conclusion_is_a_task_on_the_request(esito: str, status: str) -> None:
    task = the(bundle(esempi.conclusione_ricca().model_copy(update={"esito": esito, "motivo_annullamento": "3"})), "Task")
    assert task["status"] == status
    assert task["focus"] == {"type": "ServiceRequest", "identifier": {"system": KEY, "value": "AV001.2024.1"}}
    assert (codes(task["businessStatus"]), codes(task["statusReason"])) == ({"trasporto_esito_richiesta": esito}, {"trasporto_annullamento": "3"})
    assert task["owner"]["identifier"]["value"] == "CRI07"


def test_what_the_region_gives_back_holds_what_it_received() -> None:
    event = esempi.servizio_ricco()
    found = bundle(event)
    task = found["entry"][0]["resource"]
    given = parts(task, "input")
    request, conclusion, delivery = (behind(found, given[name]["valueReference"]) for name in ("RICHIESTA", "CONCLUSIONE", "EROGAZIONE"))
    assert [each["resourceType"] for each in (request, conclusion, delivery)] == ["ServiceRequest", "Task", "Encounter"]
    assert behind(found, delivery["subject"]) == behind(found, request["subject"]), "here it is known who was transported"
    outcome = parts(task, "output")
    assert outcome["VALIDITA"]["valueBoolean"] is True
    assert outcome["EFFETTUATO"]["valueBoolean"] is True
    assert outcome["EFFETTUATO"]["type"]["text"] == event.requisiti[0].descrizione
    assert task["owner"]["identifier"]["value"] == "090201"


def test_a_validation_says_what_is_recognised() -> None:
    event = esempi.validazione_ricca()
    task = the(bundle(event), "Task")
    assert (task["status"], task["authoredOn"], codes(task["businessStatus"])) == (
        "completed", "2024-12-10", {"trasporto_validazione": "VALIDATA_PARZIALMENTE"},
    )  # fmt: skip
    assert [each["text"] for each in task["note"]] == list(event.motivi)
    outcome = parts(task, "output")
    assert outcome["KM_RICONOSCIUTI"]["valueQuantity"]["code"] == "km"
    assert outcome["IMPORTO_RICONOSCIUTO"]["valueMoney"]["currency"] == "EUR"
    assert outcome["PERIODO"]["valueDate"] == "2024-12"
    assert b'"value":38.50' in written(event), "an amount keeps its digits"
    assert the(bundle(event.model_copy(update={"esito": "NON_VALIDATA"})), "Task")["status"] == "rejected"


@pytest.mark.parametrize(
    ("make", "kind", "key", "event"),
    [
        (esempi.cancella_aavv, "ServiceRequest", "AV001.2024.1", "Ev01"),
        (esempi.cancella_erogazione, "Encounter", "AV001.2024.1.1", "Ev03"),
        (esempi.cancella_servizio, "Task", "AV001.2024.1.1", "Ev04"),
        (esempi.cancella_validazione, "Task", "AV001.2024.1.1", "Ev05"),
    ],
)
def test_a_cancellation_is_a_task_about_a_key_and_makes_nothing_empty(make: Any, kind: str, key: str, event: str) -> None:
    found = bundle(make())
    task = the(found, "Task")
    assert len(found["entry"]) == 1
    assert task["focus"] == {"type": kind, "identifier": {"system": KEY, "value": key}}
    assert [each["code"] for each in task["code"]["coding"]] == ["CANCELLAZIONE", "abort"]
    assert parts(task, "input")["TIPO_EVENTO"]["valueCoding"] == {"system": catalogue.event_system("trasporti"), "code": event}


# ---- reading what others wrote


@pytest.mark.parametrize("value", ["AV001", "AV001.2024", "AV001..1", "AV001.2024.1.1.1", "", 7, "AV001.2024.uno"])
def test_a_key_that_is_none_is_told(value: Any) -> None:
    found = bundle(esempi.richiesta())
    the(found, "ServiceRequest")["identifier"][0]["value"] = value
    read = siss.read(json.dumps(found).encode())
    assert read.message is None
    assert read.report.errors


def test_a_reason_that_is_no_text_is_told() -> None:
    event = esempi.validazione_ricca().model_copy(update={"importo_riconosciuto": None, "km_riconosciuti": None})
    found = bundle(event)
    the(found, "Task")["note"].append({"authorString": "x"})
    read = siss.read(json.dumps(found).encode())
    assert read.message == event
    assert [each.xpath for each in read.accounting.left_over] == ["Bundle.entry[0].resource.note"]


# ---- the envelope


def test_what_is_ours_is_said_alike_everywhere() -> None:
    assert f"urn:oid:{CHIAVI}.2" == ASSOCIAZIONI
    known = code_system("trasporti")
    assert known is not None
    assert (known.oid, known.name) == (CODICI, NOME_CODICI)


def test_an_envelope_is_the_message_of_its_event() -> None:
    envelope = buste.busta_ricca()
    found = bundle(envelope, "message")
    header = found["entry"][0]["resource"]
    assert found["identifier"] == {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{envelope.id_busta}"}
    assert found["timestamp"] == envelope.data_ora_invio
    assert header["eventCoding"] == {"system": catalogue.event_system("trasporti"), "code": "Ev01"}
    assert behind(found, header["focus"][0]) == the(bundle(envelope.evento), "ServiceRequest") | {
        key: the(found, "ServiceRequest")[key] for key in ("subject", "requester", "extension")
    }, "but for the addresses in it, the event is what it is by itself"
    sender, responsible, receiver = (behind(found, each) for each in (header["sender"], header["responsible"], header["destination"][0]["receiver"]))
    assert (sender["name"], codes(sender["type"][0])) == ("Centrale di esempio", {"busta_soggetto": "CENTRALE"})
    assert responsible["identifier"] == [{"system": ASSOCIAZIONI, "value": "AV001"}]
    assert receiver["identifier"][0]["value"] == "090"
    assert behind(found, extensions(header)["soggetto"])["identifier"][0]["value"] == esempi.ADA.identificativo.codice


@every_form
def test_an_envelope_carries_every_event_that_is_fhir(form: tuple[str, str]) -> None:
    for entry in catalogue.events():
        inside = buste.evento(entry.name)
        envelope = BustaEventoSanitario.di(
            inside, id_busta=buste._ID, mittente=buste.AZIENDA, destinatario=buste.TOSCANA, data_ora_invio="2024-12-02T10:00:00+01:00",
            data_ora_evento="2024-12-02T09:00:00+01:00",
        )  # fmt: skip
        found = siss.read(written(envelope, "message", form[1]))
        assert (found.type, found.message, found.accounting.left_over) == ("BustaEventoSanitario", envelope, ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda header: header["eventCoding"].update(system="urn:altro"), None),
        (lambda header: header["focus"].append(header["focus"][0]), buste.busta()),
        (lambda header: header["source"].update(endpoint="urn:altro"), buste.busta()),
    ],
)
def test_an_envelope_that_says_more_is_told(change: Any, message: Any) -> None:
    found = bundle(buste.busta(), "message")
    change(found["entry"][0]["resource"])
    read = siss.read(json.dumps(found).encode())
    assert read.message == message
    assert read.accounting.left_over


@pytest.mark.parametrize("kind", [[], [None], "x", [{"coding": []}], [{"coding": [{"code": 3}]}], [{"coding": [{"code": "ALTRO"}]}]])
def test_a_party_of_no_known_kind_is_told(kind: Any) -> None:
    found = bundle(buste.busta(), "message")
    next(entry for entry in found["entry"] if entry["resource"]["resourceType"] == "Organization")["resource"]["type"] = kind
    read = siss.read(json.dumps(found).encode())
    assert read.message is None
    assert read.report.errors
