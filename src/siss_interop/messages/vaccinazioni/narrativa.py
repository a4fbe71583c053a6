"""The narrative of a vaccination document, made from its entries: one accessible table, a row for each, and nothing that they do not say.

The row of entry n has the id `voce<n>`, its cell under a column `voce<n>-<column>`: entries point to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from siss_interop.messages.comune.enunciati import Qualifica
from siss_interop.messages.comune.narrativa import Cella, CellaIntestazione, Corpo, Didascalia, Narrativa, Riga, Tabella, Testata
from siss_interop.messages.comune.parole import codice, data_italiana, quantita, testo, verso
from siss_interop.messages.vaccinazioni.documenti import Luogo, MancataVaccinazione, Prodotto, Vaccinazione

Voci = Sequence[Vaccinazione | MancataVaccinazione]


def _prodotto(found: Prodotto | None) -> str:
    if found is None:
        return ""
    return "; ".join(dict.fromkeys(text for text in (codice(found.codice), found.nome) if text))


def _luogo(found: Luogo) -> str:
    return found.nome or codice(found.codice) or ", ".join(each.estensione for each in found.id if each.estensione)


def _qualifiche(found: Iterable[Qualifica]) -> str:
    """Coded statements, each with when it holds."""
    said = ((codice(each.valore) or testo(each.testo), data_italiana(each.quando)) for each in found)
    return "; ".join(f"{words} ({when})" if words and when else words or when for words, when in said if words or when)


@dataclass(frozen=True, slots=True)
class Colonna:
    """A column of the table: its key, its heading, and what an entry says under it."""

    chiave: str
    titolo: str
    dice: Callable[[Vaccinazione | MancataVaccinazione], str]


def _fatta(field: str, say: Callable[..., str]) -> Callable[[Vaccinazione | MancataVaccinazione], str]:
    """What a field says, in the entries whose class has it."""
    return lambda voce: say(found) if (found := getattr(voce, field, None)) is not None else ""


COLONNE = (
    Colonna("data", "Data", lambda voce: data_italiana(voce.quando)),
    Colonna("esito", "Esito", lambda voce: "Somministrata" if isinstance(voce, Vaccinazione) else "Non somministrata"),
    Colonna("vaccino", "Vaccino", lambda voce: _prodotto(voce.prodotto)),
    Colonna("lotto", "Lotto", lambda voce: (voce.prodotto.lotto or "") if voce.prodotto is not None else ""),
    Colonna("ditta", "Ditta", lambda voce: (voce.prodotto.ditta.nome or "") if voce.prodotto is not None and voce.prodotto.ditta is not None else ""),
    Colonna("dose", "Numero di dose", _fatta("numero_dose", lambda found: "" if found.valore is None else str(found.valore))),
    Colonna("quantita", "Quantità", _fatta("dose", quantita)),
    Colonna("malattie", "Malattia", lambda voce: _qualifiche(voce.malattie)),
    Colonna("via", "Via di somministrazione", _fatta("via", codice)),
    Colonna("sede", "Sede anatomica", _fatta("sede", codice)),
    Colonna("luogo", "Luogo", lambda voce: "; ".join(text for each in voce.luoghi if (text := _luogo(each)))),
    Colonna("categorie_rischio", "Categoria a rischio", _fatta("categorie_rischio", _qualifiche)),
    Colonna("condizioni", "Condizione sanitaria", _fatta("condizioni", _qualifiche)),
    Colonna("copertura", "Periodo di copertura", _fatta("copertura", lambda found: data_italiana(found.quando))),
    Colonna("prossima", "Prossimo appuntamento", _fatta("prossima", lambda found: data_italiana(found.quando))),
    Colonna("reazioni", "Reazioni avverse", _fatta("reazioni", _qualifiche)),
    Colonna("motivi", "Motivo", _fatta("motivi", _qualifiche)),
    Colonna("immunita", "Presunta immunità", _fatta("immunita", _qualifiche)),
    Colonna("note", "Note", lambda voce: "; ".join(text for each in voce.note if (text := testo(each.testo)))),
)  # fmt: skip
#: the fields whose statements have a cell of their own, and the column where it is
_CON_CELLA = ("malattie", "categorie_rischio", "condizioni", "reazioni", "motivi", "immunita")


def narrativa(voci: Voci, titolo: str = "Vaccinazioni") -> Narrativa:
    """The narrative of these entries; a column is there only if one of them has something to say under it."""
    rows = [{column.chiave: column.dice(voce) for column in COLONNE} for voce in voci]
    used = [column for column in COLONNE if any(row[column.chiave] for row in rows)]
    head = Riga.di(*(CellaIntestazione.di(column.titolo, ambito="col") for column in used))
    body = (
        Riga.di(*(_cella(row[column.chiave], f"voce{at}-{column.chiave}") for column in used), id=f"voce{at}") for at, row in enumerate(rows, start=1)
    )
    return Narrativa.di(Tabella.di(Didascalia.di(titolo), Testata.di(head), Corpo.di(*body)))


def _cella(words: str, id_xml: str) -> Cella:
    return Cella.di(words, id=id_xml) if words else Cella.di()


def collegate(voci: Voci) -> tuple[Vaccinazione | MancataVaccinazione, ...]:
    """The entries with links to their row and cells; a text that an entry already has stays."""
    return tuple(_collegata(voce, at) for at, voce in enumerate(voci, start=1))


def _collegata(voce: Vaccinazione | MancataVaccinazione, at: int) -> Vaccinazione | MancataVaccinazione:
    changed: dict[str, object] = {} if voce.testo is not None else {"testo": verso(f"voce{at}")}
    for field in _CON_CELLA:
        found: tuple[Qualifica, ...] = getattr(voce, field, ())
        if found and _qualifiche(found):
            link = verso(f"voce{at}-{field}")
            changed[field] = tuple(each if each.testo is not None else each.model_copy(update={"testo": link}) for each in found)
    return voce.model_copy(update=changed) if changed else voce
