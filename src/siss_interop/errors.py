"""The exceptions of the library: one base, and one class for each thing a caller may want to tell apart.

Texts never quote what a message contains: values are personal data, and an exception ends up in logs.
"""

from __future__ import annotations

from siss_interop.issues import Report, ValidationIssue
from siss_interop.losses import LossReport

__all__ = ["Refused", "SissError", "UnknownMessage", "Unreadable"]


class SissError(Exception):
    """Base of everything this library raises on purpose."""


class Unreadable(SissError):
    """The input cannot be read at all: no message, not even a partial one, came out of it.

    ``issue`` says why and, where known, at which line and column.
    """

    def __init__(self, issue: ValidationIssue) -> None:
        super().__init__(issue)
        self.issue = issue

    def __str__(self) -> str:
        return f"{self.issue.code}: {self.issue.text()}"


class Refused(SissError):
    """Writing was refused: the message is invalid, or it would lose something and ``on_loss="refuse"`` was asked for.

    ``report`` holds the faults of the message, ``losses`` what the target could not have kept; either may be empty.
    """

    def __init__(self, report: Report, losses: LossReport) -> None:
        super().__init__(report, losses)
        self.report = report
        self.losses = losses

    def __str__(self) -> str:
        codes = sorted({found.code for found in self.report.errors})
        faults = f"{len(self.report.errors)} errori ({', '.join(codes)})" if codes else "nessun errore"
        return f"scrittura rifiutata: {faults}, {len(self.losses)} perdite"


class UnknownMessage(SissError):
    """There is no such message, format or pair of message and format; the text says what exists."""
