"""Every FHIR output there is to be judged: of the examples, of the samples of the catalogue, of the official documents, in each profile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import siss_interop as siss
from siss_interop.generate.examples import sample
from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import CATALOGUE
from siss_interop.model.base import Message
from tests.official import HOME

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
#: the names of what is made of official documents begin with it
OFFICIAL = "official/"
#: the profile that is written in the other family of identifier systems too: it is the one that servers of that family take
TWICE = "transaction"

Outputs = Iterator[tuple[str, bytes]]


def conformance() -> Path | None:
    """Folder of the official material: $SISS_CONFORMANCE, else ../shared/conformance beside the checkout; None where it is absent."""
    return HOME if HOME.is_dir() else None


def outputs() -> Outputs:
    """All outputs: name and payload. The same name stands for the same bytes, on every machine."""
    yield from own()
    if folder := conformance():
        yield from official(folder)


def own() -> Outputs:
    """The outputs of what lies in the project: the examples (those in FHIR are such outputs themselves), and the sample of each message."""
    for path in sorted(path for path in EXAMPLES.rglob("*") if path.is_file() and ".fhir." not in path.name and path.suffix != ".csv"):
        for found in siss.read_all(path):
            record = "" if found.record is None else f"#{found.record}"
            yield from _in_all_profiles(found, f"examples/{path.relative_to(EXAMPLES).as_posix()}{record}")
    for entry in CATALOGUE:
        if entry.sample:
            yield from _in_all_profiles(sample(entry), f"sample/{entry.name}")


def official(folder: Path) -> Outputs:
    """The outputs of the official documents whose type is in the catalogue."""
    for path in sorted(folder.glob("cda/*/examples-ok/*.xml")):
        try:
            found = siss.read(path)
        except siss.Unreadable:
            continue
        yield from _in_all_profiles(found, f"{OFFICIAL}{path.parent.parent.name}/{path.stem}")


def _in_all_profiles(what: Message | siss.Read, name: str) -> Outputs:
    kind = what.type if isinstance(what, siss.Read) else type(what).__name__
    for profile in catalogue.entry(kind).profiles:
        yield f"{name} {profile}", siss.write(what, to="fhir", profile=profile).payload
        if profile == TWICE:
            yield f"{name} {profile} oid", siss.write(what, to="fhir", profile=profile, options=siss.Options(systems="oid")).payload
