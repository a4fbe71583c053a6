"""The vaccination events of flow SIV: what an Azienda sends the Region, and the Region owes the national register (AVN).

Facts: the ministry's record layouts VSX, VNX and AVX (DM 17/9/2018), whose names the fields follow; what Tuscany adds is marked "Toscana". No public
schema of the regional flow was found: names and codes of the events are ours.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from siss_interop.messages.comune.evento import Cifre2, Cifre3, Cifre6, CodiceAzienda, CodiceStruttura, Evento, IdentificativoAssistito, Stato
from siss_interop.model.base import Many, Model, Some, Text
from siss_interop.model.marks import label, lista
from siss_interop.model.tipi import DataOra

__all__ = [
    "Cancella", "CodiceAntigene", "EventoSIV", "IdentificativoAssistito", "IdentificativoCifrato", "NumeroDose", "Operatore", "Persona",
    "PrincipioVaccinale", "ReazioneAvversa", "SchedaAssistito", "VaccinazioneEffettuata", "VaccinazioneNonEffettuata",
]  # fmt: skip

CodiceAIC = Annotated[str, StringConstraints(pattern=r"^(E[0-9]{8}|[0-9]{9})$")]
CodiceATC = Annotated[str, StringConstraints(pattern=r"^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$")]
CodiceICD9 = Annotated[str, StringConstraints(pattern=r"^[0-9EV][0-9]{1,3}(\.[0-9]{1,2})?$")]


class IdentificativoCifrato(Model):
    """Who was vaccinated, as the national register has it: 172 characters that only the ministry's key opens. Kept as read."""

    tipo: Literal["IdentificativoCifrato"] = "IdentificativoCifrato"
    valore: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9+/=]{172}$"), label("Identificativo cifrato", "opaque identifier")]


Persona = Annotated[IdentificativoAssistito | IdentificativoCifrato, Field(discriminator="tipo")]
"""Who was vaccinated: in clear, or as the register's opaque identifier."""

CodiceAntigene = Annotated[Cifre2, label("Antigene", "vaccine antigen"), lista("avn_antigeni")]
NumeroDose = Annotated[int, Field(ge=1, le=99), label("Dose", "number of the dose for this antigen, 1 to 99")]


class PrincipioVaccinale(Model):
    """One antigen of a product, and which dose of it this was."""

    cod_antigene: CodiceAntigene
    dose: NumeroDose


class Operatore(Model):
    """Who gave the vaccine (Toscana)."""

    codice_fiscale: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{16}$")], label("Codice fiscale", "tax code of the operator")]
    ruolo: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z_]{1,20}$")] | None, label("Ruolo", "role of the operator")] = None


class ReazioneAvversa(Model):
    """An adverse reaction after the vaccine (Toscana, as in the FSE document)."""

    codice: Annotated[CodiceICD9, label("Reazione", "ICD-9-CM code")]
    descrizione: Annotated[Annotated[Text, StringConstraints(max_length=200)] | None, label("Descrizione", "what happened")] = None
    inizio: Annotated[date | None, label("Inizio", "when it began")] = None
    fine: Annotated[date | None, label("Fine", "when it ended")] = None


class EventoSIV(Evento):
    """What every event of the flow has."""

    flusso: ClassVar[str] = "siv"
    mittenti: ClassVar[frozenset[str]] = frozenset({"AZIENDA", "ESTAV"})

    codice_regione: Annotated[Cifre3, label("Regione", "region that sends, three digits"), lista("regioni")]
    assistito: Annotated[Persona, label("Assistito", "who was vaccinated")]
    id_evento_locale: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._:/-]{1,40}$")] | None,
        label("Identificativo locale", "identity of the event at the sender"),
    ] = None
    tipo_operazione: Annotated[Literal["I", "V"] | None, label("Tipo di operazione", "I first sending, V change: informative only")] = None
    data_ora_evento: Annotated[DataOra | None, label("Data e ora dell'evento", "when the record was made")] = None
    azienda: Annotated[CodiceAzienda | None, label("Azienda", "Azienda sanitaria that owns the datum")] = None
    residente: Annotated[bool | None, label("Residente", "whether the person lives in the region; non-residents are not for the register")] = None

    @property
    def soggetto(self) -> IdentificativoAssistito | None:
        """Who was vaccinated, where the identifier is in clear."""
        return self.assistito if isinstance(self.assistito, IdentificativoAssistito) else None


