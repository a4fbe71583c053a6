"""Scheda sanitaria individuale: the longitudinal record that a family doctor keeps of a patient.

It holds clinical data one by one, each with an identity, a date, an author and a mark (*marcatura*): what is marked goes into the patient summary.
The statements are those of the documents. It is no document itself: it has no version and nobody signs it.
Source: Regione Lombardia, presentation of the SISS («Marcatura» e selezione dei dati clinici; acquisizione automatica).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, Field

from siss_interop.messages.comune.enunciati.allergie import VoceAllergia
from siss_interop.messages.comune.enunciati.familiari import AnamnesiFamiliare
from siss_interop.messages.comune.enunciati.generici import Fornitura, Gruppo, Incontro, Osservazione, Prestazione, Procedura, Terapia
from siss_interop.messages.comune.enunciati.percorsi import Esenzione, ReteDiPatologia, StatoFunzionale
from siss_interop.messages.comune.enunciati.problemi import VoceProblema
from siss_interop.messages.comune.enunciati.vaccini import Immunizzazione
from siss_interop.messages.comune.persone import Assistito, Autore
from siss_interop.model.base import Many, Message, Model, Value
from siss_interop.model.marks import label
from siss_interop.model.shape import shapes
from siss_interop.model.tipi import Codice, Id, Momento

Posizione = tuple[str, str]


class Fonte(Value):
    """A document that says what the record says."""

    documento: Annotated[Id, label("Documento", "identifier of the document")]
    codice: Annotated[Codice | None, label("Tipo di documento", "kind of the document")] = None
    data: Annotated[Momento | None, label("Data del documento", "when the document was made")] = None
    autori: Annotated[Many[Autore], label("Autori", "who wrote the document")] = ()


class Dato(Model):
    """What each datum of the record has besides its statement."""

    id: Annotated[Id, label("Identificativo", "identity of the datum in the record")]
    data: Annotated[Momento, label("Data", "when it was recorded, or the date of the document that it came from")]
    autore: Annotated[Autore | None, label("Autore", "who recorded or stated it")] = None
    marcato: Annotated[bool, label("Marcatura", "whether it goes into the patient summary")] = False
    fonti: Annotated[Many[Fonte], label("Fonti", "documents that say it")] = ()


class DatoAllergia(Dato):
    """An allergy, or that none is known."""

    enunciato: Annotated[VoceAllergia, label("Enunciato", "the allergy")]


class DatoTerapia(Dato):
    """A medicine that is, was or is to be taken."""

    enunciato: Annotated[Terapia, label("Enunciato", "the medicine")]


class DatoVaccinazione(Dato):
    """A vaccine given or not given."""

    enunciato: Annotated[Immunizzazione, label("Enunciato", "the vaccination")]


class DatoProblema(Dato):
    """A problem, diagnosis or condition."""

    enunciato: Annotated[VoceProblema, label("Enunciato", "the problem")]


class DatoFamiliare(Dato):
    """What is known of a relative."""

    enunciato: Annotated[AnamnesiFamiliare | Osservazione, Field(discriminator="tipo"), label("Enunciato", "the diseases of the relative")]


class DatoOsservazione(Dato):
    """An observation: a habit, a pregnancy, a consent."""

    enunciato: Annotated[Osservazione, label("Enunciato", "the observation")]


class DatoRisultato(Dato):
    """A result: a single one or a panel."""

    enunciato: Annotated[Gruppo | Osservazione, Field(discriminator="tipo"), label("Enunciato", "the result")]


class DatoDispositivo(Dato):
    """A prosthesis, an implant, an aid."""

    enunciato: Annotated[Fornitura, label("Enunciato", "the device")]


class DatoPianificato(Dato):
    """Something planned."""

    enunciato: Annotated[
        Osservazione | Terapia | Procedura | Incontro | Prestazione, Field(discriminator="tipo"), label("Enunciato", "what is planned")
    ]


class DatoProcedura(Dato):
    """A procedure done."""

    enunciato: Annotated[Procedura, label("Enunciato", "the procedure")]


class DatoIncontro(Dato):
    """A visit or a stay."""

    enunciato: Annotated[Incontro, label("Enunciato", "the visit or stay")]


class DatoStatoFunzionale(Dato):
    """The functional state at some time."""

    enunciato: Annotated[StatoFunzionale, label("Enunciato", "the functional state")]


class DatoEsenzione(Dato):
    """An exemption from the co-payment."""

    enunciato: Annotated[Esenzione, label("Enunciato", "the exemption")]


class DatoRete(Dato):
    """A disease network."""

    enunciato: Annotated[ReteDiPatologia, label("Enunciato", "the network")]


D = TypeVar("D", bound=Dato)


def enunciato_di(dato: Dato) -> Any:
    """What a datum states, whatever its kind."""
    return dato.__dict__["enunciato"]


def chiave(found: Id) -> Posizione:
    """An identifier as a key."""
    return found.radice or "", found.estensione or ""


def _in_ordine(dati: tuple[D, ...]) -> tuple[D, ...]:
    """In order of date, then identity, so that two records that say the same are equal. An identity stands once."""
    keys = [chiave(each.id) for each in dati]
    if len(set(keys)) != len(keys):
        raise ValueError("two data with one identity")
    return tuple(each for _, _, each in sorted(zip((each.data.valore or "" for each in dati), keys, dati, strict=True), key=lambda row: row[:2]))


_ORDINE = AfterValidator(_in_ordine)


class SchedaSanitariaIndividuale(Message):
    """The record of one patient: clinical data by kind, as the sections of the patient summary name them."""

    id: Annotated[Id, label("Identificativo", "identifier of the record")]
    assistito: Annotated[Assistito, label("Assistito", "the patient")]
    medico: Annotated[Autore | None, label("Medico", "the family doctor or paediatrician who keeps the record")] = None
    allergie: Annotated[Many[DatoAllergia], _ORDINE, label("Allergie", "allergies and intolerances")] = ()
    terapie: Annotated[Many[DatoTerapia], _ORDINE, label("Terapie", "medicines")] = ()
    vaccinazioni: Annotated[Many[DatoVaccinazione], _ORDINE, label("Vaccinazioni", "vaccinations")] = ()
    problemi: Annotated[Many[DatoProblema], _ORDINE, label("Problemi", "problems")] = ()
    familiari: Annotated[Many[DatoFamiliare], _ORDINE, label("Anamnesi familiare", "family history")] = ()
    stile_di_vita: Annotated[Many[DatoOsservazione], _ORDINE, label("Stile di vita", "habits")] = ()
    gravidanze: Annotated[Many[DatoOsservazione], _ORDINE, label("Gravidanze", "pregnancies")] = ()
    parametri_vitali: Annotated[Many[DatoRisultato], _ORDINE, label("Parametri vitali", "vital signs")] = ()
    dispositivi: Annotated[Many[DatoDispositivo], _ORDINE, label("Dispositivi", "prostheses, implants, aids")] = ()
    piano_di_cura: Annotated[Many[DatoPianificato], _ORDINE, label("Piano di cura", "what is planned")] = ()
    procedure: Annotated[Many[DatoProcedura], _ORDINE, label("Procedure", "procedures done")] = ()
    visite_e_ricoveri: Annotated[Many[DatoIncontro], _ORDINE, label("Visite e ricoveri", "visits, stays")] = ()
    stato_funzionale: Annotated[Many[DatoStatoFunzionale], _ORDINE, label("Stato funzionale", "functional state")] = ()
    indagini: Annotated[Many[DatoRisultato], _ORDINE, label("Indagini", "results of examinations")] = ()
    donazione_organi: Annotated[Many[DatoOsservazione], _ORDINE, label("Donazione organi", "consent to donate organs")] = ()
    esenzioni: Annotated[Many[DatoEsenzione], _ORDINE, label("Esenzioni", "exemptions")] = ()
    reti: Annotated[Many[DatoRete], _ORDINE, label("Reti di patologia", "disease networks")] = ()


def _classe(field: str) -> type[Dato]:
    (found,) = shapes(SchedaSanitariaIndividuale)[field].models
    return cast("type[Dato]", found)


#: kind of data -> its class
CLASSI: dict[str, type[Dato]] = {
    name: _classe(name) for name, shape in shapes(SchedaSanitariaIndividuale).items() if shape.many
}  # fmt: skip
#: kind of data -> the statements that it takes
ENUNCIATI: dict[str, tuple[type[Any], ...]] = {name: shapes(found)["enunciato"].models for name, found in CLASSI.items()}


def dati(scheda: SchedaSanitariaIndividuale) -> Iterator[tuple[str, Dato]]:
    """Every datum of the record with its kind."""
    for ambito in CLASSI:
        for each in getattr(scheda, ambito):
            yield ambito, each


def con_dato(scheda: SchedaSanitariaIndividuale, ambito: str, dato: Dato) -> SchedaSanitariaIndividuale:
    """The record with this datum: in the place of the one with the same identity, else added. So the doctor settles a conflict.

    Raises KeyError for a kind that there is not, and pydantic's ValidationError for a datum of another kind.
    """
    if ambito not in CLASSI:
        raise KeyError(ambito)
    kept = tuple(each for each in getattr(scheda, ambito) if chiave(each.id) != chiave(dato.id))
    return scheda.model_copy(update={ambito: (*kept, dato)})


def marca(scheda: SchedaSanitariaIndividuale, *quali: Id, marcato: bool = True) -> SchedaSanitariaIndividuale:
    """The record with these data marked for the summary, or no longer marked. Raises KeyError for an identity that is not in it."""
    wanted = {chiave(each) for each in quali}
    missing = wanted - {chiave(each.id) for _, each in dati(scheda)}
    if missing:
        raise KeyError(f"not in the record: {len(missing)} of {len(wanted)}")
    changed = {
        ambito: tuple(each.model_copy(update={"marcato": marcato}) if chiave(each.id) in wanted else each for each in getattr(scheda, ambito))
        for ambito in CLASSI
    }
    return scheda.model_copy(update=changed)
