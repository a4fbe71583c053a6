"""How codes, days, places and people stand in FHIR R4 where they are those of an event of a flow.

A code of a list has the list's OID as its system, or a URN of ours where the ministry gives the list none; beside it stands its label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

from siss_interop.codes import code_list
from siss_interop.ids.oids import IT, code_system, regional, registry
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.options import BASE, SYSTEMS
from siss_interop.wire.fhir.names import CODES, HL7, IDENTIFIERS, OURS, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import COMUNI
from siss_interop.wire.words import Binding, By, In, Leaf, Row, Word

REGIONI = "https://www.hl7.it/fhir/terminology/CodeSystem/minsan-regione"
ASSOCIAZIONI = "urn:oid:2.25.167749702115617346441658521679386655953.2"
"""System of the codes of voluntary associations and committees: no public register names one, so it is ours."""
_STATI = "urn:iso:std:iso:3166"
_SYSTEMS = {"regioni": REGIONI, "stati": _STATI}

# ---- days

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> date:
    if type(value) is not str or not _DAY.fullmatch(value):
        raise ValueError("not a day")
    return date.fromisoformat(value)


GIORNO = Leaf(_day, date.isoformat)

# ---- codes


@cache
def sistema(lista: str) -> str:
    """The system of a code list of ours."""
    oid = code_list(lista).oid
    return f"urn:oid:{oid}" if oid else _SYSTEMS.get(lista, f"{BASE}:lista:{lista}")


@cache
def _etichette(lista: str) -> Mapping[str, str]:
    return {code: periods[-1].it for code, periods in code_list(lista).entries.items() if periods[-1].it}


def _write_code(code: str | None, *, labels: Mapping[str, str]) -> Json:
    if code is None:
        return {}
    return {"code": code, "display": labels[code]} if code in labels else {"code": code}


def _read_code(code: Any, display: Any, *, labels: Mapping[str, str]) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if not (code is None or (type(code) is str and code)):
        raise ValueError("not a code")
    return (code,), ("display",) if display is not None and display != labels.get(code or "") else ()


def codice_solo(field: str, lista: str) -> Word:
    """A code of a list and its label, where the words stand on the Coding and a selector says its system."""
    labels = _etichette(lista)
    return By(
        (field,), ("code", "display"), partial(_write_code, labels=labels), partial(_read_code, labels=labels), "the label goes with its code"
    )  # fmt: skip


def coding(field: str, path: str, lista: str) -> Word:
    """A code of a list at the Coding of a path; codes of other systems that stand there are not meant."""
    return In(f"{path}[system='{sistema(lista)}']", codice_solo(field, lista))


def codice(field: str, path: str, lista: str) -> Word:
    """A code of a list as one of the codings of the CodeableConcept at a path."""
    return coding(field, f"{path}.coding", lista)


def concetto(lista: str) -> Leaf:
    """The same code once more, for what R4 demands: a whole CodeableConcept."""
    labels = _etichette(lista)
    return Leaf(None, lambda code: {"coding": [{"system": sistema(lista), **_write_code(code, labels=labels)}]})


# ---- identifiers and codes whose system depends on the family


def _write_pair(value: str | None, *, family: str, uris: Mapping[str, str], key: str) -> Json:
    return {} if value is None else {"system": uris[family], key: value}


def _read_pair(system: Any, value: Any, *, family: str, uris: Mapping[str, str], key: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if value is not None and (type(value) is not str or not value):
        raise ValueError("not a text")
    if system not in uris.values():
        return (None,), tuple(name for name, found in (("system", system), (key, value)) if found is not None)
    return (value,), ()


def _pair(field: str, uris: Mapping[str, str], key: str) -> Word:
    return By(
        (field,), ("system", key), partial(_write_pair, uris=uris, key=key), partial(_read_pair, uris=uris, key=key),
        "the system depends on the family", family=True,
    )  # fmt: skip


def _uris(dump: Callable[[str, str], str], oid: str) -> dict[str, str]:
    return {family: dump(oid, family) for family in SYSTEMS}


def radice(registro: str) -> str:
    """The OID of a register."""
    found = registry(registro)
    if found is None:
        raise LookupError(registro)
    return found.oid


def identificativo(field: str, registro: str) -> Word:
    """An identifier of a register, where the words stand on the resource."""
    return In("identifier", _pair(field, _uris(IDENTIFIERS.dump, radice(registro)), "value"))


def codice_di(field: str, path: str, key: str) -> Word:
    """One of the codings at a path: that of a code system without a list of ours (AIC, ATC, ICD-9-CM)."""
    found = code_system(key)
    if found is None:
        raise LookupError(key)
    uris = _uris(CODES.dump, found.oid)
    return In(f"{path}.coding[system='{'|'.join(dict.fromkeys(uris.values()))}']", _pair(field, uris, "code"))


# ---- places

_CODED = f"extension[url='{HL7}iso21090-SC-coding'].valueCoding"


def indirizzo(dove: str = "", *, stato: bool) -> tuple[Word, ...]:
    """The place `comune_…`, `asl_…`, `regione_…`, `stato_…` of an event, where the words stand on the Address. ISTAT's codes have no names."""
    of = f"_{dove}" if dove else ""
    return (
        comune(f"comune{of}"), coding(f"regione{of}", f"state.{_CODED}", "regioni"), *((Row(f"stato{of}", "country"),) if stato else ()),
        Row(f"asl{of}", f"{mine('asl')}.valueString"),
    )  # fmt: skip


