"""One object by its binding, outside of a message: what a codec needs that holds a data type in an extension."""

from __future__ import annotations

from typing import Any

from siss_interop.options import SYSTEMS
from siss_interop.wire.fhir.out import Json, Out
from siss_interop.wire.fhir.plan import plan_of
from siss_interop.wire.fhir.read import reader
from siss_interop.wire.fhir.source import Left, Source
from siss_interop.wire.fhir.write import writer
from siss_interop.wire.words import Binding


def as_json(binding: Binding, type_name: str, value: Any) -> Json:
    """The JSON of an object whose type knows no identifier systems."""
    made: Json = {}
    writer(plan_of(binding, type_name, SYSTEMS[0]))(value, made, Out(""), None)
    return made


def as_values(binding: Binding, type_name: str, obj: Any) -> Json:
    """The plain values of an object. Raises ValueError where something in it has no place."""
    made: Json = {}
    left: Left = []
    reader(plan_of(binding, type_name, SYSTEMS[0]))(obj, made, left, Source({}), None)
    if left or not made:
        raise ValueError("not this type")
    return made
