"""Reading: what stands beside a primitive, what says only that something is absent, and when two resources are one."""

from __future__ import annotations

from typing import Any

from siss_interop.wire.fhir.out import ABSENT, At, Json
from siss_interop.wire.fhir.source import Entry, Left, LeftOver
from siss_interop.wire.results import Reason


def nothing_beside(beside: Any, left: Left, at: At) -> None:
    """What stands beside a value that has no use for it is left over."""
    if beside is not None:
        left.append(LeftOver(aside_of(at), Reason.UNKNOWN))


def aside_of(at: At) -> At:
    """The place beside a primitive: `_birthDate`, `_given[1]`."""
    if at is None:
        return None
    around, last = at
    if isinstance(last, int) and around is not None:
        return (around[0], f"_{around[1]}"), last
    return around, f"_{last}"


def is_absent(value: Any, beside: Any) -> bool:
    """Whether what stands there is just that a required element is absent, as the writer says it."""
    return value == ABSENT or (value is None and says_absent(beside))


def says_absent(beside: Any) -> bool:
    """Whether what stands beside an absent value is just that it is absent, as the writer says it."""
    return type(beside) is dict and beside == ABSENT


def parted(beside: Any, urls: tuple[str, ...]) -> tuple[dict[str, Json], Any]:
    """The extensions that a leaf asks for, by url, and the rest of what stands beside the value."""
    extensions = beside.get("extension") if type(beside) is dict else None
    if type(extensions) is not list:
        return {}, beside
    mine: dict[str, Json] = {}
    others = []
    for each in extensions:
        url = each.get("url") if type(each) is dict else None
        if url in urls and url not in mine:
            mine[url] = each
        else:
            others.append(each)
    rest = {key: value for key, value in beside.items() if key != "extension"} | ({"extension": others} if others else {})
    return mine, rest or None


def reference_alone(value: Any, left: Left, at: At) -> None:
    """What a Reference says besides where it points is left over."""
    if type(value) is dict and len(value) > 1:
        left.extend(LeftOver((at, key), Reason.UNKNOWN) for key in value if key != "reference")


def field_at(out: Any, name: str) -> Any:
    """The value at `motivi.0.valore` in what was read, or None; `.` is all that was read."""
    for step in name.split(".") if name != "." else ():
        if not out:
            return None
        out = out[int(step)] if step.isdigit() else out.get(step)
    return out


def alike(one: Entry | None, other: Entry | None) -> bool:
    """Whether two are the same resource, or one is a copy of the other that had to be contained. The copy then is reached too."""
    if one is other or one is None or other is None:
        return one is other
    if one.url.startswith("#") and other.url.startswith("#") and {**one.resource, "id": ""} == {**other.resource, "id": ""}:
        one.left = {} if one.left is None else one.left
        return True
    return False
