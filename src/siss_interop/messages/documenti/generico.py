"""Any other CDA R2: a prescription, a screening letter, a document of another country."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.enunciati.sezioni import SezioneLibera
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti.base import TipoDocumento
from siss_interop.model.base import Many, Text
from siss_interop.model.marks import label
from siss_interop.model.tipi import Testo


class DocumentoGenerico(Documento):
    """A document of a type that has no class of its own: its header, its sections, and the statements that are known.

    It is edited onto its original. Written afresh it would lack what only its own guide knows, so that is refused.
    """

    realm: Annotated[Text | None, label("Ambito", "country whose rules it follows (realmCode)")] = "IT"
    schema_hl7: Annotated[Text | None, label("Schema", "message type of the schema (typeId)")] = "POCD_MT000040UV02"
    codice: TipoDocumento = None
    lingua: Annotated[Text | None, label("Lingua", "language")] = None
    corpo: Annotated[Testo | None, label("Corpo non strutturato", "the body of a document without sections: a PDF, a scan")] = None
    sezioni: Annotated[Many[SezioneLibera], label("Sezioni", "the sections in order")] = ()
