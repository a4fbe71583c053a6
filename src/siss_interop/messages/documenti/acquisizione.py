"""Taking a document into the record of a patient, item by item.

An item that the record has already (the same identity, or the same meaning) is recognised: the record then also knows this document as a source. One
that says something else of the same thing is a conflict: it is told, the record stays as it is, and the doctor decides. Everything else is added.
What the record has no room for is told too, so nothing of a document is passed over in silence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel

from siss_interop.errors import Refused
from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.losses import LossReport
from siss_interop.messages.comune.enunciati.allergie import VoceAllergia
from siss_interop.messages.comune.enunciati.generici import Gruppo
from siss_interop.messages.comune.enunciati.laboratorio import EsameLaboratorio
from siss_interop.messages.comune.enunciati.problemi import Problema, VoceProblema
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti.parti import SENZA_CODICE, codici, sezioni
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.rimandi import con_parole, parole
from siss_interop.messages.documenti.scheda import (
    CLASSI,
    ENUNCIATI,
    Dato,
    Fonte,
    Posizione,
    SchedaSanitariaIndividuale,
    chiave,
    dati,
    enunciato_di,
)
from siss_interop.messages.documenti.significato import ASSENZA, Oggetto, differenze, oggetto, significato
from siss_interop.model.tipi import Id, Momento
from siss_interop.options import BASE

_NOMI = uuid5(NAMESPACE_URL, f"{BASE}:scheda")
_FONTE = "siss_interop, docs/documents.md"
define(
    "SSI-001", Layer.MODEL, Severity.ERROR,
    "Il documento non risulta dello stesso assistito della scheda", "The document is not known to be of the patient of the record",
    instead_it="Acquisire solo documenti di chi ha nella scheda uno degli identificativi del documento",
    instead_en="Take in only documents of whom the record knows by one of the document's identifiers",
    source=_FONTE, passing="lo stesso codice fiscale", failing="codici fiscali diversi",
)  # fmt: skip
define(
    "SSI-002", Layer.MODEL, Severity.WARNING,
    "La voce dice altro da un dato della scheda sulla stessa cosa ({ambito}): la scheda non è cambiata",
    "The item says something else than a datum of the record of the same thing ({ambito}): the record was not changed",
    instead_it="Decidere quale vale, e scriverlo con con_dato", instead_en="Decide which holds, and write it with con_dato",
    source=_FONTE, passing="la stessa allergia con la stessa criticità", failing="la stessa allergia con un'altra criticità",
)  # fmt: skip
define(
    "SSI-003", Layer.MODEL, Severity.INFORMATION,
    "La scheda non ha posto per questa parte del documento: non è stata acquisita",
    "The record has no room for this part of the document: it was not taken in",
    source=_FONTE, passing="una terapia", failing="un quesito diagnostico",
)  # fmt: skip

Per = str
"""How an item was recognised: `identità`, `significato` or `oggetto` (it tells of the same thing)."""


@dataclass(frozen=True, slots=True)
class Acquisita:
    """An item of the document that is a datum of the record now: added, or recognised as `dato`."""

    percorso: str
    ambito: str
    dato: Id
    per: Per | None = None
    """How it was recognised; None where it was added."""


@dataclass(frozen=True, slots=True)
class Conflitto:
    """An item that says something else than `dato` of the record. `proposta` is what it would be there, under the identity of `dato`."""

    percorso: str
    ambito: str
    dato: Id
    per: Per
    proposta: Dato
    differenze: tuple[str, ...]
    """Places in the statement where the two differ; none where they contradict as a whole."""


@dataclass(frozen=True, slots=True)
class EsitoAcquisizione:
    """What became of each item of a document."""

    aggiunte: tuple[Acquisita, ...] = ()
    riconosciute: tuple[Acquisita, ...] = ()
    conflitti: tuple[Conflitto, ...] = ()
    non_prese: tuple[str, ...] = ()
    """Paths of what the record has no room for."""

    @property
    def report(self) -> Report:
        """The conflicts as warnings, and what was not taken in."""
        found: list[ValidationIssue] = [issue("SSI-002", path=each.percorso, ambito=each.ambito) for each in self.conflitti]
        return Report((*found, *(issue("SSI-003", path=path) for path in self.non_prese)))


def acquisisci(scheda: SchedaSanitariaIndividuale, documento: Documento) -> tuple[SchedaSanitariaIndividuale, EsitoAcquisizione]:
    """The record with what the document says, and what became of each of its items. New data are not marked.

    Taking a document in twice is taking it in once; documents that tell of different things may be taken in any order.
    Raises Refused with SSI-001 where the two have no identifier of the patient in common.
    """
    known = {_persona(each) for each in scheda.assistito.id}
    if not known & {_persona(each) for each in documento.assistito.id if each.estensione}:
        raise Refused(Report((issue("SSI-001", path="assistito.id"),)), LossReport())
    work = _Acquisizione.di(scheda, documento)
    for each in work.voci:
        work.prendi(each)
    changed = {ambito: tuple(found.values()) for ambito, found in work.ora.items() if found != work.prima[ambito]}
    made = scheda.model_copy(update=changed) if changed else scheda
    return made, EsitoAcquisizione(tuple(work.aggiunte), tuple(work.riconosciute), tuple(work.conflitti), tuple(work.non_prese))


def _persona(found: Id) -> Posizione:
    root, number = chiave(found)
    return root, number.upper()


@dataclass(frozen=True, slots=True)
class _Voce:
    """An item of a document: where it stands, of which kind it is in the record, what it states and means."""

    percorso: str
    ambito: str
    enunciato: Any
    ids: tuple[Posizione, ...]


@dataclass(slots=True)
class _Acquisizione:
    documento: Documento
    fonte: Fonte
    voci: list[_Voce]
    non_prese: list[str]
    prima: Mapping[str, Mapping[Posizione, Dato]]
    ora: dict[str, dict[Posizione, Dato]]
    significati: dict[tuple[str, Posizione], Any]
    ripetuti: frozenset[Posizione]
    aggiunte: list[Acquisita] = field(default_factory=list)
    riconosciute: list[Acquisita] = field(default_factory=list)
    conflitti: list[Conflitto] = field(default_factory=list)

    @classmethod
    def di(cls, scheda: SchedaSanitariaIndividuale, documento: Documento) -> _Acquisizione:
        found, refused = _voci_di(documento)
        source = Fonte(documento=documento.id, codice=getattr(documento, "codice", None), data=documento.data, autori=documento.autori)
        before = {ambito: {chiave(each.id): each for each in getattr(scheda, ambito)} for ambito in CLASSI}
        meanings = {(ambito, chiave(each.id)): significato(enunciato_di(each)) for ambito, each in dati(scheda)}
        often = Counter(each for voce in found for each in voce.ids)
        repeated = frozenset(each for each, times in often.items() if times > 1)
        return cls(documento, source, found, refused, before, {name: dict(held) for name, held in before.items()}, meanings, repeated)

    def prendi(self, voce: _Voce) -> None:
        """Recognise an item, or tell its conflict, or add it."""
        meaning, about = significato(voce.enunciato), oggetto(voce.enunciato)
        # an identifier that several items of a document bear identifies none of them
        own = tuple(each for each in voce.ids if each not in self.ripetuti) or (self._posto(voce, meaning, about),)
        held, by = self.ora[voce.ambito], "identità"
        same = next((each for key, each in held.items() if key in own or not set(own).isdisjoint(_ids(enunciato_di(each)))), None)
        if same is None and about[0] is not None:
            by = "significato"
            same = next((each for key, each in held.items() if self.significati[voce.ambito, key] == meaning), None)
        if same is None:
            by = "oggetto"
            same = self._contro(voce, about)
        if same is None:
            self._aggiungi(voce, own[0], meaning)
        elif by != "oggetto" and _concorda(meaning, self.significati[voce.ambito, chiave(same.id)]):
            self._riconosci(voce, same, by)
        else:
            self._conflitto(voce, same, by, meaning)

    def _posto(self, voce: _Voce, meaning: Any, about: Oggetto) -> Posizione:
        """The identity of an item that bears none: made of what it means, or of where it stands where it says too little to be known by that."""
        told = meaning if about[0] is not None else [*chiave(self.documento.id), voce.percorso]
        text = json.dumps([voce.ambito, told], sort_keys=True)
        return str(uuid5(_NOMI, text)), ""

    def _contro(self, voce: _Voce, about: Oggetto) -> Dato | None:
        """What the record had before of the same thing, or what denies the item."""
        before = self.prima[voce.ambito].values()
        if isinstance(voce.enunciato, VoceAllergia):
            denied = next((each for each in before if (oggetto(enunciato_di(each)) == ASSENZA) != (about == ASSENZA)), None)
            if denied is not None:
                return denied
        if None in about:
            return None
        kind = type(voce.enunciato)
        return next((each for each in before if type(said := enunciato_di(each)) is kind and oggetto(said) == about), None)

    def _dato(self, voce: _Voce, identity: Id) -> Dato:
        authors = getattr(voce.enunciato, "autori", ()) or self.documento.autori
        return CLASSI[voce.ambito].model_validate({
            "id": identity, "data": Momento(valore=self.documento.data.valore, nullo=self.documento.data.nullo), "autore": authors[0],
            "fonti": (self.fonte,), "enunciato": voce.enunciato,
        })  # fmt: skip

    def _aggiungi(self, voce: _Voce, key: Posizione, meaning: Any) -> None:
        identity = Id(radice=key[0] or None, estensione=key[1] or None)
        self.ora[voce.ambito][key] = self._dato(voce, identity)
        self.significati[voce.ambito, key] = meaning
        self.aggiunte.append(Acquisita(voce.percorso, voce.ambito, identity))

    def _riconosci(self, voce: _Voce, same: Dato, by: Per) -> None:
        known = {chiave(each.documento) for each in same.fonti}
        if chiave(self.fonte.documento) not in known:
            sources = sorted((*same.fonti, self.fonte), key=lambda each: chiave(each.documento))
            self.ora[voce.ambito][chiave(same.id)] = same.model_copy(update={"fonti": tuple(sources)})
        self.riconosciute.append(Acquisita(voce.percorso, voce.ambito, same.id, by))

    def _conflitto(self, voce: _Voce, against: Dato, by: Per, meaning: Any) -> None:
        held = self.significati[voce.ambito, chiave(against.id)]
        found = tuple(differenze(held, meaning)) if type(held) is type(meaning) and held.get("_") == meaning.get("_") else ()
        offered = self._dato(voce, against.id)
        self.conflitti.append(Conflitto(voce.percorso, voce.ambito, against.id, by, offered, found))


def _concorda(meaning: Any, held: Any) -> bool:
    """Whether an item says what the record says; words for what the record holds without any contradict nothing."""
    if meaning == held:
        return True
    new, old = ({name: item for name, item in (said or {}).items() if name != "_"} for said in (meaning, held))
    new.pop("testo", None)
    return new == old


def _ids(enunciato: Any) -> tuple[Posizione, ...]:
    """The identifiers of a statement, and of what it is about."""
    inner = getattr(enunciato, "allergia", None) or (enunciato.problema if isinstance(enunciato, VoceProblema) else None)
    every = (*enunciato.id, *(inner.id if inner is not None else ()))
    return tuple(dict.fromkeys(chiave(each) for each in every if each.nullo is None and (each.radice or each.estensione)))


# ---- the items of a document

_CODICI = {code: name for name, code in codici(ProfiloSanitarioSintetico).items()}
#: kind of data of a statement that stands in a section which says nothing of it; the first that takes its class
_USUALI = ("allergie", "terapie", "vaccinazioni", "problemi", "indagini", "procedure", "visite_e_ricoveri", "stato_funzionale", "esenzioni", "reti",
           "familiari")  # fmt: skip
_PROPOSTE = frozenset(["RQO", "PRP", "APT", "PRMS", "ARQ"])


def _voci_di(documento: Documento) -> tuple[list[_Voce], list[str]]:
    """The items that the record takes, and the paths of what it does not."""
    found: list[_Voce] = []
    refused: list[str] = []
    words = dict(parole(documento))
    for path, code, statement in _enunciati(documento, ""):
        for at, each in _pezzi(path, statement):
            ambito = _ambito(code, each)
            if ambito is None:
                refused.append(at)
            else:
                told = con_parole(each, words)
                found.append(_Voce(at, ambito, told, _ids(told)))
    return found, refused


def _enunciati(parte: BaseModel, path: str) -> Iterator[tuple[str, str, Any]]:
    """Every statement of a document with its path and the code of its section; of a section that only has words, its narrative."""
    known = codici(type(parte))
    for name, at, each in sezioni(parte):
        here = f"{path}{at}"
        code = known.get(name) or (each.codice.codice if getattr(each, "codice", None) is not None else None) or ""
        held = [(f"{here}.{kind}.{at}", one) for kind in ("voci", "altre_voci", "note") for at, one in enumerate(getattr(each, kind, ()))]
        yield from ((at, code, one) for at, one in held)
        if not held and each.testo is not None:
            yield f"{here}.testo", code, each.testo
        yield from _enunciati(each, f"{here}.")


_DI_ESAME = ("codice", "campioni", "prelievi", "siti", "risultati", "gruppi", "immagini", "collegati", "note")


def _pezzi(path: str, statement: Any) -> Iterator[tuple[str, Any]]:
    """The items of a statement: an examination of a laboratory is its results, a problem is one of the list of problems."""
    if isinstance(statement, EsameLaboratorio):
        for name in _DI_ESAME:
            value = getattr(statement, name)
            held = value if isinstance(value, tuple) else (value,) if value is not None else ()
            yield from ((f"{path}.{name}.{at}" if held is value else f"{path}.{name}", each) for at, each in enumerate(held))
    elif isinstance(statement, Gruppo) and _involucro(statement):
        yield from ((f"{path}.componenti.{at}", each) for at, each in enumerate(statement.componenti))
    else:
        yield path, VoceProblema(problema=statement) if isinstance(statement, Problema) else statement


def _involucro(found: Gruppo) -> bool:
    """Whether a panel is only there because single results may not stand by themselves: it has no code, and says nothing."""
    said = {name for name, value in found.__dict__.items() if value not in (None, ())} - {"tipo", "classe", "fase", "stato", "codice", "componenti"}
    return found.codice == SENZA_CODICE and not said - {"id", "testo", "modelli"}


def _ambito(code: str, statement: BaseModel) -> str | None:
    """Of which kind the statement is in the record: that of its section, else the usual one; what is only asked for is planned."""
    kind = type(statement)
    own = _CODICI.get(code)
    if own in ENUNCIATI and kind in ENUNCIATI[own]:
        return own
    if getattr(statement, "fase", None) in _PROPOSTE:
        return "piano_di_cura" if kind in ENUNCIATI["piano_di_cura"] else None
    return next((name for name in _USUALI if kind in ENUNCIATI[name]), None)
