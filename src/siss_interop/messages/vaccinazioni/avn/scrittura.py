"""Writing events for the national register: the checks that decide whether an event may go there, and the files that come out."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import SimpleNamespace
from typing import Any, Literal, Protocol

from siss_interop.codes.store import code_list
from siss_interop.errors import Refused
from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages.vaccinazioni.avn import avvisi  # noqa: F401  the codes that are reported here
from siss_interop.messages.vaccinazioni.avn.righe import heading, merges, rows_of, unwritable
from siss_interop.messages.vaccinazioni.avn.tabelle import ANNULLA, PER_EVENTO, VSX, Tracciato
from siss_interop.messages.vaccinazioni.eventi import (
    Cancella,
    EventoSIV,
    IdentificativoAssistito,
    IdentificativoCifrato,
    Persona,
    PrincipioVaccinale,
    VaccinazioneNonEffettuata,
)
from siss_interop.wire.results import Written
from siss_interop.wire.tree.emit import escape_attribute, part_emitter
from siss_interop.wire.tree.losses import dropped

Nome = Literal["VSX", "VNX", "AVX"]
OnFault = Literal["refuse", "skip"]
_CIFRATO = re.compile(r"[a-zA-Z0-9+/=]{172}")
ESTERO = "999"
#: fields that the schemas hold to the list of regions, besides the region that sends; 999 is abroad, where the schema has it
_REGIONI: Mapping[str, bool] = {"regione_somministrazione": True, "regione_residenza": True, "regione_domicilio": False}


class Cipher(Protocol):
    """What encrypts an identifier for the register: RSA with the ministry's public key, in base64."""

    def encrypt(self, text: str) -> str:
        """The 172 characters that stand for an identifier of at most 20."""
        ...


@dataclass(frozen=True, slots=True)
class AvnFile:
    """One file for the register: its layout and region, the events in it, and how many rows each of them is."""

    layout: Nome
    region: str
    events: tuple[EventoSIV, ...]
    rows: tuple[int, ...]
    written: Written


@dataclass(slots=True)
class _Item:
    """An event on its way: as the register will have it, and what that loses."""

    event: EventoSIV
    layout: Tracciato
    view: Any
    losses: list[Loss]
    at: int = 0


@dataclass(slots=True)
class _Writer:
    """What one call knows: the cipher, the events that may be cancelled, and whether rows are wanted."""

    cipher: Cipher | None
    cancelled: Mapping[Hashable, EventoSIV]
    as_rows: bool
    encrypted: dict[Persona, str] = field(default_factory=dict)

    def items(self, event: EventoSIV, faults: list[ValidationIssue]) -> list[_Item]:
        """The records that an event asks for; what forbids them goes to `faults`."""
        if isinstance(event, Cancella):
            return self._cancellation(event, faults)
        layout = PER_EVENTO[event.tipo_evento]
        losses = list(dropped(layout.plan, event))
        changes: dict[str, Any] = {}
        for name, value, why in (
            ("tipo_operazione", "I", "the register wants I or V: written as I"),
            ("residente", True, "the register is of residents: written as RE"),
        ):
            if getattr(event, name) is None:
                losses.append(Loss(LossKind.ASSUMED, name, why))
                changes[name] = value
        if event.residente is False:
            faults.append(issue("AVN-010", path="residente", official="1803"))
        return [self._item(event, layout, event, changes, losses, faults)]

    def _item(
        self, event: EventoSIV, layout: Tracciato, source: EventoSIV, changes: Mapping[str, Any], losses: list[Loss], faults: list[ValidationIssue]
    ) -> _Item:
        person = event.assistito
        if isinstance(person, IdentificativoAssistito):
            losses.extend(_lost_of(person))
            value = self._encrypted(person, faults)
            person = IdentificativoCifrato(valore=value) if value is not None else person
        faults.extend(_regions(layout, source))
        if self.as_rows:
            faults.extend(issue("AVN-016", path=each.field, campo=each.colonna) for each in unwritable(layout, source))
        return _Item(event, layout, SimpleNamespace(**{**source.__dict__, "assistito": person, **changes}), losses)

    def _encrypted(self, person: IdentificativoAssistito, faults: list[ValidationIssue]) -> str | None:
        """The register's identifier of a person in clear; the same one for the same person throughout a call."""
        if person.codice is None:
            faults.append(issue("AVN-011", path="assistito"))
            return None
        if self.cipher is None:
            faults.append(issue("AVN-008", path="assistito"))
            return None
        if person not in self.encrypted:
            self.encrypted[person] = self.cipher.encrypt(person.codice)
        made = self.encrypted[person]
        if not _CIFRATO.fullmatch(made):
            faults.append(issue("AVN-009", path="assistito"))
            return None
        return made

    def _cancellation(self, event: Cancella, faults: list[ValidationIssue]) -> list[_Item]:
        """A record `C` for each event that is taken back: with all its values, for the schemas want them."""
        layout = PER_EVENTO[event.tipo_evento_da_cancellare]
        targets = self._targets(event, layout)
        if not targets:
            needed = ", ".join(campo.xml for campo in layout.campi if campo.mancante is not None and campo.field not in _key_of(event))
            faults.append(issue("AVN-012", path="tipo_evento_da_cancellare", campi=needed))
            return []
        items = []
        for at, (target, parts) in enumerate(targets):
            changes: dict[str, Any] = {"tipo_operazione": ANNULLA, "residente": True, **({"principi": parts} if layout is VSX else {})}
            items.append(self._item(event, layout, target, changes, _lost_of_cancellation(event) if at == 0 else [], faults))
        if event.residente is False or any(target.residente is False for target, _ in targets):
            faults.append(issue("AVN-010", path="residente", official="1803"))
        return items

    def _targets(self, event: Cancella, layout: Tracciato) -> list[tuple[EventoSIV, tuple[PrincipioVaccinale, ...]]]:
        """The cancelled events, each with the antigens that are taken back; none unless all that is named is there."""
        if event.id_evento_locale is not None:
            target = self.cancelled.get(_identity(event, event.tipo_evento_da_cancellare))
            if target is not None and target.assistito == event.assistito:
                held: tuple[PrincipioVaccinale, ...] = getattr(target, "principi", event.principi)
                return [(target, event.principi or held)] if set(event.principi) <= set(held) else []
        found: dict[int, tuple[EventoSIV, list[PrincipioVaccinale]]] = {}
        for key, part in _keys_of_cancellation(event):
            target = self.cancelled.get(key)
            if target is None:
                return []
            parts = found.setdefault(id(target), (target, []))[1]
            if part is not None:
                parts.append(part)
        return [(target, tuple(parts)) for target, parts in found.values()]


