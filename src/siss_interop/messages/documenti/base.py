"""What all clinical documents have besides the header: what kind they are, and the sections that their type does not foresee."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import SezioneLibera
from siss_interop.messages.comune.testata import LOINC, Documento
from siss_interop.model.base import Many, Text
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice

TipoDocumento = Annotated[Codice | None, label("Tipo di documento", "code of the kind of document")]
VersioneModello = Annotated[Text | None, label("Versione del modello", "version of the implementation guide")]


class DocumentoConTipo(Documento):
    """A document that says its kind and the version of its guide."""

    codice: TipoDocumento = None
    versione_modello: VersioneModello = None


class DocumentoClinico(DocumentoConTipo):
    """What every document with a table of sections has."""

    altre_sezioni: Annotated[Many[SezioneLibera], label("Altre sezioni", "sections that the type does not foresee")] = ()


def tipo_documento(code: str, name: str) -> Codice:
    """The LOINC code of a kind of document."""
    return Codice(codice=code, sistema=LOINC, nome_sistema="LOINC", descrizione=name)
