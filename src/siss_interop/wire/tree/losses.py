"""What a binding drops: the documented loss, listed for a message that has a value where the format has no place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from siss_interop.losses import Loss, LossKind
from siss_interop.wire.tree.plan import Node, Plan
from siss_interop.wire.tree.read import mixed_plans
from siss_interop.wire.words import Drop


def dropped(plan: Plan, value: Any, path: str = "") -> Iterator[Loss]:
    """A loss for each field of a message, or of an object in it, that has a value and no place."""
    drops, objects = _plans(plan)
    for drop in drops:
        if getattr(value, drop.field) not in (None, ()):
            yield Loss(LossKind.DROPPED, _join(path, drop.field), drop.why)
    for field, inner in objects.items():
        held = getattr(value, field)
        if isinstance(held, tuple):
            for index, item in enumerate(held):
                if type(item) in inner:
                    yield from dropped(inner[type(item)], item, f"{_join(path, field)}[{index}]")
        elif type(held) in inner:
            yield from dropped(inner[type(held)], held, _join(path, field))


def _join(path: str, field: str) -> str:
    return f"{path}.{field}" if path else field


Objects = dict[str, dict[type, Plan]]


def _plans(plan: Plan) -> tuple[tuple[Drop, ...], Objects]:
    """The drops of a plan, and the plans of the objects that its fields hold, as far as there is a drop below them."""
    found = plan.compiled.get("losses")
    if found is None:
        objects: Objects = {}
        for node in _nodes(plan.root):
            if node.item is not None and node.field is not None and _has_drops(node.item, set()):
                objects.setdefault(node.field, {})[node.item.model] = node.item
            if node.mixed is not None:
                inner = {each.model: each for each in mixed_plans(node).values() if _has_drops(each, set())}
                objects.setdefault(node.mixed.field, {}).update(inner)
        found = plan.compiled["losses"] = (tuple(plan.binding.drops()), {name: plans for name, plans in objects.items() if plans})
    result: tuple[tuple[Drop, ...], Objects] = found
    return result


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for kid in node.kids:
        yield from _nodes(kid)


def _has_drops(plan: Plan, seen: set[int]) -> bool:
    """Whether a plan or anything below it drops a field; a plan inside itself is looked at once."""
    if id(plan) in seen:
        return False
    seen.add(id(plan))
    if any(True for _ in plan.binding.drops()):
        return True
    below = [each for node in _nodes(plan.root) for each in ([node.item] if node.item else []) + list(mixed_plans(node).values())]
    return any(_has_drops(each, seen) for each in below)
