"""Rules of what follows a request: its conclusion, the deliveries, the service, the validation, the cancellation; and of all: times."""

from __future__ import annotations

from siss_interop.messages.comune.regole_evento import AVVISO, ERRORE, Dove, regola, regole_in
from siss_interop.messages.comune.tempo import date_ore, istante, ora_italiana
from siss_interop.messages.trasporti.eventi import (
    CancellaAAVV,
    ConclusioneRichiesta,
    ErogazioneTrasporto,
    EventoTrasporto,
    Luogo,
    Richiesta,
    ServizioTrasportoSanitario,
    ValidazioneErogazione,
)
from siss_interop.messages.trasporti.registro_chiavi import FLUSSO, chiave_erogazione, chiave_richiesta
from siss_interop.messages.trasporti.regole.basi import NOSTRA, SEED, USL, adesso_di
from siss_interop.messages.trasporti.regole.richiesta import MEZZI
from siss_interop.model.rules import Broken, Rule

_VELOCITA_MASSIMA = 160
"""Kilometres an hour that no transport has on average."""
_UN_ORA = 3600


@regola(
    EventoTrasporto, "TRA-R30", ERRORE, "La data e ora non è di un giorno che esiste", "The date and time is of no day that exists",
    instead_it="Controllare il giorno del mese", instead_en="Check the day of the month", source=NOSTRA, passing="2024-02-29", failing="2023-02-29",
)  # fmt: skip
def _giorno_inesistente(evento: EventoTrasporto) -> Dove:
    return [Broken(path, value=text) for path, text in date_ore(evento) if istante(text) is None]


@regola(
    EventoTrasporto, "TRA-R31", AVVISO, "In Italia gli orologi non hanno mai segnato quest'ora con questo fuso: forse il fuso è sbagliato",
    "Clocks in Italy never showed this hour with this offset: the offset may be wrong",
    instead_it="+01:00 d'inverno, +02:00 d'estate; l'ultima domenica di marzo le 02:30 non ci sono",
    instead_en="+01:00 in winter, +02:00 in summer; on the last Sunday of March there is no 02:30",
    source="Direttiva 2000/84/CE", passing="2024-03-31T03:30:00+02:00", failing="2024-03-31T02:30:00+01:00",
)  # fmt: skip
def _ora_inesistente(evento: EventoTrasporto) -> Dove:
    found = ((path, text, istante(text)) for path, text in date_ore(evento))
    return [Broken(path, value=text) for path, text, when in found if when is not None and not ora_italiana(when)]


def _luoghi(evento: Richiesta | ErogazioneTrasporto) -> tuple[tuple[str, Luogo], ...]:
    return (("partenza", evento.partenza), ("destinazione", evento.destinazione))


@regola(
    EventoTrasporto, "TRA-R32", ERRORE, "Partenza e destinazione sono lo stesso luogo", "The transport begins and ends at the same place",
    instead_it="Correggere uno dei due luoghi", instead_en="Correct one of the places", source=NOSTRA,
    passing="da casa all'ospedale", failing="dall'ospedale allo stesso ospedale",
)  # fmt: skip
def _stesso_luogo(evento: EventoTrasporto) -> Dove:
    if not isinstance(evento, Richiesta | ErogazioneTrasporto):
        return ()
    return ("destinazione",) if evento.partenza == evento.destinazione else ()


@regola(
    EventoTrasporto, "TRA-R33", ERRORE, "Manca il codice della struttura", "The code of the structure is missing",
    instead_it="Scrivere il codice, o un altro tipo di luogo", instead_en="Write the code, or another kind of place", source=NOSTRA,
    passing="STRUTTURA, codice 09020101", failing="STRUTTURA senza codice",
)  # fmt: skip
def _struttura_senza_codice(evento: EventoTrasporto) -> Dove:
    if not isinstance(evento, Richiesta | ErogazioneTrasporto):
        return ()
    return [f"{name}.codice_struttura" for name, place in _luoghi(evento) if place.genere == "STRUTTURA" and place.codice_struttura is None]


