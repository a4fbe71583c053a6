"""A bundle with one thing more or one value changed, everywhere in turn: reading must show that it is another one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from siss_interop.options import Options
from siss_interop.wire.fhir import document, json
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.json import Number

Json = dict[str, Any]


def objects(value: Any, path: str = "Bundle") -> Iterator[tuple[str, Json]]:
    """All objects inside a value, itself included, with their places."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from objects(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from objects(item, f"{path}[{index}]")


def plants(bundle: Json) -> Iterator[str]:
    """A key that FHIR does not have, in every object, and something beside every primitive. The bundle is as it was afterwards."""
    for where, holder in list(objects(bundle)):
        holder["planted"] = "x"
        yield f"key in {where}"
        del holder["planted"]
        for key, value in list(holder.items()):
            if not isinstance(value, dict | list) and f"_{key}" not in holder:
                holder[f"_{key}"] = {"id": "planted"}
                yield f"beside {where}.{key}"
                del holder[f"_{key}"]


def changes(bundle: Json) -> Iterator[str]:
    """Another value for every leaf."""
    for where, holder in list(objects(bundle)):
        for key, value in list(holder.items()):
            if isinstance(value, list):
                for index, item in enumerate(value):
                    if not isinstance(item, dict | list | None):
                        value[index] = other(item)
                        yield f"{where}.{key}[{index}]"
                        value[index] = item
            elif not isinstance(value, dict | None):
                holder[key] = other(value)
                yield f"{where}.{key}"
                holder[key] = value


def doubles(bundle: Json) -> Iterator[str]:
    """Every item of a list a second time."""
    for where, holder in list(objects(bundle)):
        for key, value in holder.items():
            for index, item in enumerate(value if isinstance(value, list) else ()):
                value.insert(index, item)
                yield f"second {where}.{key}[{index}]"
                del value[index]


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Number):
        return Number(f"{value}1" if "." in value and "e" not in value.lower() else f"1{value.removeprefix('-')}")
    return value + 1 if isinstance(value, int) else f"{value}x"


def places(payload: bytes) -> int:
    """How many things there are to plant or to change in a bundle."""
    bundle = json.load(payload, Options())
    return sum(1 for _ in chain(plants(bundle), changes(bundle), doubles(bundle)))


def unnoticed(payload: bytes, mapping: FhirMapping, step: int = 1, first: int = 0) -> tuple[list[str], int]:
    """The places where reading does not show that the bundle is another one, and how many were tried: from `first` on one in `step`."""
    options = Options()
    bundle = json.load(payload, options)
    before = document.read_bundle(bundle, mapping)
    assert before.message is not None
    assert document.read(payload, bundle, mapping, options).accounting.left_over == ()
    silent, tried = [], 0
    for number, where in enumerate(chain(plants(bundle), changes(bundle), doubles(bundle))):
        if number % step != first % step:
            continue
        tried += 1
        now = document.read_bundle(bundle, mapping)
        if now.message != before.message or len(now.left) > len(before.left) or len(now.issues) > len(before.issues):
            continue
        if not document.read(payload, bundle, mapping, options).accounting.left_over:  # addresses are looked at only there
            silent.append(where)
    assert json.dump(bundle) == json.dump(json.load(payload, options))
    return silent, tried
