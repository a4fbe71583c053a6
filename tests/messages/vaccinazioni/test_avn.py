"""The register's files: what is written reads back, what is wrong is told, what may not go there is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siss_interop.errors import Refused, Unreadable
from siss_interop.losses import LossKind
from siss_interop.messages.vaccinazioni.avn import is_avn, read_avn, write_avn, write_one
from siss_interop.messages.vaccinazioni.avn.tabelle import TRACCIATI, Tracciato
from siss_interop.messages.vaccinazioni.eventi import (
    EventoSIV,
    IdentificativoAssistito,
    IdentificativoCifrato,
    Operatore,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.wire.results import Read
from tests.laws.trying import trying
from tests.messages.vaccinazioni.avn_material import OPACO, Reversible, decrypted, effettuata, fit, left_of, non_effettuata, persona, scheda

KINDS: tuple[type[EventoSIV], ...] = (VaccinazioneEffettuata, VaccinazioneNonEffettuata, SchedaAssistito)
IDS = [kind.__name__ for kind in KINDS]
SAMPLES: dict[str, EventoSIV] = {"VSX": effettuata(), "VNX": non_effettuata(), "AVX": scheda()}


def payload(event: EventoSIV, *, as_rows: bool = False) -> str:
    return write_one(event, as_rows=as_rows).payload.decode()


def only(data: str | bytes) -> Read:
    (found,) = read_avn(data.encode() if isinstance(data, str) else data)
    return found


def codes(found: Read) -> list[str]:
    return [each.code for each in found.report]


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
@pytest.mark.parametrize("as_rows", [False, True], ids=["xml", "rows"])
def test_written_and_read(kind: type[EventoSIV], as_rows: bool) -> None:
    @trying()
    @given(fit(kind))
    def law(event: EventoSIV) -> None:
        if as_rows and any("\n" in value or "\r" in value for value in event.__dict__.values() if isinstance(value, str)):
            with pytest.raises(Refused, match="AVN-016"):
                write_one(event, cipher=Reversible(), as_rows=True)
            return
        written = write_one(event, cipher=Reversible(), as_rows=as_rows)
        found = list(read_avn(written.payload))
        if written.loss.by_kind(LossKind.NARROWED):
            return  # an antigen twice in one product: rows cannot tell, and say so
        assert [each.message for each in found] == [left_of(event, list(written.loss))]
        assert found[0].report.ok
        assert not found[0].accounting.left_over
        assert found[0].record == 1

    law()


@trying(2)
@given(st.lists(st.one_of([fit(kind) for kind in KINDS]), min_size=1, max_size=6))
def test_many_written_and_read(events: list[EventoSIV]) -> None:
    files = write_avn(events, cipher=Reversible())
    assert {(file.layout, file.region) for file in files} == {(_layout(event), event.codice_regione) for event in events}
    assert sum(len(file.events) for file in files) == len(events)
    for file in files:
        found = list(read_avn(BytesIO(file.written.payload)))
        assert [each.record for each in found] == list(range(1, len(found) + 1))
        for event, back in zip(file.events, found, strict=True):
            numbers = [at for at, each in enumerate(events) if each is event]
            losses = [
                replace(loss, path=loss.path.partition(".")[2]) for loss in file.written.loss if loss.path.startswith(f"[{numbers[0]}].")
            ]  # fmt: skip
            assert back.message == left_of(event, losses)
        persons = re.findall(r'<Assistito IdAssistito="([^"]*)"', file.written.payload.decode())
        assert len(persons) == len(set(persons))


def _layout(event: EventoSIV) -> str:
    return {"VAC01": "VSX", "VAC02": "VNX", "VAC03": "AVX"}[event.tipo_evento]


@pytest.mark.parametrize("layout", TRACCIATI, ids=lambda each: each.nome)
def test_every_column_and_name_once(layout: Tracciato) -> None:
    for names in (
        [campo.xml for campo in layout.campi],
        [campo.colonna for campo in layout.campi],
        [campo.posizione for campo in layout.campi],
        [campo.field for campo in layout.campi],
    ):
        assert len(names) == len(set(names))
    assert [campo.posizione for campo in layout.colonne] == list(range(len(layout.campi)))


@pytest.mark.parametrize("layout", TRACCIATI, ids=lambda each: each.nome)
def test_each_required_value_removed_in_turn(layout: Tracciato) -> None:
    whole = payload(SAMPLES[layout.nome])
    rows = payload(SAMPLES[layout.nome], as_rows=True).splitlines()
    for campo in layout.campi:
        shorter = re.sub(rf' {campo.xml}="[^"]*"|<{campo.xml}>[^<]*</{campo.xml}>', "", whole)
        if shorter == whole:
            continue
        cells = [line.split("~") for line in rows]
        for line in cells[1:]:
            line[campo.posizione] = ""
        for data in (shorter, "\n".join("~".join(line) for line in cells)):
            found = list(read_avn(data.encode()))
            errors = [error for each in found for error in each.report.errors]
            if campo.mancante is None:
                assert not errors
                assert all(each.message is not None for each in found)
                continue
            wanted = [campo.mancante] * (2 if campo.posto == "principio" else 1)
            assert [error.official for error in errors if error.path.endswith(campo.field)] == wanted
            assert {error.code for error in errors} == {"AVN-001"}
            assert all(each.message is None for each in found) or campo.field in ("residente", "tipo_operazione")


@pytest.mark.parametrize("layout", TRACCIATI, ids=lambda each: each.nome)
def test_each_value_spoilt_in_turn(layout: Tracciato) -> None:
    whole = payload(SAMPLES[layout.nome])
    for campo in layout.campi:
        if campo.xml in ("DenomVaccino", "LottoVaccino", "CodiceRegione"):
            continue  # free text; and the list of regions is a matter of code lists
        spoilt = re.sub(rf'( {campo.xml}="|<{campo.xml}>)[^"<]*', r"\1?", whole)
        if spoilt == whole:
            continue
        found = only(spoilt)
        faults = [each for each in found.report.errors if each.path.endswith(campo.field)]
        assert faults
        assert {each.code for each in faults} == {"AVN-002"}
        assert {each.official for each in faults} == {campo.ufficiale("?")}
        assert all(each.xpath is not None and each.line is not None for each in faults)
        assert "?" not in faults[0].text()


@pytest.mark.parametrize(
    ("old", "new", "code", "official"),
    [
        ('CodAntigene="02" Dose="1"', 'CodAntigene="02" Dose="0"', "AVN-002", None),
        ('CodAntigene="02" Dose="1"', 'CodAntigene="02" Dose="00"', "AVN-002", None),
        ('CodAntigene="02" Dose="1"', 'CodAntigene="02" Dose="100"', "AVN-002", "6052"),
        ('CodAntigene="02" Dose="1"', 'CodAntigene="2" Dose="1"', "AVN-002", "6140"),
        ('ViaSomministrazione="01"', 'ViaSomministrazione="1"', "AVN-002", "6040"),
        ('ViaSomministrazione="01"', 'ViaSomministrazione="07"', "AVN-002", "6042"),
        ('DataSomministrazione="2026-03-02"', 'DataSomministrazione="2026-02-30"', "AVN-002", "6070"),
        ('CodiceAICVaccino="034157022"', 'CodiceAICVaccino="34157022"', "AVN-002", "6020"),
        ('Modalita="RE"', 'Modalita="MV"', "AVN-002", "1802"),
        (f'IdAssistito="{OPACO}"', 'IdAssistito="RSSMRA80A01D612X"', "AVN-002", "1703"),
        (' TipoErogatore="2"', ' TipoErogatore="2" Altro="1"', "XML-001", None),
        ("</VaccinoSomministrato>", "<PrincipioVaccinale/></VaccinoSomministrato>", "AVN-001", "6141"),
        ("</VaccinoSomministrato>", "<Nota/></VaccinoSomministrato>", "XML-001", None),
    ],
)  # fmt: skip
def test_faults_of_a_product(old: str, new: str, code: str, official: str | None) -> None:
    whole = payload(effettuata())
    assert old in whole
    found = only(whole.replace(old, new))
    assert (code, official) in {(each.code, each.official) for each in found.report.errors}


def test_all_faults_of_a_record_are_told_at_once() -> None:
    spoilt = payload(effettuata()).replace(' TipoErogatore="2"', "").replace('SitoInoculazione="01"', 'SitoInoculazione="77"')
    found = only(spoilt.replace('Dose="2"', 'Dose="x"').replace('LottoVaccino="L1"', 'LottoVaccino=""'))
    assert {each.official for each in found.report.errors} == {"5001", "6082", None}
    assert [each.code for each in found.report.warnings] == ["AVN-003"]
    assert found.message is None
    assert found.partial["modalita_pagamento"] == "01"
    assert "sito_inoculazione" not in found.partial


def test_a_fault_in_an_optional_place_leaves_the_rest() -> None:
    found = only(payload(effettuata()).replace('DataScadenza="2027-01-31"', 'DataScadenza="31/01/2027"'))
    assert found.message == effettuata(data_scadenza=None)
    assert [each.official for each in found.report] == ["6050"]
    assert found.accounting.left == 1


def test_no_antigen_at_all() -> None:
    found = only(re.sub(r"<PrincipioVaccinale[^>]*/>", "", payload(effettuata())))
    assert [(each.code, each.official) for each in found.report] == [("AVN-001", "6141")]


def test_lower_case_is_read_and_upper_case_written() -> None:
    for text, value in (("i", "I"), ("v", "V")):
        found = only(payload(effettuata()).replace('TipoTrasmissione="I"', f'TipoTrasmissione="{text}"'))
        assert found.report.ok
        assert isinstance(found.message, VaccinazioneEffettuata)
        assert found.message.tipo_operazione == value
        assert f'TipoTrasmissione="{value}"' in payload(found.message)


def test_not_moved_is_told() -> None:
    found = only(payload(non_effettuata(), as_rows=True).replace("~V~", "~NM~"))
    assert codes(found) == ["AVN-004"]
    assert isinstance(found.message, VaccinazioneNonEffettuata)
    assert found.message.tipo_operazione is None


def test_an_empty_code_of_structure_is_admitted() -> None:
    found = only(payload(effettuata()).replace('CodiceStruttura="090201"', 'CodiceStruttura=""'))
    assert not found.report
    assert found.message == effettuata(codice_struttura=None)


def test_bad_records_do_not_stop_the_rest() -> None:
    events = [effettuata(lotto=f"L{n}") for n in range(6)]
    whole = write_avn(events)[0].written.payload.decode()
    spoilt = whole.replace('LottoVaccino="L2"', 'LottoVaccino="L2" TipoErogatoreX="1"').replace(
        'LottoVaccino="L4"', 'LottoVaccino="L4" Sconosciuto="1"'
    )
    spoilt = re.sub(r'TipoErogatore="2"([^>]*LottoVaccino="L3")', r"\1", spoilt)
    found = list(read_avn(spoilt.encode()))
    assert [each.record for each in found] == [1, 2, 3, 4, 5, 6]
    assert [each.message is None for each in found] == [False, False, False, True, False, False]
    assert [each.report.ok for each in found] == [True, True, False, False, False, True]


def test_what_stands_between_records_is_told() -> None:
    whole = payload(non_effettuata())
    told = {
        "before a person": whole.replace("<Assistito", "<Altro/><Assistito"),
        "before a record": whole.replace("<Mancata", "<Altro/><Mancata"),
        "after a record": whole.replace("</Assistito>", "<Altro/></Assistito>"),
        "text": whole.replace("<Mancata", "testo<Mancata"),
        "text after": whole.replace("</Assistito>", "testo</Assistito>"),
    }
    for name, text in told.items():
        found = list(read_avn(text.encode()))
        assert "XML-001" in [each.code for read in found for each in read.report], name
        assert non_effettuata() in [read.message for read in found]


def test_a_person_without_records_and_a_record_without_person() -> None:
    whole = payload(non_effettuata())
    empty = list(read_avn(whole.replace("<Assistito", f'<Assistito IdAssistito="{OPACO}"/><Assistito', 1).encode()))
    assert [codes(each) for each in empty] == [["AVN-014"], []]
    record = re.search(r"<Mancata[^>]*/>", whole)
    assert record is not None
    stray = list(read_avn(whole.replace("<Assistito", f"{record[0]}<Assistito", 1).encode()))
    assert [codes(each) for each in stray] == [["XML-005"], []]


def test_a_file_that_breaks_off() -> None:
    whole = write_avn([effettuata(), effettuata(lotto="L2")])[0].written.payload
    found = list(read_avn(whole[: whole.rfind(b"<VaccinoSomministrato") + 40]))
    assert [each.message is None for each in found] == [False, True]
    assert found[-1].report.errors[0].code.startswith("FILE-")


@pytest.mark.parametrize(("text", "code"), [("<altro/>", "FILE-015"), ("A~B\n1~2", "AVN-013"), ("", "FILE-001")])
def test_what_is_no_file_of_the_register(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        list(read_avn(text.encode()))
    assert caught.value.issue.code == code
    assert text == "" or not is_avn(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("as_rows", [False, True])
def test_encodings(encoding: str, as_rows: bool) -> None:
    event = effettuata(denominazione="VACCINO È PRONTO")
    text = payload(event, as_rows=as_rows).replace("UTF-8", encoding.removesuffix("-sig"))
    assert is_avn(text.encode(encoding))
    assert only(text.encode(encoding)).message == event


def test_non_residents_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        write_avn([effettuata(), effettuata(residente=False)])
    (found,) = caught.value.report
    assert (found.code, found.official, found.path) == ("AVN-010", "1803", "[1].residente")


def test_faulty_events_can_be_left_out() -> None:
    (file,) = write_avn([effettuata(residente=False), effettuata()], on_fault="skip")
    assert file.events == (effettuata(),)
    assert [each.code for each in file.written.report] == ["AVN-010"]
    assert [(each.kind, each.path) for each in file.written.loss] == [(LossKind.DROPPED, "[0]")]
    with pytest.raises(Refused):
        write_avn([effettuata(residente=False)], on_fault="skip")


def test_an_identifier_in_clear_needs_a_cipher() -> None:
    event = effettuata(assistito=persona())
    with pytest.raises(Refused) as caught:
        write_one(event)
    assert [(each.code, each.path) for each in caught.value.report] == [("AVN-008", "assistito")]
    assert "RSSMRA" not in str(caught.value)
    written = write_one(event, cipher=Reversible())
    back = only(written.payload).message
    assert isinstance(back, VaccinazioneEffettuata)
    assert isinstance(back.assistito, IdentificativoCifrato)
    assert decrypted(back.assistito.valore) == "RSSMRA80A01D612X"
    assert [each.kind for each in written.loss] == [LossKind.RECODED]


def test_a_cipher_that_does_not_encrypt_is_refused() -> None:
    class Broken:
        def encrypt(self, text: str) -> str:
            return text

    with pytest.raises(Refused) as caught:
        write_one(effettuata(assistito=persona()), cipher=Broken())
    assert [each.code for each in caught.value.report] == ["AVN-009"]


def test_a_person_is_encrypted_once() -> None:
    class Random:
        count = 0

        def encrypt(self, text: str) -> str:
            self.count += 1
            return f"{self.count:0172d}"

    (file,) = write_avn([effettuata(assistito=persona()), effettuata(assistito=persona(), lotto="L2")], cipher=Random())
    assert file.written.payload.count(b"<Assistito ") == 1


def test_a_person_without_identifier_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        write_one(effettuata(assistito=IdentificativoAssistito(genere="NESSUNO")), cipher=Reversible())
    assert [(each.code, each.official) for each in caught.value.report] == [("AVN-011", "1701")]


def test_regions_that_the_schema_does_not_list_are_refused() -> None:
    for change, official in (({"codice_regione": "300"}, "1922"), ({"regione_somministrazione": "001"}, "4050")):
        with pytest.raises(Refused) as caught:
            write_one(effettuata(**change))
        assert [each.official for each in caught.value.report] == [official]
    assert write_one(effettuata(regione_somministrazione="999")).payload
    with pytest.raises(Refused):
        write_one(scheda(regione_domicilio="999"))


def test_losses_name_what_the_register_has_no_place_for() -> None:
    event = effettuata(id_evento_locale="A1", operatore=Operatore(codice_fiscale="RSSMRA80A01D612X"), tipo_operazione=None)
    written = write_one(event)
    assert {(each.kind, each.path) for each in written.loss} == {
        (LossKind.DROPPED, "id_evento_locale"), (LossKind.DROPPED, "operatore"), (LossKind.ASSUMED, "tipo_operazione"),
    }  # fmt: skip


FLAT = """
import io, resource, sys
from siss_interop.messages.vaccinazioni.avn import read_avn
HEAD, RECORD, TAIL = (part.encode() for part in sys.argv[1].split("|"))
class Source(io.RawIOBase):
    def __init__(self, count):
        self.parts = iter([HEAD] + [RECORD] * count + [TAIL])
    def read(self, size=-1):
        return b"".join(part for _, part in zip(range(64), self.parts))
def most(count):
    found = sum(each.message is not None for each in read_avn(Source(count)))
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
small, before = most(2_000)
large, after = most(20_000)
assert (small, large) == (2_000, 20_000), (small, large)
assert after - before < 6_000, (before, after)
"""


@pytest.mark.parametrize("as_rows", [False, True], ids=["xml", "rows"])
def test_many_records_stream_in_flat_memory(as_rows: bool) -> None:
    pytest.importorskip("resource", reason="only Unix tells how much memory a process had")
    text = payload(non_effettuata(), as_rows=as_rows)
    if as_rows:
        names, row = text.splitlines()
        parts = f"{names}\n|{row}\n|"
    else:
        at, end = text.index("<Assistito"), text.index("</Assistito>") + len("</Assistito>")
        parts = f"{text[:at]}|{text[at:end]}|{text[end:]}"
    done = subprocess.run([sys.executable, "-c", FLAT, parts], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