@regola(
    EventoTrasporto, "TRA-R34", AVVISO, "Il luogo ha il codice di una struttura, e non è una struttura",
    "The place has the code of a structure, and is none",
    instead_it="Correggere il tipo di luogo", instead_en="Correct the kind of place", source=NOSTRA, passing="DOMICILIO senza codice",
    failing="DOMICILIO con un codice",
)  # fmt: skip
def _codice_senza_struttura(evento: EventoTrasporto) -> Dove:
    if not isinstance(evento, Richiesta | ErogazioneTrasporto):
        return ()
    return [f"{name}.codice_struttura" for name, place in _luoghi(evento) if place.genere != "STRUTTURA" and place.codice_struttura is not None]


@regola(
    ConclusioneRichiesta, "TRA-R35", ERRORE, "Manca il motivo dell'annullamento", "The reason of the annulment is missing",
    instead_it="Scrivere il motivo", instead_en="Write the reason", source=NOSTRA, passing="ANNULLATA, motivo 1", failing="ANNULLATA senza motivo",
)  # fmt: skip
def _senza_motivo(evento: ConclusioneRichiesta) -> Dove:
    return ("motivo_annullamento",) if evento.esito == "ANNULLATA" and evento.motivo_annullamento is None else ()


@regola(
    ConclusioneRichiesta, "TRA-R36", ERRORE, "Questo dato non va con l'esito della richiesta",
    "This datum does not go with the outcome of the request",
    instead_it="Il motivo va con ANNULLATA, l'assegnataria con PRESA_IN_CARICO",
    instead_en="The reason goes with ANNULLATA, the assigned association with PRESA_IN_CARICO",
    source=SEED, passing="PRESA_IN_CARICO, assegnataria AV2", failing="ANNULLATA, assegnataria AV2",
)  # fmt: skip
def _dato_dell_altro_esito(evento: ConclusioneRichiesta) -> Dove:
    name = "codice_av_assegnataria" if evento.esito == "ANNULLATA" else "motivo_annullamento"
    return (name,) if getattr(evento, name) is not None else ()


@regola(
    ConclusioneRichiesta, "TRA-R37", AVVISO, "L'associazione assegnataria è quella che ha ricevuto la richiesta",
    "The association that is assigned the request is the one that received it",
    instead_it="Togliere il codice", instead_en="Leave the code out", source=NOSTRA, passing="assegnataria assente",
    failing="assegnataria uguale alla chiave",
)  # fmt: skip
def _assegnata_a_se(evento: ConclusioneRichiesta) -> Dove:
    return ("codice_av_assegnataria",) if evento.codice_av_assegnataria == evento.codice_av else ()


@regola(
    ErogazioneTrasporto, "TRA-R40", ERRORE, "L'arrivo non viene dopo la partenza", "The arrival does not come after the departure",
    instead_it="Controllare le due ore, fusi compresi", instead_en="Check the two times, offsets included", source=NOSTRA,
    passing="partenza 08:00, arrivo 08:40", failing="partenza 08:00, arrivo 07:40",
)  # fmt: skip
def _arrivo_prima(evento: ErogazioneTrasporto) -> Dove:
    return ("data_ora_arrivo",) if adesso_di(evento.data_ora_arrivo) <= adesso_di(evento.data_ora_partenza) else ()


@regola(
    ErogazioneTrasporto, "TRA-R41", ERRORE, "Il rientro viene prima dell'arrivo", "The return comes before the arrival",
    instead_it="Controllare le due ore", instead_en="Check the two times", source=NOSTRA, passing="arrivo 08:40, rientro 09:30",
    failing="arrivo 08:40, rientro 08:30",
)  # fmt: skip
def _rientro_prima(evento: ErogazioneTrasporto) -> Dove:
    back = evento.data_ora_rientro
    return ("data_ora_rientro",) if back is not None and adesso_di(back) < adesso_di(evento.data_ora_arrivo) else ()


@regola(
    ErogazioneTrasporto, "TRA-R42", ERRORE, "Di un trasporto multiplo manca il numero dei trasportati",
    "Of a shared trip the number of persons is missing",
    instead_it="Scrivere numero_trasportati", instead_en="Write numero_trasportati", source=NOSTRA, passing="multiplo, 3 trasportati",
    failing="multiplo senza numero",
)  # fmt: skip
def _quanti(evento: ErogazioneTrasporto) -> Dove:
    return ("numero_trasportati",) if evento.trasporto_multiplo and evento.numero_trasportati is None else ()


