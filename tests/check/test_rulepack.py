"""Rule packs on invented rules: which rule speaks, where, and what is refused."""

import sys
from pathlib import Path

import pytest

from siss_interop.check import rulepack
from siss_interop.check.official_xsd import OfficialXsd
from siss_interop.check.rulepack import RulePack, official_code, version
from siss_interop.check.saxon import MissingExtra, TransformFailed
from siss_interop.check.schematron import RuleFileError
from siss_interop.issues import ValidationIssue
from siss_interop.options import Options

pytest.importorskip("saxonche", reason="the extra schematron is not installed")

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 queryBinding="xslt2"><ns prefix="hl7" uri="urn:hl7-org:v3"/>{before}
<pattern id="all">
<rule context="hl7:ClinicalDocument"><assert test="count(hl7:templateId[@root='1.2.3'])=1">ERRORE-1| manca</assert></rule>
{rules}
</pattern></schema>"""

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:hl7-org:v3" targetNamespace="urn:hl7-org:v3"
 elementFormDefault="qualified"><xs:include schemaLocation="{place}"/>
<xs:element name="ClinicalDocument" type="Document"/></xs:schema>"""

TYPES = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:hl7-org:v3" targetNamespace="urn:hl7-org:v3"
 elementFormDefault="qualified"><xs:complexType name="Coded"><xs:attribute name="root"/><xs:attribute name="extension"/>
