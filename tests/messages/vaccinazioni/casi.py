"""For each rule a message that breaks it: a valid one with one place changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from siss_interop.ids import oids
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune import narrativa as n
from siss_interop.messages.comune.enunciati import Nota
from siss_interop.messages.comune.persone import Esecutore, Organizzazione, Redattore
from siss_interop.messages.comune.testata import Consenso, IncontroOrigine
from siss_interop.messages.vaccinazioni import esempi
from siss_interop.messages.vaccinazioni.costruzione import mancata_vaccinazione, prodotto, scheda_singola
from siss_interop.messages.vaccinazioni.documenti import CategoriaRischio, CondizioneSanitaria, DocumentoVaccinale, Malattia, Motivo, NumeroDose
from siss_interop.messages.vaccinazioni.documenti import PresuntaImmunita as Immunita
from siss_interop.messages.vaccinazioni.documenti import ProssimoAppuntamento as Prossima
from siss_interop.messages.vaccinazioni.documenti import ReazioneAvversa as Reazione
from siss_interop.model.paths import keys
from siss_interop.model.tipi import Codice, Id, Indirizzo, Momento, Nome, Periodo, Recapito, Riferimento, Testo, ValoreCodificato


@cache
def base(which: str) -> DocumentoVaccinale:
    """S a single record, M one of a missed vaccination, C a certificate. None of them breaks any rule."""
    if which == "S":
        return esempi.scheda_singola_ricca()
    if which == "C":
        return esempi.certificato_ricco()
    voce = mancata_vaccinazione("20240312", prodotto("099999017", "VACCINO"), "03", dal="20240312", al="20240912", immunita=["40"])
    found = esempi.scheda_singola()
    return scheda_singola(voce, id=found.id, data=found.data, assistito=found.assistito, autore=found.autori, custode=found.custode)


def changed(model: Any, path: str, value: Any) -> Any:
    """The model with another value at a path."""
    return _set(model, keys(path), value)


def _set(held: Any, at: list[str | int], value: Any) -> Any:
    if not at:
        return value(held) if callable(value) else value
    key = at[0]
    if isinstance(key, int):
        return (*held[:key], _set(held[key], at[1:], value), *held[key + 1 :])
    return held.model_copy(update={key: _set(getattr(held, key), at[1:], value)})


class Caso(NamedTuple):
    """In which messages, where, to what; and the place that the rule must name (the same if not given)."""

    basi: str
    path: str
    valore: Any
    atteso: str | None = None

    def messaggio(self, which: str) -> DocumentoVaccinale:
        found: DocumentoVaccinale = changed(base(which), self.path, self.valore)
        return found

    @property
    def dove(self) -> str:
        return self.path if self.atteso is None else self.atteso


def _con(*more: Any) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    return lambda held: (*held, *more)


def _val(sistema: str | None, codice: str | None = "1") -> ValoreCodificato:
    return ValoreCodificato(codice=codice, sistema=sistema)


ALTROVE = "1.2.3"
ICD9 = "2.16.840.1.113883.6.103"
AVN = "2.16.840.1.113883.2.9.6.1.56."
CF = c.codice_fiscale("RSSMRA80A41H501Y")
SOLO_COGNOME = Nome(cognome="Rossi")
STP_REGIONALE = Id(radice=oids.regional("090", "stp").oid, estensione="STP0900011234567")
CASA = Recapito(valore="tel:055", uso="HP")
ROVESCIO = Periodo(inizio=Momento(valore="20240201"), fine=Momento(valore="20240101"))
SENZA_FINE = Periodo(inizio=Momento(valore="20240201"), fine=Momento(nullo="NA"))
VERSO_NULLA = Testo(riferimento=Riferimento(valore="#voce99"))
VOCE = "sezione.voci[0]"
PERICOLI = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " java\tscript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "\\\\host\\x",
    "vbscript:x",
)

CASI: dict[str, tuple[Caso, ...]] = {
    "DOC-R01": (
        Caso("SC", "riservatezza", None),
        Caso("S", "riservatezza.codice", "L", "riservatezza"),
        Caso("S", "riservatezza.sistema", ALTROVE, "riservatezza"),
    ),
    "DOC-R02": (Caso("SC", "lingua", None),),
    "DOC-R03": (
        Caso("SC", "insieme", c.id_documento("090", "altro")),
        Caso("SC", "insieme.estensione", None, "insieme"),
        Caso("SC", "versione", "2", "insieme"),
        Caso("SC", "insieme.radice", None, "insieme"),
    ),
    "DOC-R04": (Caso("SC", "versione", "3", "precedenti"), Caso("SC", "versione", "0", "precedenti")),
    "DOC-R05": (Caso("SC", "assistito.id[0].radice", ALTROVE, "assistito.id"), Caso("S", "assistito.id", (CF, CF))),
    "DOC-R06": (
        Caso("SC", "assistito.id", _con(c.team("80380000900123456789", "A1")[0])),
        Caso("S", "assistito.id", _con(c.team("80380000900123456789", "A1")[1])),
    ),
    "DOC-R07": (Caso("SC", "assistito.id", _con(STP_REGIONALE), "assistito.id[1]"),),
    "DOC-R08": (
        *(
            Caso("SC", f"assistito.indirizzi[0].{campo}", nulla, "assistito.indirizzi[0]")
            for campo, nulla in (("vie", ()), ("stato", None), ("comune", None))
        ),
        Caso("S", "assistito.indirizzi", _con(Indirizzo(nullo="UNK")), "assistito.indirizzi[1]"),
    ),
    "DOC-R09": (Caso("SC", "assistito.nome", None),),
    "DOC-R10": (Caso("SC", "assistito.nome", SOLO_COGNOME), Caso("S", "assistito.nome.nomi", ("Maria", "Teresa"), "assistito.nome")),
    "DOC-R11": (Caso("SC", "assistito.sesso", None),),
    "DOC-R12": (Caso("SC", "assistito.sesso.sistema", ALTROVE),),
    "DOC-R13": (Caso("SC", "assistito.nascita", None),),
    "DOC-R14": (Caso("SC", "assistito.luogo_nascita", lambda held: type(held)(nome="Firenze"), "assistito.luogo_nascita.indirizzo"),),
    "DOC-R15": (Caso("SC", "custode.nome", None),),
    "DOC-R16": (Caso("SC", "custode.indirizzi[0].comune", None, "custode.indirizzi[0]"),),
    "DOC-R17": (Caso("SC", "firmatario.firma", "X"),),
    "DOC-R18": (Caso("SC", "firmatario.id[0].radice", ALTROVE, "firmatario.id"),),
    "DOC-R19": (Caso("SC", "firmatario.nome", SOLO_COGNOME),),
    "DOC-R20": (Caso("SC", "autori[0].id", _con(c.partita_iva("00743110157"))), Caso("S", "autori[0].id[0].radice", ALTROVE, "autori[0].id")),
    "DOC-R21": (Caso("SC", "autori[0].nome", None),),
    "DOC-R22": (Caso("SC", "autori[0].nome", SOLO_COGNOME),),
    "DOC-R23": (Caso("C", "partecipanti[0].id", ()),),
    "DOC-R24": (Caso("C", "partecipanti[0].nome", SOLO_COGNOME),),
    "DOC-R25": (Caso("SC", "assistito.recapiti[0].uso", None, "assistito.recapiti[0]"),),
    "DOC-R26": (Caso("SC", "custode.recapiti[0].uso", "HP"), Caso("S", "autori[0].organizzazione.recapiti[0].uso", "H")),
    "DOC-R27": (Caso("SC", "custode.indirizzi[0].uso", "H"),),
    "DOC-R28": (Caso("SC", "autori[0].id[0].estensione", "ABC"), Caso("S", "autori[0].id[0].estensione", None)),
    "DOC-R29": (Caso("SC", f"{VOCE}.quando", ROVESCIO), Caso("M", f"{VOCE}.motivi[0].quando", ROVESCIO)),
    "DOC-R30": (
        Caso("SC", "custode.id", ()),
        Caso("S", "redattore", Redattore(nome=Nome.di("Luca", "Neri")), "redattore.id"),
        Caso("S", "origine", IncontroOrigine(id=(CF,)), "origine.quando"),
        Caso("S", "consensi", (Consenso(id=(CF,)),), "consensi[0].stato"),
    ),
    "DOC-R31": (
        Caso("SC", "custode.recapiti[0].uso", "LAVORO"),
        Caso("SC", "assistito.indirizzi[0].uso", "LAVORO"),
        Caso("SC", "assistito.nome.uso", "LAVORO"),
        Caso("C", "partecipanti[0].relazione", "X"),
        Caso("C", "partecipanti[0].classe", "X"),
        Caso("S", f"{VOCE}.esecutori", (Esecutore(relazione="X", id=(CF,)),), f"{VOCE}.esecutori[0].relazione"),
    ),
    "DOC-R40": (Caso("SC", "autori[0].id[0].estensione", "PROVAX00X00X000Y"),),
    "DOC-R41": (Caso("SC", "assistito.nascita", Momento(valore="19810514")),),
    "DOC-R42": (Caso("SC", "assistito.sesso", c.sesso("M")),),
    "DOC-R43": (Caso("SC", "id.radice", "2.16.840.01."), Caso("S", f"{VOCE}.via.sistema", "2..16")),
    "DOC-R44": (Caso("SC", f"{VOCE}.via.sistema", "2.14.5.1.840.1.113886.2.9"),),
    "DOC-R45": (Caso("SC", f"{VOCE}.via.sistema", "2.16.840.1.113883.2.9.999.1"),),
    "DOC-R46": (Caso("SC", "id.estensione", "SISPC-null.null.82593-5"), Caso("S", "id.estensione", "${id}")),
    "DOC-R47": (
        Caso("SC", "firmatario.id", (c.partita_iva("00743110157").model_copy(update={"estensione": CF.estensione}),), "firmatario.id[0].estensione"),
    ),
    "DOC-R48": (Caso("SC", f"{VOCE}.via", Codice(codice="8"), f"{VOCE}.via.sistema"),),
    "DOC-R49": (Caso("SC", "titolo", "Attivit?? vaccinale"), Caso("S", "titolo", "AttivitÃ\xa0")),
    "DOC-R50": (Caso("SC", f"{VOCE}.via.codice", "XYZ"),),
    "DOC-R51": (Caso("S", f"{VOCE}.copertura.quando", ROVESCIO), Caso("SC", f"{VOCE}.quando", ROVESCIO)),
    "DOC-R52": (Caso("SC", "assistito.id", _con(Id(radice=oids.registry("stp").oid, estensione="X")), "assistito.id[1].estensione"),),  # type: ignore[union-attr]  # the register is known
    "DOC-R53": (Caso("SC", "assistito.nascita", Momento(valore="20300101")),),
    "DOC-R54": (Caso("SC", "assistito.decesso", Momento(valore="19700101")),),
    "DOC-R60": (
        *(Caso("SC", "sezione.testo", n.Narrativa.di(n.Collegamento.di("qui", href=href)), "sezione.testo.contenuto[0].href") for href in PERICOLI),
        Caso("S", f"{VOCE}.testo", Testo(riferimento=Riferimento(valore="file:///etc/passwd")), f"{VOCE}.testo.riferimento.valore"),
    ),
    "DOC-R61": (
        Caso("SC", "sezione.testo", n.Narrativa.di(n.Riga.di(n.Cella.di("x"))), "sezione.testo.contenuto"),
        Caso("S", "sezione.testo", n.Narrativa.di(n.Tabella.di(n.Didascalia.di("x"))), "sezione.testo.contenuto[0].contenuto"),
        Caso("S", "sezione.testo", n.Narrativa.di(n.Elenco.di("x")), "sezione.testo.contenuto[0].contenuto"),
    ),
    "DOC-R62": (
        Caso("SC", "sezione.testo", n.Narrativa.di(n.Brano.di("x", stile="a; b")), "sezione.testo.contenuto[0].stile"),
        Caso("S", "sezione.testo", n.Narrativa.di("x", n.RimandoNota()), "sezione.testo.contenuto[1].nota"),
        Caso("S", "sezione.testo", n.Narrativa.di(n.Apice.di("x", id="x")), "sezione.testo.contenuto[0].id"),
    ),
    "DOC-R63": (
        Caso("SC", "sezione.id_xml", "voce1", "sezione.testo.contenuto[0].contenuto[2].contenuto[0].id"),
        Caso("S", "sezione.id_xml", "1 voce"),
    ),
    "DOC-R64": (Caso("SC", "sezione.testo", n.Narrativa.di("x", n.RimandoNota(nota="nulla")), "sezione.testo.contenuto[1].nota"),),
    "DOC-R65": (Caso("SC", f"{VOCE}.testo", VERSO_NULLA, f"{VOCE}.testo.riferimento.valore"),),
    "VAC-R01": (Caso("SC", "codice", c.loinc("11369-6")), Caso("S", "codice", None)),
    "VAC-R02": (Caso("SC", "codice.descrizione", "Vaccini", "codice"), Caso("S", "codice.nome_sistema", None, "codice")),
    "VAC-R03": (
        Caso("SC", "versione_modello", None),
        Caso("S", "modelli", (Id(radice="2.16.840.1.113883.2.9.10.1.11.1.1", estensione="1"),), "modelli[0]"),
    ),
    "VAC-R04": (Caso("SC", "sezione.titolo", None),),
    "VAC-R05": (Caso("SC", "sezione.testo", None),),
    "VAC-R06": (Caso("S", "sezione.voci", lambda held: (*held, *held)),),
    "VAC-R07": (Caso("SC", f"{VOCE}.modelli", (Id(radice="2.16.840.1.113883.2.9.10.1.11.4.1"),), f"{VOCE}.modelli[0]"),),
    "VAC-R08": (Caso("S", f"{VOCE}.via", None),),
    "VAC-R09": (Caso("S", f"{VOCE}.sede", None),),
    "VAC-R10": (Caso("S", f"{VOCE}.dose", None),),
    "VAC-R11": (
        Caso("SC", f"{VOCE}.prodotto.codice", c.atc("J07BB02")),
        Caso("S", f"{VOCE}.prodotto.codice", Codice(nullo="UNK")),
        Caso("SC", f"{VOCE}.prodotto.codice", None),
    ),
    "VAC-R12": (Caso("SC", f"{VOCE}.prodotto.ditta", Organizzazione(id=(CF,)), f"{VOCE}.prodotto.ditta.nome"),),
    "VAC-R13": (Caso("SC", f"{VOCE}.numero_dose", NumeroDose(), f"{VOCE}.numero_dose.valore"),),
    "VAC-R14": (
        Caso("S", f"{VOCE}.note", (Nota(testo=c.testo("x"), inversa=True),), f"{VOCE}.note[0].inversa"),
        Caso("M", f"{VOCE}.note", (Nota(testo=c.testo("x"), inversa=True),), f"{VOCE}.note[0].inversa"),
        Caso("C", "sezione.voci[4].note", (Nota(testo=c.testo("x"), inversa=True),), "sezione.voci[4].note[0].inversa"),
    ),
    "VAC-R15": (
        Caso("S", f"{VOCE}.categorie_rischio", lambda held: (*held, *held)),
        Caso("C", "sezione.voci[2].categorie_rischio", lambda held: (*held, *held)),
    ),
    "VAC-R16": (Caso("SC", f"{VOCE}.condizioni", (CondizioneSanitaria(valore=_val(ICD9, "250.0")),) * 2),),
    "VAC-R17": (
        Caso("SC", f"{VOCE}.categorie_rischio", (CategoriaRischio(valore=_val(ICD9, "250.0")),), f"{VOCE}.categorie_rischio[0].valore"),
        Caso("S", f"{VOCE}.categorie_rischio[0].valore", ValoreCodificato(sistema=AVN + "2", nullo="OTH")),
        Caso("S", f"{VOCE}.categorie_rischio[0].valore", None),
    ),
    "VAC-R18": (
        Caso("SC", f"{VOCE}.condizioni", (CondizioneSanitaria(valore=_val(ALTROVE)),), f"{VOCE}.condizioni[0].valore"),
        Caso("S", f"{VOCE}.condizioni", (CondizioneSanitaria(quando=Momento(valore="2020")),), f"{VOCE}.condizioni[0].valore"),
    ),
    "VAC-R19": (Caso("SC", f"{VOCE}.reazioni", (Reazione(valore=_val(ALTROVE)),), f"{VOCE}.reazioni[0].valore"),),
    "VAC-R20": (
        Caso("SC", f"{VOCE}.malattie", (Malattia(valore=_val(ALTROVE)),), f"{VOCE}.malattie[0].valore"),
        Caso("S", f"{VOCE}.malattie[0].valore", None),
        Caso("S", f"{VOCE}.malattie[0].valore.tipo_hl7", "CE", f"{VOCE}.malattie[0].valore"),
    ),
    "VAC-R21": (
        Caso("M", f"{VOCE}.immunita", (Immunita(valore=_val(ALTROVE)),), f"{VOCE}.immunita[0].valore"),
        Caso("C", "sezione.voci[5].immunita[0].valore", _val(ALTROVE)),
    ),
    "VAC-R22": (Caso("SC", f"{VOCE}.prossima", Prossima(id=(CF,)), f"{VOCE}.prossima.quando"),),
    "VAC-R23": (Caso("M", f"{VOCE}.prodotto", None), Caso("C", "sezione.voci[4].prodotto", None)),
    "VAC-R24": (Caso("M", f"{VOCE}.prodotto.codice", c.atc("J07BB02")), Caso("C", "sezione.voci[4].prodotto.codice", c.atc("J07BB02"))),
    "VAC-R25": (
        Caso(
            "C",
            "sezione.voci[4].prodotto.codice",
            c.codice("aic", "099999017", "X", [c.icd9cm("250.0")]),
            "sezione.voci[4].prodotto.codice.traduzioni",
        ),
    ),
    "VAC-R26": (Caso("M", f"{VOCE}.motivi", ()), Caso("C", "sezione.voci[4].motivi", lambda held: (*held, *held))),
    "VAC-R27": (
        Caso("M", f"{VOCE}.motivi[0].quando", Momento(valore="20240101")),
        Caso("M", f"{VOCE}.motivi[0].quando.fine", None, f"{VOCE}.motivi[0].quando"),
        Caso("C", "sezione.voci[4].motivi[0].quando.inizio", None, "sezione.voci[4].motivi[0].quando"),
    ),
    "VAC-R28": (Caso("S", f"{VOCE}.reazioni[0].quando", SENZA_FINE, f"{VOCE}.reazioni[0].quando.fine"),),
    "VAC-R29": (Caso("C", "autori[0]", lambda held: held.model_copy(update={"id": (Id(nullo="NA"),), "nome": SOLO_COGNOME}), "autori[0].nome"),),
    "VAC-R40": (
        Caso("SC", f"{VOCE}.malattie[0].valore.codice", "77"),
        Caso("S", f"{VOCE}.categorie_rischio[0].valore.codice", "77"),
    ),
    "VAC-R41": (Caso("M", f"{VOCE}.motivi[0].valore.codice", "77"),),
    "VAC-R42": (Caso("S", f"{VOCE}.malattie[0].valore.codice", "08"),),
    "VAC-R43": (Caso("S", f"{VOCE}.reazioni[0].valore.codice", "14", f"{VOCE}.reazioni[0].valore.sistema"),),
    "VAC-R44": (Caso("M", f"{VOCE}.motivi[0].valore.sistema", AVN + "2"),),
    "VAC-R45": (
        Caso(
            "M", f"{VOCE}.motivi", (Motivo(quando=Periodo(inizio=Momento(valore="2024"), fine=Momento(valore="2025"))),), f"{VOCE}.motivi[0].valore"
        ),
    ),
    "VAC-R46": (Caso("SC", f"{VOCE}.prodotto.codice.codice", "099999018"),),
    "VAC-R47": (Caso("SC", f"{VOCE}.quando", Momento(valore="19700101")),),
    "VAC-R48": (Caso("S", "assistito.decesso", Momento(valore="20000101"), f"{VOCE}.quando"),),
    "VAC-R49": (Caso("SC", f"{VOCE}.quando", Momento(valore="20300101")),),
    "VAC-R50": (Caso("S", f"{VOCE}.prossima.quando", Momento(valore="20200101")),),
    "VAC-R51": (Caso("C", "sezione.voci[1].quando", Momento(valore="20110101"), "sezione.voci[1].numero_dose"),),
}
