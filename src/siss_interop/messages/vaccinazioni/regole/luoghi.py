"""Rules of places: where a dose was given, where a person lives and has a family doctor. Abroad is 999999, 999, 999 and a country that is not IT.

Which comune lies in which ASL, and which ASLs there are, is not judged: the ministry's tables are not public.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from siss_interop.codes import code_list
from siss_interop.ids import codice_comune
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, SchedaAssistito, VaccinazioneEffettuata
from siss_interop.messages.vaccinazioni.regole.basi import AVVISO, AVX, ERRORE, LUOGO_DAL, NOSTRA, VSX, Dove, RegolaEvento, regola, regole_in
from siss_interop.model.rules import Broken, Rule

ESTERO: Final = ("999999", "999", "999")
"""What comune, ASL and region are abroad."""
ITALIA: Final = "IT"
_COMUNE_ESTERO, _ASL_ESTERA, _REGIONE_ESTERA = ESTERO


def _campi(suffisso: str) -> tuple[str, str, str]:
    return f"comune_{suffisso}", f"asl_{suffisso}", f"regione_{suffisso}"


def _luogo_assente(campo: str, code: str, official: str, it: str, en: str) -> RegolaEvento:
    """After 2019-01-01 the field of a dose is required."""
    value = attrgetter(campo)

    def check(evento: VaccinazioneEffettuata) -> Dove:
        return (campo,) if value(evento) is None and evento.data_somministrazione > LUOGO_DAL else ()

    return regola(
        VaccinazioneEffettuata, code, ERRORE, f"Manca {it} della somministrazione: è richiesto dopo il 2019-01-01",
        f"The {en} of the dose is missing: it is required after 2019-01-01",
        instead_it="Scriverlo; all'estero: comune 999999, ASL 999, regione 999 e lo stato",
        instead_en="Write it; abroad: comune 999999, ASL 999, region 999 and the country",
        source=f"{VSX}: campi di somministrazione", official=official, passing="2019-01-01 senza luogo", failing="2019-01-02 senza luogo",
    )(check)  # fmt: skip


_LUOGHI_ASSENTI = (
    _luogo_assente("comune_somministrazione", "SIV-R30", "4005", "il comune", "comune"),
    _luogo_assente("asl_somministrazione", "SIV-R31", "4025", "il codice dell'ASL", "ASL"),
    _luogo_assente("regione_somministrazione", "SIV-R32", "4045", "il codice della regione", "region"),
    _luogo_assente("stato_somministrazione", "SIV-R33", "4075", "lo stato", "country"),
)


def _luogo(di: type[EventoSIV], suffisso: str, it: str, en: str, source: str, codici: tuple[tuple[str, str], ...]) -> tuple[RegolaEvento, ...]:
    """The five rules of a place with a country: our code and the ministry's number of each."""
    campi = _campi(suffisso)
    comune, _, regione = campi
    get: Callable[[Any], tuple[str | None, str | None, str | None]] = attrgetter(*campi)
    paese: Callable[[Any], str | None] = attrgetter(f"stato_{suffisso}")

    def italiani_all_estero(evento: EventoSIV) -> Dove:
        country = paese(evento)
        if country == ITALIA or country is None:
            return ()
        codes = get(evento)
        return [name for name, code, abroad in zip(campi, codes, ESTERO, strict=True) if code is not None and code != abroad]

    def esteri_in_italia(evento: EventoSIV) -> Dove:
        codes = get(evento)
        if paese(evento) != ITALIA or (_COMUNE_ESTERO not in codes and _ASL_ESTERA not in codes):
            return ()
        return [name for name, code, abroad in zip(campi, codes, ESTERO, strict=True) if code == abroad]

    def misti(evento: EventoSIV) -> Dove:
        codes = get(evento)
        if _COMUNE_ESTERO not in codes and _ASL_ESTERA not in codes:
            return ()
        return [name for name, code, abroad in zip(campi, codes, ESTERO, strict=True) if code is not None and code != abroad]

    def regione_ignota(evento: EventoSIV) -> Dove:
        code = get(evento)[2]
        return () if code is None or code == _REGIONE_ESTERA or code in code_list("regioni") else (Broken(regione, value=code),)

    def comune_impossibile(evento: EventoSIV) -> Dove:
        code = get(evento)[0]
        return () if code is None or _e_un_comune(code) or code == _COMUNE_ESTERO else (Broken(comune, value=code),)

    texts = (
        (italiani_all_estero, f"Lo stato {it} non è IT, ma il codice è di un luogo in Italia",
         f"The country {en} is not IT, but the code is of a place in Italy",
         "Scrivere comune 999999, ASL 999, regione 999, o lo stato IT.", "Write comune 999999, ASL 999, region 999, or the country IT.",
         "FR, 999999, 999, 999", "FR, 048017, 201, 090"),
        (esteri_in_italia, f"Lo stato {it} è IT, ma il codice dice «estero»", f'The country {en} is IT, but the code says "abroad"',
         "Scrivere i codici italiani, o lo stato estero.", "Write the Italian codes, or the foreign country.", "IT, 048017, 201, 090",
         "IT, 999999, 999, 999"),
        (misti, f"I codici {it} dicono in parte «estero», in parte un luogo in Italia",
         f'The codes {en} say partly "abroad", partly a place in Italy',
         "Scrivere tutti e tre i codici esteri, o nessuno.", "Write all three codes as abroad, or none.", "048017, 201, 090", "048017, 999, 090"),
        (regione_ignota, f"La regione {it} non è nella lista delle regioni", f"The region {en} is not in the list of regions",
         "Usare un codice di «siss-interop codes regioni», o 999.", "Use a code of 'siss-interop codes regioni', or 999.", "090", "091"),
        (comune_impossibile, f"Il codice {it} non può essere di un comune: provincia e progressivo vanno da 001, la provincia non è 999",
         f"The code {en} cannot be that of a comune: province and serial begin at 001, the province is not 999",
         "Scrivere il codice ISTAT, tre cifre di provincia e tre di comune",
         "Write the ISTAT code, three digits of the province and three of the comune",
         "048017", "048000"),
    )  # fmt: skip
    return tuple(
        regola(di, code, ERRORE, t_it, t_en, instead_it=i_it, instead_en=i_en, source=source, official=official, passing=good, failing=bad)(check)
        for (code, official), (check, t_it, t_en, i_it, i_en, good, bad) in zip(codici, texts, strict=True)
    )


