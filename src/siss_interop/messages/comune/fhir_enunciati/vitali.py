"""What FHIR R4 demands of vital signs, which it knows by their LOINC codes alone: a category, a time, a quantity in certain units.

Blood pressure is a panel there: what a document tells as a systolic pressure alone is a panel whose diastolic component is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siss_interop.messages.comune.fhir import LOINC_URI
from siss_interop.messages.comune.fhir_enunciati.valori import quantita, tra
from siss_interop.messages.comune.testata import LOINC
from siss_interop.wire.fhir.out import ABSENT, Json
from siss_interop.wire.fhir.tipi import as_quantity, quando_al_giorno
from siss_interop.wire.words import Fixed, In, Leaf, Same, Word

_BMI = "39156-5"
_LENGTH = frozenset({"cm", "[in_i]"})
_A_MINUTE = frozenset({"/min"})
_PRESSURE = frozenset({"mm[Hg]"})
#: LOINC codes of the vital signs of R4, each with the units that it admits; a panel has no value
_UNITS: Mapping[str, frozenset[str]] = {
    "85353-1": frozenset(), "85354-9": frozenset(), "8480-6": _PRESSURE, "8462-4": _PRESSURE, "9279-1": _A_MINUTE, "8867-4": _A_MINUTE,
    "2708-6": frozenset({"%"}), "8310-5": frozenset({"Cel", "[degF]"}), "8302-2": _LENGTH, "9843-4": _LENGTH,
    "29463-7": frozenset({"kg", "g", "[lb_av]"}), _BMI: frozenset({"kg/m2"}),
}  # fmt: skip
_CODES = {"pressione": "85354-9", "pressione-sistolica": "8480-6", "pressione-diastolica": "8462-4"}
_FORMS = {code: form for form, code in _CODES.items()}
PRESSIONE, SISTOLICA, DIASTOLICA = _CODES
"""Forms of an observation: a panel of blood pressure, and each of its two parts told alone."""
SEGNO_A_PARTE, A_PARTE = "segno-vitale", "-a-parte"
"""The form of any other vital sign, and the ending of one of a pressure, whose value R4 does not admit."""


def segno(codice: Any) -> str | None:
    """The vital sign that a code, or a translation of it, names."""
    if codice is None:
        return None
    code: str | None = tra(codice, "codice")
    if code in _UNITS and tra(codice, "sistema") == LOINC:
        return code
    others = tra(codice, "traduzioni")  # most codes are of no vital sign and have none
    return next(filter(None, map(segno, others)), None) if others else None


def regolare(osservazione: Any) -> bool:
    """Whether the value is one that R4 admits for the code: any, where the code is of no vital sign. A body mass index must have one."""
    found = segno(tra(osservazione, "codice"))
    valori = _values(osservazione)
    return found is None or (_admitted(found, valori[0]) if valori else found != _BMI)


def _values(osservazione: Any) -> Any:
    return tra(osservazione, "valori") or ()


def forma(osservazione: Any) -> str:
    """The form that R4 wants for an observation: none of its own, or one for a vital sign."""
    found = segno(tra(osservazione, "codice"))
    if found is None:
        return ""
    form = _FORMS.get(found, "")
    if form == PRESSIONE or regolare(osservazione):
        return form
    return f"{form}{A_PARTE}" if form else SEGNO_A_PARTE


def _admitted(code: str, valore: Any) -> bool:
    if tra(valore, "tipo") != "Quantita" or tra(valore, "nullo") is not None:
        return False
    return tra(valore, "valore") is not None and tra(valore, "unita") in _UNITS[code]


# ---- what every vital sign has

_CATEGORY: Json = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}


def _absent(why: str) -> Json:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": why}]}


def _no_time(enunciato: Any) -> Json | None:
    return ABSENT if tra(enunciato, "quando") is None and segno(tra(enunciato, "codice")) else None


RILEVATO: tuple[Word, ...] = (
    quando_al_giorno("quando", "effective"), Fixed("effectivePeriod", Same(".", Leaf(None, _no_time))),
    Fixed("category", Same("codice", Leaf(None, lambda codice: _CATEGORY if segno(codice) else None))),
)  # fmt: skip
"""When something was found: a vital sign says so, or that this is not known. It also says that it is one."""


def _no_value(osservazione: Any) -> Json | None:
    found = segno(tra(osservazione, "codice"))
    if found is None or found == _BMI:
        return None
    return None if _values(osservazione) and regolare(osservazione) else _absent("unsupported" if _values(osservazione) else "unknown")


def _no_number(osservazione: Any) -> Json | None:
    """What R4 demands of a body mass index without a value: a quantity all the same."""
    return {"_value": ABSENT, **as_quantity(None, "kg/m2")} if segno(tra(osservazione, "codice")) == _BMI else None


SENZA_VALORE = Fixed("dataAbsentReason", Same(".", Leaf(None, _no_value)))
"""A vital sign has a value that R4 admits, or says why there is none."""
SENZA_NUMERO = Fixed("valueQuantity", Same(".", Leaf(None, _no_number)))

# ---- blood pressure


def _code(code: str) -> Json:
    return {"coding": [{"system": LOINC_URI, "code": code}]}


def _component(form: str, misura: Any = None) -> Json:
    made = {"code": _code(_CODES[form])}
    return made | ({"dataAbsentReason": _absent("unknown")} if misura is None else {"valueQuantity": quantita(misura)})


def manca(position: int, form: str) -> Word:
    """A part of a blood pressure that the statement does not tell, at its position."""
    return Fixed(f"component[{position}]", Same(".", Leaf(None, lambda osservazione: _component(form))))


def _in_panel(form: str) -> Leaf:
    def component(gruppo: Any) -> Json | None:
        if segno(tra(gruppo, "codice")) != _CODES[PRESSIONE]:
            return None
        parts = (each for each in tra(gruppo, "componenti") or () if tra(each, "tipo") == "Osservazione" and forma(each) == form)
        return _component(form, next((valori[0] for each in parts if (valori := _values(each))), None))

    return Leaf(None, component)


PANNELLO: tuple[Word, ...] = tuple(
    Fixed(f"component[{position}]", Same(".", _in_panel(form))) for position, form in enumerate((SISTOLICA, DIASTOLICA))
)  # fmt: skip
"""A panel of blood pressure says again what its members found, where R4 looks for it."""
CODICE_PRESSIONE = In("code.coding", Fixed("system", LOINC_URI), Fixed("code", _CODES[PRESSIONE]))
