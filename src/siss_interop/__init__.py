"""siss_interop: the messages of Regione Toscana's flows and of the SISS health record as typed objects; nothing is lost silently.

The names below are loaded when they are first used: importing the package loads neither pydantic nor lxml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from siss_interop.api import convert, html, read, validate, write
    from siss_interop.errors import Refused, SissError, UnknownMessage, Unreadable
    from siss_interop.issues import Report, Severity, ValidationIssue
    from siss_interop.losses import Loss, LossKind, LossReport
    from siss_interop.many import Checked, read_all, validate_all, write_all
    from siss_interop.messages.catalogue import CATALOGUE
    from siss_interop.options import Options
    from siss_interop.wire.results import Accounting, LeftOver, Original, Read, Written

__version__ = "0.1.0"

_WHERE = {
    "siss_interop.api": ("convert", "html", "read", "validate", "write"),
    "siss_interop.many": ("Checked", "read_all", "validate_all", "write_all"),
    "siss_interop.errors": ("Refused", "SissError", "UnknownMessage", "Unreadable"),
    "siss_interop.issues": ("Report", "Severity", "ValidationIssue"),
    "siss_interop.losses": ("Loss", "LossKind", "LossReport"),
    "siss_interop.messages.catalogue": ("CATALOGUE",),
    "siss_interop.options": ("Options",),
    "siss_interop.wire.results": ("Accounting", "LeftOver", "Original", "Read", "Written"),
}
_MODULE = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "CATALOGUE", "Accounting", "Checked", "LeftOver", "Loss", "LossKind", "LossReport", "Options", "Original", "Read", "Refused", "Report",
    "Severity", "SissError", "UnknownMessage", "Unreadable", "ValidationIssue", "Written", "convert", "html", "read", "read_all", "validate",
    "validate_all", "write", "write_all",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'siss_interop' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_MODULE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
