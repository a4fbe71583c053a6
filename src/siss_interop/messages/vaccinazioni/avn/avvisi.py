"""What can be wrong with a file of the national register (AVN), or with an event that is to be written there."""

from __future__ import annotations

from siss_interop.issues import Layer, Severity, define

_TESTO = "Ministero della Salute, specifiche AVN (VSX, VNX, AVX)"
_NOSTRO = "siss_interop, docs: AVN"

define(
    "AVN-001", Layer.MODEL, Severity.ERROR, "manca un dato obbligatorio: {campo}", "a required value is missing: {campo}",
    instead_it="scrivere il dato; «dato non disponibile» ha quasi sempre il suo codice (99)",
    instead_en="write it; 'not available' has its code nearly everywhere (99)", source=_TESTO,
    passing='<VaccinoSomministrato TipoErogatore="2" …>', failing="<VaccinoSomministrato …> senza TipoErogatore",
)  # fmt: skip
define(
    "AVN-002", Layer.MODEL, Severity.ERROR, "valore non ammesso: {campo}", "a value that is not admitted: {campo}",
    instead_it="scrivere un valore del tracciato; le date sono AAAA-MM-GG, la dose va da 1 a 99",
    instead_en="write a value of the layout; dates are YYYY-MM-DD, doses go from 1 to 99", source=_TESTO,
    passing='Dose="1"', failing='Dose="0"',
)  # fmt: skip
define(
    "AVN-003", Layer.BINDING, Severity.WARNING, "dato presente ma vuoto, letto come assente: {campo}",
    "a value that is there but empty, read as absent: {campo}",
    instead_it="non scrivere affatto i dati che non ci sono", instead_en="leave out what has no value", source=_TESTO,
    passing="<VaccinoSomministrato …> senza LottoVaccino", failing='LottoVaccino=""',
)  # fmt: skip
define(
    "AVN-004", Layer.BINDING, Severity.WARNING, "record «NM», non movimentato: per il ministero non va trasmesso",
    "a record 'NM', not moved: for the ministry it is not to be sent",
    instead_it="usare NM solo dentro gli strumenti del ministero", instead_en="use NM inside the ministry's own tools only", source=_TESTO,
    passing="I", failing="NM",
)  # fmt: skip
define(
    "AVN-005", Layer.BINDING, Severity.INFORMATION, "di una cancellazione vale solo la chiave: gli altri dati del record restano fuori dal messaggio",
    "of a cancellation only the key counts: the other values of the record stay outside the message", source=_NOSTRO,
    passing='TipoTrasmissione="I"', failing='TipoTrasmissione="C"',
)  # fmt: skip
define(
    "AVN-006", Layer.BINDING, Severity.ERROR, "la riga ha {trovate} colonne invece di {attese}", "the row has {trovate} columns in place of {attese}",
    instead_it="separare i valori con ~, e mettere tra virgolette un valore che contiene ~",
    instead_en="separate values by ~, and put a value that holds a ~ between quotes", source=_TESTO,
    passing="le 8 colonne di VNX", failing="7 colonne",
)  # fmt: skip
define(
    "AVN-007", Layer.BINDING, Severity.WARNING,
    "riga uguale a quella prima: stessa chiave due volte", "a row equal to the one before: the same key twice",
    instead_it="togliere la ripetizione", instead_en="remove the repetition", source=_TESTO,
    passing="due antigeni diversi", failing="due righe uguali",
)  # fmt: skip
define(
    "AVN-008", Layer.BINDING, Severity.ERROR, "l'identificativo dell'assistito è in chiaro: per AVN va cifrato, e non c'è un cifratore",
    "the person's identifier is in clear: the register wants it encrypted, and no cipher was given",
    instead_it="passare un oggetto con «encrypt», che cifra con la chiave pubblica del ministero",
    instead_en="give an object with 'encrypt', which uses the ministry's public key", source=_TESTO,
    passing="IdentificativoCifrato, oppure un cifratore", failing="codice fiscale, nessun cifratore",
)  # fmt: skip
define(
    "AVN-009", Layer.BINDING, Severity.ERROR, "il cifratore non ha dato 172 caratteri base64", "the cipher did not give 172 base64 characters",
    instead_it="usare RSA a 1024 bit e base64, come il ministero", instead_en="use RSA with 1024 bits and base64, as the ministry does",
    source=_TESTO, official="1703", passing="172 caratteri", failing="il codice fiscale stesso",
)  # fmt: skip
define(
    "AVN-010", Layer.BINDING, Severity.ERROR, "l'assistito non risiede nella regione che invia: non va in AVN",
    "the person does not live in the region that sends: not for the register",
    instead_it="inviarlo solo alla Regione", instead_en="send it to the region only", source=_TESTO, official="1803",
    passing="residente = vero", failing="residente = falso",
)  # fmt: skip
define(
    "AVN-011", Layer.BINDING, Severity.ERROR, "AVN vuole un identificativo dell'assistito, e qui non c'è",
    "the register wants an identifier of the person, and there is none",
    instead_it="indicare codice fiscale, STP, ENI o TEAM", instead_en="give tax code, STP, ENI or TEAM", source=_TESTO, official="1701",
    passing="genere CF con il codice", failing="genere NESSUNO",
)  # fmt: skip
define(
    "AVN-012", Layer.BINDING, Severity.ERROR, "per cancellare in AVN serve l'evento cancellato, che non è stato dato: mancano {campi}",
    "to cancel in the register the cancelled event is needed, and was not given: {campi} are missing",
    instead_it="passare l'evento in «cancelled»: AVN vuole tutti i dati anche in un record C",
    instead_en="give the event in 'cancelled': the register wants all values in a record C too", source=_TESTO,
    passing="cancelled=[evento]", failing="Cancella senza il suo evento",
)  # fmt: skip
define(
    "AVN-013", Layer.FILE, Severity.ERROR, "la prima riga non ha i nomi delle colonne di VSX, VNX o AVX",
    "the first row does not name the columns of VSX, VNX or AVX",
    instead_it="cominciare dalla riga dei nomi: il ministero salta la prima riga, qualunque sia",
    instead_en="begin with the row of names: the ministry skips the first row, whatever it is", source=_TESTO,
    passing="ID_ASS~MOD_INV~TIP_TRS~COD_REG~COD_ANT~DOSE~COD_MTV~DAT_NON_EFF", failing="la prima riga è già un record",
)  # fmt: skip
define(
    "AVN-014", Layer.BINDING, Severity.ERROR, "assistito senza alcun record", "a person without any record",
    instead_it="togliere l'elemento", instead_en="remove the element", source=_TESTO,
    passing="<Assistito …><MancataVaccinazione …/></Assistito>", failing="<Assistito …/>",
)  # fmt: skip
define(
    "AVN-015", Layer.BINDING, Severity.WARNING, "le colonne non sono nell'ordine del tracciato: il ministero le legge per posizione",
    "the columns are not in the order of the layout: the ministry reads them by position",
    instead_it="usare l'ordine del tracciato", instead_en="use the order of the layout", source=_TESTO,
    passing="MOD_INV~TIP_TRS~COD_REG…", failing="TIP_TRS~MOD_INV~COD_REG…",
)  # fmt: skip
define(
    "AVN-016", Layer.BINDING, Severity.ERROR,
    "un a capo non si può scrivere in una riga: {campo}", "a line break cannot be written in a row: {campo}",
    instead_it="togliere l'a capo, o scrivere l'XML", instead_en="remove the line break, or write the XML", source=_NOSTRO,
    passing="LOTTO 1", failing="LOTTO, a capo, 1",
)  # fmt: skip
define(
    "AVN-017", Layer.FILE, Severity.ERROR,
    "il file degli scarti non ha la forma di quelli del ministero", "the discard file has not the ministry's shape",
    instead_it="usare ESITO_<idRun>.json come lo scrive lo strumento del ministero",
    instead_en="use ESITO_<idRun>.json as the ministry's tool writes it", source=_TESTO,
    passing='[{"numeroRecord": "1", "listEsiti": []}]', failing='{"a": 1}',
)  # fmt: skip
define(
    "AVN-018", Layer.FILE, Severity.ERROR,
    "una riga supera il limite di {limit} caratteri", "a row is longer than the limit of {limit} characters",
    instead_it="controllare i fine riga", instead_en="check the line ends", source=_NOSTRO,
    passing="una riga per record", failing="un file senza fine riga",
)  # fmt: skip
