"""What FHIR costs: a message as a bundle and back, against an orjson load of the same bundle; a CDA as a bundle, against its bare parse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import orjson
from lxml import etree

import siss_interop as siss
from siss_interop.messages import catalogue
from siss_interop.messages.vaccinazioni.esempi_eventi import vaccinazione_effettuata
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire.fhir import document
from tests.benchmarks.events import Measured
from tests.benchmarks.targets import VACCINATIONS, Targets
from tests.benchmarks.turns import in_turns

OPTIONS = Options()


def of_document(data: bytes, allowed: Targets) -> Iterator[Measured]:
    """The lines of a CDA document."""
    message = siss.read(data).message
    if message is None:
        raise SystemExit("the document cannot be read: nothing to measure")
    yield from of_message(message, allowed)
    parser: etree.XMLParser[etree._Element] = etree.XMLParser(resolve_entities=False, no_network=True)
    _, ratio = in_turns(partial(etree.fromstring, data, parser), lambda: siss.convert(data, to="fhir"), allowed.convert)
    yield Measured("CDA -> FHIR", "siss.convert: read, bundle, losses, bytes; against the bare parse of the CDA", ratio, allowed.convert)


def of_message(message: Message, allowed: Targets) -> Iterator[Measured]:
    """The lines of a message, in each of its profiles. Reading refuses a key that stands twice."""
    entry = catalogue.entry_of(message)
    mapping = entry.fhir()
    for profile in entry.profiles:
        bundle = document.write(message, mapping, profile, OPTIONS).payload
        bare = partial(orjson.loads, bundle)
        _, written = in_turns(bare, partial(document.write, message, mapping, profile, OPTIONS), allowed.to_fhir)
        _, read = in_turns(bare, partial(siss.read, bundle), allowed.from_fhir)
        yield Measured(f"-> FHIR {profile}", "resources, references, losses, bytes; without the rules of the type", written, allowed.to_fhir)
        yield Measured(f"FHIR {profile} ->", "siss.read: sniff, load, typed message, left-over list", read, allowed.from_fhir)


def of_event() -> Iterator[Measured]:
    """The lines of an event."""
    return of_message(vaccinazione_effettuata(), VACCINATIONS)
