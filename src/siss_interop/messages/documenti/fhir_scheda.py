"""Where the record of a patient stands in FHIR R4: a working List of Lists, one for each kind of data, and a resource for each datum.

The statement of a datum is the resource that it is in a document. What the record says of it stands around it: its identity is an identifier of the
resource, its date and its mark are those of the entry of the List, who recorded it and which documents say it is a Provenance. A kind without data
has no List. A transaction posts the Lists like every clinical resource: a server that has an older state of the record keeps that too.
"""

from __future__ import annotations

from typing import Any

from siss_interop.messages.catalogue import MESSAGE_SYSTEM
from siss_interop.messages.comune.enunciati.problemi import VoceProblema
from siss_interop.messages.comune.enunciati.sezioni import Posto, posti
from siss_interop.messages.comune.fhir import ASSISTITO, AUTORE, CHI_SCRIVE
from siss_interop.messages.comune.fhir_enunciati.generici import casi
from siss_interop.messages.comune.fhir_enunciati.parti import SOGGETTO
from siss_interop.messages.comune.fhir_enunciati.problemi import LISTA
from siss_interop.messages.comune.fhir_enunciati.sezioni import TUTTI
from siss_interop.messages.comune.persone import Autore
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.scheda import CLASSI, ENUNCIATI, Dato, Fonte, SchedaSanitariaIndividuale, enunciato_di
from siss_interop.options import BASE
from siss_interop.wire.fhir import times
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.names import CODES
from siss_interop.wire.fhir.tipi import CC, ID, MOMENTO, extension
from siss_interop.wire.words import Binding, Choice, Fixed, In, Leaf, Row, Same, Word

PROFILI = ("collection", "transaction")
_NOME = SchedaSanitariaIndividuale.__name__
_LISTA: tuple[Word, ...] = (Fixed("status", "current"), Fixed("mode", "working"))

# ---- what the record says of a datum

MARCATURA = f"{BASE}:scheda:marcatura"
_MARCHI = {"marcato": True, "non-marcato": False}
_MARCATO = Leaf(_MARCHI.__getitem__, {marked: code for code, marked in _MARCHI.items()}.__getitem__)

_TIPO_AGENTE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_E_AUTORE = In("type.coding", Fixed("system", _TIPO_AGENTE), Fixed("code", "author"))
_FONTE = Binding(
    Fonte,
    Fixed("role", "source"), In("what", Fixed("type", "DocumentReference"), Row("documento", "identifier", ID)),
    Row("codice", extension("tipo-documento", "CodeableConcept"), CC), Row("data", extension("data-documento", "DateTime"), MOMENTO),
    Row("autori", "agent*", Binding(Autore, _E_AUTORE, Row("momento", extension("quando-scritto", "DateTime"), MOMENTO), In("who", CHI_SCRIVE))),
)  # fmt: skip
_ATTO = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_ORIGINE = In(
    "<-Provenance.target[activity.coding.code='CREATE']",
    Fixed("activity.coding.system", _ATTO), Fixed("recorded", Same("data", times.MOMENT)), In("agent", _E_AUTORE),
    Row("autore", ".", Binding(Autore, Row("momento", "occurredDateTime", MOMENTO), In("agent.who", CHI_SCRIVE))), Row("fonti", "entity*", _FONTE),
)  # fmt: skip
"""Who put the datum into the record, and from which documents. A statement may have other Provenances: who wrote it there."""


def _dato(model: type[Dato], kind: str, enunciato: Binding) -> Binding:
    """A datum whose statement becomes a resource of this type, where the words stand on the entry of a List."""

    def meant(dato: Any) -> bool:
        said = enunciato_di(dato)
        return type(said) is enunciato.model and (enunciato.meant is None or enunciato.meant(said))

    return Binding(
        model,
        Row("data", "date", MOMENTO), In("flag.coding", Fixed("system", MARCATURA), Row("marcato", "code", _MARCATO)),
        In(f"item->{kind}", Row("id", "identifier[use='usual']", ID), _ORIGINE, Row("enunciato", ".", enunciato)), meant=meant,
    )  # fmt: skip


# ---- the lists


def _dati(ambito: str) -> Choice:
    """The data of one kind, each recognised by the resource of its statement."""
    kinds = ENUNCIATI[ambito]
    found = casi(kinds, {**TUTTI, **LISTA} if kinds == (VoceProblema,) else TUTTI)
    return Choice(ambito, "entry*", {f"item{step}": _dato(CLASSI[ambito], step[2:].partition("[")[0], each) for step, each in found.items()})


def _ambito(nome: str, posto: Posto) -> Word:
    """The List of one kind of data. It bears the code of the section of a summary, which tells its role in the List of the record too."""
    system = CODES.dump(posto.sistema, "oid")
    return In(
        f"entry[flag.coding.code='{posto.codice}']", Fixed("flag.coding.system", system, when=nome),
        In(
            "item->List", *_LISTA, Fixed("title", posto.titolo), In("code.coding", Fixed("system", system), Fixed("code", posto.codice)), SOGGETTO,
            _dati(nome),
        ),
    )  # fmt: skip


_SCHEDA = Binding(
    SchedaSanitariaIndividuale,
    Fixed(f"meta.tag[system='{MESSAGE_SYSTEM}'].code", _NOME), *_LISTA, Fixed("title", "Scheda sanitaria individuale"), Row("id", "identifier", ID),
    Row("assistito", "subject->Patient", ASSISTITO), Row("medico", "source", AUTORE),
    *(_ambito(nome, posto) for nome, posto, _ in posti(ProfiloSanitarioSintetico) if nome in CLASSI), tag="List",
)  # fmt: skip


def seme(scheda: SchedaSanitariaIndividuale) -> str:
    """What the UUIDs of a record's resources are made of: its identifier."""
    return f"{scheda.id.radice}^{scheda.id.estensione}"


SCHEDA = FhirMapping(dict.fromkeys(PROFILI, _SCHEDA), seme, root=f"[meta.tag.code='{_NOME}']")
