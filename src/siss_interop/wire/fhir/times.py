"""Points in time: HL7 V3 writes `AAAAMMGG[hhmm[ss]][+zzzz]`, FHIR years, months, days, or seconds with an offset.

What FHIR cannot say (an hour without minutes, a time without an offset) stands as the nearest thing that it can, with the original text in an
extension.
"""

from __future__ import annotations

import re
from typing import Any

from siss_interop.wire.fhir.names import HL7, OURS
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.words import Leaf

EXACT = f"{OURS}valore-hl7"
"""The extension that holds what HL7 V3 writes, where FHIR cannot say it exactly."""
BIRTH_TIME = f"{HL7}patient-birthTime"

_HL7 = re.compile(r"([0-9]{4,14})(\.[0-9]+)?([+-][0-9]{4})?")
_FHIR = re.compile(
    r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01])(?:T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
)


def dump(text: str) -> tuple[str, list[Json] | None]:
    """What FHIR says for an HL7 time, and the extension where that is not all."""
    match = _HL7.fullmatch(text)
    digits, fraction, offset = match.groups() if match else (text[:4], None, None)
    length = len(digits)
    if length <= 8:
        exact = not offset and not fraction
        return _day(digits), None if exact else _exact(text)
    if length >= 12 and offset:
        made = f"{_day(digits[:8])}T{digits[8:10]}:{digits[10:12]}:{digits[12:14] or '00'}{fraction or ''}{offset[:3]}:{offset[3:]}"
        return made, None if length == 14 else _exact(text)
    return _day(digits[:8]), _exact(text)


def _day(digits: str) -> str:
    if len(digits) > 6:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return f"{digits[:4]}-{digits[4:6]}" if len(digits) > 4 else digits


def _exact(text: str) -> list[Json]:
    return [{"url": EXACT, "valueString": text}]


def load(value: Any, aside: dict[str, Json]) -> str:
    """The HL7 time of a FHIR date or dateTime. Raises ValueError where it is none."""
    near = None if value is None else _loaded(value)
    if EXACT not in aside:
        if near is None:
            raise ValueError("no time")
        return near
    exact = _text(aside[EXACT], "valueString")
    if near is not None and dump(exact)[0] != value:
        raise ValueError("the two say different times")
    return exact


def _loaded(value: Any) -> str:
    match = _FHIR.fullmatch(value) if type(value) is str else None
    if match is None:
        raise ValueError("not a FHIR time")
    year, month, day, hour, minute, second, fraction, zone = match.groups(default="")
    return f"{year}{month}{day}{hour}{minute}{second}{fraction}{'+0000' if zone == 'Z' else zone.replace(':', '')}"


def said(extension: Json, key: str) -> Any:
    """The value of an extension that holds just that. Raises ValueError."""
    if set(extension) != {"url", key}:
        raise ValueError("not the value of this extension")
    return extension[key]


def _text(extension: Json, key: str) -> str:
    value = said(extension, key)
    if type(value) is not str:
        raise ValueError("not a text")
    return value


def dump_birth(text: str) -> tuple[str, list[Json] | None]:
    """A birth: FHIR's birthDate is a day at most, and the hour has an extension of its own."""
    made, aside = dump(text)
    if "T" not in made:
        return made, aside
    return made[:10], [*(aside or ()), {"url": BIRTH_TIME, "valueDateTime": made}]


def load_birth(value: Any, aside: dict[str, Json]) -> str:
    """The HL7 time of a birth. Raises ValueError where the day and the hour do not agree."""
    if BIRTH_TIME not in aside:
        return load(value, aside)
    whole = _text(aside[BIRTH_TIME], "valueDateTime")
    if value is not None and whole[:10] != value:
        raise ValueError("the day of birth is another")
    return load(whole, {url: each for url, each in aside.items() if url == EXACT})


TIME = Leaf(load, dump, (EXACT,))
BIRTH = Leaf(load_birth, dump_birth, (EXACT, BIRTH_TIME))


def instant(text: str) -> str | None:
    """The FHIR instant of an HL7 time, or None where it has no seconds and offset to say."""
    made = dump(text)[0]
    return made if "T" in made else None


def _moment(momento: Any) -> str | None:
    """The instant of a `Momento`, or of the plain values of one."""
    text = momento.get("valore") if isinstance(momento, dict) else momento.valore
    return None if text is None else instant(text)


MOMENT = Leaf(None, _moment)
"""A `Momento` written again as an instant, where it is one."""
