"""`new`: a minimal valid message to start from."""

from __future__ import annotations

from siss_interop.cli.edge import edge
from siss_interop.cli.options import Lang, LangOption, OutOption, ToIfAny, TypeArgument
from siss_interop.cli.out import payload, write_file
from siss_interop.messages.catalogue import FORMATS, entry

EXAMPLES = ("new SchedaSingolaVaccinazione > documento.xml", "new CertificatoVaccinale --to json", "new VaccinazioneEffettuata --to fhir")


@edge
def command(type_: TypeArgument, to: ToIfAny = None, output: OutOption = None, lang: LangOption = Lang.IT) -> None:
    """Write a minimal valid message, with invented people, to start from."""
    from siss_interop.api import write
    from siss_interop.generate.examples import for_the_register, sample

    which = entry(type_)
    # a document is CDA, an event what its flow is written in
    target = to or next((name for name in FORMATS if name in which.formats), "json")
    written = for_the_register(which) if target == "avn" else write(sample(which), to=target).payload
    if output is None:
        payload(written)
    else:
        write_file(output, written)
