"""What leaves the program: payloads as bytes on standard output or in a file, tables for people, reports on standard error."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from siss_interop.errors import SissError
from siss_interop.issues import MAX_SHOWN, escape

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH: Final = 200
"""Columns of a table that no terminal limits."""

_SUSPECT: Final = re.compile(r"[^\n\x20-\x7e]")


def console(*, stderr: bool = False) -> Console:
    """Where tables and trees are printed. Colours only on a terminal, and not with NO_COLOR; nothing is read as markup."""
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not made.is_terminal:
        made.width = PIPE_WIDTH
    return made


def payload(data: bytes | Iterable[bytes]) -> None:
    """Bytes, or pieces of them, to standard output, as they are."""
    if sys.stdout is None:
        raise SissError("standard output is closed")
    sys.stdout.flush()
    for piece in _pieces(data):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _pieces(data: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return (data,) if isinstance(data, bytes) else data


def line(text: str = "", *, stderr: bool = False) -> None:
    """One line of text; what stands in it must be escaped already."""
    stream = sys.stderr if stderr else sys.stdout
    if stream is not None:
        stream.write(f"{text}\n")


def as_json(what: Any) -> bytes:
    r"""Readable JSON in which characters that could trick a terminal (controls, bidirectional marks) are written as `\uNNNN`."""
    text = json.dumps(what, ensure_ascii=False, indent=2)
    return (_SUSPECT.sub(_json_escape, text) + "\n").encode("utf-8")


def _json_escape(match: re.Match[str]) -> str:
    char = match[0]
    return json.dumps(char)[1:-1] if unicodedata.category(char)[0] in "CZ" else char


def shown(text: str, limit: int = 2000) -> str:
    """A value of the message for the terminal: escaped, and cut only where it is very long."""
    parts = [escape(text[at : min(at + MAX_SHOWN, limit)]) for at in range(0, min(len(text), limit), MAX_SHOWN)]
    return "".join(parts) + ("…" if len(text) > limit else "")


def same_file(one: Path, other: str | Path) -> bool:
    """Whether two paths lead to one file that exists."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def write_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all, also where its pieces end in an exception: beside it first, then in its place.

    A link is followed; a device is written straight.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            device.writelines(_pieces(data))
        return
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as opened:
            opened.writelines(_pieces(data))
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # the name to tell is the one that was asked for
            error.filename, error.filename2 = str(path), None
        raise
