"""What reading a CDA document found: issues with their places, and the account of what is typed and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml.etree import _Element

from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue
from siss_interop.wire.results import Accounting, Reason
from siss_interop.wire.results import LeftOver as Place
from siss_interop.wire.tree.read import Left, LeftOver
from siss_interop.wire.xmlio import index_of, positions, xpath_of

_SOURCE = "siss_interop, docs/house.md: accounting"
define(
    "XML-011", Layer.BINDING, Severity.WARNING,
    "qui il documento deve portare un valore costante, e ne porta un altro: resta come è scritto, fuori dal messaggio",
    "a constant is expected here and the document has another value: it stays as written, outside the message",
    instead_it="scrivere il valore previsto dalla guida per questo posto", instead_en="write the value that the guide fixes for this place",
    source=_SOURCE,
    passing='statusCode/@code="completed"', failing='statusCode/@code="active"',
)  # fmt: skip
define(
    "XML-012", Layer.BINDING, Severity.WARNING,
    "secondo elemento dove la guida ne prevede uno solo: resta nell'originale, fuori dal messaggio",
    "a second element where the guide has room for one: it stays in the original, outside the message",
    instead_it="lasciarne uno solo", instead_en="leave only one", source=_SOURCE,
    passing="un solo birthTime", failing="due birthTime",
)  # fmt: skip
define(
    "XML-013", Layer.BINDING, Severity.WARNING,
    "elemento di un elenco senza ciò che deve avere: resta intero nell'originale, fuori dal messaggio",
    "an item of a list without what it must have: it stays whole in the original, outside the message",
    instead_it="completare l'elemento secondo la guida", instead_en="complete the item as the guide says", source=_SOURCE,
    passing="author con time e assignedAuthor/id", failing="author senza time",
)  # fmt: skip
define(
    "XML-014", Layer.BINDING, Severity.ERROR,
    "valore scritto male per il suo tipo: il campo resta vuoto",
    "a value that its type does not admit: the field stays empty",
    instead_it="scrivere il valore nella forma del suo tipo; in CDA una data è AAAAMMGG[hhmmss][+zzzz], nel regionale AAAA-MM-GG",
    instead_en="write the value in the form of its type; a date is AAAAMMGG[hhmmss][+zzzz] in CDA, AAAA-MM-GG in the regional XML", source=_SOURCE,
    passing='birthTime/@value="19800514"', failing='birthTime/@value="19801399"',
)  # fmt: skip
define(
    "XML-015", Layer.MODEL, Severity.ERROR,
    "manca un elemento obbligatorio: {field}",
    "a required element is missing: {field}",
    instead_it="aggiungere l'elemento", instead_en="add the element", source=_SOURCE,
    passing="custodian", failing="nessun custodian",
)  # fmt: skip
define(
    "XML-016", Layer.BINDING, Severity.INFORMATION,
    "il documento non è in UTF-8: la copia modificata è scritta in UTF-8",
    "the document is not in UTF-8: the edited copy is written in UTF-8", source=_SOURCE,
)  # fmt: skip

define(
    "XML-001", Layer.BINDING, Severity.ERROR,
    "elemento, attributo o testo che lo schema non prevede", "an element, attribute or text that the schema does not foresee",
    instead_it="toglierlo, o scriverlo col nome dello schema", instead_en="remove it, or write it by the schema's name", source=_SOURCE,
    passing="un elemento che lo schema conosce", failing="<sconosciuto/>",
)  # fmt: skip
define(
    "XML-002", Layer.BINDING, Severity.ERROR,
    "qui lo schema vuole un valore costante, e ne è scritto un altro", "the schema wants a constant here, and another value is written",
    instead_it="scrivere il valore dello schema", instead_en="write the schema's value", source=_SOURCE,
    passing='versione="1.0"', failing='versione="9.9"',
)  # fmt: skip
define(
    "XML-003", Layer.BINDING, Severity.ERROR,
    "elemento ripetuto che lo schema prevede una volta sola", "a repeated element that the schema foresees once",
    instead_it="lasciarne uno solo", instead_en="leave only one", source=_SOURCE,
    passing="<dose>1</dose>", failing="<dose>1</dose><dose>1</dose>",
)  # fmt: skip
define(
    "XML-004", Layer.BINDING, Severity.ERROR,
    "a questo elemento manca qualcosa di obbligatorio", "something required is missing in this element",
    instead_it="completare l'elemento", instead_en="complete the element", source=_SOURCE,
    passing="<principi> con antigene e dose", failing="<principi/>",
)  # fmt: skip
define(
    "XML-005", Layer.BINDING, Severity.ERROR,
    "elemento fuori posto: lo schema lo vuole prima", "an element out of place: the schema wants it earlier",
    instead_it="mettere gli elementi nell'ordine dello schema", instead_en="put the elements in the order of the schema", source=_SOURCE,
    passing="codiceRegione, poi assistito", failing="assistito, poi codiceRegione",
)  # fmt: skip

define(
    "XML-006", Layer.MODEL, Severity.ERROR,
    "più elementi dove ce ne può stare uno solo tra quelli previsti", "several elements where only one of those foreseen may stand",
    instead_it="lasciarne uno solo", instead_en="leave only one", source=_SOURCE,
    passing="<contenuto> con un evento", failing="<contenuto> con due eventi",
)  # fmt: skip

_CODES = {Reason.CONSTANT: "XML-011", Reason.SECOND: "XML-012", Reason.INCOMPLETE: "XML-013", Reason.MALFORMED: "XML-014"}
#: in a closed dialect nothing may be left over
_CLOSED = {
    Reason.UNKNOWN: "XML-001", Reason.CONSTANT: "XML-002", Reason.SECOND: "XML-003", Reason.INCOMPLETE: "XML-004", Reason.MALFORMED: "XML-014",
    Reason.DISORDER: "XML-005",
}  # fmt: skip


def attribute_of(at: str) -> str | None:
    """The attribute's name in a place's `@name`, None where it is not an attribute."""
    return at[1:] if at.startswith("@") else None


def xpath_at(found: _Element, at: str) -> str:
    """The XPath of a place: an element, its attribute, its text, or the text after it."""
    path = xpath_of(found, attribute_of(at))
    return path + {".": "/text()", "tail": "/following-sibling::text()[1]"}.get(at, "")


def issues_of(
    left: Iterable[LeftOver], *, closed: bool = False, inside: frozenset[str] = frozenset()
) -> list[tuple[ValidationIssue, _Element]]:  # fmt: skip
    """An issue for each left-over that is a fault, with its element. What is merely unknown is a fault in a closed dialect only.

    `inside` are the namespaces of the closed dialects that stand inside an open one.
    """
    found = []
    for each in left:
        codes = _CLOSED if closed or (inside and _stands_in(each, inside)) else _CODES
        if each.reason in codes:
            place = xpath_at(each.element, each.at)
            found.append((issue(codes[each.reason], xpath=place, value=value_at(each.element, each.at)), each.element))
    return found


def _stands_in(left: LeftOver, namespaces: frozenset[str]) -> bool:
    """Whether a left-over stands in an element of one of these namespaces: an element whole in its parent, all else in its own."""
    around = left.element.getparent() if not left.at else left.element
    return around is not None and str(around.tag)[1:].partition("}")[0] in namespaces


def value_at(found: _Element, at: str) -> str | None:
    """What is written at a place, where it is one value."""
    return found.get(at[1:]) if at.startswith("@") else found.text if at == "." else None


def placed(found: Sequence[tuple[ValidationIssue, _Element]], data: bytes) -> tuple[ValidationIssue, ...]:
    """The issues with line and column."""
    if not found:
        return ()
    places = _places([element for _, element in found], data)
    return tuple(at_place(each, places.get(id(element))) for each, element in found)


def _places(elements: Iterable[_Element], data: bytes) -> dict[int, tuple[int, int]]:
    """Line and column of elements, by their id."""
    numbers = {id(element): index_of(element) for element in elements}
    found = positions(data, set(numbers.values()))
    return {key: found[number] for key, number in numbers.items() if number in found}


def at_place(found: ValidationIssue, place: tuple[int, int] | None) -> ValidationIssue:
    """The same issue with line and column."""
    return found if place is None else replace(found, line=place[0], column=place[1])


def facts_of(found: _Element) -> int:
    """How many facts stand in an element and below: attributes, runs of text, and elements that say only that they are there."""
    count = 0
    for each in found.iter():
        if not isinstance(each.tag, str):
            continue
        own = len(each.attrib) + (1 if each.text and not each.text.isspace() else 0)
        count += own if own or len(each) else 1
        if each is not found and each.tail and not each.tail.isspace():
            count += 1
    return count


def account(root: _Element, left: Left, data: bytes, placed: bool) -> Accounting:
    """Everything that was read, and what of it is in no field; `placed` says whether with line and column."""
    places = _places([entry.element for entry in left], data) if placed else {}
    items = tuple(
        Place(xpath_at(found, at), str(reason), 1 if at else facts_of(found), *places.get(id(found), (None, None))) for found, at, reason in left
    )
    return Accounting(items, lambda: facts_of(root))
