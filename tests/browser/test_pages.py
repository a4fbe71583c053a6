"""Pages in a browser, headless and without a network: what it complains of, what it asks for, what a reader of the blind would be told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

import siss_interop as siss
from siss_interop.messages.comune.narrativa import Collegamento, Narrativa, Paragrafo
from siss_interop.messages.documenti import esempi
from siss_interop.messages.vaccinazioni.esempi import certificato
from tests.messages.documenti.pages import with_narrative

playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH")

PAGES = {"profilo": esempi.profilo, "lettera": esempi.lettera, "certificato": certificato}

#: for each text that is seen: how far its colour is from what is behind it, by WCAG
CONTRASTS = """() => {
  const light = value => { const [r, g, b] = value.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$/.test(c)) return c; } return 'rgb(0,0,0)'; };
  return [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); });
}"""
HEADINGS = "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => +e.tagName[1])"
NAMELESS = "() => [...document.querySelectorAll('section,nav')].filter(e => !document.getElementById(e.getAttribute('aria-labelledby'))).length"
BROKEN = "() => [...document.querySelectorAll('a[href^=\"#\"]')].filter(e => !document.getElementById(e.hash.slice(1))).length"
WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        # a container that runs as root has no sandbox to offer
        opened = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield opened
        opened.close()


class Seen:
    """A page as the browser shows it, and all that it asked for and complained of."""

    def __init__(self, browser: Any, html: str, **look: Any) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page = browser.new_context(**look).new_page()
        self.page.route("**/*", self._serve)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.html = html
        self.page.goto("https://pagina.invalid/")

    def _serve(self, route: Any) -> None:
        self.asked.append(route.request.url)
        route.fulfill(body=self.html, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "dark", "contrast": "more"}], ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_and_can_be_read(browser: Any, name: str, look: dict[str, str]) -> None:
    seen = Seen(browser, siss.html(PAGES[name]()), **look)
    assert seen.said == []
    # the page itself; a browser may ask by itself for the icon of a site, and is not let
    assert [url for url in seen.asked if not url.endswith("/favicon.ico")] == ["https://pagina.invalid/"]
    levels = seen.page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert seen.page.evaluate(NAMELESS) == 0
    assert seen.page.evaluate(BROKEN) == 0
    contrasts = seen.page.evaluate(CONTRASTS)
    assert len(contrasts) > 20
    assert min(contrasts) >= 7


@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_fits_its_window(browser: Any, width: int) -> None:
    seen = Seen(browser, siss.html(esempi.profilo()), viewport={"width": width, "height": 800})
    assert not seen.page.evaluate(WIDER)
    assert seen.page.get_by_role("table").count() > 10
    assert seen.page.get_by_role("main").count() == 1
    assert seen.page.get_by_role("navigation", name="Indice").count() == 1
    assert seen.page.get_by_role("columnheader", name="Farmaco").count() >= 1


def test_what_a_document_smuggles_in_does_not_run(browser: Any) -> None:
    words = (
        "<script>document.title='run'</script><img src='https://altrove.invalid/x' onerror=\"document.title='run'\"><style>*{display:none}</style>"
    )
    narrative = Narrativa.di(Paragrafo.di(words, stile="salta"), Paragrafo.di(Collegamento.di("qui", href="javascript:document.title='run'")))
    seen = Seen(browser, siss.html(with_narrative(narrative)))
    assert seen.page.title() == "Profilo Sanitario Sintetico"
    assert [url for url in seen.asked if "altrove" in url] == []
    assert seen.page.get_by_text("<script>").is_visible()
    assert seen.page.get_by_role("link", name="qui").count() == 0


def test_even_without_escaping_the_policy_would_stop_it(browser: Any) -> None:
    page = siss.html(with_narrative(Narrativa.di("ANCORA")))
    smuggled = page.replace("ANCORA", "<script>document.title='run'</script><img src='https://altrove.invalid/x'><p style='color:red'>x</p>")
    assert smuggled != page
    seen = Seen(browser, smuggled)
    assert seen.page.title() == "Profilo Sanitario Sintetico"
    assert [url for url in seen.asked if "altrove" in url] == []
    assert len(seen.said) >= 3
