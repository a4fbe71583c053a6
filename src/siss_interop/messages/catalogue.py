"""The catalogue: which messages there are, how each is recognised, where its model and bindings stand. Data: nothing is imported until asked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from siss_interop.errors import UnknownMessage

if TYPE_CHECKING:
    from siss_interop.model.base import Message
    from siss_interop.wire.words import Binding

#: formats of the library, and what each is
FORMATS: Mapping[str, str] = {
    "cda": "CDA R2, the documents of the Italian health record",
    "json": "our own JSON: complete, and carrying the original",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: its name, flow and title, where its class is, and for each format its binding or the reason why there is none."""

    name: str
    flow: str
    title: str
    model: str
    formats: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    template: str | None = None
    loinc: str | None = None
    rules: str | None = None
    sample: str | None = None

    def load(self) -> type[Message]:
        """The class of the message."""
        found: type[Message] = _imported(self.model)
        return found

    def binding(self, to: str) -> Binding:
        """The binding for a format. Raises UnknownMessage with the reason where the message has none."""
        if to not in self.formats:
            reason = self.refused.get(to, "this format is not made for this message")
            raise UnknownMessage(f"{self.name} has no {to}: {reason}; it has {', '.join(sorted(self.formats)) or 'none'} and json")
        found: Binding = _imported(self.formats[to])
        return found


def _imported(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


_VACC = "siss_interop.messages.vaccinazioni"

CATALOGUE: tuple[Entry, ...] = (
    Entry(
        "SchedaSingolaVaccinazione", "vaccinazioni", "Scheda della singola vaccinazione",
        f"{_VACC}.documenti:SchedaSingolaVaccinazione", {"cda": f"{_VACC}.cda:SCHEDA_SINGOLA"},
        template="2.16.840.1.113883.2.9.10.1.11.1.1", loinc="87273-9",
        rules=f"{_VACC}.regole:REGOLE_DOCUMENTI", sample=f"{_VACC}.esempi:scheda_singola",
    ),
    Entry(
        "CertificatoVaccinale", "vaccinazioni", "Certificato vaccinale",
        f"{_VACC}.documenti:CertificatoVaccinale", {"cda": f"{_VACC}.cda:CERTIFICATO"},
        template="2.16.840.1.113883.2.9.10.1.11.1.2", loinc="82593-5",
        rules=f"{_VACC}.regole:REGOLE_DOCUMENTI", sample=f"{_VACC}.esempi:certificato",
    ),
)  # fmt: skip

_BY_NAME = {entry.name: entry for entry in CATALOGUE}
_BY_TEMPLATE = {entry.template: entry for entry in CATALOGUE if entry.template}


def entry(name: str) -> Entry:
    """The entry of a message by its name. Raises UnknownMessage that names the nearest."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    near = difflib.get_close_matches(name, _BY_NAME, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnknownMessage(f"no such message{hint} (messages: {', '.join(_BY_NAME)})")


def entry_of(message: Message) -> Entry:
    """The entry of a message by its class."""
    return entry(type(message).__name__)


def by_template(roots: Iterable[str]) -> Entry | None:
    """The entry of a document by its templateIds: the first that names a type."""
    return next((_BY_TEMPLATE[root] for root in roots if root in _BY_TEMPLATE), None)
