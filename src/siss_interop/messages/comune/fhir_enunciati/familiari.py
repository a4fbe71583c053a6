"""Where family history stands in FHIR R4: a FamilyMemberHistory for each relative."""

from __future__ import annotations

from typing import Any

from siss_interop.messages.comune.enunciati.familiari import (
    AltraPatologiaFamiliare,
    AnamnesiFamiliare,
    Eta,
    EtaDecesso,
    EtaDiagnosi,
    Parente,
    PatologiaFamiliare,
)
from siss_interop.messages.comune.fhir_enunciati.generici import Casi
from siss_interop.messages.comune.fhir_enunciati.parti import NOTE, PAZIENTE, STATO_A_PARTE, a_parte, chi_e_cosa, enunciato, stato
from siss_interop.messages.comune.fhir_enunciati.valori import intervallo, quantita, tra, valore
from siss_interop.model.tipi import Momento
from siss_interop.wire.fhir import times
from siss_interop.wire.fhir.names import NULL_FLAVOR, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import CC, ID, NOME, OCCORRENZA, TESTO, VALORE, extension, quando_periodo
from siss_interop.wire.words import Binding, Drop, Fixed, Leaf, Row, Same, Word


def _nome(nome: Any) -> str | None:
    """The name as one text, which is all that R4 has room for."""
    words = [*(tra(nome, "nomi") or ()), tra(nome, "cognome")]
    return tra(nome, "testo") or " ".join(word for word in words if word) or None


def _dump_day(text: str) -> tuple[str, list[Json] | None]:
    made, aside = times.dump(text)
    return (made, aside) if "T" not in made else (made[:10], [{"url": times.EXACT, "valueString": text}])


def _load_day(value: Any, aside: dict[str, Json]) -> str:
    text: str = aside[times.EXACT]["valueString"] if times.EXACT in aside else times.load(value, {})
    if _dump_day(text) != (value, [*aside.values()] or None):
        raise ValueError("not a day")
    return text


_NATO = Binding(Momento, Row("valore", ".", Leaf(_load_day, _dump_day, (times.EXACT,))), Row("nullo", NULL_FLAVOR))
_PARENTE = Binding(
    Parente,
    Row("parentela", "relationship", CC), Row("nome", extension("nome", "HumanName"), NOME), Fixed("name", Same("nome", Leaf(None, _nome))),
    Row("sesso", "sex", CC), Row("nascita", "bornDate", _NATO),
)  # fmt: skip


def _eta(model: type[Eta]) -> Binding:
    return Binding(
        model,
        valore("valore", "extension[url='valore'].value[x]"), quando_periodo("quando", "extension[url='quando'].valuePeriod"),
        Row("id", "extension[url='identificativo']*.valueIdentifier", ID), Row("modelli", "extension[url='modello']*.valueIdentifier", ID),
        Row("testo", "extension[url='testo']", TESTO), Row("etichetta", "extension[url='etichetta'].valueString"),
        Row("inversa", "extension[url='inversa'].valueBoolean"),
        Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "LOINC"),
    )  # fmt: skip


_UNITS = ("s", "min", "h", "d", "wk", "mo", "a")


def _age(value: Any) -> Json | None:
    """An age that R4 takes for one: a positive number of a unit of time."""
    if value is None or tra(value, "tipo") not in ("Quantita", "Intervallo") or tra(value, "unita") not in _UNITS:
        return None
    number = tra(value, "valore")
    return quantita(value) if number is not None and number.strip("0.").isdecimal() else None


def _ages(value: Any) -> Json | None:
    return intervallo(value) if tra(value, "tipo") == "Intervallo" and _age(value) is None else None


def _death(patologie: Any) -> Json | None:
    """The age at which the relative died, which R4 tells of the relative and not of the disease."""
    ages = (_age(tra(each, "valore")) for found in patologie if (each := tra(found, "eta_decesso")) is not None)
    return next((age for age in ages if age is not None), None)


_MALATTIA: tuple[Word, ...] = (
    *a_parte(), STATO_A_PARTE, NOTE, Row("patologia", "code", VALORE),
    Row("eta_diagnosi", mine("eta-diagnosi"), _eta(EtaDiagnosi)), Row("eta_decesso", mine("eta-decesso"), _eta(EtaDecesso)),
    Fixed("onsetAge", Same("eta_diagnosi.valore", Leaf(None, _age))), Fixed("onsetRange", Same("eta_diagnosi.valore", Leaf(None, _ages))),
)  # fmt: skip
_PATOLOGIA = Binding(
    PatologiaFamiliare,
    *_MALATTIA, Row("etichetta", f"{mine('etichetta')}.valueString"),
    Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "LOINC"),
)  # fmt: skip
_ALTRA = "altra-patologia"
_ALTRA_PATOLOGIA = Binding(
    AltraPatologiaFamiliare, *_MALATTIA, enunciato(_ALTRA), Row("codice", extension("codice-osservazione", "CodeableConcept"), CC)
)
_STATO = stato({"completed": "completed", "active": "partial", "nullified": "entered-in-error"}, "completed")
ANAMNESI = Binding(
    AnamnesiFamiliare,
    *chi_e_cosa(), _STATO, PAZIENTE, Row("quando", "date", OCCORRENZA), Row("etichetta", f"{mine('etichetta')}.valueString"),
    Drop("nome_codice", "FHIR names a code system by its URI only", lambda values: "LOINC"), Row("parente", ".", _PARENTE),
    Row("altre_patologie", f"condition[extension.valueCode='{_ALTRA}']*", _ALTRA_PATOLOGIA), Row("patologie", "condition*", _PATOLOGIA),
    Fixed("deceasedAge", Same("patologie", Leaf(None, _death))),
)  # fmt: skip
FAMILIARI: Casi = {AnamnesiFamiliare: (("->FamilyMemberHistory", ANAMNESI),)}
