"""Behind the front door: one message read, validated, written, converted. Files of many are in `many`."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Literal

from lxml.etree import _Element

from siss_interop.check.fhir.checker import check as check_fhir
from siss_interop.check.fhir.typed import check_typed
from siss_interop.check.rules import check_message
from siss_interop.errors import Refused, SissError, UnknownMessage, Unreadable
from siss_interop.flows import read_flow
from siss_interop.issues import Layer, Report, Severity, ValidationIssue, define, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages import catalogue
from siss_interop.messages.comune.testata import Documento
from siss_interop.messages.vaccinazioni.avn import read_avn
from siss_interop.messages.vaccinazioni.avn.scrittura import Cipher, write_one
from siss_interop.messages.vaccinazioni.eventi import EventoSIV
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.sources import DEFAULT, HEAD, Source, bytes_of
from siss_interop.wire import jsonio
from siss_interop.wire.burst import burst
from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.fhir import document as fhir
from siss_interop.wire.results import Accounting, Read, Written
from siss_interop.wire.sniff import Format, sniff
from siss_interop.wire.tree import document as tree
from siss_interop.wire.tree.plan import Plan

if TYPE_CHECKING:
    from siss_interop.check.fhir.definitions import Definitions

OnLoss = Literal["report", "refuse", "ignore"]
Syntax = Literal["json", "xml"]

define(
    "DOC-001", Layer.BINDING, Severity.ERROR,
    "un documento di un tipo che qui non è noto si scrive solo sul suo originale: da capo gli mancherebbe ciò che solo la sua guida sa",
    "a document of a type that is not known here is written onto its original only: afresh it would lack what only its own guide knows",
    instead_it="leggere il documento, cambiarlo e scriverlo sull'originale con onto=",
    instead_en="read the document, change it and write it onto the original with onto=",
    source="siss_interop, docs/house.md", passing="write(messaggio, onto=letto)", failing="write(messaggio)",
)  # fmt: skip


@burst
def read(source: Source, *, options: Options = DEFAULT) -> Read:
    """Read one message; format and type are recognised.

    Returns what was read: the message (None where a required place is faulty), the report, and the original's bytes.
    Raises Unreadable where the bytes are in no format of ours or hold no message of ours.
    """
    data = bytes_of(source, options)
    if data.startswith(_XML):  # it needs no sniffing: its root tells what it is
        root = tree.root_of(data, options)
        return _read_fhir(data, options) if str(root.tag).startswith(_FHIR_NAMESPACE) else _read_xml(data, root, options)
    kind = sniff(data, options)
    if kind is Format.AVN and not data.lstrip().startswith(b"<"):
        return _only(read_avn(data, options))
    if kind in (Format.CDA, Format.XML, Format.AVN):
        return _read_xml(data, tree.root_of(data, options), options)
    if kind is Format.JSON:
        return _read_json(data, options)
    if kind is Format.FHIR:
        return _read_fhir(data, options)
    raise Unreadable(issue("FILE-015"))


def _read_fhir(data: bytes, options: Options) -> Read:
    bundle = fhir.resource_of(data, options)
    entry = catalogue.by_bundle(bundle)
    if entry is None or "fhir" not in entry.formats:
        raise Unreadable(issue("FILE-015"))
    return fhir.read(data, bundle, entry.fhir(), options)


def _only(found: Iterator[Read]) -> Read:
    """The one message of a file that may hold many. Raises Unreadable where it holds more."""
    few = list(islice(found, 2))
    if len(few) != 1:
        raise Unreadable(issue("FILE-026"))
    return few[0]


def _read_xml(data: bytes, root: _Element, options: Options) -> Read:
    """A document, an event, or the one record of a file of many."""
    form = _FORMS.get(str(root.tag), "xml")
    entry = catalogue.by_template(tree.template_ids(root)) if form == "cda" else catalogue.by_root(str(root.tag))
    if entry is not None:
        return tree.read(data, entry.plan(form), form, options, root=root)
    many = read_flow(sniff(data, options), data[:HEAD], data, options)
    if many is None:
        raise Unreadable(issue("FILE-015"))
    return _only(many)


#: with which XML begins in UTF-8, with a mark or without
_XML = (b"<", BOM_UTF8 + b"<")
#: root -> format; every other root is of the regional XML
_FORMS = {CDA.element("ClinicalDocument"): "cda", catalogue.SOAP_ROOT: "soap"}
_FHIR_NAMESPACE = "{http://hl7.org/fhir}"


def _read_json(data: bytes, options: Options) -> Read:
    envelope = jsonio.read(data, options)
    try:
        entry = catalogue.entry(envelope.message)
    except UnknownMessage:
        raise Unreadable(issue("JSON-006")) from None
    original, report = None, Report()
    if envelope.original is not None and envelope.original_format is not None:
        if envelope.original_format not in entry.formats or envelope.original_format not in _KEPT:
            raise Unreadable(issue("JSON-007"))
        found = _read_original(envelope.original, envelope.original_format, entry, options)
        original, report = found.original, found.report
    if envelope.content is None:
        return Read(jsonio.FORMAT, entry.name, original.message if original else None, {}, report, original)
    message, faults = jsonio.message_of(envelope.content, entry.load())
    partial = {} if message is not None else envelope.content
    return Read(jsonio.FORMAT, entry.name, message, partial, Report(faults), original)


#: formats whose reading keeps the original
_KEPT = (*catalogue.TREES, fhir.FORMAT)


def _read_original(data: bytes, form: str, entry: catalogue.Entry, options: Options) -> Read:
    """What the bytes say, which are known to be of this message and format."""
    if form == fhir.FORMAT:
        return fhir.read(data, fhir.resource_of(data, options), entry.fhir(), options)
    return tree.read(data, entry.plan(form), form, options)


def validate(source: Source | Read | Message, *, definitions: Definitions | None = None, options: Options = DEFAULT) -> Report:
    """Everything that is wrong with a source or a message: what reading found, code lists, and the rules of its type.

    FHIR is besides checked as FHIR: structure, codes, references, invariants, narrative. So is a resource that is no message of ours. With
    `definitions` (the user's copy of the R4 package) it is checked by these instead, which know every resource and HL7's own invariants.
    An input that cannot be read at all is a report with that one issue, not an exception.
    """
    if isinstance(source, Message):
        return Report(tuple(check_message(source, catalogue.entry_of(source))))
    try:
        if isinstance(source, Read):
            if source.format == fhir.FORMAT and source.original is not None:
                return _validate_fhir(source.original.data, definitions, options)
        else:
            data = bytes_of(source, options)
            if sniff(data, options) is Format.FHIR:
                return _validate_fhir(data, definitions, options)
            source = read(data, options=options)
    except Unreadable as error:
        return Report((error.issue,))
    return check_read(source, options)


def check_read(source: Read, options: Options) -> Report:
    """What reading found, and what the rules of the message say; FHIR is not judged as FHIR here."""
    if source.message is None:
        return source.report
    found = tuple(check_message(source.message, catalogue.entry_of(source.message)))
    return source.report + Report(_in_document(found, source, options))


def _validate_fhir(data: bytes, definitions: Definitions | None, options: Options) -> Report:
    """What is wrong with a resource as FHIR, and with the message that it holds, if it is one of ours."""
    bundle = fhir.resource_of(data, options)
    checked = check_fhir(bundle, options) if definitions is None else definitions.check(bundle, options)
    if not any(each.severity is Severity.ERROR for each in checked):  # a second opinion, where ours finds no error
        checked += check_typed(bundle)
    found = Report(fhir.placed(checked, data, options))
    entry = catalogue.by_bundle(bundle)
    if entry is None or "fhir" not in entry.formats:
        return found + Report((issue("FHIR-010"),))
    return found + check_read(fhir.read(data, bundle, entry.fhir(), options), options)


def _in_document(found: tuple[ValidationIssue, ...], source: Read, options: Options) -> tuple[ValidationIssue, ...]:
    """The issues of the model, with XPath, line and column where they came from a document."""
    if not found or source.original is None or source.format != source.original.format:
        return found
    if source.format == fhir.FORMAT:
        bundle = fhir.resource_of(source.original.data, options)
        return fhir.in_document(found, bundle, catalogue.entry(source.type).fhir(), source.original.data, options)
    return tree.in_document(found, catalogue.entry(source.type).plan(source.format), source.original.data, options)


@burst
def write(
    what: Message | Read, *, to: str, onto: Read | None = None, original: bool = True, on_loss: OnLoss = "report", cipher: Cipher | None = None,
    profile: str | None = None, syntax: Syntax = "json", options: Options = DEFAULT,
) -> Written:  # fmt: skip
    """Write a message.

    `onto` is what was read: the changes are written into its original. Writing a `Read` is writing its message onto it; with `original=False` a
    fresh document is made instead (or a JSON without the original), and what that loses is in the loss report.
    `cipher` encrypts the person for the national register (`to="avn"`), which takes no identifier in clear.
    `profile` is the kind of FHIR bundle (`document`, `transaction`, `message`), by default the first that the message has; `syntax` its form, JSON or
    XML. FHIR is always written afresh, but for what was read as FHIR and not changed.
    A message of one's own that breaks a rule is refused. What was read may have brought its faults along: `validate` tells them, and they are no
    reason to refuse.
    Raises Refused, UnknownMessage where the message has no such format, or SissError where `onto` holds a message of another type.
    """
    if isinstance(what, Read):
        onto = onto or what
        message, name = what.message, what.type
    else:
        message, name = what, type(what).__name__
    entry = catalogue.entry(name)
    if to == jsonio.FORMAT:
        kept = onto.original if onto is not None and original else None
        if message is None and kept is None:
            raise Refused(onto.report if onto else Report(), LossReport())
        return settled(Written(jsonio.write(message, kept, name), LossReport() if kept is not None else left_behind(onto, options)), on_loss)
    report = Report(tuple(check_message(message, entry))) if message is not None and onto is None else Report()
    if not report.ok:
        raise Refused(report, LossReport())
    if to in catalogue.TREES:
        return settled(_write_tree(message, entry.plan(to), to, onto, original, report, options), on_loss)
    if to == fhir.FORMAT:
        return settled(_write_fhir(message, entry, onto, original, profile, syntax, report, options), on_loss)
    entry.place(to)
    if not isinstance(message, EventoSIV):
        raise Refused(onto.report if onto else Report(), LossReport())
    made = write_one(message, cipher=cipher)
    return settled(Written(made.payload, made.loss, report + made.report), on_loss)


def _write_tree(message: Message | None, plan: Plan, to: str, onto: Read | None, original: bool, report: Report, options: Options) -> Written:
    held = onto.original if onto is not None and onto.original is not None and onto.original.format == to else None
    if message is not None and catalogue.entry_of(message).only_edited and (held is None or not original):
        raise Refused(Report((issue("DOC-001"),)), LossReport())
    if held is not None and held.message is not None and message is not None and type(held.message) is not type(message):
        raise SissError(f"a {type(message).__name__} is not written onto a {type(held.message).__name__}")
    if held is not None and original and (message is None or held.message is not None):
        return tree.write_onto(message, plan, held, options) if message is not None else Written(held.data)
    if message is None:
        raise Refused(onto.report if onto else Report(), LossReport())
    made = tree.write(message, plan)
    loss = made.loss + (tree.fresh_losses(held, made.payload, options) if held is not None else left_behind(onto, options))
    return Written(made.payload, loss, report)


def _write_fhir(
    message: Message | None, entry: catalogue.Entry, onto: Read | None, original: bool, profile: str | None, syntax: Syntax, report: Report,
    options: Options,
) -> Written:  # fmt: skip
    held = onto.original if onto is not None and onto.original is not None and onto.original.format == fhir.FORMAT else None
    same = held is not None and original and profile is None and (message is None or message == held.message)
    if held is not None and same and fhir.is_xml(held.data, options) == (syntax == "xml"):
        return Written(held.data)
    if message is None:
        raise Refused(onto.report if onto else Report(), LossReport())
    made = fhir.write(message, entry.fhir(), entry.profile(profile), options, syntax)
    return Written(made.payload, made.loss + left_behind(onto, options), report)


def left_behind(onto: Read | None, options: Options) -> LossReport:
    """What no field took of what was read: it is lost where its original is not written along. Our JSON may carry one of another format."""
    if onto is not None and onto.account is None and onto.original is not None:
        onto = _read_original(onto.original.data, onto.original.format, catalogue.entry(onto.type), options)
    left = onto.account(False).left_over if onto is not None and onto.account is not None else ()
    return LossReport(tuple(Loss(LossKind.DROPPED, item.xpath, "has no field in the message") for item in left))


def _told(found: Read) -> Read:
    """The same with its left-overs told already: the tree of the source is no longer needed, and makes room for what is written."""
    if found.account is None:
        return found
    told = Accounting(found.account(False).left_over, int)
    return found._replace(account=lambda placed: told)


def settled(written: Written, on_loss: str) -> Written:
    """What was written, under what was asked for losses. Raises Refused for a loss that is not wanted; what was assumed is none."""
    if on_loss == "refuse" and any(loss.kind is not LossKind.ASSUMED for loss in written.loss):
        raise Refused(written.report, written.loss)
    return Written(written.payload, LossReport(), written.report) if on_loss == "ignore" else written


@burst
def convert(
    source: Source, *, to: str, original: bool = True, on_loss: OnLoss = "report", cipher: Cipher | None = None, profile: str | None = None,
    syntax: Syntax = "json", options: Options = DEFAULT,
) -> Written:  # fmt: skip
    """Read a source and write it in another format; the report holds what reading found too.

    Raises Unreadable, Refused or UnknownMessage.
    """
    found = read(source, options=options)
    if to == fhir.FORMAT:
        found = _told(found)
    written = write(found, to=to, original=original, on_loss=on_loss, cipher=cipher, profile=profile, syntax=syntax, options=options)
    return Written(written.payload, written.loss, found.report + written.report)


def html(what: Message | Read) -> str:
    """A document as one HTML5 page for people: its header, its sections in order with their narratives, and who answers for it.

    The page holds no script and loads nothing; what the document says is text there, whatever it looks like. The same document gives the same page.
    Raises UnknownMessage for a message that is no document, and Refused for what was read with a fault in a required place.
    """
    from siss_interop.messages.documenti.html import pagina

    message = what.message if isinstance(what, Read) else what
    if message is None:
        raise Refused(what.report if isinstance(what, Read) else Report(), LossReport())
    entry = catalogue.entry_of(message)
    if not isinstance(message, Documento):
        raise UnknownMessage(f"{entry.name} has no page: it is no document with a header and sections")
    return pagina(message, entry.title)
