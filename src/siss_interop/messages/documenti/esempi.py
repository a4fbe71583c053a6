"""Examples of the clinical documents, with invented people: one of each type, every section filled."""

from __future__ import annotations

from typing import Any, TypeVar

from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.enunciati.allergie import Reazione
from siss_interop.messages.comune.enunciati.generici import Farmaco, Fornitura, Gruppo, Incontro, Osservazione, Prestazione, Procedura
from siss_interop.messages.comune.enunciati.percorsi import (
    AssistenzaDomiciliare,
    CapacitaMotoria,
    Esenzione,
    ReteDiPatologia,
    StatoFunzionale,
    StatoMentale,
)
from siss_interop.messages.comune.enunciati.rilievi import Diagnosi, DiagnosiAccettazione, DiagnosiDimissione, Quesito
from siss_interop.messages.comune.enunciati.vaccini import DoseNumero, Immunizzazione, Validita
from siss_interop.messages.comune.parole import verso
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti import sezioni as s
from siss_interop.messages.documenti.base import DocumentoConTipo
from siss_interop.messages.documenti.costruzione import documento, osservazione, periodo, valore, voce_problema
from siss_interop.messages.documenti.lettera import InquadramentoClinico, LetteraDimissione
from siss_interop.messages.documenti.narrativa import paragrafo
from siss_interop.messages.documenti.profilo import PSS_IT, ProfiloSanitarioSintetico
from siss_interop.messages.documenti.radiologia import DICOM, RefertoRadiologia, StoriaClinica
from siss_interop.messages.documenti.specialistica import RefertoSpecialisticaAmbulatoriale, StoriaClinicaConTerapia
from siss_interop.model.misure import Intero
from siss_interop.model.tipi import Codice, Id, Momento, ValoreCodificato

D = TypeVar("D", bound=DocumentoConTipo)
_ICD, _IT = c.icd9cm, p.IT


def fai(tipo: type[D], number: int, **altro: Any) -> D:
    """A document of the examples: people, dates and signature are always the same."""
    return documento(
        tipo, id=c.id_documento("090", f"090201.2024.{number:06d}"), data=p.QUANDO, autore=p.autore(), custode=p.custode(),
        **{"assistito": p.assistito(), "firmatario": p.firmatario(), **altro},
    )  # fmt: skip


def testuale(parole: str) -> s.SezioneTesto:
    """A section of words alone."""
    return s.SezioneTesto(testo=paragrafo(parole))


def _febbre() -> ValoreCodificato:
    return valore(_ICD("780.6", "Febbre").model_copy(update={"originale": verso("s11369-6-1")}))


def _vaccino() -> Immunizzazione:
    return Immunizzazione(
        id=(p.id_voce(20),), stato="completed", quando=Momento(valore="20231106101500+0100"), via=c.codice("route", "IM"),
        vaccino=Farmaco(codice=c.aic("099999017", "VACCINO DI ESEMPIO", classe=c.atc("J07BB02", "Influenza")), lotto="ESEMPIO-A1"),
        validita=Validita(valore=periodo("20231106", "20240630")), numero_dose=DoseNumero(numero=Intero(valore=1)),
        reazioni=(Reazione(id=(p.id_voce(21),), stato="completed", quando=periodo("20231107"), manifestazione=_febbre()),),
    )  # fmt: skip


def _stato_funzionale() -> StatoFunzionale:
    since = periodo("20240101")
    return StatoFunzionale(
        stato="completed",
        capacita_motoria=CapacitaMotoria(stato="completed", quando=since, valore=valore(p.loinc("LA4270-0", "Autonoma"))),
        assistenza=AssistenzaDomiciliare(stato="completed", quando=since, valore=valore(p.cod("PSSADI", PSS_IT, "Assistenza domiciliare integrata"))),
        stato_mentale=StatoMentale(stato="normal", quando=since, valore=valore(_ICD("780.97", "Stato mentale alterato"))),
    )  # fmt: skip


_PRESSIONE = p.loinc("8480-6", "Pressione sistolica")


def _parametri(codice: str = "8716-3") -> Gruppo:
    measured = osservazione(_PRESSIONE, c.quantita("129", "mm[Hg]"), quando=p.QUANDO, id=p.id_voce(31), interpretazione=_normale())
    return Gruppo(
        id=(p.id_voce(30),), stato="completed", codice=p.loinc(codice, "Parametri vitali"), quando=Momento(valore=p.QUANDO),
        componenti=(measured.model_copy(update={"ripetizione": 1}),),
    )  # fmt: skip


def _normale() -> Codice:
    return p.cod("N", "2.16.840.1.113883.5.83", "Normale", "HL7 ObservationInterpretation")


def _batteria() -> Gruppo:
    result = osservazione(p.loinc("2161-8", "Creatinina nelle urine"), c.quantita("1.1", "mg/dL"), quando=p.QUANDO, id=p.id_voce(41))
    return Gruppo(
        id=(p.id_voce(40),), classe="BATTERY", stato="completed", codice=p.loinc("2161-8", "Creatinina"), quando=Momento(valore=p.QUANDO),
        componenti=(result,),
    )  # fmt: skip


