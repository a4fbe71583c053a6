"""Bundles and references: how they resolve, what a document may hold beside what its Composition reaches, what a request may look like."""

from __future__ import annotations

import pytest

from siss_interop.check.fhir import check
from siss_interop.issues import Severity
from tests.check.fhir.panel import Json, urn, valid

_BASE = "http://example.org/fhir"


def _codes(resource: Json) -> list[str]:
    return [each.code for each in check(resource)]


def _collection(reference: str, url: str = f"{_BASE}/Observation/1", target: str = f"{_BASE}/Patient/p1") -> Json:
    observation = {"resourceType": "Observation", "id": "1", "status": "final", "code": {"text": "x"}, "subject": {"reference": reference}}
    patient = {"resourceType": "Organization", "id": target.rpartition("/")[2], "name": "x"}
    return {
        "resourceType": "Bundle", "type": "collection",
        "entry": [{"fullUrl": url, "resource": observation}, {"fullUrl": target, "resource": patient}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        (f"{_BASE}/Organization/p1", f"{_BASE}/Organization/p1"),
        ("Organization/p1", f"{_BASE}/Organization/p1"),
        ("Organization/p1/_history/3", f"{_BASE}/Organization/p1"),
        (f"{_BASE}/Organization/p1/_history/3", f"{_BASE}/Organization/p1"),
        ("Organization/p1", "urn:uuid:00000000-0000-4000-8000-000000000001"),
        (urn(1), urn(1)),
    ],
)
def test_the_type_of_what_a_reference_reaches_is_judged(reference: str, target: str) -> None:
    bundle = _collection(reference, target=target)
    bundle["entry"][1]["resource"]["id"] = "p1"
    assert _codes(bundle) == ["FHIR-120"]


def test_a_base_of_its_own_leads_elsewhere() -> None:
    bundle = _collection("http://altrove.example.org/fhir/Patient/p1", target=f"{_BASE}/Organization/p1")
    assert _codes(bundle) == []


def test_a_urn_outside_of_a_bundle_cannot_be_judged() -> None:
    assert _codes(valid("immunization")) == []


def test_a_contained_resource_of_the_wrong_type() -> None:
    condition = valid("condition")
    condition["contained"][0]["resourceType"] = "Organization"
    condition["contained"][0]["name"] = "x"
    assert _codes(condition) == ["FHIR-120"]


def test_a_contained_resource_of_an_entry_belongs_to_the_entry() -> None:
    document = valid("document")
    document["entry"][4]["resource"]["patient"]["reference"] = "#medico"  # it is contained in another entry
    assert _codes(document) == ["FHIR-221"]


def test_a_relative_reference_out_of_a_document_is_a_warning() -> None:
    document = valid("document")
    document["entry"][7]["resource"]["asserter"] = {"reference": "Practitioner/altrove"}
    assert [(each.code, each.severity) for each in check(document)] == [("FHIR-121", Severity.WARNING)]


def test_a_conditional_reference_stands_in_a_transaction_only() -> None:
    transaction = valid("transaction")
    transaction["entry"][1]["resource"]["patient"]["reference"] = "Patient?identifier=http://example.org/assistiti|77"
    assert _codes(transaction) == []
    transaction["type"] = "collection"
    for entry in transaction["entry"]:
        del entry["request"]
    assert "FHIR-122" in _codes(transaction)


def test_a_provenance_may_point_into_a_document_and_a_binary_is_dressing() -> None:
    document = valid("document")
    agent = {"who": {"reference": urn(3)}}
    provenance = {"resourceType": "Provenance", "target": [{"reference": urn(1)}], "recorded": "2024-05-06T10:00:00Z", "agent": [agent]}
    document["entry"] += [
        {"fullUrl": urn(20), "resource": provenance},
        {"fullUrl": urn(21), "resource": {"resourceType": "Binary", "contentType": "text/css", "data": "QQ=="}},
    ]
    assert _codes(document) == []
    provenance["target"] = [{"reference": urn(20)}]
    assert _codes(document) == ["FHIR-143"]


@pytest.mark.parametrize(
    ("method", "url", "fits"),
    [
        ("PUT", "Patient/p1", True),
        ("PUT", "Patient?identifier=http%3A%2F%2Fexample.org%2Fassistiti%7C77", True),
        ("PUT", "Observation/p1", False),
        ("PUT", "Paziente/p1", False),
        ("POST", "Patient", True),
        ("POST", "Patient/p1", False),
        ("POST", "Patient/$match", True),
    ],
)
def test_what_a_request_asks_for(method: str, url: str, fits: bool) -> None:
    transaction = valid("transaction")
    transaction["entry"][0]["request"] = {"method": method, "url": url}
    assert _codes(transaction) == ([] if fits else ["FHIR-144"])


def test_a_change_without_a_resource() -> None:
    transaction = valid("transaction")
    del transaction["entry"][0]["resource"]
    assert _codes(transaction) == ["FHIR-147"]


def test_a_bundle_in_a_bundle_keeps_its_own_rules() -> None:
    inner = valid("transaction")
    outer = {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": urn(1), "resource": inner}]}
    assert _codes(outer) == []
    inner["entry"][1]["resource"]["patient"]["reference"] = urn(33)
    inner["entry"][2]["request"]["url"] = "Patient"
    assert _codes(outer) == ["FHIR-121", "FHIR-144"]
