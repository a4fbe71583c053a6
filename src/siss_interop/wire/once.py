"""What is made once, at its first use, whichever thread comes first: the tree of a plan, and what an engine compiles of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])

MAKING = RLock()
"""Held while a plan is laid out or compiled, so that no other thread uses half of it. The thread itself comes back: a plan may be inside itself."""


def compiled(made: dict[str, Any], engine: str, make: Callable[[], T]) -> T:
    """The function that an engine makes of a plan, kept in `made`. A plan inside itself gets one that looks it up when it is called."""
    found: T | None = made.get(engine)
    if found is not None:
        return found
    with MAKING:
        if engine not in made:
            made[engine] = None
            made[engine] = make()

        def inside(*given: Any) -> Any:
            return made[engine](*given)

        whole: Any = made[engine] or inside
        function: T = whole
        return function
