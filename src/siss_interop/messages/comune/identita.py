"""The identifier of a person in events and in documents: which of the one is which of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from siss_interop.ids import oids
from siss_interop.messages.comune.costruzione import identificativo, regionale
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.model.tipi import Id

_GENERI = {"CF": "cf", "ANA": "ana", "STP": "stp", "ENI": "eni", "TEAM": "team_persona"}
_STP_REGIONALE = re.compile(rf"{re.escape(oids.IT)}\.2\.([1-9][0-9]{{1,2}})\.4\.1\.1")


def radice(registro: str) -> str:
    """The OID of a register."""
    found = oids.registry(registro)
    if found is None:
        raise LookupError(registro)
    return found.oid


TESSERA = radice("team_tessera")
#: OID -> kind of identifier, the most telling first
_DI_RADICE = {radice(registro): genere for genere, registro in _GENERI.items()}


def ids_di_assistito(persona: IdentificativoAssistito) -> tuple[Id, ...]:
    """The identifiers of a person for a document; none for one who has none."""
    if persona.codice is None or persona.genere == "NESSUNO":
        return ()
    if persona.genere == "STP" and persona.emittente is not None and _regione(persona.emittente):
        return (regionale(persona.emittente, persona.codice, "stp"),)
    card = (identificativo("team_tessera", persona.tessera),) if persona.genere == "TEAM" and persona.tessera is not None else ()
    return (*card, identificativo(_GENERI[persona.genere], persona.codice))


def _regione(emittente: str) -> bool:
    return re.fullmatch(r"[0-9]{3}", emittente) is not None and int(emittente) >= 10


def persona_di(ids: Sequence[Id]) -> IdentificativoAssistito | None:
    """The person that identifiers of a document name: by tax code if there is one, then ANA, STP, ENI, TEAM. None where none is known."""
    known = sorted((found for each in ids if (found := _persona(each, ids)) is not None), key=lambda found: list(_GENERI).index(found.genere))
    return known[0] if known else None


def _persona(one: Id, ids: Iterable[Id]) -> IdentificativoAssistito | None:
    regional = _STP_REGIONALE.fullmatch(one.radice or "")
    genere = "STP" if regional else _DI_RADICE.get(one.radice or "")
    if genere is None or one.estensione is None:
        return None
    card = next((each.estensione for each in ids if each.radice == TESSERA and each.estensione), None) if genere == "TEAM" else None
    try:
        return IdentificativoAssistito.model_validate(
            {"genere": genere, "codice": one.estensione, "emittente": regional[1].zfill(3) if regional else None, "tessera": card}
        )
    except ValidationError:  # another form than events admit: not an identifier of this kind
        return None
