"""Where the statements whose code is data stand in CDA R2."""

from __future__ import annotations

from siss_interop.messages.comune.cda import AUTORE, ESECUTORE, ORGANIZZAZIONE
from siss_interop.messages.comune.enunciati.base import NOTA, codice_fisso
from siss_interop.messages.comune.enunciati.generici import (
    Collegato,
    Contenitore,
    Contenuto,
    Farmaco,
    FarmacoEtichettato,
    Fornitura,
    Gruppo,
    Incontro,
    OggettoMultimediale,
    Osservazione,
    Prestazione,
    Procedura,
    Terapia,
)
from siss_interop.messages.comune.enunciati.parti import (
    CAMPIONE,
    CHI_E_COSA,
    CLINICO,
    NEGATA,
    PARTECIPANTE_CLINICO,
    RIFERIMENTO,
    RIMANDO,
    STATO,
    campione,
    e_un,
)
from siss_interop.wire.cda.misure import EIVL_TS, PIVL_TS, REAL, RTO, dose, valori
from siss_interop.wire.cda.tipi import CD, ED, II, IVL_TS_TYPED, TS
from siss_interop.wire.words import BOOL, INT, Binding, Cases, Choice, Fixed, In, Mark, Row, Word

NOTE = Row("note", "entryRelationship[act/code/@code='48767-8']*", NOTA)
_FASE = Row("fase", "@moodCode")
_CODICE = Row("codice", "code", CD)
_PRIORITA = Row("priorita", "priorityCode", CD)
_CAMPIONI = Row("campioni", "specimen*", CAMPIONE)
_SEDI = Row("sedi", "targetSiteCode*", CD)
_METODI = Row("metodi", "methodCode*", CD)
#: what an organizer holds
COMPONENTI = Choice("componenti", "component*", lambda: ENUNCIATI, words=(Fixed("@typeCode", "COMP"),))
COLLEGATI = Row("collegati", "entryRelationship*", lambda: COLLEGATO)


def osservazione_come(role: str) -> Binding:
    """The binding of an observation to which the guides give this templateId role."""
    return Binding(
        Osservazione,
        Fixed("@classCode", "OBS"), Row("classe", "@classCode"), Mark(role), _FASE, NEGATA, *CLINICO, NOTE, _CODICE, _PRIORITA,
        Row("ripetizione", "repeatNumber/@value", INT), valori("valori"), Row("interpretazioni", "interpretationCode*", CD), _METODI, _SEDI,
        _CAMPIONI, Row("riferimenti", "referenceRange*", RIFERIMENTO), COLLEGATI,
    )  # fmt: skip


OSSERVAZIONE: Binding = osservazione_come("osservazione")
GRUPPO: Binding = Binding(
    Gruppo,
    Row("classe", "@classCode"), Mark("gruppo"), _FASE, *CLINICO, _CODICE, _CAMPIONI, COMPONENTI,
)  # fmt: skip
_CONTENITORE = Binding(
    Contenitore,
    Row("relazione", "@typeCode"), Row("inversa", "@inversionInd", BOOL),
    In("supply", *e_un("SPLY"), Mark("fornitura"), *codice_fisso("74384-9"), *CLINICO, NOTE, Row("quantita", "quantity/@value")),
)  # fmt: skip
PROCEDURA: Binding = Binding(
    Procedura,
    Fixed("@classCode", "PROC"), Mark("procedura"), _FASE, NEGATA, *CLINICO, NOTE, _CODICE, _PRIORITA, _METODI,
    Row("vie", "approachSiteCode*", CD), _SEDI, Row("campioni", "specimen*", campione("campione_procedura")),
    Row("contenitori", "entryRelationship[supply/@moodCode='EVN'][supply/code/@code='74384-9']*", _CONTENITORE), COLLEGATI,
)  # fmt: skip
INCONTRO: Binding = Binding(Incontro, Fixed("@classCode", "ENC"), Mark("incontro"), _FASE, *CLINICO, NOTE, _CODICE, _PRIORITA, COLLEGATI)
PRESTAZIONE: Binding = Binding(
    Prestazione, Row("classe", "@classCode"), Mark("prestazione"), _FASE, NEGATA, *CLINICO, NOTE, _CODICE, _PRIORITA, _CAMPIONI, COLLEGATI
)

