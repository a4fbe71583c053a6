"""Where the vaccination events of flow SIV stand in FHIR R4: VAC01 and VAC02 an Immunization, VAC03 a Patient, VAC09 a Task with its Provenance.

Every bundle holds one event; its root is tagged with the code of the event, by which it is recognised. The profile `transaction` says in a Provenance
which region sends and which Azienda owns the datum, `message` says it in the MessageHeader. A cancellation carries only a key, so no resource is made
of what it takes back: nothing empty can overwrite what a server has; `fhir_annullamento` makes one where the event is at hand. A VAC03 has no name of
the person, so a transaction makes its Patient where there is none and never overwrites one; changes travel as messages.

The UUIDs are made of the event's key without the person: made of a tax code they would let anybody test whose event it is. Two persons may therefore
have equal UUIDs for equal events. That is no harm: a `urn:uuid:` names an entry inside its own bundle only (a server gives its own ids), and there is
one event in a bundle. Who puts entries of several of our bundles into one must name them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from siss_interop.messages.catalogue import event_system
from siss_interop.messages.comune.fhir import LOINC_URI
from siss_interop.messages.comune.fhir_codici import (
    GIORNO,
    REGIONI,
    codice,
    codice_di,
    codice_solo,
    coding,
    concetto,
    identificativo,
    indirizzo,
    sistema,
)
from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    EventoSIV,
    PrincipioVaccinale,
    ReazioneAvversa,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.messages.vaccinazioni.fhir_codifiche import AZIENDA, OPERATORE, PERSONA, PERSONE, REGIONE
from siss_interop.options import BASE
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.names import mine, official
from siss_interop.wire.fhir.tipi import table
from siss_interop.wire.words import STR, Binding, Choice, Fixed, In, Leaf, Row, Same, Word

Profilo = Literal["transaction", "message"]
PROFILI: tuple[Profilo, ...] = ("transaction", "message")
SISTEMA = event_system("siv")
_ATTO, _RUOLO = f"{BASE}:siv:atto", f"{BASE}:siv:ruolo"
_PROVENIENZA = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
MITTENTE, DESTINATARIO = f"{BASE}:siv:mittente", f"{BASE}:siv:destinatario"
"""The endpoints of a message: names of ours, for no public address is known."""

# ---- what all events have


def locale(evento: Any) -> str:
    """The system of a local id, which is unique within region and Azienda; of an event, or of the values that were read of one."""
    held = evento if isinstance(evento, Mapping) else evento.__dict__
    return ":".join((f"{BASE}:siv:locale", *(str(held[name]) for name in ("codice_regione", "azienda") if held.get(name) is not None)))


_LOCALE: tuple[Word, ...] = (Fixed("system", Same(".", Leaf(None, locale))), Row("id_evento_locale", "value"))
_QUANDO = Same("data_ora_evento", STR)
_ASSISTITO = Choice("assistito", "patient->Patient", PERSONE)


def _tag(evento: str) -> Word:
    return Fixed(f"meta.tag[system='{SISTEMA}'].code", evento)


def _agenti() -> tuple[Word, ...]:
    """Who sends and who owns the datum, where the words stand on the Provenance."""
    return (
        In(f"agent[type.coding.system='{_RUOLO}']", Fixed("type.coding.code", "mittente"), In("who->Organization", *REGIONE)),
        In(f"agent[type.coding.system='{_PROVENIENZA}']", Fixed("type.coding.code", "custodian", when="azienda"), In("who->Organization", *AZIENDA)),
    )


def _testata(evento: str) -> Word:
    """The MessageHeader: its focus is the root and what refers back to it, so that every entry is reached."""
    return In(
        "<-MessageHeader.focus",
        Fixed("eventCoding.system", SISTEMA), Fixed("eventCoding.code", evento), Fixed("destination.endpoint", DESTINATARIO),
        Fixed("source.endpoint", MITTENTE), In("sender->Organization", *REGIONE), In("responsible->Organization", *AZIENDA),
        Fixed("focus", Same("<-")),
    )  # fmt: skip


def _invio(profilo: Profilo, evento: str, recorded: Word) -> tuple[Word, ...]:
    """Who sends the event, and what kind it is."""
    sent = _testata(evento) if profilo == "message" else In("<-Provenance.target", recorded, *_agenti())
    return _tag(evento), sent, Row("tipo_operazione", f"{mine('tipo-operazione')}.valueCode"), Row("residente", f"{mine('residente')}.valueBoolean")


# ---- VAC01 and VAC02


def _dati(profilo: Profilo, evento: str, stato: str) -> tuple[Word, ...]:
    return (
        Fixed("status", stato), _ASSISTITO, In("identifier", *_LOCALE), Row("data_ora_evento", "recorded"),
        *_invio(profilo, evento, Fixed("recorded", _QUANDO)),
    )  # fmt: skip


def _osservazione(code: str, *words: Word) -> tuple[Word, ...]:
    return Fixed("status", "final"), In("code.coding", Fixed("system", LOINC_URI), Fixed("code", code)), Fixed("subject", Same("assistito")), *words


def _obs(code: str, way: str = "") -> str:
    return f"Observation{way}[code.coding.code='{code}']"


PRINCIPIO = Binding(PrincipioVaccinale, codice("cod_antigene", "targetDisease", "avn_antigeni"), Row("dose", "doseNumberPositiveInt"))
REAZIONE = Binding(
    ReazioneAvversa,
    *_osservazione(
        "31044-1",
        codice_di("codice", "valueCodeableConcept", "icd9cm"), Row("descrizione", "valueCodeableConcept.text"),
        Row("inizio", "effectivePeriod.start", GIORNO), Row("fine", "effectivePeriod.end", GIORNO),
    ),
)  # fmt: skip


def _effettuata(profilo: Profilo) -> Binding:
    return Binding(
        VaccinazioneEffettuata,
        *_dati(profilo, "VAC01", "completed"), codice_di("codice_aic", "vaccineCode", "aic"), codice_di("codice_atc", "vaccineCode", "atc"),
        Row("denominazione", "vaccineCode.text"), Row("data_somministrazione", "occurrenceDateTime", GIORNO), Row("lotto", "lotNumber"),
        Row("data_scadenza", "expirationDate", GIORNO), codice("via_somministrazione", "route", "avn_via_somministrazione"),
        codice("sito_inoculazione", "site", "avn_sito_inoculazione"), codice("modalita_pagamento", "fundingSource", "avn_modalita_pagamento"),
        coding("cod_tipo_formulazione", f"{mine('formulazione')}.valueCoding", "avn_tipo_formulazione"),
        _motivo("cod_condizione_sanitaria", "avn_condizioni_sanitarie"), _motivo("cod_categoria_rischio", "avn_categorie_rischio"),
        Row("principi", "protocolApplied*", PRINCIPIO), Row("operatore", "performer", OPERATORE),
        In(
            "location->Location", codice("tipo_erogatore", "type", "avn_tipo_erogatore"), identificativo("codice_struttura", "struttura"),
            In("address", *indirizzo("somministrazione", stato=True)),
        ),
        In(f"<-{_obs('30980-7', '.partOf')}", *_osservazione("30980-7", Row("data_prossima_dose", "valueDateTime", GIORNO))),
        In(f"<-{_obs('59778-1', '.partOf')}", *_osservazione("59778-1", Row("fine_copertura", "valuePeriod.end", GIORNO))),
        Row("reazioni", f"reaction*.detail->{_obs('31044-1')}", REAZIONE), tag="Immunization",
    )  # fmt: skip


def _motivo(field: str, lista: str) -> Word:
    """One of the two reasons; the registry's "none" is a code like the others."""
    return In(f"reasonCode[coding.system='{sistema(lista)}'].coding", codice_solo(field, lista))


