"""A commented skeleton of each CDA document, walked off the plan of its binding.

Every element and attribute that the type knows stands there once, in the order of the schema; what a part of it has in common with one shown before
is only named. Lists have one item. The skeleton is valid against the schema and reads without left-over.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from siss_interop.generate.fields import Fact, facts_of, parts_of
from siss_interop.generate.filled import filled
from siss_interop.generate.places import plans_within
from siss_interop.generate.samples import code_list_at, sample, sample_code
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.model import tipi
from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.tree.emit import escape_attribute, escape_text
from siss_interop.wire.tree.plan import Node, Plan
from siss_interop.wire.tree.read import mixed_plans

#: where the schema admits one of two: this element stands in place of that one
_INSTEAD_OF = {"guardianOrganization": "guardianPerson", "assignedAuthoringDevice": "assignedPerson", "width": "high", "center": "low"}
#: CE and CV restrict CD: a qualifier is admitted only where the type is CD itself, as in the value of an observation
_ONLY_IN = {"qualifier": "value"}
#: a data type that was shown before: the fields that are shown again
_BRIEF: dict[type[BaseModel], frozenset[str]] = {
    tipi.Id: frozenset({"radice", "estensione"}),
    tipi.Codice: frozenset({"codice", "sistema", "nome_sistema", "descrizione"}),
    tipi.Indirizzo: frozenset({"uso", "comune"}),
    tipi.Nome: frozenset({"cognome", "nomi"}),
    tipi.Recapito: frozenset({"valore", "uso"}),
    tipi.Periodo: frozenset({"inizio", "fine"}),
    tipi.Quantita: frozenset({"valore", "unita"}),
    tipi.Testo: frozenset({"riferimento"}),
}
#: kinds of plain values, in Italian
_KINDS = {
    "text": "testo", "HL7 time": "data e ora HL7", "decimal": "decimale", "indicator": "parola chiave", "integer": "intero",
    "boolean": "true o false",
}  # fmt: skip
_ALWAYS = frozenset({"id", "valore"})
#: named in a comment, never filled in: they stand in place of what is shown, or add to it
_NAMED_ONLY = frozenset({"nullo", "testo", "parole", "modelli"})


def all_templates() -> Iterator[tuple[str, str]]:
    """Name and text of the skeleton of every message that is a CDA document."""
    for entry in CATALOGUE:
        if "cda" in entry.formats and not entry.only_edited:
            yield entry.name, template(entry)


def template(entry: Entry) -> str:
    """The skeleton of one document type; of a type with a table of sections, its sample with every section filled."""
    if entry.flow == "documenti":
        return filled(entry)
    return "\n".join(_Writer(entry.plan("cda")).document(entry)) + "\n"


class _Writer:
    """Writes one skeleton, and knows what it has shown already."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.classes: set[type[BaseModel]] = set()
        self.fields: set[tuple[type[BaseModel], str]] = set()
        self.quiet = False

    def document(self, entry: Entry) -> list[str]:
        """The whole skeleton, line by line."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<!-- {entry.title} ({entry.name}), {f'LOINC {entry.loinc}, ' if entry.loinc else ''}templateId {entry.template}.",
            "     Scheletro generato dal modello: i valori sono di esempio e vanno sostituiti.",
            "     Ogni commento dice: etichetta italiana, [quanti], tipo. Gli elementi senza etichetta sono costanti o contengono gli altri.",
            "     Un elenco è mostrato con una sola voce; una parte già mostrata è ripetuta in breve. -->",
        ]
        dropped = {(plan.model, drop.field): drop.why for plan in plans_within(self.plan) for drop in plan.binding.drops()}
        lines += [_comment(f"Senza posto nel CDA: {model.__name__}.{name}: {why}") for (model, name), why in dropped.items()]
        return lines + self.element(self.plan.root, self.plan.model, self.plan.tag, CDA.declarations(), "")

    def item(self, node: Node, model: type[BaseModel], depth: int) -> list[str]:
        """An element that is an object, or holds a field, or only holds others."""
        pad = "  " * depth
        if node.item is None:
            return self.element(node, model, node.tag, "", pad)
        fact = facts_of(model)[node.field or ""]
        self.fields.add((fact.declared_in, fact.name))
        self.fields.add((model, fact.name))
        note = f"{fact.label.it} [{fact.cardinality}] {node.item.model.__name__}"
        given: object = None
        if node.item.model is tipi.Codice:
            default, wanted = model.model_fields[fact.name].default, code_list_at(model, node.tag)
            given = default or (sample_code(wanted) if wanted else None)
            note += f", lista {wanted}" if wanted else ""
        return self.element(node.item.root, node.item.model, node.tag, "", pad, note, first=self.first(node.item.model), given=given)

    def first(self, model: type[BaseModel]) -> bool:
        """Whether a class is shown for the first time."""
        if model in self.classes:
            return False
        self.classes.add(model)
        return True

    def element(
        self, node: Node, model: type[BaseModel], tag: str, namespaces: str, pad: str, note: str = "", *,
        first: bool = True, given: object = None,
    ) -> list[str]:  # fmt: skip
        """The lines of one element. `note` is what its comment says; `first` that its class was not shown before; `given` an example of it."""
        attributes, notes = self.attributes(node, model, tag, first, given)
        opening = f"{pad}<{tag}{namespaces}{attributes}"
        said = [note] if note else []
        text = escape_text(node.constant or "")
        if node.text is not None and node.text[0] not in _NAMED_ONLY and not node.kids:
            fact = facts_of(model)[node.text[0]]
            text = escape_text(_sample(model, fact, tag))
            notes = [_described(fact), *notes]
        elif node.text is not None and first:
            notes.append("oppure solo testo: " + facts_of(model)[node.text[0]].label.it)
        content, more = self.content(node, model, tag, len(pad) // 2, first)
        notes += more
        if not (content or node.mixed):
            said += notes
            closing = f">{text}</{tag}>" if text else "/>"
            return [opening + closing + self.comment("; ".join(said), " ")]
        before = [pad + self.comment(line) for line in ([*said, "; ".join(notes)] if notes else said) if line and not self.quiet]
        if node.mixed is not None:
            content = self.narrative(node, pad + "  ")
        return [*before, f"{opening}>", *content, f"{pad}</{tag}>"]

    def attributes(self, node: Node, model: type[BaseModel], tag: str, first: bool, given: object) -> tuple[str, list[str]]:
        """The attributes as text, and what is to be said of them."""
        out, notes = "", []
        brief = None if first else _BRIEF.get(model)
        for name in dict.fromkeys([*node.fixed, *node.attributes]):
            if name not in node.attributes:
                out += f' {name}="{escape_attribute(node.fixed[name])}"'
                continue
            fact = facts_of(model)[node.attributes[name][0]]
            new = (fact.declared_in, fact.name) not in self.fields
            self.fields.add((fact.declared_in, fact.name))
            if new:
                notes.append(f"{'anche ' if fact.name in _NAMED_ONLY else ''}@{name}: {_described(fact)}")
            if fact.name not in _NAMED_ONLY and (brief is None or fact.name in brief or name in node.fixed):
                value = node.fixed.get(name) or getattr(given, fact.name, None) or _sample(model, fact, tag, name)
                out += f' {name}="{escape_attribute(value)}"'
        return out, notes

    def content(self, node: Node, model: type[BaseModel], tag: str, depth: int, first: bool) -> tuple[list[str], list[str]]:
        """The lines of the children, and the names of those that are left out because they were shown before."""
        lines: list[str] = []
        left_out: list[str] = []
        for kid in self.chosen(node, model):
            if not self.shown(kid, model, tag, first):
                left_out.append(kid.tag)
            elif kid.tag in _INSTEAD_OF and any(other.tag == _INSTEAD_OF[kid.tag] for other in node.kids):
                lines += self.commented_out(kid, model, depth + 1)
            else:
                lines += self.item(kid, model, depth + 1)
        return lines, ["anche: " + ", ".join(dict.fromkeys(left_out))] if left_out else []

    def chosen(self, node: Node, model: type[BaseModel]) -> Iterator[Node]:
        """The children, with one case of each choice that has room for one: a class that was not shown yet, else the simplest."""
        taken: dict[str, Node] = {}
        for kid in node.kids:
            if kid.case is not None and not kid.many and kid.field:
                best = taken.get(kid.field)
                if best is None or best.case in self.classes:
                    taken[kid.field] = kid
        for kid in node.kids:
            if kid.case is None or kid.many or taken.get(kid.field or "") is kid:
                yield kid

    def shown(self, kid: Node, model: type[BaseModel], tag: str, first: bool) -> bool:
        """Whether a child is shown: constants, plain values and what is required always, the rest only the first time."""
        facts = [facts_of(model)[name] for name in kid.fields if name in model.model_fields]
        names = {fact.name for fact in facts}
        if model in _BRIEF and not first:
            return bool(names & _BRIEF[model])
        if names == {"modelli"}:
            return False
        if kid.tag in _ONLY_IN and _ONLY_IN[kid.tag] != tag:
            return False
        if _holds_plain(kid) or any(fact.required or fact.name in _ALWAYS for fact in facts):
            return True
        return first and any((fact.declared_in, fact.name) not in self.fields or kid.case not in (None, *self.classes) for fact in facts)

    def commented_out(self, kid: Node, model: type[BaseModel], depth: int) -> list[str]:
        """An element that stands in place of another: out of force and without comments inside, so its fields are named above it."""
        pad = "  " * depth
        fact = facts_of(model)[kid.fields[0]]
        inside = (kid.item.model, *(part for part in parts_of(kid.item.model) if part not in self.classes)) if kid.item else ()
        named = "; ".join(_described(each) for model_inside in inside for each in facts_of(model_inside).values())
        before = set(self.classes), set(self.fields)
        self.quiet = True
        inner = self.item(kid, model, depth)
        self.quiet = False
        self.classes, self.fields = before
        self.fields.add((fact.declared_in, fact.name))
        return [f"{pad}<!-- oppure, in luogo di {_INSTEAD_OF[kid.tag]}: {_described(fact)}. {named}", *inner, f"{pad}-->"]

    def narrative(self, node: Node, pad: str) -> list[str]:
        """Mixed content: one paragraph, and the names of all that may stand there."""
        lines = [pad + self.comment("Markup chiuso; ogni elemento può contenere testo e altri elementi:")]
        for plan in mixed_plans(node).values():
            attributes = " ".join(f"@{name}" for name in plan.root.attributes)
            lines.append(pad + self.comment(f"{plan.tag} ({plan.model.__name__}): {attributes}"))
        return [*lines, f'{pad}<paragraph ID="rif-1">Testo leggibile</paragraph>']

    def comment(self, text: str, before: str = "") -> str:
        """A comment, unless comments are being left out or there is nothing to say."""
        return before + _comment(text) if text and not self.quiet else ""


def _holds_plain(node: Node) -> bool:
    """Whether an element holds constants only, or a plain value in itself or in an element that is no object."""
    if node.item is not None or node.mixed is not None:
        return False
    return not node.has_rows or bool(node.attributes or node.text) or any(kid.has_rows and _holds_plain(kid) for kid in node.kids)


def _sample(model: type[BaseModel], fact: Fact, tag: str, attribute: str = "") -> str:
    return sample(fact, model.model_fields[fact.name].default, tag, attribute)


def _described(fact: Fact) -> str:
    kinds = ("nullFlavor",) if fact.name == "nullo" else (*(_KINDS[kind] for kind in fact.kinds), *fact.literals)
    names = (*(model.__name__ for model in fact.classes), *(kind.strip("`") for kind in kinds))
    return f"{fact.label.it} [{fact.cardinality}] {' o '.join(names)}"


def _comment(text: str) -> str:
    """An XML comment; two hyphens would end it."""
    return f"<!-- {text.replace('--', '- -')} -->"