_MATERIALE: tuple[Word, ...] = (
    Mark("materiale"), Row("modelli_materiale", "templateId*", II), _CODICE, Row("nome", "name/."), Row("forma", "formCode", CD),
    Row("lotto", "lotNumberText/."),
)  # fmt: skip
_ETICHETTATO = Binding(FarmacoEtichettato, _CODICE, Row("nome", "name/."))
FARMACO = Binding(
    Farmaco,
    Fixed("@classCode", "MANU"), Mark("prodotto"), Row("modelli", "templateId*", II), Row("id", "id*", II, key="radice"),
    In("manufacturedMaterial", *_MATERIALE), Row("ditta", "manufacturerOrganization", ORGANIZZAZIONE),
    Row("etichettato", "manufacturedLabeledDrug", _ETICHETTATO),
)  # fmt: skip
FORNITURA: Binding = Binding(
    Fornitura,
    Fixed("@classCode", "SPLY"), Mark("fornitura"), _FASE, *CLINICO, NOTE, _CODICE, Row("ripetizione", "repeatNumber/@value", INT),
    Row("indipendente", "independentInd/@value", BOOL), Row("quantita", "quantity/@value"), Row("prodotto", "product/manufacturedProduct", FARMACO),
    COLLEGATI,
)  # fmt: skip
_CONTENUTO = Binding(
    Contenuto,
    Fixed("@typeCode", "COMP"),
    In("observation", Fixed("@classCode", "OBS"), Fixed("@moodCode", "EVN"), _CODICE, Row("quantita", "value", REAL)),
)
TERAPIA: Binding = Binding(
    Terapia,
    Fixed("@classCode", "SBADM"), Mark("terapia"), _FASE, NEGATA, *CHI_E_COSA, STATO, NOTE, _CODICE, _PRIORITA,
    Choice("quando", "", {"effectiveTime[low|high|width|center]": IVL_TS_TYPED, "effectiveTime": TS}),
    Row("cadenze", "effectiveTime[@xsi:type='PIVL_TS']*", PIVL_TS), Row("eventi", "effectiveTime[@xsi:type='EIVL_TS']*", EIVL_TS),
    Row("ripetizione", "repeatNumber/@value", INT), Row("via", "routeCode", CD),
    Row("sedi", "approachSiteCode*", CD), dose("dose", "doseQuantity"), dose("velocita", "rateQuantity"), Row("dose_massima", "maxDoseQuantity", RTO),
    Row("unita", "administrationUnitCode", CD), In("consumable", Fixed("@typeCode", "CSM"), Row("farmaco", "manufacturedProduct", FARMACO)),
    Row("contenuti", "entryRelationship[@typeCode='COMP'][observation/value/@xsi:type='REAL']*", _CONTENUTO),
    Row("fornitura", "entryRelationship[@typeCode='COMP'][supply]/supply", FORNITURA),
    COLLEGATI,
)  # fmt: skip
OGGETTO: Binding = Binding(
    OggettoMultimediale,
    Fixed("@classCode", "OBS"), Fixed("@moodCode", "EVN"), Mark("oggetto"), Row("id_xml", "@ID"), Row("id", "id*", II, key="radice"),
    Row("modelli", "templateId*", II), Row("contenuto", "value", ED), Row("esecutori", "performer*", ESECUTORE), Row("autori", "author*", AUTORE),
    Row("partecipanti", "participant*", PARTECIPANTE_CLINICO, key="relazione"), Row("rimandi", "reference*", RIMANDO), NOTE,
)  # fmt: skip

#: element of a statement -> binding
ENUNCIATI: Cases = {
    "observation": OSSERVAZIONE, "organizer": GRUPPO, "procedure": PROCEDURA, "encounter": INCONTRO, "act": PRESTAZIONE, "supply": FORNITURA,
    "substanceAdministration": TERAPIA, "observationMedia": OGGETTO,
}  # fmt: skip
COLLEGATO: Binding = Binding(
    Collegato,
    Row("relazione", "@typeCode"), Row("inversa", "@inversionInd", BOOL), Row("ordine", "sequenceNumber/@value"),
    Choice("enunciato", "", ENUNCIATI),
)  # fmt: skip
