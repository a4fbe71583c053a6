"""The value types: what the standards call data types (HL7 V3 Data Types R1), under their Italian names.

Each keeps what was read: a time its precision and offset, a quantity its digits, a code its translations and its null flavour. Nothing is
converted on the way in; helpers convert on demand.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from siss_interop.model.base import Many, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.trusted import seen_to_by_readers

NullFlavor = Literal["NI", "INV", "DER", "OTH", "NINF", "PINF", "UNC", "UNK", "ASKU", "NAV", "NASK", "TRC", "MSK", "NA", "QS", "NP"]
"""Why a value is absent (HL7 V3 NullFlavor); NP is of the older schema."""

Nullo = Annotated[NullFlavor | None, label("Motivo di assenza", "why the value is absent (nullFlavor)")]

_TS = (
    r"^[0-9]{4}((0[1-9]|1[0-2])((0[1-9]|[12][0-9]|3[01])(([01][0-9]|2[0-3])([0-5][0-9](([0-5][0-9]|60)(\.[0-9]{1,9})?)?)?)?)?)?"
    r"([+-](0[0-9]|1[0-4])[0-5][0-9])?$"
)


def _real_day(value: str) -> str:
    """Refuse a day that its month does not have: a pattern alone accepts 30 February."""
    if len(value) >= 8 and value[6:8] > "28":
        year, month = int(value[:4]), int(value[4:6])
        if year == 0 or int(value[6:8]) > calendar.monthrange(year, month)[1]:
            raise ValueError("no such day")
    return value


PointInTime = Annotated[str, StringConstraints(pattern=_TS), AfterValidator(_real_day)]
"""A time as HL7 writes it, `AAAAMMGG[hhmm[ss[.f]]][+zzzz]`: its length is its precision."""

Decimale = Annotated[str, StringConstraints(pattern=r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$", max_length=60)]
"""A decimal number as it was written: "0.30" stays "0.30"."""

_GIORNO = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_ORA = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_FUSO = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
DATA_ORA_PATTERN = rf"^{_GIORNO}T{_ORA}{_FUSO}$"
DataOra = Annotated[str, StringConstraints(pattern=DATA_ORA_PATTERN)]
"""A date and time with its zone, as the flows write it (xs:dateTime); kept as written."""

Indicatore = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:@/+-]+( [A-Za-z0-9_.:@/+-]+)*$")]
"""A short technical word or a list of such words (a use code, a style, a class code)."""


class Id(Value):
    """An identifier (II): the assigning authority's OID and the value that it assigned."""

    radice: Annotated[Text | None, label("OID dell'autorità", "OID of the assigning authority")] = None
    estensione: Annotated[Text | None, label("Identificativo", "the value assigned")] = None
    autorita: Annotated[Text | None, label("Nome dell'autorità", "name of the assigning authority")] = None
    visualizzabile: Annotated[bool | None, label("Visualizzabile", "whether it is meant to be shown to people (displayable)")] = None
    nullo: Nullo = None


class Riferimento(Value):
    """A link (TEL in an ED or in originalText): usually `#id` of a piece of the narrative."""

    valore: Annotated[Text | None, label("Riferimento", "what is pointed at, as #id")] = None
    nullo: Nullo = None


class Testo(Value):
    """Encapsulated data (ED): words of its own, or a link to the narrative."""

    tipo: Literal["Testo"] = "Testo"
    parole: Annotated[Text | None, label("Testo", "the words themselves")] = None
    riferimento: Annotated[Riferimento | None, label("Riferimento al narrativo", "link to the narrative")] = None
    tipo_media: Annotated[Text | None, label("Tipo di contenuto", "media type")] = None
    rappresentazione: Annotated[Literal["B64", "TXT"] | None, label("Rappresentazione", "B64 for binary content")] = None
    lingua: Annotated[Text | None, label("Lingua", "language")] = None
    nullo: Nullo = None


