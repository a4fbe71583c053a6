"""A FHIR resource in XML, out of its JSON form. The types of the tables say what is an element, an attribute, a list, a number.

What is not valid in form is refused: nothing is dropped, and nothing is mended by the way.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Mapping
from functools import cache
from itertools import zip_longest
from typing import Any

from lxml import etree
from lxml.etree import _Element

from siss_interop.errors import Refused, Unreadable
from siss_interop.issues import Layer, Report, Severity, define, issue
from siss_interop.losses import LossReport
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.fhir.json import Number
from siss_interop.wire.fhir.shape import Element, elements, is_resource

__all__ = ["FHIR", "WHOLE", "XHTML", "attributes_of", "div_of", "to_xml"]

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
WHOLE = frozenset({"integer", "positiveInt", "unsignedInt"})
"""The types of whole numbers."""

_SOURCE = "HL7 FHIR R4, 2.6.1 XML"

define(
    "FHX-002", Layer.SCHEMA, Severity.ERROR,
    "il tipo di risorsa manca o non è tra quelli conosciuti", "the type of the resource is missing or not among those that are known",
    instead_it="indicare in resourceType una risorsa FHIR R4", instead_en="name a FHIR R4 resource in resourceType", source=_SOURCE,
)  # fmt: skip
define(
    "FHX-003", Layer.SCHEMA, Severity.ERROR,
    "il tipo FHIR non ha questo elemento, e la forma XML non ha posto per esso",
    "the FHIR type has no such element, and the XML form no place for it",
    instead_it="togliere l'elemento, oppure scriverlo in un'estensione", instead_en="take the element away, or write it in an extension",
    source=_SOURCE,
)  # fmt: skip
define(
    "FHX-004", Layer.SCHEMA, Severity.ERROR,
    "il valore non ha la forma JSON che FHIR dà al suo tipo", "the value does not have the JSON form that FHIR gives to its type",
    instead_it="scrivere un elenco, un oggetto, un testo, un numero o un valore logico come FHIR chiede per questo elemento",
    instead_en="write a list, an object, a text, a number or a truth value as FHIR asks for this element", source="HL7 FHIR R4, 2.6.2 JSON",
)  # fmt: skip
define(
    "FHX-005", Layer.SCHEMA, Severity.ERROR,
    "la parte narrativa non è un div XHTML ben formato", "the narrative is no well-formed XHTML div",
    instead_it=f"scrivere un solo <div xmlns='{XHTML}'> con tutti i tag chiusi",
    instead_en=f"write one <div xmlns='{XHTML}'> with every tag closed", source="HL7 FHIR R4, 2.4 Narrative",
)  # fmt: skip
define(
    "FHX-006", Layer.SCHEMA, Severity.ERROR,
    "c'è un carattere di controllo che l'XML non ammette", "there is a control character that XML does not admit",
    instead_it="togliere i caratteri di controllo dai testi", instead_en="remove control characters from texts", source="XML 1.0, 2.2",
)  # fmt: skip

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

_ID = frozenset({"id"})
_ID_AND_URL = frozenset({"id", "url"})
_NONE: frozenset[str] = frozenset()
_TYPE = frozenset({"resourceType"})

_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_ENTITY = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?P<name>[A-Za-z][A-Za-z0-9]*);", re.DOTALL)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


class _Unfit(Exception):
    """What cannot be written, and the way to it from the inside out; it never leaves this module."""

    def __init__(self, code: str, *steps: str) -> None:
        super().__init__(code)
        self.code = code
        self.steps = list(steps)


def to_xml(resource: Mapping[str, Any]) -> bytes:
    """The resource in XML, its elements in the order of FHIR.

    Refused, with the place, where it has an element or a form that FHIR R4 does not have, or a character that XML does not have.
    """
    out = [_HEAD]
    try:
        _write_resource(resource, out, f' xmlns="{FHIR}"')
    except _Unfit as fault:
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        path = ".".join([kind if isinstance(kind, str) else "Resource", *reversed(fault.steps)])
        found = issue(fault.code, path=path)
    else:
        return "".join(out).encode()
    raise Refused(Report((found,)), LossReport())


def _write_resource(resource: Any, out: list[str], namespace: str = "") -> None:
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(kind, str) or not is_resource(kind):
        raise _Unfit("FHX-002")
    out.append(f"<{kind}{namespace}>")
    _write_members(resource, kind, out, _TYPE)
    out.append(f"</{kind}>")


def _write_members(value: Mapping[str, Any], type_name: str, out: list[str], done: frozenset[str]) -> None:
    """The elements inside an object, without those that are done."""
    known, order = elements(type_name), _order(type_name)
    names = {key.removeprefix("_") for key in value if key not in done}
    if not names <= order.keys() or not names.isdisjoint(done):
        raise _Unfit("FHX-003", next(key for key in value if key not in done and _is_stranger(key.removeprefix("_"), order, done)))
    for name in sorted(names, key=order.__getitem__):
        _write_member(value, known[name], out)


def _is_stranger(name: str, order: Mapping[str, int], done: frozenset[str]) -> bool:
    return name not in order or name in done


@cache
def _order(type_name: str) -> dict[str, int]:
    return {name: number for number, name in enumerate(elements(type_name))}


def _write_member(value: Mapping[str, Any], element: Element, out: list[str]) -> None:
    """One element of an object: once, or once for each item of its list."""
    name = element.name
    here, beside = value.get(name), value.get("_" + name)
    primitive = element.type[0].islower() and element.type != "xhtml"
    if not primitive and "_" + name in value:
        raise _Unfit("FHX-003", "_" + name)
    if element.many:
        for key in (name, "_" + name):
            if key in value and (not isinstance(value[key], list) or not value[key]):
                raise _Unfit("FHX-004", key)
    for at, (item, more) in enumerate(zip_longest(here or (), beside or ()) if element.many else ((here, beside),)):
        try:
            if primitive:
                _write_primitive(item, more, element, out)
            else:
                _write_object(item, element, out)
        except _Unfit as fault:
            fault.steps.append(f"{name}[{at}]" if element.many else name)
            raise


def _write_primitive(value: Any, beside: Any, element: Element, out: list[str]) -> None:
    out.append(f"<{element.name}")
    inside: list[str] = []
    if beside is not None:
        if not isinstance(beside, dict):
            raise _Unfit("FHX-004")
        _write_attribute(beside, "id", out)
        _write_members(beside, "Element", inside, _ID)
    elif value is None and not element.many:
        raise _Unfit("FHX-004")
    if value is not None:
        out.append(f' value="{_text_of(value, element.type)}"')
    if inside:
        out.extend([">", *inside, f"</{element.name}>"])
    else:
        out.append("/>")


def _text_of(value: Any, type_name: str) -> str:
    """The value as it stands in an attribute. Its type is compared exactly: a bool is an int, and a Number a str, for Python only."""
    kind = type(value)
    if type_name == "boolean":
        fits = kind is bool
    elif type_name in WHOLE:
        fits = kind is int
    elif type_name == "decimal":
        fits = kind is int or kind is Number
    else:
        fits = kind is str
    if not fits:
        raise _Unfit("FHX-004")
    return _escaped(value) if kind is str else str(value).lower() if kind is bool else str(value)


def _escaped(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    if _FORBIDDEN.search(text):
        raise _Unfit("FHX-006")
    return text.translate(_ESCAPES)


def _write_attribute(value: Mapping[str, Any], name: str, out: list[str]) -> None:
    if name not in value:
        return
    try:
        out.append(f' {name}="{_text_of(value[name], "string")}"')
    except _Unfit as fault:
        fault.steps.append(name)
        raise


def _write_object(value: Any, element: Element, out: list[str]) -> None:
    if element.type == "xhtml":
        out.append(_div_out(value))
        return
    if not isinstance(value, dict):
        raise _Unfit("FHX-004")
    out.append(f"<{element.name}")
    if element.type == "Resource":
        out.append(">")
        _write_resource(value, out)
    else:
        attributes = attributes_of(element.type)
        for name in sorted(attributes):
            _write_attribute(value, name, out)
        out.append(">")
        _write_members(value, element.type, out, attributes)
    out.append(f"</{element.name}>")


def attributes_of(type_name: str) -> frozenset[str]:
    """The elements of a type that are attributes in XML."""
    if is_resource(type_name):
        return _NONE
    return _ID_AND_URL if type_name == "Extension" else _ID


def _div_out(value: Any) -> str:
    """The narrative as parsed and written anew: what stands in a text of the JSON cannot reach beyond its element."""
    if not isinstance(value, str):
        raise _Unfit("FHX-004")
    if _FORBIDDEN.search(value):
        raise _Unfit("FHX-006")
    data = _ENTITY.sub(_character, value).encode()
    try:
        root = xmlio.parse(data, Options(max_bytes=len(data) + 1)).getroot()
    except Unreadable:
        raise _Unfit("FHX-005") from None
    if root.tag != f"{{{XHTML}}}div":
        raise _Unfit("FHX-005")
    return div_of(root)


def _character(found: re.Match[str]) -> str:
    """What an entity of HTML stands for: JSON may have them, XML without a DOCTYPE only its own five."""
    name = found["name"]
    known = name is not None and name not in _OF_XML and html.entities.name2codepoint.get(name)
    return chr(known) if known else found[0]


def div_of(found: _Element) -> str:
    """The narrative as text, with the namespace that it needs and no other; a prefix of it is taken away."""
    root = etree.Element(found.tag, nsmap={None: XHTML})
    root.attrib.update(found.attrib)
    root.text = found.text
    root.extend(list(found))
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")
