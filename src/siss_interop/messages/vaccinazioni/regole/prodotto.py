"""Rules of a vaccination given: who gave it, which product, when, and what follows. The ministry's numbers stand beside ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter

from siss_interop.ids import codice_aic, codice_fiscale
from siss_interop.messages.vaccinazioni.eventi import VaccinazioneEffettuata
from siss_interop.messages.vaccinazioni.regole.basi import (
    AVVISO,
    ERRORE,
    LUOGO_DAL,
    NOSTRA,
    PRODOTTO_DAL,
    TOSCANA,
    VSX,
    Dove,
    RegolaEvento,
    regola,
    regole_in,
)
from siss_interop.model.rules import Broken, Rule

SENZA_STRUTTURA = frozenset({"6", "99"})
"""Kinds of provider without a structure: other, not available."""
DIFESA = "300"
"""The sender "Ministero della difesa": named by rule 3310 among the senders, though it is no region."""
MILITARE = "10"
VAIOLO = "47"
NESSUNA_CATEGORIA = "01"
SOSTITUITI = frozenset({"08", "09"})
"""Antigens (influenza, herpes zoster) that more specific codes took the place of."""
ORALE = "04"
VALENZE = {"01": 1, "02": 2, "03": 3, "04": 4, "05": 5, "06": 6}
"""Formulation -> how many antigens the product has."""


@regola(
    VaccinazioneEffettuata, "SIV-R01", ERRORE, "Manca il codice della struttura: è richiesto da ogni tipo di erogatore tranne 6 e 99",
    "The code of the structure is missing: every kind of provider but 6 and 99 requires it",
    instead_it="Scrivere il codice della struttura, o l'erogatore 6 o 99", instead_en="Write the code of the structure, or provider 6 or 99",
    source=f"{VSX}: Codice Struttura", official="3005", passing="erogatore 2, struttura 090201", failing="erogatore 2, struttura assente",
)  # fmt: skip
def _struttura_assente(evento: VaccinazioneEffettuata) -> Dove:
    return ("codice_struttura",) if evento.codice_struttura is None and evento.tipo_erogatore not in SENZA_STRUTTURA else ()


@regola(
    VaccinazioneEffettuata, "SIV-R02", AVVISO, "Con l'erogatore 6 o 99 il codice della struttura non va scritto",
    "With provider 6 or 99 the code of the structure is not to be written",
    instead_it="Togliere il codice o indicare il tipo di erogatore", instead_en="Take the code out or say which kind of provider it is",
    source=f"{VSX.replace('3.3', '3.2')}: Codice Struttura", passing="erogatore 99, struttura assente", failing="erogatore 99, struttura 090201",
)  # fmt: skip
def _struttura_di_troppo(evento: VaccinazioneEffettuata) -> Dove:
    return ("codice_struttura",) if evento.codice_struttura is not None and evento.tipo_erogatore in SENZA_STRUTTURA else ()


@regola(
    VaccinazioneEffettuata, "SIV-R03", ERRORE, "Il mittente 300 (Ministero della difesa) ammette solo l'erogatore 10, struttura militare",
    "The sender 300 (ministry of defence) admits provider 10, a military structure, only",
    instead_it="Scrivere l'erogatore 10 o correggere la regione", instead_en="Write provider 10 or correct the region",
    source=f"{VSX}: Tipologia Erogatore", official="3310", passing="regione 300, erogatore 10", failing="regione 300, erogatore 2",
)  # fmt: skip
def _difesa(evento: VaccinazioneEffettuata) -> Dove:
    # the ministry's text names the sender, its rule file the structure: either is meant
    return ("tipo_erogatore",) if evento.tipo_erogatore != MILITARE and DIFESA in (evento.codice_regione, evento.codice_struttura) else ()


def _forma_struttura(
    code: str, erogatori: frozenset[str], forma: str, it: str, en: str, official: str | None, passing: str, failing: str
) -> RegolaEvento:
    """The shape that the code of the structure has with these providers. Whether the register knows it is not judged: the register is not public."""
    matches: Callable[[str], object] = re.compile(forma).fullmatch

    def check(evento: VaccinazioneEffettuata) -> Dove:
        code = evento.codice_struttura
        return (Broken("codice_struttura", value=code),) if evento.tipo_erogatore in erogatori and code is not None and not matches(code) else ()

    severity = ERRORE if official else AVVISO
    return regola(
        VaccinazioneEffettuata, code, severity, f"Con questo erogatore il codice della struttura è {it}",
        f"With this provider the code of the structure is {en}",
        instead_it="Controllare il tipo di erogatore e il codice", instead_en="Check the kind of provider and the code",
        source=f"{VSX}: Codice Struttura", official=official, passing=passing, failing=failing,
    )(check)  # fmt: skip


_STRUTTURE = tuple(
    _forma_struttura(
        code, frozenset(erogatori.split()), forma, it, en, official, f"erogatore {primo}, struttura {good}", f"erogatore {primo}, struttura {bad}",
    )
    for code, erogatori, forma, it, en, official, good, bad in (
        ("SIV-R04", "0", r"[0-9]{3}[0-9A-Z]{5}", "un codice HSP11 di 8 caratteri: regione, ospedale, stabilimento",
         "an HSP11 code of 8 characters: region, hospital, site", "3010", "09090101", "090201"),
        ("SIV-R05", "1", r"[0-9A-Z]{6}", "un codice STS11 di 6 caratteri", "an STS11 code of 6 characters", "3015", "A12345", "A1234567"),
        ("SIV-R06", "2 3 4 5 7 10 11 12", r"[0-9]{6}", "quello dell'ASL, 6 cifre: regione e azienda",
         "that of the ASL, 6 digits: region and authority", "3020", "090201", "09090101"),
        ("SIV-R07", "8", r"[0-9A-Z]{6}", "un codice RIA11 di 6 caratteri", "an RIA11 code of 6 characters", "3021", "R12345", "R1234567"),
        ("SIV-R08", "9", r"[0-9]{6}", "quello dell'ASL, 6 cifre: lo dice la tabella dei campi, benché nessuna regola lo controlli",
         "that of the ASL, 6 digits: the table of fields says so, although no rule checks it", None, "090201", "09090101"),
    )
    for primo in erogatori.split()[:1]
)  # fmt: skip


@regola(
    VaccinazioneEffettuata, "SIV-R09", ERRORE, "Con l'antigene 47 (vaiolo, vaiolo delle scimmie) la categoria a rischio deve essere 01",
    "With antigen 47 (smallpox, mpox) the risk category must be 01",
    instead_it="Scrivere la categoria 01", instead_en="Write category 01",
    source=f"{VSX}: Categoria a rischio", official="5026", passing="antigene 47, categoria 01", failing="antigene 47, categoria 02",
)  # fmt: skip
def _categoria_vaiolo(evento: VaccinazioneEffettuata) -> Dove:
    if evento.cod_categoria_rischio == NESSUNA_CATEGORIA:
        return ()
    return ("cod_categoria_rischio",) if any(each.cod_antigene == VAIOLO for each in evento.principi) else ()


@regola(
    VaccinazioneEffettuata, "SIV-R10", ERRORE, "Manca il codice AIC: è richiesto dopo il 2019-07-01, se il luogo è in Italia o non è detto",
    "The AIC code is missing: it is required after 2019-07-01 where the place is in Italy or not given",
    instead_it="Scrivere il codice AIC che sta sulla confezione", instead_en="Write the AIC code of the box",
    source=f"{VSX}: Codice AIC", official="5020", passing="2024, stato FR, AIC assente", failing="2024, stato IT, AIC assente",
)  # fmt: skip
def _aic_assente(evento: VaccinazioneEffettuata) -> Dove:
    missing = evento.codice_aic is None and evento.data_somministrazione > PRODOTTO_DAL
    return ("codice_aic",) if missing and evento.stato_somministrazione in (None, "IT") else ()


@regola(
    VaccinazioneEffettuata, "SIV-R11", ERRORE, "Manca la denominazione del vaccino: dopo il 2019-07-01 è richiesta dove manca il codice AIC",
    "The name of the vaccine is missing: after 2019-07-01 it is required where the AIC code is missing",
    instead_it="Scrivere il codice AIC o la denominazione", instead_en="Write the AIC code or the name",
    source=f"{VSX}: Denominazione Vaccino", official="3040", passing="2024, denominazione senza AIC", failing="2024, né AIC né denominazione",
)  # fmt: skip
def _prodotto_ignoto(evento: VaccinazioneEffettuata) -> Dove:
    unknown = evento.denominazione is None and evento.codice_aic is None
    return ("denominazione",) if unknown and evento.data_somministrazione > PRODOTTO_DAL else ()


@regola(
    VaccinazioneEffettuata, "SIV-R12", AVVISO,
    "Manca la denominazione del vaccino: la regola del ministero la vuole sempre dopo il 2019-07-01, la sua tabella solo senza codice AIC",
    "The name of the vaccine is missing: the ministry's rule wants it always after 2019-07-01, its table only without an AIC code",
    instead_it="Scrivere anche la denominazione", instead_en="Write the name too",
    source=f"{VSX}: Denominazione Vaccino, e 3.2", official="3040", passing="2024, AIC e denominazione", failing="2024, AIC senza denominazione",
)  # fmt: skip
def _denominazione_assente(evento: VaccinazioneEffettuata) -> Dove:
    missing = evento.denominazione is None and evento.codice_aic is not None
    return ("denominazione",) if missing and evento.data_somministrazione > PRODOTTO_DAL else ()


@regola(
    VaccinazioneEffettuata, "SIV-R13", ERRORE, "La formulazione è di {attesi} antigeni, il prodotto ne porta {trovati}",
    "The formulation has {attesi} antigens, the product carries {trovati}",
    instead_it="Scrivere gli antigeni mancanti o correggere la formulazione", instead_en="Write the missing antigens or correct the formulation",
    source=f"{VSX}: Tipo formulazione; giudicata dentro un solo prodotto", official="3060",
    passing="formulazione 06, sei antigeni", failing="formulazione 06, un antigene",
)  # fmt: skip
def _formulazione(evento: VaccinazioneEffettuata) -> Dove:
    wanted, found = VALENZE.get(evento.cod_tipo_formulazione), len(evento.principi)
    if wanted is None or wanted == found or evento.data_somministrazione <= PRODOTTO_DAL:
        return ()
    return (Broken("cod_tipo_formulazione", (("attesi", str(wanted)), ("trovati", str(found)))),)


@regola(
    VaccinazioneEffettuata, "SIV-R14", ERRORE, "Lo stesso antigene sta due volte nello stesso prodotto",
    "The same antigen stands twice in the same product",
    instead_it="Scrivere ogni antigene una volta sola, con la sua dose", instead_en="Write each antigen once, with its dose",
    source=f"{VSX}: la chiave ha antigene e dose", passing="antigeni 02 e 37", failing="antigeni 37 e 37",
)  # fmt: skip
def _antigene_ripetuto(evento: VaccinazioneEffettuata) -> Dove:
    principi = evento.principi
    if len(principi) == 1 or len({each.cod_antigene for each in principi}) == len(principi):
        return ()
    first: dict[str, int] = {}
    return [f"principi[{at}].cod_antigene" for at, each in enumerate(principi) if first.setdefault(each.cod_antigene, at) != at]


@regola(
    VaccinazioneEffettuata, "SIV-R15", ERRORE, "Manca il lotto: è richiesto dopo il 2019-07-01",
    "The lot is missing: it is required after 2019-07-01",
    instead_it="Scrivere il lotto stampato sulla confezione", instead_en="Write the lot printed on the box",
    source=f"{VSX}: Lotto", official="3070", passing="2019-07-01 senza lotto", failing="2019-07-02 senza lotto",
)  # fmt: skip
def _lotto_assente(evento: VaccinazioneEffettuata) -> Dove:
    return ("lotto",) if evento.lotto is None and evento.data_somministrazione > PRODOTTO_DAL else ()


@regola(
    VaccinazioneEffettuata, "SIV-R16", ERRORE, "Manca la data di scadenza: è richiesta dopo il 2019-07-01",
    "The expiry date is missing: it is required after 2019-07-01",
    instead_it="Scrivere la scadenza stampata sulla confezione", instead_en="Write the expiry printed on the box",
    source=f"{VSX}: Data Scadenza", official="3075", passing="2019-07-01 senza scadenza", failing="2019-07-02 senza scadenza",
)  # fmt: skip
def _scadenza_assente(evento: VaccinazioneEffettuata) -> Dove:
    return ("data_scadenza",) if evento.data_scadenza is None and evento.data_somministrazione > PRODOTTO_DAL else ()


@regola(
    VaccinazioneEffettuata, "SIV-R17", ERRORE, "Il vaccino è stato somministrato dopo la sua scadenza",
    "The vaccine was given after its expiry date",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source=f"{VSX}: Data somministrazione", official="4000", passing="il giorno della scadenza", failing="il giorno dopo la scadenza",
)  # fmt: skip
def _scaduto(evento: VaccinazioneEffettuata) -> Dove:
    return ("data_somministrazione",) if evento.data_scadenza is not None and evento.data_somministrazione > evento.data_scadenza else ()


@regola(
    VaccinazioneEffettuata, "SIV-R18", ERRORE, "Il sito 07 o 99 va solo con la via 04 (orale), 05 (altro) o 99 (non disponibile)",
    "Site 07 or 99 goes with route 04 (oral), 05 (other) or 99 (not available) only",
    instead_it="Scrivere in quale sede il vaccino è stato inoculato", instead_en="Write at which site the vaccine was given",
    source=f"{VSX}: Sito Inoculazione", official="4001", passing="via 04, sito 07", failing="via 01, sito 07",
)  # fmt: skip
def _sito_incongruo(evento: VaccinazioneEffettuata) -> Dove:
    return ("sito_inoculazione",) if evento.sito_inoculazione in ("07", "99") and evento.via_somministrazione not in (ORALE, "05", "99") else ()


@regola(
    VaccinazioneEffettuata, "SIV-R19", AVVISO, "Un vaccino dato per bocca non ha una sede di inoculazione", "A vaccine given by mouth has no site",
    instead_it="Scrivere il sito 07 o correggere la via", instead_en="Write site 07 or correct the route",
    source=NOSTRA, passing="via 04, sito 07", failing="via 04, sito 01",
)  # fmt: skip
def _sito_di_orale(evento: VaccinazioneEffettuata) -> Dove:
    return ("sito_inoculazione",) if evento.via_somministrazione == ORALE and evento.sito_inoculazione not in ("07", "99") else ()


@regola(
    VaccinazioneEffettuata, "SIV-R20", ERRORE, "Gli antigeni 08 (influenza) e 09 (herpes zoster) non valgono più dopo il 2019-01-01",
    "The antigens 08 (influenza) and 09 (herpes zoster) no longer hold after 2019-01-01",
    instead_it="Usare il codice specifico del vaccino: «siss-interop codes avn_antigeni»",
    instead_en="Use the specific code of the vaccine: 'siss-interop codes avn_antigeni'",
    source=f"{VSX}: Antigene", official="4100", passing="antigene 08, 2018-11-05", failing="antigene 08, 2024-11-05",
)  # fmt: skip
def _antigene_sostituito(evento: VaccinazioneEffettuata) -> Dove:
    if evento.data_somministrazione <= LUOGO_DAL:
        return ()
    return [
        Broken(f"principi[{at}].cod_antigene", value=each.cod_antigene) for at, each in enumerate(evento.principi) if each.cod_antigene in SOSTITUITI
    ]


@lru_cache(maxsize=4096)
def _aic_vero(codice: str) -> bool:
    """Products are few and come often: the check digit of each is worked out once."""
    return codice_aic.is_valid(codice)


@regola(
    VaccinazioneEffettuata, "SIV-R21", AVVISO, "La cifra di controllo del codice AIC non torna", "The check digit of the AIC code does not match",
    instead_it="Controllare il codice sulla confezione", instead_en="Check the code on the box",
    source="AIFA", passing="000307052", failing="000307053",
)  # fmt: skip
def _controllo_aic(evento: VaccinazioneEffettuata) -> Dove:
    code = evento.codice_aic
    return (Broken("codice_aic", value=code),) if code is not None and not _aic_vero(code) else ()


_PROSSIME = ("data_prossima_dose", "fine_copertura")
_prossime = attrgetter(*_PROSSIME)


@regola(
    VaccinazioneEffettuata, "SIV-R22", AVVISO, "La prossima dose, o la fine della copertura, non viene dopo la somministrazione",
    "The next dose, or the end of the coverage, does not come after the dose",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source=f"{TOSCANA}; HL7 Italia, guida alle vaccinazioni", passing="dose 2024-03-12, prossima 2024-09-12",
    failing="dose e prossima nello stesso giorno",
)  # fmt: skip
def _seguito(evento: VaccinazioneEffettuata) -> Dove:
    following = _prossime(evento)
    if following == (None, None):
        return ()
    given = evento.data_somministrazione
    return [name for name, day in zip(_PROSSIME, following, strict=True) if day is not None and day <= given]


@regola(
    VaccinazioneEffettuata, "SIV-R23", ERRORE, "La reazione avversa finisce prima di iniziare", "The adverse reaction ends before it begins",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source=NOSTRA, passing="dal 12 al 13 marzo", failing="dal 13 al 12 marzo",
)  # fmt: skip
def _reazione_rovesciata(evento: VaccinazioneEffettuata) -> Dove:
    return [f"reazioni[{at}].fine" for at, each in enumerate(evento.reazioni) if each.inizio and each.fine and each.fine < each.inizio]


@regola(
    VaccinazioneEffettuata, "SIV-R24", AVVISO, "La reazione avversa viene prima della somministrazione",
    "The adverse reaction comes before the dose",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source=NOSTRA, passing="dose il 12, reazione il 13", failing="dose il 12, reazione l'11",
)  # fmt: skip
def _reazione_anticipata(evento: VaccinazioneEffettuata) -> Dove:
    if not evento.reazioni:
        return ()
    days = ((at, each.inizio or each.fine) for at, each in enumerate(evento.reazioni))
    return [f"reazioni[{at}]" for at, day in days if day is not None and day < evento.data_somministrazione]


@lru_cache(maxsize=256)
def _codice_fiscale_vero(codice: str) -> bool:
    """Operators are few and come often: the check character of each is worked out once."""
    return codice_fiscale.is_valid(codice)


@regola(
    VaccinazioneEffettuata, "SIV-R25", AVVISO,
    "Il codice fiscale dell'operatore non è uno vero: struttura, data o carattere di controllo non tornano",
    "The tax code of the operator is no real one: structure, date or check character do not match",
    instead_it="Controllare il codice", instead_en="Check the code",
    source="D.M. 23/12/1976", passing="VRDGPP75E20D612M", failing="PROVAX00X00X000Y",
)  # fmt: skip
def _operatore(evento: VaccinazioneEffettuata) -> Dove:
    found = evento.operatore
    if found is None or _codice_fiscale_vero(found.codice_fiscale):
        return ()
    return (Broken("operatore.codice_fiscale", value=found.codice_fiscale),)


REGOLE_PRODOTTO: tuple[Rule, ...] = regole_in(globals())
