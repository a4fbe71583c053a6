"""Referto di medicina di laboratorio, the laboratory report (LOINC 11502-2).

Its sections are no fixed list: each specialty has one, with a section for each examination inside; their codes are data.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siss_interop.messages.comune.enunciati.base import Commento, Modelli
from siss_interop.messages.comune.enunciati.generici import (
    Codificato,
    Fornitura,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Procedura,
    Terapia,
)
from siss_interop.messages.comune.enunciati.laboratorio import EsameLaboratorio
from siss_interop.messages.comune.enunciati.sezioni import ALTRE
from siss_interop.messages.comune.narrativa import Narrativa
from siss_interop.messages.comune.persone import Autore
from siss_interop.messages.comune.testata import Titolo
from siss_interop.messages.documenti.base import DocumentoConTipo, TipoDocumento, VersioneModello, tipo_documento
from siss_interop.model.base import Many, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id


class SezioneEsame(Value):
    """A section of a laboratory report: what it is about, in words and as entries."""

    id_xml: Annotated[Text | None, label("Identificativo XML", "xml id of the section")] = None
    id: Annotated[Id | None, label("Identificativo", "identifier of the section")] = None
    modelli: Modelli = ()
    codice: Codificato = None
    titolo: Annotated[Text | None, label("Titolo", "title of the section")] = None
    testo: Annotated[Narrativa | None, label("Testo", "the narrative")] = None
    riservatezza: Annotated[Codice | None, label("Riservatezza", "confidentiality of this section")] = None
    lingua: Annotated[Text | None, label("Lingua", "language of this section")] = None
    autori: Annotated[Many[Autore], label("Autori", "who wrote this section")] = ()
    voci: Annotated[Many[EsameLaboratorio], label("Esami", "the examinations with their results")] = ()
    altre_voci: Annotated[
        Many[Annotated[Osservazione | Gruppo | Procedura | Incontro | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
    ] = ()
    note: Annotated[Many[Commento], label("Note", "comments that stand by themselves")] = ()


class SezioneSpecialita(SezioneEsame):
    """A specialty of the laboratory, as chemistry or microbiology: the code says which."""

    esami: Annotated[Many[SezioneEsame], label("Sezioni degli esami", "a section for each examination")] = ()


class RefertoLaboratorio(DocumentoConTipo):
    """Referto di medicina di laboratorio: results by specialty and examination."""

    codice: TipoDocumento = tipo_documento("11502-2", "Referto di Laboratorio")
    titolo: Titolo = "Referto di Medicina di Laboratorio"
    versione_modello: VersioneModello = "1.3"
    specialita: Annotated[Many[SezioneSpecialita], label("Specialità", "a section for each specialty")] = ()
