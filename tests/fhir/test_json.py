"""FHIR JSON: decimals keep their digits, and what two readers could read in two ways is refused."""

import json
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siss_interop.errors import Unreadable
from siss_interop.options import Options
from siss_interop.wire import jsonio
from siss_interop.wire.fhir.json import Number, dump, load, number

OPTIONS = Options()

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
whole = st.integers(-(10**16), 10**16)
numbers = st.from_regex(r"\A-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30}([eE][+-]?[0-9]{1,3})?|[eE][+-]?[0-9]{1,3})\Z").map(Number)
leaves = st.none() | st.booleans() | whole | numbers | texts
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12)
resources = st.dictionaries(texts, values, max_size=4)


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types throughout: a Number is equal to a string of its digits, and 1 to True."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def code(data: bytes, options: Options = OPTIONS) -> str:
    with pytest.raises(Unreadable) as caught:
        load(data, options)
    return caught.value.issue.code


@given(resources, st.booleans())
def test_what_is_written_is_read_again(resource: dict[str, Any], indent: bool) -> None:
    assert same(load(dump(resource, indent=indent), OPTIONS), resource)


@given(resources)
def test_another_reader_sees_the_same(resource: dict[str, Any]) -> None:
    seen = json.loads(dump(resource), parse_float=Number)
    assert same(seen, resource)


@given(numbers)
def test_a_decimal_keeps_its_text(value: Number) -> None:
    data = f'{{"value":{value}}}'.encode()
    assert dump(load(data, OPTIONS)) == data
    assert Decimal(load(data, OPTIONS)["value"]) == Decimal(value)


@given(resources, st.data())
def test_a_key_twice_is_refused_wherever_it_stands(resource: dict[str, Any], data: st.DataObject) -> None:
    key, value = data.draw(texts), data.draw(values)
    doubled = b"{%b:%b,%b:%b}" % (orjson.dumps(key), dump({"a": value})[5:-1], orjson.dumps(key), b"1")
    text = dump({**resource, "place": [Number("0.5")]}).replace(b"[0.5]", b"[" + doubled + b"]", 1)
    assert code(text) == "JSON-002"


@pytest.mark.parametrize(
    "text",
    [b'{"a:":1,"a:":1}', b'{"a":{"b":1,"b":":"}}', rb'{"a":"\u003a","a":1}', rb'{"a":1,"a":"\u003A"}', rb'{"a":1,"\u0061":2}', b'{"a":{},"a":{}}'],
)
def test_a_colon_in_a_text_hides_no_double(text: bytes) -> None:
    assert code(text) == "JSON-002"


@pytest.mark.parametrize("text", [rb'{"a":"\u003a"}', rb'{"\u003A":":"}', b'{"a":[],"b":[{}]}'])
def test_what_the_quick_proof_cannot_tell_is_read_all_the_same(text: bytes) -> None:
    assert load(text, OPTIONS) == json.loads(text)


@pytest.mark.parametrize("limit", [1, 2, 5, 100, 253, 254, 255, 400])
@pytest.mark.parametrize("around", [b"1", b'":"', rb'"\u003a"'])
def test_the_depth_limit_is_exact(limit: int, around: bytes) -> None:
    def nested(depth: int) -> bytes:
        return b'{"a":' + b"[" * (depth - 1) + around + b"]" * (depth - 1) + b"}"

    options = Options(max_depth=limit)
    load(nested(limit), options)
    assert code(nested(limit + 1), options) == "JSON-004"


REFUSED = {
    "nothing": (b"", "FILE-001"),
    "no object": (b'[{"resourceType":"Patient"}]', "FHJ-001"),
    "a text": (b'"Patient"', "FHJ-001"),
    "cut": (b'{"resourceType":"Patient"', "JSON-001"),
    "a comma too many": (b'{"a":1,}', "JSON-001"),
    "two values": (b"{}{}", "JSON-001"),
    "NaN": (b'{"a":NaN}', "JSON-003"),
    "infinity": (b'{"a":-Infinity}', "JSON-003"),
    "a number without a fraction": (b'{"a":1.}', "JSON-001"),
    "a number with a plus": (b'{"a":+1}', "JSON-001"),
    "a number with a zero before": (b'{"a":01.5}', "JSON-001"),
    "half of a character by number": (rb'{"a":"\ud800"}', "JSON-001"),
    "half of a character in a key": (rb'{"\udc00":1}', "JSON-001"),
    "not UTF-8": (b'{"a":"perch\xe9"}', "FILE-008"),
    "a control character": (b'{"a":"\x01"}', "JSON-001"),
    "very deep": (b'{"a":' + b"[" * 100_000, "JSON-004"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, expected = REFUSED[name]
    assert code(data) == expected


@pytest.mark.parametrize("name", [name for name, (_, code) in REFUSED.items() if code != "FHJ-001"])
def test_our_own_json_is_loaded_with_the_same_defences(name: str) -> None:
    data, expected = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        jsonio.load(data, OPTIONS)
    assert caught.value.issue.code == expected


def test_our_own_json_has_plain_numbers() -> None:
    assert jsonio.load(b'{"a": 1.50, "b": 12345678901234567890123}', OPTIONS) == {"a": 1.5, "b": 12345678901234567890123}
    with pytest.raises(Unreadable) as caught:
        jsonio.load(b"[" + b"9" * 10_000 + b"]", OPTIONS)
    assert caught.value.issue.code == "JSON-001"


def test_bytes_that_are_no_text_have_a_place() -> None:
    with pytest.raises(Unreadable) as caught:
        load('{"a": "è",\n "bù": "x'.encode() + b'\xe9"}', OPTIONS)
    assert (caught.value.issue.line, caught.value.issue.column) == (2, 10)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read(encoding: str) -> None:
    assert load('{"a": "è", "b": 1.50}'.encode(encoding), OPTIONS) == {"a": "è", "b": "1.50"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("5", int),
        ("0", int),
        ("-7", int),
        ("0.30", Number),
        ("1e3", Number),
        ("-0", Number),
        ("9" * 18, int),
        ("9" * 19, Number),
        ("9" * 5000, Number),
    ],
)
def test_the_text_of_a_number(text: str, made: type) -> None:
    found = number(text)
    assert type(found) is made
    assert str(found) == text
    data = b'{"value":%b}' % text.encode()
    assert same(load(data, OPTIONS), {"value": found})
    assert dump(load(data, OPTIONS)) == data


@pytest.mark.parametrize("text", ["", "+1", ".5", "1.", "01", "1,5", "NaN", "Infinity", "0x1", "1 ", "²", "1e"])
def test_no_number(text: str) -> None:
    assert number(text) is None


def test_what_json_does_not_have_is_not_written() -> None:
    with pytest.raises(TypeError):
        dump({"value": Decimal("0.30")})
