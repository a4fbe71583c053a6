"""What publication needs: from the document, from the file, from the caller, and nothing guessed."""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha1, sha256
from typing import Any

import pytest
from pydantic import ValidationError

import siss_interop as siss
from siss_interop.check.fhir.checker import check
from siss_interop.check.fhir.typed import check_typed
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti import esempi
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti.metadati import claims, document_reference, dtm, metadati, richiesta, sottomissione, xds
from siss_interop.messages.documenti.metadati_dati import Applicativo, Metadati, Pubblicazione, StrutturaUtente
from siss_interop.messages.vaccinazioni.esempi import certificato
from siss_interop.model.base import plain
from siss_interop.model.tipi import Id, Momento
from siss_interop.options import Options

REQUIRED: dict[str, Any] = {
    "tipologia_struttura": "Territorio", "assetto_organizzativo": "AD_PSC130", "tipo_attivita_clinica": "CON",
    "identificativo_repository": "2.16.840.1.113883.2.9.2.90.4.5.1", "identificativo_sottomissione": "2.16.840.1.113883.2.9.2.90.4.3.1",
    "soggetto": c.codice_fiscale(p.MEDICO), "ruolo": "APR", "organizzazione": "090", "presa_in_carico": True,
    "struttura": StrutturaUtente(nome="AMBULATORIO DI PROVA", oid="2.16.840.1.113883.2.9.4.1.3", codice="090101000001"),
    "applicativo": Applicativo(id="APP", fornitore="DITTA DI PROVA", versione="1.0"),
}  # fmt: skip
PDF = b"%PDF-1.7 invented"
CF = "2.16.840.1.113883.2.9.4.3.2"


def given(**more: Any) -> Pubblicazione:
    return Pubblicazione(**(REQUIRED | more))


def made(document: Documento | None = None, payload: bytes | None = PDF, **more: Any) -> Metadati:
    return metadati(document if document is not None else esempi.radiologia(), given(**more), payload=payload)


