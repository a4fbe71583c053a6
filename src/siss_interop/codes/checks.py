"""The findings of the code layer: ``COD`` codes, and the one function that makes them."""

from __future__ import annotations

from datetime import date

from siss_interop.codes.lists import CodeList
from siss_interop.codes.store import code_list
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue

__all__ = ["check"]

UNKNOWN = define(
    "COD-001", Layer.CODES, Severity.ERROR,
    "il codice non è nella lista {lista}, che è chiusa", "the code is not in the list {lista}, which is closed",
    instead_it="usare uno dei codici di {lista}",
    instead_en="use one of the codes of {lista}", passing="avn_via_somministrazione 01",
    failing="avn_via_somministrazione 77",
)  # fmt: skip
UNKNOWN_OPEN = define(
    "COD-002", Layer.CODES, Severity.WARNING,
    "il codice non è tra quelli noti della lista aperta {lista}",
    "the code is not among those known of the open list {lista}",
    instead_it="controllare il codice: la lista può averne altri",
    instead_en="check the code: the list may have others", passing="avn_motivi_esclusione 01",
    failing="avn_motivi_esclusione 77",
)  # fmt: skip
NOT_VALID_THEN = define(
    "COD-003", Layer.CODES, Severity.ERROR,
    "il codice è nella lista {lista}, ma non vale alla data {data}",
    "the code is in the list {lista}, but does not hold on {data}",
    instead_it="usare il codice in vigore alla data dell'evento",
    instead_en="use the code in force on the date of the event", passing="avn_antigeni 08, 2018-11-05",
    failing="avn_antigeni 08, 2024-11-05",
)  # fmt: skip
WRONG_SYSTEM = define(
    "COD-004", Layer.CODES, Severity.ERROR,
    "il codice è dichiarato in un altro sistema di codifica: qui serve {lista} ({oid})",
    "the code is declared in another code system: here {lista} ({oid}) is wanted",
    instead_it="indicare l'OID {oid}", instead_en="give the OID {oid}",
    passing="2.16.840.1.113883.2.9.6.1.56.2 17", failing="2.16.840.1.113883.6.103 17",
)  # fmt: skip


def check(
    code: str, wanted: CodeList | str, on: date | None = None, *, system: str | None = None, path: str = "",
) -> tuple[ValidationIssue, ...]:  # fmt: skip
    """What is wrong with a code of the wanted list (the list, its id or its OID); empty if nothing.

    ``on`` is the day of the event: without it no dates are compared. ``system`` is the OID that the message gives beside
    the code; a list without an OID admits any. A code of another system is not looked up. The code itself stands
    only in the finding's ``value``. ``UnknownCodeList`` if there is no such list.
    """
    found = code_list(wanted) if isinstance(wanted, str) else wanted
    if system is not None and found.oid is not None and system != found.oid:
        return (issue(WRONG_SYSTEM.code, path=path, value=code, lista=found.id, oid=found.oid),)
    if code not in found:
        unknown = UNKNOWN if found.closed else UNKNOWN_OPEN
        return (issue(unknown.code, path=path, value=code, lista=found.id),)
    if found.lookup(code, on) is None and on is not None:
        severity = None if found.closed else Severity.WARNING
        day = on.isoformat()[:10]
        return (issue(NOT_VALID_THEN.code, severity=severity, path=path, value=code, lista=found.id, data=day),)
    return ()
