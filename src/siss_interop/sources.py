"""Where messages come from: bytes, paths and open files. Everything below takes bytes or streams."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from siss_interop.errors import SissError
from siss_interop.options import Options
from siss_interop.wire.stream import Chained

Source = bytes | str | Path | IO[bytes]

DEFAULT = Options()
#: so many bytes tell which format a source is in
HEAD = 64 * 1024


def bytes_of(source: Source, options: Options = DEFAULT) -> bytes:
    """The bytes of a source: bytes as they are, a path, or an open binary file. Never more than `options.max_bytes` and one are taken."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as opened:
                return opened.read(options.max_bytes + 1)
        except OSError as error:
            raise SissError(f"cannot read the source: {error.strerror}") from None
    return source.read(options.max_bytes + 1)


@contextmanager
def opened(source: Source) -> Iterator[tuple[bytes, IO[bytes]]]:
    """The beginning of a source, and all of it as a stream."""
    if isinstance(source, bytes):
        yield source[:HEAD], BytesIO(source)
        return
    if isinstance(source, str | Path):
        try:
            file: IO[bytes] = Path(source).open("rb")  # noqa: SIM115 - closed below; only opening may fail in this way
        except OSError as error:
            raise SissError(f"cannot read the source: {error.strerror}") from None
        with file:
            yield file.read(HEAD), _rewound(file)
        return
    head = source.read(HEAD)
    yield head, Chained(head, source)


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file
