"""Which of several items, references or resources is meant: by position, by what is in it, by what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from siss_interop.wire.fhir.path import Step
from siss_interop.wire.fhir.plan import Case, Node
from siss_interop.wire.fhir.source import Source
from siss_interop.wire.path import Selector

#: a value, its position in the list, the source
Takes = Callable[[Any, int, Source], bool]
Matches = Callable[[Any], bool]


def taker(node: Node) -> Takes | None:
    """How what stands under the key of a node is recognised; None where there is nothing to ask."""
    if node.cases is not None:
        takers = [case_taker(node, case) for case in node.cases.values()]

        def any_case(value: Any, index: int, src: Source) -> bool:
            return any(takes(value, index, src) for takes in takers)

        return any_case
    step = node.step
    crosses = bool(step.target) and node.leaf is None and node.constant is None
    return _conditions(step.first, step.onward, matcher(step.selectors), step.target if crosses else "", matcher(step.wanted))


def case_taker(node: Node, case: Case) -> Takes:
    """How one case of a choice is recognised."""
    if case.through is not None:
        return _through(case.through)
    target = case.step.target or node.step.target
    inside = () if target else case.step.selectors
    wanted = (*node.step.wanted, *case.step.wanted, *(case.step.selectors if target else ()))
    return _conditions(None, False, matcher((*node.step.selectors, *inside)), target, matcher(wanted)) or _always


def _through(step: Step) -> Takes:
    """An item is told by the resource that an element of it leads to."""
    name, leads = step.name, _conditions(None, False, None, step.target, matcher(step.wanted)) or _always
    return lambda value, index, src: type(value) is dict and leads(value.get(name), index, src)


def _always(value: Any, index: int, src: Source) -> bool:
    return True


def _conditions(first: int | None, onward: bool, inside: Matches | None, target: str, beyond: Matches | None) -> Takes | None:
    if first is None and inside is None and not target:
        return None

    def takes(value: Any, index: int, src: Source) -> bool:
        if first is not None and (index < first if onward else index != first):
            return False
        if inside is not None and not inside(value):
            return False
        if target:
            entry = src.resolve(value)
            return entry is not None and entry.type == target and (beyond is None or beyond(entry.resource))
        return True

    return takes


def matcher(selectors: tuple[Selector, ...]) -> Matches | None:
    """Whether an object holds what selectors ask for; None where they ask for nothing."""
    if not selectors:
        return None
    tests = [(tuple(selector.path.split(".")), frozenset(selector.values)) for selector in selectors]
    if len(tests) == 1 and len(tests[0][0]) == 1 and tests[0][1]:
        ((name,), values) = tests[0]
        return lambda value: type(value) is dict and type(found := value.get(name)) is str and found in values

    return lambda value: all(_holds(value, path, values) for path, values in tests)


def _holds(value: Any, path: tuple[str, ...], values: frozenset[str]) -> bool:
    """Whether one of these values (or, without values, anything) stands at a path; a list on the way is looked through."""
    for at, step in enumerate(path):
        if type(value) is list:
            if len(value) != 1:
                return any(_holds(item, path[at:], values) for item in value)
            (value,) = value
        if type(value) is not dict or step not in value:
            return False
        value = value[step]
    if type(value) is list:
        return any(_holds(item, (), values) for item in value)
    return not values or (type(value) is str and value in values)
