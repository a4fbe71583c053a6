"""The record of a patient: taking documents in, choosing for the summary, and the laws of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.documenti import esempi, esempi_scheda
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti import sezioni as s
from siss_interop.messages.documenti.acquisizione import Acquisita, Conflitto, EsitoAcquisizione, acquisisci
from siss_interop.messages.documenti.costruzione import nessuna_allergia, osservazione, terapia
from siss_interop.messages.documenti.esempi import fai
from siss_interop.messages.documenti.generico import DocumentoGenerico
from siss_interop.messages.documenti.laboratorio import RefertoLaboratorio
from siss_interop.messages.documenti.lettera import LetteraDimissione
from siss_interop.messages.documenti.narrativa import paragrafo
from siss_interop.messages.documenti.patologia import RefertoAnatomiaPatologica
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.scheda import DatoTerapia, SchedaSanitariaIndividuale, con_dato, dati, enunciato_di, marca
from siss_interop.messages.documenti.selezione import NULLA_DI_SCELTO, seleziona
from siss_interop.messages.documenti.significato import differenze, oggetto, significato
from siss_interop.messages.vaccinazioni.documenti import SchedaSingolaVaccinazione
from siss_interop.model.tipi import Id, Momento
from siss_interop.testing import messages
from tests.messages.documenti.records import empty, summaries

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def all_marked(record: SchedaSanitariaIndividuale) -> SchedaSanitariaIndividuale:
    return marca(record, *(each.id for _, each in dati(record)))


def chosen(record: SchedaSanitariaIndividuale, **more: Any) -> ProfiloSanitarioSintetico:
    return seleziona(record, id=c.id_documento("090", "090201.2024.000099"), data="20240401120000+0200", custode=p.custode(), **more)


def summary(number: int = 1, **sections: Any) -> ProfiloSanitarioSintetico:
    return fai(ProfiloSanitarioSintetico, number, **sections)


def therapies(*entries: Any) -> s.SezioneTerapie:
    return s.SezioneTerapie(voci=entries)


# ---- laws


@SLOW
@given(summaries("A", 1))
def test_twice_is_once(document: ProfiloSanitarioSintetico) -> None:
    once, first = acquisisci(empty(), document)
    twice, second = acquisisci(once, document)
    assert twice == once
    assert second.aggiunte == ()
    assert (first.conflitti, second.conflitti) == ((), ())
    assert {each.percorso for each in second.riconosciute} == {each.percorso for each in (*first.aggiunte, *first.riconosciute)}


@SLOW
@given(summaries("A", 1), summaries("A", 2))
def test_twice_is_once_after_another_document_too(one: ProfiloSanitarioSintetico, other: ProfiloSanitarioSintetico) -> None:
    before, _ = acquisisci(empty(), one)
    once, first = acquisisci(before, other)
    twice, second = acquisisci(once, other)
    assert twice == once
    assert second.aggiunte == ()
    assert second.conflitti == first.conflitti


KINDS = [ProfiloSanitarioSintetico, LetteraDimissione, RefertoLaboratorio, RefertoAnatomiaPatologica, DocumentoGenerico, SchedaSingolaVaccinazione]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_twice_is_once_for_any_document(kind: type[Documento]) -> None:
    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(messages(kind, max_items=2))
    def holds(document: Documento) -> None:
        patient = document.assistito.model_copy(update={"id": p.assistito().id})
        document = document.model_copy(update={"assistito": patient})
        once, outcome = acquisisci(empty(), document)
        assert acquisisci(once, document)[0] == once
        assert len(list(dati(once))) == len(outcome.aggiunte)
        written = siss.write(once, to="json").payload
        assert siss.read(written).message == once

    holds()


@SLOW
@given(summaries("A", 1), summaries("B", 2))
def test_order_does_not_matter_for_different_things(one: ProfiloSanitarioSintetico, other: ProfiloSanitarioSintetico) -> None:
    def taken(*documents: ProfiloSanitarioSintetico) -> SchedaSanitariaIndividuale:
        record = empty()
        for each in documents:
            record, outcome = acquisisci(record, each)
            assert outcome.conflitti == ()
        return record

    assert taken(one, other) == taken(other, one)


@SLOW
@given(summaries("A", 1), summaries("A", 2))
def test_nothing_is_overwritten_or_passed_over(one: ProfiloSanitarioSintetico, other: ProfiloSanitarioSintetico) -> None:
    before, _ = acquisisci(empty(), one)
    after, outcome = acquisisci(before, other)
    now = {(kind, each.id): enunciato_di(each) for kind, each in dati(after)}
    assert all(now[kind, each.id] == enunciato_di(each) for kind, each in dati(before))
    taken = [each.percorso for each in (*outcome.aggiunte, *outcome.riconosciute)]
    told = taken + [each.percorso for each in outcome.conflitti] + list(outcome.non_prese)
    assert len(told) == len(set(told))
    written = [
        f"{name}.voci.{at}" for name in ("allergie", "terapie", "problemi", "indagini", "stile_di_vita", "esenzioni")
        if getattr(other, name) is not None for at in range(len(getattr(other, name).voci))
    ]  # fmt: skip
    assert sorted(told) == sorted(written)


@SLOW
@given(summaries("A", 1))
def test_what_was_acquired_is_selected_with_all_its_content(document: ProfiloSanitarioSintetico) -> None:
    record, _ = acquisisci(empty(), document)
    made = chosen(all_marked(record))
    after, outcome = acquisisci(record, made)
    assert (outcome.aggiunte, outcome.conflitti) == ((), ())
    assert len(outcome.riconosciute) == len(list(dati(record)))
    assert [enunciato_di(each) for _, each in dati(after)] == [enunciato_di(each) for _, each in dati(record)]
    for each in outcome.riconosciute:
        assert each.per == "identità"


# ---- taking in


def test_a_summary_is_taken_in_item_by_item() -> None:
    record, outcome = acquisisci(empty(), esempi.profilo())
    assert len(outcome.aggiunte) == len(list(dati(record))) == 20
    assert outcome.non_prese == ("donazione_organi.testo",)
    (datum,) = record.allergie
    assert enunciato_di(datum).allergia.agenti == p.voce_allergia().allergia.agenti  # type: ignore[union-attr]  # it is an allergy
    assert (datum.marcato, datum.data, datum.autore) == (False, esempi.profilo().data, p.autore())
    assert [source.documento for source in datum.fonti] == [esempi.profilo().id]


def test_links_to_the_narrative_become_its_words() -> None:
    (datum,) = acquisisci(empty(), esempi.profilo())[0].terapie
    text = enunciato_di(datum).testo
    assert text.riferimento is None
    assert "FARMACO DI ESEMPIO" in text.parole


def test_a_letter_tells_of_what_is_known_and_more() -> None:
    record, _ = acquisisci(empty(), esempi.profilo())
    after, outcome = acquisisci(record, esempi.lettera())
    assert Acquisita("allergie.voci.0", "allergie", record.allergie[0].id, "identità") in outcome.riconosciute
    assert [each.documento for each in after.allergie[0].fonti] == [esempi.profilo().id, esempi.lettera().id]
    (conflict,) = outcome.conflitti
    assert (conflict.percorso, conflict.ambito, conflict.per) == ("terapia.voci.0", "terapie", "oggetto")
    assert conflict.differenze == ("contenuti", "fornitura")
    assert "istruzioni.testo" in outcome.non_prese
    codes = [each.code for each in outcome.report]
    assert codes.count("SSI-002") == 1
    assert codes.count("SSI-003") == len(outcome.non_prese)


def test_the_same_thing_without_a_common_identifier_is_recognised_by_its_meaning() -> None:
    record, _ = acquisisci(empty(), summary(1, terapie=therapies(terapia(p.cura().farmaco, dal="20240301", id=p.id_voce(1)))))  # type: ignore[arg-type]  # it has one
    labelled = p.cura().farmaco.model_copy(update={"codice": p.cod("035606033", f"{p.IT}.6.1.5", "Altro nome")})  # type: ignore[union-attr]  # as above
    _, outcome = acquisisci(record, summary(2, terapie=therapies(terapia(labelled, dal="20240301", id=p.id_voce(2)))))
    assert [each.per for each in outcome.riconosciute] == ["significato"]


def test_one_identity_with_another_content_is_a_conflict_that_the_doctor_settles() -> None:
    one = osservazione(p.loinc("1", "X"), c.quantita("1", "mg"), quando="2024", id=p.id_voce(1))
    other = osservazione(p.loinc("1", "X"), c.quantita("2", "mg"), quando="2024", id=p.id_voce(1))
    record, _ = acquisisci(empty(), summary(1, stile_di_vita=s.SezioneOsservazioni(voci=(one,))))
    same, outcome = acquisisci(record, summary(2, stile_di_vita=s.SezioneOsservazioni(voci=(other,))))
    assert same == record
    (found,) = outcome.conflitti
    assert isinstance(found, Conflitto)
    assert (found.per, found.differenze) == ("identità", ("valori.0.valore",))
    settled = con_dato(same, found.ambito, found.proposta)
    assert [enunciato_di(each).valori for each in settled.stile_di_vita] == [(c.quantita("2", "mg"),)]
    assert acquisisci(settled, summary(2, stile_di_vita=s.SezioneOsservazioni(voci=(other,))))[1].conflitti == ()


def test_no_known_allergy_and_an_allergy_contradict_each_other() -> None:
    none = nessuna_allergia(p.cod("716186003", "2.16.840.1.113883.6.96", "Nessuna allergia nota"), dal="2024", id=p.id_voce(90))
    with_none, without = (summary(at, allergie=s.SezioneAllergie(voci=(entry,))) for at, entry in ((1, none), (2, p.voce_allergia())))
    for first, second in ((with_none, without), (without, with_none)):
        record, _ = acquisisci(empty(), first)
        after, outcome = acquisisci(record, second)
        assert after == record
        assert [(each.per, each.differenze) for each in outcome.conflitti] == [("oggetto", ())]


def test_an_identifier_that_several_items_bear_identifies_none() -> None:
    entries = [osservazione(p.loinc(code, "X"), "sì", quando="2024", id=p.id_voce(1)) for code in ("1", "2")]
    record, outcome = acquisisci(empty(), summary(1, stile_di_vita=s.SezioneOsservazioni(voci=tuple(entries))))
    assert len(outcome.aggiunte) == 2
    assert p.id_voce(1) not in [each.id for _, each in dati(record)]


def test_what_is_asked_for_is_planned() -> None:
    asked = p.cura("RQO", None)
    _, outcome = acquisisci(empty(), summary(1, terapie=therapies(asked)))
    assert [each.ambito for each in outcome.aggiunte] == ["terapie"]  # the section of a summary decides
    _, outcome = acquisisci(empty(), esempi.specialistica())
    assert {each.percorso: each.ambito for each in outcome.aggiunte}["accertamenti.voci.0"] == "piano_di_cura"


def test_documents_of_somebody_else_are_refused() -> None:
    record = empty().model_copy(update={"assistito": p.assistito().model_copy(update={"id": c.ids(p.MEDICO)})})
    with pytest.raises(siss.Refused) as refused:
        acquisisci(record, esempi.profilo())
    assert [each.code for each in refused.value.report] == ["SSI-001"]


def test_an_outcome_without_anything_reports_nothing() -> None:
    assert EsitoAcquisizione().report.issues == ()


# ---- the record


def test_the_record_as_json() -> None:
    record = esempi_scheda.scheda()
    payload = siss.write(record, to="json").payload
    assert siss.read(payload).message == record
    with pytest.raises(siss.UnknownMessage, match="seleziona"):
        siss.write(record, to="cda")


def test_order_of_data_is_no_part_of_the_record() -> None:
    record = esempi_scheda.scheda()
    data = record.piano_di_cura
    assert len(data) > 1
    assert record.model_copy(update={"piano_di_cura": data[::-1]}) == record
    with pytest.raises(ValidationError):
        record.model_copy(update={"piano_di_cura": (data[0], data[0])})


def test_marking() -> None:
    record = esempi_scheda.scheda()
    wanted = record.allergie[0].id
    assert not marca(record, wanted, marcato=False).allergie[0].marcato
    assert marca(marca(record, wanted, marcato=False), wanted).allergie[0].marcato
    with pytest.raises(KeyError):
        marca(record, Id(radice="2.25.99"))
    with pytest.raises(KeyError):
        con_dato(record, "altro", record.allergie[0])
    with pytest.raises(ValidationError):
        con_dato(record, "terapie", record.allergie[0])


# ---- choosing


def test_only_what_is_marked_is_selected_and_it_says_where_it_comes_from() -> None:
    record = esempi_scheda.scheda()
    made = chosen(record)
    marked = [kind for kind, each in dati(record) if each.marcato]
    held = [name for name in ProfiloSanitarioSintetico.model_fields if getattr(getattr(made, name), "voci", None)]
    assert held == list(dict.fromkeys(marked))
    assert made.allergie is not None
    (entry,) = made.allergie.voci
    assert [link.documento.id for link in entry.rimandi if link.documento is not None] == [(esempi.profilo().id,)]
    assert entry.autori == (p.autore(),)
    assert [each.code for each in siss.validate(made)] == []


def test_a_section_for_which_nothing_is_marked_says_so() -> None:
    made = chosen(empty())
    assert made.allergie is not None
    assert made.allergie.voci == ()
    assert NULLA_DI_SCELTO in siss.html(made)
    assert made.vaccinazioni is None


def test_a_summary_needs_an_author() -> None:
    nobody = empty().model_copy(update={"medico": None})
    with pytest.raises(ValueError, match="author"):
        chosen(nobody)
    assert chosen(nobody, autore=p.autore()).autori == (p.autore(),)


def test_what_is_selected_is_officially_valid(conformance: Path) -> None:
    pytest.importorskip("saxonche", reason="the extra 'schematron' is not installed")
    record = empty()
    for document in (esempi.profilo(), esempi.lettera(), esempi.radiologia()):
        record, _ = acquisisci(record, document)
    made = chosen(all_marked(record), firmatario=p.firmatario(), servizi=(p.servizio(),))
    payload = siss.write(made, to="cda").payload
    found = RulePack(conformance / "cda").check(payload)
    assert [each.text("en") for each in found if each.severity is siss.Severity.ERROR] == []
    assert siss.read(payload).message == made


# ---- meaning


def test_meaning_leaves_out_how_it_is_written() -> None:
    one = osservazione(p.loinc("1", "Un nome"), c.quantita("1.50", "mg"), quando="2024", id=p.id_voce(1))
    other = osservazione(p.loinc("1", "Un altro"), c.quantita("1.5", "mg"), quando="2024")
    assert significato(one) == significato(other)
    third = osservazione(p.loinc("1", "Un nome"), c.quantita("1.5", "g"), quando="2024")
    assert list(differenze(significato(one), significato(third))) == ["valori.0.unita"]
    assert oggetto(one) == oggetto(third)


def test_numbers_without_end_are_compared_as_written() -> None:
    assert significato(c.quantita("1e999999999", "mg")) != significato(c.quantita("1e999999998", "mg"))
    assert significato(c.quantita("0.0", "mg")) == significato(c.quantita("0", "mg"))


def test_a_datum_of_ones_own() -> None:
    own = DatoTerapia(id=p.id_voce(77), data=Momento(valore="20240501"), autore=p.autore(), enunciato=p.cura())
    record = con_dato(empty(), "terapie", own)
    assert record.terapie == (own,)
    _, outcome = acquisisci(record, summary(1, terapie=therapies(p.cura(number=3))))
    assert [(each.dato, each.per) for each in outcome.riconosciute] == [(own.id, "significato")]


def test_words_for_what_the_record_holds_without_any_are_no_conflict() -> None:
    def entry(**more: Any) -> s.SezioneOsservazioni:
        made = osservazione(c.codice("loinc", "1"), quando="2024", id=p.id_voce(1)).model_copy(update={"codice": None, **more})
        return s.SezioneOsservazioni(testo=paragrafo("x"), voci=(made,))

    record, _ = acquisisci(empty(), summary(1, stile_di_vita=entry()))
    _, outcome = acquisisci(record, summary(2, stile_di_vita=entry(testo=c.testo("Fuma"))))
    assert [each.per for each in outcome.riconosciute] == ["identità"]
    known, _ = acquisisci(empty(), summary(1, stile_di_vita=entry(testo=c.testo("Non fuma"))))
    _, outcome = acquisisci(known, summary(2, stile_di_vita=entry(testo=c.testo("Fuma"))))
    assert [each.differenze for each in outcome.conflitti] == [("testo",)]
