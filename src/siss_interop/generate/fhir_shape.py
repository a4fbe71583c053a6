"""`python -m siss_interop.generate.fhir_shape PATH [--check]`, in a checkout: the tables of `wire/fhir/data` from the official R4 package.

PATH is the file `hl7.fhir.r4.core-4.0.1.tgz` as HL7 publishes it. Only facts are taken (names, types, numbers, targets, codes), no texts.
`--check` writes nothing and only says which table is not in step (exit code 1).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from siss_interop.check.fhir.package import RESOURCE_TYPES, Package, is_system, last
from siss_interop.wire.fhir.shape import RESOURCES

FOLDER = Path(__file__).resolve().parents[1] / "wire" / "fhir" / "data"

_HEAD = """\
# title: {title}
# source: HL7 FHIR R4, public package hl7.fhir.r4.core 4.0.1
# licence: CC0-1.0
# updater: python -m siss_interop.generate.fhir_shape hl7.fhir.r4.core-4.0.1.tgz
"""
_SHAPE_HEAD = (
    _HEAD.format(title="FHIR R4: which elements a type has, in the order of the XML form")
    + """\
# note: a row without element begins a type; its kind is the type that it extends, whose elements come first
# note: minimum counts for all forms of a choice together
type,element,kind,many,minimum,targets,choice,codes,profile
"""
)
_CODES_HEAD = _HEAD.format(title="FHIR R4: the codes of required value sets") + "key,code,system\n"

USAGE = "usage: python -m siss_interop.generate.fhir_shape PATH [--check]\n"


def tables(path: Path) -> dict[str, str]:
    """The two tables: file name -> text."""
    package = Package(path)
    rows = [row for name in _reachable(package) for group in package.groups(name) for row in group]
    keys = sorted({RESOURCE_TYPES, *(row[7] for row in rows if row[7])})
    members = ((key, code, system) for key in keys for code, system in package.members(key))
    return {"shape.csv": _SHAPE_HEAD + _csv(rows), "codes.csv": _CODES_HEAD + _csv(members)}


def _csv(rows: Iterable[Sequence[str]]) -> str:
    """The rows as lines; no cell holds a comma or a quote."""
    return "".join(",".join(row) + "\n" for row in rows)


def _reachable(package: Package) -> list[str]:
    """The resources and every type that they are made of, by name."""
    waiting, seen = sorted(RESOURCES), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        base = last((package.definition(name) or {}).get("baseDefinition", ""))
        waiting += [base] if base else []
        waiting += [kind["code"] for part in package.parts(name) for kind in part.get("type", ()) if not is_system(kind["code"])]
    return sorted(seen)


def main(arguments: Sequence[str], folder: Path = FOLDER) -> int:
    """Run it. Returns the exit code: 0 fine, 1 not in step, 2 wrong use."""
    if len(arguments) not in (1, 2) or list(arguments[1:]) not in ([], ["--check"]):
        sys.stderr.write(USAGE)
        return 2
    made = tables(Path(arguments[0]))
    drifted = [name for name, text in made.items() if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()]
    if arguments[1:]:
        sys.stderr.writelines(f"not in step: {name}\n" for name in drifted)
        return 1 if drifted else 0
    for name in drifted:
        (folder / name).write_bytes(made[name].encode())
    sys.stdout.writelines(f"written: {name}\n" for name in drifted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
