"""The narrative of a section, made from its entries: one accessible table, a row for each, and nothing that they do not say.

The columns are the labels of the fields that some entry fills, so every statement has its table without one being written for it. Row n of a
section has the id `s<code>-<n>`: the entry points to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from siss_interop.messages.comune.enunciati.sezioni import SezioneClinica
from siss_interop.messages.comune.narrativa import Cella, CellaIntestazione, Corpo, Didascalia, Narrativa, Paragrafo, Riga, Tabella, Testata
from siss_interop.messages.comune.parole import assenza, codice, data_italiana, quantita, testo, verso
from siss_interop.messages.comune.persone import Persona
from siss_interop.model.marks import labels
from siss_interop.model.misure import Cadenza, Estremo, Intervallo, Logico, Rapporto, Stringa
from siss_interop.model.tipi import Codice, Momento, Nome, Periodo, Quantita, Testo, ValoreCodificato

S = TypeVar("S", bound=SezioneClinica)

#: fields that say how something is written, not what happened
_TECNICI = frozenset({
    "tipo", "id", "id_xml", "modelli", "modelli_ruolo", "modelli_materiale", "etichetta", "nome_codice", "relazione", "inversa", "classe",
    "classe_entita", "ordine", "stato", "stato_nullo", "codice_nullo", "rimandi", "ente", "secondo_struttura", "operatore", "allineamento",
    "indirizzi", "recapiti", "organizzazione", "funzione",
})  # fmt: skip
_FASI = {"INT": "prevista", "RQO": "richiesta", "PRP": "consigliata", "APT": "appuntamento", "PRMS": "programmata"}


def _nome(found: Nome) -> str:
    return found.testo or " ".join([*found.prefissi, *found.nomi, *([found.cognome] if found.cognome else [])])


def _intervallo(found: Intervallo) -> str:
    ends = (("da", found.minimo), ("a", found.massimo))
    said = [f"{word} {quantita(Quantita.model_construct(**_numero(end)))}" for word, end in ends if end is not None and end.valore]
    return " ".join(said) or quantita(Quantita.model_construct(**_numero(found)))


def _numero(found: Estremo | Intervallo) -> dict[str, Any]:
    return {"valore": found.valore, "unita": found.unita, "nullo": found.nullo, "traduzioni": ()}


def _cadenza(found: Cadenza) -> str:
    parts = (f"ogni {quantita(found.ogni)}" if found.ogni is not None else "", data_italiana(found.fase))
    return " ".join(part for part in parts if part)


def _rapporto(found: Rapporto) -> str:
    return f"{quantita(found.numeratore)} / {quantita(found.denominatore)}"


def _si_no(value: bool | None) -> str:
    return "" if value is None else "sì" if value else "no"


_PAROLE: dict[type, Callable[[Any], str]] = {
    Codice: codice, ValoreCodificato: codice, Quantita: quantita, Intervallo: _intervallo, Cadenza: _cadenza, Rapporto: _rapporto,
    Momento: data_italiana, Periodo: data_italiana, Testo: testo, Nome: _nome, Logico: lambda found: _si_no(found.valore) or assenza(found.nullo),
    Stringa: lambda found: found.parole or assenza(found.nullo), str: str, int: str, bool: _si_no,
}  # fmt: skip


def dice(value: Any) -> str:
    """What a value, a part or a statement says, in words."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(words for item in value if (words := dice(item)))
    say = _PAROLE.get(type(value))
    if say is not None:
        return say(value)
    if isinstance(value, Persona):
        return _nome(value.nome) if value.nome is not None else codice(value.codice)
    return " ".join(words for name, item in value.__dict__.items() if name not in _TECNICI and name != "fase" and (words := dice(item)))


def _interno(voce: BaseModel) -> BaseModel:
    """The statement that an item of a list is about; any other is about itself."""
    for name in ("allergia", "problema"):
        found = getattr(voce, name, None)
        if isinstance(found, BaseModel) and "testo" in type(found).model_fields:
            return found
    return voce


def _colonne(voce: BaseModel) -> Iterator[tuple[str, str]]:
    """The columns of a statement, and what it says under each."""
    for name, mark in labels(type(voce)).items():
        if name == "fase":
            yield mark.it, _FASI.get(getattr(voce, name) or "", "")
        elif name not in _TECNICI:
            yield mark.it, dice(getattr(voce, name))


def tabella(voci: Sequence[BaseModel], titolo: str, prefisso: str) -> Narrativa:
    """The narrative of these entries; a column is there only if one of them has something to say under it."""
    rows = [dict(_colonne(_interno(voce))) for voce in voci]
    used = list(dict.fromkeys(title for row in rows for title, words in row.items() if words))
    head = Riga.di(*(CellaIntestazione.di(title, ambito="col") for title in used))
    body = (
        Riga.di(*(Cella.di(row[title]) if row.get(title) else Cella.di() for title in used), id=f"{prefisso}-{at}")
        for at, row in enumerate(rows, start=1)
    )
    return Narrativa.di(Tabella.di(Didascalia.di(titolo), Testata.di(head), Corpo.di(*body)))


def paragrafo(parole: str) -> Narrativa:
    """A narrative of one paragraph."""
    return Narrativa.di(Paragrafo.di(parole))


def collegata(voce: BaseModel, id_xml: str) -> BaseModel:
    """The entry with a link to its row; a text that it already has stays."""
    about = _interno(voce)
    if dict(about).get("testo", ...) is not None:  # it has words already, or no place for any
        return voce
    linked = about.model_copy(update={"testo": verso(id_xml)})
    if about is voce:
        return linked
    field = next(name for name in ("allergia", "problema") if getattr(voce, name, None) is about)
    return voce.model_copy(update={field: linked})


def con_narrativa(sezione: S, titolo: str, codice_sezione: str) -> S:
    """A section with a title, and a narrative made from its entries where it has none; the entries are linked to it."""
    changed: dict[str, Any] = {} if sezione.titolo is not None else {"titolo": titolo}
    voci: tuple[BaseModel, ...] = getattr(sezione, "voci", ())
    if sezione.testo is None and voci:
        prefix = f"s{codice_sezione}"
        changed["testo"] = tabella(voci, sezione.titolo or titolo, prefix)
        changed["voci"] = tuple(collegata(voce, f"{prefix}-{at}") for at, voce in enumerate(voci, start=1))
    return sezione.model_copy(update=changed) if changed else sezione
