"""Findings whose code the guide fixes: each has a class of its own, which says what it means, and a value of any data type."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.messages.comune.enunciati.base import Etichetta, NomeSistema, codice_fisso
from siss_interop.messages.comune.enunciati.generici import Campioni, Collegati, Sedi
from siss_interop.messages.comune.enunciati.generici_cda import COLLEGATI, NOTE
from siss_interop.messages.comune.enunciati.parti import CAMPIONE, CLINICO, EnunciatoConNote, e_un
from siss_interop.messages.comune.testata import LOINC
from siss_interop.model.marks import label
from siss_interop.model.misure import Valore
from siss_interop.wire.cda.misure import valore
from siss_interop.wire.cda.tipi import CD
from siss_interop.wire.words import Binding, Mark, Row, Word


class Rilievo(EnunciatoConNote):
    """What every finding with a fixed code has."""

    etichetta: Etichetta = None
    nome_codice: NomeSistema = "LOINC"
    valore: Annotated[Valore | None, label("Valore", "what was found")] = None
    sedi: Sedi = ()
    campioni: Campioni = ()
    collegati: Collegati = ()


class DiagnosiAccettazione(Rilievo):
    """The diagnosis on admission: why the patient was taken in."""

    tipo: Literal["DiagnosiAccettazione"] = "DiagnosiAccettazione"
    etichetta: Etichetta = "Diagnosi di Accettazione Ospedaliera"


class DiagnosiDimissione(Rilievo):
    """The diagnosis on discharge."""

    tipo: Literal["DiagnosiDimissione"] = "DiagnosiDimissione"
    etichetta: Etichetta = "Diagnosi di Dimissione"


class Diagnosi(Rilievo):
    """The diagnosis that an examination led to."""

    tipo: Literal["Diagnosi"] = "Diagnosi"
    etichetta: Etichetta = "Diagnosi"


class Quesito(Rilievo):
    """The question that the examination is to answer: what the prescriber suspects."""

    tipo: Literal["Quesito"] = "Quesito"
    etichetta: Etichetta = "Quesito Diagnostico"


class ProblemaPrincipale(Rilievo):
    """The main problem of somebody who comes to an emergency department."""

    tipo: Literal["ProblemaPrincipale"] = "ProblemaPrincipale"
    etichetta: Etichetta = "Problema Principale"


class CausaAccesso(Rilievo):
    """Why somebody came to an emergency department."""

    tipo: Literal["CausaAccesso"] = "CausaAccesso"
    etichetta: Etichetta = "Motivo della visita"


class Triage(Rilievo):
    """The colour that the triage gave."""

    tipo: Literal["Triage"] = "Triage"
    etichetta: Etichetta = "Livello di urgenza"


class Appropriatezza(Rilievo):
    """The colour that the access deserved, seen from its end."""

    tipo: Literal["Appropriatezza"] = "Appropriatezza"
    etichetta: Etichetta = "Livello di appropriatezza dell'accesso"


class Prognosi(Rilievo):
    """The prognosis on discharge."""

    tipo: Literal["Prognosi"] = "Prognosi"
    etichetta: Etichetta = "Prognosi"


class DataDecesso(Rilievo):
    """When the patient died."""

    tipo: Literal["DataDecesso"] = "DataDecesso"
    etichetta: Etichetta = "Data del decesso"


class Autopsia(Rilievo):
    """Whether an autopsy was asked for."""

    tipo: Literal["Autopsia"] = "Autopsia"
    etichetta: Etichetta = "Autopsia richiesta"


class EsitoTrattamento(Rilievo):
    """How the access ended: home, ward, transfer or death."""

    tipo: Literal["EsitoTrattamento"] = "EsitoTrattamento"
    etichetta: Etichetta = "Esito del trattamento"


def rilievo(model: type[Rilievo], role: str, code: str, *altro: Word, system: str = LOINC) -> Binding:
    """The binding of a finding with this templateId role and code, and what else it says."""
    return Binding(
        model,
        *e_un("OBS"), Mark(role), *codice_fisso(code, system), *CLINICO, NOTE, valore("valore"), Row("sedi", "targetSiteCode*", CD),
        Row("campioni", "specimen*", CAMPIONE), *altro, COLLEGATI,
    )  # fmt: skip