def _non_effettuata(profilo: Profilo) -> Binding:
    return Binding(
        VaccinazioneNonEffettuata,
        *_dati(profilo, "VAC02", "not-done"), Fixed("vaccineCode", Same("cod_antigene", concetto("avn_antigeni"))),
        Row("data_non_effettuazione", "occurrenceDateTime", GIORNO), codice("motivazione", "statusReason", "avn_motivi_esclusione"),
        In("protocolApplied", codice("cod_antigene", "targetDisease", "avn_antigeni"), Row("dose", "doseNumberPositiveInt")), tag="Immunization",
    )  # fmt: skip


# ---- VAC03

_SESSI = table({"1": "male", "2": "female", "9": "unknown"}, "sesso", "unknown")


def _scheda(profilo: Profilo) -> Binding:
    """The person is the root. Domicile is what HL7 Italia calls `home`; residence is marked as such."""
    registrato = Row("data_ora_evento", "recorded" if profilo == "transaction" else f"{mine('registrato')}.valueDateTime")
    return Binding(
        SchedaAssistito,
        PERSONA, *_invio(profilo, "VAC03", registrato), *(() if profilo == "transaction" else (registrato,)),
        In(f"{mine('evento-locale')}.valueIdentifier", *_LOCALE), Row("validita_ci", f"{mine('validita-identificativo')}.valueCode"),
        coding("tipologia_ci", f"{mine('tipologia-identificativo')}.valueCoding", "tipologia_codice_identificativo"),
        Row("sesso", "gender", _SESSI), Row("data_nascita", "birthDate", GIORNO), Row("data_decesso", "deceasedDateTime", GIORNO),
        In("address[use='home']", *indirizzo("domicilio", stato=False)),
        In(
            "address", Fixed(f"{mine('residenza')}.valueBoolean", value=True), *indirizzo("residenza", stato=True),
            Row("data_trasferimento", "period.start", GIORNO),
        ),
        codice("cittadinanza", f"{official('patient-citizenship')}.extension[url='code'].valueCodeableConcept", "stati"), tag="Patient",
    )  # fmt: skip


