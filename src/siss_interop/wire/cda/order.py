"""In which order the children of a CDA element stand: a function of the parent's name, one line each.

Facts of the HL7 schema POCD_MT000040UV02 (a test compares them with the official XSD). `+` stands for the three that every class begins with.
Where the schema leaves the order free (address, name) it is the one that the ministry's documents use.
"""

from __future__ import annotations

_INFRASTRUCTURE = ("realmCode", "typeId", "templateId")

_TABLE = """
ClinicalDocument: + id code title statusCode effectiveTime confidentialityCode languageCode setId versionNumber copyTime recordTarget author
    dataEnterer informant custodian informationRecipient legalAuthenticator authenticator participant inFulfillmentOf documentationOf
    relatedDocument authorization componentOf component
act: + id code text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode uncertaintyCode reasonCode
    languageCode subject specimen performer author informant participant entryRelationship reference precondition
addr: delimiter country state county city censusTract postalCode streetAddressLine houseNumber houseNumberNumeric direction streetName
    streetNameBase streetNameType additionalLocator unitID unitType careOf deliveryAddressLine deliveryInstallationType
    deliveryInstallationArea deliveryInstallationQualifier deliveryMode deliveryModeIdentifier buildingNumberSuffix postBox precinct
    useablePeriod
administrationUnitCode administrativeGenderCode admissionReferralSourceCode approachSiteCode awarenessCode code confidentialityCode
    dischargeDispositionCode ethnicGroupCode formCode functionCode interpretationCode maritalStatusCode methodCode modeCode priorityCode
    proficiencyLevelCode raceCode reasonCode religiousAffiliationCode routeCode specialArrangementCode specialCourtesiesCode
    standardIndustryClassCode targetSiteCode uncertaintyCode: originalText qualifier translation
asMaintainedEntity: + effectiveTime maintainingPerson
asOrganizationPartOf: + id code statusCode effectiveTime wholeOrganization
assignedAuthor: + id code addr telecom assignedPerson assignedAuthoringDevice representedOrganization
assignedAuthoringDevice: + code manufacturerModelName softwareName asMaintainedEntity
assignedCustodian: + representedCustodianOrganization
assignedEntity: + id code addr telecom assignedPerson representedOrganization
assignedPerson associatedPerson guardianPerson maintainingPerson relatedPerson: + name desc birthTime
associatedEntity: + id code addr telecom associatedPerson scopingOrganization
authenticator legalAuthenticator: + time signatureCode signatureText assignedEntity
author: + functionCode time assignedAuthor
authorization: + consent
birthplace: + place
component: + sequenceNumber seperatableInd act encounter observation observationMedia organizer procedure regionOfInterest
    substanceAdministration supply section nonXMLBody structuredBody
componentOf: + encompassingEncounter
consent: + id code statusCode
consumable product: + manufacturedProduct
criterion: + code text value valueNegationInd interpretationCode
custodian: + assignedCustodian
dataEnterer encounterParticipant: + time assignedEntity
derivationExpr desc lotNumberText manufacturerModelName originalText signatureText softwareName text title: reference thumbnail
documentationOf: + serviceEvent
doseCheckQuantity maxDoseQuantity: numerator denominator
doseQuantity rateQuantity: translation low center width high
effectiveTime time useablePeriod validTime: low center width high
encompassingEncounter: + id code effectiveTime admissionReferralSourceCode dischargeDispositionCode responsibleParty encounterParticipant
    location
encounter: + id code text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode reasonCode languageCode
    admissionReferralSourceCode lengthOfStayQuantity dischargeDispositionCode preAdmitTestInd specialCourtesiesCode specialArrangementCode
    subject specimen performer author informant participant entryRelationship reference precondition
entry: + act encounter observation observationMedia organizer procedure regionOfInterest substanceAdministration supply
entryRelationship: + sequenceNumber seperatableInd act encounter observation observationMedia organizer procedure regionOfInterest
    substanceAdministration supply
expectedUseTime repeatNumber: low center width high
externalAct externalObservation externalProcedure: + id code text
externalDocument parentDocument: + id code text setId versionNumber
guardian: + id code addr telecom guardianPerson guardianOrganization
guardianOrganization manufacturerOrganization providerOrganization receivedOrganization representedOrganization scopingOrganization
    serviceProviderOrganization wholeOrganization: + id name telecom addr standardIndustryClassCode asOrganizationPartOf
healthCareFacility: + id code location serviceProviderOrganization
inFulfillmentOf: + order
informant: + assignedEntity relatedEntity
informationRecipient: + name desc birthTime intendedRecipient
intendedRecipient: + id addr telecom informationRecipient receivedOrganization
languageCommunication: + languageCode modeCode proficiencyLevelCode preferenceInd
location: + name addr healthCareFacility
manufacturedLabeledDrug: + code name
manufacturedMaterial: + code name desc formCode lotNumberText
manufacturedProduct: + id manufacturedLabeledDrug manufacturedMaterial manufacturerOrganization
name: delimiter family given prefix suffix validTime originalText translation
nonXMLBody: + text confidentialityCode languageCode
observation: + id code derivationExpr title text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode
    repeatNumber uncertaintyCode languageCode value valueNegationInd interpretationCode methodCode targetSiteCode subject specimen performer
    author informant participant entryRelationship reference precondition referenceRange
observationMedia: + id languageCode value subject specimen performer author informant participant entryRelationship reference precondition
observationRange: + code text value valueNegationInd interpretationCode precondition
order: + id code priorityCode
organizer: + id code text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode subject specimen performer
    author informant participant reference precondition component
participant: + functionCode time associatedEntity awarenessCode participantRole
participantRole: + id code addr telecom playingDevice playingEntity scopingEntity
patient: + id name desc administrativeGenderCode birthTime deceasedInd deceasedTime multipleBirthInd multipleBirthOrderNumber
    maritalStatusCode religiousAffiliationCode raceCode ethnicGroupCode guardian birthplace languageCommunication
patientRole: + id addr telecom patient providerOrganization
performer: + functionCode time modeCode assignedEntity
place: + name addr
playingDevice: + code manufacturerModelName softwareName
playingEntity specimenPlayingEntity: + code quantity name desc
precondition: + criterion
procedure: + id code text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode uncertaintyCode
    languageCode methodCode approachSiteCode targetSiteCode subject specimen performer author informant participant entryRelationship
    reference precondition
qualifier: name value
recordTarget: + patientRole
reference: + seperatableInd externalAct externalObservation externalProcedure externalDocument useablePeriod
referenceRange: + observationRange
regionOfInterest: + id code value subject specimen performer author informant participant entryRelationship reference precondition
relatedDocument: + parentDocument
relatedEntity: + code addr telecom effectiveTime relatedPerson
relatedSubject: + code addr telecom subject
representedCustodianOrganization: + id name telecom addr
responsibleParty: + assignedEntity
scopingEntity: + id code desc
section: + id code title text confidentialityCode languageCode subject author informant entry component
serviceEvent: + id code statusCode effectiveTime performer
signatureCode: originalText translation
specimen: + specimenRole
specimenRole: + id specimenPlayingEntity
structuredBody: + confidentialityCode languageCode component
subject: + id name desc administrativeGenderCode birthTime deceasedInd deceasedTime multipleBirthInd multipleBirthOrderNumber raceCode
    ethnicGroupCode awarenessCode relatedSubject
substanceAdministration: + id code text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode repeatNumber
    languageCode routeCode approachSiteCode doseQuantity rateQuantity doseCheckQuantity maxDoseQuantity administrationUnitCode subject
    specimen consumable performer author informant participant entryRelationship reference precondition
supply: + id code text statusCode effectiveTime activityTime availabilityTime priorityCode confidentialityCode repeatNumber independentInd
    languageCode quantity expectedUseTime subject specimen product performer author informant participant entryRelationship reference
    precondition
thumbnail versionNumber: reference thumbnail translation
translation: reference thumbnail originalText qualifier translation
value: reference thumbnail originalText qualifier translation low center width high
"""


def _parse(table: str) -> dict[str, dict[str, int]]:
    order: dict[str, dict[str, int]] = {}
    for line in table.strip().replace("\n    ", " ").splitlines():
        parents, _, children = line.partition(":")
        names = [name for word in children.split() for name in (_INFRASTRUCTURE if word == "+" else (word,))]
        ranks = {name: position for position, name in enumerate(names)}
        order.update((parent, ranks) for parent in parents.split())
    return order


#: parent name -> child name -> rank
ORDER = _parse(_TABLE)

_LAST = 10_000


def rank(parent: str, child: str) -> int:
    """Where `child` stands among the children of `parent`; a child that the schema does not know stands last."""
    return ORDER.get(parent, {}).get(child.rpartition(":")[2], _LAST)
