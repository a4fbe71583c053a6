"""Which XHTML says which element of the narrative: the table that writing and reading share.

FHIR R4 admits a part of XHTML 1.0 in a narrative (`fhir-xhtml.xsd`), and no attributes of one's own. What has an equal there is written as it. What
has none is a `div` or a `span` that bears the CDA name as a class (`cda-footnote`); a field without an attribute, or with a value that the attribute
does not take, is a class too (`cda-revised-insert`), with every other sign than letters, digits, `.`, `:` and `-` as its number between underscores.
So every narrative has a place for everything, and the way back is exact. Names of elements and fields are those of the CDA binding, told there once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, get_args

from siss_interop.messages.comune.narrativa import (
    ELEMENTI,
    NARRATIVA,
    ACapo,
    Apice,
    Brano,
    Cella,
    CellaIntestazione,
    Collegamento,
    Colonna,
    Corpo,
    Didascalia,
    Elenco,
    GruppoColonne,
    Narrativa,
    Nodo,
    Paragrafo,
    Pedice,
    Piede,
    Riga,
    RimandoNota,
    Tabella,
    Testata,
    VoceElenco,
)
from siss_interop.wire.words import Row

#: what each class of ours begins with
OURS = "cda-"
XHTML = "http://www.w3.org/1999/xhtml"
#: class of the list proper, where a list with a caption needs something around both
ITEMS = f"{OURS}items"
#: FHIR wants words in every narrative; where the document has none, this stands for "nothing"
EMPTY, EMPTY_TEXT = f"{OURS}empty", "—"

_NAME = r"[A-Za-z_][A-Za-z0-9._-]*"
_LENGTH = r"[-+]?(?:[0-9]+|[0-9]+(?:\.[0-9]+)?%)"
_NUMBER = r"[0-9]+"
_CLASS = rf"(?!{OURS})[A-Za-z0-9._:-]+"
_ALIGN = {"allineamento": ("align", ".+"), "verticale": ("valign", ".+")}
_SPAN = {"colonne": ("colspan", _NUMBER), "righe": ("rowspan", _NUMBER)}
_COLUMN = {"quante": ("span", _NUMBER), "larghezza": ("width", rf"{_LENGTH}|[1-9]?[0-9]*\*"), **_ALIGN}
#: A link is live when a person may follow it without harm: http, https, mailto, tel, a place in the document, a relative address. All other schemes
#: (`javascript:`, `data:`, `file:` ...), and signs that browsers pass over when they look for a scheme, leave the address as an inert class.
_LIVE = (
    r"(?:(?:[hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]|[tT][eE][lL]):|#|(?![^/?]*:))"
    r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|[^\W\x00-\x7f]|%[0-9A-Fa-f]{2})+"
)

#: fields that every element has -> the attribute for them, and which values it takes
_COMMON = {"id": ("id", _NAME), "stile": ("class", rf"{_CLASS}(?: {_CLASS})*"), "lingua": ("lang", r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")}

#: class -> element of XHTML, and for its own fields the attribute and which values that takes; classes that are not here have no element
_HTML: Mapping[type[Nodo], tuple[str, Mapping[str, tuple[str, str]]]] = {
    Narrativa: ("div", {}),
    Paragrafo: ("p", {}),
    Brano: ("span", {}),
    Pedice: ("sub", {}),
    Apice: ("sup", {}),
    ACapo: ("br", {}),
    Didascalia: ("caption", {}),
    RimandoNota: ("a", {"nota": ("href", _NAME)}),
    Collegamento: ("a", {"href": ("href", _LIVE), "nome": ("name", r"[A-Za-z0-9._:-]+"), "titolo": ("title", r"(?s:.+)")}),
    Elenco: ("ul", {}),
    VoceElenco: ("li", {}),
    Tabella: ("table", {
        "bordo": ("border", _NUMBER), "larghezza": ("width", _LENGTH), "sommario": ("summary", r"(?s:.+)"),
        "cornice": ("frame", "void|above|below|hsides|lhs|rhs|vsides|box|border"), "righe_interne": ("rules", "none|groups|rows|cols|all"),
        "spazio_celle": ("cellspacing", _LENGTH), "margine_celle": ("cellpadding", _LENGTH),
    }),
    Testata: ("thead", _ALIGN),
    Corpo: ("tbody", _ALIGN),
    Piede: ("tfoot", _ALIGN),
    Riga: ("tr", _ALIGN),
    Cella: ("td", {**_ALIGN, **_SPAN, "intestazioni": ("headers", rf"{_NAME}(?: {_NAME})*")}),
    CellaIntestazione: ("th", {**_ALIGN, **_SPAN, "ambito": ("scope", ".+")}),
    Colonna: ("col", _COLUMN),
    GruppoColonne: ("colgroup", _COLUMN),
}  # fmt: skip
#: how a list is numbered -> its element
LIST_TAGS: Mapping[str | None, str] = {"ordered": "ol", "unordered": "ul", None: "ul"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a field stands: in an attribute, if it `admits` the value, else in a class that begins with `token`."""

    field: str
    token: str
    attribute: str
    admits: Callable[[str], Any]
    prefix: str
    allowed: frozenset[str] | None
    """The values that the field takes, where they are few."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a class of the narrative looks: its element (`tag`, if it has one) with `strict` marks, and `div` or `span` with `loose` ones."""

    model: type[Nodo]
    token: str
    tag: str
    strict: tuple[Mark, ...]
    loose: tuple[Mark, ...]
    by_attribute: Mapping[str, Mark]
    """The strict marks, for a reader."""
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """The values of all marks."""
    blank: tuple[None, ...]
    """These values where there are none, as in most elements."""

    @property
    def tipo(self) -> str:
        """What picks the class in the model."""
        return self.model.__name__


