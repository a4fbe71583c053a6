"""Links from statements to the narrative, followed: outside of its document a link leads nowhere, so its words take its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.narrativa import Nodo
from siss_interop.model.tipi import Testo


def parole(parte: Any) -> Iterator[tuple[str, str]]:
    """The words of each piece of narrative that has an id."""
    if isinstance(parte, Nodo):
        if parte.id is not None:
            yield parte.id, _dette(parte)
        for each in parte.contenuto:
            yield from parole(each)
    elif isinstance(parte, BaseModel):
        for value in parte.__dict__.values():
            yield from parole(value)
    elif isinstance(parte, tuple):
        for value in parte:
            yield from parole(value)


def _dette(node: Nodo) -> str:
    return " ".join("".join(item if isinstance(item, str) else f" {_dette(item)} " for item in node.contenuto).split())


def con_parole(value: Any, words: Mapping[str, str]) -> Any:
    """The same with the words of the narrative in the place of links to it: outside of its document a link leads nowhere."""
    if isinstance(value, Testo):
        link = value.riferimento.valore if value.riferimento is not None else None
        said = value.parole or words.get((link or "").removeprefix("#"))
        return value.model_copy(update={"parole": said, "riferimento": None}) if said and link else value
    if isinstance(value, BaseModel):
        changed = {name: new for name, item in value.__dict__.items() if (new := con_parole(item, words)) is not item}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, tuple) and value:
        made = tuple(con_parole(item, words) for item in value)
        return made if any(new is not item for new, item in zip(made, value, strict=True)) else value
    return value