@regola(
    ErogazioneTrasporto, "TRA-R43", ERRORE, "Il trasporto non è multiplo, e ha un numero di trasportati",
    "The trip is not shared, and has a number of persons",
    instead_it="Togliere il numero, o dire che è multiplo", instead_en="Leave the number out, or say that it is shared", source=NOSTRA,
    passing="un solo trasportato, senza numero", failing="3 trasportati, non multiplo",
)  # fmt: skip
def _quanti_di_troppo(evento: ErogazioneTrasporto) -> Dove:
    return ("numero_trasportati",) if evento.numero_trasportati is not None and not evento.trasporto_multiplo else ()


@regola(
    ErogazioneTrasporto, "TRA-R44", AVVISO, "Tanti chilometri in così poco tempo non si fanno", "So many kilometres are not driven in so little time",
    instead_it="Controllare chilometri e ore", instead_en="Check kilometres and times", source=NOSTRA, passing="40 km in un'ora",
    failing="900 km in un'ora",
)  # fmt: skip
def _troppo_veloce(evento: ErogazioneTrasporto) -> Dove:
    until = evento.data_ora_rientro or evento.data_ora_arrivo
    seconds = (adesso_di(until) - adesso_di(evento.data_ora_partenza)).total_seconds()
    return ("km_percorsi",) if seconds > 0 and float(evento.km_percorsi) * _UN_ORA > _VELOCITA_MASSIMA * seconds else ()


@regola(
    ServizioTrasportoSanitario, "TRA-R50", ERRORE, "Richiesta, conclusione o erogazione hanno un'altra chiave",
    "Request, conclusion or delivery have another key",
    instead_it="Copiare gli eventi di questa chiave", instead_en="Copy the events of this key", source=SEED, passing="la stessa chiave",
    failing="l'erogazione 2 nel servizio 1",
)  # fmt: skip
def _altra_chiave(evento: ServizioTrasportoSanitario) -> Dove:
    key, found = chiave_richiesta(evento), []
    if chiave_richiesta(evento.richiesta) != key:
        found.append("richiesta")
    if evento.conclusione is not None and chiave_richiesta(evento.conclusione) != key:
        found.append("conclusione")
    if chiave_erogazione(evento.erogazione) != chiave_erogazione(evento):
        found.append("erogazione")
    return found


@regola(
    ServizioTrasportoSanitario, "TRA-R51", ERRORE, "La validità complessiva non è quella dei requisiti",
    "The overall validity is not that of the requirements",
    instead_it="È vera se tutti i requisiti sono superati", instead_en="It is true if all requirements are met", source=SEED,
    passing="tutti superati, vera", failing="uno non superato, vera",
)  # fmt: skip
def _validita(evento: ServizioTrasportoSanitario) -> Dove:
    return ("validita_complessiva",) if evento.validita_complessiva != all(each.superato for each in evento.requisiti) else ()


@regola(
    ServizioTrasportoSanitario, "TRA-R52", ERRORE, "L'Azienda destinataria non è quella competente per la richiesta",
    "The Azienda that it is for is not the competent one of the request",
    instead_it="Scrivere codice_azienda_competente della richiesta", instead_en="Write codice_azienda_competente of the request", source=SEED,
    passing="la stessa Azienda", failing="un'altra Azienda",
)  # fmt: skip
def _altra_azienda(evento: ServizioTrasportoSanitario) -> Dove:
    return ("codice_azienda_destinataria",) if evento.codice_azienda_destinataria != evento.richiesta.codice_azienda_competente else ()


@regola(
    ServizioTrasportoSanitario, "TRA-R53", AVVISO, "Il mezzo usato non è adatto alla condizione clinica della richiesta",
    "The vehicle that went is not fit for the clinical condition of the request",
    instead_it="Controllare il mezzo", instead_en="Check the vehicle", source=USL, passing="barellato, ambulanza", failing="barellato, pulmino",
)  # fmt: skip
def _mezzo_usato(evento: ServizioTrasportoSanitario) -> Dove:
    used = evento.erogazione.mezzo.genere
    return ("erogazione.mezzo.genere",) if used not in MEZZI.get(evento.richiesta.condizione_clinica, {used}) else ()


