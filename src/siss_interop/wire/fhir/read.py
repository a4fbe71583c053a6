"""Reading: dispatch on the keys that are there, so that nothing is missed.

A reader fills a dict of plain values for the model, and lists what it did not take. It never raises over content. A resource may be reached by
several rows (an author who also signs): left over in it is what none of them took. A resource that nothing reached is left over whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from siss_interop.model.shape import demanded, tipo_of
from siss_interop.wire.fhir.match import Takes, case_taker, matcher, taker
from siss_interop.wire.fhir.out import ABSENT, At, Json, path_of
from siss_interop.wire.fhir.path import Step
from siss_interop.wire.fhir.plan import FIRST, Case, Node, Plan, plan_of
from siss_interop.wire.fhir.read_beside import alike, aside_of, field_at, is_absent, nothing_beside, parted, reference_alone, says_absent
from siss_interop.wire.fhir.read_ends import ends_of, held_in, put_into
from siss_interop.wire.fhir.shape import element, elements, is_primitive, is_resource
from siss_interop.wire.fhir.source import ENVELOPE, Left, LeftOver, Read, Source, Values
from siss_interop.wire.fhir.write_always import literal
from siss_interop.wire.once import compiled
from siss_interop.wire.results import Reason
from siss_interop.wire.words import Binding, Leaf, Same

#: takes what stands under one key: the value, and what stands beside it (`_key`)
Take = Callable[[Any, Any, Values, Left, Source, At], None]
_WRONG = (ValueError, TypeError, LookupError, AttributeError)


def reader(plan: Plan) -> Read:
    """The compiled reader of a plan, made once. A plan may be inside itself: then the inner reader is looked up when it is called."""
    return compiled(plan.compiled, "read", lambda: _object_reader(plan.root, tuple(ends_of(plan))))


class Kid(NamedTuple):
    """How what stands under a key is recognised and taken."""

    node: Node
    #: whether it is meant, by position and by what is in it; None: always
    takes: Takes | None
    take: Take
    many: bool


class Key(NamedTuple):
    """What may stand under one key of an object. The first three are short ways for what is most frequent."""

    #: what always stands there
    constant: Any
    #: the field of a plain leaf, and how it is loaded
    field: str | None
    load: Callable[[Any], Any]
    #: who may take it; None where it is taken with other keys
    kids: tuple[Kid, ...] | None
    is_list: bool
    #: whether what stands beside it (`_key`) is looked at together with it
    beside: bool
    #: the one that takes whatever stands there
    only: Take | None = None
    #: extensions: who takes which url
    urls: dict[str, Kid] | None = None


#: what is no content of a resource: its type, and the resources inside it, which are entries of their own
_ADDRESS = frozenset({"resourceType", "contained"})


def _object_reader(root: Node, ends: tuple[Read, ...] = ()) -> Read:  # noqa: C901, PLR0915 - see `read`
    table: dict[str, list[Kid]] = {}
    after: list[Read] = []
    keys: dict[str, Key] = {}
    for node in root.kids:
        _compile(node, root, table, after, keys)
    keys |= {name: _key(kids) for name, kids in table.items() if name not in keys}
    key_of = keys.get
    last = (*after, *ends)
    skipped = ENVELOPE if root.type == "Bundle" else _ADDRESS if is_resource(root.type) else frozenset()

    # one loop on purpose: every object goes through it, and a call costs what a branch does not
    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:  # noqa: C901, PLR0912
        if type(obj) is not dict:
            left.append(LeftOver(at, Reason.MALFORMED))
            return
        for name, value in obj.items():
            key = key_of(name)
            if key is None:
                if name not in skipped:
                    other(name, value, obj, out, left, src, at)
                continue
            constant, field, load, kids, is_list, aside, only, urls = key
            if constant is not None:
                if value == constant and type(value) is type(constant):
                    continue
            elif field is not None:
                if field in out:
                    left.append(LeftOver((at, name), Reason.SECOND))
                    continue
                try:
                    out[field] = load(value)
                except _WRONG:
                    left.append(LeftOver((at, name), Reason.MALFORMED))
                else:
                    if src.trace is not None:
                        src.note(out, field, (at, name))
                continue
            if kids is None:
                continue
            beside = obj.get(f"_{name}") if aside else None
            if is_list:
                if only is not None and beside is None and type(value) is list:
                    here, index = (at, name), 0
                    for item in value:
                        only(item, None, out, left, src, (here, index))
                        index += 1  # noqa: SIM113 - enumerate makes a tuple for each
                elif urls is not None and type(value) is list:
                    _take_extensions(urls, value, out, left, src, (at, name))
                else:
                    _take_list(kids, value, beside, out, left, src, (at, name))
            elif type(value) is list or type(beside) is list:
                left.append(LeftOver((at, name), Reason.MALFORMED))
            elif only is not None:
                only(value, beside, out, left, src, (at, name))
            else:
                _take_one(kids, value, beside, out, left, src, (at, name))
        for each in last:
            each(obj, out, left, src, at)

    def other(name: str, value: Any, obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        """A key that no word names: what stands beside a primitive without its value, or something unknown."""
        key = key_of(name[1:]) if name[:1] == "_" else None
        if key is None or (name[1:] in obj and not key.beside) or key.kids is None:
            left.append(LeftOver((at, name), Reason.UNKNOWN))
        elif name[1:] not in obj:
            if key.is_list:
                _take_list(key.kids, None, value, out, left, src, (at, name[1:]))
            elif type(value) is list:
                left.append(LeftOver((at, name), Reason.MALFORMED))
            else:
                _take_one(key.kids, None, value, out, left, src, (at, name[1:]))

    return read


def _key(kids: list[Kid]) -> Key:
    """What may stand under a key, with the short way where there is one."""
    node, takes, _, _ = kids[0]
    is_list = node.element is not None and node.element.many
    beside = any(kid.node.primitive for kid in kids) and any(kid.node.leaf is None or kid.node.leaf.urls or kid.node.kids for kid in kids)
    constant = field = None
    if len(kids) == 1 and takes is None:
        constant = literal(node)
        if node.leaf is not None and not (beside or is_list or node.via or node.many or node.step.poly):
            field = node.field
        if constant is not None and is_list:
            constant = [constant]
    if constant is not None:
        beside = False  # a constant has nothing beside it
    if isinstance(constant, bool):
        constant = None
    load = (node.leaf.load if node.leaf else None) or _nothing_to_load
    only = kids[0].take if len(kids) == 1 and takes is None and (kids[0].many or not is_list) else None
    return Key(constant, field, load, tuple(kids), is_list, beside, only, _urls(kids))


def _urls(kids: list[Kid]) -> dict[str, Kid] | None:
    """Who takes which extension; None where something else than the url tells."""
    found: dict[str, Kid] = {}
    for kid in kids:
        selectors = kid.node.step.selectors
        if kid.node.key != "extension" or kid.node.cases or len(selectors) != 1 or selectors[0].path != "url" or len(selectors[0].values) != 1:
            return None
        found[selectors[0].values[0]] = kid
    return found if len(found) == len(kids) else None


def _take_extensions(urls: dict[str, Kid], values: list[Any], out: Values, left: Left, src: Source, at: At) -> None:
    """Extensions, each to the one that names its url."""
    used: set[str] = set()
    for index, value in enumerate(values):
        url = value.get("url") if type(value) is dict else None
        kid = urls.get(url) if type(url) is str else None
        if kid is None or url is None:
            left.append(LeftOver((at, index), Reason.UNKNOWN))
        elif url in used and not kid.many:
            left.append(LeftOver((at, index), Reason.SECOND))
        else:
            used.add(url)
            kid.take(value, None, out, left, src, (at, index))


def _nothing_to_load(value: Any) -> Any:
    raise ValueError("no leaf")


def _take_one(kids: tuple[Kid, ...], value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
    for kid in kids:
        if kid.takes is None or kid.takes(value if type(value) is dict else beside, 0, src):
            kid.take(value, beside, out, left, src, at)
            return
    if not is_absent(value, beside):
        left.append(LeftOver(at, Reason.UNKNOWN))


def _take_list(kids: tuple[Kid, ...], values: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
    """The items of a list, each to the first that takes it; one for which the model has no room any more is left over."""
    if values is None and type(beside) is list:
        values = [None] * len(beside)
    if type(values) is not list or not (beside is None or type(beside) is list):
        left.append(LeftOver(at, Reason.MALFORMED))
        return
    used: list[Kid] = []
    for index, value in enumerate(values):
        aside = beside[index] if beside and index < len(beside) else None
        here = (at, index)
        for kid in kids:
            if (kid.many or kid not in used) and (kid.takes is None or kid.takes(value, index, src)):
                if not kid.many:
                    used.append(kid)
                kid.take(value, aside, out, left, src, here)
                break
        else:
            if is_absent(value, aside) and index == 0:
                continue
            second = any(kid.takes is None or kid.takes(value, index, src) for kid in kids)
            left.append(LeftOver(here, Reason.SECOND if second else Reason.UNKNOWN))
    for index in range(len(values), len(beside or ())):
        left.append(LeftOver((at, index), Reason.MALFORMED))


def _compile(node: Node, root: Node, table: dict[str, list[Kid]], after: list[Read], keys: dict[str, Key]) -> None:
    if node.by is not None:
        for name in node.by.keys:
            found = element(node.type, name.lstrip("_"))
            keys[name] = Key(None, None, _nothing_to_load, None, bool(found and found.many), f"_{name}" in node.by.keys)
        after.append(_by(node))
    elif node.step.name == "/":
        inner = _object_reader(node)
        after.append(lambda obj, out, left, src, at: inner(src.bundle, out, src.left, src, None))
    elif node.step.back:
        after.append(_back(node, [kid for kid in root.kids if kid.step.back == node.step.back and kid.type == node.type]))
    elif node.step.on_reference:
        table.setdefault("reference", []).append(Kid(node, None, _reference(node), many=False))
    elif node.cases is not None and node.step.poly:
        for case in node.cases.values():
            table.setdefault(node.key + case.ending, []).append(_poly_case(node, case))
    elif node.step.poly:
        _poly_leaf(node, table)
    else:
        table.setdefault(node.key, []).append(Kid(node, taker(node), _take(node), node.many or _refers(node)))


def _refers(node: Node) -> bool:
    """Whether a constant stands for many references (all that refer back)."""
    return isinstance(node.constant, Same) and node.constant.field == "<-"


def _by(node: Node) -> Read:
    by, via = node.by, node.via
    if by is None:
        raise TypeError("no function")
    fields, names, load = by.fields, by.keys, partial(by.read, family=node.family) if by.family else by.read
    none = frozenset(names).isdisjoint

    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        if none(obj):
            return
        try:
            values, lost = load(*map(obj.get, names))
        except _WRONG:
            left.extend(LeftOver((at, name), Reason.MALFORMED) for name in names if name in obj)
            return
        for name in lost:
            left.append(LeftOver((at, name), Reason.UNKNOWN))
        holder = put_into(out, via) if via else out
        for name, value in zip(fields, values, strict=True):
            if value is not None and value != ():
                holder[name] = value
        if src.trace is not None:
            for name in fields:
                src.note(holder, name, (at, names[0]))

    return read


# ---- what is done with it


def _take(node: Node) -> Take:
    if node.constant is not None:
        return _constant(node)
    if node.cases is not None:
        return _cases(node)
    if node.item is not None:
        return _item(node, node.item)
    return _leaf(node) if node.leaf is not None else _nested(node)


def _primitive(root: Node) -> Take:
    """A primitive with what stands beside it, into the field of a leaf and the fields of extensions."""
    leaf, name, via = root.leaf, root.field or "", root.via
    inner = _object_reader(Node(root.step, "Element", kids=root.kids)) if root.kids else None

    def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        rest = beside
        mine: dict[str, Json] = {}
        if beside is not None and leaf is not None and leaf.urls:
            mine, rest = parted(beside, leaf.urls)
        if leaf is not None and (value is not None or mine):
            try:
                made = leaf.load(value, mine) if leaf.urls else leaf.load(value)  # type: ignore[misc]  # compiled leaves have one
            except _WRONG:
                left.append(LeftOver(at, Reason.MALFORMED))
            else:
                if made is not None:
                    holder = put_into(out, via) if via else out
                    holder[name] = made
                    src.note(holder, name, at)
        elif value is not None:
            left.append(LeftOver(at, Reason.UNKNOWN))
        if rest is None or (value is None and not mine and says_absent(rest)):
            return
        if inner is None:
            left.append(LeftOver(aside_of(at), Reason.UNKNOWN))
        else:
            inner(rest, out, left, src, aside_of(at))

    return read


def _leaf(node: Node) -> Take:
    name, via, many = node.field or "", node.via, node.many
    take = _primitive(replace(node, via=()) if many else node)

    def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        if many:
            found: Values = {}
            take(value, beside, found, left, src, at)
            if name in found:
                items = (put_into(out, via) if via else out).setdefault(name, [])
                src.note(items, len(items), at)
                items.append(found[name])
        elif name in held_in(out, via):
            left.append(LeftOver(at, Reason.SECOND))
        else:
            take(value, beside, out, left, src, at)

    return read


def _constant(node: Node) -> Take:
    expected = node.constant
    if isinstance(expected, Same):
        return _same(node, expected)

    def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        if value != expected or type(value) is not type(expected):
            left.append(LeftOver(at, Reason.CONSTANT))
        nothing_beside(beside, left, at)

    return read


def _same(node: Node, same: Same) -> Take:  # noqa: C901 - three kinds of the same, each a few lines
    if same.field == "^":

        def back(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
            if src.resolve(value) is not src.me:
                left.append(LeftOver(at, Reason.CONSTANT))
            reference_alone(value, left, at)

        return back
    if same.codec is None:

        def reference(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
            found = src.resolve(value)
            reference_alone(value, left, at)
            entry = src.current
            again = (id(entry), id(found)) in src.told or found is src.me
            src.told.add((id(entry), id(found)))

            def compare() -> None:
                right = id(found) in src.backward and not again if same.field == "<-" else alike(found, src.anchors.get(same.field))
                if not right and entry is not None and entry.left is not None:
                    entry.left[path_of(at)] = LeftOver(at, Reason.CONSTANT)

            src.later.append(compare)

        return reference
    codec, dump = same.codec, same.codec.dump if isinstance(same.codec, Leaf) else None
    plan = plan_of(codec, node.type, node.family) if isinstance(codec, Binding) else None
    inner = reader(plan) if plan is not None else None
    fields, via = tuple(plan.root.fields()) if plan is not None else (), node.via

    def again_read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        entry = src.current
        found: Values = {}
        inside: Left = []
        absent = is_absent(value, beside)
        if inner is not None and not absent:
            inner(value, found, inside, src, at)

        def compare() -> None:
            held = field_at(held_in(out, via), same.field)
            if absent:
                right = held is None or (dump(held) is None if dump else not any(held.get(name) for name in fields))
            elif inner is not None:
                right = not inside and held is not None and all(held.get(key) == value for key, value in found.items())
            else:
                right = held is not None and (dump(held) if dump else held) == value
            if not right and entry is not None and entry.left is not None:
                entry.left[path_of(at)] = LeftOver(at, Reason.CONSTANT)

        src.later.append(compare)
        if not absent:
            nothing_beside(beside, left, at)

    return again_read


def _item(node: Node, plan: Plan) -> Take:  # noqa: C901 - one object or a list of them, each the short way
    """One object into its field, or into the list of the field."""
    make = _maker(plan, node)
    name, via, many, crosses = node.field or "", node.via, node.many, node.crosses
    required = demanded(plan.model)
    anchored, first = crosses and not many and not via, node.part is FIRST

    def one(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        if is_absent(value, beside):
            return
        if name in held_in(out, via):
            left.append(LeftOver(at, Reason.SECOND))
            return
        before = len(left)
        made = make(value, beside, left, src, at)
        if made is None:
            if len(left) == before and not crosses:
                left.append(LeftOver(at, Reason.UNKNOWN))
            return
        holder = put_into(out, via) if via else out
        holder[name] = made
        if src.trace is not None:
            src.note(holder, name, at)
        if anchored:
            src.anchors[name] = src.resolve(value)

    def each(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        if is_absent(value, beside):
            if at is not None and type(at[1]) is int and at[1] > 0:  # only an empty list needs a word, or a first place
                left.append(LeftOver(at, Reason.UNKNOWN))
            return
        before, entry = len(left), src.resolve(value) if crosses else None
        reached = entry.left if entry else None
        made = make(value, beside, left, src, at)
        if made is None:
            if len(left) == before and not crosses:
                left.append(LeftOver(at, Reason.UNKNOWN))
            return
        for field in required:
            if field not in made:
                # an item without what it must have is left over whole, not an error of the message
                del left[before:]
                left.append(LeftOver(at, Reason.INCOMPLETE))
                if entry is not None:
                    entry.left = reached
                return
        items = (put_into(out, via) if via else out).setdefault(name, [])
        if first:
            items.insert(0, made)
        else:
            if src.trace is not None:
                src.note(items, len(items), at)
            items.append(made)

    return each if many else one


_Make = Callable[[Any, Any, Left, Source, At], "Values | None"]


def _maker(plan: Plan, node: Node) -> _Make:
    """What reads one object: its values, or None where it says nothing."""
    if is_primitive(plan.type):
        return _value_maker(plan)
    return _resource_maker(plan, on_reference=node.step.on_reference) if node.crosses else _plain_maker(plan)


def _size(plan: Plan) -> int:
    """How many keys an object has that says nothing; -1 where its mere presence says something."""
    return -1 if getattr(plan.model, "presence_counts", False) else int(tipo_of(plan.model) is not None)


def _plain_maker(plan: Plan) -> _Make:
    inner: Read | None = None  # compiled when the first such object comes: most bundles have few of all that there could be
    kind, size, family = tipo_of(plan.model), _size(plan), plan.family
    quick = plan.binding.quick.read if plan.binding.quick and not plan.extra else None

    def plain(value: Any, beside: Any, left: Left, src: Source, at: At) -> Values | None:
        nonlocal inner
        if quick is not None and src.trace is None:
            usual = quick(value, family)
            if usual is not None:
                if kind is not None:
                    usual["tipo"] = kind
                return usual
        if inner is None:
            inner = reader(plan)
        made: Values = {} if kind is None else {"tipo": kind}
        inner(value, made, left, src, at)
        return made if len(made) > size else None

    return plain


def _resource_maker(plan: Plan, *, on_reference: bool) -> _Make:
    inner: Read | None = None
    kind, size = tipo_of(plan.model), _size(plan)

    def resource(value: Any, beside: Any, left: Left, src: Source, at: At) -> Values | None:
        nonlocal inner
        if inner is None:
            inner = reader(plan)
        entry = src.resolve(value)
        if entry is None:
            left.append(LeftOver(at, Reason.UNKNOWN))
            return None
        if not on_reference and len(value) > 1:
            reference_alone(value, left, at)
        made: Values = {} if kind is None else {"tipo": kind}
        src.visit(entry, inner, made)
        return made if len(made) > size else None

    return resource


def _value_maker(plan: Plan) -> _Make:
    kind = tipo_of(plan.model)
    primitive, ends, leaf, name = _primitive(plan.root), tuple(ends_of(plan)), plan.root.leaf, plan.root.field
    load = leaf.load if leaf is not None and leaf.urls and not ends else None

    def make(value: Any, beside: Any, left: Left, src: Source, at: At) -> Values | None:
        made: Values = {} if kind is None else {"tipo": kind}
        if beside is None and load is not None and name is not None and src.trace is None:
            try:
                made[name] = load(value, {})
            except _WRONG:
                left.append(LeftOver(at, Reason.MALFORMED))
                return None
            return made
        primitive(value, beside, made, left, src, at)
        for end in ends:
            end({}, made, left, src, at)
        return made if len(made) > (kind is not None) else None

    return make


def _cases(node: Node) -> Take:
    takes = [(case_taker(node, case), _item(_as_case(node, case), case.plan)) for case in (node.cases or {}).values()]

    def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        for meant, take in takes:
            if meant(value, 0, src):
                take(value, beside, out, left, src, at)
                return

    return read


def _as_case(node: Node, case: Case) -> Node:
    """The node of a choice as it is for one of its cases."""
    step = replace(node.step, target=case.step.target or node.step.target)
    return Node(step, case.plan.type, node.element, field=node.field, via=node.via, family=node.family)


def _poly_case(node: Node, case: Case) -> Kid:
    key = node.key + case.ending
    step = Step(case.ending, key, many=node.many)
    inside = Node(step, case.plan.type, element(node.type, key), field=node.field, via=node.via, family=node.family, part=node.part)
    inside_is = matcher(case.step.selectors)
    takes = None if inside_is is None else lambda value, index, src: inside_is(value)
    return Kid(inside, takes, _item(inside, case.plan), many=False)


def _poly_leaf(node: Node, table: dict[str, list[Kid]]) -> None:
    """A leaf on a choice of types: its codec is told the ending besides the value."""
    key, name, via, leaf = node.key, node.field or "", node.via, node.leaf

    def taker(ending: str) -> Take:
        def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
            if value is None and says_absent(beside):
                return
            nothing_beside(beside, left, at)
            try:
                made = leaf.load(ending, value)  # type: ignore[union-attr,misc]  # what makes it a leaf
            except (ValueError, TypeError):
                left.append(LeftOver(at, Reason.MALFORMED))
                return
            holder = put_into(out, via) if via else out
            if name in holder:
                left.append(LeftOver(at, Reason.SECOND))
            else:
                holder[name] = made
                src.note(holder, name, at)

        return read

    for form in elements(node.type).values():
        if form.choice == f"{key}[x]":
            ending = form.name.removeprefix(key)
            table.setdefault(form.name, []).append(Kid(Node(Step(form.name, form.name), form.type, form), None, taker(ending), many=False))


def _nested(node: Node) -> Take:
    crosses = node.crosses
    if node.primitive:
        return _primitive(node)
    inner = _object_reader(node)

    def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        if value == ABSENT:
            return
        if not crosses:
            inner(value, out, left, src, at)
            return
        entry = src.resolve(value)
        if entry is None:
            left.append(LeftOver(at, Reason.UNKNOWN))
            return
        reference_alone(value, left, at)
        src.visit(entry, inner, out)

    return read


def _reference(node: Node) -> Take:
    """The words stand on the Reference already: what is taken is its `reference`."""
    take = _take(node)
    kind, wanted = node.step.target, matcher(node.step.wanted)

    def read(value: Any, beside: Any, out: Values, left: Left, src: Source, at: At) -> None:
        reference = {"reference": value}
        entry = src.resolve(reference)
        if entry is None or entry.type != kind or not (wanted is None or wanted(entry.resource)):
            left.append(LeftOver(at, Reason.UNKNOWN))
        else:
            take(reference, None, out, left, src, at)

    return read


def _back(node: Node, alike: Sequence[Node]) -> Read:
    """The resources that refer to this one. What a row with a selector asks for is not taken by one without."""
    kind, wanted, way = node.type, matcher(node.step.wanted), node.step.back
    others = [] if wanted else [told for kid in alike if (told := matcher(kid.step.wanted))]
    name, many, via = node.field, node.many, node.via
    inner = reader(node.item) if node.item else _object_reader(node)
    tipo = tipo_of(node.item.model) if node.item else None

    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        me, around = src.current, src.me
        meant = [entry for entry in src.referring(kind, way, me) if wanted is None or wanted(entry.resource)]
        if others:
            meant = [entry for entry in meant if not any(told(entry.resource) for told in others)]
        if meant and name is not None and via:
            out = put_into(out, via)
        for entry in meant:
            if name is not None and not many and name in out:
                continue  # one more than the model has room for: nothing reached it
            src.me = me
            src.backward.add(id(entry))
            if name is None:
                src.visit(entry, inner, out)
                src.me = around
                return  # there is room for one; nothing reached the others
            made: Values = {} if tipo is None else {"tipo": tipo}
            src.visit(entry, inner, made)
            if many:
                items = out.setdefault(name, [])
                src.note(items, len(items), entry.at)
                items.append(made)
            else:
                out[name] = made
                src.note(out, name, entry.at)
            src.me = around

    return read
