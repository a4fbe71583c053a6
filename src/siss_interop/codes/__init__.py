"""Code lists by id or OID and date, and translations between two of them.

The lists lie in ``data/*.csv`` and are loaded when first asked for. Codes are facts; what is a ministry's own wording is
marked so in the head of its file. LOINC, AIC, ATC and ICD tables are never shipped.

>>> code_list("avn_via_somministrazione").lookup("01").it
'Intramuscolo'
>>> translation("avn_via_hl7").to("02")
'SQ'
"""

from siss_interop.codes.checks import check
from siss_interop.codes.lists import Code, CodeList, InvalidCodeList, parse
from siss_interop.codes.store import (
    UnknownCodeList,
    code_list,
    code_lists,
    find_code_list,
    translation,
    translations,
)
from siss_interop.codes.translations import Pair, Translation, UnknownCode

__all__ = [
    "Code",
    "CodeList",
    "InvalidCodeList",
    "Pair",
    "Translation",
    "UnknownCode",
    "UnknownCodeList",
    "check",
    "code_list",
    "code_lists",
    "find_code_list",
    "parse",
    "translation",
    "translations",
]