def _never(_: str) -> None:
    return None


def _form(model: type[Nodo], name: str, rows: Iterator[Row]) -> Form:
    tag, own = _HTML.get(model, ("", {}))
    names = {row.field: f"{OURS}{row.path.removeprefix('@')}-" for row in rows}
    strict = {field: _mark(model, field, token, own.get(field) or _COMMON.get(field)) for field, token in names.items()}
    loose = {field: _mark(model, field, token, _COMMON.get(field)) for field, token in names.items()}
    by_attribute = {mark.attribute: mark for mark in strict.values() if mark.attribute}
    return Form(model, OURS + name, tag, tuple(strict.values()), tuple(loose.values()), by_attribute, itemgetter(*names), (None,) * len(names))


def _mark(model: type[Nodo], field: str, token: str, place: tuple[str, str] | None) -> Mark:
    attribute, pattern = place or ("", "")
    prefix = "#" if (model, field) == (RimandoNota, "nota") else ""
    choices = [choice for arg in get_args(model.model_fields[field].annotation) for choice in get_args(arg) if isinstance(choice, str)]
    return Mark(field, token, attribute, re.compile(pattern).fullmatch if place else _never, prefix, frozenset(choices) or None)


def _rows(words: tuple[Any, ...]) -> Iterator[Row]:
    return (word for word in words if isinstance(word, Row))


ROOT = _form(Narrativa, "text", _rows(NARRATIVA.words))
#: class -> its form; `Mixed` rows of a binding are the content, and no mark
FORMS: Mapping[type[Nodo], Form] = {
    binding.model: _form(binding.model, name, _rows(binding.words)) for name, binding in ELEMENTI.items() if issubclass(binding.model, Nodo)
}
BY_TOKEN: Mapping[str, Form] = {form.token: form for form in FORMS.values()}
#: element -> the form that it says by itself
BY_TAG: Mapping[str, Form] = {form.tag: form for form in FORMS.values() if form.tag and form.model is not RimandoNota} | {"ol": FORMS[Elenco]}

_UNSAFE = re.compile(r"[^A-Za-z0-9.:-]")
_CODED = re.compile(r"_([0-9a-f]{1,6})_")


def coded(value: str) -> str:
    """A value as part of a class."""
    return _UNSAFE.sub(lambda sign: f"_{ord(sign[0]):x}_", value)


def decoded(text: str) -> str | None:
    """The value of a class made by :func:`coded`; None if it was not."""
    if "_" in _CODED.sub("", text):
        return None
    try:
        return _CODED.sub(lambda number: chr(int(number[1], 16)), text)
    except (ValueError, OverflowError):
        return None
