"""The table of OIDs: well-formed, without doubles, in step with the lists and with what official documents carry."""

import importlib

import pytest

from siss_interop.codes import code_lists
from siss_interop.ids import oid, oids


@pytest.mark.parametrize("table", [oids.REGISTRIES, oids.CODE_SYSTEMS], ids=["registries", "code systems"])
def test_keys_and_oids_are_unique_and_well_formed(table: tuple[oids.Registry, ...] | tuple[oids.CodeSystem, ...]) -> None:
    assert len({entry.key for entry in table}) == len({entry.oid for entry in table}) == len(table)
    assert all(oid.is_valid(entry.oid) for entry in table)


def test_named_modules_exist() -> None:
    for entry in oids.REGISTRIES:
        if entry.module:
            assert importlib.import_module(f"siss_interop.ids.{entry.module}").is_valid("") is False


def test_lists_have_the_name_of_their_code_system() -> None:
    for found in code_lists():
        if found.oid:
            system = oids.code_system(found.oid)
            assert system is not None, found.id
            assert system.name == found.name


@pytest.mark.parametrize(("region", "kind", "expected"), [
    ("030", "stp", "2.16.840.1.113883.2.9.2.30.4.1.1"), ("090", "anagrafe", "2.16.840.1.113883.2.9.2.90.4.1"),
    ("120", "documenti", "2.16.840.1.113883.2.9.2.120.4.4"), ("041", "operatori", "2.16.840.1.113883.2.9.2.41.4.2"),
])  # fmt: skip
def test_regional_registers_there_and_back(region: str, kind: str, expected: str) -> None:
    made = oids.regional(region, kind)
    assert made.oid == expected
    assert oids.registry(expected) == made


@pytest.mark.parametrize(("region", "kind"), [("90", "stp"), ("000", "stp"), ("090", "altro"), ("", "stp"), ("٠٩٠", "stp")])
def test_other_regions_and_kinds_are_refused(region: str, kind: str) -> None:
    with pytest.raises(ValueError, match="a region has three digits"):
        oids.regional(region, kind)


@pytest.mark.parametrize("unknown", ["", "1.2.3", "2.16.840.1.113883.2.9.2.30.9.9", "2.16.840.1.113883.2.9.2.030.4.1", "🙂"])
def test_what_is_not_in_the_table_is_none(unknown: str) -> None:
    assert oids.registry(unknown) is None
    assert oids.code_system(unknown) is None
