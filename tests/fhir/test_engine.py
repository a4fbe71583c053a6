"""The FHIR engine by small examples: what each word of a binding writes, and what reading makes of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from siss_interop.model.base import Many, Message, Text, Value
from siss_interop.options import Options
from siss_interop.wire.fhir import document
from siss_interop.wire.fhir.document import FhirMapping, Found
from siss_interop.wire.fhir.out import ABSENT
from siss_interop.wire.fhir.path import parse_path, parse_step
from siss_interop.wire.fhir.tipi import CC, INDIRIZZO, NOME
from siss_interop.wire.words import STR, Binding, By, Choice, Drop, Fixed, In, Leaf, Row, Same, Word

Json = dict[str, Any]


class Chi(Value):
    """Somebody."""

    codice: Text | None = None
    nome: Text | None = None


class Animale(Chi):
    """Somebody of another kind."""


class Prova(Message):
    """A message of two persons and some values."""

    id: Text
    chi: Chi | None = None
    altri: Many[Chi] = ()
    valore: Text | None = None
    note: Many[Text] = ()


CHI = Binding(Chi, Row("nome", "name.text"), In("identifier", Fixed("system", "urn:x", when="codice"), Row("codice", "value")))
_REQUIRED = (Fixed("status", "final"), Fixed("code.text", "prova"))
_ALL: dict[str, Word] = {
    "id": Row("id", "identifier.value"), "chi": Row("chi", "subject->Patient", CHI), "altri": Row("altri", "performer*->Practitioner", CHI),
    "valore": Row("valore", "valueString"), "note": Drop("note", "no notes"),
}  # fmt: skip


def _mapping(*words: Word, required: tuple[Word, ...] = _REQUIRED, **fields: Word) -> FhirMapping:
    """An Observation with these words, or others for some fields."""
    binding = Binding(Prova, *required, *(_ALL | fields).values(), *words, tag="Observation")
    return FhirMapping({"document": binding, "transaction": binding}, lambda prova: str(prova.id))


def _write(message: Prova, mapping: FhirMapping, profile: str = "document") -> Json:
    made, _ = document.bundle_of(message, mapping, profile, Options())
    return made


def _resource(bundle: Json, kind: str) -> Json:
    found: Json = next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)
    return found


def _read(bundle: Json, mapping: FhirMapping) -> Found:
    return document.read_bundle(bundle, mapping)


def _left(found: Found) -> list[tuple[str, str]]:
    return [(document.fhirpath(each.at), each.reason.value) for each in found.left]


def _there_and_back(message: Prova, mapping: FhirMapping, profile: str = "document") -> Json:
    """The bundle of a message that comes back as it was, with nothing left over."""
    bundle = _write(message, mapping, profile)
    found = _read(bundle, mapping)
    assert found.left == ()
    assert found.message == message
    return bundle


# the grammar of paths


def test_a_step_says_everything_about_one_element() -> None:
    step = parse_step("author[mode='legal']*->PractitionerRole[active='true'][code.text]")
    assert (step.name, step.many, step.target) == ("author", True, "PractitionerRole")
    assert [(each.path, each.values) for each in step.selectors] == [("mode", ("legal",))]
    assert [(each.path, each.values) for each in step.wanted] == [("active", ("true",)), ("code.text", ())]


@pytest.mark.parametrize(("text", "first", "onward"), [("coding[0]", 0, False), ("coding[1:]*", 1, True), ("coding", None, False)])
def test_a_position(text: str, first: int | None, onward: bool) -> None:
    step = parse_step(text)
    assert (step.name, step.first, step.onward) == ("coding", first, onward)


def test_a_step_back_names_the_way_from_the_other_resource() -> None:
    (step,) = parse_path("<-Observation.context.related[status='final']*")
    assert (step.target, step.back, step.many) == ("Observation", ("context", "related"), True)
    assert [each.path for each in step.wanted] == ["status"]


def test_dots_in_selectors_part_no_steps() -> None:
    assert [step.name for step in parse_path("extension[url='urn:a.b'].valueCoding.code")] == ["extension", "valueCoding", "code"]
    assert [step.name for step in parse_path("/identifier")] == ["/", "identifier"]
    assert parse_path(".") == ()


@pytest.mark.parametrize("text", ["", "a b", "<-Observation", "name[", "->", "a->b->c"])
def test_what_is_no_step(text: str) -> None:
    with pytest.raises(ValueError, match=r"FHIR path|refers back"):
        parse_step(text)


# rows, references, constants


def test_a_person_becomes_a_resource_and_comes_back() -> None:
    bundle = _there_and_back(Prova(id="1", chi=Chi(codice="A", nome="Anna")), _mapping())
    assert _resource(bundle, "Patient") == {
        "resourceType": "Patient", "name": [{"text": "Anna"}], "identifier": [{"system": "urn:x", "value": "A"}],
    }  # fmt: skip
    assert _resource(bundle, "Observation")["code"] == {"text": "prova"}


def test_a_constant_under_a_condition_is_not_written_without_its_field() -> None:
    bundle = _there_and_back(Prova(id="1", chi=Chi(nome="Anna")), _mapping())
    assert "identifier" not in _resource(bundle, "Patient")


def test_another_value_than_the_constant_is_told() -> None:
    bundle = _write(Prova(id="1"), _mapping())
    _resource(bundle, "Observation")["status"] = "amended"
    found = _read(bundle, _mapping())
    assert found.message == Prova(id="1")
    assert _left(found) == [("Bundle.entry[0].resource.status", "constant")]
    assert [each.code for each in found.issues] == ["FHIR-002"]


def test_what_stands_beside_a_constant_is_told() -> None:
    bundle = _write(Prova(id="1"), _mapping())
    _resource(bundle, "Observation")["_status"] = {"id": "x"}
    assert _left(_read(bundle, _mapping())) == [("Bundle.entry[0].resource._status", "unknown")]


def test_directory_resources_with_one_body_are_one_entry() -> None:
    same = Chi(codice="A", nome="Anna")
    bundle = _there_and_back(Prova(id="1", altri=(same, same)), _mapping())
    assert len(bundle["entry"]) == 2
    first, second = _resource(bundle, "Observation")["performer"]
    assert first == second


def test_a_list_item_of_the_wrong_type_is_left_over() -> None:
    bundle = _write(Prova(id="1", chi=Chi(nome="Anna"), altri=(Chi(nome="Bea"),)), _mapping())
    observation = _resource(bundle, "Observation")
    observation["performer"].append(observation["subject"])
    assert _left(_read(bundle, _mapping())) == [("Bundle.entry[0].resource.performer[1]", "unknown")]


# what stands again elsewhere


_SAME = (Fixed("focus", Same("chi")), Fixed("method.text", Same("valore", STR)))


def test_same_writes_again_and_compares() -> None:
    mapping = _mapping(*_SAME)
    message = Prova(id="1", chi=Chi(nome="Anna"), valore="v")
    observation = _resource(_there_and_back(message, mapping), "Observation")
    assert observation["focus"] == [observation["subject"]]
    assert observation["method"] == {"text": "v"}
    assert "focus" not in _resource(_there_and_back(Prova(id="1"), mapping), "Observation")


@pytest.mark.parametrize(("key", "value"), [("focus", [{"reference": "urn:uuid:altro"}]), ("method", {"text": "w"})])
def test_same_with_another_value_is_told(key: str, value: Any) -> None:
    mapping = _mapping(*_SAME)
    bundle = _write(Prova(id="1", chi=Chi(nome="Anna"), valore="v"), mapping)
    _resource(bundle, "Observation")[key] = value
    found = _read(bundle, mapping)
    assert found.message == Prova(id="1", chi=Chi(nome="Anna"), valore="v")
    assert [reason for _, reason in _left(found)] == ["constant"]


def test_resources_that_refer_back() -> None:
    mapping = _mapping(altri=Row("altri", "<-Provenance.target*", _PROVENANCE))
    bundle = _there_and_back(Prova(id="1", altri=(Chi(nome="Anna"), Chi(nome="Bea"))), mapping)
    provenances = [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Provenance"]
    assert [each["agent"][0]["who"]["display"] for each in provenances] == ["Anna", "Bea"]
    assert {each["target"][0]["reference"] for each in provenances} == {next(entry["fullUrl"] for entry in bundle["entry"])}


_PROVENANCE = Binding(Chi, Fixed("recorded", "2024-01-01T00:00:00Z"), Row("nome", "agent.who.display"), Row("codice", "agent.who.type"))


# By


def _split(value: str | None) -> Json:
    head, _, tail = (value or "").partition("-")
    return {key: part for key, part in (("system", head), ("value", tail)) if part}


def _join(system: Any, value: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if type(system) is not str:
        raise ValueError("no system")
    return (f"{system}-{value}",), () if system.islower() else ("system",)


_BY = In("identifier", By(("id",), ("system", "value"), _split, _join, "two keys are one value"))


def _two_rows_back() -> FhirMapping:
    """A row back with a selector, and one without."""
    always = (Fixed("recorded", "2024"), Fixed("agent.who.display", "x"))
    return _mapping(
        valore=In("<-Provenance.target[activity.text='x']", *always, Row("valore", "agent.type.text")),
        altri=Row("altri", "<-Provenance.target*", Binding(Chi, *always, Row("nome", "activity.text"), Drop("codice", "no place for it here"))),
    )  # fmt: skip


@pytest.mark.parametrize("valore", [None, "v"])
@pytest.mark.parametrize("names", [(), ("a",), ("a", "b")])
def test_what_a_selector_asks_for_is_not_taken_by_a_row_without_one(valore: str | None, names: tuple[str, ...]) -> None:
    message = Prova(id="1", valore=valore, altri=tuple(Chi(nome=name) for name in names))
    bundle = _there_and_back(message, _two_rows_back())
    bundle["entry"].reverse()
    assert _read(bundle, _two_rows_back()).message == message.model_copy(update={"altri": message.altri[::-1]})


class Luogo(Value):
    """A place."""

    tipo: Literal["Luogo"] = "Luogo"
    segno: Text | None = None
    nome: Text


class Oggetto(Value):
    """A thing."""

    tipo: Literal["Oggetto"] = "Oggetto"
    segno: Text | None = None
    nome: Text


class Elenco(Message):
    """A message of two kinds, each an entry of a list."""

    id: Text
    voci: Many[Annotated[Luogo | Oggetto, Field(discriminator="tipo")]] = ()


_SEGNO = Row("segno", "flag.text")
_ENTRIES = {
    "item->Location": Binding(Luogo, _SEGNO, In("item->Location", Row("nome", "name"))),
    "item->Device[status='active']": Binding(Oggetto, _SEGNO, In("item->Device", Fixed("status", "active"), Row("nome", "modelNumber"))),
}
ELENCO = FhirMapping(
    {
        "collection": Binding(
            Elenco,
            Fixed("status", "current"), Fixed("mode", "working"), Fixed("meta.tag.code", "x"), Row("id", "identifier.value"),
            Choice("voci", "entry*", _ENTRIES), tag="List",
        ),
    },
    lambda elenco: str(elenco.id), root="[meta.tag.code='x']",
)  # fmt: skip
_VOCI = (Oggetto(segno="A", nome="asse"), Luogo(segno="B", nome="bosco"), Oggetto(nome="corda"))


@pytest.fixture
def elenco() -> Json:
    """The bundle of a list that comes back as it was."""
    message = Elenco(id="1", voci=_VOCI)
    made, _ = document.bundle_of(message, ELENCO, "collection", Options())
    assert made["type"] == "collection"
    assert _read(made, ELENCO) == Found(message, {}, (), ())
    return made


def test_an_item_is_told_by_the_resource_that_an_element_of_it_leads_to(elenco: Json) -> None:
    _resource(elenco, "Device")["status"] = "inactive"
    found = _read(elenco, ELENCO)
    assert found.message == Elenco(id="1", voci=_VOCI[1:])
    assert _left(found) == [("Bundle.entry[0].resource.entry[0]", "unknown"), ("Bundle.entry[1].resource", "unknown")]


@pytest.mark.parametrize("item", [None, 7, [], {}, {"reference": "urn:uuid:0"}])
def test_an_item_that_leads_nowhere_is_left_over(elenco: Json, item: Any) -> None:
    _resource(elenco, "List")["entry"][1]["item"] = item
    assert _read(elenco, ELENCO).message == Elenco(id="1", voci=(_VOCI[0], _VOCI[2]))


def test_the_root_is_told_from_others_of_its_type(elenco: Json) -> None:
    elenco["entry"].insert(0, {"fullUrl": "urn:uuid:0", "resource": {"resourceType": "List", "status": "current", "mode": "working"}})
    found = _read(elenco, ELENCO)
    assert found.message == Elenco(id="1", voci=_VOCI)
    assert _left(found) == [("Bundle.entry[0].resource", "unknown")]


def test_by_joins_keys_into_a_value() -> None:
    bundle = _there_and_back(Prova(id="a-1"), _mapping(id=_BY))
    assert _resource(bundle, "Observation")["identifier"] == [{"system": "a", "value": "1"}]


def test_by_accounts_for_its_keys() -> None:
    bundle = _write(Prova(id="a-1"), _mapping(id=_BY))
    identifier = _resource(bundle, "Observation")["identifier"][0]
    identifier["system"] = "A"
    assert _left(_read(bundle, _mapping(id=_BY))) == [("Bundle.entry[0].resource.identifier[0].system", "unknown")]
    identifier["system"] = 1
    faulty = _read(bundle, _mapping(id=_BY))
    assert faulty.message is None
    assert {reason for _, reason in _left(faulty)} == {"malformed"}
    assert "FHIR-006" in {each.code for each in faulty.issues}


# many where R4 has one


def test_the_first_stands_in_the_element_and_the_others_beside_it() -> None:
    mapping = _mapping(altri=Row("altri", "device*->Device", _DEVICE))
    bundle = _there_and_back(Prova(id="1", altri=(Chi(nome="a"), Chi(nome="b"), Chi(nome="c"))), mapping)
    observation = _resource(bundle, "Observation")
    assert isinstance(observation["device"], dict)
    assert [each["url"] for each in observation["extension"]] == ["urn:siss-interop:fhir:altri-device"] * 2
    assert [set(each["valueReference"]) for each in observation["extension"]] == [{"reference"}] * 2


_DEVICE = Binding(Chi, Row("nome", "modelNumber"), Row("codice", "serialNumber"))


# positions


def test_a_position_before_the_others_is_there_also_when_it_is_empty() -> None:
    words = (Row("valore", "category.coding[0].code"), Row("chi", "category.coding[1:]*", _CODING))

    class Molti(Message):
        id: Text
        valore: Text | None = None
        chi: Many[Chi] = ()

    binding = Binding(Molti, *_REQUIRED, _ALL["id"], *words, tag="Observation")
    mapping = FhirMapping({"document": binding}, lambda each: str(each.id))
    for message in (
        Molti(id="1", valore="a", chi=(Chi(codice="b"), Chi(codice="c"))),
        Molti(id="1", chi=(Chi(codice="b"),)),
        Molti(id="1", valore="a"),
    ):
        made, _ = document.bundle_of(message, mapping, "document", Options())
        coding = _resource(made, "Observation")["category"][0]["coding"]
        assert coding[0] == ({"code": "a"} if message.valore else ABSENT)
        assert [each["code"] for each in coding[1:]] == [each.codice for each in message.chi]
        found = document.read_bundle(made, mapping)
        assert (found.message, found.left) == (message, ())


_CODING = Binding(Chi, Row("codice", "code"), Row("nome", "display"))


# what R4 demands


def test_a_required_element_without_a_value_says_that_it_is_absent() -> None:
    mapping = _mapping(required=(), chi=Row("chi", "code", _CONCEPT), valore=Row("valore", "status"))
    bundle = _there_and_back(Prova(id="1"), mapping)
    observation = _resource(bundle, "Observation")
    assert observation["code"] == ABSENT
    assert observation["_status"] == ABSENT
    assert "status" not in observation
    assert "_status" not in _resource(_there_and_back(Prova(id="1", valore="final"), mapping), "Observation")


_CONCEPT = Binding(Chi, Row("nome", "text"), Row("codice", "coding.code"))


def test_a_class_picks_the_type_of_a_value() -> None:
    cases = {"Quantity": Binding(Chi, Row("nome", "unit"), Row("codice", "code")), "CodeableConcept": Binding(Animale, *_CONCEPT.words)}
    mapping = _mapping(chi=Choice("chi", "value[x]", cases), valore=Row("valore", "issued"))
    assert _resource(_there_and_back(Prova(id="1", chi=Chi(nome="mL")), mapping), "Observation")["valueQuantity"] == {"unit": "mL"}
    made = _resource(_write(Prova(id="1", chi=Animale(nome="cane")), mapping), "Observation")
    assert made["valueCodeableConcept"] == {"text": "cane"}


# a transaction


def test_a_second_resource_of_one_identity_is_contained() -> None:
    message = Prova(id="1", altri=(Chi(codice="A", nome="Anna"), Chi(codice="A", nome="Anna B."), Chi(codice="B")))
    bundle = _there_and_back(message, _mapping(), "transaction")
    requests = [entry["request"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Practitioner"]
    assert requests == [
        {"method": "PUT", "url": "Practitioner?identifier=urn:x|A"},
        {"method": "POST", "url": "Practitioner", "ifNoneExist": "identifier=urn:x|B"},
    ]
    observation = _resource(bundle, "Observation")
    assert [each["id"] for each in observation["contained"]] == ["c1"]
    assert observation["performer"][1] == {"reference": "#c1"}
    assert len(_there_and_back(message, _mapping())["entry"]) == 4


# primitive arrays with nulls


def _patient(resource: Json) -> tuple[Found, FhirMapping]:
    """A Patient read with a name and an address."""

    class Paziente(Message):
        nome: NOME.model | None = None  # type: ignore[name-defined]
        indirizzo: INDIRIZZO.model | None = None  # type: ignore[name-defined]

    binding = Binding(Paziente, Row("nome", "name", NOME), Row("indirizzo", "address", INDIRIZZO), tag="Patient")
    mapping = FhirMapping({"document": binding}, lambda each: "1")
    bundle = {"resourceType": "Bundle", "type": "document", "entry": [{"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", **resource}}]}
    return document.read_bundle(bundle, mapping), mapping


def test_null_in_a_list_of_texts_stands_for_an_extension() -> None:
    found, _ = _patient({"name": [{"given": ["Anna", None], "_given": [None, {"extension": [{"url": "urn:y", "valueString": "z"}]}]}]})
    assert found.message is not None
    assert found.message.nome.nomi == ("Anna",)  # type: ignore[attr-defined]
    assert _left(found) == [("Bundle.entry[0].resource.name[0]._given", "unknown")]


def test_parts_of_a_street_stand_beside_a_line() -> None:
    part = {"url": "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-houseNumber", "valueString": "7"}
    found, _ = _patient({"address": [{"line": ["presso Rossi", "7"], "_line": [None, {"extension": [part]}]}]})
    assert found.left == ()
    assert found.message is not None
    assert found.message.indirizzo.vie == ("presso Rossi",)  # type: ignore[attr-defined]
    assert found.message.indirizzo.civico == "7"  # type: ignore[attr-defined]


@pytest.mark.parametrize("beside", [[{"extension": []}], [None, {"extension": []}, {"id": "x"}], {"extension": []}])
def test_what_stands_beside_too_much_is_left_over(beside: Any) -> None:
    found, _ = _patient({"name": [{"given": ["Anna", "Bea"], "_given": beside}]})
    assert _left(found) != []


def test_a_single_value_where_a_list_belongs_is_left_over() -> None:
    found, _ = _patient({"name": {"given": ["Anna"]}})
    assert _left(found) == [("Bundle.entry[0].resource.name", "malformed")]


# losses


def test_what_has_no_place_is_listed() -> None:
    mapping = _mapping()
    _, out = document.bundle_of(Prova(id="1", note=("a",)), mapping, "document", Options())
    assert [(loss.kind.value, loss.path, loss.why) for loss in out.losses] == [("DROPPED", "note", "no notes")]
    assert document.bundle_of(Prova(id="1"), mapping, "document", Options())[1].losses == ()


def test_what_follows_from_others_is_no_loss() -> None:
    mapping = _mapping(valore=Drop("valore", "said by the id", lambda values: f"di {values['id']}" if values.get("id") else None))
    for message, kinds in ((Prova(id="1", valore="di 1"), []), (Prova(id="1", valore="x"), ["DROPPED"]), (Prova(id="1"), ["ASSUMED"])):
        made, out = document.bundle_of(message, mapping, "document", Options())
        assert [loss.kind.value for loss in out.losses] == kinds
        assert _read(made, mapping).message == Prova(id="1", valore="di 1")


def test_an_object_of_which_nothing_is_written_is_lost_whole() -> None:
    silent = Binding(Chi, Row("nome", "name.text"), Drop("codice", "no codes"))
    mapping = _mapping(altri=Row("altri", "performer*->Practitioner", silent))
    made, out = document.bundle_of(Prova(id="1", altri=(Chi(codice="A"), Chi(nome="Bea", codice="B"))), mapping, "document", Options())
    assert [loss.path for loss in out.losses] == ["altri[0]", "altri[1].codice"]
    assert _read(made, mapping).message == Prova(id="1", altri=(Chi(nome="Bea"),))


# faulty bindings


@pytest.mark.parametrize(
    ("mapping", "text"),
    [
        (_mapping(valore=Row("valore", "nonsense")), "Observation has no element nonsense"),
        (_mapping(valore=Row("valore", "code.nonsense")), "CodeableConcept has no element nonsense"),
        (_mapping(valore=Choice("valore", "value[x]", {"Nonsense": CC})), "Observation has no element valueNonsense"),
        (_mapping(required=(Fixed("status", "final"),)), "Observation demands code, and no word speaks of it"),
        (_mapping(required=(Fixed("code.text", "x"),)), "Observation demands status, and no word speaks of it"),
        (_mapping(valore=Row("id", "valueString")), r"not said \['valore'\], unknown \[\], said twice \['id'\]"),
        (_mapping(valore=Row("altro", "valueString")), r"not said \['valore'\], unknown \['altro'\]"),
        (_mapping(Fixed("method.text", Same("valore"))), "method.text is no Reference: Same needs a codec"),
        (_mapping(note=Row("note", "note*.text")), "what repeats above a leaf must be an object"),
    ],
)  # fmt: skip
def test_a_faulty_binding_says_what_is_wrong(mapping: FhirMapping, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        _write(Prova(id="1"), mapping)


def test_a_leaf_of_its_own_is_used_both_ways() -> None:
    mapping = _mapping(valore=Row("valore", "valueString", Leaf(str.lower, str.upper)))
    assert _resource(_there_and_back(Prova(id="1", valore="abc"), mapping), "Observation")["valueString"] == "ABC"
