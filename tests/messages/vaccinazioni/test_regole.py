"""Every rule has a message that breaks it and one that does not, and says what the ministry's own rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.issues import Severity
from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni.documenti import DocumentoVaccinale, SchedaSingolaVaccinazione
from siss_interop.messages.vaccinazioni.regole.documenti import REGOLE_DOCUMENTI
from siss_interop.model.rules import judge
from siss_interop.wire.tree.document import write
from tests.messages.vaccinazioni.casi import CASI, Caso, base

TUTTI = [
    pytest.param(code, caso, which, id=f"{code}-{which}-{at}") for code, casi in CASI.items() for at, caso in enumerate(casi) for which in caso.basi
]
REGOLE = {each.definition.code: each for each in REGOLE_DOCUMENTI}


@pytest.fixture(scope="module")
def pack(conformance: Path) -> RulePack:
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    return RulePack(conformance / "cda")


def _payload(doc: DocumentoVaccinale) -> bytes:
    """The document as it is, without the check that the front door makes first."""
    return write(doc, catalogue.entry_of(doc).plan("cda")).payload


#: what the official rules find besides where one fault makes several of them speak: they count, and one is missing or too many
SEGUONO = {
    "DOC-R09": {"ERRORE-14", "ERRORE-15"},
    "DOC-R11": {"ERRORE-16", "ERRORE-17"},
    "VAC-R14": {"ERRORE-b17", "ERRORE-b18", "ERRORE-b19", "ERRORE-b20", "ERRORE-b21"},
    "VAC-R15": {"ERRORE-b22", "ERRORE-b23", "ERRORE-b24", "ERRORE-b25", "ERRORE-b26"},
    "VAC-R16": {"ERRORE-b26", "ERRORE-b27", "ERRORE-b28", "ERRORE-b29", "ERRORE-b30"},
    "VAC-R26": {"ERRORE-b38", "ERRORE-b39", "ERRORE-b40", "ERRORE-b41", "ERRORE-b42"},
}


def _official(doc: DocumentoVaccinale, pack: RulePack) -> tuple[set[str], set[str]]:
    """The ministry's codes for a document: those that our rules name, any one of each; and those that its rules find."""
    kind = "SING " if isinstance(doc, SchedaSingolaVaccinazione) else "CERT "
    found = pack.check(_payload(doc), xsd=False)
    said = {each.official for each in judge(REGOLE_DOCUMENTI, doc) if each.official}
    ours = {part for text in said for part in [", ".join(code.removeprefix(kind) for code in text.split(", ") if code.startswith(kind))] if part}
    return ours, {each.official or "" for each in found}


def test_every_rule_has_its_case() -> None:
    assert sorted(CASI) == sorted(REGOLE)
    assert len(REGOLE) == len(REGOLE_DOCUMENTI)


@pytest.mark.parametrize("which", ["S", "M", "C"])
def test_a_good_message_breaks_no_rule(which: str) -> None:
    assert [(each.code, each.path) for each in judge(REGOLE_DOCUMENTI, base(which))] == []


@pytest.mark.parametrize(("code", "caso", "which"), TUTTI)
def test_a_rule_names_the_place_where_it_is_broken(code: str, caso: Caso, which: str) -> None:
    assert [each.path for each in REGOLE[code].broken(caso.messaggio(which))] == [caso.dove]


@pytest.mark.parametrize(("code", "caso", "which"), TUTTI)
def test_our_rules_and_the_ministrys_agree(code: str, caso: Caso, which: str, pack: RulePack) -> None:
    ours, theirs = _official(caso.messaggio(which), pack)
    assert all(theirs & set(each.split(", ")) for each in ours), (ours, theirs)
    assert theirs - SEGUONO.get(code, set()) <= {part for each in ours for part in each.split(", ")}
    if REGOLE[code].definition.official is not None:
        assert theirs, f"{code} finds fault with what the official rules take"


@pytest.mark.parametrize(("code", "caso", "which"), TUTTI)
def test_what_the_schema_refuses_a_rule_refuses_too(code: str, caso: Caso, which: str, pack: RulePack) -> None:
    doc = caso.messaggio(which)
    refused = pack.check(_payload(doc), schematron=False)
    if refused:
        assert any(each.severity is Severity.ERROR for each in judge(REGOLE_DOCUMENTI, doc)), (code, refused[0].text())


def test_severity_is_the_ministrys() -> None:
    for each in REGOLE_DOCUMENTI:
        codes = (each.definition.official or "").split(", ")
        if codes != [""]:
            wanted = Severity.WARNING if codes[0].split()[1].startswith("W") else Severity.ERROR
            assert each.definition.severity is wanted


def test_every_definition_is_whole() -> None:
    for each in REGOLE_DOCUMENTI:
        known = each.definition
        assert all((known.it, known.en, known.instead_it, known.instead_en, known.source, known.passing, known.failing)), known.code


def test_official_documents_break_no_rule_that_they_keep(pack: RulePack) -> None:
    for path in sorted((*pack.folder.glob("SING_VACC/examples-ok/*.xml"), *pack.folder.glob("CERT_VACC/examples-ok/*.xml"))):
        doc = siss.read(path).message
        assert isinstance(doc, DocumentoVaccinale)
        ours, theirs = _official(doc, pack)
        assert ours == theirs, path.name
        assert siss.validate(doc).ok


def test_an_invalid_message_is_not_written() -> None:
    with pytest.raises(siss.Refused):
        siss.write(CASI["DOC-R02"][0].messaggio("S"), to="cda")
