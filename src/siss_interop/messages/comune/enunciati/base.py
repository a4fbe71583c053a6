"""The shared clinical statements and the section: what the bodies of documents are made of, with their places in CDA R2."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.cda import AUTORE, ESECUTORE
from siss_interop.messages.comune.narrativa import NARRATIVA, Narrativa
from siss_interop.messages.comune.persone import Autore, Esecutore, Ids
from siss_interop.messages.comune.testata import LOINC
from siss_interop.model.base import Many, Model, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id, Indicatore, Quando, Testo, ValoreCodificato
from siss_interop.wire.cda.tipi import CD, CD_VALUE, ED, II, when
from siss_interop.wire.words import BOOL, Binding, Fixed, In, Mark, Row, Word

Modelli = Annotated[Many[Id], label("Altri modelli", "templateIds besides that of the type")]


class Enunciato(Model):
    """What every clinical statement may have."""

    relazione: Annotated[Indicatore | None, label("Relazione", "how it belongs to what is around it, where that is said")] = None
    id: Ids = ()
    modelli: Modelli = ()
    testo: Annotated[Testo | None, label("Testo", "the statement in words, or a link to the narrative")] = None
    esecutori: Annotated[Many[Esecutore], label("Esecutori", "who did it")] = ()
    autori: Annotated[Many[Autore], label("Autori", "who stated it")] = ()


ENUNCIATO: tuple[Word, ...] = (
    Row("id", "id*", II, key="radice"), Row("modelli", "templateId*", II), Row("testo", "text", ED),
    Row("esecutori", "performer*", ESECUTORE), Row("autori", "author*", AUTORE),
)  # fmt: skip


Etichetta = Annotated[Text | None, label("Etichetta", "display name of the observation's code")]
Inversa = Annotated[bool | None, label("Relazione inversa", "whether the relation is read backwards (inversionInd)")]


NomeSistema = Annotated[Text | None, label("Nome del sistema", "name written for the code system of the statement's code")]


class OsservazioneFissa(Value):
    """An observation whose code the guide fixes: it says one thing of the statement around it. Which thing, its class says."""

    id: Ids = ()
    modelli: Modelli = ()
    testo: Annotated[Testo | None, label("Testo", "in words, or a link to the narrative")] = None
    etichetta: Etichetta = None
    nome_codice: NomeSistema = "LOINC"
    inversa: Inversa = False


class Qualifica(OsservazioneFissa):
    """One whose value is a code."""

    valore: Annotated[ValoreCodificato | None, label("Valore", "the coded value")] = None
    quando: Annotated[Quando | None, label("Quando", "when it holds, or was observed")] = None


class Commento(Value):
    """A comment that stands by itself in a section (Annotation Comment, LOINC 48767-8)."""

    relazione: Annotated[Indicatore | None, label("Relazione", "how it belongs to what it comments on")] = None
    id: Ids = ()
    modelli: Modelli = ()
    etichetta: Annotated[Text | None, label("Etichetta", "display name written for the code")] = None
    nome_codice: NomeSistema = "LOINC"
    testo: Annotated[Testo | None, label("Nota", "the comment, or a link to the narrative")] = None
    stato: Annotated[Text | None, label("Stato", "status of the comment")] = "completed"
    quando: Annotated[Quando | None, label("Quando", "when it was made")] = None
    autori: Annotated[Many[Autore], label("Autori", "who commented")] = ()


class Nota(Commento):
    """A comment on a statement (Annotation Comment, LOINC 48767-8)."""

    inversa: Inversa = None


def codice_fisso(code: str, system: str = LOINC) -> tuple[Word, ...]:
    """The code that says what something is; its label and the system's name stand in fields, for documents vary in them."""
    return (
        Fixed("code/@code", code), Fixed("code/@codeSystem", system), Row("nome_codice", "code/@codeSystemName"),
        Row("etichetta", "code/@displayName"),
    )  # fmt: skip


def osservazione(role: str, code: str, *words: Word, system: str = LOINC) -> tuple[Word, ...]:
    """The words of an observation with a fixed code, inside the entryRelationship that carries it."""
    return (
        Row("inversa", "@inversionInd", BOOL),
        In(
            "observation", Fixed("@classCode", "OBS"), Fixed("@moodCode", "EVN"), Mark(role), *codice_fisso(code, system),
            Fixed("statusCode/@code", "completed"), Row("id", "id*", II, key="radice"), Row("modelli", "templateId*", II),
            Row("testo", "text", ED), *words,
        ),
    )  # fmt: skip


def qualifica(model: type[Qualifica], role: str, code: str, relation: str, system: str = LOINC) -> Binding:
    """The binding of a `Qualifica` with this templateId role, code (of LOINC unless said) and kind of relation."""
    words = (when("quando"), Row("valore", "value", CD_VALUE))
    return Binding(model, Fixed("@typeCode", relation), *osservazione(role, code, *words, system=system))


def con_codice(code: str) -> str:
    """The step of an entryRelationship whose observation has this code."""
    return f"entryRelationship[observation/code/@code='{code}']"


_NOTA: tuple[Word, ...] = (
    Fixed("@classCode", "ACT"), Fixed("@moodCode", "EVN"), Row("id", "id*", II, key="radice"), Row("modelli", "templateId*", II),
    *codice_fisso("48767-8"), Row("testo", "text", ED), Row("stato", "statusCode/@code"), when("quando"), Row("autori", "author*", AUTORE),
)  # fmt: skip
NOTA = Binding(
    Nota,
    Fixed("@typeCode", "SUBJ"), Row("relazione", "@typeCode"), Row("inversa", "@inversionInd", BOOL), In("act", Mark("nota"), *_NOTA),
)  # fmt: skip
COMMENTO = Binding(Commento, Row("relazione", "@typeCode"), In("act", Mark("nota_sezione"), *_NOTA))


class Sezione(Model):
    """What every section has besides its entries: a title and the narrative that a person reads."""

    id_xml: Annotated[Text | None, label("Identificativo XML", "xml id of the section")] = None
    id: Annotated[Id | None, label("Identificativo", "identifier of the section")] = None
    modelli: Modelli = ()
    etichetta: Annotated[Text | None, label("Etichetta", "display name of the section's code")] = None
    nome_codice: Annotated[Text | None, label("Nome del sistema", "name written for the code system of the section's code")] = "LOINC"
    titolo: Annotated[Text | None, label("Titolo", "title of the section")] = None
    testo: Annotated[Narrativa | None, label("Testo", "the narrative")] = None
    riservatezza: Annotated[Codice | None, label("Riservatezza", "confidentiality of this section")] = None
    lingua: Annotated[Text | None, label("Lingua", "language of this section")] = None
    autori: Annotated[Many[Autore], label("Autori", "who wrote this section")] = ()


def sezione(code: str, system: str = LOINC) -> tuple[Word, ...]:
    """The words of a section with this code, of LOINC unless another system is named."""
    return (
        Fixed("@classCode", "DOCSECT"), Fixed("@moodCode", "EVN"), Mark("sezione"), Row("id_xml", "@ID"), Row("id", "id", II),
        Row("modelli", "templateId*", II), *codice_fisso(code, system), Row("titolo", "title/."), Row("testo", "text", NARRATIVA),
        Row("riservatezza", "confidentialityCode", CD), Row("lingua", "languageCode/@code"), Row("autori", "author*", AUTORE),
    )  # fmt: skip
