"""Rules of the person: the identifier that every event carries, and the dates and facts of the person's record."""

from __future__ import annotations

from datetime import date

from siss_interop.ids import codice_fiscale
from siss_interop.messages.comune.regole_identita import cf_vero, regole_identita
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, IdentificativoAssistito, SchedaAssistito
from siss_interop.messages.vaccinazioni.regole.basi import AVVISO, AVX, ERRORE, NOSTRA, Dove, giorno, oltre, regola, regole_in
from siss_interop.model.rules import Broken, Rule

TIPOLOGIE = {"CF": "0", "STP": "1", "ENI": "2", "TEAM": "3", "NESSUNO": "99"}
"""Kind of identifier -> what the ministry calls it; 4 (asylum seeker, provisional tax code) may go with any."""
ETA_ALLA_DOSE = 125
"""No person is older when vaccinated (AVX, date of birth)."""
ETA_AL_DECESSO = 130
"""No person is older at death (AVX, date of death)."""


def _chiaro(evento: EventoSIV) -> IdentificativoAssistito | None:
    """The identifier, where it is in clear."""
    found = evento.assistito
    return found if isinstance(found, IdentificativoAssistito) else None


IDENTITA = regole_identita(EventoSIV, _chiaro, "assistito", "SIV-R{}", 40, fonte=f"{AVX}: Codice Identificativo dell'Assistito", official="1701")


