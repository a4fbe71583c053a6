"""The invariants of R4 on data types, on any resource and on bundles, as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from siss_interop.check.fhir.invariant import ANY_RESOURCE, Invariant, Predicate, all_hold, needs, not_with, one_of, together
from siss_interop.check.fhir.node import UCUM, Node, amount, text, texts_below, thing, things
from siss_interop.check.fhir.primitives import span
from siss_interop.check.fhir.references import type_of

_BATCHES: Final = frozenset({"batch", "transaction", "history"})
_RESPONSES: Final = frozenset({"batch-response", "transaction-response", "history"})
_WITHOUT_OFFSET: Final = frozenset({"C", "CM", "CD", "CV"})


def not_after(node: Node, first: str, second: str) -> bool:
    """Whether one time may be before or at another one; with days and months, as long as it is possible at all."""
    start, end = span(text(node.value, first)), span(text(node.value, second))
    return start is None or end is None or start[0] <= end[1]


def _range(node: Node) -> bool:
    low, high = thing(node.value, "low"), thing(node.value, "high")
    least, most = amount(low, "value"), amount(high, "value")
    comparable = all(text(low, name) == text(high, name) for name in ("code", "system", "unit"))
    return least is None or most is None or not comparable or least <= most


def _ucum(node: Node) -> bool:
    return not node.has("system") or text(node.value, "system") == UCUM


def _positive(node: Node) -> bool:
    value = amount(node.value, "value")
    return value is None or value > 0


def _whole_count(node: Node) -> bool:
    value = amount(node.value, "value")
    return text(node.value, "code") in ("", "1") and (value is None or not _has_fraction(value))


def _has_fraction(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def _duration(node: Node) -> bool:
    return not node.has("code") or (text(node.value, "system") == UCUM and node.has("value"))


def _simple(node: Node) -> bool:
    return node.element is None or node.element.profile != "SimpleQuantity" or not node.has("comparator")


def _not_negative(name: str) -> Predicate:
    def holds(node: Node) -> bool:
        value = amount(node.value, name)
        return value is None or value >= 0

    return holds


def _offset(node: Node) -> bool:
    when = node.value.get("when")
    return not node.has("offset") or (
        isinstance(when, list) and bool(when) and not _WITHOUT_OFFSET & {each for each in when if isinstance(each, str)}
    )


def _local_reference(node: Node) -> bool:
    reference = text(node.value, "reference")
    return not reference.startswith("#") or reference == "#" or reference[1:] in node.local


def _trigger(node: Node) -> bool:
    kind = text(node.value, "type")
    asked = {"named-event": "name", "periodic": "timing[x]"}.get(kind, "data" if kind.startswith("data-") else "")
    return not asked or node.has(asked)


def _contained_used(node: Node) -> bool:
    """A contained resource is pointed at from this one, or points at it."""
    contained = things(node.value, "contained")
    if not contained:
        return True
    said = {each for each in texts_below(node.value) if each.startswith("#")}
    return all(f"#{text(each, 'id')}" in said or "#" in texts_below(each) for each in contained)


def _contained_meta(*names: str) -> Predicate:
    return lambda node: not any(name in thing(each, "meta") for each in things(node.value, "contained") for name in names)


def _bundle_type(node: Node) -> str:
    return text(node.resource, "type")


def _distinct_urls(node: Node) -> bool:
    urls = [
        (text(entry, "fullUrl"), text(thing(thing(entry, "resource"), "meta"), "versionId"))
        for entry in things(node.value, "entry")
        if text(entry, "fullUrl")
    ]
    return _bundle_type(node) == "history" or len(urls) == len(set(urls))


def _begins_with(bundle_type: str, resource_type: str) -> Predicate:
    def holds(node: Node) -> bool:
        first = things(node.value, "entry")[:1]
        return _bundle_type(node) != bundle_type or (bool(first) and type_of(thing(first[0], "resource")) == resource_type)

    return holds


def _document_identifier(node: Node) -> bool:
    identifier = thing(node.value, "identifier")
    return _bundle_type(node) != "document" or bool(text(identifier, "system") and text(identifier, "value"))


_QUANTITIES: Final = "Quantity Age Count Distance Duration"

ROWS: Final = (
    Invariant("FHIR-201", "per-1", "Period", lambda n: not_after(n, "start", "end"),
              "il periodo comincia dopo la sua fine", "the period starts after its end"),
    Invariant("FHIR-202", "rat-1", "Ratio", all_hold(together("numerator", "denominator"), lambda n: n.has("numerator", "extension")),
              "il rapporto non ha numeratore e denominatore insieme", "the ratio does not have both numerator and denominator"),
    Invariant("FHIR-203", "rng-2", "Range", _range, "l'intervallo ha il minimo sopra il massimo", "the range has its low above its high"),
    Invariant("FHIR-204", "qty-3", _QUANTITIES, needs("code", "system"), "il codice dell'unità è senza system", "the code of the unit has no system"),
    Invariant("FHIR-205", "sqty-1", "Quantity", _simple, "questa quantità non ammette comparator", "this quantity admits no comparator"),
    Invariant("FHIR-206", "age-1", "Age", all_hold(needs("value", "code"), _ucum, _positive),
              "l'età è un numero positivo con un'unità UCUM di tempo", "an age is a positive number with a UCUM unit of time"),
    Invariant("FHIR-207", "cnt-3", "Count", all_hold(needs("value", "code"), _ucum, _whole_count),
              "un conteggio è un numero intero con il codice UCUM «1»", "a count is a whole number with the UCUM code '1'"),
    Invariant("FHIR-208", "dis-1", "Distance", all_hold(needs("value", "code"), _ucum),
              "una distanza ha un'unità UCUM di lunghezza", "a distance has a UCUM unit of length"),
    Invariant("FHIR-209", "drt-1", "Duration", _duration,
              "una durata con codice ha valore e unità UCUM", "a duration with a code has a value and a UCUM unit"),
    Invariant("FHIR-210", "att-1", "Attachment", needs("data", "contentType"),
              "l'allegato ha dati ma non contentType", "the attachment has data but no contentType"),
    Invariant("FHIR-211", "cpt-2", "ContactPoint", needs("value", "system"),
              "il recapito ha un valore ma non system", "the contact has a value but no system"),
    Invariant("FHIR-212", "tim-1", "Timing.repeat", needs("duration", "durationUnit"),
              "duration è senza durationUnit", "duration has no durationUnit"),
    Invariant("FHIR-213", "tim-2", "Timing.repeat", needs("period", "periodUnit"), "period è senza periodUnit", "period has no periodUnit"),
    Invariant("FHIR-214", "tim-4", "Timing.repeat", _not_negative("duration"), "duration è negativa", "duration is negative"),
    Invariant("FHIR-215", "tim-5", "Timing.repeat", _not_negative("period"), "period è negativo", "period is negative"),
    Invariant("FHIR-216", "tim-6", "Timing.repeat", needs("periodMax", "period"), "periodMax è senza period", "periodMax has no period"),
    Invariant("FHIR-217", "tim-7", "Timing.repeat", needs("durationMax", "duration"), "durationMax è senza duration", "durationMax has no duration"),
    Invariant("FHIR-218", "tim-8", "Timing.repeat", needs("countMax", "count"), "countMax è senza count", "countMax has no count"),
    Invariant("FHIR-219", "tim-9", "Timing.repeat", _offset,
              "offset vuole when, e non C, CM, CD, CV", "offset wants a when other than C, CM, CD, CV"),
    Invariant("FHIR-220", "tim-10", "Timing.repeat", not_with("timeOfDay", "when"),
              "timeOfDay e when sono insieme", "timeOfDay and when stand together"),
    Invariant("FHIR-221", "ref-1", "Reference", _local_reference,
              "nessuna risorsa contenuta ha l'id del riferimento", "no contained resource has the id of the reference"),
    Invariant("FHIR-222", "ext-1", "Extension", one_of("extension", "value[x]"),
              "un'estensione ha un valore oppure altre estensioni", "an extension has either a value or extensions"),
    Invariant("FHIR-223", "exp-1", "Expression", lambda n: n.has("expression", "reference"),
              "l'espressione è senza expression e senza reference", "the expression has neither expression nor reference"),
    Invariant("FHIR-224", "drq-1", "DataRequirement.codeFilter", one_of("path", "searchParam"),
              "il filtro ha path oppure searchParam", "the filter has either path or searchParam"),
    Invariant("FHIR-225", "drq-2", "DataRequirement.dateFilter", one_of("path", "searchParam"),
              "il filtro ha path oppure searchParam", "the filter has either path or searchParam"),
    Invariant("FHIR-226", "trd-1", "TriggerDefinition", not_with("data", "timing[x]"),
              "data e timing sono insieme", "data and timing stand together"),
    Invariant("FHIR-227", "trd-2", "TriggerDefinition", needs("condition", "data"), "condition è senza data", "condition has no data"),
    Invariant("FHIR-228", "trd-3", "TriggerDefinition", _trigger,
              "manca ciò che il tipo di evento vuole", "what the type of trigger asks for is missing"),
    Invariant("FHIR-230", "dom-2", ANY_RESOURCE, lambda n: not any("contained" in each for each in things(n.value, "contained")),
              "una risorsa contenuta ne contiene altre", "a contained resource contains others"),
    Invariant("FHIR-231", "dom-3", ANY_RESOURCE, _contained_used,
              "a una risorsa contenuta non porta nessun riferimento", "no reference leads to a contained resource"),
    Invariant("FHIR-232", "dom-4", ANY_RESOURCE, _contained_meta("versionId", "lastUpdated"),
              "una risorsa contenuta ha versionId o lastUpdated", "a contained resource has versionId or lastUpdated"),
    Invariant("FHIR-233", "dom-5", ANY_RESOURCE, _contained_meta("security"),
              "una risorsa contenuta ha meta.security", "a contained resource has meta.security"),
    Invariant("FHIR-240", "bdl-1", "Bundle", lambda n: not n.has("total") or _bundle_type(n) in ("searchset", "history"),
              "total è solo di un searchset o history", "total belongs to a searchset or history only"),
    Invariant("FHIR-241", "bdl-2", "Bundle.entry", lambda n: not n.has("search") or _bundle_type(n) == "searchset",
              "search è solo di un searchset", "search belongs to a searchset only"),
    Invariant("FHIR-242", "bdl-3", "Bundle.entry", lambda n: n.has("request") == (_bundle_type(n) in _BATCHES),
              "request è delle voci di batch, transaction e history, e solo di quelle",
              "entries of batch, transaction and history, and no others, have a request"),
    Invariant("FHIR-243", "bdl-4", "Bundle.entry", lambda n: n.has("response") == (_bundle_type(n) in _RESPONSES),
              "response è delle voci di risposte e history, e solo di quelle", "entries of responses and history, and no others, have a response"),
    Invariant("FHIR-244", "bdl-5", "Bundle.entry", lambda n: n.has("resource", "request", "response"),
              "la voce non ha né risorsa, né request, né response", "the entry has neither resource nor request nor response"),
    Invariant("FHIR-245", "bdl-7", "Bundle", _distinct_urls, "due voci hanno lo stesso fullUrl", "two entries have the same fullUrl"),
    Invariant("FHIR-246", "bdl-8", "Bundle.entry", lambda n: "/_history/" not in text(n.value, "fullUrl"),
              "fullUrl nomina una versione", "fullUrl names a version"),
    Invariant("FHIR-247", "bdl-9", "Bundle", _document_identifier,
              "il documento non ha identifier con system e value", "the document has no identifier with system and value"),
    Invariant("FHIR-248", "bdl-10", "Bundle", lambda n: _bundle_type(n) != "document" or "timestamp" in n.value,
              "il documento non ha timestamp", "the document has no timestamp"),
    Invariant("FHIR-249", "bdl-11", "Bundle", _begins_with("document", "Composition"),
              "il documento non comincia con la Composition", "the document does not begin with its Composition"),
    Invariant("FHIR-250", "bdl-12", "Bundle", _begins_with("message", "MessageHeader"),
              "il messaggio non comincia con MessageHeader", "the message does not begin with its MessageHeader"),
)  # fmt: skip
