"""What clinical statements are made of besides codes and values: who took part, specimens, references to other acts, ranges of reference."""

from __future__ import annotations

from typing import Annotated

from siss_interop.messages.comune.cda import AUTORE, DISPOSITIVO, ESECUTORE
from siss_interop.messages.comune.enunciati.base import Modelli, Nota
from siss_interop.messages.comune.persone import Autore, Dispositivo, Esecutore, Ids, Indirizzi, NomePersona, Recapiti
from siss_interop.model.base import Many, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.misure import Intervallo, Valore
from siss_interop.model.tipi import Codice, Id, Indicatore, NullFlavor, Quando, Testo
from siss_interop.wire.cda.misure import IVL_PQ_TYPED, valore
from siss_interop.wire.cda.tipi import AD, CD, ED, II, PN, TEL, when
from siss_interop.wire.words import BOOL, Binding, Fixed, In, Mark, Row, Word

Fase = Annotated[Indicatore | None, label("Fase", "EVN happened, INT intended, RQO asked for, PRP proposed, APT appointment")]
Stato = Annotated[Text | None, label("Stato", "status: completed, active, suspended, aborted …")]
Negata = Annotated[bool | None, label("Negata", "whether the statement is denied: it did not happen, is not so")]
Collocazione = Annotated[Text | None, label("Numero d'ordine", "place in an order, where one is written")]


class PartecipanteClinico(Value):
    """Somebody or something that took part in what is told: who asked for it, a place, a device, a substance."""

    relazione: Annotated[Indicatore | None, label("Tipo di partecipazione", "REF, LOC, DEV, CSM, ADM …")] = None
    classe: Annotated[Indicatore | None, label("Classe", "class of the role")] = None
    modelli: Modelli = ()
    periodo: Annotated[Quando | None, label("Periodo", "when")] = None
    modelli_ruolo: Annotated[Many[Id], label("Modelli del ruolo", "templateIds of the role")] = ()
    id: Ids = ()
    codice: Annotated[Codice | None, label("Ruolo", "kind of role or place")] = None
    indirizzi: Indirizzi = ()
    recapiti: Recapiti = ()
    classe_entita: Annotated[Indicatore | None, label("Classe dell'entità", "class of what plays the role")] = None
    entita: Annotated[Codice | None, label("Entità", "what it is, coded")] = None
    nome: NomePersona = None
    dispositivo: Annotated[Dispositivo | None, label("Dispositivo", "the device that took part")] = None
    classe_ente: Annotated[Indicatore | None, label("Classe dell'ente", "class of what the role is of")] = None
    ente: Ids = ()
    codice_ente: Annotated[Codice | None, label("Ente", "what the role is of, coded")] = None


PARTECIPANTE_CLINICO = Binding(
    PartecipanteClinico,
    Row("relazione", "@typeCode"), Row("modelli", "templateId*", II), when("periodo", "time"),
    In(
        "participantRole", Row("classe", "@classCode"), Row("modelli_ruolo", "templateId*", II), Row("id", "id*", II, key="radice"),
        Row("codice", "code", CD), Row("indirizzi", "addr*", AD, key="uso"), Row("recapiti", "telecom*", TEL, key="uso"),
        In("playingEntity", Row("classe_entita", "@classCode"), Row("entita", "code", CD), Row("nome", "name", PN)),
        Row("dispositivo", "playingDevice", DISPOSITIVO),
        In("scopingEntity", Row("classe_ente", "@classCode"), Row("ente", "id*", II, key="radice"), Row("codice_ente", "code", CD)),
    ),
)  # fmt: skip


class Campione(Value):
    """A specimen that something was found in."""

    modelli: Modelli = ()
    id: Ids = ()
    classe: Annotated[Indicatore | None, label("Classe", "class of the material; MIC is a micro-organism")] = None
    materiale: Annotated[Codice | None, label("Materiale", "what the specimen is")] = None
    descrizione: Annotated[Text | None, label("Descrizione", "the specimen in words")] = None


def campione(role: str) -> Binding:
    """The binding of a specimen with this templateId role: guides tell the specimens of a procedure from those of an observation."""
    return Binding(
        Campione,
        In(
            "specimenRole", Mark(role), Row("modelli", "templateId*", II), Row("id", "id*", II, key="radice"),
            In("specimenPlayingEntity", Row("classe", "@classCode"), Row("materiale", "code", CD), Row("descrizione", "desc/.")),
        ),
    )  # fmt: skip


CAMPIONE = campione("campione")


class AttoEsterno(Value):
    """An act or document that is told of elsewhere."""

    classe: Annotated[Indicatore | None, label("Classe", "class of the act")] = None
    fase: Fase = None
    modelli: Modelli = ()
    id: Ids = ()
    codice: Annotated[Codice | None, label("Tipo", "kind of act or document")] = None
    testo: Annotated[Testo | None, label("Testo", "in words, or a link to the narrative")] = None


class Rimando(Value):
    """A reference to something outside of the document: a prescription, an earlier report."""

    relazione: Annotated[Indicatore | None, label("Relazione", "REFR refers to, RPLC replaces, SPRT supports")] = None
    atto: Annotated[AttoEsterno | None, label("Atto", "an act, as a prescription")] = None
    documento: Annotated[AttoEsterno | None, label("Documento", "a document")] = None
    osservazione: Annotated[AttoEsterno | None, label("Osservazione", "an observation")] = None
    procedura: Annotated[AttoEsterno | None, label("Procedura", "a procedure")] = None


