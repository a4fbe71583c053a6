"""The rows of the register: one antigen a row, products grouped, repetitions told, quotes, wrong rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siss_interop.errors import Refused
from siss_interop.losses import LossKind
from siss_interop.messages.vaccinazioni.avn import read_avn, write_avn, write_one
from siss_interop.messages.vaccinazioni.avn.righe import split
from siss_interop.messages.vaccinazioni.eventi import PrincipioVaccinale
from tests.messages.vaccinazioni.avn_material import effettuata, non_effettuata


def rows(*events: object) -> list[str]:
    (file,) = write_avn(events, as_rows=True)  # type: ignore[arg-type]
    return file.written.payload.decode().splitlines()


def read(*lines: str) -> list[tuple[int | None, list[str]]]:
    return [(each.record, [found.code for found in each.report]) for each in read_avn("\n".join(lines).encode())]


def test_the_rows_of_a_product_are_one_event() -> None:
    names, *own = rows(effettuata(), effettuata(lotto="L2"))
    assert len(own) == 4
    assert read(names, *own) == [(1, []), (3, [])]


def test_equal_rows_are_kept_and_told() -> None:
    names, one = rows(non_effettuata())
    assert read(names, one, one) == [(1, []), (2, ["AVN-007"])]
    names, first, second = rows(effettuata())
    assert read(names, first, first, second) == [(1, []), (2, ["AVN-007"])]
    assert read(names, first, second, first, second) == [(1, []), (3, [])]


def test_two_products_that_read_as_one_are_a_loss() -> None:
    one = effettuata(principi=(PrincipioVaccinale(cod_antigene="02", dose=1),))
    other = effettuata(principi=(PrincipioVaccinale(cod_antigene="05", dose=1),))
    (file,) = write_avn([one, other], as_rows=True)
    assert [(each.kind, each.path) for each in file.written.loss] == [(LossKind.NARROWED, "[1]")]
    assert len(list(read_avn(file.written.payload))) == 1
    (apart,) = write_avn([one, effettuata(lotto="L2"), other], as_rows=True)
    assert not apart.written.loss
    assert len(list(read_avn(apart.written.payload))) == 3


def test_an_antigen_twice_in_a_product_is_a_loss() -> None:
    parts = (PrincipioVaccinale(cod_antigene="02", dose=1), PrincipioVaccinale(cod_antigene="02", dose=2))
    written = write_one(effettuata(principi=parts), as_rows=True)
    assert [(each.kind, each.path) for each in written.loss] == [(LossKind.NARROWED, "principi[1]")]
    assert len(list(read_avn(written.payload))) == 2


def test_a_row_with_too_few_or_too_many_columns() -> None:
    names, one = rows(non_effettuata())
    assert read(names, one, one.rpartition("~")[0], one + "~", one) == [(1, []), (2, ["AVN-006"]), (3, ["AVN-006"]), (4, [])]


def test_columns_in_another_order_are_read_by_name_and_told() -> None:
    names, one = rows(non_effettuata())
    moved = ["~".join([*line.split("~")[1:], line.split("~")[0]]) for line in (names, one)]
    (found,) = read_avn("\n".join(moved).encode())
    assert found.message == non_effettuata()
    assert [each.code for each in found.report] == ["AVN-015"]


def test_faults_name_the_column() -> None:
    names, one = rows(non_effettuata())
    (found,) = read_avn(f"{names}\n{one.replace('~36~', '~AA~')}".encode())
    (fault,) = found.report
    assert (fault.code, fault.official, fault.line, fault.xpath) == ("AVN-002", "4100", 2, None)
    assert "COD_ANT" in fault.text()


def test_a_character_that_no_xml_holds() -> None:
    names, one = rows(non_effettuata())
    (found,) = read_avn(f"{names}\n{one.replace('~36~', '~' + chr(0) + '~')}".encode())
    assert found.message is None
    assert "AVN-002" in [each.code for each in found.report]


@given(st.lists(st.text('ab~"\\ ', max_size=6), min_size=1, max_size=5))
def test_quotes(cells: list[str]) -> None:
    quoted = ["".join(('"', cell.replace("\\", "\\\\").replace('"', '""'), '"')) for cell in cells]
    assert split("~".join(quoted)) == cells


def test_what_is_not_quoted_stays_as_it_is() -> None:
    assert split('a~5" dose~b\\c~') == ["a", '5" dose', "b\\c", ""]


def test_texts_with_separators_come_back() -> None:
    event = effettuata(denominazione='A~B "C" \\D', lotto='"')
    assert next(read_avn(write_one(event, as_rows=True).payload)).message == event


def test_a_line_break_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        write_one(effettuata(lotto="L\n1"), as_rows=True)
    assert [(each.code, each.path) for each in caught.value.report] == [("AVN-016", "lotto")]
    assert next(read_avn(write_one(effettuata(lotto="L\n1")).payload)).message == effettuata(lotto="L\n1")


def test_a_line_without_end_is_no_row() -> None:
    names, one = rows(non_effettuata())
    found = list(read_avn(f"{names}\n{one}\n{'x' * 20_000}".encode()))
    assert [each.code for each in found[-1].report] == ["AVN-018"]
    assert found[0].message == non_effettuata()


def test_bytes_that_are_no_text_spoil_their_row_only() -> None:
    names, *own = rows(effettuata(denominazione="PERCHE", principi=effettuata().principi[:1]), effettuata())
    data = "\n".join([names, *own]).encode().replace(b"PERCHE", "PERCHÉ".encode("latin-1"))
    spoilt, whole = read_avn(data)
    assert [each.code for each in spoilt.report] == ["AVN-002", "FILE-008"]
    assert spoilt.message == effettuata(denominazione=None, principi=effettuata().principi[:1])
    assert whole.message == effettuata()


def test_broken_utf_16_ends_the_file() -> None:
    names, one = rows(non_effettuata())
    found = list(read_avn(f"{names}\n{one}\n".encode("utf-16") + b"\x00\xd8\x00"))
    assert found[-1].report.errors[0].code == "FILE-008"
