"""The metadata of a publication: what only the caller knows, and the entry of the index. Code lists are those of the affinity domain."""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from siss_interop.codes import find_code_list
from siss_interop.model.base import Many, Model, Some, Text
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id, Momento

Oid = Annotated[str, StringConstraints(pattern=r"^[0-2](\.(0|[1-9][0-9]*))+$")]
"""An object identifier."""
_Struttura = Literal["Ospedale", "Prevenzione", "Territorio", "SistemaTS", "Cittadino", "MdsPN_DGC"]
_Attivita = Literal["PHR", "CON", "DIS", "ERP", "Sistema_TS", "INI", "PN_DGC", "OBS"]
_Regime = Literal["SSN", "INPATIENT", "NOSSN", "SSR", "DONOR", "AUTO"]
_Ruolo = Literal[
    "AAS", "APR", "PSS", "INF", "FAR", "DSA", "DAM", "OAM", "ASS", "TUT", "ING", "GEN", "NOR", "DRS", "RSA", "MRP", "INI", "OGC", "OPI", "MDS", "GTW",
    "DAP",
]  # fmt: skip
_Classe = Literal["WOR", "REF", "LDO", "RIC", "SUM", "TAC", "PRS", "PRE", "ESE", "PDC", "VAC", "CER", "VRB", "CON", "CNT", "CRT", "LET", "PRO", "COL"]
_ALTRE_ORGANIZZAZIONI = {"000": "INI", "970": "Sistema TS", "001": "SASN", "999": "GTW", "950": "MDS"}


class StrutturaUtente(Model):
    """The structure that the user belongs to (locality)."""

    nome: Annotated[Text, label("Denominazione", "name of the structure")]
    oid: Annotated[Oid, label("OID", "OID of the catalogue that its code is in")]
    codice: Annotated[Text, label("Codice", "its code in that catalogue")]

    @property
    def xon(self) -> str:
        """As HL7 writes an organisation: its name, the catalogue, its code."""
        return f"{self.nome}^^^^^&{self.oid}&ISO^^^^{self.codice}"


class Applicativo(Model):
    """The application that publishes."""

    id: Annotated[Text, label("Identificativo", "identifier of the application")]
    fornitore: Annotated[Text, label("Fornitore", "its vendor")]
    versione: Annotated[Text, label("Versione", "its version")]


class Pubblicazione(Model):
    """What a publication needs and no document says. What has no default must be given."""

    tipologia_struttura: Annotated[_Struttura, label("Tipologia di struttura", "kind of facility that made the document")]
    assetto_organizzativo: Annotated[
        Annotated[str, StringConstraints(pattern=r"^AD_PSC[0-9]{3}$")], label("Assetto organizzativo", "specialty (practice setting)")
    ]
    tipo_attivita_clinica: Annotated[_Attivita, label("Attività clinica", "the activity that led to the document")]
    identificativo_repository: Annotated[Oid, label("Repository", "OID of the repository that keeps the document")]
    identificativo_sottomissione: Annotated[Oid, label("Sottomissione", "OID of this submission")]
    soggetto: Annotated[Id, label("Soggetto", "tax code of the user, or VAT number of the organisation, that asks")]
    ruolo: Annotated[_Ruolo, label("Ruolo", "role of the user")]
    organizzazione: Annotated[
        Annotated[str, StringConstraints(pattern="^[0-9]{3}$")], label("Organizzazione", "domain of the user: a region has three digits")
    ]
    struttura: Annotated[StrutturaUtente, label("Struttura dell'utente", "structure that the user belongs to")]
    presa_in_carico: Annotated[bool, label("Presa in carico", "whether the patient is in the user's care (patient_consent)")]
    applicativo: Annotated[Applicativo, label("Applicativo", "the application that publishes")]
    classe: Annotated[_Classe | None, label("Classe", "class of the document, where it does not follow from its type")] = None
    atti_e_regole: Annotated[Many[Text], label("Atti clinici e regole di accesso", "event codes: P99 hides the document …")] = ()
    inizio_prestazione: Annotated[Momento | None, label("Inizio della prestazione", "where the document does not say it")] = None
    fine_prestazione: Annotated[Momento | None, label("Fine della prestazione", "where the document does not say it")] = None
    conservazione_a_norma: Annotated[Text | None, label("Conservazione a norma", "archive that keeps the document by law")] = None
    descrizioni: Annotated[Many[Text], label("Descrizioni", "further codes, as code^label^OID")] = ()
    regime: Annotated[Many[_Regime], label("Regime", "who pays")] = ()
    modo: Annotated[Literal["ATTACHMENT", "RESOURCE"] | None, label("Modalità", "how the document stands in the PDF")] = None
    workflow: Annotated[Text | None, label("Transazione", "workflowInstanceId, where the document was validated before")] = None

    @property
    def nome_organizzazione(self) -> str:
        """The name of the user's domain; empty where the code is none of a region."""
        regions = find_code_list("regioni")
        found = regions.lookup(self.organizzazione) if regions is not None else None
        return (
            (found.it if found.it.startswith("P.A.") else f"Regione {found.it}")
            if found is not None
            else _ALTRE_ORGANIZZAZIONI.get(self.organizzazione, "")
        )


