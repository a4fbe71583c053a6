"""Where medicines and supplies stand in FHIR R4: MedicationStatement or MedicationRequest with a Medication, a device in use, a supply asked for."""

from __future__ import annotations

from collections.abc import Mapping

from siss_interop.messages.comune.enunciati.generici import Contenitore, Contenuto, Farmaco, FarmacoEtichettato, Fornitura, Terapia
from siss_interop.messages.comune.fhir import LOINC_URI, ORGANIZZAZIONE, nome_codice, priorita
from siss_interop.messages.comune.fhir_enunciati.parti import (
    CHIESTO,
    FASE_A_PARTE,
    FASE_AVVENUTA,
    FASE_CHIESTA,
    NOTE,
    NOTE_A_PARTE,
    RELAZIONE,
    SOGGETTO,
    avvenuto,
    chi_e_cosa,
    chiesto,
    stato,
)
from siss_interop.messages.comune.fhir_enunciati.valori import CADENZA, EVENTO, RAPPORTO, REALE, dose
from siss_interop.model.tipi import Codice
from siss_interop.wire.fhir.names import OURS, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import CC, ID, as_quantity, extension, quando, quando_periodo
from siss_interop.wire.words import Binding, Choice, Fixed, In, Leaf, Row, Same, Word

# ---- the product

_ETICHETTATO = Binding(
    FarmacoEtichettato, Row("codice", "extension[url='codice'].valueCodeableConcept", CC), Row("nome", "extension[url='nome'].valueString")
)
_PRODOTTO: tuple[Word, ...] = (
    Row("etichettato", mine("farmaco-etichettato"), _ETICHETTATO),
    Row("ditta", "manufacturer->Organization", ORGANIZZAZIONE), Row("nome", f"{mine('nome-prodotto')}.valueString"),
    Row("modelli", extension("modello-prodotto", "Identifier", many=True), ID),
    Row("modelli_materiale", extension("modello-materiale", "Identifier", many=True), ID),
)  # fmt: skip
FARMACO = Binding(
    Farmaco,
    *_PRODOTTO, Row("id", "identifier*", ID), Row("codice", "code", CC), Row("forma", "form", CC), Row("lotto", "batch.lotNumber"),
)  # fmt: skip
"""A product as a Medication."""
VACCINO = Binding(
    Farmaco,
    *_PRODOTTO, Row("id", extension("prodotto", "Identifier", many=True), ID), Row("codice", "vaccineCode", CC),
    Row("forma", extension("forma", "CodeableConcept"), CC), Row("lotto", "lotNumber"),
)  # fmt: skip
"""A product where the words stand on the Immunization."""
#: what one takes of it: HL7's codes for this are forms of medicines, and so it is the form where the product names none
_FORMA = f"{OURS}forma-somministrata"
_FORMA_SOMMINISTRATA = Binding(Codice, Fixed(f"{mine('forma-somministrata')}.valueBoolean", value=True), *CC.words)
#: R4 wants a ratio: so much in one
_CONTENUTO = Binding(
    Contenuto,
    Row("codice", "itemCodeableConcept", CC),
    In("strength", Row("quantita", "numerator", REALE), Fixed("denominator", Same(".", Leaf(None, lambda contenuto: {"value": 1})))),
)  # fmt: skip

# ---- supplies


def _number(testo: str) -> Json | None:
    """A number of packages as a quantity, where the text is one."""
    return as_quantity(testo, None) if testo.isascii() and testo.isdigit() and len(testo) < 10 else None


