"""Rules of a request: the person, the prescription, the vehicle, the cycle, the places."""

from __future__ import annotations

from siss_interop.ids import codice_fiscale, nre
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.comune.regole_evento import AVVISO, ERRORE, Dove, giorno, regola, regole_in
from siss_interop.messages.comune.regole_identita import cf_vero, regole_identita
from siss_interop.messages.trasporti.eventi import Richiesta
from siss_interop.messages.trasporti.regole.basi import NOSTRA, REGIONE, RICETTA_DEMATERIALIZZATA_DAL, SEED, TOSCANA, USL, adesso_di
from siss_interop.model.rules import Broken, Rule

RISERVATI = frozenset({"118", "SOCIALE"})
"""Channels of calls that are not of this flow."""
CICLICI = frozenset({"07", "08", "09", "10", "11"})
"""Reasons of treatments that are repeated."""
MEZZI = {"1": frozenset({"1"}), "2": frozenset({"1", "2"}), "3": frozenset({"1", "2", "3", "4", "5"})}
"""Clinical condition -> vehicles that are fit for it; for others any is. A wheelchair also goes on an ambulance."""
_SSN, _DEMA, _ALTRO, _CONVENZIONATO, _MMG = "SSN", "DEMA", "ALTRO", "3", "1"


def _chi(evento: Richiesta) -> IdentificativoAssistito:
    return evento.assistito.identificativo


IDENTITA = regole_identita(Richiesta, _chi, "assistito.identificativo", "TRA-R{}", 10, fonte=NOSTRA, nostra=NOSTRA)


@regola(
    Richiesta, "TRA-R01", ERRORE, "Le chiamate di emergenza (118) e i trasporti sociali non sono di questo flusso",
    "Emergency calls (118) and social transports are not of this flow",
    instead_it="Non inviare la richiesta", instead_en="Do not send the request", source=SEED, passing="canale T", failing="canale 118",
)  # fmt: skip
def _fuori_flusso(evento: Richiesta) -> Dove:
    return ("canale_richiesta",) if evento.canale_richiesta in RISERVATI else ()


@regola(
    Richiesta, "TRA-R02", ERRORE, "Il codice fiscale del medico non ha la struttura di un codice fiscale",
    "The tax code of the doctor has not the structure of a tax code",
    instead_it="Scrivere il codice fiscale di chi ha prescritto", instead_en="Write the tax code of who prescribed",
    source=f"{SEED}; D.M. 23/12/1976", passing="VRDGNN65C10D612Q", failing="0000000000000000",
)  # fmt: skip
def _medico_ignoto(evento: Richiesta) -> Dove:
    found = evento.prescrizione.codice_fiscale_medico
    return () if codice_fiscale.STRUCTURE.fullmatch(found) else (Broken("prescrizione.codice_fiscale_medico", value=found),)


@regola(
    Richiesta, "TRA-R03", AVVISO, "Il codice fiscale del medico non è uno vero: data o carattere di controllo non tornano",
    "The tax code of the doctor is no real one: date or check character do not match",
    instead_it="Controllare il codice", instead_en="Check the code", source="D.M. 23/12/1976",
    passing="carattere di controllo giusto", failing="carattere di controllo sbagliato",
)  # fmt: skip
def _medico_falso(evento: Richiesta) -> Dove:
    found = evento.prescrizione.codice_fiscale_medico
    wrong = codice_fiscale.STRUCTURE.fullmatch(found) and not cf_vero(found)
    return (Broken("prescrizione.codice_fiscale_medico", value=found),) if wrong else ()


@regola(
    Richiesta, "TRA-R04", ERRORE, "Manca il numero della ricetta, che una ricetta del Servizio sanitario ha sempre",
    "The number of the recipe is missing, which one of the health service always has",
    instead_it="Scrivere l'NRE, o il numero della ricetta rossa", instead_en="Write the NRE, or the number of the red recipe",
    source=SEED, passing="DEMA con l'NRE", failing="DEMA senza numero",
)  # fmt: skip
def _senza_numero(evento: Richiesta) -> Dove:
    found = evento.prescrizione
    return ("prescrizione.numero_ricetta",) if found.numero_ricetta is None and found.tipo_ricettario in (_SSN, _DEMA) else ()


