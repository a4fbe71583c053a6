"""Our own JSON with bytes that are no text."""

from __future__ import annotations

import pytest

import siss_interop as siss


@pytest.mark.parametrize("at", [20, 200, 70_000])
def test_bytes_that_form_no_character_are_told_wherever_they_stand(at: int) -> None:
    data = b'{"siss_interop": "1", "message": "Richiesta", "content": {"note": "' + b"x" * 80_000 + b'"}}'
    (found,) = siss.validate(data[:at] + b"\xc3" + data[at:])
    assert found.code == "FILE-008"
