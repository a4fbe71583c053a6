"""Examples of the transport events, with invented people and associations: a minimal event of each type, and the richer ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from siss_interop.ids.codice_fiscale import compose
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.trasporti.eventi import (
    Assistito,
    CancellaAAVV,
    CancellaServizioTrasportoSanitario,
    CancellaValidazioneErogazione,
    Ciclo,
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    Luogo,
    MezzoUsato,
    Prescrizione,
    RequisitoVerificato,
    Residenza,
    Richiesta,
    ServizioTrasportoSanitario,
    ValidazioneErogazione,
)

FIRENZE = Residenza(comune="048017", asl="201", regione="090", stato="IT")
MEDICO = compose("Verdi", "Giovanni", date(1965, 3, 10), "M", "D612")
SPECIALISTA = compose("Neri", "Paola", date(1972, 9, 21), "F", "D612")
CASA = Luogo(genere="DOMICILIO", indirizzo="Via delle Prove 1", comune="048017")
OSPEDALE = Luogo(genere="STRUTTURA", comune="048017", codice_struttura="09020101")
DIALISI = Luogo(genere="STRUTTURA", comune="048017", codice_struttura="09020102")


def persona(cognome: str, nome: str, nascita: date, sesso: str, **altro: Any) -> Assistito:
    """An invented person who lives in Florence."""
    codice = compose(cognome, nome, nascita, sesso, "D612")
    usual: dict[str, Any] = {
        "identificativo": IdentificativoAssistito(genere="CF", codice=codice), "cognome": cognome, "nome": nome,
        "sesso": "1" if sesso == "M" else "2", "data_nascita": nascita, "residenza": FIRENZE,
    }  # fmt: skip
    return Assistito(**{**usual, **altro})


ADA = persona("Esempi", "Ada", date(1938, 2, 14), "F")
UGO = persona("Provini", "Ugo", date(1944, 11, 3), "M")
RITA = persona("Modelli", "Rita", date(1951, 6, 30), "F")

CHIAVE: dict[str, Any] = {"codice_av": "AV001", "anno_richiesta": "2024", "progressivo_richiesta": "1"}


def chiave(codice_av: str, progressivo: int, erogazione: int | None = None) -> dict[str, Any]:
    """The key of a request of 2024, or of one of its deliveries."""
    found = {"codice_av": codice_av, "anno_richiesta": "2024", "progressivo_richiesta": str(progressivo)}
    return found if erogazione is None else {**found, "progressivo_erogazione": str(erogazione)}


def prescrizione(numero: int, quando: date, **altro: Any) -> Prescrizione:
    """A dematerialised prescription of the family doctor."""
    usual: dict[str, Any] = {
        "tipo_ricettario": "DEMA", "numero_ricetta": f"090A0240{numero:07d}", "data_prescrizione": quando, "codice_fiscale_medico": MEDICO,
        "tipo_prescrittore": "1",
    }  # fmt: skip
    return Prescrizione(**{**usual, **altro})


def richiesta() -> Richiesta:
    """A minimal valid request: home from hospital on a stretcher."""
    return Richiesta(
        **CHIAVE, data_ora_richiesta="2024-12-02T09:00:00+01:00", assistito=ADA, prescrizione=prescrizione(1, date(2024, 12, 2)),
        condizione_clinica="1", mezzo_richiesto="1", motivo="02", tipo_viaggio="A", partenza=OSPEDALE, destinazione=CASA,
        codice_azienda_competente="090201",
    )  # fmt: skip


def richiesta_ricca() -> Richiesta:
    """A request with all that may stand in one: a cycle of dialysis."""
    return Richiesta(
        **CHIAVE, tipo_operazione="I", data_ora_richiesta="2024-12-02T09:00:00+01:00", canale_richiesta="T",
        assistito=UGO.model_copy(update={"recapito": "+39 055 0000000"}),
        prescrizione=prescrizione(2, date(2024, 11, 29), tipo_prescrittore="2", codice_fiscale_medico=SPECIALISTA),
        condizione_clinica="3", mezzo_richiesto="3", motivo="08", tipo_viaggio="AR",
        ciclo=Ciclo(numero_sedute=12, data_inizio=date(2024, 12, 3), data_fine=date(2024, 12, 31)), partenza=CASA, destinazione=DIALISI,
        data_ora_appuntamento="2024-12-03T08:00:00+01:00", accompagnatore=True, ossigeno=False, isolamento=False,
        codice_azienda_competente="090201", note="Citofono guasto: telefonare",
    )  # fmt: skip


def conclusione() -> ConclusioneRichiesta:
    """A minimal valid conclusion."""
    return ConclusioneRichiesta(**CHIAVE, data_ora_conclusione="2024-12-02T09:30:00+01:00", esito="PRESA_IN_CARICO")


def conclusione_ricca() -> ConclusioneRichiesta:
    """A request that another association takes."""
    return conclusione().model_copy(update={"tipo_operazione": "I", "codice_av_assegnataria": "CRI07"})


def erogazione() -> ErogazioneTrasporto:
    """A minimal valid delivery."""
    return ErogazioneTrasporto(
        **CHIAVE, progressivo_erogazione="1", codice_av_erogante="AV001", mezzo=MezzoUsato(genere="1"),
        data_ora_partenza="2024-12-02T11:00:00+01:00", data_ora_arrivo="2024-12-02T11:40:00+01:00", km_percorsi="12.5", partenza=OSPEDALE,
        destinazione=CASA, esito="1",
    )  # fmt: skip


def erogazione_ricca() -> ErogazioneTrasporto:
    """A delivery with all that may stand in one."""
    return erogazione().model_copy(
        update={
            "tipo_operazione": "I", "mezzo": MezzoUsato(genere="1", targa="ZZ000ZZ", sigla="Alfa 1"),
            "data_ora_rientro": "2024-12-02T12:10:00+01:00", "trasporto_multiplo": True, "numero_trasportati": 2, "equipaggio": 3,
            "firma_assistito": True, "data_erogazione_seduta": date(2024, 12, 2),
        }
    )  # fmt: skip


def servizio() -> ServizioTrasportoSanitario:
    """A minimal valid Ev04."""
    return ServizioTrasportoSanitario(
        **CHIAVE, progressivo_erogazione="1", richiesta=richiesta(), erogazione=erogazione(),
        requisiti=(RequisitoVerificato(codice="EFFETTUATO", superato=True, descrizione="il trasporto è stato effettuato"),),
        validita_complessiva=True, data_ora_produzione="2024-12-03T06:00:00+01:00", codice_azienda_destinataria="090201",
    )  # fmt: skip


def servizio_ricco() -> ServizioTrasportoSanitario:
    """An Ev04 with the conclusion."""
    return servizio().model_copy(update={"tipo_operazione": "I", "conclusione": conclusione()})


def validazione() -> ValidazioneErogazione:
    """A minimal valid validation."""
    return ValidazioneErogazione(
        **CHIAVE, progressivo_erogazione="1", codice_azienda="090201", esito="VALIDATA", data_validazione=date(2024, 12, 10)
    )  # fmt: skip


def validazione_ricca() -> ValidazioneErogazione:
    """A validation in part."""
    return validazione().model_copy(
        update={
            "tipo_operazione": "I", "esito": "VALIDATA_PARZIALMENTE", "motivi": ("chilometri oltre il percorso più breve",),
            "km_riconosciuti": "11.0", "importo_riconosciuto": "38.50", "periodo_rendicontazione": "2024-12",
        }
    )  # fmt: skip


def cancella_aavv() -> CancellaAAVV:
    """A minimal valid cancellation of a request."""
    return CancellaAAVV(**CHIAVE, tipo_evento_da_cancellare="Ev01")


def cancella_erogazione() -> CancellaAAVV:
    """A cancellation of a delivery."""
    return CancellaAAVV(**CHIAVE, tipo_evento_da_cancellare="Ev03", progressivo_erogazione="1")


def cancella_servizio() -> CancellaServizioTrasportoSanitario:
    """A minimal valid Ev07."""
    return CancellaServizioTrasportoSanitario(**CHIAVE, progressivo_erogazione="1")


def cancella_validazione() -> CancellaValidazioneErogazione:
    """A minimal valid Ev08."""
    return CancellaValidazioneErogazione(**CHIAVE, progressivo_erogazione="1", codice_azienda="090201")


TUTTI = (
    richiesta, richiesta_ricca, conclusione, conclusione_ricca, erogazione, erogazione_ricca, servizio, servizio_ricco, validazione,
    validazione_ricca, cancella_aavv, cancella_erogazione, cancella_servizio, cancella_validazione,
)  # fmt: skip
