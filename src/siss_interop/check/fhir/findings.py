"""The codes of the FHIR checker, apart from the invariants (see `invariants`): each with its sentence in both languages and its source."""

from __future__ import annotations

from typing import Final

from siss_interop.issues import Layer, Severity, define

_R4: Final = "HL7 FHIR R4"


def _schema(code: str, it: str, en: str, where: str, *, severity: Severity = Severity.ERROR) -> str:
    return define(code, Layer.SCHEMA, severity, it, en, source=f"{_R4}, {where}").code


def _rule(code: str, it: str, en: str, where: str, *, severity: Severity = Severity.ERROR) -> str:
    return define(code, Layer.RULE, severity, it, en, source=f"{_R4}, {where}").code


_JSON = "json.html"
_TYPES = "datatypes.html"
_DEFINED = "structuredefinition.html"

UNKNOWN: Final = _schema("FHIR-101", "l'elemento {name} non esiste in {type}", "{type} has no element {name}", _DEFINED)
KIND: Final = _schema("FHIR-102", "{name} in JSON è di tipo {expected}", "{name} is a JSON {expected}", _JSON)
NO_LIST: Final = _schema("FHIR-103", "{name} è ripetibile: in JSON è una lista", "{name} repeats, so in JSON it is an array", _JSON)
LIST: Final = _schema("FHIR-104", "{name} non è ripetibile: in JSON non è una lista", "{name} does not repeat, so in JSON it is no array", _JSON)
EMPTY: Final = _schema("FHIR-105", "un oggetto, una lista o un testo è vuoto", "an object, array or text is empty", f"{_JSON}; ele-1")
FORMAT: Final = _schema("FHIR-106", "il valore non ha la forma del tipo {type}", "the value does not have the form of the type {type}", _TYPES)
CALENDAR: Final = _schema(
    "FHIR-107", "il giorno o l'ora non esiste (tipo {type})", "there is no such day or hour (type {type})", _TYPES
)  # fmt: skip
MISSING: Final = _schema("FHIR-108", "manca l'elemento obbligatorio {name}", "the required element {name} is missing", _DEFINED)
TWICE: Final = _schema("FHIR-109", "di {name} c'è più di una forma", "there is more than one form of {name}", "formats.html#choice")
CODE: Final = _schema(
    "FHIR-110", "il codice non è dell'insieme {key}, che è vincolante", "the code is not in the value set {key}, which is required",
    "terminologies.html#required",
)  # fmt: skip
SIBLING: Final = _schema(
    "FHIR-111", "_{name} non accompagna {name}: o non è un tipo semplice, o le due liste non hanno la stessa lunghezza",
    "_{name} does not go with {name}: it is no primitive, or the two arrays differ in length", _JSON,
)  # fmt: skip
NULL: Final = _schema(
    "FHIR-112", "null sta solo nelle liste di valori semplici, accanto a un'estensione",
    "null stands only in arrays of primitives, beside an extension", _JSON,
)  # fmt: skip
DEPTH: Final = _schema(
    "FHIR-113", "gli oggetti sono annidati oltre il limite di {limit} livelli", "objects are nested deeper than the limit of {limit} levels", _JSON
)  # fmt: skip
RESOURCE_TYPE: Final = _schema("FHIR-114", "resourceType manca o non è di R4", "resourceType is missing or not of R4", "resourcelist.html")
NOT_COVERED: Final = _schema(
    "FHIR-115", "la risorsa {type} non è nelle tabelle e non è stata verificata", "the resource {type} is not in the tables and was not checked",
    _DEFINED, severity=Severity.INFORMATION,
)  # fmt: skip
BLANK: Final = _schema(
    "FHIR-116", "il testo è fatto di soli spazi", "the text is made of spaces only", "datatypes.html#string", severity=Severity.WARNING
)

_REFERENCES = "references.html"

