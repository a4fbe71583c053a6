"""What every identifier has in common: a short ASCII text, cleaned of what people put between its characters."""

from __future__ import annotations

from siss_interop.ids.faults import fault

__all__ = ["MAX_LENGTH", "clean", "region_known"]

MAX_LENGTH = 255


def clean(number: object, separators: str = "", upper: bool = True) -> str:
    """The text without the spaces around it and without the separators, in capitals.

    ASCII only, and before the change of case: in Unicode the capital of a dotless i is I, and there are many more digits.
    ``InvalidId`` with ID-001 or ID-002 for what is no such text.
    """
    if not isinstance(number, str) or not number.isascii():
        raise fault("ID-001")
    if len(number) > MAX_LENGTH:
        raise fault("ID-002")
    text = number.strip(" \t\r\n")
    for separator in separators:
        text = text.replace(separator, "")
    return text.upper() if upper else text


def region_known(region: str) -> bool:
    """Whether three digits are a region or an autonomous province (Toscana is 090)."""
    from siss_interop.codes.store import code_list  # here, so that a form check alone reads no list

    return region in code_list("regioni")
