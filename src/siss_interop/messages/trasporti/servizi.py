"""What the Region gives back: the Ev04 of each founded delivery, with the minimum requirements, and what changed since the last time.

The seed leaves the list of requirements to the Conferenza regionale permanente, and it is not public. So each requirement is a rule with a name, and
the set that is checked is chosen by who asks: `MINIMI` is a proposal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from siss_interop.issues import Severity
from siss_interop.messages.comune.evento import normale
from siss_interop.messages.comune.tempo import istante
from siss_interop.messages.trasporti.eventi import (
    CancellaServizioTrasportoSanitario,
    ErogazioneTrasporto,
    RequisitoVerificato,
    Richiesta,
    ServizioTrasportoSanitario,
)
from siss_interop.messages.trasporti.registro import Consegna, Pratica, assegnatarie, pratiche, seduta_in_ciclo
from siss_interop.messages.trasporti.registro_chiavi import chiave_erogazione
from siss_interop.messages.trasporti.regole.eventi import REGOLE_EV01
from siss_interop.messages.trasporti.regole.richiesta import MEZZI
from siss_interop.model.base import plain
from siss_interop.model.flow import InForce, Key
from siss_interop.model.rules import judge

__all__ = ["MINIMI", "REQUISITI", "Requisito", "Restituito", "impronta", "novita", "servizi"]

Verifica = Callable[[Pratica, Richiesta, ErogazioneTrasporto], bool]


@dataclass(frozen=True, slots=True)
class Requisito:
    """A minimum requirement: its name, what it demands, and the rule."""

    codice: str
    descrizione: str
    verifica: Verifica


def _prescrizione(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return not any(found.severity is Severity.ERROR and found.path.startswith("prescrizione.") for found in judge(REGOLE_EV01, richiesta))


def _presa_in_carico(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return pratica.conclusione is not None and pratica.conclusione.esito == "PRESA_IN_CARICO"


def _titolare(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return normale(erogazione.codice_av_erogante) in assegnatarie(richiesta, pratica.conclusione)


def _mezzo(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    used = erogazione.mezzo.genere
    return used in MEZZI.get(richiesta.condizione_clinica, {used})


def _dopo_richiesta(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    asked, left = istante(richiesta.data_ora_richiesta), istante(erogazione.data_ora_partenza)
    return asked is not None and left is not None and asked <= left


def _seduta(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return seduta_in_ciclo(richiesta, erogazione)


def _effettuato(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return erogazione.esito == "1"


def _residente(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return richiesta.assistito.residenza.regione == "090"


def _firma(pratica: Pratica, richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    return erogazione.firma_assistito is True


REQUISITI: Mapping[str, Requisito] = {
    each.codice: each
    for each in (
        Requisito("PRESCRIZIONE", "la prescrizione è del ricettario giusto e ha medico e numero", _prescrizione),
        Requisito("PRESA_IN_CARICO", "la richiesta è stata presa in carico", _presa_in_carico),
        Requisito("TITOLARE", "ha erogato chi ha ricevuto la richiesta o ne è assegnatario", _titolare),
        Requisito("MEZZO", "il mezzo è adatto alla condizione clinica", _mezzo),
        Requisito("DOPO_RICHIESTA", "il trasporto è partito dopo la richiesta", _dopo_richiesta),
        Requisito("SEDUTA", "il giorno è nel ciclo, se c'è", _seduta),
        Requisito("EFFETTUATO", "il trasporto è stato effettuato", _effettuato),
        Requisito("RESIDENTE", "l'assistito risiede in Toscana", _residente),
        Requisito("FIRMA", "l'assistito ha firmato", _firma),
    )
}
"""Requirements by name."""
MINIMI: tuple[Requisito, ...] = tuple(REQUISITI[name] for name in (
    "PRESCRIZIONE", "PRESA_IN_CARICO", "TITOLARE", "MEZZO", "DOPO_RICHIESTA", "SEDUTA", "EFFETTUATO",
))  # fmt: skip
"""The set that is checked unless another is asked for."""


def servizi(
    registro: InForce, *, requisiti: Iterable[Requisito] = MINIMI, azienda: str | None = None, prodotti_alle: str | None = None
) -> Iterator[ServizioTrasportoSanitario]:
    """The Ev04 of each founded delivery, in the order of their keys: of one Azienda, or of all.

    `prodotti_alle` is the date and time that they carry; without it, now in universal time. Raises ValueError where no requirement is given.
    """
    wanted = tuple(requisiti)
    if not wanted:
        raise ValueError("an Ev04 has at least one requirement")
    at = prodotti_alle or datetime.now(UTC).isoformat(timespec="seconds")
    for pratica in pratiche(registro):
        richiesta = pratica.richiesta
        if richiesta is None or (azienda is not None and richiesta.codice_azienda_competente != azienda):
            continue
        yield from (_servizio(pratica, richiesta, consegna, wanted, at) for consegna in pratica.consegne if consegna.fondata)


def _servizio(pratica: Pratica, richiesta: Richiesta, consegna: Consegna, requisiti: tuple[Requisito, ...], at: str) -> ServizioTrasportoSanitario:
    erogazione = consegna.erogazione
    checked = tuple(
        RequisitoVerificato(codice=each.codice, superato=each.verifica(pratica, richiesta, erogazione), descrizione=each.descrizione)
        for each in requisiti
    )
    return ServizioTrasportoSanitario(
        codice_av=erogazione.codice_av, anno_richiesta=erogazione.anno_richiesta, progressivo_richiesta=erogazione.progressivo_richiesta,
        progressivo_erogazione=erogazione.progressivo_erogazione, richiesta=richiesta, conclusione=pratica.conclusione, erogazione=erogazione,
        requisiti=checked, validita_complessiva=all(each.superato for each in checked), data_ora_produzione=at,
        codice_azienda_destinataria=richiesta.codice_azienda_competente,
    )  # fmt: skip


def impronta(servizio: ServizioTrasportoSanitario) -> str:
    """A digest of what an Ev04 says, apart from when it was made and whether it is the first: equal for the same content."""
    content = plain(servizio)
    content.pop("data_ora_produzione")
    content.pop("tipo_operazione", None)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Restituito:
    """What the Region has given back about a delivery: to which Azienda, and the digest."""

    azienda: str
    impronta: str


Stato = dict[Key, Restituito]
"""Delivery -> what the Region has given back about it."""


def novita(
    nuovi: Iterable[ServizioTrasportoSanitario], prima: Mapping[Key, Restituito]
) -> Iterator[tuple[str, ServizioTrasportoSanitario | CancellaServizioTrasportoSanitario]]:
    """For each Azienda what is new since before: an Ev04 that is new or changed, an Ev07 where one is founded no longer or goes elsewhere."""
    seen: set[Key] = set()
    for servizio in nuovi:
        key, azienda = chiave_erogazione(servizio), servizio.codice_azienda_destinataria
        seen.add(key)
        known = prima.get(key)
        if known is not None and known.azienda != azienda:
            yield known.azienda, _ritiro(key)
            known = None
        if known is None:
            yield azienda, servizio.model_copy(update={"tipo_operazione": "I"})
        elif known.impronta != impronta(servizio):
            yield azienda, servizio.model_copy(update={"tipo_operazione": "V"})
    for key in sorted(set(prima) - seen, key=str):
        yield prima[key].azienda, _ritiro(key)


def _ritiro(key: Key) -> CancellaServizioTrasportoSanitario:
    av, year, number, delivery = map(str, key)
    return CancellaServizioTrasportoSanitario(
        codice_av=av, anno_richiesta=year, progressivo_richiesta=number, progressivo_erogazione=delivery
    )  # fmt: skip


def stato(adesso: Iterable[ServizioTrasportoSanitario]) -> Stato:
    """What to keep of these Ev04 for the next time."""
    return {chiave_erogazione(each): Restituito(each.codice_azienda_destinataria, impronta(each)) for each in adesso}
