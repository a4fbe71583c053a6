"""The settings of one call. There are no global settings: a frozen ``Options`` is passed down."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["BASE", "Options"]

BASE = "urn:siss-interop"
"""Our own base name: every namespace, schema and code system of ours begins with it."""

LANGUAGES = ("it", "en")
SYSTEMS = ("hl7it", "oid")


@dataclass(frozen=True, slots=True)
class Options:
    """Limits against hostile input, and how findings are told.

    ``ValueError`` for a limit below 1 or an unknown language.
    """

    max_bytes: int = 50_000_000
    """Size of one input."""
    max_depth: int = 100
    """Elements (or JSON containers) inside one another; official documents stay below 40."""
    max_attributes: int = 256
    """Attributes of one element: walking them costs the square of their number."""
    max_namespaces: int = 64
    """Namespace declarations on one element."""
    max_injections: int = 4
    """Injections of one person on one day above which many events together give an information; no limit of input."""
    show_values: bool = False
    """Whether texts may show what the message contains (personal data)."""
    lang: str = "it"
    """Language of texts, ``it`` or ``en``."""
    systems: str = "hl7it"
    """Family of identifier systems that FHIR is written with: ``hl7it`` (the URIs of HL7 Italia's guides) or ``oid`` (as the FSE gateway). Both are
    read."""

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}")
        if self.systems not in SYSTEMS:
            raise ValueError(f"systems must be one of {', '.join(SYSTEMS)}")
        for field in fields(self):
            if field.name.startswith("max_") and getattr(self, field.name) < 1:
                raise ValueError(f"{field.name} must be at least 1")
