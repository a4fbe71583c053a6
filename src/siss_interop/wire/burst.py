"""Work that makes thousands of objects at once, and none of them garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def burst(work: Callable[P, R]) -> Callable[P, R]:
    """Hold the collector of reference cycles while one message is read or written.

    Python starts it after every 700 new containers, and a document has thousands, all of them in use: each pass would look at all of them and at what
    was compiled, and find nothing. What is no longer referred to is freed at once as ever, and cycles wait a few milliseconds for the next pass.
    The switch is that of the process: where it is off already, by the user or by another thread in here, it is left alone.
    """

    @wraps(work)
    def held(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()  # the last thing done: a container made after it would bring the pass that was put off

    return held
