"""How long the library takes, as ratios to the bare parse of the same bytes in the same loop.

    python -m tests.benchmarks.bench [FILE ...]

Each line takes turns with the bare parse in one loop, so that a slow moment of the machine falls on both; the ratio of the medians is printed.
Exit code 1 if a target is missed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from lxml import etree

import siss_interop as siss
from siss_interop.messages import catalogue
from siss_interop.model.base import Message
from siss_interop.wire.tree import document
from tests.benchmarks import events, fhir, transports
from tests.benchmarks.targets import Targets, targets
from tests.benchmarks.turns import ROUNDS, in_turns
from tests.official import HOME

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "examples" / "vaccinazioni" / "scheda-singola.cda.xml"
OFFICIAL = HOME / "cda"
#: the ministry's examples that are judged: the vaccination documents and the clinical ones
KINDS = ("SING_VACC", "CERT_VACC", "PSS", "LDO", "VPS", "LAB", "RAD", "RSA", "RAP")
STARTS = 15


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: what it does, what it includes, and how many bare parses it may take (None: it is only told)."""

    name: str
    includes: str
    work: Callable[[], object]
    target: float | None = None


def read(data: bytes) -> tuple[siss.Read, Message]:
    """The document to measure, and its message."""
    found = siss.read(data)
    if found.message is None:
        raise SystemExit("the document cannot be read: nothing to measure")
    return found, found.message


def lines(data: bytes, allowed: Targets) -> list[Line]:
    """Everything that is measured on one document."""
    found, message = read(data)
    changed = one_change(message)
    as_json = siss.write(found, to="json", original=False).payload

    plan, options = catalogue.entry_of(message).plan("cda"), siss.Options()
    original = found.original
    if original is None:
        raise SystemExit("the document is not CDA: nothing to measure")
    return [
        Line("read", "sniff, hardened parse, typed message, issues, left-over list with places", lambda: siss.read(data).accounting, allowed.read),
        Line("CDA -> FHIR", "siss.convert: read, bundle, losses, bytes", lambda: siss.convert(data, to="fhir"), allowed.convert),
        Line(
            "fresh write", "a new document as bytes, losses listed; without the rules of the type", lambda: document.write(message, plan),
            allowed.write,
        ),
        Line(
            "onto the original", "hardened parse of the original, one typed change, serialised; without the rules",
            lambda: document.write_onto(changed, plan, original, options), allowed.onto,
        ),
        Line("write, with rules", "siss.write: the rules of the type, then a new document", lambda: siss.write(message, to="cda")),
        Line("onto, with rules", "siss.write(onto=): what the front door does in all", lambda: siss.write(changed, to="cda", onto=found)),
        Line("to JSON", "typed message as our JSON, without the original", lambda: siss.write(message, to="json")),
        Line("from JSON", "our JSON to a typed message", lambda: siss.read(as_json)),
        Line("HTML page", "typed message as a page for people", lambda: siss.html(message), allowed.html),
        Line("validate", "read, then every rule of the type, code lists among them", lambda: siss.validate(data)),
    ]  # fmt: skip


def one_change(message: Message) -> Message:
    """The message with another title."""
    return message.model_copy(update={"titolo": "Titolo cambiato"})


def ratios(data: bytes, works: list[Line]) -> tuple[float, dict[str, float]]:
    """The bare parse in microseconds, and each line as a multiple of it, measured in a loop of its own with the bare parse."""
    parser: etree.XMLParser[etree._Element] = etree.XMLParser(resolve_entities=False, no_network=True)
    bare = partial(etree.fromstring, data, parser)
    found = {line.name: in_turns(bare, line.work, line.target) for line in works}
    return median(taken for taken, _ in found.values()) / 1000, {name: ratio for name, (_, ratio) in found.items()}


def start_ratio() -> tuple[float, float]:
    """A bare interpreter's start in milliseconds, and that of one which imports the package, as a multiple."""
    taken: dict[str, list[int]] = {"pass": [], "import siss_interop": []}
    for _ in range(STARTS):
        for code, values in taken.items():
            start = perf_counter_ns()
            subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
            values.append(perf_counter_ns() - start)
    bare, loaded = (median(values) for values in taken.values())
    return bare / 1e6, loaded / bare


def tell(name: str, ratio: float, target: float | None, includes: str) -> bool:
    """Print one line; false if its target is missed."""
    met = target is None or ratio <= target
    verdict = "" if target is None else f"at most {target:g} x: {'pass' if met else 'FAIL'}"
    print(f"  {name:<18} {ratio:6.2f} x   {verdict:<20}  {includes}")
    return met


def measured(path: Path, *, judged: bool) -> bool:
    """Measure one document and print its lines. False if a target is missed and the document is one that is judged."""
    data = path.read_bytes()
    message = read(data)[1]
    allowed = targets(catalogue.entry_of(message).flow, len(data))
    works = lines(data, allowed)
    bare, found = ratios(data, works)
    note = "" if judged else "; more said in fewer bytes than the ministry's documents: shown, not judged"
    print(f"{path.name}: {len(data) / 1000:.1f} kB; bare parse with lxml {bare:.0f} µs (median of {ROUNDS} rounds, interleaved){note}")
    met = [tell(line.name, found[line.name], line.target if judged else None, line.includes) for line in works]
    met.append(told(fhir.of_message(message, allowed), judged=judged))
    return all(met)


def told(found: Iterable[events.Measured], *, judged: bool = True) -> bool:
    """Print measurements. False if one misses its target and they are judged."""
    met = [tell(each.name, each.value, each.target if judged else None, each.includes) for each in found]
    return all(met)


def all_measured(documents: list[tuple[Path, bool]]) -> list[tuple[Path, bool]]:
    """Measure documents, and give those that missed a target."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:  # what one document leaves in memory is not in another's way
        return [(path, judge) for path, judge in documents if not alone.submit(measured, path, judged=judge).result()]


def main(arguments: list[str]) -> int:
    """Measure the documents given, or the ministry's (where they are at hand) and our own, and the events. 1 if a target is missed."""
    official = sorted(path for kind in KINDS for path in OFFICIAL.glob(f"{kind}/examples-ok/*.xml"))
    judged = [(Path(name), True) for name in arguments] or [*((path, True) for path in official), (DOCUMENT, not official)]
    missed = all_measured(judged)
    if missed:
        print("a target was missed: these documents once more, for neighbours on the machine slow a work down for minutes")
        missed = all_measured(missed)
    met = [not missed]
    print("an event in regional XML, against its own bare parse")
    met.append(told(events.ratios()))
    print("a transport event in its envelope, against its own bare parse")
    met.append(told(transports.ratios()))
    print("an event in FHIR, against an orjson load of the bundle")
    met.append(told(fhir.of_event()))
    for long_stream in (events.memory(), transports.memory()):
        met.append(long_stream.target is None or long_stream.value <= long_stream.target)
        print(f"  {long_stream.name:<18} {long_stream.value:6.2f} MiB at most {long_stream.target or 0:g}: {long_stream.includes}")
    start, ratio = start_ratio()
    print(f"bare interpreter {start:.0f} ms (median of {STARTS} starts, interleaved)")
    met.append(tell("import", ratio, 4, "a new process that imports siss_interop: neither pydantic nor lxml"))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
