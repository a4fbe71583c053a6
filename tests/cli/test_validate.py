"""`validate`: text and JSON, several files, exit codes, the user's own rule pack."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from siss_interop.check import rulepack, saxon
from siss_interop.cli import validate
from siss_interop.cli.report import issue_lines
from siss_interop.issues import Report, Severity, issue
from tests.cli.running import Run

ISSUE_KEYS = ["code", "layer", "severity", "path", "xpath", "line", "column", "text", "official"]


def test_a_valid_document(cli: Run, document: Path) -> None:
    ran = cli("validate", document)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text == f"{document}: valido (cda, SchedaSingolaVaccinazione)\n"


def test_json_has_the_agreed_shape(cli: Run, document: Path, faulty: Path) -> None:
    ran = cli("validate", document, faulty, "--format", "json")
    made = json.loads(ran.out)
    assert ran.code == 1
    assert list(made) == ["files"]
    good, bad = made["files"]
    assert good == {"path": str(document), "format": "cda", "message": "SchedaSingolaVaccinazione", "ok": True, "issues": []}
    assert list(bad) == ["path", "format", "message", "ok", "issues"]
    assert bad["ok"] is False
    fault = next(found for found in bad["issues"] if found["code"] == "XML-014")
    assert list(fault) == ISSUE_KEYS
    assert (fault["layer"], fault["severity"]) == ("binding", "error")
    assert fault["xpath"].endswith("@value")
    assert fault["line"] >= 1
    assert "19801399" not in ran.text


def test_text_names_place_code_and_advice(cli: Run, faulty: Path) -> None:
    text = cli("validate", faulty).text
    line = next(line for line in text.splitlines() if "XML-014" in line)
    assert line.startswith(f"{faulty}:")
    assert line.split(":")[1].isdigit()
    assert "/hl7:ClinicalDocument" in text
    assert "→ scrivere il valore" in text
    assert text.endswith(" avvisi (cda, SchedaSingolaVaccinazione)\n")


def test_language(cli: Run, faulty: Path) -> None:
    assert "a value that its type does not admit" in cli("validate", faulty, "--lang", "en").text
    assert "valore scritto male" in cli("validate", faulty).text


def test_values_only_when_asked_for_and_escaped() -> None:
    report = Report((issue("FILE-004", value="Rossi\u202e"),))
    checked = validate.Checked("x", "cda", "M", report)
    hidden, shown = ("\n".join(issue_lines(report, "x", "it", show)) for show in (False, True))
    assert "Rossi" not in hidden
    assert "[Rossi\\u202e]" in shown
    assert "Rossi" not in str(checked.to_dict("it", show_values=False))
    assert "[Rossi\\u202e]" in checked.to_dict("it", show_values=True)["issues"][0]["text"]


def test_a_path_cannot_trick_a_terminal(cli: Run, document: Path) -> None:
    odd = document.with_name("a\x1b[31m\u202eb.xml")
    document.rename(odd)
    text = cli("validate", odd).text + cli("validate", odd, "--format", "json").text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "a\\x1b[31m" in text


def test_standard_input(cli: Run, cda: bytes) -> None:
    ran = cli("validate", "-", "--format", "json", stdin=cda)
    assert ran.code == 0
    assert json.loads(ran.out)["files"][0]["path"] == "-"
    assert cli("validate", "-", "-", stdin=cda).code == 2


def test_one_unreadable_file_does_not_hide_the_others(cli: Run, document: Path, tmp_path: Path) -> None:
    rubbish, missing = tmp_path / "rubbish", tmp_path / "missing.xml"
    rubbish.write_bytes(b"\x00\x01\x02")
    ran = cli("validate", rubbish, missing, tmp_path, document, "--format", "json")
    assert ran.code == 2
    found = [(each["ok"], [fault["code"] for fault in each["issues"]]) for each in json.loads(ran.out)["files"]]
    assert found == [(False, ["FILE-024"]), (False, ["FILE-025"]), (False, ["FILE-025"]), (True, [])]


def test_a_truncated_document_still_has_its_format(cli: Run, cda: bytes) -> None:
    ran = cli("validate", "-", "--format", "json", stdin=cda.rpartition(b"</ClinicalDocument")[0])
    (only,) = json.loads(ran.out)["files"]
    assert (ran.code, only["format"], only["message"], only["issues"][0]["code"]) == (2, "cda", None, "FILE-017")


def test_summary_of_several_files(cli: Run, document: Path, faulty: Path) -> None:
    assert cli("validate", document, document, faulty).text.endswith("3 file: 2 validi, 1 con errori\n")


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        (Severity.ERROR, validate.FailOn.ERROR, 1),
        (Severity.WARNING, validate.FailOn.ERROR, 0),
        (Severity.WARNING, validate.FailOn.WARNING, 1),
        (Severity.INFORMATION, validate.FailOn.WARNING, 0),
    ],
)
def test_exit_code_by_severity(severity: Severity, fail_on: validate.FailOn, code: int) -> None:
    report = Report((issue("FILE-004", severity=severity),))
    assert validate.Checked("x", "cda", "M", report).code(fail_on) == code
    assert validate.Checked("x", None, None, report, readable=False).code(fail_on) == 2


def test_warnings_fail_only_on_request(cli: Run, cda: bytes) -> None:
    second = cda.replace(b"</title>", b"</title><title>Altro</title>", 1)
    assert second != cda
    assert cli("validate", "-", stdin=second).code == 0
    ran = cli("validate", "-", "--fail-on", "warning", stdin=second)
    assert ran.code == 1
    assert "avviso XML-012" in ran.text
    assert "valido, 1 avvisi" in ran.text


SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="hl7" uri="urn:hl7-org:v3"/>
<pattern id="p"><rule context="hl7:ClinicalDocument">
<assert test="hl7:templateId[@root='2.16.840.1.113883.2.9.10.1.11.1.1']">ERRORE-1| serve il templateId</assert>
<assert test="hl7:nothing">ERRORE-77| serve l'elemento nothing</assert>
</rule></pattern></schema>"""


