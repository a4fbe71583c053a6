"""`ledger`: which vaccination events are in force after replacements and cancellations, and what follows from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from siss_interop.cli.edge import FINE, ISSUES, UNREADABLE, edge
from siss_interop.cli.options import Form, FormOption, Lang, LangOption, SourcesArgument, ValuesOption
from siss_interop.cli.out import as_json, console, line, payload, shown
from siss_interop.cli.progress import Bar
from siss_interop.cli.report import issue_lines, place_of
from siss_interop.cli.sources import STDIN, opened
from siss_interop.cli.texts import say
from siss_interop.errors import Unreadable
from siss_interop.issues import Severity, ValidationIssue, escape
from siss_interop.options import Options

if TYPE_CHECKING:
    from rich.table import Table

    from siss_interop.ledger import Builder
    from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito
    from siss_interop.messages.vaccinazioni.registro import Copertura, Storia

EXAMPLES = (
    "ledger eventi.xml",
    "ledger gennaio.xml febbraio.xml --format json > registro.json",
    "ledger *.xml --assistito CF:RSSMRA80A41H501Y",
)
_NUMBERS = frozenset({"earlier", "other", "altro"})
"""Parameters of findings that are the number of another event."""
_ASSISTITO = re.compile(r"(?:(CF|STP|ENI|TEAM|ANA):)?([0-9A-Z]{1,20})(?:@([0-9A-Z]{2,6}))?")

PersonOption = Annotated[
    str | None,
    typer.Option(
        "--assistito",
        metavar="[KIND:]CODE[@ISSUER]",
        help="Show the history of one person: kind CF (if none is given), STP, ENI, TEAM or ANA; STP and ENI with their issuer.",
    ),
]
TimestampOption = Annotated[
    bool, typer.Option("--last-by-timestamp", help="Let an event not replace one that its sender dated later. By default the last received holds.")
]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the record of the source that it is about."""

    source: str
    record: int | None
    issue: ValidationIssue

    def to_dict(self, lang: str, show_values: bool) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"source": self.source, "record": self.record, **self.issue.to_dict(lang, show_values)}

    @property
    def place(self) -> str:
        """The source, with the number of the record."""
        return place_of(self.source, self.record)


