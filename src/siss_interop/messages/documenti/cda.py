"""Where the clinical documents stand in CDA R2: for each type its sections, and the templateIds that its guide gives them and their statements."""

from __future__ import annotations

from collections.abc import Mapping

from siss_interop.messages.comune.cda import AUTORE, TESTATA, TESTATA_CDA, TIPO
from siss_interop.messages.comune.enunciati.allergie import VoceAllergia, voce_allergia
from siss_interop.messages.comune.enunciati.laboratorio import ESAME_LABORATORIO
from siss_interop.messages.comune.enunciati.patologia import (
    DIAGNOSI_PATOLOGICA,
    MARGINE,
    MICROSCOPIA,
    MORFOLOGIA,
    DiagnosiPatologica,
    EsameMicroscopico,
    FormulaTumore,
    MargineResezione,
    MorfologiaTumore,
    formula,
)
from siss_interop.messages.comune.enunciati.percorsi import (
    ESENZIONE,
    ESITO_DIMISSIONE,
    RETE,
    STATO_FUNZIONALE,
    TRASPORTO,
    Esenzione,
    EsitoDimissione,
    ReteDiPatologia,
    StatoFunzionale,
    Trasporto,
)
from siss_interop.messages.comune.enunciati.rilievi import (
    Appropriatezza,
    Autopsia,
    CausaAccesso,
    DataDecesso,
    Diagnosi,
    DiagnosiAccettazione,
    DiagnosiDimissione,
    ProblemaPrincipale,
    Prognosi,
    Quesito,
    Rilievo,
    Triage,
    rilievo,
)
from siss_interop.messages.comune.enunciati.sezioni import COMMENTI, GENERICI, LIBERA, NOTI, Casi, Ruoli, tabella
from siss_interop.messages.comune.narrativa import NARRATIVA
from siss_interop.messages.comune.testata import LOINC
from siss_interop.messages.documenti.base import DocumentoClinico, DocumentoConTipo
from siss_interop.messages.documenti.generico import DocumentoGenerico
from siss_interop.messages.documenti.laboratorio import RefertoLaboratorio, SezioneEsame, SezioneSpecialita
from siss_interop.messages.documenti.lettera import LetteraDimissione
from siss_interop.messages.documenti.patologia import RefertoAnatomiaPatologica
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.propri import MODELLO_PIANO, MODELLO_SCHEDA, PianoTerapeutico, SchedaPatologia
from siss_interop.messages.documenti.radiologia import RefertoRadiologia
from siss_interop.messages.documenti.specialistica import RefertoSpecialisticaAmbulatoriale
from siss_interop.messages.documenti.verbale import VerbaleProntoSoccorso
from siss_interop.wire.cda.tipi import CD, ED, II
from siss_interop.wire.words import Binding, Choice, Fixed, In, Mark, Row, Word

_MODELLI = "2.16.840.1.113883.2.9.10.1."


def _rilievo(model: type[Rilievo], role: str, code: str) -> Casi:
    """A finding, recognised by the code that the guide fixes for it."""
    return {model: (f"observation[code/@code='{code}']", rilievo(model, role, code))}


#: the statements of every type, and how each is recognised in its entry
_CASI: Casi = {
    **GENERICI, **NOTI,
    Esenzione: ("act[@classCode='ACT']", ESENZIONE),
    ReteDiPatologia: ("act[@classCode='PCPR']", RETE),
    StatoFunzionale: ("organizer[@classCode='BATTERY']", STATO_FUNZIONALE),
    Trasporto: ("act[@classCode='TRNS']", TRASPORTO),
    EsitoDimissione: ("act[code/@code='dimissione']", ESITO_DIMISSIONE),
    **_rilievo(DiagnosiAccettazione, "diagnosi_accettazione", "8646-2"), **_rilievo(DiagnosiDimissione, "diagnosi_dimissione", "8651-2"),
    **_rilievo(Diagnosi, "diagnosi", "29308-4"), **_rilievo(Quesito, "quesito", "29298-7"),
    **_rilievo(ProblemaPrincipale, "problema_principale", "56817-0"), **_rilievo(CausaAccesso, "causa_accesso", "29298-7"),
    **_rilievo(Triage, "triage", "11283-9"), **_rilievo(Appropriatezza, "appropriatezza", "11283-9"), **_rilievo(Prognosi, "prognosi", "75328-5"),
    MargineResezione: ("observation[code/@code='33738-6']", MARGINE), EsameMicroscopico: ("organizer[code/@code='102034-6']", MICROSCOPIA),
    DiagnosiPatologica: ("organizer[code/@code='29308-4']", DIAGNOSI_PATOLOGICA), MorfologiaTumore: ("organizer[code/@code='22036-8']", MORFOLOGIA),

    **_rilievo(DataDecesso, "data_decesso", "31211-6"), **_rilievo(Autopsia, "autopsia", "45477-7"),
}  # fmt: skip


