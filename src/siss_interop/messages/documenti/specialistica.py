"""Referto di specialistica ambulatoriale, the report of a specialist's visit (LOINC 11488-4)."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.messages.documenti.radiologia import StoriaClinica
from siss_interop.messages.documenti.sezioni import (
    SezioneDiagnosi,
    SezioneOsservazioni,
    SezionePrestazioni,
    SezioneQuesito,
    SezioneTerapie,
    SezioneTesto,
)
from siss_interop.model.marks import label


class StoriaClinicaConTerapia(StoriaClinica):
    """The clinical history, with allergies and present medicines."""

    terapia: Annotated[
        SezioneTerapie | None, posto("10160-0", "Terapia farmacologica in atto"), label("Terapia in atto", "medicines taken at present")
    ] = None


class RefertoSpecialisticaAmbulatoriale(DocumentoClinico):
    """Referto di specialistica ambulatoriale: what was asked, done, found and advised."""

    codice: TipoDocumento = tipo_documento("11488-4", "Referto specialistico")
    titolo: Titolo = "Referto di Specialistica Ambulatoriale"
    versione_modello: VersioneModello = "1.1"
    quesito: Annotated[SezioneQuesito | None, posto("29299-5", "Quesito diagnostico"), label("Quesito diagnostico", "what is asked")] = None
    storia: Annotated[StoriaClinicaConTerapia | None, posto("11329-0", "Storia Clinica"), label("Storia clinica", "clinical history")] = None
    precedenti_esami: Annotated[
        SezioneOsservazioni | None, posto("30954-2", "Precedenti Esami Eseguiti"), label("Precedenti esami", "earlier examinations")
    ] = None
    esame_obiettivo: Annotated[SezioneTesto | None, posto("29545-1", "Esame Obiettivo"), label("Esame obiettivo", "physical examination")] = None
    prestazioni: Annotated[SezionePrestazioni | None, posto("62387-6", "Prestazioni", obbligatoria=True), label("Prestazioni", "what was done")] = (
        None
    )
    confronto: Annotated[
        SezioneTesto | None, posto("93126-1", "Confronto con Precedenti Esami Eseguiti"), label("Confronto", "comparison with earlier examinations")
    ] = None
    referto: Annotated[SezioneTesto | None, posto("47045-0", "Referto", obbligatoria=True), label("Referto", "what was found")] = None
    diagnosi: Annotated[SezioneDiagnosi | None, posto("29548-5", "Diagnosi"), label("Diagnosi", "diagnosis")] = None
    conclusioni: Annotated[SezioneTesto | None, posto("55110-1", "Conclusioni"), label("Conclusioni", "what it means")] = None
    suggerimenti: Annotated[
        SezioneTesto | None, posto("62385-0", "Suggerimenti per il Medico Prescrittore"), label("Suggerimenti", "advice to the prescriber")
    ] = None
    accertamenti: Annotated[
        SezionePrestazioni | None, posto("80615-8", "Accertamenti e Controlli Consigliati"), label("Accertamenti", "advised examinations")
    ] = None
    terapia: Annotated[
        SezioneTerapie | None, posto("93341-6", "Terapia farmacologica Consigliata"), label("Terapia consigliata", "advised medicines")
    ] = None
