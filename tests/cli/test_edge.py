"""The program as a process: pipes, exit codes, rubbish. The fixture asserts that no run shows a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

import siss_interop
from siss_interop.cli import edge
from siss_interop.cli.out import as_json, shown
from tests.cli.running import Run, environment

READING = ("validate", "show", "convert")


def arguments(command: str, source: object) -> tuple[object, ...]:
    return (command, source, "--to", "json") if command == "convert" else (command, source)


def test_version(program: Run) -> None:
    assert program("--version").text.strip() == f"siss-interop {siss_interop.__version__}"


def test_help_of_everything_has_examples_and_no_colour_in_a_pipe(program: Run) -> None:
    whole = program("--help")
    assert whole.code == 0
    assert "Exit codes" in whole.text
    for command in ("convert", "validate", "show", "ledger", "messages", "explain", "codes", "new", "schema"):
        assert command in whole.text
        ran = program(command, "--help")
        assert ran.code == 0
        assert f"siss-interop {command}" in ran.text.partition("Examples:")[2]
        assert "\x1b[" not in ran.text


@pytest.mark.parametrize("args", [(), ("nonsense",), ("validate",), ("convert", "x"), ("validate", "x", "--nonsense"), ("show", "x", "--lang", "fr")])
def test_wrong_use(program: Run, args: tuple[str, ...]) -> None:
    assert program(*args).code == 2


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-001"),
        (bytes(range(256)) * 20, "FILE-024"),
        (b"\xff\xfe\x00", "FILE-008"),
        (b"<ClinicalDocument xmlns='urn:hl7-org:v3'>", "FILE-017"),
        (b"<Sconosciuto xmlns='urn:hl7-org:v3'/>", "FILE-015"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "FILE-005"),
        (b"{", "JSON-001"),
        (b"[" * 100_000, "JSON-004"),
        (b"%PDF-1.7", "FILE-016"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unreadable_input(cli: Run, tmp_path: Path, command: str, data: bytes, code: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(data)
    ran = cli(*arguments(command, path))
    assert ran.code == 2
    assert code in ran.text + ran.err
    if command != "validate":
        assert ran.out == b""
        assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("command", READING)
def test_missing_file_and_folder(program: Run, tmp_path: Path, command: str) -> None:
    for source in (tmp_path / "missing.xml", tmp_path):
        ran = program(*arguments(command, source))
        assert ran.code == 2
        assert "FILE-025" in ran.text + ran.err


def test_pipes(program: Run, cda: bytes) -> None:
    there = program("convert", "-", "--to", "json", stdin=cda)
    back = program("convert", "-", "--to", "cda", stdin=there.out)
    assert (there.code, back.code, back.out, back.err) == (0, 0, cda, "")


def test_exit_codes(program: Run, document: Path, faulty: Path) -> None:
    assert [program("validate", path).code for path in (document, faulty, "absent")] == [0, 1, 2]


def test_no_colour_in_a_pipe(program: Run, document: Path) -> None:
    for args in (("messages",), ("show", document), ("codes", "sesso_ministero")):
        assert b"\x1b[" not in program(*args).out


def test_an_encoding_without_the_characters_is_no_crash(program: Run, document: Path) -> None:
    ran = program("show", document, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.code == 0
    assert b"Inventati" in ran.out
    assert ran.out.isascii()


def test_a_reader_that_goes_away(document: Path) -> None:
    command = f"'{sys.executable}' -m siss_interop explain | true; '{sys.executable}' -m siss_interop --help | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment(), check=False)
    assert done.stderr == b""


def test_a_full_disk(document: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for args in (["convert", str(document), "--to", "cda"], ["messages"], ["explain"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([sys.executable, "-m", "siss_interop", *args], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert b"No space left" in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(document: Path, closed: str) -> None:
    source = "-" if closed == "<&-" else document
    command = f"'{sys.executable}' -m siss_interop convert '{source}' --to cda {closed}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment(), check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode == (0 if closed == "2>&-" else 2)


@pytest.mark.parametrize("args", ["nonsense 2>&-", "validate 2>&- >&-", "show absent 2>&-"])
def test_wrong_use_with_closed_streams(args: str) -> None:
    done = subprocess.run(["bash", "-c", f"'{sys.executable}' -m siss_interop {args}"], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (2, b"")


def test_where_an_unreadable_input_breaks(program: Run) -> None:
    ran = program("show", "-", "--lang", "en", stdin=b"<ClinicalDocument xmlns='urn:hl7-org:v3'>\n <a></b></ClinicalDocument>")
    assert ran.code == 2
    assert ran.err.startswith("siss-interop: unreadable (2:")
    assert "FILE-018" in ran.err


def test_interrupted(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    running = subprocess.Popen([sys.executable, "-m", "siss_interop", "show", fifo], stderr=subprocess.PIPE, env=environment())
    # opening for writing waits until the program has opened for reading
    with fifo.open("wb"):
        time.sleep(0.2)
        running.send_signal(2)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 2
    assert err.decode().splitlines() == ["siss-interop: interrotto"]


def test_an_unexpected_exception_tells_its_kind_and_no_content(capsys: pytest.CaptureFixture[str]) -> None:
    @edge.edge
    def command(lang: str = "it") -> None:
        raise KeyError(f"Mario Rossi {lang}")

    with pytest.raises(typer.Exit) as left:
        command(lang="en")
    assert left.value.exit_code == 2
    err = capsys.readouterr().err
    assert "KeyError" in err
    assert "Rossi" not in err
    assert "internal error" in err


def test_json_output_cannot_trick_a_terminal() -> None:
    import json

    text = "è \x85\u202e\U000e0001\udcff\n"
    made = as_json({"a": text})
    assert json.loads(made) == {"a": text}
    assert "è" in made.decode()
    assert made.decode().isprintable() or set(made.decode()) - {"\n"} == {c for c in made.decode() if c.isprintable()}


def test_shown_escapes_in_pieces_and_cuts_only_the_very_long() -> None:
    assert shown("a" * 450) == "a" * 450
    assert shown("b" * 199 + "\x1b" + "c") == "b" * 199 + "\\x1bc"
    assert shown("d" * 30, limit=10) == "d" * 10 + "…"


def test_starting_loads_nothing_heavy() -> None:
    script = "import sys; import siss_interop.cli.app; print([m for m in ('pydantic', 'lxml', 'rich', 'saxonche') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.strip() == "[]"
