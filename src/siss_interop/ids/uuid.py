"""UUID: a universally unique identifier (RFC 9562), bare in CDA, behind ``urn:uuid:`` in FHIR.

Small letters are the canonical form, capitals are read. Version and variant are not looked at.

>>> validate("urn:uuid:6BA7B810-9DAD-11D1-80B4-00C04FD430C8")
'6ba7b810-9dad-11d1-80b4-00c04fd430c8'
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "to_urn", "validate"]

PREFIX = "urn:uuid:"
FORM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def compact(number: str) -> str:
    """The bare UUID in small letters, without the URN prefix."""
    return clean(number, upper=False).lower().removeprefix(PREFIX)


def validate(number: str) -> str:
    """The compact form; ``InvalidId`` (ID-120) for another form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-120")
    return code


def is_valid(number: object) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number))
    except InvalidId:
        return False


def to_urn(number: str) -> str:
    """The form in which FHIR writes it; ``InvalidId`` for another form."""
    return PREFIX + validate(number)
