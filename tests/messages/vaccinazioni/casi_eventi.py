"""For each rule of the vaccination events one that breaks it and one that just does not: a valid event with some fields changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from siss_interop.messages.vaccinazioni import esempi_eventi as e
from siss_interop.messages.vaccinazioni.eventi import (
    EventoSIV,
    IdentificativoAssistito,
    Operatore,
    PrincipioVaccinale,
    ReazioneAvversa,
)
from siss_interop.model.base import plain

GIORNO = date(2024, 11, 5)
PRIMA_DEL_LUOGO, PRIMO_COL_LUOGO = date(2019, 1, 1), date(2019, 1, 2)
PRIMA_DEL_PRODOTTO, PRIMO_COL_PRODOTTO = date(2019, 7, 1), date(2019, 7, 2)
MUTO = IdentificativoAssistito(genere="NESSUNO")


@cache
def base(which: str) -> EventoSIV:
    """D a dose, M an omission, S the record of a person, C a cancellation. None of them breaks any rule."""
    return {
        "D": e.vaccinazione_effettuata_ricca, "M": e.vaccinazione_non_effettuata_ricca, "S": e.scheda_assistito_ricca, "C": e.cancella,
    }[which]()  # fmt: skip


def con(which: str, cambi: Mapping[str, Any]) -> EventoSIV:
    """The event with these fields changed."""
    return base(which).model_copy(update=cambi)


def chi(genere: str, codice: str | None = None, **altro: str | None) -> dict[str, Any]:
    """Another person."""
    return {"assistito": IdentificativoAssistito.model_validate({"genere": genere, "codice": codice, **altro})}


def antigeni(*codici: str, dose: int = 1) -> dict[str, Any]:
    """Other antigens."""
    return {"principi": e.principi(codici, dose)}


def reazione(inizio: date | None, fine: date | None) -> dict[str, Any]:
    """One adverse reaction."""
    return {"reazioni": (ReazioneAvversa(codice="780.6", inizio=inizio, fine=fine),)}


def luogo(suffisso: str, comune: str | None, asl: str | None, regione: str | None, stato: str | None) -> dict[str, Any]:
    """Another place."""
    return {f"comune_{suffisso}": comune, f"asl_{suffisso}": asl, f"regione_{suffisso}": regione, f"stato_{suffisso}": stato}


def il(giorno: date, **altro: Any) -> dict[str, Any]:
    """Another day of the dose, with what was made known of the product."""
    return {"data_somministrazione": giorno, "data_prossima_dose": None, "fine_copertura": None, "reazioni": (), **altro}


def operatore(codice: str) -> dict[str, Any]:
    """Another operator."""
    return {"operatore": Operatore(codice_fiscale=codice)}


class Caso(NamedTuple):
    """Which event, what breaks the rule and where, what does not; `anche` are the other rules that the breaking event breaks."""

    di: str
    rotto: Mapping[str, Any]
    dove: tuple[str, ...]
    sano: Mapping[str, Any]
    anche: frozenset[str] = frozenset()


def caso(di: str, rotto: Mapping[str, Any], dove: str, sano: Mapping[str, Any] | None = None, anche: str = "") -> Caso:
    """A row of the table."""
    return Caso(di, rotto, tuple(dove.split()), sano or {}, frozenset(anche.split()))


_D = "somministrazione"
CASI: dict[str, tuple[Caso, ...]] = {
    "SIV-R01": (
        caso("D", {"codice_struttura": None}, "codice_struttura", {"tipo_erogatore": "99", "codice_struttura": None}),
        caso("D", {"tipo_erogatore": "0", "codice_struttura": None}, "codice_struttura", {"tipo_erogatore": "6", "codice_struttura": None}),
    ),
    "SIV-R02": (
        caso("D", {"tipo_erogatore": "6"}, "codice_struttura", {"tipo_erogatore": "6", "codice_struttura": None}),
        caso("D", {"tipo_erogatore": "99"}, "codice_struttura", {"tipo_erogatore": "12"}),
    ),
    "SIV-R03": (
        caso("D", {"codice_regione": "300", "azienda": None}, "tipo_erogatore", {"codice_regione": "300", "azienda": None, "tipo_erogatore": "10"}),
        caso("D", {"codice_struttura": "300"}, "tipo_erogatore", {"tipo_erogatore": "10"}, anche="SIV-R06"),
    ),
    "SIV-R04": (caso("D", {"tipo_erogatore": "0"}, "codice_struttura", {"tipo_erogatore": "0", "codice_struttura": "09090101"}),),
    "SIV-R05": (
        caso("D", {"tipo_erogatore": "1", "codice_struttura": "A1234567"}, "codice_struttura", {"tipo_erogatore": "1", "codice_struttura": "A12345"}),
    ),
    "SIV-R06": tuple(
        caso("D", {"tipo_erogatore": kind, "codice_struttura": "A12345"}, "codice_struttura", {"tipo_erogatore": kind})
        for kind in ("2", "3", "4", "5", "7", "10", "11", "12")
    ),
    "SIV-R07": (
        caso("D", {"tipo_erogatore": "8", "codice_struttura": "R1234567"}, "codice_struttura", {"tipo_erogatore": "8", "codice_struttura": "R12345"}),
    ),
    "SIV-R08": (caso("D", {"tipo_erogatore": "9", "codice_struttura": "09090101"}, "codice_struttura", {"tipo_erogatore": "9"}),),
    "SIV-R09": (caso("D", antigeni("47"), "cod_categoria_rischio", antigeni("47") | {"cod_categoria_rischio": "01"}),),
    "SIV-R10": (
        caso("D", {"codice_aic": None}, "codice_aic", {"codice_aic": None, **luogo(_D, "999999", "999", "999", "FR")}),
        caso("D", il(PRIMO_COL_PRODOTTO, codice_aic=None), "codice_aic", il(PRIMA_DEL_PRODOTTO, codice_aic=None)),
        caso("D", {"codice_aic": None, "stato_somministrazione": None}, "codice_aic", anche="SIV-R33"),
    ),
    "SIV-R11": (
        caso(
            "D", {"codice_aic": None, "denominazione": None, **luogo(_D, "999999", "999", "999", "FR")}, "denominazione",
            {"codice_aic": None, **luogo(_D, "999999", "999", "999", "FR")},
        ),
        caso("D", il(PRIMO_COL_PRODOTTO, codice_aic=None, denominazione=None), "denominazione",
             il(PRIMA_DEL_PRODOTTO, codice_aic=None, denominazione=None), anche="SIV-R10"),
    ),
    "SIV-R12": (caso("D", il(PRIMO_COL_PRODOTTO, denominazione=None), "denominazione", il(PRIMA_DEL_PRODOTTO, denominazione=None)),),
    "SIV-R13": (
        caso("D", {"cod_tipo_formulazione": "06"}, "cod_tipo_formulazione",
             {"cod_tipo_formulazione": "06", **antigeni("02", "06", "10", "29", "33", "37")}),
        caso("D", il(PRIMO_COL_PRODOTTO, **antigeni("02", "37")), "cod_tipo_formulazione", il(PRIMA_DEL_PRODOTTO, **antigeni("02", "37"))),
        caso("D", {"cod_tipo_formulazione": "03", **antigeni("23", "28")}, "cod_tipo_formulazione",
             {"cod_tipo_formulazione": "03",
              "principi": tuple(PrincipioVaccinale(cod_antigene=a, dose=n) for a, n in (("23", 1), ("28", 2), ("35", 1)))}),
    ),
    "SIV-R14": (
        caso("D", {"cod_tipo_formulazione": "02", **antigeni("37", "37")}, "principi[1].cod_antigene",
             {"cod_tipo_formulazione": "02", **antigeni("02", "37")}),
    ),
    "SIV-R15": (caso("D", il(PRIMO_COL_PRODOTTO, lotto=None), "lotto", il(PRIMA_DEL_PRODOTTO, lotto=None)),),
    "SIV-R16": (caso("D", il(PRIMO_COL_PRODOTTO, data_scadenza=None), "data_scadenza", il(PRIMA_DEL_PRODOTTO, data_scadenza=None)),),
    "SIV-R17": (caso("D", {"data_scadenza": date(2024, 11, 4)}, "data_somministrazione", {"data_scadenza": GIORNO}),),
    "SIV-R18": (
        *(
            caso("D", {"sito_inoculazione": site, "via_somministrazione": route}, "sito_inoculazione",
                 {"sito_inoculazione": site, "via_somministrazione": fit})
            for site in ("07", "99") for route, fit in (("01", "04"), ("02", "05"), ("03", "99"))
        ),
        caso("D", {"sito_inoculazione": "07"}, "sito_inoculazione", {"via_somministrazione": "99"}),
    ),
    "SIV-R19": (caso("D", {"via_somministrazione": "04"}, "sito_inoculazione", {"via_somministrazione": "04", "sito_inoculazione": "07"}),),
    "SIV-R20": (
        caso("D", antigeni("08"), "principi[0].cod_antigene", antigeni("16")),
        caso("D", il(PRIMO_COL_LUOGO, **antigeni("09")), "principi[0].cod_antigene", il(PRIMA_DEL_LUOGO, **antigeni("09"))),
    ),
    "SIV-R21": (caso("D", {"codice_aic": "000307053"}, "codice_aic", {"codice_aic": "000307052"}), caso("D",
         {"codice_aic": "099999018"}, "codice_aic")),
    "SIV-R22": (
        caso("D", {"data_prossima_dose": GIORNO}, "data_prossima_dose", {"data_prossima_dose": date(2024, 11, 6)}),
        caso("D", {"fine_copertura": date(2023, 1, 1)}, "fine_copertura", {"fine_copertura": None, "data_prossima_dose": None}),
    ),
    "SIV-R23": (caso("D", reazione(date(2024, 11, 7), date(2024, 11, 6)), "reazioni[0].fine", reazione(GIORNO, GIORNO)),),
    "SIV-R24": (
        caso("D", reazione(date(2024, 11, 4), None), "reazioni[0]", reazione(GIORNO, None)),
        caso("D", reazione(None, date(2024, 11, 4)), "reazioni[0]", reazione(None, None)),
    ),
    "SIV-R25": (caso("D", operatore("PROVAX00X00X000Y"), "operatore.codice_fiscale", operatore("VRDGPP75E20D612M")),),
    "SIV-R26": (caso("D", {"azienda": "030321"}, "azienda", {"azienda": "090101"}), caso("M", {"azienda": "030321"}, "azienda")),
    "SIV-R27": (
        caso("D", {"data_ora_evento": "2024-11-03T10:30:00+01:00"}, "data_somministrazione", {"data_ora_evento": "2024-11-04T23:30:00Z"}),
    ),
    "SIV-R28": (caso("M", {"data_ora_evento": "2024-11-03T10:30:00Z"}, "data_non_effettuazione", {"data_ora_evento": "2024-11-04T23:30:00Z"}),),
    "SIV-R29": (caso("M", {"data_ora_evento": "2025-02-29T10:30:00Z"}, "data_ora_evento", {"data_ora_evento": "2024-11-29T10:30:00Z"}),),
    "SIV-R30": (
        caso("D", il(PRIMO_COL_LUOGO, comune_somministrazione=None), "comune_somministrazione", il(PRIMA_DEL_LUOGO, comune_somministrazione=None)),
    ),
    "SIV-R31": (caso("D", il(PRIMO_COL_LUOGO, asl_somministrazione=None), "asl_somministrazione", il(PRIMA_DEL_LUOGO, asl_somministrazione=None)),),
    "SIV-R32": (
        caso("D", il(PRIMO_COL_LUOGO, regione_somministrazione=None), "regione_somministrazione", il(PRIMA_DEL_LUOGO, regione_somministrazione=None)),
    ),
    "SIV-R33": (
        caso("D", il(PRIMO_COL_LUOGO, stato_somministrazione=None), "stato_somministrazione", il(PRIMA_DEL_LUOGO, stato_somministrazione=None)),
    ),
    "SIV-R34": (
        caso("D", luogo(_D, "048017", "201", "090", "FR"), "comune_somministrazione asl_somministrazione regione_somministrazione",
             luogo(_D, "999999", "999", "999", "FR")),
        caso("D", luogo(_D, "999999", "999", "090", "XX"), "regione_somministrazione", luogo(_D, "999999", "999", "999", "XX"), anche="SIV-R36"),
    ),
    "SIV-R35": (
        caso("D", luogo(_D, "999999", "999", "999", "IT"), "comune_somministrazione asl_somministrazione regione_somministrazione"),
        caso("D", luogo(_D, "048017", "201", "999", "IT"), "regione_somministrazione", luogo(_D, "048017", "201", "090", "IT"), anche="SIV-R36"),
    ),
    "SIV-R36": (
        caso("D", il(PRIMA_DEL_LUOGO, **luogo(_D, "048017", "999", "999", None)), "comune_somministrazione",
             il(PRIMA_DEL_LUOGO, **luogo(_D, "999999", "999", "999", None))),
        caso("D", il(PRIMA_DEL_LUOGO, **luogo(_D, "999999", "201", "090", None)), "asl_somministrazione regione_somministrazione"),
    ),
    "SIV-R37": (caso("D", {"regione_somministrazione": "091"}, "regione_somministrazione", {"regione_somministrazione": "030"}),),
    "SIV-R38": (
        caso("D", {"comune_somministrazione": "048000"}, "comune_somministrazione", {"comune_somministrazione": "048001"}),
        caso("D", {"comune_somministrazione": "999001"}, "comune_somministrazione"),
    ),
    "SIV-R40": tuple(
        caso("M", chi(kind, emittente="090201", tessera="80276000000000000001" if kind == "TEAM" else None), "assistito.codice")
        for kind in ("CF", "STP", "ENI", "TEAM", "ANA")
    ),
    "SIV-R41": (
        caso("M", chi("CF", "RSSMRA48E54"), "assistito.codice", chi("CF", "RSSMRA48E54D612S")),
        caso("M", chi("STP", "0902010000001", emittente="090201"), "assistito.codice", chi("STP", "STP0902010000001", emittente="090201")),
        caso("M", chi("ENI", "STP0902010000001", emittente="090201"), "assistito.codice", chi("ENI", "ENI0902010000001", emittente="090201")),
    ),
    "SIV-R42": (caso("M", chi("CF", "PROVAX00X00X000Y"), "assistito.codice"), caso("S", chi("CF", "RSSMRA48E54D612T"), "assistito.codice")),
    "SIV-R43": (
        caso("D", chi("STP", "STP0902010000001"), "assistito.emittente", chi("STP", "STP0902010000001", emittente="090201")),
        caso("D", chi("ENI", "ENI0902010000001"), "assistito.emittente", chi("ANA", "0902010000001")),
    ),
    "SIV-R44": (caso("D", chi("TEAM", "X1"), "assistito.tessera", chi("TEAM", "X1", tessera="80276000000000000001")),),
    "SIV-R45": (caso("D", chi("TEAM", "X1", tessera="A1"), "assistito.tessera", chi("TEAM", "X1", tessera="80276000000000000001")),),
    "SIV-R46": (
        caso("D", chi("NESSUNO", "X1", emittente="090201", tessera="X"), "assistito.tessera assistito.codice assistito.emittente",
             {"assistito": MUTO}),
        caso("D", chi("CF", "RSSMRA48E54D612S", tessera="80276000000000000001"), "assistito.tessera"),
    ),
    "SIV-R47": (caso("D", {"assistito": MUTO, "id_evento_locale": None}, "id_evento_locale", {"assistito": MUTO}),),
    "SIV-R60": (
        caso("S", luogo("residenza", "048017", "201", "090", "FR") | {"residente": False}, "comune_residenza asl_residenza regione_residenza",
             luogo("residenza", "999999", "999", "999", "FR") | {"residente": False}, anche="SIV-R70"),
    ),
    "SIV-R61": (
        caso("S", luogo("residenza", "999999", "999", "999", "IT") | {"residente": False}, "comune_residenza asl_residenza regione_residenza",
             luogo("residenza", "015146", "321", "030", "IT") | {"residente": False}),
    ),
    "SIV-R62": (caso("S", {"asl_residenza": "999"}, "comune_residenza regione_residenza", {"asl_residenza": "202"}, anche="SIV-R61"),),
    "SIV-R63": (caso("S", {"regione_residenza": "091", "residente": False}, "regione_residenza", {"regione_residenza": "030", "residente": False}),),
    "SIV-R64": (caso("S", {"comune_residenza": "000017"}, "comune_residenza", {"comune_residenza": "048018"}),),
    "SIV-R65": (
        caso("S", {"asl_domicilio": None}, "asl_domicilio", {"comune_domicilio": None, "asl_domicilio": None, "regione_domicilio": None}),
        caso("S", {"asl_domicilio": None, "comune_domicilio": None}, "comune_domicilio asl_domicilio"),
    ),
    "SIV-R66": (caso("S", {"regione_domicilio": "999"}, "regione_domicilio", {"regione_domicilio": "030"}),),
    "SIV-R67": (caso("S", {"comune_domicilio": "999999"}, "comune_domicilio", {"comune_domicilio": "050027"}),),
    "SIV-R68": (
        caso("S", {"comune_domicilio": "048017", "asl_domicilio": "201", "regione_domicilio": "090"},
             "comune_domicilio asl_domicilio regione_domicilio", {"comune_domicilio": "048018", "asl_domicilio": "201", "regione_domicilio": "090"}),
    ),
    "SIV-R69": (
        caso("S", {"regione_residenza": "030"}, "regione_residenza", {"regione_residenza": "030", "residente": False}),
        caso("S", luogo("residenza", "999999", "999", "999", "FR"), "regione_residenza",
             luogo("residenza", "999999", "999", "999", "FR") | {"residente": None}),
    ),
    "SIV-R70": (caso("S", {"residente": False}, "residente", {"residente": None}),),
    "SIV-R71": (caso("S", {"data_decesso": date(1948, 5, 13)}, "data_decesso", {"data_decesso": date(1948, 5, 14)}),),
    "SIV-R72": (
        caso("S", {"data_decesso": date(2024, 11, 6)}, "data_decesso", {"data_decesso": GIORNO}),
        caso("S", {"data_nascita": date(2025, 5, 14)}, "data_nascita", anche="SIV-R79"),
    ),
    "SIV-R73": (
        caso("S", {"data_nascita": date(1880, 5, 13), "data_decesso": date(2010, 5, 14)}, "data_decesso",
             {"data_nascita": date(1880, 5, 14), "data_decesso": date(2010, 5, 14)}, anche="SIV-R74 SIV-R79"),
    ),
    "SIV-R74": (
        caso("S", {"data_nascita": date(1899, 11, 4)}, "data_nascita", {"data_nascita": date(1899, 11, 5)}, anche="SIV-R79"),
        caso("S", {"data_nascita": date(1898, 5, 14), "data_decesso": date(2024, 1, 1)}, "data_nascita", anche="SIV-R79"),
    ),
    "SIV-R75": (
        caso("S", {"data_trasferimento": date(1948, 5, 13)}, "data_trasferimento", {"data_trasferimento": date(1948, 5, 14)}, anche="SIV-R76"),
        caso("S", {"data_trasferimento": date(2020, 1, 2), "data_decesso": date(2020, 1, 1)}, "data_trasferimento", anche="SIV-R76"),
    ),
    "SIV-R76": (
        caso("S", {"data_trasferimento": date(2020, 1, 2)}, "data_trasferimento", {"data_trasferimento": date(2020, 1, 2), "residente": False}),
    ),
    "SIV-R77": tuple(
        caso("S", {"tipologia_ci": kind}, "cittadinanza", {"tipologia_ci": kind, "cittadinanza": "NG"}, anche="SIV-R78") for kind in ("1", "2", "3")
    ),
    "SIV-R78": (
        caso("S", {"tipologia_ci": "99"}, "tipologia_ci", {"tipologia_ci": "4"}),
        caso("S", chi("STP", "STP0902010000001", emittente="090201") | {"cittadinanza": "NG"}, "tipologia_ci",
             chi("STP", "STP0902010000001", emittente="090201") | {"cittadinanza": "NG", "tipologia_ci": "1"}),
        caso("S", {"assistito": MUTO}, "tipologia_ci", {"assistito": MUTO, "tipologia_ci": "99"}),
    ),
    "SIV-R79": (
        caso("S", {"sesso": "1"}, "sesso", {"sesso": "9"}),
        caso("S", {"data_nascita": date(1948, 5, 15)}, "data_nascita"),
        caso("S", {"data_nascita": date(1949, 5, 14), "sesso": "1"}, "sesso data_nascita", chi("CF", "00123456782")),
    ),
    "SIV-R80": (
        caso("C", {"tipo_operazione": "I", "residente": False}, "tipo_operazione residente", {"data_ora_evento": "2024-11-20T09:00:00Z"}),
        caso("C", {"tipo_evento_da_cancellare": "VAC02"}, "data_somministrazione",
             {"tipo_evento_da_cancellare": "VAC02", "data_somministrazione": None}),
        caso("C", {"tipo_evento_da_cancellare": "VAC03"}, "data_somministrazione principi",
             {"tipo_evento_da_cancellare": "VAC03", "data_somministrazione": None, "principi": ()}),
    ),
    "SIV-R81": (
        caso("C", {"data_somministrazione": None}, "data_somministrazione", {"data_somministrazione": None, "id_evento_locale": "X-1"}),
        caso("C", {"data_somministrazione": None, "principi": ()}, "data_somministrazione principi"),
        caso("C", {"tipo_evento_da_cancellare": "VAC02", "data_somministrazione": None, "principi": ()}, "principi"),
    ),
    "SIV-R82": (
        caso("C", {"tipo_evento_da_cancellare": "VAC02", "data_somministrazione": None, **antigeni("02", "37")}, "principi[1]",
             {"tipo_evento_da_cancellare": "VAC02", "data_somministrazione": None, **antigeni("37")}),
    ),
    "COD-001": (
        caso("D", {"cod_condizione_sanitaria": "77"}, "cod_condizione_sanitaria", {"cod_condizione_sanitaria": "00"}),
        caso("D", {"cod_categoria_rischio": "77"}, "cod_categoria_rischio"),
        caso("D", {"cod_tipo_formulazione": "77"}, "cod_tipo_formulazione", il(PRIMA_DEL_PRODOTTO, cod_tipo_formulazione="02")),
        caso("D", {"stato_somministrazione": "QQ", **luogo(_D, "999999", "999", "999", "QQ")}, "stato_somministrazione"),
        caso("D", {"codice_regione": "091", "azienda": None}, "codice_regione", {"codice_regione": "030", "azienda": None}),
        caso("D", antigeni("24"), "principi[0].cod_antigene"),
        caso("M", {"cod_antigene": "77"}, "cod_antigene"),
        caso("C", antigeni("77"), "principi[0].cod_antigene", antigeni("08")),
        caso("S", {"cittadinanza": "QQ"}, "cittadinanza", {"cittadinanza": "XX"}),
        caso("S", luogo("residenza", "999999", "999", "999", "QQ") | {"residente": None}, "stato_residenza"),
    ),
}  # fmt: skip
"""Code -> its cases. What the other lists find (COD-002, COD-003) stands in the tests: those codes belong to the list rule too."""


def tutti() -> list[tuple[str, Caso]]:
    """Every case with its code."""
    return [(code, each) for code, cases in CASI.items() for each in cases]


def campi(event: EventoSIV) -> frozenset[str]:
    """The names of the fields that have a value."""
    return frozenset(plain(event))
