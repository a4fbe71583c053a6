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


def _element_emitter(node: Node) -> Emit:
    held = {name for name in node.fixed if name in node.attributes}
    constant = "".join(f' {name}="{escape_attribute(value)}"' for name, value in node.fixed.items() if name not in held)
    attributes = [
        (f' {name}="', field, leaf.dump, f' {name}="{escape_attribute(node.fixed[name])}"' if name in held else "")
        for name, (field, leaf) in node.attributes.items()
    ]
    parts = [(part_emitter(*kids), True) if kids[0].has_rows else (_constant_part(kids[0]), False) for kids in groups(node)]
    text, fixed_text = node.text, escape_text(node.constant or "")
    mixed = mixed_emitter(node)

    def emit(value: Any) -> tuple[str, str, bool]:
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
        for part, is_data in parts:
            made = part(value)
            if made:
                content += made
                data = data or is_data
        return out, content, data

    return emit


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

    def one(item: Any) -> str:
        attributes, content, _ = emitter(plan)(item)
        return wrap(tag, attributes, content)

    if node.many:
        return lambda value: "".join([one(item) for item in value.__dict__[field] if case is None or type(item) is case])

    def part(value: Any) -> str:
        item = value.__dict__[field]
        return "" if item is None or (case is not None and type(item) is not case) else one(item)

    return part


def _cases_part(nodes: tuple[Node, ...]) -> Part:
    """The items of a list that may be of several classes, in the order of the list."""
    field = nodes[0].field or ""
    one = {node.case: part_emitter(node) for node in nodes}

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


