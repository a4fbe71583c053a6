"""What all tests share: Hypothesis profiles and the way to the official material."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.official import HOME, NAMED

# Examples are derived from the test itself, so that a run which passed passes again. There is no deadline, because the
# first call of a test compiles bindings and the others do not.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def conformance() -> Path:
    """Folder of the official material: $SISS_CONFORMANCE, else ../shared/conformance beside the checkout.

    Skips the test where the material is absent. A variable that points nowhere is a mistake, not an absence, and fails.
    """
    if HOME.is_dir():
        return HOME
    if NAMED:
        pytest.fail("SISS_CONFORMANCE does not name a folder")
    pytest.skip("no official material: ../shared/conformance is absent and SISS_CONFORMANCE is not set")
