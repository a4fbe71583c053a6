"""Profilo Sanitario Sintetico, the patient summary of the family doctor (LOINC 60591-5): 17 sections."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.messages.documenti.sezioni import (
    SezioneAllergie,
    SezioneDispositivi,
    SezioneEsenzioni,
    SezioneFamiliari,
    SezioneImmunizzazioni,
    SezioneIncontri,
    SezioneListaProblemi,
    SezioneOsservazioni,
    SezionePianoCura,
    SezioneProcedure,
    SezioneReti,
    SezioneRisultati,
    SezioneStatoFunzionale,
    SezioneTerapie,
)
from siss_interop.model.marks import label

PSS_IT = "2.16.840.1.113883.2.9.5.2.8"
"""Codes that the guide of the summary defines itself."""


class ProfiloSanitarioSintetico(DocumentoClinico):
    """Profilo Sanitario Sintetico: what any doctor must know of a patient."""

    codice: TipoDocumento = tipo_documento("60591-5", "Profilo Sanitario Sintetico")
    titolo: Titolo = "Profilo Sanitario Sintetico"
    versione_modello: VersioneModello = "1.4"
    allergie: Annotated[
        SezioneAllergie | None, posto("48765-2", "Allergie e Intolleranze", obbligatoria=True), label("Allergie", "allergies and intolerances")
    ] = None
    terapie: Annotated[SezioneTerapie | None, posto("10160-0", "Terapie Farmacologiche", obbligatoria=True), label("Terapie", "medicines")] = None
    vaccinazioni: Annotated[SezioneImmunizzazioni | None, posto("11369-6", "Vaccinazioni"), label("Vaccinazioni", "vaccinations")] = None
    problemi: Annotated[
        SezioneListaProblemi | None, posto("11450-4", "Lista dei Problemi", obbligatoria=True), label("Problemi", "list of problems")
    ] = None
    familiari: Annotated[SezioneFamiliari | None, posto("10157-6", "Anamnesi Familiare"), label("Anamnesi familiare", "family history")] = None
    stile_di_vita: Annotated[SezioneOsservazioni | None, posto("29762-2", "Stili di Vita"), label("Stile di vita", "habits")] = None
    gravidanze: Annotated[SezioneOsservazioni | None, posto("10162-6", "Gravidanze, parto e stato mestruale"), label("Gravidanze", "pregnancies")] = (
        None
    )
    parametri_vitali: Annotated[SezioneRisultati | None, posto("8716-3", "Parametri Vitali"), label("Parametri vitali", "vital signs")] = None
    dispositivi: Annotated[
        SezioneDispositivi | None, posto("46264-8", "Protesi, Impianti ed Ausili"), label("Dispositivi", "prostheses, implants, aids")
    ] = None
    piano_di_cura: Annotated[SezionePianoCura | None, posto("18776-5", "Piano di Cura"), label("Piano di cura", "what is planned")] = None
    procedure: Annotated[
        SezioneProcedure | None, posto("47519-4", "Trattamenti e procedure terapeutiche, chirurgiche e diagnostiche"),
        label("Procedure", "procedures done"),
    ] = None  # fmt: skip
    visite_e_ricoveri: Annotated[SezioneIncontri | None, posto("46240-8", "Visite e Ricoveri"), label("Visite e ricoveri", "visits, stays")] = None
    stato_funzionale: Annotated[
        SezioneStatoFunzionale | None, posto("47420-5", "Stato funzionale del Paziente"), label("Stato funzionale", "functional state")
    ] = None
    indagini: Annotated[
        SezioneRisultati | None, posto("30954-2", "Indagini diagnostiche e esami di laboratorio"), label("Indagini", "results of examinations")
    ] = None
    donazione_organi: Annotated[
        SezioneOsservazioni | None, posto("42348-3", "Assenso/Dissenso Donazione Organi"), label("Donazione organi", "consent to donate organs")
    ] = None
    esenzioni: Annotated[SezioneEsenzioni | None, posto("57827-8", "Esenzioni"), label("Esenzioni", "exemptions")] = None
    reti: Annotated[SezioneReti | None, posto("PSSIT99", "Reti di Patologia", sistema=PSS_IT), label("Reti di patologia", "disease networks")] = None
