"""From what was read to a typed message: a fault in an optional place empties the field, in a required place there is no message."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from siss_interop.issues import ValidationIssue, issue
from siss_interop.model.paths import dotted
from siss_interop.model.trusted import validator
from siss_interop.wire.tree.findings import value_at, xpath_at
from siss_interop.wire.tree.locate import locate
from siss_interop.wire.tree.plan import Plan
from siss_interop.wire.tree.read import Left, LeftOver, Reason

Found = list[tuple[ValidationIssue, _Element]]
Keys = list[str | int]


def validated(plan: Plan, root: _Element, out: dict[str, Any], left: Left) -> tuple[BaseModel | None, Found]:
    """The message that the values make, and an issue for each place that had to be emptied. `left` grows by those places."""
    try:
        return validator(plan.model)(out), []
    except ValidationError as error:
        return _mended(plan, root, out, left, error)


def _mended(plan: Plan, root: _Element, out: dict[str, Any], left: Left, error: ValidationError) -> tuple[BaseModel | None, Found]:
    """The message without what is faulty, as far as there is one; every fault once."""
    found: Found = []
    reported: list[str] = []
    while True:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        targets: dict[tuple[str | int, ...], None] = {}
        for detail in details:
            if detail["type"] == "too_short" and any(_inside(other, detail) for other in details):
                continue  # the list is only short of the items that are faulty themselves
            keys, missing = _keys(out, detail)
            path = dotted([*keys, missing] if missing else keys)
            if not any(faulty.startswith(path) for faulty in reported):
                # what is empty only because a fault below it was taken out is not a fault of its own
                reported.append(path)
                where, at = locate(plan, root, keys + ([missing] if missing else []))
                found.append((_issue(path, missing, where, at), where))
                if keys:
                    left.append(LeftOver(where, "" if missing else at, Reason.INCOMPLETE if missing else Reason.MALFORMED))
            targets[tuple(keys)] = None
        if () in targets:
            return None, found
        for target in sorted(targets, key=_depth_and_index, reverse=True):
            _remove(out, list(target))
        try:
            return plan.model.model_validate(out), found  # with all checks: what was emptied may be hollow now
        except ValidationError as next_error:
            error = next_error


def _inside(detail: ErrorDetails, around: ErrorDetails) -> bool:
    """Whether a fault lies below the place of another."""
    depth = len(around["loc"])
    return len(detail["loc"]) > depth and detail["loc"][:depth] == around["loc"]


def _issue(path: str, missing: str | None, where: _Element, at: str) -> ValidationIssue:
    if missing:
        return issue("XML-015", path=path, xpath=xpath_at(where, at), field=missing)
    return issue("XML-014", path=path, xpath=xpath_at(where, at), value=value_at(where, at))


def _depth_and_index(keys: tuple[str | int, ...]) -> tuple[int, tuple[int, ...]]:
    return len(keys), tuple(key for key in keys if isinstance(key, int))


def _keys(out: dict[str, Any], detail: ErrorDetails) -> tuple[Keys, str | None]:
    """The way to the faulty value in what was read, without the class names that a choice puts into it; and the name of what is missing."""
    at: Any = out
    keys: Keys = []
    loc = list(detail["loc"])
    for position, key in enumerate(loc):
        inner = _enter(at, key)
        if inner is not _NOWHERE:
            keys.append(key)
            at = inner
        elif detail["type"] == "missing" and position == len(loc) - 1:
            return keys, str(key)
    return keys, None


_NOWHERE = object()


def _enter(at: Any, key: str | int) -> Any:
    """What stands below a key of a dict or at a place of a list."""
    if isinstance(at, dict):
        return at.get(key, _NOWHERE)
    if isinstance(at, list) and isinstance(key, int) and key < len(at):
        return at[key]
    return _NOWHERE


def _remove(out: dict[str, Any], keys: Keys) -> None:
    """Take a value out; what went with an earlier one is gone already."""
    at: Any = out
    for key in keys[:-1]:
        at = _enter(at, key)
    if _enter(at, keys[-1]) is not _NOWHERE:
        del at[keys[-1]]
