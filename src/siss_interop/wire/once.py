"""What is made once, at its first use, whichever thread comes first: the tree of a plan, and what an engine compiles of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=Callable[..., Any])
N = TypeVar("N")

MAKING = RLock()
"""Held while a plan is laid out or compiled, so that no other thread uses half of it. The thread itself comes back: a plan may be inside itself."""


class Tree(Generic[N]):
    """A tree that is laid out at first use from its root. While it grows, who lays it out sees what is there; nobody else does."""

    __slots__ = ("_build", "_growing", "_seed", "_whole")

    def __init__(self, seed: Callable[[], N], build: Callable[[N], None]) -> None:
        self._seed = seed
        self._build = build
        self._growing: N | None = None
        self._whole: N | None = None

    def root(self) -> N:
        """The root of the tree."""
        if self._whole is not None:
            return self._whole
        with MAKING:
            if self._growing is None:
                self._growing = self._seed()
                self._build(self._growing)
                self._whole = self._growing
            return self._growing


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
