"""The regional XML as a dialect, and the binding that each model has in it by itself."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import BaseModel

from siss_interop.model.base import Message
from siss_interop.model.shape import Shape, shapes
from siss_interop.options import BASE
from siss_interop.wire.tree.dialect import Dialect
from siss_interop.wire.words import BOOL, INT, STR, Binding, Choice, Fixed, Leaf, Row, Word

_DAY_LENGTH = 10


def _load_day(text: str) -> date:
    if len(text) != _DAY_LENGTH or text[4] != "-" or text[7] != "-":
        raise ValueError("not a day")  # Python takes other ISO 8601 forms too
    return date.fromisoformat(text)


DAY = Leaf(_load_day, date.isoformat)
_CODECS: dict[type, Leaf] = {str: STR, int: INT, bool: BOOL, date: DAY}


@cache
def dialect(flow: str, version: str) -> Dialect:
    """The dialect of a flow: closed, since its schema is ours."""
    return Dialect(f"{flow}/{version}", f"{BASE}:{flow}:{version}", closed=True)


def tag(name: str) -> str:
    """The element name of a field or class: camelCase."""
    first, *rest = name.split("_")
    return first[:1].lower() + first[1:] + "".join(part[:1].upper() + part[1:] for part in rest)


@cache
def binding(model: type[Message], version: str) -> Binding:
    """The binding of a message: its fields in their order, below a root named as the class."""
    return Binding(model, Fixed("@versione", version), *_words(model), tag=model.__name__)


@cache
def rooted(model: type[Message], place: str) -> Binding:
    """The binding of a message that stands inside another document, in its own dialect: as it would by itself."""
    flow, version = place.split("/")
    return Binding(model, *binding(model, version).words, tag=model.__name__, dialect=dialect(flow, version))


@cache
def _object(model: type[BaseModel]) -> Binding:
    return Binding(model, *_words(model))


def _words(model: type[BaseModel]) -> tuple[Word, ...]:
    return tuple(_word(name, shape) for name, shape in shapes(model).items())


def _word(name: str, shape: Shape) -> Word:
    many = "*" if shape.many else ""
    if shape.root is not None:
        (message,) = shape.models
        if not issubclass(message, Message):
            raise TypeError(f"{name}: only a message stands as a root of its own")
        return Row(name, message.__name__ + many, rooted(message, shape.root.place))
    if len(shape.models) > 1:
        return Choice(name, "", {tag(each.__name__) + many: _object(each) for each in shape.models})
    if shape.models:
        return Row(name, tag(name) + many, _object(shape.models[0]))
    if shape.leaf is str and not (shape.pattern or shape.values):
        raise TypeError(f"{name}: a text in a closed dialect needs a pattern, or a blank would pass")
    return Row(name, f"{tag(name)}{many}/.", _CODECS[shape.leaf or str])
