"""Rules for what the official schema asks and the models leave open, so that what is written afresh is valid against it."""

from __future__ import annotations

from collections.abc import Iterator

from siss_interop.messages.comune.fatti import Posto, fatti
from siss_interop.messages.comune.persone import (
    Destinatario,
    Esecutore,
    Familiare,
    Firmatario,
    Informatore,
    Partecipante,
    Persona,
    Redattore,
)
from siss_interop.messages.comune.regole import ERRORE, regole_di
from siss_interop.messages.comune.testata import Consenso, Documento, DocumentoPrecedente, IncontroOrigine, Richiesta, Servizio
from siss_interop.model.base import Model
from siss_interop.model.rules import Broken, Rule, rule
from siss_interop.model.tipi import Indirizzo, Nome, Recapito

XSD = "POCD_MT000040UV02"


@rule(
    "DOC-R30", ERRORE, "Manca un dato che lo schema CDA richiede in questo posto: {campo}",
    "The CDA schema asks for something here that is missing: {campo}",
    instead_it="Aggiungere il dato", instead_en="Add it",
    source=XSD, passing="custode con identificativo", failing="custode senza identificativo",
)  # fmt: skip
def _chiesti_dallo_schema(doc: Documento) -> Iterator[Broken]:
    found = fatti(doc)
    senza_id = [place.path for kind in _INCARICATI for place in found.di(kind) if not place.valore.id]
    for path in ["custode"] * (not doc.custode.id) + senza_id:
        yield Broken(f"{path}.id", (("campo", "id"),))
    for place in found.di(IncontroOrigine):
        if place.valore.quando is None:
            yield Broken(f"{place.path}.quando", (("campo", "quando"),))
    for place in found.di(Consenso):
        if place.valore.stato is None:
            yield Broken(f"{place.path}.stato", (("campo", "stato"),))
    for place in found.di(Esecutore):
        if place.valore.relazione is None and place.padre in (Servizio, IncontroOrigine):
            yield Broken(f"{place.path}.relazione", (("campo", "relazione"),))


_INCARICATI = (Redattore, Informatore, Firmatario, Esecutore, Persona)


def _uno_di(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTECIPAZIONI = _uno_di(
    "ADM ALY ATND AUT AUTHEN BBY BEN CAGNT CALLBCK CAT CON COV CSM CST DEV DIR DIS DIST DON DST ELOC ENT ESC EXPAGNT EXPART EXPTRGT EXSRC GUAR HLD"
    " IND INF IRCP LA LOC NOT NRD ORG PART PPRF PRCP PRD PRF RCT RCV RDV REF REFB REFT RESP RML SBJ SPC SPRF TRANS TRC VIA VRF WIT"
)
_RUOLI_PERSONE = _uno_di(
    "AFFL AGNT ASSIGNED CAREGIVER CASEBJ CIT CLAIM COMPAR CON COVPTY CRINV CRSPNSR DEPEN ECON EMP GUAR GUARD INDIV INVSBJ LIC MIL NAMED NOK NOT PAT"
    " PAYEE PAYOR POLHOLD PROG PROV PRS QUAL RESBJ SGNOFF SPNSR STD SUBSCR UNDWRT"
)
_RUOLI = _RUOLI_PERSONE | _uno_di(
    "ACCESS ADJY ADMM BIRTHPL BOND CONC CONY DEATHPLC DSDLOC DST EXPR HLD HLTHCHRT IDENT ISDLOC MANU MNT OWN RET RGPR SDLOC TERR THER USED WRTE"
)
#: class -> its fields with words of the standard's vocabularies, those words, and whether several may stand there
_VOCABOLARI: dict[type[Model], tuple[tuple[str, frozenset[str], bool], ...]] = {
    Recapito: (("uso", _uno_di("AS BAD CONF DIR EC H HP HV MC PG PUB TMP WP"), True),),
    Indirizzo: (("uso", _uno_di("BAD CONF DIR H HP HV PHYS PST PUB TMP WP"), True),),
    Nome: (("uso", _uno_di("A ABC ASGN C I IDE L OR P PHON R SNDX SRCH SYL"), True),),
    DocumentoPrecedente: (("relazione", _uno_di("APND RPLC XFRM"), False),),
    Destinatario: (("relazione", _uno_di("PRCP TRC"), False), ("classe", _uno_di("ASSIGNED HLTHCHRT"), False)),
    Familiare: (("relazione", _RUOLI_PERSONE, False),),
    Partecipante: (("relazione", _PARTECIPAZIONI, False), ("classe", _RUOLI, False)),
    Richiesta: (("fase", _uno_di("RQO"), False),),
    Servizio: (("fase", _uno_di("EVN"), False),),
}
_ESECUTORI: dict[type[Model], frozenset[str]] = {Servizio: _uno_di("PRF SPRF"), IncontroOrigine: _uno_di("ADM ATND CON DIS REF")}


@rule(
    "DOC-R31", ERRORE, "La parola non è tra quelle che lo schema CDA ammette in questo posto: {ammesse}",
    "The word is not among those that the CDA schema admits here: {ammesse}",
    instead_it="Usare una delle parole ammesse", instead_en="Use one of the admitted words",
    source=XSD, passing="recapito di uso WP", failing="recapito di uso LAVORO",
)  # fmt: skip
def _parole_dello_schema(doc: Documento) -> Iterator[Broken]:
    found = fatti(doc)
    for kind, fields in _VOCABOLARI.items():
        for place in found.di(kind):
            for name, admitted, several in fields:
                yield from _fuori(place, name, admitted, several)
    for place in found.di(Esecutore):
        yield from _fuori(place, "relazione", _ESECUTORI.get(place.padre, _SOLO_PRF), several=False)


_SOLO_PRF = _uno_di("PRF")


def _fuori(place: Posto, name: str, admitted: frozenset[str], several: bool) -> Iterator[Broken]:
    value: str | None = getattr(place.valore, name)
    if value is not None and not admitted.issuperset(value.split() if several else [value]):
        yield Broken(f"{place.path}.{name}", (("ammesse", " ".join(sorted(admitted))),), value)


REGOLE_SCHEMA: tuple[Rule, ...] = regole_di(globals())
