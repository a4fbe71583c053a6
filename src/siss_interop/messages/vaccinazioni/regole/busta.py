"""Rules of what every event carries besides its facts, and of the cancellation."""

from __future__ import annotations

from datetime import timedelta

from siss_interop.messages.vaccinazioni.eventi import Cancella, EventoSIV, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.registro_chiavi import FLUSSO
from siss_interop.messages.vaccinazioni.regole.basi import AVVISO, ERRORE, NOSTRA, TOSCANA, VSX, Dove, giorno, regola, regole_in
from siss_interop.model.rules import Rule

_UN_GIORNO = timedelta(days=1)
"""The event may be dated in another zone."""


@regola(
    EventoSIV, "SIV-R26", AVVISO, "L'Azienda è di una regione diversa da quella che trasmette",
    "The Azienda is of another region than the one that sends",
    instead_it="Controllare i due codici", instead_en="Check the two codes",
    source=f"{VSX}: Codice Regione", official="1905", passing="regione 090, azienda 090201", failing="regione 090, azienda 030321",
)  # fmt: skip
def _azienda_di_altri(evento: EventoSIV) -> Dove:
    return ("azienda",) if evento.azienda is not None and not evento.azienda.startswith(evento.codice_regione) else ()


def _prima_del_fatto(evento: EventoSIV, campo: str) -> Dove:
    made = giorno(evento.data_ora_evento)
    return (campo,) if made is not None and getattr(evento, campo) - made > _UN_GIORNO else ()


@regola(
    VaccinazioneEffettuata, "SIV-R27", AVVISO, "La somministrazione è registrata prima di essere avvenuta",
    "The dose is recorded before it was given",
    instead_it="Controllare data_somministrazione e data_ora_evento", instead_en="Check data_somministrazione and data_ora_evento",
    source=NOSTRA, passing="dose il 12, registrata il 12", failing="dose il 15, registrata il 12",
)  # fmt: skip
def _dose_futura(evento: VaccinazioneEffettuata) -> Dove:
    return _prima_del_fatto(evento, "data_somministrazione") if evento.data_ora_evento is not None else ()


@regola(
    VaccinazioneNonEffettuata, "SIV-R28", AVVISO, "La mancata vaccinazione è registrata prima della sua data",
    "The omission is recorded before its date",
    instead_it="Controllare data_non_effettuazione e data_ora_evento", instead_en="Check data_non_effettuazione and data_ora_evento",
    source=NOSTRA, passing="mancata il 12, registrata il 12", failing="mancata il 15, registrata il 12",
)  # fmt: skip
def _mancata_futura(evento: VaccinazioneNonEffettuata) -> Dove:
    return _prima_del_fatto(evento, "data_non_effettuazione") if evento.data_ora_evento is not None else ()


@regola(
    EventoSIV, "SIV-R29", ERRORE, "La data e ora dell'evento non è di un giorno che esiste",
    "The date and time of the event is of no day that exists",
    instead_it="Controllare il giorno del mese", instead_en="Check the day of the month",
    source=NOSTRA, passing="2024-02-29", failing="2023-02-29",
)  # fmt: skip
def _giorno_inesistente(evento: EventoSIV) -> Dove:
    return ("data_ora_evento",) if evento.data_ora_evento is not None and giorno(evento.data_ora_evento) is None else ()


@regola(
    Cancella, "SIV-R80", ERRORE, "La cancellazione porta un dato che non è della chiave dell'evento: porta solo i campi chiave",
    "The cancellation carries a datum that is not of the key of the event: it carries only the key fields",
    instead_it="Togliere il dato", instead_en="Take the datum out",
    source=f"{TOSCANA}, Cancella; CANC_CAMPI_NON_CHIAVE", passing="VAC02, antigene e dose", failing="VAC02 con la data di somministrazione",
)  # fmt: skip
def _campi_non_chiave(evento: Cancella) -> Dove:
    # who sends, and when, is no content of the event
    return FLUSSO.recalls[Cancella](evento).excess


@regola(
    Cancella, "SIV-R81", ERRORE, "Alla cancellazione manca un campo della chiave dell'evento",
    "The cancellation lacks a field of the key of the event",
    instead_it="Scrivere id_evento_locale, o per VAC01 data e antigeni con la dose, per VAC02 antigene e dose",
    instead_en="Write id_evento_locale, or for VAC01 the date and the antigens with their doses, for VAC02 the antigen and the dose",
    source=f"{VSX.replace('3.3', '3.2')}: KEY", passing="VAC01, data e principi", failing="VAC01 senza data né id_evento_locale",
)  # fmt: skip
def _chiave_monca(evento: Cancella) -> Dove:
    what = evento.tipo_evento_da_cancellare
    if evento.id_evento_locale is not None or what == "VAC03":
        return ()
    needed = ("data_somministrazione", "principi") if what == "VAC01" else ("principi",)
    return [name for name in needed if getattr(evento, name) in (None, ())]


@regola(
    Cancella, "SIV-R82", ERRORE, "Una mancata vaccinazione ha un solo antigene: la cancellazione ne nomina di più",
    "An omission has one antigen: the cancellation names more",
    instead_it="Scrivere una cancellazione per ciascun antigene", instead_en="Write one cancellation for each antigen",
    source=NOSTRA, passing="VAC02, un antigene", failing="VAC02, due antigeni",
)  # fmt: skip
def _piu_mancate(evento: Cancella) -> Dove:
    return ("principi[1]",) if evento.tipo_evento_da_cancellare == "VAC02" and len(evento.principi) > 1 else ()


REGOLE_BUSTA: tuple[Rule, ...] = regole_in(globals())
