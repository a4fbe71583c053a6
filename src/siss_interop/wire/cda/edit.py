"""Editing: a changed message written onto the original. Only what the old and the new message would write differently is touched.

`Editor` works on the original's tree (comments kept). An element goes when the old message would write it and the new would not; a new one is parsed
from what the writer gives; everything else stays as it is, byte layout included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from lxml import etree
from lxml.etree import _Element

from siss_interop.wire.cda.emit import mixed_emitter, part_emitter
from siss_interop.wire.cda.locate import elements_of
from siss_interop.wire.cda.names import HL7, SDTC, XSI, XSI_TYPE, attribute, element
from siss_interop.wire.cda.order import rank
from siss_interop.wire.cda.pair import pair
from siss_interop.wire.cda.plan import Node, Plan
from siss_interop.wire.cda.read import Left, Reason, counts, mixed_plans, reader
from siss_interop.wire.xmlio import xpath_of


@dataclass(slots=True)
class Editor:
    """One edit of one tree. `dropped` lists the places that went with a removed element though the model did not know them."""

    dropped: list[str] = field(default_factory=list)

    def edit(self, plan: Plan, found: _Element, old: Any, new: Any) -> None:
        """Bring the element that `old` was read from to what `new` says."""
        if old != new:
            self.node(plan.root, found, old, new)

    def node(self, node: Node, found: _Element, old: Any, new: Any) -> None:
        """The same for one node: its attributes, its text or mixed content, and its children."""
        self.attributes(node, found, old, new)
        if node.mixed is not None:
            self.mixed(node, found, old, new)
        elif node.text is not None:
            self.text(node, found, old, new)
        for kid in node.kids:
            if any(_value(old, name) != _value(new, name) for name in kid.fields):
                self.child(node, kid, found, old, new)

    def attributes(self, node: Node, found: _Element, old: Any, new: Any) -> None:
        """Set, change or remove the attributes whose field changed."""
        for name, (field_name, leaf) in node.attributes.items():
            value = _value(new, field_name)
            if _value(old, field_name) == value:
                continue
            written = node.fixed.get(name) if value is None else leaf.dump(value) if leaf.dump else value
            if written is None:
                found.attrib.pop(attribute(name), None)
            else:
                found.set(attribute(name), written)
                if attribute(name) == XSI_TYPE:
                    _qualify(found)

    def text(self, node: Node, found: _Element, old: Any, new: Any) -> None:
        """Replace the element's own text; comments inside it go, for the text that they cut is no more."""
        if node.text is None:
            return
        name, leaf = node.text
        value = _value(new, name)
        if _value(old, name) == value:
            return
        for child in found:
            if not isinstance(child.tag, str):
                found.remove(child)
            else:
                child.tail = None
        found.text = None if value is None else leaf.dump(value) if leaf.dump else value

    def mixed(self, node: Node, found: _Element, old: Any, new: Any) -> None:
        """Mixed content of the same shape is edited run by run, else it is replaced whole."""
        if node.mixed is None:
            return
        before, after = _value(old, node.mixed.field), _value(new, node.mixed.field)
        if before == after:
            return
        plans, flow = mixed_plans(node), frozenset(element(tag) for tag in node.mixed.flow)
        slots = _slots(found, plans, flow)
        same_shape = [type(item) for item in before] == [type(item) for item in after] and len(slots) == len(before)
        if same_shape:
            for (at, where), one, other in zip(slots, before, after, strict=True):
                if one != other:
                    if where:
                        setattr(at, where, other)
                    else:
                        self.edit(plans[at.tag], at, one, other)
            return
        self.note_unknown(node, found)
        emit = mixed_emitter(node)
        fresh = fragment(f"<x>{emit(new) if emit else ''}</x>")
        for child in list(found):
            found.remove(child)
        found.text = fresh.text
        found.extend(list(fresh))

    def child(self, node: Node, kid: Node, found: _Element, old: Any, new: Any) -> None:
        """The elements of one child node: one element, or the items of a list."""
        at = elements_of(node, kid, found)
        if kid.many:
            self.items(node, kid, found, at, old, new)
            return
        part = part_emitter(kid)
        was, will = part(old), part(new)
        if will and not at:
            put(node, found, fragment(will))
        elif was and not will and at:
            self.drop(kid, at[0])
        elif at and was != will:
            self.item(kid, at[0], old, new)

    def item(self, kid: Node, found: _Element, old: Any, new: Any) -> None:
        """One element, as the object or the plain node that it is."""
        if kid.item is None:
            self.node(kid, found, old, new)
            return
        before, after = _value(old, kid.field or ""), _value(new, kid.field or "")
        if type(before) is type(after):
            self.edit(kid.item, found, before, after)
        else:
            fresh = fragment(part_emitter(kid)(new))
            self.note_unknown(kid, found)
            _replace(found, fresh)

    def items(self, node: Node, kid: Node, found: _Element, at: list[_Element], old: Any, new: Any) -> None:
        """The items of a list: each keeps its element by what it is, never by its position."""
        name = kid.fields[0]
        olds, news = _of_case(kid, _value(old, name)), _of_case(kid, _value(new, name))
        kept = pair(olds, news, kid.key)
        for index in sorted(set(range(len(olds))) - set(kept.values()), reverse=True):
            self.drop(kid, at[index])
        part = part_emitter(kid)
        placed: _Element | None = None
        order = list(kept.values())
        moved = order != sorted(order)
        for index, item in enumerate(news):
            if index in kept:
                element_found = at[kept[index]]
                self.item(kid, element_found, _as_field(name, olds[kept[index]], kid), _as_field(name, item, kid))
                if moved and placed is not None and placed.getnext() is not element_found:
                    _move_after(element_found, placed)
            else:
                element_found = fragment(part(SimpleNamespace(**{name: (item,)})))
                _insert(node, found, element_found, placed, at)
            placed = element_found

    def drop(self, kid: Node, found: _Element) -> None:
        """Remove an element with the white space that belongs to it; text after it stays."""
        self.note_unknown(kid, found)
        _remove(found)

    def note_unknown(self, kid: Node, found: _Element) -> None:
        """Remember what stands in an element that goes and that the model did not know."""
        left: Left = []
        if kid.item is not None:
            reader(kid.item)(found, {}, left)
        self.dropped += [
            xpath_of(entry.element, entry.at[1:] if entry.at.startswith("@") else None)
            for entry in left
            if isinstance(entry.element.tag, str) and entry.reason is not Reason.SECOND
        ]


