"""Referto di anatomia patologica, the pathology report (LOINC 11526-1)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siss_interop.messages.comune.enunciati.generici import (
    Fornitura,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Prestazione,
    Procedura,
    Terapia,
)
from siss_interop.messages.comune.enunciati.patologia import DiagnosiPatologica, EsameMicroscopico, FormulaTumore, MargineResezione, MorfologiaTumore
from siss_interop.messages.comune.enunciati.sezioni import ALTRE, SezioneClinica, posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.messages.documenti.sezioni import (
    SezioneAllergie,
    SezioneAnamnesi,
    SezioneOsservazioni,
    SezioneProcedure,
    SezioneQuesito,
    SezioneTerapie,
    SezioneTesto,
)
from siss_interop.model.base import Many
from siss_interop.model.marks import label


class SezioneTerapiaOncologica(SezioneClinica):
    """Earlier treatment of a tumour: medicines and procedures."""

    voci: Annotated[
        Many[Annotated[Terapia | Procedura, Field(discriminator="tipo")]], label("Terapie", "medicines and procedures against the tumour")
    ] = ()
    altre_voci: Annotated[
        Many[Annotated[Osservazione | Gruppo | Incontro | Prestazione | Fornitura | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
    ] = ()


class SezioneGruppi(SezioneClinica):
    """Panels of observations."""

    voci: Annotated[Many[Gruppo], label("Gruppi", "panels of observations")] = ()
    altre_voci: Annotated[
        Many[Annotated[Osservazione | Procedura | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]],
        ALTRE,
    ] = ()


class SezioneMicroscopia(SezioneClinica):
    """What was seen under the microscope."""

    voci: Annotated[Many[EsameMicroscopico], label("Esame microscopico", "what was seen")] = ()


class SezioneMargine(SezioneClinica):
    """The margin of what was cut out."""

    voci: Annotated[
        Many[Annotated[MargineResezione | Osservazione, Field(discriminator="tipo")]], label("Margine", "distance of the tumour from the margin")
    ] = ()
    altre_voci: Annotated[
        Many[Annotated[Gruppo | Procedura | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
    ] = ()


class SezioneDiagnosiPatologica(SezioneClinica):
    """The diagnosis of the pathologist, with the morphology and the formula of a tumour."""

    voci: Annotated[
        Many[Annotated[DiagnosiPatologica | MorfologiaTumore | FormulaTumore, Field(discriminator="tipo")]],
        label("Diagnosi", "diagnosis, morphology, formula of the tumour"),
    ] = ()


class NotizieCliniche(SezioneClinica):
    """What came with the request: history, question, allergies, earlier examinations and treatments."""

    anamnesi: Annotated[SezioneAnamnesi | None, posto("11329-0", "Anamnesi"), label("Anamnesi", "medical history")] = None
    quesito: Annotated[SezioneQuesito | None, posto("42349-1", "Quesito diagnostico"), label("Quesito diagnostico", "what is asked")] = None
    allergie: Annotated[SezioneAllergie | None, posto("48765-2", "Allergie"), label("Allergie", "allergies")] = None
    precedenti_esami: Annotated[
        SezioneOsservazioni | None, posto("67803-7", "Precedenti Esami Eseguiti"), label("Precedenti esami", "earlier examinations")
    ] = None
    terapie: Annotated[
        SezioneTerapie | None, posto("8677-7", "Terapie farmacologiche pregresse"), label("Terapie pregresse", "earlier medicines")
    ] = None
    terapia_oncologica: Annotated[
        SezioneTerapiaOncologica | None,
        posto("103567-4", "Terapia Oncologica pregressa"),
        label("Terapia oncologica", "earlier treatment of a tumour"),
    ] = None
    procedure: Annotated[
        SezioneProcedure | None, posto("47519-4", "Precedenti trattamenti e procedure"), label("Procedure", "earlier procedures")
    ] = None
    indagini: Annotated[
        SezioneOsservazioni | None, posto("55114-3", "Indagini Radiologiche"), label("Indagini radiologiche", "earlier radiology")
    ] = None


class RefertoAnatomiaPatologica(DocumentoClinico):
    """Referto di anatomia patologica: what was taken, what was seen, and the diagnosis."""

    codice: TipoDocumento = tipo_documento("11526-1", "Pathology study")
    titolo: Titolo = "Referto di Anatomia Patologica"
    versione_modello: VersioneModello = "1.0"
    notizie: Annotated[NotizieCliniche | None, posto("22636-5", "Notizie Cliniche"), label("Notizie cliniche", "what came with the request")] = None
    procedura: Annotated[
        SezioneProcedure | None, posto("29300-1", "Procedura", obbligatoria=True), label("Procedura", "how the specimens were taken")
    ] = None
    macroscopia: Annotated[
        SezioneGruppi | None, posto("22634-0", "Osservazione Macroscopica"), label("Osservazione macroscopica", "what was seen by eye")
    ] = None
    microscopia: Annotated[
        SezioneMicroscopia | None, posto("22635-7", "Osservazione Microscopica"), label("Osservazione microscopica", "what the microscope showed")
    ] = None
    margine: Annotated[SezioneMargine | None, posto("33755-0", "Stato del Margine"), label("Stato del margine", "the margin")] = None
    analisi: Annotated[
        SezioneGruppi | None, posto("22639-9", "Analisi Supplementari dei campioni"), label("Analisi supplementari", "further examinations")
    ] = None
    epicrisi: Annotated[SezioneTesto | None, posto("85691-4", "Epicrisi"), label("Epicrisi", "summary of the case")] = None
    diagnosi: Annotated[
        SezioneDiagnosiPatologica | None, posto("22637-3", "Diagnosi", obbligatoria=True), label("Diagnosi", "diagnosis of the pathologist")
    ] = None
    ulteriori_accertamenti: Annotated[
        SezioneTesto | None, posto("62385-0", "Ulteriori accertamenti diagnostici"), label("Ulteriori accertamenti", "what else should be examined")
    ] = None
