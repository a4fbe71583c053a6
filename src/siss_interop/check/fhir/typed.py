"""The structural layer: the typed classes of `fhir.resources`, imported at the first question.

The package has no plain R4; its R4B differs from R4 in none of the resources that this library writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from siss_interop.errors import Unreadable
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue
from siss_interop.options import Options
from siss_interop.wire.fhir import json
from siss_interop.wire.fhir.document import resource_of

STRUCTURE = define(
    "FHIR-100", Layer.SCHEMA, Severity.ERROR,
    "la struttura non è quella della risorsa FHIR R4", "the structure is not that of the FHIR R4 resource",
    instead_it="vedere la definizione della risorsa", instead_en="see the definition of the resource", source="HL7 FHIR R4, per fhir.resources.R4B",
).code  # fmt: skip


def resource(payload: bytes) -> Any:
    """The payload as an object of `fhir.resources.R4B`. Raises Unreadable where it is no FHIR, ValidationError where it is none of a known type."""
    return _made(resource_of(payload, Options()))


def _made(resource: Mapping[str, Any]) -> Any:
    name = resource.get("resourceType")
    try:
        model = import_module("fhir.resources.R4B").get_fhir_model_class(name)
    except (KeyError, LookupError, ValueError, TypeError, AttributeError):
        raise Unreadable(issue("FILE-015")) from None
    return model.model_validate_json(json.dump(dict(resource)))


def check_typed(resource: Mapping[str, Any]) -> list[ValidationIssue]:
    """What the typed classes refuse, each with its FHIRPath."""
    try:
        _made(resource)
    except Unreadable as error:
        return [error.issue]
    except ValidationError as error:
        root = str(resource.get("resourceType"))
        return [issue(STRUCTURE, xpath=_fhirpath(root, detail["loc"])) for detail in error.errors(include_url=False, include_context=False)]
    return []


def _fhirpath(root: str, location: tuple[int | str, ...]) -> str:
    path = root
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path
