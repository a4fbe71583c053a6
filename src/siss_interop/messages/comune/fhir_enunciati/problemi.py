"""Where problems stand in FHIR R4: the item of the list and the problem are one Condition."""

from __future__ import annotations

from typing import Any

from siss_interop.messages.comune.enunciati.problemi import Decorso, DettaglioProblema, Gravita, Problema, VoceProblema
from siss_interop.messages.comune.fhir_enunciati.allergie import STATO_CLINICO, clinico, stato_detto, stato_in_lista
from siss_interop.messages.comune.fhir_enunciati.generici import COLLEGATI, Casi
from siss_interop.messages.comune.fhir_enunciati.parti import NOTE, SOGGETTO, STATO_A_PARTE, TESTO_INTERO, chi_e_cosa, enunciato, segnato, voce
from siss_interop.messages.comune.fhir_enunciati.rilievi import ACT_CODE, accanto, qualifica
from siss_interop.messages.comune.fhir_enunciati.valori import tra
from siss_interop.model.tipi import Momento, Periodo
from siss_interop.wire.fhir import times
from siss_interop.wire.fhir.names import NULL_FLAVOR_URL, OURS, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.single import as_json, as_values
from siss_interop.wire.fhir.tipi import CC, ID, PERIODO, VALORE, extension
from siss_interop.wire.words import Binding, By, Drop, Fixed, Leaf, Row, Same, Word

# ---- since when, until when


_POINT = f"{OURS}momento"


def _point(name: str, momento: Momento | None, *beside: Json) -> Json:
    """A point in time at an element."""
    if momento is None:
        return {}
    made, aside = (None, None) if momento.valore is None else times.dump(momento.valore)
    told = [*(aside or ()), *({"url": NULL_FLAVOR_URL, "valueCode": each} for each in (momento.nullo,) if each), *beside]
    return ({} if made is None else {name: made}) | ({f"_{name}": {"extension": told}} if told else {})


def _is_plain(periodo: Periodo) -> bool:
    return periodo.durata is None and periodo.centro is None and periodo.nullo is None


def _write_when(quando: Momento | Periodo | None, stato_clinico: Any) -> Json:
    """A problem that is said to be active has no abatement in R4: then its times are a period."""
    if quando is None:
        return {}
    if isinstance(quando, Momento):
        return _point("onsetDateTime", quando, {"url": _POINT, "valueBoolean": True})
    if not _is_plain(quando) or (quando.fine is not None and stato_detto(stato_clinico) == "active"):
        return {"onsetPeriod": as_json(PERIODO, "Period", quando)}
    return _point("onsetDateTime", quando.inizio) | _point("abatementDateTime", quando.fine)


def _read_point(value: Any, beside: Any) -> Json | None:
    if value is None and beside is None:
        return None
    aside = {each["url"]: each for each in (beside or {}).get("extension", ())}
    made: Json = {"tipo": "Momento"}
    if value is not None or times.EXACT in aside:
        made["valore"] = times.load(value, aside)
    if NULL_FLAVOR_URL in aside:
        made["nullo"] = aside[NULL_FLAVOR_URL]["valueCode"]
    return made


def _read_when(onset: Any, by_onset: Any, period: Any, abated: Any, by_abated: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    given = {"onsetDateTime": onset, "_onsetDateTime": by_onset, "onsetPeriod": period, "abatementDateTime": abated, "_abatementDateTime": by_abated}
    made: Json
    if period is not None:
        made = {"tipo": "Periodo", **as_values(PERIODO, "Period", period)}
    elif any(each["url"] == _POINT for each in (by_onset or {}).get("extension", ())):
        made = _read_point(onset, by_onset) or {}
    else:
        ends = {"inizio": _read_point(onset, by_onset), "fine": _read_point(abated, by_abated)}
        made = {"tipo": "Periodo", **{name: end for name, end in ends.items() if end is not None}}
    kind = Momento if made["tipo"] == "Momento" else Periodo
    again = {"onsetPeriod": period} if period is not None else _write_when(kind.model_validate(made), None)
    return (made,), tuple(key for key, value in given.items() if value is not None and again.get(key) != value)


_QUANDO = By(
    ("quando",), ("onsetDateTime", "_onsetDateTime", "onsetPeriod", "abatementDateTime", "_abatementDateTime"), _write_when, _read_when,
    "R4 parts the beginning of a condition from its end", given=("stato_clinico",),
)  # fmt: skip

# ---- the problem


def _stato(problema: Any, in_lista: str | None = None) -> Json:
    """What the problem says of itself; else one that has ended is resolved; else what the list says."""
    quando = tra(problema, "quando")
    ended = quando is not None and tra(quando, "tipo") == "Periodo" and tra(quando, "fine") is not None
    return clinico("condition", stato_detto(tra(problema, "stato_clinico")) or ("resolved" if ended else stato_in_lista(in_lista)))


_PROBLEMA: tuple[Word, ...] = (
    *chi_e_cosa(), STATO_A_PARTE, Row("stato_nullo", f"{mine('stato-nullo')}.valueCode"), NOTE, SOGGETTO, _QUANDO, Row("problema", "code", VALORE),
    Row("etichetta", f"{mine('etichetta')}.valueString"), Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "LOINC"),
    accanto("gravita", qualifica(Gravita, "SEV", ACT_CODE), "SEV"), Fixed("severity", Same("gravita.valore", VALORE)), STATO_CLINICO,
    accanto("decorso", qualifica(Decorso, "89261-2"), "89261-2"), COLLEGATI,
)  # fmt: skip
PROBLEMA = Binding(Problema, *_PROBLEMA, Fixed("clinicalStatus", Same(".", Leaf(None, _stato))))
_DETTAGLIO = Binding(
    DettaglioProblema,
    Row("testo", mine("testo"), TESTO_INTERO), Row("inversa", f"{mine('inversa')}.valueBoolean"), Row("id", "detail*.identifier", ID),
    Row("modelli", extension("modello", "Identifier", many=True), ID), Row("codice", "code", CC),
)  # fmt: skip
VOCE_PROBLEMA = Binding(
    VoceProblema,
    *voce(), enunciato("voce-problema"), Row("inversa", f"{mine('voce-inversa')}.valueBoolean"), Row("dettagli", "evidence*", _DETTAGLIO),
    Row("problema", ".", Binding(Problema, *_PROBLEMA)),
    Fixed("clinicalStatus", Same(".", Leaf(None, lambda each: _stato(tra(each, "problema") or {}, tra(each, "stato"))))),
)  # fmt: skip
PROBLEMI: Casi = {VoceProblema: ((segnato("Condition", "voce-problema"), VOCE_PROBLEMA),), Problema: (("->Condition", PROBLEMA),)}
#: where all are items of a list, one that bears no mark is an item too
LISTA: Casi = {VoceProblema: (("->Condition", VOCE_PROBLEMA),)}
