"""The walk: places, extensions of primitives, what is left alone, limits; and no input makes the checker fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siss_interop.check.fhir import MAX_ISSUES, check
from siss_interop.options import Options
from siss_interop.wire.fhir.json import Number
from siss_interop.wire.fhir.shape import RESOURCES, elements
from tests.check.fhir.panel import VALID, Json, put, urn, valid


def _found(resource: Any, options: Options = Options()) -> list[tuple[str, str | None]]:  # noqa: B008  # frozen
    return [(each.code, each.xpath) for each in check(resource, options)]


@pytest.mark.parametrize(
    ("base", "path", "value", "code", "place"),
    [
        ("document", "entry.4.resource.status", "x", "FHIR-110", "Bundle.entry[4].resource.status"),
        ("document", "entry.1.resource.name.0.given.1", "", "FHIR-105", "Bundle.entry[1].resource.name[0].given[1]"),
        ("observation", "valueQuantity.colore", "x", "FHIR-101", "Observation.value.ofType(Quantity).colore"),
        ("condition", "contained.0.gender", "x", "FHIR-110", "Condition.contained[0].gender"),
        ("patient", "_birthDate", {"extension": [{"url": "http://a/b"}]}, "FHIR-222", "Patient.birthDate.extension[0]"),
        ("patient", "text.div", "x", "FHIR-160", "Patient.text.div"),
        ("patient", "text.div", " ", "FHIR-105", "Patient.text.div"),
        ("patient", "name.0.family", " ", "FHIR-116", "Patient.name[0].family"),
        ("patient", "gender", " ", "FHIR-106", "Patient.gender"),
    ],
)
def test_places_are_fhirpaths(base: str, path: str, value: Any, code: str, place: str) -> None:
    resource = valid(base)
    put(path, value)(resource)
    assert _found(resource) == [(code, place)]


def test_a_primitive_may_be_an_extension_alone() -> None:
    absent = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
    immunization = valid("immunization")
    del immunization["occurrenceDateTime"]
    immunization["_occurrenceDateTime"] = absent
    assert _found(immunization) == []
    patient = valid("patient")
    patient["name"][0] |= {"given": ["Gaia", None], "_given": [None, absent]}
    assert _found(patient) == []


def test_a_resource_that_the_tables_do_not_know_is_told_and_left_alone() -> None:
    document = valid("document")
    medication = document["entry"][8]["resource"]
    document["entry"][8]["resource"] = {"resourceType": "Claim", "qualcosa": [{"reference": urn(10)}]}
    document["entry"].append({"fullUrl": urn(10), "resource": medication})
    assert _found(document) == [("FHIR-115", "Bundle.entry[8].resource")]


def test_nesting_has_a_limit() -> None:
    inner: Json = {"url": "a", "valueString": "x"}
    for _ in range(200):
        inner = {"url": "http://example.org/a", "extension": [inner]}
    found = _found(VALID["patient"] | {"extension": [inner]})
    assert [code for code, _ in found] == ["FHIR-113"]
    assert _found(VALID["patient"], Options(max_depth=1))[0][0] == "FHIR-113"


def test_a_flood_is_cut_and_errors_are_kept() -> None:
    unknown = {f"ignoto{number}": 1 for number in range(MAX_ISSUES + 5)}
    found = check(VALID["patient"] | unknown)
    assert len(found) == MAX_ISSUES + 1
    assert (found[-1].code, dict(found[-1].params)) == ("FHIR-199", {"count": "5"})


def test_texts_name_no_values() -> None:
    resource = valid("patient")
    resource["gender"] = "segreto"
    resource["birthDate"] = "segreto"
    for each in check(resource):
        assert "segreto" not in each.text("it") + each.text("en")
        assert each.value is None


_NAMES = sorted(
    {
        name
        for kind in ("Bundle", "Bundle.entry", "Patient", "Composition", "Reference", "Extension", "Narrative", "Period")
        for name in elements(kind)
    }
)
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5),
    st.sampled_from([Number("1.5"), Number("1e99999999999999999999"), "#", "#a", "Patient/1", "urn:uuid:x", "document", "transaction", "2024-02-30"]),
)  # fmt: skip
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(_NAMES + [f"_{name}" for name in _NAMES] + ["x"]), inner, max_size=4),
        st.builds(
            lambda kind, rest: {"resourceType": kind} | rest, st.sampled_from(sorted(RESOURCES)), st.dictionaries(st.sampled_from(_NAMES), inner)
        ),
    ),
    max_leaves=12,
)


@given(st.sampled_from(sorted(VALID)), st.data())
def test_no_json_makes_the_checker_fail(name: str, data: st.DataObject) -> None:
    resource = valid(name)
    holder: Any = resource
    while True:
        keys = sorted(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        inside = holder[key]
        if not isinstance(inside, (dict, list)) or not inside or data.draw(st.booleans()):
            break
        holder = inside
    holder[key] = data.draw(_JSON)
    for each in check(resource):
        assert each.text("it")


@given(_JSON)
def test_nor_does_anything_else(value: Any) -> None:
    check(value)
