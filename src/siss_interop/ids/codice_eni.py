"""Codice ENI: given to a citizen of the European Union without cover (europeo non iscritto).

``ENI`` and 13 digits. It is assigned locally and for a time: it identifies a person only together with who issued it. In CDA
the root is 2.16.840.1.113883.2.9.4.3.18.

>>> validate("eni0900011234567")
'ENI0900011234567'
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "validate"]

FORM = re.compile(r"ENI[0-9]{13}")


def compact(number: str) -> str:
    """Capitals, without spaces and hyphens."""
    return clean(number, " -")


def validate(number: str) -> str:
    """The compact form; ``InvalidId`` (ID-025) for another form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-025")
    return code


def is_valid(number: object) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number))
    except InvalidId:
        return False
