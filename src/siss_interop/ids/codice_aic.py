"""Codice AIC: the marketing authorisation of a medicine in Italy, given by AIFA.

9 digits, of which the last is a check digit; the AVN flow also admits ``E`` and 8 digits for a vaccine given abroad, which has
no check digit. The bar code on the box holds the same number in base 32 (6 characters): ``from_base32``. In CDA the code system is
2.16.840.1.113883.2.9.6.1.5.

>>> validate("000307052"), validate("E12345678")
('000307052', 'E12345678')
>>> from_base32("009CVD")
'000307052'
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "from_base32", "is_valid", "validate"]

FORM = re.compile(r"[0-9]{9}|E[0-9]{8}")
BASE32 = re.compile(r"[0-9BCDFGHJ-NP-Z]{6}")


def compact(number: str) -> str:
    """Capitals, without spaces."""
    return clean(number, " ")


def validate(number: str, *, strict: bool = True) -> str:
    """The compact form; ``InvalidId``: ID-080 for the form, ID-081 if strict and the check digit does not match."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-080")
    if strict and code[0] != "E":
        from stdnum.it import aic  # slow to import (it pulls in pydoc and ssl)

        if not aic.is_valid(code):
            raise fault("ID-081")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False


def from_base32(number: str) -> str:
    """The 9 digits of the 6 characters in the bar code; ``InvalidId`` for other characters or a wrong check digit."""
    from stdnum.it import aic

    code = compact(number)
    if not BASE32.fullmatch(code):
        raise fault("ID-080")
    return validate(aic.from_base32(code))
