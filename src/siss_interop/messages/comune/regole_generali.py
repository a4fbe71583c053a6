"""Rules that look at every identifier, code, period and text of a document, wherever it stands.

Most are warnings: they name what was seen wrong in real documents and what a reader would stumble over, and refuse nothing that the ministry takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module

from siss_interop.codes import check, find_code_list
from siss_interop.ids import InvalidId, codice_fiscale, oids, partita_iva
from siss_interop.issues import Layer
from siss_interop.messages.comune.fatti import Posto, fatti
from siss_interop.messages.comune.regole import AVVISO, CF, ERRORE, IVA, regole_di
from siss_interop.messages.comune.testata import Documento
from siss_interop.model.rules import Broken, Rule, rule
from siss_interop.model.tipi import Id, Momento, Periodo

CASI = "it-fse-catalogs and accredited test documents: faults seen in the wild"
_OID_O_UUID = re.compile(
    r"[012](\.(0|[1-9][0-9]*))*|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[A-Za-z][A-Za-z0-9-]*"
)
_NON_RIEMPITO = re.compile(r"(?i)(^|[^a-z0-9])(null|undefined|none|nan)([^a-z0-9]|$)|\$\{|\{\{|%\(|\[[A-Z_]+\]")
_GUASTO = re.compile(r"\w\?\?|�|Ã[\x80-\xbf]|â€")


def _ids(doc: Documento) -> Iterator[Posto]:
    """The identifiers, templateIds left out."""
    return (place for place in fatti(doc).di(Id) if place.campo != "modelli")


def _codici_fiscali(doc: Documento) -> Iterator[tuple[Posto, str]]:
    for place in _ids(doc):
        if place.valore.radice == CF and codice_fiscale.is_valid(place.valore.estensione, strict=False):
            yield place, place.valore.estensione


@rule(
    "DOC-R40", AVVISO, "Il codice fiscale non è uno vero: la struttura, la data o il carattere di controllo non tornano",
    "The tax code is no real one: structure, date or check character do not match",
    instead_it="Controllare il codice sulla tessera sanitaria", instead_en="Check the code on the health card",
    source="D.M. 23/12/1976", passing="RSSMRA80A41H501Y", failing="PROVAX00X00X000Y",
)  # fmt: skip
def _controllo_codice_fiscale(doc: Documento) -> Iterator[Broken]:
    for place, code in _codici_fiscali(doc):
        if not codice_fiscale.is_valid(code):
            yield Broken(f"{place.path}.estensione", value=code)


def _di_persona(doc: Documento) -> Iterator[str]:
    """The patient's real tax codes of 16 characters."""
    for each in doc.assistito.id:
        if each.radice == CF and each.estensione and codice_fiscale.is_valid(each.estensione) and not codice_fiscale.is_provisional(each.estensione):
            yield each.estensione


@rule(
    "DOC-R41", AVVISO, "La data di nascita non è quella scritta nel codice fiscale", "The date of birth is not the one in the tax code",
    instead_it="Controllare data e codice", instead_en="Check date and code",
    source="D.M. 23/12/1976", passing="19800101, RSSMRA80A41H501Y", failing="19810101, RSSMRA80A41H501Y",
)  # fmt: skip
def _nascita_nel_codice(doc: Documento) -> Iterator[str]:
    day = giorno(doc.assistito.nascita)
    if day and any(not codice_fiscale.matches_birth(code, datetime.strptime(day, "%Y%m%d").date()) for code in _di_persona(doc)):  # noqa: DTZ007
        yield "assistito.nascita"


@rule(
    "DOC-R42", AVVISO, "Il sesso non è quello scritto nel codice fiscale", "The gender is not the one in the tax code",
    instead_it="Controllare sesso e codice", instead_en="Check gender and code",
    source="D.M. 23/12/1976", passing="F, RSSMRA80A41H501Y", failing="M, RSSMRA80A41H501Y",
)  # fmt: skip
def _sesso_nel_codice(doc: Documento) -> Iterator[str]:
    found = doc.assistito.sesso
    if found is not None and found.codice in ("M", "F") and any(codice_fiscale.sex(code) != found.codice for code in _di_persona(doc)):
        yield "assistito.sesso"


def _oid_scritti(doc: Documento) -> Iterator[tuple[str, str, bool]]:
    """Every OID, where it stands, and whether it is that of a code system."""
    for place in fatti(doc).di(Id):
        if place.valore.radice is not None:
            yield f"{place.path}.radice", place.valore.radice, False
    for place in fatti(doc).codici():
        if place.valore.sistema is not None:
            yield f"{place.path}.sistema", place.valore.sistema, True


