"""Files that come with the library but live in top-level folders of the project: schemas and CDA templates.

In a wheel they lie in ``siss_interop/_data/<kind>/`` (the build puts them there), in a checkout in ``<kind>/`` at the
top.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from siss_interop.errors import SissError

__all__ = ["KINDS", "resource"]

KINDS = ("xsd", "cda_templates")

_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*")
_CHECKOUT = Path(__file__).resolve().parents[2]


def resource(kind: str, name: str) -> bytes:
    """The bytes of one file, e.g. ``resource("xsd", "vaccinazioni/1.0/VAC01.xsd")``.

    ``name`` is a relative path with slashes; it cannot climb out of its folder. ``SissError`` if the kind or the name
    is not admitted, or there is no such file.
    """
    if kind not in KINDS:
        raise SissError(f"unknown kind of resource {kind!r}; there are: {', '.join(KINDS)}")
    if not _NAME.fullmatch(name):
        raise SissError(f"not the name of a resource: {name!r}")
    packaged = files("siss_interop").joinpath(f"_data/{kind}/{name}")
    if packaged.is_file():
        return packaged.read_bytes()
    unpacked = _CHECKOUT / kind / name
    if unpacked.is_file():
        return unpacked.read_bytes()
    raise SissError(f"there is no {kind} resource named {name!r}")
