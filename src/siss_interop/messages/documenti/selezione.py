"""From the record to the patient summary: what the doctor marked (*marcatura e selezione*), and where each datum comes from."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.costruzione import Data
from siss_interop.messages.comune.enunciati.allergie import VoceAllergia
from siss_interop.messages.comune.enunciati.generici import Gruppo, Osservazione
from siss_interop.messages.comune.enunciati.parti import AttoEsterno, Rimando
from siss_interop.messages.comune.enunciati.problemi import VoceProblema
from siss_interop.messages.comune.enunciati.sezioni import posti
from siss_interop.messages.comune.parole import verso
from siss_interop.messages.comune.persone import Autore, Custode
from siss_interop.messages.documenti.costruzione import documento
from siss_interop.messages.documenti.narrativa import paragrafo
from siss_interop.messages.documenti.parti import SENZA_CODICE
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.scheda import CLASSI, ENUNCIATI, Dato, SchedaSanitariaIndividuale, chiave, enunciato_di
from siss_interop.messages.documenti.significato import oggetto
from siss_interop.model.tipi import Codice, Id, Periodo

NULLA_DI_SCELTO = "Il medico non ha scelto alcun dato della scheda per questa sezione."


def seleziona(
    scheda: SchedaSanitariaIndividuale, *, id: Id, data: Data, custode: Custode, autore: Autore | None = None, **altro: Any  # noqa: A002  # the model's word
) -> ProfiloSanitarioSintetico:  # fmt: skip
    """The patient summary of what is marked in the record, with titles and narratives made from the entries.

    The header says what only the caller knows: identifier, date, who keeps the document; its author is the doctor of the record unless another is
    given. `altro` are further fields of the document (`firmatario=`, `servizi=` …). Each entry names its author and the documents that it comes from.
    A section that the guide demands and for which nothing is marked says just that: a summary never says by itself that there is nothing.
    Raises ValueError where nobody is its author, and pydantic's ValidationError.
    """
    author = autore if autore is not None else scheda.medico
    if author is None:
        raise ValueError("the record names no doctor: give the author of the summary")
    sections: dict[str, Any] = {}
    for field, mark, kind in posti(ProfiloSanitarioSintetico):
        chosen = [each for each in getattr(scheda, field) if each.marcato] if field in CLASSI else []
        if chosen:
            entries = tuple(voce(each, field, f"s{mark.codice}-{at}") for at, each in enumerate(chosen, start=1))
            sections[field] = kind.model_validate({"voci": entries})
        elif mark.obbligatoria:
            sections[field] = kind.model_validate({"titolo": mark.titolo, "testo": paragrafo(NULLA_DI_SCELTO)})
    return documento(ProfiloSanitarioSintetico, id=id, data=data, assistito=scheda.assistito, autore=author, custode=custode, **(sections | altro))


def voce(dato: Dato, ambito: str, riga: str) -> Any:
    """The entry of a datum; `riga` is the id of its row in the narrative.

    What the record knows of a datum and the guide asks of an entry is said where the statement does not say it: an identifier, since when it is on a
    list. Words that were coded are linked to the row; a statement in codes gives its words to the row altogether.
    """
    made = con_provenienza(dato)
    changed: dict[str, Any] = {} if made.id else {"id": (dato.id,)}
    if isinstance(made, VoceAllergia | VoceProblema):
        field = "allergia" if isinstance(made, VoceAllergia) else "problema"
        changed |= {field: _interno(getattr(made, field), dato, coded=oggetto(made)[0] is not None)}
        changed |= {"stato": made.stato or "active", "quando": made.quando or Periodo(inizio=dato.data)}
    elif oggetto(made)[0] is not None:
        changed["testo"] = None
    linked = _con_rimandi(made.model_copy(update=changed), riga)
    if isinstance(linked, Osservazione) and Gruppo in ENUNCIATI[ambito]:
        return Gruppo(classe="BATTERY", stato="completed", codice=SENZA_CODICE, componenti=(linked,))
    return linked


def _interno(found: Any, dato: Dato, *, coded: bool) -> Any:
    """The allergy or problem of an item of a list."""
    return found.model_copy(update={
        "id": found.id or (dato.id,), "stato": found.stato or "completed", **({"testo": None} if coded else {}),
    })  # fmt: skip


def _con_rimandi(value: Any, riga: str) -> Any:
    """The same, with each original text that leads nowhere linked to the row."""
    if isinstance(value, tuple):
        return tuple(_con_rimandi(item, riga) for item in value)
    if not isinstance(value, BaseModel):
        return value
    changed = {name: new for name, item in value.__dict__.items() if (new := _con_rimandi(item, riga)) != item}
    if isinstance(value, Codice) and value.originale is not None and value.originale.riferimento is None:
        changed["originale"] = value.originale.model_copy(update={"riferimento": verso(riga).riferimento})
    return value.model_copy(update=changed) if changed else value


def con_provenienza(dato: Dato) -> Any:
    """The statement of a datum with its author, and a reference to each document that says it."""
    said = enunciato_di(dato)
    named = {chiave(each) for link in said.rimandi if link.documento is not None for each in link.documento.id}
    links = tuple(
        Rimando(relazione="REFR", documento=AttoEsterno(id=(each.documento,), codice=each.codice))
        for each in dato.fonti if chiave(each.documento) not in named
    )  # fmt: skip
    changed: dict[str, Any] = {"rimandi": (*said.rimandi, *links)} if links else {}
    if not said.autori and dato.autore is not None:
        changed["autori"] = (dato.autore,)
    return said.model_copy(update=changed) if changed else said
