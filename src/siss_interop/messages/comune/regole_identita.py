"""Rules of the identifier of a person, the same for the events of every flow: each flow has them under codes of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from siss_interop.ids import codice_eni, codice_fiscale, codice_stp, team
from siss_interop.issues import Severity
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.comune.regole_evento import AVVISO, ERRORE, Dove, E, regola
from siss_interop.model.rules import Broken, Rule

Chi = Callable[[Any], IdentificativoAssistito | None]
"""From an event to the identifier that it carries in clear."""
_TEAM = "Decisione S2 del 12 giugno 2009 (2010/C 106/09)"


@lru_cache(maxsize=64)
def _cf(codice: str) -> bool:
    return codice_fiscale.is_valid(codice, strict=False)


@lru_cache(maxsize=64)
def cf_vero(codice: str) -> bool:
    """Whether a tax code is a true one. The events of a person come together: it is worked out once for all of them."""
    return codice_fiscale.is_valid(codice)


_FORME: Mapping[str, Callable[[str], bool]] = {"CF": _cf, "STP": codice_stp.is_valid, "ENI": codice_eni.is_valid}


def _codice_assente(who: IdentificativoAssistito) -> Dove:
    return ("codice",) if who.codice is None and who.genere != "NESSUNO" else ()


def _forma_codice(who: IdentificativoAssistito) -> Dove:
    if who.codice is None or who.genere not in _FORME or _FORME[who.genere](who.codice):
        return ()
    return (Broken("codice", (("genere", who.genere),), who.codice),)


def _controllo_cf(who: IdentificativoAssistito) -> Dove:
    if who.genere != "CF" or who.codice is None or cf_vero(who.codice) or not _cf(who.codice):
        return ()
    return (Broken("codice", value=who.codice),)


def _emittente_assente(who: IdentificativoAssistito) -> Dove:
    return ("emittente",) if who.genere in ("STP", "ENI") and who.emittente is None else ()


def _tessera_assente(who: IdentificativoAssistito) -> Dove:
    return ("tessera",) if who.genere == "TEAM" and who.tessera is None else ()


def _forma_tessera(who: IdentificativoAssistito) -> Dove:
    if who.genere != "TEAM" or who.tessera is None or team.is_valid(who.tessera):
        return ()
    return (Broken("tessera", value=who.tessera),)


def _dato_di_troppo(who: IdentificativoAssistito) -> Dove:
    if who.genere == "TEAM":
        return ()
    found = [("tessera", who.tessera)]
    if who.genere == "NESSUNO":
        found += [("codice", who.codice), ("emittente", who.emittente)]
    return [Broken(path, (("genere", who.genere),), value) for path, value in found if value is not None]


class _Riga(NamedTuple):
    """One rule, whatever its code."""

    check: Callable[[IdentificativoAssistito], Dove]
    severity: Severity
    it: str
    en: str
    instead_it: str
    instead_en: str
    source: str
    passing: str
    failing: str


_RIGHE = (
    _Riga(
        _codice_assente, ERRORE, "Manca il codice dell'assistito", "The code of the person is missing",
        "Scrivere il codice, o il genere NESSUNO", "Write the code, or the kind NESSUNO", "", "CF RSSMRA80A41H501Y", "CF senza codice",
    ),
    _Riga(
        _forma_codice, ERRORE, "Il codice non ha la forma del suo genere: {genere}", "The code has not the form of its kind: {genere}",
        "CF: 16 lettere e cifre, o 11 cifre; STP ed ENI: la sigla e 13 cifre",
        "CF: 16 letters and digits, or 11 digits; STP and ENI: these letters and 13 digits",
        "D.M. 23/12/1976; D.P.R. 394/1999 art. 43", "STP STP0900011234567", "STP 0900011234567",
    ),
    _Riga(
        _controllo_cf, AVVISO, "Il codice fiscale dell'assistito non è uno vero: struttura, data o carattere di controllo non tornano",
        "The tax code of the person is no real one: structure, date or check character do not match",
        "Controllare il codice sulla tessera sanitaria", "Check the code on the health card", "D.M. 23/12/1976",
        "RSSMRA80A41H501Y", "PROVAX00X00X000Y",
    ),
    _Riga(
        _emittente_assente, ERRORE, "Manca chi ha dato il codice: STP ed ENI sono unici solo presso chi li assegna",
        "Who gave the code is missing: STP and ENI are unique only with their issuer",
        "Scrivere l'emittente, per esempio 090201", "Write the issuer, for instance 090201", "D.P.R. 394/1999 art. 43",
        "STP, emittente 090201", "STP, emittente assente",
    ),
    _Riga(
        _tessera_assente, ERRORE, "Manca il numero della tessera TEAM: va con il numero personale",
        "The number of the European card is missing: it goes with the personal number",
        "Scrivere il campo 8 della tessera", "Write field 8 of the card", _TEAM, "TEAM, codice e tessera", "TEAM, codice senza tessera",
    ),
    _Riga(
        _forma_tessera, AVVISO, "Il numero della tessera TEAM non ha la forma comune: 80, paese e numero, 20 cifre",
        "The number of the European card has not the common form: 80, country and number, 20 digits",
        "Controllare il campo 8 della tessera", "Check field 8 of the card", _TEAM, "80380000900123456789", "A1",
    ),
    _Riga(
        _dato_di_troppo, ERRORE, "Questo genere di identificativo non ha questo dato: {genere}",
        "This kind of identifier has no such datum: {genere}",
        "Togliere il dato o correggere il genere", "Take the datum out or correct the kind", "", "NESSUNO, codice assente", "NESSUNO con un codice",
    ),
)  # fmt: skip


def regole_identita(
    di: type[E], chi: Chi, path: str, code: str, first: int, *, fonte: str, nostra: str = "siss-interop, flusso SIV", official: str | None = None
) -> tuple[Rule, ...]:
    """The rules for the events of a class: `code` with a number from `first` on; `chi` finds the identifier, `path` says where it stands."""
    return tuple(_regola(di, chi, path, code.format(first + at), row, fonte if at == 0 else nostra, official if at == 0 else None)
                 for at, row in enumerate(_RIGHE))  # fmt: skip


def _regola(di: type[E], chi: Chi, path: str, code: str, row: _Riga, source: str, official: str | None) -> Rule:
    def check(event: E) -> Dove:
        who = chi(event)
        found = row.check(who) if who is not None else ()
        return [_below(path, each) for each in found] if found else ()

    return regola(
        di, code, row.severity, row.it, row.en, source=row.source or source, passing=row.passing, failing=row.failing, instead_it=row.instead_it,
        instead_en=row.instead_en, official=official,
    )(check)  # fmt: skip


def _below(path: str, found: str | Broken) -> Broken:
    broken = found if isinstance(found, Broken) else Broken(found)
    return Broken(f"{path}.{broken.path}", broken.params, broken.value)
