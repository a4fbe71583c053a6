"""The facts of an event that a document has no place for, as `DatoLocale`: one observation for each, named as in the regional XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from siss_interop.messages.vaccinazioni.documenti import DatoLocale
from siss_interop.messages.vaccinazioni.eventi import (
    EventoSIV,
    IdentificativoAssistito,
    Operatore,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.model.base import Model
from siss_interop.model.shape import shapes
from siss_interop.wire.regional.dialect import tag

_DI_TUTTI = ("codice_regione", "id_evento_locale", "tipo_operazione", "data_ora_evento", "azienda", "residente")
#: event -> its fields that always stand in local data
CAMPI: dict[type[EventoSIV], tuple[str, ...]] = {
    VaccinazioneNonEffettuata: _DI_TUTTI,
    VaccinazioneEffettuata: (
        *_DI_TUTTI, "tipo_erogatore", "cod_tipo_formulazione", "via_somministrazione", "data_scadenza", "modalita_pagamento",
        "sito_inoculazione", "comune_somministrazione", "asl_somministrazione", "regione_somministrazione", "stato_somministrazione",
    ),
}  # fmt: skip
#: a code that means "none" is no condition and no category of the document: it stands in local data
NESSUNA = {"cod_condizione_sanitaria": "00", "cod_categoria_rischio": "01"}
DOSE, OPERATORE, ASSISTITO, CIFRATO = "dose", "operatore", "assistito", "assistito.cifrato"
_PARTI: dict[str, type[Model]] = {OPERATORE: Operatore, ASSISTITO: IdentificativoAssistito}


def dato(nome: str, valore: Any) -> DatoLocale:
    """One local datum: days as AAAA-MM-GG, truths as true and false."""
    text = valore.isoformat() if isinstance(valore, date) else str(valore).lower() if isinstance(valore, bool) else str(valore)
    return DatoLocale(codice=nome, valore=text)


def dati_di(model: Model, campi: Iterable[str], prefisso: str = "") -> Iterator[DatoLocale]:
    """The local data of some fields of a model; nothing for those that are absent."""
    for campo in campi:
        valore = getattr(model, campo)
        if valore is not None:
            yield dato(f"{prefisso}{tag(campo)}", valore)


@dataclass(slots=True)
class Locali:
    """The local data of an entry, by name; a name may come more than once."""

    valori: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def di(cls, dati: Iterable[DatoLocale]) -> Locali:
        """The local data of an entry."""
        found = cls()
        for each in dati:
            found.valori.setdefault(each.codice, []).append(each.valore)
        return found

    def primo(self, nome: str) -> str | None:
        """The next value of that name, which is then taken; None if there is none left."""
        left = self.valori.get(nome)
        return left.pop(0) if left else None

    def campi(self, model: type[Model], campi: Iterable[str], prefisso: str = "") -> dict[str, Any]:
        """The values of these fields that are there, each as its field wants it, or as text where it is no such value."""
        texts = ((campo, self.primo(f"{prefisso}{tag(campo)}")) for campo in campi)
        return {campo: _caricato(shapes(model)[campo].leaf, text) for campo, text in texts if text is not None}

    def parte(self, nome: str) -> dict[str, Any]:
        """The fields of the operator or of the person, if any of them is there."""
        model = _PARTI[nome]
        return self.campi(model, shapes(model), f"{nome}.")


def _caricato(leaf: type | None, text: str) -> Any:
    if leaf is bool:
        return {"true": True, "false": False}.get(text, text)
    if leaf is date and len(text) == len("AAAA-MM-GG"):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
