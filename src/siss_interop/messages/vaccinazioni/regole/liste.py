"""Code lists of the events: one rule that finds the lists on the fields themselves. Its findings have the codes of the list layer (COD)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from siss_interop.codes import CodeList, check, code_list
from siss_interop.issues import DEFINITIONS, Severity, ValidationIssue
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.regole.prodotto import DIFESA, SOSTITUITI
from siss_interop.model.rules import Rule
from siss_interop.model.shape import shapes

UFFICIALI: Mapping[str, str] = {
    "codice_regione": "1922", "cod_condizione_sanitaria": "3030", "cod_categoria_rischio": "5025", "cod_tipo_formulazione": "3055",
    "cod_antigene": "4095", "stato_somministrazione": "4080", "motivazione": "5000", "stato_residenza": "1995", "cittadinanza": "2070",
}  # fmt: skip
"""Field -> the ministry's number where its code is not in the list."""

_GIORNI: Mapping[type[EventoSIV], str] = {
    VaccinazioneEffettuata: "data_somministrazione",
    VaccinazioneNonEffettuata: "data_non_effettuazione",
}
"""The day that decides which codes were valid. A cancellation may name a code that holds no more: what it takes back was sent once."""
_DETTI_ALTROVE = {"codice_regione": frozenset({DIFESA}), "cod_antigene": SOSTITUITI}
"""Codes that a rule of their own judges (3310, 4100)."""
_SCADUTO = "COD-003"


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


def _trovati(model: BaseModel, path: str, day: date | None) -> Iterator[ValidationIssue]:
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
                yield from _trovati(each, f"{path}{name}[{at}].", day)
        elif held is not None:
            yield from _trovati(held, f"{path}{name}.", day)


class RegolaListe(Rule):
    """Every code of an event against the list of its field, at the day of the event. Its own definition is that of an unknown code (COD-001)."""

    __slots__ = ()

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """An issue of the list layer for each code, with the ministry's number of the field."""
        name = _GIORNI.get(type(message))
        day = getattr(message, name) if name is not None else None
        given = isinstance(message, VaccinazioneEffettuata)
        for found in _trovati(message, "", day):
            field = found.path.rpartition(".")[2]
            if found.value in _DETTI_ALTROVE.get(field, ()) and (field == "codice_regione" or given):
                continue
            # an omission may name an antigen by the code of its time: the register does not look at the day there
            mild = Severity.WARNING if found.code == _SCADUTO and not given else found.severity
            yield replace(found, severity=mild, official=UFFICIALI.get(field))


def _luoghi(message: Any) -> Iterator[str]:
    return (found.path for found in LISTE.broken(message))


LISTE = RegolaListe(DEFINITIONS["COD-001"], _luoghi)
REGOLE_LISTE: tuple[Rule, ...] = (LISTE,)
