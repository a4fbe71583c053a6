"""Mutated events: none may be accepted by the model and refused by the schema.

    python -m tests.benchmarks.mutations [HOW MANY]      (1,000,000 by default)

Each mutation changes the bytes of a valid event at one to three places: an element goes, comes twice, moves or gets another name; a value loses,
gains or swaps characters. What is no longer XML is passed over. Exit code 1 if the reader accepted one that the XSD refuses; the first are printed.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from rich.progress import track

from siss_interop.messages import catalogue
from siss_interop.messages.busta import esempi as busta
from siss_interop.messages.trasporti import esempi_eventi as trasporti
from siss_interop.messages.vaccinazioni import esempi_eventi
from siss_interop.wire.tree.document import read_element
from siss_interop.wire.tree.emit import document

SCHEMAS = Path(__file__).resolve().parents[2] / "xsd"
MILLION = 1_000_000
_ELEMENT = re.compile(rb"<(\w+)>[^<]*</\1>")
_VALUE = re.compile(rb">([^<]+)<")
_BYTES = b"0123456789AZaz -+.:/TZ\xc3\xa8\n\t"


def samples() -> list[bytes]:
    """The valid events that are mutated."""
    made: list[Any] = [make() for make in esempi_eventi.ESEMPI.values()]
    made += [make() for make in (*trasporti.TUTTI, *busta.TUTTI)]
    events = [event for each in made for event in (each if isinstance(each, tuple) else (each,))]
    entries = [(catalogue.entry_of(event), event) for event in events]
    return [document(entry.plan("xml"), event) for entry, event in entries if "xml" in entry.formats]


def mutate(data: bytes, dice: random.Random) -> bytes:
    """The event with one to three faults, more or less."""
    for _ in range(dice.randint(1, 3)):
        data = dice.choice((_drop, _double, _move, _rename, _value, _value, _value))(data, dice)
    return data


def _somewhere(pattern: re.Pattern[bytes], data: bytes, dice: random.Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(data))
    return dice.choice(found) if found else None


def _drop(data: bytes, dice: random.Random) -> bytes:
    at = _somewhere(_ELEMENT, data, dice)
    return data[: at.start()] + data[at.end() :] if at else data


def _double(data: bytes, dice: random.Random) -> bytes:
    at = _somewhere(_ELEMENT, data, dice)
    return data[: at.end()] + at[0] + data[at.end() :] if at else data


def _move(data: bytes, dice: random.Random) -> bytes:
    one, other = _somewhere(_ELEMENT, data, dice), _somewhere(_ELEMENT, data, dice)
    if one is None or other is None or one.end() > other.start():
        return data
    return data[: one.start()] + data[one.end() : other.end()] + one[0] + data[other.end() :]


def _rename(data: bytes, dice: random.Random) -> bytes:
    one, other = _somewhere(_ELEMENT, data, dice), _somewhere(_ELEMENT, data, dice)
    if one is None or other is None:
        return data
    return data[: one.start()] + one[0].replace(one[1], other[1]) + data[one.end() :]


def _value(data: bytes, dice: random.Random) -> bytes:
    at = _somewhere(_VALUE, data, dice)
    if at is None:
        return data
    text, where = at[1], dice.randint(0, len(at[1]))
    piece = _BYTES[(start := dice.randrange(len(_BYTES))) : start + dice.randint(0, 2)]
    changed = dice.choice((text[:where] + piece + text[where:], text[:where] + text[where + 1 :], text[:where] + piece + text[where + 1 :], b""))
    return data[: at.start(1)] + changed + data[at.end(1) :]


def accepted_against_the_schema(count: int, seed: int = 0) -> Iterator[bytes]:
    """The mutations that the model accepts and the schema refuses."""
    dice = random.Random(seed)  # the same mutations every time
    valid = samples()
    schemas = {place: etree.XMLSchema(etree.parse(SCHEMAS / place / f"{place.split('/')[0]}.xsd")) for place in catalogue.schemas()}
    for _ in track(range(count), "mutated events", disable=not sys.stderr.isatty()):
        data = mutate(dice.choice(valid), dice)
        try:
            root = etree.fromstring(data)
        except etree.XMLSyntaxError:
            continue
        entry = catalogue.by_root(str(root.tag))
        if entry is None:
            continue
        found = read_element(root, entry.plan("xml"))
        if found.message is not None and not found.issues and not schemas[entry.place("xml")].validate(root):
            yield data


def main(arguments: list[str]) -> int:
    """Mutate, compare, and say what was found."""
    count = int(arguments[0]) if arguments else MILLION
    found = list(accepted_against_the_schema(count))
    sys.stdout.write(f"{count:,} mutated events: {len(found)} that the model accepts and the schema refuses\n")
    for data in found[:5]:
        sys.stdout.write(data.decode() + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