def comune(field: str) -> Word:
    """A comune by its ISTAT code, where the words stand on the Address."""
    return Row(field, f"city.{_CODED}[system='{COMUNI}'].code")


# ---- people

_TESSERA = radice("team_tessera")
_GENERI = {genere: radice(registro) for genere, registro in (("CF", "cf"), ("STP", "stp"), ("ENI", "eni"), ("TEAM", "team_persona"), ("ANA", "ana"))}
_DI_RADICE = {oid: genere for genere, oid in _GENERI.items()}
_NESSUNO: Json = {"extension": [{"url": f"{OURS}identificativo-assistito", "valueCode": "NESSUNO"}]}
_STP_REGIONALE = re.compile(rf"{re.escape(IT)}\.2\.([1-9][0-9]{{1,2}})\.4\.1\.1")
_EMITTENTE = re.compile(r"(0[1-9][0-9]|[1-9][0-9]{2})(?:[0-9]{3})?")
"""A region, or an Azienda of one."""


def write_assistito(genere: str, codice: str | None, emittente: str | None, tessera: str | None, *, family: str) -> Json:
    """The identifiers of a person: the card first, for its number alone is one person's; then what tells the kind, also where there is no value.

    An STP is unique in its region, whose OID is the system. An issuer that is needed to tell two equal values apart stands as the assigner's own
    identifier: no server is asked for such a value alone.
    """
    made: list[Json] = [] if tessera is None else [{"system": IDENTIFIERS.dump(_TESSERA, family), "value": tessera}]
    found = _EMITTENTE.fullmatch(emittente or "") if genere == "STP" else None
    main: Json = (
        {**_NESSUNO} if genere == "NESSUNO" else {"system": IDENTIFIERS.dump(regional(found[1], "stp").oid if found else _GENERI[genere], family)}
    )
    if codice is not None:
        main["value"] = codice
    if emittente is not None and not (found and emittente == found[1]):
        main["assigner"] = {"display": emittente} if found else {"identifier": {"value": emittente}}
    return {"identifier": [*made, main]}


def read_assistito(given: Any, *, family: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """Kind, value, issuer and card of the identifiers of a person, and what of them says something else."""
    ids = _by_oid(given)
    card = next((each["value"] for each in ids if each.get("system") == _TESSERA and "value" in each), None)
    found = next((pair for each in ids if (pair := _genere(each)) is not None), None)
    if found is None:
        return (None, None, None, card), ("identifier",)
    genere, region, main = found
    assigner = main.get("assigner", {})
    values = (genere, main.get("value"), assigner.get("identifier", {}).get("value") or assigner.get("display") or region, card)
    return values, () if _by_oid(write_assistito(*values, family=family)["identifier"]) == ids else ("identifier",)


def _by_oid(ids: Any) -> list[Json]:
    """Identifiers with the OIDs of their systems, whichever family they are written in."""
    return [{**each, "system": IDENTIFIERS.load(each["system"])} if "system" in each else each for each in ids]


def _genere(each: Json) -> tuple[str, str | None, Json] | None:
    """The kind of an identifier, and the region that gave it where the system says so."""
    oid = each.get("system")
    if oid is None:
        return ("NESSUNO", None, each) if each.get("extension") == _NESSUNO["extension"] else None
    regional_stp = _STP_REGIONALE.fullmatch(oid)
    if regional_stp:
        return "STP", regional_stp[1].zfill(3), each
    return (_DI_RADICE[oid], None, each) if oid in _DI_RADICE else None


IN_CHIARO = Binding(
    IdentificativoAssistito,
    By(
        ("genere", "codice", "emittente", "tessera"), ("identifier",), write_assistito, read_assistito,
        "the kind of identifier is its system, and a European card is a second identifier", family=True,
    ),
)  # fmt: skip
"""Who it is about, in clear, where the words stand on the Patient."""
