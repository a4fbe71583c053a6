"""The narrative as the XHTML of a FHIR resource, and back: `from_xhtml(to_xhtml(narrative)) == (narrative, ())` for every narrative.

Written are only elements and attributes that FHIR R4 admits (txt-1), nested as XHTML wants them. Where a paragraph or a table holds what XHTML does
not allow there (a caption, a footnote with a table), a `div` or `span` with the CDA name as class takes its place; see `xhtml_forme`. A narrative
without a word gets a dash in an element of its own (txt-2), which reading leaves out. A link with a scheme that could do harm keeps its words and is
no link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from siss_interop.messages.comune.narrativa import (
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
    Immagine,
    Narrativa,
    Nodo,
    NotaPagina,
    Paragrafo,
    Pedice,
    Piede,
    Riga,
    RimandoNota,
    Tabella,
    Testata,
    VoceElenco,
)
from siss_interop.messages.comune.xhtml_forme import BY_TAG, EMPTY, EMPTY_TEXT, FORMS, ITEMS, LIST_TAGS, ROOT, XHTML, Form, Mark, coded
from siss_interop.messages.comune.xhtml_lettura import from_xhtml, values_of

__all__ = ["from_xhtml", "to_xhtml", "values_of"]

# What may stand where: blocks and text; text only; text without links; the parts of a table or list that XHTML asks for.
_FLOW, _INLINE, _LINK, _PART = range(4)

_PLACEHOLDER = f'<p class="{EMPTY}">{EMPTY_TEXT}</p>'


def to_xhtml(narrativa: Narrativa) -> str:
    """The `div` of a FHIR narrative."""
    out: list[str] = []
    _open(narrativa, "", "div", ROOT, ROOT.strict, out)
    out[0] = f'<div xmlns="{XHTML}"{out[0][4:]}'
    _content(narrativa.contenuto, _FLOW, out)
    if not says_something(narrativa.contenuto):
        out.append(_PLACEHOLDER)
    out.append("</div>")
    return "".join(out)


def says_something(items: Iterable[str | Nodo]) -> bool:
    return any(not item.isspace() if isinstance(item, str) else says_something(item.contenuto) for item in items)


def _content(items: Iterable[str | Nodo], where: int, out: list[str]) -> None:
    for item in items:
        if isinstance(item, str):
            out.append(_escaped(item))
        else:
            _WRITERS[type(item)](item, where, out)


_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_SPECIAL = re.compile(r"[&<>\r]")


def _escaped(text: str) -> str:
    return text.translate(_IN_TEXT) if _SPECIAL.search(text) else text


def _open(node: Nodo, token: str, tag: str, form: Form, marks: Iterable[Mark], out: list[str]) -> None:
    """The start tag. `token` is the class that names the element, where the tag does not name it."""
    said = node.__dict__
    if not token and form.values(said) == form.blank:
        out.append(f"<{tag}>")
        return
    attributes, classes = "", [token] if token else []
    for mark in marks:
        value = said[mark.field]
        if value is None:
            continue
        if not mark.admits(value):
            classes.append(mark.token + coded(value))
        elif mark.attribute == "class":
            classes.append(value)
        else:
            attributes += f' {mark.attribute}="{mark.prefix}{value.translate(_IN_VALUE)}"'
    if classes:
        attributes += f' class="{" ".join(classes)}"'
    out.append(f"<{tag}{attributes}>")


def _strict(node: Nodo, form: Form, inside: int, out: list[str]) -> None:
    """The element that XHTML has for it."""
    _open(node, "" if BY_TAG[form.tag] is form else form.token, form.tag, form, form.strict, out)
    _content(node.contenuto, inside, out)
    out.append(f"</{form.tag}>")


def _loose(node: Nodo, form: Form, where: int, out: list[str], *, inline: bool = False) -> None:
    """An element of no meaning, named by its class. `inline` says that its content is known to be."""
    tag, inside = ("div", _FLOW) if where == _FLOW and not inline else ("span", max(where, _INLINE))
    _open(node, "" if BY_TAG.get(tag) is form else form.token, tag, form, form.loose, out)
    _content(node.contenuto, inside, out)
    out.append(f"</{tag}>")


def is_inline(items: Iterable[str | Nodo]) -> bool:
    """Whether all of it may stand in a line. What is inside a link or a sub- or superscript is made to."""
    return all(isinstance(item, str) or type(item) in _ALWAYS_INLINE or (type(item) in _TEXT and is_inline(item.contenuto)) for item in items)


_ALWAYS_INLINE = frozenset({Pedice, Apice, ACapo, RimandoNota, Collegamento})
_TEXT = frozenset({Brano, NotaPagina, Immagine})


def _text(node: Nodo, where: int, out: list[str]) -> None:
    _loose(node, FORMS[type(node)], where, out, inline=where == _FLOW and is_inline(node.contenuto))


def _paragraph(node: Nodo, where: int, out: list[str]) -> None:
    if where == _FLOW and is_inline(node.contenuto):
        _strict(node, FORMS[Paragrafo], _INLINE, out)
    else:
        _loose(node, FORMS[Paragrafo], where, out)


def _script(node: Nodo, where: int, out: list[str]) -> None:
    _strict(node, FORMS[type(node)], max(where, _INLINE), out)


def _break(node: Nodo, where: int, out: list[str]) -> None:
    form = FORMS[ACapo]
    if node.contenuto or node.lingua is not None:
        _loose(node, form, where, out, inline=True)
        return
    _open(node, "", "br", form, form.strict, out)
    out[-1] = out[-1][:-1] + "/>"


def _link(node: Nodo, where: int, out: list[str]) -> None:
    """A link where one may stand and it leads somewhere, else its words; `class` then keeps the address."""
    form = FORMS[type(node)]
    live = where != _LINK and any(mark.attribute in _LEADS and (value := node.__dict__[mark.field]) and mark.admits(value) for mark in form.strict)
    if live:
        _strict(node, form, _LINK, out)
    else:
        _loose(node, form, where, out, inline=True)


_LEADS = ("href", "name")


def _list(node: Nodo, where: int, out: list[str]) -> None:
    form, items = FORMS[Elenco], node.contenuto
    captioned = list_shape(node) if where == _FLOW else None
    if captioned is None:
        _loose(node, form, where, out)
        return
    ordine = node.__dict__["ordine"]
    tag = LIST_TAGS[ordine]
    if not captioned:
        _open(node, "" if ordine else form.token, tag, form, (mark for mark in form.strict if mark.field != "ordine"), out)
        _content(items, _PART, out)
        out.append(f"</{tag}>")
    else:
        _open(node, form.token, "div", form, form.loose, out)
        _content(items[:1], _FLOW, out)
        out.append(f'<{tag} class="{ITEMS}">')
        _content(items[1:], _PART, out)
        out.append(f"</{tag}></div>")


def _table(node: Nodo, where: int, out: list[str]) -> None:
    if where == _FLOW and is_table(node):
        _strict(node, FORMS[Tabella], _PART, out)
    else:
        _loose(node, FORMS[Tabella], where, out)


def _part(node: Nodo, where: int, out: list[str]) -> None:
    if where == _PART:
        _strict(node, FORMS[type(node)], _INSIDE.get(type(node), _PART), out)
    else:
        _loose(node, FORMS[type(node)], where, out)


def _column(node: Nodo, where: int, out: list[str]) -> None:
    _part(node, where, out)
    if where == _PART:
        out[-2:] = [out[-2][:-1] + "/>"]


_INSIDE = {VoceElenco: _FLOW, Cella: _FLOW, CellaIntestazione: _FLOW, Didascalia: _INLINE}

#: one letter for each class that has a fixed place in a table or list
_LETTERS: Mapping[type[str | Nodo], str] = {
    Didascalia: "d", VoceElenco: "i", Colonna: "c", GruppoColonne: "g", Testata: "h", Piede: "f", Corpo: "b", Riga: "r",
    Cella: "t", CellaIntestazione: "t",
}  # fmt: skip
_LIST = re.compile("(d?)i+")
_TABLE = re.compile("d?(?:c*|g*)h?f?(?:b+|r+)")
#: what XHTML wants in a part of a table
_PARTS: Mapping[type[Nodo], re.Pattern[str]] = {
    Colonna: re.compile(""), GruppoColonne: re.compile("c*"), Testata: re.compile("r+"), Piede: re.compile("r+"), Corpo: re.compile("r+"),
    Riga: re.compile("t+"),
}  # fmt: skip


def _shape(items: Iterable[str | Nodo]) -> str:
    return "".join([_LETTERS.get(type(item), "x") for item in items])


def list_shape(node: Nodo) -> bool | None:
    """Whether a list begins with a caption; None where it holds more than a caption and items."""
    shape = _LIST.fullmatch(_shape(node.contenuto))
    return None if shape is None else bool(shape[1])


def is_table(node: Nodo) -> bool:
    """Whether a table and its parts hold just what XHTML admits there."""
    return _TABLE.fullmatch(_shape(node.contenuto)) is not None and all(_part_fits(part) for part in node.contenuto)


def _part_fits(part: str | Nodo) -> bool:
    if isinstance(part, str):
        return False
    wanted = _PARTS.get(type(part))
    if wanted is None or wanted.fullmatch(_shape(part.contenuto)) is None:
        return wanted is None
    return type(part) is Riga or all(_part_fits(each) for each in part.contenuto)  # what a cell holds is its own affair


_WRITERS: Mapping[type[Nodo], Callable[[Nodo, int, list[str]], None]] = {
    Paragrafo: _paragraph, Brano: _text, NotaPagina: _text, Immagine: _text, Pedice: _script, Apice: _script, ACapo: _break,
    RimandoNota: _link, Collegamento: _link, Elenco: _list, Tabella: _table, Colonna: _column,
    **dict.fromkeys((Didascalia, VoceElenco, Testata, Corpo, Piede, Riga, Cella, CellaIntestazione, GruppoColonne), _part),
}  # fmt: skip
