"""The plan: a binding laid out as the tree of JSON elements, references and resources that it speaks of. Reading and writing are compiled from it.

Compiling proves the binding: every field of the model is said once, and every step names an element that R4 has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pydantic import BaseModel

from siss_interop.options import BASE
from siss_interop.wire.fhir.leaves import Codec, codec_of
from siss_interop.wire.fhir.path import Step, parse_path, parse_step
from siss_interop.wire.fhir.shape import Element, element, is_primitive
from siss_interop.wire.once import Tree
from siss_interop.wire.words import Binding, By, Choice, Drop, Fixed, In, Leaf, Row, Same, Word, late

Constant = str | bool | Same
Extra = tuple[tuple[str, Constant], ...]
#: in a resource that refers back: the reference to the resource that it was entered from
BACK = Same("^")


FIRST, OTHERS = slice(0, 1), slice(1, None)
#: what a choice says of a case (a selector, a target, the ending of a type) -> the case
Cases = dict[str, "Case"]


@dataclass(eq=False)
class Node:
    """One step from an object: an element of it, a resource that it points at or that points at it, or the bundle."""

    step: Step
    #: FHIR type of the object (or value) that stands here
    type: str
    #: what R4 says of the element; None for `/`, `<-` and a reference that one stands on already
    element: Element | None = None
    kids: list[Node] = field(default_factory=list)
    field: str | None = None
    leaf: Codec | None = None
    item: Plan | None = None
    #: the steps or endings of the cases, and their plans
    cases: Cases | None = None
    constant: Constant | None = None
    when: str = ""
    #: whether a word says the constant (not a selector) without a condition: then what is around it is written for it alone
    always: bool = False
    by: By | None = None
    #: the family of identifier systems that is written
    family: str = ""
    #: fields through which the values of this node are reached, where an object has no element of its own
    via: tuple[str, ...] = ()
    #: where the model holds many and R4 one: whether the first stands here, or the others
    part: slice | None = None

    @property
    def key(self) -> str:
        """The key in the JSON, without the mark of a choice of types."""
        return self.step.name.removesuffix("[x]")

    @property
    def many(self) -> bool:
        """Whether the model holds many."""
        return self.step.many

    @property
    def crosses(self) -> bool:
        """Whether the words below speak of another resource, which the element refers to."""
        return bool(self.step.target) and not self.step.back

    @property
    def primitive(self) -> bool:
        """Whether the element is a primitive: what stands below it then is on its `_` side."""
        return self.element is not None and not self.crosses and is_primitive(self.type)

    @property
    def holds(self) -> bool:
        """Whether the node itself holds a field or a constant, so that no other may be laid on it."""
        return bool(self.leaf or self.item or self.cases or self.by)

    @property
    def open(self) -> bool:
        """Whether more words may speak of what is below: not of an object, which has its own; of a primitive, what stands beside it."""
        return not (self.item or self.cases or self.by) and self.constant is None

    def own_fields(self) -> tuple[str, ...]:
        """The fields that stand here."""
        return (*((self.field,) if self.field else ()), *(self.by.fields if self.by else ()))

    def fields(self) -> Iterator[str]:
        """The fields that stand here and below."""
        yield from self.own_fields()
        for kid in self.kids:
            yield from kid.fields()

    @property
    def stands(self) -> bool:
        """Whether an element is written also where no field below it has a value: all that stands there is constant, or a word says so."""
        return not self.has_rows() or self.speaks()

    def speaks(self) -> bool:
        """Whether a word says, here or below, what stands there in any case."""
        return not self.crosses and any((kid.always and not kid.via) or (not kid.holds and kid.speaks()) for kid in self.kids)

    def has_rows(self) -> bool:
        """Whether any field stands here or below."""
        return next(self.fields(), None) is not None


@dataclass(frozen=True, slots=True)
class Case:
    """One class of a choice: its step (a selector, a target) or the ending of its type, and its plan."""

    step: Step
    ending: str
    plan: Plan
    #: the step from an element of the item to the resource by which the case is told, where the item is no reference itself (`item->Observation`)
    through: Step | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A field without a place, and the objects without an element of their own through which it is reached."""

    via: tuple[str, ...]
    drop: Drop


