"""The values that stand in the templates: invented, of the right form, and plainly to be replaced."""

from __future__ import annotations

from pydantic import BaseModel

from siss_interop.codes import code_list
from siss_interop.generate.fields import Fact
from siss_interop.model.tipi import Codice

#: what the schema fixes by a list of its own: (element, attribute) -> a value of it
_OF_ATTRIBUTE = {
    ("addr", "use"): "H", ("telecom", "use"): "HP", ("name", "use"): "L", ("relatedEntity", "classCode"): "PRS",
    ("associatedEntity", "classCode"): "PROV", ("intendedRecipient", "classCode"): "ASSIGNED", ("informationRecipient", "typeCode"): "PRCP",
    ("participant", "typeCode"): "REF", ("relatedDocument", "typeCode"): "RPLC", ("order", "classCode"): "ACT", ("order", "moodCode"): "RQO",
    ("serviceEvent", "classCode"): "PCPR", ("serviceEvent", "moodCode"): "EVN", ("performer", "typeCode"): "PRF",
    ("encounterParticipant", "typeCode"): "ATND", ("entry", "typeCode"): "DRIV", ("signatureCode", "code"): "S", ("statusCode", "code"): "completed",
    ("languageCode", "code"): "it-IT", ("sdtc:statusCode", "code"): "active", ("reference", "value"): "#rif-1",
    ("telecom", "value"): "tel:+390000000",
    ("section", "ID"): "sezione-1", ("versionNumber", "value"): "1",
}  # fmt: skip

#: field -> value, whatever element it stands in
_OF_FIELD = {
    "radice": "2.16.840.1.113883.2.9.4.3.2", "estensione": "PROVAX00X00X000Y", "autorita": "AUTORITA", "codice": "CODICE",
    "sistema": "2.16.840.1.113883.6.1", "nome_sistema": "LOINC", "versione_sistema": "2.00", "descrizione": "Descrizione",
    "cognome": "Rossi", "nomi": "Maria",
    "prefissi": "Dott.ssa", "suffissi": "Jr.", "stato": "100", "regione": "090", "provincia": "FI", "comune": "Firenze", "codice_comune": "048017",
    "cap": "50100", "vie": "Via delle Prove 1", "via": "Via delle Prove", "civico": "1", "precisazione": "Piano 2", "unita": "mL", "lotto": "LOTTO01",
    "versione_modello": "1.1", "titolo": "Titolo", "rappresentazione": "TXT", "tipo_media": "text/plain", "lingua": "it-IT",
    "sedute": "12", "trasportati": "2", "etichetta": "Etichetta", "nome_codice": "LOINC",
}  # fmt: skip

#: element, or class whose value it is -> code list
_LISTS = {
    "administrativeGenderCode": "hl7_administrative_gender", "confidentialityCode": "hl7_confidentiality", "routeCode": "hl7_route_of_administration",
    "approachSiteCode": "hl7_act_site", "priorityCode": "hl7_act_priority", "CategoriaRischio": "avn_categorie_rischio",
    "CondizioneSanitaria": "avn_condizioni_sanitarie", "Motivo": "avn_motivi_esclusione",
}  # fmt: skip

#: the code that stands for a list; for the others it is the first one
_USUAL = {"hl7_confidentiality": "N", "hl7_route_of_administration": "IM", "hl7_act_site": "LA", "hl7_act_priority": "R"}

_OF_KIND = {"text": "Testo", "HL7 time": "20240115103000+0100", "decimal": "0.5", "indicator": "X", "integer": "1", "boolean": "false"}


def sample(fact: Fact, default: object, tag: str, attribute: str = "") -> str:
    """A value for a field at a place: the default of the model where it has one, else an invented one."""
    if (tag, attribute) in _OF_ATTRIBUTE:
        return _OF_ATTRIBUTE[tag, attribute]
    if isinstance(default, str):
        return default
    if isinstance(default, bool):
        return "true" if default else "false"
    usual, admitted = _OF_FIELD.get(fact.name), [each.strip("`") for each in fact.literals]
    if usual is not None and fact.kinds[:1] != ("decimal",) and (not admitted or usual in admitted):
        return usual
    return admitted[0] if admitted else _OF_KIND[fact.kinds[0]]


def code_list_at(model: type[BaseModel], tag: str) -> str | None:
    """The code list of ours that a coded element draws from, by the class that holds it or the element's name."""
    return _LISTS.get(tag) or (_LISTS.get(model.__name__) if tag == "value" else None)


def sample_code(wanted: str) -> Codice:
    """A code of a list, with its label."""
    found = code_list(wanted)
    one = found.lookup(_USUAL.get(wanted)) or next(iter(found))
    return Codice(codice=one.code, sistema=found.oid, nome_sistema=found.name, descrizione=one.label())
