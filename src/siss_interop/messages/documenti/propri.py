"""Two documents of the health record that no national guide describes; their templates are of our own making.

Their OIDs are made of fixed UUIDs (ITU-T X.667), so nobody else has them: `2.25.` and the UUID as a number. Their codes stand in a code system of
ours, for no LOINC says just this; the sections and statements are those of the national documents.
"""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import posto
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoClinico, TipoDocumento, VersioneModello
from siss_interop.messages.documenti.profilo import PSS_IT
from siss_interop.messages.documenti.sezioni import (
    SezioneAllergie,
    SezioneAnamnesi,
    SezioneDiagnosi,
    SezioneListaProblemi,
    SezionePianoCura,
    SezioneProblemi,
    SezioneReti,
    SezioneRisultati,
    SezioneTerapie,
    SezioneTesto,
)
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice

MODELLO_SCHEDA = "2.25.279251842852639656011435926167859855050"
"""Template of `SchedaPatologia`: UUID d215f2d8-9910-4b38-8833-4eda69e17eca."""
MODELLO_PIANO = "2.25.177135951723572575620439184397746215462"
"""Template of `PianoTerapeutico`: UUID 854324b3-94dc-4d2b-8fdb-f2eb261e9a26."""
TIPI_PROPRI = "2.25.303117134799937881459762763083839579016"
"""Code system of the kinds of these documents: UUID e40a3c95-8a5b-4753-a34d-3305e9f62388."""


def _tipo(code: str, name: str) -> Codice:
    return Codice(codice=code, sistema=TIPI_PROPRI, nome_sistema="siss_interop", descrizione=name)


class SchedaPatologia(DocumentoClinico):
    """Scheda di patologia: how a chronic disease of a patient stands, for those who share the care."""

    codice: TipoDocumento = _tipo("scheda-patologia", "Scheda di patologia")
    titolo: Titolo = "Scheda di patologia"
    versione_modello: VersioneModello = "1.0"
    patologia: Annotated[
        SezioneListaProblemi | None, posto("11450-4", "Patologia", obbligatoria=True), label("Patologia", "the disease and its course")
    ] = None
    rete: Annotated[SezioneReti | None, posto("PSSIT99", "Rete di patologia", sistema=PSS_IT), label("Rete di patologia", "disease network")] = None
    anamnesi: Annotated[SezioneAnamnesi | None, posto("11329-0", "Anamnesi"), label("Anamnesi", "medical history")] = None
    allergie: Annotated[SezioneAllergie | None, posto("48765-2", "Allergie"), label("Allergie", "allergies")] = None
    terapie: Annotated[SezioneTerapie | None, posto("10160-0", "Terapie in atto"), label("Terapie", "medicines taken at present")] = None
    parametri_vitali: Annotated[SezioneRisultati | None, posto("8716-3", "Parametri vitali"), label("Parametri vitali", "vital signs")] = None
    indagini: Annotated[SezioneRisultati | None, posto("30954-2", "Indagini ed esami"), label("Indagini", "results of examinations")] = None
    complicanze: Annotated[SezioneProblemi | None, posto("55109-3", "Complicanze"), label("Complicanze", "complications")] = None
    piano_di_cura: Annotated[SezionePianoCura | None, posto("18776-5", "Piano di cura"), label("Piano di cura", "what is planned")] = None


class PianoTerapeutico(DocumentoClinico):
    """Piano terapeutico: the treatment that a specialist or centre lays down, for how long, and what is to be watched."""

    codice: TipoDocumento = _tipo("piano-terapeutico", "Piano terapeutico")
    titolo: Titolo = "Piano terapeutico"
    versione_modello: VersioneModello = "1.0"
    diagnosi: Annotated[SezioneDiagnosi | None, posto("29548-5", "Diagnosi", obbligatoria=True), label("Diagnosi", "why the treatment is given")] = (
        None
    )
    anamnesi: Annotated[SezioneAnamnesi | None, posto("11329-0", "Anamnesi"), label("Anamnesi", "medical history")] = None
    allergie: Annotated[SezioneAllergie | None, posto("48765-2", "Allergie"), label("Allergie", "allergies")] = None
    terapie_in_atto: Annotated[SezioneTerapie | None, posto("10160-0", "Terapie in atto"), label("Terapie in atto", "other medicines")] = None
    terapia: Annotated[
        SezioneTerapie | None, posto("93341-6", "Terapia prevista", obbligatoria=True), label("Terapia prevista", "the treatment laid down")
    ] = None
    monitoraggio: Annotated[SezionePianoCura | None, posto("18776-5", "Monitoraggio"), label("Monitoraggio", "what is to be watched")] = None
    indagini: Annotated[SezioneRisultati | None, posto("30954-2", "Indagini ed esami"), label("Indagini", "results that call for it")] = None
    note_prescrittive: Annotated[
        SezioneTesto | None, posto("55107-7", "Note prescrittive"), label("Note prescrittive", "conditions of the prescription")
    ] = None
