"""Events and documents, one made of the other: what one says and the other has no place for is kept as local data, or named, never invented.

`documento(events, header)` gives a document and what had to be assumed; `eventi(document)` gives events, issues and losses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from siss_interop.errors import Refused
from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages.comune.persone import Assistito
from siss_interop.messages.vaccinazioni.conversione.intestazione import DatiAssistito, Intestazione, mancanti
from siss_interop.messages.vaccinazioni.conversione.lettura import leggi
from siss_interop.messages.vaccinazioni.conversione.persone import ids_di, persona_di
from siss_interop.messages.vaccinazioni.conversione.scarti import scarti
from siss_interop.messages.vaccinazioni.conversione.voci import Evento, voce_di
from siss_interop.messages.vaccinazioni.costruzione import certificato, scheda_singola
from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale, DocumentoVaccinale, SchedaSingolaVaccinazione
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.model.base import Model
from siss_interop.model.tipi import Id

__all__ = ["DatiAssistito", "Intestazione", "documento", "eventi"]

define(
    "CONV-003", Layer.MODEL, Severity.ERROR, "Non c'è alcun evento: un documento ne porta almeno uno", "There is no event: a document holds one",
    instead_it="Dare almeno una vaccinazione, fatta o mancata", instead_en="Give at least one vaccination, given or not",
    source="HL7 Italia, guida alle vaccinazioni", passing="un evento", failing="nessun evento",
)  # fmt: skip
define(
    "CONV-004", Layer.MODEL, Severity.ERROR, "Di un evento {evento} non si fa un documento", "No document is made of an event {evento}",
    instead_it="Dare solo vaccinazioni, fatte o mancate", instead_en="Give only vaccinations, given or not",
    source="HL7 Italia, guida alle vaccinazioni", passing="VaccinazioneEffettuata", failing="SchedaAssistito",
)  # fmt: skip
define(
    "CONV-005", Layer.MODEL, Severity.ERROR, "L'evento è di un altro assistito: un documento è di uno solo",
    "The event is of another person: a document is of one",
    instead_it="Fare un documento per assistito", instead_en="Make one document for each person",
    source="HL7 CDA R2, recordTarget", passing="due eventi di un assistito", failing="due eventi di due assistiti",
)  # fmt: skip
define(
    "CONV-006", Layer.MODEL, Severity.ERROR, "La scheda singola porta un solo evento", "The single record holds one event",
    instead_it="Fare un certificato, o una scheda per evento", instead_en="Make a certificate, or one record for each event",
    source="HL7 Italia, guida alle vaccinazioni", passing="un evento", failing="due eventi",
)  # fmt: skip
define(
    "CONV-007", Layer.MODEL, Severity.ERROR, "Manca codice_aic: la scheda singola lo richiede", "codice_aic is missing: the single record needs it",
    instead_it="Indicare l'AIC nell'evento, o fare un certificato, che lo ammette ignoto",
    instead_en="Give the AIC in the event, or make a certificate, in which it may be unknown",
    source="HL7 Italia, guida alle vaccinazioni", official="SING ERRORE-b12", passing="codice_aic 099999017", failing="codice_aic assente",
)  # fmt: skip
define(
    "CONV-008", Layer.MODEL, Severity.ERROR, "L'intestazione e gli eventi danno all'assistito identificativi diversi dello stesso registro",
    "The header and the events give the person different identifiers of one register",
    instead_it="Controllare di chi è l'intestazione", instead_en="Check whose header it is",
    source="HL7 CDA R2, recordTarget", passing="lo stesso codice fiscale", failing="due codici fiscali",
)  # fmt: skip


def documento(
    eventi: Iterable[EventoSIV], intestazione: Intestazione, *, tipo: type[DocumentoVaccinale] | None = None
) -> tuple[SchedaSingolaVaccinazione | CertificatoVaccinale, LossReport]:
    """The document of events of one person: a single record of one event, else a certificate; `tipo` asks for one of the two.

    Nothing of the events is lost: what the guide has no place for stands in `dati_locali`. The report lists what had to be assumed.
    Raises Refused with an issue for each thing that is missing or wrong.
    """
    found = tuple(eventi)
    single = issubclass(tipo, SchedaSingolaVaccinazione) if tipo is not None else len(found) == 1
    given = intestazione.assistito or DatiAssistito.model_construct()
    faults = (*mancanti(intestazione), *_fuori_posto(found, single), *_altra_persona(found, given))
    if faults:
        raise Refused(Report(faults), LossReport())
    events = tuple(each for each in found if isinstance(each, VaccinazioneEffettuata | VaccinazioneNonEffettuata))
    ids = _ids(events[0], given)
    entries = tuple(voce_di(each, ids) for each in events)
    patient = Assistito(**{**given.__dict__, "id": ids})
    header: dict[str, Any] = {name: value for name, value in intestazione.__dict__.items() if name not in _PROPRI and value not in (None, ())}
    header |= {"assistito": patient, "autore": intestazione.autori}
    made = scheda_singola(entries[0], **header) if single else certificato(entries, **header)
    return made, LossReport(tuple(_assunti(events)))


#: fields of the header that the document has under another name, or made of more than the header
_PROPRI = ("assistito", "autori")


def _fuori_posto(events: Sequence[EventoSIV], single: bool) -> Iterator[ValidationIssue]:
    if not events:
        yield issue("CONV-003", path="eventi")
    if single and len(events) > 1:
        yield issue("CONV-006", path="eventi")
    for at, each in enumerate(events):
        if not isinstance(each, VaccinazioneEffettuata | VaccinazioneNonEffettuata):
            yield issue("CONV-004", path=f"eventi[{at}]", evento=type(each).__name__)
        elif single and isinstance(each, VaccinazioneEffettuata) and each.codice_aic is None:
            yield issue("CONV-007", path=f"eventi[{at}].codice_aic")
        if each.assistito != events[0].assistito:
            yield issue("CONV-005", path=f"eventi[{at}].assistito")


def _altra_persona(events: Sequence[EventoSIV], given: DatiAssistito) -> Iterator[ValidationIssue]:
    """A patient without any identifier, or with two of one register."""
    own = {each.radice: each.estensione for each in ids_di(events[0].assistito)} if events else {}
    if events and not own and not given.id:
        yield issue("CONV-001", path="intestazione.assistito.id", campo="assistito.id")
    for at, each in enumerate(given.id):
        if own.get(each.radice, each.estensione) != each.estensione:
            yield issue("CONV-008", path=f"intestazione.assistito.id[{at}]")


def _ids(event: Evento, given: DatiAssistito) -> tuple[Id, ...]:
    """The identifiers of the patient: those of the events, and those of the header besides."""
    own = ids_di(event.assistito)
    known = {(each.radice, each.estensione) for each in own}
    return (*own, *(each for each in given.id if (each.radice, each.estensione) not in known))


def _assunti(events: Sequence[Evento]) -> Iterator[Loss]:
    for at, each in enumerate(events):
        if isinstance(each, VaccinazioneNonEffettuata):
            yield Loss(LossKind.ASSUMED, f"sezione.voci[{at}].prodotto.nome", "the document needs a vaccine: named after the antigen of the event")


def eventi(documento: DocumentoVaccinale, *, assumi: bool = False) -> tuple[tuple[Evento, ...], Report, LossReport]:
    """The events that a document tells of: those it can tell whole, in order, with the issues and the losses.

    What an event needs and the document does not say is an issue that names it; there is no event then. With `assumi` the register's codes
    of "not available" take its place, each listed as `ASSUMED`. What events have no place for is listed as `DROPPED`, by its path in the document:
    an entry that gives no event as a whole.
    """
    made: list[Evento] = []
    issues: list[ValidationIssue] = []
    losses: list[Loss] = list(_della_testata(documento))
    for at, voce in enumerate(documento.sezione.voci):
        path, own = f"sezione.voci[{at}]", []
        for draft, event in leggi(voce, documento, path, assumi):
            issues += draft.colpe
            if event is None:
                continue
            place = f"eventi[{len(made)}]"
            losses += (Loss(LossKind.ASSUMED, f"{place}.{campo}", why) for campo, why in draft.assunti.items())
            made.append(event)
            own.append(event)
        losses += _della_voce(voce, own, documento, path) if own else (Loss(LossKind.DROPPED, path, "no event could be made of it"),)
    return tuple(made), Report(tuple(issues)), LossReport(tuple(losses))


def _della_voce(voce: object, own: Sequence[Evento], doc: DocumentoVaccinale, path: str) -> Iterator[Loss]:
    """What the events of an entry do not say of it: what none of their own entries says."""
    per_event = [list(scarti(voce, voce_di(each, doc.assistito.id), path)) for each in own]
    shared = set.intersection(*({each.path for each in found} for found in per_event))
    return (each for each in per_event[0] if each.path in shared)


def _della_testata(doc: DocumentoVaccinale) -> Iterator[Loss]:
    """The header and the section: of them events keep the patient's identifier."""
    for name, value in doc.__dict__.items():
        if name == "assistito":
            yield from _della_persona(doc)
        elif name == "sezione":
            yield from (_perso(f"sezione.{field}") for field, found in value.__dict__.items() if field != "voci" and _detto(value, field, found))
        elif _detto(doc, name, value):
            yield _perso(name)


def _della_persona(doc: DocumentoVaccinale) -> Iterator[Loss]:
    known = persona_di(doc.assistito.id)
    ids = ids_di(known) if known is not None else ()
    return scarti(doc.assistito, Assistito.model_construct(id=ids), "assistito")


def _perso(path: str) -> Loss:
    return Loss(LossKind.DROPPED, path, "an event has no header and no narrative")


def _detto(holder: Model, name: str, value: object) -> bool:
    """Whether a field says something besides its default."""
    return value not in (None, ()) and value != type(holder).model_fields[name].default
