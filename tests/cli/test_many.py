"""Files of many records: validated, converted and shown one by one; what is bad is told with its number."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from siss_interop import Options, Read, UnknownMessage, read_all, validate_all, write_all
from siss_interop.cli import progress
from siss_interop.cli.batch import Batch
from siss_interop.cli.progress import Bar
from siss_interop.cli.sources import Stream
from siss_interop.messages.vaccinazioni import esempi_eventi as esempi
from siss_interop.messages.vaccinazioni.esempi import scheda_singola
from siss_interop.messages.vaccinazioni.eventi import EventoSIV, IdentificativoCifrato
from tests.cli.running import ROOT, Run

MANY = ROOT / "examples" / "vaccinazioni" / "eventi" / "molti.xml"
ISSUE_KEYS = ["code", "layer", "severity", "path", "xpath", "line", "column", "text", "official", "record"]


def opaque(event: EventoSIV, sign: str = "A", **changes: object) -> EventoSIV:
    """An event as the register knows it: of a person in cipher."""
    return event.model_copy(update={"assistito": IdentificativoCifrato(valore=sign * 172), **changes})


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """The example with one record that cannot be a message (no region) and one that breaks a code list."""
    data = MANY.read_bytes()
    changed = data.replace(b"<codiceRegione>090</codiceRegione>", b"", 1).replace(b"<sitoInoculazione>03<", b"<sitoInoculazione>77<", 1)
    assert changed != data
    path = tmp_path / "eventi.xml"
    path.write_bytes(changed)
    return path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Events of persons in cipher: doses of two regions, an omission, and a cancellation of a dose that is there."""
    dose = opaque(esempi.vaccinazione_effettuata())
    events = (
        dose,
        opaque(esempi.vaccinazione_effettuata(), "B", codice_regione="080"),
        opaque(esempi.vaccinazione_non_effettuata()),
        opaque(esempi.cancella()),
    )
    path = tmp_path / "cifrati.xml"
    path.write_bytes(b"".join(write_all(events)))
    return path


def events_of(data: bytes | Path) -> list[object]:
    return [found.message for found in read_all(data)]


def test_validate_has_the_number_of_each_record(cli: Run, bad: Path) -> None:
    ran = cli("validate", bad, "--format", "json")
    (made,) = json.loads(ran.out)["files"]
    assert (ran.code, made["format"], made["ok"]) == (1, "xml", False)
    assert list(made) == ["path", "format", "message", "ok", "issues"]
    assert all(list(found) == ISSUE_KEYS for found in made["issues"])
    assert [found["record"] for found in made["issues"] if found["severity"] == "error"] == [1, 3]
    text = cli("validate", bad)
    assert text.code == 1
    assert f"{bad}#1:" in text.text
    assert f"{bad}#3" in text.text
    assert text.text.endswith("(xml, più record)\n")


def test_a_file_without_errors_is_valid_also_through_a_pipe(cli: Run) -> None:
    ran = cli("validate", "-", "--format", "json", stdin=MANY.read_bytes())
    (made,) = json.loads(ran.out)["files"]
    assert (ran.code, made["ok"]) == (0, True)
    assert {found["code"] for found in made["issues"]} >= {"SIV-R90", "SIV-R97"}


def test_a_file_that_breaks_off_gives_what_stood_before(cli: Run, tmp_path: Path) -> None:
    cut = tmp_path / "tagliato.xml"
    cut.write_bytes(MANY.read_bytes()[:9000])
    whole = len([found for found in read_all(cut) if found.message is not None])
    assert whole > 2
    assert cli("validate", cut).code == 1
    ran = cli("convert", cut, "--to", "json")
    assert (ran.code, len(ran.out.splitlines())) == (1, whole)
    assert f"{cut}#{whole + 1}:" in ran.err
    cut.write_bytes(MANY.read_bytes()[:150])
    assert [cli(*args).code for args in (("validate", cut), ("convert", cut, "--to", "json"), ("show", cut))] == [2, 2, 2]


def test_convert_to_json_lines_and_back_is_the_same_file(cli: Run, tmp_path: Path) -> None:
    lines = tmp_path / "eventi.jsonl"
    there = cli("convert", MANY, "--to", "json", "-o", lines)
    assert (there.code, there.err) == (0, "")
    assert all(json.loads(line)["message"] for line in lines.read_text("utf-8").splitlines())
    back = cli("convert", lines, "--to", "xml")
    assert (back.code, back.err, back.out) == (0, "", MANY.read_bytes())


