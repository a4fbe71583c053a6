"""The official vaccination documents as FHIR: valid for every judge, nearly all of it in standard elements, and back in CDA."""

from __future__ import annotations

import os
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import siss_interop as siss
from siss_interop.check.fhir.checker import check
from siss_interop.issues import Severity
from siss_interop.losses import LossKind
from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import Entry
from siss_interop.model.base import Message, plain
from siss_interop.model.paths import keys
from siss_interop.options import SYSTEMS, Options
from siss_interop.wire.fhir import document, json
from siss_interop.wire.fhir.bundle import references
from siss_interop.wire.fhir.out import DIRECTORY
from siss_interop.wire.results import Written
from siss_interop.wire.tree import document as tree
from siss_interop.wire.tree.document import facts, root_of
from tests.conformance.standing import Measure, measure
from tests.laws.losses import at
from tests.laws.planted import unnoticed
from tests.official import HOME, documents

NAMES = documents("SING_VACC", "CERT_VACC")
PROFILES = ("document", "transaction")
XSD = "fhir/r4-core/xsd/fhir-single.xsd"
#: of the places of a bundle, one in so many is tried; all with SISS_THOROUGH=1
STEP = 1 if os.environ.get("SISS_THOROUGH") else 25
#: attributes that the schema of CDA gives anyway, and that no rebuilt document repeats
DEFAULTS = ("/@contextConductionInd", "/component/@typeCode")
LABELS = ("/@displayName", "/@codeSystemName")

Json = dict[str, Any]


@pytest.fixture(params=NAMES or ["absent"])
def name(request: pytest.FixtureRequest, conformance: Path) -> str:
    """The path of an official document below the folder of the official material."""
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


@lru_cache(maxsize=128)
def _written(name: str, profile: str, systems: str, syntax: siss.Syntax = "json") -> Written:
    return siss.convert(HOME / name, to="fhir", profile=profile, syntax=syntax, options=Options(systems=systems))


def _bundle(name: str, profile: str, systems: str) -> Json:
    return json.load(_written(name, profile, systems).payload, Options())


def _message(found: siss.Read) -> Message:
    assert found.message is not None
    return found.message


@lru_cache(maxsize=16)
def _official(name: str) -> Message:
    return _message(siss.read(HOME / name))


def _entry(name: str) -> Entry:
    return catalogue.entry_of(_official(name))


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
    payload = _written(name, profile, systems, "xml").payload
    assert schema.validate(etree.fromstring(payload)), schema.error_log
    assert siss.read(payload).message == _back(name, profile, systems)


def test_our_own_check_finds_no_fault(name: str, profile: str, systems: str) -> None:
    assert [(each.code, each.xpath) for each in check(_bundle(name, profile, systems)) if each.severity is Severity.ERROR] == []


# the rules of bundles, looked at without our checker


def test_addresses_are_unique_and_references_resolved(name: str, profile: str, systems: str) -> None:
    bundle = _bundle(name, profile, systems)
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    assert all(url.startswith("urn:uuid:") for url in urls)
    for entry in bundle["entry"]:
        inside = {f"#{each['id']}" for each in entry["resource"].get("contained", ())}
        assert {each["reference"] for each in references(entry["resource"])} <= {*urls, *inside}


def test_every_entry_of_a_document_is_reached(name: str, systems: str) -> None:
    bundle = _bundle(name, "document", systems)
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"
    by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    reached, waiting = set(), [bundle["entry"][0]["fullUrl"]]
    while waiting:
        url = waiting.pop()
        reached.add(url)
        waiting += [each["reference"] for each in references(by_url[url]) if each["reference"] not in reached]
    # what R4 lets stand by what it refers to
    backward = {url for url, each in by_url.items() if each["resourceType"] == "Provenance" and each["target"][0]["reference"] in reached}
    assert set(by_url) == reached | backward


def test_a_transaction_asks_once_for_each_identity(name: str, systems: str) -> None:
    bundle = _bundle(name, "transaction", systems)
    asked = Counter(entry["request"].get("ifNoneExist", entry["request"]["url"]) for entry in bundle["entry"] if "?" in _asked(entry))
    for entry in bundle["entry"]:
        resource, request = entry["resource"], entry["request"]
        assert "id" not in resource
        assert request["method"] == ("PUT" if "?" in request["url"] else "POST")
        assert ("?" in _asked(entry)) == (resource["resourceType"] in DIRECTORY)
        if "?" in _asked(entry):
            system, _, value = _asked(entry).partition("?identifier=")[2].partition("|")
            assert ":" in system
            assert value
    assert all(times == 1 for times in asked.values())
    assert any(entry["request"]["method"] == "PUT" for entry in bundle["entry"])


