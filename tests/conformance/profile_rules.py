"""The parts of the evaluator of profiles that look at one element only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from tests.conformance.profile_definitions import CORE, Node, Structure

Json = dict[str, Any]
Level = Literal["error", "warning", "not-evaluated"]


@dataclass(frozen=True)
class Finding:
    """One rule that a resource breaks, or that could not be evaluated. `rule` is the kind of rule, or the key of an invariant."""

    path: str
    rule: str
    text: str
    level: Level = "error"


@dataclass(frozen=True, eq=False)
class Item:
    """One element of a resource: its value, what stands beside it (`_name`), its type, and the resources around it."""

    value: Any
    extra: Any
    type: str
    path: str
    resource: Json
    root: Json


def _unused(item: Item) -> Iterator[Finding]:
    """dom-3, whose official expression engines take in different ways: what is contained is referred to, or refers to what contains it."""
    named = set(re.findall(r'"#([A-Za-z0-9.-]*)"', json.dumps(item.value, default=str)))
    for contained in item.value.get("contained", ()):
        if contained.get("id") not in named and '"#"' not in json.dumps(contained, default=str):
            yield Finding(item.path, "dom-3", "contained, and nothing refers to it")


def _local(item: Item) -> Iterator[Finding]:
    """ref-1, whose official expression yields nothing for a reference without address."""
    address = item.value.get("reference", "")
    if address.startswith("#") and address != "#" and not any(each.get("id") == address[1:] for each in item.root.get("contained", ())):
        yield Finding(item.path, "ref-1", "nothing of that name is contained")


#: invariants with a rule of our own instead of the official expression
OWN = {"dom-3": _unused, "ref-1": _local}


def root(resource: Json) -> Item:
    return Item(resource, None, resource["resourceType"], resource["resourceType"], resource, resource)


def as_resource(item: Item) -> Item:
    """A resource inside another: it is its own root, unless it is contained."""
    root = item.root if ".contained[" in item.path else item.value
    return replace(item, type=item.value.get("resourceType", ""), resource=item.value, root=root)


_SYSTEM_TYPES = {
    "String": "string",
    "Boolean": "boolean",
    "Integer": "integer",
    "Decimal": "decimal",
    "Date": "date",
    "DateTime": "dateTime",
    "Time": "time",
}


def code(kind: Json) -> str:
    """The name of a type; FHIR names the values of primitives by types of FHIRPath."""
    code = str(kind["code"])
    return _SYSTEM_TYPES[code.rpartition(".")[2]] if code.startswith("http://hl7.org/fhirpath/") else code


def model(item: Item, node: Node, layer: Structure) -> str:
    """What FHIRPath takes the element for."""
    if layer.kind != "resource" and node is layer.root:
        return layer.type
    return item.type if item.type not in ("", "BackboneElement", "Element") else re.sub(r":[^.]*|\[x\]", "", node.path)


def is_named(key: str, name: str) -> bool:
    """Whether a key is this element; one that may have several types ends in the name of a type, and which are right is asked later."""
    return key == name if not name.endswith("[x]") else key.startswith(name[:-3]) and key[len(name) - 3 :] in _SUFFIXES


#: how the name of an element may end that can have several types
_SUFFIXES = frozenset([
    "Base64Binary", "Boolean", "Canonical", "Code", "Date", "DateTime", "Decimal", "Id", "Instant", "Integer", "Markdown", "Oid", "PositiveInt",
    "String", "Time", "UnsignedInt", "Uri", "Url", "Uuid", "Address", "Age", "Annotation", "Attachment", "CodeableConcept", "Coding",
    "ContactPoint", "Count", "Distance", "Duration", "HumanName", "Identifier", "Money", "Period", "Quantity", "Range", "Ratio", "Reference",
    "SampledData", "Signature", "Timing", "ContactDetail", "Contributor", "DataRequirement", "Expression", "ParameterDefinition",
    "RelatedArtifact", "TriggerDefinition", "UsageContext", "Dosage", "Meta",
])  # fmt: skip


def cardinality(path: str, count: int, element: Json) -> Iterator[Finding]:
    if count < element.get("min", 0):
        yield Finding(path, "min", f"{count} of at least {element['min']}")
    most = element.get("max", "*")
    if most != "*" and count > int(most):
        yield Finding(path, "max", f"{count} of at most {most}")


def shape(item: Item, name: str, kid: Node) -> Iterator[Finding]:
    """In JSON what may repeat is a list that is not empty, and nothing else is a list."""
    for key in item.value:
        if is_named(key.removeprefix("_"), name) and key != "resourceType":
            many = kid.element.get("max") != "1"
            if isinstance(item.value[key], list) != many or item.value[key] in ([], {}, "", None):
                yield Finding(f"{item.path}.{key}", "shape", "must be a list with something in it" if many else "must be one value, and not empty")


def values(item: Item, node: Node) -> Iterator[Finding]:
    """Fixed values, patterns and lengths."""
    fixed, pattern, length = node.said("fixed"), node.said("pattern"), node.element.get("maxLength")
    if fixed is not None and item.value != fixed:
        yield Finding(item.path, "fixed", f"must be {json.dumps(fixed)}")
    if pattern is not None and not matches_pattern(item.value, pattern):
        yield Finding(item.path, "pattern", f"must hold {json.dumps(pattern)}")
    if length is not None and isinstance(item.value, str) and len(item.value) > length:
        yield Finding(item.path, "length", f"longer than {length}")


def matches_pattern(value: Any, pattern: Any) -> bool:
    """Whether all that a pattern says stands in a value; of lists, each item of the pattern in some item."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and matches_pattern(value[key], each) for key, each in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(matches_pattern(item, each) for item in value) for each in pattern)
    return bool(value == pattern)


def codes(item: Item) -> Iterator[tuple[str | None, str]]:
    """The codes of an element, with their systems."""
    value = item.value
    if isinstance(value, str):
        yield None, value
    elif isinstance(value, dict):
        for each in value.get("coding", [value]):
            if "code" in each:
                yield each.get("system", ""), each["code"]


_FORMS: dict[str, type | tuple[type, ...]] = {
    "boolean": bool, "integer": int, "positiveInt": int, "unsignedInt": int, "decimal": (int, float, Decimal),
}  # fmt: skip

_LEAST = {"positiveInt": 1, "unsignedInt": 0}


def has_form(value: Any, name: str, structure: Structure) -> bool:
    kind = _FORMS.get(name, str)
    if not isinstance(value, kind) or (isinstance(value, bool) and name != "boolean"):
        return False
    if isinstance(value, int) and name in _LEAST:
        return value >= _LEAST[name]
    if not isinstance(value, str):
        return True
    regexes = [
        each["valueString"]
        for kind_ in structure.root.children["value"].types
        for each in kind_.get("extension", ())
        if each["url"] == CORE + "regex"
    ]
    return all(re.fullmatch(each, value) for each in regexes) and value != ""


_TYPED = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]+)?$")


def type_in(address: str) -> str:
    found = _TYPED.search(address)
    return found[1] if found else ""
