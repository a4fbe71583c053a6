"""The official vaccination documents: read, written back, rebuilt, and changed in every way, by the ministry's own rules."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.issues import Severity, ValidationIssue
from siss_interop.losses import LossKind
from siss_interop.messages import catalogue
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire.tree.document import facts, root_of
from siss_interop.wire.tree.plan import Plan
from tests.conformance.mutations import CHANGES, VALID
from tests.laws.single import one_at_a_time
from tests.laws.trees import Comparison, prefixed
from tests.official import HOME, documents

FOLDERS = ("SING_VACC", "CERT_VACC")
#: of the changes of every single leaf, one in so many is tried; all with SISS_THOROUGH=1
STEP = 1 if os.environ.get("SISS_THOROUGH") else 3

NAMES = documents(*FOLDERS) or ["absent"]


def _with_comments(data: bytes) -> bytes:
    """A comment in every text of three letters or more: text must never be cut there."""
    return re.sub(rb">([^<>]{2}\S)([^<>]+)</", rb">\1<!-- qui -->\2</", data)


VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "prefixed": prefixed,
    "utf-16": lambda data: b"\xff\xfe" + _declared(data).encode("utf-16-le"),
    "utf-16 big": lambda data: b"\xfe\xff" + _declared(data).encode("utf-16-be"),
    "bom": lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"),
    "comments": _with_comments,
    "crlf": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
}


def _declared(data: bytes) -> str:
    text = re.sub(r"^\ufeff?<\?xml.*?\?>", "", data.decode("utf-8"))
    return '<?xml version="1.0" encoding="UTF-16"?>' + text


@lru_cache(maxsize=256)
def _data(name: str, variant: str) -> bytes:
    data = (HOME / name).read_bytes()
    return VARIANTS[variant](data) if variant else data


@lru_cache(maxsize=256)
def _read(name: str, variant: str = "") -> siss.Read:
    return siss.read(_data(name, variant))


def _message(found: siss.Read) -> Message:
    assert found.message is not None
    return found.message


def _plan(message: Message) -> Plan:
    return catalogue.entry_of(message).plan("cda")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest, conformance: Path) -> str:
    """The path of an official document below the folder of the official material."""
    assert conformance.is_dir()
    return str(request.param)


@pytest.fixture(params=["", *VARIANTS])
def variant(request: pytest.FixtureRequest) -> str:
    """The name of a way to write the same document, "" for as it is."""
    return str(request.param)


# reading, and writing what did not change


def test_it_reads_without_error(name: str, variant: str) -> None:
    found = _read(name, variant)
    assert found.report.ok
    assert found.message is not None
    assert found.accounting.facts > 100
    assert found.accounting.typed_share > 0.98


def test_every_way_of_writing_says_the_same(name: str, variant: str) -> None:
    assert _read(name, variant).message == _read(name).message
    assert _read(name, variant).accounting.left == _read(name).accounting.left


def test_unchanged_it_is_the_same_bytes(name: str, variant: str) -> None:
    found = _read(name, variant)
    assert siss.write(found, to="cda").payload == _data(name, variant)
    assert siss.write(_message(found), to="cda", onto=found).payload == _data(name, variant)


def test_through_json_it_is_the_same_bytes(name: str, variant: str) -> None:
    found = _read(name, variant)
    back = siss.read(siss.write(found, to="json").payload)
    assert back.message == found.message
    assert siss.write(back, to="cda").payload == _data(name, variant)


def test_json_without_the_original_is_the_same_message(name: str) -> None:
    found = _read(name)
    back = siss.read(siss.write(found, to="json", original=False).payload)
    assert back.message == found.message
    assert back.original is None


# a fresh document


_CATEGORIES = {
    "code": re.compile(r"/@(code|codeSystem|nullFlavor)$"),
    "quantity": re.compile(r"(doseQuantity|/width|/value)/@(value|unit)$"),
    "date": re.compile(r"(Time|/time|/low|/high|/center)/@(value|nullFlavor)$"),
    "identifier": re.compile(r"(/id|/setId|/templateId)/@(root|extension)$"),
    "name": re.compile(r"/name(/\w+)?/text\(\)$"),
}


def _of(category: re.Pattern[str], found: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter(fact for fact in found if category.search(fact[0]))


def test_a_fresh_document_keeps_what_matters(name: str) -> None:
    found = _read(name)
    written = siss.write(found, to="cda", original=False)
    before, after = facts(root_of(_data(name, ""), Options())), facts(root_of(written.payload, Options()))
    for category in _CATEGORIES.values():
        was, now = _of(category, before), _of(category, after)
        assert (was & now).total() >= 0.99 * was.total()
    assert siss.read(written.payload).message == found.message


def test_the_loss_report_of_a_fresh_document_is_exact(name: str) -> None:
    found = _read(name)
    written = siss.write(found, to="cda", original=False)
    before, after = Counter(facts(root_of(_data(name, ""), Options()))), Counter(facts(root_of(written.payload, Options())))
    lost = Counter((loss.path, loss.value) for loss in written.loss if loss.kind is LossKind.DROPPED)
    made = Counter((loss.path, loss.value) for loss in written.loss if loss.kind is LossKind.ASSUMED)
    assert lost == before - after
    assert made == after - before


# one change, written onto the original


def _change(message: Message, change: str) -> Message:
    changed = CHANGES[change](message)
    if changed is None or changed == message:
        pytest.skip("this document has nothing to change in this way")
    assert isinstance(changed, Message)
    return changed


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_the_only_difference(name: str, change: str) -> None:
    found = _read(name)
    changed = _change(_message(found), change)
    written = siss.write(changed, to="cda", onto=found)
    assert siss.read(written.payload).message == changed
    assert Comparison.of(_plan(changed), _data(name, ""), written.payload, _message(found), changed).unexplained() == []


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_undone_gives_the_document_back(name: str, change: str) -> None:
    found = _read(name)
    changed = _change(_message(found), change)
    there = siss.read(siss.write(changed, to="cda", onto=found).payload)
    back = siss.write(_message(found), to="cda", onto=there)
    assert siss.read(back.payload).message == found.message


@pytest.mark.parametrize("change", ["family name", "narrative: a run", "entry added", "point becomes period", "type of a value", "next version"])
def test_a_change_in_every_way_of_writing(name: str, variant: str, change: str) -> None:
    found = _read(name, variant)
    changed = _change(_message(found), change)
    written = siss.write(changed, to="cda", onto=found)
    assert siss.read(written.payload).message == changed
    assert Comparison.of(_plan(changed), _data(name, variant), written.payload, _message(found), changed).unexplained() == []


def test_there_are_fifteen_kinds_of_change_on_each_document(name: str) -> None:
    message = _message(_read(name))
    made = [changed for change in CHANGES.values() if (changed := change(message)) is not None and changed != message]
    assert len(made) >= 15


def _sampled(message: Message) -> Iterator[tuple[str, Message]]:
    for number, (label, changed) in enumerate(one_at_a_time(message)):
        if number % STEP == 0:
            yield label, changed


def test_every_single_change_is_the_only_difference(name: str) -> None:
    found = _read(name)
    wrong = []
    tried = 0
    for label, changed in _sampled(_message(found)):
        tried += 1
        written = siss.write(changed, to="cda", onto=found)
        if siss.read(written.payload).message != changed:
            wrong.append(f"{label}: reads differently")
        elif other := Comparison.of(_plan(changed), _data(name, ""), written.payload, _message(found), changed).unexplained():
            wrong.append(f"{label}: {other}")
    assert wrong == []
    assert tried > 300 / STEP


# the ministry's own rules


def _errors(pack: object, data: bytes) -> Counter[str]:
    from siss_interop.check.rulepack import RulePack

    assert isinstance(pack, RulePack)
    return Counter(_name_of(found) for found in pack.check(data) if found.severity is Severity.ERROR)


def _name_of(found: ValidationIssue) -> str:
    return found.official or found.code


@pytest.fixture(scope="module")
def pack(conformance: Path) -> object:
    """The ministry's rules."""
    pytest.importorskip("saxonche", reason="the extra schematron is not installed")
    from siss_interop.check.rulepack import RulePack

    return RulePack(conformance / "cda")


