"""Behind the front door: read, validate, write, convert. Sources are taken here and nowhere below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

from siss_interop.check.rules import check_message
from siss_interop.errors import Refused, SissError, UnknownMessage, Unreadable
from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages import catalogue
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire import jsonio
from siss_interop.wire.cda import document as cda
from siss_interop.wire.results import Original, Read, Written
from siss_interop.wire.sniff import Format, sniff

Source = bytes | str | Path | IO[bytes]
OnLoss = Literal["report", "refuse", "ignore"]

DEFAULT = Options()


def bytes_of(source: Source, options: Options = DEFAULT) -> bytes:
    """The bytes of a source: bytes as they are, a path, or an open binary file. Never more than `options.max_bytes` and one are taken."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as opened:
                return opened.read(options.max_bytes + 1)
        except OSError as error:
            raise SissError(f"cannot read the source: {error.strerror}") from None
    return source.read(options.max_bytes + 1)


def read(source: Source, *, options: Options = DEFAULT) -> Read:
    """Read one message; format and type are recognised.

    Returns what was read: the message (None where a required place is faulty), the report, and the original's bytes.
    Raises Unreadable where the bytes are in no format of ours or hold no message of ours.
    """
    data = bytes_of(source, options)
    kind = sniff(data, options)
    if kind is Format.CDA:
        return _read_cda(data, options)
    if kind is Format.JSON:
        return _read_json(data, options)
    raise Unreadable(issue("FILE-015"))


def read_all(source: Source, *, options: Options = DEFAULT) -> Iterator[Read]:
    """Read every message of a source, in order. A document holds one."""
    yield read(source, options=options)


def _read_cda(data: bytes, options: Options) -> Read:
    root = cda.root_of(data, options)
    entry = catalogue.by_template(cda.template_ids(root))
    if entry is None:
        raise Unreadable(issue("FILE-015"))
    return cda.read(data, entry.binding("cda"), options, root=root)


def _read_json(data: bytes, options: Options) -> Read:
    envelope = jsonio.read(data, options)
    try:
        entry = catalogue.entry(envelope.message)
    except UnknownMessage:
        raise Unreadable(issue("JSON-006")) from None
    original, report = None, Report()
    if envelope.original is not None:
        if envelope.original_format != cda.FORMAT:
            raise Unreadable(issue("JSON-007"))
        found = cda.read(envelope.original, entry.binding("cda"), options)
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
    if not found or source.format != cda.FORMAT or source.original is None or source.message is None:
        return found
    binding = catalogue.entry_of(source.message).binding(cda.FORMAT)
    return cda.in_document(found, binding, source.original.data, options)


def write(
    what: Message | Read, *, to: str, onto: Read | None = None, original: bool = True, on_loss: OnLoss = "report", options: Options = DEFAULT
) -> Written:
    """Write a message.

    `onto` is what was read: the changes are written into its original. Writing a `Read` is writing its message onto it; with `original=False` a
    fresh document is made instead (or a JSON without the original), and what that loses is in the loss report.
    A message of one's own that breaks a rule is refused; faults that came with the input are only reported.
    Raises Refused, or UnknownMessage where the message has no such format.
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
        return _settled(Written(jsonio.write(message, kept, name), _json_loss(onto, kept)), on_loss)
    binding = entry.binding(to)
    held = onto.original if onto is not None and onto.original is not None and onto.original.format == to else None
    if held is not None and original and (message is None or held.message is not None or message == held.message):
        return _settled(cda.write_onto(message, binding, held, options) if message is not None else Written(held.data), on_loss)
    if message is None:
        raise Refused(onto.report if onto else Report(), LossReport())
    report = Report(tuple(check_message(message, entry)))
    if onto is None and not report.ok:
        raise Refused(report, LossReport())
    made = cda.write(message, binding)
    loss = made.loss + cda.fresh_losses(held, made.payload, options) if held is not None else made.loss
    return _settled(Written(made.payload, loss, report), on_loss)


def _json_loss(onto: Read | None, kept: Original | None) -> LossReport:
    """Without the original, our JSON lacks what was left over."""
    if onto is None or kept is not None:
        return LossReport()
    return LossReport(tuple(Loss(LossKind.DROPPED, item.xpath, "has no field in the message") for item in onto.accounting.left_over))


def _settled(written: Written, on_loss: OnLoss) -> Written:
    if on_loss == "refuse" and any(loss.kind is not LossKind.ASSUMED for loss in written.loss):
        raise Refused(written.report, written.loss)
    return Written(written.payload, LossReport(), written.report) if on_loss == "ignore" else written


def convert(source: Source, *, to: str, original: bool = True, on_loss: OnLoss = "report", options: Options = DEFAULT) -> Written:
    """Read a source and write it in another format; the report holds what reading found too.

    Raises Unreadable, Refused or UnknownMessage.
    """
    found = read(source, options=options)
    written = write(found, to=to, original=original, on_loss=on_loss, options=options)
    return Written(written.payload, written.loss, found.report + written.report)
