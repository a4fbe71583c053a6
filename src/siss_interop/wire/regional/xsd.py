"""The XML Schema of a flow of ours, generated from its models: element names, order, cardinality, types, bounds, Italian annotations.

What a model refuses by its types the schema refuses, and nothing more: code lists change with time, so they are rules, not types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from pydantic import BaseModel

from siss_interop.model.base import Message, OneOf
from siss_interop.model.marks import label_of
from siss_interop.model.shape import Shape, shapes
from siss_interop.model.text import TEXT_PATTERN
from siss_interop.wire.regional.dialect import dialect, tag

_BASES: dict[type, str] = {str: "xs:string", int: "xs:integer", bool: "xs:boolean", date: "xs:date"}
#: some visible character: what the type `Text` demands
_VISIBLE = r"[\s\S]*\S[\s\S]*"
#: lexical forms that the readers take, where XML Schema takes more
_LEXICAL = {date: "[0-9]{4}-[0-9]{2}-[0-9]{2}", bool: "true|false", int: "[+-]?[0-9]{1,18}"}
_NOTE = (
    "Dialetto proprio di siss-interop per il flusso «{flow}», versione {version}: nessuno schema pubblico del flusso regionale è stato trovato, "
    "e questo non dichiara conformità ad alcuna RFC. Generato dai modelli."
)


def schema(flow: str, version: str, messages: Sequence[type[Message]]) -> str:
    """The whole schema of a flow, as text."""
    uri = dialect(flow, version).namespace
    inner = _objects(messages)
    others = sorted({shape.root.place for model in (*messages, *inner) for shape in shapes(model).values() if shape.root is not None})
    prefixes = "".join(f' xmlns:{_prefix(place)}="{_uri(place)}"' for place in others)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{uri}"{prefixes} targetNamespace="{uri}"',
        '           elementFormDefault="qualified" attributeFormDefault="unqualified">',
        *_annotation(_NOTE.format(flow=flow, version=version), 1),
        *(f'  <xs:import namespace="{_uri(place)}" schemaLocation="../../{place}/{_prefix(place)}.xsd"/>' for place in others),
        *_many(version, messages),
    ]
    for message in messages:
        parts += _root(message, version, inside=message in inner)
    for model in inner:
        if model not in messages:
            parts += _complex(model, None)
    return "\n".join([*parts, "</xs:schema>", ""])


def _prefix(place: str) -> str:
    return place.split("/", maxsplit=1)[0]


def _uri(place: str) -> str | None:
    return dialect(*place.split("/")).namespace


def _root(message: type[Message], version: str, *, inside: bool) -> Iterator[str]:
    """The element of a message and its type. Where the message also stands inside another, only the root itself has the attribute of the version."""
    if not inside:
        yield f'  <xs:element name="{message.__name__}" type="{message.__name__}"/>'
        yield from _complex(message, version)
        return
    yield f'  <xs:element name="{message.__name__}">'
    yield "    <xs:complexType>"
    yield "      <xs:complexContent>"
    yield f'        <xs:extension base="{message.__name__}">'
    yield f'          <xs:attribute name="versione" type="xs:string" fixed="{version}"/>'
    yield "        </xs:extension>"
    yield "      </xs:complexContent>"
    yield "    </xs:complexType>"
    yield "  </xs:element>"
    yield from _complex(message, None)


def _many(version: str, messages: Sequence[type[Message]]) -> Iterator[str]:
    yield '  <xs:element name="eventi">'
    yield from _annotation("Molti eventi in un solo file.", 2)
    yield "    <xs:complexType>"
    yield '      <xs:choice minOccurs="0" maxOccurs="unbounded">'
    for message in messages:
        yield f'        <xs:element ref="{message.__name__}"/>'
    yield "      </xs:choice>"
    yield f'      <xs:attribute name="versione" type="xs:string" use="required" fixed="{version}"/>'
    yield "    </xs:complexType>"
    yield "  </xs:element>"


def _objects(messages: Sequence[type[Message]]) -> list[type[BaseModel]]:
    """The classes that stand inside the messages, each once, in the order of their first use."""
    found: dict[type[BaseModel], None] = {}
    todo: list[type[BaseModel]] = list(messages)
    while todo:
        for shape in shapes(todo.pop(0)).values():
            for model in shape.models if shape.root is None else ():
                if model not in found:
                    found[model] = None
                    todo.append(model)
    return list(found)


def _complex(model: type[BaseModel], version: str | None) -> Iterator[str]:
    yield f'  <xs:complexType name="{model.__name__}">'
    group = "choice" if issubclass(model, OneOf) else "sequence"
    yield f"    <xs:{group}>"
    for name, shape in shapes(model).items():
        yield from _element(model, name, replace(shape, required=True) if group == "choice" else shape)
    yield f"    </xs:{group}>"
    if version is not None:
        yield f'    <xs:attribute name="versione" type="xs:string" fixed="{version}"/>'
    yield "  </xs:complexType>"


def _element(model: type[BaseModel], name: str, shape: Shape) -> Iterator[str]:
    occurs = _occurs(shape)
    label = label_of(model.model_fields[name])
    note = list(_annotation(label.it, 4)) if label else []
    if shape.root is not None:
        yield f'      <xs:element ref="{_prefix(shape.root.place)}:{shape.models[0].__name__}"{occurs}>'
        yield from note
        yield "      </xs:element>"
    elif len(shape.models) > 1:
        yield f"      <xs:choice{occurs}>"
        for each in shape.models:
            yield f'        <xs:element name="{tag(each.__name__)}" type="{each.__name__}"/>'
        yield "      </xs:choice>"
    elif shape.models:
        yield f'      <xs:element name="{tag(name)}" type="{shape.models[0].__name__}"{occurs}>'
        yield from note
        yield "      </xs:element>"
    else:
        yield f'      <xs:element name="{tag(name)}"{occurs}>'
        yield from note
        yield from _simple(shape)
        yield "      </xs:element>"


def _occurs(shape: Shape) -> str:
    least = shape.least if shape.many else int(shape.required)
    return ("" if least == 1 else f' minOccurs="{least}"') + (' maxOccurs="unbounded"' if shape.many else "")


def _simple(shape: Shape) -> Iterator[str]:
    leaf = shape.leaf or str
    yield "        <xs:simpleType>"
    yield f'          <xs:restriction base="{_BASES[leaf]}">'
    for facet, value in _facets(shape, leaf):
        yield f"            <xs:{facet} value={quoteattr(str(value))}/>"
    yield "          </xs:restriction>"
    yield "        </xs:simpleType>"


def _facets(shape: Shape, leaf: type) -> Iterator[tuple[str, object]]:
    pattern = _LEXICAL.get(leaf)
    if shape.pattern == TEXT_PATTERN or (leaf is str and not shape.values):
        pattern = _VISIBLE
    if shape.pattern and shape.pattern != TEXT_PATTERN:
        pattern = shape.pattern.removeprefix("^").removesuffix("$")
    bounds = (
        ("minInclusive", shape.minimum), ("maxInclusive", shape.maximum), ("minLength", shape.min_length), ("maxLength", shape.max_length),
        ("pattern", pattern),
    )  # fmt: skip
    yield from ((facet, value) for facet, value in bounds if value is not None)
    yield from (("enumeration", value) for value in shape.values)


def _annotation(text: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f'{indent}<xs:annotation><xs:documentation xml:lang="it">{escape(text)}</xs:documentation></xs:annotation>'