def test_rules_of_the_user(cli: Run, document: Path, tmp_path: Path) -> None:
    pytest.importorskip("saxonche")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.sch").write_text(SCHEMATRON)
    ran = cli("validate", document, document, "--rules", tmp_path / "rules", "--format", "json")
    assert ran.code == 1
    for each in json.loads(ran.out)["files"]:
        broken = [found for found in each["issues"] if found["code"] == "OFF-002"]
        assert [found["official"] for found in broken] == ["ERRORE-77"]


def test_rules_compile_once_for_all_sources(cli: Run, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    real = rulepack.RulePack

    def counted(folder: Path) -> rulepack.RulePack:
        made.append(folder)
        return real(folder)

    monkeypatch.setattr(rulepack, "RulePack", counted)
    assert cli("validate", document, document, document, "--rules", tmp_path).code == 0
    assert made == [tmp_path]


def test_without_the_extra_the_error_names_it(cli: Run, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.sch").write_text(SCHEMATRON)

    def missing(_: str) -> object:
        raise ImportError

    monkeypatch.setattr(importlib, "import_module", missing)
    monkeypatch.setattr(saxon, "_processors", [])
    ran = cli("validate", document, "--rules", tmp_path)
    assert ran.code == 2
    assert "siss-interop[schematron]" in ran.err


def test_rules_that_are_no_folder(cli: Run, document: Path) -> None:
    ran = cli("validate", document, "--rules", document)
    assert ran.code == 2
    assert "not a folder" in ran.err


def test_rules_are_for_cda_only(cli: Run, document: Path, tmp_path: Path) -> None:
    own = cli("convert", document, "--to", "json").out
    ran = cli("validate", "-", "--rules", tmp_path, stdin=own)
    assert ran.code == 0
    assert "solo per i documenti CDA" in ran.err


def test_official_documents_and_rules(cli: Run, conformance: Path) -> None:
    pytest.importorskip("saxonche")
    folder = conformance / "cda" / "SING_VACC"
    files = sorted((folder / "examples-ok").glob("accr__*.xml"))
    ran = cli("validate", *files, "--rules", folder, "--format", "json")
    made = json.loads(ran.out)["files"]
    assert len(made) == len(files) > 0
    assert all(each["message"] == "SchedaSingolaVaccinazione" for each in made)
    # the folder holds a schematron for this document, so it has been applied
    assert all("schematron" not in found["text"] for each in made for found in each["issues"] if found["code"] == "OFF-004")
