"""Which elements a type of FHIR R4 has: facts of the official package, kept in `data/shape.csv` and `data/codes.csv`.

The tables cover the resources in `RESOURCES` and every data type that they reach. They are read at the first question, a type at a time.
`python -m siss_interop.generate.fhir_shape` makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["RESOURCES", "TABLES", "Element", "Shape", "base", "coded", "codes", "element", "elements", "is_primitive", "is_resource", "types"]

_RESOURCES = """
AllergyIntolerance Appointment Basic Binary BodyStructure Bundle CarePlan CareTeam ClinicalImpression Composition Condition Consent Coverage
Device DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference Encounter EpisodeOfCare FamilyMemberHistory Flag Goal
ImagingStudy Immunization List Location Media Medication MedicationAdministration MedicationDispense MedicationRequest MedicationStatement
MessageHeader NutritionOrder Observation OperationOutcome Organization OrganizationAffiliation Parameters Patient Practitioner PractitionerRole
Procedure Provenance QuestionnaireResponse RelatedPerson RiskAssessment ServiceRequest Specimen SupplyDelivery SupplyRequest Task
"""

RESOURCES = frozenset(_RESOURCES.split())
"""The resources of the tables: those that health messages of a region are likely to hold."""


class Element(NamedTuple):
    """One element of a type; a choice (`value[x]`) has one for each type that it admits."""

    name: str
    """As in JSON: `valueQuantity`."""
    type: str
    """`Identifier`, `string`, `Patient.contact` (what is inside stands under this name), `Resource` for any resource, `xhtml`."""
    many: bool
    minimum: int
    """For a choice: of all its forms together."""
    targets: tuple[str, ...]
    """Types that a reference (or canonical) may lead to; empty or `Resource` for any."""
    choice: str
    """`value[x]` for one form of a choice, else empty."""
    codes: str
    """Key of the required value set, where its codes are in the tables."""
    profile: str = ""
    """`SimpleQuantity` where the quantity takes no comparator."""


_NOTHING: Mapping[str, Element] = MappingProxyType({})

Row = Sequence[str]
"""The cells of one row of `shape.csv`."""


class Shape:
    """The types of a set of definitions: those of the tables, or (for `check.fhir.definitions`) those of an official package.

    `rows_of` gives the rows of a type, the first of which says what the type extends, and None for an unknown type; `members_of` gives the codes
    of a value set with their systems. Answers are kept.
    """

    def __init__(self, rows_of: Callable[[str], Sequence[Row] | None], members_of: Callable[[str], frozenset[tuple[str, str]]]) -> None:
        self._rows_of = rows_of
        self._members_of = members_of
        self._elements: dict[str, Mapping[str, Element]] = {}
        self._codes: dict[str, frozenset[str]] = {}

    def elements(self, type_name: str) -> Mapping[str, Element]:
        """The elements of a type by name, inherited ones included, in the order of the XML form; empty for an unknown type.

        In XML, `id` of a data type and `url` of an extension are attributes. A primitive has `id` and `extension`; its value is not an element.
        """
        found = self._elements.get(type_name)
        if found is not None:
            return found
        rows = self._rows_of(type_name)
        if rows is None:
            return _NOTHING
        head, *own = rows
        made = dict(self.elements(head[2]))
        for _, name, kind, many, minimum, targets, choice, key, profile in own:
            made[name] = Element(name, kind, bool(many), int(minimum), tuple(targets.split()), choice, key, profile)
        self._elements[type_name] = MappingProxyType(made)
        return self._elements[type_name]

    def base(self, type_name: str) -> str:
        """The type that a type extends (`DomainResource` for `Patient`); empty for the first of all and for unknown ones."""
        rows = self._rows_of(type_name)
        return rows[0][2] if rows else ""

    def is_resource(self, name: str) -> bool:
        """Whether it is a resource that can be sent, not one of the two that others extend."""
        return self.base(name) in ("Resource", "DomainResource") and name != "DomainResource"

    def is_primitive(self, type_name: str) -> bool:
        """Whether a value of the type is a single JSON value. FHIR writes these, and no others, with a small first letter."""
        return type_name[:1].islower() and bool(self.elements(type_name))

    def codes(self, key: str) -> frozenset[str]:
        """The codes of a required value set; empty for an unknown key."""
        found = self._codes.get(key)
        if found is None:
            found = frozenset(code for code, _ in self._members_of(key))
            if found:
                self._codes[key] = found
        return found

    def coded(self, key: str) -> frozenset[tuple[str, str]]:
        """The same with the code system of each."""
        return self._members_of(key)


def types() -> frozenset[str]:
    """Every type of the tables, dotted ones included."""
    return frozenset(_rows())


def _lines(name: str) -> list[str]:
    """The rows of a table as text, without comments and column names. No field holds a comma or a quote."""
    text = (files("siss_interop.wire.fhir") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")][1:]


@cache
def _rows() -> Mapping[str, list[list[str]]]:
    """Type -> its rows."""
    found: dict[str, list[list[str]]] = {}
    for line in _lines("shape.csv"):
        cells = line.split(",")
        found.setdefault(cells[0], []).append(cells)
    return found


@cache
def _value_sets() -> Mapping[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for line in _lines("codes.csv"):
        key, code, system = line.split(",")
        found.setdefault(key, set()).add((code, system))
    return {key: frozenset(members) for key, members in found.items()}


TABLES = Shape(lambda name: _rows().get(name), lambda key: _value_sets().get(key, frozenset()))
"""The tables of this library."""

elements = TABLES.elements
base = TABLES.base
is_resource = TABLES.is_resource
is_primitive = TABLES.is_primitive
codes = TABLES.codes
coded = TABLES.coded


def element(type_name: str, key: str) -> Element | None:
    """The element that a JSON key of a type names, or None. Keys with an underscore are the caller's business."""
    return elements(type_name).get(key)
