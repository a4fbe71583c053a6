"""Events for the tests of the ledger, with few words. Everybody is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    IdentificativoAssistito,
    IdentificativoCifrato,
    Persona,
    PrincipioVaccinale,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)

ADA = IdentificativoAssistito(genere="CF", codice="SMPDAA23S42G702K")
UGO = IdentificativoAssistito(genere="CF", codice="NVNGUO50A15D612T")
NESSUNO = IdentificativoAssistito(genere="NESSUNO")
CIFRATO = IdentificativoCifrato(valore="aB+/" * 43)

Principi = Iterable[tuple[str, int]]


def principi(of: Principi) -> tuple[PrincipioVaccinale, ...]:
    return tuple(PrincipioVaccinale(cod_antigene=antigen, dose=dose) for antigen, dose in of)


def fatta(day: str, of: Principi, who: Persona = ADA, **more: Any) -> VaccinazioneEffettuata:
    fields: dict[str, Any] = {
        "codice_regione": "090", "assistito": who, "tipo_erogatore": "2", "cod_condizione_sanitaria": "00", "cod_categoria_rischio": "01",
        "cod_tipo_formulazione": "01", "via_somministrazione": "01", "modalita_pagamento": "01", "sito_inoculazione": "01",
        "data_somministrazione": date.fromisoformat(day), "principi": principi(of),
    }  # fmt: skip
    return VaccinazioneEffettuata(**(fields | more))


def mancata(day: str, antigen: str, dose: int, who: Persona = ADA, **more: Any) -> VaccinazioneNonEffettuata:
    fields: dict[str, Any] = {
        "codice_regione": "090", "assistito": who, "cod_antigene": antigen, "dose": dose, "motivazione": "03",
        "data_non_effettuazione": date.fromisoformat(day),
    }  # fmt: skip
    return VaccinazioneNonEffettuata(**(fields | more))


def scheda(who: Persona = ADA, born: str = "2020-01-01", **more: Any) -> SchedaAssistito:
    fields: dict[str, Any] = {
        "codice_regione": "090", "assistito": who, "validita_ci": "1", "tipologia_ci": "0", "sesso": "9", "data_nascita": date.fromisoformat(born),
        "comune_residenza": "048017", "asl_residenza": "201", "regione_residenza": "090", "stato_residenza": "IT", "cittadinanza": "IT",
    }  # fmt: skip
    return SchedaAssistito(**(fields | more))


def cancella(kind: str, who: Persona = ADA, day: str | None = None, of: Principi = (), **more: Any) -> Cancella:
    fields: dict[str, Any] = {
        "codice_regione": "090", "assistito": who, "tipo_evento_da_cancellare": kind, "principi": principi(of),
        "data_somministrazione": date.fromisoformat(day) if day else None,
    }  # fmt: skip
    return Cancella(**(fields | more))