class Inline(NamedTuple):
    """An object without an element of its own: its class, and whether what is around it must have one."""

    model: type[BaseModel]
    required: bool


class Plan:
    """A binding on an object of a FHIR type, in one family of identifier systems, with what a selector above asks for."""

    __slots__ = ("_tree", "binding", "compiled", "drops", "extra", "family", "inline", "type")

    def __init__(self, binding: Binding, type_name: str, family: str, extra: Extra = ()) -> None:
        self.binding = binding
        self.type = type_name
        self.family = family
        self.extra = extra
        #: what engines compiled of this plan, by engine
        self.compiled: dict[str, Any] = {}
        self.drops: list[Dropped] = []
        #: the objects without an element of their own: the fields that lead there, their class, and whether it must be there
        self.inline: dict[tuple[str, ...], Inline] = {}
        self._tree = Tree(lambda: Node(Step("."), type_name), lambda root: _Builder(self).build(root))

    @property
    def model(self) -> type[BaseModel]:
        """The class that this plan reads and writes."""
        return self.binding.model

    @property
    def root(self) -> Node:
        """The tree, laid out at first use: bindings may refer to themselves."""
        return self._tree.root()


def plan_of(binding: Binding, type_name: str, family: str, extra: Extra = ()) -> Plan:
    """The plan of a binding at a place, made once."""
    key = ("fhir", type_name, family, extra)
    if key not in binding.cache:
        binding.cache[key] = Plan(binding, type_name, family, extra)
    found: Plan = binding.cache[key]
    return found


