"""The budget of each association and month: trips, kilometres, validated amounts, how far the assigned amount is used, and by how much it is overrun.

What the seed asks for: a flow that lets the Aziende keep analytical accounts and watch the budget (art. 9 of the regulation 1/R of 2012).
A delivery belongs to the association that performed it, and to the month of account of its validation, else to the month in which it left.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from siss_interop.errors import Unreadable
from siss_interop.issues import issue
from siss_interop.messages.comune.evento import normale
from siss_interop.messages.trasporti.registro import NON_VALIDATA, VALIDATA, Consegna, pratiche
from siss_interop.messages.trasporti.rilievi import ASSEGNAZIONE_DOPPIA, ASSEGNAZIONE_MALFATTA
from siss_interop.model.flow import InForce

__all__ = ["Assegnazioni", "Voce", "assegnazioni", "bilancio", "come_csv"]

Assegnazioni = Mapping[tuple[str, str], Decimal]
"""Association and month -> the assigned amount."""

_AV = re.compile(r"[0-9A-Z]{1,10}")
_MESE = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_IMPORTO = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_ZERO, _DECIMO = Decimal(0), Decimal("0.1")
_FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for the beginning of a formula."""


def assegnazioni(text: str) -> dict[tuple[str, str], Decimal]:
    """The assigned amounts of a CSV file: association, month AAAA-MM, euros. A first line of names is passed over.

    With `;` between the values, an amount may have a decimal comma. Raises Unreadable at the first line that is none.
    """
    found: dict[tuple[str, str], Decimal] = {}
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    for number, cells in _righe(text.removeprefix("\ufeff"), delimiter):
        if not any(cells) or (number == 1 and len(cells) == 3 and not any(char.isdigit() for char in "".join(cells))):
            continue
        if len(cells) != 3 or not _AV.fullmatch(normale(cells[0])) or not _MESE.fullmatch(cells[1]):
            raise Unreadable(issue(ASSEGNAZIONE_MALFATTA, line=number, column=1, row=str(number)))
        amount = cells[2].replace(",", ".") if delimiter == ";" else cells[2]
        if not _IMPORTO.fullmatch(amount):
            raise Unreadable(issue(ASSEGNAZIONE_MALFATTA, line=number, column=1, row=str(number)))
        key = (normale(cells[0]), cells[1])
        if key in found:
            raise Unreadable(issue(ASSEGNAZIONE_DOPPIA, line=number, column=1, row=str(number)))
        found[key] = Decimal(amount)
    return found


def _righe(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV text with their numbers, each cell without white space around it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield number, [cell.strip() for cell in row]
    except csv.Error:  # a cell without end, or too long for any amount
        raise Unreadable(issue(ASSEGNAZIONE_MALFATTA, line=number + 1, column=1, row=str(number + 1))) from None


@dataclass(frozen=True, slots=True)
class Voce:
    """The account of one association in one month."""

    codice_av: str
    periodo: str
    viaggi: int = 0
    """Founded deliveries, whatever their outcome."""
    a_vuoto: int = 0
    """Empty trips among them."""
    km: Decimal = _ZERO
    validati: int = 0
    non_validati: int = 0
    da_rivalidare: int = 0
    """Changed after their validation, whose amount then does not count."""
    in_attesa: int = 0
    """Not validated yet."""
    km_riconosciuti: Decimal = _ZERO
    importo: Decimal = _ZERO
    """Validated amounts."""
    assegnato: Decimal | None = None
    utilizzo: Decimal | None = None
    """Validated amounts in percent of the assigned one."""
    sforamento: Decimal | None = None
    """By how much the validated amounts are more than the assigned one."""

    def to_dict(self) -> dict[str, str | int | None]:
        """Plain form for JSON; decimals as text, with the digits that they have."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}


def bilancio(registro: InForce, assegnato: Assegnazioni | None = None) -> tuple[Voce, ...]:
    """The account of every association and month that has deliveries or an assigned amount, in that order."""
    conti: dict[tuple[str, str], list[Consegna]] = {key: [] for key in assegnato or {}}
    for pratica in pratiche(registro):
        for consegna in pratica.consegne:
            if consegna.fondata:
                conti.setdefault((normale(consegna.erogazione.codice_av_erogante), _mese(consegna)), []).append(consegna)
    return tuple(_voce(key, conti[key], (assegnato or {}).get(key)) for key in sorted(conti))


def _mese(consegna: Consegna) -> str:
    detta = None if consegna.superata else consegna.validazione
    return (detta.periodo_rendicontazione if detta is not None else None) or consegna.erogazione.data_ora_partenza[:7]


def _voce(key: tuple[str, str], consegne: list[Consegna], assegnato: Decimal | None) -> Voce:
    dette = [each.validazione for each in consegne if each.validazione is not None and not each.superata]
    importo = sum((_numero(each.importo_riconosciuto) for each in dette), _ZERO)
    return Voce(
        *key, viaggi=len(consegne), a_vuoto=sum(each.erogazione.esito == "2" for each in consegne),
        km=sum((_numero(each.erogazione.km_percorsi) for each in consegne), _ZERO), validati=sum(each.stato == VALIDATA for each in consegne),
        non_validati=sum(each.stato == NON_VALIDATA for each in consegne), da_rivalidare=sum(each.superata for each in consegne),
        in_attesa=sum(each.validazione is None for each in consegne),
        km_riconosciuti=sum((_numero(each.km_riconosciuti) for each in dette), _ZERO), importo=importo, assegnato=assegnato,
        utilizzo=None if not assegnato else (importo * 100 / assegnato).quantize(_DECIMO, ROUND_HALF_UP),
        sforamento=None if assegnato is None else max(_ZERO, importo - assegnato),
    )  # fmt: skip


def _numero(text: str | None) -> Decimal:
    """A decimal that the model has let pass; nothing counts as zero."""
    try:
        return Decimal(text) if text is not None else _ZERO
    except InvalidOperation:  # built past the checks of its model
        return _ZERO


def come_csv(voci: Iterable[Voce]) -> str:
    """The accounts as CSV, with a line of names. What a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(field.name for field in fields(Voce))
    for voce in voci:
        writer.writerow(_cella(value) for value in asdict(voce).values())
    return out.getvalue()


def _cella(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULE) else text
