"""URLs of extensions, and the systems of identifiers and codes: OIDs become URIs of one of the two Italian families; both are read.

The family `hl7it` writes the URIs of HL7 Italia's guides (`http://hl7.it/sid/codiceFiscale`), the family `oid` what the FSE gateway yields
(`urn:oid:2.16.840.1.113883.2.9.4.3.2`). Code systems of HL7 itself, LOINC, UCUM, SNOMED CT, ICD-9-CM and DICOM have the URI that FHIR gives them in
both. Some roots in real documents are no OIDs (`2.16…XXX`): they travel under a URN of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from siss_interop.ids.oid import FORM, PREFIX
from siss_interop.ids.oids import CODE_SYSTEMS, REGISTRIES
from siss_interop.options import BASE, SYSTEMS
from siss_interop.wire.fhir.leaves import PerFamily
from siss_interop.wire.words import Leaf

HL7 = "http://hl7.org/fhir/StructureDefinition/"
OURS = f"{BASE}:fhir:"
"""What every extension and tag of ours begins with."""
_ROOT = f"{BASE}:radice:"
_UUID = "urn:uuid:"

#: code systems that have one URI, whichever family is written
_NO_FAMILY = (
    "http://loinc.org",
    "http://unitsofmeasure.org",
    "http://snomed.info/",
    "http://terminology.hl7.org/",
    "http://hl7.org/",
    "http://dicom",
)
#: URIs that are read and never written
_READ_ONLY = {"http://hl7.org/fhir/sid/icd-9": "2.16.840.1.113883.6.103"}


def official(name: str) -> str:
    """The step of an extension of HL7's own."""
    return f"extension[url='{HL7}{name}']"


def mine(name: str) -> str:
    """The step of an extension of ours."""
    return f"extension[url='{OURS}{name}']"


#: why a value is absent, in HL7 V3's words: the URL of the extension, and the way to its code
NULL_FLAVOR_URL = f"{HL7}iso21090-nullFlavor"
NULL_FLAVOR = f"{official('iso21090-nullFlavor')}.valueCode"


class Systems:
    """A two-way table of OIDs and URIs. Raises ValueError where two OIDs share a URI: what is written must be read as what it was."""

    def __init__(self, uris: Mapping[str, str], read_only: Mapping[str, str] | None = None) -> None:
        if len(set(uris.values())) != len(uris):
            raise ValueError("two OIDs share a URI")
        self.uris = uris
        #: a document names few systems, and each of them often
        self.dump = lru_cache(maxsize=1024)(self._dump)
        self._back = {uri: oid for oid, uri in uris.items()} | dict(read_only or {})

    def leaf(self, family: str) -> Leaf:
        """The leaf of a `system` element, written in a family."""
        return Leaf(self.load, lambda oid: self.dump(oid, family))

    def _dump(self, oid: str, family: str) -> str:
        """The URI of a root."""
        uri = self.uris.get(oid)
        if uri is not None and (family == "hl7it" or uri.startswith(_NO_FAMILY)):
            return uri
        return f"{PREFIX}{oid}" if FORM.fullmatch(oid) else f"{_ROOT}{quote(oid, safe='')}"

    def load(self, uri: Any) -> str:
        """The root that a URI stands for; a URI that is in no table is its own root."""
        if type(uri) is not str or not uri:
            raise ValueError("not a URI")
        if uri in self._back:
            return self._back[uri]
        if uri.startswith(_ROOT):
            return unquote(uri.removeprefix(_ROOT))
        return uri.removeprefix(PREFIX)


def _uris(entries: Iterable[Any]) -> dict[str, str]:
    return {each.oid: each.uri for each in entries if each.uri}


IDENTIFIERS = Systems(_uris(REGISTRIES))
CODES = Systems(_uris(CODE_SYSTEMS), _READ_ONLY)
CODE_SYSTEM = PerFamily(of={family: CODES.leaf(family) for family in SYSTEMS})
"""The leaf of `Coding.system`."""
