"""Records made of official documents, as FHIR: valid for every judge, and back with nothing lost that is not listed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import siss_interop as siss
from siss_interop.check.fhir.checker import check
from siss_interop.issues import Severity
from siss_interop.messages import catalogue
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti import esempi_scheda
from siss_interop.messages.documenti.acquisizione import acquisisci
from siss_interop.messages.documenti.scheda import SchedaSanitariaIndividuale, dati, marca
from siss_interop.model.tipi import Id
from siss_interop.options import SYSTEMS, Options
from siss_interop.wire.fhir import document, json
from siss_interop.wire.fhir.bundle import references
from siss_interop.wire.fhir.xml import to_xml
from siss_interop.wire.results import Written
from tests.fhir_official.outputs import conformance as folder
from tests.laws.losses import untrue

Json = dict[str, Any]
ENTRY = catalogue.entry("SchedaSanitariaIndividuale")
XSD = "fhir/r4-core/xsd/fhir-single.xsd"
OWN = ("sample", "empty")
_HOME = folder()
NAMES = (*OWN, *(sorted(str(path.relative_to(_HOME)) for path in _HOME.glob("cda/*/examples-ok/*.xml")) if _HOME else ()))
FORMS = list(zip(ENTRY.profiles, SYSTEMS, strict=True))


@lru_cache(maxsize=64)
def _record(name: str) -> SchedaSanitariaIndividuale | None:
    """The record with what an official document says, half of it marked; None for what is no document of ours."""
    if name == "sample":
        return esempi_scheda.scheda()
    empty = SchedaSanitariaIndividuale(id=Id(radice="2.25.1"), assistito=p.assistito())
    if name == "empty":
        return empty
    assert _HOME is not None
    try:
        found = siss.read(_HOME / name).message
    except siss.Unreadable:
        return None
    if not isinstance(found, Documento):
        return None
    taken, _ = acquisisci(empty.model_copy(update={"assistito": found.assistito, "medico": p.autore()}), found)
    return marca(taken, *(each.id for _, each in list(dati(taken))[::2]))


@pytest.fixture(params=NAMES, scope="module")
def record(request: pytest.FixtureRequest) -> SchedaSanitariaIndividuale:
    """A record."""
    found = _record(request.param)
    if found is None:
        pytest.skip("no document that a record takes in")
    return found


@pytest.fixture(params=FORMS, ids="-".join, scope="module")
def written(request: pytest.FixtureRequest, record: SchedaSanitariaIndividuale) -> Written:
    """A record in a kind of bundle and a family of identifier systems."""
    profile, systems = request.param
    return document.write(record, ENTRY.fhir(), profile, Options(systems=systems))


@pytest.fixture(scope="module")
def bundle(written: Written) -> Json:
    """The same, as it reads."""
    return json.load(written.payload, Options())


def test_fhir_resources_takes_it(written: Written, bundle: Json) -> None:
    judge = pytest.importorskip("fhir.resources.R4B.bundle")
    assert len(judge.Bundle.model_validate_json(written.payload).entry) == len(bundle["entry"])


def test_fhirkit_takes_it(written: Written) -> None:
    fhirkit = pytest.importorskip("fhirkit", reason="fhirkit-rs is not installed")
    assert fhirkit.validate(written.payload.decode()) == []


@pytest.fixture(scope="module")
def schema(conformance: Path) -> etree.XMLSchema:
    """The official schema of the XML form."""
    return etree.XMLSchema(etree.parse(conformance / XSD))


def test_the_official_schema_takes_its_xml(bundle: Json, schema: etree.XMLSchema) -> None:
    root = etree.fromstring(to_xml(bundle))
    for found in root.iterfind(".//{http://hl7.org/fhir}MedicationStatement/{http://hl7.org/fhir}status"):
        found.set("value", "active")  # the schema gives this element the statuses of a Medication
    assert schema.validate(root), schema.error_log


def test_our_own_check_finds_no_fault(bundle: Json) -> None:
    assert [(each.code, each.xpath) for each in check(bundle) if each.severity is Severity.ERROR] == []


def test_addresses_are_unique_and_references_resolved(bundle: Json) -> None:
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    for entry in bundle["entry"]:
        inside = {f"#{each['id']}" for each in entry["resource"].get("contained", ())}
        assert {each["reference"] for each in references(entry["resource"])} <= {*urls, *inside}


def test_it_comes_back(record: SchedaSanitariaIndividuale, written: Written) -> None:
    found = siss.read(written.payload)
    assert found.report.issues == ()
    assert found.accounting.left_over == ()
    assert found.message is not None
    assert untrue(record, written.loss, found.message) == []


def test_nothing_but_names_of_code_systems_is_lost(written: Written) -> None:
    assert {loss.path.rpartition(".")[2] for loss in written.loss} <= {"nome_sistema", "nome_codice"}
