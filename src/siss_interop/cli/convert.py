"""`convert`: messages in another format, one or thousands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from siss_interop.cli.batch import Batch, Lost
from siss_interop.cli.edge import FINE, ISSUES, edge
from siss_interop.cli.options import (
    Lang,
    LangOption,
    OutOption,
    ProfileOption,
    SourceArgument,
    Syntax,
    SyntaxOption,
    Systems,
    SystemsOption,
    ToOption,
    ValuesOption,
)
from siss_interop.cli.out import as_json, line, payload, same_file, write_file
from siss_interop.cli.progress import Bar
from siss_interop.cli.report import issue_lines, loss_lines, place_of
from siss_interop.cli.sources import STDIN, Opened, Stream, opened
from siss_interop.cli.texts import say
from siss_interop.errors import Refused, SissError
from siss_interop.issues import ValidationIssue, escape
from siss_interop.messages.catalogue import entry
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.messages.vaccinazioni.avn import AvnFile
    from siss_interop.model.base import Message

AVN, FHIR, OWN = "avn", "fhir", "json"

EXAMPLES = (
    "convert documento.xml --to json > messaggio.json",
    "convert messaggio.json --to cda -o documento.xml",
    "convert eventi.xml --to cda --header intestazione.json -o documento.xml",
    "convert eventi-2024.xml --to json -o eventi-2024.jsonl",
    "convert documento.xml --to fhir > documento.fhir.json",
    "convert documento.xml --to fhir --profile transaction --syntax xml --systems oid -o documento.fhir.xml",
    "convert documento.fhir.json --to cda -o documento.xml",
    "convert eventi-2024.xml --to fhir --profile message -o eventi-2024.ndjson",
    "convert VSX_090.xml --to avn --rows -o VSX_090.txt",
    "convert - --to json --no-original --losses perdite.json < documento.xml",
)


class OnLoss(StrEnum):
    """What to do about a loss."""

    REPORT = "report"
    REFUSE = "refuse"
    IGNORE = "ignore"


HeaderOption = Annotated[
    Path | None, typer.Option("--header", metavar="FILE", help="Make a document of one person's events; FILE is JSON with what they do not say.")
]
AssumeOption = Annotated[
    bool, typer.Option("--assume", help="Where events need what a document does not say, write that it is not available; each is listed as ASSUMED.")
]
RowsOption = Annotated[bool, typer.Option("--rows", help="With --to avn: write rows with ~ between the values, not XML.")]
LossesOption = Annotated[Path | None, typer.Option("--losses", metavar="FILE", help="Write the loss report there, as JSON.")]


@edge
def command(  # noqa: PLR0913, PLR0917 - one for each option
    source: SourceArgument,
    to: ToOption,
    output: OutOption = None,
    no_original: Annotated[
        bool, typer.Option("--no-original", help="Make a fresh document (or a JSON without the original) from the typed content alone.")
    ] = False,
    on_loss: Annotated[
        OnLoss, typer.Option("--on-loss", help="Report what the target cannot keep, refuse to write (of many: that record), or say nothing.")
    ] = OnLoss.REPORT,
    losses: LossesOption = None,
    header: HeaderOption = None,
    assume: AssumeOption = False,
    rows: RowsOption = False,
    profile: ProfileOption = None,
    syntax: SyntaxOption = None,
    systems: SystemsOption = None,
    lang: LangOption = Lang.IT,
    show_values: ValuesOption = False,
) -> None:
    """Convert a message, or a file of many, to another format.

    The payload goes to standard output, the report to standard error.
    A document that is not changed comes back byte for byte, also from JSON, which carries the original unless --no-original is given.
    Events become a document with --header; a vaccination document becomes its events with a format of events.
    To FHIR a message is a bundle, and many are one bundle a line (NDJSON).
    Of a file of many, records with errors are reported with their number and left out; the others are converted.
    Faults of the input are reported, and the exit code is then 1; the payload is written all the same.
    """
    _check_targets(source, output, losses)
    if header is not None:
        _check_targets(str(header), output, losses)
    if rows and to != AVN:
        raise typer.BadParameter("--rows is for --to avn")
    _check_fhir(to, {"--profile": profile, "--syntax": syntax, "--systems": systems})
    # who names a family wants it written, also where the original would do
    fhir = Bundle(profile, syntax or Syntax.JSON, systems or Systems.HL7IT)
    asked = Asked(source, to, output, not no_original and systems is None, on_loss, losses, header, assume, rows, fhir, lang, show_values)
    with Bar((source,), lang, alone=output is not None) as bar, opened(source, bar.seen) as stream:
        code = _document(asked, stream) if header is not None else _convert(asked, stream)
    raise typer.Exit(code)


def _check_fhir(to: str, given: Mapping[str, object]) -> None:
    """Refuse what is for FHIR only where something else is written."""
    if to != FHIR and any(each is not None for each in given.values()):
        raise typer.BadParameter(f"{', '.join(name for name, each in given.items() if each is not None)}: for --to {FHIR}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was asked of FHIR."""

    profile: str | None
    syntax: Syntax
    systems: Systems


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for."""

    source: str
    to: str
    output: Path | None
    original: bool
    on_loss: OnLoss
    losses: Path | None
    header: Path | None
    assume: bool
    rows: bool
    fhir: Bundle
    lang: Lang
    show_values: bool

    @property
    def options(self) -> Options:
        """The same for the library."""
        return Options(show_values=self.show_values, lang=self.lang, systems=self.fhir.systems.value)


def _convert(asked: Asked, stream: Stream) -> int:
    found = Opened(stream, asked.options)
    if found.first is None:
        raise SissError("the source holds no record")
    if found.one is None or (asked.to == AVN and isinstance(found.one.message, _event_class())):
        return _convert_many(asked, found)
    if asked.rows:
        raise typer.BadParameter("--rows is for events")
    return _document(asked, stream)


def _event_class() -> type[Message]:
    from siss_interop.messages.vaccinazioni.eventi import EventoSIV

    return EventoSIV


def _document(asked: Asked, stream: Stream) -> int:
    """Convert a source of one message, or make one document of many events."""
    from siss_interop.api import convert
    from siss_interop.cli.crossing import crossed

    data = stream.kept or stream.read(asked.options.max_bytes + 1)
    try:
        written = crossed(
            data, asked.to, asked.header, asked.assume, asked.on_loss.value, asked.options, asked.fhir.profile, asked.fhir.syntax.value
        ) or convert(
            data, to=asked.to, original=asked.original, on_loss=asked.on_loss.value, profile=asked.fhir.profile, syntax=asked.fhir.syntax.value,
            options=asked.options,
        )  # fmt: skip
    except Refused as refused:
        _tell(asked, None, refused.report)
        _tell_losses(asked, [Lost(None, loss) for loss in refused.losses])
        raise
    _tell(asked, None, written.report)
    _tell_losses(asked, [Lost(None, loss) for loss in written.loss])
    _put(asked.output, written.payload)
    return FINE if written.report.ok else ISSUES


def _convert_many(asked: Asked, found: Opened) -> int:
    """Convert record by record. What goes to the register is gathered first, for there persons and products stand together."""
    if asked.to not in (AVN, OWN) and found.first is not None and found.first.type:
        # a format or profile that the messages do not have is told before anything is written
        which = entry(found.first.type)
        which.place(asked.to)
        if asked.to == FHIR:
            which.profile(asked.fhir.profile)
    if asked.fhir.syntax is Syntax.XML:
        raise typer.BadParameter("--syntax xml is for one message: many are written one bundle a line, in JSON")
    batch = Batch(
        lambda record, issues: _tell(asked, record, issues), asked.options, asked.on_loss, asked.original, asked.fhir.profile,
        keep_losses=asked.losses is not None,
    )  # fmt: skip
    try:
        if asked.to == AVN:
            _put_register(asked, batch.register(found.records(), as_rows=asked.rows))
        else:
            _put(asked.output, batch.pieces(found.records(), asked.to))
    except Refused:
        # nothing was written; every record was told, each at its place
        batch.ok = False
    if batch.in_clear:
        line(say(asked.lang, "no_cipher", records=str(batch.in_clear)), stderr=True)
    _tell_losses(asked, batch.lost, batch.losses)
    if batch.written != batch.read:
        line(say(asked.lang, "converted", written=str(batch.written), read=str(batch.read)), stderr=True)
    return FINE if batch.ok else ISSUES


def _put(output: Path | None, data: bytes | Iterable[bytes]) -> None:
    if output is None:
        payload(data)
    else:
        write_file(output, data)


def _put_register(asked: Asked, files: tuple[AvnFile, ...]) -> None:
    """One file where it was asked for; several of them in a folder, each by its layout and region."""
    folder = asked.output is not None and (asked.output.is_dir() or len(files) > 1)
    names = [f"{file.layout}_{file.region}.{'txt' if asked.rows else 'xml'}" for file in files]
    if len(files) > 1 and asked.output is None:
        raise SissError(f"the events make {len(files)} files of the register ({', '.join(names)}): name a folder for them with -o")
    if asked.output is None or not folder:
        _put(asked.output, files[0].written.payload)
        return
    asked.output.mkdir(exist_ok=True)
    for name, file in zip(names, files, strict=True):
        _check_targets(asked.source, asked.output / name, asked.losses)
        write_file(asked.output / name, file.written.payload)


def _check_targets(source: str, output: Path | None, losses: Path | None) -> None:
    """Refuse to write over what is read, or two things into one file."""
    for target in (output, losses):
        if target is not None and source != STDIN and same_file(target, source):
            raise typer.BadParameter("this would overwrite the source")
    if output is not None and losses is not None and (output.absolute() == losses.absolute() or same_file(output, losses)):
        raise typer.BadParameter("payload and losses cannot go to the same file")


def _tell(asked: Asked, record: int | None, found: Iterable[ValidationIssue]) -> None:
    for text in issue_lines(found, place_of(asked.source, record), asked.lang, asked.show_values):
        line(text, stderr=True)


def _tell_losses(asked: Asked, found: Sequence[Lost], total: int | None = None) -> None:
    """The losses in their file, or the first of them on standard error; `total` is how many there are."""
    if asked.losses is None:
        pairs = [(lost.record, lost.loss) for lost in found]
        for text in loss_lines(pairs, len(found) if total is None else total, asked.lang, asked.show_values):
            line(text, stderr=True)
        return
    write_file(asked.losses, as_json({"losses": [lost.to_dict(asked.show_values) for lost in found]}))
    if found:
        line(say(asked.lang, "losses_written", losses=str(len(found)), file=escape(str(asked.losses))), stderr=True)