def _identity(event: EventoSIV, kind: str) -> Hashable:
    return "id", kind, event.codice_regione, event.azienda, event.id_evento_locale


def _keys_of_cancellation(event: Cancella) -> Iterator[tuple[Hashable, PrincipioVaccinale | None]]:
    kind = event.tipo_evento_da_cancellare
    if kind == "VAC03":
        yield (kind, event.codice_regione, event.assistito), None
        return
    day = (event.data_somministrazione,) if kind == "VAC01" else ()
    for part in event.principi:
        yield (kind, event.codice_regione, event.assistito, *day, part.cod_antigene, part.dose), part


def _keys_of(event: EventoSIV) -> Iterator[Hashable]:
    """Every key under which an event can be cancelled."""
    if event.id_evento_locale is not None:
        yield _identity(event, event.tipo_evento)
    own = (event.tipo_evento, event.codice_regione, event.assistito)
    if isinstance(event, VaccinazioneNonEffettuata):
        yield (*own, event.cod_antigene, event.dose)
    elif event.tipo_evento == "VAC03":
        yield own
    for part in getattr(event, "principi", ()):
        yield (*own, getattr(event, "data_somministrazione", None), part.cod_antigene, part.dose)


def _key_of(event: Cancella) -> frozenset[str]:
    """The fields that a cancellation holds itself."""
    parts = {"cod_antigene", "dose"} if event.principi else set()
    day = {"data_somministrazione"} if event.data_somministrazione else set()
    return frozenset({"codice_regione", "assistito", "tipo_operazione", "residente", *parts, *day})


def _lost_of(person: IdentificativoAssistito) -> Iterator[Loss]:
    yield Loss(LossKind.RECODED, "assistito", "encrypted: only the ministry can read it back")
    for name in ("emittente", "tessera"):
        if getattr(person, name) is not None:
            yield Loss(LossKind.DROPPED, f"assistito.{name}", "the register has one opaque identifier")


def _lost_of_cancellation(event: Cancella) -> list[Loss]:
    """What a record `C` does not hold of a cancellation, and which part of the key comes from the cancelled event."""
    names = ("id_evento_locale", "tipo_operazione", "data_ora_evento", "azienda", "residente")
    losses = [Loss(LossKind.DROPPED, name, "a record C holds the key alone") for name in names if getattr(event, name) is not None]
    key = {"VAC01": ("data_somministrazione", "principi"), "VAC02": ("principi",)}.get(event.tipo_evento_da_cancellare, ())
    losses += [Loss(LossKind.DROPPED, name, "not in the key of this event") for name in ("data_somministrazione", "principi")
               if name not in key and getattr(event, name) not in (None, ())]  # fmt: skip
    return losses + [Loss(LossKind.ASSUMED, name, "taken from the cancelled event") for name in key if getattr(event, name) in (None, ())]


@cache
def _known_regions() -> frozenset[str]:
    return frozenset(each.code for each in code_list("regioni"))


def _regions(layout: Tracciato, event: EventoSIV) -> Iterator[ValidationIssue]:
    """Regions that the schemas do not list; the model leaves that to the code lists."""
    known = _known_regions()
    values = event.__dict__
    for name in ("codice_regione", *_REGIONI):
        value = values.get(name)
        if value is not None and value not in known and not (value == ESTERO and _REGIONI.get(name)):
            campo = layout.per_campo[name]
            yield issue("AVN-002", path=name, value=value, official=campo.dominio, campo=campo.xml)


