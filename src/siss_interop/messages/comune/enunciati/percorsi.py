"""Exemptions, disease networks, functional state, transport and discharge: acts and panels whose parts the guides fix."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.messages.comune.enunciati.allergie import ACT
from siss_interop.messages.comune.enunciati.base import Etichetta, NomeSistema, codice_fisso
from siss_interop.messages.comune.enunciati.generici import Codificato, Collegati, Incontro, Prestazione
from siss_interop.messages.comune.enunciati.generici_cda import COLLEGATI, INCONTRO, NOTE, PRESTAZIONE
from siss_interop.messages.comune.enunciati.parti import CLINICO, EnunciatoClinico, EnunciatoConNote, e_un
from siss_interop.messages.comune.enunciati.rilievi import DiagnosiDimissione, EsitoTrattamento, Rilievo, rilievo
from siss_interop.messages.comune.testata import LOINC
from siss_interop.model.base import Many
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice
from siss_interop.wire.cda.tipi import CD
from siss_interop.wire.words import Binding, Fixed, In, Mark, Row

ATTI = "2.16.840.1.113883.2.9.5.1.4"
"""HL7 Italia's act codes."""


class Esenzione(EnunciatoConNote):
    """An exemption from the co-payment."""

    tipo: Literal["Esenzione"] = "Esenzione"
    esenzione: Annotated[Codice | None, label("Esenzione", "code of the exemption")] = None


class ReteDiPatologia(EnunciatoConNote):
    """A disease network or care pathway that the patient is enrolled in."""

    tipo: Literal["ReteDiPatologia"] = "ReteDiPatologia"
    rete: Annotated[Codice | None, label("Rete", "code of the network")] = None


class CapacitaMotoria(Rilievo):
    """Whether the patient can move about."""

    etichetta: Etichetta = "Capacità motoria"


class AssistenzaDomiciliare(Rilievo):
    """Which home care the patient has."""

    etichetta: Etichetta = "Regime di assistenza"
    nome_codice: NomeSistema = "ActCode"


class StatoMentale(Rilievo):
    """The mental state of the patient."""

    etichetta: Etichetta = "Stato mentale"


class StatoFunzionale(EnunciatoClinico):
    """The functional state: mobility, care at home, mind."""

    tipo: Literal["StatoFunzionale"] = "StatoFunzionale"
    codice: Codificato = None
    capacita_motoria: Annotated[CapacitaMotoria | None, label("Capacità motoria", "mobility")] = None
    assistenza: Annotated[AssistenzaDomiciliare | None, label("Assistenza", "care at home")] = None
    stato_mentale: Annotated[StatoMentale | None, label("Stato mentale", "mental state")] = None


class Trasporto(EnunciatoConNote):
    """How the patient came to the emergency department, and who sent them."""

    tipo: Literal["Trasporto"] = "Trasporto"
    mezzo: Annotated[Codice | None, label("Mezzo", "means of transport")] = None
    inviante: Annotated[Codice | None, label("Responsabile dell'invio", "who sent the patient")] = None
    collegati: Collegati = ()


class EsitoDimissione(EnunciatoConNote):
    """How an access to the emergency department ended: outcome, diagnoses, and where the patient went."""

    tipo: Literal["EsitoDimissione"] = "EsitoDimissione"
    etichetta: Etichetta = "Dimissione"
    nome_codice: NomeSistema = "ActCode"
    ricoveri: Annotated[Many[Incontro], label("Ricovero", "the stay that follows")] = ()
    trasferimenti: Annotated[Many[Prestazione], label("Trasferimento", "the transfer to another structure")] = ()
    diagnosi: Annotated[Many[DiagnosiDimissione], label("Diagnosi", "diagnoses on discharge")] = ()
    esito: Annotated[EsitoTrattamento | None, label("Esito", "outcome of the treatment")] = None


ESENZIONE = Binding(Esenzione, *e_un("ACT"), Mark("esenzione"), Row("esenzione", "code", CD), *CLINICO, NOTE)
RETE = Binding(ReteDiPatologia, *e_un("PCPR"), Mark("rete"), Row("rete", "code", CD), *CLINICO, NOTE)


def _parte(field: str, model: type[Rilievo], code: str, system: str = LOINC) -> In:
    codec = rilievo(model, field, code, system=system)
    return In(f"component[observation/code/@code='{code}']", Fixed("@typeCode", "COMP"), Row(field, "observation", codec))


STATO_FUNZIONALE = Binding(
    StatoFunzionale,
    *e_un("BATTERY"), Mark("stato_funzionale"), Row("codice", "code", CD), *CLINICO, _parte("capacita_motoria", CapacitaMotoria, "75246-9"),
    _parte("assistenza", AssistenzaDomiciliare, "ASSERTION", ACT), _parte("stato_mentale", StatoMentale, "8693-4"),
)  # fmt: skip
TRASPORTO = Binding(
    Trasporto,
    *e_un("TRNS"), Mark("trasporto"), Row("mezzo", "code", CD), *CLINICO, NOTE,
    In("participant[@typeCode='REFB']", Row("inviante", "participantRole/code", CD)), COLLEGATI,
)  # fmt: skip


def _parte_di(field: str, step: str, codec: Binding) -> Row:
    return Row(field, f"entryRelationship[@typeCode='COMP'][{step}]*/{step.partition('/')[0]}", codec)


ESITO_DIMISSIONE = Binding(
    EsitoDimissione,
    *e_un("ACT"), Mark("esito_dimissione"), *codice_fisso("dimissione", ATTI), *CLINICO, NOTE,
    _parte_di("ricoveri", "encounter", INCONTRO), _parte_di("trasferimenti", "act", PRESTAZIONE),
    _parte_di("diagnosi", "observation/code/@code='29308-4'", rilievo(DiagnosiDimissione, "diagnosi_dimissione", "29308-4")),
    In(
        "entryRelationship[observation/code/@code='11302-7']", Fixed("@typeCode", "COMP"),
        Row("esito", "observation", rilievo(EsitoTrattamento, "esito_trattamento", "11302-7")),
    ),
)  # fmt: skip
