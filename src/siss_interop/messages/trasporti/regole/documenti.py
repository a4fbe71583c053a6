"""Rules of the transport documents: what an event needs to be made of them."""

from __future__ import annotations

import re

from siss_interop.messages.comune.regole_evento import AVVISO, ERRORE, Dove, regola, regole_in
from siss_interop.messages.trasporti.documenti import DocumentoTrasporto, RelazioneTrasporto, RichiestaTrasporto
from siss_interop.messages.trasporti.regole.basi import NOSTRA, SEED
from siss_interop.model.rules import Broken, Rule

_CHIAVE = re.compile(r"[0-9A-Z]{1,10}\.[12][0-9]{3}\.[0-9]{1,8}(\.[0-9]{1,4})?")


def _trasporto(doc: DocumentoTrasporto) -> tuple[str, bool]:
    """The key that a document names, and whether it is that of a delivery."""
    if isinstance(doc, RichiestaTrasporto):
        return doc.sezione.trasporto.chiave, False
    return (doc.sezione.trasporto.chiave, True) if isinstance(doc, RelazioneTrasporto) else ("", False)


@regola(
    DocumentoTrasporto, "TRA-R80", ERRORE, "La chiave non è associazione.anno.numero, con il numero dell'erogazione se è una relazione",
    "The key is not association.year.number, with the number of the delivery in a report",
    instead_it="Scrivere la chiave dell'evento", instead_en="Write the key of the event", source=NOSTRA, passing="AV001.2024.1",
    failing="AV001/1",
)  # fmt: skip
def _chiave_malfatta(doc: DocumentoTrasporto) -> Dove:
    key, delivery = _trasporto(doc)
    found = _CHIAVE.fullmatch(key)
    return () if found is not None and (found[1] is not None) == delivery else (Broken("sezione.trasporto.chiave", value=key),)


@regola(
    RichiestaTrasporto, "TRA-R81", ERRORE, "Manca chi ha prescritto: è l'autore del trasporto richiesto, con il codice fiscale",
    "Who prescribed is missing: it is the author of the transport that is asked for, with the tax code",
    instead_it="Aggiungere l'autore del trasporto", instead_en="Add the author of the transport",
    source=SEED, passing="un autore con il codice fiscale",
    failing="nessun autore",
)  # fmt: skip
def _senza_prescrittore(doc: RichiestaTrasporto) -> Dove:
    return ("sezione.trasporto.autori",) if not doc.sezione.trasporto.autori else ()


@regola(
    DocumentoTrasporto, "TRA-R82", AVVISO, "La sezione non ha un testo da leggere", "The section has no text to be read",
    instead_it="Scrivere il testo", instead_en="Write the text", source="HL7 CDA R2, 4.3.4", passing="un testo", failing="nessun testo",
)  # fmt: skip
def _senza_testo(doc: DocumentoTrasporto) -> Dove:
    if not isinstance(doc, RichiestaTrasporto | RelazioneTrasporto):
        return ()
    return ("sezione.testo",) if doc.sezione.testo is None else ()


REGOLE_DOCUMENTI: tuple[Rule, ...] = regole_in(globals())
