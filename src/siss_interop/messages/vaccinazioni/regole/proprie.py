"""Rules of our own for the vaccination documents: code lists, the order of dates, and faults that were seen in real documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from siss_interop.codes import check, code_list
from siss_interop.ids import codice_aic
from siss_interop.issues import Layer, ValidationIssue
from siss_interop.messages.comune.fatti import fatti
from siss_interop.messages.comune.regole import AVVISO, ERRORE, regole_di
from siss_interop.messages.comune.regole_generali import CASI, giorno
from siss_interop.messages.vaccinazioni.documenti import DocumentoVaccinale
from siss_interop.messages.vaccinazioni.regole.ufficiali import AIC, ANTIGENI, CATEGORIE, CONDIZIONI, ICD9, fatte, mancate, sistema
from siss_interop.model.rules import Broken, Rule, rule
from siss_interop.model.tipi import Codice

LISTE = "it-fse-catalogs, terminology 2.16.840.1.113883.2.9.6.1.56"
_MOTIVI = sistema("motivi_esclusione")
_LISTE = frozenset({ANTIGENI, CATEGORIE, CONDIZIONI, _MOTIVI})


def _codici_avn(doc: DocumentoVaccinale, code: str) -> Iterator[Broken]:
    """Codes of the four lists of the vaccination registry that break in this way (a `COD` code), at the day of their entry."""
    days = [giorno(voce.quando) for voce in doc.sezione.voci]
    for place in fatti(doc).codici():
        found = place.valore
        if found.sistema in _LISTE and found.codice is not None:
            for fault in _faults(found, days, place.path):
                if fault.code == code:
                    yield Broken(f"{place.path}.codice", fault.params, found.codice)


def _faults(found: Codice, days: list[str], path: str) -> tuple[ValidationIssue, ...]:
    entry = re.match(r"sezione\.voci\[(\d+)\]", path)
    day = days[int(entry[1])] if entry else ""
    on = date(int(day[:4]), int(day[4:6]), int(day[6:8])) if day and day[:4] != "0000" else None
    return check(found.codice or "", code_list(found.sistema or ""), on)


@rule(
    "VAC-R40", ERRORE, "Il codice non è nella lista {lista}, che è chiusa", "The code is not in the list {lista}, which is closed",
    instead_it="Usare uno dei codici della lista: «siss-interop codes {lista}»", instead_en="Use a code of the list: 'siss-interop codes {lista}'",
    source=LISTE, layer=Layer.CODES, passing="antigene 16", failing="antigene 77",
)  # fmt: skip
def _lista_chiusa(doc: DocumentoVaccinale) -> Iterator[Broken]:
    return _codici_avn(doc, "COD-001")


@rule(
    "VAC-R41", AVVISO, "Il codice non è tra quelli noti della lista aperta {lista}", "The code is not among those known of the open list {lista}",
    instead_it="Controllare il codice: la lista può averne altri", instead_en="Check the code: the list may have others",
    source=LISTE, layer=Layer.CODES, passing="motivo 02", failing="motivo 77",
)  # fmt: skip
def _lista_aperta(doc: DocumentoVaccinale) -> Iterator[Broken]:
    return _codici_avn(doc, "COD-002")


@rule(
    "VAC-R42", ERRORE, "Il codice della lista {lista} non vale alla data della vaccinazione ({data})",
    "The code of the list {lista} does not hold on the date of the vaccination ({data})",
    instead_it="Usare il codice in vigore quel giorno", instead_en="Use the code in force on that day",
    source="AVN, regola 4100", layer=Layer.CODES, passing="antigene 08 nel 2018", failing="antigene 08 nel 2024",
)  # fmt: skip
def _lista_a_data(doc: DocumentoVaccinale) -> Iterator[Broken]:
    return _codici_avn(doc, "COD-003")


_DUE_CIFRE = re.compile(r"\d{2}", re.ASCII)


@rule(
    "VAC-R43", AVVISO, "Un codice di due cifre non è ICD-9-CM: sembra un codice delle liste dell'anagrafe vaccinale sotto l'OID sbagliato",
    "A code of two digits is no ICD-9-CM code: it looks like one of the vaccination registry's lists under the wrong OID",
    instead_it="Scrivere l'OID della lista (2.16.840.1.113883.2.9.6.1.56.x)",
    instead_en="Write the OID of the list (2.16.840.1.113883.2.9.6.1.56.x)",
    source=CASI, passing="493.9 con l'OID di ICD-9-CM", failing="14 con l'OID di ICD-9-CM",
)  # fmt: skip
def _avn_sotto_icd(doc: DocumentoVaccinale) -> Iterator[Broken]:
    for place in fatti(doc).codici():
        if place.valore.sistema == ICD9 and _DUE_CIFRE.fullmatch(place.valore.codice or ""):
            yield Broken(f"{place.path}.sistema", value=place.valore.codice)


@rule(
    "VAC-R44", AVVISO, "Il motivo è codificato con una lista che non è di motivi", "The reason is coded with a list that is not one of reasons",
    instead_it="Usare 2.16.840.1.113883.2.9.6.1.56.5 (motivi di esclusione)", instead_en="Use 2.16.840.1.113883.2.9.6.1.56.5 (reasons)",
    source=CASI, passing="03 di 56.5", failing="03 di 56.2",
)  # fmt: skip
def _lista_motivo(doc: DocumentoVaccinale) -> Iterator[Broken]:
    for path, voce in mancate(doc):
        for at, each in enumerate(voce.motivi):
            if each.valore is not None and each.valore.sistema in (ANTIGENI, CATEGORIE, CONDIZIONI):
                yield Broken(f"{path}.motivi[{at}].valore.sistema", value=each.valore.sistema)


@rule(
    "VAC-R45", AVVISO, "Il motivo non dice qual è", "The reason does not say what it is",
    instead_it="Codificare il motivo", instead_en="Code the reason",
    source="HL7 Italia, guida alle vaccinazioni", passing="motivo 03", failing="motivo senza valore",
)  # fmt: skip
def _motivo_muto(doc: DocumentoVaccinale) -> Iterator[str]:
    for path, voce in mancate(doc):
        yield from (f"{path}.motivi[{at}].valore" for at, each in enumerate(voce.motivi) if each.valore is None)


@rule(
    "VAC-R46", AVVISO, "Il codice AIC non ha la forma o la cifra di controllo di un AIC", "The AIC code has not the form or check digit of an AIC",
    instead_it="Controllare il codice sulla confezione", instead_en="Check the code on the box",
    source="AIFA", passing="000307052", failing="000307053",
)  # fmt: skip
def _forma_aic(doc: DocumentoVaccinale) -> Iterator[Broken]:
    for place in fatti(doc).codici():
        if place.valore.sistema == AIC and place.valore.codice is not None and not codice_aic.is_valid(place.valore.codice):
            yield Broken(f"{place.path}.codice", value=place.valore.codice)


def _ordine(doc: DocumentoVaccinale, limit: str, after: bool) -> Iterator[str]:
    """Vaccinations given before (or after) a day."""
    for path, voce in fatte(doc):
        day = giorno(voce.quando)
        if limit and day and (day > limit if after else day < limit):
            yield f"{path}.quando"


@rule(
    "VAC-R47", ERRORE, "La vaccinazione risulta fatta prima della nascita", "The vaccination appears to have been given before birth",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source="AVN, regole dell'anagrafica", passing="nascita 2020, vaccino 2024", failing="nascita 2024, vaccino 2020",
)  # fmt: skip
def _prima_della_nascita(doc: DocumentoVaccinale) -> Iterator[str]:
    return _ordine(doc, giorno(doc.assistito.nascita), after=False)


@rule(
    "VAC-R48", ERRORE, "La vaccinazione risulta fatta dopo il decesso", "The vaccination appears to have been given after death",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source="AVN, regole dell'anagrafica", passing="vaccino 2020, decesso 2024", failing="vaccino 2024, decesso 2020",
)  # fmt: skip
def _dopo_il_decesso(doc: DocumentoVaccinale) -> Iterator[str]:
    return _ordine(doc, giorno(doc.assistito.decesso), after=True)


@rule(
    "VAC-R49", AVVISO, "La vaccinazione ha una data successiva a quella del documento", "The vaccination is dated after the document",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source="HL7 CDA R2, effectiveTime", passing="vaccino 12/03, documento 13/03", failing="vaccino 14/03, documento 13/03",
)  # fmt: skip
def _dopo_il_documento(doc: DocumentoVaccinale) -> Iterator[str]:
    return _ordine(doc, giorno(doc.data), after=True)


@rule(
    "VAC-R50", AVVISO, "La copertura finisce, o il prossimo appuntamento cade, prima della vaccinazione",
    "The coverage ends, or the next dose is due, before the vaccination",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source="HL7 Italia, guida alle vaccinazioni", passing="vaccino 2024, prossimo 2025", failing="vaccino 2024, prossimo 2023",
)  # fmt: skip
def _scadenza_passata(doc: DocumentoVaccinale) -> Iterator[str]:
    for path, voce in fatte(doc):
        given = giorno(voce.quando)
        for name, each in (("copertura", voce.copertura), ("prossima", voce.prossima)):
            when = each.quando if each is not None else None
            last = giorno(getattr(when, "fine", None) or when)
            if given and last and last < given:
                yield f"{path}.{name}.quando"


@rule(
    "VAC-R51", AVVISO, "Per la stessa malattia una dose successiva ha una data precedente", "For the same disease a later dose has an earlier date",
    instead_it="Controllare numeri di dose e date", instead_en="Check dose numbers and dates",
    source="AVN, ciclo vaccinale", passing="dose 1 nel 2023, dose 2 nel 2024", failing="dose 2 nel 2023, dose 1 nel 2024",
)  # fmt: skip
def _ordine_dosi(doc: DocumentoVaccinale) -> Iterator[str]:
    doses: dict[tuple[str | None, str | None], list[tuple[int, str, str]]] = {}
    for path, voce in fatte(doc):
        number, day = voce.numero_dose.valore if voce.numero_dose is not None else None, giorno(voce.quando)
        if number is not None and day:
            for each in voce.malattie:
                if each.valore is not None:
                    doses.setdefault((each.valore.sistema, each.valore.codice), []).append((number, day, f"{path}.numero_dose"))
    places = {path for cycle in doses.values() for number, day, path in cycle if any(n < number and other > day for n, other, _ in cycle)}
    yield from sorted(places)


REGOLE_PROPRIE: tuple[Rule, ...] = regole_di(globals())
