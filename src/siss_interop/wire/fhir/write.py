"""Writing: a message becomes resources, as dicts, and the references between them.

A plan is compiled once: each node of it becomes a step (`write_steps`), and the steps of an object become a function. What always stands in an object
is one dict that is copied into it; what depends on a field is looked at only where the field has a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from siss_interop.wire.fhir.out import ABSENT, At, Json, Out
from siss_interop.wire.fhir.path import Step
from siss_interop.wire.fhir.plan import Case, Node, Plan, nodes, plan_of
from siss_interop.wire.fhir.shape import is_primitive
from siss_interop.wire.fhir.write_always import constants, required
from siss_interop.wire.fhir.write_losses import drop, hollow
from siss_interop.wire.fhir.write_steps import Call, Constant, Filling, Inside, Joined, Made, Nested, Plain, Put, Write, WriteStep, function, is_none
from siss_interop.wire.once import compiled
from siss_interop.wire.words import Binding, Leaf, Same


def writer(plan: Plan) -> Write:
    """The compiled writer of a plan, made once. A plan may be inside itself: then the inner writer is looked up when it is called."""

    def make() -> Write:
        root = plan.root  # laid out now: drops and inline objects are known only then
        ends = [*map(drop, plan.drops), *(hollow(via, root) for via, inline in plan.inline.items() if not inline.required)]
        return function(_filling(root, "", ends), plan.model.__name__)

    return compiled(plan.compiled, "write", make)


def _filling(root: Node, tag: str, ends: Iterable[tuple[tuple[str, ...], WriteStep]] = ()) -> Filling:
    """How the object at a node is filled. `tag` tells, within one object of the model, the resource that it is in."""
    always, others = constants(root)
    steps = tuple(_grouped([*((_via(node), _step(node, tag)) for node in others), *ends]))
    return Filling(always, steps, required(root, always))


def _object(root: Node, tag: str) -> Write:
    return function(_filling(root, tag), root.key or root.type)


def _grouped(steps: list[tuple[tuple[str, ...], WriteStep]]) -> Iterable[WriteStep]:
    """The steps, those of one object without an element of its own together."""
    inside: dict[str, list[tuple[tuple[str, ...], WriteStep]]] = {}
    for via, step in steps:
        if via:
            inside.setdefault(via[0], []).append((via[1:], step))
        else:
            yield step
    for name, group in inside.items():
        yield Inside(name, tuple(_grouped(group)))


def _via(node: Node) -> tuple[str, ...]:
    """The objects through which a node is reached; a primitive with words of its own beside it finds its way itself."""
    return () if node.leaf is not None and node.kids else node.via


# ---- elements


def _step(node: Node, tag: str) -> WriteStep:
    """What writes one node."""
    kind = _kind(node)
    if kind in _STEPS:
        return _STEPS[kind](node, tag)
    return Call(node.field if kind in _OF_FIELD else _only_field(node), _WRITERS[kind](node, tag), whole=kind not in _OF_FIELD)


def _leaf_step(node: Node, tag: str) -> WriteStep:
    leaf = node.leaf or Leaf()
    if node.kids:
        return Call(None, _with_extensions(node, tag))
    if leaf.urls or node.element is None or node.element.many:
        return Call(node.field, _leaf(node))
    return Plain(node.field or "", node.key, leaf.dump)


def _only_field(node: Node) -> str | None:
    """The one field of the object that all below a node depends on, if there is just one."""
    below = {name for each in nodes(node) for name in (each.via[:1] or each.own_fields())}
    if any(each.by is not None and each.by.always for each in nodes(node)):
        return None
    return next(iter(below)) if len(below) == 1 and not node.via and not node.stands else None


def _kind(node: Node) -> str:
    """What a node is; a repeated object or leaf is another kind than a single one."""
    if node.by is not None:
        return "by"
    if node.step.name == "/":
        return "bundle"
    if node.step.back:
        return "back" if node.field is None else "backs" if node.many else "back of a field"
    if node.constant is not None:
        return "same" if isinstance(node.constant, Same) else "constant"
    kind = "cases" if node.cases is not None else "item" if node.item is not None else "leaf" if node.leaf is not None else "nested"
    if node.step.poly:
        return f"{kind} of a choice"
    return f"{kind}s" if node.many and kind in ("item", "leaf") else kind


def _put(node: Node) -> Put:
    """What puts a value under the element's key: R4 says whether that is a list."""
    if node.element is None or not node.element.many:
        return Put(node.key, many=False)
    return Put(node.key, many=True, place=_at_position(node.key, node.step.first) if node.step.first else None)


