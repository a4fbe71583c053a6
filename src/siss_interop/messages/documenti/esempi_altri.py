"""Examples of the emergency, laboratory and pathology reports and of the two documents of ours, with invented people, every section filled."""

from __future__ import annotations

from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.enunciati.allergie import StatoClinico, VoceAllergia
from siss_interop.messages.comune.enunciati.base import Nota
from siss_interop.messages.comune.enunciati.familiari import AnamnesiFamiliare, EtaDecesso, EtaDiagnosi
from siss_interop.messages.comune.enunciati.generici import (
    Collegato,
    Contenitore,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Prestazione,
    Procedura,
    Terapia,
)
from siss_interop.messages.comune.enunciati.laboratorio import EsameLaboratorio
from siss_interop.messages.comune.enunciati.parti import AttoEsterno, Campione, IntervalloRiferimento, PartecipanteClinico, Rimando
from siss_interop.messages.comune.enunciati.patologia import (
    DiagnosiPatologica,
    EsameMicroscopico,
    FormulaTNM,
    FormulaTumore,
    MargineResezione,
    MorfologiaTumore,
)
from siss_interop.messages.comune.enunciati.percorsi import EsitoDimissione, ReteDiPatologia, Trasporto
from siss_interop.messages.comune.enunciati.problemi import Decorso, Problema
from siss_interop.messages.comune.enunciati.rilievi import (
    Appropriatezza,
    CausaAccesso,
    Diagnosi,
    DiagnosiDimissione,
    EsitoTrattamento,
    ProblemaPrincipale,
    Prognosi,
    Quesito,
    Triage,
)
from siss_interop.messages.comune.parole import verso
from siss_interop.messages.documenti import esempi_parti as p
from siss_interop.messages.documenti import patologia as ap
from siss_interop.messages.documenti import sezioni as s
from siss_interop.messages.documenti.costruzione import osservazione, periodo, valore, voce_problema
from siss_interop.messages.documenti.esempi import fai, testuale
from siss_interop.messages.documenti.laboratorio import RefertoLaboratorio, SezioneEsame, SezioneSpecialita
from siss_interop.messages.documenti.lettera import InquadramentoClinico
from siss_interop.messages.documenti.narrativa import paragrafo, tabella
from siss_interop.messages.documenti.patologia import RefertoAnatomiaPatologica
from siss_interop.messages.documenti.propri import PianoTerapeutico, SchedaPatologia
from siss_interop.messages.documenti.verbale import VerbaleProntoSoccorso
from siss_interop.model.misure import Intervallo, Stringa
from siss_interop.model.tipi import Codice, Id, Momento, Testo

_ICD, _IT = c.icd9cm, p.IT
_PS = f"{_IT}.6.1.54"
_ORA = Momento(valore=p.QUANDO)
_DURATA = periodo("20240312090000+0100", "20240312103000+0100")


def _rosso() -> Codice:
    return p.cod("R", f"{_PS}.4", "Rosso", "Triage")


def _luogo(codice: str, sistema: str) -> PartecipanteClinico:
    return PartecipanteClinico(
        relazione="LOC", periodo=_DURATA, modelli_ruolo=(Id(radice="2.16.840.1.113883.2.9.10.1.6.64"),), id=(c.struttura("090101"),),
        codice=p.cod(codice, sistema, "Luogo di esempio"),
    )  # fmt: skip


def _esito() -> EsitoDimissione:
    return EsitoDimissione(
        stato="completed", quando=_ORA, esecutori=(p.esecutore().model_copy(update={"periodo": None}),),
        diagnosi=(DiagnosiDimissione(stato="completed", quando=_ORA, valore=valore(_ICD("428.0", "Insufficienza cardiaca"))),),
        esito=EsitoTrattamento(stato="completed", valore=valore(p.cod("1", f"{_PS}.5", "Dimissione a domicilio", "EsitoTrattamento_VPS"))),
    )  # fmt: skip


def _cura_ps(fase: str = "EVN", stato: str = "completed") -> Terapia:
    made = p.cura(fase, stato)
    return made.model_copy(update={"partecipanti": (p.richiedente(),)})


