"""Where findings whose code the guides fix stand in FHIR R4: each is an Observation of that code, with a value of any class."""

from __future__ import annotations

from siss_interop.messages.comune.enunciati.base import OsservazioneFissa
from siss_interop.messages.comune.enunciati.rilievi import (
    Appropriatezza,
    Autopsia,
    CausaAccesso,
    DataDecesso,
    Diagnosi,
    DiagnosiAccettazione,
    DiagnosiDimissione,
    EsitoTrattamento,
    ProblemaPrincipale,
    Prognosi,
    Quesito,
    Rilievo,
    Triage,
)
from siss_interop.messages.comune.fhir import LOINC_URI, default
from siss_interop.messages.comune.fhir_enunciati.generici import COLLEGATI, Casi
from siss_interop.messages.comune.fhir_enunciati.parti import CAMPIONI, MODELLI, NOTE, OSSERVATO, SOGGETTO, chi_e_cosa
from siss_interop.messages.comune.fhir_enunciati.valori import valore
from siss_interop.model.base import Value
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.tipi import CC, ID, TESTO, VALORE, quando
from siss_interop.wire.words import Binding, Drop, Fixed, In, Row, Word

ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def codice(model: type[Value], code: str, system: str = LOINC_URI) -> tuple[Word, ...]:
    """The code that the guides fix; its label stands in a field, the name of its system comes back as that of the class."""
    label = Row("etichetta", "display") if system == LOINC_URI else Row("etichetta", f"{mine('etichetta')}.valueString")
    back = default(model, "nome_codice")  # type: ignore[arg-type]  # any class with that field
    return (
        In("code.coding", Fixed("system", system), Fixed("code", code), label), Drop("nome_codice", "FHIR names a code system by its URI only", back),
    )  # fmt: skip


def di_codice(code: str) -> str:
    """The step to an Observation of this code."""
    return f"->Observation[code.coding.code='{code}']"


CLINICO: tuple[Word, ...] = (*chi_e_cosa("performer"), OSSERVATO, SOGGETTO, quando("quando", "effective"))
"""What every statement that becomes an Observation has."""


def rilievo(model: type[Rilievo], code: str, *words: Word, system: str = LOINC_URI) -> Binding:
    """A finding of this code, and what else it says."""
    return Binding(
        model,
        *codice(model, code, system), *CLINICO, NOTE, valore("valore"), Row("sedi", "bodySite*", CC), CAMPIONI, COLLEGATI, *words,
    )  # fmt: skip


def fissa(model: type[OsservazioneFissa], code: str, *words: Word, system: str = LOINC_URI) -> Binding:
    """An observation that says one thing of the statement around it."""
    return Binding(
        model,
        *codice(model, code, system), Fixed("status", "final"), SOGGETTO, Row("id", "identifier*", ID), MODELLI, Row("testo", mine("testo"), TESTO),
        Row("inversa", f"{mine('inversa')}.valueBoolean"), *words,
    )  # fmt: skip


def qualifica(model: type[OsservazioneFissa], code: str, system: str = LOINC_URI) -> Binding:
    """One whose value is a code."""
    return fissa(model, code, Row("valore", "valueCodeableConcept", VALORE), quando("quando", "effective"), system=system)


def accanto(field: str, binding: Binding, code: str) -> Row:
    """The Observation that says something of a resource, as an extension of it."""
    return Row(field, f"{mine(field.replace('_', '-'))}.valueReference{di_codice(code)}", binding)


def _caso(model: type[Rilievo], code: str) -> Casi:
    return {model: ((di_codice(code), rilievo(model, code)),)}


DIAGNOSI_DIMISSIONE = rilievo(DiagnosiDimissione, "8651-2")
ESITO = rilievo(EsitoTrattamento, "11302-7")
RILIEVI: Casi = {
    **_caso(DiagnosiAccettazione, "8646-2"), DiagnosiDimissione: ((di_codice("8651-2"), DIAGNOSI_DIMISSIONE),), **_caso(Diagnosi, "29308-4"),
    **_caso(Quesito, "29298-7"), **_caso(ProblemaPrincipale, "56817-0"), **_caso(CausaAccesso, "29298-7"), **_caso(Triage, "11283-9"),
    **_caso(Appropriatezza, "11283-9"), **_caso(Prognosi, "75328-5"), **_caso(DataDecesso, "31211-6"), **_caso(Autopsia, "45477-7"),
}  # fmt: skip
