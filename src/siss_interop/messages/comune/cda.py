"""Where the header stands in CDA R2. One row serves reading, writing and editing."""

from __future__ import annotations

from siss_interop.messages.comune.persone import (
    Appartenenza,
    Assistito,
    Autore,
    Custode,
    Destinatario,
    Dispositivo,
    Esecutore,
    Familiare,
    Firmatario,
    Informatore,
    LinguaParlata,
    LuogoNascita,
    Organizzazione,
    Partecipante,
    Persona,
    Redattore,
    Tutore,
)
from siss_interop.messages.comune.testata import (
    Consenso,
    DocumentoPrecedente,
    IncontroOrigine,
    Luogo,
    LuogoCura,
    Richiesta,
    Servizio,
)
from siss_interop.wire.cda.tipi import AD, CD, II, PN, TEL, TS, when
from siss_interop.wire.words import BOOL, Binding, Choice, Fixed, In, Row, Word

_ID = Row("id", "id*", II, key="radice")
_CODE = Row("codice", "code", CD)
_ADDR = Row("indirizzi", "addr*", AD, key="uso")
_TELECOM = Row("recapiti", "telecom*", TEL, key="uso")


def _person(tag: str) -> Word:
    """A person: the element that names the person of a role."""
    return In(tag, Row("nome", "name", PN))


ORGANIZZAZIONE: Binding = Binding(
    Organizzazione,
    _ID, Row("nome", "name/."), _TELECOM, _ADDR, Row("settore", "standardIndustryClassCode", CD),
    Row("parte_di", "asOrganizationPartOf", lambda: APPARTENENZA),
)  # fmt: skip
APPARTENENZA: Binding = Binding(Appartenenza, _ID, _CODE, Row("organizzazione", "wholeOrganization", ORGANIZZAZIONE))


def ruolo(person: str, organisation: str) -> tuple[Word, ...]:
    """What an entity in a role has: identifiers, code, addresses, contacts, the person, the organisation."""
    return (_ID, _CODE, _ADDR, _TELECOM, _person(person), Row("organizzazione", organisation, ORGANIZZAZIONE))


_ASSIGNED: tuple[Word, ...] = ruolo("assignedPerson", "representedOrganization")
INCARICATO = Binding(Persona, *_ASSIGNED)

TUTORE = Binding(Tutore, *ruolo("guardianPerson", "guardianOrganization"))
LINGUA = Binding(LinguaParlata, Row("lingua", "languageCode/@code"), Row("preferita", "preferenceInd/@value", BOOL))
NASCITA = Binding(LuogoNascita, In("place", Row("nome", "name/."), Row("indirizzo", "addr", AD)))
ASSISTITO = Binding(
    Assistito,
    In(
        "patientRole", Fixed("@classCode", "PAT"), _ID, _ADDR, _TELECOM,
        In(
            "patient", Row("nome", "name", PN), Row("sesso", "administrativeGenderCode", CD), Row("nascita", "birthTime", TS),
            Row("deceduto", "deceasedInd/@value", BOOL), Row("decesso", "deceasedTime", TS),
            Row("stato_civile", "maritalStatusCode", CD), Row("tutori", "guardian*", TUTORE), Row("luogo_nascita", "birthplace", NASCITA),
            Row("lingue", "languageCommunication*", LINGUA, key="lingua"),
        ),
        Row("struttura", "providerOrganization", ORGANIZZAZIONE),
    ),
)  # fmt: skip

DISPOSITIVO = Binding(
    Dispositivo, Row("codice", "code", CD), Row("modello", "manufacturerModelName/."), Row("programma", "softwareName/.")
)  # fmt: skip
AUTORE = Binding(
    Autore,
    Row("funzione", "functionCode", CD), Row("momento", "time", TS),
    In("assignedAuthor", Fixed("@classCode", "ASSIGNED"), *_ASSIGNED, Row("dispositivo", "assignedAuthoringDevice", DISPOSITIVO)),
)  # fmt: skip
REDATTORE = Binding(Redattore, Row("momento", "time", TS), In("assignedEntity", *_ASSIGNED))
INFORMATORE = Binding(Informatore, In("assignedEntity", *_ASSIGNED))
FAMILIARE = Binding(
    Familiare,
    In(
        "relatedEntity", Row("relazione", "@classCode"), _CODE, _ADDR, _TELECOM, when("periodo"), _person("relatedPerson"),
    ),
)  # fmt: skip
DESTINATARIO = Binding(
    Destinatario,
    Row("relazione", "@typeCode"),
    In(
        "intendedRecipient", Row("classe", "@classCode"), _ID, _ADDR, _TELECOM, _person("informationRecipient"),
        Row("organizzazione", "receivedOrganization", ORGANIZZAZIONE),
    ),
)  # fmt: skip
FIRMATARIO = Binding(
    Firmatario, Row("momento", "time", TS), Row("firma", "signatureCode/@code"), In("assignedEntity", *_ASSIGNED)
)  # fmt: skip
PARTECIPANTE = Binding(
    Partecipante,
    Row("relazione", "@typeCode"), Row("funzione", "functionCode", CD), when("periodo", "time"),
    In("associatedEntity", Row("classe", "@classCode"), *ruolo("associatedPerson", "scopingOrganization")),
)  # fmt: skip


