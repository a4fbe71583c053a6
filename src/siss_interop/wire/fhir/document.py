"""A bundle in, a bundle out: the FHIR engine as the front door uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.losses import LossReport
from siss_interop.model.base import Message
from siss_interop.model.paths import dotted, keys
from siss_interop.options import Options
from siss_interop.wire.encoding import as_utf8, decode_kind
from siss_interop.wire.fhir import json, places, xml
from siss_interop.wire.fhir.bundle import assemble, references, request
from siss_interop.wire.fhir.match import Matches, matcher
from siss_interop.wire.fhir.out import At, Json, Out, path_of
from siss_interop.wire.fhir.path import parse_step
from siss_interop.wire.fhir.plan import Plan, plan_of
from siss_interop.wire.fhir.read import reader
from siss_interop.wire.fhir.source import ENVELOPE, Entry, LeftOver, Source, Values
from siss_interop.wire.fhir.write import writer
from siss_interop.wire.mend import Keys, mend
from siss_interop.wire.results import Accounting, Original, Read, Reason, Written
from siss_interop.wire.results import LeftOver as Place
from siss_interop.wire.words import Binding

FORMAT = "fhir"

_SOURCE = "siss_interop, docs/house.md: accounting"
define(
    "FHIR-001", Layer.BINDING, Severity.INFORMATION,
    "elemento o risorsa che questo messaggio non conosce: resta nell'originale, fuori dal messaggio",
    "an element or resource that this message does not know: it stays in the original, outside the message",
    source=_SOURCE, passing="Immunization.lotNumber", failing="Immunization.isSubpotent",
)  # fmt: skip
define(
    "FHIR-002", Layer.BINDING, Severity.WARNING,
    "qui il messaggio porta sempre lo stesso valore, e ne è scritto un altro: resta nell'originale, fuori dal messaggio",
    "this message always has the same value here, and another is written: it stays in the original, outside the message",
    instead_it="scrivere il valore previsto", instead_en="write the value that is expected", source=_SOURCE,
    passing="Composition.status final", failing="Composition.status amended",
)  # fmt: skip
define(
    "FHIR-003", Layer.BINDING, Severity.WARNING,
    "secondo elemento dove il messaggio ne ha uno solo: resta nell'originale, fuori dal messaggio",
    "a second element where the message has room for one: it stays in the original, outside the message",
    instead_it="lasciarne uno solo", instead_en="leave only one", source=_SOURCE, passing="un solo name", failing="due name",
)  # fmt: skip
define(
    "FHIR-004", Layer.BINDING, Severity.WARNING,
    "elemento di un elenco senza ciò che deve avere: resta intero nell'originale, fuori dal messaggio",
    "an item of a list without what it must have: it stays whole in the original, outside the message",
    instead_it="completare l'elemento", instead_en="complete the item", source=_SOURCE,
    passing="author con identifier", failing="author senza identifier",
)  # fmt: skip
define(
    "FHIR-005", Layer.BINDING, Severity.ERROR,
    "valore scritto male per il suo tipo: il campo resta vuoto", "a value that its type does not admit: the field stays empty",
    instead_it="scrivere il valore nella forma del suo tipo FHIR", instead_en="write the value in the form of its FHIR type", source=_SOURCE,
    passing='"birthDate": "1980-05-14"', failing='"birthDate": "14/05/1980"',
)  # fmt: skip
define(
    "FHIR-006", Layer.MODEL, Severity.ERROR,
    "manca ciò che è obbligatorio nel messaggio: {field}", "what the message must have is missing: {field}",
    instead_it="aggiungere l'elemento", instead_en="add the element", source=_SOURCE, passing="Composition.custodian", failing="nessun custodian",
)  # fmt: skip
define(
    "FHIR-010", Layer.FILE, Severity.INFORMATION,
    "è FHIR, ma non un messaggio di questa libreria: è controllato solo come FHIR",
    "this is FHIR, but no message of this library: it is checked as FHIR only", source=_SOURCE,
)  # fmt: skip

_CODES = {
    Reason.UNKNOWN: "FHIR-001", Reason.CONSTANT: "FHIR-002", Reason.SECOND: "FHIR-003", Reason.INCOMPLETE: "FHIR-004", Reason.MALFORMED: "FHIR-005",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FhirMapping:
    """How a message stands in FHIR: for each profile its binding, and what tells it from other messages (its UUIDs are made of that).

    `root` is a selector that tells the root from other resources of its type.
    """

    profiles: Mapping[str, Binding]
    seed: Callable[[Any], str]
    root: str = ""

    def plan(self, profile: str, family: str) -> Plan:
        """The plan of a profile, in a family of identifier systems."""
        binding = self.profiles[profile]
        return plan_of(binding, binding.tag, family)


def write(message: Message, mapping: FhirMapping, profile: str, options: Options, syntax: str = "json") -> Written:
    """The bundle of a message, as JSON or in FHIR's XML form."""
    made, out = bundle_of(message, mapping, profile, options)
    return Written(xml.to_xml(made) if syntax == "xml" else json.dump(made), LossReport(out.losses))