def verbale() -> VerbaleProntoSoccorso:
    """A report of an access to an emergency department with all its sections."""
    complication = p.diabete().model_copy(update={"stato": None, "stato_clinico": None, "decorso": None, "quando": _DURATA})
    transport = Trasporto(stato="completed", mezzo=p.cod("3", f"{_PS}.6", "Ambulanza 118"), inviante=p.cod("3", f"{_PS}.1", "118"))
    phase = Incontro(codice=_ICD("V24.2", "Fase di esempio"), quando=_DURATA, partecipanti=(p.richiedente("ATND"),))
    service = Prestazione(
        stato="completed", codice=p.loinc("76645-1", "Consulenza di esempio"), quando=_ORA, testo=Testo(parole="Nessuna terapia chirurgica"),
        esecutori=(p.esecutore(),), partecipanti=(p.richiedente(),),
    )  # fmt: skip
    battery = Gruppo(
        classe="BATTERY", stato="completed", esecutori=(p.esecutore(),), partecipanti=(p.richiedente(),),
        componenti=(osservazione(p.loinc("86524-6", "Esame di esempio"), "Nei limiti", quando=p.QUANDO),),
    )  # fmt: skip
    measured = osservazione(p.loinc("8480-6", "Pressione sistolica"), c.quantita("129", "mm[Hg]"))
    signs = Gruppo(
        stato="completed", codice=p.loinc("85353-1", "Parametri vitali"),
        componenti=(measured.model_copy(update={"esecutori": (p.esecutore(),), "partecipanti": (p.richiedente(),)}),),
    )  # fmt: skip
    order = Rimando(relazione="REFR", atto=AttoEsterno(
        classe="ACT", fase="EVN", modelli=(Id(radice="2.16.840.1.113883.2.9.10.1.6.89"),), id=(c.nre("090A04000000001"),)
    ))  # fmt: skip
    plan = Prestazione(fase="INT", stato="active", codice=p.loinc("27536-2", "Controllo di esempio"), autori=(p.autore(),), rimandi=(order,))
    street = p.firmatario()
    return fai(
        VerbaleProntoSoccorso, 15, firmatario=street, servizi=(p.servizio(),), origine=p.origine(),
        trasporto=s.SezioneTrasporto(voci=(transport,)),
        motivo=s.SezioneMotivoVisita(voci=(
            ProblemaPrincipale(stato="completed", valore=valore(p.cod("15", f"{_PS}.2", "Dolore toracico"))),
            CausaAccesso(stato="completed", valore=Stringa(parole="Dolore al petto da un'ora")),
        )),
        triage=s.SezioneTriage(voci=(Triage(
            stato="completed", quando=_ORA, valore=valore(_rosso()), esecutori=(p.esecutore().model_copy(update={"periodo": None}),)
        ),)),
        inquadramento=InquadramentoClinico(
            testo=paragrafo("Inquadramento all'arrivo."), autori=(p.autore(),),
            anamnesi=s.SezioneAnamnesi(autori=(p.autore(),), voci=(p.diabete(), p.familiare())),
            esame_obiettivo=s.SezioneOsservazioni(autori=(p.autore(),), testo=paragrafo("Paziente vigile, eupnoica.")),
            terapia_ingresso=s.SezioneTerapie(autori=(p.autore(),), testo=paragrafo("Metformina 500 mg due volte al giorno.")),
            allergie=s.SezioneAllergie(autori=(p.autore(),), voci=(p.voce_allergia(),)),
            problemi=s.SezioneProblemi(autori=(p.autore(),), testo=paragrafo("Nessun altro problema aperto.")),
        ),
        fasi=s.SezioneIncontri(voci=(phase,)), decorso=s.SezioneOsservazioni(autori=(p.autore(),), testo=paragrafo("Decorso regolare.")),
        complicanze=s.SezioneProblemi(voci=(complication,)), interventi=s.SezionePrestazioni(voci=(service,)),
        accertamenti=s.SezioneRisultati(voci=(battery,)), parametri_vitali=s.SezioneRisultati(voci=(signs,)),
        terapia=s.SezioneTerapie(voci=(_cura_ps(),)),
        dimissione=s.SezioneDimissione(voci=(
            _esito(), Prognosi(stato="completed", quando=_ORA, valore=Stringa(parole="Buona")),
            Appropriatezza(stato="completed", quando=_ORA, valore=valore(_rosso())),
        )),
        piano_di_cura=s.SezionePrestazioni(autori=(p.autore(),), voci=(plan,)),
        terapia_dimissione=s.SezioneTerapie(autori=(p.autore(),), voci=(_cura_ps("INT", "active"),)),
    )  # fmt: skip


