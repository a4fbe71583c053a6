"""Dates with times, as the flows write them: instants, and whether Italy's clocks ever showed such an hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from pydantic import BaseModel

from siss_interop.model.shape import shapes
from siss_interop.model.tipi import DATA_ORA_PATTERN


def istante(data_ora: str | None) -> datetime | None:
    """The instant of a date and time; None where there is none, or no such day (30 February has the form of one)."""
    if data_ora is None:
        return None
    try:
        return datetime.fromisoformat(data_ora)
    except ValueError:
        return None


@cache
def _ultima_domenica(anno: int, mese: int) -> datetime:
    """One in the morning, universal time, of the last Sunday of a month of 31 days: when the clocks change."""
    last = datetime(anno, mese, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def ora_italiana(quando: datetime) -> bool:
    """Whether the offset is the one that Italy has at that instant (directive 2000/84/EC), or universal time.

    An hour that the clocks skip in March has no right offset, so it is none.
    """
    offset = quando.utcoffset() or timedelta(0)
    if not offset:
        return True
    summer = _ultima_domenica(quando.year, 3) <= quando < _ultima_domenica(quando.year, 10)
    return offset == timedelta(hours=2 if summer else 1)


@cache
def _campi(model: type[BaseModel]) -> tuple[tuple[str, bool, bool], ...]:
    """The fields of a model that are dates with times, and those that hold models: name, whether it is many, whether it is a date with time."""
    found = []
    for name, shape in shapes(model).items():
        if shape.pattern == DATA_ORA_PATTERN:
            found.append((name, shape.many, True))
        elif any(_campi(part) for part in shape.models):
            found.append((name, shape.many, False))
    return tuple(found)


def date_ore(model: BaseModel, path: str = "") -> Iterator[tuple[str, str]]:
    """Every date with time of a message, with its model path."""
    for name, many, own in _campi(type(model)):
        held = getattr(model, name)
        for at, each in enumerate(held) if many else ((None, held),):
            if each is not None:
                here = f"{path}{name}" if at is None else f"{path}{name}[{at}]"
                if own:
                    yield here, each
                else:
                    yield from date_ore(each, f"{here}.")
