"""`codes`: the code lists that come with the library."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from siss_interop.cli.edge import edge
from siss_interop.cli.options import Lang, LangOption
from siss_interop.cli.out import console, line
from siss_interop.cli.texts import say
from siss_interop.errors import SissError
from siss_interop.issues import escape

if TYPE_CHECKING:
    from siss_interop.codes.lists import Code, CodeList

EXAMPLES = ("codes", "codes avn_antigeni", "codes avn_via_somministrazione 01", "codes --search difterite", "codes regioni --search tosc")

ListArgument = Annotated[
    str | None, typer.Argument(metavar="[LIST]", help="Id or OID of a list. Without it, the lists themselves.", show_default=False)
]
CodeArgument = Annotated[str | None, typer.Argument(metavar="[CODE]", help="One code of the list.", show_default=False)]
SearchOption = Annotated[str | None, typer.Option("--search", metavar="TEXT", help="Only codes in which the text occurs, in code or label.")]


@edge
def command(which: ListArgument = None, code: CodeArgument = None, search: SearchOption = None, lang: LangOption = Lang.IT) -> None:
    """Look into the code lists.

    All lists, one list, one code, or a text in any of them. Dates are the first and last day on which a code holds.
    """
    from siss_interop.codes import code_list, code_lists

    if which is not None and code is not None:
        _one(code_list(which), code, lang)
    elif search is not None:
        _found(code_lists() if which is None else (code_list(which),), search, lang)
    elif which is not None:
        _head(code_list(which), lang)
        _print([(None, each) for each in code_list(which)], lang)
    else:
        _lists(code_lists(), lang)


def _lists(lists: tuple[CodeList, ...], lang: str) -> None:
    from rich.table import Table

    table = Table()
    for key in ("list", "codes", "closed"):
        table.add_column(say(lang, key), overflow="fold")
    table.add_column("OID", overflow="fold")
    table.add_column(say(lang, "title"), overflow="fold")
    for each in lists:
        table.add_row(each.id, str(len(each)), say(lang, "yes" if each.closed else "no"), each.oid or "", each.title_it)
    console().print(table)


def _head(each: CodeList, lang: str) -> None:
    line(f"{each.id}: {each.title_it}")
    facts = (("closed", say(lang, "yes" if each.closed else "no")), ("source", each.source), ("licence", each.licence),
             ("compared", each.date.isoformat()), ("note", each.note))  # fmt: skip
    for key, text in facts:
        if text:
            line(f"  {say(lang, key)}: {text}")


def _one(each: CodeList, code: str, lang: str) -> None:
    periods = each.entries.get(code)
    if periods is None:
        near = difflib.get_close_matches(code, list(each.entries), n=3, cutoff=0.5)
        hint = say(lang, "nearest", near=", ".join(near)) if near else ""
        raise SissError(say(lang, "code_not_in_list", code=escape(code), list=each.id) + hint)
    _print([(None, found) for found in periods], lang)


def _found(lists: tuple[CodeList, ...], search: str, lang: str) -> None:
    rows: list[tuple[str | None, Code]] = [(each.id, code) for each in lists for code in each.search(search)]
    if not rows:
        line(say(lang, "nothing_found"), stderr=True)
        return
    _print(rows, lang)


def _print(rows: list[tuple[str | None, Code]], lang: str) -> None:
    from rich.table import Table

    table = Table()
    named = any(name for name, _ in rows)
    heads = (["list"] if named else []) + ["code", "label", "from", "to"]
    for key in heads:
        table.add_column(say(lang, key), overflow="fold")
    for name, each in rows:
        days = [day.isoformat() if day else "" for day in (each.since, each.until)]
        table.add_row(*([name or ""] if named else []), each.code, each.label(lang), *days)
    console().print(table)
