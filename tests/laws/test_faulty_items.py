"""A faulty item of a list is out of the message and stays in the document: what is written onto it never goes to another item's element."""

from __future__ import annotations

from pathlib import Path

import pytest

import siss_interop as siss
from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale, Vaccinazione

DOCUMENT = Path(__file__).resolve().parents[2] / "examples" / "vaccinazioni" / "certificato.cda.xml"


def _spoilt(*faulty: int) -> bytes:
    """The certificate with the times of these entries spoilt, which an entry cannot be without."""
    before, *entries = DOCUMENT.read_bytes().split(b"<substanceAdministration")
    for at in faulty:
        entries[at] = entries[at].replace(b'<effectiveTime value="', b'<effectiveTime value="9999', 1)
    return b"<substanceAdministration".join((before, *entries))


def _with_lot(message: CertificatoVaccinale, at: int, lot: str) -> CertificatoVaccinale:
    items = list(message.sezione.voci)
    item = items[at]
    assert isinstance(item, Vaccinazione)
    items[at] = item.model_copy(update={"prodotto": item.prodotto.model_copy(update={"lotto": lot})})
    return message.model_copy(update={"sezione": message.sezione.model_copy(update={"voci": tuple(items)})})


@pytest.mark.parametrize("faulty", [(0,), (1,), (0, 1), (0, 2)])
def test_a_change_reaches_its_own_item(faulty: tuple[int, ...]) -> None:
    data = _spoilt(*faulty)
    found = siss.read(data)
    assert isinstance(found.message, CertificatoVaccinale)
    assert len(found.message.sezione.voci) == 6 - len(faulty)
    changed = _with_lot(found.message, 0, "CAMBIATO")
    out = siss.write(changed, to="cda", onto=found).payload
    assert siss.read(out).message == changed
    differ = [(one, other) for one, other in zip(data.splitlines(), out.splitlines(), strict=True) if one != other]
    assert [other.strip() for _, other in differ] == [b"<lotNumberText>CAMBIATO</lotNumberText>"]


def test_each_fault_is_told_at_its_own_place() -> None:
    data = _spoilt(0, 2)
    lines = [number for number, line in enumerate(data.splitlines(), 1) if b'effectiveTime value="9999' in line]
    found = siss.read(data).report.issues
    assert [each.line for each in found] == lines
    assert [each.path for each in found] == ["sezione.voci[0].quando.valore", "sezione.voci[2].quando.valore"]


def test_what_a_rule_finds_is_told_at_its_own_item() -> None:
    data = _spoilt(0).replace(b"<lotNumberText>", b"<lotNumberText>perch?? ", 2)  # the faulty entry's, and that of the first one in the message
    second = [number for number, line in enumerate(data.splitlines(), 1) if b"perch?? " in line][1]
    mojibake = [each for each in siss.validate(data) if each.path == "sezione.voci[0].prodotto.lotto"]
    assert [each.line for each in mojibake] == [second]


def test_a_message_is_not_written_onto_a_document_of_another_type() -> None:
    other = siss.read(DOCUMENT.with_name("scheda-singola.cda.xml"))
    message = siss.read(DOCUMENT).message
    assert message is not None
    with pytest.raises(siss.SissError):
        siss.write(message, to="cda", onto=other)
