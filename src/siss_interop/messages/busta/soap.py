"""Where the e-Gov header and the envelope stand in SOAP 1.1. Other headers and other parts of the body are left over: SOAP is open."""

from __future__ import annotations

from siss_interop.messages.busta.cart import (
    DatiMessaggio,
    Eccezione,
    IdentificativoParte,
    IntestazioneEGov,
    MessaggioCART,
    OraRegistrazione,
    ProfiloCollaborazione,
    ProfiloTrasmissione,
    Riscontro,
    Servizio,
    Trasmissione,
)
from siss_interop.messages.busta.modelli import BustaEventoSanitario
from siss_interop.wire.regional.dialect import rooted
from siss_interop.wire.tree.dialect import Dialect
from siss_interop.wire.words import Binding, Fixed, In, Leaf, Row

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
EGOV = "http://www.cnipa.it/schemas/2003/eGovIT/Busta1_0/"
SOAP = Dialect("soap", None, {"soap": ENVELOPE, "eGov_IT": EGOV})

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise ValueError("not a boolean of XML Schema")
    return _BOOLEANS[text]


_BOOL = Leaf(_boolean, lambda value: "true" if value else "false")

_PARTE = Binding(IdentificativoParte, Row("genere", "@tipo"), Row("indirizzo", "@indirizzoTelematico"), Row("codice", "."))
_ORA = Binding(OraRegistrazione, Row("tempo", "@tempo"), Row("valore", "."))
_PROFILO = Binding(
    ProfiloCollaborazione, Row("servizio_correlato", "@servizioCorrelato"), Row("genere", "@tipo"), Row("valore", ".")
)  # fmt: skip
_SERVIZIO = Binding(Servizio, Row("genere", "@tipo"), Row("nome", "."))
_IDENTIFICATORE, _REGISTRAZIONE = "eGov_IT:Identificatore/.", "eGov_IT:OraRegistrazione"
_MESSAGGIO = Binding(
    DatiMessaggio,
    Row("identificatore", _IDENTIFICATORE),
    Row("ora_registrazione", _REGISTRAZIONE, _ORA),
    Row("riferimento", "eGov_IT:RiferimentoMessaggio/."),
    Row("scadenza", "eGov_IT:Scadenza/."),
)
_TRASMISSIONE = Binding(ProfiloTrasmissione, Row("inoltro", "@inoltro"), Row("conferma_ricezione", "@confermaRicezione", _BOOL))
_RISCONTRO = Binding(Riscontro, Row("identificatore", _IDENTIFICATORE), Row("ora_registrazione", _REGISTRAZIONE, _ORA))
_PASSAGGIO = Binding(
    Trasmissione,
    Row("origine", "eGov_IT:Origine/eGov_IT:IdentificativoParte", _PARTE),
    Row("destinazione", "eGov_IT:Destinazione/eGov_IT:IdentificativoParte", _PARTE),
    Row("ora_registrazione", _REGISTRAZIONE, _ORA),
)
_ECCEZIONE = Binding(
    Eccezione,
    Row("contesto", "@contestoCodifica"),
    Row("codice", "@codiceEccezione"),
    Row("rilevanza", "@rilevanza"),
    Row("posizione", "@posizione"),
)

INTESTAZIONE = Binding(
    IntestazioneEGov,
    Fixed("@soap:actor", "http://www.cnipa.it/eGov_it/portadominio"),
    Fixed("@soap:mustUnderstand", "1"),
    In(
        "eGov_IT:IntestazioneMessaggio",
        Row("mittenti", "eGov_IT:Mittente/eGov_IT:IdentificativoParte*", _PARTE, key="genere"),
        Row("destinatario", "eGov_IT:Destinatario/eGov_IT:IdentificativoParte", _PARTE),
        Row("profilo", "eGov_IT:ProfiloCollaborazione", _PROFILO),
        Row("collaborazione", "eGov_IT:Collaborazione/."),
        Row("servizio", "eGov_IT:Servizio", _SERVIZIO),
        Row("azione", "eGov_IT:Azione/."),
        Row("messaggio", "eGov_IT:Messaggio", _MESSAGGIO),
        Row("trasmissione", "eGov_IT:ProfiloTrasmissione", _TRASMISSIONE),
        Row("sequenza", "eGov_IT:Sequenza/@numeroProgressivo"),
    ),
    Row("riscontri", "eGov_IT:ListaRiscontri/eGov_IT:Riscontro*", _RISCONTRO, key="identificatore"),
    Row("trasmissioni", "eGov_IT:ListaTrasmissioni/eGov_IT:Trasmissione*", _PASSAGGIO),
    Row("eccezioni", "eGov_IT:ListaEccezioni/eGov_IT:Eccezione*", _ECCEZIONE, key="codice"),
)

MESSAGGIO = Binding(
    MessaggioCART,
    Row("intestazione", "soap:Header/eGov_IT:Intestazione", INTESTAZIONE),
    Row("busta", "soap:Body/BustaEventoSanitario", rooted(BustaEventoSanitario, "busta/1.0")),
    tag="soap:Envelope",
    dialect=SOAP,
)
