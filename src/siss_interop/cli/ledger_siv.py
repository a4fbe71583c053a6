"""What `ledger` says of vaccination events: coverage, and the history of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from siss_interop.cli.out import console, line, shown
from siss_interop.cli.reception import Found, Reception
from siss_interop.cli.texts import say

if TYPE_CHECKING:
    from rich.table import Table

    from siss_interop.ledger import Builder
    from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito
    from siss_interop.messages.vaccinazioni.registro import Copertura, Storia

_ASSISTITO = re.compile(r"(?:(CF|STP|ENI|TEAM|ANA):)?([0-9A-Z]{1,20})(?:@([0-9A-Z]{2,6}))?")


def person_of(text: str) -> IdentificativoAssistito:
    """The person that was asked for. Raises BadParameter."""
    from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito

    match = _ASSISTITO.fullmatch(text.strip().upper())
    if match is None:
        raise typer.BadParameter("a person is [KIND:]CODE[@ISSUER], for instance CF:RSSMRA80A41H501Y or STP:STP0900011234567@090201")
    kind, code, issuer = match.groups()
    return IdentificativoAssistito.model_validate({"genere": kind or "CF", "codice": code, "emittente": issuer})


def states(registro: Builder, reception: Reception) -> Iterator[Found]:
    """What is odd in the histories, each at the event that it is about."""
    from siss_interop.messages.vaccinazioni.registro import storie

    for each in storie(registro):
        yield from (reception.of_event(each.numero(found), found) for found in each.report)


def _history_of(registro: Builder, person: IdentificativoAssistito | None) -> Storia | None:
    from siss_interop.messages.vaccinazioni.registro import storia

    return None if person is None else storia(registro, person)


def plain(registro: Builder, person: IdentificativoAssistito | None) -> dict[str, Any]:
    """Coverage as plain values. Of persons it says nothing, but for the one asked for."""
    from siss_interop.messages.vaccinazioni.registro import coperture

    made: dict[str, Any] = {"coperture": [row.to_dict() for row in coperture(registro)]}
    of_person = _history_of(registro, person)
    return made if of_person is None else made | {"storia": of_person.to_dict()}


def tell(registro: Builder, person: IdentificativoAssistito | None, lang: str) -> None:
    """Print coverage, or the history of the person asked for."""
    from siss_interop.messages.vaccinazioni.registro import coperture

    of_person = _history_of(registro, person)
    if of_person is None:
        console().print(_coverage(coperture(registro), lang))
        return
    for text in (found.text(lang) for found in of_person.report if not of_person.dosi and not of_person.omissioni):
        line(text, stderr=True)
    console().print(_history(of_person, lang))
    for due in of_person.prossime:
        line(say(lang, "ledger_due", day=due.data.isoformat(), antigen=_antigen(due.antigene, lang)))


def _antigen(code: str, lang: str) -> str:
    from siss_interop.codes import code_list

    known = code_list("avn_antigeni").lookup(code)
    return code if known is None else f"{code} {known.label(lang)}"


def _table(lang: str, *heads: str) -> Table:
    from rich.table import Table

    table = Table()
    for head in heads:
        table.add_column(say(lang, head), overflow="fold", justify="right" if head in ("dose", "doses") else "left")
    return table


def _coverage(rows: tuple[Copertura, ...], lang: str) -> Table:
    table = _table(lang, "antigen", "dose", "azienda", "cohort", "resident", "doses")
    for row in rows:
        cohort = "?" if row.coorte is None else str(row.coorte)
        resident = "?" if row.residente is None else say(lang, "yes" if row.residente else "no")
        table.add_row(_antigen(row.antigene, lang), str(row.dose), row.azienda or "?", cohort, resident, str(row.dosi))
    return table


def _history(of_person: Storia, lang: str) -> Table:
    table = _table(lang, "day", "antigen", "dose", "azienda", "outcome")
    lines = [(each.data, each.antigene, each.dose, each.evento.azienda, say(lang, "given")) for each in of_person.dosi]
    lines += [
        (each.data, each.antigene, each.dose, each.evento.azienda, say(lang, "superseded" if each.superata else "not_given", reason=each.motivazione))
        for each in of_person.omissioni
    ]
    for day, antigen, dose, azienda, outcome in sorted(lines, key=lambda each: each[:3]):
        table.add_row(day.isoformat(), _antigen(antigen, lang), str(dose), shown(azienda or "?"), outcome)
    return table
