"""The page of the losses: what a conversion cannot keep, known before any message is seen."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.generate.fhir import fhir_drops
from siss_interop.generate.markdown import MADE, cell, code, table
from siss_interop.generate.messages import formats_of
from siss_interop.generate.places import plan_in, plans_within
from siss_interop.losses import LossKind
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry
from siss_interop.wire.tree.plan import Node, Plan

_INTRODUCTION = """# Losses

A conversion that cannot keep a fact says so: `Written.loss` lists every loss with its kind, its place and the reason. Two tables follow from the same
declarations:

* the **static** losses below: fields of a message that have no place in a format, whatever the message holds. Some of them *come back by themselves*,
  because the place says what they say: they are lost only where they say something else;
* the **measured** losses of one conversion: what a document holds and no field of the message takes. They are listed when a document is written
  afresh, without its original. Written onto its original, a document keeps them.

`--on-loss refuse` (in Python `on_loss="refuse"`) refuses to write when anything would be lost; `ASSUMED` alone does not count, for nothing is
lost by it.
"""

_KINDS = {
    LossKind.DROPPED: "The target has no place for it.",
    LossKind.NOT_IN_VERSION: "The target has a place, but not in the version that was written.",
    LossKind.RECODED: "It was written with a code of another list; the way back may give another code.",
    LossKind.NARROWED: "It was written with less precision, or only in part.",
    LossKind.ASSUMED: "The target demands a fact which the source does not hold: a documented constant was written.",
}

_SHOWN = 6


def page() -> str:
    """The whole page, as Markdown."""
    kinds = table(["Kind", "What happened"], ([f"`{kind.value}`", _KINDS[kind]] for kind in LossKind))
    parts = [_part(entry, name) for entry in CATALOGUE for name in FORMATS]
    return "\n".join([MADE, _INTRODUCTION, "## Kinds of loss\n", kinds, "## Static losses\n", *parts])


def _part(entry: Entry, name: str) -> str:
    head = f"### {entry.name} as {name}\n\n"
    answer = formats_of(entry)[name]
    if answer != "yes":
        return f"{head}Not made: {cell(answer)}.\n"
    if name not in entry.formats:
        return f"{head}Nothing: the whole message is written, and its original unless that is left out.\n"
    plan = plan_in(entry, name) if name != "fhir" else None
    if plan is None and name != "fhir":
        return f"{head}A record `C`: the values of the event that it takes back, of which only the key counts.\n"
    found = drops(plan) if plan is not None else fhir_drops(entry)
    if not found:
        return f"{head}Nothing: every field has a place.\n"
    rows = ([code(field), _where(paths), cell(why)] for (field, why), paths in found.items())
    return head + table(["Field", "Where", "Why"], rows)


def _where(paths: list[str]) -> str:
    shown = ", ".join(code(path) for path in paths[:_SHOWN])
    return shown + (" and more places" if len(paths) > _SHOWN else "")


def drops(plan: Plan) -> dict[tuple[str, str], list[str]]:
    """Field and reason of each `Drop` of a binding and of those inside it -> the model paths that it stands for."""
    if not any(True for each in plans_within(plan) for _ in each.binding.drops()):
        return {}  # the ways through a deep document are many, and not one would be shown
    found: dict[tuple[str, str], list[str]] = {}
    for path, each in _walk(plan, "", frozenset()):
        for drop in each.binding.drops():
            places = found.setdefault((f"{each.model.__name__}.{drop.field}", drop.why), [])
            where = f"{path}.{drop.field}" if path else drop.field
            if where not in places:
                places.append(where)
    return found


def _walk(plan: Plan, path: str, above: frozenset[type]) -> Iterator[tuple[str, Plan]]:
    """Every object of a message with its model path; one that stands inside itself is met once."""
    if plan.model in above:
        return
    yield path, plan
    for node in _objects(plan.root):
        if node.item is not None:
            step = (node.field or "") + ("[]" if node.many else "")
            yield from _walk(node.item, f"{path}.{step}" if path else step, above | {plan.model})


def _objects(node: Node) -> Iterator[Node]:
    for kid in node.kids:
        if kid.item is not None:
            yield kid
        else:
            yield from _objects(kid)