@regola(
    Richiesta, "TRA-R05", ERRORE, "Un altro ricettario è ammesso solo per i medici di strutture private convenzionate",
    "Another pad is admitted only for doctors of private convened structures",
    instead_it="Scrivere tipo_prescrittore 3, o il ricettario giusto", instead_en="Write tipo_prescrittore 3, or the right pad",
    source=SEED, passing="ALTRO, prescrittore 3", failing="ALTRO, prescrittore 1",
)  # fmt: skip
def _altro_ricettario(evento: Richiesta) -> Dove:
    found = evento.prescrizione
    return ("prescrizione.tipo_prescrittore",) if found.tipo_ricettario == _ALTRO and found.tipo_prescrittore != _CONVENZIONATO else ()


@regola(
    Richiesta, "TRA-R06", ERRORE, "Il numero non ha la forma di un NRE", "The number has not the form of an NRE",
    instead_it="Scrivere i 15 caratteri dell'NRE", instead_en="Write the 15 characters of the NRE",
    source="D.M. 2/11/2011", passing="090A02205783394", failing="12345",
)  # fmt: skip
def _nre_malfatto(evento: Richiesta) -> Dove:
    found = evento.prescrizione
    wrong = found.tipo_ricettario == _DEMA and found.numero_ricetta is not None and not nre.is_valid(found.numero_ricetta, strict=False)
    return (Broken("prescrizione.numero_ricetta", value=found.numero_ricetta),) if wrong else ()


@regola(
    Richiesta, "TRA-R07", AVVISO, "Il numero di una ricetta rossa ha 15 cifre", "The number of a red recipe has 15 digits",
    instead_it="Controllare il numero", instead_en="Check the number",
    source="D.M. 17/3/2008", passing="090240012345678", failing="09024001",
)  # fmt: skip
def _ricetta_rossa(evento: Richiesta) -> Dove:
    found = evento.prescrizione
    wrong = found.tipo_ricettario == _SSN and found.numero_ricetta is not None and not nre.is_valid_cartacea(found.numero_ricetta)
    return (Broken("prescrizione.numero_ricetta", value=found.numero_ricetta),) if wrong else ()


@regola(
    Richiesta, "TRA-R08", AVVISO, "Dal 1° novembre 2022 la prescrizione del trasporto è dematerializzata",
    "From 1 November 2022 the prescription of a transport is dematerialised",
    instead_it="Controllare il ricettario e la data", instead_en="Check the pad and the date",
    source=USL, passing="SSN, 31 ottobre 2022", failing="SSN, 1 novembre 2022",
)  # fmt: skip
def _non_dematerializzata(evento: Richiesta) -> Dove:
    found = evento.prescrizione
    late = found.data_prescrizione >= RICETTA_DEMATERIALIZZATA_DAL
    return ("prescrizione.tipo_ricettario",) if found.tipo_ricettario == _SSN and late else ()


@regola(
    Richiesta, "TRA-R09", AVVISO, "La prescrizione è di un giorno dopo la richiesta", "The prescription is of a day after the request",
    instead_it="Controllare le due date", instead_en="Check the two dates", source=SEED,
    passing="prescritta il 2, richiesta il 3", failing="prescritta il 4, richiesta il 3",
)  # fmt: skip
def _prescritta_dopo(evento: Richiesta) -> Dove:
    day = giorno(evento.data_ora_richiesta)
    return ("prescrizione.data_prescrizione",) if day is not None and evento.prescrizione.data_prescrizione > day else ()


