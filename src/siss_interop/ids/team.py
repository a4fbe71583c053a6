"""TEAM: the European health insurance card; two identifiers travel together.

The number of the card (field 8: up to 20 characters, in the common form 20 digits that begin with 80 and the country) and the
personal identification number of the holder (field 6). Decision S2 of 12 June 2009 (2010/C 106/09). In CDA
the roots are 2.16.840.1.113883.2.9.4.3.7 (card) and 2.16.840.1.113883.2.9.4.3.3 (person): a document carries both.

>>> validate("80380 00090 0123456789")
'80380000900123456789'
>>> validate_personale("A 123-456")
'A 123-456'
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "is_valid_personale", "validate", "validate_personale"]

FORM = re.compile(r"[0-9A-Z]{1,20}")
COMMON = re.compile(r"80[0-9]{18}")
PERSONAL = re.compile(r"[!-~](?:[ -~]{0,18}[!-~])?")


def compact(number: str) -> str:
    """Capitals, without spaces."""
    return clean(number, " ")


def validate(number: str, *, strict: bool = True) -> str:
    """The card number; ``InvalidId``: ID-030 for the form, ID-031 if strict and not the common form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-030")
    if strict and not COMMON.fullmatch(code):
        raise fault("ID-031")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False


def validate_personale(number: str) -> str:
    """The personal number as it is written, without spaces around it; ``InvalidId`` (ID-032) if not 1 to 20 characters."""
    text = clean(number, upper=False)
    if not PERSONAL.fullmatch(text):
        raise fault("ID-032")
    return text


def is_valid_personale(number: object) -> bool:
    """Whether :func:`validate_personale` accepts it."""
    try:
        return isinstance(number, str) and bool(validate_personale(number))
    except InvalidId:
        return False
