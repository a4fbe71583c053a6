"""The plan: a binding laid out as the tree of elements that it speaks of. Reading, writing and editing are compiled from it.

Compiling proves the binding: every field of the model is said once, every selector and every path can be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from typing import Any

from pydantic import BaseModel

from siss_interop.wire.once import Tree
from siss_interop.wire.path import Selector, Step, parse_path, parse_step, split
from siss_interop.wire.tree.dialect import Dialect
from siss_interop.wire.words import Binding, Choice, Drop, Fixed, In, Leaf, Mark, Mixed, Row, Word, late, walk

Extra = tuple[tuple[str, str], ...]


@dataclass(eq=False)
class Node:
    """One element name at one place: what its attributes and text are, and which elements stand below it."""

    tag: str
    dialect: Dialect
    selectors: tuple[Selector, ...] = ()
    many: bool = False
    kids: list[Node] = field(default_factory=list)
    #: attribute name -> the field that holds it
    attributes: dict[str, tuple[str, Leaf]] = field(default_factory=dict)
    #: attribute name -> its constant
    fixed: dict[str, str] = field(default_factory=dict)
    #: the field that holds the element's text
    text: tuple[str, Leaf] | None = None
    constant: str | None = None
    #: written wherever the element around it is, even where no field below has a value: it tells what that element is
    always: bool = False
    mixed: Mixed | None = None
    #: the element and all below it are of another dialect than what is around it: it declares its namespaces itself
    foreign: bool = False
    #: the element is an object: its plan, the field that holds it, its key, and (in a choice) the class that it is
    item: Plan | None = None
    field: str | None = None
    key: str | None = None
    case: type[BaseModel] | None = None

    @cached_property
    def name(self) -> str:
        """The Clark name of the element."""
        return self.dialect.element(self.tag)

    @property
    def has_rows(self) -> bool:
        """Whether any field stands here or below."""
        return bool(self.attributes or self.item or self.mixed or self.text) or any(kid.has_rows for kid in self.kids)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that stand here and below, in order. Asked for only once the tree is laid out."""
        own = [name for name, _ in self.attributes.values()]
        own += [self.field] if self.field else []
        own += [self.text[0]] if self.text else []
        own += [self.mixed.field] if self.mixed else []
        return tuple(dict.fromkeys([*own, *(name for kid in self.kids for name in kid.fields)]))

    def child(self, step: Step) -> Node:
        """The node for `step` below this one, made if it is not there yet."""
        for kid in self.kids:
            if (kid.tag, kid.selectors) == (step.tag, step.selectors) and kid.case is None:
                kid.many |= step.many
                return kid
        return self.add(step)

    def add(self, step: Step) -> Node:
        """A new node for `step`; what its selectors hold as constants will be written."""
        kid = Node(step.tag, self.dialect, step.selectors, step.many)
        self.kids.append(kid)
        for selector in step.selectors:
            if selector.constant is not None:
                kid.fix(selector.path, selector.constant)
        return kid

    def fix(self, path: str, value: str) -> None:
        """At `path` stands always `value`."""
        parsed = parse_path(path)
        node = self
        for step in parsed.steps:
            node = node.child(step)
        if parsed.leaf.startswith("@"):
            node.fixed.setdefault(parsed.leaf[1:], value)
        else:
            node.constant = value


class Plan:
    """A binding at one place: below an element of some name, with the document type's marks, and what a selector above asks for."""

    __slots__ = ("_tree", "binding", "compiled", "dialect", "extra", "marks", "tag")

    def __init__(self, binding: Binding, dialect: Dialect, tag: str, marks: Mapping[str, str], extra: Extra = ()) -> None:
        self.binding = binding
        self.dialect = dialect
        self.tag = tag
        self.marks = marks
        self.extra = extra
        #: what engines compiled of this plan, by engine
        self.compiled: dict[str, Any] = {}
        self._tree = Tree(lambda: Node(tag, dialect), lambda root: _Builder(self).build(root))

    @property
    def model(self) -> type[BaseModel]:
        """The class that this plan reads and writes."""
        return self.binding.model

    @property
    def root(self) -> Node:
        """The tree, laid out at first use: bindings may refer to themselves."""
        return self._tree.root()


