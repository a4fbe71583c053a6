"""A message as a tree for people: Italian labels (or the English meanings), values escaped, what is absent left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from rich.text import Text
from rich.tree import Tree

from siss_interop.cli.out import shown
from siss_interop.model.marks import label_of

SHORT = 5
"""Up to so many plain fields stand in one line."""


def tree_of(title: str, content: BaseModel | Mapping[str, Any], lang: str) -> Tree:
    """The tree of a message, or of the plain values that could be read of one."""
    tree = Tree(Text(title, style="bold"), guide_style="dim")
    _fill(tree, content, lang)
    return tree


def _fields(part: Any, lang: str) -> Iterator[tuple[str, Any]]:
    """The label and value of each field that says something; a `tipo` that only names the class is no content."""
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if value is None or value == () or (name == "tipo" and value == type(part).__name__):
                continue
            mark = label_of(field)
            yield (name if mark is None else mark.en if lang == "en" else mark.it), value
    elif isinstance(part, Mapping):
        yield from ((shown(str(name)), value) for name, value in part.items() if value not in (None, (), [], {}))


def _fill(branch: Tree, part: Any, lang: str) -> None:
    for name, value in _fields(part, lang):
        items = value if isinstance(value, tuple | list) else (value,)
        for number, item in enumerate(items, 1):
            _add(branch, f"{name} {number}" if len(items) > 1 else name, item, lang)


def _add(branch: Tree, name: str, value: Any, lang: str) -> None:
    line = Text(name, style="cyan")
    if not isinstance(value, BaseModel | Mapping):
        branch.add(line.append(": ", style="cyan").append(shown(str(value)), style="default"))
        return
    if getattr(value, "tipo", None) == type(value).__name__:
        line.append(f" ({type(value).__name__})", style="dim")
    brief = _brief(value, lang)
    if brief is not None:
        branch.add(line.append(": ", style="cyan").append(brief, style="default"))
        return
    _fill(branch.add(line), value, lang)


def _brief(part: Any, lang: str) -> str | None:
    """The part in one line, if it has only a few plain fields; the only field of a part needs no name."""
    found = list(_fields(part, lang))
    if len(found) > SHORT or any(isinstance(value, BaseModel | Mapping | tuple | list) for _, value in found):
        return None
    if len(found) == 1:
        return shown(str(found[0][1]))
    return " · ".join(f"{name}: {shown(str(value))}" for name, value in found)
