"""Every official document as a page: whole, well made, and saying what its header says."""

from __future__ import annotations

from pathlib import Path

import siss_interop as siss
from siss_interop.messages.comune.testata import Documento
from tests.messages.documenti.pages import taken_apart


def test_official_documents_have_pages(conformance: Path) -> None:
    files = sorted(conformance.glob("cda/*/examples-ok/*.xml"))
    assert len(files) > 30
    for path in files:
        found = siss.read(path)
        assert isinstance(found.message, Documento), path.name
        parts = taken_apart(siss.html(found))
        said = " ".join(parts.words)
        for author in found.message.autori:
            assert author.nome is None or author.nome.cognome is None or " ".join(author.nome.cognome.split()) in said, path.name
        assert parts.all("section"), path.name
