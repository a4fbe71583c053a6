"""The official R4 package (`hl7.fhir.r4.core-4.0.1.tgz`, or the folder that it unpacks to), and the shape of types as it defines them."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from siss_interop.errors import SissError
from siss_interop.wire.fhir.shape import Row

__all__ = ["DefinitionsError", "Package", "last"]

Json = Mapping[str, Any]

RESOURCE_TYPES: Final = "resource-types"
"""No element is bound to this value set, but references name such types."""

_WANTED: Final = ("StructureDefinition-", "ValueSet-", "CodeSystem-")
_BACKBONES: Final = ("BackboneElement", "Element")
_BOUND: Final = ("code", "Coding", "CodeableConcept")


class DefinitionsError(SissError):
    """What the user points at is no FHIR package, or is damaged; the text says where."""


class Package:
    """The definitions, value sets and code systems of a package. A file is parsed when it is first asked for."""

    def __init__(self, path: str | Path) -> None:
        """Read the archive, or list the folder (or its `package`). Raises `DefinitionsError` where it is neither."""
        at = Path(path)
        try:
            self._files: Mapping[str, bytes | Path] = _folder(at) if at.is_dir() else _archive(at)
        except (OSError, tarfile.TarError) as error:
            raise DefinitionsError("the FHIR package cannot be read") from error
        self._parsed: dict[str, Json] = {}
        self._rows: dict[str, list[Row]] = {}
        self._members: dict[str, list[tuple[str, str]]] = {}
        if self.definition("Resource") is None:
            raise DefinitionsError("this is no FHIR package: it does not define Resource")

    def file(self, kind: str, name: str) -> Json | None:
        """A file of the package by its kind and id. Raises `DefinitionsError` where it is damaged."""
        key = f"{kind}-{name}.json"
        if key not in self._parsed and key in self._files:
            held = self._files[key]
            try:
                self._parsed[key] = json.loads(held.read_bytes() if isinstance(held, Path) else held)
            except (OSError, ValueError) as error:
                raise DefinitionsError(f"{key} of the FHIR package is damaged") from error
        return self._parsed.get(key)

    def definition(self, type_name: str) -> Json | None:
        """The StructureDefinition of a type; None where there is none, or it is a profile."""
        found = self.file("StructureDefinition", type_name)
        return found if found and found.get("derivation") != "constraint" else None

    def parts(self, type_name: str) -> Sequence[Json]:
        """The elements of a type, the first of which stands for the type itself; a profile has its own."""
        found = self.file("StructureDefinition", type_name)
        parts: Sequence[Json] = found["snapshot"]["element"] if found else ()
        return parts

    def members(self, key: str) -> list[tuple[str, str]]:
        """Code and system of each member of a value set, in the official order; nothing where the package does not hold them all."""
        if key not in self._members:
            self._members[key] = self._enumerated(self.file("ValueSet", key) or {})
        return self._members[key]

    def _enumerated(self, value_set: Json) -> list[tuple[str, str]]:
        compose = value_set.get("compose", {})
        found: list[tuple[str, str]] = []
        for include in compose.get("include", ()):
            system = include.get("system", "")
            concepts = include.get("concept") or self._system(system).get("concept")
            if not concepts or "filter" in include or "valueSet" in include:
                return []
            found += [(code, system) for code in _codes(concepts)]
        return [] if "exclude" in compose else list(dict.fromkeys(found))

    def _system(self, url: str) -> Json:
        """A code system. Most have the last part of their URL as id; the others are searched for."""
        named = self.file("CodeSystem", last(url)) or {}
        if named.get("url") == url:
            return named
        quoted = f'"{url}"'.encode()
        for name, held in self._files.items():
            if name.startswith("CodeSystem-") and quoted in (held.read_bytes() if isinstance(held, Path) else held):
                found = self.file("CodeSystem", name.removeprefix("CodeSystem-").removesuffix(".json")) or {}
                if found.get("url") == url:
                    return found
        return {}

    def rows(self, type_name: str) -> Sequence[Row] | None:
        """The rows of a type (see `wire.fhir.shape`), of a backbone element by its dotted name; None where there is no such type."""
        if type_name not in self._rows:
            main = type_name.partition(".")[0]
            if main in self._rows or self.definition(main) is None:
                return None
            for group in self.groups(main):
                self._rows[group[0][0]] = group
        return self._rows.get(type_name)

    def groups(self, type_name: str) -> Iterator[list[Row]]:
        """The rows of a type and of each backbone element inside it; each group begins with the row that says what is extended."""
        definition = self.definition(type_name) or {}
        members: dict[str, list[Json]] = {type_name: []}
        bases = {type_name: last(definition.get("baseDefinition", ""))}
        for part in self.parts(type_name)[1:]:
            parent = part["path"].rpartition(".")[0]
            members.setdefault(parent, []).append(part)
            kind = part["type"][0]["code"] if "type" in part else ""
            if kind in _BACKBONES:
                bases[part["path"]] = kind
        for parent, parts in members.items():
            inherited = {part["path"].partition(".")[2] for part in self.parts(bases[parent])[1:]} if bases[parent] else set()
            own = [part for part in parts if part["path"].rpartition(".")[2] not in inherited and not _is_value(part["path"])]
            yield [[parent, "", bases[parent], *[""] * 6], *(row for part in own for row in self._element_rows(part))]

    def _element_rows(self, part: Json) -> Iterator[Row]:
        """One row, or one for each type of a choice."""
        parent, _, name = part["path"].rpartition(".")
        choice = name if name.endswith("[x]") else ""
        many = "" if part["max"] in ("0", "1") else "many"
        codes = self._bound_to(part.get("binding", {}))
        for kind in part.get("type") or [{"code": part["contentReference"].removeprefix("#")}]:
            code = _type(kind["code"], part["path"])
            key = name.replace("[x]", code[0].upper() + code[1:])
            targets = " ".join(last(profile) for profile in kind.get("targetProfile", ()))
            profile = " ".join(last(profile) for profile in kind.get("profile", ()))
            yield [parent, key, code, many, str(part["min"]), targets, choice, codes if code in _BOUND else "", profile]

    def _bound_to(self, binding: Json) -> str:
        """The key of a required value set whose codes are at hand, else nothing."""
        if binding.get("strength") != "required":
            return ""
        key = last(binding["valueSet"].partition("|")[0])
        return key if self.members(key) else ""


def _folder(at: Path) -> dict[str, bytes | Path]:
    inner = at / "package"
    return {file.name: file for file in (inner if inner.is_dir() else at).iterdir() if file.name.startswith(_WANTED)}


def _archive(at: Path) -> dict[str, bytes | Path]:
    found: dict[str, bytes | Path] = {}
    with tarfile.open(at) as tar:
        for member in tar:
            folder, _, name = member.name.partition("/")
            held = tar.extractfile(member) if folder == "package" and name.startswith(_WANTED) else None
            if held is not None:
                found[name] = held.read()
    return found


def _codes(concepts: Sequence[Json]) -> Iterator[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _codes(concept.get("concept", ()))


def _is_value(path: str) -> bool:
    """Whether it is the value of a primitive, which is no element."""
    return path[0].islower() and path.endswith(".value")


def _type(code: str, path: str) -> str:
    """Our name of a type. The identity of a resource is an `id`; the package says only that it is text, as it does of `Element.id` and of URLs."""
    if code in _BACKBONES:
        return path
    if not is_system(code):
        return code
    return {"Resource.id": "id", "Extension.url": "uri"}.get(path, "string")


def is_system(code: str) -> bool:
    """Whether a type is one of FHIRPath itself, as for the values of primitives."""
    return code.startswith("http://hl7.org/fhirpath/")


def last(url: str) -> str:
    """The last part of a canonical URL, which in the R4 package is the id of what it names."""
    return url.rpartition("/")[2]
