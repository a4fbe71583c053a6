"""The narrative as XHTML and back: the law, the shape of what is written, and what others write."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from siss_interop.errors import Unreadable
from siss_interop.messages.comune.narrativa import (
    ACapo,
    Brano,
    Cella,
    Collegamento,
    Corpo,
    Didascalia,
    Elenco,
    Immagine,
    Narrativa,
    NotaPagina,
    Paragrafo,
    Riga,
    RimandoNota,
    Tabella,
    VoceElenco,
)
from siss_interop.messages.comune.xhtml import from_xhtml, to_xhtml, values_of
from siss_interop.messages.comune.xhtml_forme import FORMS, coded, decoded
from siss_interop.model.base import plain
from siss_interop.options import Options
from siss_interop.testing import messages
from tests.messages.comune.narrative import ANY, CDA_LIKE, CLASSES

OPTIONS = Options()
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">'
ADMITTED = frozenset(
    {
        "div",
        "p",
        "span",
        "sub",
        "sup",
        "br",
        "caption",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "col",
        "colgroup",
    }
)
LAZY = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


def _inside(narrative: Narrativa) -> str:
    return to_xhtml(narrative).removeprefix(DIV).removesuffix("</div>")


def _read(inside: str) -> tuple[Narrativa, tuple[str, ...]]:
    return from_xhtml(f"{DIV}{inside}</div>", OPTIONS)


@LAZY
@given(messages(Narrativa))
def test_what_is_written_comes_back(narrative: Narrativa) -> None:
    assert from_xhtml(to_xhtml(narrative), OPTIONS) == (narrative, ())


@LAZY
@given(ANY)
def test_any_element_inside_any_other_comes_back(narrative: Narrativa) -> None:
    assert from_xhtml(to_xhtml(narrative), OPTIONS) == (narrative, ())


@LAZY
@given(CDA_LIKE)
def test_what_cda_allows_comes_back(narrative: Narrativa) -> None:
    assert from_xhtml(to_xhtml(narrative), OPTIONS) == (narrative, ())


@LAZY
@given(ANY | CDA_LIKE | messages(Narrativa))
def test_only_admitted_elements_and_no_live_link_of_harm(narrative: Narrativa) -> None:
    for element in etree.fromstring(to_xhtml(narrative)).iter():
        assert etree.QName(element).localname in ADMITTED
        href = element.get("href", "")
        assert href.partition(":")[0].lower() in ("http", "https", "mailto", "tel") or ":" not in href.partition("/")[0].partition("#")[0]
        assert not [name for name in element.attrib if str(name).lower().startswith("on") or name in ("style", "src")]


@LAZY
@given(ANY | CDA_LIKE)
def test_plain_values_are_those_of_the_model(narrative: Narrativa) -> None:
    values, places = values_of(to_xhtml(narrative), OPTIONS)
    assert (Narrativa.model_validate(values), places) == (narrative, ())
    assert plain(Narrativa.model_validate(values)) == _pruned(values)


def _pruned(value: object) -> dict[str, object]:
    """Values without empty content: the model does not tell it from none."""
    assert isinstance(value, dict)
    items = [item if isinstance(item, str) else _pruned(item) for item in value.get("contenuto", ())]
    rest = {name: each for name, each in value.items() if name != "contenuto"}
    return {**rest, "contenuto": items} if items else rest


def test_every_class_of_the_narrative_has_a_form() -> None:
    assert set(FORMS) == set(CLASSES)


@pytest.mark.parametrize(
    ("narrative", "written"),
    [
        (Narrativa.di("Nessuna reazione"), "Nessuna reazione"),
        (Narrativa.di(Paragrafo.di("a ", Brano.di("b", id="x1", stile="Bold xLeft"))), '<p>a <span id="x1" class="Bold xLeft">b</span></p>'),
        (Narrativa.di(Paragrafo.di("a", ACapo(), "b")), "<p>a<br/>b</p>"),
        (Narrativa.di(Paragrafo.di("\r&<>")), "<p>&#13;&amp;&lt;&gt;</p>"),
        (Narrativa.di(Brano.di("x", revisione="delete")), '<span class="cda-revised-delete">x</span>'),
        (Narrativa.di(Brano.di("x", id="1a", stile="due  spazi")), '<span class="cda-ID-1a cda-styleCode-due_20__20_spazi">x</span>'),
        (Narrativa.di(Elenco.di(VoceElenco.di("a"), ordine="ordered")), "<ol><li>a</li></ol>"),
        (Narrativa.di(Elenco.di(VoceElenco.di("a"), ordine="unordered")), "<ul><li>a</li></ul>"),
        (Narrativa.di(Elenco.di(VoceElenco.di("a"))), '<ul class="cda-list"><li>a</li></ul>'),
        (
            Narrativa.di(Elenco.di(Didascalia.di("Esiti"), VoceElenco.di("a"), ordine="ordered")),
            '<div class="cda-list cda-listType-ordered"><div class="cda-caption">Esiti</div><ol class="cda-items"><li>a</li></ol></div>',
        ),
        (Narrativa.di(Paragrafo.di(Didascalia.di("Esito"), "x")), '<div class="cda-paragraph"><div class="cda-caption">Esito</div>x</div>'),
        (
            Narrativa.di(
                Tabella.di(Didascalia.di("T"), Corpo.di(Riga.di(Cella.di("1", colonne="2"), allineamento="left")), bordo="1", larghezza="100%"),
            ),
            '<table border="1" width="100%"><caption>T</caption><tbody><tr align="left"><td colspan="2">1</td></tr></tbody></table>',
        ),
        (Narrativa.di(Tabella.di("x")), '<div class="cda-table">x</div>'),
        (
            Narrativa.di(Paragrafo.di("a", RimandoNota(nota="n1"), NotaPagina.di("b", id="n1"))),
            '<p>a<a href="#n1" class="cda-footnoteRef"></a><span id="n1" class="cda-footnote">b</span></p>',
        ),
        (
            Narrativa.di(Paragrafo.di("a", NotaPagina.di(Paragrafo.di("b")))),
            '<div class="cda-paragraph">a<div class="cda-footnote"><p>b</p></div></div>',
        ),
        (Narrativa.di("v. ", Immagine(oggetti="m1")), 'v. <span class="cda-renderMultiMedia cda-referencedObject-m1"></span>'),
    ],
)  # fmt: skip
def test_what_is_written(narrative: Narrativa, written: str) -> None:
    assert _inside(narrative) == written
    assert _read(written) == (narrative, ())


@pytest.mark.parametrize("narrative", [Narrativa(), Narrativa.di(Paragrafo()), Narrativa(id="a", lingua="it"), Narrativa.di(Immagine(oggetti="m1"))])
def test_a_narrative_without_words_gets_a_dash_that_is_not_read(narrative: Narrativa) -> None:
    written = to_xhtml(narrative)
    assert "".join(etree.fromstring(written).itertext()) == "—"
    assert from_xhtml(written, OPTIONS) == (narrative, ())


def test_a_dash_of_the_document_is_read() -> None:
    assert _read("<p>—</p>") == (Narrativa.di(Paragrafo.di("—")), ())


def test_words_written_over_the_placeholder_are_read() -> None:
    narrative, places = _read('<p class="cda-empty">Febbre</p>')
    assert narrative == Narrativa.di(Paragrafo.di("Febbre"))
    assert places == ("/div/p/@class",)


@pytest.mark.parametrize(
    "href", ["http://esempio.it/a?b=c&d", "HTTPS://esempio.it", "#nota1", "mailto:a@esempio.it", "tel:+3902", "referto.pdf", "a/b:c"]
)
def test_links_that_stay_links(href: str) -> None:
    link = etree.fromstring(to_xhtml(Narrativa.di(Collegamento.di("qui", href=href))))[0]
    assert (etree.QName(link).localname, link.get("href"), link.text) == ("a", href, "qui")


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JavaScript:x", " javascript:x", "java\tscript:x", "java\nscript:x", "\u00a0javascript:x", "data:text/html,x", "file:///etc/passwd",
     "vbscript:x", "urn:oid:1.2", "x:y", "jav&#x61;script:x"],
)  # fmt: skip
def test_links_that_could_do_harm_keep_words_and_address_and_lead_nowhere(href: str) -> None:
    narrative = Narrativa.di(Collegamento.di("qui", href=href, titolo="t"))
    written = to_xhtml(narrative)
    link = etree.fromstring(written)[0]
    assert (etree.QName(link).localname, link.get("href"), link.text) == ("span", None, "qui")
    assert from_xhtml(written, OPTIONS) == (narrative, ())


def test_a_link_inside_a_link_is_none() -> None:
    narrative = Narrativa.di(Collegamento.di("a", Brano.di(Collegamento.di("b", href="#y")), href="#x"))
    assert len(list(etree.fromstring(to_xhtml(narrative)).iter("{*}a"))) == 1
    assert from_xhtml(to_xhtml(narrative), OPTIONS) == (narrative, ())


@pytest.mark.parametrize(
    ("inside", "narrative", "places"),
    [
        ("<h2>Vaccini</h2>", Narrativa.di(Paragrafo.di("Vaccini")), ("/div/h2",)),
        ("<p><b>a</b> <i class='x'>b</i></p>", Narrativa.di(Paragrafo.di(Brano.di("a", stile="Bold"), " ", Brano.di("b", stile="Italics x"))), ()),
        ("<p>a<code>b</code>c</p>", Narrativa.di(Paragrafo.di("abc")), ("/div/p/code",)),
        ("<div id='d'>a</div><div>b<p>c</p>d</div>",
         Narrativa.di(Paragrafo.di("a", id="d"), Paragrafo.di("b"), Paragrafo.di("c"), Paragrafo.di("d")), ("/div/div[1]", "/div/div[2]")),
        ("<div style='x'><p>c</p></div>", Narrativa.di(Paragrafo.di("c")), ("/div/div", "/div/div/@style")),
        ("<p style='color:red' onclick='x()'>a</p>", Narrativa.di(Paragrafo.di("a")), ("/div/p/@style", "/div/p/@onclick")),
        ("<p lang='it' xml:lang='it'>a</p>", Narrativa.di(Paragrafo.di("a", lingua="it")), ()),
        ("<p lang='it' xml:lang='de'>a</p>", Narrativa.di(Paragrafo.di("a", lingua="it")), ("/div/p/@xml:lang",)),
        ("a<img src='x.png' alt='b'/>c<hr/>", Narrativa.di("ac"), ("/div/img", "/div/img/@src", "/div/img/@alt", "/div/hr")),
        ("<table><tr><td align='middle' nowrap='nowrap'>a</td></tr></table>", Narrativa.di(Tabella.di(Riga.di(Cella.di("a")))),
         ("/div/table/tr/td/@align", "/div/table/tr/td/@nowrap")),
        ("a&nbsp;b&lt;c&eacute;", Narrativa.di("a\u00a0b<cé"), ()),
        ("a<!-- b -->c<?d e?>f<![CDATA[&nbsp;]]>", Narrativa.di("acf&nbsp;"), ()),
        ("<x xmlns='urn:y'>a</x>b", Narrativa.di("ab"), ("/div/x",)),
        ("<script>alert(1)</script>", Narrativa.di("alert(1)"), ("/div/script",)),
        ("<p class='cda-nobody cda-ID-_0_ cda-ID-a_b'>a</p>", Narrativa.di(Paragrafo.di("a")), ("/div/p/@class",)),
        ("<p id='a' class='cda-ID-b'>a</p>", Narrativa.di(Paragrafo.di("a", id="a")), ("/div/p/@class",)),
        ("<a href='javascript:x()'>a</a>", Narrativa.di(Collegamento.di("a", href="javascript:x()")), ()),
        ("<p title=' '>a</p>", Narrativa.di(Paragrafo.di("a")), ("/div/p/@title",)),
        ("<dl><dt>a</dt><dd>b</dd></dl>", Narrativa.di(Paragrafo.di("a"), Paragrafo.di("b")), ("/div/dl", "/div/dl/dt", "/div/dl/dd")),
        ("<b>a</b><ul><li>b</li></ul>", Narrativa.di(Brano.di("a", stile="Bold"), Elenco.di(VoceElenco.di("b"), ordine="unordered")), ()),
    ],
)  # fmt: skip
def test_what_others_write(inside: str, narrative: Narrativa, places: tuple[str, ...]) -> None:
    found, left = _read(inside)
    assert (found, sorted(left)) == (narrative, sorted(places))


def test_a_prefix_for_xhtml_is_as_good() -> None:
    assert from_xhtml('<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a</h:p></h:div>', OPTIONS) == (Narrativa.di(Paragrafo.di("a")), ())


def test_a_div_without_namespace_is_read_and_listed() -> None:
    assert from_xhtml("<div><p>a</p></div>", OPTIONS) == (Narrativa.di(Paragrafo.di("a")), ("/div",))


def test_another_root_is_read_and_listed() -> None:
    assert from_xhtml('<p xmlns="http://www.w3.org/1999/xhtml">a</p>', OPTIONS) == (Narrativa.di("a"), ("/p",))


@pytest.mark.parametrize(
    "text",
    ["", "   ", "testo", "<div>", "<div>&nessuna;</div>", '<!DOCTYPE div [<!ENTITY a SYSTEM "file:///etc/passwd">]><div>&a;</div>',
     "<div>\ud800</div>", "<div>" * 300 + "</div>" * 300, "<div>&#0;</div>"],
)  # fmt: skip
def test_what_is_no_admissible_xml_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        from_xhtml(text, OPTIONS)


@pytest.mark.parametrize("value", ["a", "a b", "_", "_20_", "è😀\t", "cda-x", "A.b:c-d"])
def test_values_in_classes_come_back(value: str) -> None:
    assert decoded(coded(value)) == value
    assert not set(coded(value)) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_")


@pytest.mark.parametrize("text", ["_", "a_b", "_g_", "_110000_", "_1234567_"])
def test_what_is_no_value_of_a_class(text: str) -> None:
    assert decoded(text) is None
