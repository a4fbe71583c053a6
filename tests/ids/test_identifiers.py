"""What each identifier accepts, refuses and says; no rubbish gets through and none raises."""

import doctest
import importlib
import pkgutil
import string
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import siss_interop.ids
from siss_interop.ids import InvalidId, codice_aic, nre, team
from siss_interop.ids.text import MAX_LENGTH
from siss_interop.issues import DEFINITIONS, Severity

HELPERS = {"faults", "oids", "text"}
MODULES = [importlib.import_module(f"siss_interop.ids.{found.name}") for found in pkgutil.iter_modules(siss_interop.ids.__path__)]
IDENTIFIERS = [module for module in MODULES if module.__name__.rpartition(".")[2] not in HELPERS]
STRICT = [module for module in IDENTIFIERS if "strict" in module.is_valid.__annotations__]
OTHERS = [codice_aic.from_base32, nre.validate_cartacea, team.validate_personale]

RUBBISH: list[object] = [
    None, True, 0, 1.5, 12345678901, b"RSSMRA80A01H501U", bytearray(b"090201"), [], {}, (), "", " ", "\n", "\0", "🙂", "🙂" * 16,
    "\u0661" * 11, "\uff11" * 6, "\u00b2" * 9, "\u202e090201", "0902\u200b01", "048017\u00a0", "I\u0307T", "\u0131t", "\ud800",
    "090201\x00", "09\n0201", "0" * (MAX_LENGTH + 1), "-", "--", "' OR 1=1", "<a/>", "{0}", "%s", "../x",
]  # fmt: skip


@pytest.mark.parametrize("module", IDENTIFIERS, ids=lambda module: module.__name__)
@pytest.mark.parametrize("rubbish", RUBBISH, ids=ascii)
def test_rubbish_is_not_valid(module: ModuleType, rubbish: object) -> None:
    assert module.is_valid(rubbish) is False
    if module in STRICT:
        assert module.is_valid(rubbish, strict=False) is False


@pytest.mark.parametrize("module", IDENTIFIERS, ids=lambda module: module.__name__)
@given(st.text(max_size=40) | st.text(alphabet="0123456789ABEILMNPST.-: \n", max_size=40) | st.binary(max_size=20))
def test_is_valid_never_raises_and_agrees_with_validate(module: ModuleType, text: object) -> None:
    if not module.is_valid(text):
        with pytest.raises(InvalidId) as refused:
            module.validate(text)
        assert refused.value.code in DEFINITIONS
        assert not isinstance(text, str) or len(text) < 5 or text not in str(refused.value)
        return
    compact = module.validate(text)
    assert module.validate(compact) == compact == module.compact(text)
    assert compact.isascii()


@pytest.mark.parametrize("module", STRICT, ids=lambda module: module.__name__)
@given(st.text(alphabet=string.digits + "ABEILMNPST", max_size=20))
def test_strict_is_narrower_than_the_form(module: ModuleType, text: str) -> None:
    if module.is_valid(text):
        assert module.is_valid(text, strict=False)


@pytest.mark.parametrize("validate", OTHERS, ids=lambda function: function.__qualname__)
@pytest.mark.parametrize("rubbish", ["", "🙂", "\u0661" * 15, "x" * 300, None, b"1" * 15], ids=ascii)
def test_other_validators_refuse_rubbish(validate: object, rubbish: object) -> None:
    with pytest.raises(InvalidId):
        validate(rubbish)  # type: ignore[operator]


VALIDATORS = {
    "01": "codice_fiscale", "02": "codice_stp", "03": "team", "04": "codice_azienda", "05": "codice_struttura", "06": "codice_comune",
    "07": "codice_stato", "08": "codice_aic", "09": "nre", "10": "partita_iva", "11": "oid", "12": "uuid",
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(c for c in DEFINITIONS if c.startswith("ID-")))
def test_the_examples_of_a_code_pass_and_fail_with_it(code: str) -> None:
    definition = DEFINITIONS[code]
    if code in ("ID-001", "ID-002"):
        module, function = "codice_fiscale" if code == "ID-001" else "codice_stp", "validate"
    else:
        module = "codice_eni" if code == "ID-025" else VALIDATORS[code[3:5]]
        function = {"ID-032": "validate_personale", "ID-092": "validate_cartacea"}.get(code, "validate")
    validate = getattr(importlib.import_module(f"siss_interop.ids.{module}"), function)
    assert validate(definition.passing) == definition.passing
    with pytest.raises(InvalidId) as refused:
        validate(definition.failing or "X" * (MAX_LENGTH + 1) if code == "ID-002" else definition.failing)
    assert (refused.value.code, refused.value.it, refused.value.en) == (code, definition.it, definition.en)
    assert isinstance(refused.value, ValueError)


def test_only_what_strict_adds_is_a_warning() -> None:
    warnings = {code for code, known in DEFINITIONS.items() if code.startswith("ID-") and known.severity is Severity.WARNING}
    assert warnings == {"ID-011", "ID-012", "ID-013", "ID-014", "ID-031", "ID-041", "ID-081", "ID-091", "ID-101"}


@pytest.mark.parametrize("module", [siss_interop.ids, *MODULES], ids=lambda module: module.__name__)
def test_doctests(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("number", ["1300A4000000248", "030A05714294324", "090A02205783394", "1900A0000000012"])
def test_nre_shapes_seen_in_the_wild(number: str) -> None:
    assert nre.validate(number) == number


@given(st.integers(0, 99_999_999).map(lambda n: f"0{n:08}"))
def test_one_check_digit_in_ten_matches(number: str) -> None:
    assert sum(codice_aic.is_valid(number[:8] + digit) for digit in string.digits) == 1
