"""The states of the SIV flow: histories and coverage. The figures of the example files were worked out by hand, from the comments in the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from siss_interop import read_all, validate, write
from siss_interop.errors import Refused
from siss_interop.ledger import Builder, flow, fold
from siss_interop.messages.comune.persone import Autore, Custode
from siss_interop.messages.vaccinazioni.conversione import DatiAssistito, Intestazione, eventi
from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale
from siss_interop.messages.vaccinazioni.eventi import IdentificativoAssistito, Persona
from siss_interop.messages.vaccinazioni.registro import Copertura, Storia, coperture, storia, storie
from siss_interop.model.base import Message
from siss_interop.model.tipi import Id, Momento, Nome
from tests.ledger.making import ADA, CIFRATO, NESSUNO, UGO, fatta, mancata, scheda

SIV = flow("siv")
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "vaccinazioni" / "registro").glob("*.xml"))
ESAVALENTE = ("02", "06", "10", "29", "33", "37")

GEMMA, GINO, TEO, IVO, ZOE, NINA, LIA = (
    IdentificativoAssistito(genere="CF", codice=code)
    for code in (
        "PRVGMM23E50D612J", "PRVGNI23E10D612D", "FTTTEO12C03E625G", "CMPVIO10P09D612S", "FRSZOE90D44F205Q", "SNZNNI71B60D612I", "NVNLIA52L70D612M",
    )
)  # fmt: skip
MAX = IdentificativoAssistito(genere="TEAM", codice="X123456789", tessera="80276000900999999999")


@pytest.fixture(scope="module")
def registro() -> Builder:
    """The ledger of the example files, in their order."""
    assert len(EXAMPLES) == 3
    made, number = Builder(SIV), 0
    for path in EXAMPLES:
        for found in read_all(path):
            assert found.message is not None
            assert validate(found).ok
            number += 1
            made.apply(found.message, received=number)
    assert number == 11 + 20 + 9
    return made


def doses(found: Storia) -> list[tuple[str, str, int]]:
    return [(dose.data.isoformat(), dose.antigene, dose.dose) for dose in found.dosi]


def codes(found: Storia) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in found.report]


# --- the examples ---------------------------------------------------------------------------------


def test_gemma_has_two_doses_of_the_esavalente_and_one_of_pneumococcus(registro: Builder) -> None:
    # file 2: events 1 (esavalente, 12 July), 2 (pneumococco, 12 July) and 3 (esavalente dose 2, 13 September); file 3 corrects the lot of event 1
    first, second = "2023-07-12", "2023-09-13"
    found = storia(registro, GEMMA)
    assert doses(found) == sorted([(first, antigen, 1) for antigen in (*ESAVALENTE, "31")]) + [(second, antigen, 2) for antigen in ESAVALENTE]
    assert found.dosi[0].evento.lotto == "L002"
    # of the pneumococco dose 1 is the last, of the esavalente dose 2
    assert [(due.data.isoformat(), due.antigene, due.dopo_dose) for due in found.prossime] == [
        ("2023-09-12", "31", 1), *(("2024-04-10", antigen, 2) for antigen in ESAVALENTE),
    ]  # fmt: skip
    assert found.prossima == date(2023, 9, 12)
    assert codes(found) == []


def test_gino_is_told_from_his_twin_and_his_dose_has_moved_to_the_day_after(registro: Builder) -> None:
    # file 2: events 4 (esavalente, 12 July) and 5 (rotavirus, 12 July); file 3 sends event 4 again, dated 13 July
    found = storia(registro, GINO)
    assert doses(found) == [("2023-07-12", "36", 1), *(("2023-07-13", antigen, 1) for antigen in ESAVALENTE)]


def test_ada_has_three_antigens_of_december_and_not_four(registro: Builder) -> None:
    # file 2: events 6 (esavalente) and 7 (four antigens: 23, 28, 35 and varicella 40); file 3 replaces the latter by three
    found = storia(registro, ADA)
    assert doses(found)[6:] == [("2024-12-03", antigen, 1) for antigen in ("23", "28", "35")]
    assert len(found.dosi) == 6 + 3


def test_ugo_is_taken_back_and_sent_again(registro: Builder) -> None:
    # file 3, events 4 and 5: cancelled by the local id, sent again for 28 October
    assert doses(storia(registro, UGO)) == [("2024-10-28", "16", 1)]


def test_the_dead_have_no_next_dose(registro: Builder) -> None:
    # file 2, event 9 says that the next dose is due in October 2025; file 1, event 5 that she died in December 2024
    found = storia(registro, LIA)
    assert doses(found) == [("2024-10-21", "16", 1)]
    assert (found.prossime, found.prossima) == ((), None)


def test_an_omission_that_is_made_good_is_superseded(registro: Builder) -> None:
    # file 2, events 10 (not given, 5 February), 11 (given after all, 18 March) and 12 (dose 2, 20 September)
    found = storia(registro, TEO)
    assert doses(found) == [("2024-03-18", "26", 1), ("2024-09-20", "26", 2)]
    assert [(omission.motivazione, omission.superata) for omission in found.omissioni] == [("10", True)]
    # event 21 of all is event 10 of file 2: eleven came before it
    assert codes(found) == [("SIV-R97", "omissioni[0]")]
    assert found.numero(found.report.issues[0]) == 11 + 10
    # dose 2 names no next one, and what dose 1 said is settled
    assert found.prossime == ()
    assert len(found.eventi()) == 2


def test_an_exemption_stands(registro: Builder) -> None:
    # file 2, event 13
    found = storia(registro, IVO)
    assert (found.dosi, [(each.motivazione, each.superata) for each in found.omissioni]) == ((), [("02", False)])
    assert len(found.eventi()) == 1


def test_who_has_nothing_any_more(registro: Builder) -> None:
    # file 3, event 6 names two records of three, and the whole event goes; the record of the person stays
    found = storia(registro, ZOE)
    assert (found.dosi, found.omissioni) == ((), ())
    assert found.scheda is not None


def test_other_identifiers(registro: Builder) -> None:
    # Max (file 2, event 17) shows a new card: the same person; Nina (events 20 of file 2 and 9 of file 3) has no record of the person
    assert doses(storia(registro, MAX)) == [("2024-08-01", "34", 1)]
    nina = storia(registro, NINA)
    assert doses(nina) == [("2024-11-06", "16", 1), *(("2025-01-15", antigen, 1) for antigen in ("02", "29", "37"))]
    assert nina.scheda is None
    # without an identifier: one event stands (file 2, 18) and one was taken back (19), but they make no history
    assert codes(storia(registro, NESSUNO)) == [("LED-103", "")]


def test_all_histories(registro: Builder) -> None:
    # eleven with a record of the person, and Nina
    found = list(storie(registro))
    assert len(found) == 12
    # 13 Gemma, 7 Gino, 9 Ada, 1 Ugo, 1 Lia, 2 Teo, 0 Ivo, 0 Zoe, 1 Sam, 3 Ena, 1 Max, 4 Nina
    assert sum(len(each.dosi) for each in found) == 13 + 7 + 9 + 1 + 1 + 2 + 0 + 0 + 1 + 3 + 1 + 4
    assert all(storia(registro, each.assistito) == each for each in found)


def test_coverage_of_the_examples(registro: Builder) -> None:
    expected: dict[tuple[str, int, str | None, int | None, bool | None], int] = {}
    for antigen in ESAVALENTE:
        expected[antigen, 1, "090201", 2023, True] = 2  # Gemma and Gino
        expected[antigen, 1, "090202", 2023, True] = 1  # Ada
        expected[antigen, 2, "090201", 2023, True] = 1  # Gemma
    for antigen in ("02", "29", "37"):
        expected[antigen, 1, "090202", 1978, True] = 1  # Ena: that she lives in the region says the record of the person
        expected[antigen, 1, "090202", None, True] = 1  # Nina, of whom there is no record; Zoe's was taken back
    for antigen in ("23", "28", "35"):
        expected[antigen, 1, "090202", 2023, True] = 1  # Ada; the varicella is no longer claimed
    expected["31", 1, "090201", 2023, True] = 1  # Gemma
    expected["36", 1, "090201", 2023, True] = 1  # Gino
    expected["16", 1, "090201", 1950, True] = 1  # Ugo
    expected["16", 1, "090201", 1952, True] = 1  # Lia
    expected["16", 1, "090201", 1985, False] = 1  # Sam, with an STP
    expected["16", 1, "090201", None, False] = 1  # the one without an identifier who was not taken back
    expected["16", 1, "090202", None, True] = 1  # Nina
    expected["26", 1, "090203", 2012, True] = 1  # Teo
    expected["26", 2, "090203", 2012, True] = 1  # Teo
    expected["34", 1, "090203", 1999, False] = 1  # Max, from abroad
    rows = coperture(registro)
    assert {(row.antigene, row.dose, row.azienda, row.coorte, row.residente): row.dosi for row in rows} == expected
    # the doses of the histories (43 without Nobody's one is 42), and Nobody's one
    assert sum(row.dosi for row in rows) == 42 + 1


# --- one thing at a time --------------------------------------------------------------------------


def of(*events: Message, who: Persona = ADA) -> Storia:
    return storia(fold(SIV, events)[0], who)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((fatta("2024-03-01", [("02", 1)]), fatta("2024-04-01", [("02", 2)])), []),
        ((fatta("2024-03-01", [("02", 2)]), fatta("2024-04-01", [("02", 1)])), [("SIV-R93", "dosi[0]")]),
        ((fatta("2024-03-01", [("02", 2)]), fatta("2024-03-01", [("02", 1)])), []),
        ((fatta("2024-03-01", [("02", 2)]), fatta("2024-04-01", [("06", 1)])), []),
        ((fatta("2024-03-01", [("02", 3)]), fatta("2024-04-01", [("02", 2)]), fatta("2024-05-01", [("02", 1)])),
         [("SIV-R93", "dosi[0]"), ("SIV-R93", "dosi[1]")]),
        ((fatta("2024-03-01", [("02", 1)]), fatta("2024-04-01", [("02", 1)])), [("LED-102", "dosi[1]")]),
        ((mancata("2024-03-01", "02", 1), fatta("2024-03-01", [("02", 1)])), [("SIV-R97", "omissioni[0]")]),
        ((fatta("2024-02-29", [("02", 1)]), mancata("2024-03-01", "02", 1)), [("LED-101", "omissioni[0]")]),
        ((mancata("2024-03-01", "02", 2), fatta("2024-03-01", [("02", 1)])), []),
        ((scheda(born="2024-03-02"), fatta("2024-03-01", [("02", 1)])), [("SIV-R94", "dosi[0]")]),
        ((scheda(born="2024-03-01"), fatta("2024-03-01", [("02", 1)])), []),
        ((scheda(data_decesso=date(2024, 2, 29)), fatta("2024-03-01", [("02", 1)])), [("SIV-R95", "dosi[0]")]),
        ((scheda(born="1899-03-01"), fatta("2024-03-01", [("02", 1)])), []),
        ((scheda(born="1899-02-28"), fatta("2024-03-01", [("02", 1)])), [("SIV-R96", "dosi[0]")]),
    ],
)  # fmt: skip
def test_what_is_odd_in_a_history(events: tuple[Message, ...], expected: list[tuple[str, str]]) -> None:
    for order in (events, events[::-1]):
        found = of(*order)
        assert codes(found) == expected
        assert all("?" not in each.text(lang) for each in found.report for lang in ("it", "en"))
        assert all(found.numero(each) for each in found.report)


def test_an_opaque_identifier_is_a_person_of_its_own() -> None:
    assert doses(of(fatta("2024-03-01", [("02", 1)], CIFRATO), fatta("2024-03-02", [("02", 1)]), who=CIFRATO)) == [("2024-03-01", "02", 1)]


def test_a_person_is_one_across_regions() -> None:
    found = of(scheda(codice_regione="090"), scheda(codice_regione="030", born="1999-01-01"), fatta("2024-03-01", [("02", 1)], codice_regione="090"))
    assert found.scheda is not None
    assert found.scheda.codice_regione == "030"
    twice = of(fatta("2024-03-01", [("02", 1)]), fatta("2024-03-01", [("02", 1)], codice_regione="030"))
    assert codes(twice) == [("LED-102", "dosi[1]")]


def test_coverage_takes_cohort_and_residence_from_the_record_of_the_same_region() -> None:
    here, there = scheda(born="2020-05-05"), scheda(born="2019-05-05", codice_regione="030", regione_residenza="030")
    dose = fatta("2024-03-01", [("02", 1)])
    row = Copertura("02", 1, None, 2020, True, 1)
    assert coperture(fold(SIV, (dose, here, there))[0]) == (row,)
    # what another region says of the residence says nothing here
    assert coperture(fold(SIV, (dose, there))[0]) == (Copertura("02", 1, None, 2019, None, 1),)
    assert coperture(fold(SIV, (dose,))[0]) == (Copertura("02", 1, None, None, None, 1),)
    assert coperture(fold(SIV, (fatta("2024-03-01", [("02", 1)], residente=False), here))[0])[0].residente is False
    assert coperture(fold(SIV, ())[0]) == ()


def test_a_history_of_thousands_takes_no_square_time() -> None:
    made = Builder(SIV)
    for number in range(20_000):
        day = date.fromordinal(date(1950, 1, 1).toordinal() + number)
        made.apply(fatta(day.isoformat(), [("02", 1 + number % 99)]), received=number)
    assert len(storia(made, ADA).report) > 20_000


# --- as a document --------------------------------------------------------------------------------


def heading() -> Intestazione:
    written = Momento(valore="20250301093000+0100")
    author = Autore(momento=written, id=(Id(radice="2.16.840.1.113883.2.9.4.3.2", estensione="PRVLCU70A01D612E"),), nome=Nome.di("Luca", "Prova"))
    keeper = Custode(id=(Id(radice="2.16.840.1.113883.2.9.4.1.1", estensione="090203"),), nome="Azienda di prova")
    person = DatiAssistito.model_validate({"nome": Nome.di("Teo", "Fittizi"), "sesso": "M", "nascita": Momento(valore="20120303")})
    return Intestazione(
        id=Id(radice="2.16.840.1.113883.2.9.2.90.4.4", estensione="000001"), data=written, autori=(author,), custode=keeper, assistito=person
    )


def test_a_history_is_a_certificate_too(registro: Builder) -> None:
    found = storia(registro, TEO)
    document, losses = found.certificato(heading())
    assert isinstance(document, CertificatoVaccinale)
    assert not losses
    assert validate(document).ok
    assert write(document, to="cda").payload
    # the superseded omission is not in it, the two doses are
    told = eventi(document)[0]
    assert [each.data_somministrazione for each in told if hasattr(each, "data_somministrazione")] == [date(2024, 3, 18), date(2024, 9, 20)]
    assert len(told) == 2


def test_a_certificate_of_one_event_is_a_certificate(registro: Builder) -> None:
    document, losses = storia(registro, IVO).certificato(heading())
    assert isinstance(document, CertificatoVaccinale)
    assert [loss.kind for loss in losses] == ["ASSUMED"]


def test_of_nothing_no_certificate_is_made(registro: Builder) -> None:
    with pytest.raises(Refused) as caught:
        storia(registro, ZOE).certificato(heading())
    assert [found.code for found in caught.value.report] == ["CONV-003"]
