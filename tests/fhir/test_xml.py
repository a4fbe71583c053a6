"""FHIR XML: what is written comes back equal, what is not FHIR comes back visibly or is refused, and nothing goes in silence."""

from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from siss_interop.errors import Refused, Unreadable
from siss_interop.options import Options
from siss_interop.wire.fhir.json import Number, dump, load
from siss_interop.wire.fhir.shape import RESOURCES
from siss_interop.wire.fhir.xml import FHIR, XHTML, from_xml, to_xml
from tests.fhir.resources import normal, resource, seeds

OPTIONS = Options()


def patient(inside: str, attributes: str = "") -> dict[str, Any]:
    return from_xml(f'<Patient xmlns="{FHIR}" xmlns:x="urn:x" xmlns:f="{FHIR}" {attributes}>{inside}</Patient>'.encode(), OPTIONS)


def written(**members: Any) -> str:
    return to_xml({"resourceType": "Patient", **members}).decode().partition(f'<Patient xmlns="{FHIR}">')[2].removesuffix("</Patient>")


def refusal(resource: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        to_xml(resource)
    (found,) = caught.value.report.issues
    return found.code, found.path


@given(seeds())
def test_what_is_written_comes_back(seed: int) -> None:
    made = resource(seed)
    assert normal(from_xml(to_xml(made), OPTIONS)) == normal(made)


@pytest.mark.parametrize("kind", sorted(RESOURCES))
def test_every_resource_comes_back(kind: str) -> None:
    for seed in range(5):
        made = resource(seed, kind)
        assert normal(from_xml(to_xml(made), OPTIONS)) == normal(made)


@given(seeds())
def test_json_to_xml_and_back_to_json(seed: int) -> None:
    made = resource(seed)
    assert normal(load(dump(from_xml(to_xml(load(dump(made), OPTIONS)), OPTIONS)), OPTIONS)) == normal(made)


@given(seeds())
def test_written_twice_is_written_the_same(seed: int) -> None:
    first = to_xml(resource(seed))
    assert to_xml(from_xml(first, OPTIONS)) == first


def test_elements_follow_the_order_of_fhir_and_not_of_the_keys() -> None:
    assert written(gender="male", active=True, id="p") == '<id value="p"/><active value="true"/><gender value="male"/>'


FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "decimal as written": (
        {"extension": [{"url": "u", "valueDecimal": Number("0.30")}]}, '<extension url="u"><valueDecimal value="0.30"/></extension>'),
    "id of a resource and of an element": (
        {"id": "p", "name": [{"id": "n", "family": "R"}]}, '<id value="p"/><name id="n"><family value="R"/></name>'),
    "a primitive with an extension only": (
        {"_birthDate": {"extension": [{"url": "u", "valueCode": "unknown"}]}},
        '<birthDate><extension url="u"><valueCode value="unknown"/></extension></birthDate>'),
    "a primitive with an id": ({"birthDate": "2020", "_birthDate": {"id": "b"}}, '<birthDate id="b" value="2020"/>'),
    "null in a list": (
        {"name": [{"given": ["A", None], "_given": [None, {"id": "g"}]}]}, '<name><given value="A"/><given id="g"/></name>'),
    "contained": (
        {"contained": [{"resourceType": "Patient", "active": False}, {"resourceType": "Basic", "id": "b"}]},
        '<contained><Patient><active value="false"/></Patient></contained><contained><Basic><id value="b"/></Basic></contained>'),
    "signs of XML": ({"language": '<a href="x">&\'\n\t\r'}, '<language value="&lt;a href=&quot;x&quot;&gt;&amp;\'&#10;&#9;&#13;"/>'),
    "a number in a choice": ({"multipleBirthInteger": 2}, '<multipleBirthInteger value="2"/>'),
    "a narrative": (
        {"text": {"status": "generated", "div": f'<div xmlns="{XHTML}">a<br/> <b>c</b></div>'}},
        f'<text><status value="generated"/><div xmlns="{XHTML}">a<br/> <b>c</b></div></text>'),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str) -> None:
    members, expected = FORMS[name]
    assert written(**members) == expected
    assert normal(patient(expected)) == normal({"resourceType": "Patient", **members})


def test_a_list_of_nulls_is_the_same_as_none() -> None:
    beside = [{"id": "g"}]
    assert patient(written(name=[{"given": [None], "_given": beside}]))["name"] == [{"_given": beside}]


