"""The XML form of FHIR: a resource into its JSON form (here), and out of it (`xmlout`).

`from_xml` loses nothing. What the tables do not know comes back under a name that no element has, so that the reader of the JSON form lists it:
an attribute as `@name`, a text as `#text`, an element of another namespace (or one that looks like something it is not) as `{namespace}name`,
any other element under its own name. A second element where there may be one makes a list of both. Comments, `xsi:schemaLocation` and the
order of the elements say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lxml import etree
from lxml.etree import _Element

from siss_interop.errors import Unreadable
from siss_interop.issues import Layer, Severity, define, issue
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.fhir.json import number
from siss_interop.wire.fhir.shape import Element, elements, is_resource
from siss_interop.wire.fhir.xmlout import FHIR, WHOLE, XHTML, attributes_of, div_of, to_xml

__all__ = ["FHIR", "XHTML", "from_xml", "to_xml"]

define(
    "FHX-001", Layer.FILE, Severity.ERROR,
    "la radice non è una risorsa FHIR", "the root is no FHIR resource",
    instead_it=f"scrivere la risorsa nello spazio dei nomi {FHIR}", instead_en=f"write the resource in the namespace {FHIR}",
    source="HL7 FHIR R4, 2.6.1 XML",
)  # fmt: skip

_TRUTH = {"true": True, "false": False}
_PLACES_OF_SCHEMAS = frozenset(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}" for name in ("schemaLocation", "noNamespaceSchemaLocation")
)  # fmt: skip
_SPACE = " \t\r\n"


def from_xml(data: bytes, options: Options) -> dict[str, Any]:
    """The resource in its JSON form. Unreadable as for :func:`xmlio.parse`, and where the root is not in FHIR's namespace.

    A value that is not written as its type asks comes back as the text that it is.
    """
    root = xmlio.parse(data, options).getroot()
    if etree.QName(root).namespace != FHIR:
        line, column = xmlio.positions(data, {0}).get(0, (1, 1))
        raise Unreadable(issue("FHX-001", line=line, column=column))
    return _resource(root)


def _resource(found: _Element) -> dict[str, Any]:
    kind = etree.QName(found).localname
    made: dict[str, Any] = {"resourceType": kind}
    _members(found, kind if is_resource(kind) else "", made)
    return made


def _members(found: _Element, type_name: str, made: dict[str, Any]) -> None:
    """All that an element holds, as members of an object."""
    known, attributes, keys = elements(type_name), attributes_of(type_name), _keys(type_name)
    groups: dict[str, list[_Element]] = {}
    texts = [found.text]
    for child in found:
        key = keys.get(child.tag) or _odd(str(child.tag), known)
        texts.append(child.tail)
        if key in groups:
            groups[key].append(child)
        else:
            groups[key] = [child]
    made.update(_aside(found, attributes, texts))
    for key, children in groups.items():
        element = known.get(key)
        if element is None:
            made[key] = _one_or_all([_unknown(child) for child in children], many=False)
        elif element.type == "xhtml":
            made[key] = _one_or_all([div_of(child) for child in children], many=False)
        elif element.type == "Resource":
            made[key] = _one_or_all([item for child in children for item in _wrapped(child)], element.many)
        elif element.type[0].islower():
            _primitives(children, element, made)
        else:
            items: list[dict[str, Any]] = [{} for _ in children]
            for child, item in zip(children, items, strict=True):
                _members(child, element.type, item)
            made[key] = _one_or_all(items, element.many)


def _one_or_all(items: list[Any], many: bool) -> Any:
    return items if many or len(items) != 1 else items[0]


def _aside(found: _Element, attributes: frozenset[str], texts: list[str | None]) -> Iterator[tuple[str, str]]:
    """The attributes of an element and the texts in it, under the names that they have in JSON."""
    for name, value in found.items():
        if name in attributes:
            yield str(name), str(value)
        elif name not in _PLACES_OF_SCHEMAS:
            yield f"@{name!s}", str(value)
    said = [stripped for text in texts if text and (stripped := text.strip(_SPACE))]
    if said:
        yield "#text", " ".join(said)


@cache
def _keys(type_name: str) -> Mapping[Any, str]:
    """The names of the elements of a type as lxml tells them -> the keys of JSON."""
    children = (element for element in elements(type_name).values() if element.name not in attributes_of(type_name))
    return {f"{{{XHTML if element.type == 'xhtml' else FHIR}}}{element.name}": element.name for element in children}


def _odd(name: str, known: Mapping[str, Element]) -> str:
    """The key of an element that the type does not have: its own name, unless it would then be taken for something else."""
    space, brace, local = name.rpartition("}")
    if space == f"{{{FHIR}" and local not in known and local != "resourceType" and not local.startswith("_"):
        return local
    return name if brace else f"{{}}{name}"


def _primitives(children: list[_Element], element: Element, made: dict[str, Any]) -> None:
    values: list[Any] = [_typed(child.get("value"), element.type) for child in children]
    beside: list[dict[str, Any] | None] = [_beside(child) for child in children]
    many = element.many or len(children) != 1
    if any(more is not None for more in beside):
        made["_" + element.name] = _one_or_all(beside, many)
        if all(value is None for value in values):
            return
    made[element.name] = _one_or_all(values, many)


def _typed(text: str | None, type_name: str) -> Any:
    if text is None:
        return None
    if type_name == "boolean":
        return _TRUTH.get(text, text)
    if type_name == "decimal":
        made = number(text)
        return text if made is None else made
    if type_name in WHOLE:
        made = number(text)
        return made if type(made) is int else text
    return text


def _beside(found: _Element) -> dict[str, Any] | None:
    """What a primitive holds beside its value."""
    if not len(found) and found.keys() == ["value"] and not found.text:
        return None
    made: dict[str, Any] = {}
    _members(found, "Element", made)
    made.pop("@value", None)
    return made or None


def _wrapped(found: _Element) -> Iterator[dict[str, Any]]:
    """The resources inside an element that holds one; what else stands there goes to the first."""
    more = dict(_aside(found, frozenset(), [found.text, *(child.tail for child in found)]))
    for child in found:
        name = str(child.tag)
        yield (_resource(child) if name.startswith(f"{{{FHIR}}}") else {_odd(name, {}): _unknown(child)}) | more
        more = {}
    if not len(found):
        yield more


def _unknown(found: _Element) -> Any:
    """An element that no table describes: a text where it has but a value, else an object of what it holds."""
    made: dict[str, Any] = {}
    _members(found, "", made)
    return made["@value"] if made.keys() == {"@value"} else made
