"""Where the envelope stands in FHIR R4: a bundle of type `message`, whose MessageHeader says what the envelope does, and whose focus is the event.

The event is what it is in a transaction by itself, its tag included, so a receiver can treat it alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from siss_interop.messages import catalogue
from siss_interop.messages.busta.modelli import FLUSSI, BustaEventoSanitario, Contenuto, Parte, campo
from siss_interop.messages.comune.fhir_codici import ASSOCIAZIONI, IN_CHIARO, REGIONI, concetto, radice
from siss_interop.options import BASE, SYSTEMS
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.names import IDENTIFIERS, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.words import Binding, By, Fixed, In, Leaf, Row, Same, Word

MITTENTE, DESTINATARIO = f"{BASE}:busta:mittente", f"{BASE}:busta:destinatario"
"""The endpoints of a message: names of ours, for no public address is known."""

# ---- who sends and receives

_AZIENDA = radice("azienda")
_SISTEMI = {"REGIONE": REGIONI, "AV": ASSOCIAZIONI, "CRI": ASSOCIAZIONI}
_GENERE = concetto("busta_soggetto")


def _write_parte(genere: str, codice: str, *, family: str) -> Json:
    system = IDENTIFIERS.dump(_AZIENDA, family) if genere == "AZIENDA" else _SISTEMI.get(genere, f"{BASE}:busta:soggetto:{genere}")
    return {"identifier": [{"system": system, "value": codice}], "type": [_GENERE.dump(genere) if _GENERE.dump else {}]}


def _read_parte(identifier: Any, kind: Any, *, family: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """What differs from what the two fields would write is left over."""
    genere, codice = kind[0]["coding"][0]["code"], identifier[0]["value"]
    if type(genere) is not str or type(codice) is not str:
        raise ValueError("not a party")
    known = [_write_parte(genere, codice, family=each) for each in SYSTEMS]
    given = {"identifier": identifier, "type": kind}
    return (genere, codice), tuple(key for key, found in given.items() if not any(made[key] == found for made in known))


PARTE = Binding(
    Parte,
    By(("genere", "codice"), ("identifier", "type"), _write_parte, _read_parte, "the system of a party's code depends on its kind", family=True),
    Row("denominazione", "name"),
)  # fmt: skip

# ---- the event


def _write_evento(flusso: str, tipo: str) -> Json:
    return {"system": catalogue.event_system(FLUSSI[flusso]), "code": tipo}


_FLUSSO_DI = {catalogue.event_system(name): code for code, name in FLUSSI.items()}


def _read_evento(system: Any, code: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if not (code is None or (type(code) is str and code)):
        raise ValueError("not a code")
    return (_FLUSSO_DI.get(system), code), () if system is None or system in _FLUSSO_DI else ("system",)


def _contenuto() -> Iterator[Word]:
    """Each event as the focus, as it is in a transaction."""
    for entry in catalogue.events():
        binding = entry.fhir().profiles["transaction"]
        yield Row(campo(entry.name), f"focus->{binding.tag}[meta.tag.code='{entry.event}']", binding)


# ---- the envelope

_UUID = "urn:uuid:"
_ID = re.compile(rf"{_UUID}[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")


def _uuid(value: Any) -> str:
    if type(value) is not str or not _ID.fullmatch(value):
        raise ValueError("not a UUID")
    return value.removeprefix(_UUID)


_BUSTA = Binding(
    BustaEventoSanitario,
    Fixed(f"meta.tag[system='{catalogue.event_system('busta')}'].code", "BustaEventoSanitario"),
    Fixed("/identifier.system", "urn:ietf:rfc:3986"), Row("id_busta", "/identifier.value", Leaf(_uuid, _UUID.__add__)),
    Row("data_ora_invio", "/timestamp"), Fixed("source.endpoint", MITTENTE), Row("mittente", "sender->Organization", PARTE),
    Row("per_conto_di", "responsible->Organization", PARTE),
    In("destination", Fixed("endpoint", DESTINATARIO), Row("destinatario", "receiver->Organization", PARTE)),
    In("eventCoding", By(("flusso", "tipo_evento"), ("system", "code"), _write_evento, _read_evento, "the flow is the system of its events")),
    Row("data_ora_evento", f"{mine('data-ora-evento')}.valueDateTime"),
    Row("soggetto", f"{mine('soggetto')}.valueReference->Patient", IN_CHIARO), Row("oscurato", f"{mine('oscurato')}.valueBoolean"),
    Row("contenuto", ".", Binding(Contenuto, *_contenuto())), Fixed("focus", Same("<-")), tag="MessageHeader",
)  # fmt: skip
BUSTA = FhirMapping({"message": _BUSTA}, lambda busta: str(busta.id_busta))
