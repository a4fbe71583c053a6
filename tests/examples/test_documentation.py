"""Every code block of README and docs runs, and prints what the page says it prints.

The blocks of one page run in order, in one new folder with the examples in it, and Python blocks share their names. A `text` block
behind a Python block is what it prints; in a `console` block the lines after `$ command` are what it prints, both streams together.
A line `…` stands for any lines, `…` inside a line for any text.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RUN = 'siss-interop() { "$PYTHON" -m siss_interop "$@"; }\n'


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(found[1], found[2], text.count("\n", 0, found.start()) + 1) for found in _BLOCK.finditer(text)]


def matches(printed: str, expected: str) -> bool:
    """Whether what was printed is what the page shows, white space at the ends of lines apart."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*") + r"\n" for line in expected.rstrip().splitlines()
    )
    plain = "".join(line.rstrip() + "\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, plain) is not None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_python(block: Block, page: Path, names: dict[str, Any]) -> str:
    """Run a Python block at its place in the page, so that a traceback names the page's line."""
    code = compile("\n" * block.line + block.text, str(page), "exec")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)  # noqa: S102 - the pages are ours
    return printed.getvalue()


def sessions(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with what is to be printed."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def run_console(block: Block, page: Path) -> None:
    """Run the commands one after the other; `echo $?` gives the exit code of the one before."""
    environment = {
        **os.environ,
        "PYTHON": sys.executable,
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    code = 0
    for command, expected in sessions(block):
        script = f"{_RUN}(exit {code})\n{command}"
        done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        code = done.returncode
        printed = done.stderr + done.stdout
        assert matches(printed, expected), f"{page.name}:{block.line}: $ {command}\n--- printed\n{printed}\n--- the page says\n{expected}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_of_the_page_run(page: Path, folder: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    found = blocks(page)
    for at, block in enumerate(found):
        if block.language == "python":
            printed = run_python(block, page, names)
            if at + 1 < len(found) and found[at + 1].language == "text":
                expected = found[at + 1].text
                assert matches(printed, expected), f"{page.name}:{block.line}\n--- printed\n{printed}\n--- the page says\n{expected}"
        elif block.language == "console":
            run_console(block, page)


def test_a_wrong_page_would_be_noticed() -> None:
    assert matches("one\ntwo 2\nthree\n", "one\n…\nthree\n")
    assert matches("one 1 of 3\n", "one … of 3\n")
    assert not matches("one\n", "two\n")
    assert not matches("one\ntwo\n", "one\n")
    assert not matches("one\n", "one\ntwo\n")


def test_pages_have_blocks_that_run() -> None:
    languages = [block.language for page in PAGES for block in blocks(page)]
    assert languages.count("python") >= 8
    assert languages.count("console") >= 4
