"""The record of what the judges said: one line for each output and judge, in `outcomes.json`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

RECORD = Path(__file__).with_name("outcomes.json")
LEVELS = ("fatal", "error", "warning", "information")
_LONGEST = 240


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A fatal or an error: the validator's code for it, where (without positions in lists), its words, and how often."""

    code: str
    place: str
    text: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one judge said of one output: how many messages of each level, and the faults."""

    name: str
    judge: str
    sha256: str
    counts: Mapping[str, int]
    faults: tuple[Fault, ...] = ()


def digest(payload: bytes) -> str:
    """What tells whether an output is still the one that was judged."""
    return sha256(payload).hexdigest()


def outcome(name: str, judge: str, payload: bytes, messages: Iterable[Mapping[str, str]]) -> Outcome:
    """The outcome of the validator's messages. What cannot even be parsed has no place. Raises KeyError for a message without level or text."""
    said = list(messages)
    levels = Counter(message["level"] for message in said)
    bad = [message for message in said if message["level"] in LEVELS[:2]]
    faults = Counter((message.get("id") or "", _place(message.get("place", "")), _words(message["text"])) for message in bad)
    counts = {level: levels[level] for level in LEVELS}
    return Outcome(name, judge, digest(payload), counts, tuple(sorted(Fault(*fault, times) for fault, times in faults.items())))


def load(path: Path = RECORD) -> dict[tuple[str, str], Outcome]:
    """The record by output and judge; empty where none was made yet."""
    if not path.is_file():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    made = [Outcome(**{**row, "faults": tuple(Fault(**fault) for fault in row["faults"])}) for row in rows]
    return {(each.name, each.judge): each for each in made}


def save(outcomes: Iterable[Outcome], path: Path = RECORD) -> None:
    """Write the record anew, one line for each output and judge, in their order."""
    rows = [json.dumps(asdict(each), ensure_ascii=False) for each in sorted(outcomes, key=lambda each: (each.name, each.judge))]
    path.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def _place(location: str) -> str:
    """`Bundle.entry[3].resource/*Patient/null*/.name[0]` as `Bundle.entry[].resource(Patient).name[]`."""
    return re.sub(r"/\*(\w+)/.*?\*/", r"(\1)", re.sub(r"\[\d+\]", "[]", location))


def _words(text: str) -> str:
    """The text in one line, without positions and without what differs from resource to resource, not longer than needed."""
    short = re.sub(r"urn:uuid:[0-9a-f-]+", "urn:uuid:…", " ".join(_place(text).split()))
    return short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "…"
