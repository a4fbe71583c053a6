"""Two works in turns: a slow moment of the machine falls on both, and no other work drives either out of the caches.

What is counted is the time that this thread had a processor: a long work is put aside for others more often than a short one. Neighbours on the same
machine still take cache and memory from it, and more from a long work than from a short one. They make a work slower and never faster, so one that
takes more than it may is measured again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import thread_time_ns

ROUNDS = 150
WARM = 40
TRIES = 4


def in_turns(bare: Callable[[], object], work: Callable[[], object], target: float | None = None) -> tuple[float, float]:
    """The bare work in nanoseconds, and the other as a multiple of it: medians over the rounds, of the best try where it may take so much at most."""
    found = _tried(bare, work)
    for _ in range(TRIES - 1):
        if target is None or found[1] <= target:
            break
        found = min(found, _tried(bare, work), key=lambda each: each[1])
    return found


def _tried(bare: Callable[[], object], work: Callable[[], object]) -> tuple[float, float]:
    """What the first rounds compiled, and what other works left, is no concern of the collector in the rounds that count."""
    taken: tuple[list[int], list[int]] = ([], [])
    for _ in range(WARM):
        bare()
        work()
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for each, times in zip((bare, work), taken, strict=True):
            start = thread_time_ns()
            each()
            times.append(thread_time_ns() - start)
    return median(taken[0]), median(taken[1]) / median(taken[0])
