"""What the tests of pages share: a page taken apart, and documents of all kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from siss_interop.messages.comune.narrativa import Narrativa
from siss_interop.messages.documenti.base import DocumentoConTipo
from siss_interop.messages.documenti.esempi import fai
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.sezioni import SezioneTerapie

VOID = {"br", "img", "meta"}
#: element -> the attributes that it may have, besides id, class and lang
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in (
        "head", "title", "style", "body", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "ul", "li", "p", "span", "sub",
        "sup", "br", "ins", "del", "table", "caption", "thead", "tbody", "tfoot", "tr", "pre",
    )},
    "html": set(), "meta": {"charset", "http-equiv", "content", "name"}, "section": {"aria-labelledby"}, "nav": {"aria-labelledby"},
    "main": {"tabindex"}, "div": {"role", "aria-label", "tabindex"}, "a": {"href", "title", "rel"}, "ol": {"type"}, "img": {"src", "alt"},
    "td": {"colspan", "rowspan", "headers"}, "th": {"colspan", "rowspan", "headers", "scope"},
}  # fmt: skip


@dataclass
class Page(HTMLParser):
    """A page taken apart. It fails where elements do not close in the order in which they opened."""

    starts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.starts.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] not in ("style", "title"):
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.starts if name == tag]

    @property
    def words(self) -> list[str]:
        return " ".join(self.texts).split()


def taken_apart(page: str) -> Page:
    """The page in parts, with everything checked that holds for every page."""
    parts = Page()
    parts.feed(page)
    parts.close()
    assert parts.stack == []
    for tag, attributes in parts.starts:
        assert set(attributes) <= ALLOWED[tag] | {"id", "class", "lang"}, tag
    ids = Counter(attributes["id"] for _, attributes in parts.starts if "id" in attributes)
    assert not [name for name, often in ids.items() if often > 1]
    for link in parts.all("a"):
        assert link["href"].lower().startswith(("#", "http:", "https:", "mailto:", "tel:"))
    assert all(image["src"].startswith("data:image/") for image in parts.all("img"))
    levels = [int(tag[1]) for tag, _ in parts.starts if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    return parts


def with_narrative(narrative: Narrativa) -> DocumentoConTipo:
    """A summary that holds this narrative and nothing else."""
    return fai(ProfiloSanitarioSintetico, 1, terapie=SezioneTerapie(titolo="Terapie", testo=narrative))
