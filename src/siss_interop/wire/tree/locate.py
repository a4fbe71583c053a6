"""Where a place of the model stands in a document: the way from a model path to an element. The reader's own decisions, asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml.etree import _Element

from siss_interop.model.shape import demanded, tipo_of
from siss_interop.wire.mend import Keys, mend
from siss_interop.wire.tree.plan import Node, Plan
from siss_interop.wire.tree.read import Left, checked_by, counts, flow_of, hollow, mixed_plans, reader
from siss_interop.wire.tree.select import chooser

ModelPath = Sequence[str | int]


def elements_of(node: Node, kid: Node, found: _Element, *, as_read: bool = False) -> list[_Element]:
    """The elements below `found` that the reader takes for `kid`; of a list, those that are items of the message.

    With `as_read`, also the items that were read and then taken out of the message, because a required place of them is faulty.
    """
    siblings = [other for other in node.kids if other.tag == kid.tag]
    which = chooser(siblings, siblings)
    at = [child for child in found.iterchildren(kid.name) if which(child) is kid]
    return [child for child in at if _is_item(kid, child, as_read)] if kid.many else at


def _is_item(kid: Node, found: _Element, as_read: bool) -> bool:
    """Whether the reader made an item of this element (an incomplete or hollow one is left over whole), and whether it is in the message."""
    if kid.item is None:
        return bool(found.attrib) if kid.attributes else bool((found.text or "").strip())
    model = kid.item.model
    tipo = tipo_of(model)
    out: dict[str, Any] = {} if tipo is None else {"tipo": tipo}
    left: Left = []
    reader(kid.item)(found, out, left)
    return (
        not hollow(out) and all(name in out for name in demanded(model)) and (as_read or mend(model, out, _nobody, checked_by(kid.item)) is not None)
    )


def _nobody(keys: Keys, missing: str | None, several: bool) -> None:
    """The faults of an item are told by who reads the message."""


#: (node, field, element) -> the elements there that hold the field, with their nodes
Seen = dict[tuple[int, str, _Element], list[tuple[_Element, Node]]]


def locate(plan: Plan, found: _Element, path: ModelPath, seen: Seen | None = None, *, as_read: bool = False) -> tuple[_Element, str]:
    """The element where a model path stands, and what of it: `@name`, `.` or "".

    Where the place itself is absent, the nearest element around it: that is where it would have to be written. Who looks for many places in one
    document hands in a dict, `seen`, so that no way is gone twice. `as_read`: the path counts what was read, also what did not get into the message.
    """
    keys = list(path)
    seen = {} if seen is None else seen
    while keys:
        name = keys.pop(0)
        index = keys.pop(0) if keys and isinstance(keys[0], int) else None
        step = _field(plan.root, found, str(name), int(index) if index is not None else 0, seen, as_read)
        if step is None:
            break
        found, at, inner = step
        if inner is None:
            return found, at
        plan = inner
    return found, ""


def _field(root: Node, found: _Element, name: str, index: int, seen: Seen, as_read: bool) -> tuple[_Element, str, Plan | None] | None:
    """Where a field of an object stands: its element, what of it, and the plan of the object that it holds, if any."""
    if root.mixed is not None and root.mixed.field == name:
        slots = slots_of(root, found)
        if index >= len(slots):
            return found, ".", None
        at, where = slots[index]
        return at, where, mixed_plans(root)[at.tag] if not where else None
    for attribute, (field, _) in root.attributes.items():
        if field == name:
            return found, f"@{root.dialect.attribute(attribute)}", None
    if root.text is not None and root.text[0] == name:
        return found, ".", None
    return _below(root, found, name, index, seen, as_read)


def _below(root: Node, found: _Element, name: str, index: int, seen: Seen, as_read: bool) -> tuple[_Element, str, Plan | None] | None:
    held = [kid for kid in root.kids if name in kid.fields]
    key = (id(root), name, found)
    if key not in seen:
        seen[key] = sorted(_candidates(root, held, found, as_read), key=lambda item: found.index(item[0]))
    items = seen[key]
    many = any(kid.many for kid in held)
    if not items or (many and index >= len(items)):
        return (found, "", None) if held else None
    at, kid = items[index if many else 0]
    if kid.item is not None and kid.field == name:
        return at, "", kid.item
    return _field(kid, at, name, index, seen, as_read) or (at, "", None)


def _candidates(root: Node, held: Sequence[Node], found: _Element, as_read: bool) -> Iterator[tuple[_Element, Node]]:
    for kid in held:
        for child in elements_of(root, kid, found, as_read=as_read):
            yield child, kid


def slots_of(node: Node, found: _Element) -> list[tuple[_Element, str]]:
    """Where the items of mixed content stand: an element (""), the text of the element itself (`.`), or the text after a child (`tail`).

    Empty where a comment in running text or an unknown element cuts a run: then runs and items do not match one to one.
    """
    plans, flow = mixed_plans(node), flow_of(node)
    children = [child for child in found if isinstance(child.tag, str)]
    if any(child.tag not in plans for child in children) or any(_cuts(child, flow) for child in found if not isinstance(child.tag, str)):
        return []
    slots: list[tuple[_Element, str]] = []
    if found.text and counts(found.text, None, children[0].tag if children else None, flow):
        slots.append((found, "."))
    for at, child in enumerate(children):
        slots.append((child, ""))
        if child.tail and counts(child.tail, child.tag, children[at + 1].tag if at + 1 < len(children) else None, flow):
            slots.append((child, "tail"))
    return slots


def _cuts(comment: _Element, flow: frozenset[str]) -> bool:
    """Whether a comment stands in running text. Between rows, items or paragraphs it is in nobody's way."""
    previous, parent = comment.getprevious(), comment.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    if (before or "").strip() or (comment.tail or "").strip():
        return True
    following = next((other for other in comment.itersiblings() if isinstance(other.tag, str)), None)
    preceding = next((other for other in comment.itersiblings(preceding=True) if isinstance(other.tag, str)), None)
    return following is not None and preceding is not None and following.tag in flow and preceding.tag in flow
