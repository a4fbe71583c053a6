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
from siss_interop.wire.fhir.bundle import identity, references
from siss_interop.wire.fhir.document import bundle_of
from siss_interop.wire.fhir.out import DIRECTORY, Json
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
    made, _ = bundle_of(cancella, CANCELLA, profile, options)
    told, _ = bundle_of(evento, mapping, "transaction", options)
    root = told["entry"][0]
    _withdraw(told)
    _join(made, told)
    for entry in made["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Task":
            resource.setdefault("focus", {"type": "Immunization"})["reference"] = root["fullUrl"]
        elif resource["resourceType"] == "MessageHeader":
            resource["focus"] += [{"reference": each["fullUrl"]} for each in told["entry"] if each["resource"]["resourceType"] not in DIRECTORY]
        if profile == "message":
            entry.pop("request", None)
    if profile == "transaction":
        _put(root)
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


def _withdraw(bundle: Json) -> None:
    """The vaccination, and what was observed because of it, never was."""
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] in ("Immunization", "Observation"):
            entry["resource"]["status"] = _ERROR


def _join(bundle: Json, other: Json) -> None:
    """Bring the entries of another bundle in. Who is in both is the one of the other, which has more to say."""
    known = {which: entry["fullUrl"] for entry in other["entry"] if (which := _which(entry["resource"]))}
    names = {entry["fullUrl"]: known[which] for entry in bundle["entry"] if (which := _which(entry["resource"])) in known}
    own = [entry for entry in bundle["entry"] if entry["fullUrl"] not in names]
    for reference in references(own):
        reference["reference"] = names.get(reference["reference"], reference["reference"])
    bundle["entry"] = [*own, *other["entry"]]


def _which(resource: Json) -> tuple[str, str] | None:
    """What tells a person, organisation or place from others: its identity, else all that is said of it."""
    kind = resource["resourceType"]
    return (kind, identity(resource) or json.dump(resource).decode()) if kind in DIRECTORY else None
