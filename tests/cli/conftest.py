"""An invented document in files, and the program run in this process or as one of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from siss_interop import write
from siss_interop.cli.app import app
from tests.cli.running import BIRTH, Ran, Run, environment, scheda


@pytest.fixture(scope="session")
def cda() -> bytes:
    """A document without a fault."""
    return write(scheda(), to="cda").payload


@pytest.fixture(scope="session")
def odd(cda: bytes) -> bytes:
    """The same with an element that no field takes (it stays in the original) and a birth that is no date (an error)."""
    kept = cda.replace(BIRTH.encode(), b"19801399", 1)
    assert kept != cda
    changed = kept.replace(b"<custodian", b"<unexpected note='x'/><custodian", 1)
    assert changed != kept
    return changed


@pytest.fixture
def document(tmp_path: Path, cda: bytes) -> Path:
    path = tmp_path / "documento.xml"
    path.write_bytes(cda)
    return path


@pytest.fixture
def faulty(tmp_path: Path, odd: bytes) -> Path:
    path = tmp_path / "difettoso.xml"
    path.write_bytes(odd)
    return path


@pytest.fixture
def cli() -> Run:
    """The program in this process."""

    def run(*args: object, stdin: bytes | None = None) -> Ran:
        result = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)
        # an exception that is not an exit has got past the edge
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Ran(result.exit_code, result.stdout_bytes, result.stderr)

    return run


@pytest.fixture
def program() -> Run:
    """The program as a process. No run may show a traceback."""

    def run(*args: object, stdin: bytes = b"", **env: str) -> Ran:
        command = [sys.executable, "-m", "siss_interop", *map(str, args)]
        done = subprocess.run(command, input=stdin, capture_output=True, env=environment(**env), timeout=60, check=False)
        err = done.stderr.decode("utf-8")
        assert "Traceback" not in err
        assert "Exception ignored" not in err
        return Ran(done.returncode, done.stdout, err)

    return run
