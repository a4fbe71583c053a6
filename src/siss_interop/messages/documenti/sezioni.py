"""Sections by what they hold. A document type says where they stand; the same kind of section serves several types."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siss_interop.messages.comune.enunciati.allergie import VoceAllergia
from siss_interop.messages.comune.enunciati.familiari import AnamnesiFamiliare
from siss_interop.messages.comune.enunciati.generici import (
    Fornitura,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Prestazione,
    Procedura,
    Terapia,
)
from siss_interop.messages.comune.enunciati.percorsi import Esenzione, EsitoDimissione, ReteDiPatologia, StatoFunzionale, Trasporto
from siss_interop.messages.comune.enunciati.problemi import Problema, VoceProblema
from siss_interop.messages.comune.enunciati.rilievi import (
    Appropriatezza,
    Autopsia,
    CausaAccesso,
    DataDecesso,
    Diagnosi,
    DiagnosiAccettazione,
    DiagnosiDimissione,
    ProblemaPrincipale,
    Prognosi,
    Quesito,
    Triage,
)
from siss_interop.messages.comune.enunciati.sezioni import ALTRE, SezioneClinica
from siss_interop.messages.comune.enunciati.vaccini import Immunizzazione
from siss_interop.model.base import Many
from siss_interop.model.marks import label

# what else may stand in a section whose own statements are of some of the open kinds
_AltreCheOsservazioni = Annotated[
    Many[Annotated[Gruppo | Procedura | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]
_AltreCheTerapie = Annotated[
    Many[Annotated[Osservazione | Gruppo | Procedura | Incontro | Prestazione | Fornitura | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]
_AltreCheRisultati = Annotated[
    Many[Annotated[Procedura | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]
_AltreCheForniture = Annotated[
    Many[Annotated[Osservazione | Gruppo | Procedura | Incontro | Prestazione | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]
_AltreCheAttivita = Annotated[Many[Annotated[Gruppo | Fornitura | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE]
_AltreCheProcedure = Annotated[
    Many[Annotated[Osservazione | Gruppo | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]
_AltreCheIncontri = Annotated[
    Many[Annotated[Osservazione | Gruppo | Procedura | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]
_AltreChePrestazioni = Annotated[
    Many[Annotated[Osservazione | Gruppo | Procedura | Incontro | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]], ALTRE
]


class SezioneTesto(SezioneClinica):
    """A section whose content is its narrative."""


class SezioneAllergie(SezioneClinica):
    """Allergies and intolerances."""

    voci: Annotated[Many[VoceAllergia], label("Allergie", "allergies, or that there are none")] = ()


class SezioneTerapie(SezioneClinica):
    """Medicines."""

    voci: Annotated[Many[Terapia], label("Terapie", "medicines taken or to be taken, or that there are none")] = ()
    altre_voci: _AltreCheTerapie = ()


class SezioneImmunizzazioni(SezioneClinica):
    """Vaccinations."""

    voci: Annotated[Many[Immunizzazione], label("Vaccinazioni", "vaccines given")] = ()


class SezioneListaProblemi(SezioneClinica):
    """The list of problems."""

    voci: Annotated[Many[VoceProblema], label("Problemi", "problems, each since when it is on the list")] = ()


class SezioneProblemi(SezioneClinica):
    """Problems told without a list: complications, open problems."""

    voci: Annotated[Many[Problema], label("Problemi", "the problems")] = ()


class SezioneFamiliari(SezioneClinica):
    """Family history."""

    voci: Annotated[
        Many[Annotated[AnamnesiFamiliare | Osservazione, Field(discriminator="tipo")]],
        label("Familiari", "diseases of each relative, or that nothing is known"),
    ] = ()
    altre_voci: _AltreCheOsservazioni = ()


class SezioneAnamnesi(SezioneClinica):
    """Medical history: the patient's problems and those of the family."""

    voci: Annotated[
        Many[Annotated[Problema | AnamnesiFamiliare, Field(discriminator="tipo")]], label("Anamnesi", "problems, and family history")
    ] = ()


