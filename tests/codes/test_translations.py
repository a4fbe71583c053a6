"""Translations never guess, never admit a code of neither list, and know what they merge."""

import pytest

from siss_interop.codes import InvalidCodeList, Pair, Translation, UnknownCode, UnknownCodeList, code_list, translation, translations
from siss_interop.codes.translations import parse_translation

VIA = code_list("avn_via_somministrazione")
ROUTE = code_list("hl7_route_of_administration")
NULLS = code_list("hl7_null_flavor")
HEADER = """# title: Prova
# source_list: avn_via_somministrazione
# target_list: hl7_route_of_administration
# source: una fonte
# date: 2026-01-31
# licence: libera
# updater: chi la usa
"""


@pytest.mark.parametrize("found", translations(), ids=lambda found: found.name)
def test_each_shipped_one_is_total_and_injective(found: Translation) -> None:
    assert found.title_it
    assert translation(found.name) is found
    assert found.missing == ()
    assert found.merges == {}
    for code in found.source:
        target = found.to(code.code)
        assert target is not None
        assert found.back(target) == code.code


@pytest.mark.parametrize(("name", "code", "target", "null"), [
    ("avn_via_hl7", "01", "IM", False), ("avn_via_hl7", "02", "SQ", False), ("avn_via_hl7", "03", "IDINJ", False),
    ("avn_via_hl7", "04", "PO", False), ("avn_via_hl7", "05", "OTH", True), ("avn_via_hl7", "99", "UNK", True),
    ("avn_sito_hl7", "01", "LD", False), ("avn_sito_hl7", "02", "RD", False), ("avn_sito_hl7", "03", "LVL", False),
    ("avn_sito_hl7", "04", "RVL", False), ("avn_sito_hl7", "05", "LG", False), ("avn_sito_hl7", "06", "RG", False),
    ("avn_sito_hl7", "07", "OTH", True), ("avn_sito_hl7", "99", "UNK", True),
])  # fmt: skip
def test_the_table(name: str, code: str, target: str, null: bool) -> None:
    found = translation(name)
    assert found.to(code) == target
    assert found.is_null_flavor(target) is null


@pytest.mark.parametrize("foreign", ["LT", "RT", "LUA", "LA"])
def test_a_code_that_is_only_near_is_not_guessed(foreign: str) -> None:
    assert translation("avn_sito_hl7").back(foreign) is None


@pytest.mark.parametrize("code", ["", "1", "IM", "77", "🙂", "NI"])
def test_a_code_of_neither_list_is_refused_without_being_quoted(code: str) -> None:
    found = translation("avn_sito_hl7")
    for call in (found.to, found.back):
        with pytest.raises(UnknownCode) as refused:
            call(code)
        assert str(refused.value).endswith(("avn_sito_inoculazione", "hl7_act_site"))


def test_merging_pairs_are_known_and_not_read_back() -> None:
    found = Translation("prova", VIA, ROUTE, (Pair("01", "IM"), Pair("02", "IM"), Pair("04", "PO")))
    assert found.merges == {"IM": ("01", "02")}
    assert (found.to("01"), found.to("02"), found.back("IM"), found.back("PO")) == ("IM", "IM", None, "04")
    assert (found.to("99"), found.back("SQ"), found.missing) == (None, None, ("03", "05", "99"))


def test_the_first_of_several_pairs_is_written_and_all_are_read() -> None:
    found = Translation("prova", VIA, ROUTE, (Pair("02", "SQ"), Pair("02", "SQINFUS")))
    assert (found.to("02"), found.back("SQ"), found.back("SQINFUS")) == ("SQ", "02", "02")


def test_a_bare_oid_cannot_be_looked_into() -> None:
    found = Translation("prova", VIA, "1.2.3", (Pair("01", "x"),))
    assert (found.to("01"), found.back("x"), found.back("y")) == ("x", "01", None)


@pytest.mark.parametrize(("pairs", "nulls"), [
    ((Pair("77", "IM"),), None), ((Pair("01", "XX"),), None), ((Pair("01", "IM"), Pair("01", "IM")), None),
    ((Pair("05", "OTH"),), NULLS), ((Pair("05", "OTH", null_flavor=True),), None), ((Pair("05", "IM", null_flavor=True),), NULLS),
])  # fmt: skip
def test_pairs_outside_the_lists_are_refused(pairs: tuple[Pair, ...], nulls: object) -> None:
    with pytest.raises(InvalidCodeList):
        Translation("prova", VIA, ROUTE, pairs, nulls)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [
    "", HEADER, HEADER + "a,b,c\n", HEADER + "source,target,kind\n01,IM\n", HEADER + "source,target,kind\n01,IM,null\n",
    HEADER + "# more: x\nsource,target,kind\n01,IM,code\n", HEADER + "source,target,kind\n01,NO,code\n",
])  # fmt: skip
def test_a_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCodeList):
        parse_translation("prova", text, code_list)


def test_a_text_may_name_a_bare_oid_or_an_unknown_list() -> None:
    rows = "source,target,kind\n01,x,code\n"
    assert parse_translation("prova", HEADER.replace("hl7_route_of_administration", "1.2.3") + rows, code_list).target == "1.2.3"
    with pytest.raises(UnknownCodeList):
        parse_translation("prova", HEADER.replace("hl7_route_of_administration", "none") + rows, code_list)


@pytest.mark.parametrize("name", ["", "x", "../regioni"])
def test_an_unknown_translation_is_refused(name: str) -> None:
    with pytest.raises(UnknownCodeList, match="avn_sito_hl7"):
        translation(name)
