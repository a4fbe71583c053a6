"""Lettera di dimissione ospedaliera, the hospital discharge letter (LOINC 34105-7)."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import SezioneClinica, posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.messages.documenti.sezioni import (
    SezioneAccettazione,
    SezioneAllergie,
    SezioneAnamnesi,
    SezioneDiagnosiDimissione,
    SezioneOsservazioni,
    SezioneProblemi,
    SezioneProcedure,
    SezioneTerapie,
    SezioneTesto,
)
from siss_interop.model.marks import label


class InquadramentoClinico(SezioneClinica):
    """The first clinical picture: history, physical examination, medicines and allergies on arrival."""

    anamnesi: Annotated[SezioneAnamnesi | None, posto("11329-0", "Anamnesi"), label("Anamnesi", "medical history")] = None
    esame_obiettivo: Annotated[SezioneOsservazioni | None, posto("29545-1", "Esame Obiettivo"), label("Esame obiettivo", "physical examination")] = (
        None
    )
    terapia_ingresso: Annotated[
        SezioneTerapie | None, posto("42346-7", "Terapia Farmacologica all'ingresso"), label("Terapia all'ingresso", "medicines on arrival")
    ] = None
    allergie: Annotated[SezioneAllergie | None, posto("48765-2", "Allergie"), label("Allergie", "allergies")] = None
    problemi: Annotated[SezioneProblemi | None, posto("11450-4", "Problemi aperti"), label("Problemi aperti", "open problems")] = None


class LetteraDimissione(DocumentoClinico):
    """Lettera di dimissione ospedaliera: what happened during a stay in hospital."""

    codice: TipoDocumento = tipo_documento("34105-7", "Lettera di dimissione ospedaliera")
    titolo: Titolo = "Lettera di dimissione ospedaliera"
    versione_modello: VersioneModello = "1.2"
    motivo: Annotated[
        SezioneAccettazione | None, posto("46241-6", "Motivo del ricovero", obbligatoria=True), label("Motivo del ricovero", "why admitted")
    ] = None
    inquadramento: Annotated[
        InquadramentoClinico | None, posto("47039-3", "Inquadramento Clinico Iniziale"), label("Inquadramento clinico", "first clinical picture")
    ] = None
    decorso: Annotated[
        SezioneOsservazioni | None, posto("8648-8", "Decorso Ospedaliero", obbligatoria=True), label("Decorso ospedaliero", "course of the stay")
    ] = None
    complicanze: Annotated[SezioneProblemi | None, posto("55109-3", "Complicanze"), label("Complicanze", "complications")] = None
    riscontri: Annotated[
        SezioneOsservazioni | None, posto("11493-4", "Riscontri ed accertamenti significativi"), label("Riscontri", "significant findings")
    ] = None
    consulenza: Annotated[SezioneOsservazioni | None, posto("34104-0", "Consulenza"), label("Consulenza", "consultations")] = None
    esami: Annotated[
        SezioneOsservazioni | None, posto("30954-2", "Esami eseguiti durante il ricovero"), label("Esami", "examinations during the stay")
    ] = None
    procedure: Annotated[
        SezioneProcedure | None, posto("47519-4", "Procedure eseguite durante il ricovero"), label("Procedure", "procedures during the stay")
    ] = None
    allergie: Annotated[SezioneAllergie | None, posto("48765-2", "Allergie e/o reazioni avverse"), label("Allergie", "allergies")] = None
    terapia: Annotated[
        SezioneTerapie | None, posto("10160-0", "Terapia farmacologica effettuata durante il ricovero"), label("Terapia", "medicines during the stay")
    ] = None
    dimissione: Annotated[
        SezioneDiagnosiDimissione | None, posto("11535-2", "Condizioni del paziente e diagnosi alla dimissione", obbligatoria=True),
        label("Dimissione", "state and diagnosis on discharge"),
    ] = None  # fmt: skip
    terapia_dimissione: Annotated[
        SezioneTerapie | None, posto("10183-2", "Terapia farmacologica alla dimissione"), label("Terapia alla dimissione", "medicines on discharge")
    ] = None
    istruzioni: Annotated[SezioneTesto | None, posto("18776-5", "Istruzioni di follow-up"), label("Istruzioni", "what to do now")] = None