DIVS = {
    "entity of HTML": ("<div xmlns='{}'>a&nbsp;b&eacute;&amp;lt;</div>", "<div xmlns='{}'>a\u00a0bé&amp;lt;</div>"),
    "entity that is a text": ("<div xmlns='{}'><![CDATA[&nbsp;]]></div>", "<div xmlns='{}'>&amp;nbsp;</div>"),
    "comment": ("<div xmlns='{}'>peni<!-- &nbsp; -->cillina</div>", "<div xmlns='{}'>penicillina</div>"),
    "prefix": ("<h:div xmlns:h='{}' class='a'>x <h:b>y</h:b> z</h:div>", "<div xmlns='{}' class='a'>x <b>y</b> z</div>"),
    "white space around": ("\n <div xmlns='{}'> x </div>\n", "<div xmlns='{}'> x </div>"),
    "xml:lang": ("<div xmlns='{}' xml:lang='it'>x</div>", "<div xmlns='{}' xml:lang='it'>x</div>"),
}


@pytest.mark.parametrize("name", DIVS)
def test_the_narrative_keeps_what_it_means(name: str) -> None:
    given_div, expected = DIVS[name]
    found = from_xml(to_xml({"resourceType": "Patient", "text": {"status": "generated", "div": given_div.format(XHTML)}}), OPTIONS)
    assert normal(found["text"]["div"], "div") == normal(expected.format(XHTML), "div")
    assert found["text"]["div"].startswith(f'<div xmlns="{XHTML}"')


def test_the_narrative_takes_no_namespace_along() -> None:
    found = patient(f'<text><status value="generated"/><div xmlns="{XHTML}"><p>a</p> b</div> </text>', 'xmlns:y="urn:y"')
    assert found["text"]["div"] == f'<div xmlns="{XHTML}"><p>a</p> b</div>'


NO_DIVS = [
    "testo", "", "<div>senza spazio dei nomi</div>", f"<p xmlns='{XHTML}'/>", f"<div xmlns='{XHTML}'>", f"<div xmlns='{XHTML}'/><div/>",
    f"<div xmlns='{XHTML}'>&ignota;</div>", f"<!DOCTYPE div><div xmlns='{XHTML}'/>", f"<div xmlns='{XHTML}'></div></text><active value='true'/>",
    f"<div xmlns='{XHTML}'>" + "<!--" * 100_000, f"<div xmlns='{XHTML}'>" + "<![CDATA[" * 100_000,
    f"<div xmlns='{XHTML}'>" + "<b>" * 200 + "</b>" * 200 + "</div>",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(NO_DIVS)))
def test_what_is_no_narrative_is_refused(number: int) -> None:
    made = {"resourceType": "Patient", "text": {"status": "generated", "div": NO_DIVS[number]}}
    assert refusal(made) == ("FHX-005", "Patient.text.div")


