"""Making the parts of a document with few words: identifiers, codes, people, organisations, and a new version in place of an old one.

>>> codice_fiscale("rss mra 80a41 h501y")
Id(radice='2.16.840.1.113883.2.9.4.3.2', estensione='RSSMRA80A41H501Y', autorita='MEF', nullo=None)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from siss_interop.codes import find_code_list
from siss_interop.ids import codice_azienda, codice_eni, codice_stp, codice_struttura, oids
from siss_interop.ids import codice_fiscale as id_fiscale
from siss_interop.ids import nre as id_nre
from siss_interop.ids import partita_iva as id_iva
from siss_interop.ids import team as id_team
from siss_interop.messages.comune.persone import Assistito, Autore, Custode, Firmatario, LuogoNascita, Organizzazione
from siss_interop.messages.comune.testata import Documento, DocumentoPrecedente, Richiesta
from siss_interop.model.tipi import Codice, Id, Indirizzo, Momento, Nome, Quantita, Recapito, Testo

D = TypeVar("D", bound=Documento)
Data = Momento | date | str
"""A time: a Python date or datetime, or HL7's writing of it (AAAAMMGG…)."""
Chi = Id | str | Iterable[Id]
"""Who it is: a tax code, an identifier, or several."""


def momento(quando: Data) -> Momento:
    """A time as a value. Raises pydantic's ValidationError where the text is no time."""
    return quando if isinstance(quando, Momento) else Momento.model_validate(quando)


def identificativo(registro: str, valore: str, autorita: str | None = None) -> Id:
    """An identifier of a register, by the register's short key or OID in `ids.oids`. Raises ValueError for an unknown register."""
    found = oids.registry(registro)
    if found is None:
        raise ValueError(f"no such register: {registro}")
    return Id(radice=found.oid, estensione=valore, autorita=autorita or found.authority)


def codice_fiscale(numero: str) -> Id:
    """A tax code. Raises InvalidId for another form; a check character that does not match is for the rules to report."""
    return identificativo("cf", id_fiscale.validate(numero, strict=False))


def stp(numero: str) -> Id:
    """An STP code (straniero temporaneamente presente). Raises InvalidId for another form."""
    return identificativo("stp", codice_stp.validate(numero))


def eni(numero: str) -> Id:
    """An ENI code (europeo non iscritto). Raises InvalidId for another form."""
    return identificativo("eni", codice_eni.validate(numero))


def team(tessera: str, personale: str) -> tuple[Id, Id]:
    """The two identifiers of a European health insurance card: of the card and of the person. Raises InvalidId for other forms."""
    return (
        identificativo("team_tessera", id_team.validate(tessera, strict=False)),
        identificativo("team_persona", id_team.validate_personale(personale)),
    )


def regionale(regione: str, valore: str, genere: str = "anagrafe", autorita: str | None = None) -> Id:
    """An identifier given by a region (three digits, Toscana is "090"): of its anagrafe, of its `operatori`, an `stp`, or of its `documenti`."""
    return Id(radice=oids.regional(regione, genere).oid, estensione=valore, autorita=autorita or _nome_regione(regione))


def _nome_regione(regione: str) -> str | None:
    known = find_code_list("regioni")
    found = known.lookup(regione) if known is not None else None
    return f"Regione {found.it}" if found is not None else None


def id_documento(regione: str, valore: str, autorita: str | None = None) -> Id:
    """The identifier of a document in the register of a region: `id_documento("090", "090101.2024.000001")`."""
    return regionale(regione, valore, "documenti", autorita)


def azienda(codice: str) -> Id:
    """The ministry's code of a health authority (FLS11). Raises InvalidId for another form."""
    return identificativo("azienda", codice_azienda.validate(codice, strict=False))


def struttura(codice: str) -> Id:
    """The ministry's code of a facility (HSP11, STS11). Raises InvalidId for another form."""
    return identificativo("struttura", codice_struttura.validate(codice))


def partita_iva(numero: str) -> Id:
    """A VAT number. Raises InvalidId for another form."""
    return identificativo("partita_iva", id_iva.validate(numero, strict=False))


def nre(numero: str) -> Id:
    """The number of an electronic prescription. Raises InvalidId for another form."""
    return identificativo("nre", id_nre.validate(numero, strict=False))


def ricetta(numero: str) -> Richiesta:
    """The electronic prescription that a document answers."""
    return Richiesta(id=(nre(numero),))


def codice(sistema: str, valore: str, descrizione: str | None = None, traduzioni: Iterable[Codice] = ()) -> Codice:
    """A code of a system, by the system's short key or OID in `ids.oids`; its label comes from our list of that system, where there is one.

    Raises ValueError for an unknown system.
    """
    system = oids.code_system(sistema)
    if system is None:
        raise ValueError(f"no such code system: {sistema}")
    known = find_code_list(system.oid)
    found = known.lookup(valore) if known is not None else None
    return Codice(
        codice=valore, sistema=system.oid, nome_sistema=system.name, traduzioni=tuple(traduzioni),
        descrizione=descrizione or (found.label() if found is not None else None),
    )  # fmt: skip


def loinc(valore: str, descrizione: str | None = None) -> Codice:
    """A LOINC code."""
    return codice("loinc", valore, descrizione)


def icd9cm(valore: str, descrizione: str | None = None) -> Codice:
    """An ICD-9-CM diagnosis."""
    return codice("icd9cm", valore, descrizione)


def atc(valore: str, descrizione: str | None = None) -> Codice:
    """An ATC class."""
    return codice("atc", valore, descrizione)


def aic(valore: str, descrizione: str | None = None, *, classe: Codice | None = None) -> Codice:
    """A medicine by its AIC code, with its ATC class as translation: `aic("000307052", "PRODOTTO", classe=atc("J07BB02"))`."""
    return codice("aic", valore, descrizione, (classe,) if classe is not None else ())


