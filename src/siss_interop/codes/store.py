"""The lists and translations that come with the library: found by id or OID, loaded once, on first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from siss_interop.codes.lists import CodeList, parse, split_header
from siss_interop.codes.translations import Translation, parse_translation
from siss_interop.errors import SissError

__all__ = ["UnknownCodeList", "code_list", "code_lists", "find_code_list", "translation", "translations"]

SUFFIX = ".csv"


class UnknownCodeList(SissError, LookupError):
    """No list (or translation) has that id or OID; the message names those that exist."""


def code_list(id_or_oid: str) -> CodeList:
    """The list with that id (``"avn_antigeni"``) or OID. ``UnknownCodeList`` if there is none."""
    found = find_code_list(id_or_oid)
    if found is None:
        raise UnknownCodeList(f"no such code list; there are: {', '.join(sorted(_files()))}")
    return found


def find_code_list(id_or_oid: str) -> CodeList | None:
    """As :func:`code_list`, but None where the library ships no such list (LOINC, AIC, a regional system)."""
    key = _by_oid().get(id_or_oid, id_or_oid)
    return _load(key) if key in _files() else None


def code_lists() -> tuple[CodeList, ...]:
    """All lists that come with the library, by id."""
    return tuple(_load(key) for key in sorted(_files()))


def translation(name: str) -> Translation:
    """The translation with that name (``"avn_via_hl7"``). ``UnknownCodeList`` if there is none."""
    if name not in _translation_files():
        raise UnknownCodeList(f"no such translation; there are: {', '.join(sorted(_translation_files()))}")
    return _load_translation(name)


def translations() -> tuple[Translation, ...]:
    """All translations that come with the library, by name."""
    return tuple(_load_translation(name) for name in sorted(_translation_files()))


def _csv_files(folder: Traversable) -> dict[str, Traversable]:
    return {file.name.removesuffix(SUFFIX): file for file in folder.iterdir() if file.name.endswith(SUFFIX)}


@cache
def _files() -> dict[str, Traversable]:
    return _csv_files(files("siss_interop.codes") / "data")


@cache
def _translation_files() -> dict[str, Traversable]:
    return _csv_files(files("siss_interop.codes") / "data" / "translations")


@cache
def _by_oid() -> dict[str, str]:
    headers = ((key, split_header(file.read_text("utf-8"))[0]) for key, file in _files().items())
    return {header["oid"]: key for key, header in headers if "oid" in header}


@cache
def _load(key: str) -> CodeList:
    return parse(key, _files()[key].read_text("utf-8"))


@cache
def _load_translation(name: str) -> Translation:
    return parse_translation(name, _translation_files()[name].read_text("utf-8"), code_list)
