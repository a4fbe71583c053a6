"""What a text is, as patterns (of Rust's regular expressions, which pydantic uses)."""

from __future__ import annotations

from collections.abc import Mapping

_CHAR = r"\t\n\r\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}"
TEXT_PATTERN = rf"^[{_CHAR}]*[{_CHAR}&&[^\s]][{_CHAR}]*$"
"""Some visible character, and only characters that every XML document may hold."""
RUN_PATTERN = rf"^[{_CHAR}]+$"
"""Such characters, visible or not."""
OUT_OF_XML: Mapping[str, str] = {TEXT_PATTERN: r"\S", RUN_PATTERN: "(?s)."}
"""Pattern -> what is left to ask of a text that an XML parser gave, which has looked at every character."""