def plan_of(binding: Binding, dialect: Dialect, tag: str = "", marks: Mapping[str, str] | None = None, extra: Extra = ()) -> Plan:
    """The plan of a binding at a place, made once: wherever the roles in it have the same marks it is the same plan."""
    merged = {role: mark for role, mark in {**(marks or {}), **binding.marks}.items() if role in _roles(binding)}
    key = (dialect.name, tag or binding.tag, tuple(sorted(merged.items())), extra)
    if key not in binding.cache:
        binding.cache[key] = Plan(binding, dialect, tag or binding.tag, merged, extra)
    found: Plan = binding.cache[key]
    return found


def _roles(binding: Binding) -> frozenset[str]:
    """The roles of which a binding, or one that it leads to, says that their mark stands somewhere. Looked up once."""
    found: frozenset[str] | None = binding.cache.get("roles")
    if found is None:
        seen, waiting = {binding}, [binding]
        while waiting:
            inside = set(_codecs(waiting.pop())) - seen
            seen |= inside
            waiting += inside
        words = chain.from_iterable(_words(each) for each in seen)
        found = binding.cache["roles"] = frozenset(word.role for word in words if isinstance(word, Mark))
    return found


def _words(binding: Binding) -> Iterator[Word]:
    """All words of a binding, those around the cases of its choices among them."""
    for word in walk(binding.words):
        yield word
        if isinstance(word, Choice):
            yield from walk(word.words)


def _codecs(binding: Binding) -> Iterator[Binding]:
    """The bindings that stand in a binding as codecs."""
    for word in _words(binding):
        if isinstance(word, Row) and isinstance(codec := late(word.codec), Binding):
            yield codec
        elif isinstance(word, Choice):
            yield from word.resolved().values()
        elif isinstance(word, Mixed):
            yield from word.cases().values()


