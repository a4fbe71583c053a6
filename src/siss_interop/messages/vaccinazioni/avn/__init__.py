"""The format of the national vaccination register (AVN): the ministry's files VSX, VNX and AVX, as XML and as rows, read and written.

    for found in read_avn(path.open("rb")):  # one Read for each record, in flat memory
        ...
    for file in write_avn(events, cipher=mine):  # one file for each layout and region
        Path(f"{file.layout}_{file.region}.xml").write_bytes(file.written.payload)

The ministry's field tables and error codes stand in `tabelle`, together with what its documents say differently in two places.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO

from lxml.etree import _Element

from siss_interop.errors import Unreadable
from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.messages.vaccinazioni.avn.record import FORMAT, Lettura, single
from siss_interop.messages.vaccinazioni.avn.righe import read_rows
from siss_interop.messages.vaccinazioni.avn.scrittura import AvnFile, Cipher, write_avn, write_one
from siss_interop.messages.vaccinazioni.avn.tabelle import PER_COLONNE, PER_RADICE, Tracciato
from siss_interop.options import Options
from siss_interop.wire.encoding import as_utf8, decode_kind
from siss_interop.wire.results import Read
from siss_interop.wire.stream import Chained, head_of, records
from siss_interop.wire.tree.findings import xpath_at

__all__ = ["FORMAT", "AvnFile", "Cipher", "is_avn", "read_avn", "write_avn", "write_one"]

_HEAD = 64 * 1024
_BLANK = b" \t\r\n"
_DEFAULT = Options()


def is_avn(head: bytes, options: Options = _DEFAULT) -> bool:
    """Whether the beginning of a source is that of a file of the register: a root of its XML, or the names of its columns."""
    if _is_xml(head):
        found = head_of(head, options)
        return found is not None and found[0] in PER_RADICE
    try:
        kind = decode_kind(head, options)
        whole = len(head) & ~1 if kind.startswith("utf-16") else len(head)
        text = as_utf8(head[:whole], kind).decode("utf-8", "replace")
    except Unreadable:
        return False
    return frozenset(cell.strip() for cell in text.partition("\n")[0].split("~")) in PER_COLONNE


def read_avn(source: bytes | IO[bytes], options: Options = _DEFAULT) -> Iterator[Read]:
    """Read a file of the register, XML or rows, record by record and in flat memory, each with its number and its own report.

    A bad record does not stop the rest. A record `C` gives a `Cancella`. Where the file itself breaks off, the last `Read` holds no message and the
    issue that says where. Raises Unreadable where the source is no file of the register.
    """
    opened = BytesIO(source) if isinstance(source, bytes) else source
    head = opened.read(_HEAD)
    stream: IO[bytes] = Chained(head, opened)
    if not _is_xml(head):
        return _to_the_end(read_rows(stream, options))
    found = head_of(head, options)
    layout = PER_RADICE.get(found[0]) if found is not None else None
    if layout is None:
        raise Unreadable(issue("FILE-015"))
    return _to_the_end(_read_xml(layout, stream, options))


def _is_xml(head: bytes) -> bool:
    """Whether the text begins with `<`, in any encoding that is admitted."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0" + _BLANK).startswith(b"<")


def _to_the_end(found: Iterator[Read]) -> Iterator[Read]:
    """What can be read, and where the file breaks off a last `Read` that says so."""
    number = 0
    try:
        for each in found:
            number = each.record or number
            yield each
    except Unreadable as error:
        yield Read(FORMAT, "", None, {}, Report((error.issue,)), None, number + 1)


def _read_xml(layout: Tracciato, source: IO[bytes], options: Options) -> Iterator[Read]:
    """The records of an XML file. What stands between them and has no place there is told with the next one, or by itself."""
    number, of_person = 0, 0
    strays: list[ValidationIssue] = []
    for _, element in records(source, {layout.record, "Assistito"}, options):
        strays += _strays(element, layout)
        if element.tag == layout.record and _in_place(element, layout):
            number, of_person = number + 1, of_person + 1
            yield Lettura(layout, single(element), element.sourceline, strays).read(number)
            strays = []
            continue
        if element.tag == layout.record or not _is_person(element, layout):
            strays.append(issue("XML-005", xpath=xpath_at(element, ""), line=element.sourceline))
        else:
            strays += [_unknown(child) for child in element if child.tag != layout.record]
            if not all(_blank(child.tail) for child in element):
                strays.append(issue("XML-001", xpath=xpath_at(element, "."), line=element.sourceline))
            if not of_person:
                strays.append(issue("AVN-014", xpath=xpath_at(element, ""), line=element.sourceline))
            of_person = 0
        if strays:
            yield Read(FORMAT, layout.modello.__name__, None, {}, Report(tuple(strays)), None, None)
            strays = []


def _in_place(element: _Element, layout: Tracciato) -> bool:
    """Whether a record stands below a person below the root."""
    if layout.elementi:
        return _is_person(element, layout)
    parent = element.getparent()
    return parent is not None and parent.tag == "Assistito" and _is_person(parent, layout)


def _is_person(element: _Element, layout: Tracciato) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == layout.radice and parent.getparent() is None


def _strays(element: _Element, layout: Tracciato) -> list[ValidationIssue]:
    """What stands before an element, since the last one, and is neither person nor record; and text around it."""
    parent, own, previous = element.getparent(), (layout.record, "Assistito"), element.getprevious()
    alone = previous is None or (previous.tag in own and previous.getprevious() is None and _blank(previous.tail))
    if alone and _blank(element.tail) and (parent is None or _blank(parent.text)):
        return []
    before = [each for each in element.itersiblings(preceding=True) if each.tag not in own]
    found = [_unknown(each) for each in reversed(before)]
    texts = [each.tail for each in (element, *element.itersiblings(preceding=True))] + [parent.text if parent is not None else None]
    if not all(map(_blank, texts)):
        found.append(issue("XML-001", xpath=xpath_at(element, "") + "/preceding-sibling::text()", line=element.sourceline))
        if parent is not None:
            parent.text = None
    return found


def _blank(text: str | None) -> bool:
    return not text or text.isspace()


def _unknown(element: _Element) -> ValidationIssue:
    return issue("XML-001", xpath=xpath_at(element, ""), line=element.sourceline)
