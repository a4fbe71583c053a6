"""What the ledger may find in any flow, beside `ledger` that finds it; what the state of one flow finds stands with its messages."""

from __future__ import annotations

from siss_interop.issues import Layer, Severity, define

_SEQUENCE, _ERROR, _WARNING = Layer.SEQUENCE, Severity.ERROR, Severity.WARNING

UNCLAIMED = define(
    "LED-001", _SEQUENCE, _WARNING,
    "l'evento sostituisce per intero il n. {earlier}; chiavi di quello che non sono più dichiarate: {count}",
    "the event replaces number {earlier} whole; keys of it that are no longer claimed: {count}",
    instead_it="se erano giuste, inviarle di nuovo con un evento proprio", instead_en="if they were right, send them again in an event of their own",
    source="siss-interop: the update is substitutive, and an event stands for several records",
    passing="antigeni 02 e 37, poi di nuovo 02 e 37", failing="antigeni 02 e 37, poi solo 02 nello stesso giorno",
)  # fmt: skip
EXISTS = define(
    "LED-002", _SEQUENCE, _WARNING,
    "l'operazione è I (inserimento), ma l'evento esiste già (n. {earlier}): lo sostituisce",
    "the operation is I (insert), but the event exists already (number {earlier}): it is replaced",
    instead_it="una modifica si invia con V", instead_en="a change is sent as V",
    source="AVN: on an insert the register does not check whether the key is there; the operation is informative",
    passing="V su un evento in vigore", failing="I su un evento in vigore diverso",
)  # fmt: skip
ABSENT = define(
    "LED-003", _SEQUENCE, _WARNING,
    "l'operazione è V (variazione), ma nessun evento in vigore ha queste chiavi: è preso come nuovo",
    "the operation is V (change), but no event in force has these keys: it is taken as new",
    instead_it="un primo invio si invia con I", instead_en="a first sending is sent as I",
    source="AVN: the operation is informative", passing="V su un evento in vigore", failing="V come primo invio",
)  # fmt: skip
UNKNOWN = define(
    "LED-004", _SEQUENCE, _WARNING,
    "chiavi nominate dalla cancellazione: {named}; di nessun evento in vigore (mai inviate, già cancellate, o in arrivo): {unknown}",
    "keys that the cancellation names: {named}; of no event in force (never sent, taken back already, or still to come): {unknown}",
    source="siss-interop: cancelling what is unknown is a warning",
    passing="un evento, poi la sua cancellazione", failing="la stessa cancellazione due volte",
)  # fmt: skip
EXCESS = define(
    "LED-005", _SEQUENCE, _ERROR,
    "una cancellazione porta solo le chiavi: {field} non è una chiave. Non è applicata",
    "a cancellation carries keys only: {field} is no key. It is not applied",
    instead_it="togliere il campo", instead_en="leave the field out",
    source="compliance.toscana.it, Sistema Sanitario Toscana: a cancellation has only the key fields", official="CANC_CAMPI_NON_CHIAVE",
    passing="idEventoLocale", failing="idEventoLocale e residente",
)  # fmt: skip
TAKES_MORE = define(
    "LED-006", _SEQUENCE, _WARNING,
    "la cancellazione nomina solo alcune chiavi dell'evento n. {earlier}, che se ne va intero; le altre sono {count}",
    "the cancellation names only some keys of event number {earlier}, which goes whole; the others are {count}",
    instead_it="nominarle tutte, o sostituire l'evento con uno che ha le chiavi giuste",
    instead_en="name them all, or replace the event by one with the right keys",
    source="siss-interop: an event is in force whole or not at all", passing="tutti gli antigeni dell'evento", failing="uno solo dei suoi antigeni",
)  # fmt: skip
KEYLESS = define(
    "LED-007", _SEQUENCE, _ERROR,
    "non porta una chiave intera, quindi non si può né tenere né ritrovare: è ignorato",
    "it does not carry a whole key, so it can neither be kept nor be found again: it is ignored",
    instead_it="dare l'identificativo locale, o tutte le chiavi del tipo", instead_en="give the local identifier, or all the keys of the type",
    source="siss-interop: one without an identifier is told apart by the local id",
    passing="NESSUNO con idEventoLocale", failing="NESSUNO senza idEventoLocale",
)  # fmt: skip
OLDER = define(
    "LED-008", _SEQUENCE, _WARNING,
    "è più vecchio dell'evento in vigore n. {earlier}, secondo la data di chi invia: non è applicato",
    "it is older than event number {earlier} in force, by the sender's date: it is not applied",
    source="siss-interop: option last_by_timestamp", passing="dataOraEvento successiva", failing="dataOraEvento precedente, ricevuta dopo",
)  # fmt: skip
CONTRADICTS = define(
    "LED-009", _SEQUENCE, _ERROR,
    "la cancellazione nomina per identificativo locale l'evento n. {earlier}, ma un'altra persona o altre chiavi: non è applicata",
    "the cancellation names event number {earlier} by its local id, but another person or other keys: it is not applied",
    instead_it="controllare l'identificativo locale", instead_en="check the local identifier",
    source="siss-interop: a slip in the id must not take back the data of somebody else",
    passing="idEventoLocale e le chiavi di quell'evento", failing="idEventoLocale di un'altra persona",
)  # fmt: skip
FOREIGN = define(
    "LED-010", _SEQUENCE, _ERROR,
    "{message} non è un evento del flusso {flow}: è ignorato", "{message} is no event of flow {flow}: it is ignored",
    source="siss-interop", passing="VaccinazioneEffettuata nel flusso siv", failing="CertificatoVaccinale nel flusso siv",
)  # fmt: skip
NOT_ALLOWED = define(
    "LED-011", _SEQUENCE, _ERROR,
    "{message} non può cancellare un evento {kind}: non è applicata", "{message} may not take back an event {kind}: it is not applied",
    source="the table of each flow: who may cancel what", passing="Cancella di VAC01", failing="Cancella di VAC09",
)  # fmt: skip
SENDER = define(
    "LED-012", _SEQUENCE, _ERROR,
    "chi invia non può inviare {message} con questa chiave, né per sé né per conto di altri: non è applicato",
    "the sender may not send {message} with this key, neither for itself nor on behalf of others: it is not applied",
    instead_it="lo invia chi è nella chiave, o una Centrale per suo conto", instead_en="who is in the key sends it, or a Centrale on behalf of it",
    source="the table of each flow: who may send what",
    passing="Richiesta dell'associazione nella chiave", failing="Richiesta di un'altra associazione",
)  # fmt: skip
OTHER_SENDER = define(
    "LED-013", _SEQUENCE, _WARNING,
    "sostituisce l'evento n. {earlier}, che aveva inviato un altro", "it replaces event number {earlier}, which somebody else had sent",
    instead_it="controllare la chiave", instead_en="check the key", source="siss-interop: the last received holds",
    passing="la stessa associazione corregge", failing="un'altra associazione con la stessa chiave",
)  # fmt: skip
NOT_MINE = define(
    "LED-014", _SEQUENCE, _ERROR,
    "chi invia non può cancellare l'evento n. {earlier}: non è applicata", "the sender may not take back event number {earlier}: it is not applied",
    instead_it="lo cancella chi lo ha inviato", instead_en="who sent it takes it back", source="the table of each flow: who may take back what",
    passing="l'associazione che ha erogato", failing="un'altra associazione",
)  # fmt: skip
ORPHANS = define(
    "LED-015", _SEQUENCE, _WARNING,
    "la cancellazione lascia senza origine altri eventi in vigore: {count}",
    "the cancellation leaves other events in force without their origin: {count}",
    instead_it="cancellare anche quelli, o inviare di nuovo l'evento", instead_en="take those back too, or send the event again",
    source="siss-interop: a cancellation does not cascade", official="CANC_ORFANI",
    passing="cancellata l'erogazione, poi la richiesta", failing="cancellata la richiesta, l'erogazione resta",
)  # fmt: skip