class AutoreIndice(Model):
    """An author in the index."""

    id: Annotated[Id, label("Identificativo", "tax code of the author")]
    nome: Annotated[Text | None, label("Nome", "name of the author")] = None


class VoceIndice(Model):
    """The entry of a document in the index (XDSDocumentEntry)."""

    id: Annotated[Id, label("Identificativo", "uniqueId")]
    tipo_documento: Annotated[Codice | None, label("Tipo", "typeCode")] = None
    classe: Annotated[Codice, label("Classe", "classCode")]
    modello: Annotated[Text | None, label("Modello", "formatCode: templateId of the type")] = None
    titolo: Annotated[Text | None, label("Titolo", "title")] = None
    lingua: Annotated[Text | None, label("Lingua", "languageCode")] = None
    riservatezza: Annotated[Codice | None, label("Riservatezza", "confidentialityCode")] = None
    assistito: Annotated[Id, label("Assistito", "patientId")]
    autori: Annotated[Some[AutoreIndice], label("Autori", "author")]
    firmatario: Annotated[Id | None, label("Firmatario", "legalAuthenticator")] = None
    custode: Annotated[Id | None, label("Custode", "who keeps the document")] = None
    nome_custode: Annotated[Text | None, label("Nome del custode", "name of who keeps the document")] = None
    creazione: Annotated[Momento, label("Creazione", "creationTime")]
    inizio: Annotated[Momento | None, label("Inizio della prestazione", "serviceStartTime")] = None
    fine: Annotated[Momento | None, label("Fine della prestazione", "serviceStopTime")] = None
    eventi: Annotated[Many[Codice], label("Atti clinici e regole di accesso", "eventCodeList")] = ()
    struttura: Annotated[Codice, label("Tipologia di struttura", "healthcareFacilityTypeCode")]
    assetto: Annotated[Codice, label("Assetto organizzativo", "practiceSettingCode")]
    sostituisce: Annotated[Many[Id], label("Sostituisce", "documents that it replaces")] = ()
    richieste: Annotated[Many[Id], label("Richieste", "prescriptions that it answers (NRE)")] = ()
    formato: Annotated[Text | None, label("Formato", "mimeType")] = None
    dimensione: Annotated[int | None, Field(ge=0), label("Dimensione", "size in bytes")] = None
    impronta: Annotated[Text | None, label("Impronta", "SHA-1 of the file, as base64")] = None


class Metadati(Model):
    """Everything that publishing a document needs."""

    voce: Annotated[VoceIndice, label("Voce dell'indice", "the entry of the index")]
    pubblicazione: Annotated[Pubblicazione, label("Pubblicazione", "what only the caller knows")]
    impronta_sha256: Annotated[Text | None, label("Impronta SHA-256", "hash of the file, for the token")] = None

    @property
    def impronta_sha1(self) -> str | None:
        """SHA-1 of the file as XDS writes it, in hexadecimal."""
        return b64decode(self.voce.impronta).hex() if self.voce.impronta is not None else None
