"""Writing: the steps that note what has no place in FHIR."""

from __future__ import annotations

from typing import Any

from siss_interop.losses import LossKind
from siss_interop.wire.fhir.out import At, Json, Out
from siss_interop.wire.fhir.plan import Dropped, Node, nodes
from siss_interop.wire.fhir.write_steps import Call, Compared, WriteStep, is_none


def drop(dropped: Dropped) -> tuple[tuple[str, ...], WriteStep]:
    """Note what a field without a place loses, or what reading will assume for it."""
    name, why, back = dropped.drop.field, dropped.drop.why, dropped.drop.back

    def lose(found: Any, obj: Json, out: Out, at: At) -> bool:
        out.lose(LossKind.DROPPED, (at, name), why)
        return False

    if back is None:
        return dropped.via, Call(name, lose)

    def assumed(held: Any, out: Out, at: At) -> None:
        out.lose(LossKind.ASSUMED if held is None else LossKind.DROPPED, (at, name), why)

    return dropped.via, Compared(name, back, assumed)


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
        return out.lost(at)

    return via, Call(None, note)
