"""Every code that the library can report, whatever has been imported so far; and the code of a source that cannot be opened.

Codes are defined beside what finds them, so they are known only once those modules are imported: that is what :func:`load` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from siss_interop.issues import DEFINITIONS, Definition
from siss_interop.messages.catalogue import CATALOGUE

__all__ = ["NOT_OPENED", "load"]

NOT_OPENED = DEFINITIONS["FILE-025"]
"""For those who take paths: a file that is missing, a folder, or not allowed to be read."""

_MODULES = (
    "siss_interop.api",
    "siss_interop.codes.checks",
    "siss_interop.ids.faults",
    "siss_interop.wire.tree.findings",
    "siss_interop.wire.jsonio",
    "siss_interop.messages.comune.regole",
    "siss_interop.wire.fhir.document",
    "siss_interop.check.rulepack",
    "siss_interop.ledger_issues",
    "siss_interop.check.fhir.checker",
    "siss_interop.check.fhir.definitions",
    "siss_interop.check.fhir.typed",
    "siss_interop.messages.documenti.acquisizione",
    "siss_interop.messages.documenti.metadati",
    "siss_interop.messages.vaccinazioni.avn.avvisi",
    "siss_interop.messages.vaccinazioni.conversione",
    "siss_interop.messages.vaccinazioni.fhir_annullamento",
    "siss_interop.messages.vaccinazioni.registro",
    "siss_interop.messages.trasporti.rilievi",
    "siss_interop.messages.trasporti.conversione",
)


def load() -> Mapping[str, Definition]:
    """All definitions by code, in alphabetical order."""
    rules = {entry.rules.partition(":")[0] for entry in CATALOGUE if entry.rules}
    for module in (*_MODULES, *sorted(rules)):
        import_module(module)
    return dict(sorted(DEFINITIONS.items()))
