"""`siss-interop ledger`: sources, reports, coverage and one history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from siss_interop import write, write_all
from siss_interop.cli.app import app
from tests.ledger.making import ADA, UGO, cancella, fatta, scheda

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "vaccinazioni" / "registro").glob("*.xml"))
HERE = {"comune_somministrazione": "048017", "asl_somministrazione": "201", "regione_somministrazione": "090", "stato_somministrazione": "IT"}


def run(*args: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, ["ledger", *map(str, args)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two doses before the day from which the product is required, one of them taken back by half its key; and a bad record between them."""
    old: dict[str, Any] = {"tipo_erogatore": "99", **HERE}
    events = [
        scheda(born="2010-01-01", comune_residenza="050026"),
        fatta("2018-03-01", [("02", 1)], **old),
        fatta("2018-03-02", [("02", 1), ("37", 1)], UGO, cod_tipo_formulazione="02", **old),
        cancella("VAC01", UGO, "2018-03-02", [("37", 1)]),
    ]
    data = b"".join(write_all(events)).replace(b"<dataNascita>2010-01-01", b"<dataNascita>2010-13-01")
    path = tmp_path / "eventi.xml"
    path.write_bytes(data)
    return path


def test_the_examples_as_text() -> None:
    ran = run(*EXAMPLES, "--lang", "en")
    assert ran.exit_code == 0
    assert ran.stdout.rstrip().endswith("40 read, 0 skipped; in force: VAC01 17, VAC02 2, VAC03 11")
    assert "Diphtheria" in ran.stdout
    assert f"{EXAMPLES[2]}#2: warning LED-001: the event replaces number 15 ({EXAMPLES[1]}#4) whole" in ran.stderr
    assert [ran.stderr.count(code) for code in ("LED-001", "LED-002", "LED-003", "LED-004", "LED-006", "SIV-R97")] == [2, 1, 1, 1, 1, 1]


def test_no_person_in_text_or_json_unless_asked_for() -> None:
    for form in ("text", "json"):
        ran = run(*EXAMPLES, "--format", form)
        assert "D612" not in ran.output
        assert "2023-07-12" not in ran.output
    assert "2023-07-12 02 1" in run(*EXAMPLES, "--show-values").stderr


def test_the_examples_as_json() -> None:
    made = json.loads(run(*EXAMPLES, "--format", "json", "--lang", "en").stdout)
    assert made["in_force"] == {"VAC01": 17, "VAC02": 2, "VAC03": 11}
    assert (made["read"], made["skipped"]) == (40, 0)
    assert {"antigene": "34", "dose": 1, "azienda": "090203", "coorte": 1999, "residente": False, "dosi": 1} in made["coperture"]
    assert sum(row["dosi"] for row in made["coperture"]) == 43
    first = made["issues"][0]
    assert (Path(first["source"]).name, first["record"], first["code"]) == ("3-correzioni.xml", 2, "LED-001")
    assert "storia" not in made


def test_one_history() -> None:
    # Teo: see the comments of the second file
    ran = run(*EXAMPLES, "--assistito", "fttteo12c03e625g", "--lang", "en")
    assert ran.exit_code == 0
    assert "not given, reason 10; given later" in ran.stdout
    made = json.loads(run(*EXAMPLES, "--assistito", "TEAM:X123456789@276", "--format", "json").stdout)
    assert made["storia"]["dosi"] == [{"data": "2024-08-01", "antigene": "34", "dose": 1, "azienda": "090203"}]
    due = run(*EXAMPLES, "--assistito", f"CF:{UGO.codice}")
    assert "prossima dose dal 2025-10-01: 16 Influenza Tetravalente Inattivato" in due.stdout
    assert run(*EXAMPLES, "--assistito", "CF:è").exit_code == 2


def test_bad_records_are_reported_and_skipped(source: Path) -> None:
    ran = run(source, "--lang", "en")
    assert ran.exit_code == 1
    assert "4 read, 1 skipped; in force: VAC01 1" in ran.stdout
    assert f"{source}#1:" in ran.stderr
    # numbers count what was taken in: the bad record has none, so the third of the file is the second
    assert f"LED-006: the cancellation names only some keys of event number 2 ({source}#3)" in ran.stderr


def test_sources_that_cannot_be_read_do_not_stop_the_others(source: Path, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"%PDF-1.7")
    ran = run(tmp_path / "missing.xml", rubbish, source, tmp_path)
    assert ran.exit_code == 2
    assert ran.stderr.count("FILE-025") == 2
    assert "4 letti, 1 saltati" in ran.stdout


def test_standard_input_and_single_events() -> None:
    event = write(fatta("2018-03-01", [("02", 1)], ADA, tipo_erogatore="99", **HERE), to="xml").payload
    ran = run("-", stdin=event)
    assert ran.exit_code == 0
    assert "in vigore: VAC01 1" in ran.stdout
    assert run("-", "-").exit_code == 2


def test_a_document_is_no_event() -> None:
    document = EXAMPLES[0].parents[1] / "certificato.cda.xml"
    ran = run(document)
    assert ran.exit_code == 1
    assert "LED-010" in ran.stderr
    assert "in vigore: 0" in ran.stdout


def test_the_option_for_timestamps(tmp_path: Path) -> None:
    path = tmp_path / "eventi.xml"
    old: dict[str, Any] = {"tipo_erogatore": "99", **HERE}
    path.write_bytes(
        b"".join(
            write_all(fatta("2018-03-01", [("02", 1)], azienda=azienda, data_ora_evento=f"2018-03-0{day}T10:00:00Z", **old)
                      for azienda, day in (("090201", 5), ("090202", 4)))
        )
    )  # fmt: skip
    assert json.loads(run(path, "--format", "json").stdout)["coperture"][0]["azienda"] == "090202"
    ran = run(path, "--format", "json", "--last-by-timestamp")
    assert json.loads(ran.stdout)["coperture"][0]["azienda"] == "090201"
    assert "LED-008" in ran.stdout