def _putter(node: Node) -> Callable[[Json, Any], None]:
    """The same as a function."""
    put = _put(node)
    return put.place or (_append(put.key) if put.many else _assign(put.key))


# one for each key, wherever it stands: what runs often runs fast


@cache
def _assign(key: str) -> Callable[[Json, Any], None]:
    def assign(obj: Json, made: Any) -> None:
        obj[key] = made

    return assign


@cache
def _at_position(key: str, first: int) -> Callable[[Json, Any], None]:
    def at_position(obj: Json, made: Any) -> None:
        held = obj.setdefault(key, [])
        held.extend([ABSENT] * (first - len(held)))  # positions before this one must be there
        held.append(made)

    return at_position


@cache
def _append(key: str) -> Callable[[Json, Any], None]:
    def append(obj: Json, made: Any) -> None:
        if key in obj:
            obj[key].append(made)
        else:
            obj[key] = [made]

    return append


def _aside(obj: Json, key: str, extensions: list[Json]) -> None:
    """Put extensions on the `_` side of a primitive."""
    obj.setdefault(f"_{key}", {}).setdefault("extension", []).extend(extensions)


def _by(node: Node, tag: str) -> WriteStep:
    by = node.by
    if by is None:
        raise TypeError("nothing is joined here")
    return Joined(_only_field(node), by.fields, by.given, by.write, node.family if by.family else "", by.presence)


def _bundle(node: Node, tag: str) -> Write:
    write = _object(replace(node, type=""), tag)

    def part(value: Any, obj: Json, out: Out, at: At) -> bool:
        write(value, out.bundle, out, at)
        return False

    return part


def _back_one(node: Node, tag: str) -> Callable[[Any, Out, At, str], bool]:
    """A resource that refers to this one: made when the reference to this one is known."""
    kind, own = node.type, f"{tag}{node.step.text}"
    fill = writer(node.item) if node.item else _object(node, own)
    rowless = not node.has_rows()

    def one(value: Any, out: Out, at: At, me: str) -> bool:
        body: Json = {"resourceType": kind}
        before, around = out.me, out.body
        out.me, out.body = me, body
        data = fill(value, body, out, at)
        out.me, out.body = before, around
        if not (data or rowless):
            return False
        url = out.url(at, own)
        out.entries.append((url, body))
        if kind not in ("Provenance", "MessageHeader"):  # R4 lets them stand in a bundle by what they refer to
            out.backward.append(url)
        return True

    return one


def _back(node: Node, tag: str) -> Write:
    one = _back_one(node, tag)
    return lambda value, obj, out, at: one(value, out, at, out.own(at, tag))


def _back_field(node: Node, tag: str) -> Write:
    one, name = _back_one(node, tag), node.field or ""
    return lambda found, obj, out, at: one(found, out, (at, name), out.own(at, tag)) or out.lost((at, name))


def _backs(node: Node, tag: str) -> Write:
    one, name = _back_one(node, tag), node.field

    def part(found: Any, obj: Json, out: Out, at: At) -> bool:
        me, data = out.own(at, tag), False
        for index, each in enumerate(found):
            here = ((at, name), index)
            data = one(each, out, here, me) or out.lost(here) or data
        return data

    return part


def _constant(node: Node, tag: str) -> WriteStep:
    return Constant(node.when, _put(node), node.constant)


