"""A message as a tree for people: Italian labels (or the English meanings), values escaped, what is absent left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

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


def _fields(part: Any, lang: str) -> Iterator[tuple[str, str, Any]]:
    """The name, label and value of each field that says something; a `tipo` that only names the class is no content."""
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if value is None or value == () or (name == "tipo" and value == type(part).__name__):
                continue
            mark = label_of(field)
            yield name, (name if mark is None else mark.en if lang == "en" else mark.it), value
    elif isinstance(part, Mapping):
        yield from ((name, shown(str(name)), value) for name, value in part.items() if value not in (None, (), [], {}))


def _fill(branch: Tree, part: Any, lang: str) -> None:
    chosen = _choices(type(part)) if isinstance(part, BaseModel) else frozenset()
    for name, label, value in _fields(part, lang):
        items = value if isinstance(value, tuple | list) else (value,)
        for number, item in enumerate(items, 1):
            line = Text(f"{label} {number}" if len(items) > 1 else label, style="cyan")
            if name in chosen and isinstance(item, BaseModel):
                line.append(f" ({type(item).__name__})", style="dim")
            _add(branch, line, item, lang)


def _add(branch: Tree, line: Text, value: Any, lang: str) -> None:
    brief = _brief(value, lang) if isinstance(value, BaseModel | Mapping) else shown(str(value))
    if brief is None:
        _fill(branch.add(line), value, lang)
    elif brief:
        branch.add(line.append(": ", style="cyan").append(brief, style="default"))
    else:
        branch.add(line)


def _brief(part: Any, lang: str) -> str | None:
    """The part in one line, if it has only a few plain fields; a value that stands alone needs no name."""
    found = list(_fields(part, lang))
    if len(found) > SHORT or any(isinstance(value, BaseModel | Mapping | tuple | list) for _, _, value in found):
        return None
    if len(found) == 1 and found[0][0] == "valore":
        return shown(str(found[0][2]))
    return " · ".join(f"{label}: {shown(str(value))}" for _, label, value in found)


@cache
def _choices(model: type[BaseModel]) -> frozenset[str]:
    """The fields whose value may be of one class or another, so that the class says something."""
    return frozenset(name for name, field in model.model_fields.items() if len(_models(field.annotation)) > 1)


def _models(annotation: Any) -> set[type[BaseModel]]:
    """The model classes that an annotation names, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for part in get_args(annotation) for model in _models(part)}
