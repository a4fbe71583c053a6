"""Sections with clinical statements, the table that a document type is, and the section that no type names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

from siss_interop.messages.comune.cda import AUTORE
from siss_interop.messages.comune.enunciati.allergie import VoceAllergia, voce_allergia
from siss_interop.messages.comune.enunciati.base import COMMENTO, Commento, Modelli, Sezione, sezione
from siss_interop.messages.comune.enunciati.familiari import ANAMNESI_FAMILIARE, AnamnesiFamiliare
from siss_interop.messages.comune.enunciati.generici import (
    Fornitura,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Prestazione,
    Procedura,
    Terapia,
    Voce,
)
from siss_interop.messages.comune.enunciati.generici_cda import ENUNCIATI
from siss_interop.messages.comune.enunciati.problemi import PROBLEMA, VOCE_PROBLEMA, Problema, VoceProblema
from siss_interop.messages.comune.enunciati.vaccini import IMMUNIZZAZIONE, Immunizzazione
from siss_interop.messages.comune.narrativa import NARRATIVA, Narrativa
from siss_interop.messages.comune.persone import Autore
from siss_interop.messages.comune.testata import LOINC
from siss_interop.model.base import Many, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.shape import shapes
from siss_interop.model.tipi import Codice, Id
from siss_interop.wire.cda.tipi import CD, II
from siss_interop.wire.words import Binding, Choice, Fixed, In, Row, Word

#: the class of a statement -> the step that recognises it below its entry, and its binding
Casi = Mapping[type[BaseModel], tuple[str, Binding]]
#: role, section code or "section code:role" -> templateId
Ruoli = Mapping[str, str]

GENERICI: Casi = {binding.model: (step, binding) for step, binding in ENUNCIATI.items()}
#: the statements that look the same in every document
NOTI: Casi = {
    VoceAllergia: ("act[entryRelationship/observation/code/@code='52473-6|OINT']", voce_allergia()),
    VoceProblema: ("act[entryRelationship/observation/code/@code='75326-9']", VOCE_PROBLEMA),
    Problema: ("observation[code/@code='75326-9']", PROBLEMA),
    AnamnesiFamiliare: ("organizer[code/@code='10157-6']", ANAMNESI_FAMILIARE),
    Immunizzazione: ("substanceAdministration[code/@code='IMMUNIZ']", IMMUNIZZAZIONE),
}  # fmt: skip

VoceNota = Annotated[
    Osservazione | Gruppo | Procedura | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale | VoceAllergia | VoceProblema | Problema
    | AnamnesiFamiliare | Immunizzazione,
    Field(discriminator="tipo"),
]  # fmt: skip
"""Any statement that is known wherever it stands."""

ALTRE = label("Altre voci", "statements that the type does not foresee here")
Note = Annotated[Many[Commento], label("Note", "comments that stand by themselves")]


class SezioneLibera(Value):
    """A section that the document type does not name: code, title, narrative, and whatever statements are known."""

    id_xml: Annotated[Text | None, label("Identificativo XML", "xml id of the section")] = None
    id: Annotated[Id | None, label("Identificativo", "identifier of the section")] = None
    modelli: Modelli = ()
    codice: Annotated[Codice | None, label("Codice", "what the section is about")] = None
    titolo: Annotated[Text | None, label("Titolo", "title of the section")] = None
    testo: Annotated[Narrativa | None, label("Testo", "the narrative")] = None
    riservatezza: Annotated[Codice | None, label("Riservatezza", "confidentiality of this section")] = None
    lingua: Annotated[Text | None, label("Lingua", "language of this section")] = None
    autori: Annotated[Many[Autore], label("Autori", "who wrote this section")] = ()
    voci: Annotated[Many[VoceNota], label("Voci", "the statements")] = ()
    note: Note = ()
    sezioni: Annotated[Many[SezioneLibera], label("Sezioni", "sections inside this one")] = ()


SezioneLibera.model_rebuild()


class SezioneClinica(Sezione, Value):
    """What every section of a clinical document has besides the statements that its type foresees."""

    versione_codice: Annotated[Text | None, label("Versione del sistema", "version written for the code system of the section's code")] = None
    traduzioni_codice: Annotated[Many[Codice], label("Altri codici", "the section's code in other code systems")] = ()
    note: Note = ()
    altre_voci: Annotated[Many[Voce], ALTRE] = ()
    altre_sezioni: Annotated[Many[SezioneLibera], label("Altre sezioni", "sections that the type does not foresee here")] = ()


@dataclass(frozen=True, slots=True)
class Posto:
    """The mark of a field that holds a section: its code, the title that it usually has, and whether the guide demands it."""

    codice: str
    titolo: str
    obbligatoria: bool = False
    sistema: str = LOINC


def posto(codice: str, titolo: str, *, obbligatoria: bool = False, sistema: str = LOINC) -> Posto:
    """The mark of a section's field."""
    return Posto(codice, titolo, obbligatoria, sistema)


