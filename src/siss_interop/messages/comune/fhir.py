"""Where the header of a document, its people and what all statements have stand in FHIR R4. One row serves reading and writing.

The document itself is a Composition. What R4 has no element for is an extension of ours that leads to the resource for it: a person is a Practitioner
also where only an extension points at the role. Sources: HL7 R4, the cda2fhir maps of the FSE gateway where they are valid R4.
"""

from __future__ import annotations

from typing import Any

from siss_interop.errors import Unreadable
from siss_interop.messages.comune.enunciati import Nota, OsservazioneFissa, Sezione
from siss_interop.messages.comune.narrativa import Narrativa
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
    Documento,
    DocumentoPrecedente,
    IncontroOrigine,
    Luogo,
    LuogoCura,
    Richiesta,
    Servizio,
)
from siss_interop.messages.comune.xhtml import to_xhtml
from siss_interop.messages.comune.xhtml_lettura import values_of
from siss_interop.options import Options
from siss_interop.wire.fhir import times
from siss_interop.wire.fhir.names import NULL_FLAVOR_URL, OURS, mine, official
from siss_interop.wire.fhir.out import ABSENT, Json
from siss_interop.wire.fhir.tipi import (
    CC,
    CODING,
    ID,
    INDIRIZZO,
    MOMENTO,
    NASCITA,
    NOME,
    OCCORRENZA,
    RECAPITO,
    TESTO,
    TESTO_SUL_POSTO,
    VALORE,
    bare,
    extension,
    quando,
    quando_periodo,
    table,
)
from siss_interop.wire.words import STR, Binding, By, Choice, Drop, Fixed, In, Leaf, Row, Same, Word

LOINC_URI = "http://loinc.org"

# ---- people and organisations

_ID = Row("id", "identifier*", ID)
_TELECOM = Row("recapiti", "telecom*", RECAPITO)
_ADDRESS = Row("indirizzi", "address*", INDIRIZZO)
_NAME = Row("nome", "name", NOME)


def _write_name(nome: str | None) -> Json:
    """R4 wants a name or an identifier, the International Patient Summary a name: without one, that it is absent."""
    return {"_name": ABSENT} if nome is None else {"name": nome}


