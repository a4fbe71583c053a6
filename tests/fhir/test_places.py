"""Places in a FHIR text: where a path stands in the JSON and in the XML, and what is told where it does not stand there."""

import json
from typing import Any

import pytest
from hypothesis import given

from siss_interop.options import Options
from siss_interop.wire.fhir.json import dump
from siss_interop.wire.fhir.places import places
from siss_interop.wire.fhir.xml import FHIR, from_xml, to_xml
from tests.fhir.resources import paths, resource, seeds

JSON = """{
  "resourceType": "Bundle",
  "entry": [
    {"fullUrl": "urn:uuid:1"},
    {"resource": {
      "resourceType": "Patient", "bìrth": 0,
      "_birthDate": {"extension": [{"url": "u"}]},
      "name": [{"given": ["A", null], "_given": [null, {"id": "g"}], "te\\u0078t": "a \\"}, {\\" b"}],
      "gender": "male"}}]
}"""

XML = f"""<?xml version="1.0"?>
<Bundle xmlns="{FHIR}" xmlns:x="urn:x.y"><!-- c -->
  <entry><fullUrl value="urn:uuid:1"/></entry>
  <entry>
    <resource><Patient>
      <name><given value="A"/><given id="g"/><text value="à"/></name><name/> <gender value="male"/>
      <birthDate><extension url="u"/></birthDate><x:gender/>
    </Patient></resource></entry>
</Bundle>"""

IN_BOTH = {
    "Bundle": ((1, 1), (2, 1)),
    "Bundle.entry": ((3, 3), (3, 3)),
    "Bundle.entry[0]": ((4, 5), (3, 3)),
    "Bundle.entry[0].fullUrl": ((4, 6), (3, 10)),
    "Bundle.entry[1]": ((5, 5), (4, 3)),
    "Bundle.entry[1].resource": ((5, 6), (5, 5)),
    "Bundle.entry[1].resource.gender": ((9, 7), (6, 78)),
    "Bundle.entry[1].resource.name[0].given[0]": ((8, 27), (6, 13)),
    "Bundle.entry[1].resource.name[0].given[1]": ((8, 32), (6, 31)),
    "Bundle.entry[1].resource.name[0].given[1].id": ((8, 57), (6, 31)),
    "Bundle.entry[1].resource.name[0].text": ((8, 70), (6, 46)),
    "Bundle.entry[1].resource.name.text": ((8, 70), (6, 46)),
    "Bundle.entry[1].resource._birthDate.extension[0].url": ((7, 37), (7, 18)),
    "Bundle.entry[1].resource.birthDate.extension[0].url": ((7, 37), (7, 18)),
    "Bundle.entry[1].resource.birthDate": ((7, 7), (7, 7)),
}


@pytest.mark.parametrize("place", IN_BOTH)
def test_where_a_place_stands(place: str) -> None:
    in_json, in_xml = IN_BOTH[place]
    assert places(JSON.encode(), {place}) == {place: in_json}
    assert places(XML.encode(), {place}) == {place: in_xml}


def test_all_at_once() -> None:
    assert places(JSON.encode(), IN_BOTH) == {place: found for place, (found, _) in IN_BOTH.items()}
    assert places(XML.encode(), IN_BOTH) == {place: found for place, (_, found) in IN_BOTH.items()}


ABSENT = {
    "Bundle.entry[7].resource.code": "Bundle.entry",
    "Bundle.entry[1].resource.code.coding[0].display": "Bundle.entry[1].resource",
    "Bundle.entry[1].resource.gender.x": "Bundle.entry[1].resource.gender",
    "Bundle.total": "Bundle",
    "": "Bundle",
    "Bundle.[": "Bundle",
    "Bundle..entry[x]]": "Bundle.entry",
}


@pytest.mark.parametrize("place", ABSENT)
@pytest.mark.parametrize("data", [JSON, XML])
def test_what_is_absent_has_the_place_around_it(place: str, data: str) -> None:
    near = ABSENT[place]
    assert places(data.encode(), {place, near})[place] == places(data.encode(), {near})[near]


def test_an_element_of_another_namespace_has_its_own_place() -> None:
    place = "Bundle.entry[1].resource.{urn:x.y}gender"
    assert places(XML.encode(), {place}) == {place: (7, 50)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    place = "Bundle.entry[1].resource.gender"
    assert places(JSON.encode(encoding), {place}) == {place: (9, 7)}
    assert places(XML.encode(encoding), {place}) == {place: (6, 78)}


def test_lines_end_in_two_ways() -> None:
    place = "Bundle.entry[1].resource.gender"
    assert places(JSON.replace("\n", "\r\n").encode(), {place}) == {place: (9, 7)}


@pytest.mark.parametrize("cut", range(len(JSON)))
def test_of_a_text_that_breaks_off_the_beginning_is_told(cut: int) -> None:
    found = places(JSON[:cut].encode(), IN_BOTH)
    whole = places(JSON.encode(), IN_BOTH)
    assert all(found[place] <= whole[place] for place in found)
    assert bool(found) == bool(cut)


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"<a", b"<a>", b"\xff\xfe\x00", b"]]]{", b'{"a', b"{,,,}", b'{"\\q":1}', b'{"a":"\xff"}', b"[" * 200_000]
)
def test_what_cannot_be_read_is_no_fault(data: bytes) -> None:
    assert set(places(data, {"Patient.a[0]"})) <= {"Patient.a[0]"}


def test_the_limits_are_those_of_the_reader() -> None:
    deep = f'<Patient xmlns="{FHIR}">{"<extension>" * 150}{"</extension>" * 150}</Patient>'.encode()
    assert places(deep, {"Patient.extension[0]"}) == {}
    assert places(deep, {"Patient.extension[0]"}, Options(max_depth=200)) == {"Patient.extension[0]": (1, 38)}


def test_nothing_asked() -> None:
    assert places(JSON.encode(), ()) == {}


def at(lines: list[str], place: tuple[int, int]) -> str:
    return lines[place[0] - 1][place[1] - 1 :]


def begins(text: str, path: str, value: Any) -> bool:
    """Whether the text begins with the key that the path ends in, or with the item."""
    name = path.rpartition(".")[2]
    if not name.endswith("]"):
        return text.startswith(f'"{name}":')
    if isinstance(value, dict | list):
        return text.startswith("{")
    return text.startswith((json.dumps(value, ensure_ascii=False), str(value)))


@given(seeds())
def test_every_place_of_a_json_is_found(seed: int) -> None:
    made = resource(seed)
    top = made["resourceType"]
    known = dict(paths(made, top))
    for indent in (False, True):
        data = dump(made, indent=indent)
        lines = data.decode().split("\n")
        found = places(data, known)
        assert found.keys() == known.keys()
        assert all(begins(at(lines, place), path, known[path]) for path, place in found.items() if path != top)
        assert found[top] == (1, 1)


@given(seeds())
def test_every_place_of_an_xml_is_found(seed: int) -> None:
    made = resource(seed)
    data = to_xml(made)
    known = [path for path, value in paths(from_xml(data, Options()), made["resourceType"]) if value is not None]
    lines = data.decode().split("\n")
    found = places(data, known)
    for path in known:
        name = path.split(".")[-1].partition("[")[0].removeprefix("_")
        attribute = name in {"resourceType", "id", "url"}
        assert attribute or at(lines, found[path]).startswith(f"<{name}"), path
