"""A dialect of XML: its namespace, in which order children stand, what its schema implies, and how strict a reader is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSI_TYPE = f"{{{XSI}}}type"


def _as_written(parent: str, child: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the engines must know of an XML format besides its bindings."""

    name: str
    namespace: str | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    #: (parent, child) -> where the child stands; by default the words stand in the order of the schema themselves
    rank: Callable[[str, str], int] = _as_written
    #: element -> attribute -> values that the schema gives by itself
    implied: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    #: a closed dialect has no room for what the model does not know: it is an error, and so is a wrong order
    closed: bool = False

    @property
    def ranked(self) -> bool:
        """Whether the schema has an order of children of its own; else they stand as the words of the binding do."""
        return self.rank is not _as_written

    def element(self, name: str) -> str:
        """The Clark name of an element: without a prefix it is in the dialect's own namespace."""
        prefix, _, local = name.rpartition(":")
        uri = self.prefixes[prefix] if prefix else self.namespace
        return f"{{{uri}}}{local}" if uri else local

    def attribute(self, name: str) -> str:
        """The Clark name of an attribute: without a prefix it is in no namespace."""
        prefix, _, local = name.rpartition(":")
        return f"{{{self.prefixes[prefix]}}}{local}" if prefix else local

    def declarations(self, content: str | None = None) -> str:
        """The namespace declarations of an element; with its content given, only the prefixes that occur in it (and `xsi`, by custom)."""
        own = f' xmlns="{self.namespace}"' if self.namespace else ""
        wanted = (prefix for prefix in self.prefixes if content is None or prefix == "xsi" or f"<{prefix}:" in content)
        return own + "".join(f' xmlns:{prefix}="{self.prefixes[prefix]}"' for prefix in wanted)
