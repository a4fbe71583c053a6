"""Walking compiled bindings: every plan that a message's binding reaches."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import CATALOGUE, TREES
from siss_interop.model.base import Message
from siss_interop.wire.results import Written
from siss_interop.wire.tree import document
from siss_interop.wire.tree.plan import Node, Plan
from siss_interop.wire.tree.read import mixed_plans

#: every message with every format of its that is a tree of XML with a binding
PAIRS = [(entry, to) for entry in CATALOGUE for to in entry.formats if to in TREES]
IDS = [f"{entry.name}-{to}" for entry, to in PAIRS]


def fresh(message: Message, to: str) -> Written:
    """A fresh document. The rules of the type, which the front door would ask first, are about meaning and not about bindings."""
    return document.write(message, catalogue.entry_of(message).plan(to))


def plans(plan: Plan, seen: set[int] | None = None) -> Iterator[Plan]:
    """A plan and every plan below it, each once."""
    seen = set() if seen is None else seen
    if id(plan) in seen:
        return
    seen.add(id(plan))
    yield plan
    for node in nodes(plan.root):
        inner = [node.item] if node.item else []
        for each in (*inner, *mixed_plans(node).values()):
            yield from plans(each, seen)


def nodes(node: Node) -> Iterator[Node]:
    """A node and the nodes below it, objects left whole."""
    yield node
    for kid in node.kids:
        yield from nodes(kid)