EXT = [{"url": "u", "valueString": "x"}]
REFUSED: dict[str, tuple[Any, str, str]] = {
    "no object": ([], "FHX-002", "Resource"),
    "no type": ({"id": "p"}, "FHX-002", "Resource"),
    "an unknown type": ({"resourceType": "Paziente"}, "FHX-002", "Paziente"),
    "a type that is no resource": ({"resourceType": "Identifier"}, "FHX-002", "Identifier"),
    "an unknown type inside": ({"resourceType": "Patient", "contained": [{"resourceType": "X"}]}, "FHX-002", "Patient.contained[0]"),
    "an unknown element": ({"resourceType": "Patient", "name": [{}, {"famliy": "R"}]}, "FHX-003", "Patient.name[1].famliy"),
    "an unknown element beside": ({"resourceType": "Patient", "_nome": {}}, "FHX-003", "Patient._nome"),
    "a member beside an object": ({"resourceType": "Patient", "name": [{}], "_name": [{}]}, "FHX-003", "Patient._name"),
    "only beside an object": ({"resourceType": "Patient", "_name": [{}]}, "FHX-003", "Patient._name"),
    "a member beside an attribute": ({"resourceType": "Patient", "name": [{"_id": {}}]}, "FHX-003", "Patient.name[0]._id"),
    "an unknown element of a primitive": ({"resourceType": "Patient", "_gender": {"value": "x"}}, "FHX-003", "Patient.gender.value"),
    "one where many may be": ({"resourceType": "Patient", "name": {"family": "R"}}, "FHX-004", "Patient.name"),
    "many where one may be": ({"resourceType": "Patient", "gender": ["male"]}, "FHX-004", "Patient.gender"),
    "one text where many may be": ({"resourceType": "Patient", "name": [{"given": "A"}]}, "FHX-004", "Patient.name[0].given"),
    "an empty list": ({"resourceType": "Patient", "name": []}, "FHX-004", "Patient.name"),
    "an empty list of texts": ({"resourceType": "Patient", "name": [{"given": []}]}, "FHX-004", "Patient.name[0].given"),
    "null alone": ({"resourceType": "Patient", "gender": None}, "FHX-004", "Patient.gender"),
    "null for an object": ({"resourceType": "Patient", "name": [None]}, "FHX-004", "Patient.name[0]"),
    "a text for an object": ({"resourceType": "Patient", "maritalStatus": "M"}, "FHX-004", "Patient.maritalStatus"),
    "an object for a text": ({"resourceType": "Patient", "gender": {}}, "FHX-004", "Patient.gender"),
    "a text for a truth value": ({"resourceType": "Patient", "active": "true"}, "FHX-004", "Patient.active"),
    "a number for a truth value": ({"resourceType": "Patient", "active": 1}, "FHX-004", "Patient.active"),
    "a truth value for a number": ({"resourceType": "Patient", "multipleBirthInteger": True}, "FHX-004", "Patient.multipleBirthInteger"),
    "a decimal for a text": ({"resourceType": "Patient", "birthDate": Number("2020.5")}, "FHX-004", "Patient.birthDate"),
    "a text for a decimal": ({"resourceType": "Patient", "extension": [{"valueDecimal": "0.3"}]}, "FHX-004", "Patient.extension[0].valueDecimal"),
    "a float": ({"resourceType": "Patient", "extension": [{"valueDecimal": 0.3}]}, "FHX-004", "Patient.extension[0].valueDecimal"),
    "a number for an attribute": ({"resourceType": "Patient", "extension": [{"url": 1}]}, "FHX-004", "Patient.extension[0].url"),
    "a text beside a primitive": ({"resourceType": "Patient", "gender": "male", "_gender": "x"}, "FHX-004", "Patient.gender"),
    "a number for the narrative": ({"resourceType": "Patient", "text": {"div": 1}}, "FHX-004", "Patient.text.div"),
    "a control character": ({"resourceType": "Patient", "name": [{"text": "a\x00b"}]}, "FHX-006", "Patient.name[0].text"),
    "a control character in the narrative": ({"resourceType": "Patient", "text": {"div": "\x01"}}, "FHX-006", "Patient.text.div"),
    "half of a character": ({"resourceType": "Patient", "name": [{"given": ["a", "\ud800"]}]}, "FHX-006", "Patient.name[0].given[1]"),
    "deep inside": (
        {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "_gender": {"extension": [*EXT, {"x": 1}]}}}]},
        "FHX-003", "Bundle.entry[0].resource.gender.extension[1].x"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_fhir_has_no_form_for_is_refused_with_its_place(name: str) -> None:
    resource, code, path = REFUSED[name]
    assert refusal(resource) == (code, path)


