"""The shape of a field, read off its annotation: what it holds, how many, and within which bounds. One reading for schemas, bindings and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from siss_interop.model.marks import Label, Lista, Radice


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: models (one, or several to choose from) or one kind of leaf, with its bounds."""

    required: bool
    many: bool
    least: int
    models: tuple[type[BaseModel], ...]
    leaf: type | None
    values: tuple[str, ...]
    pattern: str | None
    min_length: int | None
    max_length: int | None
    minimum: int | None
    maximum: int | None
    label: Label | None
    codes: Lista | None
    root: Radice | None


_LEAVES = (str, bool, int, date)


@cache
def shapes(model: type[BaseModel]) -> dict[str, Shape]:
    """The shapes of all fields of a model, in order. Raises TypeError where a field holds what no format of ours can carry."""
    return {name: shape_of(info) for name, info in model.model_fields.items() if name != "tipo"}


def tipo_of(model: type[BaseModel]) -> str | None:
    """The class name that picks the shape on validation, where a field may hold several classes."""
    return model.__name__ if "tipo" in model.model_fields else None


def demanded(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields without which there is no object."""
    return tuple(name for name, info in model.model_fields.items() if info.is_required())


def defaults(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields whose default is a value: to readers an absent place is None, never the default."""
    fields = model.model_fields.items()
    return tuple(name for name, info in fields if name != "tipo" and not info.is_required() and info.default not in (None, ()))


def shape_of(info: FieldInfo) -> Shape:
    """The shape of one field."""
    marks: list[Any] = list(info.metadata)
    parts = _parts(info.annotation, marks)
    many = any(get_origin(part) is tuple for part in parts)
    if many:
        (items,) = (part for part in parts if get_origin(part) is tuple)
        least = _bound(marks, "min_length") or 0
        marks = [mark for mark in marks if isinstance(mark, Label | Lista)]
        parts = _parts(get_args(items)[0], marks)
    else:
        least = int(info.is_required())
    models = tuple(part for part in parts if isinstance(part, type) and issubclass(part, BaseModel))
    values = tuple(str(value) for part in parts if get_origin(part) is Literal for value in get_args(part))
    leaves = [part for part in parts if part in _LEAVES] + ([str] if values else [])
    if not models and len(leaves) != 1:
        raise TypeError(f"a field that is neither models nor one leaf: {info.annotation!r}")
    return Shape(
        info.is_required(), many, least, models, None if models else leaves[0], values, _bound(marks, "pattern"), _bound(marks, "min_length"),
        _bound(marks, "max_length"), _bound(marks, "ge"), _bound(marks, "le"), _mark(marks, Label), _mark(marks, Lista),
        _mark(marks, Radice),
    )  # fmt: skip


def _parts(annotation: Any, marks: list[Any]) -> list[Any]:
    """The alternatives of an annotation without None; what `Annotated` says of them goes to `marks`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *found = get_args(annotation)
        marks.extend(found)
        return _parts(inner, marks)
    if origin is Union or origin is UnionType:
        return [part for each in get_args(annotation) if each is not NoneType for part in _parts(each, marks)]
    return [annotation]


def _mark(marks: list[Any], kind: type) -> Any:
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _bound(marks: list[Any], name: str) -> Any:
    """The innermost bound of this name, also inside of pydantic's own `Field` and `StringConstraints`."""
    for mark in marks:
        for holder in (mark, *getattr(mark, "metadata", ())):
            value = getattr(holder, name, None)
            if value is not None and not callable(value):
                return getattr(value, "pattern", value)
    return None
