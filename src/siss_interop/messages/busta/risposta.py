"""The receiver's answer to an envelope, made of what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from siss_interop.issues import Report, Severity, ValidationIssue
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.messages.comune.esito import EsitoRicezione, Segnalazione

__all__ = ["risposta"]

_LIVELLI: Mapping[Severity, Literal["INFO", "LIEVE", "GRAVE"]] = {
    Severity.INFORMATION: "INFO", Severity.WARNING: "LIEVE", Severity.ERROR: "GRAVE",
}  # fmt: skip
_PERCORSO = 200
"""Longest place that an answer holds."""


def risposta(busta: BustaEventoSanitario, report: Report, data_ora_elaborazione: str) -> EsitoRicezione:
    """The answer to an envelope: discarded where anything is an error. It names codes and places, and no value of the message."""
    found = tuple(_segnalazione(each) for each in report)
    levels = {each.livello for each in found}
    outcome: Literal["OK", "OK_CON_AVVISI", "SCARTATO"] = "SCARTATO" if "GRAVE" in levels else "OK_CON_AVVISI" if "LIEVE" in levels else "OK"
    return EsitoRicezione(
        id_messaggio_riferito=busta.id_busta, esito=outcome, data_ora_elaborazione=data_ora_elaborazione, segnalazioni=found
    )  # fmt: skip


def _segnalazione(found: ValidationIssue) -> Segnalazione:
    return Segnalazione(codice=found.code, livello=_LIVELLI[found.severity], percorso=found.path[:_PERCORSO] or None, descrizione=found.text("it"))
