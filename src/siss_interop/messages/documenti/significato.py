"""What a statement means, apart from how and by whom it is written: so that two documents that say the same are found to.

Left out are identifiers, templates, display names and labels, links, and who stated it; quantities count by their number, lists without their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Context, Decimal
from typing import Any

from pydantic import BaseModel

from siss_interop.messages.comune.enunciati.allergie import Allergia, AssenzaAllergie, VoceAllergia
from siss_interop.messages.comune.enunciati.base import OsservazioneFissa
from siss_interop.messages.comune.enunciati.familiari import AnamnesiFamiliare
from siss_interop.messages.comune.enunciati.generici import Fornitura, Gruppo, Incontro, Osservazione, Prestazione, Procedura, Terapia
from siss_interop.messages.comune.enunciati.parti import EnunciatoClinico
from siss_interop.messages.comune.enunciati.percorsi import Esenzione, ReteDiPatologia, StatoFunzionale
from siss_interop.messages.comune.enunciati.problemi import Problema, VoceProblema
from siss_interop.messages.comune.enunciati.vaccini import Immunizzazione
from siss_interop.model.tipi import Codice, Quando, Quantita, Testo

_TACIUTI = frozenset([
    "tipo", "tipo_hl7", "id", "id_xml", "codice_nullo", "modelli", "modelli_ruolo", "modelli_materiale", "etichetta", "nome_codice", "inversa",
    "autori", "rimandi", "dettagli", "riferimento",
])  # fmt: skip

#: what says nothing of a statement's matter
_DI_CONTORNO = frozenset(["testo", "stato", "stato_nullo", "quando", "fase", "classe", "esecutori", "partecipanti", "note"])


def significato(value: Any) -> Any:
    """The meaning of a statement or of a part of one, as plain values that can be compared; None where nothing is said."""
    if isinstance(value, tuple):
        return sorted((meant for item in value if (meant := significato(item)) is not None), key=repr) or None
    if not isinstance(value, BaseModel):
        return value
    special = next((says for kind, says in _PROPRI if isinstance(value, kind)), None)
    return (special or _detto)(value)


def _detto(value: BaseModel) -> Any:
    said = {name: meant for name, item in value.__dict__.items() if name not in _TACIUTI and (meant := significato(item)) is not None}
    if isinstance(value, EnunciatoClinico | OsservazioneFissa) and said.keys() - _DI_CONTORNO:
        said.pop("testo", None)  # the same in words
    if isinstance(value, Allergia | AssenzaAllergie | Problema):
        said.pop("stato", None)  # the guides give such a statement one status only
    return {"_": type(value).__name__, **said} if said else None


_CIFRE = Context(prec=60)


def _numero(text: str) -> str:
    """The number without zeros that say nothing; one with an exponent as it is written."""
    return text if "e" in text.lower() else str(Decimal(text).normalize(_CIFRE))


def _codice(found: Codice) -> Any:
    """A code by code and system; one without a code by its words, its translations and why it is absent."""
    refined = significato(found.qualificatori)
    if found.codice is not None:
        return {"codice": found.codice, "sistema": found.sistema} | ({"qualificatori": refined} if refined else {})
    words = significato(found.originale) or found.descrizione
    said = {"parole": words, "traduzioni": significato(found.traduzioni), "nullo": found.nullo, "qualificatori": refined}
    return {name: item for name, item in said.items() if item is not None} or None


def _quantita(found: Quantita) -> Any:
    return _detto(found) if found.valore is None else {"valore": _numero(found.valore), "unita": found.unita}


def _testo(found: Testo) -> Any:
    return _detto(found) if found.parole is None else " ".join(found.parole.split())


_PROPRI: tuple[tuple[type[BaseModel], Callable[[Any], Any]], ...] = (
    # what a list says of itself (since when, that it is kept) is no part of the allergy or problem
    (VoceAllergia, lambda voce: _detto(voce.allergia)), (VoceProblema, lambda voce: _detto(voce.problema)), (Codice, _codice),
    (Quantita, _quantita), (Testo, _testo),
)  # fmt: skip


def differenze(uno: Any, altro: Any, dove: str = "") -> Iterator[str]:
    """The places where two meanings differ."""
    if isinstance(uno, dict) and isinstance(altro, dict):
        for name in dict.fromkeys([*uno, *altro]):
            yield from differenze(uno.get(name), altro.get(name), f"{dove}.{name}" if dove else name)
    elif isinstance(uno, list) and isinstance(altro, list) and len(uno) == len(altro):
        for at, (one, other) in enumerate(zip(uno, altro, strict=True)):
            yield from differenze(one, other, f"{dove}.{at}")
    elif uno != altro:
        yield dove


# ---- what a statement is about

Oggetto = tuple[Any, ...]
ASSENZA: Oggetto = ("nessuna allergia",)
"""What the statement that there is no allergy is about."""


def _di(found: Codice | None) -> tuple[str, str] | None:
    return (found.sistema or "", found.codice) if found is not None and found.codice is not None else None


def _inizio(quando: Quando | None, cifre: int = 8) -> str | None:
    """When it began: a day, or less precisely."""
    if quando is None:
        return None
    point = quando if quando.tipo == "Momento" else quando.inizio or quando.centro or quando.fine
    return point.valore[:cifre] if point is not None and point.valore is not None else None


def _allergia(voce: VoceAllergia) -> Oggetto:
    found = voce.allergia
    if not isinstance(found, Allergia):
        return ASSENZA
    agents = tuple(sorted(code for each in found.agenti if (code := _di(each.agente)) is not None))
    return ("allergia", agents or None)


def _terapia(found: Terapia) -> Oggetto:
    return _di(found.farmaco.codice) if found.farmaco is not None else None, found.fase, _inizio(found.quando)


def _vaccino(found: Immunizzazione) -> Oggetto:
    return _di(found.vaccino.codice) if found.vaccino is not None else None, found.negata or False, _inizio(found.quando)


def _familiare(found: AnamnesiFamiliare) -> Oggetto:
    who = _di(found.parente.parentela) if found.parente is not None else None
    return who, tuple(_di(each.patologia) for each in (*found.patologie, *found.altre_patologie))


def _dispositivo(found: Fornitura) -> Oggetto:
    product = found.prodotto.codice if found.prodotto is not None else None
    return _di(found.codice) or _di(product), _inizio(found.quando)


def _atto(found: Osservazione | Gruppo | Procedura | Incontro | Prestazione) -> Oggetto:
    return _di(found.codice), found.fase, _inizio(found.quando, 14)


_OGGETTI: Mapping[type[BaseModel], Callable[[Any], Oggetto]] = {
    VoceAllergia: _allergia,
    # the same disease in another year is another episode
    VoceProblema: lambda voce: (_di(voce.problema.problema), _inizio(voce.problema.quando, 4)),
    Terapia: _terapia, Immunizzazione: _vaccino, AnamnesiFamiliare: _familiare, Fornitura: _dispositivo,
    **dict.fromkeys((Osservazione, Gruppo, Procedura, Incontro, Prestazione), _atto),
    StatoFunzionale: lambda found: ("stato funzionale", _inizio(found.quando)),
    Esenzione: lambda found: (_di(found.esenzione), _inizio(found.quando, 4)),
    ReteDiPatologia: lambda found: (_di(found.rete), _inizio(found.quando, 4)),
}  # fmt: skip


def oggetto(enunciato: BaseModel) -> Oggetto:
    """What a statement is about: a code and a time. None in the place of what it does not say."""
    return _OGGETTI[type(enunciato)](enunciato)
