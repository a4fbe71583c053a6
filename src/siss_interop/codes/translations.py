"""From the codes of one list to those of another and back, without guessing.

A pair may merge (several codes of the source go to one of the target): then the way back is not known, and ``back``
says None rather than choose. A code of the source may have several pairs: the first is written, all of them are read.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from siss_interop.codes.lists import CodeList, InvalidCodeList, split_header
from siss_interop.errors import SissError

__all__ = ["Pair", "Translation", "UnknownCode", "parse_translation"]

COLUMNS = ["source", "target", "kind"]
HEADER = frozenset({"title", "source_list", "target_list", "source", "date", "licence", "updater"})
NULL_FLAVORS = "hl7_null_flavor"


class UnknownCode(SissError, ValueError):
    """The code is not in the list that it was said to come from; the message names the list, not the code."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A code of the source and what it becomes; ``null_flavor`` if that is no code of the target but a nullFlavor."""

    source: str
    target: str
    null_flavor: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """Pairs between ``source`` and ``target``; the target may be a bare OID where the library ships no list of it.

    Making one with a code that is in neither list, or with a pair that comes twice, raises ``InvalidCodeList``.
    ``nulls`` is the list of nullFlavors, needed only if some pair is one.
    """

    name: str
    source: CodeList
    target: CodeList | str
    pairs: tuple[Pair, ...]
    nulls: CodeList | None = None
    title_it: str = ""
    _to: dict[str, str] = field(init=False, repr=False)
    _back: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len({(pair.source, pair.target) for pair in self.pairs}) != len(self.pairs):
            raise InvalidCodeList(f"{self.name}: a pair comes twice")
        written: dict[str, str] = {}
        read: dict[str, tuple[str, ...]] = {}
        for number, pair in enumerate(self.pairs, start=1):
            if pair.source not in self.source or not self._is_target(pair):
                raise InvalidCodeList(f"{self.name}: pair {number} has a code that is not in its list")
            written.setdefault(pair.source, pair.target)
            read[pair.target] = (*read.get(pair.target, ()), pair.source)
        object.__setattr__(self, "_to", written)
        object.__setattr__(self, "_back", read)

    def _is_target(self, pair: Pair) -> bool:
        if pair.null_flavor:
            return self.nulls is not None and pair.target in self.nulls
        return isinstance(self.target, str) or pair.target in self.target

    def to(self, code: str) -> str | None:
        """What the code becomes in the target; None if it has no pair, ``UnknownCode`` if it is not in the source."""
        if code not in self.source:
            raise UnknownCode(f"{self.name}: the code is not in {self.source.id}")
        return self._to.get(code)

    def back(self, code: str) -> str | None:
        """The code of the source; None if several became this one, or none did.

        ``UnknownCode`` if it is neither in the target nor a nullFlavor of a pair. A target that is a bare OID
        cannot be looked into: there any other code gives None.
        """
        sources = self._back.get(code, ())
        if not sources and not isinstance(self.target, str) and code not in self.target:
            raise UnknownCode(f"{self.name}: the code is not in {self.target.id}")
        return sources[0] if len(sources) == 1 else None

    def is_null_flavor(self, code: str) -> bool:
        """Whether a result of :meth:`to` is to be written as a nullFlavor, not as a code."""
        return any(pair.null_flavor for pair in self.pairs if pair.target == code)

    @property
    def merges(self) -> Mapping[str, tuple[str, ...]]:
        """The targets that several codes of the source become, with those codes: what cannot be read back."""
        return {target: sources for target, sources in self._back.items() if len(sources) > 1}

    @property
    def missing(self) -> tuple[str, ...]:
        """The codes of the source that have no pair."""
        return tuple(code for code in self.source.entries if code not in self._to)


def parse_translation(name: str, text: str, find: Callable[[str], CodeList]) -> Translation:
    """A translation from its CSV text: header lines, then ``source,target,kind`` (kind: ``code`` or ``nullFlavor``).

    ``find`` gives the lists that the header names. ``InvalidCodeList`` if the text has another shape.
    """
    header, lines = split_header(text)
    if header.keys() != HEADER:
        raise InvalidCodeList(f"{name}: header keys missing or unknown: {', '.join(sorted(header.keys() ^ HEADER))}")
    pairs = tuple(_pairs(name, lines))
    nulls = find(NULL_FLAVORS) if any(pair.null_flavor for pair in pairs) else None
    target = header["target_list"]
    found = target if target[:1].isdigit() else find(target)
    return Translation(name, find(header["source_list"]), found, pairs, nulls, header["title"])


def _pairs(name: str, lines: list[str]) -> Iterable[Pair]:
    rows = csv.reader(lines, strict=True)
    if next(rows, None) != COLUMNS:
        raise InvalidCodeList(f"{name}: the columns are {','.join(COLUMNS)}")
    for row in rows:
        if len(row) != len(COLUMNS) or row[2] not in ("code", "nullFlavor"):
            raise InvalidCodeList(f"{name}: row {rows.line_num - 1} is not source, target and kind")
        yield Pair(row[0], row[1], row[2] == "nullFlavor")
