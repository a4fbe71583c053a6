"""From a SOURCE of the command line to bytes, or to a stream for what may hold thousands of records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from siss_interop.check.all_codes import NOT_OPENED
from siss_interop.errors import SissError, Unreadable
from siss_interop.issues import issue
from siss_interop.options import Options

if TYPE_CHECKING:
    from siss_interop.wire.results import Read

STDIN = "-"


@contextmanager
def opened(source: str, seen: Callable[[int], None] | None = None) -> Iterator[Stream]:
    """The bytes of a file, or of standard input for `-`, as a stream; `seen` is told how many were read. Raises Unreadable with FILE-025."""
    # what reads is loaded before anything is open: Python ends by the signal itself where an interrupt falls into an import
    import_module("siss_interop.many")
    if source == STDIN:
        if sys.stdin is None:
            raise SissError("standard input is closed")
        yield Stream(sys.stdin.buffer, seen)
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - closed below, so that only the opening is guarded
    except (OSError, ValueError) as error:
        raise _not_opened(error) from None
    with file:
        yield Stream(file, seen)


def size_of(sources: Sequence[str]) -> int | None:
    """The bytes of all sources together; None where that is not known before they are read."""
    total = 0
    for source in sources:
        if source == STDIN or not Path(source).is_file():
            return None
        # what cannot be looked at is told when it is opened
        with suppress(OSError):
            total += Path(source).stat().st_size
    return total


def _not_opened(error: OSError | ValueError) -> Unreadable:
    reason = error.strerror if isinstance(error, OSError) else None
    return Unreadable(issue(NOT_OPENED.code, reason=reason or type(error).__name__))


class Stream:
    """A source that can be put back to its beginning once, also where it is a pipe: what was read until then is kept."""

    def __init__(self, file: IO[bytes], seen: Callable[[int], None] | None = None) -> None:
        self._file, self._seen = file, seen
        self._ahead = b""
        self._kept: bytearray | None = bytearray()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, fewer than `size` only at the end. Raises Unreadable with FILE-025."""
        ahead, self._ahead = (self._ahead, b"") if size < 0 else (self._ahead[:size], self._ahead[size:])
        wanted = size if size < 0 else size - len(ahead)
        if not wanted:
            return ahead
        try:
            data = self._file.read(wanted)
        except (OSError, ValueError) as error:
            raise _not_opened(error) from None
        if self._seen is not None:
            self._seen(len(data))
        if self._kept is not None:
            self._kept += data
        return ahead + data

    @property
    def kept(self) -> bytes:
        """What was read since the beginning, until `rewind` or `go_on`."""
        return bytes(self._kept or b"")

    def rewind(self) -> None:
        """Begin again."""
        self._ahead, self._kept = self.kept, None

    def go_on(self) -> None:
        """Keep no more: the beginning will not be wanted again."""
        self._kept = None

    @property
    def file(self) -> IO[bytes]:
        """The stream as what the library reads from: `read` is all that it uses."""
        return cast("IO[bytes]", self)


class Opened:
    """What a source holds: the message where it is of one, else its records."""

    def __init__(self, stream: Stream, options: Options) -> None:
        from siss_interop.many import read_all

        reads = read_all(stream.file, options=options)
        few = list(islice(reads, 2))
        if len(few) == 1 and not few[0].type:
            # broken off before its first record: no part of it can be read
            raise Unreadable(few[0].report.issues[0])
        self.stream = stream
        self.first = few[0] if few else None
        self.one = few[0] if few and few[0].record is None else None
        self._reads = chain(few, reads)

    def records(self) -> Iterator[Read]:
        """Every record, once."""
        self.stream.go_on()
        yield from self._reads
