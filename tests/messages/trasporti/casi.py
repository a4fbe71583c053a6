"""For each rule of the transport events one that breaks it and one that just does not: a valid event with some fields changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.eventi import Ciclo, EventoTrasporto, Luogo, MezzoUsato, Prescrizione

BASI = {
    "R": e.richiesta_ricca, "C": e.conclusione_ricca, "E": e.erogazione_ricca, "S": e.servizio_ricco, "V": e.validazione_ricca,
    "A": e.cancella_erogazione, "S-": e.cancella_servizio, "V-": e.cancella_validazione,
}  # fmt: skip


def base(which: str) -> EventoTrasporto:
    """R a request, C a conclusion, E a delivery, S a service, V a validation, A, S- and V- cancellations. None of them breaks any rule."""
    made: EventoTrasporto = BASI[which]()
    return made


def con(which: str, cambi: Mapping[str, Any]) -> EventoTrasporto:
    """The event with these fields changed."""
    return base(which).model_copy(update=cambi)


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


def ricetta(**cambi: Any) -> dict[str, Any]:
    """Another prescription."""
    usual: dict[str, Any] = {
        "tipo_ricettario": "DEMA", "numero_ricetta": "090A02400000002", "data_prescrizione": date(2024, 11, 29),
        "codice_fiscale_medico": e.SPECIALISTA, "tipo_prescrittore": "2",
    }  # fmt: skip
    return {"prescrizione": Prescrizione(**{**usual, **cambi})}


def chi(genere: str, codice: str | None = None, **altro: Any) -> dict[str, Any]:
    """Another person."""
    who = IdentificativoAssistito.model_validate({"genere": genere, "codice": codice, **altro})
    return {"assistito": e.UGO.model_copy(update={"identificativo": who})}


def persona(**cambi: Any) -> dict[str, Any]:
    """The person with other data."""
    return {"assistito": e.UGO.model_copy(update=cambi)}


def ciclo(inizio: int, fine: int) -> Ciclo:
    """A cycle between two days of December."""
    return Ciclo(numero_sedute=12, data_inizio=date(2024, 12, inizio), data_fine=date(2024, 12, fine))


def requisiti(*esiti: bool) -> dict[str, Any]:
    """Other requirements."""
    (one,) = e.servizio().requisiti
    return {"requisiti": tuple(one.model_copy(update={"codice": f"R{at}", "superato": esito}) for at, esito in enumerate(esiti))}


_MUTO = Luogo(genere="STRUTTURA", comune="048017")
_STRANO = Luogo(genere="DOMICILIO", comune="048017", codice_struttura="09020101")
_MEDICO_FALSO = f"{e.MEDICO[:15]}{'A' if e.MEDICO[15] != 'A' else 'B'}"
_UGO = e.UGO.identificativo.codice or ""
_UGO_FALSO = f"{_UGO[:15]}{'A' if _UGO[15] != 'A' else 'B'}"
_RICHIESTA_2 = e.richiesta().model_copy(update={"progressivo_richiesta": "2"})
_PULMINO = e.erogazione().model_copy(update={"mezzo": MezzoUsato(genere="4")})

CASI: dict[str, tuple[Caso, ...]] = {
    "COD-001": (caso("R", {"canale_richiesta": "X"}, "canale_richiesta"),),
    "TRA-R01": (
        caso("R", {"canale_richiesta": "118"}, "canale_richiesta", {"canale_richiesta": "W"}),
        caso("R", {"canale_richiesta": "SOCIALE"}, "canale_richiesta", {"canale_richiesta": None}),
    ),
    "TRA-R02": (caso("R", ricetta(codice_fiscale_medico="0000000000000000"), "prescrizione.codice_fiscale_medico"),),
    "TRA-R03": (caso("R", ricetta(codice_fiscale_medico=_MEDICO_FALSO), "prescrizione.codice_fiscale_medico"),),
    "TRA-R04": (
        caso("R", ricetta(numero_ricetta=None), "prescrizione.numero_ricetta"),
        caso("R", ricetta(tipo_ricettario="SSN", numero_ricetta=None, data_prescrizione=date(2022, 10, 31)), "prescrizione.numero_ricetta",
             ricetta(tipo_ricettario="ALTRO", numero_ricetta=None, tipo_prescrittore="3")),
    ),
    "TRA-R05": (
        caso("R", {"ciclo": None, "motivo": "02", **ricetta(tipo_ricettario="ALTRO", tipo_prescrittore="1")}, "prescrizione.tipo_prescrittore",
             ricetta(tipo_ricettario="ALTRO", tipo_prescrittore="3")),
        caso("R", ricetta(tipo_ricettario="ALTRO", tipo_prescrittore=None), "prescrizione.tipo_prescrittore"),
    ),
    "TRA-R06": (caso("R", ricetta(numero_ricetta="12345"), "prescrizione.numero_ricetta"),),
    "TRA-R07": (
        caso("R", ricetta(tipo_ricettario="SSN", numero_ricetta="09024001", data_prescrizione=date(2022, 10, 31)), "prescrizione.numero_ricetta",
             ricetta(tipo_ricettario="SSN", numero_ricetta="090240012345678", data_prescrizione=date(2022, 10, 31))),
    ),
    "TRA-R08": (
        caso("R", ricetta(tipo_ricettario="SSN", numero_ricetta="090240012345678", data_prescrizione=date(2022, 11, 1)),
             "prescrizione.tipo_ricettario",
             ricetta(tipo_ricettario="SSN", numero_ricetta="090240012345678", data_prescrizione=date(2022, 10, 31))),
    ),
    "TRA-R09": (
        caso("R", ricetta(data_prescrizione=date(2024, 12, 3)), "prescrizione.data_prescrizione", ricetta(data_prescrizione=date(2024, 12, 2))),
    ),
    "TRA-R10": (caso("R", chi("CF"), "assistito.identificativo.codice"),),
    "TRA-R11": (
        caso("R", chi("STP", "0900011234567", emittente="090201"), "assistito.identificativo.codice",
             chi("STP", "STP0900011234567", emittente="090201")),
    ),
    "TRA-R12": (caso("R", chi("CF", _UGO_FALSO), "assistito.identificativo.codice"),),
    "TRA-R13": (
        caso("R", chi("STP", "STP0900011234567"), "assistito.identificativo.emittente", chi("STP", "STP0900011234567", emittente="090201")),
    ),
    "TRA-R14": (
        caso("R", chi("TEAM", "X1"), "assistito.identificativo.tessera", chi("TEAM", "X1", tessera="80276000000000000001")),
    ),
    "TRA-R15": (
        caso("R", chi("TEAM", "X1", tessera="A1"), "assistito.identificativo.tessera", chi("TEAM", "X1", tessera="80276000000000000001")),
    ),
    "TRA-R16": (caso("R", chi("CF", _UGO, tessera="80276000000000000001"), "assistito.identificativo.tessera"),),
    "TRA-R17": (caso("R", chi("NESSUNO"), "assistito.identificativo.genere"),),
    "TRA-R18": (caso("R", persona(sesso="2"), "assistito.sesso"), caso("R", persona(data_nascita=date(1944, 11, 4)), "assistito.data_nascita")),
    "TRA-R19": (
        caso("R", {"assistito": e.UGO.model_copy(update={"data_nascita": date(2024, 12, 3), "identificativo": IdentificativoAssistito(
            genere="ANA", codice="1")})}, "assistito.data_nascita"),
    ),
    "TRA-R20": (
        caso("R", persona(residenza=e.FIRENZE.model_copy(update={"regione": "030"})), "assistito.residenza.regione"),
    ),
    "TRA-R21": (
        caso("R", {"condizione_clinica": "1", "mezzo_richiesto": "4"}, "mezzo_richiesto", {"condizione_clinica": "1", "mezzo_richiesto": "1"}),
        caso("R", {"condizione_clinica": "2", "mezzo_richiesto": "3"}, "mezzo_richiesto", {"condizione_clinica": "2", "mezzo_richiesto": "2"}),
    ),
    "TRA-R22": (caso("R", {"motivo": "07", "ciclo": None}, "ciclo", {"motivo": "07"}),),
    "TRA-R23": (caso("R", {"ciclo": None}, "ciclo"),),
    "TRA-R24": (caso("R", {"motivo": "02"}, "ciclo"),),
    "TRA-R25": (
        caso("R", ricetta(tipo_prescrittore="1"), "prescrizione.tipo_prescrittore", {**ricetta(tipo_prescrittore="1"), "ciclo": None}),
    ),
    "TRA-R26": (caso("R", {"ciclo": ciclo(30, 2)}, "ciclo.data_fine", {"ciclo": ciclo(2, 2)}),),
    "TRA-R27": (
        caso("R", {"data_ora_appuntamento": "2024-12-02T08:59:59+01:00"}, "data_ora_appuntamento",
             {"data_ora_appuntamento": "2024-12-02T08:00:00Z"}),
    ),
    "TRA-R28": (caso("R", {"anno_richiesta": "2023"}, "anno_richiesta"),),
    "TRA-R29": (caso("R", {"codice_azienda_competente": "030321"}, "codice_azienda_competente", {"codice_azienda_competente": "090103"}),),
    "TRA-R30": (
        caso("R", {"data_ora_appuntamento": "2025-02-30T08:00:00+01:00"}, "data_ora_appuntamento",
             {"data_ora_appuntamento": "2025-02-28T08:00:00+01:00"}, "TRA-R27"),
        caso("C", {"data_ora_conclusione": "2023-02-29T08:00:00+01:00"}, "data_ora_conclusione",
             {"data_ora_conclusione": "2024-02-29T08:00:00+01:00"}),
    ),
    "TRA-R31": (
        caso("C", {"data_ora_conclusione": "2024-03-31T02:30:00+01:00"}, "data_ora_conclusione",
             {"data_ora_conclusione": "2024-03-31T03:30:00+02:00"}),
        caso("C", {"data_ora_conclusione": "2024-03-31T02:30:00+02:00"}, "data_ora_conclusione",
             {"data_ora_conclusione": "2024-03-31T01:30:00+01:00"}),
        caso("C", {"data_ora_conclusione": "2024-07-01T12:00:00+01:00"}, "data_ora_conclusione", {"data_ora_conclusione": "2024-07-01T10:00:00Z"}),
        caso("C", {"data_ora_conclusione": "2024-10-27T03:00:00+02:00"}, "data_ora_conclusione",
             {"data_ora_conclusione": "2024-10-27T02:30:00+02:00"}),
    ),
    "TRA-R32": (
        caso("R", {"destinazione": e.CASA}, "destinazione"), caso("E", {"partenza": e.CASA, "destinazione": e.CASA}, "destinazione"),
    ),
    "TRA-R33": (caso("R", {"destinazione": _MUTO}, "destinazione.codice_struttura"), caso("E", {"partenza": _MUTO}, "partenza.codice_struttura")),
    "TRA-R34": (caso("R", {"partenza": _STRANO}, "partenza.codice_struttura"),),
    "TRA-R35": (
        caso("C", {"esito": "ANNULLATA", "codice_av_assegnataria": None}, "motivo_annullamento",
             {"esito": "ANNULLATA", "codice_av_assegnataria": None, "motivo_annullamento": "1"}),
    ),
    "TRA-R36": (
        caso("C", {"motivo_annullamento": "1"}, "motivo_annullamento"),
        caso("C", {"esito": "ANNULLATA", "motivo_annullamento": "1"}, "codice_av_assegnataria"),
    ),
    "TRA-R37": (caso("C", {"codice_av_assegnataria": "AV001"}, "codice_av_assegnataria", {"codice_av_assegnataria": None}),),
    "TRA-R40": (
        caso("E", {"data_ora_arrivo": "2024-12-02T11:00:00+01:00"}, "data_ora_arrivo", {"data_ora_arrivo": "2024-12-02T10:00:01Z"}),
    ),
    "TRA-R41": (
        caso("E", {"data_ora_rientro": "2024-12-02T11:39:59+01:00"}, "data_ora_rientro", {"data_ora_rientro": "2024-12-02T11:40:00+01:00"}),
    ),
    "TRA-R42": (caso("E", {"numero_trasportati": None}, "numero_trasportati", {"numero_trasportati": None, "trasporto_multiplo": False}),),
    "TRA-R43": (caso("E", {"trasporto_multiplo": None}, "numero_trasportati"),),
    "TRA-R44": (caso("E", {"km_percorsi": "900"}, "km_percorsi", {"km_percorsi": "90.5"}),),
    "TRA-R50": (
        caso("S", {"richiesta": _RICHIESTA_2}, "richiesta"),
        caso("S", {"conclusione": e.conclusione().model_copy(update={"codice_av": "AV002"})}, "conclusione"),
        caso("S", {"erogazione": e.erogazione().model_copy(update={"progressivo_erogazione": "2"})}, "erogazione"),
    ),
    "TRA-R51": (
        caso("S", requisiti(True, False), "validita_complessiva", {**requisiti(True, False), "validita_complessiva": False}),
        caso("S", {"validita_complessiva": False}, "validita_complessiva", requisiti(True, True)),
    ),
    "TRA-R52": (caso("S", {"codice_azienda_destinataria": "090202"}, "codice_azienda_destinataria"),),
    "TRA-R53": (caso("S", {"erogazione": _PULMINO}, "erogazione.mezzo.genere"),),
    "TRA-R54": (caso("S", {"requisiti": e.servizio().requisiti * 2}, "requisiti[1]", requisiti(True, True)),),
    "TRA-R60": (caso("V", {"motivi": ()}, "motivi", {"esito": "VALIDATA", "motivi": ()}),),
    "TRA-R61": (caso("V", {"esito": "VALIDATA"}, "motivi"),),
    "TRA-R62": (
        caso("V", {"esito": "NON_VALIDATA"}, "km_riconosciuti importo_riconosciuto",
             {"esito": "NON_VALIDATA", "km_riconosciuti": "0", "importo_riconosciuto": None}),
    ),
    "TRA-R70": (caso("A", {"progressivo_erogazione": None}, "progressivo_erogazione"),),
    "TRA-R71": (
        caso("A", {"tipo_evento_da_cancellare": "Ev01"}, "progressivo_erogazione",
             {"tipo_evento_da_cancellare": "Ev01", "progressivo_erogazione": None}),
    ),
}  # fmt: skip


def tutti() -> list[tuple[str, Caso]]:
    """Every case with the code of its rule."""
    return [(code, each) for code, cases in CASI.items() for each in cases]
