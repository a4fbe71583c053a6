"""`schema`: the JSON Schema of a message."""

from __future__ import annotations

from typing import Annotated

import typer

from siss_interop.cli.edge import edge
from siss_interop.cli.options import Lang, LangOption, OutOption, TypeArgument
from siss_interop.cli.out import as_json, payload, write_file
from siss_interop.messages.catalogue import entry

EXAMPLES = ("schema SchedaSingolaVaccinazione > scheda.schema.json", "schema CertificatoVaccinale --envelope")


@edge
def command(
    type_: TypeArgument,
    envelope: Annotated[bool, typer.Option("--envelope", help="Of the whole JSON file, with the original, and not of its content alone.")] = False,
    output: OutOption = None,
    lang: LangOption = Lang.IT,
) -> None:
    """Write the JSON Schema of a message.

    It is of draft 2020-12; the labels of the fields are its titles.
    """
    from siss_interop.cli.jsonschema import schema_of

    made = as_json(schema_of(entry(type_), lang, envelope=envelope))
    if output is None:
        payload(made)
    else:
        write_file(output, made)
