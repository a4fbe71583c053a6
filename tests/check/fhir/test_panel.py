"""Single defects on valid bundles and resources: each is found, and nothing is found without it."""

from __future__ import annotations

import pytest

from siss_interop.check.fhir import check
from siss_interop.issues import Severity
from tests.check.fhir.panel import DEFECTS, VALID, Defect, valid


@pytest.mark.parametrize("name", VALID)
def test_what_is_valid_has_no_issue(name: str) -> None:
    assert check(VALID[name]) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_found(defect: Defect) -> None:
    resource = valid(defect.base)
    defect.change(resource)
    assert resource != VALID[defect.base]
    found = check(resource)
    assert defect.code in {each.code for each in found if each.severity is Severity.ERROR}, [(each.code, each.xpath) for each in found]


def test_the_panel_is_broad() -> None:
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) >= 44
