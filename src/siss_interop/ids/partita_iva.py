"""Partita IVA: the VAT number of a firm or a professional.

11 digits: firm, province of the office that gave it, check digit (D.P.R. 633/1972 art. 35). In CDA the root is
2.16.840.1.113883.2.9.6.3.2.

>>> validate("IT 00743110157")
'00743110157'
>>> is_valid("00743110158"), is_valid("00743110158", strict=False)
(False, True)
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "validate"]

FORM = re.compile(r"[0-9]{11}")


def compact(number: str) -> str:
    """The digits, without spaces, hyphens and the prefix IT."""
    return clean(number, " -").removeprefix("IT")


def validate(number: str, *, strict: bool = True) -> str:
    """The compact form; ``InvalidId``: ID-100 for the form, ID-101 if strict and province or check digit do not match."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-100")
    if strict:
        from stdnum.it import iva  # slow to import (it pulls in pydoc and ssl)

        if not iva.is_valid(code):
            raise fault("ID-101")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False
