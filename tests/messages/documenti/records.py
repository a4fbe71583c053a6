"""What the tests of records share: random summaries of invented things, about one pool of codes or another."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.enunciati.generici import Gruppo
from siss_interop.messages.comune.enunciati.percorsi import Esenzione
from siss_interop.messages.comune.enunciati.sezioni import SezioneClinica
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti import sezioni as s
from siss_interop.messages.documenti.costruzione import allergia, farmaco, osservazione, periodo, problema, terapia, voce_problema
from siss_interop.messages.documenti.esempi import fai
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.scheda import SchedaSanitariaIndividuale
from siss_interop.model.tipi import Id

Strategy = st.SearchStrategy[Any]
DAYS = st.sampled_from(["20200101", "20210203", "2022"])


def empty() -> SchedaSanitariaIndividuale:
    """The record of the examples' patient, with nothing in it."""
    return SchedaSanitariaIndividuale(id=Id(radice="2.25.1", estensione="1"), assistito=p.assistito(), medico=p.autore())


def summaries(pool: str, number: int) -> Strategy:
    """Summaries with identifier `number` that tell of things of this pool; two pools have neither codes nor identifiers in common."""
    codes = st.sampled_from([f"{pool}{at}" for at in range(4)])
    ids = st.integers(0, 12).map(lambda at: Id(radice="2.25.7", estensione=f"{pool}-{at}"))
    grade = st.none() | st.sampled_from(["M", "H"]).map(lambda code: p.cod(code, "2.16.840.1.113883.5.1063", code))

    def agent(code: str) -> Any:
        return p.cod(code, f"{p.IT}.77.22.11.2", code)

    allergies = st.builds(
        lambda code, day, own, how: allergia(agent(code), p.cod("ALG", p.ATTI_HL7, "Allergia"), dal=day, id=own, criticita=how),
        codes,
        DAYS,
        ids,
        grade,
    )
    medicines = st.builds(lambda code, day, own: terapia(farmaco(code, "X"), dal=day, id=own), codes, DAYS, st.none() | ids)
    problems = st.builds(lambda code, day, own: voce_problema(problema(c.icd9cm(code, "X"), dal=day), dal="2024", id=own), codes, DAYS, ids)
    found = st.builds(
        lambda code, value, day, own: osservazione(p.loinc(code, "X"), c.quantita(value, "mg"), quando=day, id=own),
        codes, st.sampled_from(["1", "1.0", "2"]), st.none() | DAYS, st.none() | ids,
    )  # fmt: skip
    panels = st.builds(lambda code, inner: Gruppo(codice=p.loinc(code, "X"), componenti=tuple(inner)), codes, st.lists(found, min_size=1, max_size=2))
    exempt = st.builds(lambda code, day: Esenzione(esenzione=p.cod(code, f"{p.IT}.6.1.22", "X"), quando=periodo(day)), codes, DAYS)

    def some(kind: type[SezioneClinica], entries: Strategy) -> Strategy:
        return st.lists(entries, max_size=4).map(lambda held: kind.model_validate({"voci": tuple(held)}) if held else None)

    return st.builds(
        lambda **sections: fai(ProfiloSanitarioSintetico, number, **{name: held for name, held in sections.items() if held is not None}),
        allergie=some(s.SezioneAllergie, allergies), terapie=some(s.SezioneTerapie, medicines), problemi=some(s.SezioneListaProblemi, problems),
        indagini=some(s.SezioneRisultati, found | panels), stile_di_vita=some(s.SezioneOsservazioni, found),
        esenzioni=some(s.SezioneEsenzioni, exempt),
    )  # fmt: skip
