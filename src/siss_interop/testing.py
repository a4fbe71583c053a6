"""Hypothesis strategies made from the models: random valid messages for one's own tests (extra `testing`).

    from hypothesis import given
    from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale
    from siss_interop.testing import messages

    @given(messages(CertificatoVaccinale))
    def test_of_mine(certificate: CertificatoVaccinale) -> None: ...

What a field admits is read off the model (type, pattern, bounds, length), so a new message has a strategy from its first day. Text holds what breaks
careless code: accents, quotes, markup, line ends, combining marks, emoji. Everything is invented, and means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from importlib import import_module
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from siss_interop.errors import SissError
from siss_interop.model.base import OneOf

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["MissingExtra", "messages"]

M = TypeVar("M", bound=BaseModel)

#: one sign of each kind that has broken a reader or a writer somewhere
ALPHABET = "abcXYZ019 ,.:;-_/#@()[]{}%=+*?!àèéìòùÀÈßçñ'\"’“”`&<>\\|~^\t\n\r\u00a0\u0301\u0323\u200d\u2028\u0085€漢😀\U0001d4b3\ue000\ufffd"
#: how many optional fields of an object are given, by how deep it stands: whole messages stay small enough to be many
_BREADTH = (6, 5, 4, 3, 2, 2)
#: at and below this depth only what needs no more depth is given
_DEPTH = 8
_MAX_TEXT = 12


class MissingExtra(SissError):
    """The strategies need a package that is not installed; the text names the extra that brings it."""


def messages(model: type[M], max_items: int = 3) -> SearchStrategy[M]:
    """Random valid objects of a model: a whole message, or any part of one.

    Lists have at most `max_items` items; objects inside objects end after a few levels. A value type always says something.
    Raises MissingExtra without Hypothesis.
    """
    return _Maker(max_items).model(model, 0)


def _strategies() -> Any:
    """`hypothesis.strategies`, imported on first use; it is Any, so what is made of it is given its type where it is made."""
    try:
        return import_module("hypothesis.strategies")
    except ImportError as error:
        raise MissingExtra("strategies need the package hypothesis: pip install 'siss-interop[testing]'") from error


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the metadata of a field demand, whichever library wrote them down."""

    pattern: str | None = None
    shortest: int = 0
    longest: int | None = None
    least: int | None = None
    most: int | None = None

    @classmethod
    def of(cls, metadata: Iterable[Any]) -> _Limits:
        found: dict[str, Any] = {}
        for mark in metadata:
            for name, own in _MARKS.items():
                value = getattr(mark, name, None)
                if value is not None and not callable(value):
                    found[own[0]] = value + own[1] if own[1] else value
        return cls(**found)


#: name of a limit in pydantic's and annotated_types' marks -> ours, and what makes it inclusive
_MARKS: Mapping[str, tuple[str, int]] = {
    "pattern": ("pattern", 0), "min_length": ("shortest", 0), "max_length": ("longest", 0),
    "ge": ("least", 0), "gt": ("least", 1), "le": ("most", 0), "lt": ("most", -1),
}  # fmt: skip


@dataclass(slots=True)
class _Maker:
    """Makes strategies of annotations, each once for every depth."""

    max_items: int
    made: dict[tuple[type[BaseModel], int], SearchStrategy[Any]] = field(default_factory=dict)

    def model(self, model: type[M], depth: int) -> SearchStrategy[M]:
        """Objects of a class."""
        found = self.made.get((model, depth))
        if found is None:
            st = _strategies()
            # deferred: an object may hold others of its own class
            found = self.made[model, depth] = st.deferred(lambda: self.objects(model, depth))
        return found

    def objects(self, model: type[M], depth: int) -> SearchStrategy[M]:
        """The strategy itself: the required fields, and some of the optional ones."""
        st = _strategies()
        from hypothesis import reject

        required = {name: self.field(info, depth) for name, info in model.model_fields.items() if info.is_required()}
        optional = {name: self.field(model.model_fields[name], depth) for name in _offered(model, depth)}
        fewest = 0 if required or not _must_say_something(model) else 1
        most = 1 if issubclass(model, OneOf) else min(len(optional), max(fewest, _BREADTH[min(depth, len(_BREADTH) - 1)]))
        names = st.lists(st.sampled_from(sorted(optional)), min_size=fewest, max_size=most, unique=True) if optional else st.just([])

        def draw_one(draw: DrawFn) -> M:
            values = {name: draw(strategy) for name, strategy in required.items()}
            values |= {name: draw(optional[name]) for name in draw(names)}
            try:
                return model(**values)
            except ValidationError:  # a rule of the class over several fields
                reject()

        made: SearchStrategy[M] = st.composite(draw_one)()
        return made

    def field(self, info: FieldInfo, depth: int) -> SearchStrategy[Any]:
        """Values of a field; where its default is a value, "nothing" is one of them."""
        made = self.value(info.annotation, info.metadata, depth)
        if info.is_required() or info.default in (None, ()):
            return made
        st = _strategies()
        return st.one_of(made, st.none()) if _may_be_none(info.annotation) else made

    def value(self, annotation: Any, metadata: Iterable[Any], depth: int) -> SearchStrategy[Any]:
        """Values of an annotation, never None."""
        origin, args = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(args[0], (*args[1:], *metadata), depth)
        if origin in (Union, UnionType):
            return self.shapes([arg for arg in args if arg is not NoneType], metadata, depth)
        if origin is tuple:
            return self.items(args[0], _Limits.of(metadata), depth)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.model(annotation, depth + 1)
        return _scalar(annotation, tuple(metadata))

    def shapes(self, shapes: list[Any], metadata: Iterable[Any], depth: int) -> SearchStrategy[Any]:
        """Values of one of several shapes; far down only of those that are no objects, where there are such."""
        flat = [shape for shape in shapes if _need(shape) == 0]
        marks = tuple(metadata)
        made: SearchStrategy[Any] = _strategies().one_of(
            [self.value(shape, marks, depth) for shape in (flat if depth >= _DEPTH and flat else shapes)]
        )
        return made

    def items(self, annotation: Any, limits: _Limits, depth: int) -> SearchStrategy[tuple[Any, ...]]:
        """Lists, never empty: an empty one is what is there when the field is not given."""
        shortest = max(1, limits.shortest)
        longest = max(shortest, min(self.max_items, limits.longest or self.max_items))
        made: SearchStrategy[tuple[Any, ...]] = _strategies().lists(self.value(annotation, (), depth), min_size=shortest, max_size=longest).map(tuple)
        return made


