"""What is wrong with many events together: the same record twice, the order of doses, doses before birth, injections in one session.

Of each event a few facts are kept, not the event: what is judged of a person is judged once all events are seen, for they may come in any order.
A later event that overlaps an earlier one of its type, or has its local identity, takes its place; a cancellation takes it back. The keys are
those of the ledger (`registro_chiavi`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from siss_interop.issues import Definition, Layer, Severity, ValidationIssue, define, issue
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, SchedaAssistito, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.messages.vaccinazioni.registro_chiavi import FLUSSO
from siss_interop.messages.vaccinazioni.regole.assistito import ETA_ALLA_DOSE
from siss_interop.messages.vaccinazioni.regole.basi import AVVISO, AVX, ERRORE, NOSTRA, NOTIZIA, PRODOTTO_DAL, VSX, oltre
from siss_interop.messages.vaccinazioni.regole.prodotto import ORALE, VALENZE
from siss_interop.model.flow import Claim, Key
from siss_interop.options import Options


@dataclass(frozen=True, slots=True)
class Segnalazione:
    """A finding about many events, and the number of the event where it shows (the first is 1)."""

    record: int
    issue: ValidationIssue


def _definita(
    code: str, severity: Severity, it: str, en: str, instead_it: str, instead_en: str, source: str, passing: str, failing: str,
    official: str | None = None,
) -> Definition:  # fmt: skip
    return define(
        code, Layer.SEQUENCE, severity, it, en, instead_it=instead_it, instead_en=instead_en, source=source, official=official,
        passing=passing, failing=failing,
    )  # fmt: skip


ALLA_LETTERA = _definita(
    "SIV-R90", AVVISO,
    "Letta alla lettera, la regola del ministero conta qui {trovati} antigeni e non {attesi}: la conta è su tutto il file, per persona, data e dose",
    "Read literally, the ministry's rule counts {trovati} antigens here and not {attesi}: it counts over the file, by person, date and dose",
    "Nulla, se dentro il prodotto i conti tornano: l'anagrafe potrebbe però scartarlo",
    "Nothing, where the count inside the product is right: yet the register might discard it",
    f"{VSX}: Tipo formulazione, lettura alla lettera", "un esavalente da solo", "un esavalente e uno pneumococco nella stessa seduta", "3060",
)  # fmt: skip
DOPPIO = _definita(
    "SIV-R91", AVVISO, "Lo stesso fatto è già nell'evento {altro}, di cui questo prende il posto",
    "The same fact is in event {altro} already, whose place this one takes",
    "Inviare ogni fatto una volta sola in un file", "Send each fact once in a file",
    "sdk-engine AVN, README 2.1: chiavi duplicate nel file", "due dosi di date diverse", "la stessa riga due volte",
)  # fmt: skip
TANTE_INIEZIONI = _definita(
    "SIV-R92", NOTIZIA, "Le iniezioni fatte a questa persona in questo giorno sono {trovate}, più delle {soglia} usuali",
    "This person had {trovate} injections on this day, more than the usual {soglia}",
    "Controllare che gli eventi siano davvero della stessa persona e dello stesso giorno",
    "Check that the events are indeed of one person and one day",
    f"{NOSTRA}; la soglia è Options.max_injections, gli orali non contano", "quattro iniezioni e un orale", "cinque iniezioni",
)  # fmt: skip
ORDINE_DOSI = _definita(
    "SIV-R93", AVVISO, "La dose {dose} dell'antigene ha una data precedente a quella di una dose minore",
    "Dose {dose} of the antigen is dated before a lower dose",
    "Controllare numeri di dose e date", "Check dose numbers and dates",
    f"{NOSTRA}: ciclo vaccinale", "dose 1 nel 2023, dose 2 nel 2024", "dose 2 nel 2023, dose 1 nel 2024",
)  # fmt: skip
PRIMA_DI_NASCERE = _definita(
    "SIV-R94", ERRORE, "La vaccinazione risulta fatta prima della nascita", "The vaccination appears to have been given before birth",
    "Controllare le due date", "Check the two dates",
    f"{AVX.replace('3.3', '3.2')}: Data di nascita", "nascita 2021, dose 2024", "nascita 2021, dose 2020",
)  # fmt: skip
DOPO_IL_DECESSO = _definita(
    "SIV-R95", ERRORE, "La vaccinazione risulta fatta dopo il decesso", "The vaccination appears to have been given after death",
    "Controllare le due date", "Check the two dates",
    f"{AVX}: Data Decesso", "dose 2022, decesso 2023", "dose 2024, decesso 2023",
)  # fmt: skip
ETA_IMPOSSIBILE = _definita(
    "SIV-R96", ERRORE, "Tra nascita e vaccinazione passano più di 125 anni", "More than 125 years lie between birth and vaccination",
    "Controllare le due date", "Check the two dates",
    f"{AVX.replace('3.3', '3.2')}: Data di nascita", "nascita 1948, dose 2024", "nascita 1890, dose 2024",
)  # fmt: skip
FATTA_E_MANCATA = _definita(
    "SIV-R97", AVVISO, "La stessa dose dello stesso antigene risulta non fatta (evento {altro}) e poi fatta",
    "The same dose of the same antigen appears as not given (event {altro}) and then given",
    "Cancellare la mancata vaccinazione, se non vale più", "Cancel the omission, if it no longer holds",
    f"{NOSTRA}: la vaccinazione fatta prevale", "mancata la dose 1, fatta la dose 2", "mancata e fatta la dose 1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Fatto:
    """What is kept of any event: its number, its name at the sender, and its keys."""

    record: int
    nome: Key | None
    chiavi: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Dose(_Fatto):
    """What is kept of a product given."""

    quando: date
    dosi: tuple[tuple[str, int], ...]
    orale: bool
    operazione: str
    formulazione: str


@dataclass(frozen=True, slots=True)
class _Mancata(_Fatto):
    """What is kept of an omission."""

    antigene: str
    dose: int
    quando: date


@dataclass(frozen=True, slots=True)
class _Vita(_Fatto):
    """What is kept of the person's record."""

    nascita: date
    decesso: date | None


