"""Code lists of the events: one rule that finds the lists on the fields themselves. Its findings have the codes of the list layer (COD)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from siss_interop.issues import DEFINITIONS, Severity, ValidationIssue
from siss_interop.messages.comune.regole_liste import trovati
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.regole.prodotto import DIFESA, SOSTITUITI
from siss_interop.model.rules import Rule

UFFICIALI: Mapping[str, str] = {
    "codice_regione": "1922", "cod_condizione_sanitaria": "3030", "cod_categoria_rischio": "5025", "cod_tipo_formulazione": "3055",
    "cod_antigene": "4095", "stato_somministrazione": "4080", "motivazione": "5000", "stato_residenza": "1995", "cittadinanza": "2070",
}  # fmt: skip
"""Field -> the ministry's number where its code is not in the list."""

_GIORNI: Mapping[type[EventoSIV], str] = {
    VaccinazioneEffettuata: "data_somministrazione",
    VaccinazioneNonEffettuata: "data_non_effettuazione",
}
"""The day that decides which codes were valid. A cancellation may name a code that holds no more: what it takes back was sent once."""
_DETTI_ALTROVE = {"codice_regione": frozenset({DIFESA}), "cod_antigene": SOSTITUITI}
"""Codes that a rule of their own judges (3310, 4100)."""
_SCADUTO = "COD-003"


class RegolaListe(Rule):
    """Every code of an event against the list of its field, at the day of the event. Its own definition is that of an unknown code (COD-001)."""

    __slots__ = ()

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """An issue of the list layer for each code, with the ministry's number of the field."""
        name = _GIORNI.get(type(message))
        day = getattr(message, name) if name is not None else None
        given = isinstance(message, VaccinazioneEffettuata)
        for found in trovati(message, "", day):
            field = found.path.rpartition(".")[2]
            if found.value in _DETTI_ALTROVE.get(field, ()) and (field == "codice_regione" or given):
                continue
            # an omission may name an antigen by the code of its time: the register does not look at the day there
            mild = Severity.WARNING if found.code == _SCADUTO and not given else found.severity
            yield replace(found, severity=mild, official=UFFICIALI.get(field))


def _luoghi(message: Any) -> Iterator[str]:
    return (found.path for found in LISTE.broken(message))


LISTE = RegolaListe(DEFINITIONS["COD-001"], _luoghi)
REGOLE_LISTE: tuple[Rule, ...] = (LISTE,)
