"""The ministry's discard file: which rows were not taken and why, given back as an outcome for each of our events.

The ministry's tool writes `ESITO_<idRun>.json`: a list of {numeroRecord, recordProcessato, listEsiti: [{campo, valoreScarto, valoreEsito,
erroriValidazione: [{codice, descrizione}]}]}. It writes block after block, so that a file may be several lists, with a comma after each; its text
calls the fields NUMERO RECORD, LISTA ESITI and so on. All of these are read. A record is one row, that is one antigen; the row of names does not
count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siss_interop.errors import Unreadable
from siss_interop.issues import issue
from siss_interop.messages.comune.esito import EsitoRicezione, Segnalazione
from siss_interop.messages.vaccinazioni.avn import avvisi  # noqa: F401  the codes that are reported here
from siss_interop.messages.vaccinazioni.avn.scrittura import AvnFile
from siss_interop.messages.vaccinazioni.avn.tabelle import PER_EVENTO
from siss_interop.messages.vaccinazioni.eventi import Cancella, EventoSIV, VaccinazioneEffettuata
from siss_interop.options import Options
from siss_interop.wire.encoding import as_utf8, decode_kind
from siss_interop.wire.jsonio import load
from siss_interop.wire.results import Read

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CODE = re.compile(r"[0-9A-Za-z._-]{1,20}")
_NO_CODE = "000"
"""The ministry's own code for an error that has none."""
_LONG = 1000
_DEFAULT = Options()

Events = AvnFile | Sequence[EventoSIV | Read]


@dataclass(frozen=True, slots=True)
class Scarto:
    """One discarded row: its number, and for each fault the ministry's field, value, code and words."""

    record: int
    faults: tuple[tuple[str, str | None, str, str], ...]


@dataclass(frozen=True, slots=True)
class Esiti:
    """The outcome of each event, in the order of the events; and the discards of rows that belong to none of them."""

    esiti: tuple[EsitoRicezione, ...]
    altri: tuple[Scarto, ...]


def esiti(discard: bytes, events: Events, *, data_ora: str, options: Options = _DEFAULT) -> Esiti:
    """The outcome of each event of a file that was sent as rows.

    `events` is the file as `write_avn(as_rows=True)` gave it, or the events in the order of their rows; a `Read` brings its own record number.
    `data_ora` says when the ministry judged them, which its discard file does not. Raises Unreadable where the file has another shape.
    """
    found: dict[int, list[Scarto]] = {}
    for each in discards(discard, options):
        found.setdefault(each.record, []).append(each)
    made = []
    for event, rows in _with_rows(events):
        own = [each for row in rows for each in found.pop(row, ())]
        notes = tuple(note for each in own for note in _notes(each, event))
        reference = (event.id_evento_locale if event is not None else None) or f"record-{rows.start}"
        outcome = EsitoRicezione(
            id_messaggio_riferito=reference, esito="SCARTATO" if own else "OK", data_ora_elaborazione=data_ora, segnalazioni=notes
        )  # fmt: skip
        made.append(outcome)
    return Esiti(tuple(made), tuple(each for left in found.values() for each in left))


def discards(data: bytes, options: Options = _DEFAULT) -> Iterator[Scarto]:
    """The discards of a file, in order. Raises Unreadable where it has not the ministry's shape."""
    text = as_utf8(data, decode_kind(data, options)).strip()
    try:
        loaded = load(text, options)
    except Unreadable:
        loaded = load(b"[" + text.rstrip(b",") + b"]", options)
    for entry in _flat(loaded):
        entries = _named(entry)
        try:
            number = int(str(entries["numerorecord"]))
        except (KeyError, ValueError):
            raise Unreadable(issue("AVN-017")) from None
        yield Scarto(number, tuple(_faults(entries.get("listesiti", entries.get("listaesiti")) or ())))


def _flat(loaded: Any, depth: int = 3) -> Iterator[Any]:
    """The records of a list, of lists one after the other, or of one by itself."""
    if not isinstance(loaded, list):
        yield loaded
    elif depth:
        for each in loaded:
            yield from _flat(each, depth - 1)
    else:
        raise Unreadable(issue("AVN-017"))


def _named(entry: Any) -> Mapping[str, Any]:
    """An object by its names without case, blanks and signs."""
    if not isinstance(entry, dict):
        raise Unreadable(issue("AVN-017"))
    return {re.sub(r"[^a-z]", "", name.lower()): value for name, value in entry.items()}


def _faults(entries: Any) -> Iterator[tuple[str, str | None, str, str]]:
    if not isinstance(entries, list | tuple):
        raise Unreadable(issue("AVN-017"))
    for each in entries:
        entry = _named(each)
        if entry.get("valoreesito") in (True, "true", "OK"):
            continue
        value = entry.get("valorescarto")
        errors = entry.get("errorivalidazione") or ()
        if not isinstance(errors, list | tuple):
            raise Unreadable(issue("AVN-017"))
        for error in map(_named, errors):
            yield str(entry.get("campo", "")), None if value is None else str(value), str(error.get("codice", "")), str(error.get("descrizione", ""))


def _with_rows(events: Events) -> Iterator[tuple[EventoSIV | None, range]]:
    """Each event with the numbers of its rows."""
    if isinstance(events, AvnFile):
        start = 1
        for event, count in zip(events.events, events.rows, strict=True):
            yield event, range(start, start + count)
            start += count
        return
    start = 1
    for each in events:
        if isinstance(each, Read) and each.record is not None:
            start = each.record
        held = each.message if isinstance(each, Read) else each
        count = max(1, len(held.principi)) if isinstance(held, VaccinazioneEffettuata | Cancella) else 1
        yield held if isinstance(held, EventoSIV) else None, range(start, start + count)
        start += count


def _notes(scarto: Scarto, event: EventoSIV | None) -> Iterator[Segnalazione]:
    """The remarks of one discarded row; every one of them discards."""
    kind = event.tipo_evento_da_cancellare if isinstance(event, Cancella) else event.tipo_evento if event is not None else ""
    layout = PER_EVENTO.get(kind)
    fields = {campo.sdk: campo.field for campo in layout.campi} if layout is not None else {}
    for name, value, code, words in scarto.faults:
        yield Segnalazione(
            codice=code if _CODE.fullmatch(code) else _NO_CODE, livello="GRAVE", percorso=_text(fields.get(name, name)), valore=_text(value),
            descrizione=_text(words) or "errore senza descrizione",
        )  # fmt: skip


def _text(value: str | None) -> str | None:
    """A text that any format can hold, None where it says nothing."""
    clean = _NOT_XML.sub("\ufffd", value or "")[:_LONG]
    return clean if clean.strip() else None