def _same(node: Node, tag: str) -> Write:
    same = node.constant
    if not isinstance(same, Same):
        raise TypeError("not the same of anything")
    put, name, codec, when, key = _putter(node), same.field, same.codec, node.when, node.key
    if codec is not None:
        return _same_value(node, name, codec, put)

    def part(held: Any, obj: Json, out: Out, at: At) -> bool:
        if when and is_none(held.__dict__[when]):
            return False
        if name == "<-":
            out.referring = obj.setdefault(key, [])
            return False
        url = out.me if name == "^" else out.url(None, "") if name == "/" else out.anchors.get(name)
        if url is not None:
            put(obj, out.refer(url))
        return False

    return part


def _same_value(node: Node, name: str, codec: Leaf | Binding, put: Callable[[Json, Any], None]) -> Write:
    when, way = node.when, () if name == "." else tuple(name.split("."))
    write = writer(plan_of(codec, node.type, node.family)) if isinstance(codec, Binding) else None
    dump = codec.dump if isinstance(codec, Leaf) else None

    def part(held: Any, obj: Json, out: Out, at: At) -> bool:
        value = None if when and is_none(held.__dict__[when]) else _again(held, way)
        if value is None:
            return False
        made: Any = {}
        if write is not None:
            write(value, made, Out(""), at)  # its losses are told where the field itself stands
        else:
            made = dump(value) if dump else value
        if made is not None and made != {}:
            put(obj, made)
        return False

    return part


def _again(held: Any, way: Sequence[str]) -> Any:
    """The value of a field, or of a field below it (`motivi.0.valore`), or None; without a way the object itself."""
    for step in way:
        if is_none(held):
            return None
        held = held[int(step)] if step.isdigit() else getattr(held, step)
    return held


def _leaf(node: Node) -> Write:
    leaf, key, put = node.leaf or Leaf(), node.key, _putter(node)
    dump, both = leaf.dump, bool(leaf.urls)

    def part(found: Any, obj: Json, out: Out, at: At) -> bool:
        if not both:
            put(obj, dump(found) if dump else found)
            return True
        made, extensions = dump(found) if dump else (found, None)
        if made is not None:
            put(obj, made)
        if extensions:
            _aside(obj, key, extensions)
        return True

    return part


def _with_extensions(node: Node, tag: str) -> Write:
    """A primitive, and what words say of the extensions beside it."""
    below, key, via, name, own = _object(replace(node, type=""), tag), node.key, node.via, node.field or "", _leaf(node)

    def part(value: Any, obj: Json, out: Out, at: At) -> bool:
        aside: Json = {}
        holder = value
        for step in via:
            holder = None if holder is None else holder.__dict__[step]
        found = None if holder is None else holder.__dict__[name]
        data = found is not None and own(found, obj, out, at)
        if below(value, aside, out, at):
            _aside(obj, key, aside["extension"])
            data = True
        return data

    return part


def _leaves(node: Node, tag: str) -> Write:
    leaf, key = node.leaf or Leaf(), node.key
    dump = leaf.dump
    if leaf.urls or node.kids:
        raise TypeError(f"{key}: a repeated primitive has no room for extensions here")

    def part(found: Any, obj: Json, out: Out, at: At) -> bool:
        obj.setdefault(key, []).extend([dump(item) for item in found] if dump else found)
        return True

    return part


def _maker(plan: Plan, node: Node) -> Write:
    """What writes one object under the node's key, and says whether it wrote anything."""
    put, kind = _putter(node), plan.type
    if is_primitive(kind):
        return _value_maker(plan, node)
    return _resource(node, kind, "", partial(writer, plan)) if node.crosses else _plain_maker(plan, put)


def _resource(node: Node, kind: str, tag: str, make: Callable[[], Write], *, stands: bool = False) -> Write:
    """A resource, and the reference to it. `make` compiles what fills it, when the first such resource comes: most messages have few of all kinds."""
    write: Write | None = None
    put, on_reference = _putter(node), node.step.on_reference

    def resource(value: Any, obj: Json, out: Out, at: At) -> bool:
        nonlocal write
        if write is None:
            write = make()
        made: Json = {"resourceType": kind}
        around, out.body = out.body, made
        data = write(value, made, out, at)
        out.body = around
        if data or stands:
            reference = out.place(made, at, tag)
            if on_reference:
                obj.update(reference)
            else:
                put(obj, reference)
        return data

    return resource


