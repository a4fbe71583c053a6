"""Codice struttura: a hospital, surgery or rehabilitation facility in the ministry's registers.

6 characters in the registers HSP11, STS11 and RIA11, 8 in HSP11bis (hospital and site). As digits and capital letters
(AVN flow, field CodiceStruttura); in CDA the root is 2.16.840.1.113883.2.9.4.1.2.

>>> validate("09010101")
'09010101'
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "validate"]

FORM = re.compile(r"[0-9A-Z]{6}(?:[0-9A-Z]{2})?")


def compact(number: str) -> str:
    """Capitals, without spaces."""
    return clean(number, " ")


def validate(number: str) -> str:
    """The compact form; ``InvalidId`` (ID-050) for another form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-050")
    return code


def is_valid(number: object) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number))
    except InvalidId:
        return False