@pytest.mark.parametrize("name", REQUIRED)
def test_what_only_the_caller_knows_must_be_given(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Pubblicazione(**{key: value for key, value in REQUIRED.items() if key != name})


def test_the_entry_of_the_index() -> None:
    entry = xds(made())
    number = p.assistito().id[0].estensione
    assert entry["uniqueId"] == "2.16.840.1.113883.2.9.2.90.4.4^090201.2024.000013"
    assert entry["patientId"] == entry["sourcePatientId"] == f"{number}^^^&{CF}&ISO"
    assert (entry["classCode"], entry["typeCode"], entry["formatCode"]) == ("REF", "68604-8", "2.16.840.1.113883.2.9.10.1.7.1")
    assert entry["authorPerson"] == [f"{p.MEDICO}^^^^^^^^&{CF}&ISO"]
    assert entry["authorInstitution"] == "AMBULATORIO DI PROVA^^^^^&2.16.840.1.113883.2.9.4.1.3&ISO^^^^090101000001"
    assert entry["referenceIdList"] == ["090A04000000001^^^&2.16.840.1.113883.2.9.4.3.8&ISO^urn:ihe:iti:xds:2013:order"]
    assert (entry["creationTime"], entry["serviceStartTime"], entry["confidentialityCode"]) == ("20240312093000", "20240312093000", "N")
    assert (entry["size"], entry["hash"], entry["mimeType"]) == (
        len(PDF), sha1(PDF, usedforsecurity=False).hexdigest(), "application/pdf+text/x-cda-r2+xml",
    )  # fmt: skip
    assert sottomissione(made()) == {
        "uniqueId": "2.16.840.1.113883.2.9.2.90.4.3.1", "sourceId": "2.16.840.1.113883.2.9.2.90", "patientId": entry["patientId"],
        "contentTypeCode": "CON",
    }  # fmt: skip


def test_the_fields_of_the_request() -> None:
    asked = richiesta(made(atti_e_regole=("P99",), modo="ATTACHMENT", regime=("SSN",), descrizioni=("019655^X^2.16.840.1.113883.2.9.6.1.5",)))
    assert asked == {
        "healthDataFormat": "CDA", "mode": "ATTACHMENT", "tipologiaStruttura": "Territorio", "attiCliniciRegoleAccesso": ["P99"],
        "identificativoDoc": "2.16.840.1.113883.2.9.2.90.4.4^090201.2024.000013", "identificativoRep": "2.16.840.1.113883.2.9.2.90.4.5.1",
        "tipoDocumentoLivAlto": "REF", "assettoOrganizzativo": "AD_PSC130", "dataInizioPrestazione": "20240312093000",
        "dataFinePrestazione": "20240312093000", "tipoAttivitaClinica": "CON", "identificativoSottomissione": "2.16.840.1.113883.2.9.2.90.4.3.1",
        "descriptions": ["019655^X^2.16.840.1.113883.2.9.6.1.5"], "administrativeRequest": ["SSN"],
    }  # fmt: skip


def test_the_claims_of_the_token() -> None:
    said = claims(made(presa_in_carico=False))
    assert said["sub"] == f"{p.MEDICO}^^^&{CF}&ISO"
    assert (said["subject_organization"], said["patient_consent"]) == ("Regione Toscana", False)
    assert (said["action_id"], said["purpose_of_use"]) == ("CREATE", "TREATMENT")
    assert said["resource_hl7_type"] == "('68604-8^^2.16.840.1.113883.6.1')"
    assert said["attachment_hash"] == sha256(PDF).hexdigest()
    assert not {"iss", "iat", "exp", "jti", "aud"} & set(said)


def test_a_replacement_is_an_update() -> None:
    first = esempi.radiologia()
    second = c.sostituisce(first.model_copy(update={"id": c.id_documento("090", "altro")}), first)
    found = made(second)
    said = claims(found)
    assert (said["action_id"], said["purpose_of_use"]) == ("UPDATE", "UPDATE")
    (link,) = document_reference(found)["relatesTo"]
    assert (link["code"], link["target"]["identifier"]["value"]) == ("replaces", first.id.estensione)


@pytest.mark.parametrize("systems", ["hl7it", "oid"])
@pytest.mark.parametrize("document", [esempi.profilo, esempi.lettera, esempi.radiologia, certificato], ids=lambda each: str(each.__name__))
@pytest.mark.parametrize("payload", [PDF, b"<ClinicalDocument/>", None])
def test_document_reference_is_valid(document: Any, systems: str, payload: bytes | None) -> None:
    resource = document_reference(made(document(), payload), systems=systems)
    assert [each.text("en") for each in check(resource, Options())] == []
    assert list(check_typed(resource)) == []
    assert resource["masterIdentifier"]["value"] == document().id.estensione
    (content,) = resource["content"]
    assert ("hash" in content["attachment"]) == (payload is not None)
    if payload is not None:
        assert b64decode(content["attachment"]["hash"]) == sha1(payload, usedforsecurity=False).digest()


def test_metadata_as_json() -> None:
    found = made(atti_e_regole=("P99",))
    assert Metadati.model_validate(plain(found)) == found


def test_the_class_follows_from_the_type_or_is_given() -> None:
    assert xds(made(certificato()))["classCode"] == "VAC"
    untyped = esempi.radiologia().model_copy(update={"codice": None})
    for broken, code in (((untyped, None), "PUB-002"), ((esempi.radiologia(), "SUM"), "PUB-003")):
        with pytest.raises(siss.Refused) as refused:
            made(broken[0], classe=broken[1])
        assert [each.code for each in refused.value.report] == [code]
    assert richiesta(made(untyped, classe="PDC"))["tipoDocumentoLivAlto"] == "PDC"
    assert "resource_hl7_type" not in claims(made(untyped, classe="PDC"))


def test_a_patient_without_identifier_and_a_token_without_file_are_refused() -> None:
    document = esempi.profilo()
    nobody = document.model_copy(update={"assistito": document.assistito.model_copy(update={"id": (Id(nullo="UNK"),)})})
    with pytest.raises(siss.Refused) as refused:
        made(nobody)
    assert [each.code for each in refused.value.report] == ["PUB-001"]
    with pytest.raises(siss.Refused) as unhashed:
        claims(made(payload=None))
    assert [each.code for each in unhashed.value.report] == ["PUB-004"]
    assert "hash" not in xds(made(payload=None))


def test_the_tax_code_comes_before_other_identifiers() -> None:
    document = esempi.profilo()
    other = c.regionale("090", "0000000001")
    held = document.assistito.model_copy(update={"id": (other, *document.assistito.id)})
    assert made(document.model_copy(update={"assistito": held})).voce.assistito == document.assistito.id[0]
    alone = document.assistito.model_copy(update={"id": (other,)})
    assert made(document.model_copy(update={"assistito": alone})).voce.assistito == other


@pytest.mark.parametrize(
    ("written", "told"),
    [("20240312103000+0100", "20240312093000"), ("202403120030-0500", "202403120530"), ("20240312103000.5+0000", "20240312103000"),
     ("20240312103000", "20240312103000"), ("20240312", "20240312"), ("2024", "2024")],
)  # fmt: skip
def test_times_are_told_in_utc(written: str, told: str) -> None:
    assert dtm(Momento(valore=written)) == told


def test_a_service_time_that_is_given_goes_before_that_of_the_document() -> None:
    found = made(inizio_prestazione=Momento(valore="20240101"))
    assert (xds(found)["serviceStartTime"], xds(found)["serviceStopTime"]) == ("20240101", "20240312093000")
    silent = esempi.profilo().model_copy(update={"servizi": ()})
    assert "serviceStartTime" not in xds(made(silent))


@pytest.mark.parametrize(("code", "name"), [("090", "Regione Toscana"), ("041", "P.A. Bolzano"), ("999", "GTW"), ("555", "")])
def test_names_of_domains(code: str, name: str) -> None:
    assert given(organizzazione=code).nome_organizzazione == name
