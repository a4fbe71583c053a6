"""`explain`: what a code means, what to write instead, and where the demand comes from."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from siss_interop.cli.edge import edge
from siss_interop.cli.options import Lang
from siss_interop.cli.out import line
from siss_interop.cli.texts import say, severity
from siss_interop.errors import SissError
from siss_interop.issues import Definition, escape

EXAMPLES = ("explain", "explain FILE-005", "explain XML-014 --lang en")

CodeArgument = Annotated[str | None, typer.Argument(metavar="[CODE]", help="A code of a report, or a ministry's number. Without it, all are listed.")]
BothOption = Annotated[Lang | None, typer.Option("--lang", help="Only this language.", show_default="both")]


@edge
def command(code: CodeArgument = None, lang: BothOption = None) -> None:
    """Explain a code of a report.

    Its text, its severity, what to write instead, its source, an example that passes and one that fails.
    """
    from siss_interop.check.all_codes import load

    known = load()
    main = lang or Lang.IT
    if code is None:
        for each in known.values():
            line(f"{each.code}  {severity(main, each.severity)}  {each.en if main is Lang.EN else each.it}")
        return
    for number, each in enumerate(_named(code, known, main)):
        if number:
            line()
        for text in _lines(each, [lang] if lang else [Lang.IT, Lang.EN]):
            line(text)


def _named(code: str, known: Mapping[str, Definition], lang: str) -> list[Definition]:
    """The definition of a code, whatever the case, else those with that official number. Raises SissError that names the nearest."""
    wanted = code.strip().upper()
    by_upper = {each.code.upper(): each for each in known.values()}
    if wanted in by_upper:
        return [by_upper[wanted]]
    official = [each for each in known.values() if wanted in _numbers(each)]
    if official:
        return official
    near = difflib.get_close_matches(wanted, by_upper, n=3, cutoff=0.5)
    hint = say(lang, "nearest", near=", ".join(by_upper[each].code for each in near)) if near else ""
    raise SissError(say(lang, "unknown_code", code=escape(code)) + hint)


def _numbers(each: Definition) -> set[str]:
    """The official numbers of a code: `SING ERRORE-18, CERT ERRORE-17` is two of them, each known with and without its document."""
    parts = [part.strip().upper() for part in (each.official or "").split(",")]
    return {number for part in parts if part for number in (part, part.split()[-1])}


def _lines(each: Definition, langs: list[Lang]) -> Iterator[str]:
    main = langs[0]
    yield each.code
    yield f"  {say(main, 'severity')}: {severity(main, each.severity)}"
    yield f"  {say(main, 'layer')}: {each.layer}"
    for lang in langs:
        yield f"  [{lang}] {each.en if lang is Lang.EN else each.it}"
        instead = each.instead_en if lang is Lang.EN else each.instead_it
        if instead:
            yield f"       {say(lang, 'instead')}: {instead}"
    rest = (("source", each.source), ("official_number", each.official), ("passing", each.passing), ("failing", each.failing))
    for key, text in rest:
        if text:
            yield f"  {say(main, key)}: {text}"
