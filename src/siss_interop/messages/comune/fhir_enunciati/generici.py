"""Where the statements whose code is data stand in FHIR R4.

What happened is an event (Observation, Procedure, Encounter, MedicationStatement, DeviceUseStatement), what is intended or asked for a request
(ServiceRequest, Appointment, MedicationRequest, SupplyRequest). An observation that was not made yet is a registered one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.enunciati.generici import (
    Collegato,
    Fornitura,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Prestazione,
    Procedura,
    Terapia,
)
from siss_interop.messages.comune.fhir import ESECUTORE_ATTO, in_role, priorita
from siss_interop.messages.comune.fhir_enunciati.allegati import OGGETTO
from siss_interop.messages.comune.fhir_enunciati.farmaci import CONTENITORE, forniture, terapie
from siss_interop.messages.comune.fhir_enunciati.parti import (
    CAMPIONI,
    CAMPIONI_A_PARTE,
    CHIESTO,
    FASE_A_PARTE,
    FASE_AVVENUTA,
    FASE_CHIESTA,
    FATTO,
    NOTE,
    NOTE_A_PARTE,
    OSSERVATO,
    RELAZIONE,
    RIFERIMENTI,
    SOGGETTO,
    avvenuto,
    chi_e_cosa,
    chiesto,
    enunciato,
    segnato,
    stato,
)
from siss_interop.messages.comune.fhir_enunciati.valori import tra, valore, valori_a_parte
from siss_interop.messages.comune.fhir_enunciati.vitali import (
    A_PARTE,
    CODICE_PRESSIONE,
    DIASTOLICA,
    PANNELLO,
    PRESSIONE,
    RILEVATO,
    SEGNO_A_PARTE,
    SENZA_NUMERO,
    SENZA_VALORE,
    SISTOLICA,
    forma,
    manca,
)
from siss_interop.messages.comune.persone import Esecutore
from siss_interop.model.tipi import Codice
from siss_interop.options import BASE
from siss_interop.wire.fhir.names import OURS, mine, official
from siss_interop.wire.fhir.out import ABSENT, Json
from siss_interop.wire.fhir.tipi import CC, CODING, extension, quando, quando_periodo
from siss_interop.wire.words import Binding, Choice, Fixed, In, Leaf, Row, Same, Word

#: class -> the steps that recognise its resources below a reference, each with its binding
Casi = Mapping[type[BaseModel], tuple[tuple[str, Binding], ...]]

COLLEGATI = Row("collegati", f"{mine('collegato')}*", lambda: COLLEGATO)
_PRIORITA = Row("priorita", extension("priorita", "CodeableConcept"), CC)
_CODICE = Row("codice", "code", CC)
_CLASSE = Row("classe", f"{mine('classe')}.valueCode")
_SEDI = Row("sedi", "bodySite*", CC)

# ---- observations

_PERFORMER = chi_e_cosa("performer")
_OSSERVAZIONE: tuple[Word, ...] = (
    *_PERFORMER, SOGGETTO, NOTE, *RILEVATO, _CLASSE, _PRIORITA, _SEDI, CAMPIONI, COLLEGATI,
    Row("negata", f"modifierExtension[url='{OURS}negata'].valueBoolean"), Row("ripetizione", f"{mine('ripetizione')}.valueInteger"),
    Row("metodi", "method*", CC),
)  # fmt: skip
_VALORI = valore("valori", "value[x]*")
#: values that R4 does not admit for the code
_VALORI_A_PARTE = valori_a_parte("valori")


def _misura(valori: Choice) -> tuple[Word, ...]:
    return _CODICE, valori, SENZA_VALORE, RIFERIMENTI, Row("interpretazioni", "interpretation*", CC)


#: an observation is of one of these forms: R4 has its own for vital signs
_FORME: Mapping[str, tuple[Word, ...]] = {
    "": _misura(_VALORI), SEGNO_A_PARTE: (*_misura(_VALORI_A_PARTE), SENZA_NUMERO),
    PRESSIONE: (*_misura(_VALORI_A_PARTE), manca(0, SISTOLICA), manca(1, DIASTOLICA)),
    **{
        f"{name}{suffix}": (CODICE_PRESSIONE, In("component[0]", *_misura(valori)), manca(1, other))
        for name, other in ((SISTOLICA, DIASTOLICA), (DIASTOLICA, SISTOLICA))
        for suffix, valori in (("", _VALORI), (A_PARTE, _VALORI_A_PARTE))
    },
}  # fmt: skip


def _osservazione(name: str, words: tuple[Word, ...], *, sole: bool = False) -> tuple[tuple[str, Binding], ...]:
    """An observation of a form, made and to be made; `sole` where there is no other form."""

    def of_form(*fase: Word, when: Callable[[Any], bool], mark: str) -> tuple[str, Binding]:
        step, marked = (segnato("Observation", mark), (enunciato(mark),)) if mark else ("->Observation", ())
        meant = when if sole else lambda each: when(each) and forma(each) == name
        return step, Binding(Osservazione, *_OSSERVAZIONE, *words, *fase, *marked, meant=meant)

    return (
        of_form(OSSERVATO, FASE_AVVENUTA, when=avvenuto, mark=name),
        of_form(stato({}, "registered"), FASE_A_PARTE, when=chiesto, mark=f"{name or 'osservazione'}-prevista"),
    )  # fmt: skip


NON_VITALE = _osservazione("", _FORME[""], sole=True)
"""An observation that is no vital sign, whatever its code: where it stands says what it is."""
_OSSERVAZIONI = tuple(each for form in _FORME.items() for each in _osservazione(*form))
_GRUPPO: tuple[Word, ...] = (
    *_PERFORMER, SOGGETTO, _CODICE, *RILEVATO, *PANNELLO, _CLASSE, CAMPIONI, Choice("componenti", "hasMember*", lambda: MEMBRI),
)  # fmt: skip
GRUPPO = Binding(Gruppo, *_GRUPPO, OSSERVATO, FASE_AVVENUTA, enunciato("gruppo"), meant=avvenuto)
#: nothing was found yet
GRUPPO_PREVISTO = Binding(Gruppo, *_GRUPPO, stato({}, "registered"), FASE_A_PARTE, enunciato("gruppo-previsto"), meant=chiesto)

# ---- acts

_METODI = Row("metodi", f"{official('procedure-method')}*.valueCodeableConcept", CC)
_VIA = Binding(Codice, Fixed("patient", Same("assistito")), In("location", *CC.words))


def _senza_codice(procedura: Any) -> Json | None:
    return ABSENT if tra(procedura, "metodi") and tra(procedura, "codice") is None else None


#: R4 takes the details of an order only beside its code
_METODI_CHIESTI: tuple[Word, ...] = (Row("metodi", "orderDetail*", CC), Fixed("code", Same(".", Leaf(None, _senza_codice))))


def _vie(step: str) -> Row:
    """By which way one gets in: R4 has it as a structure of the body."""
    return Row("vie", f"{step}*.valueReference->BodyStructure", _VIA)


_ATTO: tuple[Word, ...] = (SOGGETTO, NOTE, _CODICE, COLLEGATI)
_FATTO: tuple[Word, ...] = (
    *chi_e_cosa("performer", ESECUTORE_ATTO), stato(FATTO, "unknown", negato="not-done"), FASE_AVVENUTA, CAMPIONI_A_PARTE,
    quando("quando", "performed"), *_ATTO, _PRIORITA,
)  # fmt: skip
_CHIESTO: tuple[Word, ...] = (
    *_PERFORMER, stato(CHIESTO, "unknown"), FASE_CHIESTA, CAMPIONI, quando("quando", "occurrence"), Row("negata", "doNotPerform"), *_ATTO,
    *priorita(),
)  # fmt: skip
_CONTENITORI = Row("contenitori", f"{mine('contenitore')}*.valueReference->DeviceUseStatement", CONTENITORE)
PROCEDURA = Binding(Procedura, *_FATTO, _METODI, _vie(official("procedure-approachBodyStructure")), _SEDI, _CONTENITORI, meant=avvenuto)
PROCEDURA_CHIESTA = Binding(
    Procedura,
    *_CHIESTO, *_METODI_CHIESTI, _vie(mine("via")), _SEDI, _CONTENITORI, enunciato("procedura"), meant=chiesto,
)  # fmt: skip
PRESTAZIONE = Binding(Prestazione, *_FATTO, _CLASSE, enunciato("prestazione"), meant=avvenuto)
PRESTAZIONE_CHIESTA = Binding(Prestazione, *_CHIESTO, _CLASSE, enunciato("prestazione"), meant=chiesto)

# ---- encounters

_PRESENTE = Binding(
    Esecutore,
    RELAZIONE,
    Row("funzione", "type", CC),
    quando_periodo("periodo", "period"),
    In("individual", in_role()),
)
_VISITA = {
    "completed": "finished", "active": "in-progress", "new": "planned", "held": "onleave", "suspended": "onleave", "aborted": "cancelled",
    "cancelled": "cancelled", "nullified": "entered-in-error",
}  # fmt: skip
INCONTRO = Binding(
    Incontro,
    *chi_e_cosa("participant", _PRESENTE), stato(_VISITA, "unknown"), FASE_AVVENUTA, SOGGETTO, Fixed("class", Same("codice", CODING)),
    Row("codice", "type", CC), quando_periodo("quando", "period"), NOTE_A_PARTE, _PRIORITA, COLLEGATI, meant=avvenuto,
)  # fmt: skip
#: R4 wants the hours of an appointment that is more than proposed
INCONTRO_CHIESTO = Binding(
    Incontro,
    *chi_e_cosa(), stato({"active": "proposed", "cancelled": "cancelled"}, "proposed"), FASE_A_PARTE, Row("codice", "serviceType", CC),
    quando_periodo("quando", "requestedPeriod"), NOTE_A_PARTE, _PRIORITA, COLLEGATI,
    In("participant", Fixed("actor", Same("assistito")), Fixed("status", "needs-action")), meant=chiesto,
)  # fmt: skip

# ---- what is inside what

FORNITURA, FORNITURA_CHIESTA = forniture(COLLEGATI)
TERAPIA, TERAPIA_DA_PRENDERE = terapie(COLLEGATI, FORNITURA, FORNITURA_CHIESTA)
#: the cases that bear a mark first, those that take whatever is of their type last
CASI: Casi = {
    Gruppo: ((segnato("Observation", "gruppo"), GRUPPO), (segnato("Observation", "gruppo-previsto"), GRUPPO_PREVISTO)),
    Prestazione: ((segnato("Procedure", "prestazione"), PRESTAZIONE), (segnato("ServiceRequest", "prestazione"), PRESTAZIONE_CHIESTA)),
    Procedura: (("->Procedure", PROCEDURA), (segnato("ServiceRequest", "procedura"), PROCEDURA_CHIESTA)),
    Incontro: (("->Encounter", INCONTRO), ("->Appointment", INCONTRO_CHIESTO)),
    Fornitura: (("->DeviceUseStatement", FORNITURA), ("->SupplyRequest", FORNITURA_CHIESTA)),
    Terapia: (("->MedicationStatement", TERAPIA), ("->MedicationRequest", TERAPIA_DA_PRENDERE)),
    OggettoMultimediale: (("->Media", OGGETTO),),
    Osservazione: _OSSERVAZIONI,
}


def casi(models: tuple[type[BaseModel], ...], among: Casi = CASI) -> dict[str, Binding]:
    """The cases of a choice among some classes of statements, those that bear a mark first."""
    found = [each for model in models for each in among[model]]
    return dict(sorted(found, key=lambda each: "[" not in each[0]))


def _kind_and_mark(step: str) -> tuple[str, str]:
    """The type of resource that a step leads to, and the mark that it asks for: two cases of one class differ in one of them."""
    kind, _, asked = step.removeprefix("->").partition("[")
    return kind, asked.partition("='")[2].removesuffix("']")


def riferiti(field: str, name: str, pairs: tuple[tuple[str, Binding], ...]) -> Choice:
    """A list of statements of one class that R4 has no element for: extensions of ours that lead to their resources."""

    def case(step: str, binding: Binding) -> tuple[str, Binding]:
        kind, mark = _kind_and_mark(step)
        url = "-".join(filter(None, (f"{OURS}{name}", kind.lower(), mark)))
        return f"[url='{url}']", Binding(binding.model, In(f"valueReference->{kind}", *binding.words), meant=binding.meant)

    return Choice(field, "extension*", dict(case(*pair) for pair in pairs))


def avvolti(among: Casi, kind: str, words: tuple[Word, ...], ways: Mapping[str, str], way: str = "") -> Casi:
    """The same statements, each inside a resource of another type, which the place demands: `ways` gives the element that leads to a type."""

    def inside(step: str, binding: Binding) -> tuple[str, Binding]:
        target, mark = _kind_and_mark(step)
        name = f"{mark or binding.model.__name__}-{target}".lower()
        path = f"{ways.get(target, way)}->{target}"
        return segnato(kind, name), Binding(binding.model, *words, enunciato(name), In(path, *binding.words), meant=binding.meant)

    return {model: tuple(inside(*pair) if pair[0][2:].partition("[")[0] in ways or way else pair for pair in pairs) for model, pairs in among.items()}


def _membro_name(kind: str, binding: Binding) -> str:
    return f"membro-{binding.model.__name__}-{kind}".lower()


def _membro(kind: str, binding: Binding) -> Binding:
    """A member of a panel that is no observation: one that does nothing but lead to it."""
    name = _membro_name(kind, binding)
    return Binding(
        binding.model,
        Fixed("status", "final"), SOGGETTO, enunciato(name),
        In("code.coding", Fixed("system", f"{BASE}:documenti:osservazione"), Fixed("code", "membro")),
        In(f"{mine('membro')}.valueReference->{kind}", *binding.words), meant=binding.meant,
    )  # fmt: skip


def _membri() -> dict[str, Binding]:
    own = casi((Gruppo, Osservazione))
    others = {
        segnato("Observation", _membro_name(kind, binding)): _membro(kind, binding)
        for model, pairs in CASI.items() if model not in (Gruppo, Osservazione)
        for step, binding in pairs
        for kind in (step[2:].partition("[")[0],)
    }  # fmt: skip
    return dict(sorted((own | others).items(), key=lambda each: "[" not in each[0]))


VOCI = tuple(CASI)
COLLEGATO: Binding = Binding(
    Collegato,
    Row("relazione", "extension[url='relazione'].valueCode"), Row("inversa", "extension[url='inversa'].valueBoolean"),
    Row("ordine", "extension[url='ordine'].valueString"), Choice("enunciato", "extension[url='enunciato'].valueReference", lambda: casi(VOCI)),
)  # fmt: skip
MEMBRI: dict[str, Binding] = _membri()
