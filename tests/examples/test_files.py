"""Every file in examples/ reads, is valid, and comes back byte for byte, on the spot and through JSON."""

import json
from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from tests.laws.losses import untrue

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for path in (ROOT / "examples").rglob("*") if path.suffix in {".xml", ".json", ".ndjson"})
FHIR = [path for path in FILES if ".fhir." in path.name]
CDA = [path for path in FILES if path.name.endswith(".cda.xml")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "examples").as_posix()


def test_there_are_examples() -> None:
    assert CDA
    assert {path.name.split(".")[1] for path in FHIR} == {"document", "transaction", "message", "collection"}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_example_reads_and_is_valid(path: Path) -> None:
    found = list(siss.read_all(path))
    assert found
    for each in found:
        assert each.message is not None, each.record
        assert [issue.to_dict("en") for issue in siss.validate(each).errors] == [], each.record


@pytest.mark.parametrize("path", CDA, ids=_name)
def test_example_comes_back_byte_for_byte(path: Path) -> None:
    found = siss.read(path)
    assert siss.write(found, to="cda").payload == path.read_bytes()
    assert siss.convert(siss.convert(path, to="json").payload, to="cda").payload == path.read_bytes()


@pytest.mark.parametrize("path", FHIR, ids=_name)
def test_fhir_example_says_what_the_other_formats_say(path: Path) -> None:
    name, profile, *_ = path.name.split(".")
    other = next(each for each in FILES if each.name in (f"{name}.cda.xml", f"{name}.xml", f"{name}.json"))
    found = list(siss.read_all(path))
    for each, same in zip(found, siss.read_all(other), strict=True):
        assert same.message is not None
        assert each.message is not None
        assert untrue(same.message, siss.write(same, to="fhir", profile=profile).loss, each.message) == []
    for each in found:
        assert each.accounting.left_over == ()
        assert each.original is not None
        assert siss.write(each, to="fhir").payload == each.original.data
        assert json.loads(each.original.data)["type"] == profile


@pytest.mark.parametrize("path", CDA, ids=_name)
def test_example_is_typed_whole(path: Path) -> None:
    assert siss.read(path).accounting.left_over == ()


@pytest.mark.parametrize("path", CDA, ids=_name)
def test_example_is_valid_under_the_official_rules(path: Path, conformance: Path) -> None:
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    found = RulePack(conformance / "cda").check(path.read_bytes())
    assert [(issue.line, issue.text("en")) for issue in found if issue.severity is siss.Severity.ERROR] == []