@dataclass(slots=True)
class _Storia:
    """The facts of one person, by the number of their event."""

    fatti: dict[int, _Fatto] = field(default_factory=dict)
    di_chiave: dict[Key, int] = field(default_factory=dict)
    di_nome: dict[Key, int] = field(default_factory=dict)

    def aggiungi(self, fatto: _Fatto) -> int | None:
        """Take a fact in. The number of an earlier event that it repeats by its key, if there is one."""
        repeated = next((at for key in fatto.chiavi if (at := self.di_chiave.get(key)) is not None), None)
        self.togli(fatto.chiavi, fatto.nome)
        self.fatti[fatto.record] = fatto
        self.di_chiave.update(dict.fromkeys(fatto.chiavi, fatto.record))
        if fatto.nome is not None:
            self.di_nome[fatto.nome] = fatto.record
        return repeated

    def togli(self, chiavi: Iterable[Key], nome: Key | None) -> None:
        """Drop the events that have one of these keys, or this name, whole."""
        records = {self.di_chiave.get(key) for key in chiavi}
        if nome is not None:
            records.add(self.di_nome.get(nome))
        for record in records:
            gone = self.fatti.pop(record) if record is not None else None
            if gone is not None:
                for key in gone.chiavi:
                    self.di_chiave.pop(key, None)
                if gone.nome is not None:
                    del self.di_nome[gone.nome]


def _fatto(evento: EventoSIV, record: int, claim: Claim) -> _Fatto:
    """What is kept of an event that is no cancellation. Keys and names of different types never meet."""
    held = (record, _di_tipo(claim.kind, claim.identity), tuple([(claim.kind, *key) for key in claim.records]))
    if isinstance(evento, VaccinazioneEffettuata):
        doses = tuple([(each.cod_antigene, each.dose) for each in evento.principi])
        oral = evento.via_somministrazione == ORALE
        return _Dose(*held, evento.data_somministrazione, doses, oral, evento.tipo_operazione or "I", evento.cod_tipo_formulazione)
    if isinstance(evento, VaccinazioneNonEffettuata):
        return _Mancata(*held, evento.cod_antigene, evento.dose, evento.data_non_effettuazione)
    return _Vita(*held, evento.data_nascita, evento.data_decesso) if isinstance(evento, SchedaAssistito) else _Fatto(*held)


def _di_tipo(tipo: str, chiave: Key | None) -> Key | None:
    return None if chiave is None else (tipo, *chiave)


def giudica_insieme(eventi: Iterable[EventoSIV | None], options: Options = Options()) -> Iterator[Segnalazione]:  # noqa: B008  # frozen
    """What is wrong with these events together, in the order of their numbers; they are numbered from 1, None stands for one that was not read.

    Each event is first taken as valid by itself. Findings come once all events are seen; `options.max_injections` is the usual number of injections.
    Events of persons without an identifier are compared by their local name alone, never with one another.
    """
    people: dict[Key, _Storia] = {}
    letter = _Lettera()
    found: list[Segnalazione] = []
    for record, evento in enumerate(eventi, 1):
        if evento is None:
            continue
        kind = type(evento)
        if kind in FLUSSO.recalls:
            recall = FLUSSO.recalls[kind](evento)
            name = _di_tipo(recall.kind, recall.identity)
            # with a name the keys only confirm it
            keys = [(recall.kind, *key) for key in recall.records] if name is None else []
            people.setdefault(recall.subject, _Storia()).togli(keys, name)
        elif claim := FLUSSO.claims[kind](evento):
            fact = _fatto(evento, record, claim)
            letter.conta(fact, evento.codice_regione, claim)
            other = people.setdefault(claim.subject, _Storia()).aggiungi(fact)
            if other is not None:
                found.append(Segnalazione(record, issue(DOPPIO.code, altro=str(other))))
    found.extend(letter.giudica())
    for person, story in people.items():
        if person:
            found.extend(_di_una_persona(story, options))
    yield from sorted(found, key=lambda each: (each.record, each.issue.code))


