"""Rules of the header: what every national document must have besides what its types already make sure of.

The ministry numbers the same demand differently in each document type; `official` names all of them. Each function is exact: it finds a
place exactly where the official rule finds fault, so that a document which passes there passes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from siss_interop.ids import oids
from siss_interop.issues import Severity
from siss_interop.messages.comune.fatti import fatti
from siss_interop.messages.comune.persone import Autore, Custode, Familiare, Organizzazione
from siss_interop.messages.comune.testata import Documento
from siss_interop.model.rules import Rule, rule
from siss_interop.model.tipi import Id, Indirizzo, Nome, Periodo, Recapito

SCHEMATRON = "it-fse-catalogs: schematron_singola_VACC v3.3 (SING), schematron_certificato_VACC v2.4 (CERT)"
ERRORE, AVVISO = Severity.ERROR, Severity.WARNING


def oid(registro: str) -> str:
    """The OID of a register of `ids.oids`."""
    found = oids.registry(registro)
    if found is None:
        raise LookupError(registro)
    return found.oid


def regole_di(modulo: dict[str, object]) -> tuple[Rule, ...]:
    """The rules that a module defines, in the order in which they stand."""
    return tuple(value for value in modulo.values() if isinstance(value, Rule))


CF, IVA, STP, ENI, ANA = oid("cf"), oid("partita_iva"), oid("stp"), oid("eni"), oid("ana")
TESSERA, TEAM_PERSONA = oid("team_tessera"), oid("team_persona")
_CASA = frozenset({"H", "HP", "HV"})
_NUMERO = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_CF_UFFICIALE = re.compile(r"[A-Z0-9]{16}")


def quanti(ids: Iterable[Id], *radici: str) -> int:
    """How many identifiers have one of these roots."""
    return sum(each.radice in radici for each in ids)


def nome_intero(nome: Nome) -> bool:
    """Whether there are one family name and one element of given names."""
    return nome.cognome is not None and len(nome.nomi) == 1


def indirizzi_incompleti(indirizzi: tuple[Indirizzo, ...], path: str) -> Iterator[str]:
    """Addresses without country, city or exactly one street line; the official rule counts over all of them together."""
    whole = len(indirizzi)
    if [sum(i.stato is not None for i in indirizzi), sum(i.comune is not None for i in indirizzi), sum(len(i.vie) for i in indirizzi)] != [whole] * 3:
        for at, each in enumerate(indirizzi):
            if each.stato is None or each.comune is None or len(each.vie) != 1:
                yield f"{path}[{at}]"


@rule(
    "DOC-R01", ERRORE, "Il livello di riservatezza deve essere N, R oppure V del vocabolario HL7 Confidentiality",
    "The confidentiality must be N, R or V of the vocabulary HL7 Confidentiality",
    instead_it="Scrivere N, se nulla richiede di più", instead_en="Write N unless something asks for more",
    source=SCHEMATRON, official="SING ERRORE-6, CERT ERRORE-5", passing="riservatezza = N", failing="riservatezza = L",
)  # fmt: skip
def _riservatezza(doc: Documento) -> Iterator[str]:
    found = doc.riservatezza
    if found is None or found.codice not in ("N", "R", "V") or found.sistema != "2.16.840.1.113883.5.25":
        yield "riservatezza"


@rule(
    "DOC-R02", ERRORE, "Manca la lingua del documento", "The language of the document is missing",
    instead_it="Scrivere it-IT", instead_en="Write it-IT",
    source=SCHEMATRON, official="SING ERRORE-7, CERT ERRORE-6", passing="lingua = it-IT", failing="lingua assente",
)  # fmt: skip
def _lingua(doc: Documento) -> Iterator[str]:
    if doc.lingua is None:
        yield "lingua"


def _versione(doc: Documento) -> float | None:
    """The version as a number; None where there is none or it is no number, and then nothing is asked of the set."""
    return float(doc.versione) if doc.versione is not None and _NUMERO.fullmatch(doc.versione) else None


@rule(
    "DOC-R03", ERRORE, "Identificativo, insieme e versione non concordano: la prima versione ha l'identificativo dell'insieme, le altre no",
    "Identifier, set and version disagree: the first version has the identifier of the set, later ones have another",
    instead_it="Alla versione 1 ripetere l'identificativo nell'insieme; a ogni nuova versione cambiare solo l'identificativo",
    instead_en="For version 1 repeat the identifier as the set; for each new version change the identifier alone",
    source=SCHEMATRON, official="SING ERRORE-8, CERT ERRORE-7", passing="versione 1, insieme = id", failing="versione 1, insieme diverso da id",
)  # fmt: skip
def _versioni(doc: Documento) -> Iterator[str]:
    number, whole = _versione(doc), doc.insieme
    if number is None:
        return
    if whole is None:
        good = doc.versione == "1"
    elif whole.radice is None or doc.id.radice is None:
        good = False
    elif whole.radice != doc.id.radice:
        good = True
    elif whole.estensione is None or doc.id.estensione is None:
        good = False
    else:
        good = (whole.estensione == doc.id.estensione) == (doc.versione == "1")
    if not good:
        yield "insieme"


@rule(
    "DOC-R04", ERRORE, "Una versione dopo la prima deve indicare il documento che sostituisce, e uno solo",
    "A version after the first must name the document that it replaces, and only that one",
    instead_it="Aggiungere il documento precedente con relazione RPLC, come fa «sostituisce»",
    instead_en="Add the earlier document with relation RPLC, as 'sostituisce' does",
    source=SCHEMATRON, official="SING ERRORE-9, CERT ERRORE-8", passing="versione 2 con un precedente", failing="versione 2 senza precedenti",
)  # fmt: skip
def _precedente(doc: Documento) -> Iterator[str]:
    number = _versione(doc)
    if number is not None and number != 1 and (number < 1 or len(doc.precedenti) != 1):
        yield "precedenti"


@rule(
    "DOC-R15", ERRORE, "Manca la denominazione di chi custodisce il documento", "The name of the document's custodian is missing",
    instead_it="Aggiungere il nome dell'azienda o della struttura", instead_en="Add the name of the organisation",
    source=SCHEMATRON, official="SING ERRORE-20, CERT ERRORE-19", passing="Azienda USL di esempio", failing="nome assente",
)  # fmt: skip
def _nome_custode(doc: Documento) -> Iterator[str]:
    if doc.custode.nome is None:
        yield "custode.nome"


@rule(
    "DOC-R16", ERRORE, "L'indirizzo di chi custodisce il documento deve avere stato, comune e una riga di via",
    "The custodian's address must have country, city and one street line",
    instead_it="Completare l'indirizzo o toglierlo", instead_en="Complete the address or leave it out",
    source=SCHEMATRON, official="SING ERRORE-21, CERT ERRORE-20", passing="100, Firenze, via dei Servi 1", failing="solo la via",
)  # fmt: skip
def _indirizzi_custode(doc: Documento) -> Iterator[str]:
    return indirizzi_incompleti(doc.custode.indirizzi, "custode.indirizzi")


@rule(
    "DOC-R17", ERRORE, "Chi firma il documento lo firma con il codice S", "The legal authenticator signs with the code S",
    instead_it="Scrivere S", instead_en="Write S",
    source=SCHEMATRON, official="SING ERRORE-23, CERT ERRORE-22", passing="firma = S", failing="firma = X",
)  # fmt: skip
def _firma(doc: Documento) -> Iterator[str]:
    if doc.firmatario is not None and doc.firmatario.firma != "S":
        yield "firmatario.firma"


@rule(
    "DOC-R18", ERRORE, "Chi firma deve avere un codice fiscale o una partita IVA", "The signer must have a tax code or a VAT number",
    instead_it="Aggiungere il codice fiscale, una volta", instead_en="Add the tax code, once",
    source=SCHEMATRON, official="SING ERRORE-24, CERT ERRORE-23", passing="codice fiscale", failing="solo la matricola",
)  # fmt: skip
def _id_firmatario(doc: Documento) -> Iterator[str]:
    if doc.firmatario is not None and 1 not in (quanti(doc.firmatario.id, CF), quanti(doc.firmatario.id, IVA)):
        yield "firmatario.id"


@rule(
    "DOC-R19", ERRORE, "Il nome di chi firma deve avere un cognome e un solo elemento per il nome",
    "The signer's name must have one family name and one element of given names",
    instead_it="Scrivere più nomi nello stesso elemento", instead_en="Write several given names in one element",
    source=SCHEMATRON, official="SING ERRORE-25, CERT ERRORE-24", passing="Bianchi, Anna", failing="Bianchi senza nome",
)  # fmt: skip
def _nome_firmatario(doc: Documento) -> Iterator[str]:
    if doc.firmatario is not None and doc.firmatario.nome is not None and not nome_intero(doc.firmatario.nome):
        yield "firmatario.nome"


def senza_id(autore: Autore) -> bool:
    """Whether the author says once that there is no identifier: then it is a device."""
    return sum(each.nullo is not None for each in autore.id) == 1


@rule(
    "DOC-R20", ERRORE, "L'autore deve avere un solo identificativo tra codice fiscale e partita IVA, oppure un motivo di assenza",
    "The author must have one identifier, tax code or VAT number, or a null flavour in its place",
    instead_it="Lasciare il codice fiscale; se l'autore è un dispositivo scrivere un identificativo nullo",
    instead_en="Keep the tax code; if the author is a device write an identifier with a null flavour",
    source=SCHEMATRON, official="SING ERRORE-26, CERT ERRORE-25", passing="codice fiscale", failing="codice fiscale e partita IVA",
)  # fmt: skip
def _id_autore(doc: Documento) -> Iterator[str]:
    for at, each in enumerate(doc.autori):
        if not senza_id(each) and quanti(each.id, CF, IVA) != 1:
            yield f"autori[{at}].id"


@rule(
    "DOC-R21", ERRORE, "Un autore con il codice fiscale deve avere un nome", "An author with a tax code must have a name",
    instead_it="Aggiungere cognome e nome", instead_en="Add family and given name",
    source=SCHEMATRON, official="SING ERRORE-27, CERT ERRORE-26", passing="Bianchi Anna", failing="nome assente",
)  # fmt: skip
def _nome_autore(doc: Documento) -> Iterator[str]:
    for at, each in enumerate(doc.autori):
        if each.nome is None and not senza_id(each) and quanti(each.id, IVA) != 1:
            yield f"autori[{at}].nome"


@rule(
    "DOC-R22", ERRORE, "Il nome dell'autore deve avere un cognome e un solo elemento per il nome",
    "The author's name must have one family name and one element of given names",
    instead_it="Scrivere più nomi nello stesso elemento", instead_en="Write several given names in one element",
    source=SCHEMATRON, official="SING ERRORE-28, CERT ERRORE-27", passing="Bianchi, Anna", failing="Bianchi senza nome",
)  # fmt: skip
def _parti_nome_autore(doc: Documento) -> Iterator[str]:
    for at, each in enumerate(doc.autori):
        if each.nome is not None and not senza_id(each) and not nome_intero(each.nome):
            yield f"autori[{at}].nome"


@rule(
    "DOC-R23", ERRORE, "Un altro partecipante deve avere un identificativo", "Another participant must have an identifier",
    instead_it="Aggiungere l'identificativo", instead_en="Add the identifier",
    source=SCHEMATRON, official="SING ERRORE-30, CERT ERRORE-28", passing="codice fiscale", failing="nessun identificativo",
)  # fmt: skip
def _id_partecipante(doc: Documento) -> Iterator[str]:
    for at, each in enumerate(doc.partecipanti):
        if not each.id:
            yield f"partecipanti[{at}].id"


@rule(
    "DOC-R24", ERRORE, "Il nome di un partecipante deve avere un cognome e un solo elemento per il nome",
    "A participant's name must have one family name and one element of given names",
    instead_it="Scrivere più nomi nello stesso elemento", instead_en="Write several given names in one element",
    source=SCHEMATRON, official="SING ERRORE-32, CERT ERRORE-30", passing="Neri, Luca", failing="Neri senza nome",
)  # fmt: skip
def _nome_partecipante(doc: Documento) -> Iterator[str]:
    for at, each in enumerate(doc.partecipanti):
        if each.nome is not None and not nome_intero(each.nome):
            yield f"partecipanti[{at}].nome"


@rule(
    "DOC-R25", ERRORE, "Un recapito deve dire di che uso è (HP casa, WP lavoro, MC cellulare …)",
    "A contact must say of what use it is (HP home, WP work, MC mobile …)",
    instead_it="Scrivere l'uso", instead_en="Write the use",
    source=SCHEMATRON, official="SING ERRORE-33, CERT ERRORE-31", passing="tel:055000000, uso HP", failing="tel:055000000 senza uso",
)  # fmt: skip
def _uso_recapito(doc: Documento) -> Iterator[str]:
    return (place.path for place in fatti(doc).di(Recapito) if place.valore.uso is None)


def _di_casa(doc: Documento, campo: str) -> Iterator[str]:
    found = fatti(doc)
    for place in (*found.di(Custode), *found.di(Organizzazione)):
        for at, each in enumerate(getattr(place.valore, campo)):
            if each.uso in _CASA:
                yield f"{place.path}.{campo}[{at}].uso"


@rule(
    "DOC-R26", ERRORE, "Il recapito di un'organizzazione non può essere di casa (H, HP, HV)",
    "The contact of an organisation cannot be a home contact (H, HP, HV)",
    instead_it="Scrivere WP", instead_en="Write WP",
    source=SCHEMATRON, official="SING ERRORE-34, CERT ERRORE-32", passing="uso WP", failing="uso HP",
)  # fmt: skip
def _recapito_organizzazione(doc: Documento) -> Iterator[str]:
    return _di_casa(doc, "recapiti")


@rule(
    "DOC-R27", ERRORE, "L'indirizzo di un'organizzazione non può essere di casa (H, HP, HV)",
    "The address of an organisation cannot be a home address (H, HP, HV)",
    instead_it="Scrivere WP", instead_en="Write WP",
    source=SCHEMATRON, official="SING ERRORE-41, CERT ERRORE-39", passing="uso WP", failing="uso H",
)  # fmt: skip
def _indirizzo_organizzazione(doc: Documento) -> Iterator[str]:
    return _di_casa(doc, "indirizzi")


@rule(
    "DOC-R28", ERRORE, "Un codice fiscale deve avere 16 caratteri, lettere maiuscole e cifre",
    "A tax code must have 16 characters, capital letters and digits",
    instead_it="Riscrivere il codice senza spazi, in maiuscolo", instead_en="Write the code again without spaces, in capitals",
    source=SCHEMATRON, official="SING ERRORE-35, CERT ERRORE-33", passing="RSSMRA80A41H501Y", failing="RSSMRA80A41",
)  # fmt: skip
def _forma_codice_fiscale(doc: Documento) -> Iterator[str]:
    for place in fatti(doc).di(Id):
        if place.valore.radice == CF and place.campo == "id" and not _CF_UFFICIALE.fullmatch(place.valore.estensione or ""):
            yield f"{place.path}.estensione"


def periodi_effettivi(doc: Documento) -> Iterator[tuple[str, Periodo]]:
    """The intervals that CDA writes as effectiveTime: those of statements and encounters, and since when a relative is one."""
    for place in fatti(doc).di(Periodo):
        if (place.campo == "quando" and place.padre.__name__ not in ("Copertura", "ProssimoAppuntamento")) or place.padre is Familiare:
            yield place.path, place.valore


@rule(
    "DOC-R29", ERRORE, "La fine di un periodo viene prima del suo inizio", "The end of a period comes before its beginning",
    instead_it="Controllare le due date, scritte con lo stesso fuso orario", instead_en="Check the two times, written with the same offset",
    source=SCHEMATRON, official="SING ERRORE-40, CERT ERROR-38", passing="dal 20240101 al 20240201", failing="dal 20240201 al 20240101",
)  # fmt: skip
def _ordine_periodo(doc: Documento) -> Iterator[str]:
    for path, each in periodi_effettivi(doc):
        # compared as texts, as the official rule does
        if each.inizio is not None and each.fine is not None and each.inizio.valore and each.fine.valore and each.fine.valore < each.inizio.valore:
            yield path


REGOLE_TESTATA: tuple[Rule, ...] = regole_di(globals())