@rule(
    "DOC-R43", ERRORE, "L'OID non è scritto in forma valida", "The OID has no valid form",
    instead_it="Scrivere numeri separati da punti, senza zeri iniziali e senza punto finale",
    instead_en="Write numbers with dots between them, without leading zeros and final dot",
    source="ITU-T X.660; HL7 V3 Data Types R1, uid", passing="2.16.840.1.113883.6.1", failing="2.16.840.1.113883.06.1.",
)  # fmt: skip
def _forma_oid(doc: Documento) -> Iterator[Broken]:
    return (Broken(path, value=found) for path, found, _ in _oid_scritti(doc) if not _OID_O_UUID.fullmatch(found))


@rule(
    "DOC-R44", AVVISO, "L'OID somiglia a quelli di HL7 (2.16.840.1.113883) ma non lo è: è probabilmente un errore di battitura",
    "The OID resembles those of HL7 (2.16.840.1.113883) but is none: probably a slip of the keyboard",
    instead_it="Ricontrollare l'OID cifra per cifra", instead_en="Check the OID digit by digit",
    source=CASI, passing="2.16.840.1.113883.2.9.6.1.5", failing="2.14.5.1.840.1.113886.2.9.6.1.5",
)  # fmt: skip
def _oid_storpiato(doc: Documento) -> Iterator[Broken]:
    for path, found, _ in _oid_scritti(doc):
        if "840.1.11388" in found and not found.startswith("2.16.840.1.113883."):
            yield Broken(path, value=found)


@rule(
    "DOC-R45", AVVISO, "Il sistema di codifica ha un arco 999 o 9999, che il gateway nazionale rifiuta",
    "The code system has an arc 999 or 9999, which the national gateway refuses",
    instead_it="Usare l'OID registrato del sistema", instead_en="Use the registered OID of the system",
    source="it-fse-gtw terminology check", passing="2.16.840.1.113883.6.1", failing="2.16.840.1.113883.2.9.999.1",
)  # fmt: skip
def _oid_di_prova(doc: Documento) -> Iterator[Broken]:
    return (Broken(path, value=found) for path, found, system in _oid_scritti(doc) if system and {"999", "9999"} & set(found.split(".")))


@rule(
    "DOC-R46", AVVISO, "L'identificativo sembra composto con variabili rimaste vuote (null, undefined …)",
    "The identifier seems to be made of variables that were empty (null, undefined …)",
    instead_it="Correggere il programma che lo compone", instead_en="Correct the program that makes it",
    source=CASI, passing="090101.2024.0001", failing="SISPC-null.null.82593-5",
)  # fmt: skip
def _id_non_riempito(doc: Documento) -> Iterator[Broken]:
    for place in _ids(doc):
        found = place.valore.estensione
        if found is not None and _NON_RIEMPITO.search(found):
            yield Broken(f"{place.path}.estensione", value=found)


@rule(
    "DOC-R47", AVVISO, "Sotto l'OID della partita IVA non c'è una partita IVA", "Under the OID of the VAT number stands no VAT number",
    instead_it="Scrivere le 11 cifre, o l'OID del codice fiscale se è un codice fiscale",
    instead_en="Write the 11 digits, or the OID of the tax code if it is a tax code",
    source=CASI, passing="00743110157", failing="RSSMRA80A41H501Y",
)  # fmt: skip
def _partita_iva_vera(doc: Documento) -> Iterator[Broken]:
    for place in _ids(doc):
        if place.valore.radice == IVA and not partita_iva.is_valid(place.valore.estensione):
            yield Broken(f"{place.path}.estensione", value=place.valore.estensione)


@rule(
    "DOC-R48", AVVISO, "Il codice non dice di quale sistema di codifica è", "The code does not say of which code system it is",
    instead_it="Scrivere l'OID del sistema", instead_en="Write the OID of the system",
    source=CASI, passing="8 con il suo sistema", failing="8 senza sistema",
)  # fmt: skip
def _codice_senza_sistema(doc: Documento) -> Iterator[Broken]:
    for place in fatti(doc).codici():
        found = place.valore
        if found.codice is not None and found.sistema is None and getattr(found, "tipo_hl7", None) != "CS":
            yield Broken(f"{place.path}.sistema", value=found.codice)


@rule(
    "DOC-R49", AVVISO, "Il testo ha caratteri guasti: al posto degli accenti ci sono altri segni",
    "The text has damaged characters: other signs stand in place of accents",
    instead_it="Correggere la codifica alla fonte e rimandare il documento", instead_en="Correct the encoding at the source and send again",
    source=CASI, passing="libertà", failing="libert??",
)  # fmt: skip
def _testo_guasto(doc: Documento) -> Iterator[Broken]:
    return (Broken(path, value=text) for path, text in fatti(doc).guasti if _GUASTO.search(text))