def laboratorio() -> RefertoLaboratorio:
    """A laboratory report: one specialty, one examination with two results."""
    urine = Campione(id=(Id(radice="2.16.840.1.113883.2.9.2.90.4.99", estensione="C1"),), materiale=p.cod("UR", "2.16.840.1.113883.5.129", "Urine"))
    normal = p.cod("N", "2.16.840.1.113883.5.83", "Normale", "HL7 ObservationInterpretation")
    result = osservazione(p.loinc("14957-5", "Albumina nelle urine"), c.quantita("16.00", "mg/L"), quando=p.QUANDO, interpretazione=normal)
    spread = IntervalloRiferimento(valore=p.fra("0.00", "20.00", "mg/L"), interpretazione=normal)
    exam = EsameLaboratorio(
        stato="completed", codice=p.loinc("14957-5", "Albumina nelle urine"), campioni=(urine,),
        risultati=(result.model_copy(update={"campioni": (urine,), "riferimenti": (spread,)}),),
    )  # fmt: skip
    noted = exam.model_copy(update={"note": (Nota(testo=verso("esame-1")),)})
    section = SezioneEsame(
        codice=p.loinc("14957-5", "Albumina nelle urine"), titolo="Albumina nelle urine", voci=(noted,),
        testo=tabella((exam,), "Albumina nelle urine", "esame"),
    )  # fmt: skip
    specialty = SezioneSpecialita(codice=p.loinc("18729-4", "Esami delle urine"), titolo="Esami delle urine", esami=(section,))
    return fai(RefertoLaboratorio, 16, richieste=(p.richiesta(),), servizi=(p.servizio(),), origine=p.origine(), specialita=(specialty,))


_SNOMED = "2.16.840.1.113883.6.96"
_SPECIMEN = (Id(radice="2.16.840.1.113883.2.9.2.90.4.99", estensione="AP1"),)


def _sede() -> Codice:
    return p.cod("4870002", _SNOMED, "Sede di esempio", "SNOMED CT")


def _immagine() -> OggettoMultimediale:
    return OggettoMultimediale(contenuto=Testo(parole="JVBERi0xLjQK", tipo_media="image/jpeg", rappresentazione="B64"))


def _ap(codice: str, nome: str, esito: str) -> Osservazione:
    """An observation of a pathologist, with its specimen, a picture and a comment."""
    made = osservazione(p.loinc(codice, nome), esito, quando=p.QUANDO)
    return made.model_copy(update={
        "testo": Testo(parole=nome), "sedi": (_sede(),), "campioni": (Campione(id=_SPECIMEN),),
        "note": (Nota(testo=Testo(parole="Nota di esempio")),),
        "collegati": (Collegato(relazione="COMP", enunciato=_immagine()),),
    })  # fmt: skip


def _prelievo() -> Procedura:
    container = Contenitore(relazione="COMP", id=_SPECIMEN, etichetta="Contenitore del campione", stato="completed")
    return Procedura(
        codice=p.loinc("94331-6", "Biopsia di esempio"), stato="completed", quando=_ORA, metodi=(p.cod("86273004", _SNOMED, "Biopsia", "SNOMED CT"),),
        sedi=(_sede(),), campioni=(Campione(id=_SPECIMEN),), contenitori=(container,),
    )  # fmt: skip


