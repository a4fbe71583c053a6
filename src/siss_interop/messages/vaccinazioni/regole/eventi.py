"""All rules of the vaccination events: of each by itself, of many together, and what of the ministry's rules is judged elsewhere or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from siss_interop.messages.vaccinazioni.eventi import Cancella, EventoSIV, SchedaAssistito, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.regole.assistito import REGOLE_ASSISTITO
from siss_interop.messages.vaccinazioni.regole.basi import RegolaEvento
from siss_interop.messages.vaccinazioni.regole.busta import REGOLE_BUSTA
from siss_interop.messages.vaccinazioni.regole.insieme import INSIEME, Segnalazione, giudica_insieme
from siss_interop.messages.vaccinazioni.regole.liste import LISTE, REGOLE_LISTE, UFFICIALI
from siss_interop.messages.vaccinazioni.regole.luoghi import REGOLE_LUOGHI
from siss_interop.messages.vaccinazioni.regole.prodotto import REGOLE_PRODOTTO
from siss_interop.model.rules import Rule

__all__ = [
    "DEL_MODELLO", "DEL_REGISTRO", "INSIEME", "LISTE", "NON_GIUDICATE", "REGOLE_EVENTI", "REGOLE_VAC01", "REGOLE_VAC02", "REGOLE_VAC03",
    "REGOLE_VAC09", "UFFICIALI", "Segnalazione", "giudica_insieme",
]  # fmt: skip

REGOLE_EVENTI: tuple[Rule, ...] = (*REGOLE_LISTE, *REGOLE_ASSISTITO, *REGOLE_PRODOTTO, *REGOLE_LUOGHI, *REGOLE_BUSTA)


def _di(evento: type[EventoSIV]) -> tuple[Rule, ...]:
    """The rules that can find something in this kind of event."""
    return tuple(each for each in REGOLE_EVENTI if not isinstance(each, RegolaEvento) or issubclass(evento, each.di))


REGOLE_VAC01, REGOLE_VAC02 = _di(VaccinazioneEffettuata), _di(VaccinazioneNonEffettuata)
REGOLE_VAC03, REGOLE_VAC09 = _di(SchedaAssistito), _di(Cancella)

DEL_MODELLO: Mapping[str, str] = {
    "tipo_operazione": "1901 1901.2 1902 1902.2",
    "codice_regione": "1921",
    "assistito": "1703",
    "tipo_erogatore": "5001 5002",
    "codice_struttura": "2011",
    "cod_condizione_sanitaria": "6001 6000",
    "cod_categoria_rischio": "6010 6011",
    "codice_aic": "6020",
    "denominazione": "6060",
    "cod_tipo_formulazione": "6031 6030",
    "via_somministrazione": "6041 6040 6042",
    "lotto": "6043",
    "data_scadenza": "6050",
    "modalita_pagamento": "6061 6063 6062",
    "data_somministrazione": "6071 6070",
    "sito_inoculazione": "6081 6080 6082",
    "comune_somministrazione": "6090",
    "asl_somministrazione": "6100",
    "regione_somministrazione": "6110",
    "stato_somministrazione": "6120",
    "cod_antigene": "6141 6140",
    "dose": "6051 6052 6050",
    "motivazione": "6141 2703",
    "data_non_effettuazione": "8012 8013",
    "validita_ci": "1701 1702",
    "tipologia_ci": "1601 1602",
    "sesso": "1501 1502",
    "data_nascita": "1400 1401",
    "comune_residenza": "1301 1303",
    "asl_residenza": "1201 1203",
    "regione_residenza": "1101 1103",
    "stato_residenza": "3001 3003",
    "data_trasferimento": "6170",
    "comune_domicilio": "1903",
    "asl_domicilio": "2012",
    "regione_domicilio": "2032",
    "cittadinanza": "2041 2043",
    "data_decesso": "3000",
}
"""Field -> the ministry's numbers for its absence, length, form or closed set: the model refuses such a value before any rule looks at it."""

DEL_REGISTRO: Mapping[str, str] = {
    "1801 1802 1803": "Modalita: a field of the register's files, which has one value",
    "2010": "only for the mode TR, which the residents' files do not have",
    "2095": "the quarter of the file, which no event knows",
}
"""The ministry's numbers for what only its files hold."""

NON_GIUDICATE: Mapping[str, str] = {
    "3035": "AIFA's register of products, and the ministry's list of foreign ones: only the check digit is judged (SIV-R21)",
    "4030": "the register of ASLs",
    "2045": "the register of ASLs; the ministry has switched the rule off",
}
"""The ministry's numbers that need a register which is not public. Of 3010, 3015, 3020, 3021, 4010, 4020, 4040, 4060, 1945, 1955, 1970, 1985, 2035,
2040, 2050 and 2060 the part that needs no register is judged: the form of the code, and whether places agree on being abroad."""
