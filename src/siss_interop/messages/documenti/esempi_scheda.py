"""An example of the record of a patient: what a summary says, with half of it marked."""

from __future__ import annotations

from siss_interop.messages.documenti import esempi, esempi_parti
from siss_interop.messages.documenti.acquisizione import acquisisci
from siss_interop.messages.documenti.scheda import SchedaSanitariaIndividuale, dati, marca
from siss_interop.model.tipi import Id


def scheda() -> SchedaSanitariaIndividuale:
    """The record of the examples' patient, kept by their doctor."""
    empty = SchedaSanitariaIndividuale(
        id=Id(radice="2.16.840.1.113883.2.9.2.90.4.7", estensione="000001"), assistito=esempi_parti.assistito(), medico=esempi_parti.autore()
    )
    made, _ = acquisisci(empty, esempi.profilo())
    return marca(made, *(each.id for _, each in list(dati(made))[::2]))
