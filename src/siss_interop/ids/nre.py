"""NRE: the number of an electronic prescription; and the number of a paper one.

NRE: 15 characters, three digits of the region, two letters or digits of the group, ten digits (kind of lot, lot, serial), printed
as two bar codes of 5 and 10. A paper number has 15 digits; how they are made up is not public, so only their number is
looked at. In CDA the root is 2.16.840.1.113883.2.9.4.3.9, in HL7 Italia's pharmaceutical dossier 2.16.840.1.113883.2.9.4.3.8.

>>> validate("090A0 2205783394"), segments("090A02205783394")
('090A02205783394', ('090A0', '2205783394'))
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean, region_known

__all__ = ["compact", "is_valid", "is_valid_cartacea", "segments", "validate", "validate_cartacea"]

FORM = re.compile(r"[0-9]{3}[0-9A-Z]{2}[0-9]{10}")
PAPER = re.compile(r"[0-9]{15}")


def compact(number: str) -> str:
    """Capitals, without spaces."""
    return clean(number, " ")


def validate(number: str, *, strict: bool = True) -> str:
    """The compact form; ``InvalidId``: ID-090 for the form, ID-091 if strict and the region is unknown."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-090")
    if strict and not region_known(code[:3]):
        raise fault("ID-091")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False


def segments(number: str) -> tuple[str, str]:
    """The contents of the two bar codes; ``InvalidId`` for another form."""
    code = validate(number, strict=False)
    return code[:5], code[5:]


def validate_cartacea(number: str) -> str:
    """The number of a paper prescription, compact; ``InvalidId`` (ID-092) if it is not 15 digits."""
    code = compact(number)
    if not PAPER.fullmatch(code):
        raise fault("ID-092")
    return code


def is_valid_cartacea(number: object) -> bool:
    """Whether :func:`validate_cartacea` accepts it."""
    try:
        return isinstance(number, str) and bool(validate_cartacea(number))
    except InvalidId:
        return False
