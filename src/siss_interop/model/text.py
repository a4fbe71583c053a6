"""What a text is, as patterns (of Rust's regular expressions, which pydantic uses)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

_CHAR = r"\t\n\r\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}"
TEXT_PATTERN = rf"^[{_CHAR}]*[{_CHAR}&&[^\s]][{_CHAR}]*$"
"""Some visible character, and only characters that every XML document may hold."""
RUN_PATTERN = rf"^[{_CHAR}]+$"
"""Such characters, visible or not."""


class Checked(Enum):
    """What a reader has checked of the texts that it gives."""

    NOTHING = "nothing"
    CHARACTERS = "characters"
    """Every character is one that XML may hold: an XML parser gave it."""
    BLANKS = "blanks"
    """And a text that may not be blank is not."""


_PRESENT = {"min_length": 1}
ASKED: Mapping[Checked, Mapping[str, Mapping[str, Any]]] = {
    Checked.NOTHING: {},
    Checked.CHARACTERS: {TEXT_PATTERN: {"pattern": r"\S"}, RUN_PATTERN: _PRESENT},
    Checked.BLANKS: {TEXT_PATTERN: _PRESENT, RUN_PATTERN: _PRESENT},
}
"""Pattern -> what is left to ask instead, as pydantic says it. A pattern takes time and memory at every place where it is asked."""