# ---- VAC09

RISORSE = {"VAC01": "Immunization", "VAC02": "Immunization", "VAC03": "Patient"}
"""What a cancellation is about."""


def _ingresso(nome: str) -> str:
    return f"input[type.coding.code='{nome}']"


_VOCE = Binding(
    PrincipioVaccinale,
    Fixed("type.coding.system", _ATTO), codice("cod_antigene", "valueCodeableConcept", "avn_antigeni"),
    Row("dose", f"{mine('dose')}.valuePositiveInt"),
)  # fmt: skip


def _cancella(profilo: Profilo) -> Binding:
    """The key of the event: its local id is what the Task is about; what else makes the key is the Task's input."""
    chi = (
        _agenti()
        if profilo == "transaction"
        else (
            In(f"agent[type.coding.system='{_RUOLO}']", Fixed("type.coding.code", "mittente"), Fixed("who", Same("codice_regione", _REGIONE_DETTA))),
        )
    )
    mandato = (_tag("VAC09"), *((_testata("VAC09"),) if profilo == "message" else ()))
    return Binding(
        Cancella,
        *mandato, Fixed("status", "completed"), Fixed("intent", "order"),
        In("code.coding[0]", Fixed("system", _ATTO), Fixed("code", "cancel")),
        In("code.coding[1]", Fixed("system", "http://hl7.org/fhir/CodeSystem/task-code"), Fixed("code", "abort")),
        Choice("assistito", "for->Patient", PERSONE), Row("data_ora_evento", "authoredOn"),
        In(
            "focus", Fixed("type", Same("tipo_evento_da_cancellare", Leaf(None, RISORSE.get)), when="id_evento_locale"), In("identifier", *_LOCALE)
        ),
        In("relevantHistory->Provenance", Fixed("target", Same("/")), Fixed("recorded", _QUANDO), *chi),
        In(
            _ingresso("tipo-evento"), Fixed("type.coding.system", _ATTO),
            In("valueCoding", Fixed("system", SISTEMA), Row("tipo_evento_da_cancellare", "code")),
        ),
        In(
            _ingresso("data-somministrazione"), Fixed("type.coding.system", _ATTO, when="data_somministrazione"),
            Row("data_somministrazione", "valueDate", GIORNO),
        ),
        Row("principi", f"{_ingresso('principio')}*", _VOCE),
        Row("tipo_operazione", f"{mine('tipo-operazione')}.valueCode"), Row("residente", f"{mine('residente')}.valueBoolean"), tag="Task",
    )  # fmt: skip


_REGIONE_DETTA = Leaf(None, lambda code: {"type": "Organization", "identifier": {"system": REGIONI, "value": code}})


# ---- the mappings


def seme(evento: EventoSIV) -> str:
    """What the UUIDs of an event are made of: its key without the person (see above)."""
    parts: list[Any] = [evento.tipo_evento, evento.codice_regione, evento.azienda or "", evento.id_evento_locale or ""]
    parts += [getattr(evento, name, "") for name in ("tipo_evento_da_cancellare", "data_somministrazione", "cod_antigene", "dose")]
    parts += [f"{each.cod_antigene}.{each.dose}" for each in getattr(evento, "principi", ())]
    return "^".join(str(part) for part in parts)


EFFETTUATA = FhirMapping({each: _effettuata(each) for each in PROFILI}, seme)
NON_EFFETTUATA = FhirMapping({each: _non_effettuata(each) for each in PROFILI}, seme)
SCHEDA = FhirMapping({each: _scheda(each) for each in PROFILI}, seme)
CANCELLA = FhirMapping({each: _cancella(each) for each in PROFILI}, seme)
