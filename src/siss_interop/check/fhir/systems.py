"""Systems and the URLs of extensions are absolute: a relative one names nothing outside of the sender's house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from siss_interop.check.fhir import findings as f
from siss_interop.check.fhir.node import Node, text, things
from siss_interop.check.fhir.primitives import is_absolute
from siss_interop.issues import ValidationIssue, issue

_WITH_SYSTEM: Final = frozenset({"Coding", "Identifier", "Quantity", "Age", "Count", "Distance", "Duration"})


def check_systems(nodes: Sequence[Node]) -> Iterator[ValidationIssue]:
    """Issues of every system and of every extension that is not inside another one, where names are relative."""
    inner = {id(each) for node in nodes if node.type == "Extension" for each in things(node.value, "extension")}
    for node in nodes:
        system = text(node.value, "system") if node.type in _WITH_SYSTEM else ""
        if system and not is_absolute(system):
            yield issue(f.SYSTEM, xpath=str(node.place.named("system")))
        url = text(node.value, "url") if node.type == "Extension" and id(node.value) not in inner else ""
        if url and not is_absolute(url):
            yield issue(f.EXTENSION_URL, xpath=str(node.place.named("url")))
