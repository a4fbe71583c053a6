"""Where the transport events stand in FHIR R4: Ev01 a ServiceRequest, Ev03 an Encounter, all that is said of these a Task.

R4 has no resource for a transport, and no public guide maps one: the choice is ours. Every bundle holds one event; its root is tagged with its code,
by which it is recognised. An event does not say who sends it, so no Provenance or sender is made up: in `message` the MessageHeader names the event
only, and `BustaEventoSanitario` is the message that names sender and receiver too.

An event about a request or a delivery refers to it by its key (`focus.identifier`), for the resource itself is elsewhere. A cancellation carries only
the key: nothing empty can overwrite what a server has. UUIDs are made of the key, in which there is no person.
"""

from __future__ import annotations

from typing import Any, Literal

from siss_interop.messages.catalogue import event_system
from siss_interop.messages.comune.fhir_codici import GIORNO, codice, codice_solo, coding, sistema
from siss_interop.messages.trasporti.eventi import (
    CancellaAAVV,
    CancellaServizioTrasportoSanitario,
    CancellaValidazioneErogazione,
    Ciclo,
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    EventoTrasporto,
    RequisitoVerificato,
    Richiesta,
    ServizioTrasportoSanitario,
    ValidazioneErogazione,
)
from siss_interop.messages.trasporti.fhir_codifiche import (
    ASSISTITO,
    CODICI,
    EROGAZIONE,
    LUOGO,
    MEZZO,
    PRESCRIZIONE,
    RICHIESTA,
    associazione,
    azienda,
    chiave,
    chiave_di,
    della_richiesta,
    la_stessa_associazione,
)
from siss_interop.options import BASE
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.tipi import numero
from siss_interop.wire.words import Binding, By, Fixed, In, Leaf, Row, Same, Word

Profilo = Literal["transaction", "message"]
PROFILI: tuple[Profilo, ...] = ("transaction", "message")
SISTEMA = event_system("trasporti")
MITTENTE, DESTINATARIO = f"{BASE}:trasporti:mittente", f"{BASE}:trasporti:destinatario"
"""The endpoints of a message: names of ours, for no public address is known."""
_REQUISITI = f"{BASE}:trasporti:requisito"
_UCUM = "http://unitsofmeasure.org"

# ---- what all events have

_OPERAZIONE = Row("tipo_operazione", f"{mine('tipo-operazione')}.valueCode")


def _mandato(profilo: Profilo, evento: str) -> tuple[Word, ...]:
    """What kind of event it is, and its header: the focus of this is the root."""
    tag = Fixed(f"meta.tag[system='{SISTEMA}'].code", evento)
    if profilo == "transaction":
        return (tag,)
    return tag, In(
        "<-MessageHeader.focus",
        Fixed("eventCoding.system", SISTEMA), Fixed("eventCoding.code", evento), Fixed("destination.endpoint", DESTINATARIO),
        Fixed("source.endpoint", MITTENTE), Fixed("focus", Same("<-")),
    )  # fmt: skip


def _codice(path: str, code: str) -> Word:
    """One of our codes."""
    return In(f"{path}.coding", Fixed("system", CODICI), Fixed("code", code))


def _si_no(field: str) -> Word:
    return Row(field, f"{mine(field.replace('_', '-'))}.valueBoolean")


def _luogo(field: str, path: str) -> Word:
    return Row(field, f"{path}->Location", LUOGO)


# ---- Ev01


def _parola(field: str, path: str, lista: str) -> Word:
    """One of several CodeableConcepts of an element: that of a list."""
    return In(f"{path}[coding.system='{sistema(lista)}'].coding", codice_solo(field, lista))


_CICLO = Binding(
    Ciclo, Row("numero_sedute", "count"), Row("data_inizio", "boundsPeriod.start", GIORNO), Row("data_fine", "boundsPeriod.end", GIORNO)
)  # fmt: skip
_RICHIESTA: tuple[Word, ...] = (
    Fixed("status", "active"), Fixed("intent", "order"), _codice("code", "TRASPORTO"), chiave(RICHIESTA, "identifier"), _OPERAZIONE,
    la_stessa_associazione("codice_av", "performer"), Row("data_ora_richiesta", "authoredOn"),
    coding("canale_richiesta", f"{mine('canale')}.valueCoding", "trasporto_canale"), Row("assistito", "subject->Patient", ASSISTITO),
    Row("prescrizione", ".", PRESCRIZIONE), _parola("condizione_clinica", "reasonCode", "trasporto_condizione_clinica"),
    _parola("motivo", "reasonCode", "trasporto_motivo"), _parola("mezzo_richiesto", "orderDetail", "trasporto_mezzo"),
    _parola("tipo_viaggio", "orderDetail", "trasporto_viaggio"),
    In("occurrenceTiming", Row("data_ora_appuntamento", "event"), Row("ciclo", "repeat", _CICLO)),
    _luogo("partenza", f"{mine('partenza')}.valueReference"), _luogo("destinazione", f"{mine('destinazione')}.valueReference"),
    _si_no("accompagnatore"), _si_no("ossigeno"), _si_no("isolamento"),
    azienda("codice_azienda_competente", f"{mine('azienda-competente')}.valueReference"), Row("note", "note.text"),
)  # fmt: skip


