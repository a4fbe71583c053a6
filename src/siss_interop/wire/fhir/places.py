"""Line and column of places in a FHIR text: one walk for all of them, and only where there is something to tell about them.

A place is written as in JSON, the type of the root first: `Bundle.entry[3].resource.code.coding[0].display`. What stands beside a primitive may be
named both ways: `Patient._birthDate.extension[0]` and, as FHIRPath has it, `Patient.birthDate.extension[0]`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from lxml.etree import _Element

from siss_interop.errors import Unreadable
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.encoding import as_utf8, decode_kind

__all__ = ["places"]

Place = tuple[int, int]

_STEP = re.compile(r"(?:^|\.)(?P<name>(?:\{[^}]*\})?[^.\[\]{}]+)|\[(?P<index>[0-9]{1,9})\]")
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)


class _Wanted:
    """A step on the way to wanted places, and where it was found: a position in the JSON, an element of the XML."""

    __slots__ = ("element", "inner", "start")

    def __init__(self) -> None:
        self.inner: dict[str | int, _Wanted] = {}
        self.start: int | None = None
        self.element: _Element | None = None


@dataclass(slots=True)
class _Open:
    """An object or array that the walk is in: what is wanted inside, and at which item of an array it is."""

    nodes: list[_Wanted]
    item: int | None


def places(data: bytes, wanted: Collection[str], options: Options | None = None) -> dict[str, Place]:
    """Line and column, from 1, of each wanted place; for one that does not exist, of the nearest that does around it.

    In JSON a member stands where its key begins, in XML an element where its tag begins. Of what can be read neither way, or not
    with these limits, nothing is told.
    """
    if not wanted:
        return {}
    options = options or Options()
    with suppress(Unreadable, UnicodeDecodeError):
        text = as_utf8(data, decode_kind(data, options)).decode()
        if text.lstrip(" \t\r\n").startswith("<"):
            return _in_xml(data, wanted, options)
        return _in_json(text, wanted)
    return {}


def _steps(place: str) -> list[str | int]:
    """The steps below the root."""
    found = [int(step["index"]) if step["index"] else step["name"] for step in _STEP.finditer(place)]
    return found[1:]


def _tree(wanted: Collection[str]) -> tuple[_Wanted, dict[str, list[_Wanted]]]:
    """The wanted places as a tree, and each place with its way from the root."""
    root = _Wanted()
    ways: dict[str, list[_Wanted]] = {}
    for place in wanted:
        ways[place] = [root]
        for step in _steps(place):
            ways[place].append(ways[place][-1].inner.setdefault(step, _Wanted()))
    return root, ways


def _in_json(text: str, wanted: Collection[str]) -> dict[str, Place]:
    root, ways = _tree(wanted)
    _walk(text, root)
    ends = [found.start() for found in re.finditer("\n", text)]
    places_found: dict[str, Place] = {}
    for place, way in ways.items():
        start = next((step.start for step in reversed(way) if step.start is not None), None)
        if start is not None:
            line = bisect_left(ends, start)
            places_found[place] = line + 1, start - (ends[line - 1] if line else -1)
    return places_found


def _walk(text: str, root: _Wanted) -> None:
    """Note where the wanted places stand. It is told nothing of faults: where the JSON breaks off, the rest is not found."""
    opened: list[_Open] = []
    here, key_next = [root], False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "}]":
            if not opened:
                return
            opened.pop()
            key_next = False
        elif sign == ",":
            if opened and opened[-1].item is not None:
                opened[-1].item += 1
            else:
                key_next = bool(opened)
        elif key_next:
            here, key_next = _members(opened[-1].nodes, sign, token.start()), False
        elif sign != ":":
            key_next = _enter(opened, root, here, token)


def _enter(opened: list[_Open], root: _Wanted, here: list[_Wanted], token: re.Match[str]) -> bool:
    """A value begins: note where it is an item or the root, and open it where it holds others. Whether a key is to follow."""
    if not opened:
        root.start = token.start()
    elif opened[-1].item is not None:
        here = _items(opened[-1].nodes, opened[-1].item, token.start())
    if token[0] in "{[":
        opened.append(_Open(here, 0 if token[0] == "[" else None))
    return token[0] == "{"


def _members(nodes: list[_Wanted], token: str, start: int) -> list[_Wanted]:
    """What is wanted of the member with this key: it may be named with its underscore or without."""
    if not nodes:
        return []
    key = token[1:-1]
    if "\\" in key:
        with suppress(ValueError):
            key = json.loads(token)
    found: list[_Wanted] = []
    for node in nodes:
        own, other = node.inner.get(key), node.inner.get(key[1:]) if key.startswith("_") else None
        if own is not None:
            own.start = start
            found.append(own)
        if other is not None:
            other.start = start if other.start is None else other.start
            found.append(other)
    return found


def _items(nodes: list[_Wanted], item: int, start: int) -> list[_Wanted]:
    """What is wanted of this item; a name without an index means the first."""
    found = [node.inner[item] for node in nodes if item in node.inner]
    for node in found:
        node.start = start if node.start is None else node.start
    return found + nodes if item == 0 else found


def _in_xml(data: bytes, wanted: Collection[str], options: Options) -> dict[str, Place]:
    root, ways = _tree(wanted)
    top = xmlio.parse(data, options).getroot()
    _match(top, root)
    nearest = {place: next(step.element for step in reversed(way) if step.element is not None) for place, way in ways.items()}
    asked = set(nearest.values())
    numbers = {element: number for number, element in enumerate(top.iter("*")) if element in asked}
    at = xmlio.positions(data, set(numbers.values()))
    return {place: at[numbers[element]] for place, element in nearest.items() if numbers[element] in at}


def _match(top: _Element, root: _Wanted) -> None:
    """Find the element of each step; an attribute is no place of its own."""
    todo = [(top, root)]
    while todo:
        element, node = todo.pop()
        node.element = element
        if not node.inner:
            continue
        groups = _groups(element)
        for name, step in node.inner.items():
            group = groups.get(name) or groups.get(name.removeprefix("_")) if isinstance(name, str) else None
            if group:
                todo.append((group[0], step))
                todo.extend((group[item], inner) for item, inner in step.inner.items() if isinstance(item, int) and item < len(group))


def _groups(element: _Element) -> dict[str, list[_Element]]:
    """The children by their name, with their namespace and without; those of a resource, where it holds one."""
    inside = [child for child in element if str(child.tag).rpartition("}")[2][:1].isupper()]
    groups: dict[str, list[_Element]] = {}
    for child in inside[0] if inside else element:
        name = str(child.tag)
        groups.setdefault(name, []).append(child)
        groups.setdefault(name.rpartition("}")[2], []).append(child)
    return groups
