"""The rows of the national register: one antigen a row, values between `~`, names in the first row.

Rows that follow one another and differ in antigen and dose alone are one product. Two equal rows are no product but a repetition: both are kept, and it is said.
A row knows no end of a product: two products equal in everything but the antigens, one after the other, read as one; writing says so (`NARROWED`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO, NamedTuple

from lxml import etree
from lxml.etree import _Element

from siss_interop.errors import Unreadable
from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.messages.vaccinazioni.avn_record import FORMAT, Lettura
from siss_interop.messages.vaccinazioni.avn_tabelle import PER_COLONNE, Campo, Tracciato
from siss_interop.messages.vaccinazioni.eventi import EventoSIV
from siss_interop.options import Options
from siss_interop.wire.encoding import decode_kind
from siss_interop.wire.results import Read

SEPARATOR = "~"
_LONGEST = 16_384
_CELLS = 64
_CHUNK = 64 * 1024
_CELL = re.compile(r'"(?P<quoted>(?:[^"\\]|\\.|"")*)"(?=~|$)|(?P<plain>[^~]*)')
_ESCAPED = re.compile(r'\\(.)|""')
_NEEDS_QUOTES = re.compile(r'[~"\\]')
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECODERS = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
#: what tells the antigens of one product apart
_OF_ANTIGEN = ("COD_ANT", "DOSE")

Cells = Mapping[str, str]


class _Row(NamedTuple):
    """One row: its number from 1 (the names do not count), its line in the file, and its values by column."""

    number: int
    line: int
    cells: Cells


def read_rows(source: IO[bytes], options: Options) -> Iterator[Read]:
    """Read a file of rows; `Read.record` is the number of the event's first row, as the ministry counts.

    Raises Unreadable where the first row does not name the columns, or the bytes are no text.
    """
    lines = _lines(source, options)
    first = next(lines, (1, ""))
    names = [cell.strip() for cell in split(first[1])]
    layout = PER_COLONNE.get(frozenset(names)) if len(set(names)) == len(names) else None
    if layout is None:
        raise Unreadable(issue("AVN-013", line=first[0]))
    expected = [campo.colonna for campo in layout.colonne]
    notes = [] if names == expected else [issue("AVN-015", line=first[0])]
    group: list[_Row] = []
    number = 0
    for line, text in lines:
        number += 1
        cells = split(text)
        row = _Row(number, line, dict(zip(names, cells, strict=False)))
        if group and not (len(cells) == len(names) and _same_product(layout, group, row.cells)):
            yield _read_group(layout, group, notes)
            notes = _repetition(group[-1], row) if len(cells) == len(names) else []
            group = []
        if len(cells) == len(names):
            group.append(row)
        else:
            bad = issue("AVN-006", line=line, trovate=str(len(cells)), attese=str(len(names)))
            yield Read(FORMAT, layout.modello.__name__, None, dict(row.cells), Report((*notes, bad)), None, number)
            notes = []
    if group:
        yield _read_group(layout, group, notes)


def split(line: str) -> list[str]:
    """The values of a row. A value between quotes may hold separators; a quote in it is doubled or comes after a backslash."""
    if '"' not in line or line.count(SEPARATOR) > _CELLS:
        return line.split(SEPARATOR)
    cells, at = [], 0
    while True:
        found = _CELL.match(line, at)
        if found is None:
            return cells
        quoted = found["quoted"]
        cells.append(found["plain"] if quoted is None else _ESCAPED.sub(lambda escape: escape[1] or '"', quoted))
        at = found.end() + 1
        if at > len(line):
            return cells


def _same_product(layout: Tracciato, group: Sequence[_Row], cells: Cells) -> bool:
    """Whether a row is a further antigen of the product of the rows before it."""
    if not layout.del_posto("principio"):
        return False
    last = group[-1].cells
    if any(cells[name] != last[name] for name in cells if name not in _OF_ANTIGEN):
        return False
    return all(row.cells["COD_ANT"] != cells["COD_ANT"] for row in group)


def _repetition(last: _Row, row: _Row) -> list[ValidationIssue]:
    return [issue("AVN-007", line=row.line)] if last.cells == row.cells else []


def _read_group(layout: Tracciato, group: Sequence[_Row], notes: Sequence[ValidationIssue]) -> Read:
    """The event of one or more rows: they are made an element of the XML, so that both are read by the same words."""
    broken = [campo for campo in layout.campi for row in group if _NOT_XML.search(row.cells[campo.colonna])]
    found = Lettura(layout, _element(layout, group, broken), group[0].line, notes).read(group[0].number)
    unfit = tuple(issue("AVN-002", path=campo.field, line=group[0].line, campo=campo.colonna) for campo in broken)
    columns = {campo.xml: campo.colonna for campo in layout.campi}
    return replace(found, report=Report(tuple(_in_rows(each, columns) for each in found.report) + unfit))


def _in_rows(found: ValidationIssue, columns: Mapping[str, str]) -> ValidationIssue:
    """The same issue with the name of the column; a place in an XML that nobody has seen is not told."""
    params = tuple((name, columns.get(text, text)) for name, text in found.params)
    return replace(found, xpath=None, params=params)


def _element(layout: Tracciato, group: Sequence[_Row], broken: Sequence[Campo]) -> _Element:
    cells = group[0].cells
    root = etree.Element(layout.radice)
    person = etree.SubElement(root, "Assistito")
    record = person if layout.elementi else etree.SubElement(person, layout.record)
    holders = {"file": root, "assistito": person, "record": record}
    for campo in layout.campi:
        value = cells[campo.colonna]
        if not value or campo.posto == "principio" or campo in broken:
            continue
        if layout.elementi and campo.posto == "record":
            etree.SubElement(record, campo.xml).text = value
        else:
            holders[campo.posto].set(campo.xml, value)
    for row in group if layout.del_posto("principio") else ():
        part = etree.SubElement(record, "PrincipioVaccinale")
        for campo in layout.del_posto("principio"):
            if row.cells[campo.colonna] and campo not in broken:
                part.set(campo.xml, row.cells[campo.colonna])
    return root


def _lines(source: IO[bytes], options: Options) -> Iterator[tuple[int, str]]:
    """The lines that say something, each with its number. Raises Unreadable where bytes form no character, or a line has no end."""
    head = source.read(_CHUNK)
    kind = decode_kind(head, options)
    decoder = codecs.getincrementaldecoder(_DECODERS[kind])()
    rest, line, chunk = "", 0, head
    while True:
        try:
            text = rest + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            raise Unreadable(issue("FILE-008", line=line + 1, encoding=kind.upper())) from None
        *whole, rest = text.split("\n")
        for each in whole if chunk else [*whole, rest]:
            line += 1
            if each.strip():
                _check_length(each, line)
                yield line, each.removesuffix("\r")
        if not chunk:
            return
        _check_length(rest, line + 1)
        chunk = source.read(_CHUNK)


def _check_length(text: str, line: int) -> None:
    if len(text) > _LONGEST:
        raise Unreadable(issue("AVN-018", line=line, limit=str(_LONGEST)))


def heading(layout: Tracciato) -> str:
    """The first row: the names of the columns."""
    return SEPARATOR.join(campo.colonna for campo in layout.colonne)


def rows_of(layout: Tracciato, event: EventoSIV) -> list[str]:
    """The rows of an event, one for each antigen of a product."""
    parts = getattr(event, "principi", ()) if layout.del_posto("principio") else (None,)
    return [SEPARATOR.join(_quoted(layout.testo(campo, part if campo.posto == "principio" else event)) for campo in layout.colonne) for part in parts]


def unwritable(layout: Tracciato, event: EventoSIV) -> list[Campo]:
    """The fields whose value has a line break: a row cannot hold them."""
    own = layout.del_posto("file", "record")
    return [campo for campo in own if isinstance(value := getattr(event, campo.field), str) and ("\n" in value or "\r" in value)]


def merges(layout: Tracciato, before: Sequence[str], row: str) -> bool:
    """Whether a row, written after these rows of one product, would be read as a further antigen of it."""
    names = [campo.colonna for campo in layout.colonne]
    group = [_Row(0, 0, dict(zip(names, split(each), strict=True))) for each in before]
    return bool(group) and _same_product(layout, group, dict(zip(names, split(row), strict=True)))


def _quoted(text: str) -> str:
    if not _NEEDS_QUOTES.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'
