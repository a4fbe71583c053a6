"""The glossary: Italian names of classes and fields, and what they mean in English."""

from __future__ import annotations

from siss_interop.generate.fields import facts_of, meaning, parts_of
from siss_interop.generate.markdown import MADE, cell, code, table
from siss_interop.messages.catalogue import CATALOGUE

_INTRODUCTION = """# Glossary

Names of the domain are Italian, as in the implementation guides; the machinery is English. Both tables are read off the models: a word that has one
meaning in one class and another elsewhere has a line for each.
"""


def page() -> str:
    """The whole page, as Markdown."""
    models = [entry.load() for entry in CATALOGUE]
    classes = [*models, *parts_of(*models)]
    fields: dict[tuple[str, str, str], list[str]] = {}
    for model in classes:
        for fact in facts_of(model).values():
            fields.setdefault((fact.name, fact.label.it, fact.label.en), []).append(fact.declared_in.__name__)
    of_classes = ([code(model.__name__), cell(meaning(model))] for model in sorted(classes, key=lambda model: model.__name__))
    of_fields = (
        [code(name), cell(it), cell(en), ", ".join(code(found) for found in dict.fromkeys(where))]
        for (name, it, en), where in sorted(fields.items(), key=lambda item: (item[0], item[1]))
    )
    return "\n".join([
        MADE, _INTRODUCTION,
        "## Classes\n", table(["Class", "English"], of_classes),
        "## Fields\n", table(["Field", "Italian", "English", "In"], of_fields),
    ])  # fmt: skip
