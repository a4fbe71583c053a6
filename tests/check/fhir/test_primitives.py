"""Primitive values: what R4 takes and what not."""

from __future__ import annotations

from typing import Any

import pytest

from siss_interop.check.fhir.primitives import format_fault, has_kind, span
from siss_interop.wire.fhir.json import Number

GOOD: dict[str, tuple[Any, ...]] = {
    "base64Binary": ("QUJD", "QUI=", "QU JD\n"),
    "canonical": ("http://example.org/x|1.0",),
    "code": ("final", "a b", "è"),
    "date": ("2024", "2024-02", "2024-02-29", "0001-01-01"),
    "dateTime": ("2024", "2024-02-29", "2024-02-29T23:59:60Z", "2024-02-29T00:00:00.123456789-14:00"),
    "decimal": (1, Number("1.50"), Number("-1e5")),
    "id": ("a", "A-1.b", "x" * 64),
    "instant": ("2024-02-29T00:00:00Z",),
    "integer": (0, -(2**31), 2**31 - 1),
    "oid": ("urn:oid:2.16.0.1",),
    "positiveInt": (1,),
    "string": ("a", "a\r\n\tb", "😀"),
    "time": ("00:00:00", "23:59:60.5"),
    "unsignedInt": (0,),
    "uri": ("Patient/1", "urn:uuid:0000000A-0000-4000-8000-000000000000", "#a"),
    "uuid": ("urn:uuid:0000000a-0000-4000-8000-000000000000",),
}
BAD: dict[str, tuple[Any, ...]] = {
    "base64Binary": ("QUJ", "Q===", "à", "="),
    "code": (" a", "a ", "a  b", "a\n"),
    "date": ("24", "2024-2", "2024-13", "2023-02-29", "0000", "2024-02-30", "2024-01-01T10:00:00Z", "٢٠٢٤"),
    "dateTime": ("2024-02T10:00:00Z", "2024-01-01T10:00Z", "2024-01-01T10:00:00", "2024-01-01T24:00:00Z", "2024-01-01T10:00:00+14:01",
                 "2024-01-01T10:00:61Z"),
    "id": ("", "a_b", "x" * 65, "à"),
    "instant": ("2024", "2024-02-29", "2023-02-29T00:00:00Z"),
    "integer": (2**31, Number("1.0")),
    "oid": ("2.16", "urn:oid:3.1", "urn:oid:2.01", "urn:oid:2"),
    "positiveInt": (0, -1),
    "string": ("a\x00b", "a\x1b", "x" * (1024 * 1024 + 1)),
    "time": ("24:00:00", "10:00", "10:60:00", "10:00:00Z"),
    "unsignedInt": (-1,),
    "uri": ("a b", "urn:oid:2.XXX", "urn:uuid:1"),
    "uuid": ("urn:uuid:0000000A-0000-4000-8000-000000000000",),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in GOOD.items() for value in values])
def test_what_is_taken(kind: str, value: Any) -> None:
    assert has_kind(kind, value)
    assert format_fault(kind, value) is None


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in BAD.items() for value in values])
def test_what_is_not(kind: str, value: Any) -> None:
    assert has_kind(kind, value)
    assert format_fault(kind, value) is not None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", 0),
        ("boolean", "true"),
        ("integer", True),
        ("integer", "1"),
        ("decimal", "1.0"),
        ("string", 1),
        ("string", Number("1.0")),
        ("date", None),
    ],
)
def test_what_is_of_another_kind(kind: str, value: Any) -> None:
    assert not has_kind(kind, value)


def test_a_day_without_a_place_may_be_any_hour_on_earth() -> None:
    day, moment = span("2024-05-06"), span("2024-05-06T00:30:00+14:00")
    assert day is not None
    assert moment is not None
    assert day[0] < moment[0] < day[1]
    assert span("0001-01-01") is None  # beyond what can be counted
    assert span("ieri") is None
