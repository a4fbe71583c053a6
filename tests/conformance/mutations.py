"""Changes of vaccination documents, by name: what a program that corrects a document would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from siss_interop.messages.comune.enunciati import Nota
from siss_interop.messages.comune.narrativa import Brano, Cella, Corpo, Paragrafo, Riga, Tabella
from siss_interop.messages.comune.persone import Familiare, Organizzazione, Redattore
from siss_interop.messages.comune.testata import Consenso, DocumentoPrecedente
from siss_interop.messages.vaccinazioni.documenti import (
    Copertura,
    DocumentoVaccinale,
    Malattia,
    MancataVaccinazione,
    Prodotto,
    ReazioneAvversa,
    Vaccinazione,
)
from siss_interop.model.tipi import Codice, Id, Momento, Nome, Periodo, Quantita, Recapito, Testo, ValoreCodificato
from tests.laws.single import put
from tests.laws.trees import Keys

Change = Callable[[Any], Any]

ROOT = "2.16.840.1.113883.2.9.2.90.4.4"
TRANSLATION = Codice(codice="T1", sistema=ROOT)
DISEASE = ValoreCodificato(codice="037", sistema="2.16.840.1.113883.6.103", nome_sistema="ICD-9-CM", descrizione="Tetano")


def at(path: str, value: Any) -> Change:
    """The change that puts a value at a path; `sezione/voci/0/quando`."""
    keys: Keys = tuple(int(key) if key.isdigit() else key for key in path.split("/"))
    return lambda message: put(message, keys, value)


def turned(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """The items in the opposite order."""
    return items[::-1]


def _first_run(content: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The content with the first run of text changed, wherever it stands."""
    for index, item in enumerate(content):
        if isinstance(item, str):
            return (*content[:index], "Città & <perché> “più”", *content[index + 1 :])
        inner = _first_run(item.contenuto)
        if inner is not None:
            return (*content[:index], item.model_copy(update={"contenuto": inner}), *content[index + 1 :])
    return None


def _replaced(message: DocumentoVaccinale) -> DocumentoVaccinale:
    """The next version of a document."""
    previous = DocumentoPrecedente(relazione="RPLC", id=(message.id,), insieme=message.insieme, versione=message.versione)
    return message.model_copy(
        update={
            "id": message.id.model_copy(update={"estensione": "120.2024.VERSIONE2"}), "versione": "2", "precedenti": (previous,),
            "insieme": message.insieme or message.id,
        }
    )  # fmt: skip


def _missed(entry: Vaccinazione | MancataVaccinazione) -> Vaccinazione | MancataVaccinazione:
    """The entry as the other of the two kinds."""
    if isinstance(entry, Vaccinazione):
        return MancataVaccinazione(id=entry.id, testo=entry.testo, quando=entry.quando, codice=entry.codice)
    return Vaccinazione(id=entry.id, testo=entry.testo, quando=entry.quando, codice=entry.codice, prodotto=_product())


def _retyped(message: DocumentoVaccinale) -> DocumentoVaccinale | None:
    """The first coded value of an observation as a CE."""
    for at_entry, entry in enumerate(message.sezione.voci):
        for name in ("malattie", "categorie_rischio", "condizioni", "reazioni", "motivi", "immunita"):
            for at_item, item in enumerate(getattr(entry, name, ())):
                if item.valore is not None:
                    found: DocumentoVaccinale = put(message, ("sezione", "voci", at_entry, name, at_item, "valore", "tipo_hl7"), "CE")
                    return found
    return None


def _product() -> Prodotto:
    return Prodotto(codice=Codice(codice="026372046", sistema="2.16.840.1.113883.2.9.6.1.5", descrizione="Vaccino"), lotto="A1")


_VOCE = "sezione/voci/0"
_TABLE = Tabella.di(Corpo.di(Riga.di(Cella.di("Dose"), Cella.di(Brano.di("1", id="dose-nuova")))))