# ---- Ev02 and the other Tasks: what is said of a request or of a delivery


def _task(atto: str, status: Word, *words: Word) -> tuple[Word, ...]:
    return Fixed("intent", "order"), status, _codice("code", atto), *words


def _stato(stati: dict[str, str]) -> Word:
    """The status of the Task that follows from the outcome."""
    return Fixed("status", Same("esito", Leaf(None, stati.get)))


_FATTA = Fixed("status", "completed")
_SULLA_CONSEGNA: tuple[Word, ...] = (Fixed("focus.type", "Encounter"), chiave(EROGAZIONE, "focus.identifier"))
_CONCLUSIONE = _task(
    "CONCLUSIONE", _stato({"PRESA_IN_CARICO": "accepted", "ANNULLATA": "rejected"}),
    Fixed("focus.type", "ServiceRequest"), chiave(RICHIESTA, "focus.identifier"), _OPERAZIONE, Row("data_ora_conclusione", "authoredOn"),
    codice("esito", "businessStatus", "trasporto_esito_richiesta"), associazione("codice_av_assegnataria", "owner"),
    codice("motivo_annullamento", "statusReason", "trasporto_annullamento"),
)  # fmt: skip


# ---- Ev03

_CLASSE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_EROGAZIONE: tuple[Word, ...] = (
    Fixed("status", Same("esito", Leaf(None, {"1": "finished", "2": "cancelled", "3": "finished"}.get))),
    In("class", Fixed("system", _CLASSE), Fixed("code", "FLD")), _codice("type", "TRASPORTO"), chiave(EROGAZIONE, "identifier"),
    Fixed("subject", Same("assistito")), della_richiesta("basedOn"), _OPERAZIONE, associazione("codice_av_erogante", "serviceProvider"),
    Row("mezzo", "location.location->Location", MEZZO), Row("data_ora_partenza", "period.start"), Row("data_ora_arrivo", "period.end"),
    Row("data_ora_rientro", f"{mine('rientro')}.valueDateTime"),
    In(f"{mine('km')}.valueQuantity", numero("km_percorsi"), Fixed("unit", "km"), Fixed("system", _UCUM), Fixed("code", "km")),
    _luogo("partenza", "hospitalization.origin"), _luogo("destinazione", "hospitalization.destination"),
    coding("esito", f"{mine('esito')}.valueCoding", "trasporto_esito_erogazione"), _si_no("trasporto_multiplo"),
    Row("numero_trasportati", f"{mine('numero-trasportati')}.valuePositiveInt"), Row("equipaggio", f"{mine('equipaggio')}.valuePositiveInt"),
    _si_no("firma_assistito"), Row("data_erogazione_seduta", f"{mine('seduta')}.valueDate", GIORNO),
)  # fmt: skip


# ---- Ev04


def _entra(nome: str, *words: Word) -> Word:
    return In(f"input[type.coding.code='{nome}']", Fixed("type.coding.system", CODICI), *words)


def _esce(nome: str, when: str, *words: Word) -> Word:
    return In(f"output[type.coding.code='{nome}']", Fixed("type.coding.system", CODICI, when=when), *words)


_REQUISITO = Binding(
    RequisitoVerificato,
    In(f"type.coding[system='{_REQUISITI}']", Row("codice", "code")), Row("descrizione", "type.text"), Row("superato", "valueBoolean"),
)  # fmt: skip
_SERVIZIO = _task(
    "SERVIZIO", _FATTA, *_SULLA_CONSEGNA, _OPERAZIONE, Row("data_ora_produzione", "authoredOn"), azienda("codice_azienda_destinataria", "owner"),
    _entra("RICHIESTA", Row("richiesta", "valueReference->ServiceRequest", Binding(Richiesta, *_RICHIESTA))),
    In(
        "input[type.coding.code='CONCLUSIONE']", Fixed("type.coding.system", CODICI, when="conclusione"),
        Row("conclusione", "valueReference->Task", Binding(ConclusioneRichiesta, *_CONCLUSIONE)),
    ),
    _entra("EROGAZIONE", Row("erogazione", "valueReference->Encounter", Binding(ErogazioneTrasporto, *_EROGAZIONE))),
    _esce("VALIDITA", "validita_complessiva", Row("validita_complessiva", "valueBoolean")),
    Row("requisiti", f"output[type.coding.system='{_REQUISITI}']*", _REQUISITO),
)  # fmt: skip


