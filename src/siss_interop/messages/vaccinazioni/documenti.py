"""The two national vaccination documents: scheda della singola vaccinazione (LOINC 87273-9) and certificato vaccinale (82593-5).

Source: HL7 Italia's implementation guides for the FSE, as the ministry's schematrons and published examples show them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siss_interop.messages.comune.enunciati import Enunciato, Etichetta, Inversa, Nota, OsservazioneFissa, Qualifica, Sezione
from siss_interop.messages.comune.persone import Ids, Organizzazione
from siss_interop.messages.comune.testata import LOINC, Documento, Titolo
from siss_interop.model.base import Many, Some, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Quando, Quantita


class Prodotto(Value):
    """The vaccine: its code (AIC, with the ATC as translation), its lot, and who makes it."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Codice", "AIC code, with ATC as translation")] = None
    nome: Annotated[Text | None, label("Nome", "name of the product")] = None
    forma: Annotated[Codice | None, label("Forma", "pharmaceutical form")] = None
    lotto: Annotated[Text | None, label("Lotto", "lot number")] = None
    ditta: Annotated[Organizzazione | None, label("Ditta", "manufacturer")] = None


class Luogo(Value):
    """Where the vaccine was given: the identifier of the structure."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo", "kind of place")] = None
    nome: Annotated[Text | None, label("Nome", "name of the place")] = None


class NumeroDose(OsservazioneFissa):
    """Which dose of the cycle."""

    valore: Annotated[int | None, Field(ge=0, le=99), label("Numero", "number of the dose")] = None
    etichetta: Etichetta = "Numero di dose"
    inversa: Inversa = True


class Copertura(OsservazioneFissa):
    """Until when a dose covers."""

    quando: Annotated[Quando | None, label("Quando", "the date or period")] = None
    etichetta: Etichetta = "Date when overdue for immunization"


class ProssimoAppuntamento(OsservazioneFissa):
    """When the next dose is due."""

    quando: Annotated[Quando | None, label("Quando", "the date or period")] = None
    etichetta: Etichetta = "Date vaccine due"


class CategoriaRischio(Qualifica):
    """A category of people at risk (list 2.16.840.1.113883.2.9.6.1.56.2)."""

    etichetta: Etichetta = "Categorie a rischio"


class CondizioneSanitaria(Qualifica):
    """A health condition that calls for the vaccine (ICD-9-CM or list 2.16.840.1.113883.2.9.6.1.56.1)."""

    etichetta: Etichetta = "Indicazioni per la vaccinazione"


class ReazioneAvversa(Qualifica):
    """An adverse reaction to the vaccine (ICD-9-CM or list 2.16.840.1.113883.2.9.6.1.32)."""

    etichetta: Etichetta = "Immunization reaction"


class Malattia(Qualifica):
    """A disease that the vaccine is for (ICD-9-CM or list 2.16.840.1.113883.2.9.6.1.56.4)."""

    etichetta: Etichetta = "Condizione"


class Motivo(Qualifica):
    """Why a vaccine was not given."""

    etichetta: Etichetta = "Motivo per cui non si è ricevuto vaccino"


class PresuntaImmunita(Qualifica):
    """A disease for which immunity is presumed."""

    etichetta: Etichetta = "Disease with presumed immunity"


DATI_LOCALI = "2.25.242038447994186421785152280638666759408"
"""OID of the codes of `DatoLocale`: of our own making, from UUID b616e8d2-ed7f-41c6-b106-23800eaadcf0 (ITU-T X.667), so nobody else has it."""


class DatoLocale(Value):
    """A fact of the regional flow that the national document has no place for: which one, and its value as the flow writes it."""

    codice: Annotated[Text, label("Dato", "name of the datum in the regional flow")]
    valore: Annotated[Text, label("Valore", "its value, as the flow writes it")]


class DatiVaccinali(Enunciato):
    """What a vaccination and a missed one have in common."""

    quando: Annotated[Quando, label("Data", "when it was given, or was decided not to")]
    codice: Annotated[Codice | None, label("Atto", "code of the act")] = None
    luoghi: Annotated[Many[Luogo], label("Luogo", "where")] = ()
    numero_dose: Annotated[NumeroDose | None, label("Numero di dose", "which dose of the cycle")] = None
    malattie: Annotated[Many[Malattia], label("Malattia", "diseases that the vaccine is for")] = ()
    note: Annotated[Many[Nota], label("Note", "comments")] = ()
    dati_locali: Annotated[Many[DatoLocale], label("Dati locali", "facts of the regional flow that the document has no other place for")] = ()


class Vaccinazione(DatiVaccinali):
    """A vaccine that was given."""

    tipo: Literal["Vaccinazione"] = "Vaccinazione"
    prodotto: Annotated[Prodotto, label("Vaccino", "the product given")]
    via: Annotated[Codice | None, label("Via di somministrazione", "route")] = None
    sede: Annotated[Codice | None, label("Sede anatomica", "body site")] = None
    dose: Annotated[Quantita | None, label("Dose", "quantity given")] = None
    copertura: Annotated[Copertura | None, label("Periodo di copertura", "until when the dose covers")] = None
    prossima: Annotated[ProssimoAppuntamento | None, label("Prossimo appuntamento", "when the next dose is due")] = None
    categorie_rischio: Annotated[Many[CategoriaRischio], label("Categorie a rischio", "risk categories")] = ()
    condizioni: Annotated[Many[CondizioneSanitaria], label("Condizioni sanitarie a rischio", "health conditions that call for the vaccine")] = ()
    reazioni: Annotated[Many[ReazioneAvversa], label("Reazioni avverse", "adverse reactions")] = ()


class MancataVaccinazione(DatiVaccinali):
    """A vaccine that was not given: exemption, omission or deferral."""

    tipo: Literal["MancataVaccinazione"] = "MancataVaccinazione"
    prodotto: Annotated[Prodotto | None, label("Vaccino", "the product that was not given")] = None
    motivi: Annotated[Many[Motivo], label("Motivi", "why it was not given")] = ()
    immunita: Annotated[Many[PresuntaImmunita], label("Presunta immunità", "diseases for which immunity is presumed")] = ()


Voce = Annotated[Vaccinazione | MancataVaccinazione, Field(discriminator="tipo")]
"""An entry of a vaccination document."""


class SezioneVaccinazioni(Sezione):
    """The one section of a vaccination document."""

    voci: Annotated[Some[Voce], label("Voci", "vaccinations given and not given")]


def _tipo(code: str, title: str) -> Codice:
    return Codice(codice=code, sistema=LOINC, nome_sistema="LOINC", descrizione=title)


TipoDocumento = Annotated[Codice | None, label("Tipo di documento", "LOINC code of the document")]


class DocumentoVaccinale(Documento):
    """What the two vaccination documents have in common."""

    codice: TipoDocumento = None
    versione_modello: Annotated[Text | None, label("Versione del modello", "version of the implementation guide")] = "1.1"
    sezione: Annotated[SezioneVaccinazioni, label("Sezione", "the section that holds the vaccinations")]


class SchedaSingolaVaccinazione(DocumentoVaccinale):
    """Scheda della singola vaccinazione: one vaccination, given or not."""

    codice: TipoDocumento = _tipo("87273-9", "Immunization note")
    titolo: Titolo = "Scheda della singola Vaccinazione"


class CertificatoVaccinale(DocumentoVaccinale):
    """Certificato vaccinale: all vaccinations of a person."""

    codice: TipoDocumento = _tipo("82593-5", "Immunization summary report")
    titolo: Titolo = "Certificato Vaccinale"
