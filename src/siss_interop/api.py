"""Behind the front door: one message read, validated, written, converted. Files of many are in `many`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from lxml.etree import _Element

from siss_interop.check.rules import check_message
from siss_interop.errors import Refused, SissError, UnknownMessage, Unreadable
from siss_interop.flows import read_flow
from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni.avn import read_avn
from siss_interop.messages.vaccinazioni.avn.scrittura import Cipher, write_one
from siss_interop.messages.vaccinazioni.eventi import EventoSIV
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.sources import DEFAULT, HEAD, Source, bytes_of
from siss_interop.wire import jsonio
from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.results import Original, Read, Written
from siss_interop.wire.sniff import Format, sniff
from siss_interop.wire.tree import document as tree
from siss_interop.wire.tree.plan import Plan

OnLoss = Literal["report", "refuse", "ignore"]


def read(source: Source, *, options: Options = DEFAULT) -> Read:
    """Read one message; format and type are recognised.

    Returns what was read: the message (None where a required place is faulty), the report, and the original's bytes.
    Raises Unreadable where the bytes are in no format of ours or hold no message of ours.
    """
    data = bytes_of(source, options)
    if data.startswith(b"<"):  # XML needs no sniffing: its root tells what it is
        return _read_xml(data, tree.root_of(data, options), options)
    kind = sniff(data, options)
    if kind is Format.AVN and not data.lstrip().startswith(b"<"):
        return _only(read_avn(data, options))
    if kind in (Format.CDA, Format.XML, Format.AVN):
        return _read_xml(data, tree.root_of(data, options), options)
    if kind is Format.JSON:
        return _read_json(data, options)
    raise Unreadable(issue("FILE-015"))


def _only(found: Iterator[Read]) -> Read:
    """The one message of a file that may hold many. Raises Unreadable where it holds more."""
    few = list(islice(found, 2))
    if len(few) != 1:
        raise Unreadable(issue("FILE-026"))
    return few[0]


def _read_xml(data: bytes, root: _Element, options: Options) -> Read:
    """A document, an event, or the one record of a file of many."""
    form = _FORMS.get(str(root.tag), "xml")
    entry = catalogue.by_template(tree.template_ids(root)) if form == "cda" else catalogue.by_root(str(root.tag))
    if entry is not None:
        return tree.read(data, entry.plan(form), form, options, root=root)
    many = read_flow(sniff(data, options), data[:HEAD], data, options)
    if many is None:
        raise Unreadable(issue("FILE-015"))
    return _only(many)


#: root -> format; every other root is of the regional XML
_FORMS = {CDA.element("ClinicalDocument"): "cda", catalogue.SOAP_ROOT: "soap"}


def _read_json(data: bytes, options: Options) -> Read:
    envelope = jsonio.read(data, options)
    try:
        entry = catalogue.entry(envelope.message)
    except UnknownMessage:
        raise Unreadable(issue("JSON-006")) from None
    original, report = None, Report()
    if envelope.original is not None and envelope.original_format is not None:
        if envelope.original_format not in entry.formats:
            raise Unreadable(issue("JSON-007"))
        found = tree.read(envelope.original, entry.plan(envelope.original_format), envelope.original_format, options)
        original, report = found.original, found.report
    if envelope.content is None:
        return Read(jsonio.FORMAT, entry.name, original.message if original else None, {}, report, original)
    message, faults = jsonio.message_of(envelope.content, entry.load())
    partial = {} if message is not None else envelope.content
    return Read(jsonio.FORMAT, entry.name, message, partial, Report(faults), original)


def validate(source: Source | Read | Message, *, options: Options = DEFAULT) -> Report:
    """Everything that is wrong with a source or a message: what reading found, code lists, and the rules of its type.

    An input that cannot be read at all is a report with that one issue, not an exception.
    """
    if isinstance(source, Message):
        return Report(tuple(check_message(source, catalogue.entry_of(source))))
    if not isinstance(source, Read):
        try:
            source = read(source, options=options)
        except Unreadable as error:
            return Report((error.issue,))
    if source.message is None:
        return source.report
    found = tuple(check_message(source.message, catalogue.entry_of(source.message)))
    return source.report + Report(_in_document(found, source, options))


def _in_document(found: tuple[ValidationIssue, ...], source: Read, options: Options) -> tuple[ValidationIssue, ...]:
    """The issues of the model, with XPath, line and column where they came from a document."""
    if not found or source.original is None or source.format != source.original.format:
        return found
    return tree.in_document(found, catalogue.entry(source.type).plan(source.format), source.original.data, options)


def write(
    what: Message | Read, *, to: str, onto: Read | None = None, original: bool = True, on_loss: OnLoss = "report", cipher: Cipher | None = None,
    options: Options = DEFAULT,
) -> Written:  # fmt: skip
    """Write a message.

    `onto` is what was read: the changes are written into its original. Writing a `Read` is writing its message onto it; with `original=False` a
    fresh document is made instead (or a JSON without the original), and what that loses is in the loss report.
    `cipher` encrypts the person for the national register (`to="avn"`), which takes no identifier in clear.
    A message of one's own that breaks a rule is refused. What was read may have brought its faults along: `validate` tells them, and they are no
    reason to refuse.
    Raises Refused, UnknownMessage where the message has no such format, or SissError where `onto` holds a message of another type.
    """
    if isinstance(what, Read):
        onto = onto or what
        message, name = what.message, what.type
    else:
        message, name = what, type(what).__name__
    entry = catalogue.entry(name)
    if to == jsonio.FORMAT:
        kept = onto.original if onto is not None and original else None
        if message is None and kept is None:
            raise Refused(onto.report if onto else Report(), LossReport())
        return settled(Written(jsonio.write(message, kept, name), _json_loss(onto, kept)), on_loss)
    report = Report(tuple(check_message(message, entry))) if message is not None and onto is None else Report()
    if not report.ok:
        raise Refused(report, LossReport())
    if to in catalogue.TREES:
        return settled(_write_tree(message, entry.plan(to), to, onto, original, report, options), on_loss)
    entry.place(to)
    if not isinstance(message, EventoSIV):
        raise Refused(onto.report if onto else Report(), LossReport())
    made = write_one(message, cipher=cipher)
    return settled(Written(made.payload, made.loss, report + made.report), on_loss)


def _write_tree(message: Message | None, plan: Plan, to: str, onto: Read | None, original: bool, report: Report, options: Options) -> Written:
    held = onto.original if onto is not None and onto.original is not None and onto.original.format == to else None
    if held is not None and held.message is not None and message is not None and type(held.message) is not type(message):
        raise SissError(f"a {type(message).__name__} is not written onto a {type(held.message).__name__}")
    if held is not None and original and (message is None or held.message is not None):
        return tree.write_onto(message, plan, held, options) if message is not None else Written(held.data)
    if message is None:
        raise Refused(onto.report if onto else Report(), LossReport())
    made = tree.write(message, plan)
    loss = made.loss + tree.fresh_losses(held, made.payload, options) if held is not None else made.loss
    return Written(made.payload, loss, report)


def _json_loss(onto: Read | None, kept: Original | None) -> LossReport:
    """Without the original, our JSON lacks what was left over."""
    if onto is None or kept is not None:
        return LossReport()
    return LossReport(tuple(Loss(LossKind.DROPPED, item.xpath, "has no field in the message") for item in onto.accounting.left_over))


def settled(written: Written, on_loss: str) -> Written:
    """What was written, under what was asked for losses. Raises Refused for a loss that is not wanted; what was assumed is none."""
    if on_loss == "refuse" and any(loss.kind is not LossKind.ASSUMED for loss in written.loss):
        raise Refused(written.report, written.loss)
    return Written(written.payload, LossReport(), written.report) if on_loss == "ignore" else written


def convert(
    source: Source, *, to: str, original: bool = True, on_loss: OnLoss = "report", cipher: Cipher | None = None, options: Options = DEFAULT
) -> Written:
    """Read a source and write it in another format; the report holds what reading found too.

    Raises Unreadable, Refused or UnknownMessage.
    """
    found = read(source, options=options)
    written = write(found, to=to, original=original, on_loss=on_loss, cipher=cipher, options=options)
    return Written(written.payload, written.loss, found.report + written.report)