class VaccinazioneEffettuata(EventoSIV):
    """One product given to one person in one session: VAC01, and a VSX record for each of its antigens."""

    tipo_evento: ClassVar[str] = "VAC01"

    tipo_erogatore: Annotated[
        Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "99"],
        label("Tipo di erogatore", "kind of provider"), lista("avn_tipo_erogatore"),
    ]  # fmt: skip
    codice_struttura: Annotated[CodiceStruttura | None, label("Struttura", "code of the structure that gave it")] = None
    cod_condizione_sanitaria: Annotated[Cifre2, label("Condizione sanitaria", "health condition, 00 none"), lista("avn_condizioni_sanitarie")]
    cod_categoria_rischio: Annotated[Cifre2, label("Categoria a rischio", "risk category, 01 none"), lista("avn_categorie_rischio")]
    codice_aic: Annotated[CodiceAIC | None, label("Codice AIC", "marketing authorisation of the product")] = None
    codice_atc: Annotated[CodiceATC | None, label("Codice ATC", "ATC class of the product (Toscana)")] = None
    denominazione: Annotated[Annotated[Text, StringConstraints(max_length=100)] | None, label("Denominazione", "name of the product")] = None
    cod_tipo_formulazione: Annotated[Cifre2, label("Formulazione", "how many antigens the product has: 01 to 06"), lista("avn_tipo_formulazione")]
    via_somministrazione: Annotated[
        Literal["01", "02", "03", "04", "05", "99"], label("Via di somministrazione", "route"), lista("avn_via_somministrazione")
    ]
    lotto: Annotated[Annotated[Text, StringConstraints(max_length=40)] | None, label("Lotto", "lot, as printed on the vial")] = None
    data_scadenza: Annotated[date | None, label("Data di scadenza", "expiry date of the lot")] = None
    modalita_pagamento: Annotated[Literal["01", "02", "03", "99"], label("Modalità di pagamento", "who pays"), lista("avn_modalita_pagamento")]
    data_somministrazione: Annotated[date, label("Data di somministrazione", "day on which it was given")]
    sito_inoculazione: Annotated[
        Literal["01", "02", "03", "04", "05", "06", "07", "99"], label("Sito di inoculazione", "body site"), lista("avn_sito_inoculazione")
    ]
    comune_somministrazione: Annotated[Cifre6 | None, label("Comune", "ISTAT code of the comune, 999999 abroad")] = None
    asl_somministrazione: Annotated[Cifre3 | None, label("ASL", "ASL where it was given, 999 abroad")] = None
    regione_somministrazione: Annotated[Cifre3 | None, label("Regione di somministrazione", "region where it was given, 999 abroad")] = None
    stato_somministrazione: Annotated[Stato | None, label("Stato", "country where it was given"), lista("stati")] = None
    principi: Annotated[Some[PrincipioVaccinale], label("Principi vaccinali", "antigens, each with its dose")]
    operatore: Annotated[Operatore | None, label("Operatore", "who gave it (Toscana)")] = None
    data_prossima_dose: Annotated[date | None, label("Prossima dose", "when the next dose is due (Toscana)")] = None
    fine_copertura: Annotated[date | None, label("Fine della copertura", "until when the dose covers (Toscana)")] = None
    reazioni: Annotated[Many[ReazioneAvversa], label("Reazioni avverse", "adverse reactions (Toscana)")] = ()


class VaccinazioneNonEffettuata(EventoSIV):
    """A dose that was not given: omission, deferral or exemption. VAC02, and one VNX record."""

    tipo_evento: ClassVar[str] = "VAC02"

    cod_antigene: CodiceAntigene
    dose: NumeroDose
    motivazione: Annotated[Cifre2, label("Motivazione", "why it was not given"), lista("avn_motivi_esclusione")]
    data_non_effettuazione: Annotated[date, label("Data", "day on which it was not given")]


class SchedaAssistito(EventoSIV):
    """The person of the register: VAC03, and one AVX record."""

    tipo_evento: ClassVar[str] = "VAC03"

    validita_ci: Annotated[Literal["0", "1"], label("Validità dell'identificativo", "0 valid, 1 not in the data bank")]
    tipologia_ci: Annotated[
        Literal["0", "1", "2", "3", "4", "99"], label("Tipologia dell'identificativo", "kind of identifier"), lista("tipologia_codice_identificativo")
    ]
    sesso: Annotated[Literal["1", "2", "9"], label("Sesso", "1 male, 2 female, 9 not known"), lista("sesso_ministero")]
    data_nascita: Annotated[date, label("Data di nascita", "date of birth")]
    comune_residenza: Annotated[Cifre6, label("Comune di residenza", "ISTAT code, 999999 abroad")]
    asl_residenza: Annotated[Cifre3, label("ASL di residenza", "ASL of residence")]
    regione_residenza: Annotated[Cifre3, label("Regione di residenza", "region of residence, 999 abroad")]
    stato_residenza: Annotated[Stato, label("Stato di residenza", "country of residence"), lista("stati")]
    data_trasferimento: Annotated[date | None, label("Data di trasferimento", "when the residence moved")] = None
    comune_domicilio: Annotated[Cifre6 | None, label("Comune di domicilio", "ISTAT code")] = None
    asl_domicilio: Annotated[Cifre3 | None, label("ASL di domicilio", "ASL of domicile")] = None
    regione_domicilio: Annotated[Cifre3 | None, label("Regione di domicilio", "region of domicile")] = None
    cittadinanza: Annotated[Stato, label("Cittadinanza", "citizenship"), lista("stati")]
    data_decesso: Annotated[date | None, label("Data del decesso", "date of death")] = None


class Cancella(EventoSIV):
    """Takes back an event: VAC09. It carries only the key of what it takes back: the local id, or what makes the key of that type."""

    tipo_evento: ClassVar[str] = "VAC09"

    tipo_evento_da_cancellare: Annotated[Literal["VAC01", "VAC02", "VAC03"], label("Evento da cancellare", "type of the event to take back")]
    data_somministrazione: Annotated[date | None, label("Data di somministrazione", "day of the dose: key of VAC01")] = None
    principi: Annotated[Many[PrincipioVaccinale], label("Principi vaccinali", "antigens and doses: key of VAC01 and VAC02")] = ()
