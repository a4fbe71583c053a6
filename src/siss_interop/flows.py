"""Files of many events, in whichever format of their flow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni.avn import read_avn
from siss_interop.options import Options
from siss_interop.wire.regional.many import read_many
from siss_interop.wire.results import Read
from siss_interop.wire.sniff import Format
from siss_interop.wire.stream import head_of


def read_flow(kind: Format, head: bytes, stream: bytes | IO[bytes], options: Options) -> Iterator[Read] | None:
    """The events of a file, one by one; None where the source is of another kind."""
    if kind is Format.AVN:
        return read_avn(stream, options)
    root = head_of(head, options) if kind is Format.XML else None
    flow = catalogue.flow_of(root[0]) if root else None
    if flow is None:
        return None
    plans = [entry.plan("xml") for entry in catalogue.CATALOGUE if entry.formats.get("xml") == flow]
    return read_many(stream, plans, flow.split("/")[1], options)