@regola(
    Richiesta, "TRA-R17", ERRORE, "L'assistito non ha un identificativo: chi ha una prescrizione ne ha uno",
    "The person has no identifier: who has a prescription has one",
    instead_it="Scrivere il codice fiscale, STP, ENI o TEAM", instead_en="Write the tax code, STP, ENI or European card",
    source=NOSTRA, passing="CF", failing="NESSUNO",
)  # fmt: skip
def _senza_identita(evento: Richiesta) -> Dove:
    return ("assistito.identificativo.genere",) if _chi(evento).genere == "NESSUNO" else ()


@regola(
    Richiesta, "TRA-R18", AVVISO, "Sesso o data di nascita non sono quelli scritti nel codice fiscale",
    "Sex or date of birth are not those in the tax code",
    instead_it="Controllare il codice fiscale, il sesso e la data di nascita", instead_en="Check the tax code, the sex and the date of birth",
    source="D.M. 23/12/1976", passing="RSSMRA80A41H501Y, femmina", failing="RSSMRA80A41H501Y, maschio",
)  # fmt: skip
def _altra_persona(evento: Richiesta) -> Dove:
    who, code = evento.assistito, _chi(evento).codice
    if _chi(evento).genere != "CF" or code is None or len(code) != 16 or not cf_vero(code):
        return ()
    found = []
    if who.sesso != "9" and codice_fiscale.sex(code) != ("M" if who.sesso == "1" else "F"):
        found.append("assistito.sesso")
    if not codice_fiscale.matches_birth(code, who.data_nascita):
        found.append("assistito.data_nascita")
    return found


@regola(
    Richiesta, "TRA-R19", ERRORE, "L'assistito risulta nato dopo la richiesta", "The person appears to be born after the request",
    instead_it="Controllare la data di nascita", instead_en="Check the date of birth", source=NOSTRA,
    passing="nato nel 1948", failing="nato nel 2030",
)  # fmt: skip
def _non_ancora_nato(evento: Richiesta) -> Dove:
    day = giorno(evento.data_ora_richiesta)
    return ("assistito.data_nascita",) if day is not None and evento.assistito.data_nascita > day else ()


@regola(
    Richiesta, "TRA-R20", AVVISO, "Il trasporto sanitario ordinario spetta ai residenti in Toscana",
    "Ordinary medical transport is a right of those who live in Tuscany",
    instead_it="Controllare la residenza", instead_en="Check the residence", source=USL, passing="regione 090", failing="regione 030",
)  # fmt: skip
def _non_residente(evento: Richiesta) -> Dove:
    return ("assistito.residenza.regione",) if evento.assistito.residenza.regione != TOSCANA else ()


@regola(
    Richiesta, "TRA-R21", ERRORE, "Il mezzo richiesto non è adatto alla condizione clinica",
    "The vehicle that is asked for is not fit for the clinical condition",
    instead_it="Barellato: ambulanza; carrozzina: mezzo attrezzato", instead_en="On a stretcher: ambulance; in a wheelchair: equipped vehicle",
    source=USL, passing="barellato, ambulanza", failing="barellato, pulmino",
)  # fmt: skip
def _mezzo_inadatto(evento: Richiesta) -> Dove:
    return ("mezzo_richiesto",) if evento.mezzo_richiesto not in MEZZI.get(evento.condizione_clinica, {evento.mezzo_richiesto}) else ()


@regola(
    Richiesta, "TRA-R22", ERRORE, "Un ciclo di trattamento ha le sue sedute: manca il ciclo",
    "A cycle of treatments has its sessions: the cycle is missing",
    instead_it="Scrivere numero di sedute, inizio e fine", instead_en="Write number of sessions, beginning and end",
    source=NOSTRA, passing="motivo 07 con il ciclo", failing="motivo 07 senza ciclo",
)  # fmt: skip
def _ciclo_assente(evento: Richiesta) -> Dove:
    return ("ciclo",) if evento.motivo == "07" and evento.ciclo is None else ()


