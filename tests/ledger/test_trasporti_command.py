"""`siss-interop ledger` of transports: accounts as text, JSON and CSV, services since a state, deadlines, wrong use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import siss_interop as siss
from siss_interop.cli.app import app
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from tests.ledger.trasporti_making import av, busta, ev01, ev02, ev03, ev05, ev06

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "trasporti"
MONTH, BUDGET = EXAMPLES / "dicembre-2024.xml", EXAMPLES / "budget.csv"


def run(*args: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, ["ledger", *map(str, args)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def written(tmp_path: Path, name: str, *events: BustaEventoSanitario) -> Path:
    path = tmp_path / name
    path.write_bytes(b"".join(siss.write_all(events)))
    return path


def test_the_month_as_text() -> None:
    ran = run(MONTH, "--budget", BUDGET, "--lang", "en")
    assert ran.exit_code == 1, "two events of the month are errors"
    assert "106.3" in ran.stdout
    assert "requests: ANNULLATA 1, EROGATA 5" in ran.stdout
    assert "deliveries: EROGATA 2, NON_VALIDATA 2, SOSPESA 1, VALIDATA 5" in ran.stdout
    assert ran.stdout.rstrip().endswith("43 read, 0 skipped; in force: Ev01 6, Ev02 6, Ev03 10, Ev04 1, Ev05 9")
    assert f"{MONTH}#26: error LED-203" in ran.stderr
    assert f"{MONTH}#14: error LED-208" in ran.stderr
    assert "Esempi" not in ran.output


def test_the_month_as_json_and_csv() -> None:
    made = json.loads(run(MONTH, "--budget", BUDGET, "--format", "json").stdout)
    assert made["erogazioni"] == {"EROGATA": 2, "NON_VALIDATA": 2, "SOSPESA": 1, "VALIDATA": 5}
    assert [row["sforamento"] for row in made["bilancio"]] == ["5.00", "0", "0"]
    assert {each["code"] for each in made["issues"]} == {"LED-015", "LED-203", "LED-204", "LED-208", "LED-213"}
    lines = run(MONTH, "--budget", BUDGET, "--format", "csv").stdout.splitlines()
    assert lines[1] == "AV001,2024-12,7,1,59.9,4,2,1,0,34.5,85.00,80.00,106.3,5.00"
    assert len(lines) == 4
    unassigned = run(MONTH, "--format", "csv").stdout.splitlines()
    assert unassigned[1].endswith(",34.5,85.00,,,")


def test_services_then_only_what_changed(tmp_path: Path) -> None:
    state, first = tmp_path / "state.json", tmp_path / "first"
    assert run(MONTH, "--services", first, "--since", state).exit_code == 1
    assert sorted(path.name for path in first.iterdir()) == ["090201.xml", "090202.xml"]
    given = [each.message for path in sorted(first.iterdir()) for each in siss.read_all(path)]
    assert len(given) == 9
    assert all(isinstance(each, BustaEventoSanitario) and siss.validate(each).ok for each in given)
    assert {each.destinatario.codice for each in given if isinstance(each, BustaEventoSanitario)} == {"090201", "090202"}
    assert "Esempi" not in state.read_text(encoding="utf-8"), "a state holds keys and digests, and no person"
    again = tmp_path / "again"
    run(MONTH, "--services", again, "--since", state)
    assert list(again.iterdir()) == []
    more = written(
        tmp_path, "more.xml", busta(ev03(1, 1, km_percorsi="13.0"), av("AV001")), busta(ev06("Ev03", 2, 1), av("AV001")),
    )  # fmt: skip
    third = tmp_path / "third"
    run(MONTH, more, "--services", third, "--since", state)
    found = [each.message for each in siss.read_all(third / "090201.xml")]
    assert [each.tipo_evento for each in found if isinstance(each, BustaEventoSanitario)] == ["Ev04", "Ev07"]
    assert [getattr(each.evento, "tipo_operazione", None) for each in found if isinstance(each, BustaEventoSanitario)] == ["V", None]


def test_the_folder_for_services_has_to_be_empty(tmp_path: Path) -> None:
    run(MONTH, "--services", tmp_path / "out")
    ran = run(MONTH, "--services", tmp_path / "out", "--since", tmp_path / "state.json")
    assert ran.exit_code == 2
    assert "not empty" in ran.stderr
    assert not (tmp_path / "state.json").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"siss_interop": "servizi/1", "servizi": 1}', '{"siss_interop": "altro", "servizi": []}',
                                  '{"siss_interop": "servizi/1", "servizi": [{"chiave": ["a"], "azienda": "1", "impronta": "2"}]}'])  # fmt: skip
def test_a_state_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    state = tmp_path / "state.json"
    state.write_text(text, encoding="utf-8")
    ran = run(MONTH, "--services", tmp_path / "out", "--since", state)
    assert ran.exit_code == 2
    assert "no state of services" in ran.stderr
    assert state.read_text(encoding="utf-8") == text


def test_requirements_by_name(tmp_path: Path) -> None:
    run(MONTH, "--services", tmp_path / "out", "--requirement", "FIRMA", "--requirement", "EFFETTUATO")
    data = (tmp_path / "out" / "090202.xml").read_bytes()
    assert data.count(b"<codice>FIRMA</codice><superato>false</superato>") == 1
    assert data.count(b"<requisiti>") == 2
    assert run(MONTH, "--services", tmp_path / "other", "--requirement", "NIENTE").exit_code == 2


def test_deadlines_warn(tmp_path: Path) -> None:
    path = written(tmp_path, "late.xml", busta(ev01(), av("AV001"), inviata="2024-12-20T10:00:00+01:00"))
    assert "LED-216" in run(path, "--deadline", "Ev01=10").stderr
    assert run(path, "--deadline", "Ev01=10").exit_code == 0
    assert "LED-216" not in run(path, "--deadline", "Ev01=30", "--deadline", "Ev02=1").stderr
    for wrong in ("Ev06=1", "Ev01", "Ev01=-1", "Ev01=x"):
        assert run(path, "--deadline", wrong).exit_code == 2


def test_strict_makes_what_waits_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "early.xml", busta(ev03(), av("AV001")))
    assert run(path).exit_code == 0
    assert run(path, "--strict").exit_code == 1


def test_who_may_not_send_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "x.xml", busta(ev01(), av("AV001")), busta(ev02(), av("AV001")), busta(ev03(), av("AV001")))
    mine = b"<genere>AV</genere><codice>AV001</codice></mittente>"
    spoilt = path.read_bytes().replace(mine, mine.replace(b"AV001", b"AV009"))
    ran = run("-", stdin=spoilt)
    assert ran.exit_code == 1
    assert "BUS-R08" in ran.stderr, "the envelope itself is at fault, so it is skipped before the ledger"
    assert "LED-207" not in ran.stderr
    assert "2 saltati" in ran.stdout


@pytest.mark.parametrize(
    "args",
    [
        (MONTH, "--assistito", "CF:RSSMRA80A41H501Y"),
        (MONTH, "--since", "x.json"),
        (MONTH, "--requirement", "FIRMA"),
        (EXAMPLES.parent / "vaccinazioni" / "registro" / "1-schede.xml", "--budget", BUDGET),
        (EXAMPLES.parent / "vaccinazioni" / "registro" / "1-schede.xml", "--format", "csv"),
        (EXAMPLES.parent / "vaccinazioni" / "registro" / "1-schede.xml", "--strict"),
        (MONTH, "--budget", "nessuno.csv"),
    ],
)
def test_wrong_use(args: tuple[Any, ...]) -> None:
    assert run(*args).exit_code == 2


def test_a_faulty_budget_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(b"codice_av,periodo,importo\nAV001,2024-12,molto\n")
    ran = run(MONTH, "--budget", path, "--lang", "en")
    assert ran.exit_code == 2
    assert "(2:1): LED-220" in ran.stderr
    for data in (b"\x00\x01\x02", b"AV001,2024-12,5\n\xc3,2024-12,5\n"):
        path.write_bytes(data)
        ran = run(MONTH, "--budget", path)
        assert ran.exit_code == 2
        assert "errore interno" not in ran.stderr


def test_bare_events_go_into_the_ledger_too(tmp_path: Path) -> None:
    path = tmp_path / "bare.xml"
    path.write_bytes(b"".join(siss.write_all([ev01(), ev02(), ev03(), ev05(periodo_rendicontazione="2024-12")])))
    ran = run(path, "--lang", "en")
    assert ran.exit_code == 0
    assert "deliveries: VALIDATA 1" in ran.stdout