_QUANTI: tuple[Word, ...] = (
    Row("ripetizione", f"{mine('ripetizione')}.valueInteger"), Row("indipendente", f"{mine('indipendente')}.valueBoolean"),
    Row("quantita", f"{mine('quantita')}.valueString"), Row("prodotto", f"{mine('prodotto')}.valueReference->Medication", FARMACO),
)  # fmt: skip
_IN_USO = {
    "completed": "active", "active": "active", "new": "intended", "held": "on-hold", "suspended": "on-hold", "aborted": "stopped",
    "nullified": "entered-in-error",
}  # fmt: skip
#: a supply that was made: the patient has the device
_FORNITURA: tuple[Word, ...] = (
    *chi_e_cosa(), stato(_IN_USO, "active"), FASE_AVVENUTA, SOGGETTO, *_QUANTI, NOTE, quando("quando", "timing"),
    In("device->Device", Row("codice", "type", CC)),
)  # fmt: skip
CONTENITORE = Binding(
    Contenitore,
    *chi_e_cosa(), stato(_IN_USO, "active"), SOGGETTO, NOTE, quando("quando", "timing"), nome_codice(),
    In("device->Device.type.coding", Fixed("system", LOINC_URI), Fixed("code", "74384-9"), Row("etichetta", "display")),
    Row("quantita", f"{mine('quantita')}.valueString"), RELAZIONE, Row("inversa", f"{mine('inversa')}.valueBoolean"),
)  # fmt: skip
_RICHIESTA = {
    "active": "active", "completed": "completed", "new": "draft", "held": "suspended", "suspended": "suspended", "aborted": "cancelled",
    "cancelled": "cancelled", "nullified": "entered-in-error",
}  # fmt: skip
_FORNITURA_CHIESTA: tuple[Word, ...] = (
    *chi_e_cosa(), stato(_RICHIESTA, "unknown"), FASE_A_PARTE, *_QUANTI, NOTE_A_PARTE, quando("quando", "occurrence"),
    Row("codice", "itemCodeableConcept", CC), Fixed("quantity", Same("quantita", Leaf(None, _number))), Fixed("deliverTo", Same("assistito")),
)  # fmt: skip


def forniture(collegati: Word) -> tuple[Binding, Binding]:
    """A supply that was made, and one that is asked for."""
    return Binding(Fornitura, *_FORNITURA, collegati, meant=avvenuto), Binding(Fornitura, *_FORNITURA_CHIESTA, collegati, meant=chiesto)


# ---- therapies

_PRESA = {
    "active": "active", "completed": "completed", "new": "intended", "held": "on-hold", "suspended": "on-hold", "aborted": "stopped",
    "nullified": "entered-in-error",
}  # fmt: skip
_PRESCRITTA = {
    **CHIESTO, "aborted": "stopped", "cancelled": "cancelled",
}  # fmt: skip


def _terapia(dosage: str, collegati: Word, fornite: Mapping[str, Binding]) -> tuple[Word, ...]:
    return (
        *chi_e_cosa(), SOGGETTO, NOTE, collegati, Row("codice", "category", CC),
        Row("ripetizione", f"{mine('ripetizione')}.valueInteger"), Row("unita", extension("unita-somministrazione", "CodeableConcept"), CC),
        In(
            dosage, Row("cadenze", "timing*", CADENZA), Row("eventi", f"{mine('evento-giornata')}*", EVENTO),
            Row("via", "route", CC), Row("sedi", "site*", CC), dose("dose", "doseAndRate.dose[x]"),
            dose("velocita", "doseAndRate.rate[x]"), Row("dose_massima", "maxDosePerPeriod", RAPPORTO),
        ),
        In(
            "medicationReference->Medication", Fixed(f"form[extension.url='{_FORMA}|{_FORMA}']", Same("unita", _FORMA_SOMMINISTRATA)),
            Row("farmaco", ".", FARMACO), Row("contenuti", "ingredient*", _CONTENUTO),
        ),
        Choice("fornitura", f"{mine('fornitura')}.valueReference", fornite),
    )  # fmt: skip


def terapie(collegati: Word, fornitura: Binding, chiesta: Binding) -> tuple[Binding, Binding]:
    """A medicine that is or was taken, and one that is to be taken."""
    fornite = {"->DeviceUseStatement": fornitura, "->SupplyRequest": chiesta}
    presa = Binding(
        Terapia,
        *_terapia("dosage", collegati, fornite), stato(_PRESA, "unknown", negato="not-taken"), FASE_AVVENUTA, quando("quando", "effective"),
        Row("priorita", extension("priorita", "CodeableConcept"), CC), meant=avvenuto,
    )  # fmt: skip
    da_prendere = Binding(
        Terapia,
        *_terapia("dosageInstruction", collegati, fornite), stato(_PRESCRITTA, "unknown"), FASE_CHIESTA, Row("negata", "doNotPerform"), *priorita(),
        quando_periodo("quando", f"{mine('quando')}.valuePeriod"), meant=chiesto,
    )  # fmt: skip
    return presa, da_prendere