@regola(
    Richiesta, "TRA-R23", AVVISO, "Dialisi, radioterapia, chemioterapia e riabilitazione di solito si ripetono: manca il ciclo",
    "Dialysis, radiotherapy, chemotherapy and rehabilitation are usually repeated: the cycle is missing",
    instead_it="Scrivere il ciclo, se il trasporto si ripete", instead_en="Write the cycle if the transport is repeated",
    source=NOSTRA, passing="motivo 08 con il ciclo", failing="motivo 08 senza ciclo",
)  # fmt: skip
def _ciclo_probabile(evento: Richiesta) -> Dove:
    return ("ciclo",) if evento.motivo in CICLICI and evento.motivo != "07" and evento.ciclo is None else ()


@regola(
    Richiesta, "TRA-R24", AVVISO, "Il motivo non è di un trattamento che si ripete, e la richiesta ha un ciclo",
    "The reason is no treatment that is repeated, and the request has a cycle",
    instead_it="Controllare il motivo", instead_en="Check the reason", source=NOSTRA, passing="motivo 08 con il ciclo",
    failing="motivo 02 con un ciclo",
)  # fmt: skip
def _ciclo_di_troppo(evento: Richiesta) -> Dove:
    return ("ciclo",) if evento.ciclo is not None and evento.motivo not in CICLICI else ()


@regola(
    Richiesta, "TRA-R25", ERRORE, "Un ciclo lo richiede lo specialista: il medico di famiglia non può",
    "A cycle is asked for by the specialist: the family doctor cannot",
    instead_it="Scrivere la prescrizione dello specialista pubblico", instead_en="Write the prescription of the public specialist",
    source=USL, passing="ciclo, prescrittore 2", failing="ciclo, prescrittore 1",
)  # fmt: skip
def _ciclo_del_medico(evento: Richiesta) -> Dove:
    return ("prescrizione.tipo_prescrittore",) if evento.ciclo is not None and evento.prescrizione.tipo_prescrittore == _MMG else ()


@regola(
    Richiesta, "TRA-R26", ERRORE, "Il ciclo finisce prima di cominciare", "The cycle ends before it begins",
    instead_it="Controllare le due date", instead_en="Check the two dates", source=NOSTRA, passing="dal 2 al 30", failing="dal 30 al 2",
)  # fmt: skip
def _ciclo_a_rovescio(evento: Richiesta) -> Dove:
    return ("ciclo.data_fine",) if evento.ciclo is not None and evento.ciclo.data_fine < evento.ciclo.data_inizio else ()


@regola(
    Richiesta, "TRA-R27", ERRORE, "L'appuntamento viene prima della richiesta", "The appointment comes before the request",
    instead_it="Controllare le due date", instead_en="Check the two dates", source=NOSTRA,
    passing="richiesta il 2, appuntamento il 3", failing="richiesta il 3, appuntamento il 2",
)  # fmt: skip
def _appuntamento_passato(evento: Richiesta) -> Dove:
    when = evento.data_ora_appuntamento
    return ("data_ora_appuntamento",) if when is not None and adesso_di(when) < adesso_di(evento.data_ora_richiesta) else ()


@regola(
    Richiesta, "TRA-R28", AVVISO, "L'anno della chiave non è quello della richiesta", "The year of the key is not that of the request",
    instead_it="Controllare anno_richiesta", instead_en="Check anno_richiesta", source=NOSTRA,
    passing="2024, richiesta nel 2024", failing="2023, richiesta nel 2024",
)  # fmt: skip
def _altro_anno(evento: Richiesta) -> Dove:
    return ("anno_richiesta",) if evento.anno_richiesta != evento.data_ora_richiesta[:4] else ()


@regola(
    Richiesta, "TRA-R29", AVVISO, "L'Azienda competente non è toscana", "The competent Azienda is not of Tuscany",
    instead_it="Controllare il codice", instead_en="Check the code", source=REGIONE, passing="090201", failing="030321",
)  # fmt: skip
def _azienda_di_fuori(evento: Richiesta) -> Dove:
    return ("codice_azienda_competente",) if not evento.codice_azienda_competente.startswith(TOSCANA) else ()


REGOLE_RICHIESTA: tuple[Rule, ...] = regole_in(globals())
