"""The values of observations in FHIR R4: each class of value has the form of `value[x]` that says it; a mark of ours tells two of one form apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siss_interop.model.misure import Cadenza, CadenzaEvento, Estremo, Importo, Intero, Intervallo, Logico, Rapporto, Reale, Stringa
from siss_interop.model.tipi import Quantita, Testo
from siss_interop.wire.fhir.json import Number
from siss_interop.wire.fhir.names import NULL_FLAVOR, OURS, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import (
    CC,
    GRANDEZZA,
    MOMENTO,
    NUMERO,
    PERIODO,
    QUANTITA,
    RIFERIMENTO,
    VALORE,
    as_quantity,
)
from siss_interop.wire.words import Binding, By, Choice, Drop, Fixed, In, Leaf, Row

_NULL = Row("nullo", NULL_FLAVOR)
#: elements of R4's `integer`
_SMALL = 2**31
_LONG = f"{OURS}intero"


def tra(value: Any, name: str) -> Any:
    """A field of an object of the model, or of the plain values of one."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name)


def _mark(name: str) -> Fixed:
    return Fixed(f"{mine(name)}.valueBoolean", value=True)


def _marked(ending: str, name: str) -> str:
    return f"{ending}[extension.url='{OURS}{name}']"


ESTREMO = Binding(Estremo, GRANDEZZA, Row("compreso", f"{mine('compreso')}.valueBoolean"), _NULL)
_ENDS = (
    Row("minimo", "low", ESTREMO), Row("massimo", "high", ESTREMO), Row("centro", f"{mine('centro')}.valueQuantity", QUANTITA),
    Row("ampiezza", f"{mine('ampiezza')}.valueQuantity", QUANTITA),
)  # fmt: skip
INTERVALLO = Binding(Intervallo, *_ENDS, In(f"{mine('valore')}.valueQuantity", GRANDEZZA), _NULL)
"""A range, where FHIR has a Range."""


def _is_one(value: Intervallo) -> bool:
    return value.valore is not None and all(getattr(value, name) is None for name in ("minimo", "massimo", "centro", "ampiezza", "nullo"))


_NO_ENDS = "a range of one number has no ends"
INTERVALLO_NUMERO = Binding(
    Intervallo,
    _mark("intervallo"), GRANDEZZA, *(Drop(name, _NO_ENDS) for name in ("minimo", "massimo", "centro", "ampiezza", "nullo")), meant=_is_one,
)  # fmt: skip
"""One number written as a range: a Quantity."""
RAPPORTO = Binding(Rapporto, Row("numeratore", "numerator", QUANTITA), Row("denominatore", "denominator", QUANTITA), _NULL)


def _dump_integer(value: int) -> tuple[int | None, list[Json] | None]:
    return (value, None) if -_SMALL <= value < _SMALL else (None, [{"url": _LONG, "valueString": str(value)}])


def _load_integer(value: Any, aside: Mapping[str, Json]) -> int:
    if _LONG in aside:
        found = int(aside[_LONG]["valueString"])
        if value is not None or _dump_integer(found)[1] != [aside[_LONG]]:
            raise ValueError("not the integer beside this value")
        return found
    if type(value) is not int:
        raise ValueError("not an integer")
    return value


INTERO = Binding(Intero, Row("valore", ".", Leaf(_load_integer, _dump_integer, (_LONG,))), _NULL)
REALE = Binding(Reale, _mark("reale"), NUMERO, _NULL)
IMPORTO = Binding(Importo, _mark("importo"), NUMERO, Row("valuta", "code"), Fixed("system", "urn:iso:std:iso:4217", when="valuta"), _NULL)
"""An amount of money, where R4 has no Money: a quantity of a currency."""
LOGICO = Binding(Logico, Row("valore", "."), _NULL)
STRINGA = Binding(Stringa, Row("parole", "."), _NULL)
TESTO_VALORE = Binding(
    Testo,
    _mark("testo"), Row("parole", "."), Row("riferimento", mine("riferimento-narrativa"), RIFERIMENTO),
    Row("tipo_media", f"{mine('tipo-media')}.valueString"), Row("rappresentazione", f"{mine('rappresentazione')}.valueCode"),
    Row("lingua", f"{mine('lingua')}.valueString"), _NULL,
)  # fmt: skip