class Codice(Value):
    """A coded value (CD, CE, CV, CO): the code, its system, and the same meaning in other systems."""

    tipo: Literal["Codice"] = "Codice"
    codice: Annotated[Text | None, label("Codice", "the code")] = None
    sistema: Annotated[Text | None, label("OID del sistema di codifica", "OID of the code system")] = None
    nome_sistema: Annotated[Text | None, label("Nome del sistema", "name of the code system")] = None
    versione_sistema: Annotated[Text | None, label("Versione del sistema", "version of the code system")] = None
    descrizione: Annotated[Text | None, label("Descrizione", "display name of the code")] = None
    nullo: Nullo = None
    originale: Annotated[Testo | None, label("Testo originale", "the words that were coded")] = None
    qualificatori: Annotated[Many[Qualificatore], label("Qualificatori", "refinements of the code (CR)")] = ()
    traduzioni: Annotated[Many[Codice], label("Traduzioni", "the same meaning in other code systems")] = ()


class ValoreCodificato(Codice):
    """A coded value of an observation: it says its own data type, CD unless another is given. A `Codice` is taken as one."""

    tipo: Literal["ValoreCodificato"] = "ValoreCodificato"  # type: ignore[assignment]  # the name that picks the class
    tipo_hl7: Annotated[Literal["CE", "CV", "CO", "CS"] | None, label("Tipo HL7", "data type of a value that is not CD")] = None

    @model_validator(mode="before")
    @classmethod
    @seen_to_by_readers
    def _of_code(cls, data: Any) -> Any:
        return {**data.__dict__, "tipo": "ValoreCodificato"} if type(data) is Codice else data


class Qualificatore(Value):
    """A refinement of a code (CR): the role of the refinement and its value."""

    nome: Annotated[Codice | None, label("Nome", "role of the qualifier")] = None
    valore: Annotated[Codice | None, label("Valore", "value of the qualifier")] = None


class Momento(Value):
    """A point in time (TS), with the precision and the offset that it was written with."""

    tipo: Literal["Momento"] = "Momento"
    valore: Annotated[PointInTime | None, label("Data e ora", "the time, AAAAMMGG[hhmmss][+zzzz]")] = None
    nullo: Nullo = None

    @model_validator(mode="before")
    @classmethod
    @seen_to_by_readers
    def _from_python(cls, data: Any) -> Any:
        return data if type(data) is dict else {"valore": hl7_time(data)} if isinstance(data, date | str) else data

    @property
    def _digits(self) -> str:
        """The time without its offset: its length is the precision."""
        return (self.valore or "").split("+")[0].split("-")[0]

    @property
    def data(self) -> date | None:
        """The day, or None where the precision is coarser than a day."""
        text, digits = self.valore or "", self._digits
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(digits) >= 8 else None

    @property
    def istante(self) -> datetime | None:
        """The instant with its offset (naive where none was written), or None where the precision is coarser than a minute."""
        text, digits = self.valore or "", self._digits
        if len(digits) < 12:
            return None
        second = min(int(digits[12:14] or 0), 59)
        micro = int(digits[15:21].ljust(6, "0")) if "." in digits else 0
        zone = _zone(text[len(digits) :])
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:8]), int(text[8:10]), int(text[10:12]), second, micro, zone)


def _zone(text: str) -> timezone | None:
    if not text:
        return None
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return timezone(-offset if text[0] == "-" else offset)


def hl7_time(value: date | datetime | str) -> str:
    """A Python date or datetime in HL7's writing; a string stays as it is."""
    if not isinstance(value, date):
        return value
    day = value.isoformat()[:10].replace("-", "")  # strftime writes years before 1000 with fewer digits
    return f"{day}{value:%H%M%S%z}" if isinstance(value, datetime) else day


class Quantita(Value):
    """A measured quantity (PQ): the digits as written, and the UCUM unit."""

    tipo: Literal["Quantita"] = "Quantita"
    valore: Annotated[Decimale | None, label("Valore", "the number, with the digits as written")] = None
    unita: Annotated[Text | None, label("Unità di misura", "UCUM unit")] = None
    nullo: Nullo = None
    traduzioni: Annotated[Many[QuantitaTradotta], label("Traduzioni", "the same quantity in other units (PQR)")] = ()


