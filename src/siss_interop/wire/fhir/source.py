"""What is known while one bundle is read: its resources, how they are reached, and what was left over in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from siss_interop.wire.fhir.out import At, Json, path_of
from siss_interop.wire.results import Reason

Values = dict[str, Any]
#: what a bundle is: looked at by itself, not by its rows
ENVELOPE = frozenset({"resourceType", "type", "entry"})


class LeftOver(NamedTuple):
    """One thing that no field took: its place in the JSON, and why."""

    at: At
    reason: Reason


Left = list[LeftOver]


class Entry:
    """A resource of the bundle, or one contained in it."""

    __slots__ = ("at", "holder", "left", "resource", "type", "url")

    def __init__(self, url: str, resource: Json, at: At, holder: Json) -> None:
        self.url = url
        self.resource = resource
        self.type = resource.get("resourceType")
        self.at = at
        #: the resource in whose `contained` it stands, or itself: `#…` is looked up there
        self.holder = holder
        #: what was left over in it, by path; None as long as nothing reached it
        self.left: dict[str, LeftOver] | None = None


#: a JSON object, the values to fill, what was left over, the source, the place
Read = Callable[[Json, Values, Left, "Source", At], None]


class Source:
    """What is known while one bundle is read."""

    def __init__(self, bundle: Json, *, traced: bool = False) -> None:
        self.bundle = bundle
        self.entries: list[Entry] = []
        self.by_url: dict[Any, Entry] = {}
        self.by_type: dict[Any, list[Entry]] = {}
        #: field of the message -> the resource that it was read from
        self.anchors: dict[str, Entry | None] = {}
        #: what can be compared only when all is read
        self.later: list[Callable[[], None]] = []
        self.left: Left = []
        self.current: Entry | None = None
        self.me: Entry | None = None
        #: (id of the holder, field or index) -> where the value was read, if that is asked for; and the holders, so that no id comes back
        self.trace: dict[tuple[int, Any], At] | None = {} if traced else None
        self.held: list[Any] = []
        #: which resource refers already to which, where all that refer back are told
        self.told: set[tuple[int, int]] = set()
        #: the resources that were read because they refer back
        self.backward: set[int] = set()
        self._referring: dict[tuple[str, tuple[str, ...]], dict[int, list[Entry]]] = {}
        entries = bundle.get("entry")
        for index, item in enumerate(entries if isinstance(entries, list) else ()):
            resource = item.get("resource") if isinstance(item, dict) else None
            if isinstance(resource, dict):
                self._add(item.get("fullUrl"), resource, (((None, "entry"), index), "resource"))

    def _add(self, url: Any, resource: Json, at: At) -> None:
        entry = Entry(url if isinstance(url, str) else "", resource, at, resource)
        self._list(entry)
        if entry.url:
            self.by_url.setdefault(entry.url, entry)
        if isinstance(resource.get("id"), str):
            self.by_url.setdefault(f"{entry.type}/{resource['id']}", entry)
        contained = resource.get("contained")
        for index, inner in enumerate(contained if isinstance(contained, list) else ()):
            if isinstance(inner, dict):
                inside = Entry(f"#{inner.get('id', '')}", inner, ((at, "contained"), index), resource)
                self._list(inside)
                self.by_url[id(resource), inside.url] = inside

    def _list(self, entry: Entry) -> None:
        self.entries.append(entry)
        if isinstance(entry.type, str):
            self.by_type.setdefault(entry.type, []).append(entry)

    def resolve(self, reference: Any, where: Entry | None = None) -> Entry | None:
        """The resource that a Reference of a resource points at, or None."""
        url = reference.get("reference") if type(reference) is dict else None
        if type(url) is not str:
            return None
        if url[:1] == "#":
            where = where or self.current
            return self.by_url.get((id(where.holder), url)) if where else None
        return self.by_url.get(url)

    def referring(self, kind: str, way: tuple[str, ...], target: Entry | None) -> list[Entry]:
        """The resources of a type whose element refers to a resource."""
        found = self._referring.get((kind, way))
        if found is None:
            found = self._referring[kind, way] = {}
            for entry in self.by_type.get(kind, ()):
                for each in {id(self.resolve(reference, entry)) for reference in at_path(entry.resource, way)}:
                    found.setdefault(each, []).append(entry)
        return found.get(id(target), [])

    def visit(self, entry: Entry, read: Read, out: Values) -> None:
        """Read a resource into `out`."""
        left: Left = []
        around, self.current = self.current, entry
        read(entry.resource, out, left, self, entry.at)
        self.current = around
        if left and entry.resource is not entry.holder:
            left = [each for each in left if each.at != (entry.at, "id")]  # the name by which it is referred to
        if entry.left is None:
            entry.left = {path_of(each.at): each for each in left} if left else {}
        elif entry.left:
            found = {path_of(each.at) for each in left}
            entry.left = {path: each for path, each in entry.left.items() if path in found}

    def note(self, holder: Any, key: Any, at: At) -> None:
        """Remember where a value was read."""
        if self.trace is not None:
            self.trace[id(holder), key] = at
            self.held.append(holder)


def at_path(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """All that stands at a path; a list on the way is looked through."""
    if type(value) is list:
        for item in value:
            yield from at_path(item, path)
    elif not path:
        yield value
    elif type(value) is dict and path[0] in value:
        yield from at_path(value[path[0]], path[1:])
