"""Changing a message in one place: at a given path, or everywhere in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from siss_interop.model.base import Message
from tests.laws.trees import Keys

_TIME = re.compile(r"[0-9]{4,14}(\.[0-9]+)?([+-][0-9]{4})?")


def put(holder: Any, path: Keys, value: Any) -> Any:
    """The same object with another value at a path; a callable value makes it of the one that is there."""
    if not path:
        return value(holder) if callable(value) else value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        return (*holder[:key], put(holder[key], rest, value), *holder[key + 1 :])
    return holder.model_copy(update={key: put(getattr(holder, key), rest, value)})


def one_at_a_time(message: Message) -> Iterator[tuple[str, Message]]:
    """Every message that differs from this one in one place: each leaf changed, each optional part removed, each item of a list removed."""
    for path, kind, value in _single(message, message, ()):
        try:
            changed = put(message, path, value)
        except ValidationError:  # what is left would say nothing, or lack what is required
            continue
        if isinstance(changed, Message) and changed != message:
            yield f"{kind} {'/'.join(map(str, path))}", changed


def _single(root: BaseModel, found: Any, path: Keys) -> Iterator[tuple[Keys, str, Any]]:
    if isinstance(found, BaseModel):
        for name, info in type(found).model_fields.items():
            value = getattr(found, name)
            if name == "tipo" or value is None or value == ():
                continue
            if not info.is_required():
                yield (*path, name), "remove", () if isinstance(value, tuple) else None
            yield from _single(root, value, (*path, name))
    elif isinstance(found, tuple):
        for index, item in enumerate(found):
            if len(found) > 1:
                yield path, f"remove {index} of", found[:index] + found[index + 1 :]
            yield from _single(root, item, (*path, index))
    else:
        yield path, "change", _other(root, path, found)


def _other(root: BaseModel, path: Keys, value: Any) -> Any:
    """Another valid value for a leaf."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value - 1 if value else 1
    if isinstance(value, date):
        return value.replace(year=1999 if value.year == 1998 else 1998, day=1)
    choices = _choices(root, path)
    if choices:
        return next((choice for choice in choices if choice != value), value)
    if _TIME.fullmatch(value):
        return "1998" if value != "1998" else "1999"
    return f"{value[:-1]}{'1' if value[-1] != '1' else '2'}"


def _choices(root: BaseModel, path: Keys) -> tuple[Any, ...]:
    """The values of a closed set, where the leaf at this path is in one."""
    holder: Any = root
    for key in path[:-1]:
        holder = holder[key] if isinstance(key, int) else getattr(holder, key)
    if not isinstance(path[-1], str) or not isinstance(holder, BaseModel):
        return ()
    return _closed(type(holder), path[-1])


@lru_cache(maxsize=512)
def _closed(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    return tuple(_literals(model.model_fields[name].annotation))


def _literals(annotation: Any) -> Iterator[Any]:
    if str(get_origin(annotation)) == "typing.Literal":
        yield from get_args(annotation)
    else:
        for arg in get_args(annotation):
            yield from _literals(arg)
