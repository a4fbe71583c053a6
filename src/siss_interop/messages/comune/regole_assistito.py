"""Rules of the patient in the header: identifiers, name, gender, birth, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.codes.store import code_list
from siss_interop.ids import oids
from siss_interop.messages.comune.regole import (
    ANA,
    CF,
    ENI,
    ERRORE,
    SCHEMATRON,
    STP,
    TEAM_PERSONA,
    TESSERA,
    indirizzi_incompleti,
    nome_intero,
    quanti,
    regole_di,
)
from siss_interop.messages.comune.testata import Documento
from siss_interop.model.rules import Rule, rule

_STP_REGIONALI = frozenset(oids.regional(regione.code, "stp").oid for regione in code_list("regioni"))
_ANAGRAFI = frozenset(oids.regional(regione.code, "anagrafe").oid for regione in code_list("regioni"))
_DI_ASSISTITO = frozenset({CF, TESSERA, TEAM_PERSONA, ENI, STP, ANA}) | _STP_REGIONALI | _ANAGRAFI


@rule(
    "DOC-R05", ERRORE, "L'assistito deve avere una volta sola almeno un identificativo ammesso: codice fiscale, TEAM, STP, ENI, ANA o regionale",
    "The patient must have, once, at least one admitted identifier: tax code, TEAM, STP, ENI, ANA or regional",
    instead_it="Aggiungere il codice fiscale, o l'identificativo che lo sostituisce", instead_en="Add the tax code, or the identifier in its place",
    source=SCHEMATRON, official="SING ERRORE-11a, CERT ERRORE-10", passing="codice fiscale", failing="solo un identificativo aziendale",
)  # fmt: skip
def _id_assistito(doc: Documento) -> Iterator[str]:
    roots = [each.radice for each in doc.assistito.id]
    if not any(root in _DI_ASSISTITO and roots.count(root) == 1 for root in roots):
        yield "assistito.id"


@rule(
    "DOC-R06", ERRORE, "Il numero della tessera TEAM e il numero personale TEAM vanno scritti insieme, ciascuno una volta",
    "The number of the TEAM card and the personal TEAM number go together, each once",
    instead_it="Aggiungere l'identificativo che manca", instead_en="Add the identifier that is missing",
    source=SCHEMATRON, official="SING ERRORE-11b, CERT ERRORE-10a", passing="tessera e numero personale", failing="solo la tessera",
)  # fmt: skip
def _id_team(doc: Documento) -> Iterator[str]:
    cards, persons = quanti(doc.assistito.id, TESSERA), quanti(doc.assistito.id, TEAM_PERSONA)
    if (cards and persons != 1) or (persons and cards != 1):
        yield "assistito.id"


@rule(
    "DOC-R07", ERRORE, "Un identificativo STP regionale non può stare accanto a codice fiscale, TEAM, ENI o ANA",
    "A regional STP identifier cannot stand beside tax code, TEAM, ENI or ANA",
    instead_it="Lasciare il solo STP, oppure il solo identificativo definitivo", instead_en="Keep either the STP or the lasting identifier",
    source=SCHEMATRON, official="SING ERRORE-11c, CERT ERRORE-10b", passing="solo STP regionale", failing="codice fiscale e STP regionale",
)  # fmt: skip
def _id_stp(doc: Documento) -> Iterator[str]:
    roots = [each.radice for each in doc.assistito.id]
    if quanti(doc.assistito.id, CF, TESSERA, TEAM_PERSONA, ENI, ANA):
        for at, root in enumerate(roots):
            if root in _STP_REGIONALI and roots.count(root) == 1:
                yield f"assistito.id[{at}]"


@rule(
    "DOC-R08", ERRORE, "Ogni indirizzo dell'assistito deve avere stato, comune e una riga di via",
    "Each address of the patient must have country, city and one street line",
    instead_it="Completare l'indirizzo o toglierlo", instead_en="Complete the address or leave it out",
    source=SCHEMATRON, official="SING ERRORE-12, CERT ERRORE-11", passing="100, Firenze, via dei Servi 1", failing="solo il comune",
)  # fmt: skip
def _indirizzi_assistito(doc: Documento) -> Iterator[str]:
    return indirizzi_incompleti(doc.assistito.indirizzi, "assistito.indirizzi")


@rule(
    "DOC-R09", ERRORE, "Manca il nome dell'assistito", "The name of the patient is missing",
    instead_it="Aggiungere cognome e nome", instead_en="Add family and given name",
    source=SCHEMATRON, official="SING ERRORE-13, SING ERRORE-14, CERT ERRORE-12, CERT ERRORE-13", passing="Rossi Maria", failing="nome assente",
)  # fmt: skip
def _nome_assistito(doc: Documento) -> Iterator[str]:
    if doc.assistito.nome is None:
        yield "assistito.nome"


@rule(
    "DOC-R10", ERRORE, "Il nome dell'assistito deve avere un cognome e un solo elemento per il nome",
    "The patient's name must have one family name and one element of given names",
    instead_it="Scrivere più nomi nello stesso elemento: «Maria Teresa»", instead_en="Write several given names in one element: 'Maria Teresa'",
    source=SCHEMATRON, official="SING ERRORE-15, CERT ERRORE-14", passing="Rossi, Maria Teresa", failing="Rossi, Maria, Teresa",
)  # fmt: skip
def _parti_nome_assistito(doc: Documento) -> Iterator[str]:
    if doc.assistito.nome is not None and not nome_intero(doc.assistito.nome):
        yield "assistito.nome"


@rule(
    "DOC-R11", ERRORE, "Manca il sesso dell'assistito", "The gender of the patient is missing",
    instead_it="Aggiungere M, F o UN", instead_en="Add M, F or UN",
    source=SCHEMATRON, official="SING ERRORE-16, CERT ERRORE-15", passing="sesso = F", failing="sesso assente",
)  # fmt: skip
def _sesso(doc: Documento) -> Iterator[str]:
    if doc.assistito.sesso is None:
        yield "assistito.sesso"


@rule(
    "DOC-R12", ERRORE, "Il sesso va codificato con HL7 AdministrativeGender (2.16.840.1.113883.5.1)",
    "The gender is to be coded with HL7 AdministrativeGender (2.16.840.1.113883.5.1)",
    instead_it="Scrivere quel sistema di codifica", instead_en="Write that code system",
    source=SCHEMATRON, official="SING ERRORE-17, CERT ERRORE-16", passing="F, 2.16.840.1.113883.5.1", failing="F, 1.2.3",
)  # fmt: skip
def _sistema_sesso(doc: Documento) -> Iterator[str]:
    if doc.assistito.sesso is not None and doc.assistito.sesso.sistema != "2.16.840.1.113883.5.1":
        yield "assistito.sesso.sistema"


@rule(
    "DOC-R13", ERRORE, "Manca la data di nascita dell'assistito", "The patient's date of birth is missing",
    instead_it="Se non è nota scrivere il motivo di assenza UNK", instead_en="If it is not known write the null flavour UNK",
    source=SCHEMATRON, official="SING ERRORE-18, CERT ERRORE-17", passing="19800101", failing="nascita assente",
)  # fmt: skip
def _nascita(doc: Documento) -> Iterator[str]:
    if doc.assistito.nascita is None:
        yield "assistito.nascita"


@rule(
    "DOC-R14", ERRORE, "Il luogo di nascita deve essere scritto come indirizzo", "The place of birth must be written as an address",
    instead_it="Mettere il comune nell'indirizzo del luogo", instead_en="Put the comune into the address of the place",
    source=SCHEMATRON, official="SING ERRORE-19, CERT ERRORE-18", passing="indirizzo con il comune", failing="solo il nome del luogo",
)  # fmt: skip
def _luogo_nascita(doc: Documento) -> Iterator[str]:
    if doc.assistito.luogo_nascita is not None and doc.assistito.luogo_nascita.indirizzo is None:
        yield "assistito.luogo_nascita.indirizzo"


REGOLE_ASSISTITO: tuple[Rule, ...] = regole_di(globals())
