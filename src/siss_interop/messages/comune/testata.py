"""The header of a document: what every document has before its body, typed, and where it stands in CDA R2 (all header classes of the standard)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siss_interop.messages.comune.persone import (
    Assistito,
    Autore,
    Custode,
    Destinatario,
    Esecutore,
    Familiare,
    Firmatario,
    Ids,
    Informatore,
    Organizzazione,
    Partecipante,
    Persona,
    Redattore,
)
from siss_interop.model.base import Many, Message, Model, Some, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id, Indicatore, Indirizzo, Momento, Quando


class DocumentoPrecedente(Model):
    """A document that this one replaces, adds to, or was transformed from."""

    relazione: Annotated[Indicatore, label("Relazione", "RPLC replaces, APND adds to, XFRM transformed from")]
    id: Annotated[Some[Id], label("Identificativi", "identifiers of the earlier document")]
    codice: Annotated[Codice | None, label("Tipo", "kind of the earlier document")] = None
    insieme: Annotated[Id | None, label("Insieme", "set of versions it belongs to (setId)")] = None
    versione: Annotated[Text | None, label("Versione", "its version number")] = None


class Richiesta(Model):
    """An order that the document answers (inFulfillmentOf): usually the NRE of a prescription."""

    id: Annotated[Some[Id], label("Identificativi", "identifiers of the order, as the NRE")]
    classe: Annotated[Indicatore | None, label("Classe", "class of the order")] = None
    fase: Annotated[Indicatore | None, label("Fase", "mood of the order")] = None
    codice: Annotated[Codice | None, label("Tipo", "kind of order")] = None
    priorita: Annotated[Codice | None, label("Priorità", "urgency")] = None


class Servizio(Value):
    """What the document tells of (documentationOf): the service, when and by whom."""

    classe: Annotated[Indicatore | None, label("Classe", "class of the service")] = None
    fase: Annotated[Indicatore | None, label("Fase", "mood of the service")] = None
    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo", "kind of service")] = None
    stato: Annotated[Text | None, label("Stato", "status of the service")] = None
    quando: Annotated[Quando | None, label("Quando", "when it took place")] = None
    esecutori: Annotated[Many[Esecutore], label("Esecutori", "who performed it")] = ()


class Consenso(Value):
    """A consent that covers the document."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo", "kind of consent")] = None
    stato: Annotated[Text | None, label("Stato", "status of the consent")] = None


class Luogo(Value):
    """A place: its name and address."""

    nome: Annotated[Text | None, label("Nome", "name of the place")] = None
    indirizzo: Annotated[Indirizzo | None, label("Indirizzo", "address of the place")] = None


class LuogoCura(Value):
    """The facility of an encounter: ward, ambulatory, and the organisation they belong to."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo", "kind of facility")] = None
    luogo: Annotated[Luogo | None, label("Luogo", "name and address")] = None
    struttura: Annotated[Organizzazione | None, label("Struttura", "organisation that provides the service")] = None


class IncontroOrigine(Value):
    """The encounter in which the document arose (componentOf): stay, visit, access."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo", "kind of encounter")] = None
    quando: Annotated[Quando | None, label("Quando", "when it took place")] = None
    provenienza: Annotated[Codice | None, label("Provenienza", "source of the admission")] = None
    dimissione: Annotated[Codice | None, label("Esito", "discharge disposition")] = None
    responsabile: Annotated[Persona | None, label("Responsabile", "who is responsible for it")] = None
    partecipanti: Annotated[Many[Esecutore], label("Partecipanti", "who took part")] = ()
    luogo: Annotated[LuogoCura | None, label("Luogo di cura", "facility")] = None


FonteInformazione = Annotated[Informatore | Familiare, Field(discriminator="tipo")]
"""Who gave the information: somebody in charge of the patient, or somebody near them."""

Titolo = Annotated[Text | None, label("Titolo", "title of the document")]
LOINC = "2.16.840.1.113883.6.1"

NORMALE = Codice(codice="N", sistema="2.16.840.1.113883.5.25", nome_sistema="HL7 Confidentiality", descrizione="Normal")
"""Normal confidentiality: what nearly all documents carry."""


class Documento(Message):
    """The header of every document. A document type adds its body.

    `id`, `assistito`, `autori`, `custode` and `data` are all that must be given; the rest has the value that Italian documents use, or is absent.
    """

    id: Annotated[Id, label("Identificativo", "identifier of this version of the document")]
    data: Annotated[Momento, label("Data del documento", "when the document was made")]
    assistito: Annotated[Assistito, label("Assistito", "the patient")]
    autori: Annotated[Some[Autore], label("Autori", "who wrote it")]
    custode: Annotated[Custode, label("Custode", "organisation that keeps the document")]
    titolo: Titolo = None
    stato: Annotated[Text | None, label("Stato", "status of the document (sdtc extension)")] = None
    riservatezza: Annotated[Codice | None, label("Riservatezza", "N normal, R restricted, V very restricted")] = NORMALE
    lingua: Annotated[Text | None, label("Lingua", "language")] = "it-IT"
    insieme: Annotated[Id | None, label("Insieme", "set of versions the document belongs to (setId)")] = None
    versione: Annotated[Text | None, label("Versione", "version number in that set")] = None
    data_copia: Annotated[Momento | None, label("Data della copia", "when the copy was released")] = None
    redattore: Annotated[Redattore | None, label("Redattore", "who typed it in")] = None
    informatori: Annotated[Many[FonteInformazione], label("Informatori", "who gave the information")] = ()
    destinatari: Annotated[Many[Destinatario], label("Destinatari", "for whom it is meant")] = ()
    firmatario: Annotated[Firmatario | None, label("Firmatario", "legal authenticator")] = None
    autenticatori: Annotated[Many[Firmatario], label("Altri firmatari", "other signatories")] = ()
    partecipanti: Annotated[Many[Partecipante], label("Partecipanti", "others who have to do with it")] = ()
    richieste: Annotated[Many[Richiesta], label("Richieste", "orders it answers")] = ()
    servizi: Annotated[Many[Servizio], label("Servizi", "what it tells of")] = ()
    precedenti: Annotated[Many[DocumentoPrecedente], label("Documenti precedenti", "documents it replaces or adds to")] = ()
    consensi: Annotated[Many[Consenso], label("Consensi", "consents that cover it")] = ()
    origine: Annotated[IncontroOrigine | None, label("Incontro", "encounter in which it arose")] = None
    modelli: Annotated[Many[Id], label("Altri modelli", "templateIds besides that of the type")] = ()