@lru_cache(maxsize=4096)
def _e_un_comune(code: str) -> bool:
    """Whether the code has the form of an ISTAT code in Italy; no province has the number 999."""
    return code[:3] != "999" and codice_comune.is_valid(code)


_SOMMINISTRAZIONE = _luogo(
    VaccinazioneEffettuata, "somministrazione", "della somministrazione", "of the dose", f"{VSX}: campi di somministrazione",
    (("SIV-R34", "4085"), ("SIV-R35", "4090, 4015, 4035, 4055"), ("SIV-R36", "4020, 4040, 4060"), ("SIV-R37", "4050"), ("SIV-R38", "4010")),
)  # fmt: skip
_RESIDENZA = _luogo(
    SchedaAssistito, "residenza", "di residenza", "of residence", f"{AVX}: campi di residenza",
    (("SIV-R60", "2000, 1965, 1980"), ("SIV-R61", "2005, 1950"), ("SIV-R62", "1955, 1970, 1985"), ("SIV-R63", "1975"), ("SIV-R64", "1945")),
)  # fmt: skip

_DOMICILIO = _campi("domicilio")
_domicilio: Callable[[SchedaAssistito], tuple[str | None, str | None, str | None]] = attrgetter(*_DOMICILIO)
_residenza: Callable[[SchedaAssistito], tuple[str, str, str]] = attrgetter(*_campi("residenza"))


