"""Documents made afresh: few words, the narrative made from the entries, valid under the official rules; and new versions of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.ids import InvalidId
from siss_interop.issues import Severity
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.narrativa import Narrativa, Nodo
from siss_interop.messages.comune.parole import data_italiana
from siss_interop.messages.vaccinazioni import esempi
from siss_interop.messages.vaccinazioni.costruzione import certificato, mancata_vaccinazione, prodotto, sostituisce, vaccinazione
from siss_interop.messages.vaccinazioni.documenti import DocumentoVaccinale, Vaccinazione
from siss_interop.messages.vaccinazioni.narrativa import collegate, narrativa
from siss_interop.model.tipi import Codice, Momento, Periodo, Quando, Quantita

TUTTI = (esempi.scheda_singola, esempi.certificato, esempi.scheda_singola_ricca, esempi.scheda_singola_sostituzione, esempi.certificato_ricco)


def _cells(node: Nodo) -> list[str]:
    """All texts of a narrative, in order."""
    return [text for item in node.contenuto for text in ([item] if isinstance(item, str) else _cells(item))]


@pytest.mark.parametrize("make", TUTTI, ids=lambda make: make.__name__)
def test_what_is_made_is_officially_valid(make: Callable[[], DocumentoVaccinale], conformance: Path) -> None:
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    doc = make()
    payload = siss.write(doc, to="cda").payload
    found = RulePack(conformance / "cda").check(payload)
    assert [each.text("en") for each in found if each.severity is Severity.ERROR] == []
    assert siss.read(payload).message == doc


@pytest.mark.parametrize("make", TUTTI, ids=lambda make: make.__name__)
def test_what_is_made_breaks_no_rule(make: Callable[[], DocumentoVaccinale]) -> None:
    assert [each.text("en") for each in siss.validate(make())] == []


def test_a_first_version_is_the_first_of_its_set() -> None:
    doc = esempi.scheda_singola()
    assert (doc.insieme, doc.versione, doc.precedenti) == (doc.id, "1", ())


def test_a_replacement_names_what_it_replaces() -> None:
    first, second = esempi.scheda_singola_ricca(), esempi.scheda_singola_sostituzione()
    assert (second.insieme, second.versione) == (first.id, "2")
    (earlier,) = second.precedenti
    assert (earlier.relazione, earlier.id, earlier.insieme, earlier.versione) == ("RPLC", (first.id,), first.id, "1")


def test_a_second_replacement_replaces_the_first_one() -> None:
    second = esempi.scheda_singola_sostituzione()
    third = sostituisce(second.model_copy(update={"id": c.id_documento("090", "terzo")}), second)
    assert (third.versione, third.insieme, len(third.precedenti), third.precedenti[0].versione) == ("3", second.insieme, 1, "2")
    assert siss.validate(third).ok


def test_a_replacement_needs_an_identifier_of_its_own_and_a_number_to_go_on_from() -> None:
    first = esempi.scheda_singola()
    with pytest.raises(ValueError, match="identifier of its own"):
        sostituisce(first, first)
    with pytest.raises(ValueError, match="not a number"):
        sostituisce(first.model_copy(update={"id": c.id_documento("090", "x")}), first.model_copy(update={"versione": "bozza"}))


def test_the_narrative_says_what_the_entries_say_and_no_more() -> None:
    doc = esempi.scheda_singola()
    assert isinstance(doc.sezione.testo, Narrativa)
    assert _cells(doc.sezione.testo) == [
        "Scheda della singola Vaccinazione", "Data", "Esito", "Vaccino", "Quantità", "Via di somministrazione", "Sede anatomica",
        "12/03/2024", "Somministrata", "VACCINO INFLUENZALE DI ESEMPIO", "0,5 mL", "Iniezione, intramuscolare", "braccio sinistro",
    ]  # fmt: skip


def test_every_value_that_a_person_needs_is_in_the_narrative() -> None:
    doc = esempi.certificato_ricco()
    assert doc.sezione.testo is not None
    said = " | ".join(_cells(doc.sezione.testo))
    for wanted in (
        "15/05/2012", "06/11/2023 10:15", "ESEMPIO-A1", "Operatore sanitario", "Febbre (dal 07/11/2023 al 08/11/2023)", "fino al 30/06/2024",
        "Non somministrata", "Esonerato in maniera temporanea per motivi di salute o altra causa (dal 12/03/2024 al 12/09/2024)", "Varicella",
        "Somministrata dopo colloquio con il medico curante.",
    ):  # fmt: skip
        assert wanted in said


def test_entries_point_at_their_row_and_cells() -> None:
    doc = esempi.certificato_ricco()
    voce = doc.sezione.voci[2]
    assert isinstance(voce, Vaccinazione)
    links = [each.riferimento.valore for each in (voce.testo, voce.reazioni[0].testo, voce.malattie[0].testo) if each and each.riferimento]
    assert links == ["#voce3", "#voce3-reazioni", "#voce3-malattie"]


def test_a_text_that_an_entry_has_stays() -> None:
    voce = vaccinazione("20240312", prodotto("099999017", "VACCINO")).model_copy(update={"testo": c.testo("già detto")})
    assert collegate([voce])[0].testo == c.testo("già detto")


@pytest.mark.parametrize(
    ("quando", "said"),
    [
        (Momento(valore="20240312"), "12/03/2024"),
        (Momento(valore="20240312103000+0100"), "12/03/2024 10:30"),
        (Momento(valore="202403"), "03/2024"),
        (Momento(valore="2024"), "2024"),
        (Momento(valore="2024031210"), "12/03/2024"),
        (Momento(nullo="UNK"), "sconosciuto"),
        (Periodo(inizio=Momento(valore="20240101")), "dal 01/01/2024"),
        (Periodo(fine=Momento(valore="20240101")), "fino al 01/01/2024"),
        (Periodo(centro=Momento(valore="20240101")), "01/01/2024"),
        (Periodo(durata=Quantita(valore="2", unita="d")), "per 2 d"),
        (None, ""),
    ],
)
def test_dates_are_italian(quando: Quando | None, said: str) -> None:
    assert data_italiana(quando) == said


def test_a_code_without_label_is_shown_as_it_is() -> None:
    voce = vaccinazione("20240312", prodotto("099999017"), via=Codice(codice="X", sistema="1.2.3"), malattie=[Codice(nullo="UNK")])
    assert _cells(narrativa([voce]))[-4:] == ["Somministrata", "099999017 (AIC)", "sconosciuto", "X"]


def test_labels_come_from_our_lists() -> None:
    assert c.sesso("F") == Codice(codice="F", sistema="2.16.840.1.113883.5.1", nome_sistema="HL7 AdministrativeGender", descrizione="Femmina")
    assert c.codice("2.16.840.1.113883.2.9.6.1.56.4", "16").descrizione == "Influenza Tetravalente Inattivato"
    assert c.loinc("11369-6").descrizione is None


def test_an_unknown_system_or_register_is_refused() -> None:
    with pytest.raises(ValueError, match="no such code system"):
        c.codice("nessuno", "1")
    with pytest.raises(ValueError, match="no such register"):
        c.identificativo("nessuno", "1")
    with pytest.raises(ValueError, match="three digits"):
        c.id_documento("90", "1")


def test_identifiers_are_compact_and_of_their_form() -> None:
    assert c.codice_fiscale("rss mra 80a41 h501y").estensione == "RSSMRA80A41H501Y"
    assert [each.radice for each in c.team("80380 00090 0123456789", "A 1")] == ["2.16.840.1.113883.2.9.4.3.7", "2.16.840.1.113883.2.9.4.3.3"]
    assert c.id_documento("090", "1").autorita == "Regione Toscana"
    assert [c.stp("STP0900011234567").radice, c.eni("ENI0900011234567").radice] == ["2.16.840.1.113883.2.9.4.3.17", "2.16.840.1.113883.2.9.4.3.18"]
    assert c.ricetta("090A02205783394").id == (c.nre("090A0 2205783394"),)


@pytest.mark.parametrize("make", [c.codice_fiscale, c.stp, c.eni, c.azienda, c.struttura, c.partita_iva, c.nre])
def test_an_identifier_of_another_form_is_refused(make: Callable[[str], object]) -> None:
    with pytest.raises(InvalidId):
        make("X")


def test_times_may_be_python_or_hl7() -> None:
    at = datetime(2024, 3, 12, 10, 30, tzinfo=UTC)
    assert [c.momento(each).valore for each in (date(2024, 3, 12), at, "202403", Momento(valore="2024"))] == [
        "20240312", "20240312103000+0000", "202403", "2024",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="valore"):
        c.momento("12/03/2024")


def test_half_a_period_of_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="beginning and an end"):
        mancata_vaccinazione("20240312", "VACCINO", "03", dal="20240312")


def test_people_without_a_tax_code() -> None:
    found: DocumentoVaccinale = esempi.certificato()
    for chi in (c.stp("STP0900011234567"), c.eni("ENI0900011234567"), c.team("80380000900123456789", "A123"), c.regionale("090", "123")):
        doc = certificato(
            [mancata_vaccinazione("20240312", "VACCINO", "03")], id=found.id, data=found.data, autore=found.autori, custode=found.custode,
            assistito=c.assistito(chi, "Amina", "Prova", sesso="F", nascita="1990"),
        )  # fmt: skip
        assert siss.validate(doc).ok
