"""Writing: what stands in an object whatever the message says, its constants and the elements that must be there."""

from __future__ import annotations

from typing import Any

from siss_interop.wire.fhir.out import ABSENT, SUMMARY, Json
from siss_interop.wire.fhir.plan import Node
from siss_interop.wire.fhir.shape import elements, is_primitive
from siss_interop.wire.fhir.write_steps import Demand
from siss_interop.wire.words import Same


def constants(root: Node) -> tuple[Json, list[Node]]:
    """What stands in every such object, as it will be written, and the nodes that depend on something."""
    names = [kid.key for kid in root.kids]
    always: Json = {}
    others = []
    for kid in root.kids:
        made = literal(kid)
        if made is None or names.count(kid.key) > 1 or kid.via:
            others.append(kid)
        else:
            always[kid.key] = [made] if kid.element is not None and kid.element.many else made
    return always, others


def literal(node: Node) -> Any:
    """The value of a node that is a constant, or holds nothing but constants; None where it depends on something."""
    if node.constant is not None:
        return None if isinstance(node.constant, Same) or node.when else node.constant
    if node.holds or node.crosses or node.primitive or node.step.back or node.element is None or not node.kids:
        return None
    made: Json = {}
    for kid in node.kids:
        value = literal(kid)
        if value is None or kid.key in made or kid.via:
            return None
        made[kid.key] = [value] if kid.element is not None and kid.element.many else value
    return made


def required(node: Node, always: Json) -> tuple[Demand, ...]:
    """The elements that are demanded of the object at a node and may be absent. Raises TypeError where R4 demands one and no word speaks of it."""
    found: dict[str, Demand] = {}
    own = {kid.step.name for kid in node.kids} | {key.lstrip("_") for kid in node.kids if kid.by for key in kid.by.keys}
    rows = elements(node.type)
    for name, each in rows.items():
        demanded = each.minimum or (node.type, each.choice or name) in SUMMARY
        if not demanded or (each.choice or name) in found or name in always:
            continue
        forms = [form for form in rows.values() if form.choice == each.choice] if each.choice else [each]
        if not own & {each.choice or name, *(form.name for form in forms)}:
            if each.minimum:
                raise TypeError(f"{node.type} demands {each.choice or name}, and no word speaks of it")
            continue
        spoken = [form for form in forms if form.name in own] or forms
        first = next((form for kind in ("dateTime", "string") for form in spoken if form.type == kind), spoken[0])
        keys = tuple(key for form in forms for key in (form.name, f"_{form.name}"))
        written = f"_{first.name}" if is_primitive(first.type) else first.name
        found[each.choice or name] = (keys, written, [ABSENT] if first.many else ABSENT)
    return tuple(found.values())
