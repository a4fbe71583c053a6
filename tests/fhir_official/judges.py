"""The judges: R4 alone, and R4 with the definitions of a guide. What each of them knows, and what is laid before it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.conformance.profiles import IPS, IT_BASE, IT_CORE

#: in the published definitions some extensions are named with the version of a later pack; R4 brings its own, without that version
_LATER_PACK = re.compile(r"(http://hl7\.org/fhir/StructureDefinition/[\w-]+)\|5[\w.-]*")
_KINDS = ("StructureDefinition", "ValueSet", "CodeSystem")
_IPS_TYPES = (
    "AllergyIntolerance", "Condition", "Device", "DeviceUseStatement", "DiagnosticReport", "Immunization", "Medication", "MedicationRequest",
    "MedicationStatement", "Organization", "Patient", "Practitioner", "PractitionerRole", "Procedure", "Specimen",
)  # fmt: skip
_CORE_TYPES = ("Coverage", "Medication", "Organization", "Patient", "Practitioner", "PractitionerRole", "Procedure")


#: a terminology server would know every registered media type. Without one the validator asks for a list: these are the ones of clinical documents
_MEDIA_TYPES = (
    "application/dicom", "application/octet-stream", "application/pdf", "application/rtf", "application/xml", "audio/basic", "audio/mpeg",
    "image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/tiff", "text/html", "text/plain", "text/rtf", "text/xml", "video/mp4",
)  # fmt: skip
STAND_IN = {
    "media-types.json": json.dumps({
        "resourceType": "CodeSystem", "url": "urn:ietf:bcp:13", "status": "active", "content": "complete", "caseSensitive": False,
        "concept": [{"code": code} for code in _MEDIA_TYPES],
    }),
}  # fmt: skip
"""Definitions that every judge knows besides its own: they stand for what is not to be had offline."""


@dataclass(frozen=True, slots=True)
class Judge:
    """One judge: the folders with the definitions that it knows beside R4, and the profile that it holds each type of resource against."""

    name: str
    folders: tuple[str, ...] = ()
    profiles: Mapping[str, str] = field(default_factory=dict)

    def definitions(self, fhir: Path) -> dict[str, str]:
        """Its definitions by file name, from the folder of the official FHIR material: without guides, examples and logical models."""
        found = {}
        for path in sorted(path for folder in self.folders for path in (fhir / folder / "compiled").glob("*.json")):
            if text := _definition(path.read_text(encoding="utf-8")):
                found[f"{path.parent.parent.name}-{path.name}"] = text
        return found

    def laid_before(self, payload: bytes) -> bytes:
        """An output as this judge gets it: each resource says which profile it is to be held against. R4 alone gets the bytes as they are."""
        if not self.profiles:
            return payload
        bundle = json.loads(payload)
        for entry in bundle.get("entry", ()):
            resource = entry.get("resource", {})
            if profile := self.profiles.get(resource.get("resourceType")):
                meta = resource.setdefault("meta", {})
                meta["profile"] = [*meta.get("profile", ()), profile]
        return json.dumps(bundle, ensure_ascii=False).encode()


def _definition(text: str) -> str | None:
    """A definition as the validator can use it; None for what is none."""
    found = json.loads(text)
    if found.get("resourceType") not in _KINDS or found.get("kind") == "logical":
        return None
    if found.get("content") == "complete" and not found.get("concept"):
        found["content"] = "not-present"  # else each of its codes would be unknown
        return json.dumps(found, ensure_ascii=False)
    return _LATER_PACK.sub(r"\1", text)


def _first_small(name: str) -> str:
    return name[0].lower() + name[1:]


JUDGES = (
    Judge("r4"),
    Judge("ips", ("ips",), {kind: f"{IPS}{kind}-uv-ips" for kind in _IPS_TYPES}),
    Judge("hl7it-base", ("hl7-it-base", "hl7-it-terminology"), {kind: f"{IT_BASE}{kind}-it-base" for kind in ("Coverage", "Patient")}),
    Judge("hl7it-core", ("hl7-it-core", "hl7-it-terminology"), {kind: f"{IT_CORE}{_first_small(kind)}-it-core" for kind in _CORE_TYPES}),
)
