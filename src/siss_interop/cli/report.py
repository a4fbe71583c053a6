"""Issues and losses as lines: `file:line:column: error CODE: text`, the form that editors and people know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from siss_interop.cli.texts import say, severity
from siss_interop.issues import Layer, ValidationIssue, escape
from siss_interop.losses import Loss

MANY_LOSSES = 50


def place_of(source: str, record: int | None) -> str:
    """The source as lines name it, with the number of the record in a file of many."""
    return source if record is None else f"{source}#{record}"


def issue_lines(found: Iterable[ValidationIssue], source: str, lang: str, show_values: bool) -> Iterator[str]:
    """Each issue in one line, with its place and the advice below it."""
    for each in found:
        at = "".join(f"{number}:" for number in (each.line, each.column) if number is not None)
        official = ""
        if each.official and each.layer is not Layer.OFFICIAL:
            official = f" ({say(lang, 'official', official=escape(each.official))})"
        yield f"{escape(source)}:{at} {severity(lang, each.severity)} {each.code}: {each.text(lang, show_values)}{official}"
        place = " = ".join(escape(text) for text in (each.path, each.xpath) if text)
        if place:
            yield f"    {place}"
        if each.instead(lang):
            yield f"    → {each.instead(lang)}"


def loss_lines(losses: Sequence[tuple[int | None, Loss]], total: int, lang: str, show_values: bool) -> Iterator[str]:
    """The number of losses, and each of the first of them, with the number of its record if it has one."""
    if not total:
        return
    yield f"{say(lang, 'losses', losses=str(total))}:"
    for record, loss in losses[:MANY_LOSSES]:
        value = f" [{escape(loss.value)}]" if show_values and loss.value is not None else ""
        yield f"  {loss.kind} {'' if record is None else f'#{record} '}{escape(loss.path)}: {escape(loss.why)}{value}"
    if total > MANY_LOSSES:
        yield f"  {say(lang, 'losses_more', more=str(total - MANY_LOSSES))}"
