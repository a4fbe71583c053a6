"""Which item of the new list is which of the old one: by equality, identifier, key, or being the same but for one thing. Never by position."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

Leaves = dict[tuple[str | int, ...], Any]


def pair(olds: Sequence[Any], news: Sequence[Any], key: str | None) -> dict[int, int]:
    """For each new item that continues an old one: index in the new list -> index in the old list."""
    kept: dict[int, int] = {}
    for identity in (_itself, _identifiers, _by(key)):
        _match(olds, news, kept, identity)
    _match_similar(olds, news, kept)
    return dict(sorted(kept.items()))


def _match(olds: Sequence[Any], news: Sequence[Any], kept: dict[int, int], identity: Callable[[Any], Hashable | None]) -> None:
    """Pair the items still alone that have the same identity; where several old ones have it, the first that is free."""
    free: dict[Hashable, list[int]] = {}
    for index, old in enumerate(olds):
        if index not in kept.values() and (name := identity(old)) is not None:
            free.setdefault(name, []).append(index)
    for index, new in enumerate(news):
        if index not in kept and (name := identity(new)) is not None and free.get(name):
            kept[index] = free[name].pop(0)


def _itself(item: Any) -> Hashable:
    found: Hashable = item
    return found


def _identifiers(item: Any) -> Hashable | None:
    found = getattr(item, "id", None)
    return (type(item), found) if found else None


def _by(key: str | None) -> Callable[[Any], Hashable | None]:
    def identity(item: Any) -> Hashable | None:
        found = getattr(item, key, None) if key else None
        return None if found is None or found == () else (type(item), found)

    return identity


def _match_similar(olds: Sequence[Any], news: Sequence[Any], kept: dict[int, int]) -> None:
    """What is left: an old and a new item that share most of what they say are one item that was changed.

    Items of one value each (a line of an address) share nothing or all: they pair in order, since nothing else hangs on them.
    """
    free = [index for index in range(len(olds)) if index not in kept.values()]
    for index, new in enumerate(news):
        if index in kept or not free:
            continue
        best = max(free, key=lambda at: similarity(olds[at], new))
        if similarity(olds[best], new) >= HALF:
            kept[index] = best
            free.remove(best)


HALF = 0.5


def similarity(old: Any, new: Any) -> float:
    """The share of leaves that two items have in common, from 0 to 1."""
    if type(old) is not type(new):
        return 0.0
    if not isinstance(old, BaseModel):
        return HALF
    one, other = dict(leaves(old)), dict(leaves(new))
    same = sum(1 for path, value in one.items() if other.get(path) == value)
    if len(one) == 1 and len(other) == 1:
        return HALF
    return same / max(len(one), len(other))


def leaves(item: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every leaf of a model with its path; what is absent has none."""
    if isinstance(item, BaseModel):
        for name, value in item.__dict__.items():
            if name != "tipo":
                yield from leaves(value, (*path, name))
    elif isinstance(item, tuple):
        for index, value in enumerate(item):
            yield from leaves(value, (*path, index))
    elif item is not None:
        yield path, item
