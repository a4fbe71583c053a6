"""Codice dello stato: ISO 3166-1 alpha-2, with XK (Kosovo), XX (unknown) and ZZ (stateless) of the ministry's flows.

The codes are the list ``stati``. CDA addresses often hold the ISTAT number instead (100 is Italy): that is another code.

>>> validate("it")
'IT'
>>> is_valid("QQ"), is_valid("QQ", strict=False)
(False, True)
"""

from __future__ import annotations

import re

from siss_interop.codes.store import code_list
from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "validate"]

FORM = re.compile(r"[A-Z]{2}")


def compact(number: str) -> str:
    """Capitals, without spaces."""
    return clean(number, " ")


def validate(number: str, *, strict: bool = True) -> str:
    """The compact form; ``InvalidId``: ID-070 for the form, ID-071 if strict and it is not in the list."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-070")
    if strict and code not in code_list("stati"):
        raise fault("ID-071")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False
