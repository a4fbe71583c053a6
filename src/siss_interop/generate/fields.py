"""What a field of a model says of itself, as the generated pages show it: how many, of which type, and its label."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from siss_interop.model.base import Message, Run, Text
from siss_interop.model.marks import Label, label_of
from siss_interop.model.tipi import Decimale, Indicatore, PointInTime


def _pattern(alias: Any) -> str:
    return next(str(mark.pattern) for mark in get_args(alias)[1:] if isinstance(mark, StringConstraints))


#: the pattern that makes a kind of text -> what the pages call it
_KINDS = {
    _pattern(Text): "text",
    _pattern(Run): "text",
    _pattern(PointInTime): "HL7 time",
    _pattern(Decimale): "decimal",
    _pattern(Indicatore): "indicator",
}
_PLAIN = {str: "text", int: "integer", bool: "boolean", date: "date", datetime: "date and time", Decimal: "decimal"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: its name, how many values it holds, the kinds of plain values, the values it is limited to, and the classes."""

    name: str
    label: Label
    cardinality: str
    kinds: tuple[str, ...]
    literals: tuple[str, ...]
    classes: tuple[type[BaseModel], ...]
    declared_in: type[BaseModel]

    @property
    def required(self) -> bool:
        """Whether a message is invalid without it."""
        return self.cardinality.startswith("1")

    @property
    def many(self) -> bool:
        """Whether it holds a list."""
        return self.cardinality.endswith("*")

    @property
    def type(self) -> str:
        """The type in words: names of classes, kinds of plain values, or the values themselves."""
        return " or ".join([*(model.__name__ for model in self.classes), *self.kinds, *self.literals])


@cache
def facts_of(model: type[BaseModel]) -> dict[str, Fact]:
    """Every field of a model by name, in the order of the class; `tipo`, which only picks the class, is left out."""
    return {name: _fact(model, name, info) for name, info in model.model_fields.items() if name != "tipo"}


def _fact(model: type[BaseModel], name: str, info: FieldInfo) -> Fact:
    mark = label_of(info)
    if mark is None:
        raise TypeError(f"{model.__name__}.{name} has no label")
    leaves = list(_leaves(info.annotation, tuple(info.metadata)))
    many = any(_is_tuple(part) for part in _parts(info.annotation))
    return Fact(
        name, mark, f"{1 if info.is_required() else 0}..{'*' if many else 1}",
        tuple(dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, str) and not leaf.startswith("`"))),
        tuple(dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, str) and leaf.startswith("`"))),
        tuple(dict.fromkeys(leaf for leaf in leaves if not isinstance(leaf, str))),
        next(base for base in reversed(model.__mro__) if name in getattr(base, "__annotations__", {})),
    )  # fmt: skip


def _parts(annotation: Any) -> Iterator[Any]:
    """The members of a union, without None and without what is only said about them."""
    if get_origin(annotation) is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
    elif annotation is not type(None):
        yield annotation


def _is_tuple(part: Any) -> bool:
    return get_origin(part) is tuple


def _leaves(annotation: Any, marks: tuple[Any, ...]) -> Iterator[str | type[BaseModel]]:
    """The plain kinds, literal values (in back quotes) and classes that an annotation admits."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _leaves(inner, (*marks, *more))
    elif origin in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _leaves(part, marks)
    elif origin is tuple:
        yield from _leaves(get_args(annotation)[0], ())
    elif origin is Literal:
        yield from (f"`{value}`" for value in get_args(annotation))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (f"`{member.value}`" for member in annotation)
    elif annotation in _PLAIN:
        patterns = [mark.pattern for mark in marks if isinstance(mark, StringConstraints)]
        yield next((_KINDS[str(pattern)] for pattern in patterns if str(pattern) in _KINDS), _PLAIN[annotation])
    elif annotation is not type(None):
        raise TypeError(f"no word for the type {annotation!r}")


def parts_of(*models: type[BaseModel]) -> list[type[BaseModel]]:
    """Every class that these messages are made of, themselves left out, each once and in the order in which they are met."""
    found: dict[type[BaseModel], None] = {}

    def visit(model: type[BaseModel]) -> None:
        for fact in facts_of(model).values():
            for part in fact.classes:
                if part not in found and not issubclass(part, Message):
                    found[part] = None
                    visit(part)

    for model in models:
        visit(model)
    return list(found)


def meaning(model: type[BaseModel]) -> str:
    """The first sentence of a class: what it stands for."""
    lines = (model.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(lines.split())
