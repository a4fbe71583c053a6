"""The page of the messages: what each is, in which formats, and all its fields."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from siss_interop.generate.fields import Fact, facts_of, meaning, parts_of
from siss_interop.generate.markdown import MADE, cell, code, table
from siss_interop.generate.places import Places, places, plan_in
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry

_INTRODUCTION = """# Messages

Every message of the library, with the formats that it can be read from and written to. The tables are read off the models and bindings:

* **Field** is the name in Python and in our JSON; `[]` marks a list.
* **Label** is the Italian name of the field as a form would show it, **Meaning** the same in English.
* **How many**: `1..1` must be there, `0..1` may, `0..*` and `1..*` are lists.
* **Place** is relative to the element of the class: `@name` is an attribute, `[…]` says which of several elements of that name is meant.
  What stands in several places has several lines, for the class is used in several elements.
"""

#: formats that are trees of elements, and what the pages call them
TREES = {"cda": "CDA", "xml": "XML", "soap": "SOAP", "avn": "AVN"}


def page() -> str:
    """The whole page, as Markdown."""
    models = [entry.load() for entry in CATALOGUE]
    found = {name: _all_places(name) for name in TREES}
    own = "\n".join(_message(entry, found) for entry in CATALOGUE)
    shared = "\n".join(_class(model, found) for model in parts_of(*models))
    introduction = "## Parts of the messages\n\nThe classes that the messages are made of, each once.\n"
    return f"{MADE}\n{_INTRODUCTION}\n{_matrix()}\n{own}\n{introduction}\n{shared}"


def _all_places(name: str) -> Places:
    """The places of all classes in one format."""
    found: Places = {}
    for entry in CATALOGUE:
        plan = plan_in(entry, name)
        for model, fields in places(plan).items() if plan is not None else ():
            known = found.setdefault(model, {})
            for field, where in fields.items():
                known[field] = list(dict.fromkeys([*known.get(field, []), *where]))
    return found


def formats_of(entry: Entry) -> Mapping[str, str]:
    """For each format of the library: "yes", or why not."""
    made = {*entry.formats, "json"}
    return {name: "yes" if name in made else entry.refused.get(name, "not made for this message") for name in FORMATS}


def _matrix() -> str:
    """Message x format."""
    rows = []
    for entry in CATALOGUE:
        answers = (answer if answer == "yes" else f"no: {cell(answer)}" for answer in formats_of(entry).values())
        rows.append([f"[{entry.name}](#{anchor(entry.load())})", cell(entry.title), *answers])
    legend = "\n".join(f"* `{name}`: {text}" for name, text in FORMATS.items())
    return f"## Which message in which format\n\n{table(['Message', 'Title', *(f'`{name}`' for name in FORMATS)], rows)}\n{legend}\n"


def _message(entry: Entry, found: Mapping[str, Places]) -> str:
    model = entry.load()
    facts = [
        f"* Flow: `{entry.flow}`",
        *([f"* Root templateId: `{entry.template}`"] if entry.template else []),
        *([f"* LOINC: `{entry.loinc}`"] if entry.loinc else []),
        *([f"* Event: `{entry.event}`"] if entry.event else []),
        *([f"* Skeleton: `cda_templates/{entry.name}.xml`"] if "cda" in entry.formats else []),
        *([f"* Schema: `xsd/{entry.place('xml')}/{entry.place('xml').partition('/')[0]}.xsd`"] if "xml" in entry.formats else []),
        *(f"* Format `{name}`: {answer if answer == 'yes' else 'no: ' + cell(answer)}" for name, answer in formats_of(entry).items()),
    ]
    head = f"## {entry.name} {{ #{anchor(model)} }}\n\n{cell(meaning(model))}\n\n"
    return head + "\n".join(facts) + "\n\n" + _fields(model, found)


def _class(model: type[BaseModel], found: Mapping[str, Places]) -> str:
    return f"### {model.__name__} {{ #{anchor(model)} }}\n\n{cell(meaning(model))}\n\n{_fields(model, found)}"


def _fields(model: type[BaseModel], found: Mapping[str, Places]) -> str:
    where = {TREES[name]: each[model] for name, each in found.items() if model in each}
    rows = (
        [
            code(fact.name + ("[]" if fact.many else "")), cell(fact.label.it), cell(fact.label.en), fact.cardinality, _type(fact),
            *("<br>".join(code(place) for place in each.get(fact.name, [])) or "none" for each in where.values()),
        ]
        for fact in facts_of(model).values()
    )  # fmt: skip
    return table(["Field", "Label", "Meaning", "How many", "Type", *(f"Place in {name}" for name in where)], rows)


def anchor(model: type[BaseModel]) -> str:
    """The name of a class on the page. Two folders may have a class of the same name, so the module is part of it."""
    return f"{model.__module__.removeprefix('siss_interop.').replace('.', '-').replace('_', '-')}-{model.__name__}".lower()


def _type(fact: Fact) -> str:
    linked = [f"[{model.__name__}](#{anchor(model)})" for model in fact.classes]
    return " or ".join([*linked, *fact.kinds, *fact.literals])
