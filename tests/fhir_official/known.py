"""What the judges of the guides say and we let stand, each with its reason. Of R4 itself there is nothing to let stand."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fhir_official.record import Fault, Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """An error of one judge: the validator's code, what its text contains, and why it stands."""

    judge: str
    code: str
    text: str
    why: str

    def covers(self, outcome: Outcome, fault: Fault) -> bool:
        """Whether it is this one."""
        return outcome.judge == self.judge and fault.code == self.code and self.text in fault.text


_SLICING = "SLICING_CANNOT_BE_EVALUATED"
_MINIMUM = "Validation_VAL_Profile_Minimum"
_POSTAL_CODE = "http://hl7.org/fhir/StructureDefinition/Address#it-postal-code-pattern"
_NO_MATCH = "Reference_REF_CantMatchChoice"
_UNKNOWN = "Unknown_Code_in"
_NOWHERE = "the published profile of the patient names an extension that is defined nowhere"
_ADDRESS = "the profile asks for it in every address, and not every source has it: none is invented"
_EVENT = "an event of the register tells people and places by their codes alone: no name or birth date is invented"
_ROLES = "the published list of roles has neither the flow's codes for who gave the vaccine nor those of CDA"
_EXEMPTIONS = "the published list of exemptions has not all codes in use"
_ATC = "in the family of OIDs the system of ATC is its OID, which the guide's list does not know"
_FOLLOWS = "follows from what the profile of the resource referred to asks for, see there"
_ABROAD = "999 is the flow's code for abroad, which the list of the regions has not"
_ABSENT = "the event says that the person has no identifier: only that is written, and no value"

KNOWN = (
    Known("hl7it-base", _SLICING, "patient-occupation-it", _NOWHERE),
    Known("hl7it-base", _SLICING, "patient-qualification-it", _NOWHERE),
    Known("hl7it-base", _POSTAL_CODE, "nnnnn", "the published pattern refuses a leading 0, with which the postal codes of Rome begin"),
    Known("hl7it-base", _MINIMUM, "Patient.name:", _EVENT),
    Known("hl7it-base", _MINIMUM, "Patient.identifier.value:", _ABSENT),
    Known("hl7it-base", _UNKNOWN, "'999' in the CodeSystem", _ABROAD),
    Known("hl7it-base", _UNKNOWN, "mds-esenzioni", _EXEMPTIONS),
    Known("hl7it-core", _MINIMUM, "Address.use:", _ADDRESS),
    Known("hl7it-core", _MINIMUM, "Address.state:", _ADDRESS),
    Known("hl7it-core", _MINIMUM, "Address.country:", _ADDRESS),
    Known("hl7it-core", _MINIMUM, "Organization.identifier:", "of a manufacturer often no more than the name is known"),
    Known("hl7it-core", _MINIMUM, "PractitionerRole.code:", "CDA says who acted and for whom, and seldom in which role"),
    Known("hl7it-core", _MINIMUM, "Patient.name:", _EVENT),
    Known("hl7it-core", _MINIMUM, "Patient.birthDate:", _EVENT),
    Known("hl7it-core", _MINIMUM, "Patient.identifier.value:", _ABSENT),
    Known("hl7it-core", _NO_MATCH, "practitioner-it-core", _FOLLOWS),
    Known("hl7it-core", _UNKNOWN, "'999' in the CodeSystem", _ABROAD),
    Known("hl7it-core", "Terminology_TX_NoValid_1_CC", "vs-role-code-it", _ROLES),
    Known("hl7it-core", "Terminology_TX_Code_ValueSet", "vs-role-code-it", "some documents say of a role only that it has no code"),
    Known("hl7it-core", _MINIMUM, "Practitioner.identifier:", "some documents name a person without an identifier: none is invented"),
    Known("hl7it-core", _NO_MATCH, "patient-it-core", _FOLLOWS),
    Known("hl7it-core", _NO_MATCH, "organization-it-core", _FOLLOWS),
    Known("hl7it-core", _UNKNOWN, "mds-esenzioni", _EXEMPTIONS),
    Known("hl7it-core", "Terminology_TX_NoValid_16", "who-atc", _ATC),
    Known("hl7it-core", "UNABLE_TO_INFER_CODESYSTEM", "who-atc", _ATC),
    Known("ips", _MINIMUM, "Organization.name:", _EVENT),
    Known("ips", _MINIMUM, "Patient.name:", _EVENT),
    Known("ips", _MINIMUM, "Patient.birthDate:", _EVENT),
    Known("ips", _MINIMUM, "Practitioner.name:", _EVENT),
    Known("ips", _NO_MATCH, "Patient-uv-ips", _FOLLOWS),
    Known("ips", _NO_MATCH, "Practitioner-uv-ips", _FOLLOWS),
)
