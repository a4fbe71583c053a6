"""What a conversion could not carry over: the loss report that goes with every written payload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Loss", "LossKind", "LossReport"]


class LossKind(StrEnum):
    """How a fact suffered."""

    DROPPED = "DROPPED"
    """The target has no place for it."""
    NOT_IN_VERSION = "NOT_IN_VERSION"
    """The target has a place, but not in the version that was written."""
    RECODED = "RECODED"
    """It was written with a code of another list; the way back may give another code."""
    NARROWED = "NARROWED"
    """It was written with less precision, or only in part."""
    ASSUMED = "ASSUMED"
    """The target demands a fact which the source does not hold: a documented constant was written."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One fact that did not come through as it was."""

    kind: LossKind
    path: str
    """Model path, or XPath for what stood in an original and in no field."""
    why: str
    value: str | None = None
    """What was lost. Personal data: it leaves this object only with ``show_values``."""

    def to_dict(self, show_values: bool = False) -> dict[str, str]:
        """Plain form for JSON and tables; ``value`` is there only if asked for and known."""
        plain = {"kind": self.kind.value, "path": self.path, "why": self.why}
        if show_values and self.value is not None:
            plain["value"] = self.value
        return plain


@dataclass(frozen=True, slots=True)
class LossReport:
    """All losses of one written payload, in the order in which they were met. It is true if there is any."""

    losses: tuple[Loss, ...] = ()

    def __iter__(self) -> Iterator[Loss]:
        return iter(self.losses)

    def __len__(self) -> int:
        return len(self.losses)

    def __bool__(self) -> bool:
        return bool(self.losses)

    def __add__(self, other: LossReport) -> LossReport:
        return LossReport(self.losses + other.losses)

    def by_kind(self, kind: LossKind) -> tuple[Loss, ...]:
        """The losses of one kind, in order."""
        return tuple(loss for loss in self.losses if loss.kind is kind)
