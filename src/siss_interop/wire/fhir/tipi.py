"""The data types of FHIR as bindings over the value types: a data type is a binding like any other, used as codec."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from siss_interop.ids.oids import CODE_SYSTEMS
from siss_interop.model.tipi import (
    Codice,
    Id,
    Indirizzo,
    Momento,
    Nome,
    Periodo,
    Quantita,
    QuantitaTradotta,
    Recapito,
    Riferimento,
    Testo,
    ValoreCodificato,
)
from siss_interop.wire.fhir.json import Number, number
from siss_interop.wire.fhir.names import CODE_SYSTEM, CODES, HL7, IDENTIFIERS, NULL_FLAVOR, NULL_FLAVOR_URL, OURS, mine, official
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.single import as_json, as_values
from siss_interop.wire.fhir.times import BIRTH, EXACT, TIME, dump, load, said
from siss_interop.wire.words import Binding, By, Choice, Drop, Fixed, In, Leaf, Quick, Row, Same, Word

_NULL = Row("nullo", NULL_FLAVOR)
_URI = "urn:ietf:rfc:3986"


# ---- identifiers


def _write_id(radice: str | None, estensione: str | None, *, family: str) -> Json:
    """A root alone is itself the identifier: a URI, as FHIR writes it."""
    if radice is None:
        return {} if estensione is None else {"value": estensione}
    uri = IDENTIFIERS.dump(radice, family)
    return {"system": _URI, "value": uri} if estensione is None else {"system": uri, "value": estensione}


def _read_id(system: Any, value: Any, *, family: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if not (system is None or type(system) is str) or not (value is None or type(value) is str):
        raise ValueError("not an identifier")
    if system is None:
        return (None, value), ()
    if system == _URI and value is not None:
        return (IDENTIFIERS.load(value), None), ()
    if value is None:
        return (None, None), ("system",)
    return (IDENTIFIERS.load(system), value), ()


def _quick_id(obj: Any, family: str) -> Json | None:
    """A system, a value, and perhaps the name of the authority."""
    if type(obj) is not dict:
        return None
    system, value, assigner = obj.get("system"), obj.get("value"), obj.get("assigner")
    if type(system) is not str or type(value) is not str or not system or not value or system == _URI or value.isspace():
        return None
    made: Json = {"radice": IDENTIFIERS.load(system), "estensione": value}
    if assigner is not None:
        if type(assigner) is not dict or type(name := assigner.get("display")) is not str or not name or len(assigner) != 1:
            return None
        made["autorita"] = name
    return made if len(made) == len(obj) else None


def _quick_write_id(value: Id, family: str) -> Json | None:
    held = value.__dict__
    if held["radice"] is None or held["estensione"] is None or held["nullo"] is not None or held["visualizzabile"] is not None:
        return None
    made = {"system": IDENTIFIERS.dump(held["radice"], family), "value": held["estensione"]}
    return made if held["autorita"] is None else {**made, "assigner": {"display": held["autorita"]}}


ID = Binding(
    Id,
    By(("radice", "estensione"), ("system", "value"), _write_id, _read_id, "a root without extension becomes the value", family=True),
    Row("autorita", "assigner.display"), Row("visualizzabile", f"{mine('visualizzabile')}.valueBoolean"), _NULL,
    quick=Quick(_quick_id, _quick_write_id),
)  # fmt: skip

# ---- codes

_TRANSLATION = f"{HL7}translation"
#: code systems whose displays FHIR fixes in English: a label of one's own is a translation of the display
_FIXED_DISPLAYS = "http://terminology.hl7.org/"


def _write_coding(codice: str | None, sistema: str | None, versione: str | None, descrizione: str | None, *, family: str) -> Json:
    made: Json = {}
    if sistema is not None:
        made["system"] = CODES.dump(sistema, family)
    if versione is not None:
        made["version"] = versione
    if codice is not None:
        made["code"] = codice
    if descrizione is not None:
        if made.get("system", "").startswith(_FIXED_DISPLAYS):
            made["_display"] = _translated(descrizione)
        else:
            made["display"] = descrizione
    return made


def _translated(label: str) -> Json:
    return {"extension": [{"url": _TRANSLATION, "extension": [{"url": "lang", "valueCode": "it"}, {"url": "content", "valueString": label}]}]}


def _label_of(system: Any, beside: Any) -> str | None:
    """The label that stands beside a display, where it is just that and the display is one that FHIR fixes."""
    label = beside["extension"][0]["extension"][1]["valueString"]
    right = type(label) is str and type(system) is str and system.startswith(_FIXED_DISPLAYS) and beside == _translated(label)
    return label if right else None


def _read_coding(system: Any, version: Any, code: Any, display: Any, beside: Any, *, family: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if any(not (value is None or (type(value) is str and value)) for value in (system, version, code, display)):
        raise ValueError("not a coding")
    sistema = None if system is None else CODES.load(system)
    if beside is None:
        return (code, sistema, version, display), ()
    label = _label_of(system, beside)
    if label is None:
        return (code, sistema, version, display), ("_display",)
    return (code, sistema, version, label), ("display",) if display is not None else ()


_CORE = By(
    ("codice", "sistema", "versione_sistema", "descrizione"), ("system", "version", "code", "display", "_display"), _write_coding, _read_coding,
    "a label in Italian of a code whose display FHIR fixes is a translation of the display", family=True,
)  # fmt: skip


_NAMES = {each.oid: each.name for each in CODE_SYSTEMS}


def _system_name(values: Mapping[str, Any]) -> str | None:
    return _NAMES.get(values.get("sistema") or "")


_NAMELESS = Drop("nome_sistema", "FHIR names a code system by its URI only; the usual name comes back with it", _system_name)
_UNQUALIFIED = Drop("qualificatori", "a FHIR coding has no qualifiers")

RIFERIMENTO = Binding(Riferimento, Row("valore", "valueString"), Drop("nullo", "an absent link is absent"))
_ONLY_WORDS: tuple[Word, ...] = (
    Drop("tipo_media", "a text in FHIR is plain text"), Drop("rappresentazione", "a text in FHIR is plain text"),
    Drop("lingua", "a text in FHIR has the language of its resource"),
)  # fmt: skip
TESTO_SUL_POSTO = Binding(
    Testo, Row("parole", "text"), Row("riferimento", mine("riferimento-narrativa"), RIFERIMENTO), Row("nullo", f"text.{NULL_FLAVOR}"), *_ONLY_WORDS,
)  # fmt: skip
"""The `text` of the object itself: the words that were coded, or the words of an annotation."""
TESTO = Binding(
    Testo,
    Row("parole", "extension[url='parole'].valueString"), Row("riferimento", "extension[url='riferimento']", RIFERIMENTO),
    Row("nullo", "extension[url='nullo'].valueCode"), *_ONLY_WORDS,
)  # fmt: skip
"""A text as an extension of ours."""

CODING: Binding = Binding(
    Codice, _CORE, _NULL, _NAMELESS, _UNQUALIFIED, Drop("originale", "one coding has no text of its own"),
    Drop("traduzioni", "one coding has no translations"),
)  # fmt: skip
_CONCEPT: tuple[Word, ...] = (
    In("coding[0]", _CORE, _NULL), Row("traduzioni", "coding[1:]*", CODING), Row("originale", ".", TESTO_SUL_POSTO), _NAMELESS, _UNQUALIFIED,
)  # fmt: skip


def _quick_concept(obj: Any, family: str) -> Json | None:
    """Codings with system, code and perhaps a display; and perhaps a link to the narrative."""
    if type(obj) is not dict or type(codings := obj.get("coding")) is not list or not codings:
        return None
    made = _quick_coding(codings[0])
    if made is None:
        return None
    if len(codings) > 1:
        others = [_quick_coding(coding) for coding in codings[1:]]
        if None in others:
            return None
        made["traduzioni"] = [{"tipo": "Codice", **other} for other in others if other is not None]
    if len(obj) > 1:
        link = _quick_link(obj.get("extension"))
        if link is None or len(obj) > 2:
            return None
        made["originale"] = {"tipo": "Testo", "riferimento": {"valore": link}}
    return made


def _quick_coding(coding: Any) -> Json | None:
    if type(coding) is not dict:
        return None
    system, code, display = coding.get("system"), coding.get("code"), coding.get("display")
    if type(system) is not str or type(code) is not str or not system or not code:
        return None
    made: Json = {"codice": code, "sistema": CODES.load(system)}
    name = _system_name(made)
    if name is not None:
        made["nome_sistema"] = name
    if display is None and "_display" in coding:
        try:
            display = _label_of(system, coding["_display"])
        except (LookupError, TypeError):
            return None
    if display is not None:
        if type(display) is not str or not display:
            return None
        made["descrizione"] = display
    return made if len(coding) == 2 + (display is not None) else None


_LINK = f"{OURS}riferimento-narrativa"


def _quick_link(extensions: Any) -> str | None:
    """The link to the narrative, where it is all that the extensions say."""
    if type(extensions) is not list or len(extensions) != 1 or type(one := extensions[0]) is not dict or len(one) != 2 or one.get("url") != _LINK:
        return None
    link = one.get("valueString")
    return link if type(link) is str and link and not link.isspace() else None


def _quick_write_concept(value: Codice, family: str) -> Json | None:
    made = _quick_write_coding(value.__dict__, family)
    if made is None:
        return None
    held = value.__dict__
    codings = [made]
    for each in held["traduzioni"]:
        other = _quick_write_coding(each.__dict__, family)
        if other is None or each.originale is not None or each.traduzioni:
            return None
        codings.append(other)
    if held["originale"] is None:
        return {"coding": codings}
    text = held["originale"].__dict__
    if any(text[name] is not None for name in _TEXT_BUT_LINK) or text["riferimento"] is None or text["riferimento"].nullo is not None:
        return None
    link = text["riferimento"].valore
    return None if link is None else {"coding": codings, "extension": [{"url": _LINK, "valueString": link}]}


_TEXT_BUT_LINK = ("parole", "tipo_media", "rappresentazione", "lingua", "nullo")


def _quick_write_coding(held: Mapping[str, Any], family: str) -> Json | None:
    if held["codice"] is None or held["sistema"] is None or held["qualificatori"] or held.get("tipo_hl7") is not None:
        return None
    if held["nullo"] is not None or held["versione_sistema"] is not None or held["nome_sistema"] != _system_name(held):
        return None
    return _write_coding(held["codice"], held["sistema"], None, held["descrizione"], family=family)


_QUICK = Quick(_quick_concept, _quick_write_concept)
CC = Binding(Codice, *_CONCEPT, quick=_QUICK)
VALORE = Binding(ValoreCodificato, *_CONCEPT, Row("tipo_hl7", f"{mine('tipo-hl7')}.valueCode"), quick=_QUICK)
"""A coded value of an observation, which says its HL7 V3 type where that is not CD."""


def bare(system: str, leaf: Leaf) -> Binding:
    """A code where FHIR has a bare code: the system is that of the element."""
    name = _system_name({"sistema": system})
    return Binding(
        Codice,
        Row("codice", ".", leaf), Row("descrizione", f"{mine('descrizione')}.valueString"), Row("nullo", NULL_FLAVOR), _UNQUALIFIED,
        Drop("sistema", "FHIR fixes the code system of this element", lambda values: system if values.get("codice") else None),
        Drop("nome_sistema", _NAMELESS.why, lambda values: name if values.get("codice") else None),
        Row("traduzioni", f"{mine('traduzione')}*.valueCoding", CODING),
        Drop("versione_sistema", "FHIR fixes the code system of this element"), Drop("originale", "a bare code has no text"),
    )  # fmt: skip


def table(codes: Mapping[str, str], name: str, otherwise: str) -> Leaf:
    """A leaf for a code of a closed table; what the table does not have is written as `otherwise`, with the code itself beside it."""
    back = {fhir: code for code, fhir in reversed(list(codes.items()))}  # the first code of a meaning is the one that comes back
    url = f"{OURS}{name}"

    def dump(code: str) -> tuple[str, list[Json] | None]:
        made = codes.get(code)
        exact = made is not None and back[made] == code
        return made or otherwise, None if exact else [{"url": url, "valueString": code}]

    def load(value: Any, aside: Mapping[str, Json]) -> str:
        if url in aside:
            code: str = aside[url]["valueString"]
            if type(code) is not str or dump(code) != (value, [aside[url]]):
                raise ValueError("not the code beside this value")
            return code
        return back[value]

    return Leaf(load, dump, (url,))


# ---- quantities and times

_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_EXACT_NUMBER = f"{OURS}numero"
_UCUM = "http://unitsofmeasure.org"


def as_quantity(valore: str | None, unita: str | None) -> Json:
    """The keys of a Quantity with this number and this unit of UCUM."""
    made: Json = {}
    if valore is not None:
        if _JSON_NUMBER.fullmatch(valore):
            made["value"] = _number(valore)
        else:
            made["value"] = _number(_as_json(valore))
            made["_value"] = {"extension": [{"url": _EXACT_NUMBER, "valueString": valore}]}
    if unita is not None:
        made |= {"unit": unita, "system": _UCUM, "code": unita}
    return made


def _number(text: str) -> int | Number:
    """As reading JSON gives it: a whole number that is too long for one of 64 bits keeps its text."""
    return found if (found := number(text)) is not None else Number(text)


def _as_json(text: str) -> str:
    """The number as JSON writes it: no plus sign, a digit on both sides of the point."""
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.removeprefix("+"))
    mantissa, mark, exponent = digits.partition("e") if "e" in digits else digits.partition("E")
    whole, _, fraction = mantissa.partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{'.' + fraction if fraction else ''}{mark}{exponent}"


def _read_quantity(value: Any, beside: Any, unit: Any, system: Any, code: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if not (value is None or type(value) in (int, Number)) or not (code is None or type(code) is str):
        raise ValueError("not a quantity")
    valore = str(value) if value is not None else None
    if beside is not None:
        valore = str(beside["extension"][0]["valueString"])
    again = as_quantity(valore, code)
    given = {"value": value, "_value": beside, "unit": unit, "system": system, "code": code}
    return (valore, code), tuple(key for key, found in given.items() if found is not None and found != again.get(key))


def _write_amount(valore: str | None) -> Json:
    return as_quantity(valore, None)


def _read_amount(value: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    (valore, _), lost = _read_quantity(value, beside, None, None, None)
    return (valore,), lost


#: number and unit of a Quantity
GRANDEZZA = By(
    ("valore", "unita"), ("value", "_value", "unit", "system", "code"), as_quantity, _read_quantity, "a UCUM unit is written as unit and as code"
)  # fmt: skip


def numero(field: str) -> By:
    """A number that is kept as written, at the `value` of a Quantity or of Money."""
    return By((field,), ("value", "_value"), _write_amount, _read_amount, "what JSON takes for no number stands beside it")


NUMERO = numero("valore")
QUANTITA_TRADOTTA = Binding(
    QuantitaTradotta,
    NUMERO, Row("codice", "code"), Row("sistema", "system", CODE_SYSTEM), Row("descrizione", "unit"),
    Row("nome_sistema", f"{mine('nome-sistema')}.valueString"),
)  # fmt: skip
QUANTITA = Binding(
    Quantita,
    GRANDEZZA, _NULL, Row("traduzioni", f"{official('iso21090-PQ-translation')}*.valueQuantity", QUANTITA_TRADOTTA),
)  # fmt: skip

MOMENTO = Binding(Momento, Row("valore", ".", TIME), _NULL)
NASCITA = Binding(Momento, Row("valore", ".", BIRTH), _NULL)
PERIODO = Binding(
    Periodo,
    Row("inizio", "start", MOMENTO), Row("fine", "end", MOMENTO), Row("durata", f"{mine('durata')}.valueQuantity", QUANTITA),
    Row("centro", f"{mine('centro')}.valueDateTime", MOMENTO), _NULL,
)  # fmt: skip
_NEAREST = Leaf(None, lambda text: dump(text)[0])
#: a point in time where FHIR wants a period: it begins and ends there
_ISTANTE = Binding(
    Momento,
    Row("valore", "start", TIME), Fixed("end", Same("valore", _NEAREST), when="valore"),
    Fixed(f"{mine('momento')}.valueBoolean", value=True), _NULL,
)  # fmt: skip


def quando(field: str, name: str) -> Choice:
    """A time that may be a point or an interval, where FHIR has a choice of both (`effective[x]`, `value[x]`)."""
    return Choice(field, f"{name}[x]", {"DateTime": MOMENTO, "Period": PERIODO})


def quando_periodo(field: str, name: str) -> Choice:
    """The same where FHIR has a period only."""
    return Choice(field, name, {f"[extension.url='{OURS}momento']": _ISTANTE, ".": PERIODO})


def _to_the_day(momento: Momento) -> bool:
    day = (momento.valore or "")[:8]
    return len(day) == len("AAAAMMGG") and day.isdigit()


def quando_al_giorno(field: str, name: str) -> Choice:
    """The same where R4 takes no point in time that is coarser than a day: such a one is a period."""
    point = Binding(Momento, *MOMENTO.words, meant=_to_the_day)
    return Choice(field, f"{name}[x]", {"DateTime": point, f"Period[extension.url='{OURS}momento']": _ISTANTE, "Period": PERIODO})


_PERIOD = f"{OURS}periodo"


def _write_occurrence(value: Momento | Periodo) -> tuple[str | None, list[Json] | None]:
    """R4 wants a point in time for what happened: of an interval its beginning, and the interval itself in an extension."""
    start = value if isinstance(value, Momento) else value.inizio
    made, aside = (None, None) if start is None or start.valore is None else dump(start.valore)
    if isinstance(value, Periodo):
        return made, [{"url": _PERIOD, "valuePeriod": as_json(PERIODO, "Period", value)}]
    return made, aside if value.nullo is None else [*(aside or ()), {"url": NULL_FLAVOR_URL, "valueCode": value.nullo}]


def _read_occurrence(value: Any, aside: Mapping[str, Json]) -> Json:
    if _PERIOD in aside:
        period = as_values(PERIODO, "Period", said(aside[_PERIOD], "valuePeriod"))
        made = {"tipo": "Periodo", **period}
        if len(aside) > 1 or _write_occurrence(Periodo.model_validate(made))[0] != value:
            raise ValueError("the interval does not begin there")
        return made
    point: Json = {} if value is None and EXACT not in aside else {"valore": load(value, dict(aside))}
    return {"tipo": "Momento", **point} | ({"nullo": said(aside[NULL_FLAVOR_URL], "valueCode")} if NULL_FLAVOR_URL in aside else {})


OCCORRENZA = Leaf(_read_occurrence, _write_occurrence, (EXACT, _PERIOD, NULL_FLAVOR_URL))
"""A point in time or an interval, where R4 has a dateTime only."""

# ---- addresses, contacts, names

_LINE = {"via": "iso21090-ADXP-streetName", "civico": "iso21090-ADXP-houseNumber", "precisazione": "iso21090-ADXP-additionalLocator"}
_BACK_LINE = {f"{HL7}{name}": field for field, name in _LINE.items()}


def _write_lines(vie: tuple[str, ...], via: str | None, civico: str | None, precisazione: str | None) -> Json:
    """The street lines; street, number and the rest that are written apart make one more line, and say what they are."""
    apart = [
        (f"{HL7}{_LINE[name]}", value) for name, value in (("via", via), ("civico", civico), ("precisazione", precisazione)) if value is not None
    ]
    made: Json = {"line": list(vie)} if vie else {}
    if apart:
        made["line"] = [*vie, " ".join(value for _, value in apart)]
        made["_line"] = [*[None] * len(vie), {"extension": [{"url": url, "valueString": value} for url, value in apart]}]
    return made


def _read_lines(line: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if type(line) is not list or not all(type(item) is str and item for item in line):
        raise ValueError("not street lines")
    apart: dict[str, str] = {}
    for each in (beside or [None])[-1:]:
        for extension in (each or {}).get("extension", ()):
            apart[_BACK_LINE[extension["url"]]] = extension["valueString"]
    vie = line[: len(line) - 1] if apart else line
    values = (tuple(vie), apart.get("via"), apart.get("civico"), apart.get("precisazione"))
    again = _write_lines(*values)
    if again == {key: found for key, found in (("line", line), ("_line", beside)) if found is not None}:
        return values, ()
    return (tuple(line), None, None, None), ("_line",)


_USES = {"H": "home", "WP": "work", "TMP": "temp", "OLD": "old"}
_ADDRESS_USE = table(_USES | {"BAD": "old", "HP": "home", "HV": "home", "DIR": "work", "PUB": "work"}, "uso", "home")
_CONTACT_USE = table({"HP": "home", "WP": "work", "TMP": "temp", "OLD": "old", "MC": "mobile"}, "uso", "home")
_NAME_USE = table({"L": "official", "C": "usual", "P": "nickname", "A": "anonymous"}, "uso", "usual")
COMUNI = "https://www.hl7.it/fhir/terminology/CodeSystem/istat-unitaAmministrativeTerritoriali"

INDIRIZZO = Binding(
    Indirizzo,
    Row("uso", "use", _ADDRESS_USE), Row("testo", "text"),
    By(("vie", "via", "civico", "precisazione"), ("line", "_line"), _write_lines, _read_lines, "street and number written apart make a line"),
    Row("comune", "city"),
    In(f"city.{official('iso21090-SC-coding')}.valueCoding", Fixed("system", COMUNI, when="codice_comune"), Row("codice_comune", "code")),
    Row("provincia", "district"), Row("regione", "state"), Row("cap", "postalCode"), Row("stato", "country"), _NULL,
)  # fmt: skip

_SCHEMES = {"tel": "phone", "fax": "fax", "mailto": "email"}
_BACK_SCHEMES = {system: scheme for scheme, system in _SCHEMES.items()}


def _write_contact(valore: str | None) -> Json:
    if valore is None:
        return {}
    scheme, _, rest = valore.partition(":")
    if scheme in _SCHEMES and rest and not rest.isspace():
        return {"system": _SCHEMES[scheme], "value": rest}
    return {"system": "url" if valore.startswith(("http://", "https://")) else "other", "value": valore}


def _read_contact(system: Any, value: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    if type(value) is not str or not value or value.isspace():
        raise ValueError("not a contact")
    valore = f"{_BACK_SCHEMES[system]}:{value}" if system in _BACK_SCHEMES else value
    return (valore,), () if _write_contact(valore) == {"system": system, "value": value} else ("system",)


_PLAIN_USES = {"home": "HP", "work": "WP", "mobile": "MC", "temp": "TMP"}
_BACK_USES = {code: use for use, code in _PLAIN_USES.items()}


def _quick_contact(obj: Any, family: str) -> Json | None:
    """A telephone number or e-mail, and a plain use."""
    if type(obj) is not dict:
        return None
    value, system, use = obj.get("value"), obj.get("system"), obj.get("use")
    scheme = _BACK_SCHEMES.get(system) if type(system) is str else None
    if scheme is None or type(value) is not str or not value or value.isspace():
        return None
    made: Json = {"valore": f"{scheme}:{value}"}
    if use is not None:
        if type(use) is not str or use not in _PLAIN_USES:
            return None
        made["uso"] = _PLAIN_USES[use]
    return made if len(obj) == len(made) + 1 else None


def _quick_write_contact(value: Recapito, family: str) -> Json | None:
    held = value.__dict__
    if held["valore"] is None or held["nullo"] is not None:
        return None
    made = _write_contact(held["valore"])
    if held["uso"] is not None:
        if held["uso"] not in _BACK_USES:
            return None
        made["use"] = _BACK_USES[held["uso"]]
    return made


RECAPITO = Binding(
    Recapito,
    By(("valore",), ("system", "value"), _write_contact, _read_contact, "the scheme of the URI is the system of the contact"),
    Row("uso", "use", _CONTACT_USE), _NULL, quick=Quick(_quick_contact, _quick_write_contact),
)  # fmt: skip
NOME = Binding(
    Nome,
    Row("uso", "use", _NAME_USE), Row("testo", "text"), Row("cognome", "family"), Row("nomi", "given*"), Row("prefissi", "prefix*"),
    Row("suffissi", "suffix*"), _NULL,
)  # fmt: skip


def extension(name: str, kind: str, many: bool = False) -> str:
    """The path of a value in an extension of ours: `extension('relazione', 'Code')`."""
    return f"{mine(name)}{'*' if many else ''}.value{kind}"
