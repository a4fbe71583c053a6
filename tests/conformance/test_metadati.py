"""The code lists of a publication, against the gateway's own page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from siss_interop.messages.documenti.metadati import CLASSE_DI
from siss_interop.messages.documenti.metadati_dati import Pubblicazione


@pytest.fixture(scope="module")
def page(conformance: Path) -> str:
    return re.sub("<[^>]*>", " ", (conformance / "cda" / "docs" / "support_doc_integrazione-gateway_README.md").read_text(encoding="utf-8"))


def part(page: str, head: str) -> str:
    """From this heading to the next."""
    found = page.index(f"# {head}")
    return page[found : page.index("\n##", found + 5)]


def values(name: str) -> set[str]:
    def inner(annotation: Any) -> set[str]:
        args = get_args(annotation)
        return {arg for arg in args if isinstance(arg, str)} | {each for arg in args if not isinstance(arg, str) for each in inner(arg)}

    return inner(Pubblicazione.model_fields[name].annotation)


def test_class_of_each_type(page: str) -> None:
    told = re.findall(r"\| *([0-9]+)_([0-9]) *\| *([A-Z]{3}) *\|", page[page.index("# 15.4") :])
    assert len(told) > 30
    assert {f"{code}-{digit}": kind for code, digit, kind in told} == CLASSE_DI


@pytest.mark.parametrize(
    ("name", "head"),
    [("tipo_attivita_clinica", "15.3.1."), ("tipologia_struttura", "15.3.2."), ("classe", "15.3.3."), ("ruolo", "15.3.5."), ("regime", "15.3.13.")],
)
def test_lists_are_those_of_the_page(page: str, name: str, head: str) -> None:
    words = part(page, head)
    known = values(name)
    assert known
    assert [code for code in known if not re.search(rf"(?<!\w){re.escape(code)}(?!\w)", words)] == []
    rows = re.findall(r"^\| *([A-Z]{3}) *\|", words, re.MULTILINE)
    assert set(rows) <= known