class _Builder:
    """Lays one binding out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.said: set[str] = set()

    def build(self, root: Node) -> None:
        self.place_all(root, self.plan.binding.words)
        for path, value in self.plan.extra:
            if not writes(root, split(path), value):
                root.fix(path, value)
            keep(root, split(path), value)
        self.check_total()
        _settle(root)

    def check_total(self) -> None:
        fields = set(self.plan.model.model_fields) - {"tipo"}
        if fields != self.said:
            raise TypeError(f"{self.plan.model.__name__}: not said {sorted(fields - self.said)}, unknown {sorted(self.said - fields)}")

    def say(self, name: str) -> None:
        if name in self.said:
            raise TypeError(f"{self.plan.model.__name__}: {name} is said twice")
        self.said.add(name)

    def place_all(self, node: Node, words: tuple[Word, ...]) -> None:
        for word in words:
            self.place(node, word)

    def place(self, node: Node, word: Word) -> None:
        match word:
            case Fixed(path, str(value)):
                node.fix(path, value)
            case In():
                self.place_all(_below(node, parse_path(word.path).steps), word.words)
            case Mark(role):
                for root in self.plan.marks.get(role, "").split():
                    node.child(parse_step(f"templateId[@root='{root}']")).always = True
            case Drop(name):
                self.say(name)
            case Mixed(name):
                self.say(name)
                node.mixed = word
            case Row():
                self.say(word.field)
                self.place_row(node, word)
            case Choice():
                self.say(word.field)
                self.place_choice(node, word)

    def place_row(self, node: Node, row: Row) -> None:
        codec, path = late(row.codec), parse_path(row.path)
        if isinstance(codec, Binding):
            before, item, after = _around_item(path.steps)
            node = _below(node, before).child(item)
            self.place_item(node, row.field, _inside(codec, after), row.key)
            return
        node = _below(node, path.steps)
        if node.many and not path.steps[-1].many:
            raise TypeError(f"{row.path}: a repeated leaf is the last step of its path")
        if path.leaf.startswith("@"):
            node.attributes[path.leaf[1:]] = (row.field, codec)
        else:
            node.text = (row.field, codec)

    def place_item(self, node: Node, name: str, codec: Binding, key: str | None) -> None:
        if codec.dialect is not None:
            node.dialect, node.foreign = codec.dialect, True
        node.item, node.field, node.key = plan_of(codec, node.dialect, node.tag, self.plan.marks), name, key

    def place_choice(self, node: Node, choice: Choice) -> None:
        steps = parse_path(choice.path).steps
        for case, binding in choice.resolved().items():
            step = parse_step(case)
            if steps:
                around = steps[-1]
                inner = tuple(selector.below(step.tag) for selector in step.selectors) or (Selector(step.tag),)
                kid = _below(node, steps[:-1]).add(Step(around.tag, (*around.selectors, *inner), around.many))
                binding = _wrapped(binding, choice.words, Step(step.tag))  # noqa: PLW2901
            else:
                kid = node.add(step)
            kid.case = binding.model
            self.place_item(kid, choice.field, binding, choice.key)


def _below(node: Node, steps: tuple[Step, ...]) -> Node:
    for step in steps:
        node = node.child(step)
    return node


def _around_item(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], Step, tuple[Step, ...]]:
    """The steps before the element that is the item, that element, and the steps inside it."""
    at = next((i for i, step in enumerate(steps) if step.many), len(steps) - 1)
    return steps[:at], steps[at], steps[at + 1 :]


def _inside(codec: Binding, steps: tuple[Step, ...]) -> Binding:
    """The binding of an object whose element stands deeper than the one that repeats."""
    for step in reversed(steps):
        codec = _wrapped(codec, (), step)
    return codec


def _wrapped(codec: Binding, around: tuple[Word, ...], step: Step) -> Binding:
    key = ("wrapped", around, step)
    if key not in codec.cache:
        text = step.tag + "".join(f"[{s.path}='{'|'.join(s.values)}']" if s.values else f"[{s.path}]" for s in step.selectors)
        codec.cache[key] = Binding(codec.model, *around, In(text, *codec.words), marks=codec.marks)
    found: Binding = codec.cache[key]
    return found


def _settle(node: Node) -> None:
    """Hand what stands on an object's element to the object's own plan, and put the children in the order of the schema."""
    if node.item:
        extra = tuple(constants(node))
        node.fixed, node.kids, node.constant = {}, [], None
        if extra:
            plan = node.item
            node.item = plan_of(plan.binding, plan.dialect, node.tag, plan.marks, (*plan.extra, *extra))
    node.kids.sort(key=lambda kid: node.dialect.rank(node.tag, kid.tag))
    for kid in node.kids:
        # a constant that stands for a field's None is said also where no field has a value
        kid.always |= not kid.fixed.keys().isdisjoint(kid.attributes)
        _settle(kid)


def closed_inside(plan: Plan) -> frozenset[str]:
    """The namespaces of the closed dialects that stand inside this plan, made once."""
    found: frozenset[str] | None = plan.compiled.get("closed")
    if found is None:
        found = plan.compiled["closed"] = frozenset(_closed(plan.root))
    return found


def _closed(node: Node) -> Iterator[str]:
    if node.foreign and node.dialect.closed and node.dialect.namespace is not None:
        yield node.dialect.namespace
    if node.foreign and node.item is not None:
        yield from _closed(node.item.root)
    for kid in node.kids:
        if kid.item is None or kid.foreign:
            yield from _closed(kid)
        elif kid.dialect.closed:
            yield from _closed(kid.item.root)


def groups(node: Node) -> Iterator[tuple[Node, ...]]:
    """The children of a node, one by one, but the cases of one choice together: one value, or one list in its order, is spread over them."""
    for _, kids in groupby(node.kids, key=lambda kid: (kid.tag, kid.field) if kid.case is not None else id(kid)):
        yield tuple(kids)


def constants(node: Node, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every constant at and below a node, as path and value."""
    for name, value in node.fixed.items():
        yield f"{prefix}@{name}", value
    for kid in node.kids:
        step = kid.tag + "".join(f"[{s.path}='{'|'.join(s.values)}']" for s in kid.selectors if s.values)
        if kid.constant is not None:
            yield f"{prefix}{step}/.", kid.constant
        yield from constants(kid, f"{prefix}{step}/")


def keep(node: Node, steps: list[str], value: str) -> None:
    """See to it that the constant at this path is always written: a selector above asks for it."""
    first, *rest = steps
    kid = next((kid for kid in node.kids if rest and kid.tag == parse_step(first).tag and writes(kid, rest, value)), None)
    if kid is not None:
        kid.always = True
        if kid.item is None:
            keep(kid, rest, value)


def writes(node: Node, steps: list[str], value: str) -> bool:
    """Whether this node, or an object's plan below it, already writes `value` (or a field) at this path."""
    if node.item:
        node = node.item.root
    first, *rest = steps
    if first.startswith("@"):
        return node.fixed.get(first[1:]) == value or first[1:] in node.attributes
    if first == ".":
        return node.constant == value or node.text is not None
    tag = parse_step(first).tag
    return any(writes(kid, rest, value) for kid in node.kids if kid.tag == tag)
