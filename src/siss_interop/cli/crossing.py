"""From events to a document and back: what `convert` does where source and target are not of one kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from siss_interop.errors import Refused, SissError
from siss_interop.issues import Report
from siss_interop.losses import LossReport
from siss_interop.messages.vaccinazioni.conversione import Intestazione, documento, eventi
from siss_interop.messages.vaccinazioni.documenti import DocumentoVaccinale
from siss_interop.messages.vaccinazioni.eventi import EventoSIV
from siss_interop.options import Options
from siss_interop.sources import bytes_of
from siss_interop.wire.results import Written
from siss_interop.wire.sniff import Format, sniff

if TYPE_CHECKING:
    from siss_interop.api import Syntax

_OF_DOCUMENTS = (Format.CDA, Format.JSON, Format.FHIR)


def crossed(
    data: bytes, to: str, header: Path | None, assume: bool, on_loss: str, options: Options, profile: str | None = None, syntax: Syntax = "json"
) -> Written | None:
    """What comes out where source and target are not of one kind; None where they are. Raises Unreadable, Refused and the like."""
    from siss_interop import read, write
    from siss_interop.api import settled

    if header is not None:
        document, losses, report = _document_of(data, header, options)
        written = write(document, to=to, profile=profile, syntax=syntax, options=options)
        return settled(Written(written.payload, losses + written.loss, report + written.report), on_loss)
    if to in _OF_DOCUMENTS or sniff(data, options) not in _OF_DOCUMENTS:
        return None
    found = read(data, options=options)
    if not isinstance(found.message, DocumentoVaccinale):
        return None
    return settled(_events_of(found.message, found.report, to, assume), on_loss)


def _document_of(data: bytes, header: Path, options: Options) -> tuple[DocumentoVaccinale, LossReport, Report]:
    """The document of all events of a source. Faulty records are in the report, the others are in the document. Raises Refused and the like."""
    from siss_interop import read_all

    made_of = Intestazione.da_json(bytes_of(header, options), options)
    report, found = Report(), []
    for each in read_all(data, options=options):
        report += each.report
        if isinstance(each.message, EventoSIV):
            found.append(each.message)
        elif each.message is not None:
            raise SissError("--header is for events, and the source is something else")
    return *documento(found, made_of), report


def _events_of(document: DocumentoVaccinale, report: Report, to: str, assume: bool) -> Written:
    """The events of a document, as one file; `report` is what reading it found. Raises Refused where it gives none."""
    from siss_interop import write_all

    made, found, losses = eventi(document, assumi=assume)
    if not made:
        raise Refused(report + found, losses)
    return Written(b"".join(write_all(made, to=to)), losses, report + found)
