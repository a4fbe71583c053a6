"""What the rules of the transport events have in common: their sources, and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from siss_interop.messages.comune.tempo import istante

SEED = "compliance.toscana.it, Sistema Sanitario Toscana: Sistema Informativo Trasporti Sanitari"
USL = "uslcentro.toscana.it: richiedere i trasporti sanitari"
REGIONE = "regione.toscana.it: trasporto sanitario"
NOSTRA = "siss-interop, flusso TRA"

RICETTA_DEMATERIALIZZATA_DAL = date(2022, 11, 1)
"""From this day the prescription has to be dematerialised."""
TOSCANA = "090"

__all__ = ["NOSTRA", "REGIONE", "RICETTA_DEMATERIALIZZATA_DAL", "SEED", "TOSCANA", "USL", "adesso_di", "istante"]


@lru_cache(maxsize=256)
def adesso_di(text: str) -> datetime:
    """The instant of a date and time that has been read; the beginning of time for one that does not exist, which a rule of its own tells."""
    return istante(text) or datetime.min.replace(tzinfo=UTC)
