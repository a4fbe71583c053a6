"""The rules of a message's type, run over it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from siss_interop.issues import ValidationIssue
from siss_interop.messages.catalogue import Entry
from siss_interop.model.base import Message
from siss_interop.model.rules import Rule, judge


def rules_of(entry: Entry) -> tuple[Rule, ...]:
    """The rules of a message's type."""
    if entry.rules is None:
        return ()
    module, _, name = entry.rules.partition(":")
    found: tuple[Rule, ...] = getattr(import_module(module), name)
    return found


def check_message(message: Message, entry: Entry) -> Iterator[ValidationIssue]:
    """Every issue of a message under the rules of its type."""
    return judge(rules_of(entry), message)