@regola(
    ServizioTrasportoSanitario, "TRA-R54", ERRORE, "Lo stesso requisito compare due volte", "The same requirement appears twice",
    instead_it="Lasciarne uno", instead_en="Leave one", source=NOSTRA, passing="EFFETTUATO, MEZZO", failing="EFFETTUATO, EFFETTUATO",
)  # fmt: skip
def _requisito_doppio(evento: ServizioTrasportoSanitario) -> Dove:
    seen: set[str] = set()
    twice = []
    for at, each in enumerate(evento.requisiti):
        if each.codice in seen:
            twice.append(f"requisiti[{at}]")
        seen.add(each.codice)
    return twice


@regola(
    ValidazioneErogazione, "TRA-R60", ERRORE, "Manca il motivo per cui l'erogazione non è validata, o solo in parte",
    "The reason why the delivery is not validated, or only in part, is missing",
    instead_it="Scrivere almeno un motivo", instead_en="Write at least one reason", source=NOSTRA, passing="NON_VALIDATA con un motivo",
    failing="NON_VALIDATA senza motivi",
)  # fmt: skip
def _senza_motivi(evento: ValidazioneErogazione) -> Dove:
    return ("motivi",) if evento.esito != "VALIDATA" and not evento.motivi else ()


@regola(
    ValidazioneErogazione, "TRA-R61", AVVISO, "L'erogazione è validata, e ci sono motivi per cui non lo sarebbe",
    "The delivery is validated, and there are reasons why it would not be",
    instead_it="Togliere i motivi, o correggere l'esito", instead_en="Leave the reasons out, or correct the outcome", source=NOSTRA,
    passing="VALIDATA senza motivi", failing="VALIDATA con un motivo",
)  # fmt: skip
def _motivi_di_troppo(evento: ValidazioneErogazione) -> Dove:
    return ("motivi",) if evento.esito == "VALIDATA" and evento.motivi else ()


@regola(
    ValidazioneErogazione, "TRA-R62", ERRORE, "L'erogazione non è validata, e le è riconosciuto qualcosa",
    "The delivery is not validated, and something is recognised",
    instead_it="Togliere chilometri e importo, o correggere l'esito", instead_en="Leave kilometres and amount out, or correct the outcome",
    source=NOSTRA, passing="NON_VALIDATA senza importo", failing="NON_VALIDATA con 30.00 euro",
)  # fmt: skip
def _riconosciuto_niente(evento: ValidazioneErogazione) -> Dove:
    if evento.esito != "NON_VALIDATA":
        return ()
    return [name for name in ("km_riconosciuti", "importo_riconosciuto") if (found := getattr(evento, name)) is not None and float(found) > 0]


@regola(
    CancellaAAVV, "TRA-R70", ERRORE, "Alla cancellazione di un'erogazione manca il suo progressivo",
    "The cancellation of a delivery lacks its number",
    instead_it="Scrivere progressivo_erogazione", instead_en="Write progressivo_erogazione", source=SEED, passing="Ev03, erogazione 2",
    failing="Ev03 senza progressivo",
)  # fmt: skip
def _chiave_monca(evento: CancellaAAVV) -> Dove:
    return ("progressivo_erogazione",) if evento.tipo_evento_da_cancellare == "Ev03" and evento.progressivo_erogazione is None else ()


@regola(
    CancellaAAVV, "TRA-R71", ERRORE, "La cancellazione porta un dato che non è della chiave dell'evento: porta solo i campi chiave",
    "The cancellation carries a datum that is not of the key of the event: it carries only the key fields",
    instead_it="Togliere il dato", instead_en="Take the datum out", source=SEED, official="CANC_CAMPI_NON_CHIAVE", passing="Ev01, solo la richiesta",
    failing="Ev01 con un progressivo di erogazione",
)  # fmt: skip
def _campi_non_chiave(evento: CancellaAAVV) -> Dove:
    return FLUSSO.recalls[CancellaAAVV](evento).excess


REGOLE_SEGUITO: tuple[Rule, ...] = regole_in(globals())
