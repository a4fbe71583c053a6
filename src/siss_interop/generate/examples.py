"""One example of each message in all its formats: the invented sample of the catalogue, and the FHIR files in `examples/`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from lxml import etree

from siss_interop.errors import SissError
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry, entry_of
from siss_interop.messages.documenti import esempi_scheda
from siss_interop.messages.vaccinazioni import esempi, esempi_eventi
from siss_interop.messages.vaccinazioni.avn import write_one
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, IdentificativoCifrato
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire import jsonio
from siss_interop.wire.fhir.document import bundle_of, read_bundle
from siss_interop.wire.fhir.json import dump, load
from siss_interop.wire.tree.document import write
from siss_interop.wire.xmlio import parse

OPAQUE = "IDENTIFICATIVO0CIFRATO" * 7 + "DI0ESEMPIO0ESEMPI="
"""In the place of an encrypted identifier: of its form, and plainly to be replaced."""


class Shown(NamedTuple):
    """A message in one format: what stands above it, its language, and its text, laid out for people."""

    title: str
    language: str
    text: str


def sample(entry: Entry) -> Message:
    """The sample message of an entry. Raises SissError where it has none."""
    if entry.sample is None:
        raise SissError(f"{entry.name} has no sample")
    module, _, name = entry.sample.partition(":")
    made: Message = getattr(import_module(module), name)()
    return made


def for_the_register(entry: Entry) -> bytes:
    """The sample with an opaque person, as the register has it; a cancellation finds what it takes back among the other samples."""
    entry.place("avn")
    opaque = {"assistito": IdentificativoCifrato(valore=OPAQUE)}
    events = {each.name: sample(each).model_copy(update=opaque) for each in CATALOGUE if "avn" in each.formats}
    known = [event for event in events.values() if isinstance(event, EventoSIV)]
    return write_one(next(event for event in known if type(event).__name__ == entry.name), cancelled=known).payload


def shown(entry: Entry) -> Iterator[Shown]:
    """The sample of a message in every format and profile that it has."""
    message = sample(entry)
    for name in FORMATS:
        if name == "json":
            yield Shown("JSON", "json", jsonio.write(message, None, entry.name).decode().rstrip("\n"))
        elif name == "fhir" and name in entry.formats:
            yield from (Shown(f"FHIR {profile}", "json", bundle(message, entry, profile).rstrip("\n")) for profile in entry.profiles)
        elif name == "avn" and name in entry.formats:
            yield Shown("AVN", "xml", laid_out(for_the_register(entry)))
        elif name in entry.formats:
            yield Shown(name.upper(), "xml", laid_out(write(message, entry.plan(name)).payload))


def laid_out(data: bytes) -> str:
    """XML with an element a line."""
    root = parse(data, Options()).getroot()
    etree.indent(root, space="  ")
    return etree.tostring(root, encoding="unicode")


def bundle(message: Message, entry: Entry, profile: str) -> str:
    """A FHIR bundle, laid out for people."""
    made, _ = bundle_of(message, entry.fhir(), profile, Options())
    return dump(made, indent=True).decode()


def fhir_files() -> dict[str, str]:
    """The FHIR files of `examples/vaccinazioni`, by name: a document in both profiles, an event as a message, and many events one a line."""
    document, event = esempi.scheda_singola_ricca(), esempi_eventi.vaccinazione_effettuata_ricca()
    files: dict[str, tuple[Message, str]] = {f"scheda-singola.{profile}.fhir.json": (document, profile) for profile in ("document", "transaction")}
    files["eventi/vaccinazione-effettuata.message.fhir.json"] = (event, "message")
    made = {name: bundle(message, entry_of(message), profile) for name, (message, profile) in files.items()}
    lines = (dump(bundle_of(each, entry_of(each).fhir(), "message", Options())[0]).decode() + "\n" for each in esempi_eventi.molti())
    return made | {"eventi/molti.message.fhir.ndjson": "".join(lines)}


def record_files() -> dict[str, str]:
    """The files of `examples/documenti`, by name: the record of a patient as a collection, and what that says in our own JSON."""
    record = esempi_scheda.scheda()
    entry = entry_of(record)
    text = bundle(record, entry, "collection")
    said = read_bundle(load(text.encode(), Options()), entry.fhir()).message
    if said is None:
        raise SissError("the record does not come back")
    return {"scheda-sanitaria.collection.fhir.json": text, "scheda-sanitaria.json": jsonio.write(said, None, entry.name).decode()}
