"""A cancellation whose event is at hand: the Task that asks for it, and the event itself whole, with the status `entered-in-error`.

Without the event a cancellation carries only a key, and stays a Task (see `fhir_eventi`).
"""

from __future__ import annotations

from urllib.parse import quote

from siss_interop.errors import Refused
from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.losses import LossReport
from siss_interop.messages.vaccinazioni.eventi import Cancella, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.fhir_eventi import CANCELLA, EFFETTUATA, NON_EFFETTUATA, Profilo
from siss_interop.messages.vaccinazioni.registro_chiavi import FLUSSO, SCHEDA
from siss_interop.model.flow import Claim, Recall
from siss_interop.options import Options
from siss_interop.wire.fhir import json
from siss_interop.wire.fhir.bundle import assemble, references
from siss_interop.wire.fhir.document import bundle_of
from siss_interop.wire.fhir.out import DIRECTORY, Json, Out
from siss_interop.wire.results import Written

__all__ = ["annullata"]

_ERROR = "entered-in-error"
_DEFAULT = Options()
_SOURCE = "siss-interop, messages/vaccinazioni/registro_chiavi.py"
CHIAVE = define(
    "SIV-F01", Layer.SEQUENCE, Severity.ERROR,
    "la cancellazione e l'evento non hanno la stessa chiave", "the cancellation and the event have not the same key",
    instead_it="dare l'evento che la cancellazione nomina", instead_en="give the event that the cancellation names", source=_SOURCE,
    passing="lo stesso idEventoLocale", failing="due idEventoLocale",
)  # fmt: skip
PAZIENTE = define(
    "SIV-F02", Layer.SEQUENCE, Severity.ERROR,
    "un assistito in FHIR non ha lo stato entered-in-error: la sua scheda si cancella solo con la chiave",
    "a FHIR Patient has no status entered-in-error: the record of a person is cancelled by its key only",
    instead_it="scrivere la sola cancellazione", instead_en="write the cancellation alone", source="HL7 FHIR R4, Patient",
    passing="cancellazione di VAC01", failing="cancellazione di VAC03",
)  # fmt: skip


def annullata(
    cancella: Cancella, evento: VaccinazioneEffettuata | VaccinazioneNonEffettuata, options: Options = _DEFAULT, *, profile: Profilo = "transaction"
) -> Written:
    """A bundle that takes an event back: Task and Provenance, and the Immunization with all it had, `entered-in-error`.

    A transaction puts the Immunization where its local id says; one without is posted, and a server cannot know which it replaces.
    Raises Refused where the key of the cancellation is not that of the event, or where it takes back the record of a person.
    """
    faults = tuple(_faults(FLUSSO.recalls[Cancella](cancella), FLUSSO.claims[type(evento)](evento)))
    if faults:
        raise Refused(Report(faults), LossReport())
    mapping = EFFETTUATA if isinstance(evento, VaccinazioneEffettuata) else NON_EFFETTUATA
    _, out = bundle_of(cancella, CANCELLA, profile, options)
    _, other = bundle_of(evento, mapping, "transaction", options)
    immunization = other.entries[0][0]
    _withdraw(other)
    _join(out, other)
    out.entries[0][1].setdefault("focus", {"type": "Immunization"})["reference"] = immunization
    made = assemble(out, profile)
    for entry in made["entry"] if profile == "transaction" else ():
        if entry["fullUrl"] == immunization:
            _put(entry)
    return Written(json.dump(made))


def _put(entry: Json) -> None:
    """Ask for the update of what has this local id."""
    for each in entry["resource"].get("identifier", ()):
        entry["request"] = {"method": "PUT", "url": f"Immunization?identifier={quote(each['system'], safe=':/')}|{quote(each['value'], safe='')}"}


def _faults(recall: Recall, claim: Claim | None) -> list[ValidationIssue]:
    if recall.kind == SCHEDA:
        return [issue(PAZIENTE.code, path="tipo_evento_da_cancellare")]
    return [] if claim is not None and _names(recall, claim) else [issue(CHIAVE.code)]


def _names(recall: Recall, claim: Claim) -> bool:
    """Whether the cancellation names this event: by its local id, which the other keys may only confirm, or by keys that are all its own."""
    one, other = recall.subject, claim.subject
    another = bool(one) and bool(other) and one[0] == other[0] and one != other
    if recall.kind != claim.kind or another or any(key not in claim.records for key in recall.records):
        return False
    return bool(recall.records) if recall.identity is None else recall.identity == claim.identity


def _withdraw(out: Out) -> None:
    """The vaccination, and what was observed because of it, never was."""
    for _, resource in out.entries:
        if resource["resourceType"] in ("Immunization", "Observation"):
            resource["status"] = _ERROR


def _join(out: Out, other: Out) -> None:
    """Bring the entries of another bundle in: who is in both is one entry, and a MessageHeader tells of the rest."""
    known = {json.dump(resource): url for url, resource in out.entries if resource["resourceType"] in DIRECTORY}
    names = {url: known[body] for url, resource in other.entries if resource["resourceType"] in DIRECTORY and (body := json.dump(resource)) in known}
    fresh = [(url, resource) for url, resource in other.entries if url not in names]
    for _, resource in fresh:
        for reference in references(resource):
            reference["reference"] = names.get(reference["reference"], reference["reference"])
    for url, holders in other.holders.items():
        out.holders.setdefault(names.get(url, url), []).extend(holders)
    out.entries.extend(fresh)
    header: Json | None = next((resource for _, resource in out.entries if resource["resourceType"] == "MessageHeader"), None)
    if header is not None:
        header["focus"] += [{"reference": url} for url, resource in fresh if resource["resourceType"] not in DIRECTORY]