_ESTERNO = Binding(
    AttoEsterno,
    Row("classe", "@classCode"), Row("fase", "@moodCode"), Row("modelli", "templateId*", II), Row("id", "id*", II, key="radice"),
    Row("codice", "code", CD), Row("testo", "text", ED),
)  # fmt: skip
RIMANDO = Binding(
    Rimando,
    Row("relazione", "@typeCode"), Row("atto", "externalAct", _ESTERNO), Row("documento", "externalDocument", _ESTERNO),
    Row("osservazione", "externalObservation", _ESTERNO), Row("procedura", "externalProcedure", _ESTERNO),
)  # fmt: skip


class Criterio(Value):
    """A condition under which something holds: a range of age, a sex."""

    codice: Annotated[Codice | None, label("Criterio", "what the condition is about")] = None
    testo: Annotated[Testo | None, label("Testo", "the condition in words")] = None
    valore: Annotated[Valore | None, label("Valore", "what must be the case")] = None


class CriterioLaboratorio(Value):
    """A condition under which a range holds, in the extension that laboratory reports use."""

    codice: Annotated[Codice | None, label("Criterio", "what the condition is about")] = None
    testo: Annotated[Text | None, label("Testo", "the condition in words")] = None
    valore: Annotated[Intervallo | None, label("Valore", "the range in which it must lie")] = None


class IntervalloRiferimento(Value):
    """What is normal for an observation."""

    codice: Annotated[Codice | None, label("Tipo", "kind of range")] = None
    testo: Annotated[Testo | None, label("Testo", "the range in words")] = None
    valore: Annotated[Valore | None, label("Valore", "the range itself")] = None
    interpretazione: Annotated[Codice | None, label("Interpretazione", "what a value in this range means")] = None
    criteri: Annotated[Many[Criterio], label("Condizioni", "for whom the range holds")] = ()
    criteri_laboratorio: Annotated[Many[CriterioLaboratorio], label("Condizioni (laboratorio)", "the same, as laboratory reports write it")] = ()


CRITERIO = Binding(Criterio, Row("codice", "criterion/code", CD), Row("testo", "criterion/text", ED), In("criterion", valore("valore")))
CRITERIO_LABORATORIO = Binding(
    CriterioLaboratorio,
    In("lab:criterion", Row("codice", "lab:code", CD), Row("testo", "lab:text/."), Row("valore", "lab:value", IVL_PQ_TYPED)),
)
RIFERIMENTO = Binding(
    IntervalloRiferimento,
    In(
        "observationRange", Row("codice", "code", CD), Row("testo", "text", ED), valore("valore"), Row("interpretazione", "interpretationCode", CD),
        Row("criteri", "precondition*", CRITERIO), Row("criteri_laboratorio", "lab:precondition*", CRITERIO_LABORATORIO),
    ),
)  # fmt: skip


class EnunciatoClinico(Value):
    """What every clinical statement may have."""

    id: Ids = ()
    modelli: Modelli = ()
    testo: Annotated[Testo | None, label("Testo", "the statement in words, or a link to the narrative")] = None
    stato: Stato = None
    quando: Annotated[Quando | None, label("Quando", "when it happened, holds or is to happen")] = None
    esecutori: Annotated[Many[Esecutore], label("Esecutori", "who did it")] = ()
    autori: Annotated[Many[Autore], label("Autori", "who stated it")] = ()
    partecipanti: Annotated[Many[PartecipanteClinico], label("Partecipanti", "who or what took part")] = ()
    rimandi: Annotated[Many[Rimando], label("Rimandi", "what it refers to outside of the document")] = ()


class EnunciatoConNote(EnunciatoClinico):
    """A statement on which comments may be made."""

    note: Annotated[Many[Nota], label("Note", "comments")] = ()


class VoceDiLista(EnunciatoClinico):
    """An item of a list: the act around what is on the list. Its code says nothing, and usually why: that it is not applicable."""

    codice_nullo: Annotated[
        NullFlavor | None, label("Motivo di assenza del codice", "why the act has no code, where it is not NA (not applicable)")
    ] = None


#: identifiers, words and people of a statement; its time and status are said by each kind
CHI_E_COSA: tuple[Word, ...] = (
    Row("id", "id*", II, key="radice"), Row("modelli", "templateId*", II), Row("testo", "text", ED), Row("esecutori", "performer*", ESECUTORE),
    Row("autori", "author*", AUTORE), Row("partecipanti", "participant*", PARTECIPANTE_CLINICO, key="relazione"),
    Row("rimandi", "reference*", RIMANDO),
)  # fmt: skip
STATO = Row("stato", "statusCode/@code")
CLINICO: tuple[Word, ...] = (*CHI_E_COSA, STATO, when("quando"))
#: the code of an item of a list
CODICE_ASSENTE: tuple[Word, ...] = (Fixed("code/@nullFlavor", "NA"), Row("codice_nullo", "code/@nullFlavor"))
NEGATA = Row("negata", "@negationInd", BOOL)


def e_un(classe: str, fase: str = "EVN") -> tuple[Word, ...]:
    """Class and mood of a statement that can have no other."""
    return Fixed("@classCode", classe), Fixed("@moodCode", fase)
