"""What the TRA flow tells the ledger: the keys of its events, who sends them, who takes back what, and what depends on what.

The key of a request is the association, the year and the number; that of a delivery has its number besides. The key of a validation has also the
Azienda: one that is not competent then cannot overwrite what the competent one said, whichever came first, and the state tells the two apart.

Who may send is seen in what was sent alone. Only one right hangs on what is in force when it is claimed: an association that was assigned a request
may take back a delivery that another performed.
"""

from __future__ import annotations

from operator import attrgetter

from siss_interop.messages.comune.evento import Evento, normale
from siss_interop.messages.trasporti.eventi import (
    ASSOCIAZIONI,
    CancellaAAVV,
    CancellaServizioTrasportoSanitario,
    CancellaValidazioneErogazione,
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    EventoErogazione,
    EventoTrasporto,
    Richiesta,
    ServizioTrasportoSanitario,
    ValidazioneErogazione,
)
from siss_interop.model.base import Message
from siss_interop.model.flow import Claim, Flow, Held, Key, Recall, Sent, Store

__all__ = ["CONCLUSIONE", "EROGAZIONE", "FLUSSO", "RICHIESTA", "SERVIZIO", "VALIDAZIONE", "chiave_erogazione", "chiave_richiesta"]

RICHIESTA, CONCLUSIONE, EROGAZIONE, SERVIZIO, VALIDAZIONE = "Ev01", "Ev02", "Ev03", "Ev04", "Ev05"
_CENTRALE = "CENTRALE"


def chiave_richiesta(evento: EventoTrasporto) -> Key:
    """The key of the request that an event is about."""
    return (normale(evento.codice_av), evento.anno_richiesta, evento.progressivo_richiesta)


def chiave_erogazione(evento: EventoErogazione) -> Key:
    """The key of the delivery that an event is about."""
    return (*chiave_richiesta(evento), evento.progressivo_erogazione)


def _di_richiesta(evento: Richiesta | ConclusioneRichiesta) -> Claim:
    key = chiave_richiesta(evento)
    return Claim(evento.tipo_evento, None, key, (key,))


def _di_erogazione(evento: ErogazioneTrasporto | ServizioTrasportoSanitario) -> Claim:
    return Claim(evento.tipo_evento, None, chiave_richiesta(evento), (chiave_erogazione(evento),))


def _di_validazione(evento: ValidazioneErogazione) -> Claim:
    return Claim(VALIDAZIONE, None, chiave_richiesta(evento), ((*chiave_erogazione(evento), evento.codice_azienda),))


def _cancella_aavv(evento: CancellaAAVV) -> Recall:
    kind, key, number = evento.tipo_evento_da_cancellare, chiave_richiesta(evento), evento.progressivo_erogazione
    if kind != EROGAZIONE:
        return Recall(kind, None, key, (key,), () if number is None else ("progressivo_erogazione",))
    return Recall(kind, None, key, () if number is None else ((*key, number),))


def _cancella_servizio(evento: CancellaServizioTrasportoSanitario) -> Recall:
    return Recall(SERVIZIO, None, chiave_richiesta(evento), (chiave_erogazione(evento),))


def _cancella_validazione(evento: CancellaValidazioneErogazione) -> Recall:
    return Recall(VALIDAZIONE, None, chiave_richiesta(evento), ((*chiave_erogazione(evento), evento.codice_azienda),))


def _puo_inviare(sent: Sent) -> bool:
    """Whether the sender is of a kind for this event, and the code that the event names is its own; only a Centrale sends for associations."""
    event, party = sent.event, sent.party
    if party is None or not isinstance(event, Evento):
        return True
    if sent.on_behalf is not None and (sent.sender is None or sent.sender.kind != _CENTRALE or sent.on_behalf.kind not in ASSOCIAZIONI):
        return False
    return party.kind in event.mittenti and (not event.titolari or normale(party.code) in map(normale, event.titolari))


def _puo_cancellare(sent: Sent, held: Held, store: Store) -> bool:
    """Whether a delivery is of who takes it back: it performed it, or sent it, or is assigned its request. All else its key has decided."""
    event, party = held.event, sent.party
    if party is None or not isinstance(event, ErogazioneTrasporto):
        return True
    conclusione = store.holder(CONCLUSIONE, chiave_richiesta(event))
    return normale(party.code) in responsabili(event, conclusione) or (held.party is not None and held.party == party)


def responsabili(erogazione: ErogazioneTrasporto, conclusione: Held | None) -> frozenset[str]:
    """Codes of the associations that may send and take back a delivery: the one that performed it, and the one that was assigned its request."""
    found = {normale(erogazione.codice_av_erogante)}
    if conclusione is not None and isinstance(conclusione.event, ConclusioneRichiesta) and conclusione.event.codice_av_assegnataria is not None:
        found.add(normale(conclusione.event.codice_av_assegnataria))
    return frozenset(found)


_DIPENDONO: dict[str, frozenset[str]] = {
    RICHIESTA: frozenset({CONCLUSIONE, EROGAZIONE, SERVIZIO, VALIDAZIONE}),
    EROGAZIONE: frozenset({SERVIZIO, VALIDAZIONE}),
}
"""Type -> the types that have their origin in it."""


def _orfani(held: Held, store: Store) -> int:
    """How many events in force have their origin in one that was taken back: all of a request, or those of one delivery."""
    kinds = _DIPENDONO.get(held.claim.kind, frozenset())
    whole = held.claim.records[0]
    return sum(each.claim.kind in kinds and each.claim.records[0][: len(whole)] == whole for each in store.about(held.claim.subject))


def _senza_momento(evento: Message) -> None:
    """An event by itself does not say when it was made: its envelope does."""


FLUSSO = Flow(
    "trasporti",
    claims={
        Richiesta: _di_richiesta, ConclusioneRichiesta: _di_richiesta, ErogazioneTrasporto: _di_erogazione,
        ServizioTrasportoSanitario: _di_erogazione, ValidazioneErogazione: _di_validazione,
    },
    recalls={
        CancellaAAVV: _cancella_aavv, CancellaServizioTrasportoSanitario: _cancella_servizio, CancellaValidazioneErogazione: _cancella_validazione,
    },
    may_recall={
        CancellaAAVV: frozenset({RICHIESTA, CONCLUSIONE, EROGAZIONE}), CancellaServizioTrasportoSanitario: frozenset({SERVIZIO}),
        CancellaValidazioneErogazione: frozenset({VALIDAZIONE}),
    },
    operation=attrgetter("tipo_operazione"),
    moment=_senza_momento,
    describe=lambda chiave: " ".join(map(str, chiave)),
    may_send=_puo_inviare,
    may_take_back=_puo_cancellare,
    orphans=_orfani,
)  # fmt: skip
"""The table of the flow for the ledger."""
