"""What `ledger` says of transport events: the account of each association and month, and what the Region gives back to the Aziende."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from siss_interop.cli.out import as_json, console, line, shown, write_file
from siss_interop.cli.reception import Found, Reception
from siss_interop.cli.texts import say
from siss_interop.errors import SissError, Unreadable
from siss_interop.issues import issue
from siss_interop.options import Options

if TYPE_CHECKING:
    from rich.table import Table

    from siss_interop.issues import ValidationIssue
    from siss_interop.ledger import Builder
    from siss_interop.messages.busta.modelli import BustaEventoSanitario
    from siss_interop.messages.comune.evento import Evento
    from siss_interop.messages.trasporti.budget import Voce
    from siss_interop.messages.trasporti.servizi import Requisito, Stato
    from siss_interop.model.base import Message

_TERMINE = re.compile(r"(Ev0[1-5])=([0-9]{1,4})")
_STATO = "servizi/1"
"""What a file of state says that it is."""
REGIONE = "090"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    budget: Path | None
    services: Path | None
    since: Path | None
    requirements: tuple[str, ...]
    deadlines: Mapping[str, int]
    strict: bool

    @property
    def anything(self) -> bool:
        """Whether anything was asked for that only transports have."""
        return bool(self.budget or self.services or self.deadlines or self.strict)

    def late(self, message: Message) -> ValidationIssue | None:
        """A warning if an event came in its envelope after its deadline."""
        if not self.deadlines:
            return None
        from siss_interop.messages.trasporti.termini import in_ritardo
        from siss_interop.model.flow import Envelope

        return in_ritardo(message.sent(), self.deadlines) if isinstance(message, Envelope) else None


def asked_for(
    budget: Path | None, services: Path | None, since: Path | None, requirements: list[str] | None, deadlines: list[str] | None, strict: bool
) -> Asked:  # fmt: skip
    """What was asked for, checked. Raises BadParameter."""
    if services is None and (since is not None or requirements):
        raise typer.BadParameter("--since and --requirement go with --services")
    if requirements:
        _requirements(tuple(requirements))
    days: dict[str, int] = {}
    for text in deadlines or ():
        match = _TERMINE.fullmatch(text.strip())
        if match is None:
            raise typer.BadParameter("a deadline is EVENT=DAYS, for instance Ev03=30; events are Ev01 to Ev05")
        days[match[1]] = int(match[2])
    return Asked(budget, services, since, tuple(requirements or ()), days, strict)


def _requirements(names: tuple[str, ...]) -> tuple[Requisito, ...]:
    from siss_interop.messages.trasporti.servizi import MINIMI, REQUISITI

    if not names:
        return MINIMI
    unknown = [name for name in names if name not in REQUISITI]
    if unknown:
        raise typer.BadParameter(f"no such requirement; there are: {', '.join(REQUISITI)}")
    return tuple(REQUISITI[name] for name in dict.fromkeys(names))


def states(registro: Builder, reception: Reception, asked: Asked) -> Iterator[Found]:
    """What is odd in the requests, each at the event that it is about."""
    from siss_interop.messages.trasporti.registro import pratiche

    for pratica in pratiche(registro, strict=asked.strict):
        yield from (reception.of_event(each.numero, each.issue) for each in pratica.rilievi)


def _budget(registro: Builder, asked: Asked) -> tuple[Voce, ...]:
    from siss_interop.messages.trasporti.budget import assegnazioni, bilancio
    from siss_interop.sources import bytes_of
    from siss_interop.wire.encoding import as_utf8, decode_kind

    if asked.budget is None:
        return bilancio(registro)
    data = bytes_of(asked.budget, Options())
    try:
        text = as_utf8(data, decode_kind(data, Options())).decode()
    except UnicodeDecodeError:
        raise Unreadable(issue("FILE-008", encoding="UTF-8")) from None
    return bilancio(registro, assegnazioni(text))


def csv_of(registro: Builder, asked: Asked) -> bytes:
    """The accounts as CSV."""
    from siss_interop.messages.trasporti.budget import come_csv

    return come_csv(_budget(registro, asked)).encode()


def plain(registro: Builder, asked: Asked) -> dict[str, Any]:
    """The accounts, and how many deliveries are in which state, as plain values. Of persons it says nothing."""
    from siss_interop.messages.trasporti.registro import pratiche

    found = list(pratiche(registro))
    return {
        "pratiche": dict(sorted(Counter(each.stato for each in found).items())),
        "erogazioni": dict(sorted(Counter(consegna.stato for each in found for consegna in each.consegne).items())),
        "bilancio": [voce.to_dict() for voce in _budget(registro, asked)],
    }


def tell(registro: Builder, asked: Asked, lang: str) -> None:
    """Print the accounts, and how many deliveries are in which state."""
    found = plain(registro, asked)
    console().print(_table(found["bilancio"], lang))
    for name, key in (("pratiche", "ledger_requests"), ("erogazioni", "ledger_deliveries")):
        line(say(lang, key, counts=", ".join(f"{state} {count}" for state, count in found[name].items()) or "0"))


_COLONNE = (
    "codice_av", "periodo", "viaggi", "a_vuoto", "km", "validati", "non_validati", "da_rivalidare", "in_attesa", "importo", "assegnato", "utilizzo",
    "sforamento",
)  # fmt: skip


def _table(rows: list[dict[str, Any]], lang: str) -> Table:
    from rich.table import Table

    table = Table()
    for name in _COLONNE:
        table.add_column(say(lang, f"budget_{name}"), overflow="fold", justify="left" if name in ("codice_av", "periodo") else "right")
    for row in rows:
        table.add_row(*(shown("" if row[name] is None else str(row[name])) for name in _COLONNE))
    return table


def write_services(registro: Builder, asked: Asked) -> None:
    """Write what the Region gives back, one file of envelopes for each Azienda, and after that the new state. The folder has to be new, or empty."""
    if asked.services is None:
        return
    from siss_interop import write_all
    from siss_interop.messages.trasporti import servizi as s

    if asked.services.exists() and (not asked.services.is_dir() or any(asked.services.iterdir())):
        # what lies there may not have been sent yet
        raise SissError("the folder for the services is not empty: give a new one for each run")
    before = {} if asked.since is None else _state_in(asked.since)
    made = tuple(s.servizi(registro, requisiti=_requirements(asked.requirements)))
    events: dict[str, list[Evento]] = {}
    for azienda, event in s.novita(made, before):
        events.setdefault(azienda, []).append(event)
    asked.services.mkdir(parents=True, exist_ok=True)
    for azienda, mine in sorted(events.items()):
        write_file(asked.services / f"{azienda}.xml", write_all([_envelope(event, azienda) for event in mine]))
    if asked.since is not None:
        write_file(asked.since, as_json(_plain_state(s.stato(made))))


def _envelope(event: Evento, azienda: str) -> BustaEventoSanitario:
    from siss_interop.messages.busta.modelli import BustaEventoSanitario, Parte

    now = datetime.now(UTC).isoformat(timespec="seconds")
    return BustaEventoSanitario.di(
        event, id_busta=str(uuid.uuid4()), mittente=Parte(genere="REGIONE", codice=REGIONE),
        destinatario=Parte(genere="AZIENDA", codice=azienda), data_ora_invio=now, data_ora_evento=now,
    )  # fmt: skip


def _plain_state(state: Stato) -> dict[str, Any]:
    rows = [{"chiave": list(key), "azienda": each.azienda, "impronta": each.impronta} for key, each in state.items()]
    return {"siss_interop": _STATO, "servizi": rows}


def _state_in(path: Path) -> Stato:
    """The state that an earlier run kept; nothing where there is none yet. Raises SissError where the file is something else."""
    from siss_interop.messages.trasporti.servizi import Restituito

    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_bytes())
        rows = {_STATO: found["servizi"]}[found["siss_interop"]]
        return {_key(row["chiave"]): Restituito(str(row["azienda"]), str(row["impronta"])) for row in rows}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SissError(f"{path.name} is no state of services") from error


def _key(parts: Any) -> tuple[str, ...]:
    if not isinstance(parts, list) or len(parts) != 4 or not all(isinstance(part, str) for part in parts):
        raise ValueError("not a key")
    return tuple(parts)