def test_lines_keep_their_originals_unless_asked_otherwise(cli: Run, tmp_path: Path, cda: bytes) -> None:
    document = tmp_path / "documento.xml"
    document.write_bytes(cda)
    line = json.dumps(json.loads(cli("convert", document, "--to", "json").out)).encode() + b"\n"
    kept = cli("convert", "-", "--to", "json", stdin=line * 2)
    assert kept.code == 0
    assert [json.loads(each) for each in kept.out.splitlines()] == [json.loads(line)] * 2
    bare = cli("convert", "-", "--to", "json", "--no-original", stdin=line * 2)
    assert all("original" not in json.loads(each) for each in bare.out.splitlines())


@pytest.mark.parametrize("to", ["xml", "json"])
def test_records_are_taken_one_at_a_time(to: str) -> None:
    taken: list[int | None] = []

    def reads() -> Iterator[Read]:
        for found in read_all(MANY):
            taken.append(found.record)
            yield found

    pieces = Batch(lambda record, issues: None, Options()).pieces(reads(), to)
    for number in range(1, 10):
        next(pieces)
        assert len(taken) <= number + 1


def test_bad_records_are_told_and_the_good_ones_converted(cli: Run, bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "buoni.xml"
    ran = cli("convert", bad, "--to", "xml", "-o", out)
    assert ran.code == 1
    assert f"{bad}#1:" in ran.err
    assert f"{bad}#3" in ran.err
    assert "24 record convertiti su 26" in ran.err
    whole = events_of(MANY)
    assert events_of(out) == [whole[1], *whole[3:]]


def test_nothing_good_writes_nothing(cli: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "eventi.xml", tmp_path / "out.xml"
    source.write_bytes(MANY.read_bytes().replace(b"<codiceRegione>090</codiceRegione>", b""))
    for to in ("xml", "json", "avn"):
        ran = cli("convert", source, "--to", to, "-o", out)
        assert ran.code == 1
        assert "0 record convertiti su 26" in ran.err
        assert not out.exists()
    source.write_bytes(MANY.read_bytes().split(b"\n<SchedaAssistito")[0] + b"</eventi>")
    assert (cli("convert", source, "--to", "xml").code, cli("show", source).code, cli("validate", source).code) == (2, 2, 0)


def test_a_format_that_the_messages_lack_is_told_first(cli: Run, tmp_path: Path) -> None:
    ran = cli("convert", MANY, "--to", "cda")
    assert (ran.code, ran.out) == (2, b"")
    assert len(ran.err.splitlines()) == 1


def test_the_register_refuses_identifiers_in_clear(cli: Run, tmp_path: Path) -> None:
    single = tmp_path / "evento.xml"
    single.write_bytes(cli("new", "VaccinazioneEffettuata").out)
    for source in (single, MANY):
        ran = cli("convert", source, "--to", "avn", "--lang", "en")
        assert (ran.code, ran.out) == (1, b"")
        assert ran.err.count("AVN-008") == 1
        assert "the command has no cipher" in ran.err
        assert (f"{source}#22: error AVN-010" in ran.err) == (source == MANY)


def test_register_files_of_several_layouts_and_regions_go_to_a_folder(cli: Run, register: Path, tmp_path: Path) -> None:
    refused = cli("convert", register, "--to", "avn")
    assert (refused.code, refused.out) == (2, b"")
    assert "VSX_090.xml, VSX_080.xml, VNX_090.xml" in refused.err
    out = tmp_path / "avn"
    ran = cli("convert", register, "--to", "avn", "-o", out)
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in out.iterdir()) == ["VNX_090.xml", "VSX_080.xml", "VSX_090.xml"]
    assert [type(event).__name__ for event in events_of(out / "VSX_090.xml")] == ["VaccinazioneEffettuata", "Cancella"]
    rows = cli("convert", out / "VNX_090.xml", "--to", "avn", "--rows", "-o", out)
    assert rows.code == 0, rows.err
    assert (out / "VNX_090.txt").read_bytes().startswith(b"ID_ASS~MOD_INV~")
    assert events_of(out / "VNX_090.txt") == events_of(out / "VNX_090.xml")
    assert cli("convert", out / "VNX_090.txt", "--to", "xml").code == 0


def test_a_register_file_is_never_written_over_itself(cli: Run, tmp_path: Path) -> None:
    source = tmp_path / "VSX_090.xml"
    source.write_bytes(cli("new", "VaccinazioneEffettuata", "--to", "avn").out)
    before = source.read_bytes()
    assert cli("convert", source, "--to", "avn", "-o", tmp_path).code == 2
    assert source.read_bytes() == before


def test_rows_are_for_events_of_the_register(cli: Run, document: Path) -> None:
    assert cli("convert", MANY, "--to", "xml", "--rows").code == 2
    assert cli("convert", document, "--to", "avn", "--rows").code == 2


def test_losses_name_their_record(cli: Run, register: Path, tmp_path: Path) -> None:
    losses = tmp_path / "perdite.json"
    ran = cli("convert", register, "--to", "avn", "-o", tmp_path / "avn", "--losses", losses)
    made = json.loads(losses.read_bytes())["losses"]
    assert ran.code == 0
    assert {tuple(each) for each in made} == {("kind", "path", "why", "record")}
    assert {each["record"] for each in made} == {1, 2, 3}
    assert "tipo_operazione" in {each["path"] for each in made}
    told = cli("convert", register, "--to", "avn", "-o", tmp_path / "avn").err
    assert "ASSUMED #1 tipo_operazione: " in told
    ignored = cli("convert", register, "--to", "avn", "-o", tmp_path / "avn", "--on-loss", "ignore")
    assert (ignored.code, ignored.err) == (0, "")


def test_a_record_is_left_out_where_its_loss_is_refused(cli: Run, tmp_path: Path) -> None:
    dose = esempi.vaccinazione_effettuata()
    source, out = tmp_path / "eventi.xml", tmp_path / "VSX.xml"
    source.write_bytes(b"".join(write_all([opaque(dose), opaque(dose, "B", codice_atc="J07BB02")])))
    ran = cli("convert", source, "--to", "avn", "-o", out, "--on-loss", "refuse")
    assert ran.code == 1
    assert "DROPPED #2 codice_atc" in ran.err
    assert "1 record convertiti su 2" in ran.err
    assert len(events_of(out)) == 1


def test_show_has_one_record_and_their_number(cli: Run) -> None:
    first = cli("show", MANY)
    assert first.code == 0
    assert first.text.startswith("Record 1 di 26\nSchedaAssistito: ")
    assert cli("show", MANY, "--record", "26", "--lang", "en").text.startswith("Record 26 of 26\nVaccinazioneNonEffettuata: ")
    beyond = cli("show", MANY, "--record", "27")
    assert (beyond.code, beyond.out) == (2, b"")
    assert "26" in beyond.err
    assert cli("show", MANY, "--record", "0").code == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", ["validate", "ledger", "show"])
def test_no_progress_where_nobody_looks(cli: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "WORTH", 0)
    assert "lettura" not in cli(command, MANY).err


def test_progress_on_a_terminal_once_it_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Bar([str(MANY)], "it") as bar:
        bar.seen(progress.WORTH)
        assert terminal.getvalue() == ""
        bar.seen(1)
    assert "lettura" in terminal.getvalue()


def test_no_progress_where_a_payload_goes_to_the_same_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("sys.stdout", Terminal())
    with Bar([str(MANY)], "it", alone=False) as bar:
        bar.seen(2 * progress.WORTH)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("size", [1, 7, 100, -1])
def test_a_stream_goes_back_to_its_beginning_once(size: int) -> None:
    counted: list[int] = []
    stream = Stream(io.BytesIO(b"0123456789"), counted.append)
    assert stream.read(4) == b"0123"
    stream.rewind()
    assert b"".join(iter(lambda: stream.read(size), b"")) == b"0123456789"
    assert sum(counted) == 10
    assert stream.kept == b""


def test_what_stands_beside_the_records_does_not_shift_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siss_interop.wire.regional.many.AT_ONCE", 2)  # so that it is met between the records and not at the end
    data = MANY.read_bytes()
    head, _, rest = data.partition(b"<SchedaAssistito")
    odd = head + b"<Ignoto/><SchedaAssistito" + rest
    plain, strange = ([(each.record, issue.code) for each in validate_all(source) for issue in each.report] for source in (data, odd))
    assert [each for each in strange if each != (None, "XML-001")] == plain
    assert strange.count((None, "XML-001")) == 1


def test_a_document_does_not_vanish_among_events() -> None:
    with pytest.raises(UnknownMessage):
        b"".join(write_all([opaque(esempi.vaccinazione_effettuata()), scheda_singola()], to="avn"))
