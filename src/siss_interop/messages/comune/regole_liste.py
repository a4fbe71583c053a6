"""Codes against the lists of their fields, which the fields themselves name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel

from siss_interop.codes import CodeList, check, code_list
from siss_interop.issues import ValidationIssue
from siss_interop.model.shape import shapes


@dataclass(frozen=True, slots=True)
class _Campo:
    """A field with a list: `certi` are the codes that hold on every day."""

    nome: str
    lista: CodeList
    certi: frozenset[str]
    dated: str | None


@cache
def _campi(model: type[BaseModel]) -> tuple[tuple[_Campo, ...], tuple[tuple[str, bool], ...]]:
    """The fields of a model that have a list and could break it, and those that hold models with such fields."""
    own: list[_Campo] = []
    inner: list[tuple[str, bool]] = []
    for name, shape in shapes(model).items():
        if shape.codes is not None:
            known = code_list(shape.codes.id)
            sure = frozenset(code.code for code in known if code.since is None and code.until is None)
            if not shape.values or not sure.issuperset(shape.values):  # a closed type that the list covers cannot break it
                own.append(_Campo(name, known, sure, shape.codes.dated))
        elif any(any(_campi(part)) for part in shape.models):
            inner.append((name, shape.many))
    return tuple(own), tuple(inner)


def trovati(model: BaseModel, path: str, day: date | None) -> Iterator[ValidationIssue]:
    """An issue for each code of a model, and of those inside it, that is not in the list of its field on that day."""
    own, inner = _campi(type(model))
    for campo in own:
        code = getattr(model, campo.nome)
        if code is not None and code not in campo.certi:
            on = getattr(model, campo.dated) if campo.dated is not None else day
            yield from check(code, campo.lista, on, path=path + campo.nome)
    for name, many in inner:
        held = getattr(model, name)
        if many:
            for at, each in enumerate(held):
                yield from trovati(each, f"{path}{name}[{at}].", day)
        elif held is not None:
            yield from trovati(held, f"{path}{name}.", day)
