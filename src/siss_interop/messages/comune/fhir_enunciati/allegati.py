"""Where encapsulated data stand in FHIR R4: in an Attachment, as base64 without white space, of a media type that has a name.

The lines into which a document breaks its base64 are kept beside it, as a list of lengths with the white space after each.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error
from typing import Any

from siss_interop.messages.comune.enunciati.generici import OggettoMultimediale
from siss_interop.messages.comune.fhir_enunciati.parti import NOTE, SOGGETTO, chi
from siss_interop.model.tipi import Riferimento, Testo
from siss_interop.wire.fhir.names import NULL_FLAVOR, OURS, mine
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.words import Binding, By, Drop, Fixed, Row

# ---- the data

PAROLE, RIGHE, TIPO = f"{OURS}parole", f"{OURS}righe", f"{OURS}tipo-media"
_WHITE, _LINE = re.compile(r"\s+"), re.compile(r"(\S+)(\s*)|(\s+)")  # white space as `str.split` takes it


def _is_base64(testo: str) -> bool:
    try:
        return bool(b64decode(testo, validate=True))
    except (Error, ValueError):
        return False


def _said(url: str, testo: str) -> Json:
    return {"extension": [{"url": url, "valueString": testo}]}


def _lines(parole: str, data: str) -> str:
    """How long each line is, and the white space after it, as JSON. `data` are the words without white space."""
    white = _WHITE.search(parole)
    end = white[0] if white else "\n"
    *lines, last = parole.split(end)
    if not (all(lines) and "".join(lines) + last == data):
        return json.dumps([[len(line), after or before] for line, after, before in _LINE.findall(parole)])
    after = json.dumps(end)  # every line ends alike, as in most
    told = [f"[{len(line)}, {after}]" for line in lines]
    if last:
        told.append(f'[{len(last)}, ""]')
    return f"[{', '.join(told)}]"


def _in_lines(data: str, lines: str) -> str:
    parts, at = [], 0
    for length, white in json.loads(lines):
        parts += [data[at : at + length], white]
        at += length
    return "".join(parts)


def _write_data(parole: str | None, rappresentazione: str | None) -> Json:
    if parole is None:
        return {}
    data = "".join(parole.split())
    if rappresentazione != "B64" or not _is_base64(data):
        return {"_data": _said(PAROLE, parole)}
    return {"data": data} if data == parole else {"data": data, "_data": _said(RIGHE, _lines(parole, data))}


def _read_data(data: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    told = {} if beside is None else {each["url"]: each["valueString"] for each in beside["extension"]}
    parole = told[PAROLE] if data is None else _in_lines(data, told[RIGHE]) if RIGHE in told else data
    again = _write_data(parole, None if data is None else "B64")
    if type(parole) is not str or (told and again not in ({"data": data, "_data": beside}, {"_data": beside})):
        raise ValueError("not the data that stand beside")
    return (parole,), ()


# ---- its type

_MEDIA = re.compile(
    r"(application|audio|example|font|haptics|image|message|model|multipart|text|video)/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
    r"(; ?[a-z0-9!#$&^_.+-]+=[^\s;]+)*",
    re.IGNORECASE,
)


#: the type of data of which no more is known than that they are data
_ANY = "application/octet-stream"


def _write_type(tipo_media: str | None, parole: str | None) -> Json:
    """R4 wants the type of all data. What names none stands beside the type of any data, and so does that none was named."""
    if tipo_media is None:
        return {} if parole is None else {"contentType": _ANY, "_contentType": {"extension": [{"url": TIPO, "valueCode": "absent"}]}}
    return {"contentType": tipo_media} if _MEDIA.fullmatch(tipo_media) else {"contentType": _ANY, "_contentType": _said(TIPO, tipo_media)}


def _read_type(tipo: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    tipo_media = tipo if beside is None else beside["extension"][0].get("valueString")
    if not (tipo_media is None or type(tipo_media) is str) or tipo_media == "":
        raise ValueError("not a media type")
    if beside is not None and _write_type(tipo_media, "data") != {"contentType": tipo, "_contentType": beside}:
        raise ValueError("not what stands beside a media type")
    return (tipo_media,), ()


_COLLEGAMENTO = Binding(Riferimento, Row("valore", "."), Drop("nullo", "an absent link is absent"))
CONTENUTO = Binding(
    Testo,
    By(("parole",), ("data", "_data"), _write_data, _read_data, "an attachment holds base64 only", given=("rappresentazione",)),
    By(
        ("tipo_media",), ("contentType", "_contentType"), _write_type, _read_type, "R4 wants the type of data, and takes registered ones",
        given=("parole",), always=True,
    ),
    Row("rappresentazione", f"{mine('rappresentazione')}.valueCode"), Row("lingua", "language"), Row("riferimento", "url", _COLLEGAMENTO),
    Row("nullo", NULL_FLAVOR),
)  # fmt: skip
OGGETTO = Binding(
    OggettoMultimediale,
    *chi(), Fixed("status", "completed"), SOGGETTO, NOTE, Row("id_xml", f"{mine('id-xml')}.valueString"), Row("contenuto", "content", CONTENUTO),
)  # fmt: skip
"""A picture."""
