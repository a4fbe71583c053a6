"""The state of the TRA flow, worked out of what the ledger has in force: each request, its deliveries, how far they got, and what is odd.

It does not depend on the order of reception, but for one finding: whether a validation is older than the delivery that it is about. That is told by
the times of the envelopes, and by the order of reception where there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from siss_interop.issues import Report, Severity, ValidationIssue, issue
from siss_interop.messages.comune.evento import normale
from siss_interop.messages.comune.regole_evento import giorno
from siss_interop.messages.comune.tempo import istante
from siss_interop.messages.trasporti import rilievi as r
from siss_interop.messages.trasporti.eventi import (
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    Richiesta,
    ServizioTrasportoSanitario,
    ValidazioneErogazione,
)
from siss_interop.messages.trasporti.registro_chiavi import CONCLUSIONE, EROGAZIONE, FLUSSO, RICHIESTA, SERVIZIO, VALIDAZIONE, responsabili
from siss_interop.messages.trasporti.regole.richiesta import MEZZI
from siss_interop.model.flow import Held, InForce, Key

__all__ = ["FLUSSO", "Consegna", "Pratica", "Rilievo", "pratiche", "seduta_in_ciclo"]

SOSPESA, EROGATA, RESTITUITA, VALIDATA, NON_VALIDATA = "SOSPESA", "EROGATA", "RESTITUITA", "VALIDATA", "NON_VALIDATA"
SENZA_RICHIESTA, IN_RICHIESTA, IN_CARICO, ANNULLATA = "SENZA_RICHIESTA", "RICHIESTA", "IN_CARICO", "ANNULLATA"


class Rilievo(NamedTuple):
    """Something odd, and the number in the order of reception of the event that it is about."""

    numero: int
    issue: ValidationIssue


@dataclass(frozen=True, slots=True)
class Consegna:
    """One delivery of a request."""

    progressivo: str
    stato: str
    """SOSPESA (its request is missing, annulled, or it was sent by who may not), EROGATA, RESTITUITA, VALIDATA or NON_VALIDATA."""
    erogazione: ErogazioneTrasporto = field(repr=False)
    servizio: ServizioTrasportoSanitario | None = field(default=None, repr=False)
    """What the Region has given back, if it still is about what is in force."""
    validazione: ValidazioneErogazione | None = field(default=None, repr=False)
    """What the competent Azienda says."""
    superata: bool = False
    """Whether the delivery was changed after the validation."""

    @property
    def fondata(self) -> bool:
        """Whether there is a request in force for it, not annulled, and it was sent by who may."""
        return self.stato != SOSPESA


@dataclass(frozen=True, slots=True)
class Pratica:
    """One request, with all that is in force about it."""

    chiave: Key
    """Association, year, number."""
    stato: str
    """SENZA_RICHIESTA, RICHIESTA, IN_CARICO, ANNULLATA, or EROGATA once there is a delivery."""
    richiesta: Richiesta | None = field(repr=False)
    conclusione: ConclusioneRichiesta | None = field(repr=False)
    consegne: tuple[Consegna, ...]
    rilievi: tuple[Rilievo, ...] = ()

    @property
    def report(self) -> Report:
        """Everything that is odd about it."""
        return Report(tuple(each.issue for each in self.rilievi))


class _Raccolta:
    """What is in force about one request."""

    __slots__ = ("conclusione", "erogazioni", "richiesta", "servizi", "validazioni")

    def __init__(self) -> None:
        self.richiesta: Held | None = None
        self.conclusione: Held | None = None
        self.erogazioni: list[Held] = []
        self.servizi: dict[Key, Held] = {}
        self.validazioni: list[Held] = []

    def add(self, held: Held) -> None:
        kind = held.claim.kind
        if kind == RICHIESTA:
            self.richiesta = held
        elif kind == CONCLUSIONE:
            self.conclusione = held
        elif kind == EROGAZIONE:
            self.erogazioni.append(held)
        elif kind == SERVIZIO:
            self.servizi[held.claim.records[0]] = held
        elif kind == VALIDAZIONE:
            self.validazioni.append(held)


def pratiche(registro: InForce, *, strict: bool = False) -> Iterator[Pratica]:
    """Every request that something is in force about, in the order of their keys.

    With `strict`, an event whose request has not come is an error, and not one that waits for it.
    """
    found: dict[Key, _Raccolta] = {}
    for held in registro.in_force():
        if held.claim.subject not in found:
            found[held.claim.subject] = _Raccolta()
        found[held.claim.subject].add(held)
    for key in sorted(found, key=str):
        yield _pratica(key, found[key], strict)


def _evento(held: Held | None) -> Any:
    """The event, whose class its kind has decided."""
    return None if held is None else held.event


def _pratica(key: Key, raccolta: _Raccolta, strict: bool) -> Pratica:
    richiesta, conclusione = _evento(raccolta.richiesta), _evento(raccolta.conclusione)
    erogazioni = sorted(raccolta.erogazioni, key=lambda held: (int(held.event.progressivo_erogazione), held.claim.records[0][-1]))  # type: ignore[attr-defined]
    validazioni = _validazioni(raccolta, richiesta)
    consegne = tuple(_consegna(held, raccolta, validazioni) for held in erogazioni)
    rilievi = (
        *_in_attesa(raccolta, strict),
        *(each for held, consegna in zip(erogazioni, consegne, strict=True) for each in _della_consegna(held, consegna, raccolta)),
        *_delle_validazioni(raccolta, erogazioni, consegne),
        *_troppe(raccolta.richiesta, erogazioni, consegne),
    )
    return Pratica(key, _stato(richiesta, conclusione, consegne), richiesta, conclusione, consegne, rilievi)


def _stato(richiesta: Richiesta | None, conclusione: ConclusioneRichiesta | None, consegne: tuple[Consegna, ...]) -> str:
    if richiesta is None:
        return SENZA_RICHIESTA
    if conclusione is not None and conclusione.esito == ANNULLATA:
        return ANNULLATA
    if any(each.fondata for each in consegne):
        return EROGATA
    return IN_RICHIESTA if conclusione is None else IN_CARICO


def _validazioni(raccolta: _Raccolta, richiesta: Richiesta | None) -> Mapping[Key, Held]:
    """Delivery -> the validation of the competent Azienda."""
    if richiesta is None:
        return {}
    mine = (held for held in raccolta.validazioni if _evento(held).codice_azienda == richiesta.codice_azienda_competente)
    return {held.claim.records[0][:-1]: held for held in mine}


def _consegna(held: Held, raccolta: _Raccolta, validazioni: Mapping[Key, Held]) -> Consegna:
    erogazione: ErogazioneTrasporto = _evento(held)
    key = held.claim.records[0]
    richiesta, conclusione = _evento(raccolta.richiesta), _evento(raccolta.conclusione)
    if richiesta is None or (conclusione is not None and conclusione.esito == ANNULLATA) or not _sua(held, raccolta.conclusione):
        return Consegna(erogazione.progressivo_erogazione, SOSPESA, erogazione)
    servizio: ServizioTrasportoSanitario | None = _evento(raccolta.servizi.get(key))
    if servizio is not None and (servizio.richiesta, servizio.conclusione, servizio.erogazione) != (richiesta, conclusione, erogazione):
        servizio = None
    stato = EROGATA if servizio is None else RESTITUITA
    validazione = validazioni.get(key)
    if validazione is None:
        return Consegna(erogazione.progressivo_erogazione, stato, erogazione, servizio)
    superata = _prima(validazione, held)
    detta: ValidazioneErogazione = _evento(validazione)
    if not superata:
        stato = NON_VALIDATA if detta.esito == NON_VALIDATA else VALIDATA
    return Consegna(erogazione.progressivo_erogazione, stato, erogazione, servizio, detta, superata)


def _sua(held: Held, conclusione: Held | None) -> bool:
    """Whether a delivery was sent by who performed it or was assigned its request, as far as the sender is known."""
    return held.party is None or normale(held.party.code) in responsabili(_evento(held), conclusione)


def _prima(one: Held, other: Held) -> bool:
    """Whether one event was made before another: by the times of their envelopes, else by reception."""
    if one.moment is not None and other.moment is not None:
        return one.moment < other.moment
    return one.received < other.received


def _in_attesa(raccolta: _Raccolta, strict: bool) -> Iterator[Rilievo]:
    """Events that came before their request, or whose request was taken back."""
    if raccolta.richiesta is not None:
        return
    for held in (*((raccolta.conclusione,) if raccolta.conclusione else ()), *raccolta.erogazioni, *raccolta.servizi.values(), *raccolta.validazioni):
        severity = Severity.ERROR if strict else None
        yield Rilievo(held.received, issue(r.SENZA_RICHIESTA, severity=severity, event=held.claim.kind))


def _della_consegna(held: Held, consegna: Consegna, raccolta: _Raccolta) -> Iterator[Rilievo]:
    """What is odd about one delivery whose request is there."""
    richiesta, conclusione = _evento(raccolta.richiesta), _evento(raccolta.conclusione)
    if richiesta is None:
        return
    codes = [*_di_origine(held, raccolta, conclusione), *_di_confronto(consegna, richiesta, conclusione)]
    servizio = raccolta.servizi.get(held.claim.records[0])
    for code in codes:
        yield Rilievo(held.received, issue(code))
    if servizio is not None and consegna.servizio is None:
        yield Rilievo(servizio.received, issue(r.SERVIZIO_SUPERATO))


def _di_origine(held: Held, raccolta: _Raccolta, conclusione: ConclusioneRichiesta | None) -> Iterator[str]:
    if conclusione is None:
        yield r.SENZA_CONCLUSIONE
    elif conclusione.esito == ANNULLATA:
        yield r.DOPO_ANNULLAMENTO
    if not _sua(held, raccolta.conclusione):
        yield r.NON_SUA


def _di_confronto(consegna: Consegna, richiesta: Richiesta, conclusione: ConclusioneRichiesta | None) -> Iterator[str]:
    """What a delivery says that does not fit its request."""
    erogazione = consegna.erogazione
    if normale(erogazione.codice_av_erogante) not in assegnatarie(richiesta, conclusione):
        yield r.NON_ASSEGNATA
    asked, left = istante(richiesta.data_ora_richiesta), istante(erogazione.data_ora_partenza)
    if asked is not None and left is not None and left < asked:
        yield r.PRIMA_DELLA_RICHIESTA
    if richiesta.ciclo is not None:
        if erogazione.data_erogazione_seduta is None:
            yield r.SENZA_SEDUTA
        if not seduta_in_ciclo(richiesta, erogazione):
            yield r.FUORI_CICLO
    used = erogazione.mezzo.genere
    if used not in MEZZI.get(richiesta.condizione_clinica, {used}):
        yield r.MEZZO_INADATTO


def assegnatarie(richiesta: Richiesta, conclusione: ConclusioneRichiesta | None) -> frozenset[str]:
    """The associations that a request is of: the one that received it, and the one that it was assigned to."""
    other = None if conclusione is None else conclusione.codice_av_assegnataria
    return frozenset({normale(richiesta.codice_av), normale(other or richiesta.codice_av)})


def seduta_in_ciclo(richiesta: Richiesta, erogazione: ErogazioneTrasporto) -> bool:
    """Whether a delivery is of a day of the cycle, if there is one."""
    day: date | None = erogazione.data_erogazione_seduta or giorno(erogazione.data_ora_partenza)
    ciclo = richiesta.ciclo
    return ciclo is None or day is None or ciclo.data_inizio <= day <= ciclo.data_fine


def _delle_validazioni(raccolta: _Raccolta, erogazioni: list[Held], consegne: tuple[Consegna, ...]) -> Iterator[Rilievo]:
    """Validations and services without a delivery, by an Azienda that is not competent, older than their delivery, or recognising too much."""
    if raccolta.richiesta is None:
        return
    competente = _evento(raccolta.richiesta).codice_azienda_competente
    per_chiave = {held.claim.records[0]: consegna for held, consegna in zip(erogazioni, consegne, strict=True)}
    for key, held in raccolta.servizi.items():
        if key not in per_chiave:
            yield Rilievo(held.received, issue(r.SENZA_EROGAZIONE, event=SERVIZIO))
    for held in raccolta.validazioni:
        detta: ValidazioneErogazione = _evento(held)
        consegna = per_chiave.get(held.claim.records[0][:-1])
        if detta.codice_azienda != competente:
            yield Rilievo(held.received, issue(r.NON_COMPETENTE))
        elif consegna is None:
            yield Rilievo(held.received, issue(r.SENZA_EROGAZIONE, event=VALIDAZIONE))
        else:
            yield from (Rilievo(held.received, issue(code)) for code in _della_validazione(detta, consegna))


def _della_validazione(detta: ValidazioneErogazione, consegna: Consegna) -> Iterator[str]:
    if consegna.superata:
        yield r.VALIDAZIONE_SUPERATA
    if detta.km_riconosciuti is not None and float(detta.km_riconosciuti) > float(consegna.erogazione.km_percorsi):
        yield r.TROPPI_KM


def _troppe(held: Held | None, erogazioni: list[Held], consegne: tuple[Consegna, ...]) -> Iterator[Rilievo]:
    """More deliveries than the request asks for: one a session, two where it goes there and back."""
    if held is None:
        return
    richiesta: Richiesta = _evento(held)
    most = (1 if richiesta.ciclo is None else richiesta.ciclo.numero_sedute) * (2 if richiesta.tipo_viaggio == "AR" else 1)
    done = [each for each, consegna in zip(erogazioni, consegne, strict=True) if consegna.fondata and consegna.erogazione.esito == "1"]
    yield from (Rilievo(each.received, issue(r.TROPPE_EROGAZIONI, most=str(most))) for each in done[most:])
