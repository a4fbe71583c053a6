"""What publishing a document needs: its entry in the index (IHE XDS, MHD), the fields of a request to the FSE gateway, and the claims of its token.

Each fact comes from the document, from the file that is published, or from the caller (`Pubblicazione`); none is guessed.
Sources: IHE ITI TF-3 4.2.3 (XDS metadata), IHE MHD (DocumentReference); ministero-salute/it-fse-support, «integrazione-gateway» 5.1, 7.1, 15 and
«mapping-metadati». The code systems of the affinity domain have OIDs that these pages do not give: its codes are written without a system.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC
from hashlib import sha1, sha256
from typing import Any

from siss_interop.errors import Refused
from siss_interop.ids import oids
from siss_interop.issues import Layer, Report, Severity, define, issue
from siss_interop.losses import LossReport
from siss_interop.messages import catalogue
from siss_interop.messages.comune.parole import codice
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti.metadati_dati import AutoreIndice, Metadati, Pubblicazione, VoceIndice
from siss_interop.messages.documenti.metadati_fhir import VOCE
from siss_interop.model.tipi import Codice, Id, Momento, Nome, Quando
from siss_interop.wire.fhir.single import as_json

_FONTE = "it-fse-support, integrazione-gateway"
define(
    "PUB-001", Layer.MODEL, Severity.ERROR, "Il documento non ha un identificativo dell'assistito", "The document has no identifier of the patient",
    instead_it="Indicare il codice fiscale, o un altro identificativo con il suo OID",
    instead_en="Give the tax code, or another identifier with its OID",
    source=f"{_FONTE}, 15.1 person_id", passing="assistito con codice fiscale", failing="assistito con il solo motivo di assenza",
)  # fmt: skip
define(
    "PUB-002", Layer.MODEL, Severity.ERROR,
    "La classe del documento (tipoDocumentoLivAlto) non si ricava dal suo tipo",
    "The class of the document (tipoDocumentoLivAlto) does not follow from its type",
    instead_it="Indicarla in Pubblicazione.classe", instead_en="Give it as Pubblicazione.classe",
    source=f"{_FONTE}, 15.4", passing="60591-5", failing="documento senza LOINC e senza classe",
)  # fmt: skip
define(
    "PUB-003", Layer.MODEL, Severity.ERROR,
    "La classe indicata non è quella che il gateway ammette per questo tipo di documento: {classe}",
    "The class given is not the one that the gateway admits for this type of document: {classe}",
    instead_it="Togliere la classe, o scrivere quella ammessa", instead_en="Leave the class out, or write the one that is admitted",
    source=f"{_FONTE}, 15.4", passing="SUM per 60591-5", failing="REF per 60591-5",
)  # fmt: skip
define(
    "PUB-004", Layer.MODEL, Severity.ERROR,
    "Il token di una pubblicazione porta l'impronta del file: il file manca",
    "The token of a publication carries the hash of the file: the file is missing",
    instead_it="Passare a metadati il file che si pubblica", instead_en="Give metadati the file that is published",
    source=f"{_FONTE}, 15.1 attachment_hash", passing="metadati(…, payload=pdf)", failing="metadati(…)",
)  # fmt: skip

_CLASSI = {
    "SUM": "60591-5 55750-4 101881-1", "REF": "11502-2 68604-8 11526-1 11488-4 75496-0 85208-7", "LDO": "34105-7 18842-5", "VRB": "59258-4",
    "PRS": "57833-6 57829-4 57832-8", "PRE": "29304-3 81223-0 103144-2 103145-9 103146-7 103147-5", "VAC": "87273-9 82593-5",
    "CER": "97500-3 97499-8", "LET": "101136-0 108276-7", "TAC": "103140-0 53576-5", "CON": "59284-0 101133-7", "ESE": "57827-8",
    "PDC": "18776-5", "CRT": "104531-9", "CNT": "68814-3", "PRO": "101134-5", "COL": "100971-1",
}  # fmt: skip
#: LOINC code of a type of document -> the class that the gateway admits for it (15.4)
CLASSE_DI = {loinc: kind for kind, codes in _CLASSI.items() for loinc in codes.split()}
_MIME = {True: "application/pdf+text/x-cda-r2+xml", False: "text/xml"}
_NRE, _NRE_INDICE = "2.16.840.1.113883.2.9.4.3.9", "2.16.840.1.113883.2.9.4.3.8"


def metadati(documento: Documento, pubblicazione: Pubblicazione, *, payload: bytes | None = None) -> Metadati:
    """What publication needs. `payload` is the file that is published: the signed PDF with the document inside, or the document by itself.

    Without it size and hashes are absent. Raises Refused with PUB-001, PUB-002 or PUB-003.
    """
    patient = _assistito(documento)
    kind: Codice | None = getattr(documento, "codice", None)
    start, stop = _prestazione(documento, pubblicazione)
    entry = VoceIndice(
        id=documento.id, tipo_documento=kind, classe=Codice(codice=_classe(kind, pubblicazione)), modello=_modello(documento),
        titolo=documento.titolo,
        lingua=documento.lingua, riservatezza=documento.riservatezza, assistito=patient, creazione=documento.data, inizio=start, fine=stop,
        autori=tuple(AutoreIndice(id=each.id[0], nome=_nome(each.nome)) for each in documento.autori),
        firmatario=documento.firmatario.id[0] if documento.firmatario is not None and documento.firmatario.id else None,
        custode=documento.custode.id[0] if documento.custode.id else None, nome_custode=documento.custode.nome,
        sostituisce=tuple(each.id[0] for each in documento.precedenti if each.relazione == "RPLC"),
        richieste=tuple(each for request in documento.richieste for each in request.id if each.radice == _NRE and each.estensione),
        eventi=tuple(Codice(codice=each) for each in pubblicazione.atti_e_regole), struttura=Codice(codice=pubblicazione.tipologia_struttura),
        assetto=Codice(codice=pubblicazione.assetto_organizzativo),
        formato=_MIME[payload.startswith(b"%PDF")] if payload is not None else None,
        dimensione=len(payload) if payload is not None else None,
        impronta=b64encode(sha1(payload, usedforsecurity=False).digest()).decode() if payload is not None else None,
    )  # fmt: skip
    return Metadati(voce=entry, pubblicazione=pubblicazione, impronta_sha256=sha256(payload).hexdigest() if payload is not None else None)


def _assistito(documento: Documento) -> Id:
    """The identifier by which the index knows the patient: the tax code where there is one."""
    held = [each for each in documento.assistito.id if each.radice and each.estensione]
    tax = oids.registry("cf")
    found = next((each for each in held if tax is not None and each.radice == tax.oid), held[0] if held else None)
    if found is None:
        raise Refused(Report((issue("PUB-001", path="assistito.id"),)), LossReport())
    return found


def _classe(kind: Codice | None, pubblicazione: Pubblicazione) -> str:
    admitted = CLASSE_DI.get(kind.codice or "") if kind is not None else None
    if admitted is None and pubblicazione.classe is None:
        raise Refused(Report((issue("PUB-002", path="codice"),)), LossReport())
    if admitted is not None and pubblicazione.classe not in (None, admitted):
        raise Refused(Report((issue("PUB-003", path="codice", classe=admitted),)), LossReport())
    return admitted or pubblicazione.classe or ""


def _modello(documento: Documento) -> str | None:
    """The templateId of the type: the format of the document."""
    known = catalogue.entry_of(documento).template
    return known or (documento.modelli[0].radice if documento.modelli else None)


def _nome(found: Nome | None) -> str | None:
    return (found.testo or " ".join([*found.prefissi, *found.nomi, *filter(None, [found.cognome])]) or None) if found is not None else None


def _prestazione(documento: Documento, pubblicazione: Pubblicazione) -> tuple[Momento | None, Momento | None]:
    """When the service took place: what the caller says, else the first service that the document tells of (IHE PCC: serviceEvent/effectiveTime)."""
    told: Quando | None = next((each.quando for each in documento.servizi if each.quando is not None), None)
    ends = (told, told) if isinstance(told, Momento) else (told.inizio, told.fine) if told is not None else (None, None)
    given = (pubblicazione.inizio_prestazione, pubblicazione.fine_prestazione)
    start, stop = (mine if mine is not None else theirs for mine, theirs in zip(given, ends, strict=True))
    return _detto(start), _detto(stop)


def _detto(found: Momento | None) -> Momento | None:
    return found if found is not None and found.valore is not None else None


# ---- as IHE and the gateway write it


def dtm(found: Momento | None) -> str | None:
    """A time as the index writes it: UTC without an offset. One that was written without an offset stays as it is."""
    if found is None or found.valore is None:
        return None
    point = found.istante
    if point is not None and point.tzinfo is not None:
        digits = found.valore.split("+")[0].split("-")[0].partition(".")[0]
        return point.astimezone(UTC).strftime("%Y%m%d%H%M%S")[: len(digits)]
    return found.valore.partition(".")[0].split("+")[0].split("-")[0]


def _cx(found: Id) -> str:
    return f"{found.estensione}^^^&{found.radice}&ISO"


def _uid(found: Id) -> str:
    return f"{found.radice}^{found.estensione}" if found.estensione is not None else found.radice or ""


def _pieno(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def xds(metadata: Metadati) -> dict[str, Any]:
    """The document entry by the names and in the forms of XDS («mapping-metadati», XDSDocumentEntry)."""
    entry, given = metadata.voce, metadata.pubblicazione
    return _pieno({
        "uniqueId": _uid(entry.id), "repositoryUniqueId": given.identificativo_repository, "patientId": _cx(entry.assistito),
        "sourcePatientId": _cx(entry.assistito), "classCode": entry.classe.codice,
        "typeCode": entry.tipo_documento.codice if entry.tipo_documento is not None else None,
        "typeCodeDisplayName": codice(entry.tipo_documento), "formatCode": entry.modello, "title": entry.titolo, "languageCode": entry.lingua,
        "confidentialityCode": entry.riservatezza.codice if entry.riservatezza is not None else None, "creationTime": dtm(entry.creazione),
        "serviceStartTime": dtm(entry.inizio), "serviceStopTime": dtm(entry.fine), "eventCodeList": [each.codice for each in entry.eventi],
        "authorPerson": [f"{each.id.estensione or ''}^^^^^^^^&{each.id.radice or ''}&ISO" for each in entry.autori],
        "authorInstitution": given.struttura.xon, "authorRole": given.ruolo,
        "legalAuthenticator": f"{entry.firmatario.estensione}^^^^^^^^&{entry.firmatario.radice}&ISO" if entry.firmatario is not None else None,
        "healthcareFacilityTypeCode": entry.struttura.codice, "practiceSettingCode": entry.assetto.codice, "mimeType": entry.formato,
        "size": entry.dimensione, "hash": metadata.impronta_sha1,
        "referenceIdList": [f"{each.estensione}^^^&{_NRE_INDICE}&ISO^urn:ihe:iti:xds:2013:order" for each in entry.richieste],
        "description": list(given.descrizioni), "administrativeRequest": list(given.regime),
        "urn:ita:2017:repository-type": given.conservazione_a_norma,
    })  # fmt: skip


def sottomissione(metadata: Metadati) -> dict[str, Any]:
    """The submission set («mapping-metadati», XDSSubmissionSet); its time is that of the submission."""
    given = metadata.pubblicazione
    return {
        "uniqueId": given.identificativo_sottomissione, "sourceId": f"2.16.840.1.113883.2.9.2.{given.organizzazione.lstrip('0')}",
        "patientId": _cx(metadata.voce.assistito), "contentTypeCode": given.tipo_attivita_clinica,
    }  # fmt: skip


def richiesta(metadata: Metadati) -> dict[str, Any]:
    """The fields of the request to the gateway (5.1; 7.1 for a replacement, whose path names the document that is replaced)."""
    entry, given = metadata.voce, metadata.pubblicazione
    return _pieno({
        "workflowInstanceId": given.workflow, "healthDataFormat": "CDA", "mode": given.modo, "tipologiaStruttura": given.tipologia_struttura,
        "attiCliniciRegoleAccesso": list(given.atti_e_regole), "identificativoDoc": _uid(entry.id),
        "identificativoRep": given.identificativo_repository, "tipoDocumentoLivAlto": entry.classe.codice,
        "assettoOrganizzativo": given.assetto_organizzativo, "dataInizioPrestazione": dtm(entry.inizio), "dataFinePrestazione": dtm(entry.fine),
        "conservazioneANorma": given.conservazione_a_norma, "tipoAttivitaClinica": given.tipo_attivita_clinica,
        "identificativoSottomissione": given.identificativo_sottomissione, "descriptions": list(given.descrizioni),
        "administrativeRequest": list(given.regime),
    })  # fmt: skip


def claims(metadata: Metadati) -> dict[str, Any]:
    """The claims of `FSE-JWT-Signature` that tell of the document and of who publishes it (15.1).

    Who signs the token adds iss, iat, exp, jti and aud.
    Raises Refused with PUB-004 where the file was not given.
    """
    entry, given = metadata.voce, metadata.pubblicazione
    if metadata.impronta_sha256 is None:
        raise Refused(Report((issue("PUB-004"),)), LossReport())
    kind = (
        f"('{entry.tipo_documento.codice}^^{entry.tipo_documento.sistema}')"
        if entry.tipo_documento is not None and entry.tipo_documento.codice
        else None
    )
    return _pieno({
        "sub": _cx(given.soggetto), "subject_role": given.ruolo, "subject_organization_id": given.organizzazione,
        "subject_organization": given.nome_organizzazione, "locality": given.struttura.xon, "person_id": _cx(entry.assistito),
        "patient_consent": given.presa_in_carico, "purpose_of_use": "UPDATE" if entry.sostituisce else "TREATMENT",
        "action_id": "UPDATE" if entry.sostituisce else "CREATE", "resource_hl7_type": kind,
        "attachment_hash": metadata.impronta_sha256,
        "subject_application_id": given.applicativo.id, "subject_application_vendor": given.applicativo.fornitore,
        "subject_application_version": given.applicativo.versione,
    })  # fmt: skip


def document_reference(metadata: Metadati, *, systems: str = "hl7it") -> dict[str, Any]:
    """The entry as a FHIR R4 DocumentReference, as IHE MHD maps it. People and organisations are named by their identifiers."""
    made: dict[str, Any] = {"resourceType": "DocumentReference"}
    return made | as_json(VOCE, "DocumentReference", metadata.voce, systems)
