"""The XML Schemas of our own dialects, `xsd/<flow>/<version>/<flow>.xsd`."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.messages.catalogue import CATALOGUE, schemas
from siss_interop.wire.regional.xsd import schema

FOLDER = "xsd"


def all_schemas() -> Iterator[tuple[str, str]]:
    """Every schema: its name below `xsd/`, and its text."""
    for place in schemas():
        flow, version = place.split("/")
        yield f"{place}/{flow}.xsd", schema(flow, version, [entry.load() for entry in CATALOGUE if entry.formats.get("xml") == place])
