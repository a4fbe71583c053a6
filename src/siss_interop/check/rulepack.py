"""A rule pack: the user's own copy of the ministry's CDA rules, and what they say about a document.

The folder may be laid out as the ministry's catalogue or otherwise: schematron files are known by the document
templateId that they demand, XSD sets by the name of the folder that holds `CDA.xsd`. As at the ministry's gateway, the
*first* templateId of a document chooses the schematron and `typeId/@extension` the XSD set.

Source: repository it-fse-catalogs of the Ministry of Health; the choice by templateId and typeId is the gateway's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from lxml import etree

from siss_interop.check.official_xsd import OfficialXsd, read_inside
from siss_interop.check.saxon import TransformFailed
from siss_interop.check.schematron import SCH, Finding, RuleFileError, Schematron
from siss_interop.errors import Unreadable
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue
from siss_interop.options import Options
from siss_interop.wire import xmlio

MAX_ISSUES: Final = 1000
"""Findings of one layer that are listed and located; further ones are counted (`OFF-006`)."""

_DEFAULT: Final = Options()
_HL7: Final = "{urn:hl7-org:v3}"
_SOURCE: Final = "it-fse-catalogs"
_XSD_ENTRY: Final = "CDA.xsd"
_TEMPLATE_TEST: Final = re.compile(r"templateId\[\s*@root\s*=\s*['\"]([0-9.]+)['\"]\s*\]")
_VERSION: Final = re.compile(r"[ _]v?(\d+(?:\.\d+)*)$", re.IGNORECASE)
# the ministry writes ERRORE-12, ERROR-57, ERORE-b3, "ERRORE b15", Errore-54, W001, WA01
_OFFICIAL: Final = re.compile(r"\s*((E)R{1,2}ORE?[- ]?|W)([A-Z]?\d+(?:\.\d+)?[a-z]?)\s*(?:\||(?=\s))", re.IGNORECASE)

define(
    "OFF-001",
    Layer.OFFICIAL,
    Severity.ERROR,
    "lo schema XSD ufficiale non lo ammette: {message}",
    "the official XSD does not allow it: {message}",
    source=_SOURCE,
)
define(
    "OFF-002",
    Layer.OFFICIAL,
    Severity.ERROR,
    "regola ufficiale {rule} non rispettata: {message}",
    "official rule {rule} not met: {message}",
    source=_SOURCE,
)
define(
    "OFF-003",
    Layer.OFFICIAL,
    Severity.WARNING,
    "avviso ufficiale {rule}: {message}",
    "official warning {rule}: {message}",
    source=_SOURCE,
)
define(
    "OFF-004",
    Layer.OFFICIAL,
    Severity.INFORMATION,
    "il catalogo indicato non ha {what} per questo documento ({key})",
    "the rule pack has no {what} for this document ({key})",
    source=_SOURCE,
)
define(
    "OFF-005",
    Layer.OFFICIAL,
    Severity.ERROR,
    "la regola ufficiale {rule} non si può calcolare su questo elemento",
    "the official rule {rule} cannot be computed on this element",
    source=_SOURCE,
)
define(
    "OFF-006",
    Layer.OFFICIAL,
    Severity.INFORMATION,
    "altri {count} rilievi di {what} non elencati",
    "{count} more findings of {what} not listed",
    source=_SOURCE,
)


class OfficialCode(NamedTuple):
    """The number at the head of an official text: as written, and in one spelling (`ERRORE-b3`, `W001`); the rest."""

    written: str | None
    rule: str
    text: str


class _RuleFile(NamedTuple):
    version: tuple[int, ...]
    path: Path


class _Located(NamedTuple):
    """An issue and its element, before line, column and path are known."""

    element: etree._Element | None
    issue: ValidationIssue


class RulePack:
    """The official rules in one folder. Files are found when first needed, compiled on first use and kept."""

    def __init__(self, folder: str | Path) -> None:
        """Point at the folder. Raises `RuleFileError` where it is none."""
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise RuleFileError("the rule pack is not a folder")
        self._compiled: dict[str, Schematron] = {}
        self._schemas: dict[str, OfficialXsd] = {}

    @property
    def schematrons(self) -> Mapping[str, Path]:
        """Document templateId -> the newest schematron for it."""
        return self._found[0]

    @property
    def unrecognised(self) -> tuple[Path, ...]:
        """Schematron files in which no document templateId is demanded; they are never used."""
        return self._found[1]

    @cached_property
    def schemas(self) -> Mapping[str, Path]:
        """`typeId/@extension` -> the `CDA.xsd` of that set."""
        entries = sorted(self.folder.rglob(_XSD_ENTRY), reverse=True)
        # of two folders with the same name the first in path order stays
        return MappingProxyType({entry.parent.name: entry for entry in entries})

    @cached_property
    def _found(self) -> tuple[Mapping[str, Path], tuple[Path, ...]]:
        newest: dict[str, _RuleFile] = {}
        unrecognised = []
        for path in sorted(self.folder.rglob("*.sch")):
            template = document_template(_parse(path, self.folder))
            if template is None:
                unrecognised.append(path)
                continue
            newest[template] = max(newest.get(template, _RuleFile((), path)), _RuleFile(version(path.stem), path))
        return MappingProxyType({key: file.path for key, file in newest.items()}), tuple(unrecognised)

    def schematron(self, template: str) -> Schematron | None:
        """The compiled schematron for a document templateId, or None where the folder has none.

        Raises `RuleFileError` or `TransformFailed` where the file is wrong, `MissingExtra` without SaxonC.
        """
        path = self.schematrons.get(template)
        if path is None:
            return None
        if template not in self._compiled:
            self._compiled[template] = Schematron(_parse(path, self.folder))
        return self._compiled[template]

    def schema(self, extension: str) -> OfficialXsd | None:
        """The compiled XSD set for a `typeId/@extension`, or None where the folder has none."""
        entry = self.schemas.get(extension)
        if entry is None:
            return None
        if extension not in self._schemas:
            self._schemas[extension] = OfficialXsd(entry, self.folder)
        return self._schemas[extension]

    def check(self, data: bytes, options: Options = _DEFAULT, *, xsd: bool = True, schematron: bool = True) -> list[ValidationIssue]:
        """What the official rules say about a CDA document; an empty list means that they find nothing.

        Both layers run, whatever the first one finds. A document that cannot be read gives the one issue that says
        why; a document for which the folder has no rules gives `OFF-004`. Raises as `schematron` does.
        """
        try:
            # comments stay: the rules see text nodes as the gateway sees them
            root = xmlio.parse(data, options, comments=True).getroot()
        except Unreadable as error:
            return [error.issue]
        found: list[_Located] = []
        if xsd:
            found += self._xsd_findings(root, options)
        if schematron:
            found += self._rule_findings(root, options)
        return _with_places(found, root, data)

    def _xsd_findings(self, root: etree._Element, options: Options) -> list[_Located]:
        type_id = root.find(f"{_HL7}typeId")
        key = "" if type_id is None else type_id.get("extension", "")
        schema = self.schema(key)
        if schema is None:
            return [_Located(None, issue("OFF-004", what="XSD", key="typeId"))]
        faults, total = schema.faults(root, options.show_values, MAX_ISSUES)
        located = [_Located(_at(root, fault.place), issue("OFF-001", message=fault.message)) for fault in faults]
        return located + _rest(total, "XSD")

    def _rule_findings(self, root: etree._Element, options: Options) -> list[_Located]:
        first = next(root.iter(f"{_HL7}templateId"), None)
        rules = None if first is None else self.schematron(first.get("root", ""))
        if rules is None:
            return [_Located(None, issue("OFF-004", what="schematron", key="templateId"))]
        try:
            findings = rules.findings(etree.tostring(root, encoding="unicode", with_tail=False))
        except TransformFailed:
            return [_Located(root, issue("OFF-005", rule="schematron"))]
        # a flood of warnings must not push an error off the list: sorting is stable, errors come first only then
        listed = findings if len(findings) <= MAX_ISSUES else sorted(findings, key=_is_warning)[:MAX_ISSUES]
        elements = _numbered(root, {finding.element for finding in listed})
        located = [_Located(elements.get(f.element), _rule_issue(f, options.show_values)) for f in listed]
        return located + _rest(len(findings), "schematron")


def version(stem: str) -> tuple[int, ...]:
    """The version at the end of a file name, `()` where it has none. The comments inside the files lag behind it."""
    match = _VERSION.search(stem)
    return tuple(int(number) for number in match[1].split(".")) if match else ()


def document_template(schema: etree._Element) -> str | None:
    """The document templateId that a schematron demands, from the first rule on ClinicalDocument that names one."""
    for rule in schema.iter(f"{SCH}rule"):
        if not rule.get("context", "").endswith("ClinicalDocument"):
            continue
        for test in rule.iterchildren(f"{SCH}assert"):
            match = _TEMPLATE_TEST.search(test.get("test", ""))
            if match:
                return match[1]
    return None


def official_code(message: str) -> OfficialCode:
    """Split an official text into its irregular number and the rest."""
    match = _OFFICIAL.match(message)
    if match is None:
        return OfficialCode(None, "", message)
    written = message[: match.end()].rstrip("| \t\n").lstrip()
    prefix = "ERRORE-" if match[2] else "W"
    return OfficialCode(written, prefix + match[3], message[match.end() :].strip())


def _is_warning(finding: Finding) -> bool:
    return finding.assertion.kind == "report" and not finding.stopped


def _rule_issue(finding: Finding, show_values: bool) -> ValidationIssue:
    code = official_code(finding.assertion.message(finding.computed, show_values))
    if finding.stopped:
        return issue("OFF-005", official=code.written, rule=code.rule)
    number = "OFF-003" if _is_warning(finding) else "OFF-002"
    return issue(number, official=code.written, rule=code.rule, message=code.text)


def _parse(path: Path, folder: Path) -> etree._Element:
    """The root of a rule file. Raises `RuleFileError` where it is not XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(read_inside(path, folder), parser)
    except etree.XMLSyntaxError as error:
        raise RuleFileError(f"{path.name} is not well-formed XML (line {error.lineno})") from error


