"""The official clinical documents: read, written back, rebuilt and changed, by the ministry's own rules.

What is asked of the vaccination documents is asked of these too, of fewer changes: one in so many is tried, and the others are with SISS_THOROUGH=1.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pytest
from pydantic import BaseModel

import siss_interop as siss
from siss_interop.issues import Severity
from siss_interop.losses import LossKind
from siss_interop.messages import catalogue
from siss_interop.messages.comune.enunciati.generici import Fornitura, Gruppo, Osservazione, Prestazione, Procedura
from siss_interop.model.base import Message
from siss_interop.model.tipi import Codice
from siss_interop.options import Options
from siss_interop.wire.tree.document import facts, root_of
from siss_interop.wire.tree.plan import Plan
from tests.laws.single import one_at_a_time
from tests.laws.trees import Comparison, prefixed
from tests.official import HOME, documents

#: folder -> type
TYPES = {
    "PSS": "ProfiloSanitarioSintetico", "LDO": "LetteraDimissione", "VPS": "VerbaleProntoSoccorso", "LAB": "RefertoLaboratorio",
    "RAD": "RefertoRadiologia", "RSA": "RefertoSpecialisticaAmbulatoriale", "RAP": "RefertoAnatomiaPatologica",
}  # fmt: skip
#: documents that have no class of their own
GENERIC = ("TPI", "LIS_SCREENING", "LIV_VACC")
#: of the changes of every single leaf, so many are tried, spread over the document
CHANGES = 100_000 if os.environ.get("SISS_THOROUGH") else 24

NAMES = documents(*TYPES) or ["cda/absent"]
OTHERS = documents(*GENERIC) or ["cda/absent"]


@lru_cache(maxsize=64)
def _data(name: str) -> bytes:
    return (HOME / name).read_bytes()


@lru_cache(maxsize=64)
def _read(name: str) -> siss.Read:
    return siss.read(_data(name))


def _message(found: siss.Read) -> Message:
    assert found.message is not None
    return found.message


def _plan(message: Message) -> Plan:
    return catalogue.entry_of(message).plan("cda")


def _kind(name: str) -> str:
    return name.split("/")[1]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest, conformance: Path) -> str:
    """The path of an official document below the folder of the official material."""
    assert conformance.is_dir()
    return str(request.param)


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest, conformance: Path) -> str:
    """The path of an official document of a type that has no class of its own."""
    assert conformance.is_dir()
    return str(request.param)


# reading, and writing what did not change


def test_it_reads_without_error(name: str) -> None:
    found = _read(name)
    assert found.type == TYPES[_kind(name)]
    assert found.report.ok
    assert siss.validate(found).errors == ()


_OPEN = (Osservazione, Gruppo, Prestazione, Procedura, Fornitura)


def _generic_with_fixed_code(part: object) -> int:
    """The facts of generic statements whose code the guides fix: they have a class, but not one of their own meaning (house law 3)."""
    own = 0
    if (
        isinstance(part, Osservazione | Gruppo | Prestazione | Procedura | Fornitura)
        and isinstance(part.codice, Codice)
        and part.codice.codice in FIXED
    ):
        own = sum(1 for _ in _leaves(part))
    children = part if isinstance(part, tuple) else part.__dict__.values() if isinstance(part, BaseModel) else ()
    return own or sum(_generic_with_fixed_code(child) for child in children)


def _leaves(part: object) -> list[object]:
    if isinstance(part, BaseModel):
        return [leaf for name, value in part.__dict__.items() if name != "tipo" for leaf in _leaves(value)]
    if isinstance(part, tuple):
        return [leaf for value in part for leaf in _leaves(value)]
    return [] if part is None else [part]


#: codes that the guides fix for one meaning, and that have no class of their own: panels of vital signs, the container of a pathologist's specimen,
#: the stage and the size of lymph nodes in a tumour's formula
FIXED = frozenset({"85353-1", "74384-9", "42075-2", "85351-5", "21892-5", "66746-9"}) | frozenset(
    {"46241-6", "8646-2", "8651-2", "75326-9", "52473-6", "75321-0", "33999-4", "89261-2", "SEV", "82606-5", "48767-8", "11283-9", "56817-0",
     "29298-7", "28574-2", "75328-5", "31211-6", "45477-7", "11302-7", "33882-2", "59541-3", "22640-7", "22036-8", "102034-6", "33738-6",
     "10157-6", "52797-8", "35267-4", "39016-1", "75246-9", "8693-4", "59781-5", "30973-2", "IMMUNIZ", "dimissione"}
)  # fmt: skip


def test_it_is_typed(name: str) -> None:
    found = _read(name)
    accounting = found.accounting
    left = accounting.left + _generic_with_fixed_code(_message(found))
    assert 1 - left / accounting.facts >= (0.96 if _kind(name) == "PSS" else 0.92)
    assert accounting.typed_share > 0.99


def _utf_16(data: bytes) -> bytes:
    text = re.sub(r"^\ufeff?<\?xml.*?\?>", "", data.decode("utf-8"))
    return b"\xff\xfe" + f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16-le")


@pytest.mark.parametrize("variant", ["prefixed", "utf-16"])
def test_every_way_of_writing_says_the_same(name: str, variant: str) -> None:
    data = prefixed(_data(name)) if variant == "prefixed" else _utf_16(_data(name))
    found = siss.read(data)
    assert found.message == _read(name).message
    assert siss.write(found, to="cda").payload == data


def test_unchanged_it_is_the_same_bytes(name: str) -> None:
    found = _read(name)
    assert siss.write(found, to="cda").payload == _data(name)
    assert siss.write(_message(found), to="cda", onto=found).payload == _data(name)


def test_through_json_it_is_the_same_bytes(name: str) -> None:
    found = _read(name)
    back = siss.read(siss.write(found, to="json").payload)
    assert back.message == found.message
    assert siss.write(back, to="cda").payload == _data(name)
    alone = siss.read(siss.write(found, to="json", original=False).payload)
    assert alone.message == found.message


# a fresh document

_CATEGORIES = {
    "code": (re.compile(r"/@(code|codeSystem|nullFlavor)$"), 0.99),
    "label": (re.compile(r"/@(displayName|codeSystemName)$"), 0.97),
    "quantity": (re.compile(r"(Quantity|/width|/value|/period|/low|/high)/@(value|unit)$"), 0.99),
    "date": (re.compile(r"(Time|/time|/low|/high|/center)/@(value|nullFlavor)$"), 0.99),
    "identifier": (re.compile(r"(/id|/setId|/templateId)/@(root|extension)$"), 0.99),
    "name": (re.compile(r"/name(/\w+)?/text\(\)$"), 0.99),
    "narrative": (re.compile(r"/section/text(/.*)?/text\(\)$"), 0.99),
}


def test_a_fresh_document_keeps_what_matters(name: str) -> None:
    found = _read(name)
    written = siss.write(found, to="cda", original=False)
    before, after = facts(root_of(_data(name), Options())), facts(root_of(written.payload, Options()))
    for category, share in _CATEGORIES.values():
        was, now = (Counter(fact for fact in each if category.search(fact[0])) for each in (before, after))
        assert (was & now).total() >= share * was.total()
    assert siss.read(written.payload).message == found.message


def test_the_loss_report_of_a_fresh_document_is_exact(name: str) -> None:
    written = siss.write(_read(name), to="cda", original=False)
    before, after = Counter(facts(root_of(_data(name), Options()))), Counter(facts(root_of(written.payload, Options())))
    assert Counter((loss.path, loss.value) for loss in written.loss if loss.kind is LossKind.DROPPED) == before - after
    assert Counter((loss.path, loss.value) for loss in written.loss if loss.kind is LossKind.ASSUMED) == after - before


#: what a document of a type says by itself
_CONSTANT = re.compile(r"/@(classCode|moodCode|typeCode|assigningAuthorityName|root)$|/statusCode/@code$")


def test_what_is_assumed_is_a_constant_of_the_type(name: str) -> None:
    written = siss.write(_read(name), to="cda", original=False)
    assumed = [loss for loss in written.loss if loss.kind is LossKind.ASSUMED]
    assert [loss.path for loss in assumed if not _CONSTANT.search(loss.path)] == []
    assert {loss.value for loss in assumed if loss.path.endswith("statusCode/@code")} <= {"completed"}
    assert {loss.path.split("/")[-2] for loss in assumed if loss.path.endswith("/@root")} <= {"templateId"}


# one change, written onto the original


def test_a_change_is_the_only_difference(name: str) -> None:
    found = _read(name)
    made = list(one_at_a_time(_message(found)))
    wrong = []
    for label, changed in islice(made, 0, None, max(1, len(made) // CHANGES)):
        written = siss.write(changed, to="cda", onto=found)
        if siss.read(written.payload).message != changed:
            wrong.append(f"{label}: reads differently")
        elif other := Comparison.of(_plan(changed), _data(name), written.payload, _message(found), changed).unexplained():
            wrong.append(f"{label}: {other}")
    assert wrong == []
    assert len(made) > 100


# the ministry's own rules


def _errors(pack: object, data: bytes) -> Counter[str]:
    from siss_interop.check.rulepack import RulePack

    assert isinstance(pack, RulePack)
    return Counter(found.official or found.code for found in pack.check(data) if found.severity is Severity.ERROR)


@pytest.fixture(scope="module")
def pack(conformance: Path) -> object:
    """The ministry's rules."""
    pytest.importorskip("saxonche", reason="the extra schematron is not installed")
    from siss_interop.check.rulepack import RulePack

    return RulePack(conformance / "cda")


def test_a_fresh_document_has_no_new_official_error(name: str, pack: object) -> None:
    written = siss.write(_read(name), to="cda", original=False)
    assert _errors(pack, written.payload) <= _errors(pack, _data(name))


# documents of other types


def test_any_other_document_reads_and_is_edited(other: str) -> None:
    found = _read(other)
    assert found.type == "DocumentoGenerico"
    assert found.report.ok
    assert siss.write(found, to="cda").payload == _data(other)
    changed = _message(found).model_copy(update={"titolo": "Altro titolo"})
    written = siss.write(changed, to="cda", onto=found)
    assert siss.read(written.payload).message == changed
    assert Comparison.of(_plan(changed), _data(other), written.payload, _message(found), changed).unexplained() == []


def test_any_other_document_is_not_written_afresh(other: str) -> None:
    found = _read(other)
    with pytest.raises(siss.Refused) as refused:
        siss.write(found, to="cda", original=False)
    assert [each.code for each in refused.value.report.issues] == ["DOC-001"]
    with pytest.raises(siss.Refused):
        siss.write(_message(found), to="cda")
