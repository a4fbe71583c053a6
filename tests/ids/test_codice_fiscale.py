"""Tax codes of invented people: built, read back, changed by omocodia, damaged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.it import codicefiscale as oracle

from siss_interop.ids import InvalidId
from siss_interop.ids import codice_fiscale as cf

NAMES = st.text(alphabet="abcdefghilmnopqrstuvzàèéìòù' ", min_size=1, max_size=20).filter(lambda text: any(c.isalpha() for c in text))
BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PLACES = st.from_regex(r"[A-MZ][0-9]{3}", fullmatch=True)
CODES = st.builds(cf.compose, NAMES, NAMES, BIRTHS, st.sampled_from("MF"), PLACES)
LETTERS = "LMNPQRSTUV"


@given(NAMES, NAMES, BIRTHS, st.sampled_from("MF"), PLACES)
def test_what_is_composed_is_valid_and_read_back(surname: str, name: str, birth: date, sex: str, place: str) -> None:
    code = cf.compose(surname, name, birth, sex, place)
    assert cf.validate(code) == code
    assert cf.matches_birth(code, birth)
    assert cf.sex(code) == sex
    assert code[11:15] == place
    assert oracle.is_valid(code)


@given(CODES, st.sets(st.sampled_from(cf.DIGITS)))
def test_omocodia_is_valid_and_comes_back(code: str, places: set[int]) -> None:
    body = "".join(LETTERS[int(c)] if place in places else c for place, c in enumerate(code[:15]))
    other = body + cf.calc_check_character(body)
    assert cf.validate(other) == other
    assert cf.without_omocodia(other) == code
    assert cf.sex(other) == cf.sex(code)


@given(CODES, st.integers(0, 15), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_strict_never_accepts_more_than_the_form(code: str, place: int, char: str) -> None:
    damaged = code[:place] + char + code[place + 1 :]
    assert cf.is_valid(damaged, strict=False)
    if place == 15 and damaged != code:
        assert not cf.is_valid(damaged)


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=16, max_size=16))
def test_strict_is_not_wider_than_the_oracle(code: str) -> None:
    assert not cf.is_valid(code) or oracle.is_valid(code)


@pytest.mark.parametrize(("body", "why"), [
    ("RSSMRA80A00H501", "ID-012"), ("RSSMRA80A40H501", "ID-012"), ("RSSMRA80A99H501", "ID-012"), ("RSSMRA80B30H501", "ID-012"),
    ("RSSMRA80D71H501", "ID-012"), ("RSSMRA81B29H501", "ID-012"), ("RSSMRA80X01H501", "ID-011"), ("1SSMRA80A01H501", "ID-011"),
])  # fmt: skip
def test_a_date_that_does_not_exist_is_refused_though_the_check_matches(body: str, why: str) -> None:
    with pytest.raises(InvalidId) as refused:
        cf.validate(body + cf.calc_check_character(body))
    assert refused.value.code == why


def test_provisional_codes() -> None:
    assert cf.is_valid("00743110157")
    assert cf.is_provisional(" 00743110157 ")
    assert not cf.is_provisional("RSSMRA80A01H501U")
    assert not cf.is_valid("00743110158")
    assert cf.is_valid("00743110158", strict=False)


@pytest.mark.parametrize("call", [cf.sex, cf.without_omocodia, lambda code: cf.matches_birth(code, date(1980, 1, 1))])
@pytest.mark.parametrize("number", ["PROVAX00X00X000Y", "00743110157", "", "X"])
def test_questions_about_what_has_no_structure_are_refused(call: object, number: str) -> None:
    with pytest.raises(InvalidId):
        call(number)  # type: ignore[operator]


@pytest.mark.parametrize(("sex", "place"), [("X", "H501"), ("M", "501"), ("M", "H50"), ("", "H501")])
def test_nothing_is_composed_of_wrong_parts(sex: str, place: str) -> None:
    with pytest.raises(InvalidId):
        cf.compose("Rossi", "Mario", date(1980, 1, 1), sex, place)


@pytest.mark.parametrize(("surname", "name", "expected"), [
    ("Fo", "Al", "FOXLAX"), ("Rossi", "Gianfranco", "RSSGFR"), ("Aiea", "Ai", "AIEAIX"), ("D'Amico", "Nicolò", "DMCNCL"),
])  # fmt: skip
def test_the_letters_of_names(surname: str, name: str, expected: str) -> None:
    assert cf.compose(surname, name, date(1980, 1, 1), "M", "H501").startswith(expected)


@pytest.mark.parametrize("body", ["", "RSSMRA80A01H50", "RSSMRA80A01H50é", "rssmra80a01h501"])
def test_the_check_character_needs_fifteen_capital_letters_and_digits(body: str) -> None:
    with pytest.raises(InvalidId):
        cf.calc_check_character(body)
