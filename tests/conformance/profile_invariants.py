"""Invariants of FHIR definitions, by a FHIRPath engine that is not ours; and the two rules of narrative that FHIRPath leaves to the host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fhirpathpy
from fhirpathpy.engine.nodes import ResourceNode
from fhirpathpy.models import models
from lxml import etree

_Node: Any = ResourceNode  # it has no types


class Unevaluated(Exception):
    """The engine could not tell; the text is its own."""


def _has_value(inputs: list[Any]) -> bool:
    return len(inputs) == 1 and inputs[0] is not None and not isinstance(inputs[0], Mapping)


_FUNCTIONS = {"userInvocationTable": {"hasValue": {"fn": _has_value, "arity": {0: []}}}, "traceFn": lambda *_: None}


@cache
def _compiled(expression: str) -> Callable[..., list[Any]]:
    return fhirpathpy.compile(expression, models["r4"], _FUNCTIONS)


def holds(expression: str, value: Any, type_name: str, resource: Any, root: Any) -> bool:
    """Whether an invariant holds on an element of this type inside `resource`. Raises Unevaluated where the engine fails.

    As in HL7's own validator, an expression that yields nothing does not hold.
    """
    node = value if isinstance(value, dict) and "resourceType" in value else _Node(value, type_name)
    try:
        answer = _compiled(expression)(node, {"resource": resource, "rootResource": root})
    except Exception as error:  # the engine raises plain Exception for what it does not know
        raise Unevaluated(str(error)) from error
    return bool(answer) and answer != [False]


class Narratives:
    """txt-1 and txt-2: the markup that FHIR admits, and that something stands in it."""

    def __init__(self, conformance: Path) -> None:
        folder = conformance / "fhir" / "r4-core" / "xsd"
        data = (folder / "fhir-xhtml.xsd").read_bytes().removeprefix(b"\xef\xbb\xbf")
        self._schema = etree.XMLSchema(etree.fromstring(data, base_url=f"{folder.as_uri()}/"))

    def fault(self, div: str) -> str | None:
        """What is wrong with a `div`, if anything is."""
        try:
            root = etree.fromstring(div, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            return f"not well-formed: {error.msg}"
        self._schema.validate(root)
        # ids that begin with a digit are no xs:ID, but HTML knows them, and official examples have them
        faults = [error.message for error in self._schema.error_log if "xs:ID" not in error.message]
        if faults or root.tag != "{http://www.w3.org/1999/xhtml}div":
            return f"not the XHTML that FHIR admits: {faults[:1]}"
        if not "".join(root.itertext()).strip() and root.find(".//{*}img") is None:
            return "says nothing"
        return None