VALORI: Mapping[str, Binding] = {
    "CodeableConcept": VALORE, _marked("Quantity", "intervallo"): INTERVALLO_NUMERO, _marked("Quantity", "reale"): REALE,
    _marked("Quantity", "importo"): IMPORTO, "Quantity": QUANTITA,
    "Range": INTERVALLO, "Ratio": RAPPORTO, "Integer": INTERO, "Boolean": LOGICO, _marked("String", "testo"): TESTO_VALORE, "String": STRINGA,
    "DateTime": MOMENTO, "Period": PERIODO,
}  # fmt: skip
"""All classes of values, by what `value[x]` is then called."""


def valore(field: str, path: str = "value[x]") -> Choice:
    """A value of any class."""
    return Choice(field, path, VALORI)


def valori_a_parte(field: str) -> Choice:
    """Values of any class where R4 admits none at the element: an extension of ours for each kind."""

    def case(mark: str, binding: Binding) -> tuple[str, Binding]:
        ending, _, told = mark.partition("[")
        name = "-".join(filter(None, ("valore", ending.lower(), told.rpartition(":")[2].removesuffix("']"))))
        return f"[url='{OURS}{name}']", Binding(binding.model, In(f"value{ending}", *binding.words), meant=binding.meant)

    return Choice(field, "extension*", dict(case(*pair) for pair in VALORI.items()))


def dose(field: str, path: str) -> Choice:
    """A quantity or a range of them."""
    return Choice(
        field, path, {_marked("Quantity", "intervallo"): INTERVALLO_NUMERO, "Quantity": QUANTITA, "Range": INTERVALLO}
    )  # fmt: skip


# ---- how often

_UNITS = ("s", "min", "h", "d", "wk", "mo", "a")
_EVERY = f"{OURS}ogni"


def _repeats(ogni: Quantita) -> bool:
    """Whether R4 can say it as the period of a Timing: a plain number of a unit of time."""
    plain = ogni.nullo is None and not ogni.traduzioni and ogni.unita in _UNITS
    return plain and ogni.valore is not None and not ogni.valore.startswith("-") and len(as_quantity(ogni.valore, None)) == 1


def _write_period(valore: str | None) -> Json:
    return {} if valore is None else {"period": as_quantity(valore, None)["value"]}


def _read_period(value: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if type(value) not in (int, Number) or beside is not None:
        raise ValueError("not a plain number")
    return (str(value),), ()


_PERIOD_ONLY = "a period is a number of a unit of time"
_PERIODO_DI = Binding(
    Quantita,
    By(("valore",), ("period", "_period"), _write_period, _read_period, "the period of a Timing is a bare number"), Row("unita", "periodUnit"),
    Drop("nullo", _PERIOD_ONLY), Drop("traduzioni", _PERIOD_ONLY), meant=_repeats,
)  # fmt: skip
_OGNI = Binding(Quantita, In(f"{mine('ogni')}.valueQuantity", *QUANTITA.words))
CADENZA = Binding(
    Cadenza,
    Choice("ogni", "repeat", {"[period]": _PERIODO_DI, f"[extension.url='{_EVERY}']": _OGNI}),
    Row("fase", f"{mine('fase')}.valuePeriod", PERIODO), Row("primo", f"{mine('primo')}.valueString"),
    Row("allineamento", f"{mine('allineamento')}.valueString"), Row("secondo_struttura", f"{mine('secondo-struttura')}.valueBoolean"),
    Row("operatore", f"{mine('operatore')}.valueCode"), _NULL,
)  # fmt: skip
"""How often something recurs, where FHIR has a Timing."""
EVENTO = Binding(
    CadenzaEvento,
    Row("evento", "extension[url='evento'].valueCodeableConcept", CC), Row("scarto", "extension[url='scarto'].valueRange", INTERVALLO),
    Row("operatore", "extension[url='operatore'].valueCode"), Row("nullo", "extension[url='nullo'].valueCode"),
)  # fmt: skip
"""At which event of the day something recurs."""


def quantita(valore: Any) -> Json | None:
    """A quantity again, where a second element says it; of an object or of the plain values of one."""
    return as_quantity(tra(valore, "valore"), tra(valore, "unita")) or None


def intervallo(valore: Any) -> Json | None:
    """The ends of a range again."""
    ends = {key: tra(valore, name) for key, name in (("low", "minimo"), ("high", "massimo"))}
    return {key: made for key, end in ends.items() if end is not None and (made := quantita(end))} or None