def con_corpo(model: type[DocumentoConTipo], template: str, ruoli: Ruoli, *corpo: Word, autorita: str = "HL7 Italia") -> Binding:
    """The binding of a document type: its template, the roles that hold everywhere in it, and the words of its structured body."""
    return Binding(
        model,
        Mark("documento"),
        In(f"templateId[@root='{template}']", Row("versione_modello", "@extension"), Fixed("@assigningAuthorityName", autorita)),
        Row("codice", "code", CD),
        *TESTATA,
        In(
            "component", Fixed("@typeCode", "COMP"),
            In("structuredBody", Fixed("@classCode", "DOCBODY"), Fixed("@moodCode", "EVN"), *corpo),
        ),
        tag="ClinicalDocument", marks={"documento": template, **{role: root for role, root in ruoli.items() if not role[0].isdigit()}},
    )  # fmt: skip


def documento(
    model: type[DocumentoClinico], template: str, ruoli: Ruoli, *, casi: Casi | None = None, relazioni: Mapping[str, str] | None = None,
    autorita: str = "HL7 Italia",
) -> Binding:  # fmt: skip
    """The binding of a type that is a table of sections; `casi` are the statements that it recognises otherwise than usual."""
    return con_corpo(model, template, ruoli, *tabella(model, ruoli, {**_CASI, **(casi or {})}, relazioni or {}), autorita=autorita)


def _sotto(base: str, ruoli: Mapping[str, str]) -> dict[str, str]:
    """Roles with short templateIds, made whole."""
    return {role: f"{base}{short}" for role, short in ruoli.items()}


_P = f"{_MODELLI}4."
PROFILO = documento(
    ProfiloSanitarioSintetico, f"{_P}1.1",
    {
        **_sotto(f"{_P}2.", {
            "48765-2": "1", "10160-0": "2", "11369-6": "3", "11450-4": "4", "29762-2": "6", "10162-6": "7", "8716-3": "8", "46264-8": "9",
            "18776-5": "10", "47519-4": "11", "46240-8": "12", "47420-5": "13", "30954-2": "14", "42348-3": "15", "10157-6": "16", "57827-8": "17",
            "PSSIT99": "18",
        }),
        **_sotto(f"{_P}3.", {
            "voce_allergia": "1.1", "allergia": "1.3", "assenza_allergie": "1.4", "reazione": "1.5.1", "criticita": "1.5.3", "stato_clinico": "1.6",
            "nota": "1.7", "10160-0:terapia": "2.1", "prodotto": "2.2", "vaccinazione": "3.1", "11369-6:prodotto": "3.2", "validita": "3.3",
            "numero_dose": "3.4", "voce_problema": "4.1", "problema": "4.2", "dettaglio_problema": "4.3", "gravita": "4.4", "decorso": "4.5",
            "29762-2:osservazione": "6.1", "10162-6:osservazione": "7.1", "8716-3:gruppo": "8.1", "8716-3:osservazione": "8.2",
            "46264-8:fornitura": "9.1", "18776-5:osservazione": "10.1", "18776-5:terapia": "10.2", "18776-5:procedura": "10.3",
            "18776-5:incontro": "10.4", "18776-5:prestazione": "10.5", "47519-4:procedura": "11.1", "incontro": "12.1",
            "stato_funzionale": "14.1", "capacita_motoria": "14.2", "assistenza": "14.3", "stato_mentale": "14.4", "30954-2:gruppo": "14.1",
            "30954-2:osservazione": "14.2", "anamnesi_familiare": "16.1", "patologia_familiare": "16.2", "eta_diagnosi": "16.3",
            "eta_decesso": "16.3", "10157-6:osservazione": "16.4", "esenzione": "17.1", "rete": "18.1",
        }),
        "materiale": "2.16.840.1.113883.10.22.4.3", "11369-6:materiale": "",
    },
    relazioni={"47420-5": "DRIV"},
)  # fmt: skip

LETTERA = documento(LetteraDimissione, f"{_MODELLI}5", {})

VERBALE = documento(
    VerbaleProntoSoccorso, f"{_MODELLI}6.1",
    _sotto(f"{_MODELLI}6.", {
        "11459-5": "20", "54094-8": "21", "8648-8": "23", "28574-2": "24", "62387-6": "26", "30954-2": "27", "8716-3": "28", "29549-3": "29",
        "48765-2": "33", "18776-5": "34", "46239-0": "42", "46240-8": "50", "11329-0": "55", "78337-3": "56", "42346-7": "57", "29545-1": "58",
        "11450-4": "59", "75311-1": "74", "trasporto": "40", "problema_principale": "37", "causa_accesso": "87", "triage": "39",
        "46240-8:incontro": "51", "nota": "47", "62387-6:prestazione": "62", "18776-5:prestazione": "62", "30954-2:gruppo": "45",
        "30954-2:osservazione": "46", "8716-3:gruppo": "90", "8716-3:osservazione": "91", "terapia": "52", "prodotto": "53",
        "esito_dimissione": "66", "28574-2:incontro": "67", "28574-2:osservazione": "68", "esito_trattamento": "69", "diagnosi_dimissione": "70",
        "appropriatezza": "72", "autopsia": "73", "data_decesso": "86", "28574-2:prestazione": "92",
    }) | {"48765-2:nota": ""},
)  # fmt: skip

