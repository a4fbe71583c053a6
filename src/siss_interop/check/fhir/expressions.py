"""The one door to fhirpathpy, which evaluates FHIRPath (extra `fhirpath`, imported on first use).

The library raises bare `Exception` for whatever it cannot do, quotes the resource in its messages and keeps the time and the model in globals. So
everything that it raises becomes `NotEvaluated` here, without its message, and one lock guards it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from threading import RLock
from typing import Any, Final

from siss_interop.errors import SissError
from siss_interop.wire.fhir.json import Number

__all__ = ["Expression", "MissingFhirPath", "NotEvaluated", "plain"]

_lock: Final = RLock()

Resolve = Callable[[object], Any]


class MissingFhirPath(SissError):
    """The official invariants need a package that is not installed; the text names the extra that brings it."""


class NotEvaluated(SissError):
    """An expression is none, or uses what the library does not have, or stopped on this resource. The text never quotes the resource."""


class Expression:
    """A compiled FHIRPath expression."""

    __slots__ = ("_parsed",)

    def __init__(self, text: str) -> None:
        """Compile it. Raises `NotEvaluated` where it is wrong, `MissingFhirPath` without the library."""
        with _lock:
            self._parsed: Any = _parsed(text)

    def holds(self, value: Any, path: str, variables: Mapping[str, Any], resolve: Resolve) -> bool:
        """Whether it is not false for a value of the type that `path` names. What is empty counts as true, as a missing element does.

        `value` and `variables` must be as :func:`plain` makes them. Raises `NotEvaluated` where evaluation stops.
        """
        library, nodes = _library("fhirpathpy"), _library("fhirpathpy.engine.nodes")
        options = {"userInvocationTable": _functions(resolve), "traceFn": lambda *_: None}
        with _lock:
            try:
                found = library.apply_parsed_path(
                    nodes.ResourceNode.create_node(value, path), self._parsed, dict(variables), _library("fhirpathpy.models").models["r4"], options
                )
            except Exception:  # noqa: BLE001 - see above
                # "from None": the text may hold values of the resource
                raise NotEvaluated("the evaluation stopped on this resource") from None
        return not (isinstance(found, list) and len(found) == 1 and found[0] is False)


def _parsed(text: str) -> Any:
    """The tree of an expression. The library's own function passes over syntax errors and over what follows an expression; here both are refused."""
    library = _library("fhirpathpy.parser")
    lexer = library.FHIRPathLexer(library.InputStream(text))
    lexer.recover = library.recover
    lexer.removeErrorListeners()
    parser = library.FHIRPathParser(library.CommonTokenStream(lexer))
    parser.removeErrorListeners()
    try:
        tree = parser.expression()
    except Exception as error:
        raise NotEvaluated("the expression cannot be parsed") from error
    if parser.getNumberOfSyntaxErrors() or parser.getTokenStream().LA(1) != library.Token.EOF:
        raise NotEvaluated("the expression cannot be parsed")
    listener = library.ASTPathListener()
    library.ParseTreeWalker().walk(listener, tree)
    return listener.parentStack[0]


def _functions(resolve: Resolve) -> dict[str, dict[str, Any]]:
    """What FHIR adds to FHIRPath and the library does not have."""

    def resolved(inputs: list[Any]) -> list[Any]:
        nodes = _library("fhirpathpy.engine.nodes")
        found = (resolve(each.get("reference", "") if isinstance(each, Mapping) else each) for each in inputs)
        return [nodes.ResourceNode.create_node(each) for each in found if each]

    def has_value(inputs: list[Any]) -> list[bool]:
        return [len(inputs) == 1 and not isinstance(inputs[0], (Mapping, list)) and inputs[0] is not None]

    return {"resolve": {"fn": resolved, "arity": {0: []}}, "hasValue": {"fn": has_value, "arity": {0: []}}}


def plain(value: Any) -> Any:
    """A copy that the library understands: decimals are Decimal. Raises RecursionError for what is nested beyond measure."""
    if isinstance(value, Number):
        return Decimal(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingFhirPath("the official FHIR invariants need the package fhirpathpy: pip install 'siss-interop[fhirpath]'") from error
