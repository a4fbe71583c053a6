"""The lists that come with the library, and what a user's own list must look like."""

import csv
import doctest
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

import siss_interop.codes
from siss_interop.codes import InvalidCodeList, UnknownCodeList, check, code_list, code_lists, find_code_list, parse
from siss_interop.issues import DEFINITIONS, Layer, Severity

HEADER = """# title: Prova
# source: una fonte
# date: 2026-01-31
# licence: libera
# updater: chi la usa
# closed: yes
# wording: own
"""
ROWS = "code,it,en,from,to\nA,uno,one,,2019-12-31\nA,uno nuovo,new one,2020-01-01,\nB,,two,,\n"


@pytest.mark.parametrize("found", code_lists(), ids=lambda found: found.id)
def test_each_list_says_where_it_comes_from_and_is_found_by_id_and_oid(found: siss_interop.codes.CodeList) -> None:
    assert all((found.title_it, found.source, found.licence, found.updater))
    assert len(found) > 0
    assert code_list(found.id) is found
    if found.oid:
        assert find_code_list(found.oid) is found
        assert found.name
    for code in found:
        assert code.code in found
        assert all((code.label(), code.label("en")))
        assert code.code == code.code.strip()
        assert not any(mark in code.it + code.en for mark in ("??", "\ufffd"))


def test_forbidden_tables_are_not_shipped() -> None:
    for oid in ("2.16.840.1.113883.6.1", "2.16.840.1.113883.6.103", "2.16.840.1.113883.6.104", "2.16.840.1.113883.2.9.6.1.5",
                "2.16.840.1.113883.6.73", "2.16.840.1.113883.6.96"):  # fmt: skip
        assert find_code_list(oid) is None


def test_the_ministrys_own_wording_is_marked() -> None:
    assert {found.wording for found in code_lists() if found.id.startswith("avn_")} == {"ministry"}
    assert {found.wording for found in code_lists() if found.id.startswith("hl7_")} == {"source"}


def test_files_are_plain_csv_without_doubles() -> None:
    for file in (files("siss_interop.codes") / "data").iterdir():
        if file.name.endswith(".csv"):
            lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
            codes = [row["code"] for row in csv.DictReader(lines)]
            assert len(codes) == len(set(codes)), file.name


def test_codes_hold_in_their_time() -> None:
    found = code_list("avn_antigeni")
    assert found.lookup("08", date(2019, 1, 1)) is not None
    assert found.lookup("08", date(2019, 1, 2)) is None
    assert found.lookup("08", datetime(2019, 1, 1, 23, 59, tzinfo=UTC)) is not None
    assert found.lookup("08") is not None
    assert found.lookup("13", date(2019, 1, 2)) is not None


@pytest.mark.parametrize("rubbish", [None, 1, b"01", [], {}, "", "1", "🙂", "01\n", ("01",)])
def test_rubbish_is_in_no_list(rubbish: object) -> None:
    found = code_list("avn_via_somministrazione")
    assert rubbish not in found
    assert found.lookup(rubbish) is None


def test_search_ignores_case_and_accents() -> None:
    found = code_list("avn_condizioni_sanitarie")
    assert [code.code for code in found.search("OBESITA")] == ["24"]
    assert {code.code for code in found.search("immunità")} >= {"07", "08"}
    assert found.search("non c'è") == ()


@pytest.mark.parametrize("name", ["", "x", "../regioni", "avn_antigeni.csv", "translations", "🙂", "2.16.840.1.113883.6.1"])
def test_an_unknown_list_is_refused_with_the_names_of_the_others(name: str) -> None:
    assert find_code_list(name) is None
    with pytest.raises(UnknownCodeList, match="avn_antigeni"):
        code_list(name)


def test_a_users_list_is_read_with_its_periods() -> None:
    found = parse("prova", HEADER + "# oid: 1.2.3\n" + ROWS)
    assert (found.oid, found.date, found.closed, len(found), len(list(found))) == ("1.2.3", date(2026, 1, 31), True, 2, 3)
    new, old, two = found.lookup("A"), found.lookup("A", date(2019, 12, 31)), found.lookup("B")
    assert new is not None
    assert old is not None
    assert two is not None
    assert (new.it, old.it, two.label(), old.label("en")) == ("uno nuovo", "uno", "two", "one")
    assert parse("prova", (HEADER + ROWS).replace("\n", "\r\n")).lookup("A") == new