@cache
def _plain_maker(plan: Plan, put: Callable[[Json, Any], None]) -> Write:
    """What writes an object that is no resource: one function wherever it has this key, as of `_one` and `_some`."""
    write: Write | None = None
    family, quick = plan.family, _quick(plan)

    def plain(value: Any, obj: Json, out: Out, at: At) -> bool:
        nonlocal write
        made = None if quick is None else quick(value, family)
        if made is None:
            if write is None:
                write = writer(plan)
            made = {}
            if not write(value, made, out, at):
                return False
        put(obj, made)
        return True

    return plain


def _quick(plan: Plan) -> Callable[[Any, str], Json | None] | None:
    """The short way of a data type, if it has one here: it knows nothing of what a selector asks for."""
    return plan.binding.quick.write if plan.binding.quick and not plan.extra else None


def _value_maker(plan: Plan, node: Node) -> Write:
    """An object on a primitive: its value, and what stands beside it."""
    put, key, root = _putter(node), node.key, plan.root
    name, leaf = root.field, root.leaf
    dump, both = (leaf.dump, bool(leaf.urls)) if leaf else (None, False)
    beside = writer(plan) if root.kids or plan.drops else None

    def part(value: Any, obj: Json, out: Out, at: At) -> bool:
        found = None if name is None else value.__dict__[name]
        data = found is not None
        if found is not None:
            made, extensions = (dump(found) if dump else found), None
            if both:
                made, extensions = made
            if made is not None:
                put(obj, made)
            if extensions:
                _aside(obj, key, extensions)
        if beside is not None:
            aside: Json = {}
            data = beside(value, aside, out, at) or data
            if data and aside:
                _aside(obj, key, aside["extension"])
        return data

    return part


def _item(node: Node, tag: str) -> WriteStep:
    """An object of the model, or many."""
    plan, meant, many = node.item, node.part or slice(0, None), node.many
    if plan is None:
        raise TypeError("no object")
    if node.crosses or is_primitive(plan.type):
        make = _maker(plan, node)
        return Call(node.field, _some(make, node.field or "", meant.start, meant.stop) if many else _single(node, make))
    return Made(node.field or "", _put(node), many, meant.start, meant.stop, _quick(plan), plan.family, partial(writer, plan))


def _single(node: Node, make: Write) -> Write:
    """One object in a field. The resource that it became is remembered, so that others may refer to it by the name of the field."""
    name, key = node.field or "", node.key
    if not (node.crosses and not node.via):
        return _one(make, name)

    def anchored(found: Any, obj: Json, out: Out, at: At) -> bool:
        if not make(found, obj, out, (at, name)):
            return out.lost((at, name))
        placed = obj["reference"] if not key else obj[key]["reference"] if type(obj[key]) is dict else obj[key][-1]["reference"]
        out.anchors[name] = placed
        return True

    return anchored


@cache
def _one(make: Write, name: str) -> Write:
    return lambda found, obj, out, at: make(found, obj, out, (at, name)) or out.lost((at, name))


@cache
def _some(make: Write, name: str, first: int, end: int | None) -> Write:
    meant = slice(first, end) if first or end is not None else None

    def part(found: Any, obj: Json, out: Out, at: At) -> bool:
        data, at = False, (at, name)
        for index, each in enumerate(found[meant] if meant else found, first):
            here = (at, index)
            data = make(each, obj, out, here) or out.lost(here) or data
        return data

    return part


def _cases(node: Node, tag: str) -> Write:
    """A value that may be of several classes, or the items of a list of them."""
    cases = (node.cases or {}).values()
    return _one_of(node, _by_class([(case, _maker(case.plan, _of_case(node, case))) for case in cases]))


