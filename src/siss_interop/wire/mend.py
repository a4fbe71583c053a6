"""A model from what was read, as far as there is one: what is faulty is taken out, and with it what cannot be without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from siss_interop.model.base import SEVERAL
from siss_interop.model.text import Checked
from siss_interop.model.trusted import validator

Keys = list[str | int]
#: told of each fault: the way to it (in what was read, before anything was taken out), the name of what is missing, if something is, and whether
#: several values stand where one may
Tell = Callable[[Keys, str | None, bool], None]


def mend(model: type[BaseModel], out: dict[str, Any], tell: Tell, checked: Checked = Checked.NOTHING) -> BaseModel | None:
    """The model that the values make, or None where a required place is faulty. `out` loses what is faulty; every fault is told once.

    `checked` says what the reader has checked of the texts in it.
    """
    try:
        made: BaseModel = validator(model, checked)(out)
    except ValidationError as error:
        return _mended(model, out, tell, error)
    return made


def _mended(model: type[BaseModel], out: dict[str, Any], tell: Tell, error: ValidationError) -> BaseModel | None:
    places = _places(out)
    told: list[Keys] = []
    while True:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        targets: dict[tuple[str | int, ...], None] = {}
        for detail in details:
            if detail["type"] == "too_short" and any(_inside(other, detail) for other in details):
                continue  # the list is only short of the items that are faulty themselves
            keys, missing = _keys(out, detail)
            read_at = _as_read(out, keys, places)
            full = [*read_at, missing] if missing else read_at
            if not any(earlier[: len(full)] == full for earlier in told):
                # what is empty only because a fault below it was taken out is not a fault of its own
                told.append(full)
                tell(read_at, missing, detail["type"] == SEVERAL)
            targets[tuple(keys)] = None
        if () in targets:
            return None
        for target in sorted(targets, key=_depth_and_index, reverse=True):
            _remove(out, list(target))
        try:
            return model.model_validate(out)  # with all checks: what was emptied may be hollow now
        except ValidationError as next_error:
            error = next_error


def _places(at: Any) -> dict[int, int]:
    """For each object in a list, where it stood there when it was read: places shift as faulty items go."""
    found: dict[int, int] = {}
    todo = [at]
    while todo:
        inside = todo.pop()
        if isinstance(inside, dict):
            todo.extend(inside.values())
        elif isinstance(inside, list):
            found.update({id(item): index for index, item in enumerate(inside) if isinstance(item, dict)})
            todo.extend(inside)
    return found


def _as_read(out: dict[str, Any], keys: Keys, places: dict[int, int]) -> Keys:
    """The same way, with the places of list items as they were read."""
    at: Any = out
    found: Keys = []
    for key in keys:
        at = _enter(at, key)
        found.append(places.get(id(at), key) if isinstance(key, int) else key)
    return found


def _inside(detail: ErrorDetails, around: ErrorDetails) -> bool:
    """Whether a fault lies below the place of another."""
    depth = len(around["loc"])
    return len(detail["loc"]) > depth and detail["loc"][:depth] == around["loc"]


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
