"""`show`: what a message says, how much of it is typed, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from siss_interop.cli.edge import FINE, ISSUES, edge
from siss_interop.cli.options import Lang, LangOption, SourceArgument
from siss_interop.cli.out import console, line
from siss_interop.cli.report import issue_lines
from siss_interop.cli.sources import data_of
from siss_interop.cli.texts import reason, say
from siss_interop.issues import escape
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.wire.results import Accounting

EXAMPLES = ("show documento.xml", "show messaggio.json --lang en")
ENDLESS = 1_000_000


@edge
def command(source: SourceArgument, lang: LangOption = Lang.IT) -> None:
    """Show what a message says.

    The typed content as a tree, the share of the input that is typed, and the places of what is left over.
    It shows what the message says, personal data included; control characters are escaped.
    """
    from siss_interop.api import read
    from siss_interop.cli.tree import tree_of
    from siss_interop.messages.catalogue import entry

    options = Options(show_values=True, lang=lang)
    found = read(data_of(source, options), options=options)
    for text in issue_lines(found.report, source, lang, show_values=True):
        line(text, stderr=True)
    if found.message is None:
        line(say(lang, "partial"), stderr=True)
    title = f"{found.type}: {entry(found.type).title} ({found.format})"
    content = found.partial if found.message is None else found.message
    # a long value goes on in the next column of a terminal, and stays whole in a pipe
    out = console()
    if not out.is_terminal:
        out.width = ENDLESS
    out.print(tree_of(title, content, lang))
    for text in _account(found.accounting, lang):
        line(text)
    raise typer.Exit(FINE if found.report.ok else ISSUES)


def _account(account: Accounting, lang: str) -> Iterator[str]:
    if not account.facts:
        yield say(lang, "no_account")
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
