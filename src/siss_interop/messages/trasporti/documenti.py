"""A request of transport and a delivery as CDA documents. No guide of HL7 Italia has them: the templates are ours.

All identifiers of templates, codes and requests here are under 2.25, made of UUIDs (ITU-T X.667), so nobody else has them. A document of these types
is for exchange between those who agree on it; the national health record does not take it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siss_interop.messages.comune.enunciati import Enunciato, Nota, Sezione
from siss_interop.messages.comune.persone import Ids
from siss_interop.messages.comune.testata import Documento, Titolo
from siss_interop.model.base import Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id, Indirizzo, Momento, Periodo, Quantita, ValoreCodificato

MODELLI = "2.25.164303331536832449408321081751689157824"
"""Root of our templates, from UUID 7b9babad-8d34-4165-9874-754ce74adcc0."""
CODICI = "2.25.8797267788810460024465933217318654186"
"""Our code system of what a transport document says, from UUID 069e4aca-1a05-4170-ac55-617ae63550ea."""
CHIAVI = "2.25.167749702115617346441658521679386655953"
"""Root of the keys of requests and deliveries, from UUID 7e336add-c8a0-4773-ac99-2f0779403cd1: ASSOCIATION.YEAR.NUMBER[.DELIVERY]."""
NOME_CODICI = "siss_interop TRA"


class LuogoTrasporto(Value):
    """Where a transport begins or ends."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo di luogo", "kind of place")] = None
    indirizzo: Annotated[Indirizzo | None, label("Indirizzo", "street, and the ISTAT code of the comune")] = None


class MezzoTrasporto(Value):
    """The vehicle that is asked for, or went."""

    id: Ids = ()
    codice: Annotated[Codice | None, label("Mezzo", "kind of vehicle")] = None
    nome: Annotated[Text | None, label("Sigla", "radio name of the vehicle")] = None


class Associazione(Value):
    """The association that performed a transport."""

    id: Ids = ()


class Trasporto(Enunciato):
    """What a request and a delivery have in common."""

    chiave: Annotated[Text, label("Chiave", "key of the request, or of the delivery: association, year, number, and number of the delivery")]
    partenza: Annotated[LuogoTrasporto, label("Partenza", "where it begins")]
    destinazione: Annotated[LuogoTrasporto, label("Destinazione", "where it ends")]
    mezzo: Annotated[MezzoTrasporto, label("Mezzo", "vehicle")]
    note: Annotated[Nota | None, label("Note", "free text")] = None


class TrasportoRichiesto(Trasporto):
    """A transport that is asked for. Who prescribed it is its author, at the day of the prescription."""

    motivo: Annotated[Codice, label("Motivo", "why the transport is needed")]
    appuntamento: Annotated[Momento | None, label("Appuntamento", "when the person is expected")] = None
    richiesto: Annotated[Momento, label("Data e ora della richiesta", "when the request was received")]
    azienda: Annotated[Id, label("Azienda competente", "Azienda that validates the deliveries")]
    condizione: Annotated[ValoreCodificato, label("Condizione clinica", "why the person cannot move alone")]
    viaggio: Annotated[ValoreCodificato, label("Tipo di viaggio", "there, back, or both")]
    ricettario: Annotated[ValoreCodificato, label("Ricettario", "pad of the prescription")]
    canale: Annotated[ValoreCodificato | None, label("Canale", "how the request came")] = None
    prescrittore: Annotated[ValoreCodificato | None, label("Tipo di prescrittore", "who prescribes")] = None
    sedute: Annotated[Annotated[int, Field(ge=2, le=999)] | None, label("Numero di sedute", "sessions of the cycle")] = None
    ciclo: Annotated[Periodo | None, label("Ciclo", "from when to when")] = None
    accompagnatore: Annotated[bool | None, label("Accompagnatore", "somebody comes along")] = None
    ossigeno: Annotated[bool | None, label("Ossigeno", "oxygen is needed")] = None
    isolamento: Annotated[bool | None, label("Isolamento", "isolation is needed")] = None
    asl_residenza: Annotated[Text | None, label("ASL di residenza", "ASL where the person lives")] = None


class TrasportoErogato(Trasporto):
    """A transport that was performed."""

    quando: Annotated[Periodo, label("Partenza e arrivo", "when it left and arrived")]
    associazione: Annotated[Associazione, label("Associazione erogante", "who performed it")]
    esito: Annotated[ValoreCodificato, label("Esito", "done, empty trip, interrupted")]
    km: Annotated[Quantita, label("Chilometri percorsi", "kilometres driven")]
    rientro: Annotated[Momento | None, label("Rientro", "when the vehicle was back")] = None
    multiplo: Annotated[bool | None, label("Trasporto multiplo", "several persons in one trip")] = None
    trasportati: Annotated[Annotated[int, Field(ge=2, le=60)] | None, label("Numero di trasportati", "how many")] = None
    equipaggio: Annotated[Annotated[int, Field(ge=1, le=9)] | None, label("Equipaggio", "persons of the crew")] = None
    firmato: Annotated[bool | None, label("Firma dell'assistito", "whether the person signed")] = None
    seduta: Annotated[Momento | None, label("Data della seduta", "session of the cycle that it was for")] = None


class SezioneTrasporto(Sezione):
    """What the sections of the two documents have in common: their code is ours."""

    nome_codice: Annotated[Text | None, label("Nome del sistema", "name written for the code system of the section's code")] = NOME_CODICI


class SezioneRichiesta(SezioneTrasporto):
    """The one section of a request."""

    trasporto: Annotated[TrasportoRichiesto, label("Trasporto", "what is asked for")]


class SezioneErogazione(SezioneTrasporto):
    """The one section of a delivery."""

    trasporto: Annotated[TrasportoErogato, label("Trasporto", "what was done")]


class DocumentoTrasporto(Documento):
    """What the two documents have in common."""


class RichiestaTrasporto(DocumentoTrasporto):
    """A request of transport as a document; its prescription is what it answers (`richieste`)."""

    titolo: Titolo = "Richiesta di trasporto sanitario"
    sezione: Annotated[SezioneRichiesta, label("Sezione", "the section that holds the request")]


class RelazioneTrasporto(DocumentoTrasporto):
    """What was done in one transport, as a document."""

    titolo: Titolo = "Relazione di trasporto sanitario"
    sezione: Annotated[SezioneErogazione, label("Sezione", "the section that holds the delivery")]
