"""What a receiver says of a message: taken, taken with remarks, or discarded. The shape is ours, after the lists of the ministry and of SPCoop."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from siss_interop.model.base import Many, Message, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import DataOra


class Segnalazione(Value):
    """One remark of the receiver."""

    codice: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{1,20}$")], label("Codice", "the receiver's code")]
    livello: Annotated[Literal["INFO", "LIEVE", "GRAVE"], label("Livello", "how grave: GRAVE discards the message")]
    percorso: Annotated[Annotated[Text, StringConstraints(max_length=200)] | None, label("Percorso", "which field")] = None
    valore: Annotated[Annotated[Text, StringConstraints(max_length=1000)] | None, label("Valore", "what stood there")] = None
    descrizione: Annotated[Annotated[Text, StringConstraints(max_length=1000)], label("Descrizione", "the receiver's words")]


class EsitoRicezione(Message):
    """The outcome of one message at its receiver."""

    id_messaggio_riferito: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._:/-]{1,60}$")], label("Messaggio riferito", "identity of the message that was judged")
    ]
    esito: Annotated[Literal["OK", "OK_CON_AVVISI", "SCARTATO"], label("Esito", "taken, taken with remarks, or discarded")]
    data_ora_elaborazione: Annotated[DataOra, label("Data e ora dell'elaborazione", "when it was judged")]
    segnalazioni: Annotated[Many[Segnalazione], label("Segnalazioni", "the remarks")] = ()
