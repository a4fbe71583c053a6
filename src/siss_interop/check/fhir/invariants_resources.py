"""The invariants of R4 on single resources, as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from siss_interop.check.fhir.invariant import Invariant, Predicate, has_code, needs, not_with, some_of, together
from siss_interop.check.fhir.invariants_types import not_after
from siss_interop.check.fhir.node import UCUM, Node, amount, codings, is_coded, text, thing, things
from siss_interop.check.fhir.references import type_of
from siss_interop.issues import Severity

_TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem"
_ALLERGY_VERIFIED: Final = f"{_TERMINOLOGY}/allergyintolerance-verification"
_CONDITION_VERIFIED: Final = f"{_TERMINOLOGY}/condition-ver-status"
_CONDITION_STATUS: Final = f"{_TERMINOLOGY}/condition-clinical"
_CONDITION_CATEGORY: Final = f"{_TERMINOLOGY}/condition-category"
_ERROR: Final = "entered-in-error"


def _no_home(name: str) -> Predicate:
    return lambda node: all(text(each, "use") != "home" for each in things(node.value, name))


def _other_component_codes(node: Node) -> bool:
    """A component of the observation's own code would say its value twice."""
    own = set(codings(thing(node.value, "code")))
    components = {coding for each in things(node.value, "component") for coding in codings(thing(each, "code"))}
    return not node.has("value[x]") or not own & components


def _in_error(node: Node, system: str) -> bool:
    return has_code(node, "verificationStatus", system, _ERROR)


def _condition_status(node: Node) -> bool:
    """As the text of con-3 has it; its expression takes any category for a problem list."""
    listed = any(is_coded(each, _CONDITION_CATEGORY, "problem-list-item") for each in things(node.value, "category"))
    return node.has("clinicalStatus") or _in_error(node, _CONDITION_VERIFIED) or not listed


def _abated(node: Node) -> bool:
    return not node.has("abatement[x]") or has_code(node, "clinicalStatus", _CONDITION_STATUS, "resolved", "remission", "inactive")


def _parameter(node: Node) -> bool:
    return [node.has("part"), node.has("value[x]"), node.has("resource")].count(True) == 1


def _status_in(node: Node, *codes: str) -> bool:
    return text(node.value, "status") in codes


def _on_behalf(node: Node) -> bool:
    """Only where the member lies at hand, or its URL names its type."""
    reference = text(thing(node.value, "member"), "reference")
    kind = type_of(node.local.get(reference[1:])) if reference.startswith("#") else reference.rpartition("/")[0].rpartition("/")[2]
    return not node.has("onBehalfOf") or kind in ("", "Practitioner")


def _percentages(node: Node) -> bool:
    probability = thing(node.value, "probabilityRange")
    ends = [thing(probability, name) for name in ("low", "high") if thing(probability, name)]
    return all(text(end, "code") == "%" and text(end, "system") == UCUM for end in ends)


