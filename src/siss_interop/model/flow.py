"""What a flow tells the ledger: what each of its events claims, what a cancellation takes back, and who may cancel what.

Data and pure functions only; the fold over the events stands in `siss_interop.ledger`. A flow is one `Flow`, declared beside its events.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from siss_interop.model.base import Message

Key = tuple[Hashable, ...]
"""One thing that only one event of its type can hold. Its values are normalised: two keys are the same if they are equal."""


class Claim(NamedTuple):
    """What an event holds while it is in force."""

    kind: str
    """Its type: keys of different types never meet."""
    identity: Key | None
    """Its name at the sender, if it has one: a later event of that name replaces it whatever else it says."""
    subject: Key
    """Whom or what it is about: the first part is the kind of identifier. Empty if that is not known."""
    records: tuple[Key, ...]
    """Its keys, at least one."""


class Recall(NamedTuple):
    """What a cancellation names. With an identity the records only confirm it; without one they decide."""

    kind: str
    identity: Key | None
    subject: Key
    records: tuple[Key, ...]
    excess: tuple[str, ...] = ()
    """Fields that say more than a key: a cancellation may not have them."""


class Party(NamedTuple):
    """Who sends, or in whose name."""

    kind: str
    """What it is, as the envelope names it: AV, AZIENDA, REGIONE …"""
    code: str


class Sent(NamedTuple):
    """An event as it was sent: who did, in whose name, and when. What is not known is None."""

    event: Message
    sender: Party | None = None
    on_behalf: Party | None = None
    moment: datetime | None = None
    """When the fact happened, or was changed, as the sender says."""
    dispatched: datetime | None = None
    """When it was sent."""

    @property
    def party(self) -> Party | None:
        """Who answers for it: the one in whose name it was sent, else the sender."""
        return self.on_behalf or self.sender


class Envelope(Message):
    """A message that carries an event of a flow."""

    @abstractmethod
    def sent(self) -> Sent:
        """The event, and what the envelope says of its sending."""


class Held(NamedTuple):
    """An event in force, when it was received, and what it claims; who answers for it and when it was made, where it came in an envelope."""

    event: Message
    received: int
    claim: Claim
    party: Party | None = None
    moment: datetime | None = None


class InForce(Protocol):
    """A store of events in force, as the state of a flow sees it."""

    def in_force(self, *kinds: str) -> Iterator[Held]:
        """The events of these types, in no order that means anything; all of them if none is named."""


class Store(InForce, Protocol):
    """What the rights of a sender may depend on."""

    def holder(self, kind: str, key: Key) -> Held | None:
        """The event of a type that holds a key."""

    def about(self, subject: Key) -> Iterator[Held]:
        """The events in force about a subject, of a flow that has `orphans`."""


def _anybody(sent: Sent) -> bool:
    return True


def _any_of_them(sent: Sent, held: Held, store: Store) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Flow:
    """The table of a flow."""

    name: str
    claims: Mapping[type[Message], Callable[[Any], Claim | None]]
    """What each event claims; None if it carries no key by which it could ever be found again."""
    recalls: Mapping[type[Message], Callable[[Any], Recall]]
    """What each cancellation names."""
    may_recall: Mapping[type[Message], frozenset[str]]
    """The types that each cancellation may take back."""
    operation: Callable[[Any], str | None]
    """What the sender says that the event is: `I` a first sending, `V` a change. Informative only."""
    moment: Callable[[Any], datetime | None]
    """When the sender made the event."""
    describe: Callable[[Key], str]
    """A key in words, without the person."""
    may_send: Callable[[Sent], bool] = _anybody
    """Whether its sender may send it. Asked only where the sender is known, and answered by what was sent alone: the order of events is no matter."""
    may_take_back: Callable[[Sent, Held, Store], bool] = _any_of_them
    """Whether the sender of a cancellation may take back this event. Asked only where the sender is known."""
    orphans: Callable[[Held, Store], int] | None = None
    """How many events in force depend on one that was taken back."""
