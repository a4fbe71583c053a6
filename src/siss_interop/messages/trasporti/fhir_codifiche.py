"""How the keys, people, places and vehicles of the transport events stand in FHIR R4."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from siss_interop.messages.comune.fhir_codici import ASSOCIAZIONI, GIORNO, IN_CHIARO, codice, coding, comune, identificativo, indirizzo, radice
from siss_interop.messages.trasporti.documenti import CHIAVI
from siss_interop.messages.trasporti.eventi import Assistito, Luogo, MezzoUsato, Prescrizione, Residenza
from siss_interop.options import BASE
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import table
from siss_interop.wire.words import STR, Binding, By, Fixed, In, Leaf, Row, Same, Word

SISTEMA_CHIAVI = f"urn:oid:{CHIAVI}"
"""System of the keys of requests and deliveries, in the documents as here."""
_TARGHE = f"urn:oid:{CHIAVI}.1"
CODICI = f"{BASE}:trasporti:codice"
"""Our codes of what a transport says, where FHIR demands one."""

# ---- keys

RICHIESTA = ("codice_av", "anno_richiesta", "progressivo_richiesta")
EROGAZIONE = (*RICHIESTA, "progressivo_erogazione")


def _write_chiave(*parts: str | None) -> Json:
    said = [part for part in parts if part is not None]
    return {"value": ".".join(said)} if said else {}


def _read_chiave(value: Any, *, least: int, most: int) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if value is None:
        return (None,) * most, ()
    parts = value.split(".") if type(value) is str else []
    if not least <= len(parts) <= most or not all(parts):
        raise ValueError("not a key")
    return (*parts, *(None for _ in range(most - len(parts)))), ()


def chiave(fields: tuple[str, ...], path: str, least: int | None = None) -> Word:
    """The key of a request or of a delivery, as the one identifier at a path: ASSOCIATION.YEAR.NUMBER[.DELIVERY]."""
    read = partial(_read_chiave, least=least or len(fields), most=len(fields))
    return In(
        f"{path}[system='{SISTEMA_CHIAVI}']", By(fields, ("value",), _write_chiave, read, "the parts of a key together are one identifier")
    )  # fmt: skip


def chiave_di(evento: Any, fields: tuple[str, ...] = RICHIESTA) -> str:
    """The key as one text: of an event, or of the values that were read of one."""
    held = evento if isinstance(evento, Mapping) else evento.__dict__
    return ".".join(str(held[name]) for name in fields if held.get(name) is not None)


def della_richiesta(path: str) -> Word:
    """A reference to the request that an event is about, by its key."""
    return In(
        path, Fixed("type", "ServiceRequest"), Fixed("identifier.system", SISTEMA_CHIAVI), Fixed("identifier.value", Same(".", Leaf(None, chiave_di)))
    )  # fmt: skip


# ---- offices: only their codes are known, so they are referred to by these


def associazione(field: str, path: str) -> Word:
    """A reference to an association by its code."""
    return In(path, Fixed("type", "Organization", when=field), In(f"identifier[system='{ASSOCIAZIONI}']", Row(field, "value")))


def la_stessa_associazione(field: str, path: str) -> Word:
    """A reference to an association whose code another word says."""
    return In(path, Fixed("type", "Organization"), In("identifier", Fixed("system", ASSOCIAZIONI), Fixed("value", Same(field, STR))))


def azienda(field: str, path: str) -> Word:
    """A reference to an Azienda by its code."""
    return In(path, Fixed("type", "Organization"), identificativo(field, "azienda"))


# ---- people

_SESSI = table({"1": "male", "2": "female", "9": "unknown"}, "sesso", "unknown")
ASSISTITO = Binding(
    Assistito,
    Row("identificativo", ".", IN_CHIARO), Row("cognome", "name.family"), Row("nome", "name.given"), Row("sesso", "gender", _SESSI),
    Row("data_nascita", "birthDate", GIORNO), In("telecom", Fixed("system", "other", when="recapito"), Row("recapito", "value")),
    Row("residenza", "address", Binding(Residenza, *indirizzo(stato=True))),
)  # fmt: skip
"""Who is transported, where the words stand on the Patient."""

_RICETTARI = {"DEMA": f"urn:oid:{radice('nre')}", **{each: f"{BASE}:trasporti:ricetta:{each}" for each in ("SSN", "ALTRO")}}
_RICETTARIO_DI = {system: ricettario for ricettario, system in _RICETTARI.items()}


def _write_ricetta(ricettario: str, numero: str | None) -> Json:
    return {"system": _RICETTARI[ricettario]} | ({} if numero is None else {"value": numero})


def _read_ricetta(system: Any, value: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if not (value is None or (type(value) is str and value)) or not (system is None or type(system) is str):
        raise ValueError("not a number of a prescription")
    return (_RICETTARIO_DI.get(system or ""), value), () if system is None or system in _RICETTARIO_DI else ("system",)


PRESCRIZIONE = Binding(
    Prescrizione,
    In(
        "requisition",
        By(("tipo_ricettario", "numero_ricetta"), ("system", "value"), _write_ricetta, _read_ricetta, "the pad is the system of its numbers"),
    ),
    Row("data_prescrizione", f"{mine('data-prescrizione')}.valueDate", GIORNO),
    In("requester->Practitioner", identificativo("codice_fiscale_medico", "cf")),
    coding("tipo_prescrittore", f"{mine('tipo-prescrittore')}.valueCoding", "trasporto_prescrittore"),
)  # fmt: skip
"""The prescription, where the words stand on the ServiceRequest: its number is what the request is composed under."""

# ---- places and vehicles

LUOGO = Binding(
    Luogo,
    codice("genere", "type", "trasporto_luogo"), In("address", Row("indirizzo", "line"), comune("comune")),
    identificativo("codice_struttura", "struttura"),
)  # fmt: skip
_FISICO = "http://terminology.hl7.org/CodeSystem/location-physical-type"
MEZZO = Binding(
    MezzoUsato,
    In("physicalType.coding", Fixed("system", _FISICO), Fixed("code", "ve")), codice("genere", "type", "trasporto_mezzo"), Row("sigla", "name"),
    In("identifier", Fixed("system", _TARGHE, when="targa"), Row("targa", "value")),
)  # fmt: skip
"""A vehicle is a place that moves."""
