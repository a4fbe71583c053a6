"""Codice ISTAT del comune: three digits of the province and three of the comune.

``999999`` stands for abroad in the ministry's flows. Leading zeros belong to it: Firenze is ``048017``.

>>> validate("048017")
'048017'
>>> is_valid("48017")
False
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "validate"]

FORM = re.compile(r"(?!000)[0-9]{3}(?!000)[0-9]{3}")


def compact(number: str) -> str:
    """Capitals, without spaces."""
    return clean(number, " ")


def validate(number: str) -> str:
    """The compact form; ``InvalidId`` (ID-060) for another form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-060")
    return code


def is_valid(number: object) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number))
    except InvalidId:
        return False
