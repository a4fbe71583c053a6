"""The pictures of a document that a page may hold: small ones of three formats that are what they say, as data of the page itself."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterator

from pydantic import BaseModel

from siss_interop.messages.comune.enunciati.generici import OggettoMultimediale
from siss_interop.model.tipi import Testo

#: media type -> how such a file begins. SVG may hold scripts, so it is no picture here.
_INIZI = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
#: of one picture, in characters of base64
MASSIMO = 4_000_000


def indirizzo(contenuto: Testo | None) -> str | None:
    """The picture as a `data:` address; None where it is no picture that a page may hold."""
    if contenuto is None or contenuto.rappresentazione != "B64" or contenuto.parole is None or len(contenuto.parole) > MASSIMO:
        return None
    begins = _INIZI.get(contenuto.tipo_media or "")
    if begins is None:
        return None
    try:
        data = b64decode("".join(contenuto.parole.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return f"data:{contenuto.tipo_media};base64,{b64encode(data).decode()}" if data.startswith(begins) else None


def oggetti(parte: object) -> Iterator[OggettoMultimediale]:
    """All media of a document, wherever they stand."""
    if isinstance(parte, OggettoMultimediale):
        yield parte
    elif isinstance(parte, BaseModel):
        for value in parte.__dict__.values():
            yield from oggetti(value)
    elif isinstance(parte, tuple):
        for value in parte:
            yield from oggetti(value)
