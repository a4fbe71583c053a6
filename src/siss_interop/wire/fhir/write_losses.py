"""Writing: the steps that note what has no place in FHIR, and what a step is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from siss_interop.losses import LossKind
from siss_interop.wire.fhir.out import At, Json, Out
from siss_interop.wire.fhir.plan import Dropped, Node, nodes

#: an object of the model (or the value of the field that a step names), the JSON object to fill, what is known, the place; it says whether anything
#: was written
Write = Callable[[Any, Json, Out, At], bool]
#: the field that must have a value, the key of a plain leaf and how it is written, or else what writes it, and whether that is given the whole object
#: (else the value of the field)
WriteStep = tuple[str | None, str | None, Callable[[Any], Any] | None, Write, bool]

_NO_PLACE = "nothing of it has a place in FHIR"
NOTHING = ()
"""An empty list of the model: Python has one empty tuple, and a step copes with any other."""


def is_none(value: Any) -> bool:
    """Whether a field has no value. By identity: an object of the model compares its fields when it is asked whether it is equal."""
    return value is None or value is NOTHING


def drop(dropped: Dropped) -> tuple[tuple[str, ...], WriteStep]:
    """Note what a field without a place loses, or what reading will assume for it."""
    name, why, back = dropped.drop.field, dropped.drop.why, dropped.drop.back

    def lose(found: Any, obj: Json, out: Out, at: At) -> bool:
        if not is_none(found):
            out.lose(LossKind.DROPPED, (at, name), why)
        return False

    if back is None:
        return dropped.via, (name, None, None, lose, False)

    def compare(value: Any, obj: Json, out: Out, at: At) -> bool:
        held = value.__dict__
        if held[name] != back(held):
            out.lose(LossKind.ASSUMED if held[name] is None else LossKind.DROPPED, (at, name), why)
        return False

    return dropped.via, (None, None, None, compare, True)


def hollow(via: tuple[str, ...], root: Node) -> tuple[tuple[str, ...], WriteStep]:
    """Note an object without an element of its own that is there and writes nothing."""
    depth = len(via)
    inside = [node for node in nodes(root) if node.via[:depth] == via]
    below = tuple({name: None for node in inside for name in (node.via[depth : depth + 1] or node.own_fields())})

    def note(value: Any, obj: Json, out: Out, at: At) -> bool:
        held = value.__dict__
        for name in below:
            if not is_none(held[name]) and not out.is_lost((at, name), held[name]):
                return False
        return lost(out, at)

    return via, (None, None, None, note, True)


def lost(out: Out, at: At) -> bool:
    """Note an object of which nothing was written."""
    out.lose_whole(at, _NO_PLACE)
    return False
