"""What the command line says of its own, in both languages."""

from __future__ import annotations

from typing import Final

from siss_interop.issues import Severity

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "unreadable": ("non leggibile", "unreadable"),
    "refused": ("scrittura rifiutata: {errors} errori, {losses} perdite", "writing refused: {errors} errors, {losses} losses"),
    "interrupted": ("interrotto", "interrupted"),
    "internal": (
        "errore interno ({kind}): per favore segnalarlo, senza allegare dati di persone",
        "internal error ({kind}): please report it, without data of persons",
    ),
    "valid": ("valido", "valid"),
    "valid_warned": ("valido, {warnings} avvisi", "valid, {warnings} warnings"),
    "invalid": ("{errors} errori, {warnings} avvisi", "{errors} errors, {warnings} warnings"),
    "files": ("{files} file: {valid} validi, {invalid} con errori", "{files} files: {valid} valid, {invalid} with errors"),
    "no_cipher": (
        "{records} record con l'identificativo in chiaro: il comando non ha un cifratore; in Python write_all(..., to=\"avn\", cipher=...)",
        '{records} records with an identifier in clear: the command has no cipher; in Python write_all(..., to="avn", cipher=...)',
    ),
    "converted": ("{written} record convertiti su {read}", "{written} of {read} records converted"),
    "record_of": ("Record {record} di {total}", "Record {record} of {total}"),
    "no_account_record": ("I fatti di questo record non si contano: qui se ne leggono i campi, uno a uno",
                          "The facts of this record are not counted: its fields are read one by one"),
    "many": ("più record", "many records"),
    "reading": ("lettura", "reading"),
    "rules_only_cda": (
        "le regole ufficiali valgono solo per i documenti CDA: non applicate",
        "the official rules are for CDA documents only: not applied",
    ),
    "definitions_only_fhir": (
        "le definizioni ufficiali valgono solo per FHIR: non applicate",
        "the official definitions are for FHIR only: not applied",
    ),
    "official": ("numero ufficiale {official}", "official number {official}"),
    "losses": ("{losses} perdite", "{losses} losses"),
    "losses_more": ("altre {more} perdite: --losses FILE le scrive tutte", "{more} more losses: --losses FILE writes them all"),
    "losses_written": ("{losses} perdite, scritte in {file}", "{losses} losses, written to {file}"),
    "value": ("valore", "value"),
    "share": ("Contenuto tipizzato: {share} di {facts} fatti", "Typed content: {share} of {facts} facts"),
    "left": ("Rimasti fuori: {left} fatti in {places} posti (restano nell'originale)",
             "Left over: {left} facts in {places} places (kept in the original)"),
    "left_none": ("Non è rimasto fuori nulla", "Nothing is left over"),
    "left_facts": ("{facts} fatti", "{facts} facts"),
    "no_account": ("Il conto dei fatti si fa leggendo un documento, non il nostro JSON",
                   "Facts are counted when a document is read, not our JSON"),
    "partial": ("Il messaggio non è completo: ecco ciò che si è potuto leggere", "The message is not complete: this is what could be read"),
    "yes": ("sì", "yes"),
    "no": ("no", "no"),
    "message": ("messaggio", "message"),
    "flow": ("flusso", "flow"),
    "title": ("titolo", "title"),
    "format_unmade": ("questo formato non è previsto per questo messaggio", "this format is not made for this message"),
    "layer": ("Livello", "Layer"),
    "severity": ("Gravità", "Severity"),
    "instead": ("Che cosa scrivere", "What to write"),
    "source": ("Fonte", "Source"),
    "official_number": ("Numero ufficiale", "Official number"),
    "passing": ("Passa", "Passes"),
    "failing": ("Non passa", "Fails"),
    "unknown_code": ("il codice {code} non esiste", "there is no code {code}"),
    "nearest": ("; i più vicini: {near}", "; the nearest: {near}"),
    "code": ("codice", "code"),
    "label": ("descrizione", "label"),
    "from": ("dal", "from"),
    "to": ("al", "to"),
    "list": ("elenco", "list"),
    "codes": ("codici", "codes"),
    "closed": ("chiuso", "closed"),
    "licence": ("Licenza", "Licence"),
    "compared": ("Confrontato il", "Compared on"),
    "note": ("Nota", "Note"),
    "code_not_in_list": ("il codice {code} non è nell'elenco {list}", "the code {code} is not in the list {list}"),
    "nothing_found": ("nessun codice trovato", "no code found"),
    "ledger_read": ("{read} letti, {skipped} saltati; in vigore: {in_force}", "{read} read, {skipped} skipped; in force: {in_force}"),
    "ledger_due": ("prossima dose dal {day}: {antigen}", "next dose from {day}: {antigen}"),
    "ledger_requests": ("richieste: {counts}", "requests: {counts}"),
    "ledger_deliveries": ("erogazioni: {counts}", "deliveries: {counts}"),
    "budget_codice_av": ("associazione", "association"),
    "budget_periodo": ("mese", "month"),
    "budget_viaggi": ("viaggi", "trips"),
    "budget_a_vuoto": ("a vuoto", "empty"),
    "budget_km": ("km", "km"),
    "budget_validati": ("validati", "validated"),
    "budget_non_validati": ("non validati", "not validated"),
    "budget_da_rivalidare": ("da rivalidare", "to validate again"),
    "budget_in_attesa": ("in attesa", "waiting"),
    "budget_importo": ("importo", "amount"),
    "budget_assegnato": ("assegnato", "assigned"),
    "budget_utilizzo": ("utilizzo %", "used %"),
    "budget_sforamento": ("sforamento", "overrun"),
    "antigen": ("antigene", "antigen"),
    "dose": ("dose", "dose"),
    "doses": ("dosi", "doses"),
    "azienda": ("Azienda", "Azienda"),
    "cohort": ("anno di nascita", "birth year"),
    "resident": ("residente", "resident"),
    "day": ("data", "day"),
    "outcome": ("esito", "outcome"),
    "given": ("fatta", "given"),
    "not_given": ("non fatta, motivo {reason}", "not given, reason {reason}"),
    "superseded": ("non fatta, motivo {reason}; fatta in seguito", "not given, reason {reason}; given later"),
}  # fmt: skip

SEVERITIES: Final[dict[Severity, tuple[str, str]]] = {
    Severity.ERROR: ("errore", "error"),
    Severity.WARNING: ("avviso", "warning"),
    Severity.INFORMATION: ("informazione", "information"),
}

REASONS: Final[dict[str, tuple[str, str]]] = {
    "unknown": ("sconosciuto al modello", "not known to the model"),
    "constant": ("non è la costante prevista", "not the constant that is expected"),
    "second": ("secondo elemento dove ce ne sta uno", "second element where there is room for one"),
    "incomplete": ("elemento incompleto", "incomplete item"),
    "disorder": ("fuori dall'ordine previsto", "out of the order that is expected"),
    "malformed": ("valore scritto male", "malformed value"),
}
"""Why something is left over, by the word of the engine."""


def say(lang: str, key: str, **params: str) -> str:
    """A text in `it` or `en`, filled. A missing parameter is a mistake of ours and raises KeyError."""
    return TEXTS[key][lang == "en"].format_map(params)


def severity(lang: str, which: Severity) -> str:
    """The word for a severity."""
    return SEVERITIES[which][lang == "en"]


def reason(lang: str, which: str) -> str:
    """Why something is left over."""
    return REASONS[which][lang == "en"] if which in REASONS else which
