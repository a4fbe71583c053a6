"""What the rules of the vaccination events have in common: a rule of one kind of event, the days from which they hold, their sources."""

from __future__ import annotations

from datetime import date

from siss_interop.messages.comune.regole_evento import AVVISO, ERRORE, NOTIZIA, Dove, RegolaEvento, anni, giorno, oltre, regola, regole_in

__all__ = [
    "AVVISO", "AVX", "ERRORE", "LUOGO_DAL", "NOSTRA", "NOTIZIA", "PRODOTTO_DAL", "TOSCANA", "VNX", "VSX", "Dove", "RegolaEvento", "anni", "giorno",
    "oltre", "regola", "regole_in",
]  # fmt: skip

LUOGO_DAL = date(2019, 1, 1)
"""After this day the place of a dose is required: the decree on the register came into force."""
PRODOTTO_DAL = date(2019, 7, 1)
"""After this day product, lot and expiry are required, and formulation and antigens must agree."""

_SDK = "github.com/ministero-salute/sdk-engine-vaccini"
VSX = f"{_SDK}sommresidenti-java, README 3.3"
VNX = f"{_SDK}nonsommresidenti-java, README 3.3"
AVX = f"{_SDK}anagraficaresidenti-java, README 3.3"
TOSCANA = "compliance.toscana.it, Sistema Sanitario Toscana: messaggi degli eventi"
NOSTRA = "siss-interop, flusso SIV"
