"""Transport events and envelopes for the tests of the ledger, with few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from siss_interop.messages.busta.modelli import BustaEventoSanitario, Parte
from siss_interop.messages.comune.evento import Evento
from siss_interop.messages.trasporti import esempi_eventi as e
from siss_interop.messages.trasporti.eventi import (
    CancellaAAVV,
    CancellaServizioTrasportoSanitario,
    CancellaValidazioneErogazione,
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    Richiesta,
    ServizioTrasportoSanitario,
    ValidazioneErogazione,
)
from siss_interop.messages.trasporti.registro import Pratica, Rilievo

TOSCANA = Parte(genere="REGIONE", codice="090")
CENTRALE = Parte(genere="CENTRALE", codice="CEN01")


def av(codice: str) -> Parte:
    return Parte(genere="CRI" if codice.startswith("CRI") else "AV", codice=codice)


def azienda(codice: str = "090201") -> Parte:
    return Parte(genere="AZIENDA", codice=codice)


def ev01(numero: int = 1, di: str = "AV001", **altro: Any) -> Richiesta:
    return e.richiesta().model_copy(update={**e.chiave(di, numero), **altro})


def ev02(numero: int = 1, di: str = "AV001", **altro: Any) -> ConclusioneRichiesta:
    return e.conclusione().model_copy(update={**e.chiave(di, numero), **altro})


def ev03(numero: int = 1, quale: int = 1, di: str = "AV001", **altro: Any) -> ErogazioneTrasporto:
    return e.erogazione().model_copy(update={**e.chiave(di, numero, quale), "codice_av_erogante": di, **altro})


def ev04(numero: int = 1, quale: int = 1, di: str = "AV001", **altro: Any) -> ServizioTrasportoSanitario:
    fields = {**e.chiave(di, numero, quale), "richiesta": ev01(numero, di), "erogazione": ev03(numero, quale, di), **altro}
    return e.servizio().model_copy(update=fields)


def ev05(numero: int = 1, quale: int = 1, di: str = "AV001", **altro: Any) -> ValidazioneErogazione:
    return e.validazione().model_copy(update={**e.chiave(di, numero, quale), "importo_riconosciuto": "10.00", **altro})


def ev06(tipo: str, numero: int = 1, quale: int | None = None, di: str = "AV001") -> CancellaAAVV:
    return CancellaAAVV.model_validate({**e.chiave(di, numero, quale), "tipo_evento_da_cancellare": tipo})


def ev07(numero: int = 1, quale: int = 1, di: str = "AV001") -> CancellaServizioTrasportoSanitario:
    return CancellaServizioTrasportoSanitario(**e.chiave(di, numero, quale))


def ev08(numero: int = 1, quale: int = 1, di: str = "AV001", codice: str = "090201") -> CancellaValidazioneErogazione:
    return CancellaValidazioneErogazione(**e.chiave(di, numero, quale), codice_azienda=codice)


def busta(
    evento: Evento, da: Parte, per: Parte | None = None, quando: str = "2024-12-02T09:00:00+01:00", inviata: str | None = None
) -> BustaEventoSanitario:
    return BustaEventoSanitario.di(
        evento, id_busta="00000000-0000-4000-8000-000000000000", mittente=da, per_conto_di=per, destinatario=TOSCANA,
        data_ora_invio=inviata or quando, data_ora_evento=quando,
    )  # fmt: skip


def giorno(numero: int) -> date:
    return date(2024, 12, numero)


def senza_numeri(pratica: Pratica) -> Pratica:
    """The same without the numbers of reception: equal for every order that gives the same state."""
    return replace(pratica, rilievi=tuple(sorted((Rilievo(0, each.issue) for each in pratica.rilievi), key=str)))
