"""The page of our own FHIR extensions: the address of each, and what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.generate.fhir import plans_of
from siss_interop.generate.fields import facts_of
from siss_interop.generate.markdown import MADE, cell, code, table
from siss_interop.messages.catalogue import CATALOGUE
from siss_interop.options import BASE
from siss_interop.wire.fhir.names import OURS
from siss_interop.wire.fhir.plan import Node, Plan, walk

_INTRODUCTION = f"""# FHIR extensions

What a message says and R4 has no element for stands in an extension. Where HL7 has defined one (`patient-birthPlace`, `iso21090-nullFlavor` and
others), that is used; the others are of our own making, under `{OURS}`. They are names, not addresses: nothing is published
there, and nobody is asked to know them. A receiver that ignores them loses what this page lists, and nothing else changes its meaning: none is a
modifier.
"""
_MARK = "a mark, always the same at one place: which of several this is"
_OURS = f"url='{OURS}"

#: extensions that a function writes and no path names
_BY_FUNCTION = {
    f"{OURS}identificativo-assistito": "that a person of an event has no identifier",
    f"{OURS}deceduto": "whether the person died, where R4 has room for the day only",
    f"{OURS}parole": "words of an attachment that are no base64",
    f"{OURS}righe": "the lines into which a document breaks its base64: the length of each, and the white space after it",
    f"{OURS}forma-somministrata": "a mark: this form of a medicine is what one takes of it (`unita-somministrazione`)",
    f"{OURS}numero": "a number as CDA wrote it, where JSON takes it for none (`.5`, `+1`)",
}


def page() -> str:
    """The whole page, as Markdown."""
    found: dict[str, dict[str, str]] = {}
    for entry in CATALOGUE:
        for plan in plans_of(entry).values():
            for each in walk(plan):
                for url, model_field, meaning in _extensions(each):
                    found.setdefault(url, {})[model_field] = meaning
    rows = {url: _held(fields) for url, fields in found.items()} | {url: (cell(text), "") for url, text in _BY_FUNCTION.items()}
    return f"{MADE}\n{_INTRODUCTION}\n" + table(["Extension", "What it says", "Fields"], ([code(url), *rows[url]] for url in sorted(rows)))


def _held(fields: dict[str, str]) -> tuple[str, str]:
    return "; ".join(dict.fromkeys(map(cell, fields.values()))), ", ".join(map(code, sorted(fields)))


def _extensions(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """The extensions of ours in a plan: the address of each, a field that stands there, and what the field means. A mark is of no field."""

    def visit(node: Node, around: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        steps = (node.step.text, *(case.step.text for case in (node.cases or {}).values()))
        here = (*around, *(_url(text) for text in steps if _OURS in text), *(node.leaf.urls if node.leaf else ()))
        for name in node.own_fields():
            model = plan.inline[node.via].model if node.via else plan.model
            yield from ((url, f"{model.__name__}.{name}", facts_of(model)[name].label.en) for url in here if url.startswith(BASE))
        if node.step.name.startswith("value") and isinstance(node.constant, bool | str):
            yield from ((url, plan.model.__name__, _MARK) for url in here)
        for kid in node.kids:
            yield from visit(kid, here)

    return visit(plan.root, ())


def _url(text: str) -> str:
    return OURS + text.partition(_OURS)[2].partition("'")[0]