class QuantitaTradotta(Value):
    """The same quantity in a unit of another code system (PQR)."""

    valore: Annotated[Decimale | None, label("Valore", "the number")] = None
    codice: Annotated[Text | None, label("Codice dell'unità", "code of the unit")] = None
    sistema: Annotated[Text | None, label("OID del sistema", "OID of the code system of the unit")] = None
    nome_sistema: Annotated[Text | None, label("Nome del sistema", "name of that code system")] = None
    descrizione: Annotated[Text | None, label("Descrizione", "display name of the unit")] = None


class Periodo(Value):
    """An interval of time (IVL_TS): from, to, or for how long."""

    tipo: Literal["Periodo"] = "Periodo"
    inizio: Annotated[Momento | None, label("Inizio", "from when")] = None
    fine: Annotated[Momento | None, label("Fine", "until when")] = None
    durata: Annotated[Quantita | None, label("Durata", "for how long")] = None
    centro: Annotated[Momento | None, label("Centro", "middle of the interval")] = None
    nullo: Nullo = None

    @model_validator(mode="after")
    def _has_a_part(self) -> Self:
        if self.inizio is None and self.fine is None and self.durata is None and self.centro is None:
            raise ValueError("hollow")  # an unknown time is a Momento with `nullo`: nothing would tell the two apart
        return self


Quando = Annotated[Momento | Periodo, Field(discriminator="tipo")]
"""A point in time or an interval."""


class Indirizzo(Value):
    """A postal address (AD). Italian documents write country and city as names or ISTAT codes, and the ISTAT code of the comune apart."""

    uso: Annotated[Indicatore | None, label("Uso", "H home, HP main home, WP work, DIR direct …")] = None
    testo: Annotated[Text | None, label("Indirizzo non strutturato", "the address as one text")] = None
    stato: Annotated[Text | None, label("Stato", "country: ISTAT code or name (100 is Italy)")] = None
    regione: Annotated[Text | None, label("Regione", "region: ISTAT code or name")] = None
    provincia: Annotated[Text | None, label("Provincia", "province")] = None
    comune: Annotated[Text | None, label("Comune", "city")] = None
    codice_comune: Annotated[Text | None, label("Codice ISTAT del comune", "ISTAT code of the comune (censusTract)")] = None
    cap: Annotated[Text | None, label("CAP", "postal code")] = None
    vie: Annotated[Many[Text], label("Via", "street lines")] = ()
    via: Annotated[Text | None, label("Nome della via", "street name, where it is written apart")] = None
    civico: Annotated[Text | None, label("Numero civico", "house number")] = None
    precisazione: Annotated[Text | None, label("Precisazione", "additional locator: floor, hamlet …")] = None
    nullo: Nullo = None


class Recapito(Value):
    """A telephone number, e-mail or other address (TEL)."""

    valore: Annotated[Text | None, label("Recapito", "as a URI: tel:…, mailto:…")] = None
    uso: Annotated[Indicatore | None, label("Uso", "HP home, WP work, MC mobile …")] = None
    nullo: Nullo = None


class Nome(Value):
    """The name of a person (PN)."""

    cognome: Annotated[Text | None, label("Cognome", "family name")] = None
    nomi: Annotated[Many[Text], label("Nome", "given names, in order")] = ()
    prefissi: Annotated[Many[Text], label("Titolo", "prefixes: Dr., Prof. …")] = ()
    suffissi: Annotated[Many[Text], label("Suffisso", "suffixes")] = ()
    testo: Annotated[Text | None, label("Nome non strutturato", "the name as one text")] = None
    uso: Annotated[Indicatore | None, label("Uso", "use of the name")] = None
    nullo: Nullo = None

    @classmethod
    def di(cls, nome: str, cognome: str, titolo: str | None = None) -> Self:
        """The usual case: one given name, one family name, perhaps a title."""
        return cls(cognome=cognome, nomi=(nome,), prefissi=(titolo,) if titolo else ())


for _model in (Codice, ValoreCodificato, Quantita, Qualificatore):
    _model.model_rebuild()
