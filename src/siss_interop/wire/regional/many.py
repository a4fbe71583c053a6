"""Files of many regional events: `<eventi>` around them, read and written one by one, in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import IO

from siss_interop.errors import Unreadable
from siss_interop.issues import Report
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire.regional.dialect import dialect
from siss_interop.wire.results import Read
from siss_interop.wire.stream import records
from siss_interop.wire.tree.document import read_element
from siss_interop.wire.tree.emit import element_text
from siss_interop.wire.tree.plan import Plan

FORMAT = "xml"
ROOT = "eventi"
_FINE = Report()


def read_many(source: bytes | IO[bytes], plans: Iterable[Plan], options: Options) -> Iterator[Read]:
    """Each event of a file, with its record number and its own report; a bad one does not stop the rest.

    Where the file itself breaks off, the last `Read` holds no message and the issue that says where.
    """
    by_tag = {plan.dialect.element(plan.tag): plan for plan in plans}
    number = 0
    try:
        for number, element in records(source, by_tag, options):
            plan = by_tag[str(element.tag)]
            found = read_element(element, plan)
            report = Report(tuple(replace(issue, line=at.sourceline) for issue, at in found.issues)) if found.issues else _FINE
            yield Read(FORMAT, plan.model.__name__, found.message, found.partial, report, None, number)
    except Unreadable as error:
        yield Read(FORMAT, "", None, {}, Report((error.issue,)), None, number + 1)


def write_many(messages: Iterable[Message], plan_of: Callable[[Message], Plan], flow: str, version: str) -> Iterator[bytes]:
    """The pieces of a file of events, one line an event."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{ROOT}{dialect(flow, version).declarations()} versione="{version}">\n'.encode()
    for message in messages:
        yield element_text(plan_of(message), message).encode() + b"\n"
    yield f"</{ROOT}>\n".encode()
