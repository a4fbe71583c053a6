"""`show`: what a message says, how much of it is typed, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from siss_interop.cli.edge import FINE, ISSUES, edge
from siss_interop.cli.options import Lang, LangOption, SourceArgument
from siss_interop.cli.out import console, line
from siss_interop.cli.progress import Bar
from siss_interop.cli.report import issue_lines, place_of
from siss_interop.cli.sources import Opened, opened
from siss_interop.cli.texts import reason, say
from siss_interop.errors import SissError
from siss_interop.issues import escape
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.wire.results import Read

EXAMPLES = ("show documento.xml", "show messaggio.json --lang en", "show eventi-2024.xml --record 1204")
ENDLESS = 1_000_000


RecordOption = Annotated[int, typer.Option("--record", min=1, help="In a file of many: which record to show.")]


@edge
def command(source: SourceArgument, record: RecordOption = 1, lang: LangOption = Lang.IT) -> None:
    """Show what a message says; of a file of many, one record, and how many there are.

    The typed content as a tree, the share of the input that is typed, and the places of what is left over.
    It shows what the message says, personal data included; control characters are escaped.
    """
    options = Options(show_values=True, lang=lang)
    with Bar((source,), lang) as bar, opened(source, bar.seen) as stream:
        found, total = _wanted(Opened(stream, options).records(), record)
    if found is None:
        raise SissError(f"there is no record {record}: the source holds {total}")
    for text in issue_lines(found.report, place_of(source, found.record), lang, show_values=True):
        line(text, stderr=True)
    if found.message is None:
        line(say(lang, "partial"), stderr=True)
    if found.record is not None:
        line(say(lang, "record_of", record=str(found.record), total=str(total)))
    if found.type:
        _show(found, lang)
    raise typer.Exit(FINE if found.report.ok else ISSUES)


def _wanted(reads: Iterable[Read], number: int) -> tuple[Read | None, int]:
    """The record of this number, and how many there are."""
    wanted, total = None, 0
    for total, found in enumerate(reads, 1):
        if total == number:
            wanted = found
    return wanted, total


def _show(found: Read, lang: str) -> None:
    from siss_interop.cli.tree import tree_of
    from siss_interop.messages.catalogue import entry

    title = f"{found.type}: {entry(found.type).title} ({found.format})"
    content = found.partial if found.message is None else found.message
    # a long value goes on in the next column of a terminal, and stays whole in a pipe
    out = console()
    if not out.is_terminal:
        out.width = ENDLESS
    out.print(tree_of(title, content, lang))
    for text in _account(found, lang):
        line(text)


def _account(found: Read, lang: str) -> Iterator[str]:
    account = found.accounting
    if not account.facts:
        yield say(lang, "no_account" if found.format == "json" else "no_account_record")
        return
    share = f"{account.typed_share:.2%}"
    yield say(lang, "share", share=share if lang == "en" else share.replace(".", ","), facts=str(account.facts))
    if not account.left_over:
        yield say(lang, "left_none")
        return
    yield f"{say(lang, 'left', left=str(account.left), places=str(len(account.left_over)))}:"
    for item in account.left_over:
        at = f"{item.line}:{item.column}" if item.line is not None else "?"
        yield f"  {at}  {escape(item.xpath)}  ({escape(reason(lang, item.reason))}, {say(lang, 'left_facts', facts=str(item.facts))})"
