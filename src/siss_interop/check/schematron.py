"""ISO schematron (query binding xslt2) on SaxonC: a small translator to XSLT 3, and the findings it gives.

What the ministry's files use is supported, all of it and no more: a construct that this module does not know is
refused by name, for a rule left out in silence is a document passed in error. Three points of the standard carry the
weight:

* in a pattern the *first* rule whose context matches an element is the only one tested on it, so the order of the rules
  becomes the priority of the templates;
* `sch:let` may hold an expression or XSLT instructions;
* only the prefixes of `sch:ns` exist in expressions, and a name without prefix is in no namespace.

Each finding names its element by number (position in document order, the root is 0): that joins it with line, column
and path.
"""

from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from lxml import etree

from siss_interop.check.saxon import Stylesheet
from siss_interop.errors import SissError

SCH: Final = "{http://purl.oclc.org/dsdl/schematron}"
XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
_XSL_NS: Final = "http://www.w3.org/1999/XSL/Transform"
_OWN_NS: Final = "urn:siss-interop:check"

_BINDINGS: Final = frozenset({"xslt2", "xslt3"})
_IN_SCHEMA: Final = frozenset({f"{SCH}title", f"{SCH}p", f"{SCH}ns", f"{SCH}let", f"{SCH}pattern"})
_IN_PATTERN: Final = frozenset({f"{SCH}title", f"{SCH}p", f"{SCH}let", f"{SCH}rule"})
_IN_RULE: Final = frozenset({f"{SCH}p", f"{SCH}let", f"{SCH}assert", f"{SCH}report"})
_IN_MESSAGE: Final = frozenset({f"{SCH}emph", f"{SCH}span", f"{SCH}dir"})
# instructions that compute a value and touch nothing outside the document
_IN_LET: Final = frozenset(
    f"{XSL}{name}" for name in ("for-each", "value-of", "text", "sequence", "copy-of", "variable", "if", "choose", "when", "otherwise")
)
_ELEMENT_NUMBER: Final = "(ancestor-or-self::*)[last()]/accumulator-before('own:number')"


class RuleFileError(SissError):
    """A schematron file is not what it should be, or uses a construct that is not supported; the text says which."""


class PartKind(StrEnum):
    """What a piece of a message is."""

    TEXT = "text"
    NAME = "name"
    """The name of an element."""
    VALUE = "value"
    """Something computed from the document: possibly personal data."""


class Part(NamedTuple):
    """A piece of a message: its text, or the expression that computes it."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One `sch:assert` or `sch:report` of a schematron."""

    kind: Literal["assert", "report"]
    test: str
    parts: tuple[Part, ...]

    def message(self, computed: tuple[str, ...], show_values: bool) -> str:
        """The official text with blanks collapsed; computed values, unlike element names, only on request."""
        values = iter(computed)
        pieces = []
        for kind, text in self.parts:
            if kind is PartKind.TEXT:
                pieces.append(text)
                continue
            value = next(values, "")
            pieces.append(value if kind is PartKind.NAME or show_values else "…")
        return " ".join("".join(pieces).split())


class Finding(NamedTuple):
    """One assertion that failed, one report that spoke, or (`stopped`) one test that could not be computed."""

    assertion: Assertion
    element: int
    computed: tuple[str, ...]
    stopped: bool


class Schematron:
    """A compiled schematron, to be run on many documents."""

    __slots__ = ("_stylesheet", "assertions")

    def __init__(self, root: etree._Element) -> None:
        """Translate and compile the root element of a schematron file.

        Raises `RuleFileError` for an unsupported construct, `TransformFailed` where an expression is wrong,
        `MissingExtra` without SaxonC.
        """
        stylesheet, self.assertions = translate(root)
        self._stylesheet = Stylesheet(stylesheet)

    def findings(self, document: str) -> list[Finding]:
        """What the rules say about a document, given as text without DOCTYPE, in document order.

        Raises `TransformFailed` where the run as a whole stops.
        """
        result = etree.fromstring(self._stylesheet.run(document).encode(), _RESULT_PARSER)
        found = [self._finding(item) for item in result]
        return sorted(found, key=lambda finding: finding.element)

    def _finding(self, item: etree._Element) -> Finding:
        computed = tuple(value.text or "" for value in item)
        assertion = self.assertions[int(item.get("a", "0"))]
        return Finding(assertion, int(item.get("e", "0")), computed, item.tag == "stopped")


# the result is made by our own stylesheet; a value in it may be as long as the document
_RESULT_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def translate(root: etree._Element) -> tuple[str, tuple[Assertion, ...]]:
    """The stylesheet that does what a schematron asks, and the assertions that its results point at by number.

    Raises `RuleFileError` for an unsupported construct.
    """
    if root.tag != f"{SCH}schema":
        raise RuleFileError("the root element is not an ISO schematron schema")
    if root.get("queryBinding") not in _BINDINGS:
        raise RuleFileError(f"query binding {root.get('queryBinding')!r} is not supported, only xslt2 and xslt3")
    return _Translation(root).result()


