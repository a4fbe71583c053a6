"""JSON of many: one object a line (NDJSON), each line as it comes, in flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from siss_interop.options import Options
from siss_interop.wire.stream import Chained

_CHUNK = 64 * 1024


def ahead(stream: IO[bytes], begin: bytes, options: Options) -> tuple[bool, IO[bytes]]:
    """Whether a source holds one object a line, and the source put back to its beginning.

    It does where the first line begins as `begin` says and is a whole object, and another object follows. That line may be a long one.
    """
    seen = bytearray()
    while len(seen) <= options.max_bytes and (chunk := stream.read(_CHUNK)):
        seen += chunk
        if not seen.startswith(begin):
            break
        line, newline, rest = seen.partition(b"\n")
        if newline and (rest.strip() or not line.rstrip().endswith(b"}")):
            break
    line, _, rest = seen.partition(b"\n")
    whole = line.startswith(begin) and line.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
    return whole, Chained(bytes(seen), stream)


def lines(stream: IO[bytes], options: Options) -> Iterator[bytes]:
    """The lines that are not blank. One that is longer than an input may be is given cut, so that its reader refuses it and memory stays flat."""
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        *ends, last = chunk.split(b"\n")
        for end in ends:
            line = b"".join((*parts, end))
            parts, size = [], 0
            if line.strip():
                yield line
        if size <= options.max_bytes:
            parts.append(last)
            size += len(last)
    line = b"".join(parts)
    if line.strip():
        yield line
