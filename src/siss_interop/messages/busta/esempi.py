"""Examples of the envelope, of the header outside it, and of the receiver's answer. Samples of events come through the catalogue."""

from __future__ import annotations

from importlib import import_module

from siss_interop.messages import catalogue
from siss_interop.messages.busta.cart import (
    DatiMessaggio,
    IdentificativoParte,
    IntestazioneEGov,
    MessaggioCART,
    OraRegistrazione,
    ProfiloCollaborazione,
    ProfiloTrasmissione,
    Servizio,
)
from siss_interop.messages.busta.modelli import BustaEventoSanitario, Parte
from siss_interop.messages.comune.esito import EsitoRicezione, Segnalazione
from siss_interop.messages.comune.evento import Evento

TOSCANA = Parte(genere="REGIONE", codice="090")
AV001 = Parte(genere="AV", codice="AV001")
CENTRALE = Parte(genere="CENTRALE", codice="CEN01")
AZIENDA = Parte(genere="AZIENDA", codice="090201")
_ID = "5b0c1d5e-3f3a-4c52-9a43-000000000001"
_QUANDO = "2024-12-02T10:00:00+01:00"


def evento(name: str) -> Evento:
    """The minimal event of a message, from the catalogue."""
    module, _, attribute = (catalogue.entry(name).sample or "").partition(":")
    found: Evento = getattr(import_module(module), attribute)()
    return found


def busta() -> BustaEventoSanitario:
    """A minimal valid envelope: a request of transport, from the association itself."""
    return BustaEventoSanitario.di(
        evento("Richiesta"), id_busta=_ID, mittente=AV001, destinatario=TOSCANA, data_ora_invio=_QUANDO, data_ora_evento="2024-12-02T09:00:00+01:00"
    )


def busta_ricca() -> BustaEventoSanitario:
    """An envelope with all that may stand in one: a Centrale sends for an association."""
    inside = evento("Richiesta")
    return busta().model_copy(
        update={
            "mittente": CENTRALE.model_copy(update={"denominazione": "Centrale di esempio"}), "per_conto_di": AV001, "soggetto": inside.soggetto,
            "oscurato": False,
        }
    )  # fmt: skip


def busta_vaccinazione() -> BustaEventoSanitario:
    """An envelope of another flow."""
    inside = evento("VaccinazioneEffettuata")
    return BustaEventoSanitario.di(
        inside, id_busta=_ID.replace("1", "2"), mittente=AZIENDA, destinatario=TOSCANA, data_ora_invio="2024-11-05T12:00:00+01:00",
        data_ora_evento="2024-11-05T10:30:00+01:00", soggetto=inside.soggetto,
    )  # fmt: skip


def messaggio_cart() -> MessaggioCART:
    """A minimal valid message of CART."""
    return MessaggioCART(
        intestazione=IntestazioneEGov(
            mittenti=(IdentificativoParte(codice="AssociazioneDiEsempio", genere="SPC"),),
            destinatario=IdentificativoParte(codice="RegioneToscana", genere="SPC"),
            messaggio=DatiMessaggio(
                identificatore="AssociazioneDiEsempio_PortaDiEsempio_0000001_2024-12-02_10:00",
                ora_registrazione=OraRegistrazione(valore=_QUANDO, tempo="EGOV_IT_Locale"),
            ),
        ),
        busta=busta(),
    )


def messaggio_cart_ricco() -> MessaggioCART:
    """A message of CART with service and profiles."""
    found = messaggio_cart()
    return found.model_copy(
        update={
            "intestazione": found.intestazione.model_copy(
                update={
                    "profilo": ProfiloCollaborazione(valore="EGOV_IT_MessaggioSingoloOneWay"),
                    "servizio": Servizio(nome="TrasportiSanitari", genere="SPC"),
                    "azione": "Ev01",
                    "trasmissione": ProfiloTrasmissione(inoltro="EGOV_IT_ALPIUUNAVOLTA", conferma_ricezione=True),
                }
            ),
            "busta": busta_ricca(),
        }
    )


def esito() -> EsitoRicezione:
    """A minimal valid answer."""
    return EsitoRicezione(id_messaggio_riferito=_ID, esito="OK", data_ora_elaborazione=_QUANDO)


def esito_scartato() -> EsitoRicezione:
    """An answer that discards."""
    return EsitoRicezione(
        id_messaggio_riferito=_ID, esito="SCARTATO", data_ora_elaborazione=_QUANDO,
        segnalazioni=(
            Segnalazione(codice="TRA-R40", livello="GRAVE", percorso="contenuto.erogazione_trasporto.data_ora_arrivo",
                         descrizione="L'arrivo non viene dopo la partenza"),
        ),
    )  # fmt: skip


TUTTI = (busta, busta_ricca, busta_vaccinazione, messaggio_cart, messaggio_cart_ricco, esito, esito_scartato)
