"""The paths of a binding: `a/b[c/@d='x|y']*/@e`. Steps name elements, selectors recognise them, `*` says there may be many.

`@name` is an attribute, `.` the text of the element itself. A selector `[p='x|y']` holds where path `p` has one of the values, `[a|b]` where one of
these children is there; several selectors must hold together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STEP = re.compile(r"(?P<tag>[\w:.-]+)(?P<selectors>(?:\[[^\]]*\])*)(?P<many>\*?)")
_SELECTOR = re.compile(r"\[(?P<path>[^=\]]+)(?:='(?P<values>[^']*)')?\]")
_SPLIT = re.compile(r"(?:\[[^\]]*\]|[^/\[])+")


@dataclass(frozen=True, slots=True)
class Selector:
    """What an element must hold to be meant: a path with one of some values, or (no values) one of some children."""

    path: str
    values: tuple[str, ...] = ()

    @property
    def constant(self) -> str | None:
        """The one value that the writer can write for this selector, if there is just one."""
        return self.values[0] if len(self.values) == 1 else None

    def below(self, tag: str) -> Selector:
        """The same condition, asked of the parent of an element `tag`."""
        return Selector(f"{tag}/{self.path}" if self.values or "|" not in self.path else tag, self.values)


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a path."""

    tag: str
    selectors: tuple[Selector, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path: the elements, and what is taken at its end (`@name`, `.`, or "" for the element)."""

    steps: tuple[Step, ...]
    leaf: str = ""


def split(path: str) -> list[str]:
    """The steps of a path as text; a `/` inside a selector does not split."""
    return _SPLIT.findall(path)


def parse_step(text: str) -> Step:
    """Read one step. Raises ValueError where the text is not one."""
    match = _STEP.fullmatch(text)
    if match is None:
        raise ValueError(f"not a step of a path: {text!r}")
    selectors = tuple(
        Selector(found["path"], tuple(found["values"].split("|")) if found["values"] is not None else ())
        for found in _SELECTOR.finditer(match["selectors"])
    )
    return Step(match["tag"], selectors, bool(match["many"]))


def parse_path(path: str) -> Path:
    """Read a whole path. Raises ValueError where it is not one, or where two of its steps may be many."""
    parts = split(path)
    leaf = parts.pop() if parts and (parts[-1] == "." or parts[-1].startswith("@")) else ""
    steps = tuple(parse_step(part) for part in parts)
    if sum(step.many for step in steps) > 1:
        raise ValueError(f"two repeated steps in one path: {path!r}")
    return Path(steps, leaf)
