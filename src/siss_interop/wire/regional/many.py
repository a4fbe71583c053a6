"""Files of many regional events: `<eventi>` around them, read and written one by one, in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import IO, Any

from lxml.etree import _Element

from siss_interop.errors import Unreadable
from siss_interop.issues import Report, issue
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire.regional.dialect import dialect
from siss_interop.wire.results import Read
from siss_interop.wire.stream import records
from siss_interop.wire.tree.document import read_element
from siss_interop.wire.tree.emit import element_text
from siss_interop.wire.tree.plan import Plan
from siss_interop.wire.xmlio import xpath_of

FORMAT = "xml"
ROOT = "eventi"
_FINE = Report()
#: so many events may be in memory at once
AT_ONCE = 64


def read_many(source: bytes | IO[bytes], plans: Iterable[Plan], version: str, options: Options) -> Iterator[Read]:
    """Each event of a file, with its record number and its own report; a bad one does not stop the rest.

    Where the file itself breaks off, the last `Read` holds no message and the issue that says where.
    """
    by_tag: dict[Any, Plan] = {plan.dialect.element(plan.tag): plan for plan in plans}
    number, root = 0, next(iter(by_tag.values())).dialect.element(ROOT)
    try:
        for count, element in records(source, {root, *by_tag}, options, every=AT_ONCE):
            plan = by_tag.get(element.tag)
            if plan is None:
                strays = (child for child in element if child.tag not in by_tag) if element.tag == root else (element,)
                yield from map(_stray, strays)
                yield from _wrong_version(element, version) if element.tag == root else ()
                continue
            number = count
            found = read_element(element, plan)
            report = Report(tuple(replace(each, line=at.sourceline) for each, at in found.issues)) if found.issues else _FINE
            yield Read(FORMAT, plan.tag, found.message, found.partial, report, None, number)
    except Unreadable as error:
        yield Read(FORMAT, "", None, {}, Report((error.issue,)), None, number + 1)


def _wrong_version(root: _Element, version: str) -> Iterator[Read]:
    if dict(root.attrib) != {"versione": version}:
        found = issue("XML-002", xpath=xpath_of(root, "versione"), line=root.sourceline)
        yield Read(FORMAT, "", None, {}, Report((found,)), None, None)


def _stray(found: _Element) -> Read:
    """A `Read` with no message for an element beside the events that is none: nothing is passed over in silence."""
    return Read(FORMAT, "", None, {}, Report((issue("XML-001", xpath=xpath_of(found), line=found.sourceline),)), None, None)


def write_many(messages: Iterable[Message], plan_of: Callable[[Message], Plan], flow: str, version: str) -> Iterator[bytes]:
    """The pieces of a file of events, one line an event."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{ROOT}{dialect(flow, version).declarations()} versione="{version}">\n'.encode()
    for message in messages:
        yield element_text(plan_of(message), message).encode() + b"\n"
    yield f"</{ROOT}>\n".encode()
