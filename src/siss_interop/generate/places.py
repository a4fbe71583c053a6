"""Where the fields of each class stand in a format, read off the plan of its binding."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from siss_interop.messages.catalogue import Entry
from siss_interop.messages.vaccinazioni.avn.tabelle import PER_EVENTO
from siss_interop.wire.tree.plan import Node, Plan
from siss_interop.wire.tree.read import mixed_plans

#: class -> field -> the places that it has, relative to the element of the class
Places = dict[type[BaseModel], dict[str, list[str]]]


def plan_in(entry: Entry, form: str) -> Plan | None:
    """The plan of a message in a format; None where it has none. A cancellation has none in the register: it is written as the cancelled event."""
    if form not in entry.formats:
        return None
    if form != "avn":
        return entry.plan(form)
    layout = PER_EVENTO.get(entry.event or "")
    return None if layout is None else layout.plan


def plans_within(plan: Plan) -> Iterator[Plan]:
    """A plan and all plans of the objects inside it, each model and place once."""
    seen: set[int] = set()

    def visit(found: Plan) -> Iterator[Plan]:
        if id(found) in seen:
            return
        seen.add(id(found))
        yield found
        for inner in _inner(found.root):
            yield from visit(inner)

    yield from visit(plan)


def _inner(node: Node) -> Iterator[Plan]:
    if node.item is not None:
        yield node.item
    yield from mixed_plans(node).values()
    for kid in node.kids:
        yield from _inner(kid)


def places(plan: Plan) -> Places:
    """The places of all fields of all classes of a document."""
    found: Places = {}
    for each in plans_within(plan):
        fields = found.setdefault(each.model, {})
        for name, place in _fields(each.root, ""):
            if place not in fields.setdefault(name, []):
                fields[name].append(place)
    return found


def _fields(node: Node, path: str) -> Iterator[tuple[str, str]]:
    """Field and place, for what stands on a node and in the plain nodes below it."""
    for name, (field, _) in node.attributes.items():
        yield field, f"{path}@{name}"
    if node.text is not None:
        yield node.text[0], path.rstrip("/") or "text"
    if node.mixed is not None:
        yield node.mixed.field, f"{path}text and elements"
    for kid in node.kids:
        here = f"{path}{step(kid)}"
        if kid.field is not None:
            yield kid.field, here
        else:
            yield from _fields(kid, f"{here}/")


def step(node: Node) -> str:
    """The name of an element, with the conditions by which it is told from others of that name."""
    return node.tag + "".join(f"[{s.path}='{'|'.join(s.values)}']" if s.values else f"[{s.path}]" for s in node.selectors)