def test_a_fresh_document_has_no_new_official_error(name: str, pack: object) -> None:
    written = siss.write(_read(name), to="cda", original=False)
    assert _errors(pack, written.payload) <= _errors(pack, _data(name, ""))


def test_a_changed_document_has_no_new_official_error(name: str, pack: object) -> None:
    found = _read(name)
    before = _errors(pack, _data(name, ""))
    after = {}
    for change in sorted(VALID):
        changed = CHANGES[change](_message(found))
        if changed is not None and changed != found.message:
            after[change] = _errors(pack, siss.write(changed, to="cda", onto=found).payload) - before
    assert {change: errors for change, errors in after.items() if errors} == {}


# the comparison itself

_SPOILS = {
    "attribute": (b'<realmCode code="IT"', b'<realmCode code="FR"'),
    "text": (b"</title>", b"!</title>"),
    "comment": (b"<recordTarget", b"<!-- nuovo --><recordTarget"),
    "element": (b"<recordTarget", b"<copyTime/><recordTarget"),
    "space": (b"<recordTarget", b" <recordTarget"),
}


@pytest.mark.parametrize("spoil", _SPOILS)
def test_the_comparison_sees_what_no_change_explains(name: str, spoil: str) -> None:
    found = _read(name)
    changed = CHANGES["family name"](_message(found))
    written = siss.write(changed, to="cda", onto=found).payload
    old, new = _SPOILS[spoil]
    spoilt = written.replace(old, new, 1)
    assert spoilt != written
    assert len(Comparison.of(_plan(changed), _data(name, ""), spoilt, _message(found), changed).unexplained()) in {1, 2}
