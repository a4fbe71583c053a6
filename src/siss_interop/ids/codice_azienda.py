"""Codice azienda sanitaria: three digits of the region and three of the health authority (ASL, FLS11).

Authorities merge and their codes stay in old messages (Tuscany: 0901xx before 2016, 0902xx after), so the authority is not
looked up, only the region if strict. In CDA the root is 2.16.840.1.113883.2.9.4.1.1.

>>> validate("090201"), regione("090201")
('090201', '090')
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean, region_known

__all__ = ["compact", "is_valid", "regione", "validate"]

FORM = re.compile(r"[0-9]{6}")


def compact(number: str) -> str:
    """Without spaces."""
    return clean(number, " ")


def validate(number: str, *, strict: bool = True) -> str:
    """The compact form; ``InvalidId``: ID-040 for the form, ID-041 if strict and the region is unknown."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-040")
    if strict and not region_known(code[:3]):
        raise fault("ID-041")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False


def regione(number: str) -> str:
    """The three digits of the region; ``InvalidId`` for another form."""
    return validate(number, strict=False)[:3]
