"""What HL7's own validator said of our FHIR outputs: the record is of the present outputs, R4 is kept, and the guides but for known points.

No Java is needed: `make fhir-official` asks the validator and writes the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.fhir_official import record
from tests.fhir_official.judges import JUDGES, Judge
from tests.fhir_official.known import KNOWN, Known
from tests.fhir_official.outputs import OFFICIAL, official, outputs, own
from tests.fhir_official.record import Fault, Outcome

REFRESH = "the record is not of these outputs: `make fhir-official` (needs Java and Maven) writes it anew"
RECORDED = record.load()
R4 = JUDGES[0].name
SUMMARY = "ProfiloSanitarioSintetico"


def _unlike(made: Iterable[tuple[str, bytes]], *, official: bool) -> list[str]:
    """The outputs whose record is absent or of other bytes, and the records whose output is no more."""
    digests = {(name, judge.name): record.digest(payload) for name, payload in made for judge in JUDGES}
    recorded = {key: outcome.sha256 for key, outcome in RECORDED.items() if key[0].startswith(OFFICIAL) is official}
    return sorted({name for name, _ in dict(digests.items() ^ recorded.items())})


def test_the_record_is_of_our_own_outputs() -> None:
    assert _unlike(own(), official=False) == [], REFRESH


def test_the_record_is_of_the_official_documents(conformance: Path) -> None:
    assert _unlike(official(conformance), official=True) == [], REFRESH


def test_something_is_recorded_for_each_judge() -> None:
    assert {judge for _, judge in RECORDED} == {judge.name for judge in JUDGES}, REFRESH


def test_r4_is_kept() -> None:
    assert [(each.name, fault) for each in RECORDED.values() if each.judge == R4 for fault in each.faults] == []


def test_the_guides_are_kept_but_for_what_is_known() -> None:
    faults = [(each, fault) for each in RECORDED.values() if each.judge != R4 for fault in each.faults]
    assert [(each.name, each.judge, fault) for each, fault in faults if not any(known.covers(each, fault) for known in KNOWN)] == []


def test_the_summaries_keep_to_ips() -> None:
    said = [each for each in RECORDED.values() if each.judge == "ips" and each.name.startswith((f"sample/{SUMMARY}", f"{OFFICIAL}PSS/"))]
    assert said
    assert [(each.name, fault) for each in said for fault in each.faults] == []


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.judge} {known.text}")
def test_what_is_known_is_still_said(known: Known) -> None:
    assert any(known.covers(each, fault) for each in RECORDED.values() for fault in each.faults)


def _said(level: str, place: str, text: str) -> dict[str, str]:
    return {"level": level, "id": "X", "place": place, "text": text}


def test_an_outcome_counts_all_and_keeps_the_faults() -> None:
    place = "Bundle.entry[%d].resource/*Patient/null*/.name[0]"
    text = "not  urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e"
    messages = [_said("error", place % 1, text), _said("error", place % 2, text), _said("fatal", "Bundle", "b"), _said("warning", "c", "d")]
    found = record.outcome("name", "r4", b"{}", messages)
    assert found.counts == {"fatal": 1, "error": 2, "warning": 1, "information": 0}
    assert found.faults == (Fault("X", "Bundle", "b"), Fault("X", "Bundle.entry[].resource(Patient).name[]", "not urn:uuid:…", 2))


def test_a_message_may_have_neither_code_nor_place() -> None:
    found = record.outcome("name", "r4", b"no", [{"level": "fatal", "text": "no JSON"}])
    assert found.faults == (Fault("", "", "no JSON"),)


def test_a_long_text_is_cut() -> None:
    found = record.outcome("name", "r4", b"{}", [_said("error", "a", "x" * 1000)])
    assert len(found.faults[0].text) == 240


def test_a_record_comes_back(tmp_path: Path) -> None:
    made = [record.outcome(name, "r4", b"{}", [_said("error", "a", "è")]) for name in ("b", "a")]
    record.save(made, tmp_path / "record.json")
    assert list(record.load(tmp_path / "record.json").values()) == made[::-1]
    assert len((tmp_path / "record.json").read_text(encoding="utf-8").splitlines()) == 4


def test_no_record_is_an_empty_one(tmp_path: Path) -> None:
    assert record.load(tmp_path / "absent.json") == {}


def test_r4_alone_gets_the_bytes_as_they_are() -> None:
    assert JUDGES[0].laid_before(b'{ "a" : 1.10 }') == b'{ "a" : 1.10 }'


def test_a_guide_gets_each_resource_with_its_profile() -> None:
    judge = Judge("guide", profiles={"Patient": "urn:p"})
    bundle = {"entry": [{"resource": {"resourceType": "Patient", "meta": {"profile": ["urn:o"]}}}, {"resource": {"resourceType": "Task"}}, {}]}
    laid = json.loads(judge.laid_before(json.dumps(bundle).encode()))
    assert [each.get("resource", {}).get("meta") for each in laid["entry"]] == [{"profile": ["urn:o", "urn:p"]}, None, None]


def test_definitions_are_made_usable(tmp_path: Path) -> None:
    folder = tmp_path / "guide" / "compiled"
    folder.mkdir(parents=True)
    later = "http://hl7.org/fhir/StructureDefinition/originalText"
    given = {
        "a": {
            "resourceType": "StructureDefinition",
            "kind": "resource",
            "profile": [f"{later}|5.2.0", "http://hl7.org/fhir/StructureDefinition/x|4.0.1"],
        },
        "b": {"resourceType": "StructureDefinition", "kind": "logical"},
        "c": {"resourceType": "CodeSystem", "content": "complete"},
        "d": {"resourceType": "CodeSystem", "content": "complete", "concept": [{"code": "1"}]},
        "e": {"resourceType": "ImplementationGuide"},
    }
    for name, content in given.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    found = {name: json.loads(text) for name, text in Judge("guide", ("guide",)).definitions(tmp_path).items()}
    assert list(found) == ["guide-a.json", "guide-c.json", "guide-d.json"]
    assert found["guide-a.json"]["profile"] == [later, "http://hl7.org/fhir/StructureDefinition/x|4.0.1"]
    assert [found[f"guide-{name}.json"]["content"] for name in "cd"] == ["not-present", "complete"]


def test_every_profile_is_one_that_its_judge_knows(conformance: Path) -> None:
    for judge in JUDGES[1:]:
        urls = {json.loads(text).get("url") for text in judge.definitions(conformance / "fhir").values()}
        assert set(judge.profiles.values()) <= urls, judge.name


def test_what_is_known_covers_only_its_own() -> None:
    known = KNOWN[0]
    said = Fault(known.code, "Bundle", f"… {known.text} …")
    assert known.covers(Outcome("n", known.judge, "", {}), said)
    assert not known.covers(Outcome("n", "r4", "", {}), said)
    assert not known.covers(Outcome("n", known.judge, "", {}), Fault("other", "Bundle", said.text))
    assert not known.covers(Outcome("n", known.judge, "", {}), Fault(known.code, "Bundle", "other"))


def test_each_output_has_a_name_of_its_own() -> None:
    names = [name for name, _ in outputs()]
    assert names
    assert len(set(names)) == len(names)
