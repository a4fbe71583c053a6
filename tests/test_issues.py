"""Floor 0: texts in two languages, escapes, reports, losses, limits, resources."""

import re

import pytest

from siss_interop.errors import Refused, SissError, Unreadable
from siss_interop.issue_table import TABLE
from siss_interop.issues import (
    DEFINITIONS,
    Definition,
    Layer,
    Report,
    Severity,
    ValidationIssue,
    define,
    escape,
    issue,
    placeholders,
)  # fmt: skip
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.options import Options
from siss_interop.resources import resource
from siss_interop.wire.xmlio import parse

CODE = re.compile(r"[A-Z]{2,4}-[A-Z]?\d{2,3}")


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda definition: definition.code)
def test_definition_is_whole(definition: Definition) -> None:
    assert CODE.fullmatch(definition.code)
    assert definition.it
    assert definition.en
    assert definition.it != definition.en
    assert bool(definition.instead_it) == bool(definition.instead_en)
    assert placeholders(definition.it) == placeholders(definition.en)
    assert placeholders(definition.instead_it) == placeholders(definition.instead_en)
    assert definition.it[-1] not in ".:"


def test_codes_of_the_table_are_unique_and_without_gap() -> None:
    codes = [row.code for row in TABLE]
    for prefix in ("FILE", "JSON"):
        numbers = [int(code.partition("-")[2]) for code in codes if code.startswith(prefix)]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("row", [row for row in TABLE if row.failing and row.code.startswith("FILE")])
def test_examples_of_xml_codes(row: tuple[str, ...]) -> None:
    code, *_, passing, failing = row
    if code not in {"FILE-009", "FILE-014"}:  # their examples are shortened, or concern the choice of a format
        with pytest.raises(Unreadable) as caught:
            parse(failing.removesuffix(" (byte UTF-8)").encode(), Options())
        assert caught.value.issue.code == code
    parse(passing.encode(), Options())


def test_a_code_is_defined_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        define("FILE-001", Layer.FILE, Severity.ERROR, "a", "b")


@pytest.mark.parametrize(("it", "en", "instead"), [("a {x}", "b {y}", ("", "")), ("a", "", ("", "")), ("", "", ("", "")), ("a", "b", ("c", ""))])
def test_a_faulty_definition_is_refused_and_not_kept(it: str, en: str, instead: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="ZZ-001"):
        define("ZZ-001", Layer.MODEL, Severity.ERROR, it, en, instead_it=instead[0], instead_en=instead[1])
    assert "ZZ-001" not in DEFINITIONS


def test_issue_takes_layer_and_severity_from_its_definition() -> None:
    found = issue("FILE-002", limit="7", line=3)
    assert found.to_dict("en") == {
        "code": "FILE-002", "layer": "file", "severity": "error", "path": "", "xpath": None, "line": 3, "column": None,
        "text": "the file is larger than the limit of 7 bytes", "official": None,
    }  # fmt: skip
    assert "max_bytes" in found.instead("it")
    assert issue("FILE-002", severity=Severity.WARNING).severity is Severity.WARNING
    with pytest.raises(KeyError):
        issue("FILE-999")


def test_a_missing_parameter_is_no_crash() -> None:
    assert issue("FILE-002").text("en") == "the file is larger than the limit of ? bytes"


def test_value_is_shown_only_on_request_and_escaped() -> None:
    found = issue("FILE-004", value="Rossi\x1b[31m\u202e\n=1\\")
    assert "Rossi" not in found.text()
    assert "Rossi" not in str(Unreadable(found))
    assert "value" not in found.to_dict()
    assert found.text("en", show_values=True).endswith("[Rossi\\x1b[31m\\u202e\\x0a=1\\\\]")


def test_a_parameter_is_no_template_and_no_escape_sequence() -> None:
    assert issue("FILE-006", encoding="{limit.__class__}\x1b").text("en").endswith("{limit.__class__}\\x1b is not admitted")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("perché €", "perché €"),
        ("a\r\nb", "a\\x0d\\x0ab"),
        ("\u2028\u2066\ufeff\u00a0", "\\u2028\\u2066\\ufeff\\xa0"),
        ("\U000e0001", "\\U000e0001"),
        ("\\n", "\\\\n"),
        ("x" * 500, "x" * 200 + "…"),
    ],
)
def test_escape(raw: str, shown: str) -> None:
    assert escape(raw) == shown


def test_report() -> None:
    error, warning = issue("FILE-004"), issue("FILE-004", severity=Severity.WARNING)
    assert Report().ok
    assert Report((warning,)).ok
    both = Report((warning,)) + Report((error,))
    assert not both.ok
    assert (both.errors, both.warnings, len(both), list(both)) == ((error,), (warning,), 2, [warning, error])
    assert isinstance(both.issues[0], ValidationIssue)


def test_loss_report() -> None:
    dropped = Loss(LossKind.DROPPED, "lotto", "no place", "AB12")
    assumed = Loss(LossKind.ASSUMED, "stato", "constant")
    losses = LossReport((dropped,)) + LossReport((assumed,))
    assert losses
    assert not LossReport()
    assert losses.by_kind(LossKind.ASSUMED) == (assumed,)
    assert dropped.to_dict() == {"kind": "DROPPED", "path": "lotto", "why": "no place"}
    assert dropped.to_dict(show_values=True)["value"] == "AB12"
    refused = Refused(Report((issue("FILE-004", value="Rossi"),)), losses)
    assert str(refused) == "scrittura rifiutata: 1 errori (FILE-004), 2 perdite"


def test_options_are_checked() -> None:
    assert Options().max_depth == 100
    with pytest.raises(ValueError, match="lang"):
        Options(lang="fr")
    with pytest.raises(ValueError, match="max_depth"):
        Options(max_depth=0)


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/hostname", "a/../../x", "", "a//b", ".hidden", "a\\b", "a\0"])
def test_resource_names_cannot_climb(name: str) -> None:
    with pytest.raises(SissError, match="not the name"):
        resource("xsd", name)


def test_resource_that_does_not_exist() -> None:
    with pytest.raises(SissError, match="no xsd resource"):
        resource("xsd", "nessuno.xsd")
    with pytest.raises(SissError, match="there are: xsd, cda_templates"):
        resource("docs", "x")
