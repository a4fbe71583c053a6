"""Model paths as text: `sezione.voci[0].momento`."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PART = re.compile(r"(\w+)|\[(\d+)\]")


def dotted(keys: Sequence[str | int]) -> str:
    """A path as text."""
    out = ""
    for key in keys:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else key
    return out


def keys(path: str) -> list[str | int]:
    """A path from its text."""
    return [match[1] if match[1] is not None else int(match[2]) for match in _PART.finditer(path)]
