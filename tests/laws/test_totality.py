"""Every binding says every field of its model once, and every field says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.model.base import Message, Model
from siss_interop.model.marks import label_of
from siss_interop.model.tipi import Id
from siss_interop.options import SYSTEMS
from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.fhir.plan import walk
from siss_interop.wire.fhir.read import reader as fhir_reader
from siss_interop.wire.fhir.write import writer as fhir_writer
from siss_interop.wire.tree.emit import emitter
from siss_interop.wire.tree.plan import plan_of
from siss_interop.wire.tree.read import reader
from siss_interop.wire.words import Binding, Drop, Fixed, Row
from tests.laws.plans import IDS, PAIRS, plans

PROFILES = [(entry, profile) for entry in CATALOGUE if "fhir" in entry.formats for profile in entry.profiles]


def _models() -> list[type[BaseModel]]:
    return list(dict.fromkeys(plan.model for entry, to in PAIRS for plan in plans(entry.plan(to))))


def _fields() -> Iterator[tuple[type[BaseModel], str, FieldInfo]]:
    for model in _models():
        for name, info in model.model_fields.items():
            if name != "tipo":
                yield model, name, info


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_message_can_be_loaded(entry: Entry) -> None:
    model = entry.load()
    assert issubclass(model, Message)
    assert model.__name__ == entry.name
    assert model.__doc__


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_every_binding_compiles(entry: Entry, to: str) -> None:
    # compiling refuses a binding that forgets a field, or says one twice
    found = list(plans(entry.plan(to)))
    assert found[0].model is entry.load()
    for plan in found:
        reader(plan)
        emitter(plan)


@pytest.mark.parametrize("family", SYSTEMS)
@pytest.mark.parametrize(("entry", "profile"), PROFILES, ids=[f"{entry.name}-{profile}" for entry, profile in PROFILES])
def test_every_fhir_binding_compiles(entry: Entry, profile: str, family: str) -> None:
    # in use, an object's plan is compiled when the first such object comes
    found = list(walk(entry.fhir().plan(profile, family)))
    assert found[0].model is entry.load()
    for plan in found:
        fhir_reader(plan)
        fhir_writer(plan)


@pytest.mark.parametrize(("entry", "to"), PAIRS, ids=IDS)
def test_what_has_no_place_says_why_and_is_optional(entry: Entry, to: str) -> None:
    for plan in plans(entry.plan(to)):
        for drop in plan.binding.drops():
            assert len(drop.why) > 10
            assert not plan.model.model_fields[drop.field].is_required()


def test_every_field_has_a_label() -> None:
    unlabelled = [f"{model.__name__}.{name}" for model, name, info in _fields() if label_of(info) is None]
    assert unlabelled == []
    for _, _, info in _fields():
        label = label_of(info)
        assert label is not None
        assert label.it.strip()
        assert label.en.strip()


def test_every_model_is_explained() -> None:
    assert [model.__name__ for model in _models() if not model.__doc__] == []


@pytest.mark.parametrize("text", ["", " ", "a\x00", "\ufffe"], ids=["empty", "blank", "null", "no character"])
def test_no_field_takes_text_that_is_blank_or_that_no_document_can_hold(text: str) -> None:
    # blank text is None; a run of narrative stands inside a tuple and may be a blank
    takes = [f"{model.__name__}.{name}" for model, name, info in _fields() if _takes(info, text) and get_origin(info.annotation) is not tuple]
    assert takes == []


def _type(info: FieldInfo) -> TypeAdapter[Any]:
    annotation: Any = info.annotation
    for mark in info.metadata:
        annotation = Annotated[annotation, mark]
    return TypeAdapter(annotation)


def _takes(info: FieldInfo, text: str) -> bool:
    try:
        _type(info).validate_python(text)
    except ValidationError:
        return False
    return True


def test_what_has_a_default_may_also_be_absent() -> None:
    # reading gives None for an absent place, never the default
    for model, name, info in _fields():
        if not info.is_required() and info.default not in (None, ()):
            assert _type(info).validate_python(None) is None, f"{model.__name__}.{name}"


class _Two(Model):
    one: str | None = None
    other: str | None = None


@pytest.mark.parametrize(
    "words",
    [
        (Row("one", "@one"),),
        (Row("one", "@one"), Row("other", "@other"), Row("one", "@again")),
        (Row("one", "@one"), Drop("other", "there is no room"), Row("third", "@third")),
        (Row("one", "@one"), Drop("other", "there is no room"), Drop("one", "said above")),
    ],
    ids=["forgotten", "twice", "unknown", "dropped and said"],
)
def test_a_binding_that_is_not_total_is_refused(words: tuple[Row | Drop, ...]) -> None:
    binding = Binding(_Two, *words, tag="x")
    with pytest.raises(TypeError, match="_Two"):
        _ = plan_of(binding, CDA).root


def test_the_smallest_total_binding_is_accepted() -> None:
    binding = Binding(Id, Fixed("@x", "1"), *(Row(name, f"@{name}") for name in Id.model_fields), tag="x")
    assert plan_of(binding, CDA).root.tag == "x"
