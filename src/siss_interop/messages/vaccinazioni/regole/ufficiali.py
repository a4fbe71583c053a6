"""The ministry's rules for the two vaccination documents. Where its two sets of rules differ, each document is held to its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from siss_interop.ids import oids
from siss_interop.messages.comune.regole import AVVISO, ERRORE, SCHEMATRON, nome_intero, periodi_effettivi, regole_di, senza_id
from siss_interop.messages.comune.testata import LOINC
from siss_interop.messages.vaccinazioni.cda import CERTIFICATO, SCHEDA_SINGOLA
from siss_interop.messages.vaccinazioni.documenti import (
    CertificatoVaccinale,
    DocumentoVaccinale,
    MancataVaccinazione,
    SchedaSingolaVaccinazione,
    Vaccinazione,
)
from siss_interop.model.rules import Rule, rule
from siss_interop.model.tipi import Periodo, ValoreCodificato


def sistema(chiave: str) -> str:
    """The OID of a code system of `ids.oids`."""
    found = oids.code_system(chiave)
    if found is None:
        raise LookupError(chiave)
    return found.oid


AIC, ATC, ICD9 = sistema("aic"), sistema("atc"), sistema("icd9cm")
ANTIGENI, CONDIZIONI, CATEGORIE = (sistema(k) for k in ("antigeni", "condizioni_sanitarie", "categorie_rischio"))
REAZIONI = sistema("reazioni_avverse")

Dove = Iterator[str]


def fatte(doc: DocumentoVaccinale) -> Iterator[tuple[str, Vaccinazione]]:
    """The vaccinations given, each with its path."""
    return ((f"sezione.voci[{at}]", voce) for at, voce in enumerate(doc.sezione.voci) if isinstance(voce, Vaccinazione))


def mancate(doc: DocumentoVaccinale) -> Iterator[tuple[str, MancataVaccinazione]]:
    """The vaccinations not given, each with their path."""
    return ((f"sezione.voci[{at}]", voce) for at, voce in enumerate(doc.sezione.voci) if isinstance(voce, MancataVaccinazione))


@rule(
    "VAC-R01", ERRORE, "Il codice del documento non è quello del suo tipo (87273-9 per la scheda singola, 82593-5 per il certificato)",
    "The code of the document is not that of its type (87273-9 for the single record, 82593-5 for the certificate)",
    instead_it="Lasciare il codice predefinito", instead_en="Keep the default code",
    source=SCHEMATRON, official="SING ERRORE-5, CERT ERRORE-4", passing="scheda singola, 87273-9", failing="scheda singola, 82593-5",
)  # fmt: skip
def _codice_documento(doc: DocumentoVaccinale) -> Dove:
    wanted = type(doc).model_fields["codice"].default.codice
    if doc.codice is None or doc.codice.codice != wanted or doc.codice.sistema != LOINC:
        yield "codice"


_ETICHETTE = {
    SchedaSingolaVaccinazione: {"Immunization Note", "IMMUNIZATION NOTE", "Immunization note", " Immunization note"},
    CertificatoVaccinale: {"Immunization summary report", "IMMUNIZATION SUMMARY REPORT", "Immunization Summary Report"},
}


@rule(
    "VAC-R02", AVVISO, "È bene che il codice del documento porti il nome del sistema (LOINC) e l'etichetta inglese del suo tipo",
    "The code of the document had better carry the name of its system (LOINC) and the English label of its type",
    instead_it="Lasciare il codice predefinito", instead_en="Keep the default code",
    source=SCHEMATRON, official="SING W001, CERT W001", passing="LOINC, Immunization note", failing="LOINC, Scheda vaccinale",
)  # fmt: skip
def _etichetta_documento(doc: DocumentoVaccinale) -> Dove:
    if doc.codice is None or doc.codice.nome_sistema != "LOINC" or doc.codice.descrizione not in _ETICHETTE.get(type(doc), ()):
        yield "codice"


_MODELLI = {
    SchedaSingolaVaccinazione: "2.16.840.1.113883.2.9.10.1.11.1.1",
    CertificatoVaccinale: "2.16.840.1.113883.2.9.10.1.11.1.2",
}
#: role -> templateId of what stands in the entries: the bindings write them, so a message never repeats them
_DI_VOCE = frozenset(SCHEDA_SINGOLA.marks.values()) | frozenset(CERTIFICATO.marks.values())


@rule(
    "VAC-R03", ERRORE, "Il documento deve dire a quale versione della guida si attiene, e portarne il modello una volta sola",
    "The document must say to which version of the guide it keeps, and carry the guide's template once",
    instead_it="Scrivere la versione del modello e non ripeterlo tra gli altri modelli",
    instead_en="Write the version of the template and do not repeat it among the other templates",
    source=SCHEMATRON, official="SING ERRORE-4, CERT ERRORE-3", passing="versione_modello = 1.1", failing="versione_modello assente",
)  # fmt: skip
def _modello_documento(doc: DocumentoVaccinale) -> Dove:
    if doc.versione_modello is None:
        yield "versione_modello"
    for at, each in enumerate(doc.modelli):
        if each.radice == _MODELLI.get(type(doc)):
            yield f"modelli[{at}]"


@rule(
    "VAC-R04", ERRORE, "Manca il titolo della sezione", "The title of the section is missing",
    instead_it="Aggiungere il titolo", instead_en="Add the title",
    source=SCHEMATRON, official="SING ERRORE-b4, CERT ERRORE-b4", passing="Certificato Vaccinale", failing="titolo assente",
)  # fmt: skip
def _titolo_sezione(doc: DocumentoVaccinale) -> Dove:
    if doc.sezione.titolo is None:
        yield "sezione.titolo"


@rule(
    "VAC-R05", ERRORE, "Manca la narrativa della sezione, che è ciò che una persona legge", "The narrative is missing: what a person reads",
    instead_it="Comporla dalle voci con «narrativa»", instead_en="Make it from the entries with 'narrativa'",
    source=SCHEMATRON, official="SING ERRORE-b5, CERT ERRORE-b5", passing="tabella delle vaccinazioni", failing="testo assente",
)  # fmt: skip
def _testo_sezione(doc: DocumentoVaccinale) -> Dove:
    if doc.sezione.testo is None:
        yield "sezione.testo"


@rule(
    "VAC-R06", ERRORE, "La scheda singola porta una sola vaccinazione, fatta o mancata", "The single record holds one vaccination, given or not",
    instead_it="Scrivere una scheda per vaccinazione, o un certificato", instead_en="Write one record for each, or a certificate",
    source=SCHEMATRON, official="SING ERRORE-b6", passing="una voce", failing="due voci",
)  # fmt: skip
def _voce_singola(doc: DocumentoVaccinale) -> Dove:
    if isinstance(doc, SchedaSingolaVaccinazione) and len(doc.sezione.voci) != 1:
        yield "sezione.voci"


@rule(
    "VAC-R07", ERRORE, "La voce ripete tra gli altri modelli uno di quelli che la guida dà alle voci",
    "The entry repeats among its other templates one of those that the guide gives to entries",
    instead_it="Toglierlo: è scritto da sé", instead_en="Leave it out: it is written by itself",
    source=SCHEMATRON, official="SING ERRORE-b8, CERT ERRORE-b8", passing="nessun altro modello", failing="2.16.840.1.113883.2.9.10.1.11.4.1",
)  # fmt: skip
def _modelli_voce(doc: DocumentoVaccinale) -> Dove:
    for at, voce in enumerate(doc.sezione.voci):
        yield from (f"sezione.voci[{at}].modelli[{n}]" for n, each in enumerate(voce.modelli) if each.radice in _DI_VOCE)


def _consigliato(code: str, field: str, it: str, en: str, official: str) -> Rule:
    """The recommendation that a vaccination of a single record should have this field."""

    def check_field(doc: DocumentoVaccinale) -> Dove:
        if isinstance(doc, SchedaSingolaVaccinazione):
            yield from (f"{path}.{field}" for path, voce in fatte(doc) if getattr(voce, field) is None)

    return rule(
        code, AVVISO, f"È bene indicare {it}", f"It is good to give {en}", instead_it="Aggiungere il dato, se è noto",
        instead_en="Add it if it is known", source=SCHEMATRON, official=official, passing=f"{field} presente", failing=f"{field} assente",
    )(check_field)  # fmt: skip


_VIA = _consigliato("VAC-R08", "via", "la via di somministrazione", "the route", "SING W003")
_SEDE = _consigliato("VAC-R09", "sede", "la sede anatomica", "the body site", "SING W004")
_DOSE = _consigliato("VAC-R10", "dose", "la quantità somministrata", "the quantity given", "SING W005")


@rule(
    "VAC-R11", ERRORE, "Il vaccino somministrato va codificato con l'AIC; solo nel certificato può essere ignoto (UNK)",
    "The vaccine given is to be coded with its AIC; only in the certificate may it be unknown (UNK)",
    instead_it="Scrivere il codice AIC del prodotto", instead_en="Write the AIC code of the product",
    source=SCHEMATRON, official="SING ERRORE-b12, CERT ERRORE-b14", passing="AIC 043144017", failing="ATC J07BB02 senza AIC",
)  # fmt: skip
def _aic(doc: DocumentoVaccinale) -> Dove:
    may_be_unknown = isinstance(doc, CertificatoVaccinale)
    for path, voce in fatte(doc):
        code = voce.prodotto.codice
        if code is None or not (code.sistema == AIC or (may_be_unknown and code.nullo == "UNK")):
            yield f"{path}.prodotto.codice"


@rule(
    "VAC-R12", ERRORE, "Manca il nome della ditta che produce il vaccino", "The name of the vaccine's manufacturer is missing",
    instead_it="Aggiungere il nome, o togliere la ditta", instead_en="Add the name, or leave the manufacturer out",
    source=SCHEMATRON, official="SING ERRORE-b14, CERT ERRORE-b15.1", passing="Ditta di esempio", failing="solo l'identificativo",
)  # fmt: skip
def _ditta(doc: DocumentoVaccinale) -> Dove:
    return (f"{path}.prodotto.ditta.nome" for path, voce in fatte(doc) if voce.prodotto.ditta is not None and voce.prodotto.ditta.nome is None)


@rule(
    "VAC-R13", ERRORE, "Il numero di dose non ha il numero", "The dose number has no number",
    instead_it="Scrivere il numero, o togliere il dato", instead_en="Write the number, or leave it out",
    source=SCHEMATRON, official="SING ERRORE-b21, CERT ERRORE-b19", passing="valore = 1", failing="valore assente",
)  # fmt: skip
def _numero_dose(doc: DocumentoVaccinale) -> Dove:
    for at, voce in enumerate(doc.sezione.voci):
        if voce.numero_dose is not None and voce.numero_dose.inversa and voce.numero_dose.valore is None:
            yield f"sezione.voci[{at}].numero_dose.valore"


@rule(
    "VAC-R14", ERRORE, "Una nota con relazione inversa si confonde con il numero di dose",
    "A note with an inverse relation is taken for the dose number",
    instead_it="Togliere la relazione inversa dalla nota", instead_en="Leave the inverse relation of the note out",
    source=SCHEMATRON, official="SING ERRORE-b17, SING ERRORE-b18, CERT ERRORE-b16", passing="inversa assente", failing="inversa = vero",
)  # fmt: skip
def _nota_inversa(doc: DocumentoVaccinale) -> Dove:
    for at, voce in enumerate(doc.sezione.voci):
        if isinstance(doc, SchedaSingolaVaccinazione) or voce.numero_dose is None:
            yield from (f"sezione.voci[{at}].note[{n}].inversa" for n, nota in enumerate(voce.note) if nota.inversa)


def _una_sola(code: str, field: str, it: str, en: str, official: str) -> Rule:
    def check_field(doc: DocumentoVaccinale) -> Dove:
        return (f"{path}.{field}" for path, voce in fatte(doc) if len(getattr(voce, field)) > 1)

    return rule(
        code, ERRORE, f"Una vaccinazione può avere una sola {it}", f"A vaccination may have only one {en}",
        instead_it="Lasciare quella che ha motivato la vaccinazione", instead_en="Keep the one that the vaccine was given for",
        source=SCHEMATRON, official=official, passing="una", failing="due",
    )(check_field)  # fmt: skip


_CATEGORIA = _una_sola("VAC-R15", "categorie_rischio", "categoria a rischio", "risk category", "SING ERRORE-b23, CERT ERRORE-b21")
_CONDIZIONE = _una_sola("VAC-R16", "condizioni", "condizione sanitaria", "health condition", "SING ERRORE-b27, CERT ERRORE-b25")


def _codificata(
    code: str, field: str, it: str, en: str, systems: tuple[str, ...], official: str, bad: Callable[[ValoreCodificato | None, tuple[str, ...]], bool]
) -> Rule:
    def check_field(doc: DocumentoVaccinale) -> Dove:
        for at, voce in enumerate(doc.sezione.voci):
            for n, item in enumerate(getattr(voce, field, ())):
                if bad(item.valore, systems):
                    yield f"sezione.voci[{at}].{field}[{n}].valore"

    listed = " o ".join(systems)
    return rule(
        code, ERRORE, f"{it} va codificata con {listed}", f"{en} is to be coded with {listed.replace(' o ', ' or ')}",
        instead_it="Scrivere un codice di quel sistema, con il suo OID", instead_en="Write a code of that system, with its OID",
        source=SCHEMATRON, official=official, passing=f"un codice di {systems[-1]}", failing="un codice di 1.2.3",
    )(check_field)  # fmt: skip


def _obbligatorio(value: ValoreCodificato | None, systems: tuple[str, ...]) -> bool:
    return value is None or value.tipo_hl7 is not None or value.sistema not in systems


def _con_codice(value: ValoreCodificato | None, systems: tuple[str, ...]) -> bool:
    return _obbligatorio(value, systems) or (value is not None and value.codice is None)


def _facoltativo(value: ValoreCodificato | None, systems: tuple[str, ...]) -> bool:
    return value is not None and _obbligatorio(value, systems)


def _di_sistema(value: ValoreCodificato | None, systems: tuple[str, ...]) -> bool:
    return value is not None and value.sistema not in systems


_VALORI = (
    _codificata("VAC-R17", "categorie_rischio", "La categoria a rischio", "The risk category", (CATEGORIE,),
                "SING ERRORE-b26, CERT ERRORE-b24", _con_codice),
    _codificata("VAC-R18", "condizioni", "La condizione sanitaria", "The health condition", (ICD9, CONDIZIONI),
                "SING ERRORE-b30, CERT ERRORE-b28", _obbligatorio),
    _codificata("VAC-R19", "reazioni", "La reazione avversa", "The adverse reaction", (ICD9, REAZIONI),
                "SING ERRORE-b34, CERT ERRORE-b33", _facoltativo),
    _codificata("VAC-R20", "malattie", "La malattia", "The disease", (ICD9, ANTIGENI),
                "SING ERRORE-b49, CERT ERRORE-b48", _obbligatorio),
    _codificata("VAC-R21", "immunita", "La malattia con presunta immunità", "The disease with presumed immunity", (ICD9, ANTIGENI),
                "SING ERRORE-b52, CERT ERRORE-b51", _di_sistema),
)  # fmt: skip


@rule(
    "VAC-R22", ERRORE, "Il periodo di copertura e il prossimo appuntamento devono avere una data",
    "The coverage and the next dose must have a date",
    instead_it="Scrivere la data, o togliere il dato", instead_en="Write the date, or leave it out",
    source=SCHEMATRON, official="SING ERRORE-b46, CERT ERRORE-b45", passing="quando = 20250312", failing="quando assente",
)  # fmt: skip
def _scadenze(doc: DocumentoVaccinale) -> Dove:
    for path, voce in fatte(doc):
        for name, each in (("copertura", voce.copertura), ("prossima", voce.prossima)):
            if each is not None and each.quando is None:
                yield f"{path}.{name}.quando"


@rule(
    "VAC-R23", ERRORE, "Anche una vaccinazione mancata deve dire di quale vaccino si tratta", "A missed vaccination too must say of which vaccine",
    instead_it="Se non c'è un codice AIC basta il nome del vaccino", instead_en="If there is no AIC code the name of the vaccine is enough",
    source=SCHEMATRON, official="SING ERRORE-b37, CERT ERRORE-b10", passing="prodotto con il nome", failing="prodotto assente",
)  # fmt: skip
def _prodotto_mancata(doc: DocumentoVaccinale) -> Dove:
    return (f"{path}.prodotto" for path, voce in mancate(doc) if voce.prodotto is None)


@rule(
    "VAC-R24", ERRORE, "Il codice del vaccino non somministrato, se c'è, deve essere un AIC",
    "The code of the vaccine not given, if any, must be an AIC",
    instead_it="Scrivere l'AIC, o il solo nome del vaccino", instead_en="Write the AIC, or only the name of the vaccine",
    source=SCHEMATRON, official="SING ERRORE-b37.1, CERT ERRORE-b35", passing="AIC 043144017", failing="ATC J07BB02",
)  # fmt: skip
def _aic_mancata(doc: DocumentoVaccinale) -> Dove:
    for path, voce in mancate(doc):
        if voce.prodotto is not None and voce.prodotto.codice is not None and voce.prodotto.codice.sistema != AIC:
            yield f"{path}.prodotto.codice"


@rule(
    "VAC-R25", ERRORE, "Nel certificato il codice del vaccino non somministrato ha al più una traduzione ATC, e se ne ha altre anche quella",
    "In the certificate the code of the vaccine not given has at most one ATC translation, and has it if it has any",
    instead_it="Lasciare la sola traduzione ATC", instead_en="Keep only the ATC translation",
    source=SCHEMATRON, official="CERT ERRORE-b36", passing="AIC con ATC", failing="AIC con una traduzione locale",
)  # fmt: skip
def _atc_mancata(doc: DocumentoVaccinale) -> Dove:
    for path, voce in mancate(doc) if isinstance(doc, CertificatoVaccinale) else ():
        also = voce.prodotto.codice.traduzioni if voce.prodotto is not None and voce.prodotto.codice is not None else ()
        if also and sum(each.sistema == ATC for each in also) != 1:
            yield f"{path}.prodotto.codice.traduzioni"


@rule(
    "VAC-R26", ERRORE, "Una vaccinazione mancata deve avere un motivo, e uno solo", "A missed vaccination must have one reason",
    instead_it="Scrivere il motivo principale", instead_en="Write the main reason",
    source=SCHEMATRON, official="SING ERRORE-b38, CERT ERRORE-b37", passing="un motivo", failing="nessun motivo",
)  # fmt: skip
def _motivo(doc: DocumentoVaccinale) -> Dove:
    return (f"{path}.motivi" for path, voce in mancate(doc) if len(voce.motivi) != 1)


@rule(
    "VAC-R27", ERRORE, "Il periodo in cui vale il motivo, se c'è, deve avere inizio e fine",
    "The period of the reason, if any, must have beginning and end",
    instead_it="Scrivere entrambe le date (la fine può avere un motivo di assenza)",
    instead_en="Write both dates (the end may have a null flavour)", source=SCHEMATRON,
    official="SING ERRORE-b41, SING ERRORE-b42, CERT ERRORE-b40, CERT ERRORE-b41", passing="dal 20240101 al 20240701", failing="dal 20240101",
)  # fmt: skip
def _periodo_motivo(doc: DocumentoVaccinale) -> Dove:
    for path, voce in mancate(doc):
        for at, each in enumerate(voce.motivi):
            when = each.quando
            if when is not None and not (isinstance(when, Periodo) and when.inizio is not None and when.fine is not None):
                yield f"{path}.motivi[{at}].quando"


@rule(
    "VAC-R28", ERRORE, "Nella scheda singola un periodo non può avere una fine senza valore quando l'inizio ne ha uno",
    "In the single record a period whose beginning has a value cannot have an end without one",
    instead_it="Scrivere la fine, o toglierla", instead_en="Write the end, or leave it out",
    source=SCHEMATRON, official="SING ERRORE-40", passing="dal 20240101", failing="dal 20240101 a NA",
)  # fmt: skip
def _fine_nulla(doc: DocumentoVaccinale) -> Dove:
    if isinstance(doc, SchedaSingolaVaccinazione):
        for path, each in periodi_effettivi(doc):
            if each.inizio is not None and each.inizio.valore is not None and each.fine is not None and each.fine.valore is None:
                yield f"{path}.fine"


@rule(
    "VAC-R29", ERRORE, "Nel certificato anche il nome di un autore senza identificativo deve avere cognome e un elemento per il nome",
    "In the certificate the name of an author without identifier too must have family name and one element of given names",
    instead_it="Completare il nome, o toglierlo", instead_en="Complete the name, or leave it out",
    source=SCHEMATRON, official="CERT ERRORE-27", passing="autore nullo senza nome", failing="autore nullo con il solo cognome",
)  # fmt: skip
def _nome_dispositivo(doc: DocumentoVaccinale) -> Dove:
    for at, each in enumerate(doc.autori) if isinstance(doc, CertificatoVaccinale) else ():
        if each.nome is not None and senza_id(each) and not nome_intero(each.nome):
            yield f"autori[{at}].nome"


REGOLE_UFFICIALI: tuple[Rule, ...] = (*regole_di(globals()), *_VALORI)
