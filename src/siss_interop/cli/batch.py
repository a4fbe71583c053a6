"""`convert` for files of many: record by record, in flat memory. A bad record is told and left out; the others are converted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from siss_interop.cli.report import MANY_LOSSES
from siss_interop.errors import Refused
from siss_interop.issues import Report, ValidationIssue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable

    from siss_interop.messages.vaccinazioni.avn import AvnFile
    from siss_interop.messages.vaccinazioni.eventi import EventoSIV
    from siss_interop.model.base import Message
    from siss_interop.wire.results import Read

_EVENT = re.compile(r"\[(\d+)\]\.?")
"""How the writer of the register begins a path: with the number of the event, from 0."""
NO_CIPHER = "AVN-008"


@dataclass(frozen=True, slots=True)
class Lost:
    """A loss, and the record that it is of."""

    record: int | None
    loss: Loss

    def to_dict(self, show_values: bool) -> dict[str, Any]:
        """Plain form for JSON; a source of one message has no record."""
        return self.loss.to_dict(show_values) if self.record is None else {**self.loss.to_dict(show_values), "record": self.record}


@dataclass(slots=True)
class Batch:
    """The records of a source on their way to another format. `tell` is given each issue as it is found."""

    tell: Callable[[int | None, Iterable[ValidationIssue]], None]
    options: Options
    on_loss: str = "report"
    original: bool = True
    profile: str | None = None
    """The kind of FHIR bundle."""
    keep_losses: bool = False
    """Whether all losses are wanted; otherwise the first ones and their number."""
    ok: bool = True
    read: int = 0
    written: int = 0
    in_clear: int = 0
    """How many records the register cannot take because their person is not encrypted."""
    lost: list[Lost] = field(default_factory=list)
    losses: int = 0

    def good(self, reads: Iterable[Read], to: str) -> Iterator[tuple[Read, Message]]:
        """What can be converted to a format, with what that cannot have told.

        A record that breaks a rule is told, and converted as it is; one that could not be read is told and left out.
        """
        from siss_interop.api import check_read, left_behind

        for found in reads:
            self.read += 1
            self._found(found.record, check_read(found, self.options))
            if found.message is None or not found.report.ok:
                continue
            # FHIR is written one by one, and tells it then; our JSON carries the original
            told = to == "fhir" or (to == "json" and self.original and found.original is not None)
            if self._keeps(found.record, () if told else left_behind(found, self.options).losses):
                self.written += 1
                yield found, found.message

    def _found(self, record: int | None, issues: Iterable[ValidationIssue]) -> None:
        report = Report(tuple(issues))
        self.ok = self.ok and report.ok
        if report:
            self.tell(record, report)

    def _keeps(self, record: int | None, losses: tuple[Loss, ...]) -> bool:
        """Take note of what a record loses. False where that is reason enough to leave it out."""
        if self.on_loss == "ignore":
            return True
        self.losses += len(losses)
        self.lost.extend(Lost(record, loss) for loss in losses[: None if self.keep_losses else max(MANY_LOSSES - len(self.lost), 0)])
        if self.on_loss == "refuse" and any(loss.kind is not LossKind.ASSUMED for loss in losses):
            self.ok = False
            return False
        return True

    def pieces(self, reads: Iterable[Read], to: str) -> Iterator[bytes]:
        """The payload in regional XML, or in our JSON or FHIR with one message a line. Raises Refused where nothing is left, UnknownMessage."""
        from siss_interop.many import write_all

        good = self.good(reads, to)
        lines = {"json": self._lines, "fhir": self._bundles}.get(to)
        yield from lines(good) if lines is not None else write_all((message for _, message in good), to=to)
        if not self.written:
            raise Refused(Report(), LossReport())

    def _lines(self, good: Iterable[tuple[Read, Message]]) -> Iterator[bytes]:
        from siss_interop.wire import jsonio

        for found, message in good:
            yield jsonio.write(message, found.original if self.original else None, found.type, line=True)

    def _bundles(self, good: Iterable[tuple[Read, Message]]) -> Iterator[bytes]:
        """FHIR, one bundle a line, each with its losses told."""
        from siss_interop.api import write

        for found, _ in good:
            written = write(found, to="fhir", original=self.original, profile=self.profile, options=self.options)
            self._found(found.record, written.report)
            if self._keeps(found.record, tuple(written.loss)):
                yield written.payload.rstrip(b"\n") + b"\n"
            else:
                self.written -= 1

    def register(self, reads: Iterable[Read], *, as_rows: bool) -> tuple[AvnFile, ...]:
        """The files of the national register. Cancellations find what they take back among the events of the source. Raises Refused."""
        from siss_interop.many import event_of

        events: list[EventoSIV] = []
        records: list[int | None] = []
        for found, message in self.good(reads, "avn"):
            events.append(event_of(message))
            records.append(found.record)
        self.written = 0
        return self._files(events, records, as_rows=as_rows) if events else self._none()

    def _files(self, events: list[EventoSIV], records: list[int | None], *, as_rows: bool) -> tuple[AvnFile, ...]:
        from siss_interop.messages.vaccinazioni.avn import write_avn

        try:
            files = write_avn(events, cancelled=events, as_rows=as_rows, on_fault="skip")
        except Refused as refused:
            self._placed(refused.report, records)
            return self._none()
        # every file holds the faults of the whole source
        self._placed(files[0].written.report, records)
        kept = self._kept(files, records)
        self.written = sum(keep is not False for keep in kept) - len(faulty(files[0].written.report))
        if False not in kept:
            return files
        left = [event for event, keep in zip(events, kept, strict=True) if keep]
        return write_avn(left, cancelled=events, as_rows=as_rows, on_fault="skip") if self.written else self._none()

    def _placed(self, report: Report, records: list[int | None]) -> None:
        """Tell what the writer found, each at its record; that no cipher is there, once."""
        for each in report:
            at, path = _event_of(each.path)
            self.in_clear += each.code == NO_CIPHER
            if each.code != NO_CIPHER or self.in_clear == 1:
                self._found(records[at], (replace(each, path=path),))

    def _kept(self, files: tuple[AvnFile, ...], records: list[int | None]) -> list[bool]:
        """Which events lose no more than they may; faulty ones are told already and lose nothing besides."""
        bad = faulty(files[0].written.report)
        losses: dict[int, list[Loss]] = {}
        for loss in dict.fromkeys(loss for file in files for loss in file.written.loss):
            at, path = _event_of(loss.path)
            if at not in bad:
                losses.setdefault(at, []).append(replace(loss, path=path))
        return [self._keeps(record, tuple(losses.get(at, ()))) for at, record in enumerate(records)]

    def _none(self) -> tuple[AvnFile, ...]:
        raise Refused(Report(), LossReport())


def faulty(report: Report) -> frozenset[int]:
    """The events that have an issue of the register's writer."""
    return frozenset(_event_of(each.path)[0] for each in report)


def _event_of(path: str) -> tuple[int, str]:
    match = _EVENT.match(path)
    return (int(match[1]), path[match.end() :]) if match else (0, path)