def _scalar(annotation: Any, metadata: tuple[Any, ...]) -> SearchStrategy[Any]:
    """Values that are no objects."""
    st, limits = _strategies(), _Limits.of(metadata)
    made: SearchStrategy[Any]
    if get_origin(annotation) is Literal:
        made = st.sampled_from(get_args(annotation))
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        made = st.sampled_from(list(annotation))
    elif annotation is str:
        made = _text(limits, metadata)
    elif annotation is int:
        least = -9999 if limits.least is None else limits.least
        made = st.integers(least, max(least, 9999) if limits.most is None else limits.most)
    elif annotation in _PLAIN:
        made = getattr(st, _PLAIN[annotation])()
    else:
        raise TypeError(f"no strategy for {annotation!r}")
    return made


_PLAIN: Mapping[Any, str] = {bool: "booleans", date: "dates", datetime: "datetimes"}


def _text(limits: _Limits, metadata: tuple[Any, ...]) -> SearchStrategy[str]:
    """Text, or what a pattern admits. Patterns of pydantic may say what Python's cannot; then text is sifted."""
    st = _strategies()
    longest = max(limits.shortest, min(_MAX_TEXT, limits.longest or _MAX_TEXT))
    free = st.text(ALPHABET, min_size=max(1, limits.shortest), max_size=longest)
    try:
        made: SearchStrategy[str] = st.from_regex(re.compile(limits.pattern, re.ASCII), fullmatch=True) if limits.pattern else free
    except re.error:
        made = free
    return made.filter(_admits(metadata))


def _admits(metadata: tuple[Any, ...]) -> Callable[[str], bool]:
    """Whether the field's own type takes a text."""
    check = TypeAdapter(Annotated[str, *metadata]) if metadata else TypeAdapter(str)

    def admits(value: str) -> bool:
        try:
            check.validate_python(value)
        except ValidationError:
            return False
        return True

    return admits


def _may_be_none(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation)


def _must_say_something(model: type[BaseModel]) -> bool:
    """Whether an object that has nothing but defaults is refused."""
    try:
        model()
    except ValidationError:
        return True
    return False


def _offered(model: type[BaseModel], depth: int) -> list[str]:
    """The optional fields that may be given at a depth: at the last one those that lead on the least."""
    names = [name for name, info in model.model_fields.items() if not info.is_required() and not _is_constant(info)]
    if depth < _DEPTH or not names:
        return names
    needs = {name: _need(model.model_fields[name].annotation) for name in names}
    least = min(needs.values())
    return [name for name in names if needs[name] == least]


def _is_constant(info: FieldInfo) -> bool:
    """Whether a field can have one value only, as the name of a class has."""
    return get_origin(info.annotation) is Literal and len(get_args(info.annotation)) == 1


_ENDLESS = 1000


def _need(annotation: Any, seen: frozenset[type[BaseModel]] = frozenset()) -> int:
    """How many levels of objects an annotation needs at least; a text needs none."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated or origin is tuple:
        return _need(args[0], seen)
    if origin in (Union, UnionType):
        return min(_need(arg, seen) for arg in args if arg is not NoneType)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _ENDLESS if annotation in seen else 1 + _need_of_model(annotation, seen)
    return 0


def _need_of_model(model: type[BaseModel], seen: frozenset[type[BaseModel]]) -> int:
    return _need_cached(model) if not seen else _fields_need(model, seen)


@lru_cache(maxsize=1024)
def _need_cached(model: type[BaseModel]) -> int:
    return _fields_need(model, frozenset())


def _fields_need(model: type[BaseModel], seen: frozenset[type[BaseModel]]) -> int:
    inside = seen | {model}
    fields = [info for info in model.model_fields.values() if not _is_constant(info)]
    required = [_need(info.annotation, inside) for info in fields if info.is_required()]
    if required:
        return max(required)
    return min((_need(info.annotation, inside) for info in fields), default=0) if _must_say_something(model) else 0
