"""Where the vaccination documents stand in CDA R2."""

from __future__ import annotations

from siss_interop.messages.comune.cda import ORGANIZZAZIONE, TESTATA
from siss_interop.messages.comune.enunciati import ENUNCIATO, NOTA, con_codice, osservazione, qualifica, sezione
from siss_interop.messages.vaccinazioni.documenti import (
    DATI_LOCALI,
    CategoriaRischio,
    CertificatoVaccinale,
    CondizioneSanitaria,
    Copertura,
    DatoLocale,
    DocumentoVaccinale,
    Luogo,
    Malattia,
    MancataVaccinazione,
    Motivo,
    NumeroDose,
    PresuntaImmunita,
    Prodotto,
    ProssimoAppuntamento,
    ReazioneAvversa,
    SchedaSingolaVaccinazione,
    SezioneVaccinazioni,
    Vaccinazione,
)
from siss_interop.wire.cda.tipi import CD, II, IVL_TS_TYPED, PQ, TS, TS_TYPED
from siss_interop.wire.words import INT, Binding, Choice, Fixed, In, Mark, Row, Word

_MODELLI = "2.16.840.1.113883.2.9.10.1.11."
_VOCI = f"{_MODELLI}4."

PRODOTTO = Binding(
    Prodotto,
    Row("id", "id*", II, key="radice"),
    In(
        "manufacturedMaterial", Row("codice", "code", CD), Row("nome", "name/."), Row("forma", "formCode", CD), Row("lotto", "lotNumberText/."),
    ),
    Row("ditta", "manufacturerOrganization", ORGANIZZAZIONE),
)  # fmt: skip
LUOGO = Binding(
    Luogo,
    In(
        "participantRole", Fixed("@classCode", "ROL"), Row("id", "id*", II, key="radice"), Row("codice", "code", CD),
        Row("nome", "playingEntity/name/."),
    ),
)  # fmt: skip
NUMERO_DOSE = Binding(
    NumeroDose,
    Fixed("@typeCode", "SUBJ"), *osservazione("numero_dose", "30973-2", In("value", Fixed("@xsi:type", "INT"), Row("valore", "@value", INT))),
)  # fmt: skip

#: no templateId and a relation that no official rule speaks of: a reader that does not know the code system passes by
DATO_LOCALE = Binding(
    DatoLocale,
    Fixed("@typeCode", "COMP"),
    In(
        "observation", Fixed("@classCode", "OBS"), Fixed("@moodCode", "EVN"), Row("codice", "code/@code"), Fixed("code/@codeSystem", DATI_LOCALI),
        Fixed("code/@codeSystemName", "siss_interop SIV"), Fixed("statusCode/@code", "completed"),
        In("value", Fixed("@xsi:type", "ST"), Row("valore", ".")),
    ),
)  # fmt: skip


def scadenza(model: type[Copertura | ProssimoAppuntamento], code: str) -> Binding:
    """A date that follows from the dose, as the value of an observation."""
    value = Choice("quando", "", {"value[@xsi:type='IVL_TS'][low|high|width|center]": IVL_TS_TYPED, "value[@xsi:type='TS|IVL_TS']": TS_TYPED})
    return Binding(model, Fixed("@typeCode", "REFR"), *osservazione("copertura", code, value))


#: what vaccinations given and not given have in common; `role` is the templateId of the statement
def _dati(role: str, status: str) -> tuple[Word, ...]:
    return (
        Fixed("@classCode", "SBADM"), Fixed("@moodCode", "EVN"), Mark(role), *ENUNCIATO, Fixed("statusCode/@code", status),
        Row("codice", "code", CD),
        Choice("quando", "", {"effectiveTime[low|high|width|center]": IVL_TS_TYPED, "effectiveTime": TS}),
        In("consumable", Fixed("@typeCode", "CSM"), Row("prodotto", "manufacturedProduct", PRODOTTO)),
        Row("luoghi", "participant[@typeCode='LOC']*", LUOGO),
        Row("numero_dose", con_codice("30973-2"), NUMERO_DOSE),
        Row("malattie", con_codice("75323-6") + "*", qualifica(Malattia, "malattia", "75323-6", "RSON"), key="valore"),
        Row("note", "entryRelationship[act/code/@code='48767-8']*", NOTA),
        Row("dati_locali", f"entryRelationship[@typeCode='COMP'][observation/code/@codeSystem='{DATI_LOCALI}']*", DATO_LOCALE, key="codice"),
    )  # fmt: skip


