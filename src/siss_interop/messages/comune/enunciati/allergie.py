"""Allergies and intolerances: the item of the list, the allergy, its reactions, how critical it is, and the statement that there is none."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siss_interop.messages.comune.enunciati.base import Etichetta, Inversa, NomeSistema, Qualifica, codice_fisso, con_codice, qualifica
from siss_interop.messages.comune.enunciati.generici_cda import NOTE
from siss_interop.messages.comune.enunciati.parti import CHI_E_COSA, CLINICO, CODICE_ASSENTE, STATO, EnunciatoConNote, VoceDiLista, e_un
from siss_interop.messages.comune.persone import Ids
from siss_interop.model.base import Many, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Id, ValoreCodificato
from siss_interop.wire.cda.tipi import CD, CD_VALUE, II, when
from siss_interop.wire.words import BOOL, Binding, Choice, Fixed, In, Mark, Row

ACT = "2.16.840.1.113883.5.4"
"""HL7 ActCode."""


class Criticita(Qualifica):
    """How dangerous an allergy is."""

    etichetta: Etichetta = "Criticality"
    nome_codice: NomeSistema = "ActCode"


class StatoClinico(Qualifica):
    """Whether something still holds: active, inactive, resolved."""

    etichetta: Etichetta = "Stato"


class Reazione(EnunciatoConNote):
    """What an allergen or a medicine did to the patient."""

    inversa: Inversa = None
    etichetta: Etichetta = "Obiettività Clinica"
    nome_codice: NomeSistema = "LOINC"
    manifestazione: Annotated[ValoreCodificato | None, label("Manifestazione", "the reaction, coded")] = None


class Agente(Value):
    """What one is allergic to."""

    id: Ids = ()
    modelli: Annotated[Many[Id], label("Modelli", "templateIds of the role")] = ()
    agente: Annotated[Codice | None, label("Agente", "substance or medicine")] = None


class Allergia(EnunciatoConNote):
    """An allergy, intolerance or adverse reaction."""

    tipo: Literal["Allergia"] = "Allergia"
    inversa: Inversa = None
    etichetta: Etichetta = "Allergia o causa della reazione"
    nome_codice: NomeSistema = "LOINC"
    genere: Annotated[ValoreCodificato | None, label("Tipo di allergia", "allergy or intolerance, to what kind of thing")] = None
    agenti: Annotated[Many[Agente], label("Agenti", "what the patient is allergic to")] = ()
    reazioni: Annotated[Many[Reazione], label("Reazioni", "what it did")] = ()
    criticita: Annotated[Criticita | None, label("Criticità", "how dangerous it is")] = None
    stato_clinico: Annotated[StatoClinico | None, label("Stato clinico", "whether it still holds")] = None


class AssenzaAllergie(EnunciatoConNote):
    """The statement that no allergy is known, or that nothing is known of allergies."""

    tipo: Literal["AssenzaAllergie"] = "AssenzaAllergie"
    inversa: Inversa = None
    etichetta: Etichetta = None
    nome_codice: NomeSistema = "ActCode"
    assenza: Annotated[ValoreCodificato | None, label("Assenza", "no known allergies, or no information")] = None


class VoceAllergia(VoceDiLista):
    """An item of the list of allergies: since when it is on the list, and the allergy itself."""

    tipo: Literal["VoceAllergia"] = "VoceAllergia"
    allergia: Annotated[Allergia | AssenzaAllergie, Field(discriminator="tipo"), label("Allergia", "the allergy, or that there is none")]


_INVERSA = Row("inversa", "@inversionInd", BOOL)
#: identifiers, words, people, time and status of an observation inside an entryRelationship
REAZIONE_WORDS = (*e_un("OBS"), Mark("reazione"), *codice_fisso("75321-0"), *CLINICO, NOTE, Row("manifestazione", "value", CD_VALUE))


def reazione(relation: str) -> Binding:
    """A reaction, and in which relation it stands to its cause."""
    return Binding(Reazione, Fixed("@typeCode", relation), _INVERSA, In("observation", *REAZIONE_WORDS))


STATO_CLINICO = Row("stato_clinico", con_codice("33999-4"), qualifica(StatoClinico, "stato_clinico", "33999-4", "REFR"))
_AGENTE = Binding(
    Agente,
    In(
        "participantRole", Fixed("@classCode", "MANU"), Row("modelli", "templateId*", II), Row("id", "id*", II, key="radice"),
        In("playingEntity", Fixed("@classCode", "MMAT"), Row("agente", "code", CD)),
    ),
)  # fmt: skip


def voce_allergia(severity: str = "SEV", system: str = ACT) -> Binding:
    """The binding of an item; guides differ in the code of the criticality."""
    allergia = Binding(
        Allergia,
        Fixed("@typeCode", "SUBJ"), _INVERSA,
        In(
            "observation", *e_un("OBS"), Mark("allergia"), *codice_fisso("52473-6"), *CLINICO, NOTE, Row("genere", "value", CD_VALUE),
            Row("agenti", "participant[@typeCode='CSM']*", _AGENTE), Row("reazioni", con_codice("75321-0") + "*", reazione("MFST")),
            Row("criticita", con_codice(severity), qualifica(Criticita, "criticita", severity, "SUBJ", system)), STATO_CLINICO,
        ),
    )  # fmt: skip
    assenza = Binding(
        AssenzaAllergie,
        Fixed("@typeCode", "SUBJ"), _INVERSA,
        In("observation", *e_un("OBS"), Mark("assenza_allergie"), *codice_fisso("OINT", ACT), *CLINICO, NOTE, Row("assenza", "value", CD_VALUE)),
    )  # fmt: skip
    return Binding(
        VoceAllergia,
        *e_un("ACT"), Mark("voce_allergia"), *CODICE_ASSENTE, *CHI_E_COSA, STATO, when("quando"),
        Choice("allergia", "", {con_codice("52473-6"): allergia, con_codice("OINT"): assenza}),
    )  # fmt: skip
