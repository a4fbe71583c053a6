"""No false alarm: the examples of HL7's guides have no error, by our own table and by the official definitions.

The bundles that the national gateway is expected to make are faulty, and are told so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from siss_interop.check.fhir import check
from siss_interop.check.fhir.definitions import Definitions
from siss_interop.issues import Severity, ValidationIssue
from siss_interop.options import Options
from siss_interop.wire.fhir.json import load
from siss_interop.wire.fhir.shape import RESOURCES

PACKAGE = "fhir/r4-core/hl7.fhir.r4.core-4.0.1.tgz"


@cache
def _examples(folder: Path) -> dict[str, dict[str, Any]]:
    """The compiled examples that are resources of our tables."""
    paths = [path for path in sorted(folder.glob("fhir/*/compiled/*.json")) if path.name.partition("-")[0] in RESOURCES]
    return {f"{path.parent.parent.name}/{path.name}": load(path.read_bytes(), Options()) for path in paths}


def _errors(found: list[ValidationIssue]) -> list[tuple[str, str | None]]:
    return [(each.code, each.xpath) for each in found if each.severity is Severity.ERROR]


def test_examples_have_no_error(conformance: Path) -> None:
    examples = _examples(conformance)
    assert len(examples) >= 50
    assert {name: faults for name, resource in examples.items() if (faults := _errors(check(resource)))} == {}


def test_nor_by_the_official_definitions(conformance: Path) -> None:
    pytest.importorskip("fhirpathpy", reason="the extra fhirpath is not installed")
    definitions = Definitions(conformance / PACKAGE)
    examples = _examples(conformance)
    assert {name: faults for name, resource in examples.items() if (faults := _errors(definitions.check(resource)))} == {}
    assert definitions.unreadable == {}


@pytest.mark.parametrize("name", ["LAB", "LDO", "PSS", "SING_VACC"])
def test_the_bundles_of_the_gateway_lack_systems(conformance: Path, name: str) -> None:
    bundle = load((conformance / f"fhir/gateway-expected/{name}.json").read_bytes(), Options())
    assert "FHIR-145" in {code for code, _ in _errors(check(bundle))}
