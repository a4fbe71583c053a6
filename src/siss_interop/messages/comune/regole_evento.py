"""What the rules of events have in common: a rule of one kind of event, the rules of a module, days and ages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from siss_interop.issues import Severity, ValidationIssue
from siss_interop.model.base import Message
from siss_interop.model.rules import Broken, Rule, rule

E = TypeVar("E", bound=Message)
Dove = Sequence[str | Broken]
"""The places where an event breaks a rule, as a tuple or list: most events break none, and that is then known at once."""

ERRORE, AVVISO, NOTIZIA = Severity.ERROR, Severity.WARNING, Severity.INFORMATION


@dataclass(frozen=True, slots=True)
class RegolaEvento(Rule):
    """A rule of one kind of event; of every other it finds nothing."""

    di: type[Message]

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """An issue for each place where the event breaks the rule."""
        return Rule.broken(self, message) if isinstance(message, self.di) and self.check(message) else iter(())


def regola(
    di: type[E], code: str, severity: Severity, it: str, en: str, *, source: str, passing: str, failing: str,
    instead_it: str = "", instead_en: str = "", official: str | None = None,
) -> Callable[[Callable[[E], Dove]], RegolaEvento]:  # fmt: skip
    """Make a rule of a function from one kind of event to the places where it breaks the rule."""
    make = rule(
        code, severity, it, en, source=source, instead_it=instead_it, instead_en=instead_en, official=official, passing=passing, failing=failing
    )

    def made(check: Callable[[E], Dove]) -> RegolaEvento:
        of = make(check)
        return RegolaEvento(of.definition, of.check, di)

    return made


def regole_in(modulo: dict[str, object]) -> tuple[Rule, ...]:
    """The rules that a module defines, in the order in which they stand."""
    found: list[Rule] = []
    for value in modulo.values():
        found.extend(each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Rule))
    return tuple(found)


def giorno(data_ora: str | None) -> date | None:
    """The day of a date and time; None where there is none, or no such day (30 February)."""
    try:
        return date.fromisoformat(data_ora[:10]) if data_ora else None
    except ValueError:
        return None


def anni(nascita: date, al: date) -> int:
    """The age in whole years on a day; negative before birth."""
    return al.year - nascita.year - ((al.month, al.day) < (nascita.month, nascita.day))


def oltre(nascita: date, al: date, limite: int) -> bool:
    """Whether on that day more than so many years have passed since birth: at the limit plus one day."""
    passati = anni(nascita, al)
    return passati > limite or (passati == limite and (al.month, al.day) != (nascita.month, nascita.day))