def _piano() -> s.SezionePianoCura:
    later = Momento(valore="20240610")
    return s.SezionePianoCura(
        voci=(
            osservazione(p.loinc("28564-3", "Controllo"), quando="20240610", stato=None, id=p.id_voce(50)).model_copy(update={"fase": "RQO"}),
            p.cura("RQO", None, 51).model_copy(update={"fornitura": None, "contenuti": ()}),
            Procedura(id=(p.id_voce(52),), fase="RQO", codice=p.loinc("68692-3", "Procedura di esempio"), quando=later),
            Incontro(id=(p.id_voce(53),), fase="RQO", codice=p.cod("IMP", p.ATTI_HL7, "Ricovero", "ActCode"), quando=later),
            Prestazione(id=(p.id_voce(54),), fase="RQO", codice=p.loinc("68692-3", "Prestazione di esempio"), quando=later),
        )
    )  # fmt: skip


def profilo() -> ProfiloSanitarioSintetico:
    """A summary with all its sections."""
    visit = Incontro(
        id=(p.id_voce(60),), codice=p.cod("CARD", p.ATTI_HL7, "Cardiologia", "ActCode"), quando=periodo("20230410", "20230415"),
        esecutori=(p.esecutore().model_copy(update={"periodo": periodo("20230410", "20230415")}),),
    )  # fmt: skip
    procedure = Procedura(id=(p.id_voce(61),), stato="completed", codice=_ICD("88.72", "Ecografia del cuore"), quando=periodo("20230420", "20230421"))
    aid = Fornitura(codice=p.cod("J010103", f"{_IT}.6.1.48", "Protesi di esempio"), quando=Momento(valore="20190510"))
    exemption = Esenzione(
        id=(p.id_voce(62),),
        stato="active",
        esenzione=p.cod("013", f"{_IT}.6.1.22", "Diabete mellito", "Catalogo Esenzioni"),
        quando=periodo("20100201"),
    )
    network = ReteDiPatologia(id=(p.id_voce(63),), stato="active", rete=p.cod("XX", f"{_IT}.2.90.3.1", "Rete di esempio"), quando=periodo("20110101"))
    return fai(
        ProfiloSanitarioSintetico, 11, servizi=(p.servizio(),),
        allergie=s.SezioneAllergie(voci=(p.voce_allergia(),)),
        terapie=s.SezioneTerapie(voci=(p.cura(number=10).model_copy(update={"fornitura": None, "contenuti": ()}),)),
        vaccinazioni=s.SezioneImmunizzazioni(voci=(_vaccino(),)),
        problemi=s.SezioneListaProblemi(voci=(voce_problema(p.diabete(5), dal="20100115", id=p.id_voce(4)),)),
        familiari=s.SezioneFamiliari(voci=(p.familiare(6),)),
        stile_di_vita=s.SezioneOsservazioni(
            voci=(osservazione(p.loinc("11295-3", "Consumo di alcol"), c.quantita("1", "{drink}/d"), quando="20240312", id=p.id_voce(7)),)
        ),
        gravidanze=s.SezioneOsservazioni(
            voci=(osservazione(p.loinc("11614-5", "Aborti"), Intero(valore=0), quando="20240312", id=p.id_voce(8)),)
        ),
        parametri_vitali=s.SezioneRisultati(voci=(_parametri(),)),
        dispositivi=s.SezioneDispositivi(voci=(aid,)), piano_di_cura=_piano(), procedure=s.SezioneProcedure(voci=(procedure,)),
        visite_e_ricoveri=s.SezioneIncontri(voci=(visit,)), stato_funzionale=s.SezioneStatoFunzionale(voci=(_stato_funzionale(),)),
        indagini=s.SezioneRisultati(voci=(_batteria(),)),
        donazione_organi=s.SezioneOsservazioni(testo=paragrafo("Assenso alla donazione degli organi.")),
        esenzioni=s.SezioneEsenzioni(voci=(exemption,)), reti=s.SezioneReti(voci=(network,)),
    )  # fmt: skip


def _esame(codice: str, nome: str, esito: str) -> Osservazione:
    made = osservazione(p.loinc(codice, nome), esito, quando=p.QUANDO, stato=None)
    return made.model_copy(update={"esecutori": (p.esecutore(),), "partecipanti": (p.richiedente("IND"),)})


