"""What the resources of clinical statements have in common: identifiers, people, status, specimens, references, ranges of what is normal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siss_interop.messages.comune.enunciati.base import Commento
from siss_interop.messages.comune.enunciati.parti import (
    AttoEsterno,
    Campione,
    Criterio,
    CriterioLaboratorio,
    IntervalloRiferimento,
    PartecipanteClinico,
    Rimando,
)
from siss_interop.messages.comune.fhir import AUTORE_ENUNCIATO, AUTORE_SUL_POSTO, DISPOSITIVO, ESECUTORE_RIFERITO, NOTA, codice_fisso
from siss_interop.messages.comune.fhir_enunciati.valori import INTERVALLO, TESTO_VALORE, intervallo, tra, valore
from siss_interop.model.misure import Intervallo
from siss_interop.model.tipi import Riferimento, Testo
from siss_interop.wire.fhir.names import OURS, mine, official
from siss_interop.wire.fhir.out import Json
from siss_interop.wire.fhir.tipi import (
    CC,
    ID,
    INDIRIZZO,
    NOME,
    OCCORRENZA,
    RECAPITO,
    TESTO,
    TESTO_SUL_POSTO,
    extension,
    quando,
    quando_periodo,
    table,
)
from siss_interop.wire.words import Binding, By, Choice, Drop, Fixed, In, Leaf, Row, Same, Word

MODELLI = Row("modelli", extension("modello", "Identifier", many=True), ID)
_ID = Row("id", "identifier*", ID)
ASSENTE = f"{official('data-absent-reason')}.valueCode"
"""Why something that R4 demands is not there."""

_RIFERIMENTO = Binding(
    Riferimento, Row("valore", "extension[url='riferimento'].valueString"), Row("nullo", "extension[url='riferimento-nullo'].valueCode")
)
TESTO_INTERO = Binding(
    Testo,
    Row("parole", "extension[url='parole'].valueString"), Row("riferimento", ".", _RIFERIMENTO), Row("nullo", "extension[url='nullo'].valueCode"),
    Row("tipo_media", "extension[url='tipo-media'].valueString"), Row("rappresentazione", "extension[url='rappresentazione'].valueCode"),
    Row("lingua", "extension[url='lingua'].valueString"),
)  # fmt: skip
"""A text as an extension of ours of which nothing is lost, where the model must have it."""

# ---- status

_SAID, _DENIED = f"{OURS}stato", f"{OURS}negata"


def stato(codici: Mapping[str, str], altrimenti: str, *, negato: str = "") -> By:
    """The status of a statement as R4's required code. What the code does not tell stands beside it; no status at all is written as `altrimenti`.

    `negato` is the code of a statement that is denied, where R4 has one.
    """
    back = {code: text for text, code in reversed(list(codici.items()))}

    def derive(code: str) -> list[Any]:
        return [back.get(code), True if code == negato else None] if negato else [back.get(code)]

    def write(testo: str | None, negata: bool | None = None) -> Json:
        code = negato if negata and negato else altrimenti if testo is None else codici.get(testo, altrimenti)
        told = derive(code)
        beside: list[Json] = []
        if testo != told[0]:
            beside.append({"url": _SAID, "valueCode": "absent"} if testo is None else {"url": _SAID, "valueString": testo})
        if negato and negata != told[1]:
            beside.append({"url": _DENIED, "valueBoolean": negata})
        return {"status": code} | ({"_status": {"extension": beside}} if beside else {})

    def read(code: Any, beside: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        if type(code) is not str:
            raise ValueError("no status")
        values = derive(code)
        for each in [] if beside is None else beside["extension"]:
            values[0 if each["url"] == _SAID else 1] = each.get("valueString", each.get("valueBoolean"))
        again = write(*values)
        if again.get("_status") != beside:
            raise ValueError("not what stands beside this status")
        return tuple(values), () if again["status"] == code else ("status",)

    fields = ("stato", "negata") if negato else ("stato",)
    return By(fields, ("status", "_status"), write, read, "R4 has a closed list of statuses", always=True, presence=True)


OSSERVATO = stato(
    {"completed": "final", "active": "preliminary", "new": "registered", "aborted": "cancelled", "cancelled": "cancelled",
     "nullified": "entered-in-error"},
    "final",
)  # fmt: skip
"""What a signed document tells without a status is final."""
FATTO = {
    "completed": "completed", "active": "in-progress", "new": "preparation", "held": "on-hold", "suspended": "on-hold", "aborted": "stopped",
    "cancelled": "stopped", "nullified": "entered-in-error",
}  # fmt: skip
"""Statuses of an event: act, procedure, picture."""
CHIESTO = {
    "active": "active", "completed": "completed", "new": "draft", "held": "on-hold", "suspended": "on-hold", "aborted": "revoked",
    "cancelled": "revoked", "nullified": "entered-in-error",
}  # fmt: skip
"""Statuses of a request."""
FASE_AVVENUTA = Drop("fase", "the resource tells of what happened", lambda values: "EVN")
FASE_CHIESTA = Row("fase", "intent", table({"RQO": "order", "INT": "plan", "PRP": "proposal"}, "fase", "order"))
FASE_A_PARTE = Row("fase", f"{mine('fase')}.valueCode")


def avvenuto(voce: Any) -> bool:
    """Whether a statement tells of what happened."""
    return voce.fase in (None, "EVN")


def chiesto(voce: Any) -> bool:
    """Whether a statement tells of what is intended, asked for or proposed."""
    return not avvenuto(voce)


STATO_A_PARTE = Row("stato", f"{mine('stato')}.valueString")
"""The status of a statement, where the resource has none."""


def enunciato(name: str) -> Word:
    """The mark by which a statement is told from others that become resources of the same type."""
    return Fixed(f"{mine('enunciato')}.valueCode", name)


def segnato(kind: str, name: str) -> str:
    """The step to a resource that bears this mark."""
    return f"->{kind}[extension.valueCode='{name}']"


# ---- people, places, references

#: a period also where it is a point: some readers of FHIR take no extension whose value is nothing but a reason of absence
_PERIODO = quando_periodo("periodo", "extension[url='periodo'].valuePeriod")
_RELAZIONE = Row("relazione", "extension[url='relazione'].valueCode")
_CLASSE = Row("classe", "extension[url='classe'].valueCode")
_PARTECIPANTE: tuple[Word, ...] = (
    _RELAZIONE, _CLASSE, _PERIODO, Row("classe_entita", "extension[url='classe-entita'].valueCode"),
    Row("dispositivo", "extension[url='dispositivo'].valueReference->Device", DISPOSITIVO),
    Row("classe_ente", "extension[url='classe-ente'].valueCode"), Row("codice_ente", "extension[url='ente'].valueCodeableConcept", CC),
    Row("modelli", "extension[url='modello']*.valueIdentifier", ID), Row("modelli_ruolo", "extension[url='modello-ruolo']*.valueIdentifier", ID),
)  # fmt: skip
_ENTITA = Row("entita", extension("entita", "CodeableConcept"), CC)
_PERSONA = Binding(
    PartecipanteClinico,
    *_PARTECIPANTE,
    In(
        "extension[url='persona'].valueReference->PractitionerRole", _ID, Row("codice", "code", CC), Row("recapiti", "telecom*", RECAPITO),
        In("practitioner->Practitioner", Row("nome", "name", NOME), Row("indirizzi", "address*", INDIRIZZO)),
        In("organization->Organization", Row("ente", "identifier*", ID)), _ENTITA,
    ),
)  # fmt: skip


def _is_place(partecipante: PartecipanteClinico) -> bool:
    return partecipante.relazione == "LOC" or partecipante.classe == "SDLOC"


_LUOGO = Binding(
    PartecipanteClinico,
    *_PARTECIPANTE,
    In(
        "extension[url='luogo'].valueReference->Location", _ID, Row("codice", "type", CC), Row("recapiti", "telecom*", RECAPITO),
        Row("indirizzi", "address*", INDIRIZZO), Row("nome", extension("nome", "HumanName"), NOME),
        In("managingOrganization->Organization", Row("ente", "identifier*", ID)), _ENTITA,
    ), meant=_is_place,
)  # fmt: skip


def _partecipanti(prefix: str = "") -> Choice:
    return Choice("partecipanti", "extension*", {f"[url='{OURS}{prefix}luogo']": _LUOGO, f"[url='{OURS}{prefix}partecipante']": _PERSONA})


PARTECIPANTI = _partecipanti()

_ATTO: tuple[Word, ...] = (
    _ID, MODELLI, Row("testo", mine("testo"), TESTO), Row("classe", f"{mine('classe')}.valueCode"), Row("fase", f"{mine('fase')}.valueCode"),
)  # fmt: skip
_SUBJECT = Fixed("subject", Same("assistito"))


def _esterno(*words: Word, code: str = "code") -> Binding:
    return Binding(AttoEsterno, *_ATTO, _SUBJECT, Row("codice", code, CC), *words)


RIMANDO = Binding(
    Rimando,
    _RELAZIONE,
    Row("atto", "extension[url='atto'].valueReference->ServiceRequest", _esterno(Fixed("status", "unknown"), Fixed("intent", "order"))),
    Row(
        "documento", "extension[url='documento'].valueReference->DocumentReference",
        _esterno(Fixed("status", "current"), Fixed(f"content.attachment.{ASSENTE}", "unknown"), code="type"),
    ),
    Row("osservazione", "extension[url='osservazione'].valueReference->Observation", _esterno(Fixed("status", "unknown"))),
    Row("procedura", "extension[url='procedura'].valueReference->Procedure", _esterno(Fixed("status", "unknown"))),
)  # fmt: skip


def chi_e_cosa(esecutori: str = "", esecutore: Binding = ESECUTORE_RIFERITO) -> tuple[Word, ...]:
    """Identifiers, words and people of a statement; `esecutori` is the element of who did it, where there is one, `esecutore` what it holds."""
    return (Row("testo", mine("testo"), TESTO), *chi(esecutori, esecutore))


def chi(esecutori: str = "", esecutore: Binding = ESECUTORE_RIFERITO) -> tuple[Word, ...]:
    """Identifiers and people of a statement that has no words of its own."""
    return (
        _ID, MODELLI, Row("autori", "<-Provenance.target*", AUTORE_ENUNCIATO), PARTECIPANTI,
        Row("rimandi", f"{mine('rimando')}*", RIMANDO),
        Row("esecutori", f"{esecutori}*" if esecutori else f"{mine('esecutore')}*.valueReference", esecutore),
    )  # fmt: skip


def voce() -> tuple[Word, ...]:
    """What an item of a list says besides the statement in it, where both become one resource: it has names of its own."""
    return (
        Row("id", "identifier[use='secondary']*", ID), Row("modelli", extension("voce-modello", "Identifier", many=True), ID),
        Row("testo", mine("voce-testo"), TESTO), Row("stato", f"{mine('voce-stato')}.valueString"), Row("quando", "recordedDate", OCCORRENZA),
        Row("autori", f"{mine('voce-autore')}*", AUTORE_SUL_POSTO), Row("esecutori", f"{mine('voce-esecutore')}*.valueReference", ESECUTORE_RIFERITO),
        _partecipanti("voce-"), Row("rimandi", f"{mine('voce-rimando')}*", RIMANDO),
        Row("codice_nullo", f"{mine('voce-codice-nullo')}.valueCode"),
    )  # fmt: skip


def a_parte() -> tuple[Word, ...]:
    """What a statement says that is no resource of its own: people and identifiers as extensions."""
    return (
        Row("id", extension("identificativo", "Identifier", many=True), ID), MODELLI, Row("testo", mine("testo"), TESTO),
        quando_periodo("quando", f"{mine('quando')}.valuePeriod"), Row("autori", f"{mine('autore')}*", AUTORE_SUL_POSTO), PARTECIPANTI,
        Row("esecutori", f"{mine('esecutore')}*.valueReference", ESECUTORE_RIFERITO), Row("rimandi", f"{mine('rimando')}*", RIMANDO),
    )  # fmt: skip


NOTE = Row("note", "note*", NOTA)
NOTE_A_PARTE = Row("note", f"{mine('nota')}*.valueAnnotation", NOTA)
"""Comments, where the resource has no `note`."""
SOGGETTO = _SUBJECT
PAZIENTE = Fixed("patient", Same("assistito"))
RELAZIONE = Row("relazione", f"{mine('relazione')}.valueCode")

COMMENTO = Binding(
    Commento,
    *codice_fisso("48767-8"), OSSERVATO, _SUBJECT, _ID, MODELLI, RELAZIONE, Row("testo", "valueString", TESTO_VALORE), quando("quando", "effective"),
    Row("autori", "<-Provenance.target*", AUTORE_ENUNCIATO),
)  # fmt: skip
"""A comment that stands by itself in a section: an observation of this code."""

# ---- specimens

CAMPIONE = Binding(
    Campione,
    _SUBJECT, _ID, MODELLI, Row("materiale", "type", CC), Row("classe", f"{mine('classe')}.valueCode"),
    Row("descrizione", f"{mine('descrizione')}.valueString"),
)  # fmt: skip
CAMPIONI = Row("campioni", "specimen*->Specimen", CAMPIONE)
CAMPIONI_A_PARTE = Row("campioni", f"{mine('campione')}*.valueReference->Specimen", CAMPIONE)

# ---- what is normal

_AGE = "30525-0"


def _age(riferimento: Any) -> Json | None:
    """The range of ages for which a range of reference holds."""
    for criterio in (*(tra(riferimento, "criteri_laboratorio") or ()), *(tra(riferimento, "criteri") or ())):
        code, value = tra(criterio, "codice"), tra(criterio, "valore")
        if code is not None and tra(code, "codice") == _AGE and value is not None and tra(value, "tipo") == "Intervallo":
            return intervallo(value)
    return None


_CRITERIO = Binding(
    Criterio,
    Row("codice", "extension[url='codice'].valueCodeableConcept", CC), Row("testo", "extension[url='testo']", TESTO),
    valore("valore", "extension[url='valore'].value[x]"),
)  # fmt: skip
_CRITERIO_LABORATORIO = Binding(
    CriterioLaboratorio,
    Row("codice", "extension[url='codice'].valueCodeableConcept", CC), Row("testo", "extension[url='testo'].valueString"),
    Row("valore", "extension[url='valore'].valueRange", INTERVALLO),
)  # fmt: skip
_RANGE: tuple[Word, ...] = (
    Row("codice", "type", CC), Row("testo", ".", TESTO_SUL_POSTO), Row("interpretazione", extension("interpretazione", "CodeableConcept"), CC),
    Fixed("age", Same(".", Leaf(None, _age))), Row("criteri", f"{mine('criterio')}*", _CRITERIO),
    Row("criteri_laboratorio", f"{mine('criterio-laboratorio')}*", _CRITERIO_LABORATORIO),
)  # fmt: skip


def _has_ends(riferimento: IntervalloRiferimento) -> bool:
    return riferimento.valore is None or type(riferimento.valore) is Intervallo


RIFERIMENTI = Choice(
    "riferimenti", "referenceRange*",
    {
        f"[extension.url='{OURS}valore-riferimento']": Binding(
            IntervalloRiferimento, *_RANGE, valore("valore", f"{mine('valore-riferimento')}.value[x]"), meant=lambda each: not _has_ends(each)
        ),
        ".": Binding(IntervalloRiferimento, *_RANGE, Row("valore", ".", INTERVALLO)),
    },
)  # fmt: skip