VACCINAZIONE = Binding(
    Vaccinazione,
    *_dati("vaccinazione", "completed"),
    Row("via", "routeCode", CD), Row("sede", "approachSiteCode", CD), Row("dose", "doseQuantity", PQ),
    Row("copertura", con_codice("59778-1"), scadenza(Copertura, "59778-1")),
    Row("prossima", con_codice("30980-7"), scadenza(ProssimoAppuntamento, "30980-7")),
    Row("categorie_rischio", con_codice("95715-9") + "*", qualifica(CategoriaRischio, "categoria_rischio", "95715-9", "RSON"), key="valore"),
    Row("condizioni", con_codice("59785-6") + "*", qualifica(CondizioneSanitaria, "condizione", "59785-6", "RSON"), key="valore"),
    Row("reazioni", con_codice("31044-1") + "*", qualifica(ReazioneAvversa, "reazione", "31044-1", "CAUS"), key="valore"),
)  # fmt: skip
MANCATA = Binding(
    MancataVaccinazione,
    *_dati("mancata", "cancelled"),
    Row("motivi", con_codice("85714-4") + "*", qualifica(Motivo, "motivo", "85714-4", "RSON"), key="valore"),
    Row("immunita", con_codice("59784-9") + "*", qualifica(PresuntaImmunita, "immunita", "59784-9", "RSON"), key="valore"),
)  # fmt: skip

_VOCE = Row("relazione", "@typeCode")
SEZIONE = Binding(
    SezioneVaccinazioni,
    *sezione("11369-6"),
    Choice(
        "voci", "entry*",
        {
            f"substanceAdministration[templateId/@root='{_VOCI}1']": VACCINAZIONE,
            f"substanceAdministration[templateId/@root='{_VOCI}2']": MANCATA,
        },
        words=(_VOCE,),
    ),
)  # fmt: skip

#: role -> templateId, the same in both documents
_RUOLI = {
    "vaccinazione": f"{_VOCI}1", "mancata": f"{_VOCI}2", "numero_dose": f"{_VOCI}3", "copertura": f"{_VOCI}4", "categoria_rischio": f"{_VOCI}5",
    "condizione": f"{_VOCI}6", "immunita": f"{_VOCI}7", "reazione": f"{_VOCI}8", "malattia": f"{_VOCI}9", "motivo": f"{_VOCI}10",
}  # fmt: skip


def _documento(model: type[DocumentoVaccinale], template: str, section: str) -> Binding:
    own = f"templateId[@root='{template}']"
    return Binding(
        model,
        Mark("documento"), In(own, Row("versione_modello", "@extension"), Fixed("@assigningAuthorityName", "HL7 Italia")),
        Row("codice", "code", CD),
        *TESTATA,
        In(
            "component/structuredBody", Fixed("@classCode", "DOCBODY"), Fixed("@moodCode", "EVN"),
            In("component", Fixed("@typeCode", "COMP"), Row("sezione", "section", SEZIONE)),
        ),
        tag="ClinicalDocument", marks=_RUOLI | {"documento": template, "sezione": section},
    )  # fmt: skip


SCHEDA_SINGOLA = _documento(SchedaSingolaVaccinazione, f"{_MODELLI}1.1", f"{_MODELLI}3.1")
CERTIFICATO = _documento(CertificatoVaccinale, f"{_MODELLI}1.2", f"{_MODELLI}3.2")