TARGET: Final = _rule(
    "FHIR-120", "il riferimento porta a {type}, che {name} non ammette", "the reference leads to {type}, which {name} does not admit", _DEFINED
)  # fmt: skip
UNRESOLVED: Final = _rule(
    "FHIR-121", "il riferimento non porta a nessuna voce del bundle", "the reference leads to no entry of the bundle", "bundle.html#references"
)  # fmt: skip
REFERENCE_FORM: Final = _rule(
    "FHIR-122", "il riferimento non è né un URL, né Tipo/id, né #id", "the reference is neither a URL nor Type/id nor #id", _REFERENCES
)  # fmt: skip
REFERENCE_TYPE: Final = _rule(
    "FHIR-123", "Reference.type non è il tipo della risorsa a cui il riferimento porta",
    "Reference.type is not the type of the resource that the reference leads to", _REFERENCES,
)  # fmt: skip
REFERENCE_EMPTY: Final = _rule(
    "FHIR-124", "il riferimento non ha né reference, né identifier, né display", "the reference has neither reference nor identifier nor display",
    _REFERENCES,
)  # fmt: skip
CONTAINED_ID: Final = _rule(
    "FHIR-125", "una risorsa contenuta non ha id, o lo stesso di un'altra", "a contained resource has no id, or that of another one",
    "references.html#contained",
)  # fmt: skip

SYSTEM: Final = _rule("FHIR-130", "system non è un URI assoluto", "system is not an absolute URI", "datatypes.html#Coding, #Identifier")
EXTENSION_URL: Final = _rule("FHIR-131", "l'URL dell'estensione non è assoluto", "the URL of the extension is not absolute", "extensibility.html")

_BUNDLE = "bundle.html"

NO_FULL_URL: Final = _rule("FHIR-140", "la voce non ha fullUrl", "the entry has no fullUrl", f"{_BUNDLE}, fullUrl")
FULL_URL_FORM: Final = _rule("FHIR-141", "fullUrl non è un URL assoluto", "fullUrl is not an absolute URL", f"{_BUNDLE}, fullUrl")
FULL_URL_ID: Final = _rule(
    "FHIR-142", "fullUrl non nomina il tipo e l'id della sua risorsa", "fullUrl does not name the type and id of its resource", f"{_BUNDLE}, fullUrl"
)  # fmt: skip
UNREACHED: Final = _rule(
    "FHIR-143", "dalla Composition del documento nessun riferimento porta a questa voce",
    "no reference leads from the Composition of the document to this entry", "documents.html#content",
)  # fmt: skip
REQUEST_URL: Final = _rule(
    "FHIR-144", "request.url non si accorda con request.method e con la risorsa", "request.url does not fit request.method and the resource",
    "http.html#transaction",
)  # fmt: skip
CONDITION: Final = _rule(
    "FHIR-145", "la condizione cerca un identificativo senza system|value", "the condition looks for an identifier without system|value",
    "search.html#token",
)  # fmt: skip
REQUEST_TWICE: Final = _rule(
    "FHIR-146", "due voci della transazione modificano la stessa risorsa", "two entries of the transaction change the same resource",
    "http.html#trules",
)  # fmt: skip
NO_ENTRY_RESOURCE: Final = _rule("FHIR-147", "la voce non ha una risorsa", "the entry has no resource", f"{_BUNDLE}, entry.resource")

_NARRATIVE = "narrative.html"

XHTML_FORM: Final = _rule(
    "FHIR-160", "il testo narrativo non è XHTML ben formato ({reason})", "the narrative is not well-formed XHTML ({reason})", _NARRATIVE
)  # fmt: skip
XHTML_DIV: Final = _rule(
    "FHIR-161", "il testo narrativo non è un div dello spazio dei nomi XHTML", "the narrative is not a div of the XHTML namespace", _NARRATIVE
)  # fmt: skip
XHTML_NAME: Final = _rule(
    "FHIR-162", "nel testo narrativo {name} non è ammesso (txt-1)", "{name} is not admitted in the narrative (txt-1)", f"{_NARRATIVE}, txt-1"
)  # fmt: skip
XHTML_ACTIVE: Final = _rule(
    "FHIR-163", "nel testo narrativo {name} porta fuori dal documento o esegue qualcosa (txt-1)",
    "in the narrative {name} leads out of the document or runs something (txt-1)", f"{_NARRATIVE}, txt-1; siss_interop for data:",
)  # fmt: skip
XHTML_EMPTY: Final = _rule("FHIR-164", "il testo narrativo è vuoto (txt-2)", "the narrative is empty (txt-2)", f"{_NARRATIVE}, txt-2")

MORE: Final = _schema(
    "FHIR-199", "altri {count} rilievi non elencati", "{count} more findings not listed", "siss_interop", severity=Severity.INFORMATION
)  # fmt: skip
