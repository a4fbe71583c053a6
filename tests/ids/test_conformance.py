"""The forms against public registers and official documents, where these are at hand."""

import csv
import io
import re
from pathlib import Path
from types import ModuleType

import pytest

from siss_interop.codes import code_list
from siss_interop.ids import codice_azienda, codice_comune, codice_struttura, oids


@pytest.mark.parametrize(("register", "module", "least"), [
    ("CS_ASL.xml", codice_azienda, 100), ("CS_istat-comuni.xml", codice_comune, 7000),
    ("CS_strutture_ricovero.xml", codice_struttura, 1000),
])  # fmt: skip
def test_every_code_of_the_register_is_valid(conformance: Path, register: str, module: ModuleType, least: int) -> None:
    codes = re.findall(r'<concept>\s*<code value="([^"]*)"', (conformance / "hl7it" / register).read_text("utf-8"))
    assert len(codes) >= least
    assert [code for code in codes if not module.is_valid(code)] == []


def test_regions_are_those_of_the_ministry(conformance: Path) -> None:
    enumerated = set(re.findall(r'enumeration value="([0-9]{3})"', (conformance / "avn" / "VSX.xsd").read_text("utf-8")))
    assert {code.code for code in code_list("regioni")} == enumerated - {"999"}


def test_the_lists_are_those_of_the_fse_dictionary(conformance: Path) -> None:
    # other releases: a few route codes, and groupings, which are no codes to be written
    more = {"hl7_route_of_administration": {"NP", "ORINHL", "RESPINHL"}}
    for name in ("avn_condizioni_sanitarie", "avn_categorie_rischio", "avn_antigeni", "hl7_act_site", "hl7_administrative_gender",
                 "hl7_act_priority", "hl7_confidentiality", "hl7_route_of_administration"):  # fmt: skip
        found = code_list(name)
        rows = (conformance / "cda" / "terminology" / f"{found.oid}.csv").read_text("utf-8")
        theirs = {row["code"] for row in csv.DictReader(io.StringIO(rows))}
        assert {code for code in theirs if code[:1] != "_"} - more.get(name, set()) == {code.code for code in found}, name


def test_authorities_are_those_most_official_documents_name(conformance: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted(conformance.glob("cda/*_VACC/examples-ok/*.xml"))]
    named = re.findall(r'<id root="([0-9.]+)"[^>]*assigningAuthorityName="([^"]*)"', "\n".join(texts))
    assert named
    for root in {root for root, _ in named}:
        entry = oids.registry(root)
        if entry is not None and entry.authority is not None:
            assert (root, entry.authority) in named
