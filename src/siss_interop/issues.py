"""One kind of finding everywhere: a stable code, a layer, a severity, a place and a text in two languages.

A code is defined once with :func:`define`, beside the code that finds it (the file and JSON codes stand in
``issue_table.py``); :func:`issue` makes one finding. Texts name places, never contents: ``value`` is kept apart and is
shown only on request, escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from siss_interop.issue_table import TABLE

__all__ = [
    "DEFINITIONS", "Definition", "Layer", "Report", "Severity", "ValidationIssue", "define", "escape", "issue",
    "placeholders",
]  # fmt: skip

MAX_SHOWN = 200
"""Longest value that a text shows; the rest is cut."""


class Severity(StrEnum):
    """Only an error makes a report not ok."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Layer(StrEnum):
    """Which check found it, from the bytes up to the order of events."""

    FILE = "file"
    SCHEMA = "schema"
    MODEL = "model"
    BINDING = "binding"
    CODES = "codes"
    RULE = "rule"
    OFFICIAL = "official"
    SEQUENCE = "sequence"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a code means: one sentence in each language, what to write instead, and where the demand comes from."""

    code: str
    layer: Layer
    severity: Severity
    it: str
    en: str
    instead_it: str = ""
    instead_en: str = ""
    source: str = ""
    """Document and place that states the rule."""
    official: str | None = None
    """The number of the ministry or the region for the same fault."""
    passing: str = ""
    failing: str = ""


DEFINITIONS: dict[str, Definition] = {}


def placeholders(template: str) -> frozenset[str]:
    """The names in braces of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def define(
    code: str, layer: Layer, severity: Severity, it: str, en: str, *, instead_it: str = "", instead_en: str = "",
    source: str = "", official: str | None = None, passing: str = "", failing: str = "",
) -> Definition:  # fmt: skip
    """Register a code. ``ValueError`` if it exists, lacks a language, or its two texts name different parameters."""
    if code in DEFINITIONS:
        raise ValueError(f"issue code {code} is defined twice")
    for italian, english in ((it, en), (instead_it, instead_en)):
        if bool(italian) != bool(english):
            raise ValueError(f"issue code {code} lacks one language")
        if placeholders(italian) != placeholders(english):
            raise ValueError(f"issue code {code} names different parameters in its two languages")
    if not it:
        raise ValueError(f"issue code {code} has no text")
    made = Definition(code, layer, severity, it, en, instead_it, instead_en, source, official, passing, failing)
    DEFINITIONS[code] = made
    return made


def escape(text: str) -> str:
    r"""The text on one line, fit for terminals and logs.

    Control characters, line ends, bidirectional overrides and other invisible characters become ``\xNN`` or
    ``\uNNNN``, a backslash is doubled (so that two different texts never look the same), long texts are cut.
    """
    shown = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    return "".join(_escaped(char) for char in shown)


def _escaped(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char == " " or unicodedata.category(char)[0] not in "CZ":
        return char
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


class _Params(dict[str, str]):
    """A text whose parameter is not known is still a text: a finding must never turn into a crash."""

    def __missing__(self, key: str) -> str:
        return "?"


def _fill(template: str, params: Mapping[str, str]) -> str:
    return template.format_map(_Params({name: escape(text) for name, text in params.items()}))


@dataclass(frozen=True, slots=True)
class ValidationIssue:
    """One finding. ``path`` is the model path, ``xpath`` the place in what was read; line and column count from 1."""

    code: str
    layer: Layer
    severity: Severity
    path: str = ""
    xpath: str | None = None
    line: int | None = None
    column: int | None = None
    params: tuple[tuple[str, str], ...] = ()
    value: str | None = None
    """What stood there. Personal data: it leaves this object only with ``show_values``."""
    official: str | None = None

    def text(self, lang: str = "it", show_values: bool = False) -> str:
        """The sentence of the code in ``it`` or ``en``, filled; the value follows only if asked for, escaped."""
        definition = DEFINITIONS[self.code]
        sentence = _fill(definition.en if lang == "en" else definition.it, dict(self.params))
        if show_values and self.value is not None:
            sentence += f" [{escape(self.value)}]"
        return sentence

    def instead(self, lang: str = "it") -> str:
        """What to write instead, in ``it`` or ``en``; empty if the definition gives no advice."""
        definition = DEFINITIONS[self.code]
        return _fill(definition.instead_en if lang == "en" else definition.instead_it, dict(self.params))

    def to_dict(self, lang: str = "it", show_values: bool = False) -> dict[str, str | int | None]:
        """Plain form for JSON."""
        return {
            "code": self.code,
            "layer": self.layer.value,
            "severity": self.severity.value,
            "path": self.path,
            "xpath": self.xpath,
            "line": self.line,
            "column": self.column,
            "text": self.text(lang, show_values),
            "official": self.official,
        }


def issue(
    code: str, *, severity: Severity | None = None, path: str = "", xpath: str | None = None, line: int | None = None,
    column: int | None = None, value: str | None = None, official: str | None = None, **params: str,
) -> ValidationIssue:  # fmt: skip
    """One finding of a defined code; severity and official number come from the definition unless given.

    ``params`` fill the text: names and limits, never contents of the message. ``KeyError`` for an unknown code.
    """
    known = DEFINITIONS[code]
    return ValidationIssue(
        code, known.layer, severity or known.severity, path, xpath, line, column, tuple(params.items()), value,
        official if official is not None else known.official,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """All findings about one input, in the order in which they were made."""

    issues: tuple[ValidationIssue, ...] = ()

    @property
    def ok(self) -> bool:
        """No error among them; warnings do not count."""
        return not self.errors

    @property
    def errors(self) -> tuple[ValidationIssue, ...]:
        """Those that make the message invalid."""
        return tuple(found for found in self.issues if found.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[ValidationIssue, ...]:
        """Those that somebody should look at."""
        return tuple(found for found in self.issues if found.severity is Severity.WARNING)

    def __iter__(self) -> Iterator[ValidationIssue]:
        return iter(self.issues)

    def __len__(self) -> int:
        return len(self.issues)

    def __add__(self, other: Report) -> Report:
        return Report(self.issues + other.issues)


for _row in TABLE:
    define(_row.code, Layer.FILE, Severity.ERROR, _row.it, _row.en, instead_it=_row.instead_it,
           instead_en=_row.instead_en, passing=_row.passing, failing=_row.failing)  # fmt: skip