STRANGE: dict[str, tuple[str, dict[str, Any]]] = {
    "unknown element": ('<nome value="R"/>', {"nome": "R"}),
    "unknown element with more in it": ('<nome a="1"><b value="x"/><b/>t</nome>', {"nome": {"@a": "1", "#text": "t", "b": ["x", {}]}}),
    "unknown elements of one name": ('<nome value="R"/><nome value="S"/>', {"nome": ["R", "S"]}),
    "element of another namespace": ('<x:active value="true"/>', {"{urn:x}active": "true"}),
    "element of no namespace": ('<active xmlns="" value="true"/>', {"{}active": "true"}),
    "element that looks like a side member": ('<_gender value="x"/>', {f"{{{FHIR}}}_gender": "x"}),
    "element that looks like the type": ('<resourceType value="Basic"/>', {f"{{{FHIR}}}resourceType": "Basic"}),
    "element for an attribute": ('<name><id value="n"/></name>', {"name": [{f"{{{FHIR}}}id": "n"}]}),
    "element for the url": ('<extension><url value="u"/></extension>', {"extension": [{f"{{{FHIR}}}url": "u"}]}),
    "attribute for an element": ('<name family="R"/>', {"name": [{"@family": "R"}]}),
    "attribute of a primitive": ('<gender value="male" lang="it"/>', {"gender": "male", "_gender": {"@lang": "it"}}),
    "attribute of another namespace": ('<name x:family="R"/>', {"name": [{"@{urn:x}family": "R"}]}),
    "value of an object": ('<name value="R"/>', {"name": [{"@value": "R"}]}),
    "text in an object": ("<name> R </name>", {"name": [{"#text": "R"}]}),
    "a space that is none of XML's": ("<name>\u00a0</name>", {"name": [{"#text": "\u00a0"}]}),
    "text after an element": ('<active value="true"/> testo', {"#text": "testo", "active": True}),
    "text in a primitive": ('<gender value="male">M</gender>', {"gender": "male", "_gender": {"#text": "M"}}),
    "child of a primitive": ('<gender value="male"><a/></gender>', {"gender": "male", "_gender": {"a": {}}}),
    "one too many": ('<gender value="male"/><gender value="female"/>', {"gender": ["male", "female"]}),
    "one object too many": ('<maritalStatus/><maritalStatus id="m"/>', {"maritalStatus": [{}, {"id": "m"}]}),
    "empty primitive": ("<gender/>", {"gender": None}),
    "no truth value": ('<active value="1"/>', {"active": "1"}),
    "no whole number": ('<multipleBirthInteger value="2.0"/>', {"multipleBirthInteger": "2.0"}),
    "no decimal": ('<extension url="u"><valueDecimal value="+1,5"/></extension>', {"extension": [{"url": "u", "valueDecimal": "+1,5"}]}),
    "narrative of another namespace": ("<text><div><p/></div></text>", {"text": {f"{{{FHIR}}}div": {"p": {}}}}),
    "nothing contained": ("<contained/>", {"contained": [{}]}),
    "two contained in one": (
        "<contained a='1'><Basic/><List/></contained>", {"contained": [{"resourceType": "Basic", "@a": "1"}, {"resourceType": "List"}]}),
    "contained that is no FHIR": ("<contained><x:Basic/></contained>", {"contained": [{"{urn:x}Basic": {}}]}),
    "a type that is no resource": ("<contained><Identifier><use value='x'/></Identifier></contained>",
        {"contained": [{"resourceType": "Identifier", "use": "x"}]}),
    "an unknown resource": ("<contained><Foo><a value='1'/></Foo></contained>", {"contained": [{"resourceType": "Foo", "a": "1"}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_not_fhir_comes_back_under_a_name_that_shows_it(name: str) -> None:
    text, expected = STRANGE[name]
    assert patient(text) == {"resourceType": "Patient", **expected}


@pytest.mark.parametrize("name", sorted(set(STRANGE) - {"one object too many", "an unknown resource"}))
def test_what_came_back_strange_is_not_written_again(name: str) -> None:
    found = patient(STRANGE[name][0])
    if name == "two contained in one":
        found["contained"].pop()
    refusal(found)


def test_what_says_nothing_is_left_out() -> None:
    places = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir x.xsd"'
    assert patient("<!-- a --><active value='true'/> <?pi x?>\n", places) == {"resourceType": "Patient", "active": True}


def test_a_comment_cuts_no_text() -> None:
    assert patient("<name>a<!-- b -->c</name>")["name"] == [{"#text": "ac"}]


def test_prefixes_mean_nothing() -> None:
    plain = b'<Patient xmlns="http://hl7.org/fhir"><name><family value="R"/></name></Patient>'
    prefixed = b'<f:Patient xmlns:f="http://hl7.org/fhir"><f:name><f:family value="R"/></f:name></f:Patient>'
    assert from_xml(prefixed, OPTIONS) == from_xml(plain, OPTIONS) == {"resourceType": "Patient", "name": [{"family": "R"}]}


def test_line_ends_and_tabs_in_values_survive_a_parser() -> None:
    text = "a\r\nb\tc\n"
    root = etree.fromstring(to_xml({"resourceType": "Patient", "name": [{"text": text}]}))
    assert root[0][0].get("value") == text


HOSTILE = {
    "nothing": (b"", "FILE-001"),
    "cut": (b'<Patient xmlns="http://hl7.org/fhir">', "FILE-017"),
    "a DOCTYPE": (b'<!DOCTYPE Patient [<!ENTITY a SYSTEM "file:///etc/hostname">]><Patient xmlns="http://hl7.org/fhir">&a;</Patient>', "FILE-005"),
    "deep": (b'<Patient xmlns="http://hl7.org/fhir">' + b"<extension>" * 200 + b"</extension>" * 200 + b"</Patient>", "FILE-009"),
    "another root": (b'\n <ClinicalDocument xmlns="urn:hl7-org:v3"/>', "FHX-001"),
    "no namespace": (b"<Patient/>", "FHX-001"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(Unreadable) as caught:
        from_xml(data, OPTIONS)
    assert caught.value.issue.code == code


def test_the_place_of_a_wrong_root() -> None:
    with pytest.raises(Unreadable) as caught:
        from_xml(b'\n <Documento xmlns="urn:x"/>', OPTIONS)
    assert (caught.value.issue.line, caught.value.issue.column) == (2, 2)


def test_as_deep_as_the_limit_allows() -> None:
    inside: dict[str, Any] = {"url": "u", "valueString": "fine"}
    for _ in range(90):
        inside = {"url": "u", "extension": [inside]}
    made = {"resourceType": "Patient", "extension": [inside]}
    assert from_xml(to_xml(made), OPTIONS) == made
