"""`validate`: everything that is wrong with some messages."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from siss_interop.cli.edge import FINE, ISSUES, UNREADABLE, edge
from siss_interop.cli.options import Form, FormOption, Lang, LangOption, SourcesArgument, ValuesOption
from siss_interop.cli.out import as_json, console, line, payload
from siss_interop.cli.report import issue_lines
from siss_interop.cli.sources import STDIN, data_of
from siss_interop.cli.texts import say
from siss_interop.errors import Unreadable
from siss_interop.issues import Report, escape
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.check.rulepack import RulePack

EXAMPLES = (
    "validate documento.xml",
    "validate *.xml --format json --lang en > report.json",
    "validate documento.xml --fail-on warning --rules ./it-fse-catalogs",
)
MANY_FILES = 10
"""From how many files on a progress bar is worth its place."""


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one source. `format` and `message` are None where the input is none of ours."""

    path: str
    format: str | None
    message: str | None
    report: Report
    readable: bool = True

    def to_dict(self, lang: str, show_values: bool) -> dict[str, Any]:
        """The plain form of the JSON report."""
        issues = [found.to_dict(lang, show_values) for found in self.report]
        return {"path": self.path, "format": self.format, "message": self.message, "ok": self.report.ok, "issues": issues}

    def code(self, fail_on: FailOn) -> int:
        """The exit code that this source alone would give."""
        if not self.readable:
            return UNREADABLE
        bad = not self.report.ok or (fail_on is FailOn.WARNING and self.report.warnings)
        return ISSUES if bad else FINE


RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="Apply to CDA documents the ministry's schematron and XSD too, from your copy (extra: schematron)."),
]


@edge
def command(
    sources: SourcesArgument,
    form: FormOption = Form.TEXT,
    lang: LangOption = Lang.IT,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")] = FailOn.ERROR,
    rules: RulesOption = None,
    show_values: ValuesOption = False,
) -> None:
    """Check messages: fields, code lists and rules.

    Every fault is listed, with its place and what to write instead.
    The exit code is 0 if all are fine, 1 if any has issues, 2 if any cannot be read at all.
    """
    if sources.count(STDIN) > 1:
        raise typer.BadParameter("standard input can be read once only")
    options = Options(show_values=show_values, lang=lang)
    pack = _pack(rules)
    checked = [check(source, options, pack) for source in _watched(sources, lang)]
    if form is Form.JSON:
        payload(as_json({"files": [each.to_dict(lang, show_values) for each in checked]}))
    else:
        for text in _lines(checked, lang, show_values):
            line(text)
    if rules is not None and any(each.readable and each.format != "cda" for each in checked):
        line(say(lang, "rules_only_cda"), stderr=True)
    raise typer.Exit(max(each.code(fail_on) for each in checked))


def check(source: str, options: Options, pack: RulePack | None) -> Checked:
    """Everything about one source; what cannot be read is a result too."""
    from siss_interop.api import read, validate
    from siss_interop.wire.sniff import sniff

    sniffed = None
    try:
        data = data_of(source, options)
        sniffed = sniff(data, options).value
        found = read(data, options=options)
    except Unreadable as error:
        return Checked(source, sniffed, None, Report((error.issue,)), readable=False)
    report = validate(found, options=options)
    if pack is not None and found.format == "cda":
        report += Report(tuple(pack.check(data, options)))
    return Checked(source, found.format, found.type, report)


def _pack(folder: Path | None) -> RulePack | None:
    if folder is None:
        return None
    from siss_interop.check.rulepack import RulePack

    return RulePack(folder)


def _watched(sources: list[str], lang: str) -> Iterable[str]:
    """The sources, with a progress bar on standard error if there are many and a terminal to show it on."""
    if len(sources) < MANY_FILES or sys.stderr is None or not sys.stderr.isatty():
        return sources
    from rich.progress import track

    return track(sources, description=say(lang, "checking"), console=console(stderr=True), transient=True)


def _lines(checked: list[Checked], lang: str, show_values: bool) -> Iterator[str]:
    for each in checked:
        yield from issue_lines(each.report, each.path, lang, show_values)
        what = f" ({each.format}, {each.message})" if each.message else ""
        yield f"{escape(each.path)}: {_verdict(each, lang)}{what}"
    if len(checked) > 1:
        valid = sum(each.report.ok for each in checked)
        yield say(lang, "files", files=str(len(checked)), valid=str(valid), invalid=str(len(checked) - valid))


def _verdict(each: Checked, lang: str) -> str:
    if not each.readable:
        return say(lang, "unreadable")
    errors, warnings = str(len(each.report.errors)), str(len(each.report.warnings))
    if errors != "0":
        return say(lang, "invalid", errors=errors, warnings=warnings)
    return say(lang, "valid") if warnings == "0" else say(lang, "valid_warned", warnings=warnings)
