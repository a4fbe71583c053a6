"""Which encoding the bytes are in, and the same text as UTF-8.

Only UTF-8 and UTF-16 are admitted. The engines work on UTF-8 alone: there ``<`` is one byte that occurs in no other
character, which cheap checks over the bytes rely on, and in UTF-16 is not true.
"""

from __future__ import annotations

import codecs
import re

from siss_interop.errors import Unreadable
from siss_interop.issues import issue
from siss_interop.options import Options

__all__ = ["as_utf8", "check_declaration", "decode_kind", "has_declaration", "kind_of", "standalone"]

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (b"<\0\0\0", "utf-32"),
    (b"\0\0\0<", "utf-32"),
    (b"Lo\xa7\x94", "ebcdic"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PLAIN = (b"<?xml", b"<ClinicalDocument", b'{"')
"""With which nearly all inputs begin: no other encoding looks like it."""
_REFUSED = frozenset({"utf-32", "ebcdic"})

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"%PDF-", "PDF"),
    (b"\x30\x80", "PKCS#7 (p7m)"),
    (b"\x30\x82", "PKCS#7 (p7m)"),
    (b"\x30\x83", "PKCS#7 (p7m)"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office"),
    (b"{\\rtf", "RTF"),
)
"""First bytes of what people send in place of a message; a PKCS#7 envelope is how Italian signed documents travel."""

_BEGINNINGS = b"<{[ \t\r\n"
"""Characters with which an unmarked UTF-16 text may begin."""

_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*(['\"])(?P<version>[^'\"<>&]{1,20})\1"
    rb"(?:\s+encoding\s*=\s*(['\"])(?P<encoding>[A-Za-z][A-Za-z0-9._-]{0,39})\3)?"
    rb"(?:\s+standalone\s*=\s*(['\"])(?P<standalone>yes|no)\5)?\s*\?>"
)
_DECLARED = re.compile(rb"<\?xml\s")

_NAMES = {
    "utf-8": frozenset({"utf-8", "utf8"}),
    "utf-8-sig": frozenset({"utf-8", "utf8"}),
    "utf-16-le": frozenset({"utf-16", "utf-16le"}),
    "utf-16-be": frozenset({"utf-16", "utf-16be"}),
}
"""What an XML declaration may say for each encoding that the bytes are in."""
_ADMITTED = frozenset().union(*_NAMES.values())


def decode_kind(data: bytes, options: Options) -> str:
    """The encoding of the bytes: ``utf-8``, ``utf-8-sig`` (UTF-8 with a mark), ``utf-16-le`` or ``utf-16-be``.

    It looks at the first bytes only: that all bytes form characters shows when they are decoded. ``Unreadable`` for
    empty or too large input, another encoding, and for what is no text at all (archives, PDF, signed envelopes).
    """
    if not data:
        raise Unreadable(issue("FILE-001"))
    if len(data) > options.max_bytes:
        raise Unreadable(issue("FILE-002", limit=str(options.max_bytes)))
    return kind_of(data)


def kind_of(data: bytes) -> str:
    """The encoding of bytes that may have any length: what was read once, and is looked at again."""
    if data.startswith(_PLAIN):
        return "utf-8"
    for looks, name in _MAGIC:
        if data.startswith(looks):
            raise Unreadable(issue("FILE-016", looks=name))
    for mark, kind in _BOMS:
        if data.startswith(mark):
            if kind in _REFUSED:
                raise Unreadable(issue("FILE-006", line=1, column=1, encoding=kind.upper()))
            return kind
    if len(data) > 1 and data[1] == 0 and data[0] in _BEGINNINGS:
        return "utf-16-le"
    if len(data) > 1 and data[0] == 0 and data[1] in _BEGINNINGS:
        return "utf-16-be"
    return "utf-8"


def as_utf8(data: bytes, kind: str) -> bytes:
    """The text as UTF-8 without a mark. UTF-8 is handed on unchecked; ``Unreadable`` for broken UTF-16."""
    if kind == "utf-8":
        return data
    if kind == "utf-8-sig":
        return data[len(codecs.BOM_UTF8) :]
    body = data[2:] if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else data
    try:
        return body.decode(kind).encode()
    except UnicodeDecodeError as fault:
        before = body[: fault.start].decode(kind)
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    raise Unreadable(issue("FILE-008", line=line, column=column, encoding=kind.upper()))


def check_declaration(text: bytes, kind: str) -> None:
    """Compare the XML declaration, if any, with the encoding of the bytes; ``text`` is what :func:`as_utf8` gives.

    A declaration that disagrees is refused, for two readers could then see two different texts.
    """
    if not _DECLARED.match(text):
        return
    found = _DECLARATION.match(text)
    if not found:
        raise Unreadable(issue("FILE-004", line=1, column=1))
    if found["version"] != b"1.0":
        raise Unreadable(issue("FILE-023", line=1, column=1))
    declared = (found["encoding"] or b"").decode("ascii")
    if not declared or declared.lower() in _NAMES[kind]:
        return
    if declared.lower() in _ADMITTED:
        actual = "UTF-8" if kind.startswith("utf-8") else kind.upper()
        raise Unreadable(issue("FILE-007", line=1, column=1, declared=declared, actual=actual))
    raise Unreadable(issue("FILE-006", line=1, column=1, encoding=declared))


def has_declaration(text: bytes) -> bool:
    """Whether the text begins with an XML declaration."""
    return bool(_DECLARED.match(text))


def standalone(text: bytes) -> str | None:
    """What the XML declaration says as ``standalone``: ``yes``, ``no`` or nothing."""
    found = _DECLARATION.match(text)
    said = found["standalone"] if found else None
    return said.decode("ascii") if said else None
