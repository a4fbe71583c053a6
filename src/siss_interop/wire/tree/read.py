"""Reading: dispatch on the attributes and children that are there, so that nothing is missed.

A reader fills a dict of plain values for the model and lists what it did not take. It never raises over content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from lxml.etree import _Element

from siss_interop.model.shape import defaults, demanded, tipo_of
from siss_interop.wire.once import compiled
from siss_interop.wire.results import Reason
from siss_interop.wire.tree.dialect import XSI_TYPE
from siss_interop.wire.tree.plan import Node, Plan, plan_of
from siss_interop.wire.tree.select import chooser, test_of

Out = dict[str, Any]
#: the name of an element as lxml gives it, or None
Tag = Any


class LeftOver(NamedTuple):
    """One thing that no field took: an element whole (`at` is ""), an attribute (`@name`), its text (`.`) or the text after it (`tail`)."""

    element: _Element
    at: str
    reason: Reason


#: what was left over, in reading order
Left = list[LeftOver]
Read = Callable[[_Element, Out, Left], None]
_UNKNOWN, _CONSTANT, _SECOND, _INCOMPLETE, _MALFORMED, _DISORDER = Reason


def reader(plan: Plan) -> Read:
    """The compiled reader of a plan, made once. A plan may be inside itself: then the inner reader is looked up when it is called."""
    return compiled(plan.compiled, "read", lambda: _element_reader(plan.root, defaults(plan.model)))


#: the field that holds an attribute, how it is loaded, and the values that are constants here
_Attribute = tuple[str | None, Callable[[str], Any] | None, frozenset[str]]


def _element_reader(node: Node, defaults: tuple[str, ...] = ()) -> Read:  # noqa: C901 - see `read`
    if node.dialect.closed and node.mixed is None and node.text is None:
        return _closed_reader(node, defaults)
    attributes, table, mixed, text_reader = _attribute_table(node), _child_table(node), _mixed_reader(node), _text_reader(node)
    plain = _plain(attributes)
    keeps_tails = node.text is not None

    # one loop on purpose: every element goes through it, and a call costs what a branch does not
    def read(found: _Element, out: Out, left: Left) -> None:  # noqa: C901, PLR0912
        for name, value in found.items():
            field = plain.get(name)
            if value.isspace():  # says nothing, and is no value that a model takes
                left.append(LeftOver(found, f"@{name}", _UNKNOWN))
            elif field is not None:
                out[field] = value
            else:
                _take_attribute(name, value, found, attributes, out, left)
        text = found.text
        if mixed is not None:
            mixed(found, out, left)
            text = None
        elif len(found):
            for child in found:
                entry = table.get(child.tag)
                if entry is None:
                    left.append(LeftOver(child, "", _UNKNOWN))
                else:
                    _, known, field, load = entry
                    # an element that is one text and nothing else, as many are, is taken here, without a call
                    own = None if field is None else child.text
                    if field is None or own is None or field in out or len(child) or own.isspace() or child.items():
                        known(child, out, left)
                    elif load is None:
                        out[field] = own
                    else:
                        _take_text(own, child, field, load, out, left)
                tail = child.tail
                if tail and not tail.isspace():
                    if keeps_tails:
                        text = tail if text is None or text.isspace() else text + tail
                    else:
                        left.append(LeftOver(child, "tail", _UNKNOWN))
        if text and not text.isspace():
            text_reader(text, found, out, left)
        for name in defaults:
            out.setdefault(name, None)

    return read


def _plain(attributes: Mapping[str, _Attribute]) -> dict[str, str]:
    """The attributes of which any value goes into a field as it is."""
    return {name: field for name, (field, load, constant) in attributes.items() if field is not None and load is None and not constant}


def _take_attribute(name: str, value: str, found: _Element, known: Mapping[str, _Attribute], out: Out, left: Left) -> None:
    """An attribute that is there: into its field, past its constant, or left over."""
    place = known.get(name)
    if place is None:
        left.append(LeftOver(found, f"@{name}", _UNKNOWN))
        return
    field, load, constant = place
    if value in constant or (constant and name == XSI_TYPE and value.rpartition(":")[2] in constant):
        return
    if field is None:
        left.append(LeftOver(found, f"@{name}", _CONSTANT))
    elif load is None:
        out[field] = value
    else:
        try:
            out[field] = load(value)
        except ValueError:
            left.append(LeftOver(found, f"@{name}", _MALFORMED))


def _take_text(own: str, found: _Element, field: str | None, load: Callable[[str], Any] | None, out: Out, left: Left) -> None:
    """The text of an element into its field."""
    if field is None:
        return
    try:
        out[field] = load(own) if load is not None else own
    except ValueError:
        left.append(LeftOver(found, ".", _MALFORMED))


def _text_reader(node: Node) -> Callable[[str, _Element, Out, Left], None]:
    """What becomes of an element's own text: it goes into a field, is the constant that is expected, or is left over."""
    if node.text is not None:
        target, leaf = node.text
        return lambda text, found, out, left: _take_text(text, found, target, leaf.load, out, left)
    constant, reason = node.constant, _UNKNOWN if node.constant is None else _CONSTANT

    def read(text: str, found: _Element, out: Out, left: Left) -> None:
        if text != constant:
            left.append(LeftOver(found, ".", reason))

    return read


