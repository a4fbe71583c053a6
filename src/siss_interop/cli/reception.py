"""What `ledger` received: from where each event came, how many were skipped, and everything that was found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from siss_interop.cli.edge import FINE, ISSUES, UNREADABLE
from siss_interop.cli.report import place_of
from siss_interop.issues import Severity, ValidationIssue

_NUMBERS = frozenset({"earlier", "other", "altro"})
"""Parameters of findings that are the number of another event."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the record of the source that it is about."""

    source: str
    record: int | None
    issue: ValidationIssue

    def to_dict(self, lang: str, show_values: bool) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"source": self.source, "record": self.record, **self.issue.to_dict(lang, show_values)}

    @property
    def place(self) -> str:
        """The source, with the number of the record."""
        return place_of(self.source, self.record)


@dataclass(slots=True)
class Reception:
    """What was received: from where each event came, how many were skipped, and everything that was found."""

    places: list[tuple[str, int | None]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    read: int = 0
    skipped: int = 0
    unreadable: bool = False

    def of_event(self, number: int, each: ValidationIssue) -> Found:
        """A finding about an event, by its number in the order of reception. The numbers of other events in its text get their places too."""
        params = tuple((name, self._with_place(value) if name in _NUMBERS else value) for name, value in each.params)
        return Found(*self.places[number - 1], replace(each, params=params))

    def _with_place(self, number: str) -> str:
        return f"{number} ({place_of(*self.places[int(number) - 1])})"

    @property
    def code(self) -> int:
        """The exit code."""
        if self.unreadable:
            return UNREADABLE
        return ISSUES if any(each.issue.severity is Severity.ERROR for each in self.found) else FINE
