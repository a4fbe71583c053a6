"""Statements whose code is data: observation, panel, procedure, encounter, act, supply, medicine, picture; and how they hang together.

A code that the guide fixes is no field of these: it has a class of its own in another module.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siss_interop.messages.comune.enunciati.base import Etichetta, Inversa, Modelli, NomeSistema, Nota
from siss_interop.messages.comune.enunciati.parti import (
    Campione,
    Collocazione,
    EnunciatoClinico,
    EnunciatoConNote,
    Fase,
    IntervalloRiferimento,
    Negata,
    PartecipanteClinico,
    Rimando,
)
from siss_interop.messages.comune.persone import Autore, Esecutore, Ids, Organizzazione
from siss_interop.model.base import Many, Text, Value
from siss_interop.model.marks import label
from siss_interop.model.misure import Cadenza, CadenzaEvento, Dose, Rapporto, Reale, Valore
from siss_interop.model.tipi import Codice, Id, Indicatore, Testo

Classe = Annotated[Indicatore | None, label("Classe", "HL7 class, where it is not the usual one")]
Priorita = Annotated[Codice | None, label("Priorità", "urgency")]
Sedi = Annotated[Many[Codice], label("Sede", "body site")]
Metodi = Annotated[Many[Codice], label("Metodo", "how it was done")]
Campioni = Annotated[Many[Campione], label("Campioni", "specimens")]
Codificato = Annotated[Codice | None, label("Codice", "what it is, coded")]


class Osservazione(EnunciatoConNote):
    """A finding whose code is data: a vital sign, a laboratory result, a habit."""

    tipo: Literal["Osservazione"] = "Osservazione"
    classe: Classe = None
    fase: Fase = "EVN"
    negata: Negata = None
    codice: Codificato = None
    priorita: Priorita = None
    ripetizione: Annotated[int | None, Field(ge=0, le=10**9), label("Ripetizione", "how often it was repeated")] = None
    valori: Annotated[Many[Valore], label("Valori", "what was found")] = ()
    interpretazioni: Annotated[Many[Codice], label("Interpretazioni", "normal, high, low …")] = ()
    metodi: Metodi = ()
    sedi: Sedi = ()
    campioni: Campioni = ()
    riferimenti: Annotated[Many[IntervalloRiferimento], label("Intervalli di riferimento", "what is normal")] = ()
    collegati: Collegati = ()


class Gruppo(EnunciatoClinico):
    """A panel: a battery of results, a cluster of vital signs; may hold groups."""

    tipo: Literal["Gruppo"] = "Gruppo"
    classe: Annotated[Indicatore | None, label("Classe", "BATTERY or CLUSTER")] = "CLUSTER"
    fase: Fase = "EVN"
    codice: Codificato = None
    campioni: Campioni = ()
    componenti: Annotated[Many[Voce], label("Componenti", "what the panel holds")] = ()


class Contenitore(EnunciatoConNote):
    """The container of what a procedure took from the patient."""

    relazione: Annotated[Indicatore | None, label("Relazione", "how it belongs to the procedure: COMP, XCRPT …")] = None
    inversa: Inversa = None
    etichetta: Etichetta = "Tipologia della fornitura"
    nome_codice: NomeSistema = "LOINC"
    quantita: Annotated[Text | None, label("Quantità", "how many")] = None


class Procedura(EnunciatoConNote):
    """Something done to the patient, or to be done."""

    tipo: Literal["Procedura"] = "Procedura"
    fase: Fase = "EVN"
    negata: Negata = None
    codice: Codificato = None
    priorita: Priorita = None
    metodi: Metodi = ()
    vie: Annotated[Many[Codice], label("Via di accesso", "approach site")] = ()
    sedi: Sedi = ()
    campioni: Campioni = ()
    contenitori: Annotated[Many[Contenitore], label("Contenitori", "containers of what was taken")] = ()
    collegati: Collegati = ()


class Incontro(EnunciatoConNote):
    """A visit, a stay, an access: past, or asked for."""

    tipo: Literal["Incontro"] = "Incontro"
    fase: Fase = "EVN"
    codice: Codificato = None
    priorita: Priorita = None
    collegati: Collegati = ()


class Prestazione(EnunciatoConNote):
    """Any other act: a service, a consultation, a group of results of one examination."""

    tipo: Literal["Prestazione"] = "Prestazione"
    classe: Annotated[Indicatore | None, label("Classe", "HL7 class of the act")] = "ACT"
    fase: Fase = "EVN"
    negata: Negata = None
    codice: Codificato = None
    priorita: Priorita = None
    campioni: Campioni = ()
    collegati: Collegati = ()


class Fornitura(EnunciatoConNote):
    """Something handed out, or implanted: a device, an aid, a container."""

    tipo: Literal["Fornitura"] = "Fornitura"
    fase: Fase = "EVN"
    codice: Codificato = None
    ripetizione: Annotated[int | None, Field(ge=0, le=10**9), label("Ripetizione", "how often it is repeated")] = None
    indipendente: Annotated[bool | None, label("Indipendente", "whether it is told apart from what is around it (independentInd)")] = None
    quantita: Annotated[Text | None, label("Quantità", "how many")] = None
    prodotto: Annotated[Farmaco | None, label("Prodotto", "what was handed out")] = None
    collegati: Collegati = ()


class FarmacoEtichettato(Value):
    """A medicine as its label calls it: how prescriptions write it."""

    codice: Codificato = None
    nome: Annotated[Text | None, label("Nome", "name on the label")] = None


class Farmaco(Value):
    """A medicine: its code (AIC, ATC or equivalence group), name, lot and maker."""

    modelli: Annotated[Many[Id], label("Altri modelli", "templateIds besides that of the type")] = ()
    modelli_materiale: Annotated[Many[Id], label("Modelli del materiale", "further templateIds of the material")] = ()
    id: Ids = ()
    codice: Annotated[Codice | None, label("Codice", "AIC, ATC or equivalence group, with translations")] = None
    nome: Annotated[Text | None, label("Nome", "name of the product")] = None
    forma: Annotated[Codice | None, label("Forma", "pharmaceutical form")] = None
    lotto: Annotated[Text | None, label("Lotto", "lot number")] = None
    ditta: Annotated[Organizzazione | None, label("Ditta", "manufacturer")] = None
    etichettato: Annotated[FarmacoEtichettato | None, label("Farmaco etichettato", "the medicine as its label calls it")] = None


class Contenuto(Value):
    """How much of a product is in a unit or a package."""

    quantita: Annotated[Reale, label("Quantità", "how much of it")]
    codice: Codificato = None


class Terapia(EnunciatoConNote):
    """A medicine that is, was or is to be taken: what, when, how often, how much."""

    tipo: Literal["Terapia"] = "Terapia"
    fase: Fase = "EVN"
    negata: Negata = None
    codice: Codificato = None
    priorita: Priorita = None
    cadenze: Annotated[Many[Cadenza], label("Cadenza", "how often")] = ()
    eventi: Annotated[Many[CadenzaEvento], label("Momenti della giornata", "at which events of the day")] = ()
    ripetizione: Annotated[int | None, Field(ge=0, le=10**9), label("Ripetizione", "how often it is repeated")] = None
    via: Annotated[Codice | None, label("Via di somministrazione", "route")] = None
    sedi: Annotated[Many[Codice], label("Sede", "approach site")] = ()
    dose: Annotated[Dose | None, label("Dose", "how much at a time")] = None
    velocita: Annotated[Dose | None, label("Velocità", "rate at which it is given")] = None
    dose_massima: Annotated[Rapporto | None, label("Dose massima", "at most so much in so much time")] = None
    unita: Annotated[Codice | None, label("Unità di somministrazione", "what one takes: a tablet, an ampoule")] = None
    farmaco: Annotated[Farmaco | None, label("Farmaco", "the medicine")] = None
    contenuti: Annotated[Many[Contenuto], label("Contenuto", "how much is in a unit or a package")] = ()
    fornitura: Annotated[Fornitura | None, label("Fornitura", "how many packages are asked for")] = None
    collegati: Collegati = ()


class OggettoMultimediale(Value):
    """A picture or another medium."""

    tipo: Literal["OggettoMultimediale"] = "OggettoMultimediale"
    id_xml: Annotated[Text | None, label("Identificativo XML", "xml id, the target of renderMultiMedia")] = None
    id: Ids = ()
    modelli: Modelli = ()
    contenuto: Annotated[Testo | None, label("Contenuto", "the medium itself, or a link to it")] = None
    esecutori: Annotated[Many[Esecutore], label("Esecutori", "who made it")] = ()
    autori: Annotated[Many[Autore], label("Autori", "who stated it")] = ()
    partecipanti: Annotated[Many[PartecipanteClinico], label("Partecipanti", "who or what took part")] = ()
    rimandi: Annotated[Many[Rimando], label("Rimandi", "what it refers to outside of the document")] = ()
    note: Annotated[Many[Nota], label("Note", "comments")] = ()


Voce = Annotated[Osservazione | Gruppo | Procedura | Incontro | Prestazione | Fornitura | Terapia | OggettoMultimediale, Field(discriminator="tipo")]
"""Any statement whose code is data."""


class Collegato(Value):
    """A statement inside another one, and how it belongs to it."""

    relazione: Annotated[Indicatore | None, label("Relazione", "COMP part of, RSON reason, REFR refers to, CAUS cause …")] = None
    inversa: Inversa = None
    ordine: Collocazione = None
    enunciato: Annotated[Voce, label("Enunciato", "the statement")]


Collegati = Annotated[Many[Collegato], label("Collegati", "statements that belong to this one")]
#: the classes that hold one another
RICORSIVE = (Osservazione, Gruppo, Procedura, Incontro, Prestazione, Fornitura, Terapia, OggettoMultimediale, Collegato)
for _each in RICORSIVE:
    _each.model_rebuild()
