"""The page: header, sections in order with their narratives, and who answers for the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.parole import codice
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.comune.xhtml import says_something
from siss_interop.messages.documenti.html import testata
from siss_interop.messages.documenti.html.blocchi import LINGUA, Foglio, testo
from siss_interop.messages.documenti.html.immagini import indirizzo
from siss_interop.messages.documenti.html.stile import STILE, politica
from siss_interop.messages.documenti.narrativa import tabella
from siss_interop.messages.documenti.parti import sezioni, titoli

#: heads below this level all look alike
_ULTIMO = 6


def pagina(documento: Documento, titolo: str) -> str:
    """The document as one HTML page; `titolo` is its name where it bears none. The same document gives the same page.

    A section without a narrative is shown by a table of its coded entries, and says so.
    """
    held: Any = documento
    name = " ".join((documento.titolo or titolo).split())
    sheet = Foglio(documento)
    out = sheet.out
    parts = [(part, _titolo(part, usual), f"s{at}") for at, (part, usual) in enumerate(_sezioni(documento), start=1)]
    out.append(f"<header><h1>{testo(name)}</h1>")
    _elenco(out, "assistito", "Assistito", testata.righe_assistito(documento.assistito))
    _elenco(out, "documento", "Documento", testata.righe_documento(documento, getattr(held, "codice", None)))
    out.append("</header>")
    if len(parts) > 1:
        links = "".join(f'<li><a href="#{at}">{testo(title)}</a></li>' for _, title, at in parts)
        out.append(f'<nav aria-labelledby="indice"><h2 id="indice">Indice</h2><ol>{links}</ol></nav>')
    out.append(f'<main id="contenuto" tabindex="-1"{_lingua(documento.lingua)}>')
    for part, title, at in parts:
        _sezione(sheet, part, title, at, 2)
    if getattr(held, "corpo", None) is not None:
        _corpo(sheet, held.corpo)
    out.append("</main><footer>")
    _elenco(out, "custodia", "Firma e custodia", testata.righe_custodia(documento))
    out.append("</footer></body></html>\n")
    return _testa(name, immagini=sheet.immagini) + "".join(out)


def _testa(name: str, *, immagini: bool) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="it"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{politica(immagini=immagini)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f'<title>{testo(name)}</title><style>{STILE}</style></head><body><a class="salta" href="#contenuto">Vai al contenuto</a>'
    )


def _lingua(lingua: str | None) -> str:
    return f' lang="{lingua}"' if lingua is not None and LINGUA.fullmatch(lingua) else ""


def _elenco(out: list[str], name: str, titolo: str, righe: Iterable[testata.Riga]) -> None:
    """Names and what they say."""
    pairs = "".join(f"<dt>{testo(term)}</dt><dd>{testo(words)}</dd>" for term, words in righe if words)
    if pairs:
        out.append(f'<section aria-labelledby="{name}"><h2 id="{name}">{titolo}</h2><dl>{pairs}</dl></section>')


def _sezioni(parte: BaseModel) -> Iterator[tuple[Any, str]]:
    usual = titoli(type(parte))
    return ((each, usual.get(name, "")) for name, _, each in sezioni(parte))


def _titolo(parte: Any, usual: str) -> str:
    return parte.titolo or usual or getattr(parte, "etichetta", None) or codice(getattr(parte, "codice", None)) or "Sezione senza titolo"


def _sezione(foglio: Foglio, parte: Any, titolo: str, at: str, livello: int) -> None:
    out = foglio.out
    level = min(livello, _ULTIMO)
    out.append(f'<section id="{at}" aria-labelledby="{at}-titolo"{_lingua(parte.lingua)}><h{level} id="{at}-titolo">{testo(titolo)}</h{level}>')
    if parte.riservatezza is not None and parte.riservatezza.codice != "N":
        out.append(f'<p class="avviso">Riservatezza: {testo(codice(parte.riservatezza))}</p>')
    if parte.autori:
        out.append(f'<p class="avviso">Sezione redatta da: {testo("; ".join(map(testata.persona, parte.autori)))}</p>')
    inner = list(_sezioni(parte))
    _testo(foglio, parte, titolo, vuota=not inner)
    for number, (each, usual) in enumerate(inner, start=1):
        _sezione(foglio, each, _titolo(each, usual), f"{at}-{number}", livello + 1)
    out.append("</section>")


def _testo(foglio: Foglio, parte: Any, titolo: str, *, vuota: bool) -> None:
    """The narrative of a section, else a table of its entries."""
    foglio.titolo = " ".join(titolo.split())
    if parte.testo is not None and (says_something(parte.testo.contenuto) or parte.testo.contenuto):
        foglio.intero("div", parte.testo, 0)
        return
    entries = (*getattr(parte, "voci", ()), *getattr(parte, "altre_voci", ()))
    if entries:
        foglio.out.append('<p class="avviso">La sezione non ha un testo: ecco ciò che dicono le sue voci codificate.</p>')
        foglio.contenuto(tabella(entries, titolo, "voce").contenuto)
    elif vuota:
        foglio.out.append('<p class="avviso">La sezione è vuota.</p>')


def _corpo(foglio: Foglio, corpo: Any) -> None:
    """A body without sections: its words, or its picture; of anything else only what it is."""
    address = indirizzo(corpo)
    if address is not None:
        foglio.immagini = True
        foglio.out.append(f'<p><img src="{address}" alt="Corpo del documento"></p>')
    elif corpo.parole is not None and corpo.rappresentazione != "B64" and (corpo.tipo_media or "text/plain") == "text/plain":
        foglio.out.append(f"<pre>{testo(corpo.parole)}</pre>")
    else:
        kind = testo(corpo.tipo_media or "di tipo non indicato")
        foglio.out.append(f'<p class="avviso">Il corpo del documento non è diviso in sezioni ({kind}) e non è mostrato.</p>')
