"""Values in the words of a narrative: times as people in Italy write them, codes by their labels, quantities with a decimal comma."""

from __future__ import annotations

from siss_interop.codes import find_code_list
from siss_interop.model.tipi import Codice, Periodo, Quando, Quantita, Riferimento, Testo


def data_italiana(quando: Quando | None) -> str:
    """A time as people in Italy write it: 12/03/2024, 12/03/2024 10:30, 03/2024; of an interval both ends."""
    if isinstance(quando, Periodo):
        ends = (("dal", quando.inizio), ("al", quando.fine)) if quando.inizio is not None else (("fino al", quando.fine),)
        said = [f"{word} {text}" for word, end in ends if (text := data_italiana(end))]
        return " ".join(said) or data_italiana(quando.centro) or ("per " + quantita(quando.durata) if quando.durata is not None else "")
    if quando is None:
        return ""
    digits = (quando.valore or "").split("+")[0].split("-")[0]
    if not digits:
        return assenza(quando.nullo)
    day = "/".join(part for part in (digits[6:8], digits[4:6], digits[:4]) if part)
    return f"{day} {digits[8:10]}:{digits[10:12]}" if len(digits) >= 12 else day


def assenza(nullo: str | None) -> str:
    """Why a value is absent."""
    known = find_code_list("hl7_null_flavor")
    found = known.lookup(nullo) if known is not None and nullo is not None else None
    return found.it or found.en if found is not None else ""


def codice(found: Codice | None) -> str:
    """The words of a code: its label, else what was coded, else the code itself with its system."""
    if found is None:
        return ""
    words = found.descrizione or (found.originale.parole if found.originale is not None else None)
    if words or found.codice is None:
        return words or assenza(found.nullo)
    return f"{found.codice} ({found.nome_sistema})" if found.nome_sistema else found.codice


def quantita(found: Quantita | None) -> str:
    """A quantity with its unit."""
    if found is None or found.valore is None:
        return assenza(found.nullo) if found is not None else ""
    number = found.valore.replace(".", ",")
    return f"{number} {found.unita}" if found.unita and found.unita != "1" else number


def testo(found: Testo | None) -> str:
    """The words of a text that has words of its own."""
    return (found.parole or "") if found is not None else ""


def verso(id_xml: str) -> Testo:
    """A link to a piece of the narrative."""
    return Testo(riferimento=Riferimento(valore=f"#{id_xml}"))
