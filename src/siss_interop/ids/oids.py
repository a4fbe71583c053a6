"""The OIDs under which identifiers and codes travel: one table of registers and one of code systems.

CDA writes them as ``@root`` and ``@codeSystem``, FHIR as ``urn:oid:`` or as the URI in the table. Sources: the official
examples and schematrons of the FSE, HL7 Italia's registers.

>>> registry("2.16.840.1.113883.2.9.4.3.2").authority
'MEF'
>>> regional("090", "documenti").oid
'2.16.840.1.113883.2.9.2.90.4.4'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["CODE_SYSTEMS", "REGIONAL", "REGISTRIES", "CodeSystem", "Registry", "code_system", "regional", "registry"]

IT: Final = "2.16.840.1.113883.2.9"
HL7: Final = "2.16.840.1.113883"


@dataclass(frozen=True, slots=True)
class Registry:
    """Who gives a kind of identifier, and under which OID; ``module`` is the module of ``ids`` that knows its form."""

    key: str
    oid: str
    title_it: str
    authority: str | None = None
    """What CDA writes in ``assigningAuthorityName``."""
    uri: str | None = None
    """What HL7 Italia's guides write as FHIR system, where that is not the OID."""
    module: str | None = None


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code system; ``name`` is what CDA writes in ``codeSystemName``."""

    key: str
    oid: str
    name: str
    uri: str | None = None
    """The FHIR system, where that is not the OID."""


MEF: Final = "MEF"
SALUTE: Final = "Ministero della Salute"
SID: Final = "http://hl7.it/sid/"

REGISTRIES: Final = (
    Registry("cf", f"{IT}.4.3.2", "Codice fiscale", MEF, SID + "codiceFiscale", "codice_fiscale"),
    Registry("team_persona", f"{IT}.4.3.3", "TEAM: numero di identificazione personale", None, None, "team"),
    Registry("team_tessera", f"{IT}.4.3.7", "TEAM: numero della tessera", None, None, "team"),
    Registry("nre_dossier", f"{IT}.4.3.8", "Numero di ricetta elettronica (dossier farmaceutico)", MEF, None, "nre"),
    Registry("nre", f"{IT}.4.3.9", "Numero di ricetta elettronica", MEF, None, "nre"),
    Registry("piano_terapeutico", f"{IT}.4.3.13", "Piano terapeutico"),
    Registry("ana", f"{IT}.4.3.15", "Anagrafe nazionale degli assistiti (ANA)"),
    Registry("anpr", f"{IT}.4.3.16", "Anagrafe nazionale della popolazione residente (ANPR)", None, SID + "anpr"),
    Registry("stp", f"{IT}.4.3.17", "Straniero temporaneamente presente (STP)", None, SID + "stp", "codice_stp"),
    Registry("eni", f"{IT}.4.3.18", "Europeo non iscritto (ENI)", None, SID + "eni", "codice_eni"),
    Registry("azienda", f"{IT}.4.1.1", "Azienda sanitaria (FLS11)", SALUTE, SID + "fls", "codice_azienda"),
    Registry("struttura", f"{IT}.4.1.2", "Struttura sanitaria (HSP11, STS11)", SALUTE, SID + "hsp", "codice_struttura"),
    Registry("struttura_ambulatorio", f"{IT}.4.1.3", "Struttura sanitaria a cui fa capo l'ambulatorio", SALUTE),
    Registry("luogo", f"{IT}.4.1.6", "Luogo dell'incontro (reparto, ambulatorio)", SALUTE),
    Registry("partita_iva", f"{IT}.6.3.2", "Partita IVA", MEF, SID + "partitaIva", "partita_iva"),
)

REGIONAL: Final = {
    "anagrafe": ("4.1", "Anagrafe regionale"),
    "stp": ("4.1.1", "Straniero temporaneamente presente, dato dalla regione"),
    "operatori": ("4.2", "Anagrafe regionale degli operatori"),
    "documenti": ("4.4", "Documenti della regione"),
}
"""What stands below ``2.16.840.1.113883.2.9.2.<region without its leading zero>``, for every region."""

CODE_SYSTEMS: Final = (
    CodeSystem("loinc", f"{HL7}.6.1", "LOINC", "http://loinc.org"),
    CodeSystem("ucum", f"{HL7}.6.8", "UCUM", "http://unitsofmeasure.org"),
    CodeSystem("atc", f"{HL7}.6.73", "ATC", "http://www.whocc.no/atc"),
    CodeSystem("snomed", f"{HL7}.6.96", "SNOMED", "http://snomed.info/sct"),
    CodeSystem("icd9cm", f"{HL7}.6.103", "ICD-9-CM", "http://hl7.org/fhir/sid/icd-9-cm"),
    CodeSystem("icd9cm_procedure", f"{HL7}.6.104", "ICD-9-CM"),
    CodeSystem("aic", f"{IT}.6.1.5", "AIC", "https://www.hl7.it/fhir/terminology/CodeSystem/aifa-aic"),
    CodeSystem("esenzioni", f"{IT}.6.1.22", "Esenzioni", "https://www.hl7.it/fhir/terminology/CodeSystem/mds-esenzioni"),
    CodeSystem("reazioni_avverse", f"{IT}.6.1.32", "Reazioni avverse"),
    CodeSystem("cnd", f"{IT}.6.1.48", "CND"),
    CodeSystem("gruppo_equivalenza", f"{IT}.6.1.51", "Gruppo di equivalenza"),
    CodeSystem("vps_responsabile_invio", f"{IT}.6.1.54.1", "ResponsabileInvio_VPS"),
    CodeSystem("vps_problema_principale", f"{IT}.6.1.54.2", "ProblemaPrincipale_VPS"),
    CodeSystem("vps_triage", f"{IT}.6.1.54.4", "CodiceTriage_VPS"),
    CodeSystem("vps_esito", f"{IT}.6.1.54.5", "EsitoTrattamento_VPS"),
    CodeSystem("vps_trasporto", f"{IT}.6.1.54.6", "ModalitàTrasporto_VPS"),
    CodeSystem("condizioni_sanitarie", f"{IT}.6.1.56.1", "Condizioni Sanitarie"),
    CodeSystem("categorie_rischio", f"{IT}.6.1.56.2", "Categorie di Rischio"),
    CodeSystem("antigeni", f"{IT}.6.1.56.4", "Antigeni"),
    CodeSystem("motivi_esclusione", f"{IT}.6.1.56.5", "Motivi Esclusione"),
    CodeSystem("trasporti", "2.25.8797267788810460024465933217318654186", "siss_interop TRA"),  # ours, from a UUID
    CodeSystem("isco", f"{IT}.6.2.7", "ISCO-08"),
    CodeSystem("act_code_it", f"{IT}.5.1.4", "ActCode"),
    CodeSystem("pssit", f"{IT}.5.2.8", "ProfiloSanitarioSinteticoIT"),
    CodeSystem("allergeni", f"{IT}.77.22.11.2", "Allergeni (No Farmaci)"),
    CodeSystem("reazioni_allergiche", f"{IT}.77.22.11.4", "AllergyReactions_PSSIT"),
    CodeSystem("stato_problema", f"{IT}.77.22.11.7", "StatoClinicoProblema"),
    CodeSystem("cronicita", f"{IT}.77.22.11.10", "ProblemCronicity"),
    CodeSystem("autore_pss", f"{IT}.77.22.11.13", "assignedAuthorCode_PSSIT"),
    CodeSystem("contatto_pss", f"{IT}.77.22.11.14", "EncounterCode_PSST"),
    CodeSystem("dicom", "1.2.840.10008.2.16.4", "DCM", "http://dicom.nema.org/resources/ontology/DCM"),
    *(
        CodeSystem(key, f"{HL7}.5.{arc}", name, f"http://terminology.hl7.org/CodeSystem/v3-{fhir}")
        for key, arc, name, fhir in (
            ("administrative_gender", "1", "HL7 AdministrativeGender", "AdministrativeGender"),
            ("act_code", "4", "ActCode", "ActCode"),
            ("act_priority", "7", "HL7 ActPriority", "ActPriority"),
            ("confidentiality", "25", "HL7 Confidentiality", "Confidentiality"),
            ("interpretation", "83", "HL7 ObservationInterpretation", "ObservationInterpretation"),
            ("method", "84", "HL7 ObservationMethod", "ObservationMethod"),
            ("role_code", "111", "RoleCode", "RoleCode"),
            ("route", "112", "HL7 RouteOfAdministration", "RouteOfAdministration"),
            ("specimen_type", "129", "SpecimenType", "SpecimenType"),
            ("null_flavor", "1008", "HL7 NullFlavor", "NullFlavor"),
            ("act_site", "1052", "ActSite", "ActSite"),
            ("observation_value", "1063", "ObservationValue", "ObservationValue"),
        )
    ),
)

_REGIONAL = re.compile(rf"{re.escape(IT)}\.2\.([1-9][0-9]{{1,2}})\.(.+)")
_REGISTRIES = {key: entry for entry in REGISTRIES for key in (entry.key, entry.oid)}
_CODE_SYSTEMS = {key: entry for entry in CODE_SYSTEMS for key in (entry.key, entry.oid)}


def regional(region: str, kind: str) -> Registry:
    """The register of a region (``"090"``), of a kind in ``REGIONAL``. ``ValueError`` for another region or kind."""
    if not re.fullmatch(r"[0-9]{3}", region) or not int(region) or kind not in REGIONAL:
        raise ValueError(f"a region has three digits, a kind is one of {', '.join(REGIONAL)}")
    arc, title = REGIONAL[kind]
    return Registry(f"regione_{kind}", f"{IT}.2.{int(region)}.{arc}", title, module="codice_stp" if kind == "stp" else None)


def registry(key_or_oid: str) -> Registry | None:
    """The register with that short key (``"cf"``) or OID, regional ones included; None if it is not known."""
    found = _REGISTRIES.get(key_or_oid)
    below = _REGIONAL.fullmatch(key_or_oid)
    if found is not None or below is None:
        return found
    return next((regional(below[1].zfill(3), kind) for kind, (arc, _) in REGIONAL.items() if arc == below[2]), None)


def code_system(key_or_oid: str) -> CodeSystem | None:
    """The code system with that short key (``"loinc"``) or OID; None if it is not known."""
    return _CODE_SYSTEMS.get(key_or_oid)
