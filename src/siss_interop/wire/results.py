"""What reading and writing give back: frozen, and the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import Any, NamedTuple

from siss_interop.issues import Report
from siss_interop.losses import LossReport
from siss_interop.model.base import Message


class Reason(StrEnum):
    """Why something that was read is in no field."""

    UNKNOWN = "unknown"
    CONSTANT = "constant"
    SECOND = "second"
    INCOMPLETE = "incomplete"
    MALFORMED = "malformed"
    DISORDER = "disorder"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """One thing of the input that is in no field of the message. It is kept in the original, and lost without it."""

    xpath: str
    reason: str
    facts: int
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Accounting:
    """Everything that was read is typed, fixed or left over. A fact is an attribute, a run of text, or an empty element."""

    left_over: tuple[LeftOver, ...]
    count: Callable[[], int] = field(repr=False, compare=False)

    @property
    def facts(self) -> int:
        """How many facts there are in all; counted when asked for."""
        return self.count()

    @property
    def left(self) -> int:
        """How many facts are left over."""
        return sum(item.facts for item in self.left_over)

    @property
    def typed_share(self) -> float:
        """The share of facts that stand in a field or a constant, from 0 to 1."""
        facts = self.facts
        return 1 - self.left / facts if facts else 1.0


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a message was read from, and the message as those bytes say it."""

    format: str
    data: bytes
    message: Message | None


class Read(NamedTuple):
    """What came out of one input.

    `message` is None where a required place is faulty; `partial` then holds as plain values what could be read. `original` keeps the bytes in either
    case; it is never held by the message itself, so that a selected or pseudonymised message cannot carry it along.
    """

    format: str
    type: str
    message: Message | None
    partial: Mapping[str, Any]
    report: Report
    original: Original | None
    record: int | None = None
    account: Callable[[bool], Accounting] | None = None
    """Works the account out, with or without line and column, which cost the most."""

    @property
    def accounting(self) -> Accounting:
        """What is typed and what is left over, with places; worked out when asked for."""
        return self.account(True) if self.account else Accounting((), int)


@dataclass(frozen=True, slots=True)
class Written:
    """A payload, what it could not keep, and what was found on the way."""

    payload: bytes
    loss: LossReport = field(default_factory=LossReport)
    report: Report = field(default_factory=Report)

    @property
    def resource(self) -> Any:
        """FHIR only: the payload as a typed object of `fhir.resources.R4B`. Raises Unreadable where the payload is no FHIR."""
        # by name, for it stands floors above; the classes are heavy, and only who asks for them pays for them
        return import_module("siss_interop.check.fhir.typed").resource(self.payload)
