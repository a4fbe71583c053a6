"""The schematrons of the documents that have no national template: they find nothing in good documents, and miss what goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.generate.examples import sample
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.messages.trasporti.documenti import DocumentoTrasporto
from siss_interop.messages.trasporti.esempi_documenti import TUTTI, relazione_ricca, richiesta_ricca
from siss_interop.model.base import Message
from siss_interop.testing import messages
from siss_interop.wire.tree.document import write

ROOT = Path(__file__).resolve().parents[2]
#: templates that we gave a name to
OURS = [entry for entry in CATALOGUE if entry.template and entry.template.startswith("2.25.")]
#: documents in which much is said
RICH = [richiesta_ricca(), relazione_ricca(), *(sample(entry) for entry in OURS if entry.flow == "documenti")]
GOOD = [*(make() for make in TUTTI), *RICH]


def _type(of: Message | Entry) -> str:
    return of.name if isinstance(of, Entry) else type(of).__name__


@pytest.fixture(scope="module")
def ours() -> RulePack:
    """Our schematrons as a rule pack."""
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    return RulePack(ROOT / "cda_templates")


def _broken(pack: RulePack, data: bytes) -> list[str]:
    return [issue.text("it") for issue in pack.check(data, xsd=False) if issue.code == "OFF-002"]


def test_the_rule_pack_knows_our_templates(ours: RulePack) -> None:
    assert set(ours.schematrons) == {entry.template for entry in OURS}
    assert {entry.name for entry in OURS} == {"RichiestaTrasporto", "RelazioneTrasporto", "SchedaPatologia", "PianoTerapeutico"}


@pytest.mark.parametrize("message", GOOD, ids=_type)
def test_it_finds_nothing_in_examples(message: Message, ours: RulePack) -> None:
    assert _broken(ours, siss.write(message, to="cda").payload) == []


@pytest.mark.parametrize("entry", OURS, ids=_type)
def test_it_finds_nothing_in_what_the_writer_writes(entry: Entry, ours: RulePack) -> None:
    @settings(max_examples=10)
    @given(messages(entry.load(), max_items=1))
    def law(message: Message) -> None:
        assert _broken(ours, write(message, entry.plan("cda")).payload) == []

    law()


@pytest.mark.parametrize("message", RICH, ids=_type)
def test_what_the_model_cannot_be_without_it_misses_too(message: Message, ours: RulePack) -> None:
    """Each element of weight removed in turn: where no message is left, the schematron says so."""
    data = siss.write(message, to="cda").payload
    removed = 0
    for number, found in enumerate(list(etree.fromstring(data).iter())):
        tag = etree.QName(found).localname
        if tag not in {"participant", "entryRelationship", "templateId", "structuredBody", "custodian", "author", "recordTarget"}:
            continue
        root = etree.fromstring(data)
        gone = list(root.iter())[number]
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)
        changed = etree.tostring(root)
        try:
            lost = siss.read(changed).message is None
        except siss.Unreadable:
            continue  # without its own templateId it is no document of ours, and no schematron is chosen
        if lost:
            removed += 1
            assert _broken(ours, changed), tag
    # a clinical document cannot be without its patient, author and custodian
    assert removed >= (5 if isinstance(message, DocumentoTrasporto) else 3)


def test_a_constant_that_is_changed_is_found(ours: RulePack) -> None:
    data = siss.write(richiesta_ricca(), to="cda").payload
    assert any("moodCode" in text for text in _broken(ours, data.replace(b'moodCode="RQO"', b'moodCode="EVN"')))
    own = b'code="RICHIESTA_TRASPORTO" codeSystem="2.2'
    assert any("codeSystem" in text for text in _broken(ours, data.replace(own + b"5.", own + b"6.")))
    assert any("xsi:type" in text for text in _broken(ours, data.replace(b'xsi:type="BL"', b'xsi:type="ST"')))
