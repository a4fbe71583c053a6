"""Writing afresh: strings, escaped, in the order of the schema."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from siss_interop.wire.tree.plan import Node, Plan, groups
from siss_interop.wire.tree.read import mixed_plans

#: an object -> its attributes, its content, and whether any field of it had a value
Emit = Callable[[Any], tuple[str, str, bool]]
#: an object -> the elements that one node makes of it, as text
Part = Callable[[Any], str]


def emitter(plan: Plan) -> Emit:
    """The compiled writer of a plan, made once."""
    found = plan.compiled.get("emit")
    if found is None:
        found = plan.compiled["emit"] = _element_emitter(plan.root)
    emit: Emit = found
    return emit


def document(plan: Plan, message: Any) -> bytes:
    """A whole document, as UTF-8 with an XML declaration."""
    attributes, content, _ = emitter(plan)(message)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{plan.tag}{plan.dialect.declarations(content)}{attributes}>{content}</{plan.tag}>\n'
    return text.encode()


def element_text(plan: Plan, message: Any) -> str:
    """A message as one element inside a document that declares its namespace."""
    attributes, content, _ = emitter(plan)(message)
    return wrap(plan.tag, attributes, content)


def escape_text(value: str) -> str:
    """Character data. A carriage return is written as a reference, or it would be read as a line feed."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    return value.replace("\r", "&#13;") if "\r" in value else value


def escape_attribute(value: str) -> str:
    """The value of an attribute between double quotes. White space other than a blank is written as a reference, or it would be lost."""
    value = escape_text(value)
    if '"' in value:
        value = value.replace('"', "&quot;")
    if "\n" in value:
        value = value.replace("\n", "&#10;")
    return value.replace("\t", "&#9;") if "\t" in value else value


def wrap(tag: str, attributes: str, content: str) -> str:
    """One element as text."""
    return f"<{tag}{attributes}>{content}</{tag}>" if content else f"<{tag}{attributes}/>"


def _element_emitter(node: Node) -> Emit:  # noqa: C901 - see `emit`
    held = {name for name in node.fixed if name in node.attributes}
    constant = "".join(f' {name}="{escape_attribute(value)}"' for name, value in node.fixed.items() if name not in held)
    attributes = [
        (f' {name}="', field, leaf.dump, f' {name}="{escape_attribute(node.fixed[name])}"' if name in held else "")
        for name, (field, leaf) in node.attributes.items()
    ]
    parts = [_part(kids) for kids in groups(node)]
    text, fixed_text = node.text, escape_text(node.constant or "")
    mixed = mixed_emitter(node)

    # one function on purpose: every object of every document goes through it
    def emit(value: Any) -> tuple[str, str, bool]:  # noqa: C901
        out, content, data, fields = constant, fixed_text, False, value.__dict__
        for before, field, dump, otherwise in attributes:
            found = fields[field]
            if found is None:
                out += otherwise
            else:
                out += before + escape_attribute(dump(found) if dump else found) + '"'
                data = True
        if mixed is not None:
            return out, mixed(value), True
        if text is not None:
            found = fields[text[0]]
            if found is not None:
                content = escape_text(text[1].dump(found) if text[1].dump else found)
                data = True
        for name, dump, before, after, part, is_data in parts:
            if name is not None:
                # an element that is one text, as most are: written here, without a call
                found = fields[name]
                if found is not None:
                    if dump is not None:
                        found = dump(found)
                    content += before + (found if found.isalnum() else escape_text(found)) + after
                    data = True
                continue
            made = part(value)
            if made:
                content += made
                data = data or is_data
        return out, content, data

    return emit


#: for an element that is one text: its field, codec and tags; for others what writes them, and whether that is data
_Piece = tuple[str | None, Callable[[Any], str] | None, str, str, Part, bool]


def _part(kids: tuple[Node, ...]) -> _Piece:
    kid = kids[0]
    if not kid.has_rows:
        return None, None, "", "", _constant_part(kid), False
    part = part_emitter(*kids)
    if kid.text is None or kid.many or kid.kids or kid.attributes or kid.fixed or kid.always:
        return None, None, "", "", part, True
    return kid.text[0], kid.text[1].dump, f"<{kid.tag}>", f"</{kid.tag}>", part, True


def _constant_part(node: Node) -> Part:
    made = _constant(node)
    return lambda value: made


def _constant(node: Node) -> str:
    attributes = "".join(f' {name}="{escape_attribute(value)}"' for name, value in node.fixed.items())
    return wrap(node.tag, attributes, escape_text(node.constant or "") + "".join(map(_constant, node.kids)))


def part_emitter(node: Node, *others: Node) -> Part:
    """What one child node of an object (or the cases of one list) writes: nothing where its fields have no value."""
    if others:
        return _cases_part((node, *others))
    if node.item is not None:
        return _item_part(node, node.item)
    if node.many:
        return _leaves_part(node)
    emit, tag, always = _element_emitter(node), node.tag, node.always

    def part(value: Any) -> str:
        attributes, content, data = emit(value)
        return wrap(tag, attributes, content) if data or always else ""

    return part


def _item_part(node: Node, plan: Plan) -> Part:
    field, tag, case = node.field or "", node.tag, node.case

    foreign = node.foreign

    def one(item: Any) -> str:
        attributes, content, _ = emitter(plan)(item)
        return wrap(tag, plan.dialect.declarations(content) + attributes if foreign else attributes, content)

    if node.many:
        return lambda value: "".join([one(item) for item in value.__dict__[field] if case is None or type(item) is case])

    def part(value: Any) -> str:
        item = value.__dict__[field]
        return "" if item is None or (case is not None and type(item) is not case) else one(item)

    return part


def _cases_part(nodes: tuple[Node, ...]) -> Part:
    """A value that may be of several classes, or the items of a list of them, in the order of the list."""
    field = nodes[0].field or ""
    one = {node.case: part_emitter(node) for node in nodes}
    if not nodes[0].many:
        return lambda value: one[type(value.__dict__[field])](value) if value.__dict__[field] is not None else ""

    def part(value: Any) -> str:
        return "".join([one[type(item)](SimpleNamespace(**{field: (item,)})) for item in value.__dict__[field]])

    return part


def _leaves_part(node: Node) -> Part:
    emit, tag, (field,) = _element_emitter(node), node.tag, node.fields

    def part(value: Any) -> str:
        made = (emit(SimpleNamespace(**{field: item})) for item in value.__dict__[field])
        return "".join(wrap(tag, attributes, content) for attributes, content, _ in made)

    return part


def mixed_emitter(node: Node) -> Part | None:
    """What mixed content writes: its runs of text and its elements, in order."""
    if node.mixed is None:
        return None
    field = node.mixed.field
    cases = {plan.model: plan for plan in mixed_plans(node).values()}

    def part(value: Any) -> str:
        out = ""
        for item in value.__dict__[field]:
            if isinstance(item, str):
                out += escape_text(item)
            else:
                plan = cases[type(item)]
                attributes, content, _ = emitter(plan)(item)
                out += wrap(plan.tag, attributes, content)
        return out

    return part
