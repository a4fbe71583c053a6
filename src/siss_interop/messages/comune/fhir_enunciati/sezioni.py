"""Where the sections of clinical documents stand in FHIR R4, below the Composition; and all statements that they may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.enunciati.generici import Osservazione, Procedura
from siss_interop.messages.comune.enunciati.problemi import VoceProblema
from siss_interop.messages.comune.enunciati.sezioni import Posto, SezioneClinica, SezioneLibera, posti
from siss_interop.messages.comune.fhir import corpo_sezione, default
from siss_interop.messages.comune.fhir_enunciati.allergie import ALLERGIE
from siss_interop.messages.comune.fhir_enunciati.familiari import FAMILIARI
from siss_interop.messages.comune.fhir_enunciati.generici import CASI, Casi, avvolti, casi
from siss_interop.messages.comune.fhir_enunciati.laboratorio import LABORATORIO
from siss_interop.messages.comune.fhir_enunciati.parti import ASSENTE, COMMENTO, SOGGETTO
from siss_interop.messages.comune.fhir_enunciati.patologia import PATOLOGIA
from siss_interop.messages.comune.fhir_enunciati.percorsi import PERCORSI
from siss_interop.messages.comune.fhir_enunciati.problemi import LISTA, PROBLEMI
from siss_interop.messages.comune.fhir_enunciati.rilievi import RILIEVI, di_codice
from siss_interop.messages.comune.fhir_enunciati.vaccini import VACCINI
from siss_interop.messages.comune.fhir_enunciati.valori import tra
from siss_interop.model.shape import shapes
from siss_interop.wire.fhir.names import CODES
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import CC, CODING
from siss_interop.wire.words import Binding, Choice, Drop, Fixed, In, Leaf, Row, Same, Word

TUTTI: Casi = {**CASI, **RILIEVI, **ALLERGIE, **PROBLEMI, **FAMILIARI, **PERCORSI, **LABORATORIO, **PATOLOGIA, **VACCINI}
"""All statements, and how each is recognised where a section refers to it."""
COMMENTI = Row("note", f"entry*{di_codice('48767-8')}", COMMENTO)


def voci(model: type[BaseModel], among: Casi = TUTTI) -> tuple[Word, ...]:
    """The entries of a section. What takes whatever is an Observation or a Procedure comes last: others are told from it by what they hold."""
    fields = [name for name in ("voci", "altre_voci") if name in model.model_fields]
    if {Osservazione, Procedura} & set(shapes(model)[fields[0]].models):
        fields.reverse()
    return COMMENTI, *(_entries(model, field, among) for field in fields)


def _entries(model: type[BaseModel], field: str, among: Casi) -> Choice:
    kinds = shapes(model)[field].models
    return Choice(field, "entry*", casi(kinds, {**among, **LISTA} if kinds == (VoceProblema,) else among))


LIBERA: Binding = Binding(
    SezioneLibera,
    *corpo_sezione(), Row("codice", "code", CC), *voci(SezioneLibera), Row("sezioni", "section*", lambda: LIBERA),
)  # fmt: skip

_EMPTY = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "unavailable"}]}


def _vuota(sezione: Any) -> Json | None:
    """Why a section that must be there has no entries: what it tells is in its text only."""
    return None if any(tra(sezione, name) for name in ("voci", "altre_voci", "note")) else _EMPTY


def _codice(mark: Posto) -> tuple[Word, ...]:
    return (
        In(
            "code.coding[0]", Fixed("system", CODES.dump(mark.sistema, "oid")), Fixed("code", mark.codice), Row("etichetta", "display"),
            Row("versione_codice", "version"),
        ),
        Row("traduzioni_codice", "code.coding[1:]*", CODING),
        Drop("nome_codice", "FHIR names a code system by its URI only", default(SezioneClinica, "nome_codice")),
    )  # fmt: skip


_ABSENT = f"performedDateTime.{ASSENTE}"
PROPRI_IPS: Mapping[str, Casi] = {
    "18776-5": avvolti(
        CASI, "CarePlan", (Fixed("status", "active"), Fixed("intent", "plan"), SOGGETTO),
        dict.fromkeys(("Appointment", "MedicationRequest", "ServiceRequest"), "activity.reference"), "supportingInfo",
    ),
    "47519-4": {
        **TUTTI,
        **avvolti(CASI, "Procedure", (Fixed("status", "preparation"), SOGGETTO, Fixed(_ABSENT, "unknown"), Fixed("code", Same("codice", CC))),
                  {"ServiceRequest": "basedOn"}),
    },
    "47420-5": {
        **TUTTI, **avvolti(PERCORSI, "ClinicalImpression", (Fixed("status", "completed"), SOGGETTO), {"Observation": "finding.itemReference"}),
    },
}  # fmt: skip
"""What the International Patient Summary refers to from its sections: a plan, a procedure, an impression."""


def tabella(model: type[BaseModel], propri: Mapping[str, Casi] | None = None) -> tuple[Word, ...]:
    """The words for the sections of a document or section: one place each, recognised by its code.

    `propri` gives, by section code, how the statements stand there where that is not as everywhere.
    """
    rows: list[Word] = []
    for field, mark, kind in posti(model):
        words: list[Word] = [*_codice(mark), *corpo_sezione(), *tabella(kind, propri)]
        words += voci(kind, (propri or {}).get(mark.codice, TUTTI))
        if mark.obbligatoria and "voci" in kind.model_fields:
            words.append(Fixed("emptyReason", Same(".", Leaf(None, _vuota))))
        rows.append(Row(field, f"section[code.coding.code='{mark.codice}']", Binding(kind, *words)))
    return (*rows, Row("altre_sezioni", "section*", LIBERA))
