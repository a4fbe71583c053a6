"""The state of the SIV flow, worked out of what the ledger has in force: the history of a person, and coverage.

Both are ordered by the dates of the events, then by their keys, so they do not depend on the order of reception. What the flow tells the ledger
stands in `registro_chiavi`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, Persona, SchedaAssistito, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.registro_chiavi import FATTA, FLUSSO, MANCATA, SCHEDA, chiave_persona
from siss_interop.model.flow import Held, InForce, Key

if TYPE_CHECKING:
    from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale

__all__ = ["FLUSSO", "Copertura", "DoseFatta", "Omissione", "ProssimaDose", "Storia", "chiave_persona", "coperture", "storia", "storie"]

ETA_MASSIMA = 125
"""Years: the register refuses who would be older at vaccination."""

_FONTE = "flows.md 4.6"


def _stato(code: str, severity: Severity, it: str, en: str, **altro: str) -> str:
    return define(code, Layer.SEQUENCE, severity, it, en, **altro).code


SUPERATA = _stato(
    "LED-101", Severity.WARNING,
    "la mancata vaccinazione n. {number} è superata: la stessa dose è stata poi somministrata (n. {other})",
    "the omission number {number} is superseded: the same dose was given later (number {other})",
    instead_it="cancellarla, se non serve più", instead_en="take it back if it is of no more use", source=_FONTE,
    passing="dose 1 omessa, dose 1 mai somministrata", failing="dose 1 omessa a marzo, somministrata ad aprile",
)  # fmt: skip
ORDINE = _stato(
    "LED-102", Severity.WARNING,
    "la dose n. {number} porta un numero maggiore, ma è stata somministrata prima della dose n. {other} dello stesso antigene",
    "the dose number {number} has the higher dose number, but was given before the dose number {other} of the same antigen",
    instead_it="controllare date e numeri di dose", instead_en="check dates and dose numbers", source=_FONTE,
    passing="dose 1 a marzo, dose 2 ad aprile", failing="dose 2 a marzo, dose 1 ad aprile",
)  # fmt: skip
SMENTITA = _stato(
    "LED-103", Severity.WARNING,
    "la mancata vaccinazione n. {number} è successiva alla somministrazione della stessa dose (n. {other})",
    "the omission number {number} comes after the same dose was given (number {other})",
    instead_it="controllare antigene e dose", instead_en="check antigen and dose", source=_FONTE,
    passing="dose 1 somministrata, dose 2 omessa", failing="dose 1 somministrata a marzo, omessa ad aprile",
)  # fmt: skip
RIPETUTA = _stato(
    "LED-104", Severity.WARNING,
    "la stessa dose dello stesso antigene risulta somministrata due volte, in giorni o regioni diversi (n. {other} e n. {number}): conta due volte",
    "the same dose of the same antigen was given twice, on different days or in different regions (numbers {other} and {number}): it counts twice",
    instead_it="cancellare quella sbagliata, o correggere il numero di dose", instead_en="take back the wrong one, or correct the dose number",
    source="flows.md 4.2: date and region are part of the key, so both stand", passing="dose 1 e dose 2", failing="dose 1 in due giorni diversi",
)  # fmt: skip
PRIMA_DELLA_NASCITA = _stato(
    "LED-105", Severity.ERROR,
    "la dose n. {number} è precedente alla nascita (scheda n. {other})",
    "the dose number {number} is before the birth (person record number {other})",
    instead_it="controllare la data di somministrazione e quella di nascita", instead_en="check the date of the dose and that of birth",
    source="flows.md 4.5 and 4.6 (AVX rules)", passing="nascita 2020, dose 2021", failing="nascita 2021, dose 2020",
)  # fmt: skip
DOPO_IL_DECESSO = _stato(
    "LED-106", Severity.ERROR,
    "la dose n. {number} è successiva al decesso (scheda n. {other})", "the dose number {number} is after the death (person record number {other})",
    instead_it="controllare la data di somministrazione e quella del decesso", instead_en="check the date of the dose and that of death",
    source="flows.md 4.6 (AVX rules)", passing="dose 2021, decesso 2022", failing="decesso 2021, dose 2022",
)  # fmt: skip
TROPPO_ANZIANO = _stato(
    "LED-107", Severity.ERROR,
    "alla dose n. {number} la persona avrebbe più di {limit} anni (scheda n. {other})",
    "at the dose number {number} the person would be over {limit} years old (person record number {other})",
    instead_it="controllare la data di nascita", instead_en="check the date of birth",
    source="flows.md 4.5 (AVX rules)", passing="nascita 1930, dose 2021", failing="nascita 1830, dose 2021",
)  # fmt: skip
SENZA_IDENTITA = _stato(
    "LED-108", Severity.WARNING,
    "chi non ha un identificativo non si distingue da altri: non c'è una storia",
    "one who has no identifier cannot be told from others: there is no history",
    source="flows.md 1.1", passing="CF", failing="NESSUNO",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoseFatta:
    """One antigen of a vaccination that was given."""

    data: date
    antigene: str
    dose: int
    numero: int
    """The number of its event in the order of reception."""
    evento: VaccinazioneEffettuata = field(repr=False)


@dataclass(frozen=True, slots=True)
class Omissione:
    """A dose that was not given. It is superseded once the same dose was given on that day or later."""

    data: date
    antigene: str
    dose: int
    motivazione: str
    superata: bool
    numero: int
    evento: VaccinazioneNonEffettuata = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProssimaDose:
    """When the next dose of an antigen is due, as its last dose says."""

    data: date
    antigene: str
    dopo_dose: int


@dataclass(frozen=True, slots=True)
class Storia:
    """The vaccinations of a person: what was given, what was not, what is due, and what is odd."""

    assistito: Persona = field(repr=False)
    scheda: SchedaAssistito | None = field(repr=False)
    dosi: tuple[DoseFatta, ...]
    omissioni: tuple[Omissione, ...]
    prossime: tuple[ProssimaDose, ...]
    """For each antigen, from its last dose; none for the dead. The earliest comes first."""
    report: Report

    @property
    def prossima(self) -> date | None:
        """The first day on which something is due."""
        return self.prossime[0].data if self.prossime else None

    def eventi(self) -> tuple[EventoSIV, ...]:
        """The events that still say something: those given and the omissions that are not superseded, each once, by date."""
        voci = [*self.dosi, *(voce for voce in self.omissioni if not voce.superata)]
        return tuple({id(voce.evento): voce.evento for voce in sorted(voci, key=_posto)}.values())

    def certificato(self, intestazione: Any) -> CertificatoVaccinale:
        """The history as a vaccination certificate, with a header. As `conversione.documento`, whose arguments and errors it has."""
        from siss_interop.messages.vaccinazioni.conversione import documento

        return documento(self.eventi(), intestazione)


def _posto(voce: DoseFatta | Omissione) -> tuple[date, str, int, str]:
    return voce.data, voce.antigene, voce.dose, voce.evento.codice_regione


@dataclass(slots=True)
class _Raccolta:
    """What is in force about one person, from whichever region."""

    schede: list[Held] = field(default_factory=list)
    fatte: list[Held] = field(default_factory=list)
    mancate: list[Held] = field(default_factory=list)

    def add(self, held: Held) -> None:
        {FATTA: self.fatte, MANCATA: self.mancate, SCHEDA: self.schede}[held.claim.kind].append(held)

    def scheda(self, regione: str | None = None) -> Held | None:
        """The record of the person that this region keeps, else that of the first region."""
        trovate = {_evento(held).codice_regione: held for held in self.schede}
        return trovate.get(regione or "") or (trovate[min(trovate)] if trovate else None)


def _evento(held: Held) -> Any:
    """The event, whose class its kind has decided."""
    return held.event


def _raccolte(registro: InForce) -> dict[Key, _Raccolta]:
    """Everything in force by person; those without an identifier are left out."""
    found: dict[Key, _Raccolta] = {}
    for held in registro.in_force(FATTA, MANCATA, SCHEDA):
        persona = held.claim.subject
        if persona:
            if persona not in found:
                found[persona] = _Raccolta()
            found[persona].add(held)
    return found


def storia(registro: InForce, assistito: Persona) -> Storia:
    """The history of a person. It is empty for one of whom nothing is in force, and with LED-108 for one who has no identifier."""
    persona = chiave_persona(assistito)
    if not persona:
        return Storia(assistito, None, (), (), (), Report((issue(SENZA_IDENTITA),)))
    raccolta = _Raccolta()
    for held in registro.in_force(FATTA, MANCATA, SCHEDA):
        if held.claim.subject == persona:
            raccolta.add(held)
    return _storia(raccolta, assistito)


def storie(registro: InForce) -> Iterator[Storia]:
    """The history of every person with an identifier, in the order of the identifiers. One walk for all, so better than `storia` for each."""
    found = _raccolte(registro)
    for persona in sorted(found, key=str):
        raccolta = found[persona]
        # events may differ in what is no part of the key, such as the card number: always the same one is taken
        assistiti = [_evento(held).assistito for held in (*raccolta.schede, *raccolta.fatte, *raccolta.mancate)]
        yield _storia(raccolta, min(assistiti, key=str))


def _storia(raccolta: _Raccolta, assistito: Persona) -> Storia:
    scheda = raccolta.scheda()
    dosi = sorted(
        (
            DoseFatta(fatta.data_somministrazione, voce.cod_antigene, voce.dose, held.received, fatta)
            for held in raccolta.fatte
            for fatta in (_evento(held),)
            for voce in fatta.principi
        ),
        key=_posto,
    )
    omissioni = sorted(
        (
            Omissione(
                mancata.data_non_effettuazione, mancata.cod_antigene, mancata.dose, mancata.motivazione,
                _poi(dosi, mancata) is not None, held.received, mancata,
            )
            for held in raccolta.mancate
            for mancata in (_evento(held),)
        ),
        key=_posto,
    )  # fmt: skip
    persona: SchedaAssistito | None = None if scheda is None else _evento(scheda)
    morto = persona is not None and persona.data_decesso is not None
    report = Report((*_di_ordine(dosi), *_di_omissioni(dosi, omissioni), *(_di_scheda_e_dosi(scheda, dosi) if scheda else ())))
    return Storia(assistito, persona, tuple(dosi), tuple(omissioni), () if morto else _prossime(dosi), report)


def _poi(dosi: Iterable[DoseFatta], mancata: VaccinazioneNonEffettuata) -> DoseFatta | None:
    """The first time that the dose was given after all."""
    giorno, stessa = mancata.data_non_effettuazione, (mancata.cod_antigene, mancata.dose)
    return next((dose for dose in dosi if (dose.antigene, dose.dose) == stessa and dose.data >= giorno), None)


def _prossime(dosi: Iterable[DoseFatta]) -> tuple[ProssimaDose, ...]:
    """What the last dose of each antigen says; what an earlier one said is settled by those that followed."""
    ultime = {dose.antigene: dose for dose in dosi}
    trovate = (ProssimaDose(dose.evento.data_prossima_dose, dose.antigene, dose.dose) for dose in ultime.values() if dose.evento.data_prossima_dose)
    return tuple(sorted(trovate, key=lambda prossima: (prossima.data, prossima.antigene)))


def _trovato(code: str, path: str, number: int, other: int, **params: str) -> ValidationIssue:
    return issue(code, path=path, number=str(number), other=str(other), **params)


def _di_ordine(dosi: list[DoseFatta]) -> Iterator[ValidationIssue]:
    """Doses of one antigen that come before a lower one, or come twice."""
    prime: dict[str, dict[int, tuple[int, DoseFatta]]] = {}
    for posto, dose in enumerate(dosi):
        per_dose = prime.setdefault(dose.antigene, {})
        if dose.dose in per_dose:
            yield _trovato(RIPETUTA, f"dosi[{posto}]", dose.numero, per_dose[dose.dose][1].numero)
        else:
            per_dose[dose.dose] = posto, dose
    for per_dose in prime.values():
        numeri = sorted(per_dose)
        for minore, maggiore in pairwise(numeri):
            (_, prima), (posto, dopo) = per_dose[minore], per_dose[maggiore]
            if dopo.data < prima.data:
                yield _trovato(ORDINE, f"dosi[{posto}]", dopo.numero, prima.numero)


def _di_omissioni(dosi: list[DoseFatta], omissioni: list[Omissione]) -> Iterator[ValidationIssue]:
    """Omissions of a dose that was given."""
    for posto, omissione in enumerate(omissioni):
        fatta = _poi(dosi, omissione.evento)
        if fatta is not None:
            yield _trovato(SUPERATA, f"omissioni[{posto}]", omissione.numero, fatta.numero)
            continue
        stessa = (omissione.antigene, omissione.dose)
        prima = next((dose for dose in dosi if (dose.antigene, dose.dose) == stessa), None)
        if prima is not None:
            yield _trovato(SMENTITA, f"omissioni[{posto}]", omissione.numero, prima.numero)


def _di_scheda_e_dosi(scheda: Held, dosi: list[DoseFatta]) -> Iterator[ValidationIssue]:
    """Doses outside the life of the person."""
    persona: SchedaAssistito = _evento(scheda)
    for posto, dose in enumerate(dosi):
        path = f"dosi[{posto}]"
        if dose.data < persona.data_nascita:
            yield _trovato(PRIMA_DELLA_NASCITA, path, dose.numero, scheda.received)
        if persona.data_decesso is not None and dose.data > persona.data_decesso:
            yield _trovato(DOPO_IL_DECESSO, path, dose.numero, scheda.received)
        if _anni(persona.data_nascita, dose.data) > ETA_MASSIMA:
            yield _trovato(TROPPO_ANZIANO, path, dose.numero, scheda.received, limit=str(ETA_MASSIMA))


def _anni(nascita: date, giorno: date) -> int:
    """Whole years of age on a day."""
    return giorno.year - nascita.year - ((giorno.month, giorno.day) < (nascita.month, nascita.day))


@dataclass(frozen=True, slots=True)
class Copertura:
    """How many doses were given to those of one birth year, by one Azienda. What is not known is None."""

    antigene: str
    dose: int
    azienda: str | None
    coorte: int | None
    """Year of birth, from the record of the person."""
    residente: bool | None
    """As the event says, else from the record that the same region keeps of the person."""
    dosi: int

    def to_dict(self) -> dict[str, str | int | bool | None]:
        """Plain form for JSON."""
        return asdict(self)


def coperture(registro: InForce) -> tuple[Copertura, ...]:
    """The doses in force by antigen, dose, Azienda, birth year and residence, in that order; what is not known comes first."""
    raccolte = _raccolte(registro)
    conto: Counter[tuple[str, int, str | None, int | None, bool | None]] = Counter()
    for held in registro.in_force(FATTA):
        fatta: VaccinazioneEffettuata = _evento(held)
        raccolta = raccolte.get(held.claim.subject)
        scheda = raccolta.scheda(fatta.codice_regione) if raccolta is not None else None
        persona: SchedaAssistito | None = None if scheda is None else _evento(scheda)
        coorte = None if persona is None else persona.data_nascita.year
        for voce in fatta.principi:
            conto[voce.cod_antigene, voce.dose, fatta.azienda, coorte, _residente(fatta, persona)] += 1
    righe = (Copertura(*chiave, dosi) for chiave, dosi in conto.items())
    return tuple(sorted(righe, key=lambda riga: tuple((valore is not None, valore) for valore in _chiave(riga))))


def _chiave(riga: Copertura) -> tuple[str | int | bool | None, ...]:
    return riga.antigene, riga.dose, riga.azienda, riga.coorte, riga.residente


def _residente(fatta: VaccinazioneEffettuata, persona: SchedaAssistito | None) -> bool | None:
    """Whether the person lived in the region that sends. The record of another region says nothing of it."""
    if fatta.residente is not None or persona is None or persona.codice_regione != fatta.codice_regione:
        return fatta.residente
    return persona.regione_residenza == persona.codice_regione
