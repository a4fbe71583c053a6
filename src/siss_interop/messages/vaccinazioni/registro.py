"""The state of the SIV flow, worked out of what the ledger has in force: the history of a person, and coverage.

Both are ordered by the dates of the events, then by their keys, so they do not depend on the order of reception. What the flow tells the ledger
stands in `registro_chiavi`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, Persona, SchedaAssistito, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.registro_chiavi import FATTA, FLUSSO, MANCATA, SCHEDA, chiave_persona
from siss_interop.messages.vaccinazioni.regole.assistito import ETA_ALLA_DOSE
from siss_interop.messages.vaccinazioni.regole.basi import oltre
from siss_interop.messages.vaccinazioni.regole.insieme import DOPO_IL_DECESSO, ETA_IMPOSSIBILE, FATTA_E_MANCATA, ORDINE_DOSI, PRIMA_DI_NASCERE
from siss_interop.model.flow import Held, InForce, Key

if TYPE_CHECKING:
    from siss_interop.losses import LossReport
    from siss_interop.messages.vaccinazioni.conversione import Intestazione
    from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale

__all__ = ["FLUSSO", "Copertura", "DoseFatta", "Omissione", "ProssimaDose", "Storia", "chiave_persona", "coperture", "storia", "storie"]

SMENTITA = define(
    "LED-101", Layer.SEQUENCE, Severity.WARNING,
    "la stessa dose dello stesso antigene risulta fatta (evento {other}) e poi non fatta",
    "the same dose of the same antigen appears as given (event {other}) and then as not given",
    instead_it="controllare antigene e dose", instead_en="check antigen and dose",
    source="siss-interop: the reverse of an omission that is made good",
    passing="dose 1 fatta, dose 2 non fatta", failing="dose 1 fatta a marzo, non fatta ad aprile",
).code  # fmt: skip
RIPETUTA = define(
    "LED-102", Layer.SEQUENCE, Severity.WARNING,
    "la stessa dose dello stesso antigene risulta fatta due volte, in giorni o regioni diversi (anche evento {other}): conta due volte",
    "the same dose of the same antigen appears as given twice, on different days or in different regions (event {other} too): it counts twice",
    instead_it="cancellare quella sbagliata, o correggere il numero di dose", instead_en="take back the wrong one, or correct the dose number",
    source="AVN: date and region are part of the key, so both stand", passing="dose 1 e dose 2", failing="dose 1 in due giorni diversi",
).code  # fmt: skip
SENZA_IDENTITA = define(
    "LED-103", Layer.SEQUENCE, Severity.WARNING,
    "chi non ha un identificativo non si distingue da altri: non c'è una storia",
    "one who has no identifier cannot be told from others: there is no history",
    source="siss-interop: without an identifier only the local id of an event is known", passing="CF", failing="NESSUNO",
).code  # fmt: skip


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
        voci: list[DoseFatta | Omissione] = [*self.dosi, *(voce for voce in self.omissioni if not voce.superata)]
        return tuple({id(voce.evento): voce.evento for voce in sorted(voci, key=_posto)}.values())

    def numero(self, rilievo: ValidationIssue) -> int:
        """The number of the event that a finding of the report is about. Raises KeyError for one that names no place."""
        elenco, _, posto = rilievo.path.partition("[")
        voci: dict[str, tuple[DoseFatta | Omissione, ...]] = {"dosi": self.dosi, "omissioni": self.omissioni}
        return voci[elenco][int(posto.rstrip("]"))].numero

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON, without who the person is."""
        dosi = [{"data": each.data.isoformat(), "antigene": each.antigene, "dose": each.dose, "azienda": each.evento.azienda} for each in self.dosi]
        omissioni = [
            {
                "data": each.data.isoformat(), "antigene": each.antigene, "dose": each.dose, "azienda": each.evento.azienda,
                "motivazione": each.motivazione, "superata": each.superata,
            }
            for each in self.omissioni
        ]  # fmt: skip
        prossime = [{"data": each.data.isoformat(), "antigene": each.antigene, "dopo_dose": each.dopo_dose} for each in self.prossime]
        return {"dosi": dosi, "omissioni": omissioni, "prossime": prossime}

    def certificato(self, intestazione: Intestazione) -> tuple[CertificatoVaccinale, LossReport]:
        """The history as a vaccination certificate, and what had to be assumed for it. Raises Refused with what the header lacks."""
        from siss_interop.messages.vaccinazioni.conversione import documento
        from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale

        # one person's events may differ in what is no part of the key; a document names the person once
        stessa = (evento.model_copy(update={"assistito": self.assistito}) for evento in self.eventi())
        made, losses = documento(stessa, intestazione, tipo=CertificatoVaccinale)
        return cast("CertificatoVaccinale", made), losses


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
    """The history of a person. It is empty for one of whom nothing is in force, and with LED-103 for one who has no identifier."""
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
    ultime = {(dose.antigene, dose.dose): dose.data for dose in dosi}
    omissioni = sorted((_omissione(held, ultime) for held in raccolta.mancate), key=_posto)
    persona: SchedaAssistito | None = None if scheda is None else _evento(scheda)
    morto = persona is not None and persona.data_decesso is not None
    report = Report((*_di_ordine(dosi), *_di_omissioni(dosi, omissioni), *(_fuori_dalla_vita(persona, dosi) if persona else ())))
    return Storia(assistito, persona, tuple(dosi), tuple(omissioni), () if morto else _prossime(dosi), report)


