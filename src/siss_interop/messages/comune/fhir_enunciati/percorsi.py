"""Where exemptions, disease networks, functional state, transport and discharge stand in FHIR R4.

An exemption is a Coverage: it says which share of the cost the health service takes, and R4 has no other resource with a kind, a period and a payor.
"""

from __future__ import annotations

from siss_interop.messages.comune.enunciati.generici import Incontro, Prestazione
from siss_interop.messages.comune.enunciati.percorsi import (
    AssistenzaDomiciliare,
    CapacitaMotoria,
    Esenzione,
    EsitoDimissione,
    ReteDiPatologia,
    StatoFunzionale,
    StatoMentale,
    Trasporto,
)
from siss_interop.messages.comune.fhir import LOINC_URI
from siss_interop.messages.comune.fhir_enunciati.generici import CASI, COLLEGATI, Casi, riferiti
from siss_interop.messages.comune.fhir_enunciati.parti import NOTE, NOTE_A_PARTE, PAZIENTE, chi_e_cosa, enunciato, segnato, stato
from siss_interop.messages.comune.fhir_enunciati.rilievi import ACT_CODE, CLINICO, DIAGNOSI_DIMISSIONE, ESITO, codice, di_codice, rilievo
from siss_interop.options import BASE
from siss_interop.wire.fhir.tipi import CC, quando_periodo
from siss_interop.wire.words import Binding, Fixed, In, Row, Same

_COPERTA = {
    "active": "active", "completed": "cancelled", "aborted": "cancelled", "suspended": "cancelled", "cancelled": "cancelled", "new": "draft",
    "nullified": "entered-in-error",
}  # fmt: skip
ESENZIONE = Binding(
    Esenzione,
    *chi_e_cosa(), stato(_COPERTA, "active"), Row("esenzione", "type", CC), quando_periodo("quando", "period"), NOTE_A_PARTE,
    Fixed("beneficiary", Same("assistito")), Fixed("payor.display", "Servizio Sanitario Nazionale"),
)  # fmt: skip
_SEGUITO = {
    "active": "active", "completed": "finished", "held": "onhold", "suspended": "onhold", "aborted": "cancelled", "cancelled": "cancelled",
    "new": "planned", "nullified": "entered-in-error",
}  # fmt: skip
RETE = Binding(
    ReteDiPatologia,
    *chi_e_cosa(), stato(_SEGUITO, "active"), Row("rete", "type", CC), quando_periodo("quando", "period"), NOTE_A_PARTE, PAZIENTE,
)  # fmt: skip
STATO_FUNZIONALE = Binding(
    StatoFunzionale,
    *CLINICO, Row("codice", "code", CC), enunciato("stato-funzionale"),
    Row("capacita_motoria", f"hasMember{di_codice('75246-9')}", rilievo(CapacitaMotoria, "75246-9")),
    Row("assistenza", f"hasMember{di_codice('ASSERTION')}", rilievo(AssistenzaDomiciliare, "ASSERTION", system=ACT_CODE)),
    Row("stato_mentale", f"hasMember{di_codice('8693-4')}", rilievo(StatoMentale, "8693-4")),
)  # fmt: skip
_PARTI = f"{BASE}:documenti:osservazione"
TRASPORTO = Binding(
    Trasporto,
    *CLINICO, In("code.coding", Fixed("system", LOINC_URI), Fixed("code", "11459-5")), NOTE, COLLEGATI, Row("mezzo", "valueCodeableConcept", CC),
    In(
        "component[code.coding.code='inviante']", Fixed("code.coding.system", _PARTI, when="inviante"), Row("inviante", "valueCodeableConcept", CC)
    ),
)  # fmt: skip
ESITO_DIMISSIONE = Binding(
    EsitoDimissione,
    *CLINICO, NOTE, *codice(EsitoDimissione, "dimissione", "urn:oid:2.16.840.1.113883.2.9.5.1.4"), riferiti("ricoveri", "ricovero", CASI[Incontro]),
    riferiti("trasferimenti", "trasferimento", CASI[Prestazione]), Row("diagnosi", f"hasMember*{di_codice('8651-2')}", DIAGNOSI_DIMISSIONE),
    Row("esito", f"hasMember{di_codice('11302-7')}", ESITO),
)  # fmt: skip
PERCORSI: Casi = {
    Esenzione: (("->Coverage", ESENZIONE),), ReteDiPatologia: (("->EpisodeOfCare", RETE),),
    StatoFunzionale: ((segnato("Observation", "stato-funzionale"), STATO_FUNZIONALE),), Trasporto: ((di_codice("11459-5"), TRASPORTO),),
    EsitoDimissione: ((di_codice("dimissione"), ESITO_DIMISSIONE),),
}  # fmt: skip
