"""Reading XHTML as narrative: what this library wrote comes back exactly, what others wrote as far as the narrative has words for it.

Elements that the narrative does not know keep their text: blocks (`h2`, `div`, `pre` ...) become paragraphs, the rest is text where it stands.
Each is listed with its place, and so is each attribute without a field. Nothing is live in what is read: an address is data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.entities import html5
from typing import Any

from lxml import etree

from siss_interop.messages.comune.narrativa import FLUSSO, Elenco, Narrativa, Paragrafo
from siss_interop.messages.comune.xhtml_forme import (
    BY_TAG,
    BY_TOKEN,
    EMPTY,
    EMPTY_TEXT,
    FORMS,
    ITEMS,
    LIST_TAGS,
    OURS,
    ROOT,
    XHTML,
    Form,
    Mark,
    decoded,
)
from siss_interop.model.trusted import validator
from siss_interop.options import Options
from siss_interop.wire import xmlio

Values = dict[str, Any]

#: elements that say how text looks -> the style code that says the same
_LOOKS: Mapping[str, str] = {"b": "Bold", "strong": "Bold", "i": "Italics", "em": "Emphasis"}
#: elements of other systems that begin a line of their own
_BLOCKS = frozenset({"div", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "address", "dl", "dt", "dd", "center", "hr"})
#: kinds of narrative that may stand in a paragraph
_IN_LINE = frozenset(form.tipo for form in FORMS.values() if form.token.removeprefix(OURS) in FLUSSO)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OF_XML = frozenset({"lt;", "gt;", "amp;", "quot;", "apos;"})
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def from_xhtml(text: str, options: Options) -> tuple[Narrativa, tuple[str, ...]]:
    """The narrative that a `div` says, and the places (XPath) of what it has no field for. Raises Unreadable for what is no admissible XML."""
    values, places = values_of(text, options)
    narrativa: Narrativa = validator(Narrativa)(values)
    return narrativa, places


def values_of(text: str, options: Options) -> tuple[Values, tuple[str, ...]]:
    """The same as plain values, for a reader that makes its models all at once."""
    root = xmlio.parse(_plain_entities(text).encode("utf-8", "surrogatepass"), options).getroot()
    reading = _Reading(etree.QName(root).namespace)
    return reading.root(root), tuple(reading.places)


def _plain_entities(text: str) -> str:
    """HTML's names of characters as the characters: XML knows only five of them, but other systems write `&nbsp;`."""
    if "<![CDATA[" in text:
        return text
    return _ENTITY.sub(lambda found: found[0] if found[1] in _OF_XML else html5.get(found[1], found[0]), text)


