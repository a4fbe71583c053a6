"""Attributes that the HL7 schema gives by itself: written or left out, they say the same.

Facts of the schema POCD_MT000040UV02 (a test compares them with the official XSD): for each element name, attributes with a default or fixed value.
The reader takes them as constants; the writer leaves them out unless a binding writes them.
"""

from __future__ import annotations

_TABLE = """
asMaintainedEntity: classCode=MNT
asOrganizationPartOf: classCode=PART
assignedAuthoringDevice playingDevice: classCode=DEV determinerCode=INSTANCE
assignedAuthor assignedCustodian assignedEntity intendedRecipient: classCode=ASSIGNED
assignedPerson associatedPerson guardianPerson maintainingPerson patient relatedPerson: classCode=PSN determinerCode=INSTANCE
authenticator: typeCode=AUTHEN
author: contextControlCode=OP typeCode=AUT
authorization: typeCode=AUTH
birthplace: classCode=BIRTHPL
component entry: contextConductionInd=true typeCode=COMP
componentOf: typeCode=COMP
consent: classCode=CONS moodCode=EVN
consumable: contextControlCode=ON typeCode=CSM
criterion: classCode=OBS moodCode=EVN.CRT
custodian: typeCode=CST
dataEnterer: contextControlCode=OP typeCode=ENT
documentationOf: typeCode=DOC
encompassingEncounter: classCode=ENC moodCode=EVN
encounter: classCode=ENC
entryRelationship: contextConductionInd=true
externalDocument: classCode=DOC moodCode=EVN
externalProcedure: classCode=PROC moodCode=EVN
guardian: classCode=GUARD
healthCareFacility: classCode=SDLOC
inFulfillmentOf: typeCode=FLFS
informant: contextControlCode=OP typeCode=INF
informationRecipient: classCode=PSN determinerCode=INSTANCE typeCode=PRCP
legalAuthenticator: contextControlCode=OP typeCode=LA
location: classCode=PLC determinerCode=INSTANCE typeCode=LOC
manufacturedLabeledDrug manufacturedMaterial: classCode=MMAT determinerCode=KIND
manufacturedProduct: classCode=MANU
nonXMLBody structuredBody: classCode=DOCBODY moodCode=EVN
observation: classCode=OBS
externalObservation observationMedia: classCode=OBS moodCode=EVN
observationRange: classCode=OBS isCriterionInd=true moodCode=EVN.CRT
order: classCode=ACT moodCode=RQO
organizer: moodCode=EVN
ClinicalDocument parentDocument: classCode=DOCCLIN moodCode=EVN
participant: contextControlCode=OP
participantRole: classCode=ROL
patientRole: classCode=PAT
performer: typeCode=PRF
place: classCode=PLC determinerCode=INSTANCE
playingEntity scopingEntity specimenPlayingEntity: classCode=ENT determinerCode=INSTANCE
precondition: typeCode=PRCN
procedure: classCode=PROC
product: typeCode=PRD
recordTarget: contextControlCode=OP typeCode=RCT
referenceRange: typeCode=REFV
regionOfInterest: classCode=ROIOVL moodCode=EVN
relatedSubject: classCode=PRS
guardianOrganization manufacturerOrganization providerOrganization receivedOrganization representedCustodianOrganization
    representedOrganization scopingOrganization serviceProviderOrganization wholeOrganization: classCode=ORG determinerCode=INSTANCE
responsibleParty: typeCode=RESP
section: classCode=DOCSECT moodCode=EVN
externalAct serviceEvent: classCode=ACT moodCode=EVN
specimen: typeCode=SPC
specimenRole: classCode=SPEC
subject: classCode=PSN contextControlCode=OP determinerCode=INSTANCE typeCode=SBJ
substanceAdministration: classCode=SBADM
supply: classCode=SPLY
thumbnail: integrityCheckAlgorithm=SHA-1 mediaType=text/plain
typeId: root=2.16.840.1.113883.1.3
value: unsorted=false
versionNumber: mediaType=text/plain representation=TXT
"""


def _parse(table: str) -> dict[str, dict[str, frozenset[str]]]:
    implied: dict[str, dict[str, frozenset[str]]] = {}
    for line in table.strip().replace("\n    ", " ").splitlines():
        elements, _, attributes = line.partition(":")
        found: dict[str, frozenset[str]] = {}
        for word in attributes.split():
            name, _, value = word.partition("=")
            found[name] = found.get(name, frozenset()) | {value}
        implied.update(dict.fromkeys(elements.split(), found))
    return implied


#: element name -> attribute name -> the values that say nothing new
IMPLIED = _parse(_TABLE)
