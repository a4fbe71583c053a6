"""People, codes and statements of the examples: everybody is invented, and the statements mean nothing."""

from __future__ import annotations

from datetime import date

from siss_interop.ids.codice_fiscale import compose
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.enunciati.allergie import VoceAllergia
from siss_interop.messages.comune.enunciati.familiari import AnamnesiFamiliare, EtaDecesso, EtaDiagnosi, Parente, PatologiaFamiliare
from siss_interop.messages.comune.enunciati.generici import Contenuto, Fornitura, Terapia
from siss_interop.messages.comune.enunciati.parti import PartecipanteClinico
from siss_interop.messages.comune.enunciati.problemi import Problema
from siss_interop.messages.comune.persone import Assistito, Autore, Custode, Esecutore, Firmatario
from siss_interop.messages.comune.testata import LOINC, IncontroOrigine, LuogoCura, Richiesta, Servizio
from siss_interop.messages.documenti.costruzione import allergia, farmaco, periodo, problema, terapia, valore
from siss_interop.model.misure import Estremo, Intervallo, Reale
from siss_interop.model.tipi import Codice, Id, Momento, Nome

QUANDO = "20240312103000+0100"
NASCITA = date(1951, 5, 14)
MEDICO = compose("Bianchi", "Anna", date(1971, 3, 2), "F", "D612")
INFERMIERE = compose("Neri", "Luca", date(1980, 9, 20), "M", "D612")
ATTI_HL7 = "2.16.840.1.113883.5.4"
IT = "2.16.840.1.113883.2.9"


def cod(code: str, system: str, label: str, name: str | None = None) -> Codice:
    """A code with its label."""
    return Codice(codice=code, sistema=system, descrizione=label, nome_sistema=name)


def loinc(code: str, label: str) -> Codice:
    """A LOINC code with a label of ours."""
    return cod(code, LOINC, label, "LOINC")


def id_voce(number: int) -> Id:
    """An identifier of a statement: a UUID of the example, and a number."""
    return Id(radice="6f1d2c3b-0000-4000-8000-0000000a0b0c", estensione=str(number))


def assistito() -> Assistito:
    """The patient."""
    return c.assistito(
        compose("Rossi", "Maria", NASCITA, "F", "D612"), "Maria", "Rossi", sesso="F", nascita=NASCITA,
        indirizzo=c.indirizzo("Via delle Prove 1", "Firenze", cap="50100", provincia="FI", regione="090", codice_comune="048017", uso="H"),
        recapiti=(c.telefono("+390550000001"),), luogo_nascita=c.luogo_nascita("Firenze", provincia="FI", codice_comune="048017"),
    )  # fmt: skip


def con_id_locale() -> Assistito:
    """The patient with the number that the structure gives besides the tax code."""
    found = assistito()
    return found.model_copy(update={"id": (*found.id, c.regionale("090", "0000000001", "anagrafe"))})


def autore(quando: str = QUANDO) -> Autore:
    """Who writes: a doctor with a telephone number at work."""
    ruolo = cod("MMG", f"{IT}.77.22.11.13", "Medico di Medicina Generale")
    return c.autore(MEDICO, "Anna", "Bianchi", momento=quando, titolo="Dott.ssa", ruolo=ruolo, recapiti=(c.telefono("+390550000004", "WP"),))


def custode() -> Custode:
    """The health authority that keeps the document."""
    where = c.indirizzo("Piazza degli Esempi 2", "Firenze", cap="50100", provincia="FI", regione="090", codice_comune="048017", uso="WP")
    return c.custode("Azienda USL di esempio", c.azienda("090201"), indirizzo=where, recapiti=(c.telefono("+390550000002", "WP"),))


def firmatario() -> Firmatario:
    """Who signs."""
    where = c.indirizzo("Piazza degli Esempi 2", "Firenze", cap="50100", codice_comune="048017", uso="WP")
    made = c.firmatario(MEDICO, "Anna", "Bianchi", momento=QUANDO, titolo="Dott.ssa")
    return made.model_copy(update={"indirizzi": (where,), "recapiti": (c.telefono("+390550000004", "WP"),)})


def esecutore() -> Esecutore:
    """Who did something: a nurse."""
    return Esecutore(relazione="PRF", id=c.ids(INFERMIERE), nome=Nome.di("Luca", "Neri"), periodo=Momento(valore=QUANDO))