class SezioneOsservazioni(SezioneClinica):
    """Observations whose code is data."""

    voci: Annotated[Many[Osservazione], label("Osservazioni", "what was observed")] = ()
    altre_voci: _AltreCheOsservazioni = ()


class SezioneRisultati(SezioneClinica):
    """Panels of results and single observations."""

    voci: Annotated[Many[Annotated[Gruppo | Osservazione, Field(discriminator="tipo")]], label("Risultati", "panels and single results")] = ()
    altre_voci: _AltreCheRisultati = ()


class SezioneDispositivi(SezioneClinica):
    """Prostheses, implants and aids."""

    voci: Annotated[Many[Fornitura], label("Dispositivi", "devices that the patient has")] = ()
    altre_voci: _AltreCheForniture = ()


class SezionePianoCura(SezioneClinica):
    """What is planned: observations, medicines, procedures, visits, services."""

    voci: Annotated[
        Many[Annotated[Osservazione | Terapia | Procedura | Incontro | Prestazione, Field(discriminator="tipo")]],
        label("Attività previste", "what is planned"),
    ] = ()
    altre_voci: _AltreCheAttivita = ()


class SezioneProcedure(SezioneClinica):
    """Procedures."""

    voci: Annotated[Many[Procedura], label("Procedure", "procedures done")] = ()
    altre_voci: _AltreCheProcedure = ()


class SezioneIncontri(SezioneClinica):
    """Visits and stays."""

    voci: Annotated[Many[Incontro], label("Incontri", "visits, stays, phases of an access")] = ()
    altre_voci: _AltreCheIncontri = ()


class SezioneStatoFunzionale(SezioneClinica):
    """The functional state."""

    voci: Annotated[Many[StatoFunzionale], label("Stato funzionale", "mobility, care at home, mind")] = ()


class SezioneEsenzioni(SezioneClinica):
    """Exemptions."""

    voci: Annotated[Many[Esenzione], label("Esenzioni", "exemptions from the co-payment")] = ()


class SezioneReti(SezioneClinica):
    """Disease networks."""

    voci: Annotated[Many[ReteDiPatologia], label("Reti", "disease networks and pathways")] = ()


class SezioneAccettazione(SezioneClinica):
    """Why the patient was admitted."""

    voci: Annotated[Many[DiagnosiAccettazione], label("Diagnosi", "diagnosis on admission")] = ()


class SezioneDiagnosiDimissione(SezioneClinica):
    """The state of the patient and the diagnosis on discharge."""

    voci: Annotated[Many[DiagnosiDimissione], label("Diagnosi", "diagnoses on discharge")] = ()


class SezioneTrasporto(SezioneClinica):
    """How the patient came."""

    voci: Annotated[Many[Trasporto], label("Trasporto", "means of transport, and who sent the patient")] = ()


class SezioneMotivoVisita(SezioneClinica):
    """Why the patient came."""

    voci: Annotated[
        Many[Annotated[ProblemaPrincipale | CausaAccesso, Field(discriminator="tipo")]], label("Motivo", "main problem and cause of the access")
    ] = ()


class SezioneTriage(SezioneClinica):
    """The triage."""

    voci: Annotated[Many[Triage], label("Triage", "colour given")] = ()


class SezionePrestazioni(SezioneClinica):
    """Services: done, asked for or advised."""

    voci: Annotated[Many[Prestazione], label("Prestazioni", "services")] = ()
    altre_voci: _AltreChePrestazioni = ()


class SezioneDimissione(SezioneClinica):
    """The end of an access to the emergency department."""

    voci: Annotated[
        Many[Annotated[EsitoDimissione | Prognosi | Appropriatezza | DataDecesso | Autopsia, Field(discriminator="tipo")]],
        label("Dimissione", "outcome, prognosis and what else is told of the end"),
    ] = ()


class SezioneQuesito(SezioneClinica):
    """The question that an examination is to answer."""

    voci: Annotated[Many[Quesito], label("Quesito", "what the prescriber suspects")] = ()


class SezioneDiagnosi(SezioneClinica):
    """The diagnosis that an examination led to."""

    voci: Annotated[Many[Diagnosi], label("Diagnosi", "diagnoses")] = ()