def sesso(valore: str) -> Codice:
    """The administrative gender: M, F or UN."""
    return codice("administrative_gender", valore)


def quantita(valore: str, unita: str | None = None) -> Quantita:
    """A quantity with its UCUM unit: `quantita("0.5", "mL")`."""
    return Quantita(valore=valore, unita=unita)


def testo(parole: str) -> Testo:
    """Words of their own, not a link to the narrative."""
    return Testo(parole=parole)


def indirizzo(
    via: str, comune: str, *, cap: str | None = None, provincia: str | None = None, regione: str | None = None,
    codice_comune: str | None = None, stato: str = "100", uso: str | None = None,
) -> Indirizzo:  # fmt: skip
    """An address. `stato` is the country by ISTAT's code (100 is Italy), `codice_comune` the ISTAT code of the comune."""
    return Indirizzo(vie=(via,), comune=comune, cap=cap, provincia=provincia, regione=regione, codice_comune=codice_comune, stato=stato, uso=uso)


def luogo_nascita(comune: str, *, provincia: str | None = None, codice_comune: str | None = None, stato: str = "100") -> LuogoNascita:
    """A place of birth."""
    return LuogoNascita(indirizzo=Indirizzo(comune=comune, provincia=provincia, codice_comune=codice_comune, stato=stato))


def telefono(numero: str, uso: str = "HP") -> Recapito:
    """A telephone number; use WP for work, MC for a mobile."""
    return Recapito(valore=f"tel:{numero}", uso=uso)


def email(casella: str, uso: str = "HP") -> Recapito:
    """An e-mail address; use WP for work."""
    return Recapito(valore=f"mailto:{casella}", uso=uso)


def ids(chi: Chi) -> tuple[Id, ...]:
    """Identifiers: a text is a tax code."""
    if isinstance(chi, Id):
        return (chi,)
    return (codice_fiscale(chi),) if isinstance(chi, str) else tuple(chi)


def organizzazione(nome: str, *id: Id, indirizzo: Indirizzo | None = None, recapiti: Iterable[Recapito] = ()) -> Organizzazione:  # noqa: A002  # the model's word
    """An organisation: `organizzazione("Ambulatorio di esempio", struttura("090101"))`."""
    return Organizzazione(nome=nome, id=id, indirizzi=(indirizzo,) if indirizzo is not None else (), recapiti=tuple(recapiti))


def custode(nome: str, *id: Id, indirizzo: Indirizzo | None = None, recapiti: Iterable[Recapito] = ()) -> Custode:  # noqa: A002  # the model's word
    """The organisation that keeps the document: `custode("Azienda USL di esempio", azienda("090201"))`."""
    return Custode(nome=nome, id=id, indirizzi=(indirizzo,) if indirizzo is not None else (), recapiti=tuple(recapiti))


def assistito(
    chi: Chi, nome: str, cognome: str, *, sesso: str | Codice, nascita: Data, indirizzo: Indirizzo | None = None,
    recapiti: Iterable[Recapito] = (), luogo_nascita: LuogoNascita | None = None,
) -> Assistito:  # fmt: skip
    """The patient: `assistito("RSSMRA80A41H501Y", "Maria", "Rossi", sesso="F", nascita=date(1980, 1, 1))`."""
    return Assistito(
        id=ids(chi), nome=Nome.di(nome, cognome), sesso=_sesso(sesso), nascita=momento(nascita), recapiti=tuple(recapiti),
        indirizzi=(indirizzo,) if indirizzo is not None else (), luogo_nascita=luogo_nascita,
    )  # fmt: skip


_sesso_di = sesso


def _sesso(valore: str | Codice) -> Codice:
    return _sesso_di(valore) if isinstance(valore, str) else valore


def autore(
    chi: Chi, nome: str, cognome: str, *, momento: Data, titolo: str | None = None, ruolo: Codice | None = None,
    organizzazione: Organizzazione | None = None, recapiti: Iterable[Recapito] = (),
) -> Autore:  # fmt: skip
    """Who wrote the document, and when."""
    return Autore(
        id=ids(chi), nome=Nome.di(nome, cognome, titolo), momento=_momento_di(momento), codice=ruolo, organizzazione=organizzazione,
        recapiti=tuple(recapiti),
    )  # fmt: skip


def firmatario(
    chi: Chi, nome: str, cognome: str, *, momento: Data, titolo: str | None = None, organizzazione: Organizzazione | None = None,
    recapiti: Iterable[Recapito] = (),
) -> Firmatario:  # fmt: skip
    """Who signed the document, and when."""
    return Firmatario(
        id=ids(chi), nome=Nome.di(nome, cognome, titolo), momento=_momento_di(momento), organizzazione=organizzazione, recapiti=tuple(recapiti)
    )


_momento_di = momento


def sostituisce(nuovo: D, vecchio: Documento) -> D:
    """The new document as the version that takes the old one's place: same set, version plus one, RPLC to the old one.

    Raises ValueError where both have the same identifier (a new version has a new one), or the old version is no number.
    """
    if nuovo.id == vecchio.id:
        raise ValueError("the new version needs an identifier of its own")
    version, whole = vecchio.versione or "1", vecchio.insieme or vecchio.id
    if not (version.isascii() and version.isdigit()):
        raise ValueError("the version of the old document is not a number")
    earlier = DocumentoPrecedente(relazione="RPLC", id=(vecchio.id,), insieme=whole, versione=version)
    kept = tuple(each for each in nuovo.precedenti if each.relazione != "RPLC")
    return nuovo.model_copy(update={"insieme": whole, "versione": str(int(version) + 1), "precedenti": (*kept, earlier)})
