"""`convert`: one message in another format."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from siss_interop.cli.edge import FINE, ISSUES, edge
from siss_interop.cli.options import Lang, LangOption, OutOption, SourceArgument, ToOption, ValuesOption
from siss_interop.cli.out import as_json, line, payload, same_file, write_file
from siss_interop.cli.report import issue_lines, loss_lines
from siss_interop.cli.sources import STDIN, data_of
from siss_interop.cli.texts import say
from siss_interop.errors import Refused
from siss_interop.issues import Report, escape
from siss_interop.losses import LossReport
from siss_interop.options import Options

EXAMPLES = (
    "convert documento.xml --to json > messaggio.json",
    "convert messaggio.json --to cda -o documento.xml",
    "convert eventi.xml --to cda --header intestazione.json -o documento.xml",
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
LossesOption = Annotated[Path | None, typer.Option("--losses", metavar="FILE", help="Write the loss report there, as JSON.")]


@edge
def command(
    source: SourceArgument,
    to: ToOption,
    output: OutOption = None,
    no_original: Annotated[
        bool, typer.Option("--no-original", help="Make a fresh document (or a JSON without the original) from the typed content alone.")
    ] = False,
    on_loss: Annotated[
        OnLoss, typer.Option("--on-loss", help="Report what the target cannot keep, refuse to write, or say nothing.")
    ] = OnLoss.REPORT,
    losses: LossesOption = None,
    header: HeaderOption = None,
    assume: AssumeOption = False,
    lang: LangOption = Lang.IT,
    show_values: ValuesOption = False,
) -> None:
    """Convert a message to another format.

    The payload goes to standard output, the report to standard error.
    A document that is not changed comes back byte for byte, also from JSON, which carries the original unless --no-original is given.
    Events become a document with --header; a vaccination document becomes its events with a format of events.
    Faults of the input are reported, and the exit code is then 1; the payload is written all the same.
    """
    _check_targets(source, output, losses)
    if header is not None:
        _check_targets(str(header), output, losses)
    from siss_interop.api import convert
    from siss_interop.cli.crossing import crossed

    options = Options(show_values=show_values, lang=lang)
    data = data_of(source, options)
    try:
        written = crossed(data, to, header, assume, on_loss.value, options) or convert(
            data, to=to, original=not no_original, on_loss=on_loss.value, options=options
        )
    except Refused as refused:
        _tell(refused.report, refused.losses, source, losses, lang, show_values)
        raise
    _tell(written.report, written.loss, source, losses, lang, show_values)
    if output is None:
        payload(written.payload)
    else:
        write_file(output, written.payload)
    raise typer.Exit(FINE if written.report.ok else ISSUES)


def _check_targets(source: str, output: Path | None, losses: Path | None) -> None:
    """Refuse to write over what is read, or two things into one file."""
    for target in (output, losses):
        if target is not None and source != STDIN and same_file(target, source):
            raise typer.BadParameter("this would overwrite the source")
    if output is not None and losses is not None and (output.absolute() == losses.absolute() or same_file(output, losses)):
        raise typer.BadParameter("payload and losses cannot go to the same file")


def _tell(report: Report, found: LossReport, source: str, losses: Path | None, lang: Lang, show_values: bool) -> None:
    for text in issue_lines(report, source, lang, show_values):
        line(text, stderr=True)
    if losses is None:
        for text in loss_lines(found, lang, show_values):
            line(text, stderr=True)
        return
    write_file(losses, as_json({"losses": [loss.to_dict(show_values) for loss in found]}))
    if found:
        line(say(lang, "losses_written", losses=str(len(found)), file=escape(str(losses))), stderr=True)
