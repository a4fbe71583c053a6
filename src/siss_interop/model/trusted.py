"""Validation of what a reader made: the same schema without the checks that the reader has made already.

A reader never makes a hollow object, gives mixed content in its canonical form, and no field that the model does not have: its plan is proved to
name these and no other. Asking again would be a tenth of the time of reading a document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import SchemaValidator

from siss_interop.model.text import ASKED, Checked

F = TypeVar("F", bound=Callable[..., Any])

_MARK = "_seen_to_by_readers"


def seen_to_by_readers(function: F) -> F:
    """Mark a validator as one that what a reader made need not pass."""
    setattr(function, _MARK, True)
    return function


@cache
def validator(model: type[BaseModel], checked: Checked = Checked.NOTHING) -> Callable[[Any], Any]:
    """What makes a model of the values that a reader gave. It raises pydantic's ValidationError as `model_validate` does.

    `checked` says what the reader has checked of the texts, which is not asked again.
    """
    model.model_rebuild()  # classes are built when they are first asked for
    schema = _without(model.__pydantic_core_schema__, ASKED[checked])
    try:
        # without this word the classes inside would be validated by their own validators, checks and all; where pydantic-core
        # does not know it, everything is checked twice, which is slower and no less right
        return SchemaValidator(schema, None, _use_prebuilt=False).validate_python
    except TypeError:
        return model.model_validate


def _without(schema: Any, patterns: Mapping[str, Mapping[str, Any]]) -> Any:
    """A core schema without the marked validators, with what is left of the patterns, and without a search for unknown fields."""
    if isinstance(schema, dict):
        if schema.get("type") in ("function-after", "function-before") and _is_marked(schema["function"]["function"]):
            inner = _without(schema["schema"], patterns)
            return {**inner, "ref": schema["ref"]} if "ref" in schema else inner
        if schema.get("type") == "str" and schema.get("pattern") in patterns:
            return {**patterns[schema["pattern"]], **{key: value for key, value in schema.items() if key != "pattern"}}
        return {key: "ignore" if key == "extra_fields_behavior" else _without(value, patterns) for key, value in schema.items()}
    return [_without(value, patterns) for value in schema] if isinstance(schema, list) else schema


def _is_marked(function: Callable[..., Any]) -> bool:
    return getattr(function, _MARK, False)
