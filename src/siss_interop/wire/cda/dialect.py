"""CDA R2 as a dialect: open, for a document may hold what no guide foresees."""

from __future__ import annotations

from siss_interop.wire.cda.implied import IMPLIED
from siss_interop.wire.cda.order import rank
from siss_interop.wire.tree.dialect import XSI, Dialect

HL7 = "urn:hl7-org:v3"
SDTC = "urn:hl7-org:sdtc"
LAB = "urn:oid:1.3.6.1.4.1.19376.1.3.2"
"""IHE's extension for laboratory reports."""

CDA = Dialect("cda", HL7, {"xsi": XSI, "sdtc": SDTC, "lab": LAB}, rank, IMPLIED)