def _closed_reader(node: Node, defaults: tuple[str, ...]) -> Read:  # noqa: C901 - one loop, as above
    """The reader of a closed dialect: what stands in its place and is the first of its kind goes the short way.

    A blank text is handed on as it is, for in a closed dialect each text has a pattern, which refuses it.
    """
    attributes, table = _attribute_table(node), _child_table(node)
    plain = _plain(attributes)

    def read(found: _Element, out: Out, left: Left) -> None:  # noqa: C901, PLR0912
        for name, value in found.items():
            field = plain.get(name)
            if field is not None:
                out[field] = value
            else:
                _take_attribute(name, value, found, attributes, out, left)
        text, last = found.text, -1
        if text and not text.isspace():
            left.append(LeftOver(found, ".", _UNKNOWN))
        for child in found:
            entry = table.get(child.tag)
            if entry is not None and entry[0] > last:
                last, known, field, load = entry
                own = child.text
                if field is None or not own or len(child) or child.items():
                    known(child, out, left)
                elif load is None:
                    out[field] = own
                else:
                    _take_text(own, child, field, load, out, left)
            elif entry is None:
                left.append(LeftOver(child, "", _UNKNOWN))
            else:
                if entry[0] < last:
                    left.append(LeftOver(child, "", _DISORDER))
                entry[1](child, out, left)
            tail = child.tail
            if tail and not tail.isspace():
                left.append(LeftOver(child, "tail", _UNKNOWN))
        for name in defaults:
            out.setdefault(name, None)

    return read


def _attribute_table(node: Node) -> dict[str, _Attribute]:
    """Attribute -> the field that holds it, how it is loaded, and the values that are constants here."""
    fixed = {name: frozenset((value,)) for name, value in node.fixed.items()}
    table: dict[str, _Attribute] = {
        node.dialect.attribute(name): (target, leaf.load, fixed.get(name, frozenset())) for name, (target, leaf) in node.attributes.items()
    }
    for name, values in (dict(node.dialect.implied.get(node.tag, {})) | fixed).items():
        table.setdefault(node.dialect.attribute(name), (None, None, values))
    return table


#: where a child stands in a closed dialect (0 in an open one), its reader, and for an element that is one text: its field and codec
_Child = tuple[int, Read, str | None, Callable[[str], Any] | None]


