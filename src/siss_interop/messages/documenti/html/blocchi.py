"""The narrative of a section as HTML5. Nothing of the document becomes an attribute or a class unless it is on a short list; its ids get a prefix.

Where HTML has no room for an element (a table inside a line of text), its words stand in a `div` or `span`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from siss_interop.messages.comune.enunciati.generici import OggettoMultimediale
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
from siss_interop.messages.comune.xhtml import is_inline, is_table, list_shape, says_something
from siss_interop.messages.comune.xhtml_forme import FORMS
from siss_interop.messages.documenti.html.immagini import indirizzo, oggetti

#: what may stand at a place: blocks and text; text; text without links; the parts of a table or list
_FLUSSO, _RIGA, _SENZA_LINK, _PARTE = range(4)
#: before each id of the document, so that none is one of the page's own
PREFISSO = "t-"

_STILI: Mapping[str, str] = {"bold": "b", "italics": "i", "emphasis": "i", "underline": "u"}
_ALLINEA: Mapping[str | None, str] = {"center": "a-center", "right": "a-right"}
_NUMERI: Mapping[str, str] = {"littleroman": "i", "bigroman": "I", "littlealpha": "a", "bigalpha": "A", "arabic": "1"}
LINGUA = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_INDIRIZZO = re.compile(r"(?:https?|mailto|tel):|#", re.IGNORECASE)
_APERTO = next(mark.admits for mark in FORMS[Collegamento].strict if mark.field == "href")
_QUANTE = re.compile("[1-9][0-9]{0,2}")
_TESTO = re.compile(r'[&<>"\r]')
_SEGNI = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def testo(parole: str) -> str:
    """Words as HTML, in text or between double quotes."""
    return parole.translate(_SEGNI) if _TESTO.search(parole) else parole


class Foglio:
    """The page that is being written: what was written, the ids that are taken, the title of the section, the pictures of the document."""

    def __init__(self, documento: object) -> None:
        self.out: list[str] = []
        self.ids: set[str] = set()
        self.immagini = False
        self.titolo = ""
        self._documento = documento
        self._oggetti: dict[str, OggettoMultimediale] | None = None

    def oggetto(self, nome: str) -> OggettoMultimediale | None:
        """A medium of the document by its xml id. They are looked for when the first is asked for."""
        if self._oggetti is None:
            self._oggetti = {each.id_xml: each for each in oggetti(self._documento) if each.id_xml}
        return self._oggetti.get(nome)

    def contenuto(self, items: Iterable[str | Nodo], dove: int = _FLUSSO) -> None:
        """Text and elements in their order."""
        out = self.out
        for item in items:
            if isinstance(item, str):
                out.append(testo(item))
            else:
                _SCRIVE[type(item)](self, item, dove)

    def apri(self, tag: str, nodo: Nodo, classe: str = "", altro: str = "") -> None:
        """The start tag with what every element of the narrative may carry: id, language, and the styles that we know."""
        said = nodo.__dict__
        if (name := said["id"]) is not None and (name := ident(name)) not in self.ids and name:
            self.ids.add(name)
            altro += f' id="{name}"'
        if (lingua := said["lingua"]) is not None and LINGUA.fullmatch(lingua):
            altro += f' lang="{lingua}"'
        if (stile := said["stile"]) is not None:
            styles = (_STILI.get(word.lower(), "") for word in stile.split())
            classe = " ".join(dict.fromkeys(word for word in (classe, *styles) if word))
        self.out.append(f'<{tag} class="{classe}"{altro}>' if classe else f"<{tag}{altro}>")

    def intero(self, tag: str, nodo: Nodo, dentro: int, classe: str = "", altro: str = "") -> None:
        """The element with its content."""
        self.apri(tag, nodo, classe, altro)
        self.contenuto(nodo.contenuto, dentro)
        self.out.append(f"</{tag}>")


def ident(nome: str) -> str:
    """An id of the document as one of the page; empty where HTML has no such id."""
    return PREFISSO + testo(nome) if nome and not any(sign.isspace() for sign in nome) else ""


def _sciolto(foglio: Foglio, nodo: Nodo, dove: int, classe: str = "") -> None:
    """An element that has no place of its own here: its words in a block, or in the line."""
    if dove == _FLUSSO and not is_inline(nodo.contenuto):
        foglio.intero("div", nodo, _FLUSSO, classe)
    else:
        foglio.intero("span", nodo, max(min(dove, _SENZA_LINK), _RIGA), classe)


def _paragrafo(foglio: Foglio, nodo: Nodo, dove: int) -> None:
    if dove == _FLUSSO:
        foglio.intero(*(("p", nodo, _RIGA) if is_inline(nodo.contenuto) else ("div", nodo, _FLUSSO)))
    else:
        _sciolto(foglio, nodo, dove)


def _brano(foglio: Foglio, nodo: Any, dove: int) -> None:
    inside = max(min(dove, _SENZA_LINK), _RIGA)
    if nodo.revisione is not None:
        block = dove == _FLUSSO and not is_inline(nodo.contenuto)
        foglio.intero("ins" if nodo.revisione == "insert" else "del", nodo, _FLUSSO if block else inside)
    else:
        _sciolto(foglio, nodo, dove)


def _indice(tag: str) -> Callable[[Foglio, Nodo, int], None]:
    return lambda foglio, nodo, dove: foglio.intero(tag, nodo, max(min(dove, _SENZA_LINK), _RIGA))


def _a_capo(foglio: Foglio, nodo: Nodo, dove: int) -> None:
    foglio.out.append("<br>")
    if nodo.contenuto:
        foglio.contenuto(nodo.contenuto, max(min(dove, _SENZA_LINK), _RIGA))


def _nota(foglio: Foglio, nodo: Nodo, dove: int) -> None:
    _sciolto(foglio, nodo, dove, "nota")


def _rimando(foglio: Foglio, nodo: Any, dove: int) -> None:
    target = ident(nodo.nota or "")
    if dove == _SENZA_LINK or not target:
        _sciolto(foglio, nodo, dove)
    else:
        foglio.apri("a", nodo, altro=f' href="#{target}"')
        foglio.contenuto(nodo.contenuto or ("[nota]",), _SENZA_LINK)
        foglio.out.append("</a>")


def _collegamento(foglio: Foglio, nodo: Any, dove: int) -> None:
    href = nodo.href or ""
    if dove == _SENZA_LINK or not _INDIRIZZO.match(href) or not _APERTO(href):
        _sciolto(foglio, nodo, dove)
        return
    target = f"#{ident(href[1:])}" if href[0] == "#" else testo(href)
    title = f' title="{testo(nodo.titolo)}"' if nodo.titolo else ""
    foglio.apri("a", nodo, altro=f' href="{target}"{title} rel="noopener noreferrer nofollow"')
    foglio.contenuto(nodo.contenuto if says_something(nodo.contenuto) else (href,), _SENZA_LINK)
    foglio.out.append("</a>")


def parole_di(items: Iterable[str | Nodo]) -> str:
    """The words of a piece of narrative, without markup."""
    return " ".join("".join(item if isinstance(item, str) else f" {parole_di(item.contenuto)} " for item in items).split())


def _immagine(foglio: Foglio, nodo: Any, dove: int) -> None:
    words = parole_di(nodo.contenuto)
    for name in (nodo.oggetti or "").split() or ("",):
        found = foglio.oggetto(name)
        address = indirizzo(found.contenuto) if found is not None else None
        if address is not None:
            foglio.immagini = True
            foglio.out.append(f'<img src="{address}" alt="{testo(words or "Immagine del documento")}">')
        else:
            foglio.out.append('<span class="immagine">[Immagine non mostrata]</span> ')
    _sciolto(foglio, nodo, dove)


def _elenco(foglio: Foglio, nodo: Any, dove: int) -> None:
    captioned = list_shape(nodo) if dove == _FLUSSO else None
    if captioned is None:
        _sciolto(foglio, nodo, dove)
        return
    items = nodo.contenuto
    if captioned:
        foglio.intero("p", items[0], _RIGA, "didascalia") if is_inline(items[0].contenuto) else foglio.intero("div", items[0], _FLUSSO, "didascalia")
    kind = next((_NUMERI[word] for word in (nodo.stile or "").lower().split() if word in _NUMERI), "")
    tag = "ol" if nodo.ordine == "ordered" else "ul"
    foglio.apri(tag, nodo, altro=f' type="{kind}"' if kind and tag == "ol" else "")
    foglio.contenuto(items[1:] if captioned else items, _PARTE)
    foglio.out.append(f"</{tag}>")


def _tabella(foglio: Foglio, nodo: Any, dove: int) -> None:
    if dove != _FLUSSO or not is_table(nodo):
        _sciolto(foglio, nodo, dove)
        return
    items = nodo.contenuto
    caption = items[0] if isinstance(items[0], Didascalia) else None
    name = testo((parole_di(caption.contenuto) if caption is not None else nodo.sommario) or "Tabella")
    foglio.out.append(f'<div class="scorri" role="group" aria-label="{name}" tabindex="0">')
    foglio.apri("table", nodo)
    if caption is None and nodo.sommario:
        foglio.out.append(f"<caption>{testo(nodo.sommario)}</caption>")
    foglio.contenuto(items, _PARTE)
    foglio.out.append("</table></div>")


def _parte(tag: str, dentro: int = _PARTE) -> Callable[[Foglio, Nodo, int], None]:
    def write(foglio: Foglio, nodo: Nodo, dove: int) -> None:
        if dove == _PARTE:
            foglio.intero(tag, nodo, dentro)
        else:
            _sciolto(foglio, nodo, dove)

    return write


def _didascalia(foglio: Foglio, nodo: Nodo, dove: int) -> None:
    """A caption; one that only repeats the head above it is for those who hear the page."""
    if dove == _PARTE:
        foglio.intero("caption", nodo, _RIGA, "nascosto" if parole_di(nodo.contenuto) == foglio.titolo else "")
    else:
        _sciolto(foglio, nodo, dove, "didascalia")


def _testata(foglio: Foglio, nodo: Nodo, dove: int) -> None:
    """The head of a table: whatever a document calls its cells, they head their columns."""
    if dove != _PARTE:
        _sciolto(foglio, nodo, dove)
        return
    foglio.apri("thead", nodo)
    for row in nodo.contenuto:
        if isinstance(row, Riga):
            foglio.apri("tr", row)
            for cell in row.contenuto:
                if isinstance(cell, Nodo):
                    _cella(foglio, cell, _PARTE, intesta="col")
            foglio.out.append("</tr>")
    foglio.out.append("</thead>")


def _cella(foglio: Foglio, nodo: Any, dove: int, intesta: str = "") -> None:
    if dove != _PARTE:
        _sciolto(foglio, nodo, dove)
        return
    said = nodo.__dict__
    heads = type(nodo) is CellaIntestazione or (intesta and says_something(nodo.contenuto))
    other = f' scope="{said.get("ambito") or intesta or "row"}"' if heads else ""
    for field, attribute in (("colonne", "colspan"), ("righe", "rowspan")):
        if (value := said[field]) is not None and _QUANTE.fullmatch(value):
            other += f' {attribute}="{value}"'
    if said.get("intestazioni"):
        other += f' headers="{" ".join(map(ident, said["intestazioni"].split()))}"'
    foglio.intero("th" if heads else "td", nodo, _FLUSSO, _ALLINEA.get(said["allineamento"], ""), other)


def _colonna(foglio: Foglio, nodo: Nodo, dove: int) -> None:
    if dove != _PARTE:  # in a table a column only says how wide it is
        _sciolto(foglio, nodo, dove)


_SCRIVE: Mapping[type[Nodo], Callable[[Foglio, Any, int], None]] = {
    Paragrafo: _paragrafo, Brano: _brano, Pedice: _indice("sub"), Apice: _indice("sup"), ACapo: _a_capo, NotaPagina: _nota, RimandoNota: _rimando,
    Collegamento: _collegamento, Immagine: _immagine, Elenco: _elenco, VoceElenco: _parte("li", _FLUSSO), Tabella: _tabella,
    Didascalia: _didascalia, Testata: _testata, Corpo: _parte("tbody"), Piede: _parte("tfoot"), Riga: _parte("tr"), Cella: _cella,
    CellaIntestazione: _cella, Colonna: _colonna, GruppoColonne: _colonna,
}  # fmt: skip
