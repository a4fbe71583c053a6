"""The format is told from the first bytes, and what is no format of ours is named."""

import json
from pathlib import Path

import pytest

from siss_interop.errors import Unreadable
from siss_interop.options import Options
from siss_interop.wire.sniff import Format, sniff

VSX = b"MOD_INV~TIP_TRS~COD_REG~ID_ASS~COD_TIP_ERG"

FORMATS = {
    "CDA": (b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', Format.CDA),
    "CDA with a prefix": (b'<hl7:ClinicalDocument xmlns:hl7="urn:hl7-org:v3"/>', Format.CDA),
    "CDA behind comments": (
        b'<?xml version="1.0"?>\n<?xml-stylesheet href="x"?><!-- ' + b"x" * 9000 + b' -->\n<ClinicalDocument xmlns="urn:hl7-org:v3">',
        Format.CDA),
    "CDA in UTF-16": ('<ClinicalDocument xmlns="urn:hl7-org:v3"/>'.encode("utf-16"), Format.CDA),
    "CDA with a mark": (b'\xef\xbb\xbf\r\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>', Format.CDA),
    "same name, other namespace": (b"<ClinicalDocument/>", Format.XML),
    "other document of HL7": (b'<PRPA_IN201302UV02 xmlns="urn:hl7-org:v3"/>', Format.XML),
    "FHIR in XML": (b'<Bundle xmlns="http://hl7.org/fhir"/>', Format.FHIR),
    "FHIR in JSON": (b'\n{"id": "1", "resourceType": "Bundle"}', Format.FHIR),
    "FHIR with nested resources first": (b'{"contained": [{"resourceType": "X"}], "resourceType" : "Y"}', Format.FHIR),
    "FHIR in UTF-16": ('{"resourceType": "Bundle"}'.encode("utf-16"), Format.FHIR),
    "JSON": (b'{"formato": "x"}', Format.JSON),
    "JSON that holds a resource": (b'{"dentro": {"resourceType": "Bundle"}}', Format.JSON),
    "JSON that says the word": (b'{"a": "resourceType", "b": "\\"resourceType\\": 1"}', Format.JSON),
    "list of resources": (b'[{"resourceType": "Bundle"}]', Format.JSON),
    "AVN, VSX": (b"<vaccinazioniSomministrate/>", Format.AVN),
    "AVN, VNX": (b"<vaccinazioniNonEffettuate/>", Format.AVN),
    "AVN, AVX": (b"<informazioniAnagrafiche/>", Format.AVN),
    "AVN name in a namespace": (b'<vaccinazioniSomministrate xmlns="urn:x"/>', Format.XML),
    "AVN header": (VSX + b"\r\nRE~I", Format.AVN),
    "AVN row": (b"~".join([b"x"] * 23) + b"\n", Format.AVN),
    "AVN row in latin-1": (b"~".join([b"\xe0"] * 8), Format.AVN),
    "HL7 v2": (b"MSH|^~\\&|A", Format.HL7V2),
    "HL7 v2 in its frame": (b"\x0bMSH|^~\\&|A", Format.HL7V2),
    "HL7 v2 batch": (b"BHS|^~\\&|A", Format.HL7V2),
    "regional XML": (b"<busta/>", Format.XML),
}  # fmt: skip

REFUSED = {
    "empty": (b"", "FILE-001"),
    "only blanks": (b" \n", "FILE-014"),
    "prose": (b"ciao", "FILE-014"),
    "table of another kind": (b"a;b;c\n1;2;3\n", "FILE-014"),
    "few tildes": (b"a~b~c", "FILE-014"),
    "MSH in the text": (b"il segmento MSH|", "FILE-014"),
    "binary": (b"\x00\x01\x02\x03", "FILE-024"),
    "gzip": (b"\x1f\x8b\x08", "FILE-016"),
    "PDF": (b"%PDF-1.4", "FILE-016"),
    "signed envelope": (b"\x30\x82\x01\x02", "FILE-016"),
    "HTML page": (b"<!DOCTYPE html><html/>", "FILE-005"),
    "no root": (b"<!-- x -->", "FILE-003"),
    "broken before the root": (b"<<a/>", "FILE-004"),
    "root far from the beginning": (b"<!-- " + b"x" * 2_000_000 + b" --><a/>", "FILE-014"),
    "comment without end": (b"<!-- " + b"x" * 20_000_000, "FILE-012"),
    "undeclared prefix": (b"<x:a/>", "FILE-020"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_format(name: str) -> None:
    data, expected = FORMATS[name]
    assert sniff(data) is expected


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_format(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        sniff(data)
    assert caught.value.issue.code == code


def test_what_it_looks_like_is_named() -> None:
    with pytest.raises(Unreadable, match="gzip"):
        sniff(b"\x1f\x8b\x08")


def test_the_caller_sets_the_size() -> None:
    assert sniff(b"<a/>", Options(max_bytes=4)) is Format.XML
    with pytest.raises(Unreadable):
        sniff(b"<abc/>", Options(max_bytes=4))


def test_nothing_behind_the_root_is_read() -> None:
    assert sniff(b'<ClinicalDocument xmlns="urn:hl7-org:v3">' + b"<" * 100) is Format.CDA


def test_long_strings_and_broken_json_are_no_trap() -> None:
    assert sniff(b'{"resourceType" ' + b'"\\' * 200_000) is Format.JSON
    assert sniff(json.dumps({"a": "\\" * 300_000, "resourceType": "X"}).encode()) is Format.FHIR
    assert sniff(b"[" * 300_000 + b'"resourceType"') is Format.JSON
    assert sniff(b'{"resourceType"' + b'"' * 300_001) is Format.JSON


def test_official_material(conformance: Path) -> None:
    for document in sorted(conformance.glob("cda/*/examples-ok/*.xml")):
        assert sniff(document.read_bytes()) is Format.CDA
    for table in ("VSX.csv", "VNX_Test.csv"):
        assert sniff((conformance / "avn" / table).read_bytes()) is Format.AVN
