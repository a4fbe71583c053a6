"""Cancellations in the register: a record `C` has all values of the event that it takes back, so that event must be at hand."""

from __future__ import annotations

import pytest

from siss_interop.errors import Refused
from siss_interop.issues import Severity
from siss_interop.losses import LossKind
from siss_interop.messages.vaccinazioni.avn import read_avn, write_one
from siss_interop.messages.vaccinazioni.eventi import Cancella, EventoSIV, PrincipioVaccinale, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.wire.results import Read
from tests.messages.vaccinazioni.avn_material import Reversible, effettuata, non_effettuata, persona, scheda

SAMPLES: dict[str, EventoSIV] = {"VSX": effettuata(), "VNX": non_effettuata(), "AVX": scheda()}


def only(data: str | bytes) -> Read:
    (found,) = read_avn(data.encode() if isinstance(data, str) else data)
    return found


def codes(found: Read) -> list[str]:
    return [each.code for each in found.report]


def cancella(event: EventoSIV, **changes: object) -> Cancella:
    values = {"codice_regione": event.codice_regione, "assistito": event.assistito, "tipo_evento_da_cancellare": event.tipo_evento}
    return Cancella.model_validate({**values, **changes})


def key_of(event: EventoSIV) -> dict[str, object]:
    if isinstance(event, VaccinazioneEffettuata):
        return {"data_somministrazione": event.data_somministrazione, "principi": event.principi}
    if isinstance(event, VaccinazioneNonEffettuata):
        return {"principi": (PrincipioVaccinale(cod_antigene=event.cod_antigene, dose=event.dose),)}
    return {}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("as_rows", [False, True], ids=["xml", "rows"])
def test_a_cancellation_goes_out_and_comes_back(name: str, as_rows: bool) -> None:
    event = SAMPLES[name]
    wanted = cancella(event, **key_of(event))
    written = write_one(wanted, cancelled=[event], as_rows=as_rows)
    assert not written.loss
    found = only(written.payload)
    assert found.message == wanted
    assert codes(found) == (["AVN-005"])
    assert found.report.issues[0].severity is Severity.INFORMATION
    assert found.accounting.left > 0


def test_a_cancellation_by_local_identity() -> None:
    event = effettuata(id_evento_locale="A1")
    written = write_one(cancella(event, id_evento_locale="A1"), cancelled=[event])
    assert only(written.payload).message == cancella(event, **key_of(event))
    assert {(each.kind, each.path) for each in written.loss} == {
        (LossKind.DROPPED, "id_evento_locale"), (LossKind.ASSUMED, "data_somministrazione"), (LossKind.ASSUMED, "principi"),
    }  # fmt: skip
    with pytest.raises(Refused):  # another person under the same local identity
        write_one(cancella(event, id_evento_locale="A1", assistito=persona()), cancelled=[event], cipher=Reversible())


def test_a_cancellation_of_one_antigen() -> None:
    event = effettuata()
    wanted = cancella(event, data_somministrazione=event.data_somministrazione, principi=event.principi[:1])
    assert only(write_one(wanted, cancelled=[event]).payload).message == wanted


def test_a_cancellation_without_its_event_is_refused_and_says_what_is_missing() -> None:
    event = effettuata()
    with pytest.raises(Refused) as caught:
        write_one(cancella(event, **key_of(event)))
    (found,) = caught.value.report
    assert found.code == "AVN-012"
    assert "TipoErogatore" in found.text()
    assert "DataSomministrazione" not in found.text()


def test_a_cancellation_with_a_faulty_key_is_no_cancellation() -> None:
    event = effettuata()
    text = write_one(cancella(event, **key_of(event)), cancelled=[event]).payload.decode()
    found = only(text.replace(f'DataSomministrazione="{event.data_somministrazione}"', 'DataSomministrazione="ieri"'))
    assert found.message is None
    assert found.type == "Cancella"
    other = only(text.replace('SitoInoculazione="01"', ""))
    assert other.message is not None
    assert [each.official for each in other.report.errors] == ["6081"]