@regola(
    EventoSIV, "SIV-R47", ERRORE, "Chi non ha un identificativo si riconosce solo dall'identificativo locale dell'evento, che manca",
    "A person without an identifier is told apart only by the local identity of the event, which is missing",
    instead_it="Scrivere id_evento_locale", instead_en="Write id_evento_locale",
    source=NOSTRA, passing="NESSUNO, id_evento_locale E-1", failing="NESSUNO, id_evento_locale assente",
)  # fmt: skip
def _evento_senza_identita(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    return ("id_evento_locale",) if who is not None and who.genere == "NESSUNO" and evento.id_evento_locale is None else ()


@regola(
    SchedaAssistito, "SIV-R71", ERRORE, "La persona risulta morta prima di nascere", "The person appears to have died before birth",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source=f"{AVX}: Data di nascita, Data Decesso", official="1940, 2085", passing="nascita 1948, decesso 2023", failing="nascita 2023, decesso 1948",
)  # fmt: skip
def _morta_prima_di_nascere(evento: SchedaAssistito) -> Dove:
    return ("data_decesso",) if evento.data_decesso is not None and evento.data_decesso < evento.data_nascita else ()


@regola(
    SchedaAssistito, "SIV-R72", ERRORE, "La data viene dopo quella in cui la scheda è stata fatta",
    "The date comes after that on which the record was made",
    instead_it="Controllare la data e data_ora_evento", instead_en="Check the date and data_ora_evento",
    source=f"{AVX}: Data di nascita, Data Decesso", official="1935, 2080", passing="nascita 2021, scheda 2024", failing="nascita 2025, scheda 2024",
)  # fmt: skip
def _nel_futuro(evento: SchedaAssistito) -> Dove:
    made = giorno(evento.data_ora_evento)
    if made is None:
        return ()
    found = (("data_nascita", evento.data_nascita), ("data_decesso", evento.data_decesso))
    return [name for name, day in found if day is not None and day > made]


def _fino_a(evento: SchedaAssistito) -> date | None:
    """The last day of which the record speaks: that of death, else that on which it was made."""
    return evento.data_decesso or giorno(evento.data_ora_evento)


@regola(
    SchedaAssistito, "SIV-R73", ERRORE, "Tra nascita e decesso passano più di 130 anni", "More than 130 years lie between birth and death",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source=f"{AVX}: Data Decesso", official="2090", passing="nascita 1948, decesso 2023", failing="nascita 1880, decesso 2023",
)  # fmt: skip
def _troppo_vecchia(evento: SchedaAssistito) -> Dove:
    died = evento.data_decesso
    return ("data_decesso",) if died is not None and oltre(evento.data_nascita, died, ETA_AL_DECESSO) else ()


@regola(
    SchedaAssistito, "SIV-R74", AVVISO, "La persona ha più di 125 anni: a quell'età nessuna vaccinazione è ammessa",
    "The person is more than 125 years old: at that age no vaccination is admitted",
    instead_it="Controllare la data di nascita", instead_en="Check the date of birth",
    source=f"{AVX.replace('3.3', '3.2')}: Data di nascita", passing="nascita 1948, scheda 2024", failing="nascita 1890, scheda 2024",
)  # fmt: skip
def _oltre_l_eta(evento: SchedaAssistito) -> Dove:
    last = _fino_a(evento)
    return ("data_nascita",) if last is not None and oltre(evento.data_nascita, last, ETA_ALLA_DOSE) else ()


@regola(
    SchedaAssistito, "SIV-R75", ERRORE, "Il trasferimento di residenza viene prima della nascita o dopo il decesso",
    "The move of residence comes before birth or after death",
    instead_it="Controllare le date", instead_en="Check the dates",
    source=f"{AVX}: Data Trasferimento Residenza", official="2020, 2025", passing="nascita 1948, trasferimento 1990",
    failing="nascita 1990, trasferimento 1948",
)  # fmt: skip
def _trasferimento_fuori(evento: SchedaAssistito) -> Dove:
    moved = evento.data_trasferimento
    if moved is None or (moved >= evento.data_nascita and (evento.data_decesso is None or moved <= evento.data_decesso)):
        return ()
    return ("data_trasferimento",)


@regola(
    SchedaAssistito, "SIV-R76", AVVISO, "L'anagrafe nazionale scarta la scheda di un residente che porti la data di trasferimento",
    "The national register discards the record of a resident that carries the date of a move",
    instead_it="Togliere la data da ciò che va all'anagrafe nazionale", instead_en="Take the date out of what goes to the national register",
    source=f"{AVX}: Data Trasferimento Residenza", official="2030", passing="trasferimento assente", failing="trasferimento 2019-05-01",
)  # fmt: skip
def _trasferimento_di_residente(evento: SchedaAssistito) -> Dove:
    return ("data_trasferimento",) if evento.data_trasferimento is not None and evento.residente is not False else ()


@regola(
    SchedaAssistito, "SIV-R77", ERRORE, "Un cittadino italiano non ha un codice STP, ENI o TEAM",
    "An Italian citizen has no STP, ENI or European card",
    instead_it="Correggere la cittadinanza o la tipologia", instead_en="Correct the citizenship or the kind of identifier",
    source=f"{AVX}: Cittadinanza", official="2075", passing="cittadinanza NG, tipologia 1", failing="cittadinanza IT, tipologia 1",
)  # fmt: skip
def _italiano_straniero(evento: SchedaAssistito) -> Dove:
    return ("cittadinanza",) if evento.cittadinanza == "IT" and evento.tipologia_ci in ("1", "2", "3") else ()


@regola(
    SchedaAssistito, "SIV-R78", ERRORE, "La tipologia non è quella del genere di identificativo: {genere}",
    "The kind of identifier is not the one that the identifier has: {genere}",
    instead_it="CF 0, STP 1, ENI 2, TEAM 3, NESSUNO 99; 4 può andare con ogni altro",
    instead_en="CF 0, STP 1, ENI 2, TEAM 3, NESSUNO 99; 4 may go with any other",
    source=f"{AVX}: Tipologia codice identificativo", passing="CF, tipologia 0", failing="CF, tipologia 1",
)  # fmt: skip
def _tipologia_incoerente(evento: SchedaAssistito) -> Dove:
    who = _chiaro(evento)
    wanted = TIPOLOGIE.get(who.genere) if who is not None else None
    if who is None or wanted is None or evento.tipologia_ci in (wanted, "4"):
        return ()
    return (Broken("tipologia_ci", (("genere", who.genere),)),)


@regola(
    SchedaAssistito, "SIV-R79", AVVISO, "Sesso o data di nascita non sono quelli scritti nel codice fiscale",
    "Sex or date of birth are not those in the tax code",
    instead_it="Controllare il codice fiscale, il sesso e la data di nascita", instead_en="Check the tax code, the sex and the date of birth",
    source="D.M. 23/12/1976", passing="RSSMRA80A41H501Y, femmina, 1980-01-01", failing="RSSMRA80A41H501Y, maschio, 1980-01-01",
)  # fmt: skip
def _altra_persona(evento: SchedaAssistito) -> Dove:
    who = _chiaro(evento)
    code = who.codice if who is not None and who.genere == "CF" else None
    if code is None or len(code) != 16 or not cf_vero(code):
        return ()
    found = []
    if evento.sesso != "9" and codice_fiscale.sex(code) != ("M" if evento.sesso == "1" else "F"):
        found.append("sesso")
    if not codice_fiscale.matches_birth(code, evento.data_nascita):
        found.append("data_nascita")
    return found


REGOLE_ASSISTITO: tuple[Rule, ...] = regole_in(globals())
