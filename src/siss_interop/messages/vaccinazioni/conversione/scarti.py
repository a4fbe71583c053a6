"""What a document says and the events made of it do not: each entry is compared with the entry that its events would make again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from siss_interop.losses import Loss, LossKind
from siss_interop.messages.comune.enunciati import Qualifica
from siss_interop.messages.comune.persone import Esecutore
from siss_interop.messages.vaccinazioni.conversione.persone import radice
from siss_interop.messages.vaccinazioni.documenti import DatoLocale, Luogo
from siss_interop.model.base import Model
from siss_interop.model.tipi import Codice, Id, Momento, Testo, ValoreCodificato

_SENZA_POSTO = "an event has no place for it"
_SOLO_GIORNO = "an event keeps the day only"


def _codice(code: Codice | None) -> Any:
    return None if code is None else (code.sistema, code.codice, code.nullo)


def _id(found: Id) -> Any:
    return found.radice, found.estensione


def _ids(ids: tuple[Id, ...], first: str) -> Any:
    """The identifier by which a thing is known: the one of that register, else its first."""
    return next((_id(each) for each in ids if each.radice == first), _id(ids[0]) if ids else None)


_STRUTTURA, _CF = radice("struttura"), radice("cf")
#: class -> what tells an object from another of its kind
_CHIAVI: Mapping[type, Callable[[Any], Any]] = {
    Id: _id,
    Codice: _codice,
    ValoreCodificato: _codice,
    DatoLocale: lambda found: (found.codice, found.valore),
    Luogo: lambda found: _ids(found.id, _STRUTTURA),
    Esecutore: lambda found: _ids(found.id, _CF),
}


def _chiave(found: Any) -> Any:
    if isinstance(found, Qualifica):
        return _codice(found.valore)
    known = _CHIAVI.get(type(found))
    return known(found) if known is not None else found


def scarti(trovato: Any, rifatto: Any, path: str) -> Iterator[Loss]:
    """What is in what was found and not in what was made again, by path; a thing that is wholly absent there is named once."""
    if trovato == rifatto or trovato in (None, ()) or _solo_rimando(trovato):
        return
    if isinstance(trovato, tuple):
        yield from _di_lista(trovato, rifatto if isinstance(rifatto, tuple) else (), path)
    elif isinstance(trovato, Momento):
        same = isinstance(rifatto, Momento) and rifatto.valore is not None and (trovato.valore or "").startswith(rifatto.valore)
        yield Loss(LossKind.NARROWED, path, _SOLO_GIORNO, trovato.valore) if same else Loss(LossKind.DROPPED, path, _SENZA_POSTO)
    elif isinstance(trovato, Model) and type(trovato) is type(rifatto) and _stessa(trovato, rifatto):
        for name, value in trovato.__dict__.items():
            yield from scarti(value, getattr(rifatto, name), f"{path}.{name}" if path else name)
    else:
        yield Loss(LossKind.DROPPED, path, _SENZA_POSTO, trovato if isinstance(trovato, str) else None)


def _stessa(trovato: Model, rifatto: Model) -> bool:
    return type(trovato) not in _CHIAVI or _chiave(trovato) == _chiave(rifatto)


def _solo_rimando(found: Any) -> bool:
    """Whether a text only points at the narrative: it says nothing by itself."""
    return isinstance(found, Testo) and found.parole is None and found.riferimento is not None


def _di_lista(trovati: tuple[Any, ...], rifatti: tuple[Any, ...], path: str) -> Iterator[Loss]:
    left: dict[Any, list[Any]] = {}
    for each in rifatti:
        left.setdefault(_chiave(each), []).append(each)
    for at, each in enumerate(trovati):
        same = left.get(_chiave(each))
        yield from scarti(each, same.pop(0) if same else None, f"{path}[{at}]")
