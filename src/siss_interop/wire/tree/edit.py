"""Editing: a changed message written onto the original. Only what the old and the new message would write differently is touched.

`Editor` works on the original's tree (comments kept). An element goes when the old message would write it and the new would not; a new one is parsed
from what the writer gives; everything else stays as it is, byte layout included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from lxml import etree
from lxml.etree import _Element

from siss_interop.wire.results import Reason
from siss_interop.wire.tree.dialect import XSI_TYPE, Dialect
from siss_interop.wire.tree.emit import Part, mixed_emitter, part_emitter
from siss_interop.wire.tree.locate import elements_of, slots_of
from siss_interop.wire.tree.pair import pair
from siss_interop.wire.tree.plan import Node, Plan, groups
from siss_interop.wire.tree.read import Left, mixed_plans, reader
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
        for kids in groups(node):
            if any(_value(old, name) != _value(new, name) for name in kids[0].fields):
                if kids[0].many:
                    self.items(node, kids, found, old, new)
                else:
                    self.child(node, kids, found, old, new)

    def attributes(self, node: Node, found: _Element, old: Any, new: Any) -> None:
        """Set, change or remove the attributes whose field changed."""
        for name, (field_name, leaf) in node.attributes.items():
            value = _value(new, field_name)
            if _value(old, field_name) == value:
                continue
            written = node.fixed.get(name) if value is None else leaf.dump(value) if leaf.dump else value
            if written is None:
                found.attrib.pop(node.dialect.attribute(name), None)
            else:
                found.set(node.dialect.attribute(name), written)
                if node.dialect.attribute(name) == XSI_TYPE:
                    _qualify(found, node.dialect)

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
        """Mixed content of the same shape is edited run by run; else it is made anew, but for the elements that say what they said before."""
        if node.mixed is None:
            return
        before, after = _value(old, node.mixed.field), _value(new, node.mixed.field)
        if before == after:
            return
        plans = mixed_plans(node)
        slots = slots_of(node, found)
        same_shape = [type(item) for item in before] == [type(item) for item in after] and len(slots) == len(before)
        if same_shape:
            for (at, where), one, other in zip(slots, before, after, strict=True):
                if one != other:
                    if where:
                        setattr(at, "text" if where == "." else where, other)
                    else:
                        self.edit(plans[at.tag], at, one, other)
            return
        self.note_unknown(node, found)
        emit = mixed_emitter(node)
        fresh = fragment(f"<x>{emit(new) if emit else ''}</x>", node.dialect)
        kept = _kept(slots, before, after, fresh) if len(slots) == len(before) else list(fresh)
        text = fresh.text or _layout(found.text)
        for child in list(found):
            found.remove(child)
        found.text = text
        found.extend(kept)

    def child(self, node: Node, kids: tuple[Node, ...], found: _Element, old: Any, new: Any) -> None:
        """The one element of a child node, or of the cases of a choice: it comes, goes or changes."""
        at = [(child, kid) for kid in kids for child in elements_of(node, kid, found)]
        part = part_emitter(*kids)
        was, will = part(old), part(new)
        if will and not at:
            put(node, found, fragment(will, node.dialect))
        elif was and not will and at:
            self.drop(at[0][1], at[0][0])
        elif at and was != will:
            self.item(at[0][1], at[0][0], old, new, part)

    def item(self, kid: Node, found: _Element, old: Any, new: Any, part: Part | None = None) -> None:
        """One element, as the object or the plain node that it is. An object of another class takes its place whole, written by `part`."""
        if kid.item is None:
            self.node(kid, found, old, new)
            return
        before, after = _value(old, kid.field or ""), _value(new, kid.field or "")
        if type(before) is type(after):
            self.edit(kid.item, found, before, after)
        else:
            fresh = fragment((part or part_emitter(kid))(new), kid.dialect)
            self.note_unknown(kid, found)
            _replace(found, fresh, kid.dialect)

    def items(self, node: Node, kids: tuple[Node, ...], found: _Element, old: Any, new: Any) -> None:
        """The items of a list: each keeps its element by what it is, never by its position."""
        name = kids[0].fields[0]
        olds, news = _value(old, name), _value(new, name)
        at = sorted(((child, kid) for kid in kids for child in elements_of(node, kid, found)), key=lambda item: found.index(item[0]))
        kept = pair(olds, news, kids[0].key)
        for index in sorted(set(range(len(olds))) - set(kept.values()), reverse=True):
            self.drop(at[index][1], at[index][0])
        order = list(kept.values())
        moved = order != sorted(order)
        placed: _Element | None = None
        for index, item in enumerate(news):
            if index in kept:
                standing, kid = at[kept[index]]
                self.item(kid, standing, _holding(name, olds[kept[index]]), _holding(name, item))
                if moved and placed is not None and placed.getnext() is not standing:
                    _move_after(standing, placed)
            else:
                kid = next(kid for kid in kids if kid.case is None or kid.case is type(item))
                standing = fragment(part_emitter(kid)(_holding(name, (item,))), kid.dialect)
                _insert(node, found, standing, placed, [child for child, _ in at])
            placed = standing

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


def _kept(slots: list[tuple[_Element, str]], before: Any, after: Any, fresh: _Element) -> list[_Element]:
    """The elements of new mixed content: those that were there and say the same stay as they are, with the white space after them."""
    standing: dict[Any, list[_Element]] = {}
    for (at, where), item in zip(slots, before, strict=True):
        if not where:
            standing.setdefault(item, []).append(at)
    made = []
    for item, child in zip((item for item in after if not isinstance(item, str)), list(fresh), strict=True):
        free = standing.get(item)
        if not free:
            made.append(child)
            continue
        at = free.pop(0)
        at.tail = child.tail or _layout(at.tail)
        made.append(at)
    return made


def _layout(text: str | None) -> str | None:
    """White space that lays a source out, or None."""
    return text if text and text.isspace() else None


def fragment(text: str, dialect: Dialect) -> _Element:
    """One element from what the writer gave."""
    return etree.fromstring(f"<x{dialect.declarations()}>{text}</x>")[0]


def put(node: Node, parent: _Element, fresh: _Element) -> None:
    """Insert a new element where the schema wants it, laid out like its neighbour."""
    rank = _ranks(node)
    position = rank(fresh)
    after = None
    for child in parent:
        if isinstance(child.tag, str) and rank(child) <= position:
            after = child
    if after is None:
        parent.insert(0, fresh)
        fresh.tail = _layout(parent.text)
    else:
        _move_after(fresh, after)
    _qualify_all(fresh, node.dialect)


def _ranks(node: Node) -> Callable[[_Element], int]:
    """Where a child of a node stands: by the schema's own order where the dialect has one, else by the order of the words."""
    if node.dialect.ranked:
        return lambda child: node.dialect.rank(node.tag, etree.QName(child).localname)
    places: dict[Any, int] = {}
    for place, kid in enumerate(node.kids):
        places.setdefault(kid.name, place)
    return lambda child: places.get(child.tag, -1)


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
            fresh.tail = _layout(previous.tail if previous is not None else parent.text)
    _qualify_all(fresh, node.dialect)


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
        joined = ((before or "") if tail.strip() or (before or "").strip() else "") + tail
        if previous is not None:
            previous.tail = joined
        else:
            parent.text = joined
    found.tail = None
    parent.remove(found)


def _replace(found: _Element, fresh: _Element, dialect: Dialect) -> None:
    parent = found.getparent()
    if parent is not None:
        fresh.tail = found.tail
        parent.replace(found, fresh)
        _qualify_all(fresh, dialect)


def _qualify_all(fresh: _Element, dialect: Dialect) -> None:
    for each in fresh.iter():
        if isinstance(each.tag, str) and XSI_TYPE in each.attrib:
            _qualify(each, dialect)


def _qualify(found: _Element, dialect: Dialect) -> None:
    """Give `xsi:type` a prefix that resolves to the namespace of the dialect at this place."""
    local = found.get(XSI_TYPE, "").rpartition(":")[2]
    scope = found.nsmap
    prefix = None if scope.get(None) == dialect.namespace else next((name for name, uri in scope.items() if uri == dialect.namespace), None)
    found.set(XSI_TYPE, f"{prefix}:{local}" if prefix else local)


def _value(holder: Any, name: str) -> Any:
    return holder.__dict__[name]


def _holding(name: str, item: Any) -> SimpleNamespace:
    """A value, held as a field holds it."""
    return SimpleNamespace(**{name: item})