RADIOLOGIA = documento(RefertoRadiologia, f"{_MODELLI}7.1", {}, casi=_rilievo(Quesito, "quesito", "29308-4"))
SPECIALISTICA = documento(RefertoSpecialisticaAmbulatoriale, f"{_MODELLI}9.1", {})

_DRIV: tuple[Word, ...] = (Fixed("@typeCode", "DRIV"),)
_ESAME: tuple[Word, ...] = (
    Fixed("@classCode", "DOCSECT"), Fixed("@moodCode", "EVN"), Row("id_xml", "@ID"), Row("id", "id", II), Row("modelli", "templateId*", II),
    Row("codice", "code", CD), Row("titolo", "title/."), Row("testo", "text", NARRATIVA), Row("riservatezza", "confidentialityCode", CD),
    Row("lingua", "languageCode/@code"), Row("autori", "author*", AUTORE),
    Choice("voci", "entry*", {"act": ESAME_LABORATORIO}, words=_DRIV),
    Choice("altre_voci", "entry*", {step: binding for step, binding in GENERICI.values() if step != "act"}, words=_DRIV),
    COMMENTI,
)  # fmt: skip
_SPECIALITA = Binding(SezioneSpecialita, *_ESAME, Row("esami", "component*/section", Binding(SezioneEsame, *_ESAME)))
LABORATORIO = con_corpo(RefertoLaboratorio, f"{_MODELLI}1", {}, Row("specialita", "component*/section", _SPECIALITA))

_AP = "2.16.840.1.113883.3.1937.777.63.10."
PATOLOGIA = documento(
    RefertoAnatomiaPatologica, f"{_MODELLI}8.1",
    _sotto(_AP, {
        "22636-5": "132", "11329-0": "282", "42349-1": "130", "48765-2": "155", "67803-7": "167", "8677-7": "169", "103567-4": "175",
        "47519-4": "180", "55114-3": "184", "29300-1": "142", "22634-0": "149", "22635-7": "193", "33755-0": "190", "22639-9": "197",
        "85691-4": "211", "22637-3": "176", "62385-0": "220", "problema": "135", "decorso": "136", "stato_clinico": "137",
        "48765-2:stato_clinico": "165", "anamnesi_familiare": "138", "patologia_familiare": "144", "eta_diagnosi": "145", "eta_decesso": "152",
        "quesito": "131", "nota": "166", "nota_sezione": "279", "voce_allergia": "156", "allergia": "157", "reazione": "163", "criticita": "164",
        "67803-7:osservazione": "168", "55114-3:osservazione": "186", "osservazione": "150", "terapia": "170", "prodotto": "171",
        "materiale": "172", "103567-4:procedura": "183", "47519-4:procedura": "183", "procedura": "143", "fornitura": "251", "campione": "174",
        "campione_procedura": "259", "oggetto": "209", "29300-1:oggetto": "257", "margine": "196", "tnm": "217", "fase_tnm": "218",
        "categoria_tnm": "222",
        "linfonodi": "226",
    }),
    casi={
        VoceAllergia: ("act[entryRelationship/observation/code/@code='52473-6|OINT']", voce_allergia("82606-5", LOINC)),
        FormulaTumore: ("organizer[code/@code='22640-7']", formula(f"{_AP}218", f"{_AP}222", f"{_AP}226")),
        **_rilievo(Quesito, "quesito", "29308-4"),
    },
)  # fmt: skip

SCHEDA_PATOLOGIA = documento(SchedaPatologia, MODELLO_SCHEDA, {}, autorita="siss_interop")
PIANO_TERAPEUTICO = documento(PianoTerapeutico, MODELLO_PIANO, {}, autorita="siss_interop")

GENERICO = Binding(
    DocumentoGenerico,
    Row("realm", "realmCode/@code"), Fixed("typeId/@root", TIPO), Row("schema_hl7", "typeId/@extension"), Row("codice", "code", CD), *TESTATA_CDA,
    In(
        "component", In("nonXMLBody", Row("corpo", "text", ED)),
        In("structuredBody", Fixed("@classCode", "DOCBODY"), Fixed("@moodCode", "EVN"), Row("sezioni", "component*/section", LIBERA)),
    ),
    tag="ClinicalDocument",
)  # fmt: skip