@dataclass(slots=True)
class _Lettera:
    """Rule 3060 as the ministry words it: over the whole file, replaced events included."""

    quanti: Counter[tuple[Key, str, date, int, str]] = field(default_factory=Counter)
    fatte: list[tuple[_Dose, Key, str]] = field(default_factory=list)

    def conta(self, fatto: _Fatto, regione: str, claim: Claim) -> None:
        """Count the antigens of a dose."""
        if isinstance(fatto, _Dose) and fatto.quando > PRODOTTO_DAL:
            who = claim.subject or claim.records[0]
            self.fatte.append((fatto, who, regione))
            self.quanti.update((who, regione, fatto.quando, dose, fatto.operazione) for _, dose in fatto.dosi)

    def giudica(self) -> Iterator[Segnalazione]:
        """The doses whose formulation is not the number of antigens counted."""
        for fatto, who, regione in self.fatte:
            wanted = VALENZE.get(fatto.formulazione)
            counts = {self.quanti[who, regione, fatto.quando, dose, fatto.operazione] for _, dose in fatto.dosi}
            if wanted is not None and (odd := counts - {wanted}):
                made = issue(ALLA_LETTERA.code, path="cod_tipo_formulazione", attesi=str(wanted), trovati=str(min(odd)))
                yield Segnalazione(fatto.record, made)


def _di_una_persona(storia: _Storia, options: Options) -> Iterator[Segnalazione]:
    """What is wrong with the events of one person."""
    facts = storia.fatti.values()
    doses = [fact for fact in facts if isinstance(fact, _Dose)]
    yield from _ordine_dosi(doses)
    yield from _tante_iniezioni(doses, options.max_injections)
    yield from _fatte_e_mancate(doses, [fact for fact in facts if isinstance(fact, _Mancata)])
    for life in facts:
        if isinstance(life, _Vita):
            yield from _fuori_dalla_vita(doses, life)


def _ordine_dosi(fatte: list[_Dose]) -> Iterator[Segnalazione]:
    """Doses that are dated before a lower dose of their antigen."""
    last: dict[str, dict[int, date]] = {}
    for fact in fatte:
        for antigen, dose in fact.dosi:
            days = last.setdefault(antigen, {})
            days[dose] = max(fact.quando, days.get(dose, fact.quando))
    lower = {(antigen, dose): limit for antigen, days in last.items() for dose, limit in _delle_minori(days)}
    for fact in fatte:
        for at, (antigen, dose) in enumerate(fact.dosi):
            limit = lower.get((antigen, dose))
            if limit is not None and limit > fact.quando:
                yield Segnalazione(fact.record, issue(ORDINE_DOSI.code, path=f"principi[{at}].dose", dose=str(dose)))


def _delle_minori(giorni: dict[int, date]) -> Iterator[tuple[int, date]]:
    """For each dose the last day on which a lower one was given."""
    latest: date | None = None
    for dose in sorted(giorni):
        if latest is not None:
            yield dose, latest
        latest = giorni[dose] if latest is None else max(latest, giorni[dose])


def _tante_iniezioni(fatte: list[_Dose], soglia: int) -> Iterator[Segnalazione]:
    """Days with more injections than usual, told at the last of them; what goes by mouth is none."""
    days: dict[date, list[int]] = {}
    for fact in fatte:
        if not fact.orale:
            days.setdefault(fact.quando, []).append(fact.record)
    for records in days.values():
        if len(records) > soglia:
            made = issue(TANTE_INIEZIONI.code, path="data_somministrazione", trovate=str(len(records)), soglia=str(soglia))
            yield Segnalazione(records[-1], made)


def _fuori_dalla_vita(fatte: list[_Dose], vita: _Vita) -> Iterator[Segnalazione]:
    """Doses before birth, after death, or at an age that nobody reaches."""
    for fact in fatte:
        code = None
        if fact.quando < vita.nascita:
            code = PRIMA_DI_NASCERE
        elif vita.decesso is not None and fact.quando > vita.decesso:
            code = DOPO_IL_DECESSO
        elif oltre(vita.nascita, fact.quando, ETA_ALLA_DOSE):
            code = ETA_IMPOSSIBILE
        if code is not None:
            yield Segnalazione(fact.record, issue(code.code, path="data_somministrazione"))


def _fatte_e_mancate(fatte: list[_Dose], mancate: list[_Mancata]) -> Iterator[Segnalazione]:
    """Doses reported as not given, and given on that day or later."""
    missed = {(each.antigene, each.dose): each for each in mancate}
    for fact in fatte if missed else ():
        for at, pair in enumerate(fact.dosi):
            other = missed.get(pair)
            if other is not None and other.quando <= fact.quando:
                yield Segnalazione(fact.record, issue(FATTA_E_MANCATA.code, path=f"principi[{at}]", altro=str(other.record)))


INSIEME: tuple[Definition, ...] = tuple(value for value in globals().values() if isinstance(value, Definition))
"""All that can be found about many events together."""
