"""How the primitives of FHIR become values: what R4 writes in JSON as text, number or boolean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from siss_interop.wire.fhir.json import Number
from siss_interop.wire.words import Leaf

Codec = Leaf

_NUMBERS = frozenset({"integer", "positiveInt", "unsignedInt"})


@dataclass(frozen=True, slots=True)
class PerFamily(Leaf):
    """A leaf that depends on the family of identifier systems that is written (`Options.systems`)."""

    of: Mapping[str, Leaf] = field(default_factory=dict)


def codec_of(codec: Leaf, type_name: str, family: str) -> Leaf:
    """The leaf as it is used at a place of a type: with the check of the JSON type where it has no codec of its own."""
    if isinstance(codec, PerFamily):
        codec = codec.of[family]
    if codec.load is not None:
        return codec
    return Leaf(_load_of(type_name), codec.dump)


def _load_of(type_name: str) -> Callable[[Any], Any]:
    if type_name == "boolean":
        return _boolean
    if type_name in _NUMBERS:
        return _integer
    return _number if type_name == "decimal" else _text


def _text(value: Any) -> str:
    if type(value) is not str or not value or value.isspace():
        raise ValueError("not a text")
    return value


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("not a boolean")
    return value


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("not an integer")
    return value


def _number(value: Any) -> str:
    if type(value) is not int and type(value) is not Number:
        raise ValueError("not a number")
    return str(value)