ESECUTORE = Binding(
    Esecutore, Row("relazione", "@typeCode"), Row("funzione", "functionCode", CD), when("periodo", "time"), In("assignedEntity", *_ASSIGNED)
)
CUSTODE = Binding(Custode, In("assignedCustodian/representedCustodianOrganization", _ID, Row("nome", "name/."), _TELECOM, _ADDR))
PRECEDENTE = Binding(
    DocumentoPrecedente,
    Row("relazione", "@typeCode"),
    In("parentDocument", _ID, _CODE, Row("insieme", "setId", II), Row("versione", "versionNumber/@value")),
)  # fmt: skip
RICHIESTA = Binding(
    Richiesta,
    In("order", Row("classe", "@classCode"), Row("fase", "@moodCode"), _ID, _CODE, Row("priorita", "priorityCode", CD)),
)  # fmt: skip
SERVIZIO = Binding(
    Servizio,
    In(
        "serviceEvent", Row("classe", "@classCode"), Row("fase", "@moodCode"), _ID, _CODE, Row("stato", "statusCode/@code"), when("quando"),
        Row("esecutori", "performer*", ESECUTORE),
    ),
)  # fmt: skip
CONSENSO = Binding(Consenso, In("consent", _ID, _CODE, Row("stato", "statusCode/@code")))
LUOGO = Binding(Luogo, Row("nome", "name/."), Row("indirizzo", "addr", AD))
LUOGO_CURA = Binding(
    LuogoCura, _ID, _CODE, Row("luogo", "location", LUOGO), Row("struttura", "serviceProviderOrganization", ORGANIZZAZIONE)
)  # fmt: skip
ORIGINE = Binding(
    IncontroOrigine,
    In(
        "encompassingEncounter", _ID, _CODE, when("quando"), Row("provenienza", "admissionReferralSourceCode", CD),
        Row("dimissione", "dischargeDispositionCode", CD), Row("responsabile", "responsibleParty/assignedEntity", INCARICATO),
        Row("partecipanti", "encounterParticipant*", ESECUTORE), Row("luogo", "location/healthCareFacility", LUOGO_CURA),
    ),
)  # fmt: skip

TIPO = "2.16.840.1.113883.1.3"
"""Root of the typeId of every CDA R2."""

#: the header of any CDA R2
TESTATA_CDA: tuple[Word, ...] = (
    Row("modelli", "templateId*", II), Row("id", "id", II), Row("titolo", "title/."), Row("stato", "sdtc:statusCode/@code"),
    Row("data", "effectiveTime", TS), Row("riservatezza", "confidentialityCode", CD), Row("lingua", "languageCode/@code"),
    Row("insieme", "setId", II), Row("versione", "versionNumber/@value"), Row("data_copia", "copyTime", TS),
    Row("assistito", "recordTarget", ASSISTITO), Row("autori", "author*", AUTORE), Row("redattore", "dataEnterer", REDATTORE),
    Row("custode", "custodian", CUSTODE), Row("destinatari", "informationRecipient*", DESTINATARIO),
    Row("firmatario", "legalAuthenticator", FIRMATARIO), Row("autenticatori", "authenticator*", FIRMATARIO),
    Choice("informatori", "", {"informant[assignedEntity]*": INFORMATORE, "informant[relatedEntity]*": FAMILIARE}),
    Row("partecipanti", "participant*", PARTECIPANTE), Row("richieste", "inFulfillmentOf*", RICHIESTA),
    Row("servizi", "documentationOf*", SERVIZIO), Row("precedenti", "relatedDocument*", PRECEDENTE),
    Row("consensi", "authorization*", CONSENSO), Row("origine", "componentOf", ORIGINE),
)  # fmt: skip
#: the header of a national document; a document type adds what tells it apart and its body
TESTATA: tuple[Word, ...] = (
    Fixed("realmCode/@code", "IT"), Fixed("typeId/@root", TIPO), Fixed("typeId/@extension", "POCD_MT000040UV02"), *TESTATA_CDA,
)  # fmt: skip
