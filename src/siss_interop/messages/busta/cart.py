"""The SPCoop e-Gov header that stands outside the envelope where an event travels over CART, Tuscany's application cooperation.

Facts: CNIPA's e-Gov envelope 1.0. Names, order and codes are the header's own. Digits are 0-9 only; letters of identifiers may be any.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.model.base import Many, Model, Some, Text, Value
from siss_interop.model.flow import Envelope, Sent
from siss_interop.model.marks import label, lista
from siss_interop.model.tipi import DATA_ORA_PATTERN

Identificatore = Annotated[str, StringConstraints(pattern=r"^\w+_\w+_[0-9]{7}_[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}:[0-9]{2}$")]
"""Identifier of a message: party, gateway, serial of seven digits, date and time."""
Ora = Annotated[str, StringConstraints(pattern=f"{DATA_ORA_PATTERN[:-1]}?$")]
"""A date and time, with or without zone; kept as written."""
Serie = Annotated[str, StringConstraints(pattern=r"^[0-9]{7}$")]


class IdentificativoParte(Model):
    """A party of the cooperation, by its code of a kind."""

    codice: Annotated[Text, label("Codice", "code of the party")]
    genere: Annotated[Text, label("Tipo di codice", "kind of the code")]
    indirizzo: Annotated[Text | None, label("Indirizzo telematico", "where it is reached")] = None


class ProfiloCollaborazione(Model):
    """How the parties talk."""

    valore: Annotated[
        Literal[
            "EGOV_IT_MessaggioSingoloOneWay", "EGOV_IT_ServizioSincrono", "EGOV_IT_ServizioAsincronoSimmetrico",
            "EGOV_IT_ServizioAsincronoAsimmetrico",
        ],
        label("Profilo", "one message, or question and answer"),
    ]  # fmt: skip
    servizio_correlato: Annotated[Text | None, label("Servizio correlato", "service of the answer")] = None
    genere: Annotated[Text | None, label("Tipo del servizio correlato", "kind of that service's name")] = None


class Servizio(Model):
    """The service that is called."""

    nome: Annotated[Text, label("Servizio", "name of the service")]
    genere: Annotated[Text, label("Tipo di servizio", "kind of the name")]


class OraRegistrazione(Model):
    """When something was registered, and by which clock."""

    valore: Annotated[Ora, label("Ora", "date and time")]
    tempo: Annotated[Literal["EGOV_IT_Locale", "EGOV_IT_SPC"], label("Tempo", "local clock, or that of SPC")]


RegistrataAlle = Annotated[OraRegistrazione, label("Ora di registrazione", "when it was registered")]


class DatiMessaggio(Model):
    """Which message this is."""

    identificatore: Annotated[Identificatore, label("Identificatore", "identifier of the message")]
    ora_registrazione: RegistrataAlle
    riferimento: Annotated[Identificatore | None, label("Riferimento", "message that it answers")] = None
    scadenza: Annotated[Ora | None, label("Scadenza", "until when it may be delivered")] = None


class ProfiloTrasmissione(Value):
    """How it is forwarded."""

    inoltro: Annotated[
        Literal["EGOV_IT_ALPIUUNAVOLTA", "EGOV_IT_PIUDIUNAVOLTA"] | None, label("Inoltro", "at most once, or more than once")
    ] = None  # fmt: skip
    conferma_ricezione: Annotated[bool | None, label("Conferma di ricezione", "whether a receipt is asked for")] = None


class Riscontro(Model):
    """A receipt."""

    identificatore: Annotated[Identificatore, label("Identificatore", "message that was received")]
    ora_registrazione: RegistrataAlle


class Trasmissione(Model):
    """One hop of the message."""

    origine: Annotated[IdentificativoParte, label("Origine", "from whom")]
    destinazione: Annotated[IdentificativoParte, label("Destinazione", "to whom")]
    ora_registrazione: RegistrataAlle


class Eccezione(Model):
    """A fault that a gateway found."""

    contesto: Annotated[Text, label("Contesto", "code system of the fault")]
    codice: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z_]{1,20}$")], label("Codice", "code of the fault"), lista("spcoop_eccezioni")
    ]
    rilevanza: Annotated[Literal["INFO", "LIEVE", "GRAVE"], label("Rilevanza", "how grave")]
    posizione: Annotated[Text, label("Posizione", "where")]


class IntestazioneEGov(Model):
    """The e-Gov header."""

    mittenti: Annotated[Some[IdentificativoParte], label("Mittente", "who sends, by one code or several")]
    destinatario: Annotated[IdentificativoParte, label("Destinatario", "who receives")]
    profilo: Annotated[ProfiloCollaborazione | None, label("Profilo di collaborazione", "how the parties talk")] = None
    collaborazione: Annotated[Identificatore | None, label("Collaborazione", "identifier of the collaboration")] = None
    servizio: Annotated[Servizio | None, label("Servizio", "service that is called")] = None
    azione: Annotated[Text | None, label("Azione", "action of the service")] = None
    messaggio: Annotated[DatiMessaggio, label("Messaggio", "which message this is")]
    trasmissione: Annotated[ProfiloTrasmissione | None, label("Profilo di trasmissione", "how it is forwarded")] = None
    sequenza: Annotated[Serie | None, label("Sequenza", "number in a sequence")] = None
    riscontri: Annotated[Many[Riscontro], label("Riscontri", "receipts")] = ()
    trasmissioni: Annotated[Many[Trasmissione], label("Trasmissioni", "hops")] = ()
    eccezioni: Annotated[Many[Eccezione], label("Eccezioni", "faults")] = ()


class MessaggioCART(Envelope):
    """A SOAP message with the e-Gov header, and in its body the envelope of an event."""

    intestazione: Annotated[IntestazioneEGov, label("Intestazione e-Gov", "header of the cooperation")]
    busta: Annotated[BustaEventoSanitario, label("Busta", "the envelope of the event")]

    def sent(self) -> Sent:
        """What the envelope inside says of its event."""
        return self.busta.sent()
