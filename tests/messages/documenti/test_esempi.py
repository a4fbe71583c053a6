"""The samples of the clinical documents: every section filled, valid by our rules and the ministry's, and told in their narratives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import siss_interop as siss
from siss_interop.generate.examples import sample
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.messages.comune.enunciati.sezioni import SezioneClinica, posti
from siss_interop.messages.comune.narrativa import Narrativa, Nodo, Tabella
from siss_interop.messages.documenti.esempi import profilo
from siss_interop.messages.documenti.sezioni import SezioneTesto
from siss_interop.model.tipi import Riferimento

SAMPLES = [entry for entry in CATALOGUE if entry.flow == "documenti" and entry.sample is not None]
NATIONAL = [entry for entry in SAMPLES if entry.loinc is not None]


def _name(entry: Entry) -> str:
    return entry.name


def _sections(part: BaseModel) -> Iterator[tuple[str, SezioneClinica | None]]:
    for field, _, _ in posti(type(part)):
        found = getattr(part, field)
        yield f"{type(part).__name__}.{field}", found
        if found is not None:
            yield from _sections(found)


def test_every_type_but_the_generic_one_has_a_sample() -> None:
    assert {entry.name for entry in CATALOGUE if entry.flow == "documenti"} - {entry.name for entry in SAMPLES} == {"DocumentoGenerico"}
    assert len(NATIONAL) == 7


@pytest.mark.parametrize("entry", SAMPLES, ids=_name)
def test_a_sample_breaks_no_rule(entry: Entry) -> None:
    assert [(each.code, each.path) for each in siss.validate(sample(entry)).issues] == []


#: sections that the letter and the report share a class for, and their guide does not have
_NOT_THERE = {("LetteraDimissione", "InquadramentoClinico.allergie"), ("LetteraDimissione", "InquadramentoClinico.problemi")}


@pytest.mark.parametrize("entry", SAMPLES, ids=_name)
def test_a_sample_fills_every_section(entry: Entry) -> None:
    empty = {(entry.name, path) for path, found in _sections(sample(entry)) if found is None}
    assert empty <= _NOT_THERE


@pytest.mark.parametrize("entry", NATIONAL, ids=_name)
def test_a_sample_is_valid_under_the_official_rules(entry: Entry, conformance: Path) -> None:
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    from siss_interop.check.rulepack import RulePack

    written = siss.write(sample(entry), to="cda")
    assert written.loss.losses == ()
    found = RulePack(conformance / "cda").check(written.payload)
    assert [(issue.official, issue.text("en")) for issue in found if issue.severity is siss.Severity.ERROR] == []


@pytest.mark.parametrize("entry", SAMPLES, ids=_name)
def test_a_sample_comes_back(entry: Entry) -> None:
    message = sample(entry)
    found = siss.read(siss.write(message, to="cda").payload)
    assert found.type == entry.name
    assert found.message == message
    assert found.accounting.left_over == ()


def _nodes(node: Nodo) -> Iterator[Nodo]:
    yield node
    for item in node.contenuto:
        if not isinstance(item, str):
            yield from _nodes(item)


def _parts(value: object) -> Iterator[object]:
    yield value
    children = value if isinstance(value, tuple) else value.__dict__.values() if isinstance(value, BaseModel) else ()
    for child in children:
        yield from _parts(child)


@pytest.mark.parametrize("entry", SAMPLES, ids=_name)
def test_every_link_finds_its_piece_of_the_narrative(entry: Entry) -> None:
    parts = list(_parts(sample(entry)))
    ids = [node.id for part in parts if isinstance(part, Narrativa) for node in _nodes(part) if node.id]
    assert len(ids) == len(set(ids))
    links = {part.valore for part in parts if isinstance(part, Riferimento)}
    assert links
    assert links <= {f"#{each}" for each in ids}


@pytest.mark.parametrize("entry", SAMPLES, ids=_name)
def test_every_section_with_entries_has_an_accessible_table(entry: Entry) -> None:
    for path, found in _sections(sample(entry)):
        voci = getattr(found, "voci", ())
        if found is None or not voci or isinstance(found, SezioneTesto):
            continue
        assert found.titolo, path
        assert found.testo is not None, path
        tables = [node for node in _nodes(found.testo) if isinstance(node, Tabella)]
        caption, head, body = tables[0].contenuto if tables else (None, None, None)
        if isinstance(caption, Nodo) and isinstance(head, Nodo) and isinstance(body, Nodo):
            assert [getattr(cell, "ambito", None) for row in head.contenuto if isinstance(row, Nodo) for cell in row.contenuto].count(None) == 0
            assert len(body.contenuto) == len(voci), path


def test_the_narrative_says_what_the_entries_say() -> None:
    allergie = profilo().allergie
    assert allergie is not None
    assert allergie.testo is not None
    words = " ".join(item for node in _nodes(allergie.testo) for item in node.contenuto if isinstance(item, str))
    for expected in ("Allergia", "Pelo di gatto", "Asma", "Moderata", "Attivo", "dal 01/04/2015"):
        assert expected in words


def test_a_section_that_the_guide_demands_is_missed() -> None:
    found = siss.validate(profilo().model_copy(update={"allergie": None}))
    assert [(each.code, each.path) for each in found.errors] == [("DCL-R01", "allergie")]


def test_the_code_of_another_type_is_refused() -> None:
    summary = profilo()
    assert summary.codice is not None
    wrong = summary.model_copy(update={"codice": summary.codice.model_copy(update={"codice": "34105-7"})})
    assert [each.code for each in siss.validate(wrong).errors] == ["DCL-R02"]


def test_a_section_with_entries_and_no_text_is_told() -> None:
    summary = profilo()
    assert summary.allergie is not None
    mute = summary.model_copy(update={"allergie": summary.allergie.model_copy(update={"testo": None})})
    assert [(each.code, each.path) for each in siss.validate(mute).issues if each.code == "DCL-R03"] == [("DCL-R03", "allergie.testo")]


def test_the_version_of_the_guide_is_demanded() -> None:
    assert [each.code for each in siss.validate(profilo().model_copy(update={"versione_modello": None})).errors] == ["DCL-R04"]
