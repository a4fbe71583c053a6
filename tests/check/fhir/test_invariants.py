"""Each invariant of our table: one object that keeps it, and one that breaks it and nothing else of the table."""

from __future__ import annotations

from typing import Any

import pytest

from siss_interop.check.fhir.checker import INVARIANTS, NOT_TOLD
from siss_interop.check.fhir.invariant import ANY_RESOURCE, Invariant
from siss_interop.check.fhir.node import UCUM, Node, Place
from siss_interop.wire.fhir.json import Number
from siss_interop.wire.fhir.shape import Element, elements

Json = dict[str, Any]

_HOURS = {"value": 3, "system": UCUM, "code": "h"}
_VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_ALLERGY_VERIFIED = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
_USED = {"recorder": {"reference": "#a"}}


def _coded(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def _percent(code: str) -> Json:
    return {"probabilityRange": {"low": {"value": 1, "code": code, "system": UCUM}}}


def _bundle(kind: str, *entries: Json, **more: Any) -> Json:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries), **more}


def _entry(kind: str, **more: Any) -> Json:
    """An entry, with the bundle around it under a key of its own."""
    return {"*": {"resourceType": "Bundle", "type": kind}, **more}


#: code -> (kept, broken)
CASES: dict[str, tuple[Json, Json]] = {
    "FHIR-201": ({"start": "2024", "end": "2024-01-02"}, {"start": "2024-01-03T10:00:00Z", "end": "2024-01-03T10:30:00+01:00"}),
    "FHIR-202": ({"extension": []}, {"numerator": {"value": 1}}),
    "FHIR-203": ({"low": {"value": 1, "unit": "kg"}, "high": {"value": 0, "unit": "g"}}, {"low": {"value": Number("1.5")}, "high": {"value": 1}}),
    "FHIR-204": ({"value": 1, "code": "1", "system": UCUM}, {"code": "mg"}),
    "FHIR-205": ({"value": 1}, {"value": 1, "comparator": "<"}),
    "FHIR-206": (_HOURS, {"value": 0, "system": UCUM, "code": "a"}),
    "FHIR-207": ({"value": 2, "system": UCUM, "code": "1"}, {"value": Number("2.5"), "code": "1"}),
    "FHIR-208": ({"value": 2, "code": "m", "system": UCUM}, {"value": 2, "code": "m", "system": "http://example.org"}),
    "FHIR-209": (_HOURS, {"code": "h", "system": UCUM}),
    "FHIR-210": ({"url": "http://example.org/x"}, {"data": "QQ=="}),
    "FHIR-211": ({"system": "phone", "value": "0"}, {"value": "0"}),
    "FHIR-212": ({"duration": 1, "durationUnit": "h"}, {"duration": 1}),
    "FHIR-213": ({"period": 1, "periodUnit": "h"}, {"period": 1}),
    "FHIR-214": ({"duration": 0, "durationUnit": "h"}, {"duration": Number("-0.5"), "durationUnit": "h"}),
    "FHIR-215": ({"period": 1, "periodUnit": "h"}, {"period": -1, "periodUnit": "h"}),
    "FHIR-216": ({"period": 1, "periodUnit": "h", "periodMax": 2}, {"periodMax": 2}),
    "FHIR-217": ({"duration": 1, "durationUnit": "h", "durationMax": 2}, {"durationMax": 2}),
    "FHIR-218": ({"count": 1, "countMax": 2}, {"countMax": 2}),
    "FHIR-219": ({"offset": 5, "when": ["ACM"]}, {"offset": 5, "when": ["C"]}),
    "FHIR-220": ({"timeOfDay": ["10:00:00"]}, {"timeOfDay": ["10:00:00"], "when": ["C"]}),
    "FHIR-221": ({"reference": "#"}, {"reference": "#a"}),
    "FHIR-222": ({"url": "x", "valueString": "a"}, {"url": "x"}),
    "FHIR-223": ({"language": "text/cql", "expression": "x"}, {"language": "text/cql"}),
    "FHIR-224": ({"path": "a"}, {"path": "a", "searchParam": "b"}),
    "FHIR-225": ({"searchParam": "a"}, {"extension": []}),
    "FHIR-226": ({"data": []}, {"data": [], "timingDate": "2024"}),
    "FHIR-227": ({"condition": {}, "data": []}, {"condition": {}}),
    "FHIR-228": ({"type": "periodic", "timingDate": "2024"}, {"type": "data-added", "name": "x"}),
    "FHIR-230": (_USED | {"contained": [{"id": "a"}]}, _USED | {"contained": [{"id": "a", "contained": []}]}),
    "FHIR-231": ({"contained": [{"id": "a", "subject": {"reference": "#"}}]}, {"contained": [{"id": "a"}]}),
    "FHIR-232": (_USED | {"contained": [{"id": "a", "meta": {"tag": []}}]}, _USED | {"contained": [{"id": "a", "meta": {"lastUpdated": "2024"}}]}),
    "FHIR-233": (_USED | {"contained": [{"id": "a"}]}, _USED | {"contained": [{"id": "a", "meta": {"security": []}}]}),
    "FHIR-240": (_bundle("history", total=1), _bundle("collection", total=1)),
    "FHIR-241": (_entry("searchset", search={}, resource={}), _entry("collection", search={}, resource={})),
    "FHIR-242": (_entry("transaction", request={}), _entry("collection", request={})),
    "FHIR-243": (_entry("batch-response", response={}), _entry("collection", response={})),
    "FHIR-244": (_entry("collection", resource={}), _entry("collection", fullUrl="urn:uuid:1")),
    "FHIR-245": (_bundle("collection", {"fullUrl": "a:1"}, {"fullUrl": "a:2"}), _bundle("collection", {"fullUrl": "a:1"}, {"fullUrl": "a:1"})),
    "FHIR-246": (_entry("collection", resource={}, fullUrl="a:b/Patient/1"), _entry("collection", resource={}, fullUrl="a:b/Patient/1/_history/2")),
    "FHIR-247": (
        _bundle("document", {"resource": {"resourceType": "Composition"}}, timestamp="2024", identifier={"system": "a:b", "value": "c"}),
        _bundle("document", {"resource": {"resourceType": "Composition"}}, timestamp="2024", identifier={"value": "c"}),
    ),
    "FHIR-248": (
        _bundle("document", {"resource": {"resourceType": "Composition"}}, timestamp="2024", identifier={"system": "a:b", "value": "c"}),
        _bundle("document", {"resource": {"resourceType": "Composition"}}, identifier={"system": "a:b", "value": "c"}),
    ),
    "FHIR-249": (
        _bundle("document", {"resource": {"resourceType": "Composition"}}, timestamp="2024", identifier={"system": "a:b", "value": "c"}),
        _bundle("document", timestamp="2024", identifier={"system": "a:b", "value": "c"}),
    ),
    "FHIR-250": (_bundle("message", {"resource": {"resourceType": "MessageHeader"}}), _bundle("message", {"resource": {"resourceType": "Patient"}})),
    "FHIR-251": ({"name": "ASL"}, {"active": True}),
    "FHIR-252": ({"name": "ASL", "address": [{"use": "work"}]}, {"name": "ASL", "address": [{"use": "work"}, {"use": "home"}]}),
    "FHIR-253": ({"name": "ASL", "telecom": [{"use": "work"}]}, {"name": "ASL", "telecom": [{"use": "home"}]}),
    "FHIR-254": ({"organization": {}}, {"gender": "male"}),
    "FHIR-255": ({"text": "x"}, {"age": {}}),
    "FHIR-256": ({"dataAbsentReason": {}}, {"dataAbsentReason": {}, "valueBoolean": True}),
    "FHIR-257": (
        {"valueInteger": 1, "code": _coded("a", "1"), "component": [{"code": _coded("b", "1")}]},
        {"valueInteger": 1, "code": _coded("a", "1"), "component": [{"code": _coded("a", "1")}]},
    ),
    "FHIR-258": ({"documentType": "x"}, {"publicationDate": "2024"}),
    "FHIR-259": ({"verificationStatus": _coded(_ALLERGY_VERIFIED, "entered-in-error")}, {"patient": {}}),
    "FHIR-260": ({"clinicalStatus": {}}, {"clinicalStatus": {}, "verificationStatus": _coded(_ALLERGY_VERIFIED, "entered-in-error")}),
    "FHIR-261": ({"summary": {}}, {"type": {}}),
    "FHIR-262": ({"detail": []}, {"extension": []}),
    "FHIR-263": ({"category": [_coded(_CATEGORY, "encounter-diagnosis")]}, {"category": [_coded(_CATEGORY, "problem-list-item")]}),
    "FHIR-264": ({"abatementString": "x", "clinicalStatus": _coded(_CLINICAL, "resolved")}, {"abatementString": "x"}),
    "FHIR-265": ({"clinicalStatus": {}}, {"clinicalStatus": {}, "verificationStatus": _coded(_VERIFIED, "entered-in-error")}),
    "FHIR-266": ({"entry": []}, {"title": "x"}),
    "FHIR-267": ({"text": {}, "emptyReason": {}}, {"entry": [], "emptyReason": {}}),
    "FHIR-268": ({"detail": {}}, {"detail": {}, "reference": {}}),
    "FHIR-269": ({"onBehalfOf": {}, "member": {"reference": "Practitioner/1"}}, {"onBehalfOf": {}, "member": {"reference": "Patient/1"}}),
    "FHIR-270": ({"ageString": "x"}, {"ageString": "x", "bornString": "y"}),
    "FHIR-271": ({"ageString": "x", "estimatedAge": True}, {"estimatedAge": True}),
    "FHIR-272": ({"measure": {}, "detailString": "x"}, {"detailString": "x"}),
    "FHIR-273": ({"name": "a", "valueString": "x"}, {"name": "a", "valueString": "x", "part": []}),
    "FHIR-274": ({"authoredOn": "2024-01-02", "lastModified": "2024-01-02"}, {"authoredOn": "2024-01-09", "lastModified": "2024-01-02"}),
    "FHIR-275": ({"emptyReason": {}}, {"emptyReason": {}, "entry": []}),
    "FHIR-276": ({"mode": "changes", "entry": [{"deleted": True}]}, {"mode": "snapshot", "entry": [{"deleted": True}]}),
    "FHIR-277": ({"mode": "working", "entry": [{"date": "2024"}]}, {"mode": "snapshot", "entry": [{"date": "2024"}]}),
    "FHIR-278": ({"rateQuantity": {}}, {"text": "x"}),
    "FHIR-279": (
        {"whenPrepared": "2024-01-02", "whenHandedOver": "2024-01-02"},
        {"whenPrepared": "2024-01-02T10:00:00Z", "whenHandedOver": "2024-01-02T09:59:59Z"},
    ),
    "FHIR-280": ({"oralDiet": {}}, {"status": "active"}),
    "FHIR-281": ({"policyRule": {}}, {"status": "active"}),
    "FHIR-282": ({"code": {}, "orderDetail": []}, {"orderDetail": []}),
    "FHIR-283": ({"answer": []}, {"answer": [], "item": []}),
    "FHIR-284": (_percent("%"), _percent("1")),
    "FHIR-285": ({"probabilityDecimal": 100}, {"probabilityDecimal": Number("100.1")}),
    "FHIR-286": ({"actor": {}}, {"required": "required"}),
    "FHIR-287": ({"start": "x", "end": "y", "status": "booked"}, {"start": "x", "status": "proposed"}),
    "FHIR-288": ({"status": "waitlist"}, {"status": "booked"}),
    "FHIR-289": ({"status": "cancelled", "cancelationReason": {}}, {"status": "proposed", "cancelationReason": {}}),
}  # fmt: skip

