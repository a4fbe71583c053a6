"""Where a laboratory examination stands in FHIR R4: a DiagnosticReport with its results."""

from __future__ import annotations

from siss_interop.messages.comune.enunciati.generici import Gruppo, Osservazione, Procedura
from siss_interop.messages.comune.enunciati.laboratorio import EsameLaboratorio, Prelievo
from siss_interop.messages.comune.fhir_enunciati.allegati import OGGETTO
from siss_interop.messages.comune.fhir_enunciati.generici import CASI, COLLEGATI, Casi, casi, riferiti
from siss_interop.messages.comune.fhir_enunciati.parti import CAMPIONE, CAMPIONI, NOTE, NOTE_A_PARTE, SOGGETTO, chi_e_cosa, stato
from siss_interop.messages.comune.fhir_enunciati.rilievi import CLINICO, codice, di_codice
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.tipi import CC, quando
from siss_interop.wire.words import Binding, Choice, Row

_REFERTATO = {
    "completed": "final", "active": "partial", "new": "registered", "aborted": "cancelled", "cancelled": "cancelled", "nullified": "entered-in-error",
}  # fmt: skip
_PRELIEVO = Binding(
    Prelievo,
    *codice(Prelievo, "33882-2"), *CLINICO, NOTE, CAMPIONI, Row("inversa", f"{mine('inversa')}.valueBoolean"),
)  # fmt: skip
ESAME = Binding(
    EsameLaboratorio,
    *chi_e_cosa("performer"), stato(_REFERTATO, "final"), SOGGETTO, NOTE_A_PARTE, quando("quando", "effective"), Row("codice", "code", CC),
    Row("campioni", "specimen*->Specimen", CAMPIONE), Row("prelievi", f"{mine('prelievo')}*.valueReference{di_codice('33882-2')}", _PRELIEVO),
    riferiti("siti", "sito", CASI[Procedura]), Choice("gruppi", "result*", casi((Gruppo,))), Choice("risultati", "result*", casi((Osservazione,))),
    Row("immagini", "media*.link->Media", OGGETTO), COLLEGATI,
)  # fmt: skip
LABORATORIO: Casi = {EsameLaboratorio: (("->DiagnosticReport", ESAME),)}
