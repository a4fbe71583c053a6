"""XML in and out: the only place where XML is parsed, for each of its defences must hold everywhere.

The parser resolves nothing, loads nothing and recovers from nothing; a DOCTYPE is refused; size, depth, attributes and
namespace declarations have limits, because lxml needs quadratic time for some of them. Comments and processing
instructions are left out by default: ``element.text`` would stop at them (``allergia a <!-- -->penicillina``).

libxml2 quotes the document in its messages; a fault is therefore told in our own words, with line and column.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from functools import lru_cache

from lxml import etree

from siss_interop.errors import Unreadable
from siss_interop.issues import ValidationIssue, issue
from siss_interop.options import Options
from siss_interop.wire.encoding import as_utf8, check_declaration, decode_kind, has_declaration, kind_of, standalone
from siss_interop.wire.passes import count_attributes, doctype, element_positions, may_exceed, too_deep

__all__ = ["HL7", "canonical", "decode_kind", "index_of", "laid_out", "parse", "positions", "serialise", "xpath_of"]

HL7 = "urn:hl7-org:v3"

_DEFAULT = Options()
_LIBXML_DEPTH = 256
"""Depth at which libxml2 itself stops."""

_FAULTS = {
    4: "FILE-003",  # nothing, or no "<" at the beginning
    5: "FILE-022",
    6: "FILE-021", 7: "FILE-021", 8: "FILE-021", 23: "FILE-021", 26: "FILE-021", 27: "FILE-021",
    9: "FILE-013",
    42: "FILE-019", 203: "FILE-019",
    45: "FILE-017", 47: "FILE-017", 63: "FILE-017", 77: "FILE-017",
    76: "FILE-018",
    81: "FILE-008",
    110: "FILE-012", 114: "FILE-012", 117: "FILE-012",
    200: "FILE-020", 201: "FILE-020", 202: "FILE-020", 204: "FILE-020", 205: "FILE-020",
}  # fmt: skip
"""libxml2's number of an error -> our code; what is not here is FILE-004."""


class _Parsers(threading.local):
    """Two parsers for each thread: a parser that threads share makes them wait for one another."""

    def __init__(self) -> None:
        self.plain = _parser(keep_comments=False)
        self.commented = _parser(keep_comments=True)


def _parser(*, keep_comments: bool) -> etree.XMLParser[etree._Element]:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, recover=False, remove_blank_text=False,
        remove_comments=not keep_comments, remove_pis=not keep_comments, strip_cdata=not keep_comments,
    )  # fmt: skip


_PARSERS = _Parsers()


def parse(data: bytes, options: Options, *, comments: bool = False) -> etree._ElementTree[etree._Element]:
    """The document as a tree; ``Unreadable`` with line and column if it is no admissible XML.

    ``comments`` keeps comments, processing instructions and CDATA sections, for a tree that will be written again.
    """
    kind = decode_kind(data, options)
    text = as_utf8(data, kind)
    check_declaration(text, kind)
    doubt = count_attributes(text, options) if may_exceed(text, options) else None
    root = _root(text, options, comments=comments)
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None:
        raise Unreadable(doctype(text) or issue("FILE-005"))
    if doubt is not None:
        raise Unreadable(doubt)
    if _deeper_than(options.max_depth)(root):
        raise Unreadable(too_deep(text, options.max_depth))
    return tree


def _root(text: bytes, options: Options, *, comments: bool) -> etree._Element:
    try:
        return etree.fromstring(text, _PARSERS.commented if comments else _PARSERS.plain)
    except etree.XMLSyntaxError as error:
        fault = _own_words(error, text, options)
    raise Unreadable(fault)  # outside of the handler, so that libxml2's message is not chained to it


@lru_cache(maxsize=8)
def _deeper_than(limit: int) -> etree.XPath:
    """Whether there is an element below so many levels: a path of steps is walked in C, a hundred times a tree walk."""
    return etree.XPath(f"boolean({'/*' * (limit + 1)})")


