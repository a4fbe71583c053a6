"""People and organisations of a document's header, and what each of them did."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.model.base import Many, Model, Some, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id, Indicatore, Indirizzo, Momento, Nome, Quando, Recapito

Ids = Annotated[Many[Id], label("Identificativi", "identifiers")]
Indirizzi = Annotated[Many[Indirizzo], label("Indirizzi", "addresses")]
Recapiti = Annotated[Many[Recapito], label("Recapiti", "telephone, e-mail and other contacts")]
NomePersona = Annotated[Nome | None, label("Nome", "name of the person")]
Ruolo = Annotated[Codice | None, label("Ruolo", "role or profession, coded")]
Classe = Annotated[Indicatore | None, label("Classe", "HL7 class of the role")]


class Organizzazione(Value):
    """An organisation: a structure, an Azienda, a manufacturer."""

    id: Ids = ()
    nome: Annotated[Text | None, label("Denominazione", "name of the organisation")] = None
    recapiti: Recapiti = ()
    indirizzi: Indirizzi = ()
    settore: Annotated[Codice | None, label("Settore", "industry class")] = None
    parte_di: Annotated[Appartenenza | None, label("Parte di", "the organisation it belongs to")] = None


class Appartenenza(Value):
    """Of which larger organisation an organisation is part."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo di appartenenza", "kind of membership")] = None
    organizzazione: Annotated[Organizzazione | None, label("Organizzazione", "the whole organisation")] = None


Organizzazione.model_rebuild()
DiOrganizzazione = Annotated[Organizzazione | None, label("Organizzazione", "organisation the person acts for")]


class Persona(Value):
    """A person in a role: who, how to reach them, and for whom they act."""

    id: Ids = ()
    codice: Ruolo = None
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    nome: NomePersona = None
    organizzazione: DiOrganizzazione = None


class Tutore(Persona):
    """The guardian of the patient: a person or an organisation."""


class LinguaParlata(Value):
    """A language of the patient."""

    lingua: Annotated[Text | None, label("Lingua", "language code")] = None
    preferita: Annotated[bool | None, label("Preferita", "whether it is the preferred one")] = None


class LuogoNascita(Value):
    """Where the patient was born."""

    nome: Annotated[Text | None, label("Nome del luogo", "name of the place")] = None
    indirizzo: Annotated[Indirizzo | None, label("Indirizzo", "place as an address: comune, province, country")] = None


class Assistito(Model):
    """The patient (recordTarget)."""

    id: Annotated[Some[Id], label("Identificativi", "tax code, STP, ENI, TEAM, regional identifiers")]
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    nome: NomePersona = None
    sesso: Annotated[Codice | None, label("Sesso", "administrative gender")] = None
    nascita: Annotated[Momento | None, label("Data di nascita", "date of birth")] = None
    deceduto: Annotated[bool | None, label("Deceduto", "whether the patient is dead")] = None
    decesso: Annotated[Momento | None, label("Data del decesso", "date of death")] = None
    stato_civile: Annotated[Codice | None, label("Stato civile", "marital status")] = None
    tutori: Annotated[Many[Tutore], label("Tutori", "guardians")] = ()
    luogo_nascita: Annotated[LuogoNascita | None, label("Luogo di nascita", "place of birth")] = None
    lingue: Annotated[Many[LinguaParlata], label("Lingue", "languages of the patient")] = ()
    struttura: Annotated[Organizzazione | None, label("Struttura", "organisation that has the patient in care")] = None


class Dispositivo(Value):
    """The device or software that wrote the document, where no person did."""

    codice: Annotated[Codice | None, label("Tipo", "kind of device")] = None
    modello: Annotated[Text | None, label("Modello", "manufacturer and model")] = None
    programma: Annotated[Text | None, label("Programma", "name of the software")] = None


class Autore(Model):
    """Who wrote the document, or a part of it, and when."""

    momento: Annotated[Momento, label("Data e ora", "when it was written")]
    id: Annotated[Some[Id], label("Identificativi", "tax code and other identifiers of the author")]
    funzione: Annotated[Codice | None, label("Funzione", "function in which the author wrote")] = None
    codice: Ruolo = None
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    nome: NomePersona = None
    dispositivo: Annotated[Dispositivo | None, label("Dispositivo", "device that wrote, where no person did")] = None
    organizzazione: DiOrganizzazione = None


class Redattore(Persona):
    """Who typed the document in (dataEnterer)."""

    momento: Annotated[Momento | None, label("Data e ora", "when it was entered")] = None


class Informatore(Persona):
    """Who gave the information: a professional (assignedEntity) or somebody near the patient (relatedEntity)."""

    tipo: Literal["Informatore"] = "Informatore"


class Familiare(Model):
    """Who gave the information: a relative or other person near the patient."""

    tipo: Literal["Familiare"] = "Familiare"
    relazione: Annotated[Indicatore, label("Relazione", "class of the relation: PRS, NOK, CAREGIVER …")]
    codice: Annotated[Codice | None, label("Parentela", "which relation")] = None
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    periodo: Annotated[Quando | None, label("Periodo", "since when the relation holds")] = None
    nome: NomePersona = None


class Custode(Value):
    """The organisation that keeps the document."""

    id: Ids = ()
    nome: Annotated[Text | None, label("Denominazione", "name of the organisation")] = None
    recapiti: Recapiti = ()
    indirizzi: Indirizzi = ()


class Destinatario(Value):
    """For whom the document is meant (informationRecipient)."""

    id: Ids = ()
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    nome: NomePersona = None
    organizzazione: DiOrganizzazione = None

    relazione: Annotated[Indicatore | None, label("Tipo di destinatario", "PRCP primary, TRC tracker")] = None
    classe: Classe = None


class Firmatario(Persona):
    """Who signed the document: the legal authenticator or another signatory."""

    momento: Annotated[Momento, label("Data e ora", "when it was signed")]
    firma: Annotated[Text | None, label("Firma", "S signed, I intended, X required")] = "S"


class Partecipante(Persona):
    """Somebody else who has to do with the document: referrer, next of kin, provider, insurer."""

    relazione: Annotated[Indicatore, label("Tipo di partecipazione", "REF, IND, SPRF, HLD …")]
    classe: Annotated[Indicatore, label("Classe", "class of the role: PROV, NOK, ASSIGNED …")]
    funzione: Annotated[Codice | None, label("Funzione", "function of the participation")] = None
    periodo: Annotated[Quando | None, label("Periodo", "when, or since when")] = None


class Esecutore(Persona):
    """Who did what is told, and in which way."""

    relazione: Annotated[Indicatore | None, label("Tipo di partecipazione", "PRF, PPRF principal, SPRF secondary")] = None
    funzione: Annotated[Codice | None, label("Funzione", "function of the performer")] = None
    periodo: Annotated[Quando | None, label("Periodo", "when")] = None