def _asked(entry: Json) -> str:
    request = entry["request"]
    condition = request.get("ifNoneExist")
    return f"{request['url']}?{condition}" if condition else str(request["url"])


# how much stands in standard elements


def _measure(name: str, profile: str, systems: str) -> Measure:
    return measure(etree.parse(HOME / name).getroot(), _bundle(name, profile, systems))


def test_what_matters_stands_in_standard_elements(name: str, profile: str, systems: str) -> None:
    found = _measure(name, profile, systems)
    assert min(found.all.values()) > 1
    # R4 gives a section no identifier, and all other facts their element
    assert set(found.missing) <= {"component/structuredBody/component/section/id"}


def test_of_each_kind_at_least_98_in_a_hundred_stand_there(conformance: Path, profile: str, systems: str) -> None:
    assert conformance.is_dir()
    there, kept = Counter[str](), Counter[str]()
    for name in NAMES:
        found = _measure(name, profile, systems)
        there += found.all
        kept += found.kept
    assert set(there) == {"code", "quantity", "date", "identifier", "name"}
    assert {kind: kept[kind] / there[kind] for kind in there if kept[kind] < 0.98 * there[kind]} == {}


def test_the_measure_sees_what_is_not_there(name: str) -> None:
    bundle = _bundle(name, "document", "hl7it")
    whole = measure(etree.parse(HOME / name).getroot(), bundle)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Immunization":
            resource["extension"] = [{"url": "urn:x", "valueCodeableConcept": resource.pop("vaccineCode")}]
        elif resource["resourceType"] == "Patient":
            resource["birthDate"] = "1900-01-01"
    spoilt = measure(etree.parse(HOME / name).getroot(), bundle)
    assert spoilt.kept["code"] <= whole.kept["code"] - 4
    assert spoilt.kept["date"] == whole.kept["date"] - 1


# CDA -> FHIR -> CDA


def _fresh(message: Message) -> bytes:
    # the rules of meaning find fault with some official documents
    return tree.write(message, catalogue.entry_of(message).plan("cda")).payload


def _facts(data: bytes) -> Counter[tuple[str, str]]:
    return Counter(facts(root_of(data, Options())))


def _back(name: str, profile: str, systems: str) -> Message:
    found = siss.read(_written(name, profile, systems).payload)
    assert found.report.ok
    assert found.accounting.left_over == ()
    return _message(found)


def test_cda_comes_back(name: str, profile: str, systems: str) -> None:
    before, after = _facts((HOME / name).read_bytes()), _facts(_fresh(_back(name, profile, systems)))
    lost = {fact: times for fact, times in (before - after).items() if not fact[0].endswith(DEFAULTS)}
    assert sum(lost.values()) <= 0.025 * before.total()
    assert [fact for fact in lost if not fact[0].endswith(LABELS)] == []


def test_at_least_98_in_a_hundred_facts_come_back(conformance: Path, profile: str, systems: str) -> None:
    assert conformance.is_dir()
    there = lost = 0
    for name in NAMES:
        before = _facts((HOME / name).read_bytes())
        there += before.total()
        lost += (before - _facts(_fresh(_back(name, profile, systems)))).total()
    assert lost <= 0.02 * there


def test_the_losses_listed_are_those_measured(name: str, profile: str, systems: str) -> None:
    """The facts of CDA that FHIR did not bring back are the values at the paths of the loss report, no more and no fewer."""
    message, back = _official(name), _back(name, profile, systems)
    before, after = _facts(_fresh(message)), _facts(_fresh(back))
    written = _written(name, profile, systems)
    dropped = [at(plain(message), tuple(keys(loss.path))) for loss in written.loss if loss.kind is LossKind.DROPPED]
    assert Counter(value for (_, value), times in (before - after).items() for _ in range(times)) == Counter(dropped)
    assumed = [at(plain(back), tuple(keys(loss.path))) for loss in written.loss]
    made = Counter(_text(value) for value in assumed if value is not None)
    assert Counter(value for (_, value), times in (after - before).items() for _ in range(times)) == made


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# nothing is read in silence


def test_whatever_is_planted_or_changed_is_noticed(name: str, profile: str) -> None:
    mapping = _entry(name).fhir()
    step = 1 if (name, profile) == (NAMES[0], "document") else STEP
    silent, tried = unnoticed(document.write(_official(name), mapping, profile, Options()).payload, mapping, step)
    assert silent == []
    assert tried > 400 / step
