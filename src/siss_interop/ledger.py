"""The ledger: which events of a flow are in force, after replacements and cancellations.

It is a fold over the events in the order of their reception, and it never raises: what is odd becomes a finding. An event claims a *set* of keys. A
later event of its type that has the same identity at the sender, or any of the same keys, replaces it **whole**; a cancellation carries keys only,
and takes back the whole event that holds them. What a replacement no longer claims, and what else goes with a cancelled key, is reported.

>>> len(Builder(flow("siv")))
0

Laws (tested): twice is once; sending and cancelling leaves nothing; different keys commute. An event is in force if and only if nothing later touches
it, so any order that keeps the relative order of events with a common key gives the same store and the same states. Findings are the same too if the
order is kept among all events that are joined by a chain of common keys: a replacement can report only what was still in force.

Memory grows with what is in force: nothing is remembered of what was replaced or taken back. So a cancellation that comes before its event does not
stop it, and with `last_by_timestamp` an event is compared with those in force only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from siss_interop.errors import UnknownMessage
from siss_interop.issues import ValidationIssue, issue
from siss_interop.ledger_issues import (
    ABSENT,
    CONTRADICTS,
    EXCESS,
    EXISTS,
    FOREIGN,
    KEYLESS,
    NOT_ALLOWED,
    NOT_MINE,
    OLDER,
    ORPHANS,
    OTHER_SENDER,
    SENDER,
    TAKES_MORE,
    UNCLAIMED,
    UNKNOWN,
)
from siss_interop.model.base import Message
from siss_interop.model.flow import Claim, Envelope, Flow, Held, Key, Party, Recall, Sent

__all__ = ["FLOWS", "Builder", "Ledger", "apply", "flow", "fold"]

FLOWS: dict[str, str] = {
    "siv": "siss_interop.messages.vaccinazioni.registro_chiavi:FLUSSO",
    "trasporti": "siss_interop.messages.trasporti.registro_chiavi:FLUSSO",
}
"""Where the table of each flow stands."""

Findings = tuple[ValidationIssue, ...]


def flow(name: str) -> Flow:
    """The table of a flow by its name. Raises UnknownMessage that names those that exist."""
    if name not in FLOWS:
        raise UnknownMessage(f"the ledger knows no such flow; it knows: {', '.join(sorted(FLOWS))}")
    module, _, attribute = FLOWS[name].partition(":")
    found: Flow = getattr(import_module(module), attribute)
    return found


class Ledger:
    """The events in force, and what the last event gave rise to. Two ledgers are equal if the same events are in force."""

    __slots__ = ("_identities", "_records", "_subjects", "findings", "flow", "last_by_timestamp")

    def __init__(self, table: Flow, *, last_by_timestamp: bool = False) -> None:
        """An empty ledger. With `last_by_timestamp` an event older than the one in force, by the sender's date, does not replace it."""
        self.flow = table
        self.last_by_timestamp = last_by_timestamp
        self.findings: Findings = ()
        self._records: dict[str, dict[Key, Held]] = {}
        self._identities: dict[str, dict[Key, Held]] = {}
        self._subjects: dict[Key, dict[tuple[str, Key], Held]] | None = None if table.orphans is None else {}

    def in_force(self, *kinds: str) -> Iterator[Held]:
        """The events of these types, in no order that means anything; all of them if none is named."""
        for kind in kinds or tuple(self._records):
            for key, held in self._records.get(kind, {}).items():
                # an event stands under each of its keys, and is given once
                if key == held.claim.records[0]:
                    yield held

    def holder(self, kind: str, key: Key) -> Held | None:
        """The event of a type that holds a key."""
        return self._records.get(kind, {}).get(key)

    def about(self, subject: Key) -> Iterator[Held]:
        """The events in force about a subject; of a flow whose events do not depend on one another it is not kept, and this is empty."""
        yield from (self._subjects or {}).get(subject, {}).values()

    def named(self, kind: str, identity: Key) -> Held | None:
        """The event of a type that has an identity at its sender."""
        return self._identities.get(kind, {}).get(identity)

    def __len__(self) -> int:
        return sum(1 for _ in self.in_force())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]  # a ledger is compared, never a key itself

    def _content(self) -> dict[tuple[str, Key], Message]:
        return {(kind, key): held.event for kind, keys in self._records.items() for key, held in keys.items()}

    def _copy_of(self, other: Ledger) -> None:
        self._records = {kind: dict(keys) for kind, keys in other._records.items()}
        self._identities = {kind: dict(keys) for kind, keys in other._identities.items()}
        if other._subjects is not None:
            self._subjects = {subject: dict(helds) for subject, helds in other._subjects.items()}