class _Builder:
    """Lays one binding out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def build(self, root: Node) -> None:
        self.lay(root, self.plan.binding, ())
        for path, value in self.plan.extra:
            if not _writes(root, parse_path(path)):
                self.fix(root, path, value)
        _hand_down(root, self.plan.family)

    def lay(self, node: Node, binding: Binding, via: tuple[str, ...]) -> None:
        """All words of one model; each field of it is said once."""
        said: list[str] = []
        for word in binding.words:
            self.place(node, word, via, said)
        fields = set(binding.model.model_fields) - {"tipo"}
        if fields != set(said) or len(said) != len(set(said)):
            twice = sorted({name for name in said if said.count(name) > 1})
            name = binding.model.__name__
            raise TypeError(f"{name}: not said {sorted(fields - set(said))}, unknown {sorted(set(said) - fields)}, said twice {twice}")

    def place(self, node: Node, word: Word, via: tuple[str, ...], said: list[str]) -> None:
        match word:
            case Fixed(path, value):
                held = self.fix(node, path, value, word.when, via)
                held.always = not word.when and not isinstance(value, Same)
                if isinstance(value, Same) and value.codec is None and held.type != "Reference":
                    raise TypeError(f"{path} is no Reference: Same needs a codec")
            case In():
                inside = self.below(node, parse_path(word.path))
                for each in word.words:
                    self.place(inside, each, via, said)
            case Drop(name):
                said.append(name)
                self.plan.drops.append(Dropped(via, word))
            case By():
                said.extend(word.fields)
                node.kids.append(Node(Step("."), node.type, by=word, via=via, family=self.plan.family))
            case Row():
                said.append(word.field)
                self.place_row(node, word, via)
            case Choice():
                said.append(word.field)
                self.place_choice(node, word, via)
            case _:
                raise TypeError(f"{type(word).__name__} has no meaning in FHIR")

    def place_row(self, node: Node, row: Row, via: tuple[str, ...]) -> None:
        steps, codec = parse_path(row.path), late(row.codec)
        if not steps and isinstance(codec, Binding):
            inside = (*via, row.field)
            around = self.plan.inline[via].model if via else self.plan.model
            self.plan.inline[inside] = Inline(codec.model, around.model_fields[row.field].is_required())
            self.lay(node, codec, inside)
            return
        steps, codec = _around_item(steps, codec)
        held = self.leaf_node(node, steps) if steps else node
        self.hold(held, row, codec, via)
        if held.many and held.element is not None and not held.element.many:
            # the model holds many and R4 one: the first stands there, the others in extensions beside it
            held.part = FIRST
            beyond = replace(row, path=_beyond(held))
            more, codec = _around_item(parse_path(beyond.path), late(row.codec))
            other = self.leaf_node(self.below(node, steps[:-1]), more)
            self.hold(other, beyond, codec, via)
            other.part = OTHERS

    def hold(self, held: Node, row: Row, codec: Leaf | Binding, via: tuple[str, ...]) -> None:
        """Lay a field on a node."""
        held.field, held.via = row.field, via
        if isinstance(codec, Binding):
            held.item = plan_of(codec, held.type, self.plan.family)
        else:
            held.leaf = codec_of(codec, held.type, self.plan.family)

    def place_choice(self, node: Node, choice: Choice, via: tuple[str, ...]) -> None:
        held = self.leaf_node(node, parse_path(choice.path))
        held.field, held.via, held.cases = choice.field, via, {}
        for mark, codec in choice.resolved().items():
            step = Step(mark) if mark == "." else parse_step(mark)
            if step.name and not held.step.poly:
                held.cases[mark] = Case(Step("."), "", plan_of(codec, held.type, self.plan.family), step)
                continue
            ending = step.name if held.step.poly else ""
            type_name = _typed(held, ending) if held.step.poly else step.target or held.type
            held.cases[mark] = Case(step, ending, plan_of(codec, type_name, self.plan.family))
        if held.step.poly and held.many:
            self.place_others(node, held, choice)

    def place_others(self, node: Node, held: Node, choice: Choice) -> None:
        """The model holds many values and R4 one: the first stands there, the others in extensions beside it."""
        held.part = FIRST
        beyond = f"extension[url='{BASE}:fhir:altri-{held.key}']*"
        other = self.leaf_node(self.below(node, parse_path(choice.path)[:-1]), parse_path(beyond))
        other.field, other.via, other.cases, other.part = held.field, held.via, {}, OTHERS
        for mark, codec in choice.resolved().items():
            ending, rest = parse_step(mark).name, mark.partition("[")[2]
            plan = plan_of(_within(codec, f"value{ending}"), "Extension", self.plan.family)
            primitive = (f"_value{ending}",) if is_primitive(_typed(held, ending)) else ()
            for key in (*primitive, f"value{ending}") if not rest else primitive or (f"value{ending}",):
                inside = f"[{key}.{rest}" if rest else f"[{key}]"
                step = parse_step(inside)
                # the item's own words write what the selector asks for: with two values it has no constant
                other.cases[inside] = Case(replace(step, selectors=tuple(replace(each, values=each.values * 2) for each in step.selectors)), "", plan)

    def leaf_node(self, node: Node, steps: tuple[Step, ...]) -> Node:
        """A node at the end of a path that will hold a field; what was said beside a primitive stays below it."""
        around = self.below(node, steps[:-1])
        beside = next((kid for kid in around.kids if kid.step == steps[-1] and kid.primitive and kid.kids and not kid.holds), None)
        return beside or self.add(around, steps[-1])

    def below(self, node: Node, steps: tuple[Step, ...]) -> Node:
        for step in steps:
            found = next((kid for kid in node.kids if kid.step == step and kid.open), None)
            node = found or self.add(node, step)
        return node

    def add(self, node: Node, step: Step) -> Node:
        """A new node for a step; what its selectors hold as constants will be written."""
        kid = _node(node, step)
        kid.family = self.plan.family
        node.kids.append(kid)
        for selector in (*step.selectors, *step.wanted):
            if selector.constant is not None:
                self.fix(kid, selector.path, selector.constant)
        if step.back:
            self.fix(kid, ".".join(step.back), BACK)
        return kid

    def fix(self, node: Node, path: str, value: Constant, when: str = "", via: tuple[str, ...] = ()) -> Node:
        """At `path` stands always `value`."""
        steps = parse_path(path)
        around = self.below(node, steps[:-1])
        said = next((kid for kid in around.kids if kid.step == steps[-1] and kid.constant == value), None)
        if said is not None:
            return said
        kid = self.add(around, steps[-1])
        kid.constant, kid.when, kid.via = value, when, via
        return kid


def _around_item(steps: tuple[Step, ...], codec: Leaf | Binding) -> tuple[tuple[Step, ...], Leaf | Binding]:
    """The steps up to the one that repeats; the rest becomes part of the item's own binding."""
    at = next((i for i, step in enumerate(steps) if step.many), len(steps) - 1)
    rest = ".".join(step.text for step in steps[at + 1 :])
    if not rest:
        return steps, codec
    if not isinstance(codec, Binding):
        raise TypeError(f"{rest}: what repeats above a leaf must be an object")
    return steps[: at + 1], _within(codec, rest)


