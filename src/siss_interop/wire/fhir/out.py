"""What is known while one bundle is written: its resources, the references between them, and what was lost."""

from __future__ import annotations

import hashlib
import uuid
from functools import partial
from typing import Any

import orjson

from siss_interop.losses import Loss, LossKind
from siss_interop.options import BASE

Json = dict[str, Any]
#: where one is in the model: the place around, and a field or an index
At = tuple[Any, str | int] | None

DAR = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ABSENT: Json = {"extension": [{"url": DAR, "valueCode": "unknown"}]}
"""What stands where an element is demanded and the message has no value."""
SUMMARY = frozenset(
    {
        ("DeviceUseStatement", "timing[x]"), ("DiagnosticReport", "effective[x]"), ("MedicationStatement", "effective[x]"),
        ("Procedure", "code"), ("Procedure", "performed[x]"), ("Specimen", "type"),
    }
)  # fmt: skip
"""Elements that R4 lets be absent and the International Patient Summary does not."""

DIRECTORY = frozenset({"Patient", "Practitioner", "Organization", "Location"})
"""People, organisations, places: entries with an equal body are one entry. Clinical resources never merge."""

_sha1 = partial(hashlib.sha1, usedforsecurity=False)
_VARIANT = {digit: "89ab"[value & 3] for value, digit in enumerate("0123456789abcdef")}
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}:fhir").bytes


class Out:
    """What is known while one bundle is written."""

    __slots__ = ("_losses", "_lost", "_own", "_same", "anchors", "backward", "body", "bundle", "entries", "me", "references", "referring", "seed")

    def __init__(self, seed: str) -> None:
        #: what tells this message from others: the document's identifier or the event's key
        self.seed = seed
        #: (fullUrl, resource), in the order in which they were finished
        self.entries: list[tuple[str, Json]] = []
        #: field of the message -> fullUrl of the resource that it became
        self.anchors: dict[str, str] = {}
        #: fullUrls of the resources that refer back, and the list that will hold them
        self.backward: list[str] = []
        self.referring: list[Json] | None = None
        #: fullUrl of the resource that the one being written refers back to
        self.me = ""
        #: the resource being written
        self.body: Json = {}
        #: fullUrl -> the references to it, each with the resource that it stands in
        self.references: dict[str, list[tuple[Json, Json]]] = {}
        self.bundle: Json = {"resourceType": "Bundle"}
        self._losses: list[tuple[LossKind, At, str]] = []
        self._lost: set[At] = set()
        self._same: dict[bytes, str] = {}
        self._own: dict[int, str] = {}

    def own(self, at: At, tag: str) -> str:
        """The fullUrl of the resource that is being written, of a kind that does not merge."""
        found = self._own.get(id(self.body))
        if found is None:
            found = self._own[id(self.body)] = self.url(at, tag)
        return found

    def url(self, at: At, tag: str) -> str:
        """The fullUrl of a resource: a UUID of the message's own key and the place in it, so that no person can be guessed from it."""
        return fullurl(self.seed, at, tag)

    def place(self, body: Json, at: At, tag: str) -> Json:
        """Make a resource an entry, and give the reference to it."""
        if body["resourceType"] not in DIRECTORY:
            url = self._own.get(id(body)) or self.url(at, tag)
            self.entries.append((url, body))
            return self.refer(url)
        key = orjson.dumps(body)
        same = self._same.get(key)
        if same is None:
            same = self._same[key] = self.url(at, tag)
            self.entries.append((same, body))
        return self.refer(same)

    def refer(self, url: str) -> Json:
        """A reference from the resource that is being written."""
        made: Json = {"reference": url}
        known = self.references.get(url)
        if known is None:
            self.references[url] = [(self.body, made)]
        else:
            known.append((self.body, made))
        return made

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was lost, in the order in which it was noticed."""
        return tuple(Loss(kind, path_of(at), why) for kind, at, why in self._losses)

    def lose(self, kind: LossKind, at: At, why: str) -> None:
        """Note a loss."""
        self._losses.append((kind, at, why))
        self._lost.add(at)

    def lost(self, at: At) -> bool:
        """Note an object of which nothing was written: what was noted of its parts says no more. False, for nothing was."""
        self._losses = [loss for loss in self._losses if not _is_below(loss[1], at)]
        self._lost = {lost for _, lost, _ in self._losses}
        self.lose(LossKind.DROPPED, at, "nothing of it has a place in FHIR")
        return False

    def is_lost(self, at: At, value: Any) -> bool:
        """Whether a field was lost whole; of a list, each item."""
        lost = self._lost
        return bool(lost) and (at in lost or (type(value) is tuple and all((at, index) in lost for index in range(len(value)))))


def _is_below(at: At, around: At) -> bool:
    while at is not None:
        at = at[0]
        if at == around:
            return True
    return False


def fullurl(seed: str, at: At, tag: str) -> str:
    """The UUID (version 5) of a place in the message with this key, as a URN."""
    # uuid.uuid5 says the same and takes three times as long
    made = _sha1(_SPACE + f"{seed} {at!r} {tag}".encode()).hexdigest()
    return f"urn:uuid:{made[:8]}-{made[8:12]}-5{made[13:16]}-{_VARIANT[made[16]]}{made[17:20]}-{made[20:32]}"


def path_of(at: At) -> str:
    """The model path of a place."""
    parts: list[str] = []
    while at is not None:
        at, last = at
        parts.append(f"[{last}]" if isinstance(last, int) else f".{last}")
    return "".join(reversed(parts))[1:]
