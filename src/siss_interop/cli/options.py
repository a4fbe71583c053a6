"""The arguments that several commands share, so that each is spelled and explained once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from siss_interop.messages.catalogue import CATALOGUE, FORMATS

PROFILES: Mapping[str, str] = {
    "document": "the document as such: a Composition and all that it refers to",
    "transaction": "what a server stores: a request for each resource",
    "message": "an event told to somebody: a MessageHeader, and what it is about",
    "collection": "resources that belong together, to be handed over: a record",
}
"""The kinds of FHIR bundle."""


class Lang(StrEnum):
    """Languages of texts."""

    IT = "it"
    EN = "en"


class Syntax(StrEnum):
    """The forms of FHIR."""

    JSON = "json"
    XML = "xml"


class Systems(StrEnum):
    """The families of identifier systems of FHIR."""

    HL7IT = "hl7it"
    OID = "oid"


class Form(StrEnum):
    """How a result is told: to people or to programs."""

    TEXT = "text"
    JSON = "json"


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in FORMATS:
        raise typer.BadParameter(f"unknown format; there are: {', '.join(FORMATS)}")
    return name


def _known_profile(name: str | None) -> str | None:
    if name is not None and name not in PROFILES:
        raise typer.BadParameter(f"unknown profile; there are: {', '.join(PROFILES)}")
    return name


def _known_type(name: str) -> str:
    names = {entry.name.casefold(): entry.name for entry in CATALOGUE}
    if name.casefold() in names:
        return names[name.casefold()]
    near = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.4)
    hint = f"did you mean {names[near[0]]}? " if near else ""
    raise typer.BadParameter(f"no such message; {hint}messages: {', '.join(names.values())}")


_FORMATS_HELP = "; ".join(f"{name}: {what}" for name, what in FORMATS.items())

SourceArgument = Annotated[str, typer.Argument(help="A file, or - for standard input.", show_default=False)]
SourcesArgument = Annotated[
    list[str], typer.Argument(metavar="SOURCE...", help="Files; one of them may be - for standard input.", show_default=False)
]
TypeArgument = Annotated[str, typer.Argument(metavar="TYPE", help="A message: see the command messages.", callback=_known_type, show_default=False)]
ToOption = Annotated[str, typer.Option("--to", metavar=f"[{'|'.join(FORMATS)}]", help=f"Format to write. {_FORMATS_HELP}.", callback=_known_format)]
ToIfAny = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar=f"[{'|'.join(FORMATS)}]",
        help=f"Format to write; by default the first that the message has. {_FORMATS_HELP}.",
        callback=_known_format,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar=f"[{'|'.join(PROFILES)}]",
        help=f"With --to fhir: the kind of bundle; by default the first that the message has. {'; '.join(map(': '.join, PROFILES.items()))}.",
        callback=_known_profile,
    ),
]
SyntaxOption = Annotated[
    Syntax | None, typer.Option("--syntax", help="With --to fhir: its JSON (as by default) or its XML form.", show_default=False)
]
SystemsOption = Annotated[
    Systems | None,
    typer.Option(
        "--systems",
        help="With --to fhir: the family of identifier systems, the URIs of HL7 Italia (as by default) or OIDs as the FSE gateway has them.",
        show_default=False,
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to standard output, whole or not at all.")
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of texts.")]
FormOption = Annotated[Form, typer.Option("--format", help="Text for people, JSON for programs.")]
ValuesOption = Annotated[bool, typer.Option("--show-values", help="Let reports show values of the message. They are personal data.")]
