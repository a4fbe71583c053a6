"""Reading: what is known only when a whole object is read, as steps that run behind its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from siss_interop.model.shape import defaults, tipo_of
from siss_interop.wire.fhir.out import At, Json
from siss_interop.wire.fhir.plan import Plan, nodes
from siss_interop.wire.fhir.source import Left, Read, Source, Values


def ends_of(plan: Plan) -> Iterator[Read]:
    """What is known only when the whole object is read: fields that follow from others, objects that must be there, and what is absent."""
    there = {via for via, inline in plan.inline.items() if inline.required}
    for via in there:
        yield _must_be(via)
    if any(node.by is not None and node.by.presence for node in nodes(plan.root)):
        there.add(())
    said = {(dropped.via, dropped.drop.field) for dropped in plan.drops if dropped.drop.back is not None}
    for via, model in ((), plan.model), *((via, inline.model) for via, inline in plan.inline.items()):
        if names := [name for name in defaults(model) if (via, name) not in said]:
            yield _is_none(via, names, via in there)
    for dropped in plan.drops:
        if dropped.drop.back is not None:
            yield _follows(dropped.via, dropped.drop.field, dropped.drop.back, dropped.via in there)
    for via, inline in plan.inline.items():
        if (tipo := tipo_of(inline.model)) is not None:
            yield _is_a(via, tipo)


def _is_a(via: tuple[str, ...], name: str) -> Read:
    """An object without an element of its own says its class, where it is there."""

    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        held = _there(out, via)
        if held is not None:
            held["tipo"] = name

    return read


def _must_be(via: tuple[str, ...]) -> Read:
    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        put_into(out, via)

    return read


def _is_none(via: tuple[str, ...], names: Sequence[str], there: bool) -> Read:
    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        out = held_in(out, via)
        if there or len(out) > ("tipo" in out):
            for name in names:
                out.setdefault(name, None)

    return read


def _follows(via: tuple[str, ...], name: str, back: Callable[[Values], Any], there: bool) -> Read:
    def read(obj: Json, out: Values, left: Left, src: Source, at: At) -> None:
        held = _there(out, via)
        if held is not None and (there or len(held) > ("tipo" in held)):
            value = back(held)
            if value is not None:
                held[name] = value

    return read


def _there(out: Values, via: tuple[str, ...]) -> Values | None:
    """The values of an object without an element of its own, or None where there is none."""
    found: Values | None = out
    for step in via:
        found = None if found is None else found.get(step)
    return found


def held_in(out: Values, via: tuple[str, ...]) -> Values:
    """The values of an object without an element of its own, as far as there are any."""
    found = _there(out, via)
    return {} if found is None else found


def put_into(out: Values, via: tuple[str, ...]) -> Values:
    """The same, made where there are none yet."""
    for step in via:
        out = out.setdefault(step, {})
    return out
