"""The narrative: only basic XHTML, nothing that runs, fetches or asks (R4: narrative.html, txt-1 and txt-2).

Stricter than R4 in one thing: a `data:` URL is refused, also of an image.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from siss_interop.check.fhir import findings as f
from siss_interop.check.fhir.node import Node, Place, text
from siss_interop.errors import Unreadable
from siss_interop.issues import ValidationIssue, issue
from siss_interop.options import Options
from siss_interop.wire import xmlio

__all__ = ["ELEMENTS", "check_narrative"]

XHTML: Final = "http://www.w3.org/1999/xhtml"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_COMMON: Final = frozenset({"id", "idref", "class", "style", "title", "lang", "dir", "accesskey", "tabindex", _XML_LANG})
_CELL_ALIGN: Final = ("align", "char", "charoff", "valign", "width")
_PLAIN: Final = """
abbr acronym address b bdo big br caption cite code dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre q samp small span strong sub sup tt
u ul var blockquote
"""

#: element -> the attributes that it may have besides the common ones (chapters 7 to 11 and 15 of HTML 4.0, links, images and maps)
ELEMENTS: Final[dict[str, frozenset[str]]] = {name: frozenset() for name in _PLAIN.split()} | {
    "a": frozenset({"href", "name", "rel", "rev", "type", "charset", "hreflang", "shape", "coords"}),
    "area": frozenset({"href", "nohref", "shape", "coords", "alt"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span", *_CELL_ALIGN}),
    "colgroup": frozenset({"span", *_CELL_ALIGN}),
    "img": frozenset({"src", "alt", "longdesc", "height", "width", "border", "usemap", "ismap"}),
    "li": frozenset({"value", "type"}),
    "map": frozenset({"name"}),
    "ol": frozenset({"start", "type"}),
    "pre": frozenset({"{http://www.w3.org/XML/1998/namespace}space"}),
    "q": frozenset({"cite"}),
    "table": frozenset({"summary", "width", "border", "frame", "rules", "cellspacing", "cellpadding"}),
    "tbody": frozenset(_CELL_ALIGN),
    "td": frozenset({"abbr", "axis", "headers", "scope", "rowspan", "colspan", "nowrap", "height", *_CELL_ALIGN}),
    "tfoot": frozenset(_CELL_ALIGN),
    "th": frozenset({"abbr", "axis", "headers", "scope", "rowspan", "colspan", "nowrap", "height", *_CELL_ALIGN}),
    "thead": frozenset(_CELL_ALIGN),
    "tr": frozenset(_CELL_ALIGN),
}

_ADDRESSES: Final = frozenset({"href", "src", "cite", "longdesc", "usemap"})
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "urn"})
_SCHEME: Final = re.compile(r"([^/?#:]*):")
_INVISIBLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_ACTIVE_STYLE: Final = re.compile(r"url\s*\(|expression\s*\(|@import|behaviou?r\s*:|-binding\s*:|script\s*:|\\|/\*", re.IGNORECASE)


def check_narrative(node: Node, options: Options) -> list[ValidationIssue]:
    """What is wrong with the `div` of a Narrative."""
    place = node.place.named("div")
    div = text(node.value, "div")
    if not div.strip():
        return []  # missing, empty or of another kind: the walk has said so
    try:
        root = xmlio.parse(div.encode("utf-8", "surrogatepass"), options).getroot()
    except Unreadable as error:
        return [issue(f.XHTML_FORM, xpath=str(place), reason=error.issue.code)]
    if root.tag != f"{{{XHTML}}}div":
        return [issue(f.XHTML_DIV, xpath=str(place))]
    found = [each for element in root.iter() for each in _element_faults(element, place)]
    if not _says_something(root):
        found.append(issue(f.XHTML_EMPTY, xpath=str(place)))
    return found


def _element_faults(element: etree._Element, place: Place) -> list[ValidationIssue]:
    name = etree.QName(element)
    allowed = ELEMENTS.get(name.localname) if name.namespace == XHTML else None
    if allowed is None:
        return [issue(f.XHTML_NAME, xpath=str(place), name=f"<{name.localname}>")]
    found = []
    for attribute, value in element.items():
        shown = f"{name.localname}/@{etree.QName(attribute).localname}"
        if attribute not in _COMMON and attribute not in allowed:
            found.append(issue(f.XHTML_NAME, xpath=str(place), name=shown))
        elif (attribute in _ADDRESSES and not is_harmless(value)) or (attribute == "style" and _ACTIVE_STYLE.search(value)):
            found.append(issue(f.XHTML_ACTIVE, xpath=str(place), name=shown))
    return found


def is_harmless(address: str) -> bool:
    """Whether a link may stand in a narrative: relative, a fragment, or of a scheme that neither runs nor reads anything local."""
    match = _SCHEME.match(_INVISIBLE.sub("", address))
    return match is None or match[1].lower() in _SCHEMES


def _says_something(root: etree._Element) -> bool:
    return any(run.strip() for run in root.itertext()) or next(root.iter(f"{{{XHTML}}}img"), None) is not None
