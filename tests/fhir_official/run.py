"""Asks HL7's own validator about every FHIR output, and records what it says.

    python -m tests.fhir_official.run

Needs Java 17 or newer with its compiler, and Maven, which fetches the validator once. The validator itself works offline, in a cache folder below
`build/`. Exit code 1 if R4 itself is not kept; what is said of the guides is judged by the test.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import track

from siss_interop.options import BASE
from tests.fhir_official import record
from tests.fhir_official.judges import JUDGES, STAND_IN, Judge
from tests.fhir_official.outputs import ROOT, conformance, outputs
from tests.fhir_official.record import Outcome

HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build" / "fhir-official"
CORE = "hl7.fhir.r4.core"
CORE_ARCHIVE = f"r4-core/{CORE}-4.0.1.tgz"
#: the validator asks for these too. They come from a site only, so they stand there without content: extensions and code systems are R4's own
STAND_INS = {"hl7.fhir.xver-extensions": "0.1.0", "hl7.terminology.r4": "0.0.0", "hl7.fhir.uv.extensions.r4": "0.0.0"}

Messages = dict[tuple[str, str], list[Mapping[str, str]]]


def main() -> int:
    """Judge all outputs and write the record."""
    console = Console()
    material = conformance()
    if material is None:
        raise SystemExit("the definitions are absent: there is no ../shared/conformance, and SISS_CONFORMANCE is not set")
    made = dict(outputs())
    start = monotonic()
    outcomes = judge(made, JUDGES, material / "fhir")
    record.save(outcomes)
    console.print(f"{len(made)} outputs, {len(JUDGES)} judges, {monotonic() - start:.0f} s")
    for each in JUDGES:
        said = [outcome for outcome in outcomes if outcome.judge == each.name]
        console.print(f"  {each.name}: " + ", ".join(f"{sum(one.counts[level] for one in said)} {level}" for level in record.LEVELS))
    return 1 if any(outcome.faults for outcome in outcomes if outcome.judge == JUDGES[0].name) else 0


def judge(made: Mapping[str, bytes], judges: Sequence[Judge], fhir: Path) -> list[Outcome]:
    """What the judges say of the outputs, with the definitions from the folder of the official FHIR material."""
    home = cache(BUILD / "home", fhir)
    work = BUILD / "work"
    shutil.rmtree(work, ignore_errors=True)
    names = list(made)
    for each in judges:
        lay_out(each, [each.laid_before(payload) for payload in made.values()], work, fhir)
    messages: Messages = defaultdict(list)
    lines = asked(home, work, [each.name for each in judges], len(made) * len(judges))
    for line in lines:
        if "done" not in line:
            messages[line["judge"], line["file"]].append(line)
    return [
        record.outcome(name, each.name, made[name], messages[each.name, file_name(number)])
        for each in judges
        for number, name in enumerate(names)
    ]  # fmt: skip


def cache(home: Path, fhir: Path) -> Path:
    """A home folder with a package cache in it: R4 as published, and stand-ins for what is not to be had offline."""
    packages = home / ".fhir" / "packages"
    core = packages / f"{CORE}#4.0.1"
    if not core.is_dir():
        unpacked = packages / "unpacking"
        shutil.rmtree(unpacked, ignore_errors=True)
        with tarfile.open(fhir / CORE_ARCHIVE) as archive:
            archive.extractall(unpacked, filter="data")
        unpacked.rename(core)
    for name, version in STAND_INS.items():
        folder = packages / f"{name}#{version}" / "package"
        folder.mkdir(parents=True, exist_ok=True)
        about = {"name": name, "version": version, "fhirVersions": ["4.0.1"], "type": "IG", "canonical": f"{BASE}:{name}", "dependencies": {}}
        (folder / "package.json").write_text(json.dumps(about), encoding="utf-8")
        (folder / ".index.json").write_text('{"index-version": 2, "files": []}', encoding="utf-8")
    return home


def lay_out(judge: Judge, payloads: Iterable[bytes], work: Path, fhir: Path) -> None:
    """Write the definitions of a judge and what it is to judge."""
    files = work / judge.name / "files"
    files.mkdir(parents=True)
    for number, payload in enumerate(payloads):
        (files / file_name(number)).write_bytes(payload)
    folder = work / judge.name / "definitions"
    folder.mkdir()
    for name, text in (STAND_IN | judge.definitions(fhir)).items():
        (folder / name).write_text(text, encoding="utf-8")


def file_name(number: int) -> str:
    """The file of an output, by its place."""
    return f"{number:05}.json"


def asked(home: Path, work: Path, judges: Sequence[str], total: int) -> Iterator[Mapping[str, str]]:
    """The lines of the validator, with a progress bar. Raises SystemExit where it stops before its end."""
    temporary = BUILD / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    log = BUILD / "validator.log"
    options = [f"-Duser.home={home}", f"-Djava.io.tmpdir={temporary}", "-Dfile.encoding=UTF-8", "-cp", class_path()]
    command = [_tool("java"), *options, str(HERE / "Judge.java"), str(work), BASE, *judges]
    done = 0
    with log.open("w", encoding="utf-8") as told, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, encoding="utf-8") as process:
        lines = _lines(process.stdout or ())
        for _ in track(range(total), description="validator"):
            for line in lines:
                yield line
                if "done" in line:
                    done += 1
                    break
    if process.returncode or done != total:
        raise SystemExit(f"the validator stopped after {done} of {total}: {log}")


def _lines(stream: Iterable[str]) -> Iterator[Mapping[str, str]]:
    for line in stream:
        found: Mapping[str, str] = json.loads(line)
        yield found


def class_path() -> str:
    """The class path of the validator, as Maven resolves it from the pom. Raises SystemExit where it cannot."""
    pom, kept = HERE / "pom.xml", BUILD / "class-path.txt"
    if not kept.is_file() or kept.stat().st_mtime < pom.stat().st_mtime or not _all_there(kept):
        kept.parent.mkdir(parents=True, exist_ok=True)
        wanted = [_tool("mvn"), "-B", "-q", "-Dstyle.color=never", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={kept}"]
        if subprocess.run(wanted, check=False).returncode:
            raise SystemExit("Maven cannot fetch the validator")
    return kept.read_text(encoding="utf-8").strip()


def _all_there(kept: Path) -> bool:
    return all(Path(jar).is_file() for jar in kept.read_text(encoding="utf-8").strip().split(os.pathsep))


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is needed: Java 17 with its compiler, and Maven")
    return found


if __name__ == "__main__":
    sys.exit(main())
