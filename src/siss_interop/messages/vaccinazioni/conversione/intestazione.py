"""What a document says and an event does not: the header that `documento` is given, in Python or as a JSON file.

The keys of the file are the names of the fields: `id`, `data`, `assistito` (nome, sesso, nascita …), `autori`, `custode`, and what else there is.
A time may be a text (`"20240312103000+0100"`), the gender a letter (`"F"`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError

from siss_interop.errors import Refused
from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.losses import LossReport
from siss_interop.messages.comune.costruzione import sesso as codice_sesso
from siss_interop.messages.comune.persone import (
    Autore,
    Custode,
    Destinatario,
    Firmatario,
    Ids,
    Indirizzi,
    LinguaParlata,
    LuogoNascita,
    NomePersona,
    Organizzazione,
    Partecipante,
    Recapiti,
    Redattore,
    Tutore,
)
from siss_interop.messages.comune.testata import NORMALE, DocumentoPrecedente, IncontroOrigine, Richiesta
from siss_interop.model.base import Many, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.paths import dotted
from siss_interop.model.tipi import Codice, Id, Momento
from siss_interop.options import Options
from siss_interop.wire import jsonio

define(
    "CONV-001", Layer.MODEL, Severity.ERROR,
    "Manca {campo}: gli eventi non lo dicono e il documento lo richiede", "{campo} is missing: the events do not say it and the document needs it",
    instead_it="Indicarlo nell'intestazione", instead_en="Give it in the header",
    source="HL7 Italia, guida alle vaccinazioni", passing="intestazione con autori", failing="intestazione senza autori",
)  # fmt: skip
define(
    "CONV-002", Layer.MODEL, Severity.ERROR,
    "Il file dell'intestazione non contiene un oggetto JSON", "The file of the header holds no JSON object",
    instead_it="Scrivere un oggetto con i campi dell'intestazione", instead_en="Write an object with the fields of the header",
    source="siss_interop, intestazione", passing='{"data": "20240312"}', failing="[]",
)  # fmt: skip


def _sesso(valore: Any) -> Any:
    """A plain M, F or UN is taken for its code."""
    return codice_sesso(valore) if isinstance(valore, str) else valore


class DatiAssistito(Value):
    """The patient, as far as events do not say who it is: the identifiers here join those of the events."""

    id: Ids = ()
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    nome: NomePersona = None
    sesso: Annotated[Annotated[Codice, BeforeValidator(_sesso)] | None, label("Sesso", "administrative gender: M, F, UN")] = None
    nascita: Annotated[Momento | None, label("Data di nascita", "date of birth")] = None
    deceduto: Annotated[bool | None, label("Deceduto", "whether the patient is dead")] = None
    decesso: Annotated[Momento | None, label("Data del decesso", "date of death")] = None
    stato_civile: Annotated[Codice | None, label("Stato civile", "marital status")] = None
    tutori: Annotated[Many[Tutore], label("Tutori", "guardians")] = ()
    luogo_nascita: Annotated[LuogoNascita | None, label("Luogo di nascita", "place of birth")] = None
    lingue: Annotated[Many[LinguaParlata], label("Lingue", "languages of the patient")] = ()
    struttura: Annotated[Organizzazione | None, label("Struttura", "organisation that has the patient in care")] = None


class Intestazione(Value):
    """The header of a document to be made of events.

    Nothing is required here: what `documento` misses it names, all at once.
    """

    id: Annotated[Id | None, label("Identificativo", "identifier of the document")] = None
    data: Annotated[Momento | None, label("Data del documento", "when the document was made")] = None
    assistito: Annotated[DatiAssistito | None, label("Assistito", "the patient: name, birth, gender …")] = None
    autori: Annotated[Many[Autore], label("Autori", "who wrote it")] = ()
    custode: Annotated[Custode | None, label("Custode", "organisation that keeps the document")] = None
    riservatezza: Annotated[Codice | None, label("Riservatezza", "N normal, R restricted, V very restricted")] = NORMALE
    insieme: Annotated[Id | None, label("Insieme", "set of versions, if not the first one")] = None
    versione: Annotated[Text | None, label("Versione", "version number, if not the first one")] = None
    redattore: Annotated[Redattore | None, label("Redattore", "who typed it in")] = None
    destinatari: Annotated[Many[Destinatario], label("Destinatari", "for whom it is meant")] = ()
    firmatario: Annotated[Firmatario | None, label("Firmatario", "legal authenticator")] = None
    autenticatori: Annotated[Many[Firmatario], label("Altri firmatari", "other signatories")] = ()
    partecipanti: Annotated[Many[Partecipante], label("Partecipanti", "others who have to do with it")] = ()
    richieste: Annotated[Many[Richiesta], label("Richieste", "orders it answers")] = ()
    precedenti: Annotated[Many[DocumentoPrecedente], label("Documenti precedenti", "documents it replaces or adds to")] = ()
    origine: Annotated[IncontroOrigine | None, label("Incontro", "encounter in which it arose")] = None

    @classmethod
    def da_json(cls, data: bytes, options: Options | None = None) -> Intestazione:
        """The header that a JSON file holds. Raises Unreadable where it is no JSON, Refused with an issue for each field that is wrong."""
        found = jsonio.load(data, options or Options())
        if not isinstance(found, dict):
            raise Refused(Report((issue("CONV-002"),)), LossReport())
        try:
            return cls.model_validate_json(json.dumps(found))
        except ValidationError as error:
            raise Refused(Report(tuple(_faults(error))), LossReport()) from None


_CODES = {"extra_forbidden": "JSON-009", "missing": "JSON-010"}


def _faults(error: ValidationError) -> Iterator[ValidationIssue]:
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        # pydantic names the class of a choice in its path; fields begin with a small letter
        keys = [key for key in detail["loc"] if isinstance(key, int) or not (key[:1].isupper() or "-" in key or "[" in key)]
        yield issue(_CODES.get(detail["type"], "JSON-008"), path=dotted(["intestazione", *keys]))


#: what a document cannot be without
RICHIESTI = ("id", "data", "autori", "custode", "custode.nome", "assistito.nome", "assistito.sesso", "assistito.nascita")


def mancanti(intestazione: Intestazione) -> Iterator[ValidationIssue]:
    """An issue for each thing that a document needs and the header lacks."""
    for path in RICHIESTI:
        found: Any = intestazione
        for step in path.split("."):
            found = getattr(found, step, None)
        if found in (None, ()):
            yield issue("CONV-001", path=f"intestazione.{path}", campo=path)
