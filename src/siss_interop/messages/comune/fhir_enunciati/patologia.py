"""Where what a pathologist reports stands in FHIR R4: panels are Observations with members."""

from __future__ import annotations

from siss_interop.messages.comune.enunciati.generici import Osservazione
from siss_interop.messages.comune.enunciati.patologia import (
    DiagnosiPatologica,
    EsameMicroscopico,
    FormulaTNM,
    FormulaTumore,
    MargineResezione,
    MorfologiaTumore,
    PannelloFisso,
)
from siss_interop.messages.comune.fhir_enunciati.generici import MEMBRI, NON_VITALE, Casi, casi, riferiti
from siss_interop.messages.comune.fhir_enunciati.rilievi import CLINICO, codice, di_codice, rilievo
from siss_interop.wire.fhir.names import mine
from siss_interop.wire.words import Binding, Choice, Row, Word


def _pannello(model: type[PannelloFisso], code: str, *words: Word) -> Casi:
    binding = Binding(model, *codice(model, code), *CLINICO, *words, Choice("componenti", "hasMember*", MEMBRI))
    return {model: ((di_codice(code), binding),)}


_TNM = rilievo(
    FormulaTNM, "59541-3", Choice("fase", f"{mine('fase-rilevamento')}.valueReference", casi((Osservazione,))),
    Choice("categorie", "hasMember*", casi((Osservazione,))),
)  # fmt: skip
PATOLOGIA: Casi = {
    MargineResezione: ((di_codice("33738-6"), rilievo(MargineResezione, "33738-6")),), **_pannello(EsameMicroscopico, "102034-6"),
    **_pannello(DiagnosiPatologica, "29308-4"), **_pannello(MorfologiaTumore, "22036-8"),
    **_pannello(
        FormulaTumore, "22640-7", Row("tnm", f"hasMember{di_codice('59541-3')}", _TNM), riferiti("linfonodi", "linfonodi", NON_VITALE)
    ),
}  # fmt: skip
