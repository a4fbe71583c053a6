"""Reading: the lines of the function that reads one object, written from its nodes.

A document has thousands of elements, and most of what could stand in one does not. So the function asks what each attribute and child is, and goes
from there: an element that is no object of the model is read in the same lines, without a call. What is rare is a function of its own, made when it
is first called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from siss_interop.model.shape import defaults
from siss_interop.wire.code import Lines
from siss_interop.wire.tree.dialect import XSI_TYPE
from siss_interop.wire.tree.plan import Node, Plan
from siss_interop.wire.tree.select import by_attribute, chooser

#: so many elements inside one another stand in one function: Python has a limit for loops in loops
_DEPTH = 5
#: so many names are compared one after another; more are looked up
_FEW = 8
#: so many kinds of objects stand in the lines; of more there is a table
_KINDS = 4
#: what a branch does, as lines at a depth
Branch = Callable[[int], None]


class Makers(NamedTuple):
    """What makes what the lines speak of; the functions of the second and third when they are first called."""

    #: how an object is read into its field
    item: Callable[[Node], Any]
    #: reads one child of an object, by itself
    kid: Callable[[Node], Any]
    #: reads what is in an element, whether or not there was one like it
    element: Callable[[Node], Any]
    #: how mixed content is read
    mixed: Callable[[Node], Any]
    #: tells whether there was one like it before
    second: Callable[[Node], Any]
    #: tells whether the element before it is one that the node means
    meant: Callable[[Node], Any]


class Place(NamedTuple):
    """An element where the lines stand: the variable that it is in, the dict of the object that it belongs to, and how deep inside the function."""

    found: str
    out: str
    inside: int = 0


def whole(lines: Lines, plan: Plan, makers: Makers) -> None:
    """The function that reads the fields of an object from its element."""
    _Writer(lines, makers).element(1, plan.root, Place("found", "out"))
    for name in defaults(plan.model):
        lines.add(1, f"out.setdefault({name!r}, None)")


def alone(lines: Lines, kid: Node, makers: Makers) -> None:
    """The function that reads one child of an object into the fields of that object."""
    _Writer(lines, makers).place(1, kid, Place("found", "out"))


def inside(lines: Lines, node: Node, makers: Makers) -> None:
    """The function that reads what is in an element."""
    _Writer(lines, makers).element(1, node, Place("found", "out"))


class _Writer:
    """Writes the lines of one function."""

    def __init__(self, lines: Lines, makers: Makers) -> None:
        self.lines = lines
        self.makers = makers
        self.add(0, "def read(found, out, left):")

    def add(self, depth: int, line: str) -> None:
        self.lines.add(depth, line)

    def left(self, depth: int, found: str, at: str, reason: str) -> None:
        """Nothing takes this. `at` is an expression."""
        self.add(depth, f"over(left, {found}, {at}, {reason})")

    # ---- one element

    def element(self, depth: int, node: Node, at: Place) -> None:
        """The attributes, the children and the text of an element."""
        closed = node.dialect.closed and node.mixed is None and node.text is None
        self.attributes(depth, node, at, closed=closed)
        if node.mixed is not None:
            self.add(depth, f"mixed({at.found}, {at.out}, left, {self.lines.held(self.makers.mixed(node))})")
        elif node.text is not None:
            self.own_text(depth, node, at)
        elif closed:
            self.no_text(depth, node, at)
            self.children(depth, node, at, closed=True)
        else:
            self.children(depth, node, at, closed=False)
            self.no_text(depth, node, at)

    def attributes(self, depth: int, node: Node, at: Place, *, closed: bool) -> None:
        self.add(depth, f"for name, value in {at.found}.items():")
        # a blank one says nothing, and is no value that a model takes; in a closed dialect each has a pattern, which refuses it
        self.add(depth + 1, "if False:" if closed else "if value.isspace():")
        self.left(depth + 2, at.found, "'@' + name", "UNKNOWN")
        for name, place in _attributes(node).items():
            self.add(depth + 1, f"elif name == {name!r}:")
            self.attribute(depth + 2, name, place, at)
        self.add(depth + 1, "else:")
        self.left(depth + 2, at.found, "'@' + name", "UNKNOWN")

    def attribute(self, depth: int, name: str, place: _Attribute, at: Place) -> None:
        """An attribute that is known: into its field, or past its constant."""
        field, load, constant = place
        if constant:
            unlike = f"value != {next(iter(constant))!r}" if len(constant) == 1 else f"value not in {self.lines.held(constant)}"
            if name == XSI_TYPE:
                unlike += f" and value.rpartition(':')[2] not in {self.lines.held(constant)}"
            self.add(depth, f"if {unlike}:")
            depth += 1
        if field is None:
            self.left(depth, at.found, repr(f"@{name}"), "CONSTANT")
        else:
            self.take(depth, field, load, "value", at, repr(f"@{name}"))

    def take(self, depth: int, field: str, load: Callable[[str], Any] | None, value: str, at: Place, where: str) -> None:
        """A value into its field."""
        if load is None:
            self.add(depth, f"{at.out}[{field!r}] = {value}")
            return
        self.add(depth, "try:")
        self.add(depth + 1, f"{at.out}[{field!r}] = {self.lines.held(load)}({value})")
        self.add(depth, "except ValueError:")
        self.left(depth + 1, at.found, where, "MALFORMED")

    def own_text(self, depth: int, node: Node, at: Place) -> None:
        """The text of an element into its field, with what stands after the children in it; the children are known or left over."""
        if node.text is None:
            raise TypeError("no field for the text")
        text = self.lines.new("text")
        self.add(depth, f"{text} = {at.found}.text")
        self.add(depth, f"if len({at.found}):")
        self.loop(depth + 1, node, at, closed=False, text=text)
        self.add(depth, f"if {text} and not {text}.isspace():")
        self.take(depth + 1, node.text[0], node.text[1].load, text, at, "'.'")

    def no_text(self, depth: int, node: Node, at: Place) -> None:
        """Text that no field has room for: the constant that is expected, or left over."""
        self.add(depth, f"text = {at.found}.text")
        unlike, reason = ("", "UNKNOWN") if node.constant is None else (f" and text != {node.constant!r}", "CONSTANT")
        self.add(depth, f"if text and not text.isspace(){unlike}:")
        self.left(depth + 1, at.found, "'.'", reason)

    # ---- its children

    def children(self, depth: int, node: Node, at: Place, *, closed: bool) -> None:
        if node.attributes or not node.kids:  # a value type: what it says stands in its attributes, mostly
            self.add(depth, f"if len({at.found}):")
            depth += 1
        self.loop(depth, node, at, closed=closed)

    def loop(self, depth: int, node: Node, at: Place, *, closed: bool, text: str | None = None) -> None:
        """What becomes of each child, and of the text after it."""
        child = Place(self.lines.new("found"), at.out, at.inside + 1)
        groups = _by_name(node)
        flags = {id(kid): self.lines.new("seen") for kids in groups.values() for _, kid in kids if _is_asked(kid) and child.inside <= _DEPTH}
        last = self.lines.new("last") if closed else ""
        if last:
            self.add(depth, f"{last} = -1")
        for flag in flags.values():
            self.add(depth, f"{flag} = False")
        self.add(depth, f"for {child.found} in {at.found}:")
        items = {} if closed else {name: self.makers.item(kids[0][1]) for name, kids in groups.items() if _is_item(kids)}
        many = len(items) > _KINDS
        cases: list[tuple[str, Branch]] = [
            (name, partial(self.kids, kids=kids, at=child, flags=flags, last=last)) for name, kids in groups.items() if not (many and name in items)
        ]  # fmt: skip
        self.add(depth + 1, f"tag = {child.found}.tag")
        inner = depth + 1
        if many:
            self.add(inner, f"item = {self.lines.held(items)}.get(tag)")
            self.add(inner, "if item is not None:")
            self.add(inner + 1, f"take(item, {child.found}, {child.out}, left)")
            self.add(inner, "else:")
            inner += 1
        self.named(inner, cases, lambda inner: self.left(inner, child.found, "''", "UNKNOWN"))
        self.add(depth + 1, f"tail = {child.found}.tail")
        self.add(depth + 1, "if tail and not tail.isspace():")
        if text is None:
            self.left(depth + 2, child.found, "'tail'", "UNKNOWN")
        else:
            self.add(depth + 2, f"{text} = tail if {text} is None or {text}.isspace() else {text} + tail")

    def named(self, depth: int, cases: Sequence[tuple[str, Branch]], otherwise: Branch) -> None:
        """The branch of the name that is in `tag`: a few are compared one after another, many are looked up by number."""
        if not cases:
            otherwise(depth)
        elif len(cases) > _FEW:
            numbers = {each: number for number, (each, _) in enumerate(cases)}
            self.add(depth, f"at = {self.lines.held(numbers)}.get(tag)")
            self.numbered(depth, [branch for _, branch in cases], otherwise)
        else:
            for number, (each, branch) in enumerate(cases):
                self.add(depth, f"{'elif' if number else 'if'} tag == {each!r}:")
                branch(depth + 1)
            self.add(depth, "else:")
            otherwise(depth + 1)

    def numbered(self, depth: int, cases: Sequence[Branch], otherwise: Branch) -> None:
        """The branch of the number that is in `at`, or the other one where there is None."""
        self.add(depth, "if at is None:")
        otherwise(depth + 1)
        self.add(depth, "else:")
        self.halved(depth + 1, 0, cases)

    def halved(self, depth: int, first: int, cases: Sequence[Branch]) -> None:
        if len(cases) == 1:
            cases[0](depth)
            return
        half = len(cases) // 2
        self.add(depth, f"if at < {first + half}:")
        self.halved(depth + 1, first, cases[:half])
        self.add(depth, "else:")
        self.halved(depth + 1, first + half, cases[half:])

    def kids(self, depth: int, *, kids: Sequence[tuple[int, Node]], at: Place, flags: dict[int, str], last: str) -> None:
        """A child whose name is known: in its order, and to the node that takes it."""
        if last:
            self.add(depth, f"if {kids[0][0]} < {last}:")
            self.left(depth + 1, at.found, "''", "DISORDER")
            self.add(depth, "else:")
            self.add(depth + 1, f"{last} = {kids[0][0]}")
        nodes = [kid for _, kid in kids]
        if len(nodes) == 1 and not nodes[0].selectors:
            if _is_text(nodes[0]):
                self.short(depth, nodes[0], at, closed=bool(last))
            else:
                self.place(depth, nodes[0], at, flags.get(id(nodes[0])))
            return
        if all(kid.item is not None for kid in nodes):
            self.add(depth, f"item = {self.lines.held(chooser(nodes, [self.makers.item(kid) for kid in nodes]))}({at.found})")
            self.add(depth, "if item is not None:")
            self.add(depth + 1, f"take(item, {at.found}, {at.out}, left)")
            self.add(depth, "else:")
            self.left(depth + 1, at.found, "''", "UNKNOWN")
            return
        self.add(depth, f"at = {self.which(nodes, at)}")
        self.numbered(
            depth, [partial(self.place, kid=kid, at=at, flag=flags.get(id(kid))) for kid in nodes],
            lambda inner: self.left(inner, at.found, "''", "UNKNOWN"),
        )  # fmt: skip

    def which(self, nodes: Sequence[Node], at: Place) -> str:
        """The number of the node that takes an element, as an expression."""
        told = by_attribute(nodes)
        if told is None:
            return f"{self.lines.held(chooser(nodes, range(len(nodes))))}({at.found})"
        name, numbers, otherwise = told
        local = ".rpartition(':')[2]" if name == XSI_TYPE else ""
        return f"{self.lines.held(numbers)}.get({at.found}.get({name!r}, ''){local}, {otherwise})"

    # ---- one child

    def place(self, depth: int, kid: Node, at: Place, flag: str | None = None) -> None:
        """A child at its node. `flag` tells whether there was one before."""
        if kid.item is not None:
            self.add(depth, f"take({self.lines.held(self.makers.item(kid))}, {at.found}, {at.out}, left)")
        elif at.inside > _DEPTH:
            self.add(depth, f"{self.lines.later(partial(self.makers.kid, kid))}({at.found}, {at.out}, left)")
        elif not kid.fields:
            self.constant(depth, kid, at, flag)
        elif kid.many:
            self.leaves(depth, kid, at)
        else:
            self.once(depth, kid, at, flag)

    def short(self, depth: int, kid: Node, at: Place, *, closed: bool) -> None:
        """What is one text and nothing else, as many elements are."""
        if kid.text is None:
            raise TypeError("no field for the text")
        field, leaf = kid.text
        text = self.lines.new("text")
        blank = f"not {text}" if closed else f"{text} is None or {text}.isspace()"
        self.add(depth, f"{text} = {at.found}.text")
        self.add(depth, f"if {blank} or {field!r} in {at.out} or len({at.found}) or {at.found}.items():")
        self.add(depth + 1, f"{self.lines.later(partial(self.makers.kid, kid))}({at.found}, {at.out}, left)")
        self.add(depth, "else:")
        self.take(depth + 1, field, leaf.load, text, at, "'.'")

    def constant(self, depth: int, kid: Node, at: Place, flag: str | None) -> None:
        """An element that is all constants: a second one like it says nothing that the first does not, and is left over."""
        self.add(depth, f"if {f'{flag} and ' if flag else ''}{self.lines.held(self.makers.second(kid))}({at.found}):")
        self.left(depth + 1, at.found, "''", "SECOND")
        if kid.kids or kid.constant is not None:
            self.add(depth, "else:")
            self.element(depth + 1, kid, at)
        else:
            exact = [(kid.dialect.attribute(name), value) for name, value in kid.fixed.items()]
            self.add(depth, f"elif {at.found}.items() != {self.lines.held(exact)} or len({at.found}) or {at.found}.text:")
            self.add(depth + 1, f"{self.lines.later(partial(self.makers.element, kid))}({at.found}, {at.out}, left)")
        if flag:
            self.add(depth, f"{flag} = True")

    def leaves(self, depth: int, kid: Node, at: Place) -> None:
        field = kid.fields[0]
        inner, before = at._replace(out=self.lines.new("value")), self.lines.new("before")
        self.add(depth, f"{inner.out} = {{}}")
        self.add(depth, f"{before} = len(left)")
        self.element(depth, kid, inner)
        self.add(depth, f"if {field!r} in {inner.out}:")
        self.add(depth + 1, f"{at.out}.setdefault({field!r}, []).append({inner.out}[{field!r}])")
        self.add(depth, f"elif len(left) == {before}:")
        self.left(depth + 1, at.found, "''", "UNKNOWN")

    def once(self, depth: int, kid: Node, at: Place, flag: str | None) -> None:
        """Where the model has room for one, a second element is left over whole; so is one that gave nothing."""
        fields = kid.fields
        there = " or ".join(f"{each!r} in {at.out}" for each in fields)
        if len(fields) > _FEW:
            there = f"not {self.lines.held(frozenset(fields))}.isdisjoint({at.out})"
        if kid.fixed:  # one with the same constants is the one that is meant, though it gave no field a value
            there += f" or {f'{flag} and ' if flag else ''}{self.lines.held(self.makers.meant(kid))}({at.found})"
        self.add(depth, f"if {there}:")
        self.left(depth + 1, at.found, "''", "SECOND")
        self.add(depth, "else:")
        before = self.lines.new("before")
        if flag:
            self.add(depth + 1, f"{flag} = True")
        self.add(depth + 1, f"{before} = len({at.out})")
        self.element(depth + 1, kid, at)
        self.add(depth + 1, f"if len({at.out}) == {before} and bare({at.found}):")
        self.left(depth + 2, at.found, "''", "UNKNOWN")


#: the field that holds an attribute, how it is loaded, and the values that are constants here
_Attribute = tuple[str | None, Callable[[str], Any] | None, frozenset[str]]


def _attributes(node: Node) -> dict[str, _Attribute]:
    """Attribute -> the field that holds it, how it is loaded, and the values that are constants here."""
    fixed = {name: frozenset((value,)) for name, value in node.fixed.items()}
    table: dict[str, _Attribute] = {
        node.dialect.attribute(name): (target, leaf.load, fixed.get(name, frozenset())) for name, (target, leaf) in node.attributes.items()
    }
    for name, values in (dict(node.dialect.implied.get(node.tag, {})) | fixed).items():
        table.setdefault(node.dialect.attribute(name), (None, None, values))
    return table


def _by_name(node: Node) -> dict[str, list[tuple[int, Node]]]:
    """The children by name, each with its place in the order of the schema."""
    groups: dict[str, list[tuple[int, Node]]] = {}
    for place, kid in enumerate(node.kids):
        groups.setdefault(kid.name, []).append((place, kid))
    return groups


def _is_item(kids: Sequence[tuple[int, Node]]) -> bool:
    """Whether an element of this name is an object of the model, and of one kind."""
    return len(kids) == 1 and kids[0][1].item is not None and not kids[0][1].selectors


def _is_text(kid: Node) -> bool:
    """Whether an element is one text and nothing else."""
    return kid.text is not None and not (kid.many or kid.kids or kid.attributes or kid.fixed or kid.dialect.implied.get(kid.tag))


def _is_asked(kid: Node) -> bool:
    """Whether it matters that there was such an element before."""
    return kid.item is None and (not kid.fields or (bool(kid.fixed) and not kid.many))