def _formula() -> FormulaTumore:
    phase = Osservazione(codice=p.loinc("42075-2", "Fase"), valori=(valore(p.cod("399390009", _SNOMED, "pTNM", "SNOMED CT")),))
    category = Osservazione(
        codice=p.loinc("21899-0", "T"), valori=(valore(p.cod("371494008", _SNOMED, "pT1", "SNOMED CT")),), sedi=(_sede(),)
    )  # fmt: skip
    nodes = Osservazione(
        codice=p.loinc("92830-9", "Linfonodi esaminati"), stato="completed", quando=_DURATA, valori=(Intervallo(valore="10"),), sedi=(_sede(),),
        testo=Testo(parole="Linfonodi"),
    )  # fmt: skip
    tnm = FormulaTNM(valore=valore(p.cod("258313006", _SNOMED, "TNM", "SNOMED CT")), fase=phase, categorie=(category,))
    return FormulaTumore(stato="completed", tnm=tnm, linfonodi=(nodes,), componenti=(_ap("42032-3", "Dimensione", "3 cm"),))


_VALORI = f"{_IT}.77.22.11."
"""Lists of the guide for the state and the course of a problem."""


def _problema() -> Problema:
    """The guide of this report wants state and course of its own lists."""
    made = p.diabete()
    return made.model_copy(update={
        "stato_clinico": StatoClinico(valore=valore(p.cod("LA16666-2", f"{_VALORI}7", "Attivo"))),
        "decorso": Decorso(valore=valore(p.cod("LA28752-6", f"{_VALORI}10", "Cronico"))),
    })  # fmt: skip


def _familiare() -> AnamnesiFamiliare:
    """The guide of this report wants words, and ages as ranges."""
    made = p.familiare()
    disease = made.patologie[0].model_copy(update={
        "testo": verso("s22636-5-11329-0-2"), "eta_diagnosi": EtaDiagnosi(quando=_ORA, valore=Intervallo(valore="49", unita="a")),
        "eta_decesso": EtaDecesso(quando=_ORA, valore=Intervallo(valore="61", unita="a")),
    })  # fmt: skip
    return made.model_copy(update={"patologie": (disease,)})


def _allergia() -> VoceAllergia:
    made = p.voce_allergia()
    state = StatoClinico(valore=valore(p.cod("LA16666-2", f"{_VALORI}7", "Attivo")))
    return made.model_copy(update={"allergia": made.allergia.model_copy(update={"stato_clinico": state})})


def _notizie() -> ap.NotizieCliniche:
    earlier = osservazione(p.loinc("44640-1", "Esame di esempio"), "Negativo", quando="20230203", stato=None)
    past = p.cura().model_copy(update={"fornitura": None, "contenuti": (), "cadenze": (), "quando": Momento(valore="20230419")})
    surgery = Procedura(codice=_ICD("47.0", "Appendicectomia"), stato="completed", quando=periodo("20200420", "20200420"))
    radio = Osservazione(codice=p.loinc("36554-4", "Radiografia del torace"), testo=Testo(parole="Negativa"))
    return ap.NotizieCliniche(
        autori=(p.autore(),), testo=paragrafo("Notizie dalla richiesta."),
        anamnesi=s.SezioneAnamnesi(voci=(_problema(), _familiare())),
        quesito=s.SezioneQuesito(voci=(Quesito(stato="completed", valore=valore(_ICD("251.2", "Ipoglicemia"))),)),
        allergie=s.SezioneAllergie(voci=(_allergia(),)), precedenti_esami=s.SezioneOsservazioni(voci=(earlier,)),
        terapie=s.SezioneTerapie(voci=(past,)), terapia_oncologica=ap.SezioneTerapiaOncologica(voci=(past, surgery)),
        procedure=s.SezioneProcedure(voci=(surgery,)), indagini=s.SezioneOsservazioni(voci=(radio,)),
    )  # fmt: skip