def _read_name(name: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if name is not None and (type(name) is not str or not name or name.isspace()):
        raise ValueError("not a name")
    return (name,), ("_name",) if beside is not None and (name is not None or beside != ABSENT) else ()


_DENOMINAZIONE = By(("nome",), ("name", "_name"), _write_name, _read_name, "without a name, that it is absent", always=True)
ORGANIZZAZIONE: Binding = Binding(
    Organizzazione,
    _ID, _DENOMINAZIONE, _TELECOM, _ADDRESS, Row("settore", "type", CC), Row("parte_di", ".", lambda: APPARTENENZA),
)  # fmt: skip
APPARTENENZA: Binding = Binding(
    Appartenenza,
    In("partOf", Row("id", "identifier*", ID), Row("organizzazione", "->Organization", lambda: ORGANIZZAZIONE)),
    Row("codice", extension("tipo-appartenenza", "CodeableConcept"), CC),
)  # fmt: skip
CUSTODE = Binding(Custode, _ID, Row("nome", "name"), _TELECOM, _ADDRESS)

#: a person who acts in a role, where the words stand on the role
_PERSON: Word = In("practitioner->Practitioner", _ID, _NAME, _TELECOM, _ADDRESS)
_ORGANISATION = Row("organizzazione", "organization->Organization", ORGANIZZAZIONE)
_ROLE: tuple[Word, ...] = (_PERSON, Row("codice", "code", CC), _ORGANISATION)
INCARICATO = Binding(Persona, *_ROLE)
#: in which function somebody took part: a second code of the role, after that of the profession
_AS = Row("funzione", "code[1]", CC)


def in_role(*words: Word) -> Word:
    """What a Reference to somebody in a role leads to."""
    return In("->PractitionerRole", *_ROLE, *words)


DISPOSITIVO = Binding(
    Dispositivo, Row("codice", "type", CC), Row("modello", "modelNumber"), Row("programma", f"{mine('programma')}.valueString")
)  # fmt: skip
CHI_SCRIVE = in_role(Row("dispositivo", f"{mine('dispositivo')}.valueReference->Device", DISPOSITIVO), _AS)
"""Who wrote something, where the words stand on a Reference to the author."""
_RECORDED = Fixed("recorded", Same("momento", times.MOMENT))
#: on a Reference to the author; when it was written says a Provenance, for R4 has no place for it
AUTORE = Binding(
    Autore,
    CHI_SCRIVE,
    In("->PractitionerRole", In("<-Provenance.agent.who", Fixed("target", Same("/")), Row("momento", "occurredDateTime", MOMENTO), _RECORDED)),
)  # fmt: skip
#: the author of a statement: a Provenance of the resource that it became
AUTORE_ENUNCIATO = Binding(Autore, Row("momento", "occurredDateTime", MOMENTO), _RECORDED, In("agent.who", CHI_SCRIVE))


def _momento(name: str = "momento") -> Word:
    return Row("momento", f"extension[url='{name}'].valueDateTime", MOMENTO)


_WHO = In("extension[url='persona'].valueReference->PractitionerRole", *_ROLE)
_WHO_AS = In("extension[url='persona'].valueReference->PractitionerRole", *_ROLE, _AS)
_KIND = Row("relazione", "extension[url='relazione'].valueCode")
_CLASS = Row("classe", "extension[url='classe'].valueCode")
_PERIOD = In("extension[url='periodo']", quando("periodo", "value"))

REDATTORE = Binding(Redattore, _momento(), _WHO)
INFORMATORE = Binding(Informatore, _WHO)
FAMILIARE = Binding(
    Familiare,
    _KIND, _PERIOD,
    In(
        "extension[url='persona'].valueReference->RelatedPerson", Fixed("patient", Same("assistito")), _NAME, _TELECOM, _ADDRESS,
        Row("codice", "relationship", CC),
    ),
)  # fmt: skip
DESTINATARIO = Binding(
    Destinatario,
    _KIND, _CLASS, In("extension[url='persona'].valueReference->PractitionerRole", _PERSON, _ORGANISATION),
)  # fmt: skip
FIRMATARIO = Binding(
    Firmatario, Row("momento", "time", MOMENTO), Row("firma", f"{mine('firma')}.valueCode"), In("party", in_role())
)  # fmt: skip
PARTECIPANTE = Binding(Partecipante, _KIND, _CLASS, _PERIOD, _WHO_AS)
ESECUTORE = Binding(Esecutore, _KIND, _PERIOD, _WHO_AS)
"""Who did something, as an extension of ours."""
ESECUTORE_ATTO = Binding(
    Esecutore,
    Row("relazione", f"{mine('relazione')}.valueCode"), Row("funzione", "function", CC), In(mine("periodo"), quando("periodo", "value")),
    In("actor", in_role()),
)  # fmt: skip
"""Who did something, as a `performer`."""
ESECUTORE_RIFERITO = Binding(
    Esecutore,
    Row("relazione", f"{mine('relazione')}.valueCode"), quando_periodo("periodo", f"{mine('periodo')}.valuePeriod"), in_role(_AS),
)  # fmt: skip
"""Who did something, where R4 has a Reference only."""

TUTORE = Binding(
    Tutore,
    Row("id", extension("identificativo", "Identifier", many=True), ID), Row("codice", "relationship", CC), _NAME, _TELECOM,
    Row("indirizzi", "address*", INDIRIZZO), _ORGANISATION,
)  # fmt: skip
LINGUA = Binding(
    LinguaParlata,
    In("language.coding", Fixed("system", "urn:ietf:bcp:47", when="lingua"), Row("lingua", "code")), Row("preferita", "preferred"),
)  # fmt: skip
NASCITA_LUOGO = Binding(LuogoNascita, In("valueAddress", Row("nome", f"{mine('nome')}.valueString"), Row("indirizzo", ".", INDIRIZZO)))

_SESSO = "2.16.840.1.113883.5.1"
_SESSI = table({"M": "male", "F": "female", "UN": "other", "UNK": "unknown"}, "sesso", "unknown")


def _write_death(deceduto: bool | None, decesso: Any) -> Json:
    """R4 has either that a person died or when: the first then stands beside the second."""
    if decesso is None:
        return {} if deceduto is None else {"deceasedBoolean": deceduto}
    made, aside = (None, None) if decesso.valore is None else times.dump(decesso.valore)
    beside = [*(aside or ())]
    if decesso.nullo is not None:
        beside.append({"url": NULL_FLAVOR_URL, "valueCode": decesso.nullo})
    if deceduto is not None:
        beside.append({"url": _DEAD, "valueBoolean": deceduto})
    return ({} if made is None else {"deceasedDateTime": made}) | ({"_deceasedDateTime": {"extension": beside}} if beside else {})


_DEAD = f"{OURS}deceduto"


def _read_death(dead: Any, when: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if dead is not None:
        if type(dead) is not bool:
            raise ValueError("not a boolean")
        return (dead, None), tuple(key for key, value in (("deceasedDateTime", when), ("_deceasedDateTime", beside)) if value is not None)
    aside = {each["url"]: each for each in (beside or {}).get("extension", ())}
    decesso: Json = {"tipo": "Momento"}
    if when is not None or times.EXACT in aside:
        decesso["valore"] = times.load(when, aside)
    if NULL_FLAVOR_URL in aside:
        decesso["nullo"] = times.said(aside[NULL_FLAVOR_URL], "valueCode")
    known = {times.EXACT, NULL_FLAVOR_URL, _DEAD}
    odd = set(aside) - known or set(beside or ()) - {"extension"} or len(aside) != len((beside or {}).get("extension", ()))
    return (times.said(aside[_DEAD], "valueBoolean") if _DEAD in aside else None, decesso), ("_deceasedDateTime",) if odd else ()


ASSISTITO = Binding(
    Assistito,
    _ID, _NAME, _TELECOM, _ADDRESS, Row("sesso", "gender", bare(_SESSO, _SESSI)), Row("nascita", "birthDate", NASCITA),
    By(("deceduto", "decesso"), ("deceasedBoolean", "deceasedDateTime", "_deceasedDateTime"), _write_death, _read_death, "R4 has either of the two"),
    Row("stato_civile", "maritalStatus", CC), Row("tutori", "contact*", TUTORE), Row("lingue", "communication*", LINGUA),
    Row("luogo_nascita", official("patient-birthPlace"), NASCITA_LUOGO), Row("struttura", "managingOrganization->Organization", ORGANIZZAZIONE),
)  # fmt: skip

# ---- the rest of the header

#: HL7 ActPriority and, where they say the same, the priorities of requests in FHIR
_URGENZE = {"R": "routine", "EL": "routine", "P": "routine", "A": "asap", "UR": "urgent", "EM": "stat", "S": "stat"}


def _urgenza(codice: Any) -> str | None:
    return _URGENZE.get((codice.get("codice") if isinstance(codice, dict) else codice.codice) or "")


def priorita() -> tuple[Word, ...]:
    """The priority of a request: as FHIR's code, and as it was coded."""
    return Row("priorita", extension("priorita", "CodeableConcept"), CC), Fixed("priority", Same("priorita", Leaf(None, _urgenza)))


_RELATIONS = table({"RPLC": "replaces", "APND": "appends", "XFRM": "transforms"}, "relazione", "transforms")
PRECEDENTE = Binding(
    DocumentoPrecedente,
    Row("relazione", "code", _RELATIONS), Row("id", "targetIdentifier*", ID), Row("codice", extension("codice", "CodeableConcept"), CC),
    Row("insieme", extension("insieme", "Identifier"), ID), Row("versione", f"{mine('versione')}.valueString"),
)  # fmt: skip
RICHIESTA = Binding(
    Richiesta,
    In(
        "valueReference->ServiceRequest", Fixed("status", "unknown"), Fixed("intent", "order"), Fixed("subject", Same("assistito")), _ID,
        Row("codice", "code", CC), *priorita(), Row("classe", f"{mine('classe')}.valueCode"),
        Row("fase", f"{mine('fase')}.valueCode"),
    ),
)  # fmt: skip
SERVIZIO = Binding(
    Servizio,
    Row("codice", "code", CC), quando_periodo("quando", "period"), Row("id", "detail*.identifier", ID),
    Row("classe", f"{mine('classe')}.valueCode"), Row("fase", f"{mine('fase')}.valueCode"), Row("stato", f"{mine('stato')}.valueString"),
    Row("esecutori", f"{mine('esecutore')}*", ESECUTORE),
)  # fmt: skip
CONSENSO = Binding(
    Consenso,
    Row("id", "extension[url='identificativo']*.valueIdentifier", ID), Row("codice", "extension[url='codice'].valueCodeableConcept", CC),
    Row("stato", "extension[url='stato'].valueString"),
)  # fmt: skip
LUOGO = Binding(Luogo, Row("nome", "name"), Row("indirizzo", "address", INDIRIZZO))
LUOGO_CURA = Binding(
    LuogoCura,
    _ID, Row("codice", "type", CC), Row("luogo", ".", LUOGO), Row("struttura", "managingOrganization->Organization", ORGANIZZAZIONE),
)  # fmt: skip
ORIGINE = Binding(
    IncontroOrigine,
    Fixed("status", "unknown"), Fixed("class", Same("codice", CODING)), Fixed("subject", Same("assistito")), _ID, Row("codice", "type", CC),
    quando_periodo("quando", "period"), Row("provenienza", "hospitalization.admitSource", CC),
    Row("dimissione", "hospitalization.dischargeDisposition", CC),
    Row("responsabile", f"{mine('responsabile')}.valueReference->PractitionerRole", INCARICATO),
    Row("partecipanti", f"{mine('partecipante')}*", ESECUTORE),
    Row("luogo", "location.location->Location", LUOGO_CURA),
)  # fmt: skip

_RISERVATEZZA = "2.16.840.1.113883.5.25"
_CONFIDENTIALITY = table({code: code for code in ("U", "L", "M", "N", "R", "V")}, "riservatezza", "N")


def elsewhere(profile: str, tipo: Word) -> tuple[Word, ...]:
    """Where the document's own identifier stands: a document is identified by its bundle, a stored one by its DocumentReference.

    `tipo` is what the DocumentReference says of the type.
    """
    if profile == "document":
        return (Row("id", "/identifier", ID), Fixed("/timestamp", Same("data", INSTANT)))
    return (
        In(
            "<-DocumentReference.context.related",
            Row("id", "masterIdentifier", ID),
            Fixed("status", "current"),
            tipo,
            Fixed("subject", Same("assistito")),
            Fixed("custodian", Same("custode")),
            Fixed("date", Same("data", INSTANT)),
            Fixed("content.attachment.title", Same("titolo", STR)),
        ),
    )


CODICE_DEL_DOCUMENTO = Fixed("type", Same("codice", CC))
"""The type of a stored document, where a field of the document says it."""


def testata(profile: str, tipo: Word) -> tuple[Word, ...]:
    """The header, where the words stand on the Composition; a document type adds its code and its body."""
    return (
        Fixed("status", "final"), Row("insieme", "identifier", ID),
        Row("versione", f"{official('composition-clinicaldocument-versionNumber')}.valueString"),
        Row("assistito", "subject->Patient", ASSISTITO), Row("origine", "encounter->Encounter", ORIGINE), Row("data", "date", MOMENTO),
        Row("autori", "author*", AUTORE), Row("titolo", "title"), Row("riservatezza", "confidentiality", bare(_RISERVATEZZA, _CONFIDENTIALITY)),
        Row("lingua", "language"), Row("stato", f"{mine('stato')}.valueString"), Row("modelli", extension("modello", "Identifier", many=True), ID),
        Row("data_copia", extension("data-copia", "DateTime"), MOMENTO), Row("firmatario", "attester[mode='legal']", FIRMATARIO),
        Row("autenticatori", "attester[mode='professional']*", FIRMATARIO), Row("custode", "custodian->Organization", CUSTODE),
        Row("precedenti", "relatesTo*", PRECEDENTE), Row("servizi", "event*", SERVIZIO), Row("redattore", mine("redattore"), REDATTORE),
        Choice("informatori", "extension*", {f"[url='{OURS}informatore']": INFORMATORE, f"[url='{OURS}familiare']": FAMILIARE}),
        Row("destinatari", f"{mine('destinatario')}*", DESTINATARIO), Row("partecipanti", f"{mine('partecipante')}*", PARTECIPANTE),
        Row("richieste", f"{mine('richiesta')}*", RICHIESTA), Row("consensi", f"{mine('consenso')}*", CONSENSO), *elsewhere(profile, tipo),
    )  # fmt: skip


INSTANT = times.MOMENT


def seme(documento: Documento) -> str:
    """What the UUIDs of a document's resources are made of: its identifier."""
    return f"{documento.id.radice}^{documento.id.estensione}"


# ---- sections and statements

_LIMITS = Options()


def _write_narrative(testo: Narrativa | None) -> Json:
    return {} if testo is None else {"div": to_xhtml(testo)}


def _read_narrative(div: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    try:
        values, odd = values_of(div, _LIMITS)
    except Unreadable as error:
        raise ValueError("no XHTML") from error
    return (values,), ("div",) if odd else ()


def default(model: type[OsservazioneFissa | Sezione], field: str) -> Any:
    """What a field is, when read, of which FHIR says nothing because the place says it: the default of its class."""
    value = model.model_fields[field].default
    return lambda values: value


def nome_codice(name: str = "LOINC") -> Drop:
    """The name of the code system of what has a fixed code."""
    return Drop("nome_codice", f"FHIR names {name} by its URI only", lambda values: name)


_NOME_CODICE = nome_codice()


def codice_fisso(code: str, system: str = LOINC_URI, name: str = "LOINC") -> tuple[Word, ...]:
    """The code that says what a resource or section is, of LOINC unless another system is named; its label stands in a field."""
    return (
        In("code.coding", Fixed("system", system), Fixed("code", code), Row("etichetta", "display")),
        nome_codice(name),
    )  # fmt: skip


def sezione(code: str, system: str = LOINC_URI, name: str = "LOINC") -> tuple[Word, ...]:
    """The words of a section with this code, of LOINC unless another system is named."""
    return (*codice_fisso(code, system, name), *corpo_sezione())


def corpo_sezione() -> tuple[Word, ...]:
    """What a section says besides its code and its entries."""
    return (
        Row("id_xml", f"{mine('id-xml')}.valueString"), Row("id", extension("identificativo", "Identifier"), ID),
        Row("modelli", extension("modello", "Identifier", many=True), ID), Row("titolo", "title"), Row("autori", "author*", AUTORE),
        In(
            "text", Fixed("status", "additional", when="testo"),
            By(("testo",), ("div",), _write_narrative, _read_narrative, "the narrative is XHTML"),
        ),
        Row("riservatezza", extension("riservatezza", "CodeableConcept"), CC), Row("lingua", f"{mine('lingua')}.valueCode"),
    )  # fmt: skip


#: what all statements have; `performer` is the element of who did it, where the resource has one
ENUNCIATO: tuple[Word, ...] = (
    _ID, Row("relazione", f"{mine('relazione')}.valueCode"), Row("modelli", extension("modello", "Identifier", many=True), ID),
    Row("testo", mine("testo"), TESTO), Row("autori", "<-Provenance.target*", AUTORE_ENUNCIATO),
)  # fmt: skip
_TEXT = Row("testo", mine("testo"), TESTO)
_TEMPLATES = Row("modelli", extension("modello", "Identifier", many=True), ID)


def osservazione(model: type[OsservazioneFissa], code: str, *words: Word) -> Binding:
    """An observation with a fixed code, as a resource of its own."""
    return Binding(
        model,
        Fixed("status", "final"), *codice_fisso(code), Fixed("subject", Same("assistito")), _ID, _TEXT, _TEMPLATES,
        Drop("inversa", "FHIR references have one direction", default(model, "inversa")), *words,
    )  # fmt: skip


def qualifica(model: type[OsservazioneFissa], code: str) -> Binding:
    """One whose value is a code, as a resource of its own."""
    return osservazione(model, code, Row("valore", "valueCodeableConcept", VALORE), quando("quando", "effective"))


def sul_posto(model: type[OsservazioneFissa]) -> tuple[Word, ...]:
    """What an observation with a fixed code has besides its value, where the element around it says what it is."""
    return (
        Row("id", extension("identificativo", "Identifier", many=True), ID), _TEXT, _TEMPLATES,
        *(Drop(name, "the element says what it is", default(model, name)) for name in ("etichetta", "nome_codice", "inversa")),
    )  # fmt: skip


AUTORE_SUL_POSTO = Binding(Autore, _momento(), In("extension[url='persona'].valueReference", CHI_SCRIVE))
"""The author of something that is no resource: an extension of ours."""
NOTA = Binding(
    Nota,
    Row("testo", ".", TESTO_SUL_POSTO), Row("quando", "time", OCCORRENZA), Row("autori", f"{mine('autore')}*", AUTORE_SUL_POSTO),
    Row("id", extension("identificativo", "Identifier", many=True), ID), Row("modelli", extension("modello", "Identifier", many=True), ID),
    Row("etichetta", f"{mine('etichetta')}.valueString"), Row("stato", f"{mine('stato')}.valueString"), _NOME_CODICE,
    Row("relazione", f"{mine('relazione')}.valueCode"), Row("inversa", f"{mine('inversa')}.valueBoolean"),
)  # fmt: skip