def lettera() -> LetteraDimissione:
    """A discharge letter with all its sections."""
    admission = DiagnosiAccettazione(valore=valore(_ICD("428.0", "Insufficienza cardiaca")))
    discharge = DiagnosiDimissione(valore=valore(_ICD("428.0", "Insufficienza cardiaca")))
    complication = p.diabete().model_copy(update={"stato": None, "stato_clinico": None, "decorso": None, "quando": periodo("20240303", "20240304")})
    procedure = Procedura(stato="completed", codice=p.loinc("2341-6", "Procedura di esempio"), quando=periodo("20240305", "20240306"))
    allergie = s.SezioneAllergie(voci=(p.voce_allergia(),))
    return fai(
        LetteraDimissione, 12, origine=p.origine(), servizi=(p.servizio(),),
        motivo=s.SezioneAccettazione(voci=(admission,)),
        inquadramento=InquadramentoClinico(
            testo=paragrafo("Inquadramento all'ingresso."), anamnesi=s.SezioneAnamnesi(voci=(p.diabete(),)),
            esame_obiettivo=s.SezioneOsservazioni(testo=paragrafo("Paziente vigile, eupnoica.")),
            terapia_ingresso=s.SezioneTerapie(testo=paragrafo("Metformina 500 mg due volte al giorno.")),
        ),
        decorso=s.SezioneOsservazioni(testo=paragrafo("Decorso regolare.")), complicanze=s.SezioneProblemi(voci=(complication,)),
        riscontri=s.SezioneOsservazioni(testo=paragrafo("Nessun riscontro di rilievo.")),
        consulenza=s.SezioneOsservazioni(voci=(_esame("34820-1", "Consulenza farmacologica", "Nessuna interazione"),)),
        esami=s.SezioneOsservazioni(voci=(_esame("24660-3", "Esame di esempio", "Nei limiti"),)),
        procedure=s.SezioneProcedure(voci=(procedure,)), allergie=allergie, terapia=s.SezioneTerapie(voci=(p.cura(),)),
        dimissione=s.SezioneDiagnosiDimissione(voci=(discharge,)),
        terapia_dimissione=s.SezioneTerapie(voci=(p.cura("INT", "active", aperta=True),)), istruzioni=testuale("Controllo fra tre mesi."),
    )  # fmt: skip


def _precedente(esame: Codice) -> Osservazione:
    return osservazione(esame, "Negativo", quando="20230203", stato=None)


def _storia() -> dict[str, Any]:
    return {
        "voci": (p.diabete(), p.familiare()), "allergie": s.SezioneAllergie(voci=(p.voce_allergia(),)),
    }  # fmt: skip


def radiologia() -> RefertoRadiologia:
    """A radiology report with all its sections."""
    study = Prestazione(id=(Id(radice="1.2.840.113619.2.62.1"),), codice=p.cod("113014", DICOM, "Study", "DCM"))
    exam = Prestazione(codice=_ICD("87.44.1", "Radiografia del torace"), quando=Momento(valore=p.QUANDO), stato="completed")
    complication = p.diabete().model_copy(update={"stato": None, "stato_clinico": None, "decorso": None, "quando": periodo("20240303", "20240304")})
    return fai(
        RefertoRadiologia, 13, assistito=p.con_id_locale(), richieste=(p.richiesta(),), servizi=(p.servizio(),), origine=p.origine(),
        immagini=s.SezionePrestazioni(nome_codice="DCM", voci=(study,)),
        quesito=s.SezioneQuesito(voci=(Quesito(valore=valore(_ICD("786.2", "Tosse"))),)), storia=StoriaClinica(**_storia()),
        precedenti_esami=s.SezioneOsservazioni(voci=(_precedente(p.loinc("36554-4", "Radiografia del torace")),)),
        esame=s.SezionePrestazioni(voci=(exam,)), referto=testuale("Non lesioni pleuroparenchimali in atto."),
        conclusioni=testuale("Quadro nei limiti."), informazioni=testuale("Esame eseguito in due proiezioni."),
        complicanze=s.SezioneProblemi(voci=(complication,)), suggerimenti=testuale("Nessun controllo."),
    )  # fmt: skip


def specialistica() -> RefertoSpecialisticaAmbulatoriale:
    """The report of a visit with all its sections."""
    done = Prestazione(codice=p.loinc("67727-8", "Visita di esempio"), quando=Momento(valore=p.QUANDO))
    return fai(
        RefertoSpecialisticaAmbulatoriale, 14, richieste=(p.richiesta(),), servizi=(p.servizio(),), origine=p.origine(),
        quesito=s.SezioneQuesito(voci=(Quesito(valore=valore(_ICD("251.2", "Ipoglicemia"))),)),
        storia=StoriaClinicaConTerapia(**_storia(), terapia=s.SezioneTerapie(voci=(p.cura(),))),
        precedenti_esami=s.SezioneOsservazioni(voci=(_precedente(_ICD("90.54", "Esame di esempio")),)),
        esame_obiettivo=testuale("Nella norma."), prestazioni=s.SezionePrestazioni(voci=(done,)), confronto=testuale("Stabile."),
        referto=testuale("Compenso glicemico discreto."),
        diagnosi=s.SezioneDiagnosi(voci=(Diagnosi(valore=valore(_ICD("790.21", "Glicemia alterata"))),)),
        conclusioni=testuale("Prosegue la terapia."), suggerimenti=testuale("Rivalutare la dose."),
        accertamenti=s.SezionePrestazioni(voci=(Prestazione(fase="PRP", codice=p.loinc("4548-4", "Emoglobina glicata")),)),
        terapia=s.SezioneTerapie(voci=(p.cura("PRP", None),)),
    )  # fmt: skip
