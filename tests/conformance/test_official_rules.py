"""The official schematrons and XSDs: all compile, and say of the official examples what the ministry's gateway says."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from siss_interop.check.rulepack import RulePack, official_code
from siss_interop.check.schematron import Schematron
from siss_interop.issues import Severity, ValidationIssue
from siss_interop.options import Options

pytest.importorskip("saxonche", reason="the extra schematron is not installed")

_HL7 = "{urn:hl7-org:v3}"

# type -> document templateId, version of the current schematron: from the ministry's catalogue
CURRENT = {
    "CC": ("2.16.840.1.113883.2.9.10.1.18.1", "v1.0"),
    "CERT_VACC": ("2.16.840.1.113883.2.9.10.1.11.1.2", "v2.4"),
    "ERF": ("2.16.840.1.113883.2.9.10.1.13.1.1", "1.1"),
    "ERF_NOSSN": ("2.16.840.1.113883.2.9.10.1.13.2.1", "1.2"),
    "ERS": ("2.16.840.1.113883.2.9.10.1.13.1.2", "1.1"),
    "LAB": ("2.16.840.1.113883.2.9.10.1.1", "v27.1"),
    "LDO": ("2.16.840.1.113883.2.9.10.1.5", "v5.5"),
    "LIS_SCREENING": ("2.16.840.1.113883.2.9.10.1.14.1", "v1.2"),
    "LIV_VACC": ("2.16.840.1.113883.2.9.10.1.15.1", "v1.4"),
    "PRF": ("2.16.840.1.113883.2.9.10.1.2.1", "4.6"),
    "PRF_NOSSN": ("2.16.840.1.113883.2.9.10.1.3.1", "1.2"),
    "PRS": ("2.16.840.1.113883.2.9.10.1.2.2", "v2.7"),
    "PSS": ("2.16.840.1.113883.2.9.10.1.4.1.1", "v4.0"),
    "RAD": ("2.16.840.1.113883.2.9.10.1.7.1", "v4.1"),
    "RAP": ("2.16.840.1.113883.2.9.10.1.8.1", "1.4"),
    "RFTA_TELEASSISTENZA": ("2.16.840.1.113883.2.9.10.1.16.4.1", "v1.0"),
    "RSA": ("2.16.840.1.113883.2.9.10.1.9.1", "v8.3"),
    "RTC_TELECONSULTO": ("2.16.840.1.113883.2.9.10.1.16.2.1", "v1.0"),
    "RTV_TELEVISITA": ("2.16.840.1.113883.2.9.10.1.16.1.1", "v1.0"),
    "SING_VACC": ("2.16.840.1.113883.2.9.10.1.11.1.1", "v3.3"),
    "TPI": ("2.16.840.1.113883.2.9.10.1.17.1", "v1.1"),
    "VPS": ("2.16.840.1.113883.2.9.10.1.6.1", "v3.8"),
}

# errors of official examples against the current schematrons; an example that is not named here has none
VPS = Counter(["ERRORE-46a", "ERRORE-56"])
PSS = Counter(f"ERRORE-b{number}" for number in (222, 223, 226, 244, 259, 262, 264, 265, 267))
KNOWN_ERRORS = {"VPS": VPS, "testcontainer__PSS": PSS}
KNOWN_ERRORS |= {"LIS_SCREENING": Counter(["ERRORE-b1"]), "LIV_VACC": Counter(["ERRORE-b1"])}
EXAMPLES = {"CERT_VACC", "LAB", "LDO", "LIS_SCREENING", "LIV_VACC", "PSS", "RAD", "RAP", "RSA", "SING_VACC", "TPI", "VPS"}


@pytest.fixture(scope="module")
def pack(conformance: Path) -> RulePack:
    return RulePack(conformance / "cda")


def _examples(pack: RulePack) -> list[Path]:
    return sorted(pack.folder.glob("*/examples-ok/*.xml"))


def _errors(issues: list[ValidationIssue]) -> Counter[str]:
    return Counter(found.official or found.code for found in issues if found.severity is Severity.ERROR)


def test_every_type_has_its_newest_schematron(pack: RulePack) -> None:
    found = {template: path.stem for template, path in pack.schematrons.items()}
    assert set(found) == {template for template, _ in CURRENT.values()}
    for template, version in CURRENT.values():
        assert found[template].endswith(f"_{version}")
    assert pack.unrecognised == ()
    assert set(pack.schemas) == {"POCD_HD000040", "POCD_MT000040UV02"}


@pytest.mark.parametrize("kind", CURRENT)
def test_every_schematron_compiles_with_all_its_assertions(pack: RulePack, kind: str) -> None:
    template, _ = CURRENT[kind]
    rules = pack.schematron(template)
    assert rules is not None
    source = pack.schematrons[template].read_bytes()
    root = etree.fromstring(source)
    assert len(rules.assertions) == len(root.findall(".//{*}assert")) + len(root.findall(".//{*}report"))
    # every text begins with its number, in one spelling or another
    numbers = [official_code(assertion.message((), show_values=False)) for assertion in rules.assertions]
    assert all(number.written for number in numbers)
    assert all(number.rule.startswith(("ERRORE-", "W")) and number.text for number in numbers)


@pytest.mark.parametrize("extension", ["POCD_HD000040", "POCD_MT000040UV02"])
def test_both_schema_sets_compile(pack: RulePack, extension: str) -> None:
    assert pack.schema(extension) is not None


def test_verdicts_of_the_official_examples(pack: RulePack) -> None:
    examples = _examples(pack)
    assert {path.parent.parent.name for path in examples} == EXAMPLES
    found = {path: _errors(pack.check(path.read_bytes())) for path in examples}
    expected = {path: KNOWN_ERRORS.get(path.stem, KNOWN_ERRORS.get(path.parent.parent.name, Counter())) for path in examples}
    assert found == expected


def test_issues_say_where(pack: RulePack) -> None:
    for path in _examples(pack):
        data = path.read_bytes()
        lines = data.splitlines()
        tree = etree.fromstring(data).getroottree()
        for found in pack.check(data):
            assert found.xpath is not None
            assert found.line is not None
            assert found.column is not None
            hits = tree.xpath(found.xpath, namespaces={"hl7": "urn:hl7-org:v3"})
            assert isinstance(hits, list)
            (element,) = hits
            assert isinstance(element, etree._Element)
            name = etree.QName(element).localname.encode()
            text = lines[found.line - 1].decode()[found.column - 1 :].encode()
            assert text.startswith(b"<")
            assert text[1:].split(b":")[-1].startswith(name) or text[1:].startswith(name)


def test_warnings_are_reports(pack: RulePack) -> None:
    path = pack.folder / "SING_VACC/examples-ok/accr__SING_VACC_-_Caso_di_Test_1.xml"
    found = pack.check(path.read_bytes())
    assert [(item.code, item.official, item.severity) for item in found] == [
        ("OFF-003", number, Severity.WARNING) for number in ("W003", "W004", "W005")
    ]


def test_values_of_the_document_are_told_only_on_request(pack: RulePack) -> None:
    path = pack.folder / "RSA/examples-ok/support__RSA.xml"
    marked = path.read_bytes().replace(b'<birthTime value="', b'<birthTime value="Segreto', 1)
    assert b"Segreto" in marked
    hidden = [found.text() for found in pack.check(marked)]
    shown = [found.text() for found in pack.check(marked, Options(show_values=True))]
    assert hidden
    assert not any("Segreto" in text for text in hidden)
    assert any("Segreto" in text for text in shown)


@pytest.mark.parametrize("kind", ["CERT_VACC", "LAB", "LDO", "PSS", "RAD", "RSA", "SING_VACC", "VPS"])
def test_a_missing_element_is_noticed_as_by_the_reference_engines(pack: RulePack, kind: str) -> None:
    """NECESSITY.tsv: what three other engines said when one element was taken out of a valid example (every 7th row)."""
    rules = pack.schematron(CURRENT[kind][0])
    assert rules is not None
    tried = 0
    with (pack.folder / kind / "NECESSITY.tsv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE) if row["kind"] == "element"]
    for row in rows[::7]:
        path = pack.folder / kind / "examples-ok" / row["example"]
        if not path.is_file():
            continue
        root = etree.parse(path).getroot()
        before = _numbers(rules, root)
        element = dict(reversed(list(_labelled(root, "")))).get(row["path"])
        parent = None if element is None else element.getparent()
        if element is None or parent is None:
            continue
        parent.remove(element)
        expected = set(row["schematron_errors"].split())
        assert {word for number in _numbers(rules, root) - before for word in number.split()} == expected, row["path"]
        tried += 1
    assert tried > 5


def _numbers(rules: Schematron, root: etree._Element) -> set[str]:
    findings = rules.findings(etree.tostring(root, encoding="unicode"))
    return {
        official_code(found.assertion.message(found.computed, show_values=False)).written or ""
        for found in findings
        if found.assertion.kind == "assert"
    }


_BY_ROOT = {"id", "templateId"}
_BY_TYPE = {"participant", "relatedDocument", "entryRelationship"}
_BY_TEMPLATE = {"observation", "act", "organizer", "substanceAdministration", "encounter", "procedure", "supply"}


def _labelled(element: etree._Element, above: str) -> Iterator[tuple[str, etree._Element]]:
    """Each element with the path that NECESSITY.tsv gives it."""
    name = etree.QName(element).localname
    label = name
    if name in _BY_ROOT:
        label += f"{{{element.get('root')}}}"
    elif name in _BY_TYPE:
        label += f"[{element.get('typeCode')}]"
    elif name == "section":
        code = element.find(f"{_HL7}code")
        label += f"[{None if code is None else code.get('code')}]"
    elif name in _BY_TEMPLATE:
        template = element.find(f"{_HL7}templateId")
        label += f"[t={'-' if template is None else template.get('root')}]"
    path = f"{above}/{label}" if above else label
    yield path, element
    for child in element.iterchildren("*"):
        yield from _labelled(child, path)
