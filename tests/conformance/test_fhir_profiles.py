"""What the compiled definitions of IPS and HL7 Italia say of our people, organisations and vaccinations, over the official vaccination documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import siss_interop as siss
from tests.conformance.profiles import IPS, IT_BASE, IT_CORE, Profiles, in_bundle, profiles_of

PROFILES = {
    "Immunization": (f"{IPS}Immunization-uv-ips",),
    "Patient": (f"{IPS}Patient-uv-ips", f"{IT_BASE}Patient-it-base", f"{IT_CORE}patient-it-core"),
    "Practitioner": (f"{IPS}Practitioner-uv-ips", f"{IT_CORE}practitioner-it-core"),
    "Organization": (f"{IPS}Organization-uv-ips", f"{IT_CORE}organization-it-core"),
}

#: what the profiles say of us, and why it stays: (profile, place, rule)
KNOWN = {
    (
        "Patient-it-base",
        "Patient.address[0].postalCode",
        "it-postal-code-pattern",
    ): "their pattern refuses a postal code that begins with 0, as Rome's",
    ("patient-it-core", "Patient.extension[0].valueAddress.use", "min"): "a place of birth has no use in CDA, and none is invented",
    ("practitioner-it-core", "Practitioner.address[0].use", "min"): "some documents write an address without its use, and none is invented",
}


@pytest.fixture(scope="module")
def profiles(conformance: Path) -> Profiles:
    return profiles_of(conformance)


@pytest.fixture(scope="module")
def official(conformance: Path) -> list[Path]:
    return sorted(path for kind in ("SING_VACC", "CERT_VACC") for path in (conformance / "cda" / kind / "examples-ok").glob("*.xml"))


def test_people_organisations_and_vaccinations_have_the_shape_of_the_profiles(profiles: Profiles, official: list[Path]) -> None:
    errors: set[tuple[str, str, str]] = set()
    looked_at = 0
    for path in official:
        bundle = json.loads(siss.convert(path, to="fhir", profile="document").payload)
        for entry in bundle["entry"]:
            resource = entry["resource"]
            for profile in PROFILES.get(resource["resourceType"], ()):
                looked_at += 1
                found = profiles.evaluate(resource, profile, in_bundle(bundle), targets=True)
                errors |= {(profile.rpartition("/")[2], each.path, each.rule) for each in found if each.level == "error"}
    assert looked_at > 100
    assert errors == set(KNOWN)


def test_a_defect_is_noticed(profiles: Profiles, official: list[Path]) -> None:
    bundle = json.loads(siss.convert(official[0], to="fhir", profile="document").payload)
    patient = next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Patient")
    del patient["birthDate"]
    found = profiles.evaluate(patient, f"{IPS}Patient-uv-ips", in_bundle(bundle), targets=True)
    assert ("Patient.birthDate", "min") in {(each.path, each.rule) for each in found if each.level == "error"}
