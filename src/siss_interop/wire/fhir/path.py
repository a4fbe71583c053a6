"""The paths of a FHIR binding: `context.related[0]`, `author*->PractitionerRole[active='true']`, `<-Observation.partOf*`, `/identifier`, `value[x]`.

Steps are parted by dots and name elements of the JSON; whether an element is a list says the shape of R4, `*` says that the *model* holds many.

* `name->Type` crosses a reference: the path goes on in the resource that is pointed at; `->Type` does so where the words stand on the Reference.
* `<-Type.element` enters a resource of the bundle whose `element` points at this one.
* `/` is the bundle, `.` the place itself, `value[x]` a choice of types, `[0]` and `[1:]` are positions in a list.
* `[path='x|y']` after a name recognises which item of a list is meant, after `->Type` or `<-Type.element` which resource.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from siss_interop.wire.path import Selector

_STEP = re.compile(
    r"(?P<back><-)?(?P<name>\w+(?:\.\w+)*(?:\[x\])?|/)?(?P<position>\[\d+:?\])?(?P<selectors>(?:\[[^\]]*\])*)(?P<many>\*?)"
    r"(?:->(?P<target>\w+)(?P<wanted>(?:\[[^\]]*\])*))?"
)
_SELECTOR = re.compile(r"\[(?P<path>[^=\]]+)(?:='(?P<values>[^']*)')?\]")
_SPLIT = re.compile(r"(?:\[[^\]]*\]|[^.\[])+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an element, a resource that refers to this one, the bundle, or (all empty) the place itself."""

    text: str
    name: str = ""
    selectors: tuple[Selector, ...] = ()
    many: bool = False
    #: type of the resource that the reference leads to
    target: str = ""
    wanted: tuple[Selector, ...] = ()
    #: the way from the other resource back to this one
    back: tuple[str, ...] = ()
    #: the position in the list, and whether all from there on are meant
    first: int | None = None
    onward: bool = False

    @property
    def on_reference(self) -> bool:
        """Whether the words stand on the Reference already, and it is crossed here (`->Type`)."""
        return bool(self.target) and not self.name

    @property
    def poly(self) -> bool:
        """Whether it is a choice of types."""
        return self.name.endswith("[x]")


def parse_step(text: str) -> Step:
    """Read one step. Raises ValueError where the text is not one."""
    match = _STEP.fullmatch(text)
    if match is None or not text:
        raise ValueError(f"not a step of a FHIR path: {text!r}")
    name, position = match["name"] or "", match["position"]
    selectors, many = _selectors(match["selectors"]), bool(match["many"])
    if match["back"]:
        target, *back = name.split(".")
        if not back:
            raise ValueError(f"the element that refers back is missing: {text!r}")
        return Step(text, "<-", (), many, target, selectors, tuple(back))
    first = int(position.strip("[:]")) if position else None
    return Step(text, name, selectors, many, match["target"] or "", _selectors(match["wanted"]), (), first, ":" in (position or ""))


def parse_path(path: str) -> tuple[Step, ...]:
    """Read a whole path; `.` is no step at all. Raises ValueError where it is not one."""
    if path == ".":
        return ()
    if path.startswith("<-"):
        return (parse_step(path),)
    if path.startswith("/"):
        return (Step("/", "/"), *parse_path(path[1:])) if len(path) > 1 else (Step("/", "/"),)
    return tuple(parse_step(part) for part in _SPLIT.findall(path))


def _selectors(text: str | None) -> tuple[Selector, ...]:
    return tuple(
        Selector(found["path"], tuple(found["values"].split("|")) if found["values"] is not None else ()) for found in _SELECTOR.finditer(text or "")
    )
