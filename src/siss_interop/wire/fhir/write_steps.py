"""Writing: the steps that fill one JSON object, as data, and the Python function that is made of them.

A message has thousands of objects and most of their fields are empty. So the steps of an object are not walked: they are written down as the lines of
one function, and what stands inside without being an object of the model (`code.coding`) is part of it. Whatever does more than to put a value under
a key is a function of its own, which the lines call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from siss_interop.wire.code import Lines
from siss_interop.wire.fhir.out import At, Json, Out

#: an object of the model (or the value of the field that a step names), the JSON object to fill, what is known, the place; it says whether anything
#: was written
Write = Callable[[Any, Json, Out, At], bool]
NOTHING = ()
"""An empty list of the model: Python has one empty tuple, and a step copes with any other."""


class Put(NamedTuple):
    """What puts a value under a key: as it is, as one more of a list, or (`place`) by a function of its own."""

    key: str
    many: bool
    place: Callable[[Json, Any], None] | None = None


class Plain(NamedTuple):
    """A leaf: its field, its key, and how it is written."""

    field: str
    key: str
    dump: Callable[[Any], Any] | None


class Constant(NamedTuple):
    """A value that stands always, or where a field has a value."""

    when: str
    put: Put
    value: Any


class Joined(NamedTuple):
    """Fields that a function makes into keys; `own` of them say whether there is anything, unless it is there in any case.

    `only` is the one field on which all depends, if it is just one.
    """

    only: str | None
    own: tuple[str, ...]
    given: tuple[str, ...]
    write: Callable[..., Json]
    family: str
    presence: bool


class Call(NamedTuple):
    """A function that is called, with the value of a field if it has one, or with the whole object (`whole`, or no field)."""

    field: str | None
    write: Write
    whole: bool = False


class Compared(NamedTuple):
    """A field without a place, which reading gives the value that `back` says: `note` is told of any other."""

    field: str
    back: Callable[[Any], Any]
    note: Callable[[Any, Out, At], None]


class Made(NamedTuple):
    """An object of the model, or (`many`) the objects from `first` to `end`, that become objects of their own.

    `quick` is the short way, which may give None; `make` compiles the long way when it is first gone.
    """

    field: str
    put: Put
    many: bool
    first: int
    end: int | None
    quick: Callable[[Any, str], Json | None] | None
    family: str
    make: Callable[[], Write]


class Inside(NamedTuple):
    """The steps of an object of the model that has no element of its own."""

    field: str
    steps: tuple[WriteStep, ...]


class Nested(NamedTuple):
    """An element that is no object of the model. `only` is the one field on which all in it depends; `stands`: also without a value in it."""

    only: str | None
    inner: Filling
    put: Put
    stands: bool


WriteStep = Plain | Constant | Joined | Call | Compared | Made | Inside | Nested
#: an element that is demanded: the keys under which it may stand, and what to write where nothing does
Demand = tuple[tuple[str, ...], str, Any]


class Filling(NamedTuple):
    """How one JSON object is filled: what always stands in it, the steps, and what must not be missing."""

    always: Json
    steps: tuple[WriteStep, ...]
    demands: tuple[Demand, ...]


def is_none(value: Any) -> bool:
    """Whether a field has no value. By identity: an object of the model compares its fields when it is asked whether it is equal."""
    return value is None or value is NOTHING


def function(filling: Filling, name: str) -> Write:
    """The function that fills an object. `name` is what a traceback calls it."""
    lines = Lines(NOTHING=NOTHING)
    lines.add(0, "def write(value, obj, out, at):")
    if filling.always:
        lines.add(1, f"obj.update({lines.held(filling.always)})")
    lines.add(1, "data = False")
    lines.add(1, "fields = value.__dict__")
    _fill(lines, 1, filling, _Names("value", "fields", "obj", "at", "data"))
    lines.add(1, "return data")
    write: Write = lines.run("write", f"<fhir {name}>")
    return write


class _Names(NamedTuple):
    """What is called how where a step stands: the object of the model, its fields, the JSON object, the place, whether anything was written."""

    value: str
    fields: str
    obj: str
    at: str
    data: str


def _fill(lines: Lines, depth: int, filling: Filling, names: _Names) -> None:
    _steps(lines, depth, filling.steps, names)
    for keys, name, otherwise in filling.demands:
        missing = " and ".join(f"{key!r} not in {names.obj}" for key in keys)
        lines.add(depth, f"if {missing}: {names.obj}[{name!r}] = {lines.held(otherwise)}")


def _steps(lines: Lines, depth: int, steps: Sequence[WriteStep], names: _Names) -> None:
    for step in steps:
        match step:
            case Plain():
                _plain(lines, depth, step, names)
            case Constant():
                inside = _guard(lines, depth, step.when, names) if step.when else depth
                _put(lines, inside, step.put, lines.held(step.value), names)
            case Joined():
                _joined(lines, depth, step, names)
            case Call():
                _call(lines, depth, step, names)
            case Compared():
                told = f"{lines.held(step.note)}({names.fields}[{step.field!r}], out, {names.at})"
                lines.add(depth, f"if {names.fields}[{step.field!r}] != {lines.held(step.back)}({names.fields}): {told}")
            case Made():
                _made(lines, depth, step, names)
            case Inside():
                _inside(lines, depth, step, names)
            case Nested():
                _nested(lines, depth, step, names)


def _guard(lines: Lines, depth: int, field: str, names: _Names) -> int:
    """Go on where a field has a value, which is then called `found`."""
    lines.add(depth, f"found = {names.fields}[{field!r}]")
    lines.add(depth, "if found is not None and found is not NOTHING:")
    return depth + 1


def _put(lines: Lines, depth: int, put: Put, value: str, names: _Names) -> None:
    if put.place is not None:
        lines.add(depth, f"{lines.held(put.place)}({names.obj}, {value})")
    elif put.many:
        lines.add(depth, f"if {put.key!r} in {names.obj}: {names.obj}[{put.key!r}].append({value})")
        lines.add(depth, f"else: {names.obj}[{put.key!r}] = [{value}]")
    else:
        lines.add(depth, f"{names.obj}[{put.key!r}] = {value}")


def _plain(lines: Lines, depth: int, step: Plain, names: _Names) -> None:
    inside = _guard(lines, depth, step.field, names)
    value = "found" if step.dump is None else f"{lines.held(step.dump)}(found)"
    lines.add(inside, f"{names.obj}[{step.key!r}] = {value}")
    lines.add(inside, f"{names.data} = True")


def _joined(lines: Lines, depth: int, step: Joined, names: _Names) -> None:
    inside = depth if step.only is None else _guard(lines, depth, step.only, names)
    given = [f"{names.fields}[{field!r}]" for field in (*step.own, *step.given)]
    arguments = [*given, *([f"family={step.family!r}"] if step.family else [])]
    lines.add(inside, f"{names.obj}.update({lines.held(step.write)}({', '.join(arguments)}))")
    if step.presence or step.only is not None:
        lines.add(inside, f"{names.data} = True")
        return
    for field in step.own:
        lines.add(_guard(lines, depth, field, names), f"{names.data} = True")


def _call(lines: Lines, depth: int, step: Call, names: _Names) -> None:
    inside = depth if step.field is None else _guard(lines, depth, step.field, names)
    given = names.value if step.whole or step.field is None else "found"
    lines.add(inside, f"if {lines.held(step.write)}({given}, {names.obj}, out, {names.at}): {names.data} = True")


def _made(lines: Lines, depth: int, step: Made, names: _Names) -> None:
    inside, value, at = _guard(lines, depth, step.field, names), "found", f"({names.at}, {step.field!r})"
    if step.many:
        lines.add(inside, f"around = {at}")
        meant = "found" if not step.first and step.end is None else f"found[{step.first}:{step.end if step.end is not None else ''}]"
        lines.add(inside, f"for index, each in enumerate({meant}, {step.first}):")
        inside, value, at = inside + 1, "each", "(around, index)"
    if step.quick is not None:
        lines.add(inside, f"made = {lines.held(step.quick)}({value}, {step.family!r})")
        lines.add(inside, "if made is None:")
    long = inside + (step.quick is not None)
    lines.add(long, "made = {}")
    lines.add(long, f"if not {lines.later(step.make)}({value}, made, out, {at}): made = out.lost({at}) or None")
    lines.add(inside, "if made is not None:")
    _put(lines, inside + 1, step.put, "made", names)
    lines.add(inside + 1, f"{names.data} = True")


def _inside(lines: Lines, depth: int, step: Inside, names: _Names) -> None:
    inside = _guard(lines, depth, step.field, names)
    own = names._replace(value=lines.new("value"), fields=lines.new("fields"), at=lines.new("at"))
    lines.add(inside, f"{own.value} = found")
    lines.add(inside, f"{own.fields} = found.__dict__")
    lines.add(inside, f"{own.at} = ({names.at}, {step.field!r})")
    _steps(lines, inside, step.steps, own)


def _nested(lines: Lines, depth: int, step: Nested, names: _Names) -> None:
    inside = depth if step.only is None else _guard(lines, depth, step.only, names)
    own = names._replace(obj=lines.new("obj"), data=lines.new("data"))
    lines.add(inside, f"{own.obj} = {f'{lines.held(step.inner.always)}.copy()' if step.inner.always else '{}'}")
    lines.add(inside, f"{own.data} = False")
    _fill(lines, inside, step.inner, own)
    lines.add(inside, f"if {own.data}{f' or {own.obj}' if step.stands else ''}:")
    _put(lines, inside + 1, step.put, own.obj, names)
    lines.add(inside + 1, f"{names.data} = {names.data} or {own.data}" if step.stands else f"{names.data} = True")
