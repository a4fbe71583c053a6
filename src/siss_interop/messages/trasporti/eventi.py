"""The events of flow TRA: ordinary medical transports, as associations, Aziende and the Region send them to one another.

Facts: Regione Toscana, compliance.toscana.it, "Sistema Sanitario Toscana" (process, events, keys, substitutive update), and the public contents page
of RFC 234 (names of the eight schemas). Its field tables are not public: fields, codes and their cardinalities are ours.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from siss_interop.messages.comune.evento import Cifre3, Cifre6, CodiceAzienda, CodiceStruttura, Evento, IdentificativoAssistito, Stato
from siss_interop.model.base import Many, Model, Some, Text
from siss_interop.model.marks import label, lista
from siss_interop.model.tipi import DataOra

CodiceAV = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,10}$")]
CodiceFiscale = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{16}$")]
Chilometri = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,5}(\.[0-9])?$")]
"""Kilometres, at most one decimal after a point; kept as written."""
Importo = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")]
"""Euros, at most two decimals after a point; kept as written."""
Mese = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
Testo50 = Annotated[Text, StringConstraints(max_length=50)]
Testo100 = Annotated[Text, StringConstraints(max_length=100)]
Testo250 = Annotated[Text, StringConstraints(max_length=250)]
CodiceMezzo = Annotated[Literal["1", "2", "3", "4", "5"], label("Mezzo", "kind of vehicle"), lista("trasporto_mezzo")]
ProgressivoErogazione = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{0,3}|0[1-9][0-9]{0,2}|00[1-9][0-9]?|000[1-9])$")]
"""Number of a delivery of a request, from 1."""
ASSOCIAZIONI = frozenset({"AV", "CRI"})
"""Kinds of senders that receive requests and perform transports."""


class EventoTrasporto(Evento):
    """What every event has: the request that it is about. The key names the association that received it or was assigned it, whoever sends."""

    flusso: ClassVar[str] = "trasporti"

    codice_av: Annotated[CodiceAV, label("Associazione", "association or committee that received the request or was assigned it: part of the key")]
    anno_richiesta: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}$")], label("Anno della richiesta", "year of the request: part of the key")
    ]
    progressivo_richiesta: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")],
        label("Progressivo della richiesta", "number of the request in its year: part of the key"),
    ]


class EventoErogazione(EventoTrasporto):
    """What is about one delivery of a request: a cycle has many."""

    progressivo_erogazione: Annotated[
        ProgressivoErogazione, label("Progressivo dell'erogazione", "number of the delivery within the request, from 1: part of the key")
    ]


Operazione = Annotated[Literal["I", "V"] | None, label("Tipo di operazione", "I first sending, V change: informative only")]


class Residenza(Model):
    """Where the person lives."""

    comune: Annotated[Cifre6, label("Comune", "ISTAT code, 999999 abroad")]
    asl: Annotated[Cifre3, label("ASL", "ASL of residence, 999 abroad")]
    regione: Annotated[Cifre3, label("Regione", "region of residence, 999 abroad")]
    stato: Annotated[Stato, label("Stato", "country of residence"), lista("stati")]


class Assistito(Model):
    """Who is transported."""

    identificativo: Annotated[IdentificativoAssistito, label("Identificativo", "identifier of the person, with its kind")]
    cognome: Annotated[Testo50, label("Cognome", "family name")]
    nome: Annotated[Testo50, label("Nome", "given name")]
    sesso: Annotated[Literal["1", "2", "9"], label("Sesso", "1 male, 2 female, 9 not known"), lista("sesso_ministero")]
    data_nascita: Annotated[date, label("Data di nascita", "date of birth")]
    residenza: Annotated[Residenza, label("Residenza", "where the person lives")]
    recapito: Annotated[Testo100 | None, label("Recapito", "telephone or other contact")] = None


class Prescrizione(Model):
    """The prescription from which every ordinary transport originates."""

    tipo_ricettario: Annotated[Literal["SSN", "ALTRO", "DEMA"], label("Ricettario", "pad on which it is written"), lista("trasporto_ricettario")]
    numero_ricetta: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5,20}$")] | None,
        label("Numero della ricetta", "NRE, or number of the paper recipe: required for SSN and DEMA"),
    ] = None
    data_prescrizione: Annotated[date, label("Data della prescrizione", "day of the prescription")]
    codice_fiscale_medico: Annotated[CodiceFiscale, label("Codice fiscale del medico", "tax code of the prescriber, always")]
    tipo_prescrittore: Annotated[Literal["1", "2", "3"] | None, label("Tipo di prescrittore", "who prescribes"), lista("trasporto_prescrittore")] = (
        None
    )


class Ciclo(Model):
    """A series of transports for one request."""

    numero_sedute: Annotated[Annotated[int, Field(ge=2, le=999)], label("Numero di sedute", "how many sessions")]
    data_inizio: Annotated[date, label("Inizio", "first day of the cycle")]
    data_fine: Annotated[date, label("Fine", "last day of the cycle")]


class Luogo(Model):
    """Where a transport begins or ends."""

    genere: Annotated[Literal["DOMICILIO", "STRUTTURA", "ALTRO"], label("Tipo di luogo", "kind of place"), lista("trasporto_luogo")]
    indirizzo: Annotated[Testo100 | None, label("Indirizzo", "street and number")] = None
    comune: Annotated[Cifre6, label("Comune", "ISTAT code")]
    codice_struttura: Annotated[CodiceStruttura | None, label("Struttura", "code of the structure, required for a structure")] = None


Partenza = Annotated[Luogo, label("Partenza", "where it begins")]
Destinazione = Annotated[Luogo, label("Destinazione", "where it ends")]


class Richiesta(EventoTrasporto):
    """A request of transport, as the association received it: Ev01, first sending or change."""

    tipo_evento: ClassVar[str] = "Ev01"
    mittenti: ClassVar[frozenset[str]] = ASSOCIAZIONI

    tipo_operazione: Operazione = None
    data_ora_richiesta: Annotated[DataOra, label("Data e ora della richiesta", "when the request was received")]
    canale_richiesta: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,10}$")] | None, label("Canale", "how it came"), lista("trasporto_canale")
    ] = None
    assistito: Annotated[Assistito, label("Assistito", "who is transported")]
    prescrizione: Annotated[Prescrizione, label("Prescrizione", "prescription from which it originates")]
    condizione_clinica: Annotated[
        Literal["1", "2", "3", "4", "9"], label("Condizione clinica", "why the person cannot move alone"), lista("trasporto_condizione_clinica")
    ]
    mezzo_richiesto: CodiceMezzo
    motivo: Annotated[
        Literal["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "99"], label("Motivo", "why the transport is needed"),
        lista("trasporto_motivo"),
    ]  # fmt: skip
    tipo_viaggio: Annotated[Literal["A", "R", "AR"], label("Tipo di viaggio", "there, back, or both"), lista("trasporto_viaggio")]
    ciclo: Annotated[Ciclo | None, label("Ciclo", "series of sessions")] = None
    partenza: Partenza
    destinazione: Destinazione
    data_ora_appuntamento: Annotated[DataOra | None, label("Appuntamento", "when the person is expected")] = None
    accompagnatore: Annotated[bool | None, label("Accompagnatore", "somebody comes along")] = None
    ossigeno: Annotated[bool | None, label("Ossigeno", "oxygen is needed")] = None
    isolamento: Annotated[bool | None, label("Isolamento", "isolation is needed")] = None
    codice_azienda_competente: Annotated[CodiceAzienda, label("Azienda competente", "Azienda that validates the deliveries")]
    note: Annotated[Testo250 | None, label("Note", "free text")] = None

    @property
    def soggetto(self) -> IdentificativoAssistito:
        """Who is transported."""
        return self.assistito.identificativo

    @property
    def titolari(self) -> tuple[str, ...]:
        """The association of the key."""
        return (self.codice_av,)


class ConclusioneRichiesta(EventoTrasporto):
    """What became of a request: taken in charge, or annulled. Ev02."""

    tipo_evento: ClassVar[str] = "Ev02"
    mittenti: ClassVar[frozenset[str]] = ASSOCIAZIONI

    tipo_operazione: Operazione = None
    data_ora_conclusione: Annotated[DataOra, label("Data e ora della conclusione", "when it was decided")]
    esito: Annotated[Literal["PRESA_IN_CARICO", "ANNULLATA"], label("Esito", "taken in charge or annulled"), lista("trasporto_esito_richiesta")]
    codice_av_assegnataria: Annotated[CodiceAV | None, label("Associazione assegnataria", "association that performs, where another")] = None
    motivo_annullamento: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}$")] | None, label("Motivo dell'annullamento", "why"), lista("trasporto_annullamento")
    ] = None

    @property
    def titolari(self) -> tuple[str, ...]:
        """The association of the key."""
        return (self.codice_av,)


class MezzoUsato(Model):
    """The vehicle that went."""

    genere: CodiceMezzo
    targa: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4,7}$")] | None, label("Targa", "number plate")] = None
    sigla: Annotated[Annotated[Text, StringConstraints(max_length=20)] | None, label("Sigla", "radio name of the vehicle")] = None


class ErogazioneTrasporto(EventoErogazione):
    """One transport that was performed: Ev03."""

    tipo_evento: ClassVar[str] = "Ev03"
    mittenti: ClassVar[frozenset[str]] = ASSOCIAZIONI

    tipo_operazione: Operazione = None
    codice_av_erogante: Annotated[CodiceAV, label("Associazione erogante", "association that performed it")]
    mezzo: Annotated[MezzoUsato, label("Mezzo", "vehicle that went")]
    data_ora_partenza: Annotated[DataOra, label("Partenza", "when it left")]
    data_ora_arrivo: Annotated[DataOra, label("Arrivo", "when it arrived")]
    data_ora_rientro: Annotated[DataOra | None, label("Rientro", "when it was back")] = None
    km_percorsi: Annotated[Chilometri, label("Chilometri percorsi", "kilometres driven")]
    partenza: Partenza
    destinazione: Destinazione
    esito: Annotated[Literal["1", "2", "3"], label("Esito", "done, empty trip, interrupted"), lista("trasporto_esito_erogazione")]
    trasporto_multiplo: Annotated[bool | None, label("Trasporto multiplo", "several persons in one trip")] = None
    numero_trasportati: Annotated[
        Annotated[int, Field(ge=2, le=60)] | None, label("Numero di trasportati", "how many, required for a shared trip")
    ] = None
    equipaggio: Annotated[Annotated[int, Field(ge=1, le=9)] | None, label("Equipaggio", "persons of the crew")] = None
    firma_assistito: Annotated[bool | None, label("Firma dell'assistito", "whether the person signed")] = None
    data_erogazione_seduta: Annotated[date | None, label("Data della seduta", "session of the cycle that it was for")] = None


class RequisitoVerificato(Model):
    """One minimum requirement, and whether the delivery meets it."""

    codice: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9A-Z_]{1,30}$")], label("Codice", "name of the requirement")]
    superato: Annotated[bool, label("Superato", "whether it is met")]
    descrizione: Annotated[Testo250, label("Descrizione", "what it demands")]


class ServizioTrasportoSanitario(EventoErogazione):
    """What the Region gives back to the Azienda about one delivery, with the minimum requirements that it checked: Ev04."""

    tipo_evento: ClassVar[str] = "Ev04"
    mittenti: ClassVar[frozenset[str]] = frozenset({"REGIONE"})

    tipo_operazione: Operazione = None
    richiesta: Annotated[Richiesta, label("Richiesta", "the request as received")]
    conclusione: Annotated[ConclusioneRichiesta | None, label("Conclusione", "what became of it, as received")] = None
    erogazione: Annotated[ErogazioneTrasporto, label("Erogazione", "the delivery as received")]
    requisiti: Annotated[Some[RequisitoVerificato], label("Requisiti", "the minimum requirements, each with its outcome")]
    validita_complessiva: Annotated[bool, label("Validità complessiva", "whether all are met")]
    data_ora_produzione: Annotated[DataOra, label("Data e ora di produzione", "when the Region made it")]
    codice_azienda_destinataria: Annotated[CodiceAzienda, label("Azienda destinataria", "Azienda that it is for")]

    @property
    def soggetto(self) -> IdentificativoAssistito:
        """Who was transported."""
        return self.richiesta.soggetto


class ValidazioneErogazione(EventoErogazione):
    """What the competent Azienda says of a delivery: Ev05."""

    tipo_evento: ClassVar[str] = "Ev05"
    mittenti: ClassVar[frozenset[str]] = frozenset({"AZIENDA"})

    codice_azienda: Annotated[CodiceAzienda, label("Azienda", "Azienda that validates: part of the key, so that no other overwrites what it says")]
    tipo_operazione: Operazione = None
    esito: Annotated[
        Literal["VALIDATA", "NON_VALIDATA", "VALIDATA_PARZIALMENTE"], label("Esito", "validated, not, or in part"), lista("trasporto_validazione")
    ]
    motivi: Annotated[Many[Testo250], label("Motivi", "why it was not validated, or not whole")] = ()
    km_riconosciuti: Annotated[Chilometri | None, label("Chilometri riconosciuti", "kilometres that are recognised")] = None
    importo_riconosciuto: Annotated[Importo | None, label("Importo riconosciuto", "euros that are recognised")] = None
    data_validazione: Annotated[date, label("Data della validazione", "day of the validation")]
    periodo_rendicontazione: Annotated[Mese | None, label("Periodo di rendicontazione", "month of account, AAAA-MM")] = None

    @property
    def titolari(self) -> tuple[str, ...]:
        """The Azienda that validates."""
        return (self.codice_azienda,)


class CancellaAAVV(EventoTrasporto):
    """Takes back a request, its conclusion or a delivery that was sent by mistake: Ev06. It carries only the key of what it takes back."""

    tipo_evento: ClassVar[str] = "Ev06"
    mittenti: ClassVar[frozenset[str]] = ASSOCIAZIONI

    tipo_evento_da_cancellare: Annotated[Literal["Ev01", "Ev02", "Ev03"], label("Evento da cancellare", "type of the event to take back")]
    progressivo_erogazione: Annotated[
        ProgressivoErogazione | None, label("Progressivo dell'erogazione", "number of the delivery: key of Ev03 only")
    ] = None

    @property
    def titolari(self) -> tuple[str, ...]:
        """The association of the key; of a delivery it is the ledger that knows who performed it."""
        return () if self.tipo_evento_da_cancellare == "Ev03" else (self.codice_av,)


class CancellaServizioTrasportoSanitario(EventoErogazione):
    """Takes back what the Region gave the Azienda about a delivery: Ev07. It carries only the key."""

    tipo_evento: ClassVar[str] = "Ev07"
    mittenti: ClassVar[frozenset[str]] = frozenset({"REGIONE"})


class CancellaValidazioneErogazione(EventoErogazione):
    """Takes back what the Azienda said of a delivery: Ev08. It carries only the key."""

    tipo_evento: ClassVar[str] = "Ev08"
    mittenti: ClassVar[frozenset[str]] = frozenset({"AZIENDA"})

    codice_azienda: Annotated[CodiceAzienda, label("Azienda", "Azienda whose validation is taken back: part of the key")]

    @property
    def titolari(self) -> tuple[str, ...]:
        """The Azienda whose validation it is."""
        return (self.codice_azienda,)