@regola(
    SchedaAssistito, "SIV-R65", ERRORE, "Del domicilio servono comune, ASL e regione tutti e tre, o nessuno",
    "Of the domicile comune, ASL and region are wanted all three, or none",
    instead_it="Completare il domicilio o toglierlo", instead_en="Complete the domicile or take it out",
    source=f"{AVX}: campi di domicilio", official="2040, 2050, 2060", passing="048017, 201, 090", failing="048017, ASL assente, 090",
)  # fmt: skip
def _domicilio_monco(evento: SchedaAssistito) -> Dove:
    codes = _domicilio(evento)
    if None not in codes or codes == (None, None, None):
        return ()
    return [name for name, code in zip(_DOMICILIO, codes, strict=True) if code is None]


@regola(
    SchedaAssistito, "SIV-R66", ERRORE, "La regione di domicilio non è nella lista delle regioni",
    "The region of domicile is not in the list of regions",
    instead_it="Usare un codice di «siss-interop codes regioni»", instead_en="Use a code of 'siss-interop codes regioni'",
    source=f"{AVX}: Regione di domicilio sanitario", official="2055", passing="090", failing="091",
)  # fmt: skip
def _regione_domicilio(evento: SchedaAssistito) -> Dove:
    code = evento.regione_domicilio
    # the schema admits 999 here, the rule does not
    return () if code is None or code in code_list("regioni") else (Broken("regione_domicilio", value=code),)


@regola(
    SchedaAssistito, "SIV-R67", ERRORE, "Il codice di domicilio non può essere di un comune italiano",
    "The code of domicile cannot be that of an Italian comune",
    instead_it="Scrivere il codice ISTAT, tre cifre di provincia e tre di comune",
    instead_en="Write the ISTAT code, three digits of the province and three of the comune",
    source=f"{AVX}: Comune di Domicilio", official="2035", passing="048017", failing="999999",
)  # fmt: skip
def _comune_domicilio(evento: SchedaAssistito) -> Dove:
    code = evento.comune_domicilio
    return () if code is None or _e_un_comune(code) else (Broken("comune_domicilio", value=code),)


@regola(
    SchedaAssistito, "SIV-R68", ERRORE, "Il domicilio è uguale alla residenza: si scrive solo quando è diverso",
    "The domicile is equal to the residence: it is written only where it differs",
    instead_it="Togliere i tre campi di domicilio", instead_en="Take the three fields of the domicile out",
    source=f"{AVX}: Regione di domicilio sanitario", official="2065", passing="residenza Firenze, domicilio Pisa", failing="Firenze e Firenze",
)  # fmt: skip
def _domicilio_inutile(evento: SchedaAssistito) -> Dove:
    return _DOMICILIO if _domicilio(evento) == _residenza(evento) else ()


@regola(
    SchedaAssistito, "SIV-R69", ERRORE, "La persona è detta residente, ma la residenza non è nella regione che trasmette",
    "The person is said to be resident, but does not live in the region that sends",
    instead_it="Correggere la residenza, o scrivere che non è residente",
    instead_en="Correct the residence, or write that the person is not resident",
    source=f"{AVX}: Regione di Residenza, ASL di Residenza, Stato di Residenza", official="1990, 1960, 1995",
    passing="residente, regioni 090 e 090", failing="residente, regioni 090 e 030",
)  # fmt: skip
def _residente_altrove(evento: SchedaAssistito) -> Dove:
    if evento.residente is not True or (evento.regione_residenza == evento.codice_regione and evento.stato_residenza == ITALIA):
        return ()
    return ("regione_residenza",)


@regola(
    SchedaAssistito, "SIV-R70", AVVISO, "La persona è detta non residente, ma la residenza è nella regione che trasmette",
    "The person is said not to be resident, but lives in the region that sends",
    instead_it="Controllare la residenza e se la persona è residente", instead_en="Check the residence and whether the person is resident",
    source=NOSTRA, passing="non residente, regioni 090 e 030", failing="non residente, regioni 090 e 090",
)  # fmt: skip
def _residente_negato(evento: SchedaAssistito) -> Dove:
    return ("residente",) if evento.residente is False and evento.regione_residenza == evento.codice_regione else ()


REGOLE_LUOGHI: tuple[Rule, ...] = regole_in(globals())
