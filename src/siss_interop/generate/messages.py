"""The page of the messages: what each is, in which formats, and all its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from siss_interop.generate.examples import shown
from siss_interop.generate.fhir import NOTE, fhir_places
from siss_interop.generate.fields import Fact, facts_of, meaning, parts_of
from siss_interop.generate.markdown import MADE, cell, code, table
from siss_interop.generate.places import Places, places, plan_in
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry
from siss_interop.wire.fhir.bundle import PROFILES

_INTRODUCTION = """# Messages

Every message of the library, with the formats that it can be read from and written to. Each has a page of its own, with its fields and one example in
all its formats; the classes that the messages are made of follow below. The tables are read off the models and bindings:

* **Field** is the name in Python and in our JSON; `[]` marks a list.
* **Label** is the Italian name of the field as a form would show it, **Meaning** the same in English.
* **How many**: `1..1` must be there, `0..1` may, `0..*` and `1..*` are lists.
* **Place** is relative to the element of the class: `@name` is an attribute, `[…]` says which of several elements of that name is meant.
  What stands in several places has several lines, for the class is used in several elements.
* **Place in FHIR** is an element of the resource or data type. `a->Type` goes on in the resource that the element refers to, `<-Type(a)` in one whose
  element `a` refers here; `/` is the bundle, `.` the element itself, `[…]` says which of several is meant. Some places are those of one profile.