def _at(root: etree._Element, place: str) -> etree._Element | None:
    """The element that libxml2's own path points at."""
    if not place:
        return None
    hits = root.getroottree().xpath(place)
    return hits[0] if isinstance(hits, list) and hits and etree.iselement(hits[0]) else None


def _rest(total: int, what: str) -> list[_Located]:
    more = total - MAX_ISSUES
    return [_Located(None, issue("OFF-006", count=str(more), what=what))] if more > 0 else []


def _numbered(root: etree._Element, wanted: Iterable[int]) -> dict[int, etree._Element]:
    """The elements with the wanted numbers in document order."""
    numbers = frozenset(wanted)
    return {number: element for number, element in enumerate(root.iter("*")) if number in numbers} if numbers else {}


def _with_places(found: Iterable[_Located], root: etree._Element, data: bytes) -> list[ValidationIssue]:
    """The issues with path, line and column of their elements."""
    located = list(found)
    wanted = {item.element for item in located if item.element is not None}
    numbers = {element: number for number, element in enumerate(root.iter("*")) if element in wanted}
    places = xmlio.positions(data, set(numbers.values()))
    return [_placed(item, numbers, places) for item in located]


def _placed(item: _Located, numbers: Mapping[etree._Element, int], places: Mapping[int, tuple[int, int]]) -> ValidationIssue:
    if item.element is None:
        return item.issue
    line, column = places.get(numbers[item.element], (None, None))
    return replace(item.issue, xpath=xmlio.xpath_of(item.element), line=line, column=column)
