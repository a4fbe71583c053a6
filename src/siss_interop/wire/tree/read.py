"""Reading: dispatch on the attributes and children that are there, so that nothing is missed.

A reader fills a dict of plain values for the model and lists what it did not take. It never raises over content. It is a function for each kind of
object, of which `read_lines` writes the lines; here is what they call.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from lxml.etree import _Element

from siss_interop.model.shape import defaults, demanded, tipo_of
from siss_interop.model.text import Checked
from siss_interop.wire.code import Lines
from siss_interop.wire.once import compiled
from siss_interop.wire.results import Reason
from siss_interop.wire.tree import read_lines
from siss_interop.wire.tree.plan import Node, Plan, closed_inside, plan_of
from siss_interop.wire.tree.select import test_of

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


def reader(plan: Plan) -> Read:
    """The compiled reader of a plan, made once. A plan may be inside itself: then the inner reader is looked up when it is called."""
    return compiled(_shared(plan), "read", lambda: _function(partial(read_lines.whole, plan=plan), plan.model.__name__))


def checked_by(plan: Plan) -> Checked:
    """What the reader of a plan checks of the texts that it gives."""
    return Checked.CHARACTERS if plan.dialect.closed or closed_inside(plan) else Checked.BLANKS


def _shared(plan: Plan) -> dict[str, Any]:
    """Where the reader is kept: what runs often runs fast, so a type of data has one reader wherever it stands.

    In an open dialect the name of the element tells a reader nothing but what the schema implies there.
    """
    if plan.dialect.closed:
        return plan.compiled
    implied = tuple(sorted(plan.dialect.implied.get(plan.tag, {}).items()))
    made: dict[str, Any] = plan.binding.cache.setdefault(("read", plan.dialect.name, tuple(sorted(plan.marks.items())), plan.extra, implied), {})
    return made


def _function(write: Callable[..., None], name: str) -> Read:
    lines = Lines(
        **{reason.name: reason for reason in Reason}, over=_over, bare=_bare, take=_take, mixed=_mixed,
    )  # fmt: skip
    write(lines, makers=_MAKERS)
    found: Read = lines.run("read", f"<read {name}>")
    return found


def _over(left: Left, found: _Element, at: str, reason: Reason) -> None:
    left.append(LeftOver(found, at, reason))


class _Item:
    """How an object of the model is read into its field: its plan, and what tells whether there is such an object at all."""

    __slots__ = ("demanded", "field", "many", "plan", "read", "size", "tipo")

    def __init__(self, kid: Node) -> None:
        if kid.item is None or kid.field is None:
            raise TypeError("no object")
        model = kid.item.model
        self.plan = kid.item
        self.read: Read | None = None
        self.field = kid.field
        self.many = kid.many
        self.tipo = tipo_of(model)
        self.demanded = demanded(model) if kid.many else ()
        #: how many keys it has where it says nothing; -1 where the mere presence of the element says something (an empty narrative)
        self.size = -1 if getattr(model, "presence_counts", False) else len(defaults(model)) + (self.tipo is not None)


def _take(item: _Item, found: _Element, out: Out, left: Left) -> None:
    """An object of the model into its field, or as one more of a list."""
    field = item.field
    if not item.many and field in out:
        left.append(LeftOver(found, "", Reason.SECOND))
        return
    read = item.read
    if read is None:  # compiled when the first such object comes: most documents have few of all that there could be
        read = item.read = reader(item.plan)
    value: Out = {} if item.tipo is None else {"tipo": item.tipo}
    before = len(left)
    read(found, value, left)
    for name in item.demanded:
        if name not in value:
            # an item without what it must have is left over whole, not an error of the document
            del left[before:]
            left.append(LeftOver(found, "", Reason.INCOMPLETE))
            return
    if len(value) > item.size or not hollow(value):
        if not item.many:
            out[field] = value
        elif field in out:
            out[field].append(value)
        else:
            out[field] = [value]
    elif len(left) == before:
        left.append(LeftOver(found, "", Reason.UNKNOWN))


def _bare(found: _Element) -> bool:
    """Whether an element has nothing in it."""
    return not len(found) and not found.items() and (not found.text or found.text.isspace())


def hollow(value: Out) -> bool:
    """Whether an object says nothing: no field of it has a value."""
    return all(item is None for name, item in value.items() if name != "tipo")


def _second(kid: Node) -> Callable[[_Element], bool]:
    """Tells of an element that is all constants whether there is one before that says the same."""
    alone, name = not kid.selectors, kid.name

    def second(found: _Element) -> bool:
        return any(alone or other.items() == found.items() for other in found.itersiblings(name, preceding=True))

    return second


def _meant(kid: Node) -> Callable[[_Element], bool]:
    """Tells whether the element before has the same constants: then that one is meant, though it gave no field a value."""
    fixed = [(kid.dialect.attribute(name), value) for name, value in kid.fixed.items()]
    tests = [test_of(selector, kid.dialect) for selector in kid.selectors]

    def meant(found: _Element) -> bool:
        before = found.getprevious()
        if before is None or before.tag != found.tag:
            return False
        return all(before.get(name) == value for name, value in fixed) and all(test(before) for test in tests)

    return meant


class _Running(NamedTuple):
    """How mixed content is read: the field that it goes to, the elements of running text, the plans of those that it may hold, and their readers."""

    field: str
    flow: frozenset[str]
    plans: dict[Any, Plan]
    readers: dict[Any, tuple[str, Read]]


def _running(node: Node) -> _Running:
    if node.mixed is None:
        raise TypeError("no mixed content")
    return _Running(node.mixed.field, flow_of(node), mixed_plans(node), {})


def _mixed(found: _Element, out: Out, left: Left, how: _Running) -> None:
    """Text and elements in their order."""
    text = found.text
    if len(found):
        items = _in_order(found, text, left, how)
        if items:
            out[how.field] = items
    elif text and not text.isspace():  # as in most cells of a table
        out[how.field] = [text]


def _in_order(found: _Element, text: str | None, left: Left, how: _Running) -> list[Any]:
    """The items of mixed content. Two runs of text with nothing between them that is taken are one."""
    _, flow, plans, readers = how
    items: list[Any] = []
    before, run = None, ""
    for child in found:
        tag = child.tag
        if text and (not text.isspace() or (before in flow and tag in flow)):  # `counts`, without a call
            run += text
        case = readers.get(tag)
        if case is None and tag in plans:
            case = readers[tag] = plans[tag].model.__name__, reader(plans[tag])
        if case is None:
            left.append(LeftOver(child, "", Reason.UNKNOWN))
        else:
            if run:
                items.append(run)
                run = ""
            value: Out = {"tipo": case[0]}
            case[1](child, value, left)
            items.append(value)
        text, before = child.tail, tag
    if text and not text.isspace():
        run += text
    return [*items, run] if run else items


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


_MAKERS = read_lines.Makers(
    item=_Item,
    kid=lambda kid: _function(partial(read_lines.alone, kid=kid), kid.tag),
    element=lambda node: _function(partial(read_lines.inside, node=node), node.tag),
    mixed=_running,
    second=_second,
    meant=_meant,
)
