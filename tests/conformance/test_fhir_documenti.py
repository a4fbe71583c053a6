"""The official clinical documents as FHIR: valid for every judge, nearly all of it in standard elements, back in CDA; the summaries as IPS has them.

The measure asks the model: each coded value, quantity, identifier and name of a message must stand in an element of R4, not in an extension of ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from json import loads
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pydantic import BaseModel

import siss_interop as siss
from siss_interop.check.fhir.checker import check
from siss_interop.issues import Severity
from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import Entry
from siss_interop.messages.comune.enunciati.base import Sezione
from siss_interop.messages.comune.enunciati.familiari import PatologiaFamiliare
from siss_interop.model.base import Message
from siss_interop.model.misure import Estremo, Intero, Intervallo, Reale
from siss_interop.model.tipi import Codice, Id, Nome, Quantita
from siss_interop.options import SYSTEMS, Options
from siss_interop.wire.fhir import document, json
from siss_interop.wire.fhir.bundle import references
from siss_interop.wire.fhir.names import CODES, IDENTIFIERS, OURS
from siss_interop.wire.fhir.xml import to_xml
from siss_interop.wire.results import Written
from siss_interop.wire.tree import document as tree
from siss_interop.wire.tree.document import facts, root_of
from tests.conformance.profiles import IPS, in_bundle, profiles_of
from tests.laws.losses import untrue
from tests.official import HOME, documents

TYPES = ("PSS", "LDO", "VPS", "LAB", "RAD", "RSA", "RAP")
PROFILES = ("document", "transaction")
XSD = "fhir/r4-core/xsd/fhir-single.xsd"
NAMES = documents(*TYPES) or ["absent"]
SUMMARIES = [name for name in NAMES if "/PSS/" in name] or ["absent"]

Json = dict[str, Any]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest, conformance: Path) -> str:
    """The path of an official document below the folder of the official material."""
    assert conformance.is_dir()
    return str(request.param)


@pytest.fixture(params=SUMMARIES)
def summary(request: pytest.FixtureRequest, conformance: Path) -> str:
    """The path of an official summary."""
    assert conformance.is_dir()
    return str(request.param)


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    """A kind of bundle."""
    return str(request.param)


@pytest.fixture(params=SYSTEMS)
def systems(request: pytest.FixtureRequest) -> str:
    """A family of identifier systems."""
    return str(request.param)


@lru_cache(maxsize=32)
def _official(name: str) -> Message:
    found = siss.read(HOME / name).message
    assert found is not None
    return found


def _entry(name: str) -> Entry:
    return catalogue.entry_of(_official(name))


@lru_cache(maxsize=128)
def _written(name: str, profile: str, systems: str) -> Written:
    return document.write(_official(name), _entry(name).fhir(), profile, Options(systems=systems))


def _bundle(name: str, profile: str, systems: str = "hl7it") -> Json:
    return json.load(_written(name, profile, systems).payload, Options())


# the judges


def test_fhir_resources_takes_it(name: str, profile: str, systems: str) -> None:
    bundle = pytest.importorskip("fhir.resources.R4B.bundle")
    payload = _written(name, profile, systems).payload
    assert len(bundle.Bundle.model_validate_json(payload).entry) == len(_bundle(name, profile, systems)["entry"])


def test_fhirkit_takes_it(name: str, profile: str, systems: str) -> None:
    fhirkit = pytest.importorskip("fhirkit", reason="fhirkit-rs is not installed")
    assert fhirkit.validate(_written(name, profile, systems).payload.decode()) == []


@pytest.fixture(scope="module")
def schema(conformance: Path) -> etree.XMLSchema:
    """The official schema of the XML form."""
    return etree.XMLSchema(etree.parse(conformance / XSD))


def test_the_official_schema_takes_its_xml(name: str, profile: str, systems: str, schema: etree.XMLSchema) -> None:
    root = etree.fromstring(to_xml(_bundle(name, profile, systems)))
    for found in root.iter("{http://hl7.org/fhir}MedicationStatement"):
        # the schema gives this element the statuses of a Medication; the definitions of R4 give it its own
        status = found.find("{http://hl7.org/fhir}status")
        assert status is not None
        assert status.get("value") in {"active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken"}
        status.set("value", "active")
    assert schema.validate(root), schema.error_log


def test_our_own_check_finds_no_fault(name: str, profile: str, systems: str) -> None:
    assert [(each.code, each.xpath) for each in check(_bundle(name, profile, systems)) if each.severity is Severity.ERROR] == []


def test_addresses_are_unique_and_references_resolved(name: str, profile: str) -> None:
    bundle = _bundle(name, profile)
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    for entry in bundle["entry"]:
        inside = {f"#{each['id']}" for each in entry["resource"].get("contained", ())}
        assert {each["reference"] for each in references(entry["resource"])} <= {*urls, *inside}


def test_every_entry_of_a_document_is_reached(name: str) -> None:
    bundle = _bundle(name, "document")
    by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    reached, waiting = set(), [bundle["entry"][0]["fullUrl"]]
    while waiting:
        url = waiting.pop()
        reached.add(url)
        waiting += [each["reference"] for each in references(by_url[url]) if each["reference"] not in reached]
        if not waiting:  # R4 lets a Provenance stand in a document by what it refers to
            waiting += [
                url for url, each in by_url.items() if url not in reached and each["resourceType"] == "Provenance" and _targets(each) & reached
            ]
    assert set(by_url) == reached


def _targets(provenance: Json) -> set[str]:
    return {each["reference"] for each in provenance["target"]}


# how much stands in standard elements


def _elements(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Every value of a resource with its key, but for what stands in an extension of ours."""
    if isinstance(value, list):
        for item in value:
            yield from _elements(item, key)
    elif not isinstance(value, dict):
        yield key, value
    elif not str(value.get("url", "")).startswith(OURS):
        yield key, value
        for name, item in value.items():
            yield from _elements(item, name)


