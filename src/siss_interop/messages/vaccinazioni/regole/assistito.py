"""Rules of the person: the identifier that every event carries, and the dates and facts of the person's record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from siss_interop.ids import codice_eni, codice_fiscale, codice_stp, team
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


@regola(
    EventoSIV, "SIV-R40", ERRORE, "Manca il codice dell'assistito", "The code of the person is missing",
    instead_it="Scrivere il codice, o il genere NESSUNO", instead_en="Write the code, or the kind NESSUNO",
    source=f"{AVX}: Codice Identificativo dell'Assistito", official="1701", passing="CF RSSMRA80A41H501Y", failing="CF senza codice",
)  # fmt: skip
def _codice_assente(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    return ("assistito.codice",) if who is not None and who.codice is None and who.genere != "NESSUNO" else ()


@lru_cache(maxsize=64)
def _cf(codice: str) -> bool:
    return codice_fiscale.is_valid(codice, strict=False)


_FORME: Mapping[str, Callable[[str], bool]] = {"CF": _cf, "STP": codice_stp.is_valid, "ENI": codice_eni.is_valid}


@regola(
    EventoSIV, "SIV-R41", ERRORE, "Il codice non ha la forma del suo genere: {genere}", "The code has not the form of its kind: {genere}",
    instead_it="CF: 16 lettere e cifre, o 11 cifre; STP ed ENI: la sigla e 13 cifre",
    instead_en="CF: 16 letters and digits, or 11 digits; STP and ENI: these letters and 13 digits",
    source="D.M. 23/12/1976; D.P.R. 394/1999 art. 43", passing="STP STP0900011234567", failing="STP 0900011234567",
)  # fmt: skip
def _forma_codice(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    if who is None or who.codice is None or who.genere not in _FORME or _FORME[who.genere](who.codice):
        return ()
    return (Broken("assistito.codice", (("genere", who.genere),), who.codice),)


@lru_cache(maxsize=64)
def _cf_vero(codice: str) -> bool:
    """The events of a person come together: the check character is worked out once for all of them."""
    return codice_fiscale.is_valid(codice)


@regola(
    EventoSIV, "SIV-R42", AVVISO, "Il codice fiscale dell'assistito non è uno vero: struttura, data o carattere di controllo non tornano",
    "The tax code of the person is no real one: structure, date or check character do not match",
    instead_it="Controllare il codice sulla tessera sanitaria", instead_en="Check the code on the health card",
    source="D.M. 23/12/1976", passing="RSSMRA80A41H501Y", failing="PROVAX00X00X000Y",
)  # fmt: skip
def _controllo_cf(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    if who is None or who.genere != "CF" or who.codice is None or _cf_vero(who.codice) or not _cf(who.codice):
        return ()
    return (Broken("assistito.codice", value=who.codice),)


@regola(
    EventoSIV, "SIV-R43", ERRORE, "Manca chi ha dato il codice: STP ed ENI sono unici solo presso chi li assegna",
    "Who gave the code is missing: STP and ENI are unique only with their issuer",
    instead_it="Scrivere l'emittente, per esempio 090201", instead_en="Write the issuer, for instance 090201",
    source="D.P.R. 394/1999 art. 43", passing="STP, emittente 090201", failing="STP, emittente assente",
)  # fmt: skip
def _emittente_assente(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    return ("assistito.emittente",) if who is not None and who.genere in ("STP", "ENI") and who.emittente is None else ()


@regola(
    EventoSIV, "SIV-R44", ERRORE, "Manca il numero della tessera TEAM: va con il numero personale",
    "The number of the European card is missing: it goes with the personal number",
    instead_it="Scrivere il campo 8 della tessera", instead_en="Write field 8 of the card",
    source="Decisione S2 del 12 giugno 2009 (2010/C 106/09)", passing="TEAM, codice e tessera", failing="TEAM, codice senza tessera",
)  # fmt: skip
def _tessera_assente(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    return ("assistito.tessera",) if who is not None and who.genere == "TEAM" and who.tessera is None else ()


@regola(
    EventoSIV, "SIV-R45", AVVISO, "Il numero della tessera TEAM non ha la forma comune: 80, paese e numero, 20 cifre",
    "The number of the European card has not the common form: 80, country and number, 20 digits",
    instead_it="Controllare il campo 8 della tessera", instead_en="Check field 8 of the card",
    source="Decisione S2 del 12 giugno 2009 (2010/C 106/09)", passing="80380000900123456789", failing="A1",
)  # fmt: skip
def _forma_tessera(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    if who is None or who.genere != "TEAM" or who.tessera is None or team.is_valid(who.tessera):
        return ()
    return (Broken("assistito.tessera", value=who.tessera),)


@regola(
    EventoSIV, "SIV-R46", ERRORE, "Questo genere di identificativo non ha questo dato: {genere}",
    "This kind of identifier has no such datum: {genere}",
    instead_it="Togliere il dato o correggere il genere", instead_en="Take the datum out or correct the kind",
    source=NOSTRA, passing="NESSUNO, codice assente", failing="NESSUNO con un codice",
)  # fmt: skip
def _dato_di_troppo(evento: EventoSIV) -> Dove:
    who = _chiaro(evento)
    if who is None or who.genere == "TEAM":
        return ()
    found = [("assistito.tessera", who.tessera)]
    if who.genere == "NESSUNO":
        found += [("assistito.codice", who.codice), ("assistito.emittente", who.emittente)]
    return [Broken(path, (("genere", who.genere),), value) for path, value in found if value is not None]


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
    if code is None or len(code) != 16 or not _cf_vero(code):
        return ()
    found = []
    if evento.sesso != "9" and codice_fiscale.sex(code) != ("M" if evento.sesso == "1" else "F"):
        found.append("sesso")
    if not codice_fiscale.matches_birth(code, evento.data_nascita):
        found.append("data_nascita")
    return found


REGOLE_ASSISTITO: tuple[Rule, ...] = regole_in(globals())
