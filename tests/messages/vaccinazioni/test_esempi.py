"""The example files are what the code makes of the example messages."""

from __future__ import annotations

from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.messages.vaccinazioni.esempi import ESEMPI, file_esempio

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "vaccinazioni"


@pytest.mark.parametrize("name", ESEMPI)
def test_example_is_in_step(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == file_esempio()[name], "run: make generate"


@pytest.mark.parametrize("name", ESEMPI)
def test_example_holds_its_message(name: str) -> None:
    found = siss.read(FOLDER / name)
    assert found.message == ESEMPI[name]()
    assert len(siss.validate(found)) == 0


def test_examples_are_always_the_same() -> None:
    assert file_esempio() == file_esempio()
