"""The examples of the transports: an event of each type, a message of CART, and a month of several associations, all invented.

The month has two associations and a committee, a Centrale that sends for two of them, and two Aziende. One request is received by an association and
performed by the committee; a cycle of dialysis has a delivery that is changed after its validation, one that is taken back and an empty trip; events
come before their request; a request is annulled and driven all the same; one is taken back; an Azienda validates what is not its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from siss_interop.ledger import flow, fold
from siss_interop.messages.busta import esempi as buste
from siss_interop.messages.busta.modelli import BustaEventoSanitario, Parte
from siss_interop.messages.comune.evento import Evento
from siss_interop.messages.trasporti import esempi_documenti as documenti
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.eventi import (
    CancellaAAVV,
    CancellaServizioTrasportoSanitario,
    CancellaValidazioneErogazione,
    Ciclo,
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    Luogo,
    MezzoUsato,
    Richiesta,
    ValidazioneErogazione,
)
from siss_interop.messages.trasporti.servizi import servizi

AV1, AV2, CRI = (Parte(genere="AV", codice="AV001"), Parte(genere="AV", codice="AV002"), Parte(genere="CRI", codice="CRI07"))
CENTRALE, TOSCANA = buste.CENTRALE, buste.TOSCANA
CENTRO, NORD_OVEST = Parte(genere="AZIENDA", codice="090201"), Parte(genere="AZIENDA", codice="090202")
_SPAZIO = uuid.UUID("5b0c1d5e-3f3a-4c52-9a43-1f0000000000")
_PISA = Luogo(genere="STRUTTURA", comune="050026", codice_struttura="09020201")
_CASA_PISA = Luogo(genere="DOMICILIO", indirizzo="Piazza dei Modelli 2", comune="050026")


def _ora(giorno: int, ora: str) -> str:
    return f"2024-12-{giorno:02d}T{ora}:00+01:00"


def _richiesta(av: str, numero: int, quando: str, **altro: Any) -> Richiesta:
    base = e.richiesta().model_copy(update={"codice_av": av, "progressivo_richiesta": str(numero), "data_ora_richiesta": quando})
    return base.model_copy(update=altro)


def _conclusione(av: str, numero: int, quando: str, **altro: Any) -> ConclusioneRichiesta:
    fields: dict[str, Any] = {**e.chiave(av, numero), "data_ora_conclusione": quando, "esito": "PRESA_IN_CARICO", **altro}
    return ConclusioneRichiesta(**fields)


def _erogazione(av: str, numero: int, quale: int, giorno: int, km: str, **altro: Any) -> ErogazioneTrasporto:
    fields: dict[str, Any] = {
        **e.chiave(av, numero, quale), "codice_av_erogante": av, "mezzo": MezzoUsato(genere="1"), "data_ora_partenza": _ora(giorno, "11:00"),
        "data_ora_arrivo": _ora(giorno, "11:45"), "km_percorsi": km, "partenza": e.OSPEDALE, "destinazione": e.CASA, "esito": "1",
    }  # fmt: skip
    return ErogazioneTrasporto(**{**fields, **altro})


def _seduta(quale: int, giorno: int, km: str = "8.0", **altro: Any) -> ErogazioneTrasporto:
    """One trip of the cycle of dialysis."""
    return _erogazione(
        "AV001", 2, quale, giorno, km, mezzo=MezzoUsato(genere="3"), partenza=e.CASA, destinazione=e.DIALISI,
        data_erogazione_seduta=date(2024, 12, giorno), **altro,
    )  # fmt: skip


def _validazione(av: str, numero: int, quale: int, giorno: int, azienda: str = "090201", **altro: Any) -> ValidazioneErogazione:
    fields: dict[str, Any] = {
        **e.chiave(av, numero, quale), "codice_azienda": azienda, "esito": "VALIDATA", "data_validazione": date(2024, 12, giorno),
        "periodo_rendicontazione": "2024-12",
    }  # fmt: skip
    return ValidazioneErogazione(**{**fields, **altro})


Riga = tuple[str, Parte, Parte | None, Evento]
"""When the fact was (day and time of December), who sends, in whose name, and the event."""


def _prima_settimana() -> Iterator[Riga]:
    """A discharge, the cycle of dialysis, and a transfer that another performs and whose delivery comes first."""
    yield "02T09:00", AV1, None, _richiesta("AV001", 1, _ora(2, "09:00"))
    yield "02T09:30", AV1, None, _conclusione("AV001", 1, _ora(2, "09:30"))
    yield "02T11:45", AV1, None, _erogazione("AV001", 1, 1, 2, "12.5")
    ciclo = e.richiesta_ricca().model_copy(update={"progressivo_richiesta": "2"})
    yield "02T10:00", AV1, None, ciclo.model_copy(update={"note": None})
    # the same key again replaces it whole: a note, and sessions until the end of the month
    fine = Ciclo(numero_sedute=13, data_inizio=date(2024, 12, 3), data_fine=date(2024, 12, 31))
    yield "02T12:00", AV1, None, ciclo.model_copy(update={"tipo_operazione": "V", "ciclo": fine})
    yield "02T10:30", AV1, None, _conclusione("AV001", 2, _ora(2, "10:30"))
    yield "03T08:30", AV1, None, _seduta(1, 3)
    yield "05T08:30", AV1, None, _seduta(2, 5)
    yield "07T08:30", AV1, None, _seduta(3, 7)
    yield "06T15:00", CENTRALE, CRI, _erogazione("AV002", 1, 1, 6, "44.0", codice_av_erogante="CRI07", partenza=_PISA, destinazione=_CASA_PISA)
    yield "06T09:00", CENTRALE, AV2, _richiesta(
        "AV002", 1, _ora(6, "09:00"), assistito=e.RITA, codice_azienda_competente="090202", partenza=_PISA, destinazione=_CASA_PISA,
        canale_richiesta="C", prescrizione=e.prescrizione(11, date(2024, 12, 5)),
    )  # fmt: skip
    yield "06T09:20", CENTRALE, AV2, _conclusione("AV002", 1, _ora(6, "09:20"), codice_av_assegnataria="CRI07")


def _seconda_settimana() -> Iterator[Riga]:
    """Validations, a delivery that was never made, an annulled request, one sent by mistake."""
    yield "09T10:00", CENTRO, None, _validazione("AV001", 1, 1, 9, km_riconosciuti="12.5", importo_riconosciuto="30.00")
    yield "09T10:05", NORD_OVEST, None, _validazione("AV001", 1, 1, 9, "090202", importo_riconosciuto="99.00")
    yield "09T10:10", CENTRO, None, _validazione("AV001", 2, 1, 9, km_riconosciuti="8.0", importo_riconosciuto="20.00")
    yield "09T10:20", CENTRO, None, _validazione("AV001", 2, 2, 9, km_riconosciuti="8.0", importo_riconosciuto="20.00")
    yield "09T10:30", CENTRO, None, _validazione("AV001", 2, 3, 9, km_riconosciuti="8.0", importo_riconosciuto="20.00")
    yield "10T08:30", AV1, None, _seduta(4, 10)
    yield "12T08:30", AV1, None, _seduta(5, 12)
    yield "13T09:00", AV1, None, CancellaAAVV(**e.chiave("AV001", 2, 5), tipo_evento_da_cancellare="Ev03")
    yield "14T08:30", AV1, None, _seduta(6, 14, esito="2")
    yield "11T16:00", AV1, None, _richiesta("AV001", 3, _ora(11, "16:00"), prescrizione=e.prescrizione(12, date(2024, 12, 11)))
    yield "12T07:30", AV1, None, _conclusione("AV001", 3, _ora(12, "07:30"), esito="ANNULLATA", motivo_annullamento="1")
    yield "12T12:00", AV1, None, _erogazione("AV001", 3, 1, 12, "10.0")
    yield "12T09:00", CENTRALE, AV2, _richiesta("AV002", 2, _ora(12, "09:00"), prescrizione=e.prescrizione(13, date(2024, 12, 11)))
    yield "12T09:10", CENTRALE, AV2, CancellaAAVV(**e.chiave("AV002", 2), tipo_evento_da_cancellare="Ev01")


def _ultime_settimane() -> Iterator[Riga]:
    """A change after the validation, a committee on its own, a private specialist and a wheelchair in a car, a validation that is taken back."""
    yield "16T09:00", AV1, None, _seduta(3, 7, "9.4", tipo_operazione="V")
    yield "16T11:00", CENTRO, None, _validazione(
        "AV001", 2, 4, 16, esito="VALIDATA_PARZIALMENTE", motivi=("percorso più lungo del necessario",), km_riconosciuti="6.0",
        importo_riconosciuto="15.00",
    )  # fmt: skip
    yield "16T11:10", CENTRO, None, _validazione("AV001", 2, 6, 16, esito="NON_VALIDATA", motivi=("viaggio a vuoto",))
    yield "17T10:00", NORD_OVEST, None, _validazione("AV002", 1, 1, 17, "090202", km_riconosciuti="44.0", importo_riconosciuto="70.00")
    first = _richiesta("CRI07", 1, _ora(18, "09:00"), assistito=e.UGO, prescrizione=e.prescrizione(14, date(2024, 12, 17)), note="secondo piano")
    yield "18T09:00", CENTRALE, CRI, first
    yield "18T15:00", CENTRALE, CRI, first.model_copy(update={"note": None, "accompagnatore": True, "tipo_operazione": "V"})
    yield "18T09:40", CENTRALE, CRI, _conclusione("CRI07", 1, _ora(18, "09:40"))
    yield "19T12:00", CENTRALE, CRI, _erogazione("CRI07", 1, 1, 19, "18.0")
    yield "20T09:00", CENTRO, None, _validazione("CRI07", 1, 1, 20, importo_riconosciuto="40.00")
    yield "20T09:30", CENTRO, None, CancellaValidazioneErogazione(**e.chiave("CRI07", 1, 1), codice_azienda="090201")
    yield "20T10:00", AV1, None, _conclusione("AV001", 4, _ora(20, "10:00"))
    privata = e.prescrizione(
        15, date(2024, 12, 19), tipo_ricettario="ALTRO", numero_ricetta=None, tipo_prescrittore="3", codice_fiscale_medico=e.SPECIALISTA
    )
    yield "20T09:45", AV1, None, _richiesta("AV001", 4, _ora(20, "09:45"), condizione_clinica="2", mezzo_richiesto="2", prescrizione=privata)
    yield "20T11:45", AV1, None, _erogazione("AV001", 4, 1, 20, "6.0", mezzo=MezzoUsato(genere="3"))
    yield "23T09:00", CENTRO, None, _validazione("AV001", 4, 1, 23, esito="NON_VALIDATA", motivi=("mezzo non attrezzato",))


def _imbustato(numero: int, riga: Riga) -> BustaEventoSanitario:
    quando, mittente, per_conto_di, evento = riga
    verso = TOSCANA if mittente != TOSCANA else CENTRO
    return BustaEventoSanitario.di(
        evento, id_busta=str(uuid.uuid5(_SPAZIO, str(numero))), mittente=mittente, per_conto_di=per_conto_di, destinatario=verso,
        data_ora_invio=f"2024-12-{quando[:2]}T20:{numero % 60:02d}:00+01:00", data_ora_evento=f"2024-12-{quando}:00+01:00", soggetto=evento.soggetto,
    )  # fmt: skip


def mese() -> tuple[BustaEventoSanitario, ...]:
    """The month, in the order of reception; among it what the Region gave back of two deliveries, one of which it then took back."""
    sent = [*_prima_settimana(), *_seconda_settimana()]
    before = [row for row in sent if not isinstance(row[3], CancellaAAVV)]
    ledger, _ = fold(flow("trasporti"), (row[3] for row in before))
    given = {(each.progressivo_richiesta, each.progressivo_erogazione): each
             for each in servizi(ledger, azienda="090201", prodotti_alle=_ora(13, "06:00"))}  # fmt: skip
    back: list[Riga] = [
        ("13T06:00", TOSCANA, None, given["1", "1"].model_copy(update={"tipo_operazione": "I"})),
        ("13T06:01", TOSCANA, None, given["2", "5"].model_copy(update={"tipo_operazione": "I"})),
    ]
    taken: Riga = ("14T06:00", TOSCANA, None, CancellaServizioTrasportoSanitario(**e.chiave("AV001", 2, 5)))
    at = next(at for at, row in enumerate(sent) if isinstance(row[3], CancellaAAVV))
    rows = [*sent[:at], *back, *sent[at:], taken, *_ultime_settimane()]
    return tuple(_imbustato(number, row) for number, row in enumerate(rows, 1))


BUDGET = "codice_av,periodo,importo\nAV001,2024-12,80.00\nAV002,2024-12,50.00\nCRI07,2024-12,150.00\n"
"""What each is assigned in the month."""

#: file below `examples/trasporti/` -> what makes the message that it holds, or the month
ESEMPI: Mapping[str, Callable[[], Any]] = {
    "eventi/richiesta.xml": e.richiesta_ricca, "eventi/conclusione.xml": e.conclusione_ricca, "eventi/erogazione.xml": e.erogazione_ricca,
    "eventi/servizio.xml": e.servizio_ricco, "eventi/validazione.xml": e.validazione_ricca, "eventi/cancella-aavv.xml": e.cancella_erogazione,
    "eventi/cancella-servizio.xml": e.cancella_servizio, "eventi/cancella-validazione.xml": e.cancella_validazione,
    "busta.xml": buste.busta_ricca, "esito.xml": buste.esito_scartato, "cart.soap.xml": buste.messaggio_cart_ricco,
    "richiesta.cda.xml": documenti.richiesta_ricca, "relazione.cda.xml": documenti.relazione_ricca, "dicembre-2024.xml": mese,
}  # fmt: skip
