"""Behind the front door: read, validate, write, convert. Sources are taken here and nowhere below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO, Literal, cast

from siss_interop.check.rules import check_message
from siss_interop.errors import Refused, SissError, UnknownMessage, Unreadable
from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages import catalogue
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire import jsonio
from siss_interop.wire.regional.many import read_many, write_many
from siss_interop.wire.results import Original, Read, Written
from siss_interop.wire.sniff import Format, sniff
from siss_interop.wire.stream import head_of
from siss_interop.wire.tree import document as tree

Source = bytes | str | Path | IO[bytes]
OnLoss = Literal["report", "refuse", "ignore"]

DEFAULT = Options()
#: so many bytes tell which format a source is in
HEAD = 64 * 1024


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
    if kind in (Format.CDA, Format.XML):
        return _read_tree(data, str(kind), options)
    if kind is Format.JSON:
        return _read_json(data, options)
    raise Unreadable(issue("FILE-015"))


def read_all(source: Source, *, options: Options = DEFAULT) -> Iterator[Read]:
    """Read every message of a source, in order and in flat memory, each with its record number and its own report.

    One bad record does not stop the rest. A source of one message gives one. Raises Unreadable where the source is in no format of ours.
    """
    with _opened(source) as (head, stream):
        kind = sniff(head, options)
        first = head_of(head, options) if kind is Format.XML else None
        flow = catalogue.flow_of(first[0]) if first else None
        if flow is not None:
            yield from read_many(stream, [entry.plan("xml") for entry in catalogue.CATALOGUE if entry.formats.get("xml") == flow], options)
        else:
            yield read(stream, options=options)


def write_all(messages: Iterable[Message], *, to: str = "xml") -> Iterator[bytes]:
    """Write many events of one flow as one file, piece by piece: `for piece in write_all(events): out.write(piece)`."""
    events = iter(messages)
    first = next(events, None)
    if first is None:
        return
    flow, version = catalogue.entry_of(first).place(to).split("/")
    yield from write_many(chain((first,), events), lambda event: catalogue.entry_of(event).plan(to), flow, version)


@contextmanager
def _opened(source: Source) -> Iterator[tuple[bytes, IO[bytes]]]:
    """The beginning of a source, and all of it as a stream."""
    if isinstance(source, bytes):
        yield source[:HEAD], BytesIO(source)
        return
    if isinstance(source, str | Path):
        try:
            opened: IO[bytes] = Path(source).open("rb")
        except OSError as error:
            raise SissError(f"cannot read the source: {error.strerror}") from None
        with opened:
            yield opened.read(HEAD), _rewound(opened)
        return
    head = source.read(HEAD)
    yield head, cast("IO[bytes]", _Chained(head, source))


def _rewound(opened: IO[bytes]) -> IO[bytes]:
    opened.seek(0)
    return opened


class _Chained:
    """A stream that cannot go back, with its beginning put before it again."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        head, self._head = self._head, b""
        return head + self._rest.read(size if size < 0 else max(size - len(head), 0))


def _read_tree(data: bytes, form: str, options: Options) -> Read:
    root = tree.root_of(data, options)
    entry = catalogue.by_root(str(root.tag)) if form == "xml" else catalogue.by_template(tree.template_ids(root))
    if entry is None:
        raise Unreadable(issue("FILE-015"))
    return tree.read(data, entry.plan(form), form, options, root=root)


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
    plan = entry.plan(to)
    held = onto.original if onto is not None and onto.original is not None and onto.original.format == to else None
    if held is not None and original and (message is None or held.message is not None):
        return _settled(tree.write_onto(message, plan, held, options) if message is not None else Written(held.data), on_loss)
    if message is None:
        raise Refused(onto.report if onto else Report(), LossReport())
    report = Report(tuple(check_message(message, entry)))
    if onto is None and not report.ok:
        raise Refused(report, LossReport())
    made = tree.write(message, plan)
    loss = made.loss + tree.fresh_losses(held, made.payload, options) if held is not None else made.loss
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
