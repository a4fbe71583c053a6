"""A progress bar for what takes long: on standard error, and only where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from siss_interop.cli.out import console
from siss_interop.cli.sources import size_of
from siss_interop.cli.texts import say

if TYPE_CHECKING:
    from rich.progress import Progress

WORTH = 1_000_000
"""After so many bytes a bar is worth its place."""


class Bar:
    """Counts the bytes that were read of some sources, and shows how far that is."""

    def __init__(self, sources: Sequence[str], lang: str, *, alone: bool = True) -> None:
        """With `alone` false a payload goes to standard output meanwhile, and on one terminal the two would tangle."""
        self._sources, self._lang = sources, lang
        self._wanted = _terminal(sys.stderr) and (alone or not _terminal(sys.stdout))
        self._read = 0
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()

    def seen(self, count: int) -> None:
        """So many bytes more were read."""
        self._read += count
        if self._progress is None and self._wanted and self._read > WORTH:
            self._progress = self._started()
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=self._read)

    def _started(self) -> Progress:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        # standard output is the payload's: what is written there must never pass through the bar
        made = Progress(*columns, console=console(stderr=True), transient=True, redirect_stdout=False)
        made.add_task(say(self._lang, "reading"), total=size_of(self._sources))
        made.start()
        return made


def _terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    return bool(isatty is not None and isatty())
