"""Where allergies stand in FHIR R4: the item of the list and the allergy are one AllergyIntolerance."""

from __future__ import annotations

from typing import Any

from siss_interop.messages.comune.enunciati.allergie import Agente, Allergia, AssenzaAllergie, Criticita, Reazione, StatoClinico, VoceAllergia
from siss_interop.messages.comune.fhir_enunciati.generici import Casi
from siss_interop.messages.comune.fhir_enunciati.parti import NOTE, PAZIENTE, STATO_A_PARTE, chi_e_cosa, enunciato, segnato, voce
from siss_interop.messages.comune.fhir_enunciati.rilievi import CLINICO, accanto, codice, qualifica
from siss_interop.messages.comune.fhir_enunciati.valori import tra
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import CC, ID, OCCORRENZA, VALORE, extension
from siss_interop.wire.words import Binding, Drop, Fixed, In, Leaf, Row, Same, Word

# ---- status

#: LOINC answers to "Status"
_ATTIVO = {"LA16666-2": "active", "LA18632-2": "inactive", "LA9041-0": "resolved"}
#: status of the item of a list
_VOCE = {"completed": "resolved", "suspended": "inactive", "aborted": "inactive"}


def stato_detto(detto: Any) -> str | None:
    """R4's clinical status as the `StatoClinico` of a statement tells it."""
    value = None if detto is None else tra(detto, "valore")
    return None if value is None else _ATTIVO.get(tra(value, "codice") or "")


def stato_in_lista(testo: str | None) -> str:
    """R4's clinical status as the status of an item of a list tells it: what is on a list without a word is active."""
    return _VOCE.get(testo or "", "active")


def clinico(kind: str, code: str) -> Json:
    """R4's clinical status of an `allergyintolerance` or a `condition`."""
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{kind}-clinical", "code": code}]}


def _stato(voce_di_lista: Any) -> Json:
    allergia = tra(voce_di_lista, "allergia") or {}
    told = stato_detto(tra(allergia, "stato_clinico") if tra(allergia, "tipo") == "Allergia" else None)
    return clinico("allergyintolerance", told or stato_in_lista(tra(voce_di_lista, "stato")))


STATO_CLINICO = accanto("stato_clinico", qualifica(StatoClinico, "33999-4"), "33999-4")

# ---- reactions


def reazione(manifestation: str = "") -> Binding:
    """A reaction: an Observation, and where R4 asks for it the manifestation again."""
    inside: tuple[Word, ...] = (
        *codice(Reazione, "75321-0"), *CLINICO, NOTE, Row("manifestazione", "valueCodeableConcept", VALORE),
        Row("inversa", f"{mine('inversa')}.valueBoolean"),
    )  # fmt: skip
    if not manifestation:
        return Binding(Reazione, *inside)
    return Binding(
        Reazione,
        Fixed(manifestation, Same("manifestazione", VALORE)),
        In(f"{mine('osservazione')}.valueReference->Observation[code.coding.code='75321-0']", *inside),
    )  # fmt: skip


# ---- the allergy

_GENERI = {
    **dict.fromkeys(("ALG", "DALG", "EALG", "FALG"), "allergy"),
    **dict.fromkeys(("OINT", "DINT", "FINT", "EINT", "NAINT", "DNAINT", "ENAINT", "FNAINT"), "intolerance"),
}
_CATEGORIE = {
    **dict.fromkeys(("DALG", "DINT", "DNAINT"), "medication"), **dict.fromkeys(("FALG", "FINT", "FNAINT"), "food"),
    **dict.fromkeys(("EALG", "EINT", "ENAINT"), "environment"),
}  # fmt: skip
_CRITICITA = {"H": "high", "L": "low", "LA6751-7": "high", "LA6752-5": "low"}
_AGENTE = Binding(
    Agente,
    Row("agente", ".", CC), Row("id", extension("identificativo", "Identifier", many=True), ID),
    Row("modelli", extension("modello-ruolo", "Identifier", many=True), ID),
)  # fmt: skip


def _of(field: str, codes: dict[str, str]) -> Same:
    return Same(field, Leaf(None, lambda value: codes.get(tra(value, "codice") or "")))


_ALLERGIA: tuple[Word, ...] = (
    *chi_e_cosa(), STATO_A_PARTE, NOTE, Row("inversa", f"{mine('inversa')}.valueBoolean"), Row("etichetta", f"{mine('etichetta')}.valueString"),
    Row("quando", "onsetDateTime", OCCORRENZA),
)  # fmt: skip
ALLERGIA = Binding(
    Allergia,
    *_ALLERGIA, Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "LOINC"),
    Row("genere", extension("genere", "CodeableConcept"), VALORE), Row("agenti", "code*", _AGENTE),
    Row("reazioni", "reaction*", reazione("manifestation")),
    accanto("criticita", qualifica(Criticita, "82606-5"), "82606-5"), STATO_CLINICO,
)  # fmt: skip
ASSENZA = Binding(
    AssenzaAllergie,
    *_ALLERGIA, Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "ActCode"), Row("assenza", "code", VALORE),
)  # fmt: skip


def _is_absence(each: VoceAllergia) -> bool:
    return type(each.allergia) is AssenzaAllergie


_STATO = Fixed("clinicalStatus", Same(".", Leaf(None, _stato)))
VOCE_ALLERGIA = Binding(
    VoceAllergia,
    *voce(), PAZIENTE, _STATO, Fixed("type", _of("allergia.genere", _GENERI)), Fixed("category", _of("allergia.genere", _CATEGORIE)),
    Fixed("criticality", _of("allergia.criticita.valore", _CRITICITA)), Row("allergia", ".", ALLERGIA),
)  # fmt: skip
VOCE_ASSENZA = Binding(VoceAllergia, *voce(), PAZIENTE, _STATO, enunciato("assenza-allergie"), Row("allergia", ".", ASSENZA), meant=_is_absence)
ALLERGIE: Casi = {VoceAllergia: ((segnato("AllergyIntolerance", "assenza-allergie"), VOCE_ASSENZA), ("->AllergyIntolerance", VOCE_ALLERGIA))}
