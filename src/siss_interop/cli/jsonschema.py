"""The JSON Schema of a message, read off its model: labels as titles, patterns in the dialect of JSON Schema."""

from __future__ import annotations

from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from siss_interop.messages.catalogue import Entry
from siss_interop.model.marks import labels
from siss_interop.wire.jsonio import VERSION

_UNFIT: Final = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF"
"""What no XML document may hold. The models name what it may hold, in the dialect of Rust, which JSON Schema does not know."""
TEXT: Final = rf"^[^{_UNFIT}]*[^{_UNFIT}\s][^{_UNFIT}]*$"
RUN: Final = rf"^[^{_UNFIT}]+$"


class _Italian(GenerateJsonSchema):
    """The schema with Italian titles, English meanings, and patterns that every checker can read."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        properties = made.get("properties", {})
        for name, mark in labels(cast("type[BaseModel]", schema["cls"])).items():
            if name in properties:
                properties[name] = {**properties[name], "title": mark.it, "description": mark.en}
        return made

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        made = super().str_schema(schema)
        pattern = made.get("pattern", "")
        if r"\x{" in pattern:
            made["pattern"] = TEXT if "&&" in pattern else RUN
        return made


class _English(_Italian):
    """The same with the English meanings alone."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        for name, mark in labels(cast("type[BaseModel]", schema["cls"])).items():
            made["properties"][name]["title"] = mark.en
        return made


def schema_of(which: Entry, lang: str = "it", *, envelope: bool = False) -> dict[str, Any]:
    """The schema of a message's content as it stands in our JSON, or of the whole file around it."""
    content = which.load().model_json_schema(schema_generator=_English if lang == "en" else _Italian)
    head = {"$schema": GenerateJsonSchema.schema_dialect}
    if not envelope:
        return {**head, **content, "title": which.title}
    parts = content.pop("$defs", {})
    return {
        **head,
        "title": which.title,
        "type": "object",
        "properties": {
            "siss_interop": {"const": VERSION},
            "message": {"const": which.name},
            "content": {"anyOf": [{"$ref": f"#/$defs/{which.name}"}, {"type": "null"}]},
            "original": {
                "type": "object",
                "properties": {"format": {"type": "string"}, "base64": {"type": "string", "contentEncoding": "base64"}},
                "required": ["format", "base64"],
                "additionalProperties": False,
            },
        },
        "required": ["siss_interop", "message", "content"],
        "additionalProperties": False,
        "$defs": {**parts, which.name: content},
    }
