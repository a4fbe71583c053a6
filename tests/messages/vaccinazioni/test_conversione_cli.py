"""`convert` from events to a document with `--header`, and from a document to its events."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import siss_interop as siss
from siss_interop.cli.app import app
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.vaccinazioni import esempi
from siss_interop.messages.vaccinazioni.conversione import Intestazione
from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale, SchedaSingolaVaccinazione
from siss_interop.model.base import Message, plain
from tests.messages.vaccinazioni.test_conversione import INTESTAZIONE, PERSONE, con_id, fatta, non_fatta


def converti(source: object, *args: object) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(app, ["convert", str(source), *map(str, args)])


@pytest.fixture
def header(tmp_path: Path) -> Path:
    """The header as a file."""
    path = tmp_path / "intestazione.json"
    path.write_text(json.dumps(plain(INTESTAZIONE)), "utf-8")
    assert Intestazione.da_json(path.read_bytes()) == INTESTAZIONE
    return path


def file_di(tmp_path: Path, *events: Message) -> Path:
    """The events as one regional file."""
    path = tmp_path / "eventi.xml"
    path.write_bytes(b"".join(siss.write_all(events)))
    return path


def test_many_events_become_a_certificate_and_come_back(tmp_path: Path, header: Path) -> None:
    events = (fatta(), non_fatta(), fatta(id_evento_locale="L-2", codice_aic=None))
    made = converti(file_di(tmp_path, *events), "--to", "cda", "--header", header)
    assert made.exit_code == 0, made.stderr
    assert isinstance(siss.read(made.stdout_bytes).message, CertificatoVaccinale)
    document = tmp_path / "certificato.xml"
    document.write_bytes(made.stdout_bytes)
    back = converti(document, "--to", "xml", "--on-loss", "ignore")
    assert back.exit_code == 0, back.stderr
    assert tuple(each.message for each in siss.read_all(back.stdout_bytes)) == events


@pytest.mark.parametrize("form", ["xml", "json"])
def test_one_event_becomes_a_single_record(tmp_path: Path, header: Path, form: str) -> None:
    path = tmp_path / f"evento.{form}"
    path.write_bytes(siss.write(fatta(), to=form).payload)
    made = converti(path, "--to", "cda", "--header", header)
    assert made.exit_code == 0, made.stderr
    assert isinstance(siss.read(made.stdout_bytes).message, SchedaSingolaVaccinazione)


def test_records_of_the_register_become_a_document_and_records_again(tmp_path: Path, header: Path) -> None:
    # the register knows the person only in cipher, so the header says who it is
    header.write_text(json.dumps(plain(con_id(c.codice_fiscale("RSSMRA80E54D612P")))), "utf-8")
    events = (fatta(assistito=PERSONE["cifrato"]), fatta(assistito=PERSONE["cifrato"], data_somministrazione=date(2024, 3, 11)))
    records = tmp_path / "vsx.xml"
    records.write_bytes(b"".join(siss.write_all(events, to="avn")))
    made = converti(records, "--to", "cda", "--header", header)
    assert made.exit_code == 0, made.stderr
    document = tmp_path / "certificato.xml"
    document.write_bytes(made.stdout_bytes)
    back = converti(document, "--to", "avn", "--on-loss", "ignore")
    assert back.exit_code == 0, back.stderr
    assert [each.message for each in siss.read_all(back.stdout_bytes)] == [each.message for each in siss.read_all(records)]


def test_without_a_header_it_is_said_that_one_is_needed(tmp_path: Path) -> None:
    made = converti(file_di(tmp_path, fatta()), "--to", "cda")
    assert made.exit_code == 2
    assert made.stdout_bytes == b""


def test_what_the_header_lacks_is_named(tmp_path: Path, header: Path) -> None:
    header.write_text('{"data": "20240313"}', "utf-8")
    made = converti(file_di(tmp_path, fatta()), "--to", "cda", "--header", header)
    assert made.exit_code == 1
    assert made.stdout_bytes == b""
    assert made.stderr.count("CONV-001") == 7
    assert "autori" in made.stderr


@pytest.mark.parametrize(("text", "code"), [("{", 2), ("[]", 1), ('{"autore": 1}', 1)])
def test_a_faulty_header_writes_nothing(tmp_path: Path, header: Path, text: str, code: int) -> None:
    header.write_text(text, "utf-8")
    made = converti(file_di(tmp_path, fatta()), "--to", "cda", "--header", header)
    assert (made.exit_code, made.stdout_bytes) == (code, b"")


def test_the_header_is_never_written_over(tmp_path: Path, header: Path) -> None:
    before = header.read_bytes()
    assert converti(file_di(tmp_path, fatta()), "--to", "cda", "--header", header, "-o", header).exit_code == 2
    assert header.read_bytes() == before


@pytest.mark.parametrize("source", ["document", "missing"])
def test_wrong_use_is_told_without_a_traceback(tmp_path: Path, header: Path, source: str) -> None:
    document = tmp_path / "documento.xml"
    document.write_bytes(siss.write(esempi.scheda_singola(), to="cda").payload)
    args = (document, "--header", header) if source == "document" else (file_di(tmp_path, fatta()), "--header", tmp_path / "no.json")
    made = converti(*args, "--to", "cda")
    assert (made.exit_code, made.stdout_bytes) == (2, b"")
    assert isinstance(made.exception, SystemExit)


def test_a_document_that_lacks_facts_gives_events_only_on_request(tmp_path: Path) -> None:
    document = tmp_path / "documento.xml"
    document.write_bytes(siss.write(esempi.scheda_singola_ricca(), to="cda").payload)
    refused = converti(document, "--to", "xml")
    assert (refused.exit_code, refused.stdout_bytes) == (1, b"")
    assert "tipo_erogatore" in refused.stderr
    made = converti(document, "--to", "xml", "--assume", "--losses", tmp_path / "perdite.json")
    assert made.exit_code == 0, made.stderr
    (found,) = siss.read_all(made.stdout_bytes)
    assert found.message is not None
    losses = json.loads((tmp_path / "perdite.json").read_text("utf-8"))["losses"]
    assert {each["kind"] for each in losses} == {"ASSUMED", "DROPPED", "NARROWED"}
    assert converti(document, "--to", "xml", "--assume", "--on-loss", "refuse").exit_code == 1
