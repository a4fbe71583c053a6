"""A document in, a document out, in any dialect of XML: the engine as the front door uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from lxml import etree
from lxml.etree import _Element

from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.model.base import Message
from siss_interop.model.paths import keys
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.results import Original, Read, Written
from siss_interop.wire.tree.edit import Editor
from siss_interop.wire.tree.emit import document
from siss_interop.wire.tree.faults import validated
from siss_interop.wire.tree.findings import account, issues_of, placed, xpath_at
from siss_interop.wire.tree.locate import Seen, locate
from siss_interop.wire.tree.losses import dropped
from siss_interop.wire.tree.plan import Plan, closed_inside
from siss_interop.wire.tree.read import Left, reader


def root_of(data: bytes, options: Options) -> _Element:
    """The root element, comments left out. Raises Unreadable."""
    return xmlio.parse(data, options).getroot()


def template_ids(root: _Element) -> tuple[str, ...]:
    """The templateIds of a CDA document, in order."""
    return tuple(child.get("root", "") for child in root.iterchildren("{urn:hl7-org:v3}templateId"))


def read(data: bytes, plan: Plan, form: str, options: Options, *, root: _Element | None = None) -> Read:
    """Read a document by a plan; `form` is the name of the format. Raises Unreadable where the bytes are no admissible XML; content never raises."""
    found = read_element(root_of(data, options) if root is None else root, plan)
    report = Report(placed(found.issues, data))
    original = Original(form, data, found.message)
    return Read(form, plan.model.__name__, found.message, found.partial, report, original, None, partial(account, found.root, found.left, data))


class Element(NamedTuple):
    """What was read from one element."""

    root: _Element
    message: Message | None
    partial: dict[str, Any]
    issues: list[tuple[ValidationIssue, _Element]]
    left: Left


def read_element(root: _Element, plan: Plan) -> Element:
    """Read a message from its element: a whole document, or one record of many."""
    out: dict[str, Any] = {}
    left: Left = []
    reader(plan)(root, out, left)
    faults = issues_of(left, closed=plan.dialect.closed, inside=closed_inside(plan)) if left else None
    made, found = validated(plan, root, out, left)
    issues = faults + found if faults else found
    return Element(root, made, {}, issues, left) if isinstance(made, Message) else Element(root, None, out, issues, left)


def write(message: Message, plan: Plan) -> Written:
    """A fresh document, as UTF-8, and what it has no place for."""
    return Written(document(plan, message), LossReport(tuple(dropped(plan, message))))


def write_onto(message: Message, plan: Plan, original: Original, options: Options) -> Written:
    """The original with the changes of `message` in it; the very bytes where nothing changed."""
    if original.message is None or original.message == message:
        return Written(original.data)
    tree = xmlio.parse(original.data, options, comments=True)
    editor = Editor()
    editor.edit(plan, tree.getroot(), original.message, message)
    gone = tuple(Loss(LossKind.DROPPED, path, "went with the element that was removed") for path in editor.dropped)
    return Written(xmlio.serialise(tree, like=original.data), LossReport(gone), Report(_recoded(original.data, options)))


def _recoded(data: bytes, options: Options) -> tuple[ValidationIssue, ...]:
    return () if xmlio.decode_kind(data, options) in ("utf-8", "utf-8-sig") else (issue("XML-016"),)


def fresh_losses(original: Original, payload: bytes, options: Options) -> LossReport:
    """What a fresh document of a message that was read does not keep of its original, and which constants it adds.

    Measured, not guessed: the facts of both documents are compared place by place.
    """
    before = facts(root_of(original.data, options))
    after = facts(root_of(payload, options))
    losses = [Loss(LossKind.DROPPED, path, "has no field in the message", value) for path, value in _minus(before, after)]
    losses += [Loss(LossKind.ASSUMED, path, "constant of the type that the original did not have", value) for path, value in _minus(after, before)]
    return LossReport(tuple(losses))


def facts(root: _Element) -> list[tuple[str, str]]:
    """Every fact of a document as (path without positions, value)."""
    found: list[tuple[str, str]] = []

    def visit(element: _Element, path: str) -> None:
        here = f"{path}/{etree.QName(element).localname}"
        for name, value in element.items():
            found.append((f"{here}/@{etree.QName(name).localname}", value.rpartition(":")[2] if name.endswith("}type") else value))
        if element.text and not element.text.isspace():
            found.append((f"{here}/text()", element.text))
        elif not len(element) and not element.attrib:
            found.append((here, ""))
        for child in element:
            visit(child, here)
            if child.tail and not child.tail.isspace():
                found.append((f"{here}/text()", child.tail))

    visit(root, "")
    return found


def _minus(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What stands in `one` more often than in `other`, in order."""
    counts: dict[tuple[str, str], int] = {}
    for fact in other:
        counts[fact] = counts.get(fact, 0) + 1
    out = []
    for fact in one:
        if counts.get(fact, 0):
            counts[fact] -= 1
        else:
            out.append(fact)
    return out


def in_document(found: Sequence[ValidationIssue], plan: Plan, data: bytes, options: Options) -> tuple[ValidationIssue, ...]:
    """Issues of the model with the XPath, line and column of their places in the document that the model was read from."""
    root = root_of(data, options)
    located: list[tuple[ValidationIssue, _Element]] = []
    seen: Seen = {}
    for each in found:
        where, at = locate(plan, root, keys(each.path), seen)
        located.append((replace(each, xpath=xpath_at(where, at)), where))
    return placed(located, data)