@dataclass(slots=True)
class Reception:
    """What was received: from where each event came, how many were skipped, and everything that was found."""

    places: list[tuple[str, int | None]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    read: int = 0
    skipped: int = 0
    unreadable: bool = False

    def of_event(self, number: int, each: ValidationIssue) -> Found:
        """A finding about an event, by its number in the order of reception. The numbers of other events in its text get their places too."""
        params = tuple((name, self._with_place(value) if name in _NUMBERS else value) for name, value in each.params)
        return Found(*self.places[number - 1], replace(each, params=params))

    def _with_place(self, number: str) -> str:
        return f"{number} ({place_of(*self.places[int(number) - 1])})"

    @property
    def code(self) -> int:
        """The exit code."""
        if self.unreadable:
            return UNREADABLE
        return ISSUES if any(each.issue.severity is Severity.ERROR for each in self.found) else FINE


@edge
def command(
    sources: SourcesArgument,
    form: FormOption = Form.TEXT,
    lang: LangOption = Lang.IT,
    assistito: PersonOption = None,
    last_by_timestamp: TimestampOption = False,
    show_values: ValuesOption = False,
) -> None:
    """Keep the ledger of vaccination events: which are in force, coverage, and the history of a person.

    Sources are taken in their order, files of one event or of many. A later event replaces the earlier one of the same local identifier or with a
    record in common, whole; a cancellation takes it back. Records with errors are reported and skipped. Events are numbered as they are received.
    """
    if sources.count(STDIN) > 1:
        raise typer.BadParameter("standard input can be read once only")
    person = None if assistito is None else _person(assistito)
    from siss_interop.ledger import Builder, flow
    from siss_interop.messages.vaccinazioni.registro import coperture, storia

    registro, reception = Builder(flow("siv"), last_by_timestamp=last_by_timestamp), Reception()
    with Bar(sources, lang) as bar:
        for source in sources:
            _receive(source, registro, reception, Options(show_values=show_values, lang=lang), bar)
    reception.found += _states(registro, reception)
    of_person = None if person is None else storia(registro, person)
    if form is Form.JSON:
        payload(as_json(_plain(registro, reception, coperture(registro), of_person, lang, show_values)))
    else:
        _tell(registro, reception, coperture(registro), of_person, lang, show_values)
    raise typer.Exit(reception.code)


def _person(text: str) -> IdentificativoAssistito:
    from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito

    match = _ASSISTITO.fullmatch(text.strip().upper())
    if match is None:
        raise typer.BadParameter("a person is [KIND:]CODE[@ISSUER], for instance CF:RSSMRA80A41H501Y or STP:STP0900011234567@090201")
    kind, code, issuer = match.groups()
    return IdentificativoAssistito.model_validate({"genere": kind or "CF", "codice": code, "emittente": issuer})


def _receive(source: str, registro: Builder, reception: Reception, options: Options, bar: Bar) -> None:
    """Take in the events of a source. A bad record is reported and skipped; a source that cannot be read does not stop the others."""
    from siss_interop import read_all, validate

    try:
        with opened(source, bar.seen) as stream:
            stream.go_on()
            for found in read_all(stream.file, options=options):
                reception.read += 1
                report = validate(found, options=options)
                reception.found += (Found(source, found.record, each) for each in report)
                if found.message is None or not report.ok:
                    reception.skipped += 1
                    continue
                reception.places.append((source, found.record))
                number = len(reception.places)
                reception.found += (reception.of_event(number, each) for each in registro.apply(found.message, received=number))
    except Unreadable as error:
        reception.unreadable = True
        reception.found.append(Found(source, None, error.issue))


def _states(registro: Builder, reception: Reception) -> Iterator[Found]:
    """What is odd in the histories, each at the event that it is about."""
    from siss_interop.messages.vaccinazioni.registro import storie

    for each in storie(registro):
        yield from (reception.of_event(each.numero(found), found) for found in each.report)


def _in_force(registro: Builder) -> dict[str, int]:
    return dict(sorted(Counter(held.claim.kind for held in registro.in_force()).items()))


def _plain(
    registro: Builder, reception: Reception, rows: tuple[Copertura, ...], of_person: Storia | None, lang: str, show_values: bool
) -> dict[str, Any]:  # fmt: skip
    """The whole result as plain values. Of persons it says nothing, but for the one asked for."""
    made: dict[str, Any] = {
        "read": reception.read, "skipped": reception.skipped, "in_force": _in_force(registro), "coperture": [row.to_dict() for row in rows],
        "issues": [each.to_dict(lang, show_values) for each in reception.found],
    }  # fmt: skip
    if of_person is not None:
        made["storia"] = of_person.to_dict()
    return made


def _tell(
    registro: Builder, reception: Reception, rows: tuple[Copertura, ...], of_person: Storia | None, lang: str, show_values: bool
) -> None:  # fmt: skip
    for each in reception.found:
        for text in issue_lines((each.issue,), each.place, lang, show_values):
            line(text, stderr=True)
    if of_person is not None:
        for text in (found.text(lang) for found in of_person.report if not of_person.dosi and not of_person.omissioni):
            line(text, stderr=True)
        console().print(_history(of_person, lang))
        for due in of_person.prossime:
            line(say(lang, "ledger_due", day=due.data.isoformat(), antigen=_antigen(due.antigene, lang)))
    else:
        console().print(_coverage(rows, lang))
    in_force = ", ".join(f"{kind} {count}" for kind, count in _in_force(registro).items()) or "0"
    line(say(lang, "ledger_read", read=str(reception.read), skipped=str(reception.skipped), in_force=escape(in_force)))


def _antigen(code: str, lang: str) -> str:
    from siss_interop.codes import code_list

    known = code_list("avn_antigeni").lookup(code)
    return code if known is None else f"{code} {known.label(lang)}"


def _table(lang: str, *heads: str) -> Table:
    from rich.table import Table

    table = Table()
    for head in heads:
        table.add_column(say(lang, head), overflow="fold", justify="right" if head in ("dose", "doses") else "left")
    return table


def _coverage(rows: tuple[Copertura, ...], lang: str) -> Table:
    table = _table(lang, "antigen", "dose", "azienda", "cohort", "resident", "doses")
    for row in rows:
        cohort = "?" if row.coorte is None else str(row.coorte)
        resident = "?" if row.residente is None else say(lang, "yes" if row.residente else "no")
        table.add_row(_antigen(row.antigene, lang), str(row.dose), row.azienda or "?", cohort, resident, str(row.dosi))
    return table


def _history(of_person: Storia, lang: str) -> Table:
    table = _table(lang, "day", "antigen", "dose", "azienda", "outcome")
    lines = [(each.data, each.antigene, each.dose, each.evento.azienda, say(lang, "given")) for each in of_person.dosi]
    lines += [
        (each.data, each.antigene, each.dose, each.evento.azienda, say(lang, "superseded" if each.superata else "not_given", reason=each.motivazione))
        for each in of_person.omissioni
    ]
    for day, antigen, dose, azienda, outcome in sorted(lines, key=lambda each: each[:3]):
        table.add_row(day.isoformat(), _antigen(antigen, lang), str(dose), shown(azienda or "?"), outcome)
    return table
