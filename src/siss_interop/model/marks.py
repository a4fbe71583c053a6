"""Marks: what a field says of itself besides its type. Everything that is generated (pages, schemas, glossary) is read off them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


@dataclass(frozen=True, slots=True)
class Label:
    """The Italian name that a form would show for the field, and one English line that says what it means."""

    it: str
    en: str


def label(it: str, en: str) -> Label:
    """The mark of a field: an Italian label, and in English what the field means."""
    return Label(it, en)


def label_of(field: FieldInfo) -> Label | None:
    """The label of a field, or None where the field carries none."""
    return next((mark for mark in field.metadata if isinstance(mark, Label)), None)


def labels(model: type[BaseModel]) -> dict[str, Label]:
    """Every labelled field of a model, in the order of the class."""
    return {name: found for name, field in model.model_fields.items() if (found := label_of(field))}


@dataclass(frozen=True, slots=True)
class Radice:
    """The field holds a whole message of this flow and version (`siv/1.0`): in XML it stands there as the root that it is by itself."""

    place: str


def radice(place: str) -> Radice:
    """The mark of a field that holds a whole message of some flow and version."""
    return Radice(place)


@dataclass(frozen=True, slots=True)
class Lista:
    """The code list that a field takes its values from, by its id. `dated` names the field whose day decides what was valid."""

    id: str
    dated: str | None = None


def lista(name: str, dated: str | None = None) -> Lista:
    """The mark of a field that takes its values from a code list."""
    return Lista(name, dated)
