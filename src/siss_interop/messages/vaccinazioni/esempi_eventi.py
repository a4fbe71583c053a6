"""Examples of the vaccination events, with invented people: a minimal event of each type, and the richer ones of `examples/vaccinazioni/eventi/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from siss_interop.ids.codice_fiscale import compose
from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    EventoSIV,
    IdentificativoAssistito,
    Operatore,
    PrincipioVaccinale,
    ReazioneAvversa,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)

_NASCITA, _NASCITA_LUCA = date(1948, 5, 14), date(2023, 1, 15)
MARIA = IdentificativoAssistito(genere="CF", codice=compose("Rossi", "Maria", _NASCITA, "F", "D612"))
LUCA = IdentificativoAssistito(genere="CF", codice=compose("Bambini", "Luca", _NASCITA_LUCA, "M", "D612"))
PIERO = IdentificativoAssistito(genere="CF", codice=compose("Gialli", "Piero", date(1961, 9, 3), "M", "F205"))
STRANIERA = IdentificativoAssistito(genere="STP", codice="STP0902010000001", emittente="090201")
TURISTA = IdentificativoAssistito(genere="TEAM", codice="X0000001", tessera="80276000000000000001")
IGNOTO = IdentificativoAssistito(genere="NESSUNO")
_INFERMIERA = Operatore(codice_fiscale=compose("Bianchi", "Anna", date(1971, 3, 2), "F", "D612"), ruolo="INFERMIERE")
_DOVE: Mapping[str, Any] = {
    "comune_somministrazione": "048017", "asl_somministrazione": "201", "regione_somministrazione": "090", "stato_somministrazione": "IT",
}  # fmt: skip
_ESTERO: Mapping[str, Any] = {
    "comune_somministrazione": "999999", "asl_somministrazione": "999", "regione_somministrazione": "999", "stato_somministrazione": "FR",
}  # fmt: skip
_INFLUENZA: Mapping[str, Any] = {"codice_aic": "099999017", "denominazione": "VACCINO INFLUENZALE DI ESEMPIO", "cod_tipo_formulazione": "01"}
_ESAVALENTE: Mapping[str, Any] = {"codice_aic": "099999043", "denominazione": "VACCINO ESAVALENTE DI ESEMPIO", "cod_tipo_formulazione": "06"}
_PNEUMOCOCCO: Mapping[str, Any] = {
    "codice_aic": "099999031", "denominazione": "VACCINO ANTIPNEUMOCOCCICO DI ESEMPIO", "cod_tipo_formulazione": "01",
}  # fmt: skip
_ROTAVIRUS: Mapping[str, Any] = {"codice_aic": "099999056", "denominazione": "VACCINO ROTAVIRUS DI ESEMPIO", "cod_tipo_formulazione": "01"}
_TETANO: Mapping[str, Any] = {"codice_aic": "099999068", "denominazione": "VACCINO ANTITETANICO DI ESEMPIO", "cod_tipo_formulazione": "01"}
_RABBIA: Mapping[str, Any] = {"codice_aic": "E00000001", "denominazione": "VACCINO ANTIRABBICO DI ESEMPIO", "cod_tipo_formulazione": "01"}
_MPR: Mapping[str, Any] = {"codice_aic": "099999029", "denominazione": "VACCINO MPR DI ESEMPIO", "cod_tipo_formulazione": "03"}
_SEI = ("02", "06", "10", "29", "33", "37")
"""Diphtheria, hepatitis B, haemophilus, pertussis, polio, tetanus."""
_TRE = ("23", "28", "35")


def principi(antigeni: tuple[str, ...], dose: int) -> tuple[PrincipioVaccinale, ...]:
    """The antigens of a product, all at the same dose."""
    return tuple(PrincipioVaccinale(cod_antigene=each, dose=dose) for each in antigeni)


def dose(
    assistito: IdentificativoAssistito, locale: str, quando: date, antigeni: tuple[str, ...], numero: int, prodotto: Mapping[str, Any], **altro: Any
) -> VaccinazioneEffettuata:
    """A dose at the vaccination centre of an invented Azienda in Florence; `altro` are fields that differ."""
    usual: dict[str, Any] = {
        "codice_regione": "090", "assistito": assistito, "id_evento_locale": locale, "azienda": "090201", "residente": True,
        "tipo_erogatore": "2", "codice_struttura": "090201", "cod_condizione_sanitaria": "00", "cod_categoria_rischio": "01",
        "via_somministrazione": "01", "sito_inoculazione": "01", "lotto": "ESEMPIO-A1", "data_scadenza": date(2026, 6, 30),
        "modalita_pagamento": "01", "data_somministrazione": quando, "principi": principi(antigeni, numero), **_DOVE, **prodotto,
    }  # fmt: skip
    return VaccinazioneEffettuata(**{**usual, **altro})


def vaccinazione_effettuata() -> VaccinazioneEffettuata:
    """A minimal valid dose: what the model and the rules ask for, and no more."""
    found = dose(MARIA, "DOSE-1", date(2024, 11, 5), ("16",), 1, _INFLUENZA)
    return found.model_copy(update={"id_evento_locale": None, "azienda": None, "residente": None})


def vaccinazione_non_effettuata() -> VaccinazioneNonEffettuata:
    """A minimal valid omission."""
    return VaccinazioneNonEffettuata(
        codice_regione="090", assistito=MARIA, cod_antigene="12", dose=1, motivazione="03", data_non_effettuazione=date(2024, 11, 5)
    )


def scheda_assistito() -> SchedaAssistito:
    """A minimal valid record of a person."""
    return SchedaAssistito(
        codice_regione="090", assistito=MARIA, validita_ci="0", tipologia_ci="0", sesso="2", data_nascita=_NASCITA, comune_residenza="048017",
        asl_residenza="201", regione_residenza="090", stato_residenza="IT", cittadinanza="IT",
    )  # fmt: skip


def cancella() -> Cancella:
    """A minimal valid cancellation: of a dose, by the fields of its key."""
    return Cancella(
        codice_regione="090",
        assistito=MARIA,
        tipo_evento_da_cancellare="VAC01",
        data_somministrazione=date(2024, 11, 5),
        principi=principi(("16",), 1),
    )


def vaccinazione_effettuata_ricca() -> VaccinazioneEffettuata:
    """A dose with all that may stand in one."""
    return dose(
        MARIA, "DOSE-2024-000107", date(2024, 11, 5), ("16",), 1, _INFLUENZA, tipo_operazione="I", data_ora_evento="2024-11-05T10:30:00+01:00",
        cod_condizione_sanitaria="09", cod_categoria_rischio="18", codice_atc="J07BB02", operatore=_INFERMIERA,
        data_prossima_dose=date(2025, 11, 3), fine_copertura=date(2025, 6, 30),
        reazioni=(ReazioneAvversa(codice="780.6", descrizione="Febbre", inizio=date(2024, 11, 6), fine=date(2024, 11, 7)),),
    )  # fmt: skip


def vaccinazione_non_effettuata_ricca() -> VaccinazioneNonEffettuata:
    """An omission with all that may stand in one."""
    return vaccinazione_non_effettuata().model_copy(
        update={
            "id_evento_locale": "MANCATA-2024-000012", "tipo_operazione": "I", "data_ora_evento": "2024-11-05T10:40:00+01:00", "azienda": "090201",
            "residente": True,
        }
    )  # fmt: skip


def scheda_assistito_ricca() -> SchedaAssistito:
    """A person who lives in Florence and has the family doctor in Pisa."""
    return scheda_assistito().model_copy(
        update={
            "id_evento_locale": "SCHEDA-000001", "tipo_operazione": "V", "data_ora_evento": "2024-11-05T10:00:00+01:00", "azienda": "090201",
            "residente": True, "comune_domicilio": "050026", "asl_domicilio": "202", "regione_domicilio": "090",
        }
    )  # fmt: skip


def cancella_per_identita() -> Cancella:
    """A cancellation by the identity that the sender gave the event."""
    return Cancella(
        codice_regione="090", assistito=MARIA, id_evento_locale="MANCATA-2024-000012", data_ora_evento="2024-11-20T09:00:00+01:00", azienda="090201",
        tipo_evento_da_cancellare="VAC02",
    )  # fmt: skip


def _bambino() -> tuple[EventoSIV, ...]:
    """The first years of a child: six antigens and one more in one session, rotavirus by mouth, measles deferred once."""
    scheda = scheda_assistito().model_copy(
        update={"assistito": LUCA, "sesso": "1", "data_nascita": _NASCITA_LUCA, "id_evento_locale": "SCHEDA-000002"}
    )
    coscia = {"sito_inoculazione": "04"}
    bocca = {"via_somministrazione": "04", "sito_inoculazione": "07"}
    return (
        scheda,
        dose(LUCA, "L-1", date(2023, 3, 20), _SEI, 1, _ESAVALENTE, sito_inoculazione="03"),
        dose(LUCA, "L-2", date(2023, 3, 20), ("31",), 1, _PNEUMOCOCCO, **coscia),
        dose(LUCA, "L-3", date(2023, 3, 20), ("36",), 1, _ROTAVIRUS, **bocca),
        dose(LUCA, "L-4", date(2023, 5, 22), _SEI, 2, _ESAVALENTE, sito_inoculazione="03"),
        dose(LUCA, "L-5", date(2023, 5, 22), ("31",), 2, _PNEUMOCOCCO, **coscia),
        dose(LUCA, "L-6", date(2023, 5, 22), ("36",), 2, _ROTAVIRUS, **bocca),
        dose(LUCA, "L-7", date(2023, 12, 4), _SEI, 3, _ESAVALENTE, sito_inoculazione="03", data_prossima_dose=date(2028, 12, 4)),
        *(
            VaccinazioneNonEffettuata(
                codice_regione="090", assistito=LUCA, id_evento_locale=f"L-M{at}", azienda="090201", residente=True, cod_antigene=each, dose=1,
                motivazione="03", data_non_effettuazione=date(2024, 2, 5),
            )
            for at, each in enumerate(_TRE, 1)
        ),
        dose(LUCA, "L-8", date(2024, 3, 18), _TRE, 1, _MPR, via_somministrazione="02"),
    )  # fmt: skip


def _correzioni() -> tuple[EventoSIV, ...]:
    """A lot corrected, and a dose taken back that was never given."""
    return (
        dose(MARIA, "M-1", date(2022, 10, 24), ("16",), 1, _INFLUENZA, lotto="ESEMPIO-X9", data_scadenza=date(2023, 6, 30)),
        dose(MARIA, "M-1", date(2022, 10, 24), ("16",), 1, _INFLUENZA, lotto="ESEMPIO-A9", data_scadenza=date(2023, 6, 30), tipo_operazione="V"),
        dose(MARIA, "M-2", date(2023, 11, 6), ("16",), 1, _INFLUENZA),
        dose(MARIA, "M-3", date(2023, 11, 6), ("30",), 1, _PNEUMOCOCCO, sito_inoculazione="02"),
        Cancella(codice_regione="090", assistito=MARIA, id_evento_locale="M-3", azienda="090201", tipo_evento_da_cancellare="VAC01"),
    )  # fmt: skip


def _di_fuori() -> tuple[EventoSIV, ...]:
    """Who does not live in Tuscany, or has no tax code; one dose was given abroad, one before places and products were required."""
    fuori: dict[str, Any] = {"residente": False}
    return (
        dose(PIERO, "F-1", date(2024, 7, 8), ("37",), 4, _TETANO, **fuori),
        dose(STRANIERA, "F-2", date(2024, 9, 2), _SEI, 1, _ESAVALENTE, **fuori),
        dose(TURISTA, "F-3", date(2024, 8, 12), ("34",), 1, _RABBIA, **fuori),
        dose(IGNOTO, "F-4", date(2024, 8, 13), ("37",), 1, _TETANO, **fuori),
        dose(MARIA, "M-4", date(2024, 5, 6), ("07",), 1, {"denominazione": "VACCINO FEBBRE GIALLA DI ESEMPIO", "cod_tipo_formulazione": "01"},
             tipo_erogatore="99", codice_struttura=None, cod_categoria_rischio="22", **_ESTERO),
        VaccinazioneEffettuata(
            codice_regione="090", assistito=MARIA, id_evento_locale="M-0", azienda="090201", tipo_erogatore="99", cod_condizione_sanitaria="99",
            cod_categoria_rischio="99", cod_tipo_formulazione="01", via_somministrazione="99", modalita_pagamento="99",
            data_somministrazione=date(2010, 11, 15), sito_inoculazione="99", principi=principi(("08",), 1),
        ),
    )  # fmt: skip


def molti() -> tuple[EventoSIV, ...]:
    """Events of several persons as one file would bring them."""
    return (scheda_assistito_ricca(), *_bambino(), *_correzioni(), *_di_fuori(), vaccinazione_effettuata_ricca(), vaccinazione_non_effettuata_ricca())


#: file in `examples/vaccinazioni/` -> the event or events that it holds
ESEMPI: Mapping[str, Callable[[], EventoSIV | tuple[EventoSIV, ...]]] = {
    "eventi/vaccinazione-effettuata.xml": vaccinazione_effettuata_ricca,
    "eventi/vaccinazione-non-effettuata.xml": vaccinazione_non_effettuata_ricca,
    "eventi/scheda-assistito.xml": scheda_assistito_ricca,
    "eventi/cancella.xml": cancella_per_identita,
    "eventi/molti.xml": molti,
}
