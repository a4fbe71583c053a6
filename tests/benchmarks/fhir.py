"""What FHIR costs: a message as a bundle and back, against an orjson load of the same bundle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import orjson

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
