"""Ranges, ratios, counts, flags and periodic times in CDA, and the value of an observation, which says its own type."""

from __future__ import annotations

from siss_interop.model.misure import Cadenza, CadenzaEvento, Estremo, Importo, Intero, Intervallo, Logico, Rapporto, Reale, Stringa
from siss_interop.model.tipi import Quantita, Testo
from siss_interop.wire.cda.tipi import CD, CD_VALUE, ED, IVL_TS, IVL_TS_TYPED, PQ, TS_TYPED
from siss_interop.wire.words import BOOL, INT, Binding, Cases, Choice, Fixed, Row, Word

_NULL = Row("nullo", "@nullFlavor")
_ESTREMO = Binding(Estremo, Row("valore", "@value"), Row("unita", "@unit"), Row("compreso", "@inclusive", BOOL), _NULL)
_INTERVALLO: tuple[Word, ...] = (
    Row("minimo", "low", _ESTREMO), Row("massimo", "high", _ESTREMO), Row("centro", "center", PQ), Row("ampiezza", "width", PQ),
    Row("valore", "@value"), Row("unita", "@unit"), _NULL,
)  # fmt: skip
IVL_PQ = Binding(Intervallo, *_INTERVALLO)
IVL_PQ_TYPED = Binding(Intervallo, Fixed("@xsi:type", "IVL_PQ"), *_INTERVALLO)
_RAPPORTO: tuple[Word, ...] = (Row("numeratore", "numerator", PQ), Row("denominatore", "denominator", PQ), _NULL)
RTO = Binding(Rapporto, *_RAPPORTO)

REAL = Binding(Reale, Fixed("@xsi:type", "REAL"), Row("valore", "@value"), _NULL)

#: step of an observation's value -> binding
VALORI: Cases = {
    "value[@xsi:type='CD|CE|CV|CO|CS']": CD_VALUE,
    "value[@xsi:type='PQ']": Binding(Quantita, Fixed("@xsi:type", "PQ"), *PQ.words),
    "value[@xsi:type='IVL_PQ']": IVL_PQ_TYPED,
    "value[@xsi:type='RTO_PQ_PQ|RTO']": Binding(Rapporto, Fixed("@xsi:type", "RTO_PQ_PQ"), *_RAPPORTO),
    "value[@xsi:type='INT']": Binding(Intero, Fixed("@xsi:type", "INT"), Row("valore", "@value", INT), _NULL),
    "value[@xsi:type='REAL']": REAL,
    "value[@xsi:type='MO']": Binding(Importo, Fixed("@xsi:type", "MO"), Row("valore", "@value"), Row("valuta", "@currency"), _NULL),
    "value[@xsi:type='BL']": Binding(Logico, Fixed("@xsi:type", "BL"), Row("valore", "@value", BOOL), _NULL),
    "value[@xsi:type='ST']": Binding(Stringa, Fixed("@xsi:type", "ST"), Row("parole", "."), _NULL),
    "value[@xsi:type='ED']": Binding(Testo, Fixed("@xsi:type", "ED"), *ED.words),
    "value[@xsi:type='IVL_TS'][low|high|width|center]": IVL_TS_TYPED,
    "value[@xsi:type='TS|IVL_TS']": TS_TYPED,
}

PIVL_TS = Binding(
    Cadenza,
    Fixed("@xsi:type", "PIVL_TS"), Row("primo", "@value"), Row("fase", "phase", IVL_TS), Row("ogni", "period", PQ),
    Row("allineamento", "@alignment"), Row("secondo_struttura", "@institutionSpecified", BOOL), Row("operatore", "@operator"), _NULL,
)  # fmt: skip

EIVL_TS = Binding(
    CadenzaEvento,
    Fixed("@xsi:type", "EIVL_TS"), Row("evento", "event", CD), Row("scarto", "offset", IVL_PQ), Row("operatore", "@operator"), _NULL,
)  # fmt: skip


def valore(field: str) -> Choice:
    """The one value of an observation."""
    return Choice(field, "", VALORI)


def valori(field: str) -> Choice:
    """The values of an observation, as many as there are."""
    return Choice(field, "", {f"{step}*": binding for step, binding in VALORI.items()})


def dose(field: str, name: str) -> Choice:
    """A quantity, or a range of them."""
    return Choice(field, "", {f"{name}[low|high|center|width]": IVL_PQ, name: PQ})
