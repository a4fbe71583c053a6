"""Rules of the envelope, of the header outside it, and of the receiver's answer. The event inside is judged by its own rules too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from siss_interop.issues import DEFINITIONS, ValidationIssue
from siss_interop.messages import catalogue
from siss_interop.messages.busta.cart import MessaggioCART
from siss_interop.messages.busta.modelli import FLUSSI, BustaEventoSanitario, campo
from siss_interop.messages.comune.esito import EsitoRicezione
from siss_interop.messages.comune.evento import IdentificativoAssistito, chiave_assistito, normale
from siss_interop.messages.comune.regole_evento import AVVISO, ERRORE, Dove, RegolaEvento, giorno, regola, regole_in
from siss_interop.messages.comune.regole_identita import regole_identita
from siss_interop.messages.comune.regole_liste import trovati
from siss_interop.messages.comune.tempo import istante, ora_italiana
from siss_interop.model.base import Message
from siss_interop.model.rules import Broken, Rule, judge

SEED = "compliance.toscana.it, Sistema Sanitario Toscana: Busta Evento Sanitario"
NOSTRA = "siss-interop, Busta Evento Sanitario"
EGOV = "CNIPA, busta e-Gov 1.0"
SENZA_SOGGETTO = frozenset({"RIC", "TOX"})
"""Flows whose envelopes never name a person: pads are about none, and who turns to a SerT is not to be told to the health record."""
VERSO_AZIENDA = frozenset({"REGIONE"})
_CENTRALE, _REGIONE, _AZIENDA = "CENTRALE", "REGIONE", "AZIENDA"
_RAPPRESENTATI = frozenset({"AV", "CRI"})


def _chi(busta: BustaEventoSanitario) -> IdentificativoAssistito | None:
    return busta.soggetto


IDENTITA = regole_identita(BustaEventoSanitario, _chi, "soggetto", "BUS-R{}", 30, fonte=NOSTRA, nostra=NOSTRA)


@regola(
    BustaEventoSanitario, "BUS-R01", ERRORE, "Il flusso della busta non è quello dell'evento che porta: {flusso}",
    "The flow of the envelope is not that of the event that it carries: {flusso}",
    instead_it="Scrivere il flusso dell'evento", instead_en="Write the flow of the event", source=SEED, passing="TRA, Richiesta",
    failing="SIV, Richiesta",
)  # fmt: skip
def _altro_flusso(busta: BustaEventoSanitario) -> Dove:
    flow = busta.evento.flusso
    return (Broken("flusso", (("flusso", flow),)),) if FLUSSI[busta.flusso] != flow else ()


@regola(
    BustaEventoSanitario, "BUS-R02", ERRORE, "Il tipo di evento della busta non è quello dell'evento che porta: {tipo}",
    "The type of event of the envelope is not that of the event that it carries: {tipo}",
    instead_it="Scrivere il codice dell'evento", instead_en="Write the code of the event", source=SEED, passing="Ev01, Richiesta",
    failing="Ev02, Richiesta",
)  # fmt: skip
def _altro_tipo(busta: BustaEventoSanitario) -> Dove:
    code = busta.evento.tipo_evento
    return (Broken("tipo_evento", (("tipo", code),)),) if busta.tipo_evento != code else ()


@regola(
    BustaEventoSanitario, "BUS-R03", ERRORE, "Questo evento non lo invia un mittente di questo tipo: lo inviano {tipi}",
    "This event is not sent by a sender of this kind: it is sent by {tipi}",
    instead_it="Inviarlo da chi ne è responsabile, o da una Centrale per suo conto",
    instead_en="Send it from who answers for it, or from a Centrale on its behalf",
    source=SEED, passing="Ev05 da un'AZIENDA", failing="Ev05 da un'AV",
)  # fmt: skip
def _mittente_inatteso(busta: BustaEventoSanitario) -> Dove:
    path, party, allowed = "mittente.genere", busta.mittente, busta.evento.mittenti
    if busta.per_conto_di is not None:
        path, party = "per_conto_di.genere", busta.per_conto_di
    elif party.genere == _CENTRALE:
        return ()  # BUS-R07 says what is missing
    return (Broken(path, (("tipi", ", ".join(sorted(allowed))),)),) if party.genere not in allowed else ()


@regola(
    BustaEventoSanitario, "BUS-R04", ERRORE, "Le buste di questo flusso non nominano mai una persona",
    "Envelopes of this flow never name a person",
    instead_it="Togliere il soggetto", instead_en="Leave the subject out", source=NOSTRA, passing="TOX senza soggetto", failing="TOX con un soggetto",
)  # fmt: skip
def _soggetto_vietato(busta: BustaEventoSanitario) -> Dove:
    return ("soggetto",) if busta.soggetto is not None and busta.flusso in SENZA_SOGGETTO else ()


@regola(
    BustaEventoSanitario, "BUS-R05", ERRORE, "Il soggetto della busta non è quello dell'evento che porta",
    "The subject of the envelope is not that of the event that it carries",
    instead_it="Scrivere lo stesso identificativo", instead_en="Write the same identifier", source=SEED, passing="lo stesso codice fiscale",
    failing="un altro codice fiscale",
)  # fmt: skip
def _altro_soggetto(busta: BustaEventoSanitario) -> Dove:
    mine, theirs = busta.soggetto, busta.evento.soggetto
    if mine is None or theirs is None or mine.genere != theirs.genere or chiave_assistito(mine) == chiave_assistito(theirs):
        return ()
    return ("soggetto",)


@regola(
    BustaEventoSanitario, "BUS-R06", ERRORE, "Solo una Centrale invia per conto di altri, e solo di un'associazione o di un comitato",
    "Only a Centrale sends on behalf of others, and only of an association or a committee",
    instead_it="Togliere per_conto_di", instead_en="Leave per_conto_di out", source=SEED, passing="CENTRALE per conto di AV",
    failing="AV per conto di AV",
)  # fmt: skip
def _per_conto_di_troppo(busta: BustaEventoSanitario) -> Dove:
    other = busta.per_conto_di
    return ("per_conto_di",) if other is not None and (busta.mittente.genere != _CENTRALE or other.genere not in _RAPPRESENTATI) else ()


@regola(
    BustaEventoSanitario, "BUS-R07", ERRORE, "Una Centrale di coordinamento invia in nome e per conto di chi vi aderisce: manca per conto di chi",
    "A coordination centre sends in the name of its members: in whose name is missing",
    instead_it="Scrivere per_conto_di", instead_en="Write per_conto_di", source=SEED, passing="CENTRALE per conto di AV",
    failing="CENTRALE senza per_conto_di",
)  # fmt: skip
def _per_conto_di_chi(busta: BustaEventoSanitario) -> Dove:
    return ("per_conto_di",) if busta.per_conto_di is None and busta.mittente.genere == _CENTRALE else ()


@regola(
    BustaEventoSanitario, "BUS-R08", ERRORE, "La chiave dell'evento non porta il codice di chi invia, o di chi è rappresentato",
    "The key of the event does not carry the code of who sends, or is represented",
    instead_it="Nella chiave sta l'associazione, mai la Centrale; nella validazione l'Azienda che la invia",
    instead_en="The association stands in the key, never the Centrale; in a validation the Azienda that sends it",
    source=SEED, passing="AV001 invia per la chiave AV001", failing="la chiave porta il codice della Centrale",
)  # fmt: skip
def _chiave_di_altri(busta: BustaEventoSanitario) -> Dove:
    holders = busta.evento.titolari
    if not holders or (busta.per_conto_di is None and busta.mittente.genere == _CENTRALE):
        return ()
    path, party = ("mittente.codice", busta.mittente) if busta.per_conto_di is None else ("per_conto_di.codice", busta.per_conto_di)
    return (path,) if normale(party.codice) not in {normale(each) for each in holders} else ()


@regola(
    BustaEventoSanitario, "BUS-R09", ERRORE, "La data e ora non è di un giorno che esiste", "The date and time is of no day that exists",
    instead_it="Controllare il giorno del mese", instead_en="Check the day of the month", source=NOSTRA, passing="2024-02-29", failing="2023-02-29",
)  # fmt: skip
def _giorno_inesistente(busta: BustaEventoSanitario) -> Dove:
    return [name for name in ("data_ora_invio", "data_ora_evento") if istante(getattr(busta, name)) is None]


@regola(
    BustaEventoSanitario, "BUS-R10", AVVISO, "La busta è inviata prima dell'evento", "The envelope is sent before the event",
    instead_it="Controllare le due date", instead_en="Check the two dates", source=NOSTRA, passing="evento alle 9, invio alle 10",
    failing="evento alle 10, invio alle 9",
)  # fmt: skip
def _inviata_prima(busta: BustaEventoSanitario) -> Dove:
    sent, when = istante(busta.data_ora_invio), istante(busta.data_ora_evento)
    return ("data_ora_invio",) if sent is not None and when is not None and sent < when else ()


@regola(
    BustaEventoSanitario, "BUS-R11", AVVISO, "In Italia gli orologi non hanno mai segnato quest'ora con questo fuso: forse il fuso è sbagliato",
    "Clocks in Italy never showed this hour with this offset: the offset may be wrong",
    instead_it="+01:00 d'inverno, +02:00 d'estate", instead_en="+01:00 in winter, +02:00 in summer", source="Direttiva 2000/84/CE",
    passing="2024-07-01T10:00:00+02:00", failing="2024-07-01T10:00:00+01:00",
)  # fmt: skip
def _ora_inesistente(busta: BustaEventoSanitario) -> Dove:
    found = ((name, istante(getattr(busta, name))) for name in ("data_ora_invio", "data_ora_evento"))
    return [name for name, when in found if when is not None and not ora_italiana(when)]


@regola(
    BustaEventoSanitario, "BUS-R12", AVVISO, "Il destinatario non è quello di questo evento: {atteso}",
    "The receiver is not the one of this event: {atteso}",
    instead_it="Gli eventi vanno alla Regione; ciò che la Regione restituisce va all'Azienda",
    instead_en="Events go to the Region; what the Region gives back goes to the Azienda", source=SEED, passing="Ev01 alla REGIONE",
    failing="Ev01 a un'AZIENDA",
)  # fmt: skip
def _altro_destinatario(busta: BustaEventoSanitario) -> Dove:
    wanted = _AZIENDA if busta.evento.mittenti == VERSO_AZIENDA else _REGIONE
    return (Broken("destinatario.genere", (("atteso", wanted),)),) if busta.destinatario.genere != wanted else ()


@regola(
    MessaggioCART, "BUS-R50", AVVISO, "L'azione della testata e-Gov non è il tipo di evento della busta",
    "The action of the e-Gov header is not the type of event of the envelope",
    instead_it="Se l'azione ha un nome proprio, la lista delle azioni è del servizio",
    instead_en="If the action has a name of its own, the service lists it",
    source=NOSTRA, passing="azione Ev01, busta Ev01", failing="azione Ev02, busta Ev01",
)  # fmt: skip
def _altra_azione(messaggio: MessaggioCART) -> Dove:
    action = messaggio.intestazione.azione
    return ("intestazione.azione",) if action is not None and action != messaggio.busta.tipo_evento else ()


@regola(
    MessaggioCART, "BUS-R51", ERRORE, "Il messaggio si riferisce a sé stesso", "The message refers to itself",
    instead_it="Scrivere l'identificatore del messaggio a cui risponde", instead_en="Write the identifier of the message that it answers",
    source=EGOV, passing="riferimento a un altro", failing="riferimento uguale all'identificatore",
)  # fmt: skip
def _riferito_a_se(messaggio: MessaggioCART) -> Dove:
    found = messaggio.intestazione.messaggio
    return ("intestazione.messaggio.riferimento",) if found.riferimento == found.identificatore else ()


@regola(
    MessaggioCART, "BUS-R52", AVVISO, "La data nell'identificatore non è quella della registrazione",
    "The date in the identifier is not that of the registration",
    instead_it="Controllare identificatore e ora di registrazione", instead_en="Check identifier and time of registration", source=EGOV,
    passing="…_2024-12-02_09:00, registrato il 2", failing="…_2024-12-01_09:00, registrato il 2",
)  # fmt: skip
def _altra_data(messaggio: MessaggioCART) -> Dove:
    found = messaggio.intestazione.messaggio
    return ("intestazione.messaggio.identificatore",) if found.identificatore[-16:-6] != found.ora_registrazione.valore[:10] else ()


@regola(
    MessaggioCART, "BUS-R53", ERRORE, "Il messaggio scade prima di essere registrato", "The message expires before it is registered",
    instead_it="Controllare la scadenza", instead_en="Check the expiry", source=EGOV, passing="scade il 3, registrato il 2",
    failing="scade il 1°, registrato il 2",
)  # fmt: skip
def _gia_scaduto(messaggio: MessaggioCART) -> Dove:
    found = messaggio.intestazione.messaggio
    until, since = giorno(found.scadenza), giorno(found.ora_registrazione.valore)
    return ("intestazione.messaggio.scadenza",) if until is not None and since is not None and until < since else ()


@regola(
    EsitoRicezione, "BUS-R70", ERRORE, "L'esito non è quello delle segnalazioni: una GRAVE scarta il messaggio, senza non è scartato",
    "The outcome is not that of the remarks: a grave one discards the message, without one it is not discarded",
    instead_it="SCARTATO se e solo se c'è una segnalazione GRAVE", instead_en="SCARTATO if and only if there is a remark GRAVE", source=NOSTRA,
    passing="SCARTATO, una GRAVE", failing="OK, una GRAVE",
)  # fmt: skip
def _esito_incoerente(esito: EsitoRicezione) -> Dove:
    grave = any(each.livello == "GRAVE" for each in esito.segnalazioni)
    return ("esito",) if grave != (esito.esito == "SCARTATO") else ()


@regola(
    EsitoRicezione, "BUS-R71", ERRORE, "L'esito ha avvisi e non li dice, o li dice e non ne ha",
    "The outcome has remarks and hides them, or names some and has none",
    instead_it="OK_CON_AVVISI se e solo se ci sono segnalazioni LIEVI e nessuna GRAVE",
    instead_en="OK_CON_AVVISI if and only if there are remarks LIEVE and none GRAVE", source=NOSTRA,
    passing="OK_CON_AVVISI, una LIEVE", failing="OK, una LIEVE",
)  # fmt: skip
def _avvisi_incoerenti(esito: EsitoRicezione) -> Dove:
    levels = {each.livello for each in esito.segnalazioni}
    return ("esito",) if "GRAVE" not in levels and ("LIEVE" in levels) != (esito.esito == "OK_CON_AVVISI") and esito.esito != "SCARTATO" else ()


@regola(
    EsitoRicezione, "BUS-R72", ERRORE, "La data e ora dell'elaborazione non è di un giorno che esiste",
    "The date and time of processing is of no day that exists",
    instead_it="Controllare il giorno del mese", instead_en="Check the day of the month", source=NOSTRA, passing="2024-02-29", failing="2023-02-29",
)  # fmt: skip
def _elaborato_mai(esito: EsitoRicezione) -> Dove:
    return ("data_ora_elaborazione",) if istante(esito.data_ora_elaborazione) is None else ()


@dataclass(frozen=True, slots=True)
class RegolaDentro(Rule):
    """All rules of what stands inside, with the places as they are seen from outside. Its own definition is that of an unknown code (COD-001)."""

    dentro: Callable[[Any], tuple[str, Any]]
    """From the outer message to the path and the inner one."""

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """Every issue of the inner message."""
        path, inner = self.dentro(message)
        return (replace(found, path=f"{path}.{found.path}" if found.path else path) for found in judge(_regole_di(inner), inner))


def _regole_di(message: Any) -> tuple[Rule, ...]:
    module, _, name = (catalogue.entry_of(message).rules or "").partition(":")
    found: tuple[Rule, ...] = getattr(import_module(module), name)
    return found


def _evento(busta: BustaEventoSanitario) -> tuple[str, Any]:
    event = busta.evento
    return f"contenuto.{campo(type(event).__name__)}", event


def _nessuno(message: Any) -> Dove:
    return ()


class RegolaListe(Rule):
    """Every code against the list of its field."""

    __slots__ = ()

    def broken(self, message: Any) -> Iterator[ValidationIssue]:
        """An issue of the list layer for each code."""
        return trovati(message.intestazione, "intestazione.", None)


_COD = DEFINITIONS["COD-001"]
_TUTTE = regole_in(globals())


def _di(tipo: type[Message], *altre: Rule) -> tuple[Rule, ...]:
    return (*(each for each in _TUTTE if isinstance(each, RegolaEvento) and each.di is tipo), *altre)


REGOLE_BUSTA = _di(BustaEventoSanitario, RegolaDentro(_COD, _nessuno, _evento))
REGOLE_CART = _di(
    MessaggioCART, RegolaListe(_COD, _nessuno), RegolaDentro(_COD, _nessuno, lambda messaggio: ("busta", messaggio.busta))
)  # fmt: skip
REGOLE_ESITO = _di(EsitoRicezione)
