"""Events become documents and come back the same; documents become the events that they can tell, and say what they cannot."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import siss_interop as siss
from siss_interop.check.rules import check_message
from siss_interop.errors import Refused, Unreadable
from siss_interop.issues import Severity
from siss_interop.losses import LossKind, LossReport
from siss_interop.messages import catalogue
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.persone import Autore, Custode, Esecutore
from siss_interop.messages.comune.testata import DocumentoPrecedente
from siss_interop.messages.vaccinazioni import esempi
from siss_interop.messages.vaccinazioni.conversione import DatiAssistito, Intestazione, documento, eventi
from siss_interop.messages.vaccinazioni.conversione.voci import Evento
from siss_interop.messages.vaccinazioni.costruzione import vaccinazione
from siss_interop.messages.vaccinazioni.documenti import (
    CertificatoVaccinale,
    DatoLocale,
    DocumentoVaccinale,
    Malattia,
    SchedaSingolaVaccinazione,
    Vaccinazione,
)
from siss_interop.messages.vaccinazioni.eventi import (
    IdentificativoAssistito,
    IdentificativoCifrato,
    Operatore,
    Persona,
    PrincipioVaccinale,
    ReazioneAvversa,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.model.tipi import Id, Nome, ValoreCodificato
from siss_interop.testing import messages
from tests.laws.plans import fresh
from tests.laws.single import one_at_a_time
from tests.laws.trying import trying

MARIA = IdentificativoAssistito(genere="CF", codice="RSSMRA80E54D612P")
MEDICO = "BNCNNA71C42D612K"
ALTRO_ID = c.regionale("090", "TOSCANA-1")
INTESTAZIONE = Intestazione(
    id=c.id_documento("090", "090201.2024.000001"), data=c.momento("20240313100000+0100"),
    assistito=DatiAssistito(nome=Nome.di("Maria", "Rossi"), sesso=c.sesso("F"), nascita=c.momento("19800514")),
    autori=(Autore(momento=c.momento("20240313100000+0100"), id=(c.codice_fiscale(MEDICO),), nome=Nome.di("Anna", "Bianchi")),),
    custode=Custode(id=(c.azienda("090201"),), nome="Azienda USL di esempio"),
)  # fmt: skip


def con_id(*ids: Id) -> Intestazione:
    """The header, with identifiers of the patient."""
    assert INTESTAZIONE.assistito is not None
    return INTESTAZIONE.model_copy(update={"assistito": INTESTAZIONE.assistito.model_copy(update={"id": ids})})


def fatta(**altro: Any) -> VaccinazioneEffettuata:
    """A vaccination of one antigen, with all that the register wants."""
    return VaccinazioneEffettuata.model_validate(
        {
            "codice_regione": "090", "assistito": MARIA, "id_evento_locale": "L-1", "tipo_operazione": "I", "azienda": "090201", "residente": True,
            "data_ora_evento": "2024-03-12T10:30:00+01:00", "tipo_erogatore": "2", "codice_struttura": "090201", "cod_condizione_sanitaria": "00",
            "cod_categoria_rischio": "02", "codice_aic": "099999017", "codice_atc": "J07BB02", "denominazione": "VACCINO DI ESEMPIO",
            "cod_tipo_formulazione": "01", "via_somministrazione": "01", "lotto": "ESEMPIO-A1", "data_scadenza": date(2025, 1, 31),
            "modalita_pagamento": "01", "data_somministrazione": date(2024, 3, 12), "sito_inoculazione": "01", "comune_somministrazione": "048017",
            "asl_somministrazione": "201", "regione_somministrazione": "090", "stato_somministrazione": "IT",
            "principi": (PrincipioVaccinale(cod_antigene="16", dose=1),), "operatore": Operatore(codice_fiscale=MEDICO, ruolo="MEDICO"),
            "data_prossima_dose": date(2025, 3, 12), "fine_copertura": date(2024, 9, 30),
            "reazioni": (ReazioneAvversa(codice="780.6", descrizione="Febbre", inizio=date(2024, 3, 13), fine=date(2024, 3, 14)),),
        }
        | altro
    )  # fmt: skip


def non_fatta(**altro: Any) -> VaccinazioneNonEffettuata:
    """A vaccination that was put off."""
    return VaccinazioneNonEffettuata.model_validate(
        {
            "codice_regione": "090", "assistito": MARIA, "cod_antigene": "40", "dose": 2, "motivazione": "03",
            "data_non_effettuazione": date(2024, 3, 12),
        }
        | altro
    )  # fmt: skip


def prima(doc: DocumentoVaccinale) -> Vaccinazione:
    """The first entry, a vaccination given."""
    voce = doc.sezione.voci[0]
    assert isinstance(voce, Vaccinazione)
    return voce


def con_voce(doc: DocumentoVaccinale, **cambi: Any) -> DocumentoVaccinale:
    """The document with its first entry changed."""
    voce, *altre = doc.sezione.voci
    section = doc.sezione.model_copy(update={"voci": (voce.model_copy(update=cambi), *altre)})
    return doc.model_copy(update={"sezione": section})


def codici(found: Refused) -> set[tuple[str, str]]:
    """Code and path of each issue."""
    return {(each.code, each.path) for each in found.report}


# the round trip


@st.composite
def serie(draw: st.DrawFn) -> tuple[Evento, ...]:
    """Valid events of one person, in any order."""
    people = messages(VaccinazioneEffettuata).map(lambda each: each.assistito)
    person: Persona = draw(people)
    kinds = st.one_of(messages(VaccinazioneEffettuata).filter(_con_parole), messages(VaccinazioneNonEffettuata))
    return tuple(each.model_copy(update={"assistito": person}) for each in draw(st.lists(kinds, min_size=1, max_size=2)))


def _con_parole(event: VaccinazioneEffettuata) -> bool:
    return all(each.descrizione is None or each.descrizione.strip() for each in event.reazioni)


@trying(3)
@given(serie())
def test_what_becomes_a_certificate_comes_back(events: tuple[Evento, ...]) -> None:
    made, assumed = documento(events, con_id(ALTRO_ID), tipo=CertificatoVaccinale)
    back, report, losses = eventi(made)
    assert back == events
    assert report.issues == ()
    assert {each.kind for each in assumed} <= {LossKind.ASSUMED}
    assert not any(each.path.startswith("sezione.voci") or each.kind is not LossKind.DROPPED for each in losses)


@trying(6)
@given(serie())
def test_also_through_the_bytes_of_the_document(events: tuple[Evento, ...]) -> None:
    made, _ = documento(events, con_id(ALTRO_ID), tipo=CertificatoVaccinale)
    assert siss.read(fresh(made, "cda").payload).message == made


@trying(3)
@given(serie().filter(lambda events: getattr(events[0], "codice_aic", "") is not None))
def test_one_event_becomes_a_single_record(events: tuple[Evento, ...]) -> None:
    made, _ = documento(events[:1], con_id(ALTRO_ID))
    assert isinstance(made, SchedaSingolaVaccinazione)
    assert eventi(made)[0] == events[:1]


PERSONE: dict[str, Persona] = {
    "CF": MARIA,
    "STP": IdentificativoAssistito(genere="STP", codice="STP0902010000001"),
    "STP della regione": IdentificativoAssistito(genere="STP", codice="STP0902010000001", emittente="090"),
    "STP di altri": IdentificativoAssistito(genere="STP", codice="STP0902010000001", emittente="AOUC"),
    "ENI": IdentificativoAssistito(genere="ENI", codice="ENI0902010000001"),
    "TEAM": IdentificativoAssistito(genere="TEAM", codice="1234567890", tessera="80380000900000000001"),
    "ANA": IdentificativoAssistito(genere="ANA", codice="ANA123456"),
    "NESSUNO": IdentificativoAssistito(genere="NESSUNO"),
    "cifrato": IdentificativoCifrato(valore="aB+/" * 42 + "aB=="),
}


#: a tax code of the header beside that of the events is refused: see below
CON_CF = [(each, (c.codice_fiscale("VRDCRL52M61D612Y"), ALTRO_ID)) for name, each in PERSONE.items() if name != "CF"]


@pytest.mark.parametrize(("persona", "ids"), [*((each, (ALTRO_ID,)) for each in PERSONE.values()), *CON_CF])
def test_the_person_comes_back_whatever_the_header_adds(persona: Persona, ids: tuple[Any, ...]) -> None:
    event = fatta(assistito=persona)
    made, _ = documento([event], con_id(*ids))
    assert ALTRO_ID in made.assistito.id
    assert eventi(made)[0] == (event,)


def test_doses_that_differ_stand_beside_their_antigen() -> None:
    principi = tuple(PrincipioVaccinale(cod_antigene=code, dose=dose) for code, dose in (("02", 3), ("37", 3), ("06", 2)))
    event = fatta(principi=principi, cod_tipo_formulazione="03")
    made, _ = documento([event], INTESTAZIONE)
    assert prima(made).numero_dose is None
    assert {(each.codice, each.valore) for each in prima(made).dati_locali} >= {("dose.02", "3"), ("dose.37", "3"), ("dose.06", "2")}
    assert eventi(made)[0] == (event,)
    same, _ = documento([fatta(principi=tuple(each.model_copy(update={"dose": 3}) for each in principi))], INTESTAZIONE)
    assert prima(same).numero_dose is not None
    assert not any(each.codice.startswith("dose") for each in prima(same).dati_locali)


def test_each_fact_stands_in_its_place() -> None:
    made, losses = documento([fatta(cod_condizione_sanitaria="14")], INTESTAZIONE)
    voce = prima(made)
    assert not losses
    assert voce.via == c.codice("route", "IM")
    assert voce.sede == c.codice("act_site", "LD")
    coded = (voce.malattie[0], voce.condizioni[0], voce.categorie_rischio[0])
    assert [(each.valore.sistema[-4:], each.valore.codice) for each in coded if each.valore and each.valore.sistema] == [
        ("56.4", "16"), ("56.1", "14"), ("56.2", "02"),
    ]  # fmt: skip
    assert {each.codice: each.valore for each in voce.dati_locali} == {
        "codiceRegione": "090", "idEventoLocale": "L-1", "tipoOperazione": "I", "dataOraEvento": "2024-03-12T10:30:00+01:00", "azienda": "090201",
        "residente": "true", "tipoErogatore": "2", "codTipoFormulazione": "01", "viaSomministrazione": "01", "dataScadenza": "2025-01-31",
        "modalitaPagamento": "01", "sitoInoculazione": "01", "comuneSomministrazione": "048017", "aslSomministrazione": "201",
        "regioneSomministrazione": "090", "statoSomministrazione": "IT", "operatore.ruolo": "MEDICO",
    }  # fmt: skip


# official rules


def scelte() -> dict[str, tuple[tuple[Evento, ...], type[DocumentoVaccinale]]]:
    """Events and the document to make of them."""
    mpr = tuple(PrincipioVaccinale(cod_antigene=code, dose=dose) for code, dose in (("23", 2), ("28", 2), ("35", 1)))
    odd = fatta(
        via_somministrazione="05", sito_inoculazione="99", cod_categoria_rischio="01", cod_condizione_sanitaria="14", principi=mpr, operatore=None,
        reazioni=(), assistito=PERSONE["TEAM"],
    )  # fmt: skip
    unknown = fatta(codice_aic=None, codice_atc=None, denominazione=None, lotto=None, codice_struttura=None)
    return {
        "fatta": ((fatta(),), SchedaSingolaVaccinazione), "dosi diverse": ((odd,), SchedaSingolaVaccinazione),
        "mancata": ((non_fatta(),), SchedaSingolaVaccinazione), "certificato": ((fatta(), non_fatta(), unknown), CertificatoVaccinale),
        "certificato di una": ((fatta(),), CertificatoVaccinale),
    }  # fmt: skip


@pytest.mark.parametrize("scelta", scelte().values(), ids=scelte().keys())
def test_our_rules_hold(scelta: tuple[tuple[Evento, ...], type[DocumentoVaccinale]]) -> None:
    made, _ = documento(scelta[0], INTESTAZIONE, tipo=scelta[1])
    assert type(made) is scelta[1]
    assert [each for each in check_message(made, catalogue.entry_of(made)) if each.severity is Severity.ERROR] == []
    found = siss.read(siss.write(made, to="cda").payload)
    assert found.message == made
    assert found.accounting.left_over == ()


@pytest.mark.parametrize("scelta", scelte().values(), ids=scelte().keys())
def test_the_official_rules_hold(scelta: tuple[tuple[Evento, ...], type[DocumentoVaccinale]], conformance: Path) -> None:
    pytest.importorskip("saxonche", reason="the extra schematron is not installed")
    from siss_interop.check.rulepack import RulePack

    made, _ = documento(scelta[0], INTESTAZIONE, tipo=scelta[1])
    issues = RulePack(conformance / "cda").check(siss.write(made, to="cda").payload)
    assert [each.text() for each in issues if each.severity is Severity.ERROR] == []


# what an event does not hold


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Refused) as caught:
        documento([fatta(assistito=PERSONE["NESSUNO"], codice_aic=None)], Intestazione())
    assert codici(caught.value) == {
        ("CONV-007", "eventi[0].codice_aic"),
        *(
            ("CONV-001", f"intestazione.{each}")
            for each in (
                "id", "data", "autori", "custode", "custode.nome", "assistito.nome", "assistito.sesso", "assistito.nascita", "assistito.id",
            )
        ),
    }  # fmt: skip
    assert "autori" in next(each.text() for each in caught.value.report if each.path == "intestazione.autori")


SCHEDA = SchedaAssistito(
    codice_regione="090", assistito=MARIA, validita_ci="1", tipologia_ci="0", sesso="2", data_nascita=date(1980, 5, 14), comune_residenza="048017",
    asl_residenza="201", regione_residenza="090", stato_residenza="IT", cittadinanza="IT",
)  # fmt: skip


def test_all_that_the_header_says_is_in_the_document() -> None:
    earlier = c.id_documento("090", "090201.2024.000000")
    whole = INTESTAZIONE.model_copy(
        update={
            "insieme": earlier, "versione": "2", "riservatezza": c.codice("confidentiality", "R"),
            "precedenti": (DocumentoPrecedente(relazione="RPLC", id=(earlier,), insieme=earlier, versione="1"),),
            "firmatario": c.firmatario(MEDICO, "Anna", "Bianchi", momento="20240313100000+0100"),
        }
    )  # fmt: skip
    made, _ = documento([fatta()], whole)
    for name in set(Intestazione.model_fields) - {"assistito"}:
        assert getattr(made, name) == getattr(whole, name)
    assert made.assistito.nome == Nome.di("Maria", "Rossi")
    assert siss.validate(made).ok
    assert made.sezione.testo is not None


RIFIUTI: dict[str, tuple[list[Any], Intestazione, type[DocumentoVaccinale] | None, str]] = {
    "nessun evento": ([], INTESTAZIONE, None, "CONV-003"),
    "scheda assistito": ([SCHEDA], INTESTAZIONE, None, "CONV-004"),
    "due persone": ([fatta(), fatta(assistito=PERSONE["ANA"])], INTESTAZIONE, None, "CONV-005"),
    "scheda di due": ([fatta(), non_fatta()], INTESTAZIONE, SchedaSingolaVaccinazione, "CONV-006"),
    "senza AIC": ([fatta(codice_aic=None)], INTESTAZIONE, None, "CONV-007"),
    "altro codice fiscale": ([fatta()], con_id(c.codice_fiscale("VRDCRL52M61D612Y")), None, "CONV-008"),
}


@pytest.mark.parametrize("rifiuto", RIFIUTI.values(), ids=RIFIUTI.keys())
def test_what_makes_no_document_is_refused(rifiuto: tuple[list[Any], Intestazione, type[DocumentoVaccinale] | None, str]) -> None:
    events, header, kind, code = rifiuto
    with pytest.raises(Refused) as caught:
        documento(events, header, tipo=kind)
    assert {each.code for each in caught.value.report} == {code}
    assert "RSSMRA" not in str(caught.value)


def test_the_header_loads_from_json() -> None:
    plain = {
        "id": {"radice": "2.16.840.1.113883.2.9.2.90.4.4", "estensione": "090201.2024.000001", "autorita": "Regione Toscana"},
        "data": "20240313100000+0100", "assistito": {"nome": {"cognome": "Rossi", "nomi": ["Maria"]}, "sesso": "F", "nascita": "19800514"},
        "autori": [
            {
                "momento": "20240313100000+0100", "nome": {"cognome": "Bianchi", "nomi": ["Anna"]},
                "id": [{"radice": "2.16.840.1.113883.2.9.4.3.2", "estensione": MEDICO, "autorita": "MEF"}],
            }
        ],
        "custode": {
            "id": [{"radice": "2.16.840.1.113883.2.9.4.1.1", "estensione": "090201", "autorita": "Ministero della Salute"}],
            "nome": "Azienda USL di esempio",
        },
    }  # fmt: skip
    assert Intestazione.da_json(json.dumps(plain).encode()) == INTESTAZIONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", {("CONV-002", "")}),
        ('{"autore": 1}', {("JSON-009", "intestazione.autore")}),
        ('{"data": "2024-03-12"}', {("JSON-008", "intestazione.data.valore")}),
        ('{"autori": [{"id": []}]}', {("JSON-010", "intestazione.autori[0].momento"), ("JSON-008", "intestazione.autori[0].id")}),
        ('{"assistito": {"sesso": 2}}', {("JSON-008", "intestazione.assistito.sesso")}),
    ],
)
def test_a_faulty_header_is_refused_by_field(text: str, expected: set[tuple[str, str]]) -> None:
    with pytest.raises(Refused) as caught:
        Intestazione.da_json(text.encode())
    assert codici(caught.value) == expected


@pytest.mark.parametrize("text", ["", "{", '{"id": 1, "id": 2}', '{"a": NaN}'])
def test_a_header_that_is_no_json_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        Intestazione.da_json(text.encode())


# documents of others


MANCANTI = (
    "codice_regione", "tipo_erogatore", "cod_condizione_sanitaria", "cod_categoria_rischio", "cod_tipo_formulazione", "modalita_pagamento",
)  # fmt: skip


def test_what_a_document_does_not_say_is_named_and_no_event_is_made() -> None:
    doc = con_voce(esempi.scheda_singola_ricca(), categorie_rischio=())
    made, report, losses = eventi(doc)
    assert made == ()
    named = {dict(each.params)["campo"] for each in report.errors if each.code == "CONV-010"}
    assert named == set(MANCANTI)
    # LA is an arm: whether it was the deltoid, nobody said
    assert [(each.path, dict(each.params)["campo"]) for each in report if each.code == "CONV-011"] == [("sezione.voci[0].sede", "sito_inoculazione")]
    assert [each.path for each in losses if each.path.startswith("sezione.voci")] == ["sezione.voci[0]"]


def test_on_request_it_is_assumed_and_listed() -> None:
    doc = esempi.scheda_singola_ricca()
    (event,), report, losses = eventi(doc, assumi=True)
    assert report.ok
    assert isinstance(event, VaccinazioneEffettuata)
    assert (event.tipo_erogatore, event.cod_condizione_sanitaria, event.modalita_pagamento, event.sito_inoculazione) == ("99",) * 4
    assert (event.cod_categoria_rischio, event.via_somministrazione, event.cod_tipo_formulazione, event.codice_regione) == ("02", "01", "01", "090")
    assert {each.path for each in losses.by_kind(LossKind.ASSUMED)} == {
        f"eventi[0].{each}"
        for each in (
            "tipo_erogatore", "cod_condizione_sanitaria", "modalita_pagamento", "sito_inoculazione", "cod_tipo_formulazione", "codice_regione",
        )
    }  # fmt: skip
    assert [each.path for each in losses.by_kind(LossKind.NARROWED)] == ["sezione.voci[0].quando"]
    assert {each.path for each in losses.by_kind(LossKind.DROPPED)} >= {
        "sezione.voci[0].sede", "sezione.voci[0].dose", "sezione.voci[0].prodotto.ditta", "sezione.testo", "autori", "custode", "firmatario",
        "assistito.nome", "assistito.nascita",
    }  # fmt: skip
    assert (event.codice_struttura, event.fine_copertura, event.data_prossima_dose) == ("090101", date(2024, 6, 30), date(2024, 11, 4))
    assert event.reazioni[0].codice == "780.6"


def test_what_is_said_is_never_assumed() -> None:
    event = fatta()
    made, _ = documento([event], INTESTAZIONE)
    back, _, losses = eventi(made, assumi=True)
    assert back == (event,)
    assert losses.by_kind(LossKind.ASSUMED) == ()


def test_icd9_is_never_guessed_into_antigens() -> None:
    influenza = Malattia(valore=ValoreCodificato.model_validate(c.icd9cm("487", "Influenza")))
    doc = con_voce(esempi.scheda_singola_ricca(), malattie=(influenza,))
    made, report, _ = eventi(doc, assumi=True)
    assert made == ()
    assert {(each.code, each.path) for each in report} == {("CONV-012", "sezione.voci[0].malattie[0].valore"), ("CONV-010", "sezione.voci[0]")}
    translated = ValoreCodificato.model_validate(c.icd9cm("487").model_copy(update={"traduzioni": (c.codice("antigeni", "16"),)}))
    (event,), report, _ = eventi(con_voce(doc, malattie=(Malattia(valore=translated),)), assumi=True)
    assert isinstance(event, VaccinazioneEffettuata)
    assert event.principi[0].cod_antigene == "16"
    assert report.ok


def test_a_register_code_under_the_oid_of_icd9_is_not_taken() -> None:
    hiv = ValoreCodificato.model_validate(c.icd9cm("14", "Infezione da HIV"))
    doc, _ = documento([fatta(cod_condizione_sanitaria="14")], INTESTAZIONE)
    changed = con_voce(doc, condizioni=tuple(each.model_copy(update={"valore": hiv}) for each in prima(doc).condizioni))
    made, report, _ = eventi(changed)
    assert made == ()
    assert [(each.code, dict(each.params)["campo"]) for each in report] == [("CONV-010", "cod_condizione_sanitaria")]


def test_a_local_datum_that_contradicts_the_document_is_dropped() -> None:
    doc, _ = documento([fatta()], INTESTAZIONE)
    (event,), _, losses = eventi(con_voce(doc, via=c.codice("route", "SQ")))
    assert isinstance(event, VaccinazioneEffettuata)
    assert event.via_somministrazione == "02"
    at = [each.codice for each in prima(doc).dati_locali].index("viaSomministrazione")
    assert f"sezione.voci[0].dati_locali[{at}]" in {each.path for each in losses}


def test_local_data_that_no_event_admits_are_issues() -> None:
    doc, _ = documento([fatta(operatore=None)], INTESTAZIONE)
    others = {"tipoErogatore": "77", "dataScadenza": "2025-02-30"}
    local = tuple(each.model_copy(update={"valore": others.get(each.codice, each.valore)}) for each in prima(doc).dati_locali)
    made, report, _ = eventi(con_voce(doc, dati_locali=local))
    assert made == ()
    assert {(each.code, dict(each.params)["campo"], each.severity) for each in report} == {
        ("CONV-013", "tipo_erogatore", Severity.ERROR), ("CONV-013", "data_scadenza", Severity.WARNING),
    }  # fmt: skip
    others.pop("tipoErogatore")
    local = tuple(each.model_copy(update={"valore": others.get(each.codice, each.valore)}) for each in prima(doc).dati_locali)
    (event,), report, losses = eventi(con_voce(doc, dati_locali=(*local, DatoLocale(codice="altro", valore="x"))))
    assert event == fatta(operatore=None, data_scadenza=None)
    assert report.ok
    assert len([each for each in losses if ".dati_locali[" in each.path]) == 2


def test_a_missed_vaccination_of_several_antigens_is_several_events() -> None:
    doc, _ = documento([non_fatta()], INTESTAZIONE)
    more = tuple(Malattia(valore=ValoreCodificato.model_validate(c.codice("antigeni", code))) for code in ("23", "28", "35"))
    made, report, losses = eventi(con_voce(doc, malattie=more))
    assert made == tuple(non_fatta(cod_antigene=code) for code in ("23", "28", "35"))
    assert report.ok
    assert not any(".malattie" in each.path for each in losses)


@pytest.mark.parametrize("dose", [None, 0])
def test_a_dose_without_number_gives_no_event(dose: int | None) -> None:
    voce = vaccinazione("20240312", prima(esempi.scheda_singola()).prodotto, malattie=["16"], numero_dose=dose)
    doc = esempi.scheda_singola()
    made, report, _ = eventi(doc.model_copy(update={"sezione": doc.sezione.model_copy(update={"voci": (voce,)})}), assumi=True)
    assert made == ()
    assert len(report.errors) == 1


@pytest.mark.parametrize("make", [esempi.scheda_singola, esempi.scheda_singola_ricca, esempi.certificato, esempi.certificato_ricco])
@pytest.mark.parametrize("assumi", [False, True])
def test_every_entry_is_an_event_or_has_an_error(make: Any, assumi: bool) -> None:
    doc = make()
    made, report, _ = eventi(doc, assumi=assumi)
    silent = {f"sezione.voci[{at}]" for at in range(len(doc.sezione.voci))} - {each.path[:15] for each in report.errors}
    assert len(made) == len(silent)


def _detto(doc: DocumentoVaccinale) -> tuple[Any, ...]:
    """All that `eventi` says of a document."""
    made, report, losses = eventi(doc, assumi=True)
    return made, {(each.code, each.path, each.params) for each in report}, {(each.kind, each.path, each.value) for each in losses}


def _ricchi() -> Iterator[DocumentoVaccinale]:
    """Documents of others and of our own whose entries give events."""
    yield esempi.scheda_singola_ricca()
    yield con_voce(esempi.scheda_singola_ricca(), esecutori=(Esecutore(id=(c.codice_fiscale(MEDICO),), nome=Nome.di("Anna", "Bianchi")),))
    yield esempi.certificato_ricco()
    for events, kind in scelte().values():
        yield documento(events, INTESTAZIONE, tipo=kind)[0]


@pytest.mark.parametrize("doc", list(_ricchi()), ids=range(3 + len(scelte())))
def test_every_changed_value_is_told(doc: DocumentoVaccinale) -> None:
    before = _detto(doc)
    lost = [path for kind, path, _ in before[2] if kind is LossKind.DROPPED]
    silent = []
    for name, changed in one_at_a_time(doc):
        path = re.sub(r"/([0-9]+)", r"[\1]", name.split(" ")[-1]).replace("/", ".")
        listed = any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in lost)
        a_link = ".testo" in path
        assert isinstance(changed, DocumentoVaccinale)
        if name.startswith("change") and not listed and not a_link and _detto(changed) == before:
            silent.append(name)
    assert silent == []


@trying(3)
@given(st.one_of(messages(CertificatoVaccinale), messages(SchedaSingolaVaccinazione)), st.booleans())
def test_any_document_gives_events_or_issues_and_never_fails(doc: DocumentoVaccinale, assumi: bool) -> None:
    made, report, losses = eventi(doc, assumi=assumi)
    assert isinstance(losses, LossReport)
    assert made or not report.ok
    assert assumi or losses.by_kind(LossKind.ASSUMED) == ()


def test_the_official_documents_give_events_or_issues(conformance: Path) -> None:
    paths = sorted(each for kind in ("SING_VACC", "CERT_VACC") for each in (conformance / "cda" / kind).glob("examples-ok/*.xml"))
    for path in paths:
        doc = siss.read(path).message
        assert isinstance(doc, DocumentoVaccinale)
        strict, report, _ = eventi(doc)
        assert strict == ()
        assert not report.ok
        assert len(eventi(doc, assumi=True)[0]) <= sum(max(1, len(voce.malattie)) for voce in doc.sezione.voci)