class Builder(Ledger):
    """A ledger that grows in place: for many events. It is an `InForce` at any time."""

    __slots__ = ("_claims",)

    def __init__(self, start: Flow | Ledger, *, last_by_timestamp: bool = False) -> None:
        """From nothing, or from a ledger (which stays as it is, and whose option holds)."""
        if isinstance(start, Ledger):
            super().__init__(start.flow, last_by_timestamp=start.last_by_timestamp)
            self._copy_of(start)
        else:
            super().__init__(start, last_by_timestamp=last_by_timestamp)
        self._claims = self.flow.claims

    def ledger(self) -> Ledger:
        """What is in force now, as a ledger that does not change any more."""
        made = Ledger(self.flow, last_by_timestamp=self.last_by_timestamp)
        made._copy_of(self)  # noqa: SLF001 - of the base class
        made.findings = self.findings
        return made

    def apply(self, event: Message, *, received: int) -> Findings:
        """Take in the next event; what it gave rise to. Never raises. `received` is its number in the order of reception, which findings tell."""
        try:
            sent = event.sent() if isinstance(event, Envelope) else Sent(event)
            claim_of = self._claims.get(type(sent.event))
            if claim_of is not None:
                self.findings = self._sent(sent, received, claim_of(sent.event))
            else:
                self.findings = self._other(sent)
        except (AttributeError, TypeError, ValueError):
            # an event that was built past the checks of its model: its keys cannot be made, and nothing has changed yet
            self.findings = (issue(KEYLESS.code),)
        return self.findings

    def _sent(self, sent: Sent, received: int, claim: Claim | None) -> Findings:
        if claim is None:
            return (issue(KEYLESS.code),)
        event, party = sent.event, sent.party
        if party is not None and not self.flow.may_send(sent):
            return (issue(SENDER.code, message=type(event).__name__),)
        findings: Findings = ()
        operation = self.flow.operation(event)
        if earlier := self._overlapped(claim):
            if len(earlier) == 1 and earlier[0].event == event:
                return ()
            if (newer := self._newer(sent, earlier)) is not None:
                return (issue(OLDER.code, earlier=str(newer.received)),)
            findings = tuple(self._replaced(claim, operation, earlier, party))
        elif operation == "V":
            findings = (issue(ABSENT.code),)
        made = Held(event, received, claim, party, sent.moment)
        records = self._records[claim.kind]
        for key in claim.records:
            records[key] = made
        if claim.identity is not None:
            self._identities[claim.kind][claim.identity] = made
        if self._subjects is not None:
            self._subjects.setdefault(claim.subject, {})[claim.kind, claim.records[0]] = made
        return findings

    def _overlapped(self, claim: Claim) -> tuple[Held, ...]:
        """The events in force that a new one replaces: that of the same identity first, then by the new one's keys."""
        kind, identity, _, keys = claim
        if kind not in self._records:
            self._records[kind], self._identities[kind] = {}, {}
        records, found = self._records[kind], []
        if identity is not None and (held := self._identities[kind].get(identity)) is not None:
            found.append(held)
        found += [records[key] for key in keys if key in records]
        # the same event may have been met by several keys
        return tuple({id(held): held for held in found}.values()) if found else ()

    def _replaced(self, claim: Claim, operation: str | None, earlier: Iterable[Held], party: Party | None) -> Iterator[ValidationIssue]:
        """Take out the events that one replaces; yields what is to be said of them."""
        for each in earlier:
            self._remove(each)
            if party is not None and each.party is not None and party != each.party:
                yield issue(OTHER_SENDER.code, earlier=str(each.received))
            if operation == "I":
                yield issue(EXISTS.code, earlier=str(each.received))
            lost = [key for key in each.claim.records if key not in claim.records]
            if lost:
                yield issue(UNCLAIMED.code, value=self._described(lost), earlier=str(each.received), count=str(len(lost)))

    def _newer(self, sent: Sent, earlier: Iterable[Held]) -> Held | None:
        """The first of these events that its sender made after this one, where that decides. Events without a date are never newer or older."""
        if not self.last_by_timestamp or (moment := sent.moment or self.flow.moment(sent.event)) is None:
            return None
        return next((each for each in earlier if (other := each.moment or self.flow.moment(each.event)) is not None and other > moment), None)

    def _other(self, sent: Sent) -> Findings:
        """A cancellation, or nothing of this flow."""
        event = sent.event
        recall_of = self.flow.recalls.get(type(event))
        name = type(event).__name__
        if recall_of is None:
            return (issue(FOREIGN.code, message=name, flow=self.flow.name),)
        recall = recall_of(event)
        if recall.excess:
            return tuple(issue(EXCESS.code, path=field, field=field) for field in recall.excess)
        if recall.kind not in self.flow.may_recall.get(type(event), ()):
            return (issue(NOT_ALLOWED.code, message=name, kind=recall.kind),)
        if recall.identity is None and not recall.records:
            return (issue(KEYLESS.code),)
        if sent.party is not None and not self.flow.may_send(sent):
            return (issue(SENDER.code, message=name),)
        return tuple(self._recalled(sent, recall))

    def _recalled(self, sent: Sent, recall: Recall) -> Iterator[ValidationIssue]:
        """Take back what a cancellation names; yields what is to be said of it."""
        found = self._targets(recall)
        named = 1 if recall.identity is not None else len(recall.records)
        held = {key for each in found for key in each.claim.records}
        unknown = (not found) if recall.identity is not None else sum(key not in held for key in recall.records)
        if unknown:
            yield issue(UNKNOWN.code, named=str(named), unknown=str(int(unknown)))
        if (wrong := next((each for each in found if _contradicts(recall, each.claim)), None)) is not None:
            yield issue(CONTRADICTS.code, earlier=str(wrong.received))
            return
        if (newer := self._newer(sent, found)) is not None:
            yield issue(OLDER.code, earlier=str(newer.received))
            return
        if sent.party is not None and (theirs := next((each for each in found if not self.flow.may_take_back(sent, each, self)), None)) is not None:
            yield issue(NOT_MINE.code, earlier=str(theirs.received))
            return
        for each in found:
            self._remove(each)
            if self.flow.orphans is not None and (orphans := self.flow.orphans(each, self)):
                yield issue(ORPHANS.code, count=str(orphans))
            more = [key for key in each.claim.records if key not in recall.records]
            # who names an event by its identity means all of it; who names some of its keys may not know of the others
            if more and recall.records:
                yield issue(TAKES_MORE.code, value=self._described(more), earlier=str(each.received), count=str(len(more)))

    def _targets(self, recall: Recall) -> tuple[Held, ...]:
        if recall.identity is not None:
            held = self.named(recall.kind, recall.identity)
            return () if held is None else (held,)
        found = (self.holder(recall.kind, key) for key in recall.records)
        return tuple({id(held): held for held in found if held is not None}.values())

    def _remove(self, held: Held) -> None:
        claim = held.claim
        records = self._records[claim.kind]
        for key in claim.records:
            records.pop(key, None)
        if claim.identity is not None:
            self._identities[claim.kind].pop(claim.identity, None)
        if self._subjects is not None:
            about = self._subjects[claim.subject]
            del about[claim.kind, claim.records[0]]
            if not about:
                del self._subjects[claim.subject]

    def _described(self, keys: Iterable[Key]) -> str:
        return "; ".join(self.flow.describe(key) for key in keys)


def _contradicts(recall: Recall, claim: Claim) -> bool:
    """Whether a cancellation by identity speaks of somebody else, or of keys that the event does not hold.

    Identifiers of different kinds are no contradiction: one person may have both.
    """
    if recall.identity is None:
        return False
    one, other = recall.subject, claim.subject
    another = bool(one) and bool(other) and one[0] == other[0] and one != other
    return another or any(key not in claim.records for key in recall.records)


def apply(ledger: Ledger, event: Message, *, received: int) -> Ledger:
    """The ledger after one more event; the one before stays as it is. Never raises.

    What the event gave rise to is in `findings` of the result. It copies the ledger: for many events take a `Builder` or `fold`.
    """
    made = Builder(ledger)
    made.apply(event, received=received)
    return made.ledger()


def fold(table: Flow, events: Iterable[Message], *, last_by_timestamp: bool = False) -> tuple[Ledger, Findings]:
    """The ledger of all these events, numbered from 1 in their order, and all that they gave rise to."""
    made = Builder(table, last_by_timestamp=last_by_timestamp)
    findings: list[ValidationIssue] = []
    for number, event in enumerate(events, 1):
        findings.extend(made.apply(event, received=number))
    return made.ledger(), tuple(findings)
