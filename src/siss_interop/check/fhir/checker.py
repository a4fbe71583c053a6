"""All checks of a resource, in order: form first, then what the form carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from siss_interop.check.fhir import findings, invariants_resources, invariants_types
from siss_interop.check.fhir.bundles import check_bundles
from siss_interop.check.fhir.invariant import broken, define_all
from siss_interop.check.fhir.narrative import check_narrative
from siss_interop.check.fhir.node import Node
from siss_interop.check.fhir.references import Indexes, check_contained, check_references
from siss_interop.check.fhir.structure import walk
from siss_interop.check.fhir.systems import check_systems
from siss_interop.issues import Severity, ValidationIssue, issue
from siss_interop.options import Options

MAX_ISSUES: Final = 1000
"""Findings that are listed; further ones are counted (`FHIR-199`)."""

NOT_TOLD: Final = {
    "dom-6": "a narrative is advice, and a bundle for exchange between systems has none",
    "ppc-2": "its expression names a placeholder for a system and never applies",
    "ppc-3": "as ppc-2",
    "ppc-4": "as ppc-2",
    "ppc-5": "as ppc-2",
}
"""Invariants of R4 on the covered types that are left out, and why."""

INVARIANTS: Final = (*invariants_types.ROWS, *invariants_resources.ROWS)

_DEFAULT: Final = Options()
BY_TYPE: Final = define_all(INVARIANTS)
"""Type -> our invariants for it."""


def check(resource: Mapping[str, Any], options: Options = _DEFAULT) -> list[ValidationIssue]:
    """What is wrong with a resource under R4; an empty list means that nothing was found. It never raises, whatever the JSON holds.

    Places are FHIRPaths (`Bundle.entry[3].resource.code`), in the issues' `xpath`.
    """
    walked = walk(resource, options.max_depth)
    found = [*walked.found, *carried(walked.nodes, Indexes(walked.nodes), options), *broken(BY_TYPE, walked.nodes)]
    return listed(found)


def carried(nodes: Sequence[Node], indexes: Indexes, options: Options) -> Iterator[ValidationIssue]:
    """What is wrong with what the form carries: references, contained resources, systems, the bundle, narratives."""
    yield from check_references(nodes, indexes)
    yield from check_contained(nodes)
    yield from check_systems(nodes)
    yield from check_bundles(nodes, indexes)
    for node in nodes:
        if node.type == "Narrative":
            yield from check_narrative(node, options)


def listed(found: list[ValidationIssue]) -> list[ValidationIssue]:
    """The first of them. Errors come first where there are too many, so that a flood of warnings pushes none off the list."""
    if len(found) <= MAX_ISSUES:
        return found
    kept = sorted(found, key=lambda each: each.severity is not Severity.ERROR)[:MAX_ISSUES]
    return [*kept, issue(findings.MORE, count=str(len(found) - MAX_ISSUES))]