def _own_words(error: etree.XMLSyntaxError, text: bytes, options: Options) -> ValidationIssue:
    """The finding for what libxml2 refused. Whatever is wrong after a DOCTYPE, the DOCTYPE is what to remove."""
    declared = doctype(text)
    if declared is not None:
        return declared
    said = error.msg or ""  # only its beginning is to be trusted: further on it may quote the document
    if said.startswith("Excessive depth"):
        return too_deep(text, min(options.max_depth, _LIBXML_DEPTH))
    line, column = error.position
    # libxml2 has one number for a comment without an end and for one that is too long
    code = "FILE-012" if said.startswith("Comment too big") else _FAULTS.get(error.code, "FILE-004")
    return issue(code, line=max(line or 1, 1), column=max(column or 1, 1), encoding="UTF-8")


def positions(data: bytes, wanted: Collection[int]) -> dict[int, tuple[int, int]]:
    """Line and column, from 1, of the elements with these numbers (see :func:`index_of`) in what was parsed."""
    return element_positions(as_utf8(data, kind_of(data)), wanted)


_BEFORE = etree.XPath("count(preceding::*) + count(ancestor::*)")


def index_of(element: etree._Element) -> int:
    """The number of an element in document order; the root is 0, comments and processing instructions do not count."""
    return int(_BEFORE(element))


def xpath_of(element: etree._Element, attribute: str | None = None) -> str:
    """A readable absolute XPath of an element, or of one of its attributes (``{namespace}name`` as lxml names it).

    HL7 v3 names get the prefix ``hl7``, others keep theirs; ``[n]`` stands where siblings share the name.
    """
    steps = [_step(element)]
    steps.extend(_step(above) for above in element.iterancestors())
    path = "/" + "/".join(reversed(steps))
    return path if attribute is None else f"{path}/@{_attribute_name(element, attribute)}"


def _step(element: etree._Element) -> str:
    name = etree.QName(element)
    prefix = "hl7" if name.namespace == HL7 else element.prefix
    step = f"{prefix}:{name.localname}" if prefix else name.localname
    before = sum(1 for _ in element.itersiblings(name.text, preceding=True))
    if before or next(element.itersiblings(name.text), None) is not None:
        step += f"[{before + 1}]"
    return step


def _attribute_name(element: etree._Element, attribute: str) -> str:
    name = etree.QName(attribute)
    if not name.namespace:
        return name.localname
    if name.namespace == "http://www.w3.org/XML/1998/namespace":
        return f"xml:{name.localname}"
    prefixes = (prefix for prefix, uri in element.nsmap.items() if prefix and uri == name.namespace)
    return f"{next(prefixes, 'ns')}:{name.localname}"


def laid_out(data: bytes) -> str:
    """XML for people: an element a line, without a declaration. Raises Unreadable."""
    root = parse(data, _DEFAULT).getroot()
    etree.indent(root, space="  ")
    return etree.tostring(root, encoding="unicode")


def serialise(tree: etree._ElementTree[etree._Element], *, like: bytes) -> bytes:
    """The tree as UTF-8, with what stood before and after the root.

    ``like`` is the original: if it had an XML declaration (and ``standalone`` in it) or a last line end, so has this.
    """
    original = as_utf8(like, kind_of(like))
    root = tree.getroot()
    parts: list[bytes] = []
    if has_declaration(original):
        said = standalone(original)
        tail = f' standalone="{said}"' if said else ""
        parts.append(f'<?xml version="1.0" encoding="UTF-8"{tail}?>'.encode())
    around = [*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings()]
    parts.extend(etree.tostring(node, encoding="UTF-8", xml_declaration=False, with_tail=False) for node in around)
    return b"\n".join(parts) + (b"\n" if original.endswith(b"\n") else b"")


def canonical(data: bytes) -> bytes:
    """C14N with comments: two documents with the same canonical form differ in nothing that XML calls content.

    It costs many times a parse: for tests and comparisons only. ``Unreadable`` as in :func:`parse`.
    """
    return etree.tostring(parse(data, _DEFAULT, comments=True), method="c14n", with_comments=True)