class _Reading:
    """One reading: what it could not place is collected in `places`."""

    __slots__ = ("bare", "places", "start")

    def __init__(self, namespace: str | None) -> None:
        # some systems leave the namespace out of the whole div; elements without one are then XHTML
        self.bare = namespace is None
        self.start = "" if self.bare else f"{{{XHTML}}}"
        self.places: list[str] = []

    def root(self, root: etree._Element) -> Values:
        """The fields of the narrative."""
        if self._tag(root) != "div" or self.bare:
            self.places.append(xmlio.xpath_of(root))
        values: Values = {}
        self._attributes(root, ROOT, _classes(root), values)
        values["contenuto"] = _canonical(self._content(root))
        return values

    def _tag(self, element: etree._Element) -> str:
        """The name of an element of XHTML; "" for others."""
        name = str(element.tag)
        return name[len(self.start) :] if name.startswith(self.start) else ""

    def _content(self, element: etree._Element) -> list[Any]:
        items: list[Any] = [element.text] if element.text else []
        for child in element:
            items += self._item(child)
            if child.tail:
                items.append(child.tail)
        return items

    def _item(self, element: etree._Element) -> list[Any]:
        """What an element adds to the content around it: one item, or several where the narrative has no element for it."""
        tag, classes, named = self._tag(element), _classes(element), None
        if classes:
            if EMPTY in classes and element.text == EMPTY_TEXT and not len(element):
                return []
            if ITEMS in classes and tag in LIST_TAGS.values():
                return self._content(element)
            named = next((BY_TOKEN[each] for each in classes if each in BY_TOKEN), None)
        form = named or BY_TAG.get(tag) or (BY_TAG["span"] if tag in _LOOKS else None)
        if form is None:
            return self._foreign(element, tag)
        values: Values = {"tipo": form.tipo}
        if form.model is Elenco and named is None:
            values["ordine"] = "ordered" if tag == "ol" else "unordered"
        if element.attrib:
            self._attributes(element, form, classes, values)
        if named is None and tag in _LOOKS:
            values["stile"] = " ".join(filter(None, (_LOOKS[tag], values.get("stile"))))
        values["contenuto"] = _canonical(self._content(element))
        return [values]

    def _foreign(self, element: etree._Element, tag: str) -> list[Any]:
        """The content of an element that the narrative does not know; the element is listed."""
        self.places.append(xmlio.xpath_of(element))
        lines = _paragraphs(self._content(element)) if tag in _BLOCKS else self._content(element)
        if tag in _BLOCKS and len(lines) == 1 and lines[0]["tipo"] == "Paragrafo" and len(lines[0]) == 2:
            self._attributes(element, FORMS[Paragrafo], _classes(element), lines[0])
        else:
            self.places.extend(xmlio.xpath_of(element, str(name)) for name in element.attrib)
        return lines

    def _attributes(self, element: etree._Element, form: Form, classes: list[str], values: Values) -> None:
        """The fields that attributes and classes say; what says none, or says one again, is listed."""
        for name, value in element.attrib.items():
            if name == "class":
                done = _read_classes(form, classes, values)
            else:
                mark = form.by_attribute.get("lang" if name == _XML_LANG else str(name))
                done = mark is not None and value.startswith(mark.prefix) and _put(mark, value.removeprefix(mark.prefix), values)
            if not done:
                self.places.append(xmlio.xpath_of(element, str(name)))


def _classes(element: etree._Element) -> list[str]:
    said = element.get("class")
    return said.split() if said else []


def _read_classes(form: Form, classes: list[str], values: Values) -> bool:
    """The fields in classes, and the style; whether every class says something."""
    done = [_put_class(form, each, values) for each in classes if each.startswith(OURS) and each != form.token]
    style = " ".join(each for each in classes if not each.startswith(OURS))
    return all(done) and (not style or _put(form.by_attribute["class"], style, values))


def _put_class(form: Form, token: str, values: Values) -> bool:
    mark = next((mark for mark in form.loose if token.startswith(mark.token)), None)
    value = decoded(token.removeprefix(mark.token)) if mark else None
    return mark is not None and value is not None and _put(mark, value, values)


def _put(mark: Mark, value: str, values: Values) -> bool:
    """Whether the field takes the value; one that is there already must be the same."""
    if values.get(mark.field, value) != value or (mark.allowed and value not in mark.allowed):
        return False
    if not value or value.isspace() or _NO_XML.search(value):
        return False
    values[mark.field] = value
    return True


def _paragraphs(items: list[Any]) -> list[Any]:
    """Blocks as they are, and each stretch of text between them as a paragraph."""
    lines: list[Any] = []
    open_line: list[Any] = []
    for item in items:
        if isinstance(item, str) or item["tipo"] in _IN_LINE:
            open_line.append(item)
            continue
        lines += _line(open_line)
        lines.append(item)
        open_line = []
    return lines + _line(open_line)


def _line(items: list[Any]) -> list[Values]:
    if all(isinstance(item, str) and item.isspace() for item in items):
        return []
    return [{"tipo": "Paragrafo", "contenuto": _canonical(items)}]


def _canonical(items: list[Any]) -> list[Any]:
    """The content as the model holds it: see `narrativa.canonical`, which does the same to models."""
    if len(items) < 2:
        return [] if items and isinstance(items[0], str) and items[0].isspace() else items
    joined: list[Any] = []
    for item in items:
        if isinstance(item, str) and joined and isinstance(joined[-1], str):
            joined[-1] += item
        else:
            joined.append(item)
    last = len(joined) - 1
    return [
        item for at, item in enumerate(joined)
        if not (isinstance(item, str) and item.isspace()) or (0 < at < last and _flows(joined[at - 1]) and _flows(joined[at + 1]))
    ]  # fmt: skip


def _flows(item: Any) -> bool:
    return not isinstance(item, str) and item["tipo"] in _IN_LINE
