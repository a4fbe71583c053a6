"""Why an identifier is refused: the ``ID`` codes, one table, and the exception that carries one of them.

A wrong form is an error. What only the strict reading refuses (check characters, structure, unknown region) is a
warning: official documents carry invented values such as ``PROVAX00X00X000Y``, and old messages codes long gone.
"""

from __future__ import annotations

from siss_interop.errors import SissError
from siss_interop.issues import DEFINITIONS, Layer, Severity, define

__all__ = ["InvalidId", "fault"]


class InvalidId(SissError, ValueError):
    """The text is not such an identifier. ``code`` is the issue code, ``it`` and ``en`` say why, without the value."""

    def __init__(self, code: str, it: str, en: str) -> None:
        super().__init__(code, it, en)
        self.code = code
        self.it = it
        self.en = en

    def __str__(self) -> str:
        return f"{self.code}: {self.it}"


def fault(code: str) -> InvalidId:
    """The exception for an ``ID`` code, with the texts of its definition."""
    known = DEFINITIONS[code]
    return InvalidId(code, known.it, known.en)


ERRORS = (
    ("ID-001", "l'identificativo non è un testo in caratteri ASCII", "the identifier is not a text of ASCII characters",
     "RSSMRA80A01H501U", "RSSMRA80A01H501Ü"),
    ("ID-002", "l'identificativo supera i 255 caratteri", "the identifier has more than 255 characters", "STP0900011234567", ""),
    ("ID-010", "il codice fiscale deve avere 16 lettere maiuscole e cifre, oppure 11 cifre se provvisorio",
     "a tax code has 16 capital letters and digits, or 11 digits if provisional", "RSSMRA80A01H501U", "RSSMRA80A01H501"),
    ("ID-020", "il codice STP è formato da STP e 13 cifre", "an STP code is STP and 13 digits",
     "STP0900011234567", "STP090001123456"),
    ("ID-025", "il codice ENI è formato da ENI e 13 cifre", "an ENI code is ENI and 13 digits",
     "ENI0900011234567", "ENI09000112345"),
    ("ID-030", "il numero della tessera TEAM ha al massimo 20 lettere e cifre",
     "the number of a TEAM card has at most 20 letters and digits", "80380000900123456789", "80380-0000"),
    ("ID-032", "il numero di identificazione personale della TEAM ha da 1 a 20 caratteri stampabili",
     "the personal identification number of a TEAM card has 1 to 20 printable characters", "A123-456", ""),
    ("ID-040", "il codice azienda ha 6 cifre: regione e azienda", "a health authority code has 6 digits: region and authority",
     "090201", "90201"),
    ("ID-050", "il codice struttura ha 6 oppure 8 lettere maiuscole e cifre",
     "a facility code has 6 or 8 capital letters and digits", "09010101", "0901011"),
    ("ID-060", "il codice ISTAT del comune ha 6 cifre: provincia e comune",
     "the ISTAT code of a comune has 6 digits: province and comune", "048017", "48017"),
    ("ID-070", "il codice dello stato ha due lettere maiuscole (ISO 3166-1 alfa 2)",
     "a country code has two capital letters (ISO 3166-1 alpha-2)", "IT", "ITA"),
    ("ID-071", "lo stato non è tra quelli della lista ISO 3166-1", "the country is not in the ISO 3166-1 list", "FR", "QQ"),
    ("ID-080", "il codice AIC ha 9 cifre, oppure E e 8 cifre per un farmaco estero",
     "an AIC code has 9 digits, or E and 8 digits for a foreign product", "000307052", "00030705"),
    ("ID-090", "il numero di ricetta elettronica ha 15 caratteri: regione, 2 lettere o cifre e 10 cifre",
     "an electronic prescription number has 15 characters: region, 2 letters or digits and 10 digits",
     "090A02205783394", "090A0220578339"),
    ("ID-092", "il numero di ricetta cartacea ha 15 cifre", "a paper prescription number has 15 digits",
     "090200123456789", "09020012345678X"),
    ("ID-100", "la partita IVA ha 11 cifre", "a VAT number has 11 digits", "00743110157", "0074311015"),
    ("ID-110", "l'OID è formato da numeri separati da punti, senza zeri iniziali, e comincia con 0, 1 o 2",
     "an OID is numbers with dots between them, without leading zeros, and begins with 0, 1 or 2", "2.16.840.1.113883.2.9", "2.16.08"),
    ("ID-120", "l'UUID ha 32 cifre esadecimali in gruppi di 8, 4, 4, 4 e 12",
     "a UUID has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810"),
)  # fmt: skip

WARNINGS = (
    ("ID-011", "il codice fiscale non ha la struttura di quello di una persona (cognome, nome, data, luogo)",
     "the tax code does not have the structure of a person's (surname, name, date, place)",
     "RSSMRA80A01H501U", "PROVAX00X00X000Y"),
    ("ID-012", "la data di nascita scritta nel codice fiscale non esiste",
     "the date of birth written in the tax code does not exist", "RSSMRA80A01H501U", "RSSMRA80B30H501A"),
    ("ID-013", "il carattere di controllo del codice fiscale non torna",
     "the check character of the tax code does not match", "RSSMRA80A01H501U", "RSSMRA80A01H501A"),
    ("ID-014", "la cifra di controllo del codice fiscale provvisorio non torna",
     "the check digit of the provisional tax code does not match", "00743110157", "00743110158"),
    ("ID-031", "il numero della tessera TEAM non ha 20 cifre che cominciano con 80",
     "the number of the TEAM card is not 20 digits that begin with 80", "80380000900123456789", "A12345"),
    ("ID-041", "le prime tre cifre del codice azienda non sono una regione",
     "the first three digits of the health authority code are not a region", "090201", "555201"),
    ("ID-081", "la cifra di controllo del codice AIC non torna", "the check digit of the AIC code does not match",
     "000307052", "000307053"),
    ("ID-091", "le prime tre cifre del numero di ricetta non sono una regione",
     "the first three digits of the prescription number are not a region", "090A02205783394", "555A02205783394"),
    ("ID-101", "la provincia o la cifra di controllo della partita IVA non tornano",
     "the province or the check digit of the VAT number does not match", "00743110157", "00743110158"),
)  # fmt: skip

for _severity, _rows in ((Severity.ERROR, ERRORS), (Severity.WARNING, WARNINGS)):
    for _code, _it, _en, _passing, _failing in _rows:
        define(_code, Layer.MODEL, _severity, _it, _en, passing=_passing, failing=_failing)
