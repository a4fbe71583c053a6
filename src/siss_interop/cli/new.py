"""`new`: a minimal valid message to start from."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from siss_interop.cli.edge import edge
from siss_interop.cli.options import Lang, LangOption, OutOption, ToIfAny, TypeArgument
from siss_interop.cli.out import payload, write_file
from siss_interop.errors import SissError
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry, entry

if TYPE_CHECKING:
    from siss_interop.model.base import Message

OPAQUE = "IDENTIFICATIVO0CIFRATO" * 7 + "DI0ESEMPIO0ESEMPI="
"""In the place of an encrypted identifier: of its form, and plainly to be replaced."""
EXAMPLES = ("new SchedaSingolaVaccinazione > documento.xml", "new CertificatoVaccinale --to json")


@edge
def command(type_: TypeArgument, to: ToIfAny = None, output: OutOption = None, lang: LangOption = Lang.IT) -> None:
    """Write a minimal valid message, with invented people, to start from."""
    from siss_interop.api import write

    which = entry(type_)
    # a document is CDA, an event what its flow is written in
    target = to or next((name for name in FORMATS if name in which.formats), "json")
    written = _for_the_register(which) if target == "avn" else write(sample(which), to=target).payload
    if output is None:
        payload(written)
    else:
        write_file(output, written)


def _for_the_register(which: Entry) -> bytes:
    """The sample with an opaque person, as the register has it; a cancellation finds what it takes back among the other samples."""
    from siss_interop.messages.vaccinazioni.avn import write_one
    from siss_interop.messages.vaccinazioni.eventi import EventoSIV, IdentificativoCifrato

    opaque = {"assistito": IdentificativoCifrato(valore=OPAQUE)}
    events = {each.name: sample(each).model_copy(update=opaque) for each in CATALOGUE if "avn" in each.formats}
    known = [event for event in events.values() if isinstance(event, EventoSIV)]
    which.place("avn")
    return write_one(next(event for event in known if type(event).__name__ == which.name), cancelled=known).payload


def sample(which: Entry) -> Message:
    """The sample message of an entry. Raises SissError where it has none."""
    if which.sample is None:
        raise SissError(f"{which.name} has no sample")
    module, _, name = which.sample.partition(":")
    made: Message = getattr(import_module(module), name)()
    return made