def bundle_of(message: Message, mapping: FhirMapping, profile: str, options: Options) -> tuple[Json, Out]:
    """The bundle of a message as a dict, and what was known at the end of writing it."""
    plan = mapping.plan(profile, options.systems)
    out = Out(mapping.seed(message))
    body: Json = {"resourceType": plan.type}
    out.entries.append((out.url(None, ""), body))
    out.body = body
    writer(plan)(message, body, out, None)
    if out.referring is not None:
        out.referring.extend({"reference": url} for url in out.backward)
    return assemble(out, profile), out


class Found(NamedTuple):
    """What was read from a bundle."""

    message: Message | None
    partial: Values
    issues: tuple[ValidationIssue, ...]
    left: tuple[LeftOver, ...]


def resource_of(data: bytes, options: Options) -> Json:
    """The resource that the bytes hold, in JSON or XML. Raises Unreadable."""
    return xml.from_xml(data, options) if is_xml(data, options) else json.load(data, options)


def is_xml(data: bytes, options: Options) -> bool:
    """Whether FHIR comes in its XML form."""
    return data.startswith(b"<") or as_utf8(data, decode_kind(data, options)).lstrip().startswith(b"<")


def read(data: bytes, bundle: Json, mapping: FhirMapping, options: Options) -> Read:
    """Read a message from its bundle, whose bytes are `data`. Content never raises."""
    found = read_bundle(bundle, mapping)
    name = next(iter(mapping.profiles.values())).model.__name__
    report = Report(placed(found.issues, data, options))
    return Read(
        FORMAT, name, found.message, found.partial, report, Original(FORMAT, data, found.message), None,
        lambda placed: _account(found, bundle, mapping, data, options, placed=placed),
    )  # fmt: skip


def read_bundle(bundle: Json, mapping: FhirMapping) -> Found:
    """Read a message from a bundle."""
    _, out, left, _, plan = _read(bundle, mapping, traced=False)
    faults: list[_Fault] = []
    made = mend(plan.model, out, lambda where, missing, several: faults.append((where, missing, several)))
    found = [issue(_CODES[each.reason], xpath=fhirpath(each.at)) for each in left]
    if faults:
        found += _faults(faults, bundle, mapping)
    if not isinstance(made, Message):
        return Found(None, out, tuple(found), tuple(left))
    return Found(made, {}, tuple(found), tuple(left))


def _read(bundle: Json, mapping: FhirMapping, *, traced: bool) -> tuple[Source, Values, list[LeftOver], Entry | None, Plan]:
    plan = mapping.plan(profile_of(bundle, mapping), "hl7it")
    source, out = Source(bundle, traced=traced), Values()
    root = _root(source, plan.type, mapping.root)
    left: list[LeftOver] = []
    if root is not None:
        source.anchors["/"] = root
        source.visit(root, reader(plan), out)
        for compare in source.later:
            compare()
    left += source.left
    if not any(node.step.name == "/" for node in plan.root.kids):
        left += [LeftOver((None, key), Reason.UNKNOWN) for key in bundle if key not in ENVELOPE]
    if bundle.get("resourceType") != "Bundle":
        left.append(LeftOver((None, "resourceType"), Reason.CONSTANT))
    if bundle.get("type") != profile_of(bundle, mapping):
        left.append(LeftOver((None, "type"), Reason.CONSTANT))
    left += _envelope(bundle)
    for entry in source.entries:
        left += [LeftOver(entry.at, Reason.UNKNOWN)] if entry.left is None else entry.left.values()
    return source, out, left, root, plan


def _root(source: Source, kind: str, selector: str) -> Entry | None:
    """The resource that the message is: the first of its type that the selector takes, else the first."""
    found = [entry for entry in source.by_type.get(kind, ()) if entry.resource is entry.holder]
    meant = _selected(selector)
    return next((entry for entry in found if meant is not None and meant(entry.resource)), found[0] if found else None)


@cache
def _selected(selector: str) -> Matches | None:
    return matcher(parse_step(f"root{selector}").selectors)


def profile_of(bundle: Json, mapping: FhirMapping) -> str:
    """The profile by which a bundle is read: that of its type, else the first."""
    kind = bundle.get("type")
    return kind if isinstance(kind, str) and kind in mapping.profiles else next(iter(mapping.profiles))


