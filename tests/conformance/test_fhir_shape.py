"""The FHIR tables are those that the official R4 package gives, and say what it says."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from siss_interop.generate import fhir_shape
from siss_interop.wire.fhir import shape

PACKAGE = "fhir/r4-core/hl7.fhir.r4.core-4.0.1.tgz"


@pytest.fixture(scope="module")
def package(conformance: Path) -> Path:
    return conformance / PACKAGE


@pytest.fixture(scope="module")
def definitions(package: Path) -> dict[str, Any]:
    """The definitions of the types of the tables, by name."""
    wanted = {f"package/StructureDefinition-{name}.json" for name in shape.types()}
    with tarfile.open(package) as tar:
        held = [tar.extractfile(member) for member in tar if member.name in wanted]
        return {made["id"]: made for made in (json.load(file) for file in held if file is not None)}


def test_the_committed_tables_are_the_generated_ones(package: Path) -> None:
    for name, text in fhir_shape.tables(package).items():
        assert (fhir_shape.FOLDER / name).read_bytes() == text.encode(), name


def test_check_says_which_table_is_not_in_step(package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fhir_shape.main([str(package)], tmp_path) == 0
    (tmp_path / "codes.csv").write_text("")
    capsys.readouterr()
    assert fhir_shape.main([str(package), "--check"], tmp_path) == 1
    assert capsys.readouterr().err == "not in step: codes.csv\n"
    assert fhir_shape.main([]) == 2


def test_each_type_has_the_official_elements_in_the_official_order(definitions: dict[str, Any]) -> None:
    assert {name for name in shape.types() if "." not in name} == set(definitions)
    checked = 0
    for name, definition in definitions.items():
        official: dict[str, list[dict[str, Any]]] = {name: []}
        for part in definition["snapshot"]["element"][1:]:
            parent, _, last = part["path"].rpartition(".")
            if not (shape.is_primitive(name) and last == "value") and part["max"] != "0":
                official.setdefault(parent, []).append(part)
        for parent, parts in official.items():
            ours = [found for found in shape.elements(parent).values() if name != "xhtml" or found.name == "id"]
            names = list(dict.fromkeys(found.choice or found.name for found in ours))
            assert names == [part["path"].rpartition(".")[2] for part in parts], parent
            limits = {found.choice or found.name: (found.minimum, found.many) for found in ours}
            assert limits == {part["path"].rpartition(".")[2]: (part["min"], part["max"] == "*") for part in parts}, parent
            checked += len(names)
    assert checked > 2000
