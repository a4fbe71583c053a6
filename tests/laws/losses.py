"""Comparing what was written with what was read, but for what the loss report names: on plain values, and each path named must be a loss."""

from __future__ import annotations

from collections import Counter
from typing import Any

from siss_interop.losses import LossReport
from siss_interop.model.base import Message, plain
from siss_interop.model.paths import dotted, keys

Path = tuple[str | int, ...]


def untrue(message: Message, report: LossReport, found: Message) -> list[str]:
    """What the loss report does not say as it is: differences that it does not name, and paths that it names where nothing differs."""
    before, after = plain(message), plain(found)
    paths = [tuple(keys(loss.path)) for loss in report]
    wrong = [f"named twice: {dotted(path)}" for path, times in Counter(paths).items() if times > 1]
    gone = {path for path in paths if isinstance(path[-1], int)}
    for path in paths:
        here, there = at(before, path), at(after, moved(path, gone))
        if pruned(here) == (None if inside(path, gone) else pruned(there)):
            wrong.append(f"named, and not lost: {dotted(path)}")
    for path in sorted(paths, key=len, reverse=True):
        blank(before, path)
        if not inside(path, gone):
            blank(after, moved(path, gone))
    return wrong + [f"lost, and not named: {where}" for where in differences(pruned(before), pruned(after))]


def inside(path: Path, gone: set[Path]) -> bool:
    """Whether a path is that of an item that went, or below one."""
    return any(path[: len(item)] == item for item in gone)


def moved(path: Path, gone: set[Path]) -> Path:
    """Where a path leads when the items that went are not there."""
    steps: list[str | int] = []
    for depth, key in enumerate(path):
        steps.append(key - sum((*path[:depth], index) in gone for index in range(key)) if isinstance(key, int) else key)
    return tuple(steps)


def at(value: Any, path: Path) -> Any:
    """What stands at a path, or None."""
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def blank(value: Any, path: Path) -> None:
    """Take away what stands at a path; an item of a list leaves None, so that the others keep their places."""
    holder = at(value, path[:-1])
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    elif isinstance(holder, list) and isinstance(path[-1], int) and path[-1] < len(holder):
        holder[path[-1]] = None


def pruned(value: Any) -> Any:
    """Without what says nothing: an object with nothing in it is None, an empty list too."""
    if isinstance(value, dict):
        made = {key: kept for key, item in value.items() if (kept := pruned(item)) is not None}
        return made if set(made) - {"tipo"} else None
    if isinstance(value, list):
        return [kept for item in value if (kept := pruned(item)) is not None] or None
    return value


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """The places where two plain values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [found for key in sorted({*one, *other}) for found in differences(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [found for index, pair in enumerate(zip(one, other, strict=True)) for found in differences(*pair, f"{path}[{index}]")]
    return [] if one == other and type(one) is type(other) else [path]