def _child_table(node: Node) -> dict[Any, _Child]:
    groups: dict[str, list[tuple[int, Node]]] = {}
    for place, kid in enumerate(node.kids):
        groups.setdefault(kid.name, []).append((place if node.dialect.closed else 0, kid))
    return {name: _child([kid for _, kid in kids], kids[0][0]) for name, kids in groups.items()}


def _child(kids: list[Node], place: int) -> _Child:
    read, kid = _dispatcher(kids), kids[0]
    plain = kid.text is not None and not (kid.many or kid.kids or kid.attributes or kid.fixed or kid.dialect.implied.get(kid.tag))
    if len(kids) > 1 or kid.selectors or kid.text is None or not plain:
        return place, read, None, None
    return place, read, kid.text[0], kid.text[1].load


def _dispatcher(kids: list[Node]) -> Read:
    readers = [_kid_reader(kid) for kid in kids]
    if len(kids) == 1 and not kids[0].selectors:
        return readers[0]
    which = chooser(kids, readers)

    def read(found: _Element, out: Out, left: Left) -> None:
        chosen = which(found)
        if chosen is None:
            left.append(LeftOver(found, "", _UNKNOWN))
        else:
            chosen(found, out, left)

    return read


def _kid_reader(kid: Node) -> Read:
    if kid.item is not None:
        return _object_reader(kid.item, kid.field or "", many=kid.many)
    inner = _element_reader(kid)
    if not kid.fields:
        return _constant_reader(kid, inner)
    return _leaves_reader(kid.fields[0], inner) if kid.many else _once(kid, inner)


def _object_reader(plan: Plan, target: str, *, many: bool) -> Read:
    """The reader of an object into a field, or of one of many: the same wherever the field has this name, for what runs often runs fast."""
    key = f"read {target}{'*' if many else ''}"
    if key not in plan.compiled:
        plan.compiled[key] = (_items_reader if many else _item_reader)(plan, target)
    found: Read = plan.compiled[key]
    return found


def _item_reader(plan: Plan, target: str) -> Read:
    inner: Read | None = None  # compiled when the first such object comes: most documents have few of all that there could be
    name, size = tipo_of(plan.model), _size(plan)

    def read(found: _Element, out: Out, left: Left) -> None:
        nonlocal inner
        if inner is None:
            inner = reader(plan)
        if target in out:
            left.append(LeftOver(found, "", _SECOND))
            return
        value: Out = {} if name is None else {"tipo": name}
        before = len(left)
        inner(found, value, left)
        if len(value) > size or not hollow(value):
            out[target] = value
        elif len(left) == before:
            left.append(LeftOver(found, "", _UNKNOWN))

    return read


def _size(plan: Plan) -> int:
    """How many keys an object has that says nothing; -1 where the mere presence of the element says something (an empty narrative)."""
    if getattr(plan.model, "presence_counts", False):
        return -1
    return len(defaults(plan.model)) + (tipo_of(plan.model) is not None)


def hollow(value: Out) -> bool:
    """Whether an object says nothing: no field of it has a value."""
    return all(item is None for name, item in value.items() if name != "tipo")


def _items_reader(plan: Plan, target: str) -> Read:
    inner: Read | None = None
    name, required, size = tipo_of(plan.model), demanded(plan.model), _size(plan)

    def read(found: _Element, out: Out, left: Left) -> None:
        nonlocal inner
        if inner is None:
            inner = reader(plan)
        value: Out = {} if name is None else {"tipo": name}
        before = len(left)
        inner(found, value, left)
        for field in required:
            if field not in value:
                # an item without what it must have is left over whole, not an error of the document
                del left[before:]
                left.append(LeftOver(found, "", _INCOMPLETE))
                return
        if len(value) > size or not hollow(value):
            items = out.get(target)
            if items is None:
                out[target] = [value]
            else:
                items.append(value)
        elif len(left) == before:
            left.append(LeftOver(found, "", _UNKNOWN))

    return read


