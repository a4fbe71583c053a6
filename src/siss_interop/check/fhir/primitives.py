"""What a value of a primitive type looks like in R4 (its page of data types): its kind in JSON, its format, and days that the calendar has."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final, NamedTuple

from siss_interop.wire.fhir.json import Number

__all__ = ["JSON_KINDS", "format_fault", "has_kind", "is_absolute", "span"]

#: primitive type -> what it is in JSON; all others are texts
JSON_KINDS: Final = {"boolean": "boolean", "integer": "number", "positiveInt": "number", "unsignedInt": "number", "decimal": "number"}

_MAX_INTEGER: Final = 2**31 - 1
_LONGEST_TEXT: Final = 1024 * 1024
_OID: Final = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+")
_UUID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
_URI: Final = re.compile(r"\S+")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_CODE: Final = re.compile(r"\S+(?:\s\S+)*")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_SPACE: Final = re.compile(r"\s+")
_DATE: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_CLOCK: Final = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?"
_TIME: Final = re.compile(_CLOCK)
_INSTANT: Final = re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})T{_CLOCK}(?P<zone>Z|[+-][0-9]{{2}}:[0-9]{{2}})")


def has_kind(type_name: str, value: object) -> bool:
    """Whether a JSON value is of the kind that the primitive type asks for."""
    kind = JSON_KINDS.get(type_name, "string")
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, float, Number, Decimal)) and not isinstance(value, bool)
    return isinstance(value, str) and not isinstance(value, Number)


class _Fault(NamedTuple):
    """What is wrong with a value: its form (`calendar` is False), or that there is no such day or hour."""

    calendar: bool


_FORM: Final = _Fault(calendar=False)
_CALENDAR: Final = _Fault(calendar=True)


def format_fault(type_name: str, value: object) -> _Fault | None:
    """What is wrong with a value of the right kind, or None."""
    check = _CHECKS.get(type_name)
    return None if check is None else check(value if isinstance(value, int) else str(value))


def _matching(pattern: re.Pattern[str]) -> Callable[[str | int], _Fault | None]:
    return lambda value: None if pattern.fullmatch(str(value)) else _FORM


def _text(value: str | int) -> _Fault | None:
    return _FORM if len(str(value)) > _LONGEST_TEXT or _CONTROL.search(str(value)) else None


def _uri(value: str | int) -> _Fault | None:
    """URIs of OIDs and UUIDs are held to their own form; capital letters of a UUID are the `uuid` type's business alone."""
    said = str(value)
    if said.startswith("urn:oid:"):
        return None if _OID.fullmatch(said) else _FORM
    if said.startswith("urn:uuid:"):
        return None if _UUID.fullmatch(said.lower()) else _FORM
    return None if _URI.fullmatch(said) else _FORM


def _base64(value: str | int) -> _Fault | None:
    packed = _SPACE.sub("", str(value))
    return None if packed and len(packed) % 4 == 0 and _BASE64.fullmatch(packed) else _FORM


def _whole(least: int) -> Callable[[str | int], _Fault | None]:
    return lambda value: None if isinstance(value, int) and least <= value <= _MAX_INTEGER else _FORM


def _date(value: str | int) -> _Fault | None:
    match = _DATE.fullmatch(str(value))
    return _day_fault(match) if match else _FORM


def _instant(value: str | int) -> _Fault | None:
    match = _INSTANT.fullmatch(str(value))
    return _day_fault(match) or _clock_fault(match) if match else _FORM


def _date_time(value: str | int) -> _Fault | None:
    return _instant(value) if "T" in str(value) else _date(value)


def _time(value: str | int) -> _Fault | None:
    match = _TIME.fullmatch(str(value))
    return _clock_fault(match) if match else _FORM


def _day_fault(match: re.Match[str]) -> _Fault | None:
    year, month, day = (int(match[name] or 1) for name in ("year", "month", "day"))
    return None if year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else _CALENDAR


def _clock_fault(match: re.Match[str]) -> _Fault | None:
    """A leap second (60) is admitted, an offset of more than 14 hours is not."""
    zone = match.groupdict().get("zone") or "Z"
    offset = (0, 0) if zone == "Z" else (int(zone[1:3]), int(zone[4:]))
    inside = int(match["hour"]) <= 23 and int(match["minute"]) <= 59 and int(match["second"]) <= 60
    return None if inside and offset <= (14, 0) and offset[1] <= 59 else _CALENDAR


_CHECKS: Final[dict[str, Callable[[str | int], _Fault | None]]] = {
    "base64Binary": _base64,
    "canonical": _uri,
    "code": _matching(_CODE),
    "date": _date,
    "dateTime": _date_time,
    "id": _matching(_ID),
    "instant": _instant,
    "integer": _whole(-_MAX_INTEGER - 1),
    "markdown": _text,
    "oid": _matching(_OID),
    "positiveInt": _whole(1),
    "string": _text,
    "time": _time,
    "unsignedInt": _whole(0),
    "uri": _uri,
    "url": _uri,
    "uuid": _matching(_UUID),
}


def is_absolute(uri: str) -> bool:
    """Whether a URI names its scheme."""
    return _ABSOLUTE.fullmatch(uri) is not None


_EAST: Final = timedelta(hours=14)
_WEST: Final = timedelta(hours=12)


def span(value: str) -> tuple[datetime, datetime] | None:
    """The first and the last moment that a date or dateTime may mean, anywhere on earth if it has no time; None where it is none."""
    if _date_time(value) is not None:
        return None
    match = _INSTANT.fullmatch(value)
    try:
        return _moment(match) if match else _days(value)
    except OverflowError:
        return None


def _moment(match: re.Match[str]) -> tuple[datetime, datetime]:
    zone = match["zone"]
    hours, minutes = (0, 0) if zone == "Z" else (int(zone[:3]), int(zone[0] + zone[4:]))
    at = datetime(
        int(match["year"]), int(match["month"]), int(match["day"]), int(match["hour"]), int(match["minute"]), min(int(match["second"]), 59),
        int(((match["fraction"] or ".")[1:7]).ljust(6, "0")), timezone(timedelta(hours=hours, minutes=minutes)),
    ).astimezone(UTC)  # fmt: skip
    return at, at


def _days(value: str) -> tuple[datetime, datetime]:
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    last_month = month or 12
    first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    last = datetime(year, last_month, day or monthrange(year, last_month)[1], 23, 59, 59, tzinfo=UTC)
    return first - _EAST, last + _WEST
