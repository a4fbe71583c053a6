"""`html`: pages of documents, and what has none."""

from __future__ import annotations

from pathlib import Path

from siss_interop import html, read
from tests.cli.running import ROOT, SURNAME, Run


def test_a_page_goes_to_standard_output_or_to_a_file(cli: Run, document: Path, tmp_path: Path) -> None:
    ran = cli("html", document)
    assert ran.code == 0
    assert ran.err == ""
    assert ran.text == html(read(document))
    assert SURNAME in ran.text
    target = tmp_path / "pagina.html"
    assert cli("html", document, "-o", target).out == b""
    assert target.read_bytes() == ran.out


def test_the_source_is_not_overwritten(cli: Run, document: Path) -> None:
    before = document.read_bytes()
    assert cli("html", document, "-o", document).code == 2
    assert document.read_bytes() == before


def test_faults_are_told_and_the_page_is_written(cli: Run, faulty: Path) -> None:
    ran = cli("html", faulty)
    assert ran.code == 1
    assert "birthTime" in ran.err
    assert ran.text.startswith("<!DOCTYPE html>")


def test_an_event_has_no_page(cli: Run) -> None:
    ran = cli("html", ROOT / "examples" / "vaccinazioni" / "eventi" / "cancella.xml")
    assert ran.code == 2
    assert ran.out == b""
    assert "no page" in ran.err


def test_what_cannot_be_read_has_none(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(b"<html><script>1</script></html>")
    ran = cli("html", path)
    assert (ran.code, ran.out) == (2, b"")