def _omissione(held: Held, ultime: Mapping[tuple[str, int], date]) -> Omissione:
    """An omission, given the last day on which each dose was given."""
    mancata: VaccinazioneNonEffettuata = _evento(held)
    giorno, fatta = mancata.data_non_effettuazione, ultime.get((mancata.cod_antigene, mancata.dose))
    superata = fatta is not None and fatta >= giorno
    return Omissione(giorno, mancata.cod_antigene, mancata.dose, mancata.motivazione, superata, held.received, mancata)


def _prossime(dosi: Iterable[DoseFatta]) -> tuple[ProssimaDose, ...]:
    """What the last dose of each antigen says; what an earlier one said is settled by those that followed."""
    ultime = {dose.antigene: dose for dose in dosi}
    trovate = (ProssimaDose(dose.evento.data_prossima_dose, dose.antigene, dose.dose) for dose in ultime.values() if dose.evento.data_prossima_dose)
    return tuple(sorted(trovate, key=lambda prossima: (prossima.data, prossima.antigene)))


def _di_ordine(dosi: list[DoseFatta]) -> Iterator[ValidationIssue]:
    """Doses of one antigen that come twice, or that were given before a lower one. In one pass each way: hostile input may bring thousands."""
    prime: dict[tuple[str, int], DoseFatta] = {}
    for posto, dose in enumerate(dosi):
        prima = prime.setdefault((dose.antigene, dose.dose), dose)
        if prima is not dose:
            yield issue(RIPETUTA, path=f"dosi[{posto}]", other=str(prima.numero))
    minime: dict[str, int] = {}
    anticipate: list[int] = []
    for _, gruppo in groupby(reversed(list(enumerate(dosi))), key=lambda voce: voce[1].data):
        stesso_giorno = list(gruppo)
        anticipate += (posto for posto, dose in stesso_giorno if minime.get(dose.antigene, dose.dose) < dose.dose)
        for _, dose in stesso_giorno:
            minime[dose.antigene] = min(dose.dose, minime.get(dose.antigene, dose.dose))
    for posto in sorted(anticipate):
        yield issue(ORDINE_DOSI.code, path=f"dosi[{posto}]", dose=str(dosi[posto].dose))


def _di_omissioni(dosi: list[DoseFatta], omissioni: list[Omissione]) -> Iterator[ValidationIssue]:
    """Omissions of a dose that was given, later or before."""
    fatte = {(dose.antigene, dose.dose): dose for dose in reversed(dosi)}
    for posto, omissione in enumerate(omissioni):
        if omissione.superata:
            yield issue(FATTA_E_MANCATA.code, path=f"omissioni[{posto}]", altro=str(omissione.numero))
        elif (prima := fatte.get((omissione.antigene, omissione.dose))) is not None:
            yield issue(SMENTITA, path=f"omissioni[{posto}]", other=str(prima.numero))


def _fuori_dalla_vita(persona: SchedaAssistito, dosi: list[DoseFatta]) -> Iterator[ValidationIssue]:
    """Doses before birth, after death, or at an age that nobody reaches."""
    for posto, dose in enumerate(dosi):
        path = f"dosi[{posto}]"
        if dose.data < persona.data_nascita:
            yield issue(PRIMA_DI_NASCERE.code, path=path)
        elif persona.data_decesso is not None and dose.data > persona.data_decesso:
            yield issue(DOPO_IL_DECESSO.code, path=path)
        elif oltre(persona.data_nascita, dose.data, ETA_ALLA_DOSE):
            yield issue(ETA_IMPOSSIBILE.code, path=path)


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