@rule(
    "DOC-R50", AVVISO, "Il codice non è tra quelli noti del vocabolario {lista}", "The code is not among those known of the vocabulary {lista}",
    instead_it="Controllare il codice: «siss-interop codes {lista}»", instead_en="Check the code: 'siss-interop codes {lista}'",
    source="HL7 V3 vocabulary", layer=Layer.CODES, passing="IM di HL7 RouteOfAdministration", failing="XX di HL7 RouteOfAdministration",
)  # fmt: skip
def _vocabolari_hl7(doc: Documento) -> Iterator[Broken]:
    for place in fatti(doc).codici():
        code, system = place.valore.codice, place.valore.sistema
        if code is not None and system is not None and system.startswith("2.16.840.1.113883.5."):
            known = find_code_list(system)
            if known is not None and check(code, known):
                yield Broken(f"{place.path}.codice", (("lista", known.id),), code)


def giorno(quando: Momento | Periodo | None) -> str:
    """The day of a time as AAAAMMGG (of an interval: of its beginning); empty where that is not known."""
    moment = quando.inizio if isinstance(quando, Periodo) else quando
    return moment.valore[:8] if moment is not None and moment.valore is not None and moment.data is not None else ""


def _dopo(primo: Momento, secondo: Momento) -> bool:
    """Whether the first is surely later: by the instants where both have an offset, else by the digits that both have."""
    one, other = primo.istante, secondo.istante
    if one is not None and other is not None and one.tzinfo is not None and other.tzinfo is not None:
        return one > other
    first, second = (re.split(r"[+-]", moment.valore or "")[0] for moment in (primo, secondo))
    shorter = min(len(first), len(second))
    return first[:shorter] > second[:shorter]


@rule(
    "DOC-R51", ERRORE, "La fine viene prima dell'inizio", "The end comes before the beginning",
    instead_it="Controllare le due date", instead_en="Check the two times",
    source="HL7 V3 Data Types R1, IVL", passing="dal 20240101 al 20240201", failing="dal 20240201 al 20240101",
)  # fmt: skip
def _periodo_rovesciato(doc: Documento) -> Iterator[str]:
    for place in fatti(doc).di(Periodo):
        if place.valore.inizio is not None and place.valore.fine is not None and _dopo(place.valore.inizio, place.valore.fine):
            yield place.path


_CON_FORMA = {
    entry.oid: entry for entry in oids.REGISTRIES if entry.module is not None and entry.key not in ("cf", "partita_iva", "team_persona")
}  # fmt: skip


@rule(
    "DOC-R52", AVVISO, "L'identificativo non ha la forma di quelli del suo registro ({registro})",
    "The identifier does not have the form of those of its register ({registro})",
    instead_it="Controllare il valore e l'OID", instead_en="Check the value and the OID",
    source="D.P.R. 394/1999, registri del Ministero della Salute", passing="STP0900011234567", failing="STP123",
)  # fmt: skip
def _forma_identificativo(doc: Documento) -> Iterator[Broken]:
    for place in _ids(doc):
        entry = _CON_FORMA.get(place.valore.radice or "")
        if entry is not None and place.valore.estensione is not None and not _ha_forma(entry.module or "", place.valore.estensione):
            yield Broken(f"{place.path}.estensione", (("registro", entry.title_it),), place.valore.estensione)


def _ha_forma(module: str, value: str) -> bool:
    found = import_module(f"siss_interop.ids.{module}")
    try:
        found.validate(value, **({"strict": False} if "strict" in (found.validate.__kwdefaults__ or ()) else {}))
    except InvalidId:
        return False
    return True


@rule(
    "DOC-R53", ERRORE, "L'assistito risulta nato dopo la data del documento", "The patient appears to be born after the date of the document",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source="HL7 CDA R2, effectiveTime", passing="nascita 19800101, documento 20240312", failing="nascita 20250101, documento 20240312",
)  # fmt: skip
def _nascita_dopo(doc: Documento) -> Iterator[str]:
    born, made = giorno(doc.assistito.nascita), giorno(doc.data)
    if born and made and born > made:
        yield "assistito.nascita"


@rule(
    "DOC-R54", ERRORE, "La data di decesso viene prima della nascita", "The date of death comes before birth",
    instead_it="Controllare le due date", instead_en="Check the two dates",
    source="HL7 CDA R2, sdtc:deceasedTime", passing="19300101, 20200101", failing="19800101, 19700101",
)  # fmt: skip
def _decesso_prima(doc: Documento) -> Iterator[str]:
    born, died = giorno(doc.assistito.nascita), giorno(doc.assistito.decesso)
    if born and died and died < born:
        yield "assistito.decesso"


REGOLE_GENERALI: tuple[Rule, ...] = regole_di(globals())
