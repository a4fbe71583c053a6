"""What stands where in a message: one walk over it, which all rules that look at every identifier, code or period share."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from siss_interop.messages.comune.narrativa import Nodo
from siss_interop.model.base import Message, Model
from siss_interop.model.tipi import Codice, ValoreCodificato

M = TypeVar("M", bound=Model)


class Posto(NamedTuple):
    """A part of a message: its model path, the field that holds it, the class of what it stands in, and the part itself."""

    path: str
    campo: str
    padre: type[Model]
    valore: Any


@dataclass(slots=True)
class Fatti:
    """The parts of a message by class, the identifiers of XML elements, and the texts that carry damaged characters."""

    parti: dict[type[Model], list[Posto]] = field(default_factory=dict)
    id_xml: list[tuple[str, str]] = field(default_factory=list)
    guasti: list[tuple[str, str]] = field(default_factory=list)

    def di(self, classe: type[Model]) -> list[Posto]:
        """The parts of exactly this class, in order."""
        return self.parti.get(classe, [])

    def codici(self) -> list[Posto]:
        """All coded values."""
        return [*self.di(Codice), *self.di(ValoreCodificato)]

    def nodi(self) -> Iterator[Posto]:
        """The elements of all narratives, each narrative itself first."""
        for classe, posti in self.parti.items():
            if issubclass(classe, Nodo):
                yield from posti


def fatti(messaggio: Message) -> Fatti:
    """The parts of a message. Kept for the last message that was asked for, and forgotten with it."""
    key = id(messaggio)
    kept = _ULTIMO.get(key)
    if kept is not None and kept[0]() is messaggio:
        return kept[1]
    found = Fatti()
    _visit(messaggio, "", found)
    _ULTIMO.clear()
    _ULTIMO[key] = weakref.ref(messaggio, lambda _: _ULTIMO.pop(key, None)), found
    return found


_ULTIMO: dict[int, tuple[weakref.ref[Message], Fatti]] = {}


def _visit(model: Model, path: str, out: Fatti) -> None:
    prefix = f"{path}." if path else ""
    padre, nodo = type(model), isinstance(model, Nodo)
    for name, value in model.__dict__.items():
        if value is None:
            continue
        if type(value) is str:
            _text(value, prefix + name, nodo and name == "id", name, out)
        elif type(value) is tuple:
            for at, item in enumerate(value):
                if type(item) is str:
                    _text(item, f"{prefix}{name}[{at}]", False, name, out)
                else:
                    _part(item, f"{prefix}{name}[{at}]", name, padre, out)
        elif isinstance(value, Model):
            _part(value, prefix + name, name, padre, out)


def _part(item: Model, path: str, name: str, padre: type[Model], out: Fatti) -> None:
    out.parti.setdefault(type(item), []).append(Posto(path, name, padre, item))
    _visit(item, path, out)


def _text(value: str, path: str, is_id: bool, name: str, out: Fatti) -> None:
    if is_id or name == "id_xml":
        out.id_xml.append((path, value))
    if "??" in value or "�" in value or "Ã" in value or "â€" in value:
        out.guasti.append((path, value))
