"""A code list: what it is, where it comes from, and its codes with the time in which each of them holds."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from siss_interop.errors import SissError

__all__ = ["Code", "CodeList", "InvalidCodeList", "parse", "split_header"]

COLUMNS = ["code", "it", "en", "from", "to"]
REQUIRED = frozenset({"title", "source", "date", "licence", "updater", "closed", "wording"})
OPTIONAL = frozenset({"oid", "name", "note"})
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORDINGS = frozenset({"ministry", "source", "own"})


class InvalidCodeList(SissError, ValueError):
    """The text of a code list or of a translation does not have the shape of one; the message says where."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its labels and the first and last day on which it holds (both included, None: without end)."""

    code: str
    it: str
    en: str
    since: dt.date | None = None
    until: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        """Whether the code holds on that day."""
        day = day.date() if isinstance(day, dt.datetime) else day
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def label(self, lang: str = "it") -> str:
        """The label in ``it`` or ``en``; the other one where that is missing."""
        return (self.en or self.it) if lang == "en" else (self.it or self.en)


@dataclass(frozen=True, slots=True, eq=False)
class CodeList:
    """A list of codes. Closed means that no other code is admitted; in an open one others may occur.

    ``name`` is what CDA writes in ``codeSystemName``. ``wording`` says whose the labels are: ``ministry`` (a ministry's
    own text), ``source`` (the public source's) or ``own``. ``date`` is the day of the last comparison with the source.
    """

    id: str
    title_it: str
    oid: str | None
    name: str | None
    source: str
    date: dt.date
    licence: str
    updater: str
    closed: bool
    wording: str
    note: str
    entries: Mapping[str, tuple[Code, ...]] = field(repr=False)
    """Each code with its periods, the oldest first."""

    def lookup(self, code: object, on: dt.date | None = None) -> Code | None:
        """The code as it holds ``on`` that day, without a day its latest form; None if it is not there."""
        periods = self.entries.get(code, ()) if isinstance(code, str) else ()
        for found in reversed(periods):
            if on is None or found.valid_on(on):
                return found
        return None

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code in self.entries

    def __iter__(self) -> Iterator[Code]:
        for periods in self.entries.values():
            yield from periods

    def __len__(self) -> int:
        return len(self.entries)

    def search(self, fragment: str) -> tuple[Code, ...]:
        """The codes in which the fragment occurs, in code or label, whatever the case and the accents."""
        wanted = _plain(fragment)
        return tuple(c for c in self if any(wanted in _plain(text) for text in (c.code, c.it, c.en)))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def split_header(text: str) -> tuple[dict[str, str], list[str]]:
    """The ``# key: value`` lines at the top, and the lines that follow them.

    ``InvalidCodeList`` if a key comes twice or a line has no colon.
    """
    lines = text.splitlines()
    header: dict[str, str] = {}
    for number, line in enumerate(lines):
        if not line.startswith("#"):
            return header, lines[number:]
        key, colon, value = line[1:].partition(":")
        if not colon or key.strip() in header:
            raise InvalidCodeList(f"line {number + 1}: not a header line, or a key that came before")
        header[key.strip()] = value.strip()
    return header, []


def parse(key: str, text: str) -> CodeList:
    """A list from its CSV text: header lines, then ``code,it,en,from,to``; a code may come more than once, dated.

    For the lists of the library and for those that a user keeps. ``InvalidCodeList`` says what is wrong and in which
    line.
    """
    header, lines = split_header(text)
    if not header.keys() >= REQUIRED or not header.keys() <= REQUIRED | OPTIONAL:
        odd = sorted(REQUIRED - header.keys()) + sorted(header.keys() - REQUIRED - OPTIONAL)
        raise InvalidCodeList(f"{key}: header keys missing or unknown: {', '.join(odd)}")
    if header["closed"] not in ("yes", "no") or header["wording"] not in WORDINGS:
        raise InvalidCodeList(f"{key}: closed is yes or no, wording one of {', '.join(sorted(WORDINGS))}")
    compared = _day(header["date"], f"{key}: date")
    if compared is None:
        raise InvalidCodeList(f"{key}: date is empty")
    return CodeList(
        key, header["title"], header.get("oid"), header.get("name"), header["source"], compared, header["licence"],
        header["updater"], header["closed"] == "yes", header["wording"], header.get("note", ""),
        _entries(key, lines, len(header)),
    )  # fmt: skip


def _entries(key: str, lines: list[str], skipped: int) -> dict[str, tuple[Code, ...]]:
    rows = csv.reader(lines, strict=True)
    found: dict[str, list[Code]] = {}
    try:
        if next(rows, None) != COLUMNS:
            raise InvalidCodeList(f"{key}: the columns are {','.join(COLUMNS)}")
        for row in rows:
            where = f"{key}: line {skipped + rows.line_num}"
            if len(row) != len(COLUMNS) or not row[0] or not (row[1] or row[2]):
                raise InvalidCodeList(f"{where}: not five cells with a code and a label")
            made = Code(row[0], row[1], row[2], _day(row[3], where), _day(row[4], where))
            if any(_overlap(made, other) for other in found.get(made.code, ())):
                raise InvalidCodeList(f"{where}: the code holds twice on the same day")
            found.setdefault(made.code, []).append(made)
    except csv.Error as fault:
        raise InvalidCodeList(f"{key}: line {skipped + rows.line_num}: {fault}") from fault
    return {code: tuple(sorted(periods, key=lambda c: c.since or dt.date.min)) for code, periods in found.items()}


def _overlap(one: Code, other: Code) -> bool:
    first, last = max(one.since or dt.date.min, other.since or dt.date.min), min(one.until or dt.date.max, other.until or dt.date.max)
    return first <= last


def _day(text: str, where: str) -> dt.date | None:
    if not text:
        return None
    try:
        # fromisoformat alone admits 20190101 and 2019-W01-1 too
        return dt.date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise InvalidCodeList(f"{where}: not a day (AAAA-MM-GG)") from None
