"""Examples of the transport documents, with invented people: a minimal document of each type, and those of `examples/trasporti/`."""

from __future__ import annotations

from typing import cast

from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.persone import Autore, Custode
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.conversione import documento
from siss_interop.messages.trasporti.documenti import CHIAVI, RelazioneTrasporto, RichiestaTrasporto
from siss_interop.model.tipi import Id

_QUANDO = "20241202093000+0100"


def _autrice() -> Autore:
    return c.autore(e.SPECIALISTA, "Paola", "Neri", momento=_QUANDO, organizzazione=c.organizzazione("Associazione di esempio", _associazione()))


def _associazione() -> Id:
    return Id(radice=f"{CHIAVI}.2", estensione="AV001")


def _custode() -> Custode:
    return c.custode("Associazione di esempio", _associazione())


def richiesta() -> RichiestaTrasporto:
    """A minimal valid request."""
    made, _ = documento(e.richiesta(), id=c.id_documento("090", "AV001.2024.R1"), data=_QUANDO, autore=_autrice(), custode=_custode())
    return cast("RichiestaTrasporto", made)


def richiesta_ricca() -> RichiestaTrasporto:
    """A request with all that may stand in one."""
    made, _ = documento(e.richiesta_ricca(), id=c.id_documento("090", "AV001.2024.R2"), data=_QUANDO, autore=_autrice(), custode=_custode())
    return cast("RichiestaTrasporto", made)


def relazione() -> RelazioneTrasporto:
    """A minimal valid report."""
    made, _ = documento(
        e.erogazione(), id=c.id_documento("090", "AV001.2024.E1"), data=_QUANDO, autore=_autrice(), custode=_custode(), assistito=e.ADA
    )
    return cast("RelazioneTrasporto", made)


def relazione_ricca() -> RelazioneTrasporto:
    """A report with all that may stand in one."""
    made, _ = documento(
        e.erogazione_ricca(), id=c.id_documento("090", "AV001.2024.E2"), data=_QUANDO, autore=_autrice(), custode=_custode(), assistito=e.ADA
    )
    return cast("RelazioneTrasporto", made)


TUTTI = (richiesta, richiesta_ricca, relazione, relazione_ricca)