def richiedente(relazione: str = "REF") -> PartecipanteClinico:
    """Who asked for it, or was there."""
    return PartecipanteClinico(relazione=relazione, id=c.ids(MEDICO), nome=Nome.di("Anna", "Bianchi"), periodo=Momento(valore=QUANDO))


def richiesta() -> Richiesta:
    """The prescription that is answered."""
    priorita = cod("R", "2.16.840.1.113883.5.7", "Routine", "HL7 ActPriority")
    return c.ricetta("090A04000000001").model_copy(update={"classe": "ACT", "fase": "RQO", "priorita": priorita})


def servizio() -> Servizio:
    """What was done."""
    accesso = cod("PROG", f"{IT}.5.1.4", "Programmato", "ActCode")
    return Servizio(
        classe="ACT", fase="EVN", codice=accesso, quando=periodo(QUANDO, QUANDO), esecutori=(esecutore().model_copy(update={"periodo": None}),)
    )


def origine() -> IncontroOrigine:
    """The encounter of which the document tells."""
    reparto = c.organizzazione("Reparto di esempio", c.struttura("090101"), recapiti=(c.telefono("+390550000005", "WP"),))
    return IncontroOrigine(
        id=(Id(radice=f"{IT}.2.90.4.6", estensione="2024000001"),), quando=periodo("20240301090000+0100", "20240312100000+0100"),
        luogo=LuogoCura(id=(c.identificativo("struttura", "090101"),), struttura=reparto),
    )  # fmt: skip


def voce_allergia(criticita: Codice | None = None, number: int = 1) -> VoceAllergia:
    """An allergy with a reaction, its danger and its state."""
    return allergia(
        cod("260152009", f"{IT}.77.22.11.2", "Pelo di gatto", "Allergeni (No Farmaci)"),
        cod("ALG", ATTI_HL7, "Allergia", "ObservationIntoleranceType"),
        dal="20150401", id=id_voce(number), criticita=criticita or cod("M", "2.16.840.1.113883.5.1063", "Moderata", "SeverityObservation"),
        stato=loinc("LA16666-2", "Attivo"), reazioni=((c.icd9cm("493.9", "Asma"), periodo("20150401", "20150403")),),
    )  # fmt: skip


def diabete(number: int | None = None) -> Problema:
    """A chronic problem."""
    return problema(
        c.icd9cm("250.00", "Diabete mellito tipo 2"), dal="20100115", id=id_voce(number) if number is not None else None,
        stato=loinc("LA16666-2", "Attivo"), decorso=loinc("LA28752-6", "Cronico"),
    )  # fmt: skip


def familiare(number: int | None = None) -> AnamnesiFamiliare:
    """A disease of the father."""
    ids = (id_voce(number),) if number is not None else ()
    disease = PatologiaFamiliare(
        id=ids, stato="completed", quando=Momento(valore="19850101"), patologia=valore(c.icd9cm("410.00", "Infarto miocardico acuto")),
        eta_diagnosi=EtaDiagnosi(valore=c.quantita("49", "a")), eta_decesso=EtaDecesso(valore=c.quantita("61", "a")),
    )  # fmt: skip
    relative = Parente(parentela=cod("FTH", "2.16.840.1.113883.5.111", "Padre", "RoleCode"), sesso=c.sesso("M"))
    return AnamnesiFamiliare(id=ids, stato="completed", quando=Momento(valore="20240312"), parente=relative, patologie=(disease,))


def fra(basso: str, alto: str, unita: str) -> Intervallo:
    """A range of quantities."""
    return Intervallo(minimo=Estremo(valore=basso, unita=unita), massimo=Estremo(valore=alto, unita=unita))


def cura(fase: str = "EVN", stato: str | None = "completed", number: int | None = None, *, aperta: bool = False) -> Terapia:
    """A medicine with everything that may be told of it."""
    made = terapia(
        farmaco("035606033", "FARMACO DI ESEMPIO", classe=c.atc("B01AX05", "Fondaparinux")),
        dal="20240301", al=None if aperta else "20240312", stato=stato, fase=fase,
        via="PO", dose=fra("2", "3", "mg"), ogni=c.quantita("12", "h"), id=id_voce(number) if number is not None else None,
    )  # fmt: skip
    content = Contenuto(quantita=Reale(valore="2.5"), codice=cod("035606033", f"{IT}.6.1.5", "FARMACO DI ESEMPIO", "AIC"))
    return made.model_copy(update={"velocita": fra("20", "50", "mL/h"), "contenuti": (content,), "fornitura": Fornitura(fase="RQO", quantita="2")})
