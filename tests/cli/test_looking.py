"""The commands that show what there is: show, messages, explain, codes, new, schema."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from siss_interop import read
from siss_interop.check import all_codes
from siss_interop.cli import jsonschema
from siss_interop.cli.messages import has
from siss_interop.cli.texts import REASONS, TEXTS
from siss_interop.issues import DEFINITIONS, placeholders
from siss_interop.messages.catalogue import CATALOGUE, FORMATS, Entry
from siss_interop.wire.results import Reason
from tests.cli.running import SURNAME, Run, environment


def test_show_has_labels_values_and_the_account(cli: Run, document: Path) -> None:
    ran = cli("show", document)
    assert ran.code == 0
    assert "SchedaSingolaVaccinazione: Scheda della singola vaccinazione (cda)" in ran.text
    assert f"Cognome: {SURNAME}" in ran.text
    assert "Voci (Vaccinazione)" in ran.text
    assert "Lotto: L-42" in ran.text
    assert re.search(r"Contenuto tipizzato: 100,00% di \d+ fatti", ran.text)
    assert "Non è rimasto fuori nulla" in ran.text


def test_show_in_english(cli: Run, document: Path) -> None:
    text = cli("show", document, "--lang", "en").text
    assert f"family name: {SURNAME}" in text
    assert "Typed content: 100.00%" in text


def test_show_lists_what_is_left_over(cli: Run, faulty: Path) -> None:
    ran = cli("show", faulty)
    assert ran.code == 1
    assert "errore XML-014" in ran.err
    line = next(line for line in ran.text.splitlines() if "unexpected" in line)
    assert re.match(r"  \d+:\d+  /hl7:ClinicalDocument\S*unexpected\S*  \(sconosciuto al modello, 1 fatti\)", line)
    account = read(faulty).accounting
    assert account.left >= 2
    assert f"Rimasti fuori: {account.left} fatti in {len(account.left_over)} posti" in ran.text
    assert f"di {account.facts} fatti" in ran.text


def test_show_escapes_what_would_trick_a_terminal(cli: Run, cda: bytes) -> None:
    trick = cda.replace(SURNAME.encode(), "In\u202eventati\u0085[red]x".encode())
    ran = cli("show", "-", stdin=trick)
    assert "In\\u202eventati\\x85[red]x" in ran.text
    assert "\u202e" not in ran.text


def test_show_keeps_long_values_whole_in_a_pipe(cli: Run, cda: bytes) -> None:
    long = "parola " * 200 + "fine"
    ran = cli("show", "-", stdin=cda.replace(b"Somministrato il vaccino di prova.", long.encode()))
    assert long in ran.text


def test_show_of_an_incomplete_message_shows_what_could_be_read(cli: Run, cda: bytes) -> None:
    without = re.sub(rb"<custodian.*?</custodian>", b"", cda, flags=re.DOTALL)
    assert without != cda
    ran = cli("show", "-", stdin=without)
    assert ran.code == 1
    assert "XML-015" in ran.err
    assert "non è completo" in ran.err
    assert SURNAME in ran.text


def test_show_of_json_says_why_there_is_no_account(cli: Run, document: Path) -> None:
    ran = cli("show", "-", stdin=cli("convert", document, "--to", "json").out)
    assert ran.code == 0
    assert SURNAME in ran.text
    assert "non il nostro JSON" in ran.text


def test_every_reason_has_words() -> None:
    assert set(REASONS) == {str(reason) for reason in Reason}


def test_both_languages_name_the_same_parameters() -> None:
    for key, (it, en) in TEXTS.items():
        assert placeholders(it) == placeholders(en), key


def test_messages_table(cli: Run) -> None:
    text = cli("messages").text
    for entry in CATALOGUE:
        assert entry.name in text
    assert "sì" in text


def test_messages_as_json(cli: Run) -> None:
    made = json.loads(cli("messages", "--format", "json").out)["messages"]
    assert [each["name"] for each in made] == [entry.name for entry in CATALOGUE]
    for entry, each in zip(CATALOGUE, made, strict=True):
        assert list(each["formats"]) == list(FORMATS)
        for name, answer in each["formats"].items():
            assert answer["yes"] == has(entry, name)
            assert (answer["reason"] is None) == answer["yes"]


def test_messages_says_why_a_format_is_missing(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from siss_interop.cli import messages

    odd = (Entry("Prova", "prove", "Messaggio di prova", "x:Y", refused={"cda": "perché no"}),)
    monkeypatch.setattr(messages, "CATALOGUE", odd)
    assert "Prova, cda: no: perché no" in cli("messages").text
    (made,) = json.loads(cli("messages", "--format", "json").out)["messages"]
    assert made["formats"] == {
        name: {"yes": name == "json", "reason": None if name == "json" else made["formats"][name]["reason"]} for name in FORMATS
    }
    assert made["formats"]["cda"]["reason"] == "perché no"


def test_explain_in_both_languages(cli: Run) -> None:
    text = cli("explain", "file-005").text
    known = DEFINITIONS["FILE-005"]
    for part in (known.it, known.en, known.instead_it, known.instead_en, known.passing, known.failing, "errore", "file"):
        assert part in text


def test_explain_in_one_language(cli: Run) -> None:
    text = cli("explain", "FILE-005", "--lang", "en").text
    known = DEFINITIONS["FILE-005"]
    assert known.en in text
    assert known.it not in text


def test_explain_an_unknown_code_names_the_nearest(cli: Run) -> None:
    ran = cli("explain", "FILE-999")
    assert (ran.code, ran.out) == (2, b"")
    assert "FILE-999" in ran.err
    assert "FILE-009" in ran.err
    escaped = cli("explain", "\x1b[31m")
    assert escaped.code == 2
    assert "\x1b" not in escaped.err


def test_explain_by_official_number(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setitem(DEFINITIONS, "FILE-001", replace(DEFINITIONS["FILE-001"], official="SING E9998, CERT E9999"))
    for number in ("e9999", "CERT E9999", "E9998"):
        assert cli("explain", number).text.startswith("FILE-001\n")


def test_explain_lists_every_code(cli: Run) -> None:
    text = cli("explain").text
    assert [line.split()[0] for line in text.splitlines()] == list(all_codes.load())


def test_all_codes_are_loaded_whatever_was_imported_before() -> None:
    """A module that defines codes and is missing from the list would be noticed here: all modules are imported and nothing may be new."""
    script = (
        "import sys; from siss_interop.check.all_codes import load; before = set(load());"
        "import pkgutil, importlib, siss_interop;"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(siss_interop.__path__, 'siss_interop.')"
        " if not m.name.endswith('__main__') and not m.name.startswith(('siss_interop.testing', 'siss_interop.generate'))];"
        "from siss_interop.issues import DEFINITIONS; print(sorted(set(DEFINITIONS) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.strip() == "[]"


def test_codes_lists(cli: Run) -> None:
    text = cli("codes").text
    assert "avn_antigeni" in text
    assert "2.16.840.1.113883.5.1" in text


def test_codes_of_one_list_and_one_code(cli: Run) -> None:
    whole = cli("codes", "avn_via_somministrazione").text
    assert "Intramuscolo" in whole
    assert whole.startswith("avn_via_somministrazione: ")
    one = cli("codes", "avn_via_somministrazione", "01")
    assert one.code == 0
    assert "Intramuscolo" in one.text
    assert len(one.text.splitlines()) < len(whole.splitlines())
    assert "Intramuscolo" in cli("codes", "avn_via_somministrazione", "01", "--lang", "it").text


def test_codes_search(cli: Run) -> None:
    everywhere = cli("codes", "--search", "INTRAMUSC").text
    assert "avn_via_somministrazione" in everywhere
    assert "Intramuscolo" in everywhere
    inside = cli("codes", "avn_antigeni", "--search", "intramusc")
    assert (inside.code, inside.out) == (0, b"")
    assert "nessun codice" in inside.err


@pytest.mark.parametrize("args", [("no_such_list",), ("avn_via_somministrazione", "ZZ"), ("no_such_list", "01"), ("no_such_list", "--search", "x")])
def test_codes_that_do_not_exist(cli: Run, args: tuple[str, ...]) -> None:
    ran = cli("codes", *args)
    assert (ran.code, ran.out) == (2, b"")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("entry", [entry for entry in CATALOGUE if entry.sample], ids=lambda entry: entry.name)
def test_new_is_valid_in_every_format(cli: Run, entry: Entry, tmp_path: Path) -> None:
    for name in [each for each in FORMATS if has(entry, each)]:
        made = cli("new", entry.name, "--to", name)
        assert (made.code, made.err) == (0, "")
        assert (read(made.out).type, read(made.out).format) == (entry.name, name)
        assert cli("validate", "-", stdin=made.out).code == 0
    out = tmp_path / "nuovo"
    assert cli("new", entry.name.upper(), "-o", out).out == b""
    assert read(out).type == entry.name


def test_new_of_an_unknown_type_names_the_nearest(cli: Run) -> None:
    ran = cli("new", "SchedaSingola")
    assert ran.code == 2
    assert "SchedaSingolaVaccinazione" in ran.err
    assert cli("schema", "Nulla").code == 2


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_schema_has_labels_and_portable_patterns(cli: Run, entry: Entry) -> None:
    ran = cli("schema", entry.name)
    made = json.loads(ran.out)
    assert ran.code == 0
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"] == entry.title
    for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', ran.text):
        assert "\\x{" not in json.loads(pattern)
        re.compile(json.loads(pattern))


def test_schema_titles(cli: Run) -> None:
    made = json.loads(cli("schema", "SchedaSingolaVaccinazione").out)
    assert made["properties"]["assistito"]["title"] == "Assistito"
    assert made["properties"]["assistito"]["description"] == "the patient"
    assert made["$defs"]["Nome"]["properties"]["cognome"]["title"] == "Cognome"
    english = json.loads(cli("schema", "SchedaSingolaVaccinazione", "--lang", "en").out)
    assert english["$defs"]["Nome"]["properties"]["cognome"]["title"] == "family name"


def test_schema_patterns_take_what_the_model_takes() -> None:
    from pydantic import TypeAdapter, ValidationError

    from siss_interop.model.base import Run as TextRun
    from siss_interop.model.base import Text

    for annotation, pattern in ((Text, jsonschema.TEXT), (TextRun, jsonschema.RUN)):
        adapter = TypeAdapter[str](annotation)
        for text in ("", " ", "a", " à\n", "\t", "\x00", "a\x0b", "\ufffe", "\U0001f489", "a\x85"):
            try:
                adapter.validate_python(text)
                taken = True
            except ValidationError:
                taken = False
            assert (re.search(pattern, text) is not None) == taken, (text, pattern)


def test_schema_of_the_envelope_names_every_part(cli: Run, document: Path) -> None:
    made = json.loads(cli("schema", "SchedaSingolaVaccinazione", "--envelope").out)
    file = json.loads(cli("convert", document, "--to", "json").out)
    assert set(file) == set(made["properties"])
    assert file["message"] == made["properties"]["message"]["const"]
    assert file["siss_interop"] == made["properties"]["siss_interop"]["const"]
    assert set(file["original"]) == set(made["properties"]["original"]["required"])
    assert set(file["content"]) <= set(made["$defs"]["SchedaSingolaVaccinazione"]["properties"])
    reference = made["properties"]["content"]["anyOf"][0]["$ref"].rpartition("/")[2]
    assert reference in made["$defs"]
    references = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(made)))
    assert references <= set(made["$defs"])
