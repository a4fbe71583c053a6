"""The example files hold the example messages."""

from __future__ import annotations

from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.messages.vaccinazioni.esempi import ESEMPI

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "vaccinazioni"


@pytest.mark.parametrize("name", ESEMPI)
def test_example_holds_its_message(name: str) -> None:
    found = siss.read(FOLDER / name)
    assert found.message == ESEMPI[name]()
    assert len(siss.validate(found)) == 0
