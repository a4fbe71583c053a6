"""Where the vaccination documents stand in FHIR R4: a Composition, and an Immunization for each vaccination given or not given."""

from __future__ import annotations

from typing import Any

from siss_interop.messages.comune.fhir import (
    CODICE_DEL_DOCUMENTO,
    ENUNCIATO,
    ESECUTORE_ATTO,
    NOTA,
    ORGANIZZAZIONE,
    osservazione,
    qualifica,
    seme,
    sezione,
    sul_posto,
    testata,
)
from siss_interop.messages.vaccinazioni.documenti import (
    CategoriaRischio,
    CertificatoVaccinale,
    CondizioneSanitaria,
    Copertura,
    DatoLocale,
    DocumentoVaccinale,
    Luogo,
    Malattia,
    MancataVaccinazione,
    Motivo,
    NumeroDose,
    PresuntaImmunita,
    Prodotto,
    ProssimoAppuntamento,
    ReazioneAvversa,
    SchedaSingolaVaccinazione,
    SezioneVaccinazioni,
    Vaccinazione,
)
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.tipi import CC, ID, OCCORRENZA, QUANTITA, VALORE, extension, quando
from siss_interop.wire.words import Binding, Choice, Fixed, In, Leaf, Row, Same, Word

PRODOTTO = Binding(
    Prodotto,
    Row("codice", "vaccineCode", CC), Row("lotto", "lotNumber"), Row("ditta", "manufacturer->Organization", ORGANIZZAZIONE),
    Row("nome", f"{mine('nome-prodotto')}.valueString"), Row("forma", extension("forma", "CodeableConcept"), CC),
    Row("id", extension("prodotto", "Identifier", many=True), ID),
)  # fmt: skip
LUOGO = Binding(Luogo, Row("id", "identifier*", ID), Row("nome", "name"), Row("codice", "type", CC))


def _read_dose(ending: str, value: Any) -> int:
    if ending == "PositiveInt" and type(value) is int and 0 < value < 100:
        return value
    if ending == "String" and value == "0":
        return 0
    raise ValueError("no number of a dose")


#: no positiveInt is 0, which some documents write
_DOSE = Leaf(_read_dose, lambda number: ("PositiveInt", number) if number else ("String", "0"))
NUMERO_DOSE = Binding(NumeroDose, Row("valore", "doseNumber[x]", _DOSE), *sul_posto(NumeroDose))
MALATTIA = Binding(
    Malattia, Row("valore", ".", VALORE), *sul_posto(Malattia), In(mine("quando"), quando("quando", "value"))
)  # fmt: skip
DATO_LOCALE = Binding(DatoLocale, Row("codice", "extension[url='dato'].valueString"), Row("valore", "extension[url='valore'].valueString"))


def _obs(code: str, way: str = "") -> str:
    return f"Observation{way}[code.coding.code='{code}']"


def scadenza(model: type[Copertura | ProssimoAppuntamento], code: str) -> Binding:
    """A date that follows from the dose: an observation that is part of it."""
    return osservazione(model, code, quando("quando", "value"))


_DATI: tuple[Word, ...] = (
    *ENUNCIATO, Fixed("patient", Same("assistito")), Row("codice", extension("atto", "CodeableConcept"), CC),
    Row("quando", "occurrenceDateTime", OCCORRENZA), Row("luoghi", "location*->Location", LUOGO), Row("esecutori", "performer*", ESECUTORE_ATTO),
    In("protocolApplied", Row("malattie", "targetDisease*", MALATTIA), Row("numero_dose", ".", NUMERO_DOSE)),
    Row("note", "note*", NOTA), Row("dati_locali", f"{mine('dato-locale')}*", DATO_LOCALE), Row("prodotto", ".", PRODOTTO),
)  # fmt: skip
VACCINAZIONE = Binding(
    Vaccinazione,
    Fixed("status", "completed"), *_DATI, Row("via", "route", CC), Row("sede", "site", CC), Row("dose", "doseQuantity", QUANTITA),
    Row("copertura", f"<-{_obs('59778-1', '.partOf')}", scadenza(Copertura, "59778-1")),
    Row("prossima", f"<-{_obs('30980-7', '.partOf')}", scadenza(ProssimoAppuntamento, "30980-7")),
    Row("categorie_rischio", f"reasonReference*->{_obs('95715-9')}", qualifica(CategoriaRischio, "95715-9")),
    Row("condizioni", f"reasonReference*->{_obs('59785-6')}", qualifica(CondizioneSanitaria, "59785-6")),
    Row("reazioni", f"reaction*.detail->{_obs('31044-1')}", qualifica(ReazioneAvversa, "31044-1")),
)  # fmt: skip
MANCATA = Binding(
    MancataVaccinazione,
    Fixed("status", "not-done"), *_DATI, Fixed("statusReason", Same("motivi.0.valore", CC)),
    Row("motivi", f"<-{_obs('85714-4', '.partOf')}*", qualifica(Motivo, "85714-4")),
    Row("immunita", f"<-{_obs('59784-9', '.partOf')}*", qualifica(PresuntaImmunita, "59784-9")),
)  # fmt: skip
SEZIONE = Binding(
    SezioneVaccinazioni,
    *sezione("11369-6"),
    Choice("voci", "entry*->Immunization", {"[status='completed']": VACCINAZIONE, "[status='not-done']": MANCATA}),
    Fixed("entry", Same("<-")),
)  # fmt: skip


def _documento(model: type[DocumentoVaccinale], template: str, profile: str) -> Binding:
    tag = "meta.tag[system='urn:ietf:rfc:3986']"
    return Binding(
        model,
        Fixed(f"{tag}.code", f"urn:oid:{template}"), Row("versione_modello", f"{tag}.version"), Row("codice", "type", CC),
        *testata(profile, CODICE_DEL_DOCUMENTO), Row("sezione", "section", SEZIONE), tag="Composition",
    )  # fmt: skip


def _profiles(model: type[DocumentoVaccinale], template: str) -> FhirMapping:
    return FhirMapping({profile: _documento(model, template, profile) for profile in ("document", "transaction")}, seme)


SCHEDA_SINGOLA = _profiles(SchedaSingolaVaccinazione, "2.16.840.1.113883.2.9.10.1.11.1.1")
CERTIFICATO = _profiles(CertificatoVaccinale, "2.16.840.1.113883.2.9.10.1.11.1.2")