def patologia() -> RefertoAnatomiaPatologica:
    """A pathology report with all its sections."""
    macro = Gruppo(classe="BATTERY", stato="completed", componenti=(_ap("24419-4", "Osservazione macroscopica", "Frammento di 1 cm"),))
    micro = EsameMicroscopico(stato="completed", componenti=(_ap("24419-4", "Osservazione microscopica", "Cellule tipiche"),))
    more = Gruppo(classe="BATTERY", stato="completed", componenti=(_ap("44624-5", "Analisi supplementare", "Negativa"),))
    margin = MargineResezione(stato="completed", quando=_ORA, valore=Intervallo(valore="3", unita="mm"), sedi=(_sede(),))
    coded = _ap("29308-4", "Diagnosi", "x").model_copy(update={"valori": (valore(_ICD("191.0", "Tumore di esempio")),)})
    return fai(
        RefertoAnatomiaPatologica, 17, richieste=(p.richiesta(),), servizi=(p.servizio(),), origine=p.origine(), notizie=_notizie(),
        procedura=s.SezioneProcedure(voci=(_prelievo(),)), macroscopia=ap.SezioneGruppi(voci=(macro,)),
        microscopia=ap.SezioneMicroscopia(voci=(micro,)), margine=ap.SezioneMargine(voci=(margin,)), analisi=ap.SezioneGruppi(voci=(more,)),
        epicrisi=testuale("Caso discusso."),
        diagnosi=ap.SezioneDiagnosiPatologica(voci=(
            DiagnosiPatologica(stato="completed", componenti=(coded,)),
            MorfologiaTumore(stato="completed", componenti=(_ap("59847-4", "Morfologia", "Esempio"),)), _formula(),
        )),
        ulteriori_accertamenti=testuale("Nessuno."),
    )  # fmt: skip


def scheda_patologia() -> SchedaPatologia:
    """A card of a chronic disease with all its sections."""
    network = ReteDiPatologia(stato="active", rete=p.cod("XX", f"{_IT}.2.90.3.1", "Rete di esempio"), quando=periodo("20110101"))
    measured = osservazione(p.loinc("8480-6", "Pressione sistolica"), c.quantita("129", "mm[Hg]"), quando=p.QUANDO)
    result = osservazione(p.loinc("4548-4", "Emoglobina glicata"), c.quantita("6.8", "%"), quando=p.QUANDO)
    complication = p.diabete().model_copy(update={"problema": valore(_ICD("362.01", "Retinopatia diabetica"))})
    return fai(
        SchedaPatologia, 18, patologia=s.SezioneListaProblemi(voci=(voce_problema(p.diabete(), dal="20100115", id=p.id_voce(1)),)),
        rete=s.SezioneReti(voci=(network,)), anamnesi=s.SezioneAnamnesi(voci=(p.familiare(),)),
        allergie=s.SezioneAllergie(voci=(p.voce_allergia(),)), terapie=s.SezioneTerapie(voci=(p.cura("EVN", "active", aperta=True),)),
        parametri_vitali=s.SezioneRisultati(voci=(measured,)), indagini=s.SezioneRisultati(voci=(result,)),
        complicanze=s.SezioneProblemi(voci=(complication,)),
        piano_di_cura=s.SezionePianoCura(voci=(Prestazione(fase="RQO", codice=p.loinc("4548-4", "Emoglobina glicata"), quando=_ORA),)),
    )  # fmt: skip


def piano_terapeutico() -> PianoTerapeutico:
    """A treatment plan with all its sections."""
    result = osservazione(p.loinc("4548-4", "Emoglobina glicata"), c.quantita("8.4", "%"), quando=p.QUANDO)
    return fai(
        PianoTerapeutico, 19,
        diagnosi=s.SezioneDiagnosi(voci=(Diagnosi(stato="completed", valore=valore(_ICD("250.00", "Diabete mellito tipo 2"))),)),
        anamnesi=s.SezioneAnamnesi(voci=(p.diabete(), p.familiare())), allergie=s.SezioneAllergie(voci=(p.voce_allergia(),)),
        terapie_in_atto=s.SezioneTerapie(voci=(p.cura("EVN", "active", aperta=True),)), terapia=s.SezioneTerapie(voci=(p.cura("INT", "active"),)),
        monitoraggio=s.SezionePianoCura(voci=(Prestazione(fase="RQO", codice=p.loinc("4548-4", "Emoglobina glicata"), quando=_ORA),)),
        indagini=s.SezioneRisultati(voci=(result,)), note_prescrittive=testuale("Rivalutazione dopo dodici mesi."),
    )  # fmt: skip