</xs:complexType><xs:complexType name="Document"><xs:sequence><xs:element name="typeId" type="Coded"/>
<xs:element name="templateId" type="Coded"/><xs:element name="name" minOccurs="0" maxOccurs="unbounded">
<xs:complexType mixed="true"><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:schema>"""

DOCUMENT = """<ClinicalDocument xmlns="urn:hl7-org:v3">
<typeId root="9" extension="INVENTED"/><templateId root="1.2.3"/>
{body}</ClinicalDocument>"""


def _pack(folder: Path, rules: str = "", before: str = "", place: str = "./coreschemas/types.xsd") -> RulePack:
    (folder / "rules_v1.0.sch").write_text(SCHEMA.format(rules=rules, before=before), encoding="utf-8")
    schemas = folder / "schema" / "INVENTED"
    schemas.mkdir(parents=True)
    (schemas / "CDA.xsd").write_text(XSD.format(place=place), encoding="utf-8")
    (schemas / "types.xsd").write_text(TYPES, encoding="utf-8")
    return RulePack(folder)


def _document(body: str = "") -> bytes:
    return DOCUMENT.format(body=body).encode()


def _official(issues: list[ValidationIssue]) -> list[str | None]:
    return [found.official for found in issues]


def test_the_first_rule_that_matches_is_the_only_one(tmp_path: Path) -> None:
    rules = """<rule context="//hl7:name[@n]"><assert test="@n='1'">ERRORE-2| n</assert></rule>
    <rule context="//hl7:name"><assert test="false()">ERRORE-3| sempre</assert></rule>"""
    found = _pack(tmp_path, rules).check(_document('<name n="1"/>\n<name n="2"/><name/>'))
    assert [(item.official, item.line, item.column, item.xpath) for item in found] == [
        ("ERRORE-2", 4, 1, "/hl7:ClinicalDocument/hl7:name[2]"),
        ("ERRORE-3", 4, 14, "/hl7:ClinicalDocument/hl7:name[3]"),
    ]


def test_lets_stand_on_every_level_and_may_hold_instructions(tmp_path: Path) -> None:
    before = '<let name="all" value="count(//hl7:name)"/>'
    rules = """<let name="two" value="2"/><rule context="hl7:name"><let name="above"><xsl:for-each select="ancestor::*">
    <xsl:value-of select="concat('/', name())"/></xsl:for-each></let>
    <assert test="$all = $two and $above='/ClinicalDocument' and matches(@n, '^[0-9]{2}$')">ERRORE-2| n</assert></rule>"""
    pack = _pack(tmp_path, rules, before)
    assert pack.check(_document('<name n="10"/><name n="20"/>')) == []
    assert _official(pack.check(_document('<name n="10"/><name n="1"/>'))) == ["ERRORE-2"]
    assert _official(pack.check(_document('<name n="10"/>'))) == ["ERRORE-2"]


def test_element_names_are_told_and_values_only_on_request(tmp_path: Path) -> None:
    rules = """<rule context="hl7:name"><let name="v" value="."/>
    <report test="true()">W001| <name/> vale <emph><value-of select="$v"/></emph> qui</report></rule>"""
    pack = _pack(tmp_path, rules)
    (hidden,) = pack.check(_document("<name>Ada<!-- x --> Prova</name>"))
    (shown,) = pack.check(_document("<name>Ada<!-- x --> Prova</name>"), Options(show_values=True))
    assert hidden.code == "OFF-003"
    assert dict(hidden.params)["message"] == "name vale … qui"
    assert dict(shown.params)["message"] == "name vale Ada Prova qui"


def test_a_test_that_cannot_be_computed_stops_no_other(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rules = """<rule context="hl7:name"><assert test="@n + 1 = 2">ERRORE-2| n</assert>
    <assert test="@n='1'">ERRORE-3| n</assert></rule>"""
    found = _pack(tmp_path, rules).check(_document('<name n="Segreto"/>'), xsd=False)
    assert [(item.code, item.official) for item in found] == [("OFF-005", "ERRORE-2"), ("OFF-002", "ERRORE-3")]
    assert "Segreto" not in "".join(capfd.readouterr())
    assert not any("Segreto" in item.text() for item in found)


@pytest.mark.parametrize("function", ["doc", "unparsed-text", "json-doc"])
def test_rules_read_no_file(tmp_path: Path, function: str, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secret.txt").write_text("<a>aperto</a>", encoding="utf-8")
    place = (tmp_path / "secret.txt").as_uri()
    rules = f"""<rule context="hl7:name"><assert test="contains(string({function}('{place}')), 'aperto')">ERRORE-2| x
    </assert></rule>"""
    found = _pack(tmp_path, rules).check(_document("<name/>"), xsd=False)
    assert [item.code for item in found] == ["OFF-005"]
    assert "aperto" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "rules",
    [
        '<rule context="hl7:name" abstract="true"/>',
        '<rule context="hl7:name"><extends rule="a"/></rule>',
        '<include href="other.sch"/>',
        '<rule><assert test="true()">x</assert></rule>',
        '<rule context="hl7:name"><assert>x</assert></rule>',
        '<rule context="hl7:name"><assert test="true()"><xsl:value-of select="1"/></assert></rule>',
        '<rule context="hl7:name"><let name="a"><xsl:result-document href="x"/></let></rule>',
    ],
)
def test_a_construct_that_is_not_known_is_refused(tmp_path: Path, rules: str) -> None:
    with pytest.raises(RuleFileError):
        _pack(tmp_path, rules).check(_document(), xsd=False)


def test_a_wrong_expression_is_refused(tmp_path: Path) -> None:
    pack = _pack(tmp_path, '<rule context="hl7:name"><assert test="count(">x</assert></rule>')
    with pytest.raises(TransformFailed):
        pack.check(_document(), xsd=False)


def test_without_the_extra_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = _pack(tmp_path)
    monkeypatch.setitem(sys.modules, "saxonche", None)
    monkeypatch.setattr("siss_interop.check.saxon._processors", [])
    assert pack.check(_document(), schematron=False) == []
    with pytest.raises(MissingExtra, match=r"siss-interop\[schematron\]"):
        pack.check(_document())


def test_the_newest_version_is_used_and_a_stray_file_is_named(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    for name in ("rules.sch", "rules v9.9.sch", "rules_v10.0.sch"):
        (tmp_path / name).write_bytes((tmp_path / "rules_v1.0.sch").read_bytes())
    other = SCHEMA.replace("1.2.3", "none").format(rules="", before="")
    (tmp_path / "other.sch").write_text(other, encoding="utf-8")
    assert {key: path.name for key, path in pack.schematrons.items()} == {"1.2.3": "rules_v10.0.sch"}
    assert [path.name for path in pack.unrecognised] == ["other.sch"]


def test_a_document_without_rules_is_said_to_have_none(tmp_path: Path) -> None:
    found = _pack(tmp_path).check(b"<other/>")
    assert [(item.code, dict(item.params)["what"]) for item in found] == [("OFF-004", "XSD"), ("OFF-004", "schematron")]


def test_a_document_that_cannot_be_read_gives_the_reason(tmp_path: Path) -> None:
    (found,) = _pack(tmp_path).check(b"<open>")
    assert found.code.startswith("FILE-")


def test_a_flood_of_findings_is_counted_and_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulepack, "MAX_ISSUES", 3)
    rules = '<rule context="hl7:name"><assert test="false()">ERRORE-2| x</assert></rule>'
    found = _pack(tmp_path, rules).check(_document("<name/>" * 5 + '<name n="x"/>' * 4))
    assert [item.code for item in found] == ["OFF-001"] * 3 + ["OFF-006"] + ["OFF-002"] * 3 + ["OFF-006"]
    assert [dict(item.params)["count"] for item in found if item.code == "OFF-006"] == ["1", "6"]


def test_a_flood_of_warnings_hides_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulepack, "MAX_ISSUES", 3)
    rules = """<rule context="hl7:name"><report test="true()">W001| x</report>
    <assert test="following-sibling::hl7:name">ERRORE-2| x</assert></rule>"""
    found = _pack(tmp_path, rules).check(_document("<name/>" * 5), xsd=False)
    assert [item.official for item in found] == ["ERRORE-2", "W001", "W001", None]


def test_xsd_faults_keep_names_and_hide_values(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    data = _document('<name n="Segreto"/><name other="Segreto"/>\n<last>Segreto</last>')
    found = pack.check(data, schematron=False)
    assert [(item.code, item.xpath, item.line) for item in found] == [
        ("OFF-001", "/hl7:ClinicalDocument/hl7:name[1]", 3),
        ("OFF-001", "/hl7:ClinicalDocument/hl7:name[2]", 3),
        ("OFF-001", "/hl7:ClinicalDocument/hl7:last", 4),
    ]
    assert not any("Segreto" in item.text() for item in found)
    assert "cvc-datatype-valid-1-2-1" in found[0].text()
    assert "'other' is not allowed" in found[1].text()
    assert any("Segreto" in item.text() for item in pack.check(data, Options(show_values=True), schematron=False))


@pytest.mark.parametrize("place", ["http://127.0.0.1:9/none.xsd", "file:///etc/hostname", "../../../../etc/hostname"])
def test_schemas_are_read_beside_their_entry_or_not_at_all(tmp_path: Path, place: str) -> None:
    with pytest.raises(RuleFileError, match="not found beside it"):
        _pack(tmp_path, place=place).check(_document(), schematron=False)


def test_a_schema_that_links_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "pack"
    inside.mkdir()
    pack = _pack(inside)
    types = inside / "schema" / "INVENTED" / "types.xsd"
    types.rename(tmp_path / "types.xsd")
    types.symlink_to(tmp_path / "types.xsd")
    with pytest.raises(RuleFileError):
        OfficialXsd(pack.schemas["INVENTED"], pack.folder)


def test_a_pack_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError):
        RulePack(tmp_path / "none")


@pytest.mark.parametrize(
    ("text", "written", "rule"),
    [
        ("ERRORE-12| x", "ERRORE-12", "ERRORE-12"),
        ("ERROR-57| x", "ERROR-57", "ERRORE-57"),
        ("ERORE-b3| x", "ERORE-b3", "ERRORE-b3"),
        ("ERRORE b15| x", "ERRORE b15", "ERRORE-b15"),
        ("Errore-54 | x", "Errore-54", "ERRORE-54"),
        ("ERRORE-b42 x", "ERRORE-b42", "ERRORE-b42"),
        ("ERRORE-b3.1| x", "ERRORE-b3.1", "ERRORE-b3.1"),
        ("ERRORE-46a| x", "ERRORE-46a", "ERRORE-46a"),
        ("W001| x", "W001", "W001"),
        ("WA01| x", "WA01", "WA01"),
        ("Elemento 5 x", None, ""),
    ],
)
def test_official_numbers(text: str, written: str | None, rule: str) -> None:
    code = official_code(text)
    assert (code.written, code.rule) == (written, rule)
    assert code.text in ("x", "Elemento 5 x")


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("schematron_X_v3.8", (3, 8)), ("schematronFSE_X_1.1", (1, 1)), ("x v2.7", (2, 7)), ("x_v22", (22,)), ("x", ())],
)
def test_versions(stem: str, expected: tuple[int, ...]) -> None:
    assert version(stem) == expected
