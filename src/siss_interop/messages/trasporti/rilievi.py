"""What the state of the TRA flow may find: the codes, beside `registro` that finds them."""

from __future__ import annotations

from siss_interop.issues import Layer, Severity, define

_SEQUENCE, _ERROR, _WARNING = Layer.SEQUENCE, Severity.ERROR, Severity.WARNING
_SEED = "compliance.toscana.it, Sistema Sanitario Toscana: casi d'uso dei trasporti sanitari"
_NOSTRA = "siss-interop, flusso TRA"

SENZA_RICHIESTA = define(
    "LED-201", _SEQUENCE, _WARNING, "{event} aspetta la sua richiesta (Ev01), che non è in vigore: mai arrivata, o cancellata",
    "{event} waits for its request (Ev01), which is not in force: never came, or was taken back",
    instead_it="inviare la richiesta, o cancellare anche questo evento", instead_en="send the request, or take this event back too",
    source=f"{_NOSTRA}: events come from several nodes and may cross", passing="Ev03, poi Ev01", failing="solo Ev03",
).code  # fmt: skip
SENZA_CONCLUSIONE = define(
    "LED-202", _SEQUENCE, _WARNING, "erogazione di una richiesta che non risulta presa in carico (Ev02)",
    "delivery of a request that does not appear as taken in charge (Ev02)",
    instead_it="inviare la conclusione della richiesta", instead_en="send the conclusion of the request", source=_SEED,
    passing="Ev01, Ev02, Ev03", failing="Ev01, Ev03",
).code  # fmt: skip
DOPO_ANNULLAMENTO = define(
    "LED-203", _SEQUENCE, _ERROR, "erogazione di una richiesta annullata: è sospesa", "delivery of an annulled request: it is suspended",
    instead_it="cancellare l'erogazione, o correggere la conclusione", instead_en="take the delivery back, or correct the conclusion", source=_SEED,
    passing="Ev02 PRESA_IN_CARICO, Ev03", failing="Ev02 ANNULLATA, Ev03",
).code  # fmt: skip
VALIDAZIONE_SUPERATA = define(
    "LED-204", _SEQUENCE, _WARNING, "la validazione è di prima che l'erogazione fosse cambiata: va ripetuta",
    "the validation is older than the change of the delivery: it has to be repeated",
    instead_it="validare di nuovo", instead_en="validate again", source=_NOSTRA, official="VALIDAZIONE_SUPERATA",
    passing="Ev03, Ev05", failing="Ev03, Ev05, Ev03 con altri chilometri",
).code  # fmt: skip
SERVIZIO_SUPERATO = define(
    "LED-205", _SEQUENCE, _WARNING, "ciò che la Regione ha restituito (Ev04) non è più ciò che è in vigore: ne occorre uno nuovo, o un Ev07",
    "what the Region gave back (Ev04) is no longer what is in force: a new one is needed, or an Ev07",
    instead_it="produrre di nuovo i servizi", instead_en="make the services again", source=_NOSTRA,
    passing="Ev04 dell'erogazione in vigore", failing="Ev04, poi l'erogazione cambia",
).code  # fmt: skip
SENZA_EROGAZIONE = define(
    "LED-206", _SEQUENCE, _WARNING, "{event} aspetta la sua erogazione (Ev03), che non è in vigore",
    "{event} waits for its delivery (Ev03), which is not in force",
    instead_it="inviare l'erogazione, o cancellare questo evento", instead_en="send the delivery, or take this event back", source=_NOSTRA,
    passing="Ev05, poi Ev03", failing="solo Ev05",
).code  # fmt: skip
NON_SUA = define(
    "LED-207", _SEQUENCE, _ERROR, "l'erogazione è inviata da chi non l'ha fatta e non ha in assegnazione la richiesta: è sospesa",
    "the delivery was sent by who neither performed it nor was assigned the request: it is suspended",
    instead_it="la invia chi ha erogato, o l'assegnataria", instead_en="who performed it sends it, or the assigned association", source=_SEED,
    passing="inviata da AV002, erogante AV002", failing="inviata da AV003, erogante AV002",
).code  # fmt: skip
NON_COMPETENTE = define(
    "LED-208", _SEQUENCE, _ERROR, "valida un'Azienda che non è quella competente per la richiesta: non conta",
    "an Azienda validates that is not the competent one of the request: it does not count",
    instead_it="valida l'Azienda competente", instead_en="the competent Azienda validates", source=_SEED,
    passing="competente 090201, valida 090201", failing="competente 090201, valida 090202",
).code  # fmt: skip
NON_ASSEGNATA = define(
    "LED-209", _SEQUENCE, _WARNING, "eroga un'associazione che non ha ricevuto la richiesta e a cui non risulta assegnata",
    "an association performs that neither received the request nor appears as assigned",
    instead_it="inviare la conclusione con l'assegnataria", instead_en="send the conclusion with the assigned association", source=_SEED,
    passing="assegnataria AV002, eroga AV002", failing="nessuna assegnataria, eroga AV002",
).code  # fmt: skip
PRIMA_DELLA_RICHIESTA = define(
    "LED-210", _SEQUENCE, _WARNING, "il trasporto è partito prima della richiesta", "the transport left before the request",
    instead_it="controllare le due ore", instead_en="check the two times", source=_NOSTRA, passing="richiesta alle 9, partenza alle 11",
    failing="richiesta alle 9, partenza alle 8",
).code  # fmt: skip
SENZA_SEDUTA = define(
    "LED-211", _SEQUENCE, _ERROR, "l'erogazione è di un ciclo, e non dice di quale seduta",
    "the delivery is of a cycle, and does not say of which session",
    instead_it="scrivere data_erogazione_seduta", instead_en="write data_erogazione_seduta", source=_NOSTRA, passing="seduta del 5",
    failing="ciclo, seduta assente",
).code  # fmt: skip
FUORI_CICLO = define(
    "LED-212", _SEQUENCE, _WARNING, "l'erogazione è di un giorno fuori dal ciclo", "the delivery is of a day outside the cycle",
    instead_it="controllare la data e il ciclo", instead_en="check the date and the cycle", source=_NOSTRA, passing="ciclo dal 3 al 31, seduta del 5",
    failing="ciclo dal 3 al 31, seduta del 2",
).code  # fmt: skip
MEZZO_INADATTO = define(
    "LED-213", _SEQUENCE, _WARNING, "il mezzo usato non è adatto alla condizione clinica della richiesta",
    "the vehicle that went is not fit for the clinical condition of the request",
    instead_it="controllare il mezzo", instead_en="check the vehicle", source="uslcentro.toscana.it: richiedere i trasporti sanitari",
    passing="barellato, ambulanza", failing="barellato, pulmino",
).code  # fmt: skip
TROPPI_KM = define(
    "LED-214", _SEQUENCE, _ERROR, "sono riconosciuti più chilometri di quelli percorsi", "more kilometres are recognised than were driven",
    instead_it="controllare km_riconosciuti", instead_en="check km_riconosciuti", source=_NOSTRA, passing="percorsi 12.5, riconosciuti 11.0",
    failing="percorsi 12.5, riconosciuti 20.0",
).code  # fmt: skip
TROPPE_EROGAZIONI = define(
    "LED-215", _SEQUENCE, _WARNING, "più erogazioni di quelle che la richiesta prevede ({most})",
    "more deliveries than the request foresees ({most})",
    instead_it="controllare il ciclo, o cancellare quella di troppo", instead_en="check the cycle, or take back the one too many", source=_NOSTRA,
    passing="un'andata, un'erogazione", failing="un'andata, due erogazioni",
).code  # fmt: skip
IN_RITARDO = define(
    "LED-216", _SEQUENCE, _WARNING, "{event} è inviato oltre il termine di {days} giorni dal fatto",
    "{event} is sent after its deadline of {days} days from the fact",
    instead_it="inviare entro il termine", instead_en="send within the deadline", source="siss-interop: deadlines are given by who runs the ledger",
    passing="termine 30, inviato dopo 10 giorni", failing="termine 30, inviato dopo 45 giorni",
).code  # fmt: skip
ASSEGNAZIONE_MALFATTA = define(
    "LED-220", _SEQUENCE, _ERROR, "la riga {row} del budget non è: associazione, periodo AAAA-MM, importo",
    "line {row} of the budget is not: association, period YYYY-MM, amount",
    instead_it="codice_av,periodo,importo, per esempio AV001,2024-12,1500.00",
    instead_en="codice_av,periodo,importo, for instance AV001,2024-12,1500.00",
    source=_NOSTRA, passing="AV001,2024-12,1500.00", failing="AV001,dicembre,1500",
).code  # fmt: skip
ASSEGNAZIONE_DOPPIA = define(
    "LED-221", _SEQUENCE, _ERROR, "la riga {row} del budget ripete associazione e periodo di un'altra",
    "line {row} of the budget repeats association and period of another",
    instead_it="lasciarne una", instead_en="leave one", source=_NOSTRA, passing="un importo al mese", failing="due importi per lo stesso mese",
).code  # fmt: skip
