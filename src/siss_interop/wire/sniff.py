"""Which format the bytes are in. Only the format: which message it is, its own reader says."""

from __future__ import annotations

import re
from enum import StrEnum

from siss_interop.errors import Unreadable
from siss_interop.issues import issue
from siss_interop.options import Options
from siss_interop.wire.encoding import as_utf8, decode_kind
from siss_interop.wire.passes import root_name
from siss_interop.wire.xmlio import HL7, parse

__all__ = ["Format", "sniff"]


class Format(StrEnum):
    """The formats of the front door."""

    CDA = "cda"
    XML = "xml"
    """The regional XML."""
    JSON = "json"
    """Our own JSON."""
    FHIR = "fhir"
    AVN = "avn"
    HL7V2 = "hl7v2"


_FHIR = "http://hl7.org/fhir"
_AVN_ROOTS = frozenset({"vaccinazioniSomministrate", "vaccinazioniNonEffettuate", "informazioniAnagrafiche"})
"""Roots of the ministry's VSX, VNX and AVX schemas, which have no namespace."""
_AVN_FIELDS = frozenset({8, 18, 23})
"""Fields of a VNX, an AVX and a VSX record."""
_AVN_KEY = b"ID_ASS"
"""The column that every header of an AVN record has."""

_HL7V2 = re.compile(rb"\x0b?(?:MSH|FHS|BHS)\|")
"""A message, a file or a batch; a vertical tab is the frame of MLLP."""

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
"""A string, a cut one up to the end (else each of its quotes would be tried in turn), or a bracket."""
_RESOURCE_TYPE = b'"resourceType"'
_COLON = re.compile(rb"[ \t\r\n]*:")

_HEAD = 64 * 1024
_TEXT = frozenset(range(0x20, 0x100)) | frozenset(b"\t\r\n\f\x0b\x1c\x1d\x1e")


def sniff(data: bytes, options: Options | None = None) -> Format:
    """The format, from as few bytes as it takes.

    ``Unreadable`` if it is none of ours, saying what it looks like, and for what :func:`decode_kind` refuses.
    """
    options = options or Options()
    kind = decode_kind(data, options)
    text = as_utf8(data, kind)
    begin = text[:_HEAD].lstrip(b" \t\r\n")
    if begin.startswith(b"<"):
        return _xml(data, text, options)
    if begin.startswith((b"{", b"[")):
        return Format.FHIR if _is_resource(text) else Format.JSON
    if _HL7V2.match(begin):
        return Format.HL7V2
    if _is_avn(begin):
        return Format.AVN
    binary = not _TEXT.issuperset(begin)
    raise Unreadable(issue("FILE-024" if binary else "FILE-014", line=1, column=1))


def _xml(data: bytes, text: bytes, options: Options) -> Format:
    found = root_name(text)
    if found is None:
        parse(data, options)  # tells exactly what is wrong with it
        raise Unreadable(issue("FILE-014"))
    namespace, local = found
    if (namespace, local) == (HL7, "ClinicalDocument"):
        return Format.CDA
    if namespace == _FHIR:
        return Format.FHIR
    return Format.AVN if not namespace and local in _AVN_ROOTS else Format.XML


def _is_resource(text: bytes) -> bool:
    """Whether ``resourceType`` is a key of the outermost object; faults of the JSON are left to its reader."""
    if _RESOURCE_TYPE not in text:
        return False
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in b"{[":
            depth += 1
            if depth == 1 and sign == b"[":
                return False
        elif sign in b"}]":
            depth -= 1
        elif depth == 1 and sign == _RESOURCE_TYPE and _COLON.match(text, token.end()):
            return True
    return False


def _is_avn(begin: bytes) -> bool:
    """Whether the first line is a header or a record of the ministry's tables, whose fields are parted by ``~``."""
    fields = re.split(rb"[\r\n]", begin, maxsplit=1)[0].split(b"~")
    return len(fields) > 1 and (_AVN_KEY in fields or len(fields) in _AVN_FIELDS)
