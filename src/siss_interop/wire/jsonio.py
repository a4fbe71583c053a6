"""Our own JSON: the whole message, and (unless left out) the original that it was read from.

`{"siss_interop": "1", "message": NAME, "content": {…}, "original": {"format": "cda", "base64": "…"}}`. What is absent in the message is absent here.
Where the message could not be made of its original, `content` is null and the original says everything.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

import orjson
from pydantic import ValidationError

from siss_interop.errors import Unreadable
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue
from siss_interop.model.base import Message, plain
from siss_interop.model.paths import dotted
from siss_interop.options import Options
from siss_interop.wire.encoding import as_utf8, decode_kind
from siss_interop.wire.results import Original

FORMAT = "json"
VERSION = "1"

define(
    "JSON-008", Layer.MODEL, Severity.ERROR,
    "il valore di questo campo non è ammesso", "the value of this field is not admitted",
    instead_it="vedere lo schema del messaggio: «siss-interop schema TIPO»", instead_en="see the schema: 'siss-interop schema TYPE'",
    source="siss_interop, schema",
)  # fmt: skip
define(
    "JSON-009", Layer.MODEL, Severity.ERROR,
    "il campo non esiste in questo messaggio", "this message has no such field",
    instead_it="vedere lo schema del messaggio: «siss-interop schema TIPO»", instead_en="see the schema: 'siss-interop schema TYPE'",
    source="siss_interop, schema",
)  # fmt: skip
define(
    "JSON-010", Layer.MODEL, Severity.ERROR, "manca un campo obbligatorio", "A required field is missing.",
    instead_it="aggiungere il campo", instead_en="add the field", source="siss_interop, schema",
)  # fmt: skip

_CODES = {"extra_forbidden": "JSON-009", "missing": "JSON-010"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an input in our JSON holds, before the content is made a message."""

    message: str
    content: Mapping[str, Any] | None
    original_format: str | None
    original: bytes | None


def write(message: Message | None, original: Original | None, name: str, *, line: bool = False) -> bytes:
    """The message as JSON, with its original if one is given; laid out for people, or on one line."""
    envelope: dict[str, Any] = {"siss_interop": VERSION, "message": name, "content": None if message is None else plain(message)}
    if original is not None:
        envelope["original"] = {"format": original.format, "base64": base64.b64encode(original.data).decode("ascii")}
    return (json.dumps(envelope, ensure_ascii=False, indent=None if line else 2, default=str) + "\n").encode()


def read(data: bytes, options: Options) -> Envelope:
    """The envelope. Raises Unreadable where it is malformed, has a key twice, NaN, or is nested too deep."""
    loaded = load(data, options)
    if not isinstance(loaded, dict) or loaded.get("siss_interop") != VERSION or set(loaded) - {"siss_interop", "message", "content", "original"}:
        raise Unreadable(issue("JSON-005"))
    name, content = loaded.get("message"), loaded.get("content")
    if not isinstance(name, str) or not (content is None or isinstance(content, dict)):
        raise Unreadable(issue("JSON-005"))
    held = loaded.get("original")
    if held is None:
        if content is None:
            raise Unreadable(issue("JSON-005"))
        return Envelope(name, content, None, None)
    if not isinstance(held, dict) or set(held) != {"format", "base64"} or not all(isinstance(value, str) for value in held.values()):
        raise Unreadable(issue("JSON-005"))
    try:
        original = base64.b64decode(held["base64"], validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(issue("JSON-007")) from None
    return Envelope(name, content, held["format"], original)


def load(data: bytes, options: Options, *, wholes: Callable[[str], Any] = int, fractions: Callable[[str], Any] = float) -> Any:
    """Any JSON, defended: no key twice, no NaN, no half of a character, not too deep. Raises Unreadable, where it can with line and column.

    `fractions` makes a value of the text of a number with a fraction or an exponent, `wholes` of the text of any other.
    """
    utf8 = as_utf8(data, decode_kind(data, options))
    try:
        text = utf8.decode("utf-8")
    except UnicodeDecodeError as error:
        before = utf8[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise Unreadable(issue("FILE-008", line=line, column=column, encoding="UTF-8")) from None
    try:
        loaded = _decoder(wholes, fractions).decode(text)
        if not _is_plain(loaded, text, options.max_depth):
            loaded = _decoder(wholes, fractions, paired=True).decode(text)
            _look_through(loaded, options.max_depth)
    except json.JSONDecodeError as error:
        raise Unreadable(issue("JSON-001", line=error.lineno, column=error.colno)) from None
    except RecursionError:
        raise Unreadable(issue("JSON-004", limit=str(options.max_depth))) from None
    except ValueError:  # a whole number of thousands of digits, or half of a character
        raise Unreadable(issue("JSON-001")) from None
    return loaded


def _no_constant(_: str) -> NoReturn:
    raise Unreadable(issue("JSON-003"))


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Unreadable(issue("JSON-002"))
    return made


@cache
def _decoder(wholes: Callable[[str], Any], fractions: Callable[[str], Any], *, paired: bool = False) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_pairs if paired else None, parse_int=wholes, parse_float=fractions, parse_constant=_no_constant)


def _is_plain(loaded: Any, text: str, max_depth: int) -> bool:
    """A quick proof that no key was dropped as a double, that nothing is too deep and that all can be written; False says nothing.

    A dropped member takes its colon along, so a text with as many colons as what was made of it had no double. orjson writes only down to a
    certain depth: what it still writes inside as many lists as are left from there to the limit is not deeper than the limit.
    """
    deepest = _depth_of_orjson()
    if not deepest or ("\\" in text and "\\u003" in text):  # the escape may be a colon in disguise; one sign is found faster than five
        return False
    for _ in range(deepest - max_depth):
        loaded = [loaded]
    try:
        return orjson.dumps(loaded).count(b":") == text.count(":")
    except TypeError:
        return False


@cache
def _depth_of_orjson() -> int:
    """How many lists inside one another orjson writes; 0 if it has no limit, and so proves nothing."""
    nested: list[Any] = []
    for depth in range(1, 2000):
        try:
            orjson.dumps(nested)
        except TypeError:
            return depth - 1
        nested = [nested]
    return 0


def _look_through(loaded: Any, max_depth: int) -> None:
    """Look at every level. Raises Unreadable where one is too deep, and ValueError for half of a character."""
    level, depth = [loaded], 0
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        if depth > max_depth:
            raise Unreadable(issue("JSON-004", limit=str(max_depth)))
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    json.dumps(loaded, ensure_ascii=False).encode()


def message_of(content: Mapping[str, Any], model: type[Message]) -> tuple[Message | None, tuple[ValidationIssue, ...]]:
    """The message that the content makes, or the issues why it makes none."""
    try:
        return model.model_validate_json(json.dumps(content)), ()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    return None, tuple(
        issue(_CODES.get(detail["type"], "JSON-008"), path=dotted([key for key in detail["loc"] if not _is_tag(key)])) for detail in found
    )


def _is_tag(key: str | int) -> bool:
    """Whether a part of pydantic's path is the class name that a choice puts there: fields begin with a small letter."""
    return isinstance(key, str) and (key[:1].isupper() or "-" in key)
