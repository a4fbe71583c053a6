"""FHIR JSON in and out, with every decimal as it is written.

FHIR counts the digits of a decimal as part of what it says: 0.30 is measured more exactly than 0.3. A number with a fraction or an exponent
is therefore a :class:`Number`, its own text, from the first byte to the last. A whole number is an int, unless it is too long for one of 64 bits.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from siss_interop.errors import Unreadable
from siss_interop.issues import Layer, Severity, define, issue
from siss_interop.options import Options
from siss_interop.wire import jsonio

__all__ = ["Number", "dump", "load", "number"]

define(
    "FHJ-001", Layer.FILE, Severity.ERROR,
    "una risorsa FHIR in JSON è un oggetto", "a FHIR resource in JSON is an object",
    instead_it="inviare un oggetto con resourceType", instead_en="send an object with resourceType",
    source="HL7 FHIR R4, 2.6.2 JSON",
)  # fmt: skip

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<more>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")


class Number(str):
    """A decimal as it is written (`0.30`, `1.0e3`). It is a text, so that no digit is lost; `Decimal(number)` is its value."""

    __slots__ = ()


def number(text: str) -> int | Number | None:
    """What JSON makes of a number written like this; None for what JSON does not take for a number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    return Number(text) if found["more"] else _whole(text)


def _whole(text: str) -> int | Number:
    return int(text) if len(text) <= 18 and text != "-0" else Number(text)


def load(data: bytes, options: Options) -> dict[str, Any]:
    """The resource as it stands in the JSON. Unreadable as for :func:`jsonio.load`, and where there is no object."""
    loaded = jsonio.load(data, options, wholes=_whole, fractions=Number)
    if not isinstance(loaded, dict):
        raise Unreadable(issue("FHJ-001", line=1, column=1))
    return loaded


def dump(resource: dict[str, Any], *, indent: bool = False) -> bytes:
    """The resource as UTF-8, keys in their order, decimals as they are written.

    TypeError for what JSON does not have, and for what is nested deeper than 254 levels.
    """
    layout = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE if indent else 0
    return orjson.dumps(resource, default=_as_written, option=layout | orjson.OPT_PASSTHROUGH_SUBCLASS)


def _as_written(value: object) -> orjson.Fragment:
    if isinstance(value, Number):
        return orjson.Fragment(str(value))
    raise TypeError(f"no JSON for {type(value).__name__}")
