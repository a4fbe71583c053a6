"""`validate`: everything that is wrong with some messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from siss_interop.cli.edge import FINE, ISSUES, UNREADABLE, edge
from siss_interop.cli.options import Form, FormOption, Lang, LangOption, SourcesArgument, ValuesOption
from siss_interop.cli.out import as_json, line, payload
from siss_interop.cli.progress import Bar
from siss_interop.cli.report import issue_lines, place_of
from siss_interop.cli.sources import STDIN, Opened, opened
from siss_interop.cli.texts import say
from siss_interop.errors import Unreadable
from siss_interop.issues import Report, ValidationIssue, escape
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.check.fhir.definitions import Definitions
    from siss_interop.check.rulepack import RulePack
    from siss_interop.wire.results import Read

EXAMPLES = (
    "validate documento.xml",
    "validate eventi-2024.xml --format json --lang en > report.json",
    "validate documento.fhir.json risorse.ndjson",
    "validate paziente.json --definitions hl7.fhir.r4.core-4.0.1.tgz",
    "validate documento.xml --fail-on warning --rules ./it-fse-catalogs",
)


FHIR = "fhir"
NO_MESSAGE = "FILE-015"
"""How reading tells that bytes hold no message of ours."""


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one source. `format` and `message` are None where the input is none of ours.

    `records` are the numbers of the records that the issues are about, one for each issue; None where the source is of one message.
    """

    path: str
    format: str | None
    message: str | None
    report: Report
    readable: bool = True
    records: tuple[int | None, ...] | None = None

    def to_dict(self, lang: str, show_values: bool) -> dict[str, Any]:
        """The plain form of the JSON report."""
        issues = [found.to_dict(lang, show_values) for found in self.report]
        if self.records is not None:
            issues = [{**found, "record": record} for found, record in zip(issues, self.records, strict=True)]
        return {"path": self.path, "format": self.format, "message": self.message, "ok": self.report.ok, "issues": issues}

    def placed(self) -> Iterator[tuple[str, ValidationIssue]]:
        """Each issue with the name of its source, and the number of its record."""
        records = self.records if self.records is not None else (None,) * len(self.report)
        for found, record in zip(self.report, records, strict=True):
            yield place_of(self.path, record), found

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
DefinitionsOption = Annotated[
    Path | None,
    typer.Option(
        "--definitions",
        metavar="PATH",
        help="Check FHIR by HL7's own definitions, any resource of R4: your copy of hl7.fhir.r4.core-4.0.1.tgz, or its folder (extra: fhirpath).",
    ),
]


@edge
def command(
    sources: SourcesArgument,
    form: FormOption = Form.TEXT,
    lang: LangOption = Lang.IT,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")] = FailOn.ERROR,
    rules: RulesOption = None,
    definitions: DefinitionsOption = None,
    show_values: ValuesOption = False,
) -> None:
    """Check messages: fields, code lists and rules.

    Every fault is listed, with its place and what to write instead; in a file of many records also with the number of the record.
    FHIR is checked as FHIR too, also a resource that is no message of this library, or many of them one a line (NDJSON).
    The exit code is 0 if all are fine, 1 if any has issues, 2 if any cannot be read at all.
    """
    if sources.count(STDIN) > 1:
        raise typer.BadParameter("standard input can be read once only")
    options = Options(show_values=show_values, lang=lang)
    packs = Packs(_pack(rules), _definitions(definitions))
    with Bar(sources, lang) as bar:
        checked = [check(source, options, packs, bar) for source in sources]
    if form is Form.JSON:
        payload(as_json({"files": [each.to_dict(lang, show_values) for each in checked]}))
    else:
        for text in _lines(checked, lang, show_values):
            line(text)
    if rules is not None and any(each.readable and each.format != "cda" for each in checked):
        line(say(lang, "rules_only_cda"), stderr=True)
    if definitions is not None and any(each.readable and each.format != FHIR for each in checked):
        line(say(lang, "definitions_only_fhir"), stderr=True)
    raise typer.Exit(max(each.code(fail_on) for each in checked))


@dataclass(frozen=True, slots=True)
class Packs:
    """What the user has of official material."""

    rules: RulePack | None
    definitions: Definitions | None


def check(source: str, options: Options, packs: Packs, bar: Bar) -> Checked:
    """Everything about one source; what cannot be read is a result too."""
    head = b""
    try:
        with opened(source, bar.seen) as stream:
            try:
                found = Opened(stream, options)
            finally:
                head = stream.kept
            return _check_many(source, found, options, packs) if found.one is None else _check_one(source, found.one, options, packs)
    except Unreadable as error:
        form = _sniffed(head, options)
        if form == FHIR and error.issue.code == NO_MESSAGE:
            # it was read whole to find out
            return _check_resource(source, head, options, packs)
        return Checked(source, form, None, Report((error.issue,)), readable=False)


def _sniffed(head: bytes, options: Options) -> str | None:
    from siss_interop.wire.sniff import sniff

    try:
        return sniff(head, options).value
    except Unreadable:
        return None


def _check_resource(source: str, data: bytes, options: Options, packs: Packs) -> Checked:
    """A FHIR resource that is no message of ours."""
    from siss_interop.api import validate

    return Checked(source, FHIR, None, validate(data, definitions=packs.definitions, options=options))


def _check_one(source: str, found: Read, options: Options, packs: Packs) -> Checked:
    from siss_interop.api import validate

    report = validate(found, definitions=packs.definitions, options=options)
    if packs.rules is not None and found.format == "cda" and found.original is not None:
        report += Report(tuple(packs.rules.check(found.original.data, options)))
    return Checked(source, found.format, found.type, report)


def _check_many(source: str, found: Opened, options: Options, packs: Packs) -> Checked:
    """A file of many, record by record; only what is found is kept."""
    from siss_interop.many import validate_all

    first, stream = found.first, found.stream
    stream.rewind()
    issues: list[ValidationIssue] = []
    records: list[int | None] = []
    for each in validate_all(stream.file, definitions=packs.definitions, options=options):
        issues.extend(each.report)
        records.extend([each.record] * len(each.report))
    form, name = (first.format, first.type or None) if first is not None else (None, None)
    return Checked(source, form, name, Report(tuple(issues)), records=tuple(records))


def _pack(folder: Path | None) -> RulePack | None:
    if folder is None:
        return None
    from siss_interop.check.rulepack import RulePack

    return RulePack(folder)


def _definitions(path: Path | None) -> Definitions | None:
    if path is None:
        return None
    from siss_interop.check.fhir.definitions import Definitions

    return Definitions(path)


def _lines(checked: list[Checked], lang: str, show_values: bool) -> Iterator[str]:
    for each in checked:
        for place, found in each.placed():
            yield from issue_lines((found,), place, lang, show_values)
        what = [each.format, each.message if each.records is None else say(lang, "many")] if each.readable else []
        told = ", ".join(name for name in what if name)
        yield f"{escape(each.path)}: {_verdict(each, lang)}{f' ({told})' if told else ''}"
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
