"""Where the transport documents stand in FHIR R4: a Composition, and the ServiceRequest that is asked for or the Encounter that took place."""

from __future__ import annotations

from siss_interop.messages.comune.fhir import ENUNCIATO, ESECUTORE, NOTA, seme, sezione, testata
from siss_interop.messages.trasporti.documenti import (
    CHIAVI,
    CODICI,
    MODELLI,
    NOME_CODICI,
    Associazione,
    DocumentoTrasporto,
    LuogoTrasporto,
    MezzoTrasporto,
    RelazioneTrasporto,
    RichiestaTrasporto,
    SezioneErogazione,
    SezioneRichiesta,
    TrasportoErogato,
    TrasportoRichiesto,
)
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.tipi import CC, ID, INDIRIZZO, MOMENTO, PERIODO, QUANTITA, VALORE, extension
from siss_interop.wire.words import Binding, Fixed, In, Row, Same, Word

_CODICI = f"urn:oid:{CODICI}"

LUOGO = Binding(LuogoTrasporto, Row("id", "identifier*", ID), Row("codice", "type", CC), Row("indirizzo", "address", INDIRIZZO))
MEZZO = Binding(MezzoTrasporto, Row("id", "identifier*", ID), Row("codice", "type", CC), Row("nome", "name"))
ASSOCIAZIONE = Binding(Associazione, Row("id", "identifier*", ID))


def _dato(field: str, kind: str, codec: Binding | None = None) -> Word:
    """One fact of the transport for which R4 has no element."""
    path = extension(field.replace("_", "-"), kind)
    return Row(field, path) if codec is None else Row(field, path, codec)


def _codice(path: str, code: str) -> Word:
    return In(f"{path}.coding", Fixed("system", _CODICI), Fixed("code", code))


#: the key is no `id`: those are identifiers that others gave
_TRASPORTO: tuple[Word, ...] = (
    *ENUNCIATO, Row("esecutori", f"{mine('esecutore')}*", ESECUTORE), Fixed("subject", Same("assistito")),
    In(extension("chiave", "Identifier"), Fixed("system", f"urn:oid:{CHIAVI}"), Row("chiave", "value")),
)  # fmt: skip

RICHIESTO = Binding(
    TrasportoRichiesto,
    *_TRASPORTO, Fixed("status", "active"), Fixed("intent", "order"), _codice("code", "TRASPORTO"),
    Row("partenza", f"{extension('partenza', 'Reference')}->Location", LUOGO),
    Row("destinazione", f"{extension('destinazione', 'Reference')}->Location", LUOGO),
    Row("mezzo", f"{extension('mezzo', 'Reference')}->Location", MEZZO), Row("note", "note", NOTA), Row("motivo", "reasonCode", CC),
    Row("appuntamento", "occurrenceDateTime", MOMENTO), Row("richiesto", "authoredOn", MOMENTO), _dato("azienda", "Identifier", ID),
    _dato("condizione", "CodeableConcept", VALORE), _dato("viaggio", "CodeableConcept", VALORE), _dato("ricettario", "CodeableConcept", VALORE),
    _dato("canale", "CodeableConcept", VALORE), _dato("prescrittore", "CodeableConcept", VALORE), _dato("sedute", "PositiveInt"),
    _dato("ciclo", "Period", PERIODO), _dato("accompagnatore", "Boolean"), _dato("ossigeno", "Boolean"), _dato("isolamento", "Boolean"),
    _dato("asl_residenza", "String"),
)  # fmt: skip
EROGATO = Binding(
    TrasportoErogato,
    *_TRASPORTO, Fixed("status", "finished"), _codice("type", "TRASPORTO"),
    In("class", Fixed("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode"), Fixed("code", "FLD")), Row("quando", "period", PERIODO),
    Row("partenza", "hospitalization.origin->Location", LUOGO), Row("destinazione", "hospitalization.destination->Location", LUOGO),
    Row("mezzo", "location.location->Location", MEZZO), Row("note", f"{extension('nota', 'Annotation')}", NOTA),
    Row("associazione", "serviceProvider->Organization", ASSOCIAZIONE), _dato("esito", "CodeableConcept", VALORE),
    _dato("km", "Quantity", QUANTITA), _dato("rientro", "DateTime", MOMENTO), _dato("multiplo", "Boolean"), _dato("trasportati", "PositiveInt"),
    _dato("equipaggio", "PositiveInt"), _dato("firmato", "Boolean"), _dato("seduta", "DateTime", MOMENTO),
)  # fmt: skip
SEZIONE_RICHIESTA = Binding(
    SezioneRichiesta, *sezione("RICHIESTA", _CODICI, NOME_CODICI), Row("trasporto", "entry->ServiceRequest", RICHIESTO), Fixed("entry", Same("<-"))
)  # fmt: skip
SEZIONE_EROGAZIONE = Binding(
    SezioneErogazione, *sezione("EROGAZIONE", _CODICI, NOME_CODICI), Row("trasporto", "entry->Encounter", EROGATO), Fixed("entry", Same("<-"))
)  # fmt: skip


def _documento(model: type[DocumentoTrasporto], code: str, section: Binding, number: int) -> FhirMapping:
    """The two profiles of a document of one section; `number` ends its template."""
    template = Fixed("meta.tag[system='urn:ietf:rfc:3986'].code", f"urn:oid:{MODELLI}.1.{number}")
    tipo = _codice("type", code)
    return FhirMapping(
        {
            profile: Binding(model, template, tipo, *testata(profile, tipo), Row("sezione", "section", section), tag="Composition")
            for profile in ("document", "transaction")
        },
        seme,
    )  # fmt: skip


DOCUMENTO_RICHIESTA = _documento(RichiestaTrasporto, "RICHIESTA_TRASPORTO", SEZIONE_RICHIESTA, 1)
RELAZIONE = _documento(RelazioneTrasporto, "RELAZIONE_TRASPORTO", SEZIONE_EROGAZIONE, 2)
