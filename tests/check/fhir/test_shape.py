"""The tables of FHIR's facts hold together; whether they are the official ones is a matter of tests/conformance."""

from __future__ import annotations

import pytest

from siss_interop.wire.fhir import shape

ALL = [(name, element) for name in sorted(shape.types()) for element in shape.elements(name).values()]


def test_every_type_that_an_element_has_is_there() -> None:
    assert {element.type for _, element in ALL} <= shape.types()


def test_every_target_is_a_type_of_resource() -> None:
    targets = {target for _, element in ALL for target in element.targets}
    assert targets <= shape.codes("resource-types")
    assert {element.type for _, element in ALL if element.targets} == {"Reference", "canonical"}


def test_every_value_set_has_codes_and_stands_on_a_coded_element() -> None:
    assert all(shape.codes(element.codes) for _, element in ALL if element.codes)
    assert {element.type for _, element in ALL if element.codes} == {"code", "CodeableConcept"}


def test_the_forms_of_a_choice_are_named_after_their_types() -> None:
    for name, element in ALL:
        if element.choice:
            stem = element.choice.removesuffix("[x]")
            assert element.name == stem + element.type[0].upper() + element.type[1:], name


def test_resources() -> None:
    assert {name for name in shape.types() if shape.is_resource(name)} == shape.RESOURCES <= shape.codes("resource-types")


@pytest.mark.parametrize("name", ["", "Paziente", "patient", "Patient.", "Patient.nome", "Resource.x", "../Patient"])
def test_what_is_unknown_has_nothing(name: str) -> None:
    assert shape.elements(name) == {}
    assert shape.base(name) == ""
    assert not shape.is_resource(name)
    assert not shape.is_primitive(name)


def test_some_facts() -> None:
    value = shape.element("Observation", "valueQuantity")
    assert value == shape.Element("valueQuantity", "Quantity", False, 0, (), "value[x]", "")
    assert shape.element("Immunization", "doseQuantity") == shape.Element("doseQuantity", "Quantity", False, 0, (), "", "", "SimpleQuantity")
    assert list(shape.elements("Patient.contact"))[:4] == ["id", "extension", "modifierExtension", "relationship"]
    assert list(shape.elements("Period")) == ["id", "extension", "start", "end"]
    assert shape.element("Observation.component", "referenceRange") == shape.element("Observation", "referenceRange")
    assert shape.element("Patient", "_birthDate") is None
    assert shape.codes("administrative-gender") == {"male", "female", "other", "unknown"}
    assert shape.codes("nessuno") == frozenset()
    assert [shape.is_primitive(name) for name in ("code", "xhtml", "Period", "Resource")] == [True, True, False, False]