def _facts_at(key: str, value: Any) -> Iterator[tuple[Any, ...]]:
    """What an element says of what is measured."""
    if not isinstance(value, dict):
        if key in ("family", "given", "name"):
            yield from (("name", word) for word in {str(value), *str(value).split()})
        elif key in ("valueInteger", "period", "doseNumberPositiveInt"):
            yield "quantity", str(value)
    elif key == "coding" or (key == "class" and "code" in value):
        yield "code", value.get("system"), value.get("code")
    elif key.lower().endswith("identifier"):
        yield "identifier", value.get("system"), value.get("value")
    elif "value" in value and type(value["value"]) is not str:
        yield "quantity", str(value["value"])


def _standing(bundle: Json) -> Counter[tuple[Any, ...]]:
    """The codes, identifiers, quantities and names that stand in elements of R4."""
    whole = [("resource", entry["resource"]) for entry in bundle["entry"]] + [("identifier", bundle.get("identifier", {}))]
    return Counter(fact for key, part in whole for at, value in _elements(part, key) for fact in _facts_at(at, value))


#: R4 has an element for what these say, with codes of its own (`type`, `priority`); the code itself stands beside it
OWN_CODES = ("genere", "priorita", "sesso", "riservatezza")
#: what R4 has no element for: the field of a class, and what it says
NO_ELEMENT: dict[tuple[type[BaseModel], str], str] = {
    (Sezione, "id"): "the identifier of a section",
    (PatologiaFamiliare, "id"): "the identifier of one disease of a relative: only the whole history of the relative has one",
}


def _said(part: Any, field: str = "", path: str = "") -> Iterator[tuple[str, tuple[Any, ...], str]]:
    """The coded values, identifiers, quantities and names of a message; templateIds say nothing of the patient."""
    if isinstance(part, tuple):
        for item in part:
            yield from _said(item, field, path)
    if not isinstance(part, BaseModel) or field.startswith("modelli") or field in OWN_CODES:
        return
    if isinstance(part, Codice) and part.codice is not None:
        yield "code", (None if part.sistema is None else CODES.dump(part.sistema, "hl7it"), part.codice), path
    if isinstance(part, Id) and part.radice is not None:
        uri = IDENTIFIERS.dump(part.radice, "hl7it")
        yield "identifier", ("urn:ietf:rfc:3986", uri) if part.estensione is None else (uri, part.estensione), path
    if isinstance(part, Quantita | Estremo | Intervallo | Reale | Intero) and part.valore is not None:
        yield "quantity", (str(part.valore),), path
    if isinstance(part, Nome):
        yield from (("name", (word,), path) for word in (part.cognome, *part.nomi) if word)
    for name, value in part.__dict__.items():
        if not any(isinstance(part, model) and field == name for model, field in NO_ELEMENT):
            yield from _said(value, name, f"{path}.{name}")


