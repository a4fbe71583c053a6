"""A schematron of our own for each CDA document whose template is ours, read off the plan of its binding.

It says what the binding says: which elements there must be, of which there is one at most, and which attributes are constants. A rule pack
(`validate --rules`) takes it as it takes the ministry's. The header is asked for as far as the document itself requires it.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from pydantic import BaseModel

from siss_interop.generate.fields import facts_of
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.wire.path import Selector, parse_path
from siss_interop.wire.tree.plan import Node

OURS = "2.25."
"""Where our own templates begin."""
Test = tuple[str, str]
"""An XPath that must hold, and what is wrong where it does not."""


def all_schematrons() -> Iterator[tuple[str, str]]:
    """Name and text of the schematron of every document of ours."""
    for entry in CATALOGUE:
        if entry.template is not None and entry.template.startswith(OURS):
            yield entry.name, schematron(entry)


def schematron(entry: Entry) -> str:
    """The schematron of one document type."""
    plan = entry.plan("cda")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {entry.title} ({entry.name}). Generato dal binding: non è di HL7 Italia né del ministero. -->",
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">',
        f"  <title>{escape(entry.title)}</title>",
        '  <ns prefix="hl7" uri="urn:hl7-org:v3"/>',
        '  <ns prefix="sdtc" uri="urn:hl7-org:sdtc"/>',
        '  <ns prefix="xsi" uri="http://www.w3.org/2001/XMLSchema-instance"/>',
    ]
    number = 0
    for context, tests in _rules(plan.root, plan.model, "hl7:ClinicalDocument", entry.load().__module__):
        lines += ["  <pattern>", f"    <rule context={quoteattr(context)}>"]
        for test, text in tests:
            number += 1
            lines.append(f"      <assert test={quoteattr(test)}>ERRORE-{number}| {escape(text)}</assert>")
        lines += ["    </rule>", "  </pattern>"]
    return "\n".join([*lines, "</schema>", ""])


def _rules(node: Node, model: type[BaseModel], context: str, module: str) -> Iterator[tuple[str, list[Test]]]:
    """What must hold at a node, then at the nodes below it, as far as they are of this type of document and not of every header."""
    tests = [*_constants(node), *(test for kid in node.kids for test in _presence(kid, model))]
    if tests:
        yield context, tests
    for kid in node.kids:
        inner = kid.item
        if inner is None and (kid.kids or kid.fixed) and kid.constant is None:
            yield from _rules(kid, model, f"{context}/{_step(kid)}", module)
        elif inner is not None and inner.model.__module__ == module:
            yield from _rules(inner.root, inner.model, f"{context}/{_step(kid)}", module)


def _constants(node: Node) -> Iterator[Test]:
    """The attributes of an element that always have one value; what the schema gives by itself may be left out."""
    implied = node.dialect.implied.get(node.tag, {})
    for name, value in node.fixed.items():
        if name in node.attributes:
            continue
        test = f"tokenize(@{name}, ':')[last()] = '{value}'" if name == "xsi:type" else f"@{name} = '{value}'"
        yield (f"not(@{name}) or {test}" if value in implied.get(name, ()) else test), f"{node.tag}/@{name} deve essere {value}"


def _presence(kid: Node, model: type[BaseModel]) -> Iterator[Test]:
    """Whether an element must be there, and whether there may be one only."""
    if kid.case is not None:
        return
    step, names = _step(kid), [name for name in kid.fields if name in model.model_fields]
    said = ", ".join(facts_of(model)[name].label.it for name in names) or kid.tag
    if any(model.model_fields[name].is_required() for name in names) or (not names and (kid.always or kid.fixed)):
        yield f"count({step}) >= 1", f"manca {said} ({kid.tag})"
    if not kid.many:
        yield f"count({step}) <= 1", f"{said} ({kid.tag}): al più una volta"


def _step(kid: Node) -> str:
    return _named(kid.tag) + "".join(f"[{_condition(selector)}]" for selector in kid.selectors)


def _named(tag: str) -> str:
    return tag if ":" in tag else f"hl7:{tag}"


def _condition(selector: Selector) -> str:
    if not selector.values:
        return " or ".join(map(_named, selector.path.split("|"))) if not selector.path.startswith("@") else selector.path
    path = parse_path(selector.path)
    steps = "/".join([*(_named(step.tag) for step in path.steps), path.leaf])
    values = ", ".join(f"'{value}'" for value in selector.values)
    return f"{steps}={values}" if len(selector.values) == 1 else f"{steps} = ({values})"
