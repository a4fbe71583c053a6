"""OID: the object identifier of a register or a code system (ITU-T X.660), as CDA writes it in ``@root``.

Numbers with dots between them, without leading zeros; the first is 0, 1 or 2, and after 0 and 1 the second is at most 39. FHIR writes
it behind ``urn:oid:``.

>>> validate("urn:oid:2.16.840.1.113883.2.9.4.3.2")
'2.16.840.1.113883.2.9.4.3.2'
>>> is_valid("2.16.840.01")
False
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "to_urn", "validate"]

PREFIX = "urn:oid:"
FORM = re.compile(r"(?:[01]\.(?:[0-9]|[1-3][0-9])|2\.(?:0|[1-9][0-9]*))(?:\.(?:0|[1-9][0-9]*))*")


def compact(number: str) -> str:
    """The bare OID, without the URN prefix."""
    return clean(number, upper=False).removeprefix(PREFIX)


def validate(number: str) -> str:
    """The compact form; ``InvalidId`` (ID-110) for another form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-110")
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
