"""Files of many messages: read, validated and written one by one, in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

from siss_interop.api import read, validate, write
from siss_interop.errors import SissError, UnknownMessage, Unreadable
from siss_interop.flows import read_flow
from siss_interop.issues import Report
from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni.avn.scrittura import AvnFile, Cipher, write_avn
from siss_interop.messages.vaccinazioni.eventi import EventoSIV
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.sources import DEFAULT, Source, opened
from siss_interop.wire import jsonio
from siss_interop.wire.fhir.document import FORMAT as FHIR
from siss_interop.wire.lines import ahead, lines
from siss_interop.wire.regional.many import write_many
from siss_interop.wire.results import Original, Read
from siss_interop.wire.sniff import Format, sniff

if TYPE_CHECKING:
    from siss_interop.check.fhir.definitions import Definitions


def read_all(source: Source, *, options: Options = DEFAULT) -> Iterator[Read]:
    """Read every message of a source, in order and in flat memory, each with its record number and its own report.

    One bad record does not stop the rest. A source of one message gives one. Raises Unreadable where the source is in no format of ours.
    """
    with opened(source) as (head, stream):
        kind = sniff(head, options)
        flow = read_flow(kind, head, stream, options)
        if flow is not None:
            yield from flow
            return
        begin = _LINES.get(kind)
        many, again = ahead(stream, begin, options) if begin is not None else (False, stream)
        if many:
            yield from _read_lines(kind, again, options)
        else:
            yield read(again, options=options)


#: how a line begins in a file of one message a line: our JSON, or FHIR as bulk exports have it
_LINES = {Format.JSON: b'{"siss_interop"', Format.FHIR: b"{"}


def _read_lines(kind: Format, stream: IO[bytes], options: Options) -> Iterator[Read]:
    for number, line in enumerate(lines(stream, options), 1):
        try:
            yield read(line, options=options)._replace(record=number)
        except Unreadable as error:
            # a resource that is no message of ours can still be checked as FHIR
            kept = Original(FHIR, line, None) if kind is Format.FHIR else None
            yield Read(kind.value, "", None, {}, Report((error.issue,)), kept, number)


class Checked(NamedTuple):
    """What was found about one record of a source: its number (None in a source of one message), its type, and the report."""

    record: int | None
    type: str
    report: Report


def validate_all(source: Source, *, definitions: Definitions | None = None, options: Options = DEFAULT) -> Iterator[Checked]:
    """Validate every message of a source: each by itself, and those of a flow together. Records with nothing to report are not given.

    FHIR is checked as `validate` does it, also a record that is no message of ours. What many events together break (an order of doses, the same
    record twice) comes with the number of the record where it shows.
    """
    waiting: list[Checked] = []
    types: list[str] = []

    def messages() -> Iterator[Message | None]:
        for found in read_all(source, options=options):
            report = validate(found, definitions=definitions, options=options)
            if len(report):
                waiting.append(Checked(found.record, found.type, report))
            if not types and found.type:
                types.append(found.type)
            if found.message is not None or found.record is not None:  # what stands beside the records is none of them, and is not counted
                yield found.message

    stream = messages()
    before = list(_until(stream, types))
    together = catalogue.entry(types[0]).together() if types else None
    if together is not None:
        for note in together(chain(before, stream), options):
            yield from _drain(waiting)
            yield Checked(note.record, "", Report((note.issue,)))
    else:
        for _ in stream:
            yield from _drain(waiting)
    yield from _drain(waiting)


def _until(messages: Iterator[Message | None], types: list[str]) -> Iterator[Message | None]:
    """The records up to the first whose type is known, that one too."""
    for message in messages:
        yield message
        if types:
            return


def _drain(waiting: list[Checked]) -> Iterator[Checked]:
    yield from waiting
    waiting.clear()


def write_all(
    messages: Iterable[Message], *, to: str = "xml", cipher: Cipher | None = None, profile: str | None = None, options: Options = DEFAULT
) -> Iterator[bytes]:
    """Many messages as one file, piece by piece.

    `xml` is a file of one flow, `json` one message a line, `fhir` one bundle a line, of the `profile` that is named or each message's first; what a
    bundle lacks, `write` tells. `avn` holds the events of one layout and region, grouped by person and product; events of several make several files,
    see `write_avn`. Raises Refused, UnknownMessage, or SissError where one file cannot hold them.
    """
    stream = iter(messages)
    first = next(stream, None)
    if first is None:
        return
    everything = chain((first,), stream)
    if to == jsonio.FORMAT:
        yield from (json_line(message) for message in everything)
    elif to == FHIR:
        yield from (write(message, to=FHIR, profile=profile, options=options).payload + b"\n" for message in everything)
    elif to == "avn":
        yield _one_file(write_avn(map(event_of, everything), cipher=cipher))
    else:
        flow, version = catalogue.entry_of(first).place(to).split("/")
        yield from write_many(everything, lambda event: catalogue.entry_of(event).plan(to), flow, version)


def json_line(message: Message) -> bytes:
    """A message in our JSON on one line."""
    return jsonio.write(message, None, type(message).__name__, line=True)


def event_of(message: Message) -> EventoSIV:
    """The event that a message is. Raises UnknownMessage where the register does not take such messages."""
    if not isinstance(message, EventoSIV):
        raise UnknownMessage(f"{type(message).__name__} has no avn: the register takes events")
    return message


def _one_file(files: tuple[AvnFile, ...]) -> bytes:
    if len(files) != 1:
        names = ", ".join(f"{file.layout} {file.region}" for file in files)
        raise SissError(f"the events make {len(files)} files of the register ({names}): write them apart")
    return files[0].written.payload