def _within(codec: Binding, path: str) -> Binding:
    """A binding whose words stand below a path, made once."""
    key = ("around", path)
    if key not in codec.cache:
        codec.cache[key] = Binding(codec.model, In(path, *codec.words), meant=codec.meant)
    found: Binding = codec.cache[key]
    return found


def _beyond(node: Node) -> str:
    """The path of the extensions that hold the items for which R4 has no room."""
    kind = "Reference" if node.crosses else node.type[0].upper() + node.type[1:]
    target = "->" + node.step.text.rpartition("->")[2] if node.crosses else ""
    return f"extension[url='{BASE}:fhir:altri-{node.key}']*.value{kind}{target}"


def _node(parent: Node, step: Step) -> Node:
    """The node of a step below another. Raises TypeError where R4 has no such element."""
    if step.name == "/":
        return Node(step, "Bundle")
    if step.back:
        return Node(step, step.target)
    if not step.name:
        return Node(step, step.target or parent.type)
    if step.poly:
        return Node(step, parent.type)
    at = "Element" if parent.primitive else parent.type
    found = element(at, step.name)
    if found is None:
        raise TypeError(f"{at} has no element {step.name}")
    return Node(step, step.target or found.type, found)


def _typed(node: Node, ending: str) -> str:
    found = element(node.type, node.key + ending)
    if found is None:
        raise TypeError(f"{node.type} has no element {node.key}{ending}")
    return found.type


def _hand_down(node: Node, family: str) -> None:
    """Hand what stands on an object's element (the constants of selectors) to the object's own plan."""
    for kid in node.kids:
        extra = tuple(_constants(kid)) if kid.item or kid.cases else ()
        if extra:
            kid.kids = []
        if kid.item and extra:
            kid.item = plan_of(kid.item.binding, kid.item.type, family, (*kid.item.extra, *extra))
        if kid.cases and not kid.step.poly:
            kid.cases = {mark: _case(case, extra, family) for mark, case in kid.cases.items()}
        _hand_down(kid, family)


def _case(case: Case, extra: Extra, family: str) -> Case:
    own = tuple((s.path, s.constant) for s in (*case.step.selectors, *case.step.wanted) if s.constant is not None)
    if not (own or extra):
        return case
    plan = case.plan
    return replace(case, plan=plan_of(plan.binding, plan.type, family, (*plan.extra, *extra, *own)))


def _constants(node: Node, prefix: str = "") -> Iterator[tuple[str, Constant]]:
    for kid in node.kids:
        if kid.constant is not None:
            yield f"{prefix}{kid.step.text}", kid.constant
        yield from _constants(kid, f"{prefix}{kid.step.text}.")


def _writes(node: Node, steps: tuple[Step, ...]) -> bool:
    """Whether something is written at this path already: a field, or a constant."""
    first, *rest = steps
    for kid in node.kids:
        if kid.step.name == first.name and (kid.holds or kid.constant is not None if not rest else _writes(kid, tuple(rest))):
            return True
    return False


def walk(plan: Plan) -> Iterator[Plan]:
    """A plan and all plans that it reaches, each once."""
    seen: dict[int, Plan] = {}

    def visit(each: Plan) -> Iterator[Plan]:
        if id(each) in seen:
            return
        seen[id(each)] = each
        yield each
        for node in nodes(each.root):
            if node.item:
                yield from visit(node.item)
            for case in (node.cases or {}).values():
                yield from visit(case.plan)

    return visit(plan)


def nodes(node: Node) -> Iterator[Node]:
    """A node and all nodes below it, objects left whole."""
    yield node
    for kid in node.kids:
        yield from nodes(kid)