_SIMPLE = Element("low", "Quantity", False, 0, (), "", "", "SimpleQuantity")


def _nodes(row: Invariant, value: Json) -> list[Node]:
    """The object as each type that the row is about."""
    around = value.pop("*", value)
    element = _SIMPLE if row.key == "sqty-1" else None
    return [Node("Basic" if name == ANY_RESOURCE else name, value, Place(name), element, around, around) for name in row.types.split()]


@pytest.mark.parametrize("row", INVARIANTS, ids=lambda row: f"{row.code} {row.key}")
def test_an_invariant_holds_and_breaks(row: Invariant) -> None:
    kept, broken = (dict(case) for case in CASES[row.code])
    for node in _nodes(row, kept):
        assert row.holds(node)
        assert all(other.holds(node) for other in INVARIANTS if node.type in other.types.split()), "the kept one breaks another row"
    for node in _nodes(row, broken):
        assert not row.holds(node)


@pytest.mark.parametrize("row", INVARIANTS, ids=lambda row: f"{row.code} {row.key}")
def test_an_invariant_looks_at_elements_that_exist(row: Invariant) -> None:
    for name in row.types.split():
        assert name == ANY_RESOURCE or elements(name)
    for case in CASES[row.code]:
        names = [key for key in case if key not in ("*", "resourceType", "recorder")]
        for kind in (name for name in row.types.split() if name != ANY_RESOURCE):
            assert set(names) <= set(elements(kind)), kind


def test_each_row_has_its_own_code_and_each_case_a_row() -> None:
    assert [row.code for row in INVARIANTS] == sorted(CASES)
    assert not {row.key for row in INVARIANTS} & set(NOT_TOLD)
