"""Codice fiscale: the tax code that identifies a person in Italy.

16 characters: 3 of the surname, 3 of the name, year, month letter, day (plus 40 for women), 4 of the place of birth and a
check character. Two persons with the same code are told apart by *omocodia*: some of the 7 digits become letters
(0-9 -> LMNPQRSTUV). A provisional code has 11 digits. Defined by D.M. 23/12/1976; in CDA the root is
2.16.840.1.113883.2.9.4.3.2, where the FSE checks only ``[A-Z0-9]{16}``.

>>> validate("rss mra 80a01 h501u")
'RSSMRA80A01H501U'
>>> is_valid("PROVAX00X00X000Y"), is_valid("PROVAX00X00X000Y", strict=False)
(False, True)
>>> without_omocodia("RSSMRA80A01H50MM")
'RSSMRA80A01H501U'
>>> compose("Rossi", "Maria", date(1980, 1, 1), "F", "H501")
'RSSMRA80A41H501Y'
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from siss_interop.ids.faults import InvalidId, fault
from siss_interop.ids.text import clean

__all__ = [
    "calc_check_character", "compact", "compose", "is_provisional", "is_valid", "matches_birth", "sex", "validate",
    "without_omocodia",
]  # fmt: skip

FORM = re.compile(r"[A-Z0-9]{16}|[0-9]{11}")
STRUCTURE = re.compile(r"[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPR-T][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]")
MONTHS = "ABCDEHLMPRST"
DIGITS = (6, 7, 9, 10, 12, 13, 14)
"""The places that hold digits, and letters after omocodia."""
OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")


def compact(number: str) -> str:
    """Capitals, without spaces and hyphens."""
    return clean(number, " -")


def calc_check_character(body: str) -> str:
    """The sixteenth character of the fifteen before it (capital letters and digits, else ``InvalidId``)."""
    from stdnum.it.codicefiscale import calc_check_digit  # slow to import (it pulls in pydoc and ssl)

    if not re.fullmatch(r"[A-Z0-9]{15}", body):
        raise fault("ID-010")
    return calc_check_digit(body)


def validate(number: str, *, strict: bool = True) -> str:
    """The compact form. ``InvalidId``: ID-010 for the form; if strict ID-011 structure, ID-012 date, ID-013 and ID-014 check."""
    code = compact(number)
    if not FORM.fullmatch(code):
        raise fault("ID-010")
    if not strict:
        return code
    if is_provisional(code):
        from stdnum import luhn

        if not luhn.is_valid(code):
            raise fault("ID-014")
        return code
    if not STRUCTURE.fullmatch(code):
        raise fault("ID-011")
    if not any(_birth(code, century) for century in (1900, 2000)):
        raise fault("ID-012")
    if calc_check_character(code[:15]) != code[15]:
        raise fault("ID-013")
    return code


def is_valid(number: object, *, strict: bool = True) -> bool:
    """Whether :func:`validate` accepts it."""
    try:
        return isinstance(number, str) and bool(validate(number, strict=strict))
    except InvalidId:
        return False


def is_provisional(number: str) -> bool:
    """Whether it is the numeric form of 11 digits."""
    return re.fullmatch(r"[0-9]{11}", compact(number)) is not None


def without_omocodia(number: str) -> str:
    """The code with digits in the places of digits and its check character made anew; ``InvalidId`` for another structure."""
    code = compact(number)
    if not STRUCTURE.fullmatch(code):
        raise fault("ID-011")
    body = _plain(code)[:15]
    return body + calc_check_character(body)


def sex(number: str) -> str:
    """``M`` or ``F`` as written in the day of birth; ``InvalidId`` for another structure."""
    return "F" if int(without_omocodia(number)[9:11]) > 40 else "M"


def matches_birth(number: str, day: date) -> bool:
    """Whether that is the date of birth written in the code, which gives the year without its century."""
    code = without_omocodia(number)
    return _birth(code, day.year - day.year % 100) == (day.year, day.month, day.day)


def compose(surname: str, name: str, birth: date, sex: str, place: str) -> str:
    """The code of a person, before any omocodia; ``place`` is the cadastral code of the comune or country (H501).

    ``InvalidId`` (ID-011) if names or place do not give such a structure.
    """
    day = birth.day + (40 if sex == "F" else 0)
    born = f"{birth.year % 100:02}{MONTHS[birth.month - 1]}{day:02}"
    body = f"{_three(surname)}{_three(name, given=True)}{born}{place.upper()}"
    if sex not in ("M", "F") or not STRUCTURE.fullmatch(body + "A"):
        raise fault("ID-011")
    return body + calc_check_character(body)


def _three(text: str, given: bool = False) -> str:
    """Consonants, then vowels, then X; of four or more consonants of a given name the second is left out."""
    letters = [c for c in unicodedata.normalize("NFKD", text).upper() if "A" <= c <= "Z"]
    consonants = [c for c in letters if c not in "AEIOU"]
    if given and len(consonants) > 3:
        del consonants[1]
    return "".join([*consonants, *(c for c in letters if c in "AEIOU"), "X", "X", "X"][:3])


def _plain(code: str) -> str:
    return "".join(c.translate(OMOCODIA) if place in DIGITS else c for place, c in enumerate(code))


def _birth(code: str, century: int) -> tuple[int, int, int] | None:
    plain = _plain(code)
    day = int(plain[9:11])
    try:
        found = date(century + int(plain[6:8]), MONTHS.index(plain[8]) + 1, day - 40 if day > 40 else day)
    except ValueError:
        return None
    return found.year, found.month, found.day