# ---- Ev05


def _write_motivi(motivi: tuple[str, ...]) -> dict[str, Any]:
    return {"note": [{"text": motivo} for motivo in motivi]} if motivi else {}


def _read_motivi(note: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    found = [each["text"] for each in note or () if isinstance(each, dict) and isinstance(each.get("text"), str)]
    return (found,), () if _write_motivi(tuple(found)).get("note") == note else ("note",)


_VALIDAZIONE = _task(
    "VALIDAZIONE", _stato({"VALIDATA": "completed", "VALIDATA_PARZIALMENTE": "completed", "NON_VALIDATA": "rejected"}),
    *_SULLA_CONSEGNA, azienda("codice_azienda", "owner"), _OPERAZIONE, codice("esito", "businessStatus", "trasporto_validazione"),
    By(("motivi",), ("note",), _write_motivi, _read_motivi, "a list of plain texts is a list of annotations"),
    Row("data_validazione", "authoredOn", GIORNO),
    _esce(
        "KM_RICONOSCIUTI", "km_riconosciuti",
        In(
            "valueQuantity", numero("km_riconosciuti"), Fixed("unit", "km", when="km_riconosciuti"), Fixed("system", _UCUM, when="km_riconosciuti"),
            Fixed("code", "km", when="km_riconosciuti"),
        ),
    ),
    _esce(
        "IMPORTO_RICONOSCIUTO", "importo_riconosciuto",
        In("valueMoney", numero("importo_riconosciuto"), Fixed("currency", "EUR", when="importo_riconosciuto")),
    ),
    _esce("PERIODO", "periodo_rendicontazione", Row("periodo_rendicontazione", "valueDate")),
)  # fmt: skip


# ---- Ev06, Ev07, Ev08

RISORSE = {"Ev01": "ServiceRequest", "Ev02": "Task", "Ev03": "Encounter"}
"""What a cancellation is about."""


def _annulla(*words: Word) -> tuple[Word, ...]:
    return (
        Fixed("intent", "order"), _FATTA, In("code.coding[0]", Fixed("system", CODICI), Fixed("code", "CANCELLAZIONE")),
        In("code.coding[1]", Fixed("system", "http://hl7.org/fhir/CodeSystem/task-code"), Fixed("code", "abort")), *words,
    )  # fmt: skip


def _da_cancellare(codice_evento: Word) -> Word:
    return In(
        "input[type.coding.code='TIPO_EVENTO']", Fixed("type.coding.system", CODICI), In("valueCoding", Fixed("system", SISTEMA), codice_evento)
    )


_CANCELLA_AAVV = _annulla(
    Fixed("focus.type", Same("tipo_evento_da_cancellare", Leaf(None, RISORSE.get))), chiave(EROGAZIONE, "focus.identifier", least=3),
    _da_cancellare(Row("tipo_evento_da_cancellare", "code")),
)  # fmt: skip
_SU_UN_TASK: tuple[Word, ...] = (Fixed("focus.type", "Task"), chiave(EROGAZIONE, "focus.identifier"))
_CANCELLA_SERVIZIO = _annulla(*_SU_UN_TASK, _da_cancellare(Fixed("code", "Ev04")))
_CANCELLA_VALIDAZIONE = _annulla(*_SU_UN_TASK, azienda("codice_azienda", "owner"), _da_cancellare(Fixed("code", "Ev05")))


# ---- the mappings


def seme(evento: EventoTrasporto) -> str:
    """What the UUIDs of an event are made of: its key, in which there is no person."""
    parts = (
        evento.tipo_evento,
        chiave_di(evento, EROGAZIONE),
        *(getattr(evento, name, "") for name in ("codice_azienda", "tipo_evento_da_cancellare")),
    )
    return "^".join(parts)


def _evento(model: type[EventoTrasporto], tag: str, words: tuple[Word, ...]) -> FhirMapping:
    return FhirMapping({each: Binding(model, *_mandato(each, model.tipo_evento), *words, tag=tag) for each in PROFILI}, seme)


EV01 = _evento(Richiesta, "ServiceRequest", _RICHIESTA)
EV02 = _evento(ConclusioneRichiesta, "Task", _CONCLUSIONE)
EV03 = _evento(ErogazioneTrasporto, "Encounter", _EROGAZIONE)
EV04 = _evento(ServizioTrasportoSanitario, "Task", _SERVIZIO)
EV05 = _evento(ValidazioneErogazione, "Task", _VALIDAZIONE)
EV06 = _evento(CancellaAAVV, "Task", _CANCELLA_AAVV)
EV07 = _evento(CancellaServizioTrasportoSanitario, "Task", _CANCELLA_SERVIZIO)
EV08 = _evento(CancellaValidazioneErogazione, "Task", _CANCELLA_VALIDAZIONE)
