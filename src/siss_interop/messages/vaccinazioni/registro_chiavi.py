"""What the SIV flow tells the ledger: the keys of its events, and who cancels what.

One event stands for the records that the national register (AVN) keeps of it, and these are its keys: region, person, date, antigen and dose for
each antigen of a VAC01; region, person, antigen and dose for a VAC02; region and person for a VAC03. A person is told by the kind of identifier and
its value, and where two issuers may give the same value by the issuer too: of a TEAM that is the country in the card number, whose rest changes with
each card. Who has no identifier is known only by the local id of the event, which then is the key. A local id is unique within region and Azienda.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from siss_interop.messages.comune.evento import chiave_assistito, normale
from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    EventoSIV,
    IdentificativoAssistito,
    Persona,
    PrincipioVaccinale,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.model.flow import Claim, Flow, Key, Recall

__all__ = ["FATTA", "FLUSSO", "MANCATA", "SCHEDA", "chiave_persona"]

FATTA, MANCATA, SCHEDA = "VAC01", "VAC02", "VAC03"


def chiave_persona(persona: Persona) -> Key:
    """What tells a person from others; empty for one who has no identifier. An encrypted one is taken as it is: only the ministry can open it."""
    if not isinstance(persona, IdentificativoAssistito):
        return ("CIFRATO", persona.valore)
    return chiave_assistito(persona)


def _locale(evento: EventoSIV) -> Key | None:
    """The identity of an event at its sender. It is opaque, and taken as it is."""
    if evento.id_evento_locale is None:
        return None
    return ("locale", evento.codice_regione.strip(), normale(evento.azienda), evento.id_evento_locale)


def _voci(testa: Key, principi: Iterable[PrincipioVaccinale]) -> tuple[Key, ...]:
    return tuple([(*testa, voce.cod_antigene, voce.dose) for voce in principi])


def _per_locale(kind: str, locale: Key | None) -> Claim | None:
    """What an event claims whose person has no identifier."""
    return None if locale is None else Claim(kind, locale, (), (locale,))


def _di_effettuata(evento: VaccinazioneEffettuata) -> Claim | None:
    persona, locale = chiave_persona(evento.assistito), _locale(evento)
    if not persona:
        return _per_locale(FATTA, locale)
    # written out: this is the one that comes by the hundred thousand
    regione, giorno = evento.codice_regione.strip(), evento.data_somministrazione
    return Claim(FATTA, locale, persona, tuple([(regione, persona, giorno, voce.cod_antigene, voce.dose) for voce in evento.principi]))


def _di_mancata(evento: VaccinazioneNonEffettuata) -> Claim | None:
    persona, locale = chiave_persona(evento.assistito), _locale(evento)
    if not persona:
        return _per_locale(MANCATA, locale)
    return Claim(MANCATA, locale, persona, ((evento.codice_regione.strip(), persona, evento.cod_antigene, evento.dose),))


def _di_scheda(evento: SchedaAssistito) -> Claim | None:
    persona, locale = chiave_persona(evento.assistito), _locale(evento)
    return Claim(SCHEDA, locale, persona, ((evento.codice_regione.strip(), persona),)) if persona else _per_locale(SCHEDA, locale)


_ECCEDE: dict[str, tuple[str, ...]] = {
    FATTA: ("tipo_operazione", "residente"),
    MANCATA: ("tipo_operazione", "residente", "data_somministrazione"),
    SCHEDA: ("tipo_operazione", "residente", "data_somministrazione", "principi"),
}
"""For each type, the fields of a cancellation that are no key of it. When the cancellation was made, and by which Azienda, is no content."""


def _di_cancella(evento: Cancella) -> Recall:
    kind, persona = evento.tipo_evento_da_cancellare, chiave_persona(evento.assistito)
    excess = tuple(name for name in _ECCEDE[kind] if getattr(evento, name) not in (None, ()))
    records: tuple[Key, ...] = ()
    testa: Key = (evento.codice_regione.strip(), persona)
    if persona and kind == SCHEDA:
        records = (testa,)
    elif persona and kind == MANCATA:
        records = _voci(testa, evento.principi)
    elif persona and evento.data_somministrazione is not None:
        records = _voci((*testa, evento.data_somministrazione), evento.principi)
    return Recall(kind, _locale(evento), persona, records, excess)


def _momento(evento: EventoSIV) -> datetime | None:
    if evento.data_ora_evento is None:
        return None
    try:
        return datetime.fromisoformat(evento.data_ora_evento)
    except ValueError:  # 31 February has the form of a date
        return None


def _descritta(chiave: Key) -> str:
    """Date, antigen and dose, as far as the type has them; not the person."""
    return " ".join(str(parte) for parte in chiave[2:]) if chiave[0] != "locale" else "id locale"


FLUSSO = Flow(
    "siv",
    claims={VaccinazioneEffettuata: _di_effettuata, VaccinazioneNonEffettuata: _di_mancata, SchedaAssistito: _di_scheda},
    recalls={Cancella: _di_cancella},
    may_recall={Cancella: frozenset({FATTA, MANCATA, SCHEDA})},
    operation=attrgetter("tipo_operazione"),
    moment=_momento,
    describe=_descritta,
)
"""The table of the flow for the ledger."""
