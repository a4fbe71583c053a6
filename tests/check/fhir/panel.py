"""The panel: valid bundles and resources of invented people, and single defects, each on one of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from siss_interop.wire.fhir.json import Number

Json = dict[str, Any]
Change = Callable[[Json], None]

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"


def urn(number: int) -> str:
    return f"urn:uuid:00000000-0000-4000-8000-{number:012d}"


def _concept(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


PATIENT: Json = {
    "resourceType": "Patient", "id": "p1",
    "text": {"status": "generated", "div": f"<div {XHTML}><p>Neri <b>Gaia</b></p></div>"},
    "identifier": [{"system": "http://example.org/assistiti", "value": "77"}],
    "name": [{"family": "Neri", "given": ["Gaia", "Luce"],
              "_given": [None, {"extension": [{"url": "http://example.org/nota", "valueString": "2"}]}]}],
    "telecom": [{"system": "phone", "value": "000"}], "gender": "female", "birthDate": "1980-02-29", "deceasedBoolean": False,
    "contact": [{"name": {"text": "Bruno"}}],
}  # fmt: skip
ORGANIZATION: Json = {
    "resourceType": "Organization", "identifier": [{"system": "urn:oid:2.16.840.1.113883.2.9.4.1.1", "value": "030999"}], "name": "ASL di prova",
}  # fmt: skip
PRACTITIONER: Json = {"resourceType": "Practitioner", "name": [{"family": "Blu"}]}
IMMUNIZATION: Json = {
    "resourceType": "Immunization", "status": "completed", "vaccineCode": {"text": "antitetanica"}, "patient": {"reference": urn(2)},
    "occurrenceDateTime": "2024-05-06T10:20:00+02:00", "doseQuantity": {"value": Number("0.50"), "unit": "ml"}, "lotNumber": "L1",
    "performer": [{"actor": {"reference": urn(3)}}], "protocolApplied": [{"doseNumberPositiveInt": 1}],
    "reaction": [{"detail": {"reference": urn(6)}}],
}  # fmt: skip
OBSERVATION: Json = {
    "resourceType": "Observation", "status": "final", "code": _concept("http://loinc.org", "30979-9"), "subject": {"reference": urn(2)},
    "valueQuantity": {"value": 3, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"},
    "effectivePeriod": {"start": "2024-01", "end": "2024-02-01"},
    "component": [{"code": _concept("http://loinc.org", "30980-7"), "valueString": "x"}], "referenceRange": [{"low": {"value": 1}}],
}  # fmt: skip
ALLERGY: Json = {
    "resourceType": "AllergyIntolerance", "clinicalStatus": _concept(f"{TERMINOLOGY}/allergyintolerance-clinical", "active"),
    "category": ["food"], "patient": {"reference": urn(2)},
}  # fmt: skip
CONDITION: Json = {
    "resourceType": "Condition", "clinicalStatus": _concept(f"{TERMINOLOGY}/condition-clinical", "resolved"), "subject": {"reference": urn(2)},
    "abatementString": "guarito", "recorder": {"reference": "#medico"}, "contained": [{"resourceType": "Practitioner", "id": "medico"}],
}  # fmt: skip
MEDICATION: Json = {
    "resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": "metadone"}, "subject": {"reference": urn(2)},
    "dosage": [{
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        "maxDosePerPeriod": {"numerator": {"value": 1}, "denominator": {"value": 1}},
    }],
}  # fmt: skip
COMPOSITION: Json = {
    "resourceType": "Composition", "status": "final", "type": _concept("http://loinc.org", "82593-5"), "subject": {"reference": urn(2)},
    "date": "2024-05-06", "author": [{"reference": urn(3)}], "title": "Certificato", "custodian": {"reference": urn(4)},
    "section": [
        {"title": "Vaccinazioni", "entry": [{"reference": urn(number)} for number in (5, 7, 8, 9)],
         "text": {"status": "additional", "div": f"<div {XHTML}>x</div>"}},
    ],
}  # fmt: skip
_MEMBERS = (COMPOSITION, PATIENT, PRACTITIONER, ORGANIZATION, IMMUNIZATION, OBSERVATION, ALLERGY, CONDITION, MEDICATION)

DOCUMENT: Json = {
    "resourceType": "Bundle", "type": "document", "timestamp": "2024-05-06T10:20:30.123Z",
    "identifier": {"system": "urn:ietf:rfc:3986", "value": urn(99)},
    "entry": [{"fullUrl": urn(number), "resource": each} for number, each in enumerate(_MEMBERS, 1)],
}  # fmt: skip
TRANSACTION: Json = {
    "resourceType": "Bundle", "type": "transaction",
    "entry": [
        {"fullUrl": urn(2), "resource": {**PATIENT}, "request": {"method": "PUT", "url": "Patient?identifier=http://example.org/assistiti|77"}},
        {"fullUrl": urn(5), "resource": {key: value for key, value in IMMUNIZATION.items() if key not in ("performer", "reaction")},
         "request": {"method": "POST", "url": "Immunization", "ifNoneExist": "identifier=http://example.org/eventi|5"}},
        {"request": {"method": "DELETE", "url": "Observation/12"}},
    ],
}  # fmt: skip
MESSAGE: Json = {
    "resourceType": "Bundle", "type": "message",
    "entry": [
        {"fullUrl": urn(1), "resource": {
            "resourceType": "MessageHeader", "eventCoding": {"system": "http://example.org/eventi", "code": "ins"},
            "source": {"endpoint": "http://example.org/fhir"}, "focus": [{"reference": urn(2)}]}},
        {"fullUrl": urn(2), "resource": {**PATIENT}},
    ],
}  # fmt: skip

VALID: dict[str, Json] = {
    "document": DOCUMENT, "transaction": TRANSACTION, "message": MESSAGE, "patient": PATIENT, "organization": ORGANIZATION,
    "observation": OBSERVATION, "immunization": IMMUNIZATION, "allergy": ALLERGY, "condition": CONDITION, "medication": MEDICATION,
}  # fmt: skip


def valid(name: str) -> Json:
    """A fresh copy, free to be changed."""
    return copy.deepcopy(VALID[name])


def _at(resource: Any, steps: list[str]) -> Any:
    for step in steps:
        resource = resource[int(step) if isinstance(resource, list) else step]
    return resource


def put(path: str, value: Any) -> Change:
    """Set what stands at a dotted path; a number is a position in a list."""
    *above, last = path.split(".")

    def change(resource: Json) -> None:
        holder = _at(resource, above)
        holder[int(last) if isinstance(holder, list) else last] = copy.deepcopy(value)

    return change


def drop(path: str) -> Change:
    """Remove what stands at a path."""
    *above, last = path.split(".")

    def change(resource: Json) -> None:
        holder = _at(resource, above)
        del holder[int(last) if isinstance(holder, list) else last]

    return change


def add(path: str, value: Any) -> Change:
    """Append to the list at a path."""
    return lambda resource: _at(resource, path.split(".")).append(copy.deepcopy(value))


class Defect(NamedTuple):
    """One defect: what it is called, the valid thing it is made on, the change, and the code that names it."""

    name: str
    base: str
    change: Change
    code: str


def _without(*names: str) -> Change:
    def change(resource: Json) -> None:
        for name in names:
            del resource[name]
        resource["active"] = True

    return change


def _div(inside: str) -> Change:
    return put("text.div", f"<div {XHTML}>{inside}</div>")


DEFECTS: tuple[Defect, ...] = (
    Defect("unknown element", "patient", put("colore", "rosso"), "FHIR-101"),
    Defect("unknown element in a data type", "patient", put("name.0.nome", "Gaia"), "FHIR-101"),
    Defect("element of a later release", "observation", put("triggeredBy", []), "FHIR-101"),
    Defect("a number in place of a text", "immunization", put("lotNumber", 12), "FHIR-102"),
    Defect("a text in place of a boolean", "patient", put("deceasedBoolean", "false"), "FHIR-102"),
    Defect("a text in place of a number", "immunization", put("doseQuantity.value", "mezzo"), "FHIR-102"),
    Defect("a text in place of an object", "observation", put("code", "30979-9"), "FHIR-102"),
    Defect("an object in place of a list", "patient", put("name", {"family": "Neri"}), "FHIR-103"),
    Defect("a list in place of one", "patient", put("gender", ["female"]), "FHIR-104"),
    Defect("an empty object", "patient", put("maritalStatus", {}), "FHIR-105"),
    Defect("an empty list", "patient", put("address", []), "FHIR-105"),
    Defect("an empty text", "patient", put("name.0.family", ""), "FHIR-105"),
    Defect("an id with an underscore", "patient", put("id", "p_1"), "FHIR-106"),
    Defect("an OID that is none", "organization", put("identifier.0.system", "urn:oid:2.16.XXX"), "FHIR-106"),
    Defect("a UUID that is none", "document", put("identifier.system", "urn:uuid:12"), "FHIR-106"),
    Defect("a time without offset", "immunization", put("occurrenceDateTime", "2024-05-06T10:20:00"), "FHIR-106"),
    Defect("a time without seconds", "immunization", put("occurrenceDateTime", "2024-05-06T10:20+02:00"), "FHIR-106"),
    Defect("an instant without a time", "document", put("timestamp", "2024-05-06"), "FHIR-106"),
    Defect("a date as in HL7 v2", "patient", put("birthDate", "19800229"), "FHIR-106"),
    Defect("a day that is not in the calendar", "patient", put("birthDate", "1981-02-29"), "FHIR-107"),
    Defect("a dose number of zero", "immunization", put("protocolApplied.0.doseNumberPositiveInt", 0), "FHIR-106"),
    Defect("a fraction in place of a whole number", "medication", put("dosage.0.timing.repeat.frequency", Number("1.5")), "FHIR-106"),
    Defect("data that are not base64", "patient", put("photo", [{"contentType": "image/png", "data": "à"}]), "FHIR-106"),
    Defect("required element missing", "immunization", drop("vaccineCode"), "FHIR-108"),
    Defect("required choice missing", "immunization", drop("occurrenceDateTime"), "FHIR-108"),
    Defect("required element of a backbone missing", "document", drop("entry.4.resource.performer.0.actor"), "FHIR-105"),
    Defect("two forms of a choice", "immunization", put("occurrenceString", "maggio"), "FHIR-109"),
    Defect("a code outside of its required value set", "immunization", put("status", "final"), "FHIR-110"),
    Defect("a code in capitals", "patient", put("gender", "F"), "FHIR-110"),
    Defect("a required concept from another system", "allergy", put("clinicalStatus.coding.0.system", "http://example.org/stati"), "FHIR-110"),
    Defect("an underscore beside an object", "patient", put("_contact", [{"id": "x"}]), "FHIR-111"),
    Defect("lists of different length", "patient", put("name.0.given", ["Gaia"]), "FHIR-111"),
    Defect("a null that nothing accompanies", "patient", put("name.0.given", [None, "Luce"]), "FHIR-112"),
    Defect("a null in place of an element", "patient", put("birthDate", None), "FHIR-112"),
    Defect("no resource of R4", "document", put("entry.1.resource.resourceType", "Paziente"), "FHIR-114"),
    Defect("a reference to the wrong type", "document", put("entry.4.resource.patient.reference", urn(4)), "FHIR-120"),
    Defect("a relative reference to the wrong type", "immunization", put("patient.reference", "Organization/1"), "FHIR-120"),
    Defect("a reference to no entry", "document", put("entry.4.resource.performer.0.actor.reference", urn(33)), "FHIR-121"),
    Defect("a reference that is none", "immunization", put("patient.reference", "il paziente"), "FHIR-122"),
    Defect("a type that is not the target's", "document", put("entry.4.resource.patient.type", "Group"), "FHIR-123"),
    Defect("a reference without anything", "immunization", put("patient", {"type": "Patient"}), "FHIR-124"),
    Defect("a contained resource without id", "condition", drop("contained.0.id"), "FHIR-125"),
    Defect("a system that is no URI", "organization", put("identifier.0.system", "2.16.840.1.113883.2.9.4.1.1"), "FHIR-130"),
    Defect("an extension with a relative URL", "patient", put("extension", [{"url": "nota", "valueString": "x"}]), "FHIR-131"),
    Defect("an entry of a document without fullUrl", "document", drop("entry.8.fullUrl"), "FHIR-140"),
    Defect("a relative fullUrl", "transaction", put("entry.1.fullUrl", "Immunization/5"), "FHIR-141"),
    Defect("a fullUrl with another id", "message", put("entry.1.fullUrl", "http://example.org/fhir/Patient/p2"), "FHIR-142"),
    Defect("an entry that nothing leads to", "document", drop("entry.0.resource.section.0.entry.1"), "FHIR-143"),
    Defect("PUT to a type", "transaction", put("entry.0.request.url", "Patient"), "FHIR-144"),
    Defect("POST of another type", "transaction", put("entry.1.request.url", "Observation"), "FHIR-144"),
    Defect("a condition without system", "transaction", put("entry.0.request.url", "Patient?identifier=77"), "FHIR-145"),
    Defect("ifNoneExist without system", "transaction", put("entry.1.request.ifNoneExist", "identifier=5"), "FHIR-145"),
    Defect("two changes of one resource", "transaction", add("entry", {"request": {"method": "DELETE", "url": "Observation/12"}}), "FHIR-146"),
    Defect("an entry of a document without resource", "document", add("entry", {"fullUrl": urn(50)}), "FHIR-147"),
    Defect("a narrative that is not XML", "patient", put("text.div", f"<div {XHTML}>a & b</div>"), "FHIR-160"),
    Defect("an HTML entity in the narrative", "patient", _div("a&nbsp;b"), "FHIR-160"),
    Defect("a narrative without namespace", "patient", put("text.div", "<div>Neri</div>"), "FHIR-161"),
    Defect("a script in the narrative", "patient", _div("<script>x()</script>x"), "FHIR-162"),
    Defect("an event in the narrative", "patient", _div('<p onclick="x()">x</p>'), "FHIR-162"),
    Defect("a link that runs something", "patient", _div('<a href=" java&#10;script:x()">x</a>'), "FHIR-163"),
    Defect("an image from the disk", "patient", _div('<img src="file:///etc/x" alt="x"/>'), "FHIR-163"),
    Defect("a narrative that says nothing", "patient", _div("<p> </p>"), "FHIR-164"),
    Defect("a period that ends before it starts", "observation", put("effectivePeriod", {"start": "2024-02-02", "end": "2024-01-01"}), "FHIR-201"),
    Defect("a ratio without denominator", "medication", drop("dosage.0.maxDosePerPeriod.denominator"), "FHIR-202"),
    Defect("a unit code without system", "observation", drop("valueQuantity.system"), "FHIR-204"),
    Defect("a comparator in a simple quantity", "immunization", put("doseQuantity.comparator", "<"), "FHIR-205"),
    Defect("an attachment without type", "patient", put("photo", [{"data": "QUJD"}]), "FHIR-210"),
    Defect("a phone number without system", "patient", drop("telecom.0.system"), "FHIR-211"),
    Defect("a period without unit", "medication", drop("dosage.0.timing.repeat.periodUnit"), "FHIR-213"),
    Defect("a local reference to nothing", "condition", put("recorder.reference", "#altro"), "FHIR-221"),
    Defect("an extension with value and extensions", "patient",
           put("extension", [{"url": "http://example.org/e", "valueString": "x", "extension": [{"url": "a", "valueString": "x"}]}]), "FHIR-222"),
    Defect("contained in contained", "condition", put("contained.0.contained", [{"resourceType": "Patient", "id": "x"}]), "FHIR-230"),
    Defect("contained and not used", "condition", put("recorder.reference", "Practitioner/1"), "FHIR-231"),
    Defect("a version of something contained", "condition", put("contained.0.meta", {"versionId": "1"}), "FHIR-232"),
    Defect("total in a document", "document", put("total", 9), "FHIR-240"),
    Defect("a transaction entry without request", "transaction", drop("entry.0.request"), "FHIR-242"),
    Defect("a request in a document", "document", put("entry.1.request", {"method": "PUT", "url": "Patient/p1"}), "FHIR-242"),
    Defect("two entries with one fullUrl", "transaction", put("entry.1.fullUrl", urn(2)), "FHIR-245"),
    Defect("a document identifier without system", "document", drop("identifier.system"), "FHIR-247"),
    Defect("a document without timestamp", "document", drop("timestamp"), "FHIR-248"),
    Defect("a document that begins with a patient", "document", lambda r: r["entry"].insert(0, r["entry"].pop(1)), "FHIR-249"),
    Defect("a message that begins with a patient", "message", lambda r: r["entry"].reverse(), "FHIR-250"),
    Defect("an organization without name and identifier", "organization", _without("name", "identifier"), "FHIR-251"),
    Defect("a contact without anything", "patient", put("contact.0", {"gender": "male"}), "FHIR-254"),
    Defect("an absent value that is there", "observation", put("dataAbsentReason", {"text": "x"}), "FHIR-256"),
    Defect("a component with the code of the whole", "observation", put("component.0.code.coding.0.code", "30979-9"), "FHIR-257"),
    Defect("an allergy without status", "allergy", drop("clinicalStatus"), "FHIR-259"),
    Defect("an error with a status", "allergy",
           put("verificationStatus", _concept(f"{TERMINOLOGY}/allergyintolerance-verification", "entered-in-error")), "FHIR-260"),
    Defect("abated and active", "condition", put("clinicalStatus.coding.0.code", "active"), "FHIR-264"),
    Defect("a section without anything", "document", add("entry.0.resource.section", {"title": "vuota"}), "FHIR-266"),
)  # fmt: skip
