"""Passes over the UTF-8 text of a document, for what libxml2 does not tell: exact places and counts.

Those with expat cost about as much as a parse, so they run only where something is amiss or may be.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from xml.parsers import expat

from siss_interop.errors import Unreadable
from siss_interop.issues import ValidationIssue, issue
from siss_interop.options import Options

__all__ = ["count_attributes", "doctype", "element_positions", "may_exceed", "root_name", "too_deep"]

_SHORTEST_ATTRIBUTE = len(' a=""')
_SHORTEST_NAMESPACE = len(' xmlns:a="b"')
_HEAD = 1024 * 1024
"""The root element begins within so many bytes."""


class _Stop(Exception):
    """Leaves a pass from inside a handler; it never leaves this module."""


def _place(reader: expat.XMLParserType) -> tuple[int, int]:
    """Line and column of the event at hand, from 1."""
    return reader.CurrentLineNumber, reader.CurrentColumnNumber + 1


def may_exceed(text: bytes, options: Options) -> bool:
    """Whether some tag may have too many attributes or namespace declarations: cheap, and wrong on one side only.

    No ``<`` stands inside a tag, so many attributes need a long stretch without one that holds as many ``=``. From
    one ``<`` the search jumps to the last within that length and so looks at a few bytes only.
    """
    attributes, namespaces = options.max_attributes + 1, options.max_namespaces + 1
    stretch = min(attributes * _SHORTEST_ATTRIBUTE, namespaces * _SHORTEST_NAMESPACE)
    signs = min(attributes, namespaces)
    here, end = text.find(b"<"), len(text)
    while 0 <= here < end - stretch:
        further = text.rfind(b"<", here + 1, here + stretch)
        if further < 0:
            further = text.find(b"<", here + 1)
            if text.count(b"=", here, further if further >= 0 else end) >= signs:
                return True
        here = further
    return False


def count_attributes(text: bytes, options: Options) -> ValidationIssue | None:
    """Count exactly; too many attributes or namespace declarations on one element are ``Unreadable``.

    What comes back is a fault that expat sees: libxml2 should see it as well, and can name it better.
    """
    reader = expat.ParserCreate("utf-8")
    reader.ordered_attributes = True
    found: list[ValidationIssue] = []

    def start(_name: str, attributes: list[str]) -> None:
        names = attributes[::2]
        namespaces = sum(name == "xmlns" or name.startswith("xmlns:") for name in names)
        line, column = _place(reader)
        if namespaces > options.max_namespaces:
            found.append(issue("FILE-011", line=line, column=column, limit=str(options.max_namespaces)))
        elif len(names) - namespaces > options.max_attributes:
            found.append(issue("FILE-010", line=line, column=column, limit=str(options.max_attributes)))
        if found:
            raise _Stop

    def doctype_starts(*_: object) -> None:
        raise _Stop  # the document is refused for it, so what follows does not count

    reader.StartElementHandler = start
    reader.StartDoctypeDeclHandler = doctype_starts
    try:
        reader.Parse(text, True)
    except expat.ExpatError as fault:
        return issue("FILE-004", line=fault.lineno, column=fault.offset + 1)
    except _Stop:
        pass
    if found:
        raise Unreadable(found[0])
    return None


def doctype(text: bytes) -> ValidationIssue | None:
    """The finding for a DOCTYPE declaration, at its place; None if there is none before the root."""
    reader = expat.ParserCreate("utf-8")
    found: list[ValidationIssue] = []

    def doctype_starts(*_: object) -> None:
        # expat reports it at the end of its first part
        begin = max(text.rfind(b"<!DOCTYPE", 0, reader.CurrentByteIndex + 1), 0)
        line_begin = text.rfind(b"\n", 0, begin) + 1
        column = len(text[line_begin:begin].decode("utf-8", "replace")) + 1
        found.append(issue("FILE-005", line=text.count(b"\n", 0, begin) + 1, column=column))
        raise _Stop

    def root_starts(*_: object) -> None:
        raise _Stop

    reader.StartDoctypeDeclHandler = doctype_starts
    reader.StartElementHandler = root_starts
    with suppress(expat.ExpatError, _Stop):  # a fault of the syntax is not what is asked for here
        reader.Parse(text, True)
    return found[0] if found else None


def too_deep(text: bytes, limit: int) -> ValidationIssue:
    """The finding for the first element that is nested deeper than the limit."""
    reader = expat.ParserCreate("utf-8")
    depth = 0
    found = issue("FILE-009", limit=str(limit))

    def start(*_: object) -> None:
        nonlocal depth, found
        depth += 1
        if depth > limit:
            line, column = _place(reader)
            found = issue("FILE-009", line=line, column=column, limit=str(limit))
            raise _Stop

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    reader.StartElementHandler = start
    reader.EndElementHandler = end
    with suppress(expat.ExpatError, _Stop):  # without a place if expat does not get that far
        reader.Parse(text, True)
    return found


_NEXT = rb"[^<]*+(?:<(?:/|!--(?s:.*?)-->|!\[CDATA\[(?s:.*?)\]\]>|\?(?s:.*?)\?>)[^<]*+)*+<"
"""All up to the next start tag, with the ``<`` of it: in a text that was parsed each ``<`` is a sign of markup."""
_BLOCK = 64
_TO_NEXT, _OVER_BLOCK = re.compile(_NEXT), re.compile(b"(?:%b){%d}+" % (_NEXT, _BLOCK))


def _after_start(text: bytes, begin: int, count: int) -> int | None:
    """Where so many start tags further on the last of them begins, behind its ``<``; None if there are fewer."""
    for pattern, times in ((_OVER_BLOCK, count // _BLOCK), (_TO_NEXT, count % _BLOCK)):
        for _ in range(times):
            found = pattern.match(text, begin)
            if found is None:
                return None
            begin = found.end()
    return begin


def element_positions(text: bytes, wanted: Collection[int]) -> dict[int, tuple[int, int]]:
    """Line and column, from 1, of the elements with these numbers in document order (the root is 0), in a text that was parsed.

    To count start tags takes a fifth of another parse.
    """
    places: dict[int, tuple[int, int]] = {}
    line, line_begin, before, after = 1, 0, -1, 0
    for number in sorted(frozenset(wanted)):
        found = _after_start(text, after, number - before)
        if found is None:
            break  # a place that cannot be found is left out
        lines = text[line_begin:found].splitlines()  # the last of them ends with the sign with which the tag begins
        line, line_begin = line + len(lines) - 1, found - len(lines[-1])
        places[number] = line, len(lines[-1].decode("utf-8", "replace"))
        before, after = number, found
    return places


def root_name(text: bytes) -> tuple[str, str] | None:
    """Namespace and local name of the root element; None if the text breaks before it, or it is not near the beginning.

    A DOCTYPE is ``Unreadable``. Nothing behind the root's start tag is looked at.
    """
    reader = expat.ParserCreate("utf-8", namespace_separator=" ")
    found: list[str] = []

    def start(name: str, _attributes: object) -> None:
        found.append(name)
        raise _Stop

    def doctype_starts(*_: object) -> None:
        raise Unreadable(doctype(text) or issue("FILE-005"))

    reader.StartElementHandler = start
    reader.StartDoctypeDeclHandler = doctype_starts
    with suppress(expat.ExpatError, _Stop):
        # in one piece: an older expat begins a long token anew with each piece
        reader.Parse(text[:_HEAD], len(text) <= _HEAD)
    if not found:
        return None
    namespace, _, local = found[0].rpartition(" ")
    return namespace, local