ROWS: Final = (
    Invariant("FHIR-251", "org-1", "Organization", some_of("identifier", "name"),
              "l'organizzazione non ha né nome né identificativo", "the organization has neither name nor identifier"),
    Invariant("FHIR-252", "org-2", "Organization", _no_home("address"),
              "un indirizzo dell'organizzazione è di casa", "an address of the organization is a home"),
    Invariant("FHIR-253", "org-3", "Organization", _no_home("telecom"),
              "un recapito dell'organizzazione è di casa", "a contact of the organization is of a home"),
    Invariant("FHIR-254", "pat-1", "Patient.contact", some_of("name", "telecom", "address", "organization"),
              "la persona di contatto non ha nome, recapito, indirizzo o organizzazione",
              "the contact has no name, telecom, address or organization"),
    Invariant("FHIR-255", "obs-3", "Observation.referenceRange", some_of("low", "high", "text"),
              "l'intervallo di riferimento non ha low, high o text", "the reference range has no low, high or text"),
    Invariant("FHIR-256", "obs-6", "Observation", not_with("dataAbsentReason", "value[x]"),
              "dataAbsentReason e il valore sono insieme", "dataAbsentReason and a value stand together"),
    Invariant("FHIR-257", "obs-7", "Observation", _other_component_codes,
              "un componente ha il codice dell'osservazione, che ha già un valore",
              "a component has the code of the observation, which has a value itself"),
    Invariant("FHIR-258", "imm-1", "Immunization.education", some_of("documentType", "reference"),
              "il materiale informativo non ha documentType o reference", "the education has no documentType or reference"),
    Invariant("FHIR-259", "ait-1", "AllergyIntolerance", lambda n: _in_error(n, _ALLERGY_VERIFIED) or n.has("clinicalStatus"),
              "manca clinicalStatus", "clinicalStatus is missing"),
    Invariant("FHIR-260", "ait-2", "AllergyIntolerance", lambda n: not (_in_error(n, _ALLERGY_VERIFIED) and n.has("clinicalStatus")),
              "ciò che è annullato per errore non ha clinicalStatus", "what was entered in error has no clinicalStatus"),
    Invariant("FHIR-261", "con-1", "Condition.stage", some_of("summary", "assessment"),
              "lo stadio non ha summary o assessment", "the stage has no summary or assessment"),
    Invariant("FHIR-262", "con-2", "Condition.evidence", some_of("code", "detail"),
              "l'evidenza non ha code o detail", "the evidence has no code or detail"),
    Invariant("FHIR-263", "con-3", "Condition", _condition_status,
              "un problema in lista non ha clinicalStatus", "a problem list item has no clinicalStatus", Severity.WARNING),
    Invariant("FHIR-264", "con-4", "Condition", _abated,
              "ciò che è cessato è inactive, resolved o remission", "what has abated is inactive, resolved or remission"),
    Invariant("FHIR-265", "con-5", "Condition", lambda n: not (_in_error(n, _CONDITION_VERIFIED) and n.has("clinicalStatus")),
              "ciò che è annullato per errore non ha clinicalStatus", "what was entered in error has no clinicalStatus"),
    Invariant("FHIR-266", "cmp-1", "Composition.section", some_of("text", "entry", "section"),
              "la sezione non ha testo, voci o sottosezioni", "the section has no text, entries or sub-sections"),
    Invariant("FHIR-267", "cmp-2", "Composition.section", not_with("emptyReason", "entry"),
              "una sezione con voci ha emptyReason", "a section with entries has an emptyReason"),
    Invariant("FHIR-268", "cpl-3", "CarePlan.activity", not_with("detail", "reference"),
              "detail e reference sono insieme", "detail and reference stand together"),
    Invariant("FHIR-269", "ctm-1", "CareTeam.participant", _on_behalf,
              "onBehalfOf è solo di un Practitioner", "onBehalfOf belongs to a Practitioner only"),
    Invariant("FHIR-270", "fhs-1", "FamilyMemberHistory", not_with("age[x]", "born[x]"), "age e born sono insieme", "age and born stand together"),
    Invariant("FHIR-271", "fhs-2", "FamilyMemberHistory", needs("estimatedAge", "age[x]"), "estimatedAge è senza età", "estimatedAge has no age"),
    Invariant("FHIR-272", "gol-1", "Goal.target", needs("detail[x]", "measure"), "detail è senza measure", "detail has no measure"),
    Invariant("FHIR-273", "inv-1", "Parameters.parameter", _parameter,
              "un parametro ha un valore, una risorsa oppure delle parti", "a parameter has a value, a resource or parts"),
    Invariant("FHIR-274", "inv-1", "Task", lambda n: not_after(n, "authoredOn", "lastModified"),
              "lastModified è prima di authoredOn", "lastModified is before authoredOn"),
    Invariant("FHIR-275", "lst-1", "List", not_with("emptyReason", "entry"),
              "una lista con voci ha emptyReason", "a list with entries has an emptyReason"),
    Invariant("FHIR-276", "lst-2", "List",
              lambda n: text(n.value, "mode") == "changes" or not any("deleted" in each for each in things(n.value, "entry")),
              "deleted è solo di una lista di modifiche", "deleted belongs to a list of changes only"),
    Invariant("FHIR-277", "lst-3", "List",
              lambda n: text(n.value, "mode") == "working" or not any("date" in each for each in things(n.value, "entry")),
              "la data di una voce è solo di una lista di lavoro", "the date of an entry belongs to a working list only"),
    Invariant("FHIR-278", "mad-1", "MedicationAdministration.dosage", some_of("dose", "rate[x]"),
              "la dose non ha dose o rate", "the dosage has no dose or rate"),
    Invariant("FHIR-279", "mdd-1", "MedicationDispense", lambda n: not_after(n, "whenPrepared", "whenHandedOver"),
              "la consegna è prima della preparazione", "it was handed over before it was prepared"),
    Invariant("FHIR-280", "nor-1", "NutritionOrder", some_of("oralDiet", "supplement", "enteralFormula"),
              "mancano dieta, integratori e nutrizione enterale", "there is no diet, supplement or enteral formula", Severity.WARNING),
    Invariant("FHIR-281", "ppc-1", "Consent", some_of("policy", "policyRule"),
              "il consenso non ha policy o policyRule", "the consent has no policy or policyRule"),
    Invariant("FHIR-282", "prr-1", "ServiceRequest", needs("orderDetail", "code"), "orderDetail è senza code", "orderDetail has no code"),
    Invariant("FHIR-283", "qrs-1", "QuestionnaireResponse.item", not_with("answer", "item"),
              "answer e item sono insieme", "answer and item stand together"),
    Invariant("FHIR-284", "ras-1", "RiskAssessment.prediction", _percentages,
              "gli estremi della probabilità sono percentuali", "the ends of the probability are percentages"),
    Invariant("FHIR-285", "ras-2", "RiskAssessment.prediction", lambda n: (amount(n.value, "probabilityDecimal") or Decimal(0)) <= 100,
              "la probabilità supera 100", "the probability is above 100"),
    Invariant("FHIR-286", "app-1", "Appointment.participant", some_of("type", "actor"),
              "il partecipante non ha type o actor", "the participant has no type or actor"),
    Invariant("FHIR-287", "app-2", "Appointment", together("start", "end"), "start e end non sono insieme", "start and end do not stand together"),
    Invariant("FHIR-288", "app-3", "Appointment",
              lambda n: (n.has("start") and n.has("end")) or _status_in(n, "proposed", "cancelled", "waitlist"),
              "l'appuntamento non ha inizio e fine", "the appointment has no start and end"),
    Invariant("FHIR-289", "app-4", "Appointment", lambda n: not n.has("cancelationReason") or _status_in(n, "no-show", "cancelled"),
              "cancelationReason è solo di un appuntamento annullato o mancato",
              "cancelationReason belongs to a cancelled or missed appointment only"),
)  # fmt: skip
