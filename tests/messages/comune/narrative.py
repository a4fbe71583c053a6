"""Random narratives: any element in any other, and only such as CDA allows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

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
    Elemento,
    Elenco,
    GruppoColonne,
    Immagine,
    Narrativa,
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

CLASSES: tuple[type[Elemento], ...] = (*Elemento.__subclasses__(), GruppoColonne)
WORDS = st.sampled_from(["a", " ", "\n  ", "è < & > ]]>", "due parole", "\r\n", "\u00a0", "—", "😀", "&nbsp;"])
Strategy = st.SearchStrategy[Any]


def _made(model: type[Any], content: Strategy, **fields: Strategy) -> Strategy:
    optional = {name: st.none() | values for name, values in fields.items()}
    return st.builds(model, contenuto=content.map(tuple), **optional)


def _some(*items: Strategy, least: int = 0, most: int = 3) -> Strategy:
    return st.lists(st.one_of(*items), min_size=least, max_size=most)


def _maybe(item: Strategy) -> Strategy:
    return st.lists(item, max_size=1)


def _nest(children: Strategy) -> Strategy:
    return st.one_of([_made(model, _some(WORDS, children)) for model in CLASSES])


#: any element in any other
ANY = _made(Narrativa, _some(st.recursive(WORDS, _nest, max_leaves=20), most=4))

_STYLE = st.sampled_from(["Bold", "Bold xLeft", "cda-styleCode-x", "a  b", "è", "con_linea"])
_ALIGN = {"allineamento": st.sampled_from(["left", "center", "char"]), "verticale": st.sampled_from(["top", "baseline"])}
_SPAN = {"colonne": st.sampled_from(["1", "2", "due"]), "righe": st.sampled_from(["1", "3"])}
_LINKS = st.sampled_from([
    "http://esempio.it/a?b=c&d=é#f", "#id", "referto.pdf", "mailto:a@b.it", "tel:+39021", "javascript:alert(1)", "JavaScript:x", "java\tscript:x",
    " javascript:x", "data:text/html,x", "file:///etc/passwd", "urn:oid:1.2", "http://esempio.it/a b", "vbscript:x", "//esempio.it",
    "http://[::1]/", "%zz",
])  # fmt: skip
_WORD_ONLY = _some(WORDS)
_SCRIPTS = (_made(Pedice, _WORD_ONLY), _made(Apice, _WORD_ONLY), _made(ACapo, st.just(())))
_FOOT_REF = _made(RimandoNota, st.just(()), nota=st.sampled_from(["n1", "1 2"]))


def _inline(footnotes: Strategy) -> Strategy:
    link = _made(Collegamento, _some(WORDS, footnotes, _FOOT_REF), href=_LINKS, nome=st.sampled_from(["a", "b c"]), titolo=st.just('un "titolo"\n'))
    caption = _made(Didascalia, _some(WORDS, link, *_SCRIPTS, footnotes, _FOOT_REF), stile=_STYLE)
    image = _made(Immagine, _maybe(caption), oggetti=st.sampled_from(["m1", "m1 m2"]))
    simple = st.one_of(WORDS, link, *_SCRIPTS, footnotes, _FOOT_REF, image)
    content = _made(
        Brano,
        _some(simple, most=4),
        stile=_STYLE,
        revisione=st.sampled_from(["insert", "delete"]),
        lingua=st.sampled_from(["it", "en-US", "italiano!"]),
    )
    return st.one_of(simple, content, _made(Brano, _some(content, WORDS)))


def _caption(footnotes: Strategy) -> Strategy:
    return _maybe(_made(Didascalia, _some(WORDS, *_SCRIPTS, footnotes), stile=_STYLE))


def _joined(*parts: Strategy) -> Strategy:
    return st.tuples(*parts).map(lambda lists: tuple(item for each in lists for item in each))


def _blocks(footnotes: Strategy, inner: Strategy) -> Strategy:
    inline, caption = _inline(footnotes), _caption(footnotes)
    paragraph = _made(Paragrafo, _joined(caption, _some(inline)), stile=_STYLE)
    item = _made(VoceElenco, _joined(caption, _some(inline, inner, paragraph)))
    listed = _made(Elenco, _joined(caption, _some(item, least=1)), ordine=st.sampled_from(["ordered", "unordered"]), stile=_STYLE)
    cells = st.one_of(
        _made(Cella, _some(inline, inner, paragraph), **_ALIGN, **_SPAN, intestazioni=st.sampled_from(["h1", "h1 h2"])),
        _made(CellaIntestazione, _some(inline), **_ALIGN, **_SPAN, ambito=st.sampled_from(["row", "colgroup"])),
    )
    rows = _some(_made(Riga, _some(cells, least=1, most=2), **_ALIGN), least=1, most=2)
    column = {"quante": st.sampled_from(["2", "x"]), "larghezza": st.sampled_from(["10", "10%", "2*", "10em"])}
    columns = st.one_of(
        _some(_made(Colonna, st.just(()), **column)), _some(_made(GruppoColonne, _some(_made(Colonna, st.just(()), **column)), **column))
    )
    table = _made(
        Tabella,
        _joined(caption, columns, _maybe(_made(Testata, rows)), _maybe(_made(Piede, rows)), _some(_made(Corpo, rows), least=1, most=2)),
        bordo=st.sampled_from(["1", "sottile"]), larghezza=st.sampled_from(["100%", "10em"]), sommario=st.just("a\nb"),
        cornice=st.sampled_from(["box", "altro"]), righe_interne=st.sampled_from(["all", "x"]), spazio_celle=st.just("1"),
        margine_celle=st.just("1,5"),
    )  # fmt: skip
    return st.one_of(paragraph, listed, table)


_PLAIN_NOTE = _made(NotaPagina, _some(WORDS, *_SCRIPTS))
_FIRST = _blocks(_PLAIN_NOTE, WORDS)
_NOTE = _made(NotaPagina, _some(WORDS, _FIRST))
#: what CDA allows, with tables in lists in tables, and footnotes that hold tables
CDA_LIKE = _made(Narrativa, _some(_inline(_NOTE), _FIRST, _blocks(_NOTE, _FIRST), most=3), stile=_STYLE, lingua=st.just("it"))