def _constant_reader(kid: Node, inner: Read) -> Read:
    """An element that is all constants: a second one like it says nothing that the first does not, and is left over."""
    alone = not kid.selectors
    exact = [(kid.dialect.attribute(name), value) for name, value in kid.fixed.items()] if not kid.kids and kid.constant is None else None

    def read(found: _Element, out: Out, left: Left) -> None:
        for other in found.itersiblings(kid.name, preceding=True):
            if alone or other.items() == found.items():
                left.append(LeftOver(found, "", _SECOND))
                return
        if found.items() != exact or len(found) or found.text:
            inner(found, out, left)

    return read


def _leaves_reader(target: str, inner: Read) -> Read:
    def read(found: _Element, out: Out, left: Left) -> None:
        value: Out = {}
        before = len(left)
        inner(found, value, left)
        if target in value:
            out.setdefault(target, []).append(value[target])
        elif len(left) == before:
            left.append(LeftOver(found, "", _UNKNOWN))

    return read


def _once(kid: Node, inner: Read) -> Read:
    """Where the model has room for one, a second element is left over whole; so is one that gave nothing."""
    fields, fixed = kid.fields, [(kid.dialect.attribute(name), value) for name, value in kid.fixed.items()]
    meant = [test_of(selector, kid.dialect) for selector in kid.selectors]

    def read(found: _Element, out: Out, left: Left) -> None:
        for field in fields:
            if field in out:
                left.append(LeftOver(found, "", _SECOND))
                return
        if fixed:
            before = found.getprevious()  # one with the same constants is the one that is meant, though it gave no field a value
            if (
                before is not None and before.tag == found.tag and all(before.get(name) == value for name, value in fixed)
                and all(test(before) for test in meant)
            ):  # fmt: skip
                left.append(LeftOver(found, "", _SECOND))
                return
        before_it = len(out)
        inner(found, out, left)
        if len(out) == before_it and not len(found) and not found.items() and (not found.text or found.text.isspace()):
            left.append(LeftOver(found, "", _UNKNOWN))

    return read


def _mixed_reader(node: Node) -> Read | None:
    if node.mixed is None:
        return None
    target = node.mixed.field
    flow = flow_of(node)
    plans = mixed_plans(node)
    cases: dict[Any, tuple[str, Read]] = {}

    def read(found: _Element, out: Out, left: Left) -> None:
        items: list[Any] = []
        text, before = found.text, None
        for child in found:
            tag = child.tag
            if text and (not text.isspace() or (before in flow and tag in flow)):  # `counts`, without a call
                _add_run(items, text)
            case = cases.get(tag)
            if case is None and tag in plans:
                case = cases[tag] = plans[tag].model.__name__, reader(plans[tag])
            if case is None:
                left.append(LeftOver(child, "", _UNKNOWN))
            else:
                value: Out = {"tipo": case[0]}
                case[1](child, value, left)
                items.append(value)
            text, before = child.tail, tag
        if text and counts(text, before, None, flow):
            _add_run(items, text)
        if items:
            out[target] = items

    return read


def _add_run(items: list[Any], text: str) -> None:
    if items and isinstance(items[-1], str):
        items[-1] += text
    else:
        items.append(text)


def counts(text: str, before: Tag, after: Tag, flow: frozenset[str]) -> bool:
    """Whether a run of text says something: white space does only between two elements of running text."""
    return not text.isspace() or (before in flow and after in flow)


def mixed_plans(node: Node) -> dict[Any, Plan]:
    """The plans of the elements that mixed content may hold, by Clark name."""
    if node.mixed is None:
        return {}
    return {node.dialect.element(tag): plan_of(binding, node.dialect, tag) for tag, binding in node.mixed.cases().items()}


def flow_of(node: Node) -> frozenset[str]:
    """The elements of running text, by Clark name."""
    return frozenset(node.dialect.element(tag) for tag in node.mixed.flow) if node.mixed else frozenset()
