"""The rows of the national register: one antigen a row, values between `~`, names in the first row.

Rows that follow one another and differ in antigen and dose alone are one product. Two equal rows are no product but a repetition: both are kept,
and it is said. A row knows no end of a product: two products equal in everything but the antigens, one after the other, read as one; writing
says so (`NARROWED`).
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
from siss_interop.messages.vaccinazioni.avn.record import FORMAT, Lettura
from siss_interop.messages.vaccinazioni.avn.tabelle import PER_COLONNE, Campo, Tracciato
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
#: bytes that form no character, as the decoder hands them on: one bad row does not stop the rest
_NO_TEXT = re.compile(r"[\udc80-\udcff]")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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

    Raises Unreadable at once where the first row does not name the columns; later, after what came before, where a line has no end.
    """
    lines = _lines(source, options)
    line, text = next(lines, (1, ""))
    names = [cell.strip() for cell in split(text)]
    layout = PER_COLONNE.get(frozenset(names)) if len(set(names)) == len(names) else None
    if layout is None:
        raise Unreadable(issue("AVN-013", line=line))
    expected = [campo.colonna for campo in layout.colonne]
    return _Rows(layout, names, [] if names == expected else [issue("AVN-015", line=line)]).read(lines)


class _Rows:
    """The rows of one file: those of the product that is being read, and what is to be told with it."""

    def __init__(self, layout: Tracciato, names: list[str], notes: list[ValidationIssue]) -> None:
        self.layout = layout
        self.names = names
        self.notes = notes
        self.group: list[_Row] = []

    def read(self, lines: Iterator[tuple[int, str]]) -> Iterator[Read]:
        """An event for each product, or row."""
        try:
            for number, (line, text) in enumerate(lines, 1):
                cells = split(text)
                row = _Row(number, line, dict(zip(self.names, cells, strict=False)))
                if len(cells) != len(self.names):
                    yield from self.flush()
                    yield self.bad(row, len(cells))
                elif self.group and not _same_product(self.layout, self.group, row.cells):
                    repeated = self.group[-1].cells == row.cells
                    yield from self.flush()
                    self.notes = [issue("AVN-007", line=line)] if repeated else []
                    self.group = [row]
                else:
                    self.group.append(row)
        except Unreadable:
            yield from self.flush()
            raise
        yield from self.flush()

    def flush(self) -> Iterator[Read]:
        """The event of the rows so far."""
        if self.group:
            group, self.group = self.group, []
            yield _read_group(self.layout, group, self.told())

    def bad(self, row: _Row, found: int) -> Read:
        """A row that has not the columns of its layout."""
        fault = issue("AVN-006", line=row.line, trovate=str(found), attese=str(len(self.names)))
        partial = {name: _NOT_XML.sub("\ufffd", value) for name, value in row.cells.items()}
        return Read(FORMAT, self.layout.modello.__name__, None, partial, Report((*self.told(), fault)), None, row.number)

    def told(self) -> list[ValidationIssue]:
        """What is to be told with the next event, once."""
        notes, self.notes = self.notes, []
        return notes


def split(line: str) -> list[str]:
    """The values of a row. A value between quotes may hold separators; a quote in it is doubled or comes after a backslash."""
    if '"' not in line or line.count(SEPARATOR) > _CELLS:
        return line.split(SEPARATOR)
    cells: list[str] = []
    at = 0
    while found := _CELL.match(line, at):
        quoted = found["quoted"]
        cells.append(found["plain"] if quoted is None else _ESCAPED.sub(lambda escape: escape[1] or '"', quoted))
        at = found.end() + 1
        if at > len(line):
            break
    return cells


def _same_product(layout: Tracciato, group: Sequence[_Row], cells: Cells) -> bool:
    """Whether a row is a further antigen of the product of the rows before it."""
    if not layout.del_posto("principio"):
        return False
    last = group[-1].cells
    if any(cells[name] != last[name] for name in cells if name not in _OF_ANTIGEN):
        return False
    return all(row.cells["COD_ANT"] != cells["COD_ANT"] for row in group)


def _read_group(layout: Tracciato, group: Sequence[_Row], notes: Sequence[ValidationIssue]) -> Read:
    """The event of one or more rows: they are made an element of the XML, so that both are read by the same words."""
    broken = [campo for campo in layout.campi for row in group if _NOT_XML.search(row.cells[campo.colonna])]
    found = Lettura(layout, _element(layout, group, broken), group[0].line, notes).read(group[0].number)
    bytes_ = [row.line for row in group if any(_NO_TEXT.search(value) for value in row.cells.values())]
    unfit = tuple(issue("AVN-002", path=campo.field, line=group[0].line, campo=campo.colonna) for campo in broken)
    unfit += tuple(issue("FILE-008", line=line, encoding="UTF-8") for line in bytes_)
    columns = {campo.xml: campo.colonna for campo in layout.campi}
    return found._replace(report=Report(tuple(_in_rows(each, columns) for each in found.report) + unfit))


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
    """The lines that say something, each with its number. Raises Unreadable where UTF-16 is broken, or a line has no end."""
    head = source.read(_CHUNK)
    kind = decode_kind(head, options)
    wide = kind.startswith("utf-16")
    decoder = codecs.getincrementaldecoder("utf-16" if head.startswith(_MARKS) else kind)("strict" if wide else "surrogateescape")
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
