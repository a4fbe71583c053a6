"""The ministry's discard file, given back as an outcome for each event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from siss_interop.errors import Unreadable
from siss_interop.messages.vaccinazioni.avn import read_avn, write_avn
from siss_interop.messages.vaccinazioni.avn.scarti import discards, esiti
from tests.messages.vaccinazioni.avn_material import effettuata, non_effettuata

QUANDO = "2026-04-01T10:00:00+02:00"


def discard(number: int | str, *faults: tuple[str, str | None, str]) -> dict[str, Any]:
    return {
        "numeroRecord": str(number),
        "recordProcessato": {"modalita": "RE"},
        "listEsiti": [
            {
                "campo": field,
                "valoreScarto": value,
                "valoreEsito": False,
                "erroriValidazione": [{"codice": code, "descrizione": "Parole del ministero"}],
            }
            for field, value, code in faults
        ],
    }


def test_a_discarded_antigen_discards_its_event() -> None:
    (file,) = write_avn([effettuata(id_evento_locale="A1"), effettuata(lotto="L2"), effettuata(lotto="L3")], as_rows=True)
    found = esiti(json.dumps([discard(4, ("codTipoFormulazione", "02", "3060")), discard(9, ("dose", None, "6051"))]).encode(), file, data_ora=QUANDO)
    assert [each.esito for each in found.esiti] == ["OK", "SCARTATO", "OK"]
    assert [each.id_messaggio_riferito for each in found.esiti] == ["A1", "record-3", "record-5"]
    (note,) = found.esiti[1].segnalazioni
    assert (note.codice, note.livello, note.percorso, note.valore) == ("3060", "GRAVE", "cod_tipo_formulazione", "02")
    assert [each.record for each in found.altri] == [9]


def test_events_that_were_read_bring_their_numbers() -> None:
    (file,) = write_avn([effettuata(), effettuata(lotto="L2")], as_rows=True)
    found = list(read_avn(file.written.payload))
    assert [each.esito for each in esiti(json.dumps([discard(3)]).encode(), found, data_ora=QUANDO).esiti] == ["OK", "SCARTATO"]
    assert [each.esito for each in esiti(json.dumps([discard(2)]).encode(), file.events, data_ora=QUANDO).esiti] == ["SCARTATO", "OK"]


def test_blocks_with_a_comma_after_each() -> None:
    data = ",".join(json.dumps([discard(number)]) for number in (1, 2)) + ","
    assert [each.record for each in discards(data.encode())] == [1, 2]


def test_the_names_of_the_text() -> None:
    entry = {
        "NUMERO RECORD": 1,
        "LISTA ESITI": [{"Campo": "dose", "Valore Esito": False, "Errori Validazione": [{"Codice": "6051", "Descrizione": "x"}]}],
    }
    (found,) = esiti(json.dumps([entry]).encode(), [non_effettuata()], data_ora=QUANDO).esiti
    assert [(each.codice, each.percorso) for each in found.segnalazioni] == [("6051", "dose")]


def test_hostile_values_do_not_break_the_outcome() -> None:
    entry = discard(1, ("campo\x00strano", "\x00", "codice con spazi"), ("", "x" * 5000, ""))
    (found,) = esiti(json.dumps([entry]).encode(), [non_effettuata()], data_ora=QUANDO).esiti
    assert [each.codice for each in found.segnalazioni] == ["000", "000"]


@pytest.mark.parametrize(
    "text", ['{"a": 1}', "[1]", '[{"numeroRecord": "x"}]', '[{"numeroRecord": "1", "listEsiti": {"a": 1}}]', "[[[[[[]]]]]]", "ciao"]
)
def test_another_shape(text: str) -> None:
    with pytest.raises(Unreadable):
        esiti(text.encode(), [non_effettuata()], data_ora=QUANDO)