#: name -> change; `None` from a change says that the document has nothing to change in this way
CHANGES: dict[str, Change] = {
    "title": at("titolo", "Scheda & certificato “nuovo”"),
    "confidentiality code": at("riservatezza", lambda old: Codice(codice="V", sistema=old.sistema, nome_sistema=old.nome_sistema)),
    "language removed": at("lingua", None),
    "identifier": at("id/estensione", "120.2024.ALTRO"),
    "date": at("data/valore", "20240312103000+0100"),
    "birth date unknown": at("assistito/nascita", Momento(nullo="UNK")),
    "patient's name": at("assistito/nome", lambda old: Nome(cognome="D'Àgata", nomi=("Zoë", "Maria"), prefissi=old.prefissi)),
    "family name": at("assistito/nome/cognome", "Bianchi"),
    "contact added": at("assistito/recapiti", lambda old: (*old, Recapito(valore="tel:0550000000", uso="HP"))),
    "contact first": at("assistito/recapiti", lambda old: (Recapito(valore="mailto:a@example.org", uso="H"), *old)),
    "addresses removed": at("assistito/indirizzi", ()),
    "identifier added": at("assistito/id", lambda old: (*old, Id(radice=ROOT, estensione="X1"))),
    "identifiers turned": lambda m: at("assistito/id", turned)(at("assistito/id", lambda old: (*old, Id(radice=ROOT, estensione="X1")))(m)),
    "author's time": at("autori/0/momento/valore", "20240312"),
    "second author": at("autori", lambda old: (*old, old[0].model_copy(update={"id": (Id(radice=ROOT, estensione="AUT2"),)}))),
    "custodian's name": at("custode/nome", "Azienda Usl di Prova"),
    "typist added": at("redattore", Redattore(id=(Id(radice=ROOT, estensione="RED"),), nome=Nome.di("Ada", "Neri"))),
    "signer removed": at("firmatario", None),
    "informant added": at("informatori", lambda old: (*old, Familiare(relazione="PRS", nome=Nome.di("Eva", "Blu")))),
    "consent added": at("consensi", lambda old: (*old, Consenso(id=(Id(radice=ROOT, estensione="C"),), stato="completed"))),
    "next version": _replaced,
    "narrative: a run": at("sezione/testo/contenuto", _first_run),
    "narrative: paragraph added": at("sezione/testo/contenuto", lambda old: (*old, Paragrafo.di("Ultima ", Brano.di("riga")))),
    "narrative: table first": at("sezione/testo/contenuto", lambda old: (_TABLE, *old)),
    "narrative: last removed": at("sezione/testo/contenuto", lambda old: old[:-1]),
    "section title": at("sezione/titolo", "Vaccinazioni, tutte"),
    "entry added": at("sezione/voci", lambda old: (*old, old[0].model_copy(update={"id": (Id(radice=ROOT, estensione="N1"),)}))),
    "entry first": at("sezione/voci", lambda old: (old[0].model_copy(update={"id": (Id(radice=ROOT, estensione="N1"),)}), *old)),
    "entry removed": lambda m: at("sezione/voci", lambda old: old[1:])(m) if len(m.sezione.voci) > 1 else None,
    "entries turned": lambda m: at("sezione/voci", turned)(m) if len(m.sezione.voci) > 1 else None,
    "entry of the other kind": at(_VOCE, _missed),
    "point becomes period": at(f"{_VOCE}/quando", Periodo(inizio=Momento(valore="20240101"), fine=Momento(valore="20240102"))),
    "disease added": at(f"{_VOCE}/malattie", lambda old: (*old, Malattia(valore=DISEASE))),
    "diseases removed": at(f"{_VOCE}/malattie", ()),
    "type of a value": _retyped,
    "translation added": at(f"{_VOCE}/codice", lambda old: (old or Codice(nullo="NI")).model_copy(update={"traduzioni": (TRANSLATION,)})),
    "lot": lambda m: at(f"{_VOCE}/prodotto/lotto", "LOTTO/9")(m) if m.sezione.voci[0].prodotto else None,
    "maker": lambda m: at(f"{_VOCE}/prodotto/ditta", Organizzazione(nome="Ditta di prova"))(m) if m.sezione.voci[0].prodotto else None,
    "note added": at(f"{_VOCE}/note", lambda old: (*old, Nota(testo=Testo(parole="Nota <1>")))),
    "dose": lambda m: at(f"{_VOCE}/dose", Quantita(valore="0.50", unita="mL"))(m) if isinstance(m.sezione.voci[0], Vaccinazione) else None,
    "reaction": lambda m: at(f"{_VOCE}/reazioni", lambda old: (*old, ReazioneAvversa(valore=DISEASE)))(m)
    if isinstance(m.sezione.voci[0], Vaccinazione) else None,
    "coverage": lambda m: at(f"{_VOCE}/copertura", Copertura(quando=Momento(valore="20300101")))(m)
    if isinstance(m.sezione.voci[0], Vaccinazione) else None,
    "coverage as period": lambda m: at(f"{_VOCE}/copertura", Copertura(quando=Periodo(fine=Momento(valore="20300101"))))(m)
    if isinstance(m.sezione.voci[0], Vaccinazione) else None,
}  # fmt: skip

#: after these a document that was valid stays valid
VALID = frozenset({
    "title", "confidentiality code", "date", "family name", "contact added", "contact first", "author's time", "custodian's name", "informant added",
    "next version", "narrative: a run", "narrative: paragraph added", "narrative: table first", "lot", "section title", "disease added",
})  # fmt: skip
