"""The header of a document in words: pairs of a name and what it says, made of the typed header. What is not said has no line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siss_interop.ids.oids import registry
from siss_interop.messages.comune.parole import codice, data_italiana
from siss_interop.messages.comune.persone import Assistito, Autore, Custode, Destinatario, Familiare, Organizzazione, Persona
from siss_interop.messages.comune.testata import Documento, IncontroOrigine, Servizio
from siss_interop.model.tipi import Codice, Id, Indirizzo, Nome, Recapito

Riga = tuple[str, str]

_SESSI = {"M": "maschile", "F": "femminile", "UN": "indifferenziato"}
_RELAZIONI = {"RPLC": "Sostituisce", "APND": "Integra", "XFRM": "Deriva da"}
_RISERVATEZZA = {"N": "normale", "R": "riservato", "V": "molto riservato"}


def _unite(*parti: str, tra: str = ", ") -> str:
    return tra.join(part for part in parti if part)


def nome(found: Nome | None) -> str:
    """The name of a person."""
    if found is None:
        return ""
    return found.testo or " ".join([*found.prefissi, *found.nomi, *filter(None, [found.cognome]), *found.suffissi])


def identificativo(found: Id) -> str:
    """An identifier, with what kind it is where we know it."""
    if found.estensione is None:
        return found.radice or ""
    known = registry(found.radice) if found.radice is not None else None
    kind = known.title_it if known is not None else found.autorita or ""
    return f"{found.estensione} ({kind})" if kind else found.estensione


def _ids(found: Iterable[Id]) -> str:
    return _unite(*map(identificativo, found))


def indirizzo(found: Indirizzo) -> str:
    """An address in one line."""
    street = _unite(*found.vie, _unite(found.via or "", found.civico or "", tra=" "), found.precisazione or "")
    town = _unite(found.cap or "", found.comune or "", f"({found.provincia})" if found.provincia else "", tra=" ")
    return found.testo or _unite(street, town)


def _recapito(found: Recapito) -> str:
    scheme, mark, rest = (found.valore or "").partition(":")
    return rest if mark and scheme.lower() in ("tel", "mailto", "fax") else found.valore or ""


def _ente(found: Organizzazione | Custode | None) -> str:
    return "" if found is None else found.nome or _ids(found.id)


def persona(found: Persona | Autore | Destinatario) -> str:
    """A person in a role: name, role, organisation."""
    role = codice(found.codice) if isinstance(found, Persona | Autore) else ""
    device = _unite(found.dispositivo.modello or "", found.dispositivo.programma or "") if isinstance(found, Autore) and found.dispositivo else ""
    return _unite(nome(found.nome) or device or _ids(found.id), role, _ente(found.organizzazione))


def righe_assistito(assistito: Assistito) -> Iterator[Riga]:
    """Who the patient is."""
    yield "Nome", nome(assistito.nome)
    for each in assistito.id:
        known = registry(each.radice) if each.radice is not None else None
        yield known.title_it if known is not None else "Identificativo", (each.estensione or "") if known is not None else identificativo(each)
    yield "Data di nascita", data_italiana(assistito.nascita)
    yield "Luogo di nascita", _luogo(assistito)
    yield "Sesso", _SESSI.get(assistito.sesso.codice or "", codice(assistito.sesso)) if assistito.sesso is not None else ""
    yield "Decesso", data_italiana(assistito.decesso) or ("sì" if assistito.deceduto else "")
    yield "Indirizzo", _unite(*map(indirizzo, assistito.indirizzi), tra="; ")
    yield "Recapiti", _unite(*map(_recapito, assistito.recapiti))
    yield "Tutore", _unite(*map(persona, assistito.tutori), tra="; ")


def _luogo(assistito: Assistito) -> str:
    place = assistito.luogo_nascita
    return "" if place is None else place.nome or (indirizzo(place.indirizzo) if place.indirizzo is not None else "")


def righe_documento(documento: Documento, tipo: Codice | None) -> Iterator[Riga]:
    """What the document is, who made it and when, and for whom."""
    yield "Tipo di documento", codice(tipo)
    yield "Data del documento", data_italiana(documento.data)
    for author in documento.autori:
        yield "Autore", _unite(persona(author), data_italiana(author.momento))
    for role, people in (("Redatto da", (documento.redattore,)), ("Informatore", documento.informatori), ("Destinatario", documento.destinatari)):
        for each in people:
            if each is not None:
                yield role, _unite(nome(each.nome), codice(each.codice)) if isinstance(each, Familiare) else persona(each)
    for request in documento.richieste:
        yield "In risposta a", _unite(_ids(request.id), codice(request.codice))
    for service in documento.servizi:
        yield "Prestazione", _servizio(service)
    yield "Incontro", _incontro(documento.origine)
    if documento.riservatezza is not None and documento.riservatezza.codice != "N":
        yield "Riservatezza", _RISERVATEZZA.get(documento.riservatezza.codice or "", codice(documento.riservatezza))


def _servizio(found: Servizio) -> str:
    return _unite(codice(found.codice), data_italiana(found.quando), *map(persona, found.esecutori))


def _incontro(found: IncontroOrigine | None) -> str:
    if found is None:
        return ""
    place = found.luogo
    where = _unite(place.luogo.nome or "" if place.luogo is not None else "", _ente(place.struttura)) if place is not None else ""
    who = persona(found.responsabile) if found.responsabile is not None else ""
    return _unite(codice(found.codice), data_italiana(found.quando), where, who)


def righe_custodia(documento: Documento) -> Iterator[Riga]:
    """Who answers for the document, who keeps it, and which version it is."""
    for role, people in (("Firmato da", (documento.firmatario,)), ("Firmato anche da", documento.autenticatori)):
        for each in people:
            if each is not None:
                yield role, _unite(persona(each), data_italiana(each.momento))
    yield "Custodito da", _ente(documento.custode)
    yield "Identificativo", identificativo(documento.id)
    yield "Versione", documento.versione or ""
    for earlier in documento.precedenti:
        yield _RELAZIONI.get(earlier.relazione, "Documento precedente"), _ids(earlier.id)
    yield "Copia rilasciata il", data_italiana(documento.data_copia)
