"""Resources made at random from the tables: every type, element, choice and form of a value that FHIR has, and lexically valid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from hypothesis import strategies as st

from siss_interop.wire.fhir.json import Number
from siss_interop.wire.fhir.shape import RESOURCES, Element, codes, elements, is_primitive
from siss_interop.wire.xmlio import canonical

DEEPEST = 4
TEXTS = ("Rossi", "è più", "a & b", "<b> \"c\" 'd'", "una riga\ne un'altra", "a\tb", "\U0001f489", "x" * 40, "0.30", "true", "a: b", "\u00a0x\u00a0")
DIVS = ("<p>Nota</p>", "<p>a<br/>b &amp; c</p>", "<table><tbody><tr><td>1</td><td/></tr></tbody></table>", 'testo <b class="x">grasso</b> e coda')


def seeds() -> st.SearchStrategy[int]:
    return st.integers(0, 2**32)


def resource(seed: int, kind: str | None = None) -> dict[str, Any]:
    """One resource; the same for the same seed."""
    random = Random(seed)
    return _resource(random, kind or random.choice(sorted(RESOURCES)), 0)


def _resource(random: Random, kind: str, depth: int) -> dict[str, Any]:
    return {"resourceType": kind, **_object(random, kind, depth)}


def _object(random: Random, kind: str, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for element in _chosen(random, kind, depth):
        count = random.choice((1, 1, 2, 3)) if element.many else 1
        if is_primitive(element.type) and element.type != "xhtml":
            attribute = kind not in RESOURCES and (element.name == "id" or (kind, element.name) == ("Extension", "url"))
            values = [_value(random, kind, element) for _ in range(count)]
            made.update(_primitives(random, element, values, DEEPEST if attribute else depth))
        else:
            items = [_item(random, element, depth + 1) for _ in range(count)]
            made[element.name] = items if element.many else items[0]
    return made


def _chosen(random: Random, kind: str, depth: int) -> Iterator[Element]:
    """What is required, and more of it the less deep it stands; of each choice one form."""
    groups: dict[str, list[Element]] = {}
    for element in elements(kind).values():
        groups.setdefault(element.choice or element.name, []).append(element)
    share = (0.4, 0.25, 0.12, 0.05)[min(depth, 3)]
    for name, forms in groups.items():
        simple = [form for form in forms if is_primitive(form.type)] if depth >= DEEPEST else forms
        wanted = forms[0].minimum > 0 or (kind == "Extension" and name == "value[x]")
        if wanted or (random.random() < share and simple and (depth < DEEPEST or name not in {"extension", "modifierExtension", "contained"})):
            yield random.choice(simple or forms)


def _item(random: Random, element: Element, depth: int) -> Any:
    if element.type == "xhtml":
        return f'<div xmlns="http://www.w3.org/1999/xhtml">{random.choice(DIVS)}</div>'
    if element.type == "Resource":
        return _resource(random, random.choice(("Patient", "Organization", "Observation", "Basic")), max(depth, 2))
    return _object(random, element.type, depth)


def _primitives(random: Random, element: Element, values: list[Any], depth: int) -> dict[str, Any]:
    beside: list[Any] = [None] * len(values)
    for at in range(len(values)):
        if depth < DEEPEST and random.random() < 0.15:
            beside[at] = _beside(random, depth + 1)
            if random.random() < 0.3:
                values[at] = None
    made: dict[str, Any] = {}
    if any(value is not None for value in values):
        made[element.name] = values if element.many else values[0]
    if any(beside):
        made["_" + element.name] = beside if element.many else beside[0]
    return made


def _beside(random: Random, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {"id": f"e{random.randrange(99)}"} if random.random() < 0.5 else {}
    if not made or random.random() < 0.5:
        made["extension"] = [_object(random, "Extension", depth)]
    return made


#: what the official schema asks of single elements beyond their type; of a medication statement it knows three statuses only
PARTICULAR = {("Expression", "language"): "text/cql", ("SampledData", "data"): "1 2.5 E", ("MedicationStatement", "status"): "active"}


def _value(random: Random, kind: str, element: Element) -> Any:
    if (kind, element.name) in PARTICULAR:
        return PARTICULAR[kind, element.name]
    if element.codes:
        return random.choice(sorted(codes(element.codes)))
    number = random.randrange(1, 2**31)
    made: Mapping[str, Any] = {
        "boolean": random.random() < 0.5,
        "integer": random.choice((number, -number, 0)),
        "positiveInt": number,
        "unsignedInt": random.choice((number, 0)),
        "decimal": random.choice((number, 0, -7, Number("0.30"), Number("-12.3400"), Number("1.0"), Number("123456789.123456789123"))),
        "string": random.choice(TEXTS),
        "markdown": random.choice(TEXTS),
        "code": random.choice(("a", "una cosa", "x-1")),
        "id": f"a.{number}-b",
        "uri": random.choice(("http://example.org/a?b=c&d=e", "urn:x:1")),
        "url": "http://example.org/a",
        "canonical": "http://example.org/a|1.0",
        "oid": "urn:oid:1.2.3",
        "uuid": "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
        "base64Binary": "YWJj",
        "date": random.choice(("2024", "2024-02", "2024-02-29")),
        "dateTime": random.choice(("2024", "2024-02", "2024-02-29", "2024-02-29T10:11:12+01:00", "2024-02-29T10:11:12.50Z")),
        "instant": "2024-02-29T10:11:12.5+01:00",
        "time": "10:11:12",
    }
    return made[element.type]


def normal(value: Any, key: str = "") -> Any:
    """The same in meaning, so that it can be compared: the narrative in canonical form, no list of nothing but nulls, and the type of each value."""
    if isinstance(value, dict):
        return {name: normal(inner, name) for name, inner in value.items() if not (isinstance(inner, list) and not any(_there(inner)))}
    if isinstance(value, list):
        return [normal(inner, key) for inner in value]
    if key == "div" and isinstance(value, str):
        return canonical(re.sub("<!--.*?-->", "", value.replace("&nbsp;", "\u00a0"), flags=re.DOTALL).encode())
    return type(value).__name__, value


def _there(items: list[Any]) -> list[bool]:
    return [item is not None for item in items]


def paths(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every place of a JSON value with what stands there."""
    yield path, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from paths(inner, f"{path}[{at}]")
