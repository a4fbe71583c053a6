"""Between a command and its user: every exception becomes one line and an exit code. No traceback passes, for it would show personal data."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from siss_interop.cli.texts import say
from siss_interop.errors import Refused, SissError, Unreadable
from siss_interop.issues import escape

FINE = 0
ISSUES = 1
UNREADABLE = 2

P = ParamSpec("P")


def edge(command: Callable[P, None]) -> Callable[P, None]:
    """The command, with its exceptions turned into a line on standard error and an exit code."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the edge of the program
            raise typer.Exit(failed(error, str(kwargs.get("lang", "it")))) from None

    return guarded


def failed(error: BaseException, lang: str = "it") -> int:
    """Tell what happened on standard error; the exit code for it."""
    if isinstance(error, BrokenPipeError):
        # whoever read our output has gone; there is nobody to tell
        silence()
        return UNREADABLE
    # nothing is left to be done where even standard error is closed
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"siss-interop: {_told(error, lang)}\n")
        sys.stderr.flush()
    return ISSUES if isinstance(error, Refused) else UNREADABLE


def _told(error: BaseException, lang: str) -> str:
    if isinstance(error, Unreadable):
        found = error.issue
        at = "" if found.line is None else f" ({found.line}:{found.column})"
        return f"{say(lang, 'unreadable')}{at}: {found.code}: {found.text(lang)}"
    if isinstance(error, Refused):
        return say(lang, "refused", errors=str(len(error.report.errors)), losses=str(len(error.losses)))
    if isinstance(error, SissError):
        return escape(str(error))
    if isinstance(error, KeyboardInterrupt):
        return say(lang, "interrupted")
    if isinstance(error, OSError):
        name = f": {escape(str(error.filename))}" if error.filename is not None else ""
        return f"{error.strerror or type(error).__name__}{name}"
    # the text of an unexpected exception may quote the message, so only its kind is told
    return say(lang, "internal", kind=type(error).__name__)


def silence() -> None:
    """Let what is still in the buffer of a broken standard output go nowhere, so that Python does not complain when it ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
    except AttributeError:
        # standard output was closed before we began
        return
