"""Times by which events are due. Regione Toscana's are not public: who runs the ledger gives them, in days for each event, and they only warn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from siss_interop.issues import ValidationIssue, issue
from siss_interop.messages.comune.evento import Evento
from siss_interop.messages.comune.regole_evento import giorno
from siss_interop.messages.trasporti.rilievi import IN_RITARDO
from siss_interop.model.flow import Sent

_FATTI: Mapping[str, Callable[[Any], date | None]] = {
    "Ev01": lambda evento: giorno(evento.data_ora_richiesta),
    "Ev02": lambda evento: giorno(evento.data_ora_conclusione),
    "Ev03": lambda evento: giorno(evento.data_ora_arrivo),
    "Ev04": lambda evento: giorno(evento.data_ora_produzione),
    "Ev05": lambda evento: evento.data_validazione,
}
"""Event that may have a deadline -> the day of the fact from which the time runs."""


def in_ritardo(sent: Sent, termini: Mapping[str, int]) -> ValidationIssue | None:
    """A warning if the event was sent later than so many days after its fact. Of one without an envelope it is not known when it was sent."""
    event = sent.event
    if sent.dispatched is None or not isinstance(event, Evento) or event.tipo_evento not in termini or event.flusso != "trasporti":
        return None
    day, days = _FATTI[event.tipo_evento](event), termini[event.tipo_evento]
    if day is None or (sent.dispatched.date() - day).days <= days:
        return None
    return issue(IN_RITARDO, event=event.tipo_evento, days=str(days))
