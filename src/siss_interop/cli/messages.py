"""`messages`: which messages there are, and in which formats and FHIR profiles."""

from __future__ import annotations

from typing import Any

from siss_interop.cli.edge import edge
from siss_interop.cli.options import PROFILES, Form, FormOption, Lang, LangOption
from siss_interop.cli.out import as_json, console, line, payload
from siss_interop.cli.texts import say
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry

EXAMPLES = ("messages", "messages --format json")
FHIR, OWN = "fhir", "json"
"""Our own JSON is made from the model itself, so every message has it."""


@edge
def command(form: FormOption = Form.TEXT, lang: LangOption = Lang.IT) -> None:
    """List the messages and the formats they have, or why not; of FHIR also the profiles."""
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
    profiles = {name: {"yes": name in entry.profiles, "reason": _reason_of_profile(entry, name, lang)} for name in PROFILES}
    return {
        "name": entry.name, "flow": entry.flow, "title": entry.title, "loinc": entry.loinc, "template": entry.template, "formats": formats,
        "profiles": profiles,
    }  # fmt: skip


def _reason_of_profile(entry: Entry, name: str, lang: str) -> str | None:
    """Why a message lacks a profile of FHIR; None where it has it."""
    if name in entry.profiles:
        return None
    if not has(entry, FHIR):
        return _reason(entry, FHIR, lang)
    return entry.refused.get(f"{FHIR}/{name}") or say(lang, "format_unmade")


def _answer(entry: Entry, name: str, lang: str) -> str:
    """Yes or no, and for FHIR the profiles."""
    said = say(lang, "yes" if has(entry, name) else "no")
    return f"{said}: {', '.join(entry.profiles)}" if name == FHIR and entry.profiles else said


def _table(lang: str) -> None:
    from rich.table import Table

    table = Table()
    for head in (say(lang, "message"), say(lang, "flow"), "LOINC", *FORMATS, say(lang, "title")):
        table.add_column(head, overflow="fold")
    for entry in CATALOGUE:
        answers = [_answer(entry, name, lang) for name in FORMATS]
        table.add_row(entry.name, entry.flow, entry.loinc or "", *answers, entry.title)
    console().print(table)
    for entry in CATALOGUE:
        for name in FORMATS:
            if not has(entry, name):
                line(f"{entry.name}, {name}: {say(lang, 'no')}: {_reason(entry, name, lang)}")
        for name in PROFILES if has(entry, FHIR) else ():
            if reason := _reason_of_profile(entry, name, lang):
                line(f"{entry.name}, {FHIR}/{name}: {say(lang, 'no')}: {reason}")
