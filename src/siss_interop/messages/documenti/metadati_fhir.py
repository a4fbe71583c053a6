"""Where the entry of the index stands in a DocumentReference (IHE MHD, mapping of XDS to FHIR R4)."""

from __future__ import annotations

from siss_interop.messages.documenti.metadati_dati import AutoreIndice, VoceIndice
from siss_interop.wire.fhir.tipi import CC, ID, MOMENTO
from siss_interop.wire.words import Binding, Fixed, In, Leaf, Row


def _oid(value: str) -> str:
    if not value.startswith("urn:oid:"):
        raise ValueError("not an OID")
    return value.removeprefix("urn:oid:")


_OID = Leaf(_oid, lambda value: f"urn:oid:{value}")
_AUTORE = Binding(AutoreIndice, Fixed("type", "Practitioner"), Row("id", "identifier", ID), Row("nome", "display"))

VOCE = Binding(
    VoceIndice,
    Fixed("status", "current"), Row("id", "masterIdentifier", ID), Row("tipo_documento", "type", CC), Row("classe", "category", CC),
    In("subject", Fixed("type", "Patient"), Row("assistito", "identifier", ID)), Row("autori", "author*", _AUTORE),
    In("authenticator", Fixed("type", "Practitioner", when="firmatario"), Row("firmatario", "identifier", ID)),
    In("custodian", Row("custode", "identifier", ID), Row("nome_custode", "display")), Row("titolo", "description"),
    Row("sostituisce", "relatesTo[code='replaces']*.target.identifier", ID), Row("riservatezza", "securityLabel", CC),
    In(
        "content",
        In(
            "attachment", Row("formato", "contentType"), Row("lingua", "language"), Row("dimensione", "size"), Row("impronta", "hash"),
            Row("creazione", "creation", MOMENTO),
        ),
        In("format", Fixed("system", "urn:ietf:rfc:3986", when="modello"), Row("modello", "code", _OID)),
    ),
    In(
        "context",
        Row("eventi", "event*", CC), In("period", Row("inizio", "start", MOMENTO), Row("fine", "end", MOMENTO)), Row("struttura", "facilityType", CC),
        Row("assetto", "practiceSetting", CC), Row("richieste", "related*.identifier", ID),
    ),
)  # fmt: skip
