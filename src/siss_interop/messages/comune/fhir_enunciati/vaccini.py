"""Where the vaccinations of a summary stand in FHIR R4: an Immunization each."""

from __future__ import annotations

from typing import Any

from siss_interop.messages.comune.enunciati.vaccini import DoseNumero, Immunizzazione, Validita
from siss_interop.messages.comune.fhir import ESECUTORE_ATTO
from siss_interop.messages.comune.fhir_enunciati.allergie import reazione
from siss_interop.messages.comune.fhir_enunciati.farmaci import VACCINO
from siss_interop.messages.comune.fhir_enunciati.generici import Casi
from siss_interop.messages.comune.fhir_enunciati.parti import NOTE, PAZIENTE, chi_e_cosa, stato
from siss_interop.messages.comune.fhir_enunciati.rilievi import accanto, di_codice, fissa
from siss_interop.messages.comune.fhir_enunciati.valori import INTERO, dose, quantita, tra, valore
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import CC, OCCORRENZA
from siss_interop.wire.words import Binding, Drop, Fixed, Leaf, Row, Same


def _positive(numero: Any) -> int | None:
    """A number of a dose that R4 takes for one."""
    return numero if type(numero) is int and 0 < numero < 2**31 else None


def _one_dose(value: Any) -> Json | None:
    """A dose that is no range of doses."""
    return quantita(value) if tra(value, "tipo") == "Quantita" or tra(value, "valore") is not None else None


IMMUNIZZAZIONE = Binding(
    Immunizzazione,
    *chi_e_cosa("performer", ESECUTORE_ATTO), PAZIENTE, NOTE,
    stato({"completed": "completed", "active": "completed", "nullified": "entered-in-error"}, "completed", negato="not-done"),
    Row("etichetta", f"{mine('etichetta')}.valueString"), Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "ActCode"),
    Row("quando", "occurrenceDateTime", OCCORRENZA), Row("via", "route", CC), Row("sedi", "site*", CC), Row("vaccino", ".", VACCINO),
    dose("dose", f"{mine('dose')}.value[x]"), Fixed("doseQuantity", Same("dose", Leaf(None, _one_dose))),
    accanto("validita", fissa(Validita, "59781-5", valore("valore")), "59781-5"),
    accanto("numero_dose", fissa(DoseNumero, "30973-2", Row("numero", "valueInteger", INTERO)), "30973-2"),
    Fixed("protocolApplied.doseNumberPositiveInt", Same("numero_dose.numero.valore", Leaf(None, _positive))),
    Row("reazioni", f"reaction*.detail{di_codice('75321-0')}", reazione()),
)  # fmt: skip
VACCINI: Casi = {Immunizzazione: (("->Immunization", IMMUNIZZAZIONE),)}
