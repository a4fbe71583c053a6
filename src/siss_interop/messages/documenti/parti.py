"""The sections of a document, whatever its type: which fields hold them, and in which order they are read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.enunciati.sezioni import posti
from siss_interop.messages.comune.narrativa import Narrativa
from siss_interop.model.shape import shapes
from siss_interop.model.tipi import Codice

SENZA_CODICE = Codice(nullo="OTH")
"""The code of a panel that is only there because the guide wants one around single results."""


@cache
def _campi(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """The fields of a document or section that hold sections, and whether many; those that its type does not foresee come last."""
    found = [(name, shape.many) for name, shape in shapes(model).items() if any(map(_e_sezione, shape.models))]
    return tuple(sorted(found, key=lambda pair: pair[0] == "altre_sezioni"))


def _e_sezione(model: type[BaseModel]) -> bool:
    return "testo" in model.model_fields and Narrativa in shapes(model)["testo"].models


@cache
def codici(model: type[BaseModel]) -> dict[str, str]:
    """Field -> code of the section that the type foresees there."""
    return {name: mark.codice for name, mark, _ in posti(model)}


@cache
def titoli(model: type[BaseModel]) -> dict[str, str]:
    """Field -> title that the section there usually has."""
    return {name: mark.titolo for name, mark, _ in posti(model)}


def sezioni(parte: BaseModel) -> Iterator[tuple[str, str, Any]]:
    """The sections of a document or section: field, path below the part, section."""
    for name, many in _campi(type(parte)):
        value = getattr(parte, name)
        if many:
            yield from ((name, f"{name}.{at}", each) for at, each in enumerate(value))
        elif value is not None:
            yield name, name, value
