"""Further value types: ranges, ratios, counts, flags and periodic times, as the data types of HL7 V3 have them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siss_interop.model.base import Text, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Decimale, Indicatore, Momento, Nullo, Periodo, PointInTime, Quantita, Testo, ValoreCodificato


class Estremo(Value):
    """An end of a range (IVXB_PQ)."""

    valore: Annotated[Decimale | None, label("Valore", "the number, with the digits as written")] = None
    unita: Annotated[Text | None, label("Unità di misura", "UCUM unit")] = None
    compreso: Annotated[bool | None, label("Compreso", "whether the end belongs to the range")] = None
    nullo: Nullo = None


class Intervallo(Value):
    """A range of quantities (IVL_PQ): from, to; or one quantity written as a range."""

    tipo: Literal["Intervallo"] = "Intervallo"
    minimo: Annotated[Estremo | None, label("Minimo", "lower end")] = None
    massimo: Annotated[Estremo | None, label("Massimo", "upper end")] = None
    centro: Annotated[Quantita | None, label("Centro", "middle of the range")] = None
    ampiezza: Annotated[Quantita | None, label("Ampiezza", "width of the range")] = None
    valore: Annotated[Decimale | None, label("Valore", "the one number, where no ends are written")] = None
    unita: Annotated[Text | None, label("Unità di misura", "UCUM unit of the one number")] = None
    nullo: Nullo = None


class Rapporto(Value):
    """A ratio of two quantities (RTO)."""

    tipo: Literal["Rapporto"] = "Rapporto"
    numeratore: Annotated[Quantita | None, label("Numeratore", "numerator")] = None
    denominatore: Annotated[Quantita | None, label("Denominatore", "denominator")] = None
    nullo: Nullo = None


class Intero(Value):
    """A whole number (INT)."""

    tipo: Literal["Intero"] = "Intero"
    valore: Annotated[int | None, Field(ge=-(10**17), le=10**17), label("Valore", "the number")] = None
    nullo: Nullo = None


class Importo(Value):
    """An amount of money (MO)."""

    tipo: Literal["Importo"] = "Importo"
    valore: Annotated[Decimale | None, label("Valore", "the number, with the digits as written")] = None
    valuta: Annotated[Text | None, label("Valuta", "the currency, of ISO 4217: EUR")] = None
    nullo: Nullo = None


class Reale(Value):
    """A number without a unit (REAL)."""

    tipo: Literal["Reale"] = "Reale"
    valore: Annotated[Decimale | None, label("Valore", "the number, with the digits as written")] = None
    nullo: Nullo = None


class Logico(Value):
    """True or false (BL)."""

    tipo: Literal["Logico"] = "Logico"
    valore: Annotated[bool | None, label("Valore", "true or false")] = None
    nullo: Nullo = None


class Stringa(Value):
    """Plain words as a value (ST)."""

    tipo: Literal["Stringa"] = "Stringa"
    parole: Annotated[Text | None, label("Testo", "the words")] = None
    nullo: Nullo = None


class Cadenza(Value):
    """How often something recurs (PIVL_TS): every so long, or a phase that comes again."""

    ogni: Annotated[Quantita | None, label("Ogni", "the time between two occurrences")] = None
    fase: Annotated[Periodo | None, label("Fase", "the interval that recurs")] = None
    primo: Annotated[PointInTime | None, label("Momento", "a point in time written instead")] = None
    allineamento: Annotated[Text | None, label("Allineamento", "calendar cycle to which it is aligned")] = None
    secondo_struttura: Annotated[bool | None, label("Orari della struttura", "whether the times are those of the institution")] = None
    operatore: Annotated[Indicatore | None, label("Operatore", "how it combines with the other times: A intersects")] = None
    nullo: Nullo = None


class CadenzaEvento(Value):
    """At which event of the day something recurs (EIVL_TS): before a meal, at bedtime."""

    evento: Annotated[Codice | None, label("Evento", "the event, of HL7 TimingEvent")] = None
    scarto: Annotated[Intervallo | None, label("Scarto", "how long before or after it")] = None
    operatore: Annotated[Indicatore | None, label("Operatore", "how it combines with the other times: A intersects")] = None
    nullo: Nullo = None


Valore = Annotated[
    ValoreCodificato | Quantita | Intervallo | Rapporto | Intero | Reale | Importo | Logico | Stringa | Testo | Momento | Periodo,
    Field(discriminator="tipo"),
]
"""The value of an observation, of any data type."""

Dose = Annotated[Quantita | Intervallo, Field(discriminator="tipo")]
"""One quantity, or a range of them."""
