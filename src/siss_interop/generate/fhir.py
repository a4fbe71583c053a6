"""Where the fields of each class stand in FHIR, and which have no place there, read off the plans of the bindings."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import takewhile

from pydantic import BaseModel

from siss_interop.generate.fields import parts_of
from siss_interop.generate.places import Places
from siss_interop.messages.catalogue import Entry
from siss_interop.wire.fhir.path import Step
from siss_interop.wire.fhir.plan import Node, Plan, nodes, walk
from siss_interop.wire.words import Drop

FAMILY = "hl7it"
"""The places are the same in both families of identifier systems."""
NOTE = "\t"
"""Parts a place from the profiles that it is of, where the message has others too."""
BACK = "it comes back by itself, and is lost only where it says something else"

Steps = tuple[str, ...]
#: class and field, with the way to where it stands
Stand = tuple[type[BaseModel], str, Steps]


def plans_of(entry: Entry) -> dict[str, Plan]:
    """The plan of each profile that a message has."""
    return {name: entry.fhir().plan(name, FAMILY) for name in entry.profiles}


def fhir_places(entry: Entry) -> Places:
    """The places of all fields of all classes of a message, those of a message inside it left out: it has its own.

    One that not every profile of the message has is followed by those that do.
    """
    own = {entry.load(), *parts_of(entry.load())}
    found: dict[type[BaseModel], dict[str, dict[str, list[str]]]] = {}
    for profile, plan in plans_of(entry).items():
        for each in walk(plan):
            for model, field, steps in _stands(each) if each.model in own else ():
                profiles = found.setdefault(model, {}).setdefault(field, {}).setdefault(_shown(steps), [])
                if profile not in profiles:
                    profiles.append(profile)
    return {
        model: {
            field: [place if len(of) == len(entry.profiles) else f"{place}{NOTE}{', '.join(of)}" for place, of in stands.items()]
            for field, stands in fields.items()
        }
        for model, fields in found.items()
    }


def _stands(plan: Plan) -> Iterator[Stand]:
    """Every field that a plan places. An object without an element of its own stands where all that it holds is."""
    lead = _lead(plan)
    placed = [(via, name, steps[len(lead) :]) for via, name, steps in _fields(plan.root, ())]
    around = {via: _common([steps for other, _, steps in placed if other[: len(via)] == via]) for via in plan.inline}
    for via, name, steps in placed:
        model = plan.inline[via].model if via else plan.model
        yield model, name, steps[len(around.get(via, ())) :]
    for via, steps in around.items():
        holder = plan.inline[via[:-1]].model if via[:-1] else plan.model
        yield holder, via[-1], steps[len(around.get(via[:-1], ())) :]


def _common(ways: list[Steps]) -> Steps:
    """The steps that all ways have in common; one that is the whole of a way leads to a field, and is none of them."""
    made = tuple(steps[0] for steps in takewhile(lambda steps: len(set(steps)) == 1, zip(*ways, strict=False)))
    return made[:-1] if made in ways else made


def _lead(plan: Plan) -> Steps:
    """The steps from a repeated element to the object in it (`valueIdentifier`), which belong to the field that repeats."""
    kids = [kid for kid in plan.root.kids if kid.constant is None]
    if len(kids) != 1 or kids[0].holds or kids[0].step.poly or not kids[0].step.name:
        return ()
    return (_step(kids[0].step),) if kids[0].step.name.startswith("value") or kids[0].crosses else ()


def _fields(node: Node, steps: Steps) -> Iterator[tuple[Steps, str, Steps]]:
    """The objects without an element that lead to a field, the field, and the steps to it."""
    if node.field is not None:
        for more in _ends(node):
            yield node.via, node.field, (*steps, *more)
    if node.by is not None:
        for name in node.by.fields:
            yield node.via, name, (*steps, ", ".join(key for key in node.by.keys if not key.startswith("_")) or ", ".join(node.by.keys))
    for kid in node.kids:
        yield from _fields(kid, (*steps, *_steps(kid)))


def _steps(node: Node) -> Steps:
    """The step to a node; a choice of types is named by its cases."""
    text = "" if node.cases and node.step.poly else _step(node.step)
    return (text,) if text else ()


def _ends(node: Node) -> Iterator[Steps]:
    """What is to be said behind the step of a node that holds a field: the lead of its object, or its cases."""
    if node.item is not None:
        yield _lead(node.item)
    elif node.cases and node.step.poly:
        yield from ((f"{node.key}{case.ending}",) for case in node.cases.values())
    elif node.cases:
        yield from ((_step(case.step),) if case.step.text.startswith(("[", "->")) else () for case in node.cases.values())
    else:
        yield ()


def _step(step: Step) -> str:
    """A step as the page shows it; `<-Type(element)` is a resource whose element refers here."""
    text = step.text.replace("*", "")
    if step.back:
        way = ".".join(step.back)
        return text.replace(f"{step.target}.{way}", f"{step.target}({way})", 1)
    return "" if text == "." else text


def _shown(steps: Steps) -> str:
    """The steps as one text: dots between elements; what crosses a reference or recognises an item needs none."""
    text = ""
    for step in steps:
        text += step if not text or text == "/" or step.startswith(("->", "[")) else f".{step}"
    return text or "."


def fhir_drops(entry: Entry) -> dict[tuple[str, str], list[str]]:
    """Field and reason of each `Drop` -> the model paths that it stands for."""
    found: dict[tuple[str, str], list[str]] = {}
    for plan in plans_of(entry).values():
        for path, each in _walk(plan):
            for via, drop in ((dropped.via, dropped.drop) for dropped in each.drops):
                model = each.inline[via].model if via else each.model
                places = found.setdefault((f"{model.__name__}.{drop.field}", _why(drop)), [])
                where = ".".join(part for part in (path, *via, drop.field) if part)
                if where not in places:
                    places.append(where)
    return found


def _why(drop: Drop) -> str:
    return drop.why if drop.back is None else f"{drop.why}; {BACK}"


#: how often an object is looked at: what stands in many places need not be met in all of them
_OFTEN = 8


def _walk(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Every object of a message with its model paths, the nearest first; of what stands in many places, some."""
    met: dict[int, int] = {}
    waiting = deque([("", plan)])
    while waiting:
        path, each = waiting.popleft()
        met[id(each)] = met.get(id(each), 0) + 1
        if met[id(each)] > _OFTEN:
            continue
        around = list(nodes(each.root))  # laid out first: what is dropped is known then
        yield path, each
        for node in around:
            step = (node.field or "") + ("[]" if node.many else "")
            where = ".".join(part for part in (path, *node.via, step) if part)
            inner = [node.item] if node.item else [case.plan for case in (node.cases or {}).values()]
            waiting.extend((where, other) for other in inner)
