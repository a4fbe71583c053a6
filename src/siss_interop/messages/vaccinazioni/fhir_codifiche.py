"""How the people and offices of the vaccination events stand in FHIR R4."""

from __future__ import annotations

from typing import Any

from siss_interop.messages.comune.fhir_codici import IN_CHIARO, REGIONI, identificativo, read_assistito, write_assistito
from siss_interop.messages.vaccinazioni.eventi import IdentificativoCifrato, Operatore, Persona
from siss_interop.options import BASE
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.words import Binding, By, Fixed, In, Row, Word

CIFRATO = f"{BASE}:avn:assistito-cifrato"
"""System of the identifier that only the national register can open."""

REGIONE: tuple[Word, ...] = (In("identifier", Fixed("system", REGIONI), Row("codice_regione", "value")),)
AZIENDA: tuple[Word, ...] = (identificativo("azienda", "azienda"),)
CHIUSO = Binding(IdentificativoCifrato, In("identifier", Fixed("system", CIFRATO), Row("valore", "value")))
PERSONE = {f"[identifier.system='{CIFRATO}']": CHIUSO, ".": IN_CHIARO}
"""The two ways to say who was vaccinated, where the words stand on the Patient."""


def _write_persona(persona: Persona, *, family: str) -> Json:
    if isinstance(persona, IdentificativoCifrato):
        return {"identifier": [{"system": CIFRATO, "value": persona.valore}]}
    return write_assistito(persona.genere, persona.codice, persona.emittente, persona.tessera, family=family)


def _read_persona(given: Any, *, family: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if given[0].get("system") == CIFRATO:
        made: Json = {"tipo": "IdentificativoCifrato", "valore": given[0]["value"]}
        return (made,), () if len(given) == 1 and len(given[0]) == 2 else ("identifier",)
    values, lost = read_assistito(given, family=family)
    named = zip(("genere", "codice", "emittente", "tessera"), values, strict=True)
    return ({"tipo": "IdentificativoAssistito", **{name: value for name, value in named if value is not None}},), lost


PERSONA = By(("assistito",), ("identifier",), _write_persona, _read_persona, "the person is the root itself", family=True)
"""The same where the Patient is the root."""

_FUNZIONE = "http://terminology.hl7.org/CodeSystem/v2-0443"
OPERATORE = Binding(
    Operatore,
    In("function.coding", Fixed("system", _FUNZIONE), Fixed("code", "AP")),
    In(
        "actor->PractitionerRole",
        In("practitioner->Practitioner", identificativo("codice_fiscale", "cf")),
        In("code.coding", Fixed("system", f"{BASE}:siv:ruolo", when="ruolo"), Row("ruolo", "code")),
    ),
)
"""Who gave the vaccine, as a `performer`."""
