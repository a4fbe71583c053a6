"""`ledger`: which events of a flow are in force after replacements and cancellations, and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from siss_interop.cli import ledger_siv, ledger_trasporti
from siss_interop.cli.edge import edge
from siss_interop.cli.options import Lang, LangOption, SourcesArgument, ValuesOption
from siss_interop.cli.out import as_json, line, payload
from siss_interop.cli.progress import Bar
from siss_interop.cli.reception import Found, Reception
from siss_interop.cli.report import issue_lines
from siss_interop.cli.sources import STDIN, opened
from siss_interop.cli.texts import say
from siss_interop.errors import Unreadable
from siss_interop.issues import escape
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.ledger import Builder
    from siss_interop.model.base import Message

EXAMPLES = (
    "ledger eventi.xml",
    "ledger gennaio.xml febbraio.xml --format json > registro.json",
    "ledger *.xml --assistito CF:RSSMRA80A41H501Y",
    "ledger dicembre-2024.xml --budget budget.csv --format csv > bilancio.csv",
    "ledger *.xml --services uscita --since stato.json",
)
SIV, TRASPORTI = "siv", "trasporti"


class LedgerForm(StrEnum):
    """How the ledger is told."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


PersonOption = Annotated[
    str | None,
    typer.Option(
        "--assistito",
        metavar="[KIND:]CODE[@ISSUER]",
        help="Vaccinations: show the history of one person: kind CF (if none is given), STP, ENI, TEAM or ANA; STP and ENI with their issuer.",
    ),
]
TimestampOption = Annotated[
    bool, typer.Option("--last-by-timestamp", help="Let an event not replace one that its sender dated later. By default the last received holds.")
]
FormatOption = Annotated[LedgerForm, typer.Option("--format", help="Text for people, JSON for programs; CSV for the budget of transports.")]
BudgetOption = Annotated[
    Path | None,
    typer.Option("--budget", metavar="FILE", help="Transports: what each association is assigned, as CSV lines ASSOCIATION,YYYY-MM,AMOUNT."),
]
ServicesOption = Annotated[
    Path | None,
    typer.Option(
        "--services",
        metavar="FOLDER",
        help="Transports: write the Ev04 of each founded delivery there, one file for each Azienda.",
    ),
]
SinceOption = Annotated[
    Path | None,
    typer.Option(
        "--since",
        metavar="STATE",
        help="With --services: write only new and changed Ev04, and the Ev07 of those no longer founded, since that state; then keep the new "
        "state there. A state that does not exist is empty.",
    ),
]
RequirementOption = Annotated[
    list[str] | None,
    typer.Option("--requirement", metavar="NAME", help="With --services: a minimum requirement to check, not the usual ones; may be repeated."),
]
DeadlineOption = Annotated[
    list[str] | None,
    typer.Option("--deadline", metavar="EVENT=DAYS", help="Transports: warn of an event that was sent later; may be repeated: Ev03=30."),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Transports: an event without its request is an error, and does not wait for it.")]


@edge
def command(
    sources: SourcesArgument,
    form: FormatOption = LedgerForm.TEXT,
    lang: LangOption = Lang.IT,
    assistito: PersonOption = None,
    budget: BudgetOption = None,
    services: ServicesOption = None,
    since: SinceOption = None,
    requirement: RequirementOption = None,
    deadline: DeadlineOption = None,
    strict: StrictOption = False,
    last_by_timestamp: TimestampOption = False,
    show_values: ValuesOption = False,
) -> None:
    """Keep the ledger of the events of a flow: which are in force, and what follows from them.

    Of vaccinations coverage and the history of a person; of transports the account of each association and month, and what the Region gives back.
    The first event decides the flow; events come by themselves or in their envelope, which says who may send and take back what.

    Sources are taken in their order, files of one event or of many. A later event replaces the earlier one with a key in common, whole; a
    cancellation takes it back. Records with errors are reported and skipped. Events are numbered as they are received.
    """
    if sources.count(STDIN) > 1:
        raise typer.BadParameter("standard input can be read once only")
    person = None if assistito is None else ledger_siv.person_of(assistito)
    asked = ledger_trasporti.asked_for(budget, services, since, requirement, deadline, strict)
    reception, options = Reception(), Options(show_values=show_values, lang=lang)
    with Bar(sources, lang) as bar:
        registro = _received(sources, reception, asked, options, bar, last_by_timestamp)
    name = registro.flow.name
    _fitting(name, person is not None, asked, form)
    if name == TRASPORTI:
        reception.found += ledger_trasporti.states(registro, reception, asked)
        ledger_trasporti.write_services(registro, asked)
    else:
        reception.found += ledger_siv.states(registro, reception)
    if form is LedgerForm.CSV:
        _tell_found(reception, lang, show_values)
        payload(ledger_trasporti.csv_of(registro, asked))
    elif form is LedgerForm.JSON:
        rest = ledger_trasporti.plain(registro, asked) if name == TRASPORTI else ledger_siv.plain(registro, person)
        payload(as_json(_plain(registro, reception, rest, lang, show_values)))
    else:
        _tell_found(reception, lang, show_values)
        if name == TRASPORTI:
            ledger_trasporti.tell(registro, asked, lang)
        else:
            ledger_siv.tell(registro, person, lang)
        in_force = ", ".join(f"{kind} {count}" for kind, count in _in_force(registro).items()) or "0"
        line(say(lang, "ledger_read", read=str(reception.read), skipped=str(reception.skipped), in_force=escape(in_force)))
    raise typer.Exit(reception.code)


def _fitting(name: str, of_person: bool, asked: ledger_trasporti.Asked, form: LedgerForm) -> None:
    """Refuse what was asked of another flow."""
    if name == TRASPORTI and of_person:
        raise typer.BadParameter("--assistito is for vaccination events")
    if name != TRASPORTI and asked.anything:
        raise typer.BadParameter("--budget, --services, --deadline and --strict are for transport events")
    if name != TRASPORTI and form is LedgerForm.CSV:
        raise typer.BadParameter("csv is for the budget of transport events")


def _received(
    sources: list[str], reception: Reception, asked: ledger_trasporti.Asked, options: Options, bar: Bar, last_by_timestamp: bool
) -> Builder:  # fmt: skip
    """The ledger of all events of the sources. A bad record is reported and skipped; a source that cannot be read does not stop the others."""
    from siss_interop.ledger import Builder, flow

    registro: Builder | None = None
    for source in sources:
        with _telling(source, reception):
            for found in _messages(source, reception, options, bar):
                if registro is None:
                    registro = Builder(flow(_flow_of(found)), last_by_timestamp=last_by_timestamp)
                number = len(reception.places)
                reception.found += (reception.of_event(number, each) for each in registro.apply(found, received=number))
                if (late := asked.late(found)) is not None:
                    reception.found.append(reception.of_event(number, late))
    return registro if registro is not None else Builder(flow(SIV), last_by_timestamp=last_by_timestamp)


@contextmanager
def _telling(source: str, reception: Reception) -> Iterator[None]:
    try:
        yield
    except Unreadable as error:
        reception.unreadable = True
        reception.found.append(Found(source, None, error.issue))


def _messages(source: str, reception: Reception, options: Options, bar: Bar) -> Iterator[Message]:
    """The valid messages of a source."""
    from siss_interop import read_all, validate

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
            yield found.message


def _flow_of(message: Message) -> str:
    """The flow of an event, by itself or in its envelope; that of vaccinations for whatever is none."""
    from siss_interop.ledger import FLOWS
    from siss_interop.messages.comune.evento import Evento
    from siss_interop.model.flow import Envelope

    event = message.sent().event if isinstance(message, Envelope) else message
    return event.flusso if isinstance(event, Evento) and event.flusso in FLOWS else SIV


def _in_force(registro: Builder) -> dict[str, int]:
    return dict(sorted(Counter(held.claim.kind for held in registro.in_force()).items()))


def _plain(registro: Builder, reception: Reception, rest: dict[str, Any], lang: str, show_values: bool) -> dict[str, Any]:
    """The whole result as plain values."""
    return {
        "read": reception.read, "skipped": reception.skipped, "in_force": _in_force(registro), **rest,
        "issues": [each.to_dict(lang, show_values) for each in reception.found],
    }  # fmt: skip


def _tell_found(reception: Reception, lang: str, show_values: bool) -> None:
    for each in reception.found:
        for text in issue_lines((each.issue,), each.place, lang, show_values):
            line(text, stderr=True)
