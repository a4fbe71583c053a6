"""The Busta Evento Sanitario: who sends which event of which flow, in whose name and when, around the event itself.

Its name and role are Regione Toscana's (compliance.toscana.it, "Sistema Sanitario Toscana"); its schema is not public, so every field is ours.
What it may carry is read off the catalogue: every event of every flow, each in the XML that it has by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, cast

from pydantic import StringConstraints, create_model

from siss_interop.messages import catalogue
from siss_interop.messages.comune.evento import Evento, IdentificativoAssistito
from siss_interop.messages.comune.tempo import istante
from siss_interop.model.base import Model, OneOf, Text
from siss_interop.model.flow import Envelope, Party, Sent
from siss_interop.model.marks import label, lista, radice
from siss_interop.model.tipi import DataOra

FLUSSI = {"RIC": "ricettari", "SIV": "siv", "TRA": "trasporti", "TOX": "dipendenze"}
"""What the envelope calls a flow -> its name in the catalogue."""
SIGLE = {name: code for code, name in FLUSSI.items()}


class Parte(Model):
    """Who sends or receives."""

    genere: Annotated[
        Literal["AZIENDA", "ESTAV", "AV", "CRI", "CENTRALE", "REGIONE", "CT"], label("Tipo", "what it is"), lista("busta_soggetto")
    ]  # fmt: skip
    codice: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,10}$")], label("Codice", "its code")]
    denominazione: Annotated[Annotated[Text, StringConstraints(max_length=100)] | None, label("Denominazione", "its name")] = None


class _Contenuto(OneOf):
    """The event that an envelope carries: one, of any flow."""

    @property
    def evento(self) -> Evento:
        """The event."""
        return cast("Evento", next(value for value in self.__dict__.values() if value is not None))


def campo(name: str) -> str:
    """The field of the content that holds a message of this name."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _campi() -> dict[str, Any]:
    return {
        campo(entry.name): (
            Annotated[entry.load() | None, label(entry.title, f"event {entry.event} of the flow {entry.flow}"), radice(entry.place("xml"))],
            None,
        )
        for entry in catalogue.events()
    }


if TYPE_CHECKING:
    Contenuto = _Contenuto
else:
    Contenuto = create_model("Contenuto", __base__=_Contenuto, __doc__=_Contenuto.__doc__, __module__=__name__, **_campi())


class BustaEventoSanitario(Envelope):
    """The envelope of one event."""

    id_busta: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")],
        label("Identificativo della busta", "UUID: a resend keeps it, a change gets a new one"),
    ]
    data_ora_invio: Annotated[DataOra, label("Data e ora dell'invio", "when it is sent")]
    mittente: Annotated[Parte, label("Mittente", "who sends")]
    per_conto_di: Annotated[Parte | None, label("Per conto di", "in whose name a Centrale sends")] = None
    destinatario: Annotated[Parte, label("Destinatario", "who receives")]
    flusso: Annotated[Literal["RIC", "SIV", "TRA", "TOX"], label("Flusso", "flow of the event"), lista("busta_flusso")]
    tipo_evento: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,10}$")], label("Tipo di evento", "code of the event")]
    data_ora_evento: Annotated[DataOra, label("Data e ora dell'evento", "when the fact happened, or was changed")]
    soggetto: Annotated[
        IdentificativoAssistito | None, label("Soggetto", "whom it is about, for the health record; never for RIC and TOX")
    ] = None  # fmt: skip
    oscurato: Annotated[bool | None, label("Oscurato", "not to be shown in the health record")] = None
    contenuto: Annotated[Contenuto, label("Contenuto", "the event itself")]

    @classmethod
    def di(
        cls, evento: Evento, *, id_busta: str, mittente: Parte, destinatario: Parte, data_ora_invio: str, data_ora_evento: str, **altro: Any
    ) -> Self:
        """The envelope of an event; flow and type are the event's own."""
        name = campo(type(evento).__name__)
        return cls(
            id_busta=id_busta, mittente=mittente, destinatario=destinatario, data_ora_invio=data_ora_invio, data_ora_evento=data_ora_evento,
            flusso=cast("Any", SIGLE[evento.flusso]), tipo_evento=evento.tipo_evento, contenuto=Contenuto.model_validate({name: evento}), **altro,
        )  # fmt: skip

    @property
    def evento(self) -> Evento:
        """The event that it carries."""
        return self.contenuto.evento

    def sent(self) -> Sent:
        """The event, who sent it in whose name, and when."""
        return Sent(
            self.evento, _party(self.mittente), None if self.per_conto_di is None else _party(self.per_conto_di), istante(self.data_ora_evento),
            istante(self.data_ora_invio),
        )  # fmt: skip


def _party(parte: Parte) -> Party:
    return Party(parte.genere, parte.codice)