def posti(model: type[BaseModel]) -> Iterator[tuple[str, Posto, type[BaseModel]]]:
    """The sections that a document (or a section) foresees: field, mark, class."""
    for name, info in model.model_fields.items():
        mark = next((each for each in info.metadata if isinstance(each, Posto)), None)
        if mark is not None:
            yield name, mark, shapes(model)[name].models[0]


_CODICE_ESTESO: tuple[Word, ...] = (
    Row("versione_codice", "code/@codeSystemVersion"), Row("traduzioni_codice", "code/translation*", CD, key="sistema"),
)  # fmt: skip
#: more demanding than what recognises an act by its class alone, so that a comment is never taken for another act
COMMENTI = Row("note", "entry[act/@classCode='ACT'][act/code/@code='48767-8']*", COMMENTO)


def entrate(field: str, models: tuple[type[BaseModel], ...], casi: Casi, words: tuple[Word, ...] = ()) -> Choice:
    """The statements of a section in their entries."""
    return Choice(field, "entry*", dict(casi[each] for each in models), words=words)


LIBERA: Binding = Binding(
    SezioneLibera,
    Fixed("@classCode", "DOCSECT"), Fixed("@moodCode", "EVN"), Row("id_xml", "@ID"), Row("id", "id", II), Row("modelli", "templateId*", II),
    Row("codice", "code", CD), Row("titolo", "title/."), Row("testo", "text", NARRATIVA), Row("riservatezza", "confidentialityCode", CD),
    Row("lingua", "languageCode/@code"), Row("autori", "author*", AUTORE),
    entrate("voci", shapes(SezioneLibera)["voci"].models, {**GENERICI, **NOTI}), COMMENTI,
    Row("sezioni", "component*/section", lambda: LIBERA),
)  # fmt: skip
ALTRE_SEZIONI = Row("altre_sezioni", "component*/section", LIBERA)


def tabella(model: type[BaseModel], ruoli: Ruoli, casi: Casi, relazioni: Mapping[str, str]) -> tuple[Word, ...]:
    """The words for the sections of a document or section: one place each, recognised by its code.

    `relazioni` gives, by section code, the typeCode that the guide demands of the entries, where it is not COMP.
    """
    rows: list[Word] = [ALTRE_SEZIONI]
    for field, mark, kind in posti(model):
        own = _in_sezione(ruoli, mark.codice)
        words: list[Word] = [
            *sezione(mark.codice, mark.sistema),
            *_CODICE_ESTESO,
            *tabella(kind, ruoli, casi, relazioni),
            *_voci(kind, mark, casi, relazioni),
        ]
        made = Binding(kind, *words, marks=own)
        rows.append(In(f"component[section/code/@code='{mark.codice}']", Fixed("@typeCode", "COMP"), Row(field, "section", made)))
    return tuple(rows)


def _voci(kind: type[BaseModel], mark: Posto, casi: Casi, relazioni: Mapping[str, str]) -> Iterator[Word]:
    relation = relazioni.get(mark.codice)
    words: tuple[Word, ...] = (Fixed("@typeCode", relation),) if relation else ()
    if "voci" in kind.model_fields:
        yield entrate("voci", shapes(kind)["voci"].models, casi, words)
    yield entrate("altre_voci", shapes(kind)["altre_voci"].models, GENERICI, words)
    yield COMMENTI


def _in_sezione(ruoli: Ruoli, code: str) -> dict[str, Any]:
    """The templateIds that hold inside a section: its own, and those of roles that differ there."""
    own = {key.partition(":")[2]: root for key, root in ruoli.items() if key.startswith(f"{code}:")}
    return {"sezione": ruoli.get(code, ""), **own}
