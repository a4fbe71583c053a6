"""The official FHIR definitions as the evaluator of profiles needs them: structures as trees, and what is in a value set."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

CORE = "http://hl7.org/fhir/StructureDefinition/"
_KINDS = ("StructureDefinition", "ValueSet", "CodeSystem")
#: systems whose codes follow a grammar: languages and media types
_GRAMMARS = {
    "urn:ietf:bcp:47": re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "urn:ietf:bcp:13": re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?"),
}
_GUIDES = ("ips", "hl7-it-base", "hl7-it-core", "hl7-it-terminology")


@dataclass(eq=False)
class Node:
    """One element of a structure; `element` is empty where a differential passes over it."""

    name: str
    path: str
    element: dict[str, Any] = field(default_factory=dict)
    children: dict[str, Node] = field(default_factory=dict)
    slices: dict[str, Node] = field(default_factory=dict)

    @property
    def types(self) -> list[dict[str, Any]]:
        return list(self.element.get("type", ()))

    def said(self, prefix: str) -> Any:
        """The value of `fixed[x]` or `pattern[x]`, whichever type it has; None if there is none."""
        return next((value for key, value in self.element.items() if key.startswith(prefix) and key[len(prefix) :][:1].isupper()), None)


@dataclass(eq=False)
class Structure:
    """A StructureDefinition. The tree is its snapshot, or its differential where it has no snapshot; then what it inherits stands in its base."""

    url: str
    type: str
    kind: str
    base: str
    is_base: bool
    root: Node


def structure_of(resource: dict[str, Any]) -> Structure:
    """The tree of a StructureDefinition."""
    elements = (resource.get("snapshot") or resource["differential"])["element"]
    root = Node(resource["type"], resource["type"])
    for element in elements:
        _node_at(root, _identity(element)).element.update(element)
    is_base = resource.get("derivation", "specialization") == "specialization"
    return Structure(resource["url"], resource["type"], resource["kind"], resource.get("baseDefinition", ""), is_base, root)


def _identity(element: dict[str, Any]) -> str:
    slice_name = f":{element['sliceName']}" if "sliceName" in element else ""
    return str(element.get("id") or element["path"] + slice_name)


def _node_at(root: Node, identity: str) -> Node:
    node = root
    for step in identity.split(".")[1:]:
        name, _, slice_name = step.partition(":")
        node = node.children.setdefault(name, Node(name, f"{node.path}.{name}"))
        if slice_name:
            node = node.slices.setdefault(slice_name, Node(name, f"{node.path}:{slice_name}"))
    return node


class Definitions:
    """Everything in the official R4 package and in the compiled guides, by its canonical address."""

    def __init__(self, conformance: Path) -> None:
        self._sources: dict[str, bytes] = {}
        self._made: dict[str, dict[str, Any]] = {}
        self._structures: dict[str, Structure | None] = {}
        self._core(conformance / "fhir" / "r4-core" / "hl7.fhir.r4.core-4.0.1.tgz")
        for guide in _GUIDES:
            for path in sorted((conformance / "fhir" / guide / "compiled").glob("*.json")):
                if path.name.startswith(_KINDS):
                    resource = json.loads(path.read_bytes())
                    self._made[f"{resource['resourceType']} {resource.get('url', path.name)}"] = resource

    def _core(self, package: Path) -> None:
        with tarfile.open(package) as files:
            for member in files:
                content = files.extractfile(member) if member.name.rpartition("/")[2].startswith((*_KINDS, ".index.json")) else None
                if content is not None:
                    self._sources[member.name] = content.read()
        for entry in json.loads(self._sources["package/.index.json"])["files"]:
            if entry["resourceType"] in _KINDS and "url" in entry:
                self._sources[f"{entry['resourceType']} {entry['url']}"] = self._sources[f"package/{entry['filename']}"]

    def resource(self, kind: str, url: str) -> dict[str, Any] | None:
        """A definition; a version behind `|` is passed over, for there is one of each."""
        key = f"{kind} {url.partition('|')[0]}"
        if key not in self._made and key in self._sources:
            self._made[key] = json.loads(self._sources[key])
        return self._made.get(key)

    def structure(self, url: str) -> Structure | None:
        """The structure with this address, or with this name of a type."""
        url = url.partition("|")[0]
        if url not in self._structures:
            found = self.resource("StructureDefinition", url if ":" in url else CORE + url)
            self._structures[url] = structure_of(found) if found else None
        return self._structures[url]

    def layers(self, structure: Structure) -> Iterator[Structure]:
        """A profile, what it is a profile of, and so on down to the resource or type itself."""
        yield structure
        if not structure.is_base:
            base = self.structure(structure.base)
            if base is not None:
                yield from self.layers(base)

    @cached_property
    def terms(self) -> Terms:
        """What is in the value sets."""
        return Terms(self)


class Terms:
    """Membership in value sets, as far as it can be told without a terminology server: True, False, or None for "cannot be told"."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._concepts = lru_cache(maxsize=None)(self._read_concepts)

    def contains(self, url: str, system: str | None, code: str, seen: frozenset[str] = frozenset()) -> bool | None:
        """Whether a value set has a code; `system` is None for an element that is only a code."""
        found = self._definitions.resource("ValueSet", url)
        if found is None or url in seen:
            return None
        seen |= {url}
        compose = found.get("compose")
        if compose is None:
            return _in_expansion(found, system, code)
        inside = _any(self._included(part, system, code, seen) for part in compose.get("include", ()))
        outside = _any(self._included(part, system, code, seen) for part in compose.get("exclude", ()))
        if inside and outside is not False:
            return None if outside is None else False
        return inside

    def _included(self, part: dict[str, Any], system: str | None, code: str, seen: frozenset[str]) -> bool | None:
        answers = [self.contains(url, system, code, seen) for url in part.get("valueSet", ())]
        if "system" in part:
            answers.append(self._in_system(part, system, code))
        if not answers or False in answers:
            return False
        return None if None in answers else True

    def _in_system(self, part: dict[str, Any], system: str | None, code: str) -> bool | None:
        if system is not None and system != part["system"]:
            return False
        if "concept" in part:
            return any(concept["code"] == code for concept in part["concept"])
        if part["system"] in _GRAMMARS:
            return _GRAMMARS[part["system"]].fullmatch(code) is not None
        concepts = self._concepts(part["system"])
        if concepts is None:
            return None
        if code not in concepts:
            return False
        return _all(_filtered(each, code, concepts) for each in part.get("filter", ()))

    def _read_concepts(self, system: str) -> dict[str, tuple[str, ...]] | None:
        """Every code of a system with the codes above it; None where the system is not here whole."""
        found = self._definitions.resource("CodeSystem", system)
        if found is None or found.get("content") != "complete":
            return None
        concepts: dict[str, tuple[str, ...]] = {}

        def visit(items: list[dict[str, Any]], above: tuple[str, ...]) -> None:
            for item in items:
                parents = tuple(each["valueCode"] for each in item.get("property", ()) if each.get("code") == "subsumedBy" and "valueCode" in each)
                concepts[item["code"]] = above + parents
                visit(item.get("concept", []), (*above, item["code"]))

        visit(found.get("concept", []), ())
        return concepts


def _filtered(rule: dict[str, Any], code: str, concepts: dict[str, tuple[str, ...]]) -> bool | None:
    if rule.get("property") != "concept" or rule["op"] not in ("is-a", "descendent-of"):
        return None
    if code == rule["value"]:
        return bool(rule["op"] == "is-a")
    todo, seen = list(concepts[code]), set[str]()
    while todo:
        each = todo.pop()
        if each == rule["value"]:
            return True
        if each not in seen:
            seen.add(each)
            todo += concepts.get(each, ())
    return False


def _in_expansion(found: dict[str, Any], system: str | None, code: str) -> bool | None:
    todo = list(found.get("expansion", {}).get("contains", ()))
    if not todo:
        return None
    while todo:
        each = todo.pop()
        if each.get("code") == code and system in (None, each.get("system")):
            return True
        todo += each.get("contains", ())
    return False


def _any(answers: Iterator[bool | None]) -> bool | None:
    found = set(answers)
    if True in found:
        return True
    return None if None in found else False


def _all(answers: Iterator[bool | None]) -> bool | None:
    found = set(answers)
    if False in found:
        return False
    return None if None in found else True
