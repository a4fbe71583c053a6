"""Validation of what a reader made: the same schema without the checks that the reader has made already.

A reader never makes a hollow object, and gives mixed content in its canonical form. Asking again would be a tenth of the time of reading a document.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import SchemaValidator

F = TypeVar("F", bound=Callable[..., Any])

_MARK = "_seen_to_by_readers"


def seen_to_by_readers(function: F) -> F:
    """Mark a validator as one that what a reader made need not pass."""
    setattr(function, _MARK, True)
    return function


@cache
def validator(model: type[BaseModel]) -> Callable[[Any], Any]:
    """What makes a model of the values that a reader gave. It raises pydantic's ValidationError as `model_validate` does."""
    try:
        # without this word the classes inside would be validated by their own validators, checks and all; where pydantic-core
        # does not know it, everything is checked twice, which is slower and no less right
        return SchemaValidator(_without(model.__pydantic_core_schema__), None, _use_prebuilt=False).validate_python
    except TypeError:
        return model.model_validate


def _without(schema: Any) -> Any:
    """A core schema without the marked validators."""
    if isinstance(schema, dict):
        if schema.get("type") == "function-after" and getattr(schema["function"]["function"], _MARK, False):
            inner = _without(schema["schema"])
            return {**inner, "ref": schema["ref"]} if "ref" in schema else inner
        return {key: _without(value) for key, value in schema.items()}
    return [_without(value) for value in schema] if isinstance(schema, list) else schema