def test_what_matters_stands_in_standard_elements(conformance: Path, profile: str) -> None:
    assert conformance.is_dir()
    for kind in TYPES:
        there, missing = Counter[str](), list[tuple[str, str, str]]()
        for name in (each for each in NAMES if f"/{kind}/" in each):
            standing = _standing(_bundle(name, profile))
            for sort, value, path in _said(_official(name)):
                there[sort] += 1
                if (sort, *value) not in standing:
                    missing.append((sort, name, path))
        assert set(there) == {"code", "identifier", "quantity", "name"}
        assert [each for each in missing if each[0] != "code"] == []
        assert len(missing) <= 0.05 * there["code"], (kind, missing)


@pytest.mark.parametrize(("model", "field"), NO_ELEMENT)
def test_what_is_left_out_is_a_field(model: type[BaseModel], field: str) -> None:
    assert field in model.model_fields


def test_the_measure_sees_what_is_not_there() -> None:
    bundle = {"entry": [{"resource": {"extension": [{"url": f"{OURS}x", "valueCodeableConcept": {"coding": [{"system": "s", "code": "c"}]}}]}}]}
    assert [fact for fact in _standing(bundle) if fact[0] == "code"] == []
    bundle["entry"][0]["resource"]["code"] = bundle["entry"][0]["resource"]["extension"][0]["valueCodeableConcept"]  # type: ignore[assignment]
    assert ("code", "s", "c") in _standing(bundle)


# CDA -> FHIR -> CDA


def test_what_is_read_is_what_was_written_but_for_the_losses_listed(name: str, profile: str, systems: str) -> None:
    written = _written(name, profile, systems)
    found = siss.read(written.payload)
    assert found.report.ok
    assert found.accounting.left_over == ()
    assert found.message is not None
    assert untrue(_official(name), written.loss, found.message) == []
    # all that R4 loses of an official document are names of code systems
    assert {re.sub(r"\[\d+\]", "", loss.path).rpartition(".")[2] for loss in written.loss} <= {"nome_sistema", "nome_codice"}


def test_cda_comes_back(name: str, profile: str) -> None:
    back = siss.read(_written(name, profile, "hl7it").payload).message
    assert back is not None
    # what CDA itself does not rebuild is no matter of FHIR
    before, after = (Counter(facts(root_of(tree.write(each, _entry(name).plan("cda")).payload, Options()))) for each in (_official(name), back))
    assert (before - after).total() <= 0.05 * before.total()


# the summary as IPS has it

RESOURCES = {
    **{
        kind: f"{kind}-uv-ips"
        for kind in ("Composition", "Patient", "AllergyIntolerance", "Condition", "MedicationStatement", "MedicationRequest", "Immunization",
                     "Procedure", "DeviceUseStatement", "Device", "Organization", "Practitioner", "PractitionerRole", "Specimen")
    },
    "Medication": "Medication-IPS", "Bundle": "Bundle-uv-ips",
}  # fmt: skip


def test_a_summary_keeps_to_ips(summary: str, conformance: Path) -> None:
    profiles = profiles_of(conformance)
    bundle = loads(_written(summary, "document", "hl7it").payload, parse_float=Decimal)
    found = []
    for resource in (bundle, *(entry["resource"] for entry in bundle["entry"])):
        if resource["resourceType"] in RESOURCES:
            found += profiles.evaluate(resource, IPS + RESOURCES[resource["resourceType"]], in_bundle(bundle))
    # the evaluator of FHIRPath does not see `_start` as a child of a period
    assert [each for each in found if each.level == "error" and not (each.rule == "ele-1" and each.path.endswith(".period"))] == []


def test_a_section_that_must_be_there_says_why_it_is_empty(summary: str) -> None:
    message = _official(summary)
    allergie = message.__dict__["allergie"].model_copy(update={"voci": (), "note": (), "altre_voci": ()})
    made, _ = document.bundle_of(message.model_copy(update={"allergie": allergie}), _entry(summary).fhir(), "document", Options())
    (section,) = (each for each in made["entry"][0]["resource"]["section"] if each["code"]["coding"][0]["code"] == "48765-2")
    assert section["emptyReason"]["coding"][0]["code"] == "unavailable"
    assert "entry" not in section
    assert "text" in section
