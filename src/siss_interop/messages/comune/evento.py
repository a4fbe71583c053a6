"""What the events of every flow share: their base, the forms of their codes, and the identifier of a person."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from siss_interop.model.base import Message, Model
from siss_interop.model.flow import Key
from siss_interop.model.marks import label

Cifre2 = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
Cifre3 = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
Cifre6 = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Stato = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
CodiceStruttura = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,8}$")]
CodiceAzienda = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class Evento(Message):
    """A record of a flow with a key. Of which flow and type it is, and who may send it, its class says."""

    flusso: ClassVar[str]
    tipo_evento: ClassVar[str]
    mittenti: ClassVar[frozenset[str]]
    """Kinds of senders that may send it, as the envelope names them."""

    @property
    def titolari(self) -> tuple[str, ...]:
        """Codes of those of whom one has to send it, or in whose name it has to be sent; empty where the event names nobody."""
        return ()

    @property
    def soggetto(self) -> IdentificativoAssistito | None:
        """Whom the event is about, where it says so in clear."""
        return None


class IdentificativoAssistito(Model):
    """Who the event is about, in clear: a kind of identifier and its value. One who has none is `NESSUNO`; the local id tells the events apart."""

    tipo: Literal["IdentificativoAssistito"] = "IdentificativoAssistito"
    genere: Annotated[
        Literal["CF", "STP", "ENI", "TEAM", "ANA", "NESSUNO"],
        label("Tipo di identificativo", "tax code, STP, ENI, European card, national registry, or none"),
    ]
    codice: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,20}$")] | None, label("Codice", "the identifier")] = None
    emittente: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{2,6}$")] | None, label("Emittente", "who gave it: STP and ENI are unique by issuer only")
    ] = None
    tessera: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,20}$")] | None, label("Numero della tessera", "card number of a TEAM")
    ] = None


_CON_EMITTENTE = frozenset({"STP", "ENI", "TEAM"})
"""Kinds whose value is unique by issuer only."""
_TESSERA = re.compile(r"80([0-9]{3})[0-9]{15}")
"""The number of a European card (decision S2 of 12 June 2009): 80, the country, and what differs from card to card."""


def normale(text: str | None) -> str:
    """A part of a key: trimmed, in capitals, empty where there is none."""
    return text.strip().upper() if text is not None else ""


def chiave_assistito(persona: IdentificativoAssistito) -> Key:
    """What tells a person from others; empty for one who has no identifier."""
    codice = normale(persona.codice)
    if persona.genere == "NESSUNO" or not codice:
        return ()
    return (persona.genere, codice, _emittente(persona) if persona.genere in _CON_EMITTENTE else "")


def _emittente(persona: IdentificativoAssistito) -> str:
    tessera = _TESSERA.fullmatch(normale(persona.tessera)) if persona.genere == "TEAM" else None
    return normale(persona.emittente) if tessera is None else tessera[1]
