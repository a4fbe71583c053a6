"""The official definitions: they find what our own table finds and more, and say where they cannot judge."""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siss_interop.check.fhir import check
from siss_interop.check.fhir.checker import INVARIANTS, NOT_TOLD
from siss_interop.check.fhir.definitions import BY_OTHER_MEANS, Definitions
from siss_interop.check.fhir.expressions import MissingFhirPath
from siss_interop.check.fhir.package import DefinitionsError
from siss_interop.issues import Severity, ValidationIssue
from siss_interop.wire.fhir import shape
from tests.check.fhir.panel import DEFECTS, VALID, Defect, valid

Build = Callable[[str, str], Definitions]


@pytest.fixture(scope="module")
def archive(conformance: Path) -> Path:
    return conformance / "fhir/r4-core/hl7.fhir.r4.core-4.0.1.tgz"


@pytest.fixture(scope="module")
def definitions(archive: Path) -> Definitions:
    pytest.importorskip("fhirpathpy", reason="the extra fhirpath is not installed")
    return Definitions(archive)


@pytest.fixture(scope="module")
def folder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package unpacked, but for the profiles and most value sets."""
    pytest.importorskip("fhirpathpy", reason="the extra fhirpath is not installed")
    wanted = {f"StructureDefinition-{name}.json" for name in shape.types()} | {"CodeSystem-resource-types.json", "ValueSet-resource-types.json"}
    to = tmp_path_factory.mktemp("package")
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.removeprefix("package/")
            file = tar.extractfile(member) if name in wanted else None
            if file is not None:
                (to / name).write_bytes(file.read())
    return to


@pytest.fixture
def with_expression(folder: Path) -> Iterator[Build]:
    """The definitions with one expression of Basic in place of another."""
    basic = folder / "StructureDefinition-Basic.json"
    official = basic.read_bytes()

    def build(key: str, expression: str) -> Definitions:
        basic.write_text(json.dumps(_changed(json.loads(official), key, expression)))
        return Definitions(folder)

    yield build
    basic.write_bytes(official)


def _changed(definition: Any, key: str, expression: str) -> Any:
    for part in definition["snapshot"]["element"]:
        for constraint in part.get("constraint", ()):
            if constraint["key"] == key:
                constraint["expression"] = expression
    return definition


def _errors(found: list[ValidationIssue]) -> list[ValidationIssue]:
    return [each for each in found if each.severity is Severity.ERROR]


@pytest.mark.parametrize("name", VALID)
def test_what_is_valid_has_no_error(definitions: Definitions, name: str) -> None:
    found = definitions.check(VALID[name])
    assert [each for each in found if each.official != "dom-6"] == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_found(definitions: Definitions, defect: Defect) -> None:
    resource = valid(defect.base)
    defect.change(resource)
    keys = {row.code: row.key for row in INVARIANTS}
    found = _errors(definitions.check(resource))
    assert {defect.code, keys.get(defect.code)} & {name for each in found for name in (each.code, each.official)}


def test_a_resource_that_our_tables_do_not_know(definitions: Definitions) -> None:
    account = {"resourceType": "Account", "status": "aperto", "name": "x", "owner": {"reference": "Patient/1"}}
    assert [(each.code, each.xpath) for each in _errors(definitions.check(account))] == [
        ("FHIR-110", "Account.status"),
        ("FHIR-120", "Account.owner"),
    ]
    assert [each.code for each in check(account)] == ["FHIR-115"]


def test_a_profile_is_no_resource(definitions: Definitions) -> None:
    assert [each.code for each in definitions.check({"resourceType": "bmi", "status": "final"})] == ["FHIR-114"]


def test_an_expression_that_cannot_be_read_is_told(with_expression: Build) -> None:
    definitions = with_expression("dom-4", "contained.empty() and")
    basic = {"resourceType": "Basic", "code": {"text": "x"}, "subject": {"reference": "#p"}, "contained": [{"resourceType": "Basic", "id": "p"}]}
    basic["contained"][0]["code"] = {"text": "x"}  # type: ignore[index]
    assert _errors(definitions.check(basic)) == []
    assert definitions.unreadable == {"Basic": ["dom-4"]}
    basic["contained"][0]["meta"] = {"versionId": "1"}  # type: ignore[index]
    assert [each.code for each in _errors(definitions.check(basic))] == ["FHIR-232"], "our own row stands in"


@pytest.mark.parametrize("expression", ["code.nessuna()", "(", "true)", "true true", "", "1 + 'a'", "code.as(Basic, 2)"])
def test_an_expression_without_a_row_of_ours_is_an_information(with_expression: Build, expression: str) -> None:
    found = with_expression("dom-6", expression).check({"resourceType": "Basic", "code": {"text": "x"}})
    assert [(each.code, each.official, each.severity) for each in found] == [("FHIR-191", "dom-6", Severity.INFORMATION)]


def test_a_broken_invariant_names_itself(definitions: Definitions) -> None:
    found = definitions.check({"resourceType": "Organization", "active": True})
    assert [(each.code, each.official, each.xpath) for each in _errors(found)] == [("FHIR-190", "org-1", "Organization")]
    assert "org-1" in _errors(found)[0].text("it")


def test_what_is_no_package(tmp_path: Path) -> None:
    for path in (tmp_path / "manca.tgz", tmp_path, Path(__file__)):
        with pytest.raises(DefinitionsError):
            Definitions(path)
    (tmp_path / "StructureDefinition-Resource.json").write_text("{")
    with pytest.raises(DefinitionsError, match="damaged"):
        Definitions(tmp_path)


def test_without_the_library(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fhirpathpy.parser", None)
    with pytest.raises(MissingFhirPath, match=r"siss-interop\[fhirpath\]"):
        Definitions(archive)


def test_nothing_too_deep(definitions: Definitions) -> None:
    inner: dict[str, Any] = {}
    for _ in range(5000):
        inner = {"a": inner}
    assert [each.code for each in definitions.check({"resourceType": "Basic", "a": inner})] == ["FHIR-113"]


def test_our_table_has_every_invariant_of_the_covered_types(archive: Path) -> None:
    wanted = {f"package/StructureDefinition-{name}.json" for name in {*shape.types(), "SimpleQuantity"}}
    keys: set[str] = set()
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name in wanted else None
            parts = json.load(file)["snapshot"]["element"] if file is not None else []
            keys |= {constraint["key"] for part in parts for constraint in part.get("constraint", ())}
    assert keys == {row.key for row in INVARIANTS} | set(NOT_TOLD) | BY_OTHER_MEANS
