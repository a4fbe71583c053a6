"""Rules of the vaccination events."""

from __future__ import annotations

from siss_interop.model.rules import Rule

REGOLE_EVENTI: tuple[Rule, ...] = ()
