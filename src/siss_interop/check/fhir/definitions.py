"""The official definitions of R4, from the user's own copy of the package: every resource, and the invariants as HL7 wrote them.

The form of a resource (elements, kinds, cardinalities, required codes), its references and bundles, and the safety of the narrative are judged as in
`checker`, but by the package's definitions; the invariants are evaluated as FHIRPath (extra `fhirpath`). Profiles are not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from siss_interop.check.fhir import findings
from siss_interop.check.fhir.checker import BY_TYPE, carried, listed
from siss_interop.check.fhir.expressions import Expression, NotEvaluated, plain
from siss_interop.check.fhir.invariant import rows_for
from siss_interop.check.fhir.node import Node, Place
from siss_interop.check.fhir.package import Package
from siss_interop.check.fhir.references import Index, Indexes
from siss_interop.check.fhir.structure import walk
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue
from siss_interop.options import Options
from siss_interop.wire.fhir.shape import Shape

__all__ = ["Definitions"]

_DEFAULT: Final = Options()

BY_OTHER_MEANS: Final = frozenset({"ele-1", "txt-1", "txt-2"})
"""Invariants that are not evaluated as FHIRPath: the walk finds what is empty, `narrative` what is wrong in XHTML."""

define(
    "FHIR-190", Layer.OFFICIAL, Severity.ERROR,
    "l'invariante ufficiale {key} non è rispettata: {message}", "the official invariant {key} is not met: {message}",
    source="HL7 FHIR R4, StructureDefinition",
)  # fmt: skip
define(
    "FHIR-191", Layer.OFFICIAL, Severity.INFORMATION,
    "l'invariante ufficiale {key} non si può calcolare", "the official invariant {key} cannot be computed",
    source="HL7 FHIR R4, StructureDefinition",
)  # fmt: skip


class _Invariant(NamedTuple):
    """One constraint of the package. `child` names the element that it is about where that is a primitive or a data type."""

    key: str
    severity: Severity
    message: str
    expression: Expression
    child: str = ""


class Definitions:
    """The definitions of a package: the file `hl7.fhir.r4.core-4.0.1.tgz`, or the folder that it unpacks to. Read once; safe to share."""

    def __init__(self, path: str | Path) -> None:
        """Open the package. Raises `DefinitionsError` where it is none, `MissingFhirPath` without the extra `fhirpath`."""
        self._package = Package(path)
        self._shape = Shape(self._package.rows, lambda key: frozenset(self._package.members(key)))
        self._invariants: dict[str, tuple[_Invariant, ...]] = {}
        self._unreadable: dict[str, list[str]] = {}
        Expression("true")  # without the library nothing is checked by halves

    @property
    def unreadable(self) -> Mapping[str, Sequence[str]]:
        """Type -> the invariants met so far whose expression the library cannot read. Our own table stands in, else `FHIR-191` tells of them."""
        return MappingProxyType(self._unreadable)

    def check(self, resource: Mapping[str, Any], options: Options = _DEFAULT) -> list[ValidationIssue]:
        """What is wrong with a resource, as `check.fhir.check` tells it.

        An invariant that cannot be computed is judged by our own table, and told as an information, once, where the table has none.
        """
        try:
            copy = plain(resource)
        except RecursionError:
            return [issue(findings.DEPTH, limit=str(options.max_depth))]
        walked = walk(copy, options.max_depth, self._shape)
        indexes = Indexes(walked.nodes)
        found = [*walked.found, *carried(walked.nodes, indexes, options)]
        return listed([*found, *self._broken(walked.nodes, indexes)])

    def _broken(self, nodes: Sequence[Node], indexes: Indexes) -> Iterator[ValidationIssue]:
        told: set[str] = set()
        for node in nodes:
            for each in self._of(node):
                place = node.place.named(each.child) if each.child else node.place
                try:
                    held = each.expression.holds(node.value, node.type, _variables(node), partial(_resolve, node, indexes.at(node)))
                except NotEvaluated:
                    yield from _by_hand(each.key, node, place, told)
                    continue
                if not held:
                    yield issue("FHIR-190", severity=each.severity, xpath=str(place), official=each.key, key=each.key, message=each.message)
            for key in self._unreadable.get(node.type, ()):
                yield from _by_hand(key, node, node.place, told)

    def _of(self, node: Node) -> Iterator[_Invariant]:
        yield from self._of_type(node.type)
        if node.element is not None and node.element.profile:
            yield from self._of_profile(node.element.profile, node.type)

    def _of_type(self, name: str) -> tuple[_Invariant, ...]:
        """The invariants of a type: those on the type, and those on its elements that are not the elements' own type's."""
        if name not in self._invariants:
            self._invariants[name] = (*self._read(name, self._constraints(name)), *self._on_elements(name))
        return self._invariants[name]

    def _of_profile(self, profile: str, name: str) -> tuple[_Invariant, ...]:
        """What a profile of a data type (`SimpleQuantity`) asks beyond the type."""
        if profile not in self._invariants:
            known = {each["key"] for each in self._constraints(name)}
            parts = self._package.parts(profile)[:1]
            asked = [each for part in parts for each in part.get("constraint", ()) if each["key"] not in known]
            self._invariants[profile] = tuple(self._read(name, asked))
        return self._invariants[profile]

    def _constraints(self, name: str) -> list[Mapping[str, Any]]:
        parts = self._package.parts(name.partition(".")[0])
        return [each for part in parts if part["path"] == name for each in part.get("constraint", ())]

    def _on_elements(self, name: str) -> Iterator[_Invariant]:
        for part in self._package.parts(name.partition(".")[0]):
            parent, _, child = part["path"].rpartition(".")
            kinds = [kind["code"] for kind in part.get("type", ())]
            if parent != name or self._shape.elements(part["path"]):
                continue  # a backbone element is an object of its own
            known = {each["key"] for kind in kinds for each in self._constraints(kind)}
            asked = [each for each in part.get("constraint", ()) if each["key"] not in known]
            yield from self._read(name, asked, child.removesuffix("[x]"))

    def _read(self, name: str, constraints: Sequence[Mapping[str, Any]], child: str = "") -> Iterator[_Invariant]:
        for each in constraints:
            text = each.get("expression", "")
            if each["key"] in BY_OTHER_MEANS:
                continue
            try:
                compiled = Expression(f"{child}.all({text})" if child else text)
            except NotEvaluated:
                self._unreadable.setdefault(name, []).append(each["key"])
                continue
            severity = Severity.ERROR if each["severity"] == "error" else Severity.WARNING
            yield _Invariant(each["key"], severity, each["human"], compiled, child)


def _by_hand(key: str, node: Node, place: Place, told: set[str]) -> Iterator[ValidationIssue]:
    """What our own table says where the expression cannot be evaluated; an information, once, where it has no such row."""
    rows = [row for row in rows_for(BY_TYPE, node) if row.key == key]
    for row in rows:
        if not row.holds(node):
            yield issue(row.code, xpath=str(place), official=key)
    if not rows and key not in told:
        told.add(key)
        yield issue("FHIR-191", xpath=str(place), official=key, key=key)


def _variables(node: Node) -> dict[str, Any]:
    return {"resource": node.resource, "rootResource": node.root, "context": node.value}


def _resolve(node: Node, index: Index, reference: object) -> Any:
    """The resource that a reference in a node leads to, where it is at hand."""
    resolved = index.resolve(node._replace(value={"reference": reference}))
    return resolved.resource if resolved else None
