"""From a SOURCE of the command line to bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from siss_interop.check.all_codes import NOT_OPENED
from siss_interop.errors import SissError, Unreadable
from siss_interop.issues import issue
from siss_interop.options import Options

STDIN = "-"


def data_of(source: str, options: Options) -> bytes:
    """The bytes of a file, or of standard input for `-`; one more than the limit at most. Raises Unreadable with FILE-025."""
    try:
        if source != STDIN:
            with Path(source).open("rb") as opened:
                return opened.read(options.max_bytes + 1)
        if sys.stdin is None:
            raise SissError("standard input is closed")
        return sys.stdin.buffer.read(options.max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise Unreadable(issue(NOT_OPENED.code, reason=reason or type(error).__name__)) from None