def write_avn(
    events: Iterable[EventoSIV],
    *,
    cipher: Cipher | None = None,
    cancelled: Iterable[EventoSIV] = (),
    as_rows: bool = False,
    on_fault: OnFault = "refuse",
) -> tuple[AvnFile, ...]:
    """Write events for the register: one file for each layout and region, in the order in which they first occur.

    In XML the records stand below their person; rows keep the order of the events. `cancelled` are the events that a `Cancella` among
    `events` may take back. Paths of losses and issues begin with the number of the event, from 0: `[3].operatore`.
    Raises Refused with every fault of every event. With `on_fault="skip"` faulty events are left out, as the report and the losses of each
    file tell; it is refused only where none is left.
    """
    index = {key: event for event in cancelled for key in _keys_of(event)}
    writer = _Writer(cipher, index, as_rows)
    files: dict[tuple[Nome, str], list[_Item]] = {}
    faults: list[ValidationIssue] = []
    skipped: list[Loss] = []
    for at, event in enumerate(events):
        own: list[ValidationIssue] = []
        items = writer.items(event, own)
        faults.extend(replace(each, path=f"[{at}].{each.path}") for each in own)
        if own:
            skipped.append(Loss(LossKind.DROPPED, f"[{at}]", "may not go to the register"))
            continue
        for item in items:
            item.at = at
            item.losses = [replace(loss, path=f"[{at}].{loss.path}") for loss in item.losses]
            files.setdefault((item.layout.nome, event.codice_regione), []).append(item)
    if faults and (on_fault == "refuse" or not files):
        raise Refused(Report(tuple(faults)), LossReport(tuple(skipped)))
    return tuple(_file(region, items, faults, skipped, as_rows=as_rows) for (_, region), items in files.items())


def write_one(event: EventoSIV, *, cipher: Cipher | None = None, cancelled: Iterable[EventoSIV] = (), as_rows: bool = False) -> Written:
    """Write one event as a file of its own; paths are those of the event. Raises Refused."""
    try:
        files = write_avn((event,), cipher=cipher, cancelled=cancelled, as_rows=as_rows)
    except Refused as refused:
        own = Report(tuple(replace(each, path=each.path.removeprefix("[0].")) for each in refused.report))
        raise Refused(own, LossReport()) from None
    made = files[0].written
    return replace(made, loss=LossReport(tuple(replace(loss, path=loss.path.removeprefix("[0].")) for loss in made.loss)))


def _file(region: str, items: Sequence[_Item], faults: Sequence[ValidationIssue], skipped: Sequence[Loss], *, as_rows: bool) -> AvnFile:
    layout = items[0].layout
    items = items if as_rows else _by_person(items)
    payload = _rows(layout, items) if as_rows else _xml(layout, region, items)
    losses = [loss for item in items for loss in item.losses]
    written = Written(payload.encode(), LossReport((*losses, *skipped)), Report(tuple(faults)))
    rows = tuple(len(item.view.principi) if layout.del_posto("principio") else 1 for item in items)
    return AvnFile(layout.nome, region, tuple(item.event for item in items), rows, written)


def _by_person(items: Sequence[_Item]) -> list[_Item]:
    """The records of a person together, persons in the order in which they first occur."""
    groups: dict[str, list[_Item]] = {}
    for item in items:
        groups.setdefault(item.view.assistito.valore, []).append(item)
    return [item for group in groups.values() for item in group]


def _xml(layout: Tracciato, region: str, items: Sequence[_Item]) -> str:
    """A file of the register, valid for the ministry's schema; what stands above a record is written once."""
    person = layout.plan.root.kids[0]
    emit = part_emitter(person if layout.elementi else person.kids[0])
    out = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{layout.radice} CodiceRegione="{escape_attribute(region)}" Modalita="RE">']
    last = None
    for item in items:
        value = item.view.assistito.valore
        if not layout.elementi and value != last:
            out.append(f'{"</Assistito>" if last else ""}\n<Assistito IdAssistito="{value}">')
        last = value
        out.append(("\n" if layout.elementi else "") + emit(item.view))
    return "".join([*out, "" if layout.elementi else "</Assistito>", f"\n</{layout.radice}>\n"])


def _rows(layout: Tracciato, items: Sequence[_Item]) -> str:
    """A file of rows. Where two products would read as one, the loss is listed."""
    out = [heading(layout)]
    before: list[str] = []
    for item in items:
        made = rows_of(layout, item.view)
        for at, row in enumerate(made):
            further = merges(layout, before, row)
            if further and not at:
                item.losses.append(Loss(LossKind.NARROWED, f"[{item.at}]", "reads as one product with the rows before it"))
            elif at and not further:
                item.losses.append(Loss(LossKind.NARROWED, f"[{item.at}].principi[{at}]", "an antigen again: reads as another product"))
            before = [*before, row] if further else [row]
        out.extend(made)
    return "\n".join(out) + "\n"
