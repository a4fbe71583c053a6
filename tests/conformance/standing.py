"""How much of a CDA vaccination document stands in the standard element of a FHIR bundle: facts of the XML against the JSON, without our model.

Both sides become multisets of facts at places. A place in FHIR is the way from the Composition to an element, through references; a fact counts
as kept if it stands at the place that `PLACES` names for its place in CDA, and each fact of FHIR is taken once. A code that only names its place
(30973-2 is what `doseNumber` means) is kept where its value is. Names of code systems and display names are labels, and no facts here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree
from lxml.etree import _Element

Json = dict[str, Any]
Places = dict[str, tuple[str, ...]]


class Fact(NamedTuple):
    """One element of the document: what it is about, where it stands, its value, and how many facts it holds (a code and its system are two)."""

    kind: str
    place: str
    value: tuple[str, ...]
    facts: int


class Measure(NamedTuple):
    """How many facts there are of each kind, how many stand in their element, and the places of the others."""

    all: Counter[str]
    kept: Counter[str]
    missing: list[str]


# ---- the document

#: what says which format or template it is, not what happened
FORM = {"realmCode", "typeId", "templateId"}
_TIMES = {"time", "effectiveTime", "birthTime", "low", "high", "center"}
_TEXTS = {"name", "family", "given", "prefix", "suffix"}


def facts_of(root: _Element) -> Iterator[Fact]:
    """The codes, quantities, dates, identifiers and names of a document."""
    for found in root.iter("{urn:hl7-org:v3}*"):
        name = etree.QName(found).localname
        if name in FORM or any(etree.QName(each).localname == "text" for each in found.iterancestors()):
            continue
        place, get = _place(found), found.get
        if name in ("id", "setId") and (get("root") or get("extension")):
            yield Fact("identifier", place, (get("root", ""), get("extension", "")), len({"root", "extension"} & set(found.attrib)))
        elif get("code"):
            yield Fact("code", place, (get("codeSystem", ""), get("code", "")), len({"code", "codeSystem"} & set(found.attrib)))
        elif name in _TEXTS and (found.text or "").strip():
            yield Fact("name", place, (str(found.text),), 1)
        elif get("value") and (name in _TIMES or "TS" in _type(found)):
            yield Fact("date", place, (str(get("value")),), 1)
        elif get("value") and (name.endswith("Quantity") or _type(found) in ("PQ", "INT")):
            yield Fact("quantity", place, (get("value", ""), *([get("unit", "")] if get("unit") else [])), len({"value", "unit"} & set(found.attrib)))


def _type(found: _Element) -> str:
    return str(found.get("{http://www.w3.org/2001/XMLSchema-instance}type", "")).rpartition(":")[2]


def _place(found: _Element) -> str:
    """The path below the root, without positions; of an observation, with its code."""
    steps = []
    for each in (found, *found.iterancestors()):
        name = etree.QName(each).localname
        code = each.find("{urn:hl7-org:v3}code") if name == "observation" else None
        steps.append(name if code is None else f"{name}[{code.get('code')}]")
    return "/".join(reversed(steps[:-1]))


# ---- the bundle

#: the references that are followed; the others say again whom it is about
_FOLLOWED = {
    "Composition": ("subject", "author", "custodian", "party", "entry", "valueReference"),
    "PractitionerRole": ("practitioner", "organization"),
    "Immunization": ("location", "manufacturer", "reasonReference", "detail"),
}
#: the resources that are entered from what they refer to
_BACKWARD = {"Immunization": (("Observation", "partOf"),), "Composition": (("Provenance", "target"), ("DocumentReference", "related"))}


class Tree:
    """The facts of a bundle at their places, seen from its Composition."""

    def __init__(self, bundle: Json) -> None:
        self.by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
        self.found: Counter[tuple[str, Any]] = Counter()
        self._walk(bundle.get("identifier"), "Bundle.identifier", {}, {})
        (url,) = (url for url, resource in self.by_url.items() if resource["resourceType"] == "Composition")
        self._enter(url, "Composition", {})

    def _enter(self, url: str, path: str, holder: Json) -> None:
        resource = self.by_url[url] if not url.startswith("#") else next(each for each in holder["contained"] if each["id"] == url[1:])
        kind = resource["resourceType"]
        holder = holder if url.startswith("#") else resource
        for key, value in resource.items():
            if key not in ("resourceType", "contained"):
                self._walk(value, f"{path}.{key}", resource, holder)
        for other, way in _BACKWARD.get(kind, ()):
            for back, each in self.by_url.items():
                if each["resourceType"] == other and url in _references(each, way):
                    self._enter(back, f"{path}<-{other}{_code(each)}", {})

    def _walk(self, value: Any, path: str, resource: Json, holder: Json) -> None:
        if isinstance(value, list):
            for item in value:
                self._walk(item, path, resource, holder)
        elif isinstance(value, dict):
            if "system" in value:
                self.found[path, (value["system"], value.get("code", value.get("value")))] += 1
            if isinstance(value.get("reference"), str):
                self._follow(value["reference"], path, resource, holder)
            for key, item in value.items():
                self._walk(item, f"{path}.{key}", resource, holder)
        elif value is not None:
            self.found[path, str(value)] += 1

    def _follow(self, url: str, path: str, resource: Json, holder: Json) -> None:
        target = self.by_url.get(url) or next((each for each in holder.get("contained", ()) if f"#{each['id']}" == url), None)
        wanted = path.rpartition(".")[2] in _FOLLOWED.get(resource.get("resourceType", ""), ())
        if target is not None and wanted and not (path.endswith("section.entry") and target["resourceType"] != "Immunization"):
            self._enter(url, f"{path}->{target['resourceType']}{_code(target)}", holder)


def _references(resource: Json, key: str) -> set[str]:
    """Where the references under a key of a resource lead."""
    held = resource.get(key, resource.get("context", {}).get(key, []))
    return {each.get("reference", "") for each in held}


def _code(resource: Json) -> str:
    """The code of an Observation, as part of its place."""
    return f"[{resource['code']['coding'][0]['code']}]" if resource["resourceType"] == "Observation" else ""


# ---- what belongs where

_VACC = "component/structuredBody/component/section/entry/substanceAdministration"
_ER = f"{_VACC}/entryRelationship/observation"
_IMM = "Composition.section.entry->Immunization"
_ROLE = "->PractitionerRole.practitioner->Practitioner"


def _observation(code: str, way: str) -> Places:
    here, there = f"{_ER}[{code}]", f"{_IMM}{way}Observation[{code}]"
    return {
        f"{here}/code": (f"{there}.code.coding",), f"{here}/statusCode": (f"{there}.status",),
        f"{here}/value": (f"{there}.valueCodeableConcept.coding", f"{there}.valueDateTime"), f"{here}/value/low": (f"{there}.valuePeriod.start",),
        f"{here}/value/high": (f"{there}.valuePeriod.end",), f"{here}/effectiveTime": (f"{there}.effectiveDateTime",),
        f"{here}/effectiveTime/low": (f"{there}.effectivePeriod.start",), f"{here}/effectiveTime/high": (f"{there}.effectivePeriod.end",),
    }  # fmt: skip


def _person(here: str, person: str, organisation: str, there: str) -> Places:
    names: Places = {f"{here}/{person}/name/{part}": (f"{there}{_ROLE}.name.{part}",) for part in ("family", "given", "prefix", "suffix")}
    org = f"{there}->PractitionerRole.organization->Organization"
    return names | {
        f"{here}/id": (f"{there}{_ROLE}.identifier",), f"{here}/code": (f"{there}->PractitionerRole.code.coding",),
        f"{here}/{organisation}/id": (f"{org}.identifier",), f"{here}/{organisation}/name": (f"{org}.name",),
    }  # fmt: skip


#: place in CDA -> the standard elements for it
PLACES: Places = {
    "id": ("Bundle.identifier", "Composition<-DocumentReference.masterIdentifier"), "setId": ("Composition.identifier",),
    "code": ("Composition.type.coding",), "effectiveTime": ("Composition.date",), "confidentialityCode": ("Composition.confidentiality",),
    "languageCode": ("Composition.language",),
    "recordTarget/patientRole/id": ("Composition.subject->Patient.identifier",),
    **{f"recordTarget/patientRole/patient/name/{part}": (f"Composition.subject->Patient.name.{part}",) for part in ("family", "given", "prefix")},
    "recordTarget/patientRole/patient/administrativeGenderCode": ("Composition.subject->Patient.gender",),
    "recordTarget/patientRole/patient/birthTime": ("Composition.subject->Patient.birthDate",),
    "author/time": ("Composition<-Provenance.occurredDateTime",),
    **_person("author/assignedAuthor", "assignedPerson", "representedOrganization", "Composition.author"),
    "custodian/assignedCustodian/representedCustodianOrganization/id": ("Composition.custodian->Organization.identifier",),
    "custodian/assignedCustodian/representedCustodianOrganization/name": ("Composition.custodian->Organization.name",),
    "legalAuthenticator/time": ("Composition.attester.time",), "legalAuthenticator/signatureCode": ("Composition.attester.mode",),
    **_person("legalAuthenticator/assignedEntity", "assignedPerson", "representedOrganization", "Composition.attester.party"),
    # an element of a Practitioner, though R4 leads there by an extension only
    **_person("participant/associatedEntity", "associatedPerson", "scopingOrganization", "Composition.extension.extension.valueReference"),
    "relatedDocument/parentDocument/id": ("Composition.relatesTo.targetIdentifier",),
    "component/structuredBody/component/section/code": ("Composition.section.code.coding",),
    f"{_VACC}/statusCode": (f"{_IMM}.status",), f"{_VACC}/effectiveTime": (f"{_IMM}.occurrenceDateTime",),
    f"{_VACC}/routeCode": (f"{_IMM}.route.coding",), f"{_VACC}/approachSiteCode": (f"{_IMM}.site.coding",), f"{_VACC}/id": (f"{_IMM}.identifier",),
    f"{_VACC}/doseQuantity": (f"{_IMM}.doseQuantity",),
    f"{_VACC}/consumable/manufacturedProduct/manufacturedMaterial/code": (f"{_IMM}.vaccineCode.coding",),
    f"{_VACC}/consumable/manufacturedProduct/manufacturedMaterial/code/translation": (f"{_IMM}.vaccineCode.coding",),
    f"{_VACC}/consumable/manufacturedProduct/manufacturerOrganization/id": (f"{_IMM}.manufacturer->Organization.identifier",),
    f"{_VACC}/consumable/manufacturedProduct/manufacturerOrganization/name": (f"{_IMM}.manufacturer->Organization.name",),
    f"{_VACC}/participant/participantRole/id": (f"{_IMM}.location->Location.identifier",),
    f"{_ER}[30973-2]/value": (f"{_IMM}.protocolApplied.doseNumberPositiveInt", f"{_IMM}.protocolApplied.doseNumberString"),
    f"{_ER}[75323-6]/value": (f"{_IMM}.protocolApplied.targetDisease.coding",),
    **_observation("95715-9", ".reasonReference->"), **_observation("59785-6", ".reasonReference->"), **_observation("31044-1", ".reaction.detail->"),
    **_observation("59778-1", "<-"), **_observation("30980-7", "<-"), **_observation("85714-4", "<-"), **_observation("59784-9", "<-"),
}  # fmt: skip
#: the code and the status of these observations only name the place where the value stands
NAMES_PLACE = {"30973-2", "75323-6"}

#: what a code is called where FHIR has its own
_SAID = {
    "statusCode": {"completed": "completed", "cancelled": "not-done", "active": "completed"},
    "signatureCode": {"S": "legal"},  # R4: the legal attester is who signed
    "administrativeGenderCode": {"M": "male", "F": "female", "UN": "other", "UNK": "unknown"},
}
#: URIs of guides that stand for an OID; `urn:oid:` always does
URIS = {
    "2.16.840.1.113883.6.1": "http://loinc.org", "2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.2.9.4.3.2": "http://hl7.it/sid/codiceFiscale", "2.16.840.1.113883.2.9.4.1.1": "http://hl7.it/sid/fls",
    "2.16.840.1.113883.2.9.4.1.2": "http://hl7.it/sid/hsp", "2.16.840.1.113883.6.73": "http://www.whocc.no/atc",
    "2.16.840.1.113883.2.9.6.1.5": "https://www.hl7.it/fhir/terminology/CodeSystem/aifa-aic",
    "2.16.840.1.113883.5.112": "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration",
    "2.16.840.1.113883.5.1052": "http://terminology.hl7.org/CodeSystem/v3-ActSite",
}  # fmt: skip


def measure(root: _Element, bundle: Json) -> Measure:
    """How many facts of the document stand in the standard elements of the bundle."""
    tree = Tree(bundle)
    left = tree.found.copy()
    made = Measure(Counter(), Counter(), [])
    for fact in facts_of(root):
        made.all[fact.kind] += fact.facts
        if _names_place(fact, tree) or _taken(fact, left):
            made.kept[fact.kind] += fact.facts
        else:
            made.missing.append(fact.place)
    return made


def _names_place(fact: Fact, tree: Tree) -> bool:
    found = re.search(r"observation\[([^\]]*)\]/(code|statusCode)$", fact.place)
    if found is None or found[1] not in NAMES_PLACE:
        return False
    wanted = PLACES[f"{_ER}[{found[1]}]/value"]
    return any(place in wanted for place, _ in tree.found)


def _taken(fact: Fact, left: Counter[tuple[str, Any]]) -> bool:
    """Whether it stands at one of its places; there it is taken away."""
    for place in PLACES.get(fact.place, ()):
        for (there, value), times in left.items():
            if there == place and times and _same(fact, value):
                left[there, value] -= 1
                return True
    return False


def _same(fact: Fact, value: Any) -> bool:
    if fact.kind in ("code", "identifier"):
        system, code = fact.value
        if isinstance(value, tuple):
            return value == (system, code) or (value[1] == code and value[0] in _uris(system))
        said = _SAID.get(fact.place.rpartition("/")[2], {}).get(code, code)
        return bool(value == ("final" if "observation[" in fact.place and code == "completed" else said))
    if fact.kind == "date":
        return isinstance(value, str) and re.sub(r"\D", "", value) == re.sub(r"\D", "", fact.value[0])
    if fact.kind == "quantity":
        return bool(value == ("http://unitsofmeasure.org", fact.value[1]) if isinstance(value, tuple) else value == fact.value[0])
    return bool(value == fact.value[0])


def _uris(oid: str) -> set[str]:
    ours = f"urn:siss-interop:radice:{oid}"  # some roots of official documents are no OIDs
    return {f"urn:oid:{oid}", URIS.get(oid, ""), *(() if re.fullmatch(r"[0-2](\.\d+)+", oid) else (ours,))}
