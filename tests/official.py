"""Where the official material lies, which the project never contains: $SISS_CONFORMANCE, else ../shared/conformance beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = os.environ.get("SISS_CONFORMANCE")
HOME = Path(NAMED) if NAMED else ROOT.parent / "shared" / "conformance"


def documents(*kinds: str) -> list[str]:
    """The paths below HOME of the official documents of some types."""
    return sorted(str(path.relative_to(HOME)) for kind in kinds for path in HOME.glob(f"cda/{kind}/examples-ok/*.xml"))
