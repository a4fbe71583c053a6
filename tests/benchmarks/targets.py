"""What a document may take at most: one rule for each family of documents, and one for what is small."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: bytes
SMALL = 25_000


@dataclass(frozen=True, slots=True)
class Targets:
    """For each line of the bench, how many bare parses it may take (None: it is only told); `to_fhir` and `from_fhir` how many orjson loads."""

    read: float
    write: float
    convert: float
    html: float = 5
    onto: float | None = None
    to_fhir: float | None = None
    from_fhir: float | None = None


VACCINATIONS = Targets(read=6, write=3, convert=10, onto=4, to_fhir=12, from_fhir=22)
CLINICAL = Targets(read=8, write=4.5, convert=12)
#: the reading of a document of less than `SMALL` bytes, whatever its family
SMALL_READ = 6


def targets(family: str, size: int) -> Targets:
    """What holds for a document of a family in the catalogue and a size in bytes."""
    found = VACCINATIONS if family == "vaccinazioni" else CLINICAL
    return replace(found, read=SMALL_READ) if size < SMALL else found