class _Translation:
    """The work of one `translate`: the stylesheet as it grows, and the assertions met so far."""

    def __init__(self, root: etree._Element) -> None:
        prefixes = {_required(ns, "prefix"): _required(ns, "uri") for ns in root.iterchildren(f"{SCH}ns")}
        self.root = root
        self.assertions: list[Assertion] = []
        self.out = etree.Element(f"{XSL}stylesheet", {"version": "3.0"}, {**prefixes, "xsl": _XSL_NS, "own": _OWN_NS})

    def result(self) -> tuple[str, tuple[Assertion, ...]]:
        self._frame()
        patterns = list(self.root.iterchildren(f"{SCH}pattern"))
        for child in _children(self.root, _IN_SCHEMA):
            if child.tag == f"{SCH}let":
                self._let(self.out, child)
        for number, pattern in enumerate(patterns):
            self._pattern(pattern, f"own:pattern{number}")
        start = etree.SubElement(_add(self.out, "template", match="/"), "result")
        for number in range(len(patterns)):
            _add(start, "apply-templates", mode=f"own:pattern{number}")
        return etree.tostring(self.out, encoding="unicode"), tuple(self.assertions)

    def _frame(self) -> None:
        """Output, and the counter that numbers the elements in document order."""
        _add(self.out, "output", method="xml", encoding="UTF-8")
        counter = _add(self.out, "accumulator", name="own:number", initial_value="-1")
        _add(counter, "accumulator-rule", match="*", select="$value + 1")
        _add(self.out, "mode", use_accumulators="own:number")

    def _pattern(self, pattern: etree._Element, mode: str) -> None:
        _add(self.out, "mode", name=mode, on_no_match="shallow-skip")
        children = _children(pattern, _IN_PATTERN)
        rules = [child for child in children if child.tag == f"{SCH}rule"]
        for child in children:
            if child.tag == f"{SCH}let":
                self._let(self.out, child)
        for place, rule in enumerate(rules):
            self._rule(rule, mode, priority=len(rules) - place)

    def _rule(self, rule: etree._Element, mode: str, priority: int) -> None:
        if rule.get("abstract") == "true":
            raise RuleFileError(f"abstract rules are not supported (line {rule.sourceline})")
        template = _add(self.out, "template", match=_required(rule, "context"), mode=mode, priority=str(priority))
        for child in _children(rule, _IN_RULE):
            if child.tag == f"{SCH}let":
                self._let(template, child)
            elif child.tag != f"{SCH}p":
                self._assertion(template, child)
        _add(template, "apply-templates", select="*", mode=mode)

    def _let(self, parent: etree._Element, let: etree._Element) -> None:
        variable = _add(parent, "variable", name=_required(let, "name"))
        value = let.get("value")
        if value is not None:
            variable.set("select", value)
            return
        for instruction in let.iter("*"):
            if instruction is not let and instruction.tag not in _IN_LET:
                raise _unknown(instruction)
        variable.text = let.text
        variable.extend(deepcopy(child) for child in let)

    def _assertion(self, parent: etree._Element, source: etree._Element) -> None:
        """A test that cannot be computed (a value of the wrong type) is its own finding and stops no other test."""
        number = str(len(self.assertions))
        kind: Literal["assert", "report"] = "assert" if source.tag == f"{SCH}assert" else "report"
        assertion = Assertion(kind, _required(source, "test"), tuple(_parts(source)))
        self.assertions.append(assertion)
        attempt = _add(parent, "try")
        choose = _add(attempt, "choose")
        fulfilled = _add(choose, "when", test=assertion.test)
        otherwise = _add(choose, "otherwise")
        finding = _own(otherwise if kind == "assert" else fulfilled, "found", number)
        for part in assertion.parts:
            if part.kind is not PartKind.TEXT:
                _add(etree.SubElement(finding, "value"), "value-of", select=part.text)
        _own(_add(attempt, "catch"), "stopped", number)


def _parts(source: etree._Element) -> list[Part]:
    """The message of an assertion, piece by piece."""
    parts = [Part(PartKind.TEXT, source.text or "")]
    for child in source:
        if child.tag == f"{SCH}name":
            parts.append(Part(PartKind.NAME, f"name({child.get('path', '.')})"))
        elif child.tag == f"{SCH}value-of":
            parts.append(Part(PartKind.VALUE, _required(child, "select")))
        elif child.tag in _IN_MESSAGE:
            parts.extend(_parts(child))
        elif isinstance(child.tag, str):
            raise _unknown(child)
        parts.append(Part(PartKind.TEXT, child.tail or ""))
    return parts


def _children(parent: etree._Element, known: frozenset[str]) -> list[etree._Element]:
    """The element children, each of a kind that is known here."""
    children = list(parent.iterchildren("*"))
    for child in children:
        if child.tag not in known:
            raise _unknown(child)
    return children


def _add(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """Append an XSLT instruction; `_` in an attribute's name stands for `-`."""
    return etree.SubElement(parent, XSL + name, {key.replace("_", "-"): value for key, value in attributes.items()})


def _own(parent: etree._Element, name: str, assertion: str) -> etree._Element:
    """Append an element of the result: which assertion, which element."""
    return etree.SubElement(parent, name, {"a": assertion, "e": "{" + _ELEMENT_NUMBER + "}"})


def _required(element: etree._Element, attribute: str) -> str:
    value = element.get(attribute)
    if value is None:
        name = etree.QName(element).localname
        raise RuleFileError(f"{name} without {attribute} (line {element.sourceline})")
    return value


def _unknown(element: etree._Element) -> RuleFileError:
    return RuleFileError(f"{etree.QName(element).text} is not supported here (line {element.sourceline})")
