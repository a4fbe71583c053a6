"""Official documents taken into a record, and a summary selected from it."""

from __future__ import annotations

from pathlib import Path

import siss_interop as siss
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti.acquisizione import acquisisci
from siss_interop.messages.documenti.scheda import SchedaSanitariaIndividuale, dati, marca
from siss_interop.messages.documenti.selezione import seleziona
from siss_interop.model.tipi import Id

KINDS = ("PSS", "LDO", "VPS", "LAB", "RAD", "RSA", "RAP", "TPI")


def test_official_documents_are_taken_in_and_selected(conformance: Path) -> None:
    files = sorted(path for kind in KINDS for path in conformance.glob(f"cda/{kind}/examples-ok/*.xml"))
    assert len(files) > 20
    taken = 0
    for path in files:
        document = siss.read(path).message
        assert isinstance(document, Documento), path.name
        empty = SchedaSanitariaIndividuale(id=Id(radice="2.25.1"), assistito=document.assistito, medico=p.autore())
        record, outcome = acquisisci(empty, document)
        assert outcome.conflitti == (), path.name
        assert acquisisci(record, document)[0] == record, path.name
        marked = marca(record, *(each.id for _, each in dati(record)))
        summary = seleziona(marked, id=c.id_documento("090", "altro"), data="20240401090000+0200", custode=p.custode())
        again = acquisisci(marked, summary)[1]
        assert (again.aggiunte, again.conflitti) == ((), ()), path.name
        assert len(again.riconosciute) == len(list(dati(record))), path.name
        taken += len(outcome.aggiunte)
    assert taken > 150
