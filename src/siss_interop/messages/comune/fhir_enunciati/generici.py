"""Where the statements whose code is data stand in FHIR R4.

What happened is an event (Observation, Procedure, Encounter, MedicationStatement, DeviceUseStatement), what is intended or asked for a request
(ServiceRequest, Appointment, MedicationRequest, SupplyRequest). An observation that was not made yet is a registered one.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
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
    chi,
    chi_e_cosa,
    chiesto,
    enunciato,
    segnato,
    stato,
)
from siss_interop.messages.comune.fhir_enunciati.valori import tra, valore
from siss_interop.messages.comune.persone import Esecutore
from siss_interop.model.tipi import Riferimento, Testo
from siss_interop.options import BASE
from siss_interop.wire.fhir.names import NULL_FLAVOR, OURS, mine, official
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import CC, CODING, extension, quando, quando_periodo
from siss_interop.wire.words import Binding, By, Choice, Drop, Fixed, In, Leaf, Row, Same, Word

#: class -> the steps that recognise its resources below a reference, each with its binding
Casi = Mapping[type[BaseModel], tuple[tuple[str, Binding], ...]]

COLLEGATI = Row("collegati", f"{mine('collegato')}*", lambda: COLLEGATO)
_PRIORITA = Row("priorita", extension("priorita", "CodeableConcept"), CC)
_CODICE = Row("codice", "code", CC)
_CLASSE = Row("classe", f"{mine('classe')}.valueCode")
_SEDI = Row("sedi", "bodySite*", CC)

# ---- observations

#: LOINC codes for which R4 demands the profile of vital signs
VITALI = frozenset(
    {"85353-1", "9279-1", "8867-4", "2708-6", "8310-5", "8302-2", "9843-4", "29463-7", "39156-5", "85354-9", "8480-6", "8462-4"}
)  # fmt: skip
_CATEGORY = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}
CATEGORIA = Fixed("category", Same("codice", Leaf(None, lambda codice: _CATEGORY if tra(codice, "codice") in VITALI else None)))
"""R4 wants vital signs to say that they are."""

_PERFORMER = chi_e_cosa("performer")
_OSSERVAZIONE: tuple[Word, ...] = (
    *_PERFORMER, SOGGETTO, NOTE, _CODICE, CATEGORIA, quando("quando", "effective"), _CLASSE, _PRIORITA, _SEDI, CAMPIONI, RIFERIMENTI, COLLEGATI,
    Row("negata", f"modifierExtension[url='{OURS}negata'].valueBoolean"), Row("ripetizione", f"{mine('ripetizione')}.valueInteger"),
    valore("valori", "value[x]*"), Row("interpretazioni", "interpretation*", CC), Row("metodi", "method*", CC),
)  # fmt: skip
OSSERVAZIONE = Binding(Osservazione, *_OSSERVAZIONE, OSSERVATO, FASE_AVVENUTA, meant=avvenuto)
#: nothing was found yet
_PREVISTA: tuple[Word, ...] = (stato({}, "registered"), FASE_A_PARTE)
OSSERVAZIONE_PREVISTA = Binding(Osservazione, *_OSSERVAZIONE, *_PREVISTA, enunciato("osservazione-prevista"), meant=chiesto)

_GRUPPO: tuple[Word, ...] = (
    *_PERFORMER, SOGGETTO, _CODICE, CATEGORIA, quando("quando", "effective"), _CLASSE, CAMPIONI,
    Choice("componenti", "hasMember*", lambda: MEMBRI),
)  # fmt: skip
GRUPPO = Binding(Gruppo, *_GRUPPO, OSSERVATO, FASE_AVVENUTA, enunciato("gruppo"), meant=avvenuto)
GRUPPO_PREVISTO = Binding(Gruppo, *_GRUPPO, *_PREVISTA, enunciato("gruppo-previsto"), meant=chiesto)

# ---- acts

_METODI = Row("metodi", f"{official('procedure-method')}*.valueCodeableConcept", CC)
_VIE = Row("vie", f"{mine('via')}*.valueCodeableConcept", CC)
_ATTO: tuple[Word, ...] = (SOGGETTO, NOTE, _CODICE, COLLEGATI)
_FATTO: tuple[Word, ...] = (
    *chi_e_cosa("performer", ESECUTORE_ATTO), stato(FATTO, "unknown", negato="not-done"), FASE_AVVENUTA, CAMPIONI_A_PARTE,
    quando("quando", "performed"), *_ATTO,
    _PRIORITA,
)  # fmt: skip
_CHIESTO: tuple[Word, ...] = (
    *_PERFORMER, stato(CHIESTO, "unknown"), FASE_CHIESTA, CAMPIONI, quando("quando", "occurrence"), Row("negata", "doNotPerform"), *_ATTO,
    *priorita(),
)  # fmt: skip
_CONTENITORI = Row("contenitori", f"{mine('contenitore')}*.valueReference->DeviceUseStatement", CONTENITORE)
PROCEDURA = Binding(Procedura, *_FATTO, _METODI, _VIE, _SEDI, _CONTENITORI, meant=avvenuto)
PROCEDURA_CHIESTA = Binding(
    Procedura,
    *_CHIESTO, Row("metodi", f"{mine('metodo')}*.valueCodeableConcept", CC), _VIE, _SEDI, _CONTENITORI,
    enunciato("procedura"), meant=chiesto,
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

# ---- pictures


def _is_base64(testo: str) -> bool:
    try:
        return bool(b64decode("".join(testo.split()), validate=True))
    except (Error, ValueError):
        return False


_PAROLE = f"{OURS}parole"


def _write_data(parole: str | None, rappresentazione: str | None) -> Json:
    if parole is None:
        return {}
    return (
        {"data": parole} if rappresentazione == "B64" and _is_base64(parole) else {"_data": {"extension": [{"url": _PAROLE, "valueString": parole}]}}
    )


def _read_data(data: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    parole = data if data is not None else beside["extension"][0]["valueString"]
    if type(parole) is not str or (data is None) != (beside == {"extension": [{"url": _PAROLE, "valueString": parole}]}):
        raise ValueError("no data")
    return (parole,), ("_data",) if data is not None and beside is not None else ()


_COLLEGAMENTO = Binding(Riferimento, Row("valore", "."), Drop("nullo", "an absent link is absent"))
CONTENUTO = Binding(
    Testo,
    By(("parole",), ("data", "_data"), _write_data, _read_data, "an attachment holds base64 only", given=("rappresentazione",)),
    Row("rappresentazione", f"{mine('rappresentazione')}.valueCode"), Row("tipo_media", "contentType"), Row("lingua", "language"),
    Row("riferimento", "url", _COLLEGAMENTO), Row("nullo", NULL_FLAVOR),
)  # fmt: skip
OGGETTO = Binding(
    OggettoMultimediale,
    *chi(), Fixed("status", "completed"), SOGGETTO, NOTE, Row("id_xml", f"{mine('id-xml')}.valueString"), Row("contenuto", "content", CONTENUTO),
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
    Osservazione: ((segnato("Observation", "osservazione-prevista"), OSSERVAZIONE_PREVISTA), ("->Observation", OSSERVAZIONE)),
}


def casi(models: tuple[type[BaseModel], ...], among: Casi = CASI) -> dict[str, Binding]:
    """The cases of a choice among some classes of statements, those that bear a mark first."""
    found = [each for model in models for each in among[model]]
    return dict(sorted(found, key=lambda each: "[" not in each[0]))


def riferiti(field: str, name: str, pairs: tuple[tuple[str, Binding], ...]) -> Choice:
    """A list of statements of one class that R4 has no element for: extensions of ours that lead to their resources."""

    def case(step: str, binding: Binding) -> tuple[str, Binding]:
        kind = step[2:].partition("[")[0]
        return f"[url='{OURS}{name}-{kind.lower()}']", Binding(binding.model, In(f"valueReference->{kind}", *binding.words), meant=binding.meant)

    return Choice(field, "extension*", dict(case(*pair) for pair in pairs))


def avvolti(among: Casi, kind: str, words: tuple[Word, ...], ways: Mapping[str, str], way: str = "") -> Casi:
    """The same statements, each inside a resource of another type, which the place demands: `ways` gives the element that leads to a type."""

    def inside(step: str, binding: Binding) -> tuple[str, Binding]:
        target = step[2:].partition("[")[0]
        mark = step.partition("='")[2].removesuffix("']")  # two cases of one class differ in the type or in the mark
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
