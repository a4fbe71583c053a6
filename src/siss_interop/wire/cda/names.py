"""Names and namespaces of CDA R2."""

from __future__ import annotations

HL7 = "urn:hl7-org:v3"
SDTC = "urn:hl7-org:sdtc"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSI_TYPE = f"{{{XSI}}}type"

_PREFIXES = {"sdtc": SDTC, "xsi": XSI}


def element(name: str) -> str:
    """The Clark name of an element: `id` is in the HL7 namespace, `sdtc:statusCode` in its own."""
    prefix, _, local = name.rpartition(":")
    return f"{{{_PREFIXES[prefix] if prefix else HL7}}}{local}"


def attribute(name: str) -> str:
    """The Clark name of an attribute: without a prefix it is in no namespace."""
    prefix, _, local = name.rpartition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}" if prefix else local
