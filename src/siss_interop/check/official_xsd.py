"""Validation against the official CDA schemas, with libxml2, reading nothing outside the user's folder.

`CDA.xsd` includes `./coreschemas/X` while the published folder is flat. So every include and import, whatever way it
points, is answered by the file of that name beside `CDA.xsd` (or in `coreschemas/` below it, as in HL7's own package),
or not at all.
"""

from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, Final, NamedTuple

from lxml import etree

from siss_interop.check.schematron import RuleFileError

MAX_SCHEMA_BYTES: Final = 10_000_000
"""Size of one file of a rule pack; the largest official one has 0.5 MB."""

_SUBFOLDER: Final = "coreschemas"
_HL7: Final = "{urn:hl7-org:v3}"
# the messages of these kinds quote names and what the schema expects; all others may quote what stands in the document
_MESSAGES_OF_NAMES: Final = frozenset(
    f"SCHEMAV_{name}"
    for name in (
        "ELEMENT_CONTENT",
        "CVC_ELT_1",
        "CVC_ELT_2",
        "CVC_COMPLEX_TYPE_2_1",
        "CVC_COMPLEX_TYPE_2_2",
        "CVC_COMPLEX_TYPE_2_3",
        "CVC_COMPLEX_TYPE_2_4",
        "CVC_COMPLEX_TYPE_3_2_1",
        "CVC_COMPLEX_TYPE_3_2_2",
        "CVC_COMPLEX_TYPE_4",
    )
)


class SchemaFault(NamedTuple):
    """What the schema does not allow: the element (path as libxml2 writes it) and the message."""

    place: str
    message: str


class OfficialXsd:
    """A compiled set of CDA schemas."""

    __slots__ = ("_lock", "_schema")

    def __init__(self, entry: Path, folder: Path) -> None:
        """Compile `entry` (a `CDA.xsd`); no file outside `folder` is read.

        Raises `RuleFileError` where a file is missing, lies outside or is no schema.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        resolver = _Beside(entry.parent, folder)
        parser.resolvers.add(resolver)
        try:
            root = etree.fromstring(read_inside(entry, folder), parser, base_url=f"rulepack:/{entry.name}")
            self._schema = etree.XMLSchema(root)
        except etree.LxmlError as error:
            missing = f": {', '.join(sorted(resolver.missing))} not found beside it" if resolver.missing else ""
            raise RuleFileError(f"{entry.name} in {entry.parent.name} is not a usable schema{missing}") from error
        self._lock = Lock()

    def faults(self, root: etree._Element, show_values: bool, most: int) -> tuple[list[SchemaFault], int]:
        """The first `most` faults of a document, and how many there are in all."""
        with self._lock:  # the schema object holds the faults of its last run
            self._schema.validate(root)
            log = list(self._schema.error_log)
        return [_fault(entry, show_values) for entry in log[:most]], len(log)


def read_inside(path: Path, folder: Path) -> bytes:
    """The bytes of a file of the rule pack.

    Raises `RuleFileError` where it cannot be read, is too long, or lies (through a link) outside the folder.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RuleFileError(f"{path.name} lies outside the rule pack")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SCHEMA_BYTES + 1)
    except OSError as error:
        raise RuleFileError(f"{path.name} cannot be read") from error
    if len(data) > MAX_SCHEMA_BYTES:
        raise RuleFileError(f"{path.name} is longer than {MAX_SCHEMA_BYTES} bytes")
    return data


class _Beside(etree.Resolver):
    """Answers every reference with the file of that name beside the entry; anything else is answered with nothing."""

    def __init__(self, beside: Path, folder: Path) -> None:
        self.beside = beside
        self.folder = folder
        self.missing: set[str] = set()

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        # never None: lxml would then go and look for the file itself
        name = PurePosixPath((system_url or "").replace("\\", "/")).name
        for candidate in (self.beside / name, self.beside / _SUBFOLDER / name):
            if candidate.is_file():
                return self.resolve_string(read_inside(candidate, self.folder), context, base_url=f"rulepack:/{name}")
        self.missing.add(name)
        return self.resolve_empty(context)


def _fault(entry: Any, show_values: bool) -> SchemaFault:
    """One line of libxml2's log, without what it quotes from the document unless asked for."""
    message = str(entry.message).replace(_HL7, "")
    if not show_values and entry.type_name not in _MESSAGES_OF_NAMES:
        # "Element 'x', attribute 'y': ..." begins every message; what follows may quote the value
        message = f"{message.split(': ', 1)[0]}: {_kind(entry.type_name)}"
    return SchemaFault(str(entry.path or ""), message)


def _kind(type_name: str) -> str:
    """`SCHEMAV_CVC_PATTERN_VALID` as `cvc-pattern-valid`: the name of the violated clause, as XML Schema writes it."""
    return type_name.removeprefix("SCHEMAV_").lower().replace("_", "-")