def fragment(text: str) -> _Element:
    """One element from what the writer gave."""
    return etree.fromstring(f'<x xmlns="{HL7}" xmlns:xsi="{XSI}" xmlns:sdtc="{SDTC}">{text}</x>')[0]


def put(node: Node, parent: _Element, fresh: _Element) -> None:
    """Insert a new element where the schema wants it, laid out like its neighbour."""
    position = rank(node.tag, etree.QName(fresh).localname)
    after = None
    for child in parent:
        if isinstance(child.tag, str) and rank(node.tag, etree.QName(child).localname) <= position:
            after = child
    if after is None:
        parent.insert(0, fresh)
        fresh.tail = parent.text
    else:
        _move_after(fresh, after)
    _qualify_all(fresh)


def _insert(node: Node, parent: _Element, fresh: _Element, placed: _Element | None, at: list[_Element]) -> None:
    """Place a new item after the one before it, or first among those that are there."""
    if placed is not None:
        _move_after(fresh, placed)
    else:
        first = next((other for other in at if other.getparent() is parent), None)
        if first is None:
            put(node, parent, fresh)
        else:
            fresh.tail = None
            first.addprevious(fresh)
            previous = fresh.getprevious()
            fresh.tail = previous.tail if previous is not None else parent.text
    _qualify_all(fresh)


def _move_after(moving: _Element, placed: _Element) -> None:
    """Put an element behind another; the white space between children stays between children."""
    if moving.getparent() is not None:
        _remove(moving)
    tail = placed.tail
    placed.addnext(moving)
    moving.tail = tail
    previous = placed.getprevious()
    parent = placed.getparent()
    indent = previous.tail if previous is not None else parent.text if parent is not None else None
    placed.tail = indent if indent and indent.isspace() else None


def _remove(found: _Element) -> None:
    parent, previous = found.getparent(), found.getprevious()
    if parent is None:
        return
    tail = found.tail or ""
    if tail.strip() or found.getnext() is None:
        # text after the element is not its own; and the last child's tail is the indent of the closing tag
        before = previous.tail if previous is not None else parent.text
        joined = ((before or "") if tail.strip() else "") + tail
        if previous is not None:
            previous.tail = joined
        else:
            parent.text = joined
    found.tail = None
    parent.remove(found)


def _replace(found: _Element, fresh: _Element) -> None:
    parent = found.getparent()
    if parent is not None:
        fresh.tail = found.tail
        parent.replace(found, fresh)
        _qualify_all(fresh)


def _qualify_all(fresh: _Element) -> None:
    for each in fresh.iter():
        if isinstance(each.tag, str) and XSI_TYPE in each.attrib:
            _qualify(each)


def _qualify(found: _Element) -> None:
    """Give `xsi:type` a prefix that resolves to the HL7 namespace at this place."""
    local = found.get(XSI_TYPE, "").rpartition(":")[2]
    scope = found.nsmap
    prefix = None if scope.get(None) == HL7 else next((name for name, uri in scope.items() if uri == HL7), None)
    found.set(XSI_TYPE, f"{prefix}:{local}" if prefix else local)


def _value(holder: Any, name: str) -> Any:
    return holder.__dict__[name]


def _of_case(kid: Node, items: tuple[Any, ...]) -> list[Any]:
    return [item for item in items if kid.case is None or type(item) is kid.case]


def _as_field(name: str, item: Any, kid: Node) -> SimpleNamespace:
    """One item, held as a field holds it."""
    return SimpleNamespace(**{name: item})


def _slots(found: _Element, plans: dict[Any, Plan], flow: frozenset[str]) -> list[tuple[_Element, str]]:
    """Where the items of mixed content stand: an element ("" ), or the `text` or `tail` of one, as the reader saw them.

    Empty where a comment or an unknown element cuts a run: then runs and items do not match one to one, and the content is replaced.
    """
    children = list(found)
    if any(not isinstance(child.tag, str) for child in children):
        return []
    slots: list[tuple[_Element, str]] = []
    if found.text and not (children and not counts(found.text, None, children[0].tag, flow)) and not (not children and found.text.isspace()):
        slots.append((found, "text"))
    for at, child in enumerate(children):
        if child.tag in plans:
            slots.append((child, ""))
        after = children[at + 1].tag if at + 1 < len(children) else None
        if child.tail and counts(child.tail, child.tag, after, flow):
            slots.append((child, "tail"))
    return slots
