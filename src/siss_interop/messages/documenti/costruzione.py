"""Making a clinical document afresh: statements with few words, and around them a document whose sections have titles and narratives.

>>> cura = terapia(
...     farmaco("035606033", "FARMACO DI ESEMPIO"), dal="20240301", stato="active", via="PO", dose=quantita("1", "1"), ogni=quantita("12", "h")
... )
>>> cura.cadenze[0].ogni.valore
'12'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from siss_interop.messages.comune.costruzione import Data, aic, codice, momento, quantita
from siss_interop.messages.comune.enunciati.allergie import Agente, Allergia, AssenzaAllergie, Criticita, Reazione, StatoClinico, VoceAllergia
from siss_interop.messages.comune.enunciati.generici import Farmaco, Osservazione, Terapia
from siss_interop.messages.comune.enunciati.problemi import Decorso, Gravita, Problema, VoceProblema
from siss_interop.messages.comune.enunciati.sezioni import SezioneClinica, posti
from siss_interop.messages.comune.persone import Assistito, Autore, Custode
from siss_interop.messages.documenti.base import DocumentoConTipo
from siss_interop.messages.documenti.narrativa import con_narrativa
from siss_interop.model.misure import Cadenza, Dose, Stringa, Valore
from siss_interop.model.tipi import Codice, Id, Periodo, Quantita, ValoreCodificato

__all__ = [
    "allergia", "documento", "farmaco", "nessuna_allergia", "osservazione", "periodo", "problema", "quantita", "terapia", "valore", "voce_problema",
]  # fmt: skip

D = TypeVar("D", bound=DocumentoConTipo)
S = TypeVar("S", bound=SezioneClinica)
#: LOINC answers that the guides use for the state and the course of a problem
ATTIVO, INATTIVO, RISOLTO = "LA16666-2", "LA18632-2", "LA18821-1"


def periodo(dal: Data, al: Data | None = None) -> Periodo:
    """A period, still open unless its end is given."""
    return Periodo(inizio=momento(dal), fine=momento(al) if al is not None else None)


def valore(trovato: Codice, tipo_hl7: Any = None) -> ValoreCodificato:
    """A code as the value of an observation; its type is CD unless another is given."""
    return ValoreCodificato.model_validate({**trovato.__dict__, "tipo": "ValoreCodificato", "tipo_hl7": tipo_hl7})


def allergia(  # each is one fact that an allergy may state
    agente: Codice, genere: Codice, *, dal: Data, id: Id, criticita: Codice | None = None, stato: Codice | None = None,  # noqa: A002  # the model's word
    reazioni: Iterable[tuple[Codice, Periodo]] = (),
) -> VoceAllergia:  # fmt: skip
    """An allergy that still holds: to what, of which kind, since when, how dangerous, and what it did (each reaction with its period)."""
    found = Allergia(
        id=(id,), stato="completed", quando=periodo(dal), genere=valore(genere), agenti=(Agente(agente=agente),),
        criticita=Criticita(valore=valore(criticita)) if criticita is not None else None,
        stato_clinico=StatoClinico(valore=valore(stato, "CE")) if stato is not None else None,
        reazioni=tuple(Reazione(id=(id,), stato="completed", quando=when, manifestazione=valore(what)) for what, when in reazioni),
    )  # fmt: skip
    return VoceAllergia(id=(id,), stato="active", quando=periodo(dal), allergia=found)


def nessuna_allergia(assenza: Codice, *, dal: Data, id: Id) -> VoceAllergia:  # noqa: A002  # the model's word
    """The statement that no allergy is known, by a code of the list of absent or unknown allergies."""
    found = AssenzaAllergie(id=(id,), stato="completed", quando=periodo(dal), assenza=valore(assenza))
    return VoceAllergia(id=(id,), stato="active", quando=periodo(dal), allergia=found)


def problema(
    che: Codice, *, dal: Data, al: Data | None = None, id: Id | None = None, gravita: Codice | None = None, stato: Codice | None = None,  # noqa: A002
    decorso: Codice | None = None,
) -> Problema:  # fmt: skip
    """A problem: what, since when, how grave, whether it still holds, its course."""
    return Problema(
        id=(id,) if id is not None else (), stato="completed", quando=periodo(dal, al), problema=valore(che),
        gravita=Gravita(valore=valore(gravita)) if gravita is not None else None,
        stato_clinico=StatoClinico(valore=valore(stato, "CE")) if stato is not None else None,
        decorso=Decorso(valore=valore(decorso, "CE")) if decorso is not None else None,
    )  # fmt: skip


def voce_problema(che: Problema, *, dal: Data, id: Id) -> VoceProblema:  # noqa: A002  # the model's word
    """A problem as an item of the list of problems, since when it is on the list."""
    return VoceProblema(id=(id,), stato="active", quando=periodo(dal), problema=che)


def farmaco(codice_aic: str, descrizione: str | None = None, *, classe: Codice | None = None) -> Farmaco:
    """A medicine: AIC code, name, ATC class as `atc("B01AX05")`."""
    return Farmaco(codice=aic(codice_aic, descrizione, classe=classe))


def terapia(  # each is one fact that a treatment may state
    cosa: Farmaco, *, dal: Data, al: Data | None = None, stato: str | None = "completed", fase: str = "EVN", via: str | Codice | None = None,
    dose: Dose | None = None, ogni: Quantita | None = None, id: Id | None = None,  # noqa: A002  # the model's word
) -> Terapia:  # fmt: skip
    """A medicine: since when, until when, by which route, how much and how often. `fase` is INT if it is to be taken, PRP if it is advised."""
    return Terapia(
        id=(id,) if id is not None else (), fase=fase, stato=stato, quando=periodo(dal, al), farmaco=cosa, dose=dose,
        via=codice("route", via) if isinstance(via, str) else via,
        cadenze=(Cadenza(ogni=ogni, secondo_struttura=True, operatore="A"),) if ogni is not None else (),
    )  # fmt: skip


def osservazione(
    cosa: Codice, *valori: Valore | str, quando: Data | None = None, stato: str | None = "completed", id: Id | None = None,  # noqa: A002  # the model's word
    interpretazione: Codice | None = None,
) -> Osservazione:  # fmt: skip
    """An observation: what was observed and what was found; words stand for themselves."""
    return Osservazione(
        id=(id,) if id is not None else (), codice=cosa, stato=stato, quando=momento(quando) if quando is not None else None,
        valori=tuple(Stringa(parole=each) if isinstance(each, str) else each for each in valori),
        interpretazioni=(interpretazione,) if interpretazione is not None else (),
    )  # fmt: skip


def _completa(sezione: S, titolo: str, codice_sezione: str) -> S:
    """The section with a title and a narrative, and so the sections inside it."""
    inner = {
        field: _completa(found, mark.titolo, f"{codice_sezione}-{mark.codice}")
        for field, mark, _ in posti(type(sezione)) if (found := getattr(sezione, field)) is not None
    }  # fmt: skip
    return con_narrativa(sezione.model_copy(update=inner), titolo, codice_sezione)


def documento(
    tipo: type[D], *, id: Id, data: Data, assistito: Assistito, autore: Autore | Iterable[Autore], custode: Custode, **altro: Any  # noqa: A002
) -> D:  # fmt: skip
    """The first version of a document: its sections are given by their fields' names, and get titles and narratives where they have none.

    `altro` are the sections and further fields of the document (`firmatario=`, `richieste=` …). Raises pydantic's ValidationError.
    """
    sections = {field: _completa(found, mark.titolo, mark.codice) for field, mark, _ in posti(tipo) if (found := altro.get(field)) is not None}
    fields: dict[str, Any] = {
        "id": id, "insieme": id, "versione": "1", "data": momento(data), "assistito": assistito, "custode": custode,
        "autori": (autore,) if isinstance(autore, Autore) else tuple(autore),
    }  # fmt: skip
    return tipo(**(fields | altro | sections))