"""

#: formats that are trees of elements, and what the pages call them
TREES = {"cda": "CDA", "xml": "XML", "soap": "SOAP", "avn": "AVN"}
#: formats whose places the pages show
PLACED = {**TREES, "fhir": "FHIR"}


def page() -> str:
    """The whole page, as Markdown."""
    models = [entry.load() for entry in CATALOGUE]
    found = {name: _all_places(name) for name in PLACED}
    shared = "\n".join(_class(model, found) for model in parts_of(*models))
    introduction = "## Parts of the messages\n\nThe classes that the messages are made of, each once.\n"
    return f"{MADE}\n{_INTRODUCTION}\n{_matrix()}\n{_profiles()}\n{introduction}\n{shared}"


def pages() -> Iterator[tuple[str, str]]:
    """The page of each message, by its name."""
    found = {name: _all_places(name) for name in PLACED}
    for entry in CATALOGUE:
        yield entry.name, f"{MADE}\n{_message(entry, found)}\n{_example(entry)}"


def _all_places(name: str) -> Places:
    """The places of all classes in one format."""
    found: Places = {}
    for entry in CATALOGUE:
        for model, fields in _places_in(entry, name).items():
            known = found.setdefault(model, {})
            for field, where in fields.items():
                known[field] = list(dict.fromkeys([*known.get(field, []), *where]))
    return found


def _places_in(entry: Entry, name: str) -> Places:
    if name == "fhir":
        return fhir_places(entry) if name in entry.formats else {}
    plan = plan_in(entry, name)
    return places(plan) if plan is not None else {}


def formats_of(entry: Entry) -> Mapping[str, str]:
    """For each format of the library: "yes", or why not."""
    made = {*entry.formats, "json"}
    return {name: "yes" if name in made else entry.refused.get(name, "not made for this message") for name in FORMATS}


def _matrix() -> str:
    """Message x format."""
    rows = []
    for entry in CATALOGUE:
        answers = map(_said, formats_of(entry).values())
        rows.append([f"[{entry.name}](messages/{entry.name}.md)", cell(entry.title), *answers])
    legend = "\n".join(f"* `{name}`: {text}" for name, text in FORMATS.items())
    return f"## Which message in which format\n\n{table(['Message', 'Title', *(f'`{name}`' for name in FORMATS)], rows)}\n{legend}\n"


def profiles_of(entry: Entry) -> Mapping[str, str]:
    """For each profile of FHIR: "yes", or why not."""
    reason = None if "fhir" in entry.formats else formats_of(entry)["fhir"]
    return {name: "yes" if name in entry.profiles else reason or entry.refused.get(f"fhir/{name}", "not made for this message") for name in PROFILES}


def _said(answer: str) -> str:
    return answer if answer == "yes" else f"no: {cell(answer)}"


def _profiles() -> str:
    """Message x profile of FHIR."""
    rows = ([f"[{entry.name}](messages/{entry.name}.md)", *map(_said, profiles_of(entry).values())] for entry in CATALOGUE)
    return f"## Which message in which FHIR profile\n\n{table(['Message', *(f'`{name}`' for name in PROFILES)], rows)}"


def _example(entry: Entry) -> str:
    """The sample in every format, in tabs; nothing for a message that is only ever edited."""
    if entry.sample is None:
        return ""
    tabs = []
    for title, language, text in shown(entry):
        lines = "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
        tabs.append(f'=== "{title}"\n\n    ```{language}\n{lines}    ```\n')
    said = "The register takes nobody in clear: there the person is opaque. " if "avn" in entry.formats else ""
    head = f"One message of an invented person, whole, in every format that it has. {said}`siss-interop new {entry.name}` prints it."
    return "## The same in all formats\n\n" + head + "\n\n" + "\n".join(tabs)


def _message(entry: Entry, found: Mapping[str, Places]) -> str:
    model = entry.load()
    facts = [
        f"* Flow: `{entry.flow}`",
        *([f"* Root templateId: `{entry.template}`"] if entry.template else []),
        *([f"* LOINC: `{entry.loinc}`"] if entry.loinc else []),
        *([f"* Event: `{entry.event}`"] if entry.event else []),
        *([f"* Skeleton: `cda_templates/{entry.name}.xml`"] if "cda" in entry.formats else []),
        *([f"* Schema: `xsd/{entry.place('xml')}/{entry.place('xml').partition('/')[0]}.xsd`"] if "xml" in entry.formats else []),
        *(f"* Format `{name}`: {_said(answer)}" for name, answer in formats_of(entry).items()),
        *(f"* FHIR profile `{name}`: {_said(answer)}" for name, answer in profiles_of(entry).items()),
    ]
    head = f"# {entry.name}\n\n{cell(meaning(model))}\n\n"
    more = "The columns are explained in [Messages](../messages.md), where the classes are too.\n\n"
    return head + "\n".join(facts) + "\n\n## Fields\n\n" + more + _fields(model, found, "../messages.md")


def _class(model: type[BaseModel], found: Mapping[str, Places]) -> str:
    return f"### {model.__name__} {{ #{anchor(model)} }}\n\n{cell(meaning(model))}\n\n{_fields(model, found)}"


def _fields(model: type[BaseModel], found: Mapping[str, Places], page: str = "") -> str:
    where = {PLACED[name]: each[model] for name, each in found.items() if model in each}
    rows = (
        [
            code(fact.name + ("[]" if fact.many else "")), cell(fact.label.it), cell(fact.label.en), fact.cardinality, _type(fact, page),
            *("<br>".join(_place(place) for place in each.get(fact.name, [])) or "none" for each in where.values()),
        ]
        for fact in facts_of(model).values()
    )  # fmt: skip
    return table(["Field", "Label", "Meaning", "How many", "Type", *(f"Place in {name}" for name in where)], rows)


def anchor(model: type[BaseModel]) -> str:
    """The name of a class on the page. Two folders may have a class of the same name, so the module is part of it."""
    return f"{model.__module__.removeprefix('siss_interop.').replace('.', '-').replace('_', '-')}-{model.__name__}".lower()


def _place(place: str) -> str:
    where, _, profiles = place.partition(NOTE)
    return f"{code(where)} ({profiles})" if profiles else code(where)


def _type(fact: Fact, page: str) -> str:
    linked = [f"[{model.__name__}]({page}#{anchor(model)})" for model in fact.classes]
    return " or ".join([*linked, *fact.kinds, *fact.literals])
