"""Is a resource valid FHIR R4? Our own checker, from tables of R4's facts, for the resources that the tables cover.

`check(resource, options)` looks at a resource or bundle as `wire.fhir.json.load` gives it: its form (`structure`), references, contained
resources, systems, bundles, the invariants (`invariants_types`, `invariants_resources`) and the safety of the narrative. Profiles, code systems
beyond R4's required value sets and the rules of a national guide are not its business.

`definitions` evaluates the official definitions themselves, of any resource, from the user's own copy of the R4 package (extra `fhirpath`).
"""

from siss_interop.check.fhir.checker import MAX_ISSUES, NOT_TOLD, check

__all__ = ["MAX_ISSUES", "NOT_TOLD", "check"]
