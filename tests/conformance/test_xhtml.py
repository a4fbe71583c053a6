"""The narratives of all official documents as XHTML: exact on the way back, and valid by FHIR's own schema; and those of official FHIR examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from lxml import etree

from siss_interop.messages.comune.narrativa import NARRATIVA, Brano, Didascalia, Elenco, Narrativa, Nodo, Paragrafo, Tabella
from siss_interop.messages.comune.xhtml import from_xhtml, to_xhtml
from siss_interop.model.trusted import validator
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.tree.plan import plan_of
from siss_interop.wire.tree.read import Left, reader
from tests.messages.comune.narrative import ANY, CDA_LIKE

OPTIONS = Options()
#: narratives of documents that break the rules of XHTML with the markup that the document has: none so far
EXCEPTIONS: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _schema(conformance: Path) -> etree.XMLSchema:
    folder = conformance / "fhir" / "r4-core" / "xsd"
    data = (folder / "fhir-xhtml.xsd").read_bytes().removeprefix(b"\xef\xbb\xbf")  # its declaration stands behind a second mark
    return etree.XMLSchema(etree.fromstring(data.removeprefix(b"\xef\xbb\xbf"), base_url=f"{folder.as_uri()}/"))


@lru_cache(maxsize=1)
def _narratives(conformance: Path) -> dict[str, Narrativa]:
    """Every narrative of every official document, by its place."""
    read = reader(plan_of(NARRATIVA, CDA, "text"))
    found: dict[str, Narrativa] = {}
    for path in sorted(conformance.glob("cda/*/examples-ok/**/*.xml")):
        for number, text in enumerate(xmlio.parse(path.read_bytes(), OPTIONS).getroot().iterfind(".//{*}section/{*}text")):
            values: dict[str, Any] = {}
            left: Left = []
            read(text, values, left)
            found[f"{path.parts[-3]}/{path.name}[{number}]"] = validator(Narrativa)(values)
            assert not left, path
    return found


def _all(node: Nodo) -> Iterator[Nodo]:
    yield node
    for item in node.contenuto:
        if isinstance(item, Nodo):
            yield from _all(item)


def _has_caption(node: Nodo) -> bool:
    return any(isinstance(item, Didascalia) for item in node.contenuto)


def test_there_are_narratives_with_tables_lists_and_captions(conformance: Path) -> None:
    kinds = {type(node).__name__ for narrative in _narratives(conformance).values() for node in _all(narrative)}
    assert len(_narratives(conformance)) >= 250
    assert kinds >= {"Paragrafo", "Brano", "Elenco", "VoceElenco", "Tabella", "Didascalia", "Testata", "Corpo", "Riga", "Cella", "CellaIntestazione"}


def test_every_official_narrative_comes_back_exactly(conformance: Path) -> None:
    wrong = [name for name, narrative in _narratives(conformance).items() if from_xhtml(to_xhtml(narrative), OPTIONS) != (narrative, ())]
    assert wrong == []


def test_every_official_narrative_is_valid_xhtml_of_fhir(conformance: Path) -> None:
    schema = _schema(conformance)
    wrong = {name for name, narrative in _narratives(conformance).items() if not schema.validate(etree.fromstring(to_xhtml(narrative)))}
    assert wrong == EXCEPTIONS


def test_official_tables_lists_and_paragraphs_keep_their_elements(conformance: Path) -> None:
    """A `div` that only bears the name is for what XHTML does not allow; it must not be the way out for ordinary tables and lists."""
    wanted: dict[type[Nodo], tuple[str, ...]] = {Tabella: ("table",), Elenco: ("ul", "ol"), Paragrafo: ("p",), Brano: ("span",)}
    for narrative in _narratives(conformance).values():
        root = etree.fromstring(to_xhtml(narrative))
        for model, tags in wanted.items():
            nodes = [node for node in _all(narrative) if isinstance(node, model) and not (isinstance(node, Paragrafo) and _has_caption(node))]
            assert sum(1 for tag in tags for _ in root.iter(f"{{*}}{tag}")) >= len(nodes), (model, to_xhtml(narrative))


def _divs(conformance: Path) -> list[str]:
    """The narratives of the official examples of IPS and HL7 Italia."""
    found: list[str] = []

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("div"), str):
                found.append(value["div"])
            for each in value.values():
                visit(each)
        elif isinstance(value, list):
            for each in value:
                visit(each)

    for path in sorted(conformance.glob("fhir/*/compiled/*.json")):
        if not path.name.startswith(
            ("StructureDefinition-", "ValueSet-", "CodeSystem-", "ImplementationGuide-", "ConceptMap-", "CapabilityStatement-")
        ):
            visit(json.loads(path.read_bytes()))
    return found


def _words(text: str) -> str:
    return "".join("".join(etree.fromstring(text).itertext(with_tail=True)).split())


def test_narratives_of_other_systems_keep_every_word(conformance: Path) -> None:
    divs = _divs(conformance)
    assert len(divs) >= 40
    for div in divs:
        narrative, _ = from_xhtml(div, OPTIONS)
        assert _words(to_xhtml(narrative)) in (_words(div), _words(div) + "—")


def test_narratives_of_other_systems_are_written_as_valid_xhtml_and_then_stable(conformance: Path) -> None:
    schema = _schema(conformance)
    for div in _divs(conformance):
        narrative, _ = from_xhtml(div, OPTIONS)
        again = to_xhtml(narrative)
        assert schema.validate(etree.fromstring(again)), (schema.error_log, again)
        assert from_xhtml(again, OPTIONS) == (narrative, ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large])
@given(narrative=ANY | CDA_LIKE)
def test_every_narrative_without_ids_is_valid_xhtml_of_fhir(conformance: Path, narrative: Narrativa) -> None:
    """Also one that CDA would not allow: what XHTML has no room for is a `div` or `span`."""
    schema = _schema(conformance)
    written = to_xhtml(narrative)
    assert schema.validate(etree.fromstring(written)), (schema.error_log, written)
