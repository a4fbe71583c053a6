"""The base of every model: frozen, strict, and refusing what it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from siss_interop.model.text import RUN_PATTERN, TEXT_PATTERN
from siss_interop.model.trusted import seen_to_by_readers

T = TypeVar("T")

#: Zero or more of something, as a tuple. A list is taken too: it is how every format hands them over.
Many = Annotated[tuple[T, ...], Field(strict=False)]
#: One or more of something.
Some = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]

#: Text with at least one visible character.
Text = Annotated[str, StringConstraints(pattern=TEXT_PATTERN)]
#: A run of narrative text: may be blank (a space between two words in different markup counts).
Run = Annotated[str, StringConstraints(pattern=RUN_PATTERN)]


class Model(BaseModel):
    """What every model is: immutable, strictly typed, closed to unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", revalidate_instances="never", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed. Unlike pydantic's own, it checks them: an invalid change raises ValidationError here."""
        if not update:
            return super().model_copy(deep=deep)
        return type(self).model_validate({**self.__dict__, **update})


class Value(Model):
    """A value type or a part of a message that says at least one thing: one with nothing in it is None, not an object."""

    @model_validator(mode="after")
    @seen_to_by_readers
    def _says_something(self) -> Self:
        for name, value in self.__dict__.items():
            if value is not None and value != () and name != "tipo":
                return self
        raise ValueError("hollow")


SEVERAL = "several"
"""The kind of fault where a `OneOf` holds more than one value."""


class OneOf(Value):
    """Fields of which one has a value, and only one: in a schema a choice of elements."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(value is not None for value in self.__dict__.values()) > 1:
            raise PydanticCustomError(SEVERAL, "only one of these may have a value")
        return self


class Message(Model):
    """A whole message: a document with a header, or an event of a flow. Its formats stand in the catalogue."""


def plain(value: Any) -> Any:
    """A model as plain dicts, lists and scalars, without what is absent; `tipo` stays, for it picks the class on reading."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            name: plain(item) for name, item in value.__dict__.items() if not ((item is None or item == ()) and fields[name].default in (None, ()))
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
