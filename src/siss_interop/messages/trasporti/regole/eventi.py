"""All rules of the transport events, and those that can find something in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from siss_interop.issues import DEFINITIONS, ValidationIssue
from siss_interop.messages.comune.regole_evento import RegolaEvento
from siss_interop.messages.comune.regole_liste import trovati
from siss_interop.messages.trasporti import eventi as e
from siss_interop.messages.trasporti.regole.richiesta import REGOLE_RICHIESTA, RISERVATI
from siss_interop.messages.trasporti.regole.seguito import REGOLE_SEGUITO
from siss_interop.model.rules import Rule

__all__ = [
    "REGOLE_EV01", "REGOLE_EV02", "REGOLE_EV03", "REGOLE_EV04", "REGOLE_EV05", "REGOLE_EV06", "REGOLE_EV07", "REGOLE_EV08", "REGOLE_EVENTI",
]  # fmt: skip


class RegolaListe(Rule):
    """Every code of an event against the list of its field. The reserved channels have a rule of their own (TRA-R01)."""

    __slots__ = ()

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """An issue of the list layer for each code."""
        return (found for found in trovati(message, "", None) if found.value not in RISERVATI)


def _luoghi(message: Any) -> Iterator[str]:
    return (found.path for found in LISTE.broken(message))


LISTE = RegolaListe(DEFINITIONS["COD-001"], _luoghi)
REGOLE_EVENTI: tuple[Rule, ...] = (LISTE, *REGOLE_RICHIESTA, *REGOLE_SEGUITO)


def _di(evento: type[e.EventoTrasporto]) -> tuple[Rule, ...]:
    """The rules that can find something in this kind of event."""
    return tuple(each for each in REGOLE_EVENTI if not isinstance(each, RegolaEvento) or issubclass(evento, each.di))


REGOLE_EV01, REGOLE_EV02, REGOLE_EV03 = _di(e.Richiesta), _di(e.ConclusioneRichiesta), _di(e.ErogazioneTrasporto)
REGOLE_EV04, REGOLE_EV05 = _di(e.ServizioTrasportoSanitario), _di(e.ValidazioneErogazione)
REGOLE_EV06, REGOLE_EV07 = _di(e.CancellaAAVV), _di(e.CancellaServizioTrasportoSanitario)
REGOLE_EV08 = _di(e.CancellaValidazioneErogazione)
