"""`messages`: which messages there are, and in which formats."""

from __future__ import annotations

from typing import Any

from siss_interop.cli.edge import edge
from siss_interop.cli.options import Form, FormOption, Lang, LangOption
from siss_interop.cli.out import as_json, console, line, payload
from siss_interop.cli.texts import say
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry

EXAMPLES = ("messages", "messages --format json")
OWN = "json"
"""Our own JSON is made from the model itself, so every message has it."""


@edge
def command(form: FormOption = Form.TEXT, lang: LangOption = Lang.IT) -> None:
    """List the messages and the formats they have, or why not."""
    if form is Form.JSON:
        payload(as_json({"messages": [_plain(entry, lang) for entry in CATALOGUE]}))
        return
    _table(lang)


def has(entry: Entry, name: str) -> bool:
    """Whether a message has a format."""
    return name == OWN or name in entry.formats


def _reason(entry: Entry, name: str, lang: str) -> str:
    return entry.refused.get(name) or say(lang, "format_unmade")


def _plain(entry: Entry, lang: str) -> dict[str, Any]:
    formats = {name: {"yes": has(entry, name), "reason": None if has(entry, name) else _reason(entry, name, lang)} for name in FORMATS}
    return {
        "name": entry.name, "flow": entry.flow, "title": entry.title, "loinc": entry.loinc, "template": entry.template, "formats": formats,
    }  # fmt: skip


def _table(lang: str) -> None:
    from rich.table import Table

    table = Table()
    for head in (say(lang, "message"), say(lang, "flow"), "LOINC", *FORMATS, say(lang, "title")):
        table.add_column(head, overflow="fold")
    for entry in CATALOGUE:
        answers = [say(lang, "yes" if has(entry, name) else "no") for name in FORMATS]
        table.add_row(entry.name, entry.flow, entry.loinc or "", *answers, entry.title)
    console().print(table)
    for entry in CATALOGUE:
        for name in FORMATS:
            if not has(entry, name):
                line(f"{entry.name}, {name}: {say(lang, 'no')}: {_reason(entry, name, lang)}")
