"""Whether a resource keeps to a FHIR profile, as the compiled definitions say: an outside view of what we write.

It walks the resource along the structure of the profile, of all that the profile is derived from, and of the types of its elements. What it cannot
tell (a value set that is not here whole, an address that does not resolve) is a finding too, with the level `not-evaluated`, so that a test can count
it. It is no validator of HL7: slices are matched by value, pattern, type, exists and profile; slices inside slices are not.

    profiles = Profiles(conformance)
    faults = [each for each in profiles.evaluate(resource, IPS + "Immunization-uv-ips", in_bundle(bundle)) if each.level == "error"]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from tests.conformance.profile_definitions import Definitions, Node, Structure
from tests.conformance.profile_invariants import Narratives, Unevaluated, holds
from tests.conformance.profile_rules import (
    OWN,
    Finding,
    Item,
    Json,
    Level,
    as_resource,
    cardinality,
    code,
    codes,
    has_form,
    is_named,
    model,
    root,
    shape,
    type_in,
    values,
)  # fmt: skip
from tests.conformance.profile_slices import Slicing

IPS = "http://hl7.org/fhir/uv/ips/StructureDefinition/"
IT_CORE = "http://hl7.it/fhir/itcore/StructureDefinition/"
IT_BASE = "http://hl7.it/fhir/StructureDefinition/"

Resolve = Callable[[str], Json | None]
#: bases of resources, which know nothing of what the resource adds
_ABSTRACT = ("Resource", "DomainResource")


def in_bundle(bundle: Json) -> Resolve:
    """Resolves references by the `fullUrl` of entries, also relative ones (`Patient/1`)."""
    known: dict[str, Json] = {}
    for entry in bundle.get("entry", ()):
        resource = entry.get("resource", {})
        known[entry.get("fullUrl", "")] = resource
        known.setdefault(f"{resource.get('resourceType')}/{resource.get('id')}", resource)
    return known.get


def nowhere(_: str) -> Json | None:
    """Resolves nothing."""
    return None


class Profiles:
    """The official definitions, read once."""

    def __init__(self, conformance: Path) -> None:
        self.definitions = Definitions(conformance)
        self.narratives = Narratives(conformance)

    def evaluate(self, resource: Json, profile: str, resolve: Resolve = nowhere, *, targets: bool = False) -> list[Finding]:
        """What is wrong with a resource by a profile (or by the resource type itself). `targets` asks that what is referenced conforms too."""
        item = Item(resource, None, resource["resourceType"], resource["resourceType"], resource, resource)
        return list(dict.fromkeys(_Run(self, resolve, targets).structure(item, profile)))


@lru_cache(maxsize=1)
def profiles_of(conformance: Path) -> Profiles:
    """The definitions of a folder, kept for the next test."""
    return Profiles(conformance)


class _Run:
    """One evaluation; `done` keeps what a structure said about a place, for slices ask again and again."""

    def __init__(self, profiles: Profiles, resolve: Resolve, targets: bool) -> None:
        self.definitions, self.narratives, self.resolve, self.targets = profiles.definitions, profiles.narratives, resolve, targets
        self.done: dict[tuple[int, str, str], list[Finding]] = {}

    def structure(self, item: Item, url: str) -> list[Finding]:
        """What a structure and all that it is derived from say about an element."""
        key = (id(item.root), item.path, url)
        if key not in self.done:
            self.done[key] = []  # a resource that refers to itself conforms if the rest of it does
            self.done[key] = self._structure(item, url)
        return self.done[key]

    def conforms(self, item: Item, url: str) -> bool:
        """Whether a structure finds no error."""
        return not any(each.level == "error" for each in self.structure(item, url))

    def _structure(self, item: Item, url: str) -> list[Finding]:
        found = self.definitions.structure(url)
        if found is None:
            return [Finding(item.path, "definition", f"{url} is not here", "not-evaluated")]
        if found.kind == "resource" and found.type not in (item.value["resourceType"], "Resource", "DomainResource"):
            return [Finding(item.path, "type", f"{item.value['resourceType']} is no {found.type}")]
        return [each for layer in self.definitions.layers(found) for each in self.element(item, layer.root, layer)]

    def element(self, item: Item, node: Node, layer: Structure) -> list[Finding]:
        """What the definition of an element says about it and what is in it, apart from its type."""
        found = list(values(item, node))
        found += self.invariants(item, node, layer)
        found += self.binding(item, node)
        found += self.children(item, self._referenced(node, layer), layer)
        return found

    def _referenced(self, node: Node, layer: Structure) -> Node:
        """The node whose children hold here: another one for an element that repeats a structure (`contentReference`)."""
        if "contentReference" not in node.element or node.children:
            return node
        there = layer.root
        for step in node.element["contentReference"].rpartition("#")[2].split(".")[1:]:
            there = there.children[step]
        return there

    def invariants(self, item: Item, node: Node, layer: Structure) -> Iterator[Finding]:
        """The constraints of an element."""
        for rule in node.element.get("constraint", ()):
            level: Level = "error" if rule["severity"] == "error" else "warning"
            if rule["key"] in ("txt-1", "txt-2"):
                fault = self.narratives.fault(item.value)
                if fault:
                    yield Finding(item.path, "txt-2" if fault == "says nothing" else "txt-1", fault)
            elif not isinstance(item.value, dict) and (rule["key"] == "ele-1" or item.value is None):
                continue  # a primitive that is there has a value or an extension
            elif rule["key"] in OWN:
                yield from OWN[rule["key"]](item)
            elif "expression" not in rule:
                yield Finding(item.path, rule["key"], "has no expression", "not-evaluated")
            else:
                try:
                    kept = holds(rule["expression"], item.value, model(item, node, layer), item.resource, item.root)
                except Unevaluated as error:
                    yield Finding(item.path, rule["key"], str(error), "not-evaluated")
                else:
                    if not kept:
                        yield Finding(item.path, rule["key"], rule["human"], level)

    def binding(self, item: Item, node: Node) -> Iterator[Finding]:
        """A required value set, or the widest one that an extensible binding allows."""
        binding = node.element.get("binding", {})
        widest = [each.get("valueCanonical") for each in binding.get("extension", ()) if each["url"].endswith("elementdefinition-maxValueSet")]
        url = binding.get("valueSet") if binding.get("strength") == "required" else next(iter(widest), None)
        if url is None or item.value is None:
            return
        said = list(codes(item))
        answers = {self.definitions.terms.contains(url, system, each) for system, each in said}
        if True in answers:
            return
        if None in answers:
            yield Finding(item.path, "binding", f"{url} is not here whole", "not-evaluated")
        else:
            yield Finding(item.path, "binding", f"{said or 'no code'} is not in {url}")

    def children(self, item: Item, node: Node, layer: Structure) -> list[Finding]:
        """How often each child is there, what each says, and what nobody knows."""
        if not isinstance(item.value, dict) or not node.children:
            return []
        found: list[Finding] = []
        for name, kid in node.children.items():
            members = list(self.members(item, name, kid))
            found += cardinality(f"{item.path}.{name}", len(members), kid.element)
            for member in members:
                found += self.child(member, kid, layer)
            found += Slicing(self, layer, members, kid, f"{item.path}.{name}").findings()
            if layer.is_base:
                found += shape(item, name, kid)
        if layer.is_base and layer.type not in _ABSTRACT:
            keys = [key for key in item.value if not any(is_named(key.removeprefix("_"), name) for name in node.children)]
            found += [Finding(f"{item.path}.{key}", "unknown", "no such element") for key in keys if key != "resourceType"]
        return found

    def members(self, item: Item, name: str, kid: Node) -> Iterator[Item]:
        """The children of an element that a definition speaks of."""
        keys = dict.fromkeys(key.removeprefix("_") for key in item.value if is_named(key.removeprefix("_"), name))
        for key in keys:
            values, extras = item.value.get(key), item.value.get(f"_{key}")
            several = isinstance(values, list) or isinstance(extras, list)
            pairs = zip_longest(values or (), extras or ()) if several else [(values, extras)]
            for number, (value, extra) in enumerate(pairs):
                place = f"{item.path}.{key}[{number}]" if several else f"{item.path}.{key}"
                yield Item(value, extra, self._type(item, name, key, kid), place, item.resource, item.root)

    def _type(self, item: Item, name: str, key: str, kid: Node) -> str:
        if name.endswith("[x]"):
            suffix = key[len(name) - 3 :]
            return suffix if self.definitions.structure(suffix) else suffix[:1].lower() + suffix[1:]
        kinds = [code(each) for each in kid.types]
        if len(kinds) == 1:
            return kinds[0]
        around = self.definitions.structure(item.type) if item.type else None
        there = around.root.children.get(name) if around else None
        return code(there.types[0]) if there and there.types else ""

    def child(self, item: Item, node: Node, layer: Structure) -> list[Finding]:
        """What a definition says about a child, and what the child's type says."""
        found = self.element(item, node, layer)
        kind = next((each for each in node.types if code(each) == item.type), None)
        if node.types and kind is None and not (item.type and code(node.types[0]) in ("Element", "BackboneElement")):
            return [*found, Finding(item.path, "type", f"{item.type} is none of {[code(each) for each in node.types]}")]
        if kind is None:
            return found
        if item.type == "Resource" or self._is_resource(item.type):
            item = as_resource(item)
            found += self.structure(item, item.value["resourceType"])
        elif item.type not in ("BackboneElement", "Element", ""):
            found += self.structure(item, item.type) if isinstance(item.value, dict) else self.primitive(item)
        found += self.profiled(item, kind.get("profile", []))
        if item.type == "Extension":
            found += self.extension(item)
        if item.type == "Reference":
            found += self.reference(item, kind.get("targetProfile", []))
        return found

    def _is_resource(self, name: str) -> bool:
        found = self.definitions.structure(name) if name else None
        return found is not None and found.kind == "resource"

    def primitive(self, item: Item) -> Iterator[Finding]:
        """The form of a primitive, and what stands beside it."""
        structure = self.definitions.structure(item.type)
        if structure is None or structure.kind != "primitive-type":
            yield Finding(item.path, "type", f"is no {item.type}")
            return
        if item.value is not None and not has_form(item.value, item.type, structure):
            yield Finding(item.path, "form", f"no {item.type}")
        if item.extra is not None:
            yield from self.structure(replace(item, value=item.extra, extra=None, type="Element", path=f"{item.path}.(element)"), "Element")

    def profiled(self, item: Item, profiles: list[str]) -> list[Finding]:
        """What the profiles of a type say; of several, one is enough."""
        if len(profiles) == 1:
            return self.structure(item, profiles[0])
        if profiles and not any(self.conforms(item, each) for each in profiles):
            return [Finding(item.path, "profile", f"none of {profiles}")]
        return []

    def extension(self, item: Item) -> list[Finding]:
        """What the definition of an extension says, wherever the extension stands; where it may stand is not evaluated."""
        url = item.value.get("url", "") if isinstance(item.value, dict) else ""
        return self.structure(item, url) if ":" in url else []

    def reference(self, item: Item, profiles: list[str]) -> Iterator[Finding]:
        """Whether a reference leads to one of the types that it may lead to; if asked, whether the target conforms."""
        structures = [self.definitions.structure(each) for each in profiles]
        target = self.target(item)
        said = target["resourceType"] if target else item.value.get("type") or type_in(item.value.get("reference", ""))
        types = {each.type for each in structures if each}
        if None in structures:
            yield Finding(item.path, "reference", f"not all of {profiles} are here", "not-evaluated")
        elif said and types and "Resource" not in types and said not in types:
            yield Finding(item.path, "reference", f"{said} is none of {sorted(types)}")
        if self.targets and target and profiles and not any(self.conforms(root(target), each) for each in profiles):
            yield Finding(item.path, "target", f"the {said} does not conform to any of {profiles}")
        if self.targets and target is None and item.value.get("reference"):
            yield Finding(item.path, "target", "the reference does not resolve", "not-evaluated")

    def target(self, item: Item) -> Json | None:
        """The resource that a reference names."""
        address = item.value.get("reference", "") if isinstance(item.value, dict) else ""
        if address.startswith("#"):
            return next((each for each in item.root.get("contained", ()) if each.get("id") == address[1:]), item.root if address == "#" else None)
        return self.resolve(address) if address else None

    def target_item(self, item: Item) -> Item | None:
        """The same as an element to evaluate."""
        found = self.target(item)
        return root(found) if found else None