@pytest.mark.parametrize(("text", "why"), [
    ("", "header keys"), (ROWS, "header keys"), (HEADER + "# colour: red\n" + ROWS, "colour"), (HEADER + "# title: x\n" + ROWS, "line 8"),
    (HEADER + "# nothing\n" + ROWS, "line 8"), (HEADER.replace("yes", "perhaps") + ROWS, "closed"),
    (HEADER.replace("wording: own", "wording: mine") + ROWS, "wording"), (HEADER.replace("2026-01-31", "20260131") + ROWS, "not a day"),
    (HEADER.replace("2026-01-31", "") + ROWS, "date is empty"), (HEADER, "columns"), (HEADER + "a,b\n", "columns"),
    (HEADER + ROWS + "C,x\n", "line 12"), (HEADER + ROWS + ",x,y,,\n", "line 12"), (HEADER + ROWS + "C,,,,\n", "line 12"),
    (HEADER + ROWS + "C,x,y,2023-02-30,\n", "not a day"), (HEADER + ROWS + "C,x,y,2019-W01-1,\n", "not a day"),
    (HEADER + ROWS + "A,x,y,2019-12-31,2020-06-01\n", "twice"), (HEADER + ROWS + 'C,"x"y,z,,\n', "line 12"),
])  # fmt: skip
def test_a_malformed_list_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(InvalidCodeList, match=why):
        parse("prova", text)


CASES = [
    ("01", "avn_via_somministrazione", None, None, None), ("77", "avn_via_somministrazione", None, None, "COD-001"),
    ("77", "avn_motivi_esclusione", None, None, "COD-002"), ("08", "avn_antigeni", date(2018, 5, 1), None, None),
    ("08", "avn_antigeni", date(2024, 5, 1), None, "COD-003"), ("17", "avn_categorie_rischio", None, "2.16.840.1.113883.6.103", "COD-004"),
    ("17", "2.16.840.1.113883.2.9.6.1.56.2", None, "2.16.840.1.113883.2.9.6.1.56.2", None),
    ("01", "avn_via_somministrazione", None, "1.2.3", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wanted", "on", "system", "expected"), CASES)
def test_check_says_what_is_wrong(code: str, wanted: str, on: date | None, system: str | None, expected: str | None) -> None:
    findings = check(code, wanted, on, system=system, path="prodotto.codice")
    assert [finding.code for finding in findings] == ([expected] if expected else [])
    for finding in findings:
        assert (finding.layer, finding.path, finding.value) == (Layer.CODES, "prodotto.codice", code)
        assert "?" not in finding.text("it") + finding.text("en")
        assert finding.severity is (Severity.WARNING if expected == "COD-002" else Severity.ERROR)


def test_an_old_code_of_an_open_list_is_a_warning() -> None:
    found = parse("prova", HEADER.replace("yes", "no") + "code,it,en,from,to\nA,uno,one,,2019-12-31\n")
    assert [(f.code, f.severity) for f in check("A", found, date(2020, 1, 1))] == [("COD-003", Severity.WARNING)]


def test_the_text_of_a_finding_does_not_hold_the_code() -> None:
    personal = "RSSMRA80A01H501U"
    for wanted, system in (("regioni", None), ("avn_antigeni", "1.2.3"), ("avn_motivi_esclusione", None)):
        (finding,) = check(personal, wanted, system=system)
        assert personal not in finding.text("it") + finding.text("en")
        assert personal in finding.text("it", show_values=True)


def test_all_codes_are_defined_in_two_languages() -> None:
    defined = [known for code, known in DEFINITIONS.items() if code.startswith("COD-")]
    assert len(defined) == 4
    assert all(known.it and known.en and known.passing and known.failing for known in defined)


def test_doctests() -> None:
    assert doctest.testmod(siss_interop.codes).failed == 0
