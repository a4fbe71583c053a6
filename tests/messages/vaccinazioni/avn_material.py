"""Invented events for the tests of the register's format, a cipher that can be undone, and what the loss report leaves of an event."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from siss_interop.losses import Loss, LossKind
from siss_interop.messages.vaccinazioni.eventi import (
    EventoSIV,
    IdentificativoAssistito,
    IdentificativoCifrato,
    PrincipioVaccinale,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.testing import messages

OPACO = "Q" * 171 + "="
REGIONI = ("090", "030", "041")
ASSUNTI = {"tipo_operazione": "I", "residente": True}


class Reversible:
    """Not a cipher at all: 172 characters that the test can read back."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(text.encode().ljust(129, b"\0")).decode("ascii")


def decrypted(value: str) -> str:
    return base64.b64decode(value).rstrip(b"\0").decode()


def persona(codice: str = "RSSMRA80A01D612X") -> IdentificativoAssistito:
    return IdentificativoAssistito(genere="CF", codice=codice)


def effettuata(**changes: Any) -> VaccinazioneEffettuata:
    values: dict[str, Any] = {
        "codice_regione": "090", "assistito": IdentificativoCifrato(valore=OPACO), "tipo_operazione": "I", "residente": True, "tipo_erogatore": "2",
        "codice_struttura": "090201", "cod_condizione_sanitaria": "00", "cod_categoria_rischio": "01", "codice_aic": "034157022",
        "denominazione": "VACCINO DI PROVA", "cod_tipo_formulazione": "02", "via_somministrazione": "01", "lotto": "L1",
        "data_scadenza": date(2027, 1, 31), "modalita_pagamento": "01", "data_somministrazione": date(2026, 3, 2), "sito_inoculazione": "01",
        "comune_somministrazione": "048017", "asl_somministrazione": "201", "regione_somministrazione": "090", "stato_somministrazione": "IT",
        "principi": (PrincipioVaccinale(cod_antigene="02", dose=1), PrincipioVaccinale(cod_antigene="05", dose=2)),
    }  # fmt: skip
    return VaccinazioneEffettuata.model_validate({**values, **changes})


def non_effettuata(**changes: Any) -> VaccinazioneNonEffettuata:
    values: dict[str, Any] = {
        "codice_regione": "090", "assistito": IdentificativoCifrato(valore=OPACO), "tipo_operazione": "V", "residente": True,
        "cod_antigene": "36", "dose": 1, "motivazione": "03", "data_non_effettuazione": date(2026, 3, 2),
    }  # fmt: skip
    return VaccinazioneNonEffettuata.model_validate({**values, **changes})


def scheda(**changes: Any) -> SchedaAssistito:
    values: dict[str, Any] = {
        "codice_regione": "090", "assistito": IdentificativoCifrato(valore=OPACO), "tipo_operazione": "I", "residente": True, "validita_ci": "0",
        "tipologia_ci": "0", "sesso": "2", "data_nascita": date(1980, 1, 1), "comune_residenza": "048017", "asl_residenza": "201",
        "regione_residenza": "090", "stato_residenza": "IT", "cittadinanza": "IT",
    }  # fmt: skip
    return SchedaAssistito.model_validate({**values, **changes})


def fit(model: type[EventoSIV]) -> SearchStrategy[EventoSIV]:
    """Random events that may go to the register: residents with an identifier, in regions that exist."""

    def mended(event: EventoSIV, region: str, living: bool | None) -> EventoSIV:
        names = ("regione_somministrazione", "regione_residenza", "regione_domicilio")
        changes: dict[str, Any] = {name: region for name in names if getattr(event, name, None) is not None}
        person = event.assistito
        if isinstance(person, IdentificativoAssistito) and person.codice is None:
            changes["assistito"] = person.model_copy(update={"codice": "1"})
        return event.model_copy(update={**changes, "codice_regione": region, "residente": living})

    return st.builds(mended, messages(model), st.sampled_from(REGIONI), st.sampled_from((True, None)))


def left_of(event: EventoSIV, losses: list[Loss]) -> EventoSIV:
    """What must be read back of an event: dropped fields are empty, assumed ones have the constant, the person is opaque."""
    changes: dict[str, Any] = {}
    for loss in losses:
        if loss.kind is LossKind.DROPPED and "." not in loss.path:
            changes[loss.path] = () if isinstance(getattr(event, loss.path), tuple) else None
        elif loss.kind is LossKind.ASSUMED:
            changes[loss.path] = ASSUNTI[loss.path]
        elif loss.kind is LossKind.RECODED:
            assert loss.path == "assistito"
            assert isinstance(event.assistito, IdentificativoAssistito)
            assert event.assistito.codice is not None
            changes["assistito"] = IdentificativoCifrato(valore=Reversible().encrypt(event.assistito.codice))
    return event.model_copy(update=changes)
