"""The page of the issues: every code that a report may hold."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.check.all_codes import load
from siss_interop.generate.markdown import MADE, cell, code
from siss_interop.issues import DEFINITIONS, Definition

_INTRODUCTION = """# Issues

Every code that a report may hold; `siss-interop explain CODE` prints the same. A code is never reused. Only issues of severity *error* make a report
not ok. Texts name places, never contents; what stands in braces is filled with names and limits.
"""

#: beginning of a code -> what its family speaks of
_FAMILIES = {
    "FILE": "The bytes: encoding, XML, limits",
    "JSON": "Our own JSON",
    "XML": "A document or event and its binding",
    "MOD": "The model of a message",
    "COD": "Code lists",
    "ID": "Identifiers",
    "DOC": "Rules of every document",
    "VAC": "Rules of the vaccination documents",
    "SIV": "Rules of the vaccination events",
    "TRA": "Rules of the transport events",
    "BUS": "Rules of the envelope, of the e-Gov header and of the receiver's answer",
    "AVN": "The national vaccination register",
    "CONV": "Documents made of events, and events of documents",
    "LED": "The ledger: the order of events",
    "OFF": "The official rules, from a rule pack of your own",
}


def page() -> str:
    """The whole page, as Markdown."""
    load()
    families: dict[str, list[Definition]] = {}
    for name, definition in sorted(DEFINITIONS.items()):
        families.setdefault(name.partition("-")[0], []).append(definition)
    order = [*(name for name in _FAMILIES if name in families), *sorted(set(families) - set(_FAMILIES))]
    parts = ["\n".join([f"## {name}: {_FAMILIES.get(name, 'rules')}\n", *map(_section, families[name])]) for name in order]
    return "\n".join([MADE, _INTRODUCTION, *parts])


def _section(definition: Definition) -> str:
    return f"### {definition.code}\n\n" + "".join(f"* {line}\n" for line in _lines(definition))


def _lines(definition: Definition) -> Iterator[str]:
    yield f"{definition.severity.value}, layer {definition.layer.value}"
    yield f"it: {cell(definition.it)}"
    yield f"en: {cell(definition.en)}"
    if definition.instead_it:
        yield f"Invece: {cell(definition.instead_it)}"
        yield f"Instead: {cell(definition.instead_en)}"
    if definition.passing or definition.failing:
        yield f"passes: {_example(definition.passing)}; fails: {_example(definition.failing)}"
    if definition.source:
        yield f"source: {cell(definition.source)}"
    if definition.official:
        yield f"official number: {code(definition.official)}"


def _example(text: str) -> str:
    return code(text) or "*(nothing)*"
