"""FHIR on the command line: bundles written and read back, resources checked, many of them one a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from siss_interop import Options, read, read_all, validate, validate_all, write, write_all
from siss_interop.cli.options import PROFILES, Systems
from siss_interop.messages.catalogue import CATALOGUE
from siss_interop.messages.vaccinazioni import esempi_eventi as esempi
from siss_interop.messages.vaccinazioni.esempi import scheda_singola
from siss_interop.model.base import Message, plain
from siss_interop.options import SYSTEMS
from siss_interop.wire.fhir import bundle
from siss_interop.wire.fhir.json import dump
from tests.cli.running import ROOT, Run
from tests.messages.vaccinazioni.test_conversione import INTESTAZIONE, fatta

MANY = ROOT / "examples" / "vaccinazioni" / "eventi" / "molti.xml"
PATIENT = b'{"resourceType": "Patient", "gender": "femmina"}'
FINE = b'{"resourceType": "Patient", "gender": "female"}'


def bundle_of(data: bytes) -> dict[str, object]:
    made: dict[str, object] = json.loads(data)
    return made


def test_the_profiles_are_those_of_the_engine() -> None:
    assert tuple(PROFILES) == bundle.PROFILES
    assert tuple(Systems) == SYSTEMS
    assert Options().systems == Systems.HL7IT
    assert {name for entry in CATALOGUE for name in entry.profiles} <= set(PROFILES)


@pytest.mark.parametrize("profile", [None, "document", "transaction"])
@pytest.mark.parametrize("syntax", [None, "json", "xml"])
def test_a_document_to_fhir_and_back(cli: Run, document: Path, profile: str | None, syntax: str | None) -> None:
    chosen = [*(("--profile", profile) if profile else ()), *(("--syntax", syntax) if syntax else ())]
    ran = cli("convert", document, "--to", "fhir", *chosen)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(b"<" if syntax == "xml" else b"{")
    found = read(ran.out)
    assert found.message == read(document).message
    if syntax != "xml":
        assert bundle_of(ran.out)["type"] == (profile or "document")
    back = cli("convert", "-", "--to", "cda", stdin=ran.out)
    assert (back.code, back.err) == (0, "")
    assert read(back.out).message == found.message


def test_the_family_of_identifier_systems(cli: Run, document: Path) -> None:
    written = {name: cli("convert", document, "--to", "fhir", "--systems", name).out for name in ("hl7it", "oid")}
    assert b"http://hl7.it/sid/codiceFiscale" in written["hl7it"]
    assert b"urn:oid:2.16.840.1.113883.2.9.4.3.2" in written["oid"]
    again = cli("convert", "-", "--to", "fhir", "--systems", "oid", stdin=written["hl7it"])
    assert again.out == written["oid"], "a family that is named is written, also where the original would do"
    assert cli("convert", "-", "--to", "fhir", stdin=written["oid"]).out == written["oid"]


def test_fhir_that_is_not_changed_keeps_its_bytes_also_through_json(cli: Run, document: Path) -> None:
    pretty = dump(json.loads(cli("convert", document, "--to", "fhir").out), indent=True)
    assert cli("convert", "-", "--to", "fhir", stdin=pretty).out == pretty
    own = cli("convert", "-", "--to", "json", stdin=pretty)
    assert own.code == 0
    assert cli("convert", "-", "--to", "fhir", stdin=own.out).out == pretty


def test_what_fhir_holds_besides_is_lost_out_loud_in_other_formats(cli: Run, document: Path, tmp_path: Path) -> None:
    bytes_ = cli("convert", document, "--to", "fhir").out.replace(b'"lotNumber"', b'"isSubpotent":true,"lotNumber"', 1)
    own = cli("convert", "-", "--to", "json", stdin=bytes_).out
    for source in (bytes_, own):
        losses = tmp_path / "perdite.json"
        assert cli("convert", "-", "--to", "cda", "--losses", losses, stdin=source).code == 0
        (found,) = json.loads(losses.read_bytes())["losses"]
        assert found["kind"] == "DROPPED"
        assert found["path"].endswith(".isSubpotent")
        assert cli("convert", "-", "--to", "cda", "--on-loss", "refuse", stdin=source).code == 1


def test_what_a_document_holds_besides_is_lost_out_loud_in_fhir(cli: Run, cda: bytes) -> None:
    odd = cda.replace(b"<custodian", b"<unexpected note='x'/><custodian", 1)
    ran = cli("convert", "-", "--to", "fhir", "--lang", "en", stdin=odd)
    assert "DROPPED /hl7:ClinicalDocument" in ran.err
    assert "unexpected" in ran.err


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--to", "cda", "--profile", "document"), "--profile: for --to fhir"),
        (("--to", "json", "--syntax", "xml", "--systems", "oid"), "--syntax, --systems: for --to fhir"),
        (("--to", "fhir", "--profile", "documento"), "unknown profile; there are: document, transaction, message"),
        (("--to", "fhir", "--profile", "message"), "has no FHIR profile message: a message tells of an event"),
        (("--to", "fhir", "--syntax", "yaml"), "'yaml' is not one of 'json', 'xml'"),
        (("--to", "fhir", "--systems", "x"), "'x' is not one of 'hl7it', 'oid'"),
    ],
)
def test_wrong_use_is_told(program: Run, document: Path, arguments: tuple[str, ...], text: str) -> None:
    ran = program("convert", document, *arguments, COLUMNS="300")
    assert (ran.code, ran.out) == (2, b"")
    assert text in " ".join(ran.err.split())


@pytest.mark.parametrize("command", ["convert", "validate", "messages"])
def test_help_names_fhir_and_has_an_example_of_it(program: Run, command: str) -> None:
    text = program(command, "--help", COLUMNS="200").text
    assert "FHIR" in text
    assert command == "messages" or "documento.fhir.json" in text.partition("Examples")[2]


# ---- many


@pytest.fixture
def bundles(tmp_path: Path, cli: Run) -> Path:
    path = tmp_path / "eventi.ndjson"
    assert cli("convert", MANY, "--to", "fhir", "--profile", "message", "-o", path).code == 0
    return path


def test_many_become_one_bundle_a_line_and_come_back(cli: Run, bundles: Path) -> None:
    lines = bundles.read_bytes().splitlines()
    assert {bundle_of(line)["type"] for line in lines} == {"message"}
    assert [found.message for found in read_all(bundles)] == [found.message for found in read_all(MANY)]
    assert [found.record for found in read_all(bundles)] == list(range(1, len(lines) + 1))
    assert cli("convert", bundles, "--to", "xml").out == MANY.read_bytes()
    again = cli("convert", bundles, "--to", "fhir", "--profile", "transaction")
    assert b"".join(write_all((found.message for found in read_all(MANY) if found.message), to="fhir", profile="transaction")) == again.out
    assert cli("convert", bundles, "--to", "fhir").out == bundles.read_bytes(), "each line is its own original"


def test_many_are_validated_together_as_in_their_own_format(cli: Run, bundles: Path) -> None:
    def told(source: Path) -> list[tuple[int, str]]:
        made = json.loads(cli("validate", source, "--format", "json").out)["files"][0]["issues"]
        return sorted((found["record"], found["code"]) for found in made)

    assert told(bundles) == told(MANY)


def test_show_takes_one_record(cli: Run, bundles: Path) -> None:
    ran = cli("show", bundles, "--record", "2")
    assert "Record 2 di 26" in ran.text
    assert "(fhir)" in ran.text
    assert "100,00%" in ran.text


def test_a_record_that_is_no_message_is_told_and_left_out(cli: Run, bundles: Path) -> None:
    first, second, *_ = bundles.read_bytes().splitlines()
    ran = cli("convert", "-", "--to", "xml", "--lang", "en", stdin=b"\n".join((first, FINE, second[:-1], second)))
    assert ran.code == 1
    assert "-#2: error FILE-015" in ran.err
    assert "-#3:1:" in ran.err
    assert "2 of 4 records converted" in ran.err
    assert len(list(read_all(ran.out))) == 2


def test_losses_of_many_have_the_number_of_their_record(cli: Run, bundles: Path, tmp_path: Path) -> None:
    lines = bundles.read_bytes().splitlines()
    lines[3] = lines[3].replace(b'"lotNumber"', b'"isSubpotent":true,"lotNumber"', 1)
    for to in (("--to", "xml"), ("--to", "fhir", "--profile", "transaction")):
        losses = tmp_path / "perdite.json"
        ran = cli("convert", "-", *to, "--losses", losses, stdin=b"\n".join(lines))
        assert ran.code == 0
        found = [(each["record"], each["path"].rpartition(".")[2]) for each in json.loads(losses.read_bytes())["losses"]]
        assert found == [(4, "isSubpotent")]
        refused = cli("convert", "-", *to, "--on-loss", "refuse", "--lang", "en", stdin=b"\n".join(lines))
        assert (refused.code, f"{len(lines) - 1} of {len(lines)} records converted" in refused.err) == (1, True)


def test_many_in_xml_form_are_refused(cli: Run) -> None:
    ran = cli("convert", MANY, "--to", "fhir", "--syntax", "xml")
    assert (ran.code, ran.out) == (2, b"")
    assert "--syntax xml is for one message" in " ".join(ran.err.split())


def test_a_profile_that_the_records_lack_is_told_before_anything_is_written(cli: Run) -> None:
    ran = cli("convert", MANY, "--to", "fhir", "--profile", "document")
    assert (ran.code, ran.out) == (2, b"")
    assert "an event has no author" in " ".join(ran.err.split())


def test_a_first_line_longer_than_what_tells_the_format() -> None:
    event = dump(json.loads(write(esempi.vaccinazione_effettuata(), to="fhir").payload))
    long = event[:-1] + b',"x":"' + b"a" * 200_000 + b'"}'
    found = list(read_all(BytesIO(long + b"\n" + event + b"\n")))
    assert [(each.record, each.type) for each in found] == [(1, "VaccinazioneEffettuata"), (2, "VaccinazioneEffettuata")]
    (alone,) = read_all(BytesIO(long + b"\n"))
    assert alone.record is None


def test_a_line_longer_than_an_input_may_be_is_refused_alone() -> None:
    event = write(esempi.vaccinazione_effettuata(), to="fhir").payload
    long = b'{"x":"' + b"a" * 300_000 + b'"}'
    options = Options(max_bytes=100_000)
    found = list(read_all(BytesIO(b"\n".join((event, long, event))), options=options))
    assert [(each.record, each.message is not None) for each in found] == [(1, True), (2, False), (3, True)]


def test_many_are_read_and_written_as_they_come() -> None:
    event = write(esempi.vaccinazione_effettuata(), to="fhir").payload
    stream = BytesIO((event + b"\n") * 500)
    first = next(iter(read_all(stream)))
    assert first.message == esempi.vaccinazione_effettuata()
    assert stream.tell() < 300_000 < len(stream.getvalue())
    taken = 0

    def events() -> Iterator[Message]:
        nonlocal taken
        while True:
            taken += 1
            yield esempi.vaccinazione_effettuata()

    assert next(write_all(events(), to="fhir")) == event + b"\n"
    assert taken <= 2


# ---- resources


def test_a_resource_that_is_no_message_is_checked_as_fhir(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "paziente.json"
    path.write_bytes(PATIENT)
    ran = cli("validate", path, "--format", "json")
    (made,) = json.loads(ran.out)["files"]
    assert (ran.code, made["format"], made["message"], made["ok"]) == (1, "fhir", None, False)
    found = [(each["code"], each["xpath"], each["line"]) for each in made["issues"]]
    assert found == [("FHIR-110", "Patient.gender", 1), ("FHIR-010", None, None)]
    assert cli("validate", "-", "--lang", "en", stdin=FINE).text.endswith("-: valid (fhir)\n")
    assert cli("validate", "-", stdin=b'<Patient xmlns="http://hl7.org/fhir"><gender value="femmina"/></Patient>').code == 1
    assert cli("validate", "-", stdin=FINE[:-1]).code == 2


def test_resources_one_a_line_are_checked_each(cli: Run) -> None:
    ran = cli("validate", "-", "--lang", "en", stdin=b"\n".join((FINE, PATIENT, FINE)))
    assert ran.code == 1
    assert "-#2:1:" in ran.text
    assert ran.text.count("error") == 2, "the issue, and the verdict"
    assert ran.text.endswith("(fhir, many records)\n")


def test_a_bundle_of_ours_is_checked_as_fhir_too(cli: Run, document: Path) -> None:
    bytes_ = cli("convert", document, "--to", "fhir").out
    bad = bytes_.replace(b'"lotNumber"', b'"lotNumbers":"x","lotNumber"', 1)
    codes = {found["code"] for found in json.loads(cli("validate", "-", "--format", "json", stdin=bad).out)["files"][0]["issues"]}
    assert "FHIR-001" in codes, "no field of the message takes it"
    assert codes & {each.code for each in validate(bad).errors}
    assert validate(read(bad)) == validate(bad), "what was read is judged as its bytes are"


def test_definitions_cover_what_the_tables_do_not(cli: Run, conformance: Path, tmp_path: Path) -> None:
    pytest.importorskip("fhirpathpy", reason="the extra 'fhirpath' is not installed")
    package = conformance / "fhir" / "r4-core" / "hl7.fhir.r4.core-4.0.1.tgz"
    account = b'{"resourceType": "Account", "status": "active", "guarantor": [{"onHold": true}]}'
    assert "FHIR-115" in cli("validate", "-", stdin=account).text
    made = json.loads(cli("validate", "-", "--definitions", package, "--format", "json", stdin=account).out)["files"][0]
    assert "FHIR-115" not in {found["code"] for found in made["issues"]}
    assert "Account.guarantor[0].party" in {found["xpath"] for found in made["issues"]}
    nameless = b'{"resourceType": "Organization", "active": true}'
    lines = cli("validate", "-", "--definitions", package, "--format", "json", stdin=nameless + b"\n" + nameless)
    found = [(each["record"], each["official"]) for each in json.loads(lines.out)["files"][0]["issues"]]
    assert {(1, "org-1"), (2, "org-1")} <= set(found)


def test_definitions_are_for_fhir(cli: Run, document: Path, conformance: Path) -> None:
    pytest.importorskip("fhirpathpy", reason="the extra 'fhirpath' is not installed")
    ran = cli("validate", document, "--definitions", conformance / "fhir" / "r4-core" / "hl7.fhir.r4.core-4.0.1.tgz", "--lang", "en")
    assert (ran.code, "for FHIR only" in ran.err) == (0, True)


def test_definitions_that_are_none_are_told(cli: Run, tmp_path: Path, document: Path) -> None:
    for path in (tmp_path / "absent.tgz", tmp_path, document):
        ran = cli("validate", document, "--definitions", path)
        assert (ran.code, ran.out) == (2, b"")
        assert "FHIR package" in ran.err


def test_without_the_extra_definitions_are_refused(cli: Run, conformance: Path, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "fhirpathpy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fhirpathpy", None)
    ran = cli("validate", document, "--definitions", conformance / "fhir" / "r4-core" / "hl7.fhir.r4.core-4.0.1.tgz")
    assert (ran.code, ran.out) == (2, b"")
    assert "fhirpath" in ran.err


# ---- what there is


def test_messages_tells_the_profiles_and_why_one_is_missing(cli: Run) -> None:
    made = json.loads(cli("messages", "--format", "json").out)["messages"]
    for entry, each in zip(CATALOGUE, made, strict=True):
        assert list(each["profiles"]) == list(PROFILES)
        for name, answer in each["profiles"].items():
            assert answer["yes"] == (name in entry.profiles)
            assert (answer["reason"] is None) == answer["yes"]
    text = cli("messages").text
    assert "sì: document, transaction" in text
    assert "SchedaSingolaVaccinazione, fhir/message: no: a message tells of an event" in text


def test_show_and_new(cli: Run) -> None:
    made = cli("new", "SchedaSingolaVaccinazione", "--to", "fhir")
    assert made.code == 0
    assert read(made.out).message == scheda_singola()
    ran = cli("show", "-", stdin=made.out)
    assert ran.code == 0
    assert "SchedaSingolaVaccinazione: Scheda della singola vaccinazione (fhir)" in ran.text
    assert "100,00%" in ran.text


def test_events_become_a_fhir_document_with_a_header_and_come_back(cli: Run, tmp_path: Path) -> None:
    header, event = tmp_path / "intestazione.json", tmp_path / "evento.fhir.json"
    header.write_text(json.dumps(plain(INTESTAZIONE)), "utf-8")
    event.write_bytes(write(fatta(), to="fhir").payload)
    asked = ("convert", event, "--header", header)
    made = cli(*asked, "--to", "fhir", "--profile", "transaction", "--syntax", "xml")
    assert made.code == 0, made.err
    assert made.out.startswith(b"<")
    assert read(made.out).message == read(cli(*asked, "--to", "cda").out).message
    back = cli("convert", "-", "--to", "xml", "--on-loss", "ignore", stdin=made.out)
    assert back.code == 0, back.err
    assert read(back.out).message == fatta()


def test_validate_all_gives_each_record_that_is_fhir_only() -> None:
    found = list(validate_all(FINE + b"\n" + PATIENT))
    assert [(each.record, [issue.code for issue in each.report]) for each in found] == [(1, ["FHIR-010"]), (2, ["FHIR-110", "FHIR-010"])]
