"""The person of an event and the patient of a document: which identifier of the one is which of the other."""

from __future__ import annotations

from siss_interop.messages.comune.identita import TESSERA, ids_di_assistito, persona_di, radice
from siss_interop.messages.vaccinazioni.eventi import IdentificativoCifrato, Persona
from siss_interop.model.tipi import Id

__all__ = ["TESSERA", "ids_di", "persona_di", "radice"]


def ids_di(persona: Persona) -> tuple[Id, ...]:
    """The identifiers of a person for a document; none for one who has none, or whose identifier only the ministry can open."""
    return () if isinstance(persona, IdentificativoCifrato) else ids_di_assistito(persona)