def _envelope(bundle: Json) -> Iterator[LeftOver]:
    """What the entries say besides their resources: a request is what a resource of its kind has, anything else is left over."""
    transaction = bundle.get("type") == "transaction"
    entries = bundle.get("entry")
    if not isinstance(entries, list):
        return
    for index, entry in enumerate(entries):
        at: At = ((None, "entry"), index)
        if not isinstance(entry, dict) or not isinstance(entry.get("resource"), dict):
            yield LeftOver(at, Reason.MALFORMED)
            continue
        for key, value in entry.items():
            if key == "request" and transaction:
                expected = request(entry["resource"])
                given = value if isinstance(value, dict) else {}
                if given != expected:
                    wrong = [name for name in {**given, **expected} if given.get(name) != expected.get(name)]
                    yield from (LeftOver(((at, key), name) if name in given else (at, key), Reason.UNKNOWN) for name in wrong)
            elif key not in ("fullUrl", "resource"):
                yield LeftOver((at, key), Reason.UNKNOWN)


def _strange_addresses(message: Message, bundle: Json, mapping: FhirMapping, options: Options) -> Iterator[LeftOver]:
    """The fullUrls that nothing refers to and that are not ours: they are in no field, and writing gives others."""
    told = {reference["reference"] for reference in references(bundle)}
    made, _ = bundle_of(message, mapping, profile_of(bundle, mapping), options)
    ours = {entry["fullUrl"] for entry in made["entry"]}
    for index, entry in enumerate(bundle["entry"]):
        if "fullUrl" in entry and entry["fullUrl"] not in told and entry["fullUrl"] not in ours:
            yield LeftOver((((None, "entry"), index), "fullUrl"), Reason.UNKNOWN)


def fhirpath(at: At) -> str:
    """The FHIRPath of a place in the bundle."""
    path = path_of(at)
    return f"Bundle.{path}" if path else "Bundle"


#: the way to a faulty value, the name of what is missing, whether several values stand where one may
_Fault = tuple[Keys, str | None, bool]


def _faults(faults: Sequence[_Fault], bundle: Json, mapping: FhirMapping) -> list[ValidationIssue]:
    """Issues of values that the model refuses, with the places that they were read from."""
    where = _places_of(bundle, mapping)
    found = []
    for path, missing, several in faults:
        full = [*path, missing] if missing else path
        at = fhirpath(where(path))
        if missing:
            found.append(issue("FHIR-006", path=dotted(full), xpath=at, field=missing))
        else:
            found.append(issue("FHIR-003" if several else "FHIR-005", path=dotted(full), xpath=at))
    return found


def _places_of(bundle: Json, mapping: FhirMapping) -> Callable[[Sequence[str | int]], At]:
    """From a model path to the place in the bundle, by reading the bundle once more and taking notes."""
    source, out, _, root, _ = _read(bundle, mapping, traced=True)
    trace = source.trace or {}

    def where(path: Sequence[str | int]) -> At:
        at: At = root.at if root else None
        holder: Any = out
        for key in path:
            at = trace.get((id(holder), key), at)
            try:
                holder = holder[key]
            except (KeyError, IndexError, TypeError):
                break
        return at

    return where


def in_document(found: Sequence[ValidationIssue], bundle: Json, mapping: FhirMapping, data: bytes, options: Options) -> tuple[ValidationIssue, ...]:
    """Issues of the model with the FHIRPath, line and column of their places in the bundle that the model was read from."""
    where = _places_of(bundle, mapping)
    return placed([replace(each, xpath=fhirpath(where(keys(each.path)))) for each in found], data, options)


def placed(found: Sequence[ValidationIssue], data: bytes, options: Options) -> tuple[ValidationIssue, ...]:
    """The issues with line and column."""
    wanted = {each.xpath for each in found if each.xpath and each.line is None}
    if not wanted:
        return tuple(found)
    lines = places.places(data, wanted, options)
    return tuple(replace(each, line=at[0], column=at[1]) if (at := lines.get(each.xpath or "")) else each for each in found)


def _account(found: Found, bundle: Json, mapping: FhirMapping, data: bytes, options: Options, *, placed: bool) -> Accounting:
    left = list(found.left)
    if found.message is not None:
        left += _strange_addresses(found.message, bundle, mapping, options)
    paths = [fhirpath(each.at) for each in left]
    lines = places.places(data, set(paths), options) if paths and placed else {}
    made = tuple(
        Place(path, each.reason, max(1, _leaves(_value_at(bundle, each.at))), *lines.get(path, (None, None)))
        for path, each in zip(paths, left, strict=True)
    )
    return Accounting(made, lambda: _leaves(bundle))


def _value_at(value: Any, at: At) -> Any:
    steps: list[str | int] = []
    while at is not None:
        at, step = at
        steps.append(step)
    for each in reversed(steps):
        try:
            value = value[each]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _leaves(value: Any) -> int:
    """How many facts a JSON value holds."""
    if isinstance(value, dict):
        return sum(_leaves(item) for item in value.values())
    return sum(_leaves(item) for item in value) if isinstance(value, list) else 1
