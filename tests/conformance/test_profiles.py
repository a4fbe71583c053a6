"""The evaluator of profiles against official examples: no false alarm on them, and each single defect planted in them is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.profile_definitions import Definitions
from tests.conformance.profile_rules import Finding, matches_pattern
from tests.conformance.profiles import IPS, IT_BASE, IT_CORE, Profiles, in_bundle, nowhere, profiles_of

Json = dict[str, Any]

#: what official examples break of their own guide: HL7 Italia wants a city in an address, and the language of a person with its system
KNOWN = {
    ("Patient-18a83b35-274f-4946-bf0b-11eefa50d490", "Patient.address[0].city", "min"),
    ("Patient-3279afbb-2ba8-4020-8d84-b2f666ece9be", "Patient.address[0].city", "min"),
    ("Practitioner-1d1632b0-d7cc-49cf-9f2d-f5d8669e16ee", "Practitioner.communication[0]", "binding"),
    ("Practitioner-587bb258-60c7-4f44-8f23-973333aada8c", "Practitioner.communication[0]", "binding"),
}
_NO_EXAMPLES = (
    "StructureDefinition",
    "ValueSet",
    "CodeSystem",
    "ConceptMap",
    "ImplementationGuide",
    "CapabilityStatement",
    "OperationDefinition",
    "ActorDefinition",
)


@pytest.fixture(scope="module")
def profiles(conformance: Path) -> Profiles:
    return profiles_of(conformance)


def _example(conformance: Path, name: str) -> Json:
    found: Json = json.loads((conformance / "fhir" / f"{name}.json").read_bytes())
    return found


def _examples(conformance: Path) -> dict[str, Json]:
    return {
        path.stem: json.loads(path.read_bytes()) | ({} if "it-base" not in str(path) else {"meta": {"profile": [IT_BASE + "Patient-it-base"]}})
        for guide in ("ips", "hl7-it-base", "hl7-it-core")
        for path in sorted((conformance / "fhir" / guide / "compiled").glob("*.json"))
        if not path.name.startswith(_NO_EXAMPLES)
    }  # fmt: skip


def _found(profiles: Profiles, resource: Json, profile: str) -> list[Finding]:
    is_bundle = resource["resourceType"] == "Bundle"
    return profiles.evaluate(resource, profile, in_bundle(resource) if is_bundle else nowhere, targets=is_bundle)


def test_official_examples_keep_to_their_profiles(conformance: Path, profiles: Profiles) -> None:
    examples = _examples(conformance)
    assert len(examples) >= 60
    errors = {
        (name, each.path, each.rule)
        for name, resource in examples.items()
        for profile in resource.get("meta", {}).get("profile", [resource["resourceType"]])
        for each in _found(profiles, resource, profile)
        if each.level == "error"
    }
    assert errors == KNOWN


def test_what_cannot_be_evaluated_is_told_and_little(conformance: Path, profiles: Profiles) -> None:
    """References of a single example lead nowhere, some value sets and extensions are not in the material; nothing else may be left open."""
    rules = {
        (each.rule, each.text.partition(" is not here")[0].partition(" from ")[0])
        for resource in _examples(conformance).values()
        for profile in resource.get("meta", {}).get("profile", [resource["resourceType"]])
        for each in _found(profiles, resource, profile)
        if each.level == "not-evaluated"
    }
    assert rules == {
        ("slice", "cannot be told"),
        ("slice", "no slice says what $this.value is"),
        ("binding", "https://www.hl7.it/fhir/terminology/ValueSet/who-atc"),
        ("definition", "http://hl7.org/fhir/StructureDefinition/allergyintolerance-abatement"),
        ("definition", "http://hl7.org/fhir/StructureDefinition/textLink"),
        ("rng-2", "'<=' not supported between instances of 'dict' and 'dict'"),
    }


def test_an_unknown_profile_is_told(profiles: Profiles) -> None:
    found = profiles.evaluate({"resourceType": "Patient"}, "http://esempio.it/StructureDefinition/nessuno")
    assert [(each.rule, each.level) for each in found] == [("definition", "not-evaluated")]


Change = Callable[[Json], object]


def _entry(bundle: Json, kind: str) -> Json:
    found: Json = next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)
    return found


def _without(*names: str) -> Change:
    return lambda resource: [resource.pop(name) for name in names]


def _with(**values: Any) -> Change:
    return lambda resource: resource.update(values)


_IMMUNIZATION = ("ips/compiled/Immunization-75680", IPS + "Immunization-uv-ips")
_PATIENT = ("ips/compiled/Patient-66033", IPS + "Patient-uv-ips")
_PRACTITIONER = ("ips/compiled/Practitioner-eumfh-39-07", IPS + "Practitioner-uv-ips")
_ORGANIZATION = ("ips/compiled/Organization-lab-org-example", IPS + "Organization-uv-ips")
_COMPOSITION = ("ips/compiled/Composition-composition-minimal", IPS + "Composition-uv-ips")
_BUNDLE = ("ips/compiled/Bundle-IPS-examples-Bundle-with-immunization", IPS + "Bundle-uv-ips")
_CORE_PATIENT = ("hl7-it-core/compiled/Patient-18a83b35-274f-4946-bf0b-11eefa50d490", IT_CORE + "patient-it-core")
_CORE_PRACTITIONER = ("hl7-it-core/compiled/Practitioner-1d1632b0-d7cc-49cf-9f2d-f5d8669e16ee", IT_CORE + "practitioner-it-core")
_CORE_ORGANIZATION = ("hl7-it-core/compiled/Organization-606860f9-cd4e-494d-b550-85e7856d6746", IT_CORE + "organization-it-core")
_BASE_PATIENT = ("hl7-it-base/compiled/Patient-esempio-CF-residenza", IT_BASE + "Patient-it-base")

Case = tuple[tuple[str, str], Change, tuple[str, str]]
#: the example, the defect, and the place and rule of what must be found
DEFECTS: dict[str, Case] = {
    "status is missing": (_IMMUNIZATION, _without("status"), ("Immunization.status", "min")),
    "status of another list": (_IMMUNIZATION, _with(status="final"), ("Immunization.status", "binding")),
    "vaccine code is missing": (_IMMUNIZATION, _without("vaccineCode"), ("Immunization.vaccineCode", "min")),
    "patient is missing": (_IMMUNIZATION, _without("patient"), ("Immunization.patient", "min")),
    "patient without reference": (_IMMUNIZATION, _with(patient={"display": "Anna"}), ("Immunization.patient.reference", "min")),
    "patient is a device": (_IMMUNIZATION, _with(patient={"reference": "Device/1"}), ("Immunization.patient", "reference")),
    "occurrence is missing": (
        _IMMUNIZATION, lambda resource: [resource.pop(key) for key in list(resource) if key.lstrip("_").startswith("occurrence")],
        ("Immunization.occurrence[x]", "min"),
    ),
    "occurrence twice": (_IMMUNIZATION, _with(occurrenceString="ieri"), ("Immunization.occurrence[x]", "max")),
    "occurrence as a period": (_IMMUNIZATION, _with(occurrencePeriod={"start": "2020"}), ("Immunization.occurrencePeriod", "type")),
    "an element that does not exist": (_IMMUNIZATION, _with(vaccino="x"), ("Immunization.vaccino", "unknown")),
    "a day that does not exist": (_IMMUNIZATION, _with(expirationDate="2020-13-01"), ("Immunization.expirationDate", "form")),
    "a number as text": (_IMMUNIZATION, _with(primarySource="true"), ("Immunization.primarySource", "form")),
    "a list that is none": (_IMMUNIZATION, _with(identifier={"value": "1"}), ("Immunization.identifier", "shape")),
    "an empty list": (_IMMUNIZATION, _with(note=[]), ("Immunization.note", "shape")),
    "a dose without a number": (_IMMUNIZATION, _with(protocolApplied=[{"series": "x"}]), ("Immunization.protocolApplied[0].doseNumber[x]", "min")),
    "an education about nothing": (_IMMUNIZATION, _with(education=[{"presentationDate": "2020"}]), ("Immunization.education[0]", "imm-1")),
    "birth date is missing": (_PATIENT, _without("birthDate"), ("Patient.birthDate", "min")),
    "name is missing": (_PATIENT, _without("name"), ("Patient.name", "min")),
    "name without a word": (_PATIENT, _with(name=[{"use": "official"}]), ("Patient.name[0]", "ips-pat-1")),
    "gender of another list": (_PATIENT, _with(gender="F"), ("Patient.gender", "binding")),
    "contact without details": (_PATIENT, _with(contact=[{"gender": "male"}]), ("Patient.contact[0]", "pat-1")),
    "telecom without system": (_PATIENT, _with(telecom=[{"value": "02"}]), ("Patient.telecom[0]", "cpt-2")),
    "a period that ends before it begins": (
        _PATIENT, _with(identifier=[{"value": "1", "period": {"start": "2020-01-01", "end": "2019-01-01"}}]),
        ("Patient.identifier[0].period", "per-1"),
    ),
    "narrative with a script": (
        _PATIENT, _with(text={"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'}),
        ("Patient.text.div", "txt-1"),
    ),
    "narrative without a word": (
        _PATIENT, _with(text={"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"> </div>'}), ("Patient.text.div", "txt-2"),
    ),
    "an extension with a wrong value": (
        _PATIENT, _with(extension=[{"url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime", "valueDate": "2020-01-01"}]),
        ("Patient.extension[0].valueDate", "type"),
    ),
    "an extension with value and parts": (
        _PATIENT, _with(extension=[{"url": "http://esempio.it/x", "valueString": "x", "extension": [{"url": "y", "valueString": "z"}]}]),
        ("Patient.extension[0]", "ext-1"),
    ),
    "a local reference to nothing": (_PATIENT, _with(managingOrganization={"reference": "#o"}), ("Patient.managingOrganization", "ref-1")),
    "contained but not used": (_PATIENT, _with(contained=[{"resourceType": "Organization", "id": "o", "name": "x"}]), ("Patient", "dom-3")),
    "practitioner without a name": (_PRACTITIONER, _without("name"), ("Practitioner.name", "min")),
    "organization without a name": (_ORGANIZATION, _without("name"), ("Organization.name", "min")),
    "organization at home": (_ORGANIZATION, _with(address=[{"use": "home"}]), ("Organization.address[0]", "org-2")),
    "document type of another document": (
        _COMPOSITION, _with(type={"coding": [{"system": "http://loinc.org", "code": "11369-6"}]}), ("Composition.type", "pattern"),
    ),
    "no section of problems": (_COMPOSITION, lambda resource: resource["section"].pop(0), ("Composition.section:sectionProblems", "slice-min")),
    "a section without text": (_COMPOSITION, lambda resource: resource["section"][0].pop("text"), ("Composition.section[0].text", "min")),
    "a section without a word of why it is empty": (
        _COMPOSITION, lambda resource: resource["section"][0].pop("entry"), ("Composition.section[0]", "ips-comp-1"),
    ),
    "two sections of problems": (
        _COMPOSITION, lambda resource: resource["section"].append(copy.deepcopy(resource["section"][0])),
        ("Composition.section:sectionProblems", "slice-max"),
    ),
    "bundle of another kind": (_BUNDLE, _with(type="collection"), ("Bundle.type", "fixed")),
    "bundle without a time": (_BUNDLE, _without("timestamp"), ("Bundle.timestamp", "min")),
    "bundle without its number": (_BUNDLE, _without("identifier"), ("Bundle.identifier", "min")),
    "bundle without a patient": (
        _BUNDLE, lambda bundle: bundle.update(entry=[each for each in bundle["entry"] if each["resource"]["resourceType"] != "Patient"]),
        ("Bundle.entry:patient", "slice-min"),
    ),
    "entry without its address": (_BUNDLE, lambda bundle: bundle["entry"][2].pop("fullUrl"), ("Bundle.entry[2].fullUrl", "min")),
    "one address twice": (_BUNDLE, lambda bundle: bundle["entry"].append(copy.deepcopy(bundle["entry"][1])), ("Bundle", "bdl-7")),
    "document that does not begin with the composition": (_BUNDLE, lambda bundle: bundle["entry"].reverse(), ("Bundle", "bdl-11")),
    "a fault deep in an entry": (
        _BUNDLE, lambda bundle: _entry(bundle, "Immunization").pop("vaccineCode"), ("vaccineCode", "min"),
    ),
    "a target that does not conform": (
        _BUNDLE, lambda bundle: _entry(bundle, "Patient").pop("birthDate"), ("Bundle.entry[0].resource.subject", "target"),
    ),
    "IT-Core: no identifier": (_CORE_PATIENT, _without("identifier"), ("Patient.identifier", "min")),
    "IT-Core: tax code twice": (
        _CORE_PATIENT, _with(identifier=[{"system": "urn:oid:2.16.840.1.113883.2.9.4.3.2", "value": each} for each in "ab"]),
        ("Patient.identifier:codiceFiscale", "slice-max"),
    ),
    "IT-Core: practitioner by a number without value": (
        _CORE_PRACTITIONER, _with(identifier=[{"system": "urn:oid:2.16.840.1.113883.2.9.4.3.2"}]), ("Practitioner.identifier[0].value", "min"),
    ),
    "IT-Core: organization without identifier": (_CORE_ORGANIZATION, _without("identifier"), ("Organization.identifier", "min")),
    "IT-Core: two numbers of VAT": (
        _CORE_ORGANIZATION, _with(identifier=[{"system": "urn:oid:2.16.840.1.113883.2.9.6.3.2", "value": each} for each in "ab"]),
        ("Organization.identifier:partitaIva", "slice-max"),
    ),
    "IT base: tax code of eleven signs": (
        _BASE_PATIENT, _with(identifier=[{"system": "http://hl7.it/sid/codiceFiscale", "value": "12345678901"}]),
        ("Patient.identifier[0].value", "pat-id-cf-1"),
    ),
    "IT base: no name": (_BASE_PATIENT, _without("name"), ("Patient.name", "min")),
    "IT base: identifier without value": (
        _BASE_PATIENT, _with(identifier=[{"system": "http://hl7.it/sid/anpr"}]), ("Patient.identifier[0].value", "min"),
    ),
    "IT base: certified twice": (
        _BASE_PATIENT,
        _with(extension=[{"url": IT_BASE + "recordCertification", "extension": [{"url": "who", "valueReference": {"display": "x"}}]}] * 2),
        ("Patient.extension:certificazione", "slice-max"),
    ),
}  # fmt: skip


@cache
def _before(profiles: Profiles, conformance: Path, example: str, profile: str) -> frozenset[tuple[str, str]]:
    return frozenset((each.path, each.rule) for each in _found(profiles, _example(conformance, example), profile) if each.level == "error")


@pytest.mark.parametrize("name", DEFECTS)
def test_a_single_defect_is_found(conformance: Path, profiles: Profiles, name: str) -> None:
    (example, profile), change, (place, rule) = DEFECTS[name]
    resource = _example(conformance, example)
    before = _before(profiles, conformance, example, profile)
    change(resource)
    after = {(each.path, each.rule) for each in _found(profiles, resource, profile) if each.level == "error"}
    new = after - before
    assert any(found_rule == rule and found_place.endswith(place) for found_place, found_rule in new), sorted(new)


@pytest.mark.parametrize(
    ("value", "pattern", "fits"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"b": 2}, {"a": 1}, False),
        ({"coding": [{"code": "x"}, {"code": "y", "system": "s"}]}, {"coding": [{"code": "y"}]}, True),
        ({"coding": [{"code": "x"}]}, {"coding": [{"code": "y"}]}, False),
        ("a", "a", True),
        ([], {}, False),
    ],
)
def test_patterns(value: Any, pattern: Any, fits: bool) -> None:
    assert matches_pattern(value, pattern) is fits


@pytest.mark.parametrize(
    ("url", "system", "code", "inside"),
    [
        ("http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1", None, "female", True),
        ("http://hl7.org/fhir/ValueSet/administrative-gender", None, "F", False),
        ("http://hl7.org/fhir/ValueSet/administrative-gender", "http://esempio.it", "female", False),
        ("http://hl7.org/fhir/ValueSet/all-languages", "urn:ietf:bcp:47", "it-IT", True),
        ("http://hl7.org/fhir/ValueSet/all-languages", "urn:ietf:bcp:47", "italiano!", False),
        (
            "http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification",
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
            "N",
            True,
        ),
        (
            "http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification",
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
            "X",
            False,
        ),
        ("https://www.hl7.it/fhir/terminology/ValueSet/minsan-regione", "https://www.hl7.it/fhir/terminology/CodeSystem/minsan-regione", "030", True),
        (
            "https://www.hl7.it/fhir/terminology/ValueSet/minsan-regione",
            "https://www.hl7.it/fhir/terminology/CodeSystem/minsan-regione",
            "999",
            False,
        ),
        ("http://esempio.it/ValueSet/nessuno", None, "x", None),
    ],
)
def test_value_sets(profiles: Profiles, url: str, system: str | None, code: str, inside: bool | None) -> None:
    definitions: Definitions = profiles.definitions
    assert definitions.terms.contains(url, system, code) is inside
