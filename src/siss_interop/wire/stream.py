"""Files of many records: each record as it comes, in flat memory, under the same defences as a single document."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from contextlib import suppress
from io import BytesIO
from typing import IO

from lxml import etree
from lxml.etree import _Element

from siss_interop.errors import Unreadable
from siss_interop.issues import issue
from siss_interop.options import Options
from siss_interop.wire.encoding import decode_kind

_CHUNK = 64 * 1024
#: a tag of flow data is at most so many bytes for each attribute that `Options` admits
_BYTES_AN_ATTRIBUTE = 64


#: one record of a file: its number from 1, and its element, which is emptied when later records are asked for
Record = tuple[int, _Element]


class Chained(BytesIO):
    """A source that cannot go back, with the beginning that was read of it put before it again."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        super().__init__(head)
        self._rest = rest

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, at most `size` of them where it is not negative."""
        wanted = -1 if size is None else size
        ahead = super().read(wanted)
        return ahead + self._rest.read(wanted if wanted < 0 else wanted - len(ahead))


class _Guarded:
    """A byte source as UTF-8 that refuses long stretches without a `<`: lxml would need quadratic time for the attributes that they can hold."""

    def __init__(self, source: IO[bytes], options: Options) -> None:
        self._source = source
        head = source.read(_CHUNK)
        kind = decode_kind(head, options)
        marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self._decoder = None if kind == "utf-8" else codecs.getincrementaldecoder("utf-16" if marked else kind)()
        self._ready = self._utf8(head)
        self._stretch = 0
        self._longest = options.max_attributes * _BYTES_AN_ATTRIBUTE

    def _utf8(self, data: bytes) -> bytes:
        if self._decoder is None:
            return data
        try:
            return self._decoder.decode(data, final=not data).encode()
        except UnicodeDecodeError:
            raise Unreadable(issue("FILE-008", encoding="UTF-16")) from None

    def read(self, size: int = -1) -> bytes:
        """The next bytes; the parser asks for them."""
        data, self._ready = (self._ready, b"") if self._ready else (self._utf8(self._source.read(_CHUNK)), b"")
        self._check(data)
        return data

    def _check(self, data: bytes) -> None:
        here = 0
        while True:
            further = data.find(b"<", here)
            self._stretch += (further if further >= 0 else len(data)) - here
            if self._stretch > self._longest:
                raise Unreadable(issue("FILE-010", limit=str(self._longest // _BYTES_AN_ATTRIBUTE)))
            if further < 0:
                return
            jump = data.rfind(b"<", further, further + self._longest)
            here, self._stretch = jump + 1, 0


def records(source: bytes | IO[bytes], tags: Collection[str], options: Options, *, every: int = 1) -> Iterator[Record]:
    """The elements with these Clark names, one by one, with their ancestors (and these's attributes) in place.

    What was read is taken out of the tree after `every` records. Where that is more than one, an element beside the records that is none of them is
    given too, with the number 0, so that nothing is passed over.

    Raises Unreadable where the file stops being admissible XML: what came before it has been given.
    """
    guarded = _Guarded(BytesIO(source) if isinstance(source, bytes) else source, options)
    number = 0
    try:
        for _, element in etree.iterparse(
            guarded, events=("end",), tag=list(tags), remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, recover=False, encoding="utf-8",
        ):  # fmt: skip
            number += 1
            if number == 1 and element.getroottree().docinfo.internalDTD is not None:
                raise Unreadable(issue("FILE-005"))
            yield number, element
            if number % every == 0:
                if every > 1:
                    yield from ((0, other) for other in element.itersiblings(preceding=True) if other.tag not in tags)
                _forget(element)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        fault = issue("FILE-004", line=max(line or 1, 1), column=max(column or 1, 1))
    else:
        return
    raise Unreadable(fault)


def _forget(element: _Element) -> None:
    """Take out of the tree what stands before a record that was read; the record itself goes with the next one.

    What stands before its ancestors stays, for nobody has seen it yet: where records are nested, the ancestors are records too.
    """
    parent = element.getparent()
    if parent is not None and element.getprevious() is not None:
        del parent[: parent.index(element)]


def head_of(source: bytes, options: Options) -> tuple[str, str] | None:
    """The Clark names of the root and of its first child, from the beginning of a file."""
    parser = etree.XMLPullParser(
        events=("start",), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )  # fmt: skip
    with suppress(etree.XMLSyntaxError, Unreadable):
        parser.feed(_Guarded(BytesIO(source), options).read())
    found = [str(element.tag) for _, (_, element) in zip(range(2), parser.read_events(), strict=False)]
    return (found[0], found[1] if len(found) > 1 else "") if found else None
