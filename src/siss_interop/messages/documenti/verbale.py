"""Verbale di pronto soccorso, the report of an access to an emergency department (LOINC 59258-4)."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.messages.documenti.lettera import InquadramentoClinico
from siss_interop.messages.documenti.sezioni import (
    SezioneDimissione,
    SezioneIncontri,
    SezioneMotivoVisita,
    SezioneOsservazioni,
    SezionePrestazioni,
    SezioneProblemi,
    SezioneRisultati,
    SezioneTerapie,
    SezioneTrasporto,
    SezioneTriage,
)
from siss_interop.model.marks import label


class VerbaleProntoSoccorso(DocumentoClinico):
    """Verbale di pronto soccorso: from arrival and triage to the discharge."""

    codice: TipoDocumento = tipo_documento("59258-4", "Verbale di pronto soccorso")
    titolo: Titolo = "Verbale di Pronto Soccorso"
    versione_modello: VersioneModello = "1.1"
    trasporto: Annotated[
        SezioneTrasporto | None, posto("11459-5", "Modalità di Trasporto"), label("Modalità di trasporto", "how the patient came")
    ] = None
    motivo: Annotated[
        SezioneMotivoVisita | None, posto("46239-0", "Motivo della visita", obbligatoria=True), label("Motivo della visita", "why the patient came")
    ] = None
    triage: Annotated[SezioneTriage | None, posto("54094-8", "Triage", obbligatoria=True), label("Triage", "colour given")] = None
    inquadramento: Annotated[
        InquadramentoClinico | None, posto("78337-3", "Inquadramento clinico iniziale"), label("Inquadramento clinico", "first clinical picture")
    ] = None
    fasi: Annotated[
        SezioneIncontri | None, posto("46240-8", "Fasi dell'episodio di Pronto Soccorso"), label("Fasi dell'episodio", "phases of the access")
    ] = None
    decorso: Annotated[SezioneOsservazioni | None, posto("8648-8", "Decorso Ospedaliero"), label("Decorso", "course of the access")] = None
    complicanze: Annotated[SezioneProblemi | None, posto("55109-3", "Complicanze"), label("Complicanze", "complications")] = None
    interventi: Annotated[
        SezionePrestazioni | None, posto("62387-6", "Interventi, prestazioni, consulenze e richieste"), label("Interventi", "services done")
    ] = None
    accertamenti: Annotated[SezioneRisultati | None, posto("30954-2", "Accertamenti"), label("Accertamenti", "results of examinations")] = None
    parametri_vitali: Annotated[SezioneRisultati | None, posto("8716-3", "Parametri Vitali"), label("Parametri vitali", "vital signs")] = None
    terapia: Annotated[
        SezioneTerapie | None, posto("29549-3", "Terapia Farmacologica Effettuata in Pronto Soccorso"), label("Terapia", "medicines given")
    ] = None
    dimissione: Annotated[
        SezioneDimissione | None, posto("28574-2", "Dimissione", obbligatoria=True), label("Dimissione", "how the access ended")
    ] = None
    piano_di_cura: Annotated[
        SezionePrestazioni | None, posto("18776-5", "Piano di cura alla dimissione"), label("Piano di cura", "what is to be done")
    ] = None
    terapia_dimissione: Annotated[
        SezioneTerapie | None, posto("75311-1", "Terapia farmacologica alla dimissione"), label("Terapia alla dimissione", "medicines on discharge")
    ] = None
