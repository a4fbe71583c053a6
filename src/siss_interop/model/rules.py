"""Rules: one rule is one function with one code, one sentence and one place in its source.

A rule looks at a message and yields the model paths where it is broken; what the fault is called stands in its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from siss_interop.issues import Definition, Layer, Severity, ValidationIssue, define, issue


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a rule is broken, and what its text names besides."""

    path: str
    params: tuple[tuple[str, str], ...] = ()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it demands, and the function that finds where it is broken."""

    definition: Definition
    check: Callable[[Any], Iterable[str | Broken]]

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """An issue for each place where the message breaks the rule."""
        for found in self.check(message):
            place = Broken(found) if isinstance(found, str) else found
            made = issue(self.definition.code, path=place.path, value=place.value, official=self.definition.official)
            yield replace(made, params=place.params)


def rule(
    code: str, severity: Severity, it: str, en: str, *, source: str, instead_it: str = "", instead_en: str = "",
    official: str | None = None, passing: str = "", failing: str = "", layer: Layer = Layer.RULE,
) -> Callable[[Callable[[Any], Iterable[str | Broken]]], Rule]:  # fmt: skip
    """Make a rule of a function from a message to the places where it breaks the rule."""
    definition = define(
        code, layer, severity, it, en, instead_it=instead_it, instead_en=instead_en, source=source, official=official,
        passing=passing, failing=failing,
    )  # fmt: skip
    return lambda check: Rule(definition, check)


def judge(rules: Iterable[Rule], message: Any) -> Iterator[ValidationIssue]:
    """All issues of a message under these rules, in the order of the rules."""
    for each in rules:
        yield from each.broken(message)
