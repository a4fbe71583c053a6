"""Referto di radiologia, the radiology report (LOINC 68604-8)."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.messages.documenti.sezioni import (
    SezioneAllergie,
    SezioneAnamnesi,
    SezioneOsservazioni,
    SezionePrestazioni,
    SezioneProblemi,
    SezioneQuesito,
    SezioneTesto,
)
from siss_interop.model.marks import label

DICOM = "1.2.840.10008.2.16.4"
"""Codes of DICOM."""


class StoriaClinica(SezioneAnamnesi):
    """The clinical history that came with the request, with the allergies."""

    allergie: Annotated[SezioneAllergie | None, posto("48765-2", "Allergie"), label("Allergie", "allergies")] = None


class RefertoRadiologia(DocumentoClinico):
    """Referto di radiologia: the examination, what was seen, and what it means."""

    codice: TipoDocumento = tipo_documento("68604-8", "Referto radiologico")
    titolo: Titolo = "Referto di Radiologia"
    versione_modello: VersioneModello = "1.1"
    immagini: Annotated[
        SezionePrestazioni | None, posto("121181", "DICOM Object Catalog", sistema=DICOM), label("Immagini", "catalogue of the DICOM objects")
    ] = None
    quesito: Annotated[SezioneQuesito | None, posto("18785-6", "Quesito Diagnostico"), label("Quesito diagnostico", "what is asked")] = None
    storia: Annotated[StoriaClinica | None, posto("11329-0", "Storia Clinica"), label("Storia clinica", "clinical history")] = None
    precedenti_esami: Annotated[
        SezioneOsservazioni | None, posto("55114-3", "Precedenti Esami Eseguiti"), label("Precedenti esami", "earlier examinations")
    ] = None
    esame: Annotated[SezionePrestazioni | None, posto("55111-9", "Esame Eseguito", obbligatoria=True), label("Esame eseguito", "the examination")] = (
        None
    )
    referto: Annotated[SezioneTesto | None, posto("18782-3", "Referto", obbligatoria=True), label("Referto", "what was seen")] = None
    conclusioni: Annotated[SezioneTesto | None, posto("55110-1", "Conclusioni"), label("Conclusioni", "what it means")] = None
    informazioni: Annotated[SezioneTesto | None, posto("55107-7", "Informazioni Aggiuntive"), label("Informazioni aggiuntive", "more")] = None
    complicanze: Annotated[SezioneProblemi | None, posto("55109-3", "Complicanze"), label("Complicanze", "complications")] = None
    suggerimenti: Annotated[
        SezioneTesto | None, posto("18783-1", "Suggerimenti per il medico prescrittore"), label("Suggerimenti", "advice to the prescriber")
    ] = None
