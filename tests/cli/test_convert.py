"""`convert`: payload, report, losses and files."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from siss_interop.cli.out import write_file
from siss_interop.messages.catalogue import FORMATS
from tests.cli.running import SURNAME, Run


def test_through_json_and_back_the_same_bytes(cli: Run, document: Path, cda: bytes) -> None:
    there = cli("convert", document, "--to", "json")
    assert (there.code, there.err) == (0, "")
    assert json.loads(there.out)["message"] == "SchedaSingolaVaccinazione"
    back = cli("convert", "-", "--to", "cda", stdin=there.out)
    assert (back.code, back.out) == (0, cda)


def test_no_original_leaves_the_original_out(cli: Run, document: Path) -> None:
    assert "original" in json.loads(cli("convert", document, "--to", "json").out)
    assert "original" not in json.loads(cli("convert", document, "--to", "json", "--no-original").out)


def test_faults_are_reported_on_stderr_and_the_payload_is_written_all_the_same(cli: Run, faulty: Path, odd: bytes) -> None:
    ran = cli("convert", faulty, "--to", "cda")
    assert ran.code == 1
    assert ran.out == odd
    assert "errore XML-014" in ran.err
    assert "19801399" not in ran.err


def test_values_are_shown_only_when_asked_for(cli: Run, faulty: Path) -> None:
    quiet = cli("convert", faulty, "--to", "cda", "--no-original", "--lang", "en")
    told = cli("convert", faulty, "--to", "cda", "--no-original", "--lang", "en", "--show-values")
    assert "19801399" not in quiet.err
    assert "[19801399]" in told.err
    assert "error XML-014" in told.err


def test_losses_as_json(cli: Run, faulty: Path, tmp_path: Path) -> None:
    report = tmp_path / "perdite.json"
    ran = cli("convert", faulty, "--to", "cda", "--no-original", "--losses", report)
    losses = json.loads(report.read_bytes())["losses"]
    assert {"DROPPED"} == {loss["kind"] for loss in losses}
    assert any(loss["path"].endswith("/unexpected/@note") for loss in losses)
    assert all(set(loss) == {"kind", "path", "why"} for loss in losses)
    assert str(report) in ran.err
    assert b"unexpected" not in ran.out


def test_refused_for_loss(cli: Run, faulty: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out.xml", tmp_path / "perdite.json"
    ran = cli("convert", faulty, "--to", "cda", "--no-original", "--on-loss", "refuse", "-o", out, "--losses", report)
    assert (ran.code, ran.out) == (1, b"")
    assert not out.exists()
    assert json.loads(report.read_bytes())["losses"]
    assert "scrittura rifiutata" in ran.err


def test_losses_ignored(cli: Run, faulty: Path) -> None:
    reported = cli("convert", faulty, "--to", "json", "--no-original")
    ignored = cli("convert", faulty, "--to", "json", "--no-original", "--on-loss", "ignore")
    assert "DROPPED" in reported.err
    assert "DROPPED" not in ignored.err
    assert ignored.out == reported.out


def test_output_file_replaces_another_and_keeps_its_mode(cli: Run, document: Path, tmp_path: Path, cda: bytes) -> None:
    out = tmp_path / "out.xml"
    out.write_text("vecchio")
    out.chmod(0o640)
    ran = cli("convert", document, "--to", "cda", "-o", out)
    assert (ran.code, ran.out) == (0, b"")
    assert out.read_bytes() == cda
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documento.xml", "out.xml"]


def test_output_through_a_link_keeps_the_link(cli: Run, document: Path, tmp_path: Path, cda: bytes) -> None:
    target, link = tmp_path / "target.xml", tmp_path / "link.xml"
    target.write_text("vecchio")
    link.symlink_to(target)
    assert cli("convert", document, "--to", "cda", "-o", link).code == 0
    assert link.is_symlink()
    assert target.read_bytes() == cda


@pytest.mark.parametrize("option", ["-o", "--losses"])
def test_the_source_is_never_overwritten(cli: Run, document: Path, tmp_path: Path, cda: bytes, option: str) -> None:
    link = tmp_path / "link.xml"
    link.symlink_to(document)
    for target in (document, link):
        ran = cli("convert", document, "--to", "json", option, target)
        assert ran.code == 2
        assert "overwrite" in ran.err
    assert document.read_bytes() == cda


def test_payload_and_losses_need_two_files(cli: Run, document: Path, tmp_path: Path) -> None:
    both = tmp_path / "both"
    assert cli("convert", document, "--to", "json", "-o", both, "--losses", both).code == 2
    assert not both.exists()


def test_output_into_a_missing_folder(cli: Run, document: Path, tmp_path: Path) -> None:
    out = tmp_path / "absent" / "out.xml"
    ran = cli("convert", document, "--to", "cda", "-o", out)
    assert ran.code == 2
    assert str(out) in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_failed_write_leaves_nothing_and_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.xml"
    out.write_text("vecchio")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x", None, "y")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left") as caught:
        write_file(out, b"nuovo")
    assert caught.value.filename == str(out)
    assert out.read_text() == "vecchio"
    assert [path.name for path in tmp_path.iterdir()] == ["out.xml"]


def test_an_unknown_format_names_those_that_exist(cli: Run, document: Path) -> None:
    ran = cli("convert", document, "--to", "pdf")
    assert ran.code == 2
    assert all(name in ran.err for name in FORMATS)


def test_no_name_of_a_person_on_stderr(cli: Run, cda: bytes, tmp_path: Path) -> None:
    broken = tmp_path / "rotto.json"
    made = {"siss_interop": "1", "message": "SchedaSingolaVaccinazione", "content": {"assistito": {"nome": {"cognome": 5, SURNAME: 1}}}}
    broken.write_text(json.dumps(made))
    ran = cli("convert", broken, "--to", "cda")
    assert ran.code == 1
    assert "JSON-010" in ran.err
    assert ran.out == b""
