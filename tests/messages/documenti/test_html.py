"""Pages: what stands in them, that hostile documents stay text, and that nothing said is missing."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings

import siss_interop as siss
from siss_interop.messages import catalogue
from siss_interop.messages.comune import narrativa as n
from siss_interop.messages.comune.enunciati.generici import OggettoMultimediale
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti import esempi
from siss_interop.messages.documenti.generico import DocumentoGenerico
from siss_interop.messages.documenti.html import pagina
from siss_interop.messages.documenti.html.immagini import indirizzo
from siss_interop.messages.documenti.laboratorio import RefertoLaboratorio
from siss_interop.messages.documenti.lettera import LetteraDimissione
from siss_interop.messages.documenti.sezioni import SezioneTerapie
from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale
from siss_interop.messages.vaccinazioni.esempi import certificato, scheda_singola
from siss_interop.messages.vaccinazioni.esempi_eventi import cancella
from siss_interop.model import tipi
from siss_interop.model.tipi import Nome
from siss_interop.testing import messages
from tests.messages.comune.narrative import ANY, CDA_LIKE
from tests.messages.documenti.pages import taken_apart, with_narrative

SAMPLES: list[Callable[[], Documento]] = [
    esempi.profilo, esempi.lettera, esempi.radiologia, esempi.specialistica, scheda_singola, certificato,
]  # fmt: skip
PNG = b64encode(b"\x89PNG\r\n\x1a\nnothing more").decode()


def page_of(narrative: n.Narrativa) -> str:
    return siss.html(with_narrative(narrative))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.__name__))
def test_page_of_a_document(sample: Callable[[], Documento]) -> None:
    message = sample()
    page = siss.html(message)
    parts = taken_apart(page)
    assert page.startswith("<!DOCTYPE html>")
    assert parts.all("html") == [{"lang": "it"}]
    assert [len(parts.all(tag)) for tag in ("header", "main", "footer", "title")] == [1, 1, 1, 1]
    assert all(head["scope"] in ("col", "row") for head in parts.all("th"))
    labelled = {each["aria-labelledby"] for each in [*parts.all("section"), *parts.all("nav")]}
    assert labelled <= {attributes.get("id") for _, attributes in parts.starts}
    name = message.assistito.nome
    assert name is not None
    for said in (name.cognome, message.assistito.id[0].estensione, message.custode.nome, message.id.estensione):
        assert said is not None
        assert said in " ".join(parts.words)
    assert page == siss.html(message)


def test_sections_stand_in_the_index_and_in_order() -> None:
    parts = taken_apart(siss.html(esempi.profilo()))
    links = [link["href"] for link in parts.all("a") if re.fullmatch("#s[0-9]+", link["href"])]
    assert links == [f"#s{at}" for at in range(1, 18)]
    assert [each["id"] for each in parts.all("section") if "id" in each] == [link[1:] for link in links]


def test_policy_admits_the_style_of_the_page_and_nothing_else() -> None:
    page = siss.html(scheda_singola())
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'" in page
    assert "img-src" not in page
    assert not re.search(r"url\(|@import|<link|<script|\bon[a-z]+=|style=", page)


HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>x</script>", "<!--", "]]>", "&lt;script&gt;",
    "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    narrative = n.Narrativa.di(
        n.Paragrafo.di(words, id=words.replace(" ", ""), stile=words, lingua=words),
        n.Tabella.di(n.Didascalia.di(words), n.Corpo.di(n.Riga.di(n.Cella.di(words, colonne=words, intestazioni=words))), sommario=words),
        n.Brano.di(words, n.Collegamento.di(words, href=words, titolo=words)), n.Immagine.di(n.Didascalia.di(words), oggetti=words),
        n.NotaPagina.di(words, id="n"), n.RimandoNota.di(nota=words.replace(" ", "")),
    )  # fmt: skip
    made = with_narrative(narrative)
    patient = made.assistito.model_copy(update={"nome": Nome(cognome=words, nomi=(words,))})
    made = made.model_copy(update={"assistito": patient, "titolo": words, "lingua": words})
    parts = taken_apart(siss.html(made))
    assert not parts.all("script")
    assert not parts.all("img")
    assert "".join(parts.texts).count(words) >= 9
    # what became an attribute is a word of the page's own, an id with its prefix, or a text for readers
    free = {"aria-label", "title", "id", "href", "headers"}
    for tag, attributes in parts.starts:
        assert not [name for name, value in attributes.items() if words in value and name not in free], tag


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//a.it", "pagina.html"],
)
def test_links_that_could_do_harm_are_no_links(href: str) -> None:
    parts = taken_apart(page_of(n.Narrativa.di(n.Paragrafo.di(n.Collegamento.di("qui", href=href)))))
    assert [link["href"] for link in parts.all("a")] == ["#contenuto"]
    assert "qui" in parts.words


@pytest.mark.parametrize(("href", "made"), [("https://esempio.it/a?b=1&c=2", "https://esempio.it/a?b=1&c=2"), ("#riga1", "#t-riga1")])
def test_links_that_are_none_of_those(href: str, made: str) -> None:
    parts = taken_apart(page_of(n.Narrativa.di(n.Paragrafo.di(n.Collegamento.di("qui", href=href)))))
    assert {"href": made, "rel": "noopener noreferrer nofollow"} in parts.all("a")


def test_tables_tell_what_their_heads_head() -> None:
    head = n.Testata.di(n.Riga.di(n.Cella.di("Farmaco"), n.Cella.di(), n.CellaIntestazione.di("Dose", colonne="2")))
    table = n.Tabella.di(
        head, n.Corpo.di(n.Riga.di(n.CellaIntestazione.di("Metformina"), n.Cella.di("1", allineamento="right"))), sommario="Terapie in atto"
    )
    page = page_of(n.Narrativa.di(table))
    parts = taken_apart(page)
    assert parts.all("th") == [{"scope": "col"}, {"scope": "col", "colspan": "2"}, {"scope": "row"}]
    assert parts.all("td") == [{}, {"class": "a-right"}]
    assert "<caption>Terapie in atto</caption>" in page


def test_a_caption_that_repeats_the_head_is_only_heard() -> None:
    table = n.Tabella.di(n.Didascalia.di("Terapie"), n.Corpo.di(n.Riga.di(n.Cella.di("x"))))
    other = n.Tabella.di(n.Didascalia.di("Altro"), n.Corpo.di(n.Riga.di(n.Cella.di("x"))))
    page = page_of(n.Narrativa.di(table, other))
    assert '<caption class="nascosto">Terapie</caption>' in page
    assert "<caption>Altro</caption>" in page


def test_an_id_is_given_once_and_none_is_one_of_the_page() -> None:
    page = page_of(n.Narrativa.di(n.Paragrafo.di("a", id="contenuto"), n.Paragrafo.di("b", id="contenuto")))
    assert page.count('id="t-contenuto"') == 1
    assert page.count('id="contenuto"') == 1


def test_styles_and_lists_that_are_known() -> None:
    words = n.Paragrafo.di(n.Brano.di("forte", stile="Bold Ignoto"), n.Brano.di("tolto", revisione="delete"))
    page = page_of(n.Narrativa.di(words, n.Elenco.di(n.VoceElenco.di("uno"), ordine="ordered", stile="LittleRoman")))
    assert '<span class="b">forte</span><del>tolto</del>' in page
    assert '<ol type="i"><li>uno</li></ol>' in page


def test_a_section_without_narrative_is_told_by_its_entries() -> None:
    section = esempi.profilo().terapie
    assert section is not None
    made = with_narrative(n.Narrativa.di("x")).model_copy(update={"terapie": section.model_copy(update={"testo": None})})
    page = siss.html(made)
    taken_apart(page)
    assert "La sezione non ha un testo" in page
    assert '<th scope="col">Farmaco</th>' in page


def test_a_picture_is_shown_if_it_is_one() -> None:
    picture = OggettoMultimediale(id_xml="m1", contenuto=tipi.Testo(parole=PNG, tipo_media="image/png", rappresentazione="B64"))
    section = SezioneTerapie(testo=n.Narrativa.di(n.Immagine.di(n.Didascalia.di("Torace"), oggetti="m1 m2")), altre_voci=(picture,))
    page = siss.html(with_narrative(n.Narrativa.di("x")).model_copy(update={"terapie": section}))
    parts = taken_apart(page)
    assert parts.all("img") == [{"src": f"data:image/png;base64,{PNG}", "alt": "Torace"}]
    assert "; img-src data:;" in page
    assert "[Immagine non mostrata]" in page


@pytest.mark.parametrize(
    ("kind", "words"), [("image/svg+xml", PNG), ("image/png", "AAAA"), ("image/png", "no base64"), ("text/html", PNG), (None, PNG)]
)
def test_what_is_no_picture_is_not_shown(kind: str | None, words: str) -> None:
    assert indirizzo(tipi.Testo(parole=words, tipo_media=kind, rappresentazione="B64")) is None


def test_a_document_without_sections() -> None:
    header = {name: value for name, value in scheda_singola().__dict__.items() if name in Documento.model_fields}
    words = siss.html(DocumentoGenerico(**header, corpo=tipi.Testo(parole="Testo <b>libero</b>")))
    assert "<pre>Testo &lt;b&gt;libero&lt;/b&gt;</pre>" in words
    taken_apart(words)
    scan = siss.html(DocumentoGenerico(**header, corpo=tipi.Testo(parole=PNG, tipo_media="application/pdf", rappresentazione="B64")))
    assert "(application/pdf) e non è mostrato" in scan
    assert PNG not in scan


def test_only_documents_have_pages() -> None:
    with pytest.raises(siss.UnknownMessage):
        siss.html(cancella())
    with pytest.raises(siss.Refused):
        siss.html(siss.Read("cda", "SchedaSingolaVaccinazione", None, {}, siss.Report(), None))


def _runs(node: n.Nodo) -> Iterator[str]:
    for item in node.contenuto:
        yield from (item,) if isinstance(item, str) else _runs(item)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ANY | CDA_LIKE)
def test_every_word_of_every_narrative_is_there(narrative: n.Narrativa) -> None:
    message = with_narrative(narrative)
    parts = taken_apart(pagina(message, catalogue.entry_of(message).title))
    page = "".join("".join(parts.texts).split())
    at = 0
    for run in _runs(narrative):
        words = "".join(run.split())
        at = page.find(words, at)
        assert at >= 0
        at += len(words)


@pytest.mark.parametrize(
    "kind", [LetteraDimissione, RefertoLaboratorio, DocumentoGenerico, CertificatoVaccinale], ids=lambda kind: str(kind.__name__)
)
def test_any_document_has_a_page(kind: type[Documento]) -> None:
    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(messages(kind, max_items=2))
    def holds(document: Documento) -> None:
        taken_apart(siss.html(document))

    holds()