def _by_class(cases: Iterable[tuple[Case, Write]]) -> Mapping[type, Write]:
    """What writes the values of each class; of several cases of one class, the first that is meant for the value."""
    found: dict[type, list[tuple[Callable[[Any], bool] | None, Write]]] = {}
    for case, make in cases:
        found.setdefault(case.plan.model, []).append((case.plan.binding.meant, make))
    return {model: makes[0][1] if len(makes) == 1 else _meant(makes) for model, makes in found.items()}


def _meant(makes: list[tuple[Callable[[Any], bool] | None, Write]]) -> Write:
    def write(value: Any, obj: Json, out: Out, at: At) -> bool:
        for meant, make in makes:
            if meant is None or meant(value):
                return make(value, obj, out, at)
        raise TypeError(f"no case is meant for this {type(value).__name__}")

    return write


def _of_case(node: Node, case: Case) -> Node:
    """The node of a choice as it is for one of its cases."""
    return Node(replace(node.step, target=case.step.target or node.step.target), case.plan.type, node.element)


def _poly_cases(node: Node, tag: str) -> Write:
    """A choice of types: the class of the value picks the ending of the key."""
    cases = (node.cases or {}).values()
    return _one_of(node, _by_class([(case, _maker(case.plan, Node(Step(case.ending, node.key + case.ending), case.plan.type))) for case in cases]))


def _one_of(node: Node, makers: Mapping[type, Write]) -> Write:
    name, meant = node.field or "", node.part
    if not node.many:
        return _single(node, lambda found, obj, out, at: makers[type(found)](found, obj, out, at))
    first = meant.start if meant else 0

    def part(found: Any, obj: Json, out: Out, at: At) -> bool:
        data, at = False, (at, name)
        for index, each in enumerate(found[meant] if meant else found, first):
            data = makers[type(each)](each, obj, out, (at, index)) or out.lost((at, index)) or data
        return data

    return part


def _poly_leaf(node: Node, tag: str) -> Write:
    """A leaf on a choice of types: its codec says the ending besides the value."""
    key, leaf = node.key, node.leaf or Leaf()
    dump = leaf.dump
    if dump is None:
        raise TypeError(f"{key}[x]: a leaf on a choice must say the ending")

    def part(found: Any, obj: Json, out: Out, at: At) -> bool:
        ending, made = dump(found)
        obj[key + ending] = made
        return True

    return part


def _nested(node: Node, tag: str) -> WriteStep:
    own = f"{tag}{node.step.text}/"  # also where no resource begins: two of them below one object may cross by equal steps
    inner = _filling(node, own)
    if node.crosses:
        return Call(_only_field(node), _resource(node, node.type, own, partial(function, inner, node.type), stands=node.stands), whole=True)
    if node.primitive:
        return Call(_only_field(node), _beside(node, inner), whole=True)
    return Nested(_only_field(node), inner, _put(node), node.stands)


def _beside(node: Node, inner: Filling) -> Write:
    """Extensions of a primitive whose value no word names."""
    write, key, stands = function(inner, node.key), node.key, node.stands

    def part(value: Any, obj: Json, out: Out, at: At) -> bool:
        made: Json = {}
        data = write(value, made, out, at)
        if not (data or (stands and made)):
            return False
        _aside(obj, key, made["extension"])
        return data

    return part


#: kinds whose field must have a value: they are given that value
_OF_FIELD = frozenset({"back of a field", "backs", "cases", "cases of a choice", "leafs", "leaf of a choice"})
_WRITERS: Mapping[str, Callable[[Node, str], Write]] = {
    "bundle": _bundle, "back": _back, "back of a field": _back_field, "backs": _backs, "same": _same, "cases": _cases,
    "cases of a choice": _poly_cases, "leafs": _leaves, "leaf of a choice": _poly_leaf,
}  # fmt: skip
#: kinds that are more than a call
_STEPS: Mapping[str, Callable[[Node, str], WriteStep]] = {
    "leaf": _leaf_step, "by": _by, "constant": _constant, "nested": _nested, "item": _item, "items": _item,
}  # fmt: skip
