"""Codice STP: given to a foreigner present in Italy without a permit (straniero temporaneamente presente).

``STP`` and 13 digits. It is assigned locally and for a time: it identifies a person only together with who issued it, so
compare issuer and value, never the value alone. D.P.R. 394/1999 art. 43; in CDA 2.16.840.1.113883.2.9.4.3.17 or the root of
the region (``oids.regional``).

>>> validate("STP 090001 1234567")
'STP0900011234567'
"""

from __future__ import annotations

import re

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = ["compact", "is_valid", "validate"]

FORM = re.compile(r"STP[0-9]{13}")


def compact(number: str) -> str:
    """Capitals, without spaces and hyphens."""
    return clean(number, " -")


def validate(number: str) -> str:
    """The compact form; ``InvalidId`` (ID-020) for another form."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-020")
    return code


def is_valid(number: object) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number))
    except InvalidId:
        return False
