"""The rules of the clinical documents: those of every document, the kind that a document says, and the sections that its guide demands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from siss_interop.messages.comune.enunciati.sezioni import posti
from siss_interop.messages.comune.regole import AVVISO, ERRORE, REGOLE_TESTATA, regole_di
from siss_interop.messages.comune.regole_assistito import REGOLE_ASSISTITO
from siss_interop.messages.comune.regole_generali import REGOLE_GENERALI
from siss_interop.messages.comune.regole_narrativa import REGOLE_NARRATIVA
from siss_interop.messages.comune.regole_schema import REGOLE_SCHEMA
from siss_interop.messages.documenti.base import DocumentoClinico, DocumentoConTipo
from siss_interop.model.rules import Broken, Rule, rule

GUIDE = "HL7 Italia, guide dei documenti FSE; it-fse-catalogs, schematron di ciascun tipo"


@rule(
    "DCL-R01", ERRORE, "Manca una sezione che la guida di questo documento richiede: {sezione}",
    "A section that the guide of this document demands is missing: {sezione}",
    instead_it="Aggiungere la sezione; se non c'è nulla da dire, scriverlo nel suo testo",
    instead_en="Add the section; if there is nothing to tell, say so in its text",
    source=GUIDE, passing="profilo con allergie, terapie e problemi", failing="profilo senza allergie",
)  # fmt: skip
def _sezioni_obbligatorie(doc: DocumentoConTipo) -> Iterator[Broken]:
    for field, mark, _ in posti(type(doc)):
        if mark.obbligatoria and getattr(doc, field) is None:
            yield Broken(field, (("sezione", mark.titolo),))


@rule(
    "DCL-R02", ERRORE, "Il codice del documento non è quello del suo tipo", "The code of the document is not that of its type",
    instead_it="Lasciare il codice che il tipo ha da sé", instead_en="Leave the code that the type has by itself",
    source=GUIDE, passing="60591-5 per un profilo", failing="34105-7 per un profilo",
)  # fmt: skip
def _codice(doc: DocumentoConTipo) -> Iterator[Broken]:
    wanted = type(doc).model_fields["codice"].default
    if doc.codice is None or (doc.codice.codice, doc.codice.sistema) != (wanted.codice, wanted.sistema):
        yield Broken("codice", value=doc.codice.codice if doc.codice is not None else None)


def _sezioni(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The sections that are there, foreseen ones, with their paths."""
    for field, _, _ in posti(type(part)):
        found = getattr(part, field)
        if found is not None:
            yield f"{path}{field}", found
            yield from _sezioni(found, f"{path}{field}.")


@rule(
    "DCL-R03", AVVISO, "La sezione non ha testo: chi legge il documento non vede nulla",
    "The section has no text: who reads the document sees nothing",
    instead_it="Scrivere il testo, o farlo comporre dalle voci", instead_en="Write the text, or have it made from the entries",
    source="HL7 CDA R2, section.text", passing="sezione con testo", failing="sezione con sole voci",
)  # fmt: skip
def _senza_testo(doc: DocumentoClinico) -> Iterator[str]:
    return (f"{path}.testo" for path, found in _sezioni(doc) if found.testo is None and getattr(found, "voci", None))


@rule(
    "DCL-R04", ERRORE, "Manca la versione della guida", "The version of the guide is missing",
    instead_it="Lasciare quella che il tipo ha da sé", instead_en="Leave the one that the type has by itself",
    source=GUIDE, passing="1.4 per un profilo", failing="versione assente",
)  # fmt: skip
def _versione(doc: DocumentoConTipo) -> Iterator[str]:
    if doc.versione_modello is None:
        yield "versione_modello"


REGOLE_CLINICHE: tuple[Rule, ...] = (
    *REGOLE_TESTATA, *REGOLE_ASSISTITO, *REGOLE_SCHEMA, *REGOLE_GENERALI, *REGOLE_NARRATIVA, *regole_di(globals()),
)  # fmt: skip
#: what holds for any CDA, of whatever guide
REGOLE_GENERICO: tuple[Rule, ...] = (*REGOLE_GENERALI, *REGOLE_NARRATIVA)
