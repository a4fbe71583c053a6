"""What differs between two documents, node by node, and whether the change of the message explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lxml import etree
from lxml.etree import _Element
from pydantic import BaseModel

from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.tree.locate import locate
from siss_interop.wire.tree.pair import HALF, similarity
from siss_interop.wire.tree.plan import Plan

Keys = tuple[str | int, ...]
Item = _Element | str


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `kind` is attribute, text, space, other (a comment or processing instruction), gone or new.

    `old` and `new` are the elements it concerns: both where an attribute or a text changed; the element that went, or came; for text, space and
    comments the elements around it.
    """

    kind: str
    old: _Element | None
    new: _Element | None
    name: str = ""

    def __str__(self) -> str:
        at = self.old if self.old is not None else self.new
        return f"{self.kind} {self.name} at {xmlio.xpath_of(at) if at is not None else '?'}"


def tree(data: bytes) -> _Element:
    """The root, comments kept; CDATA is text."""
    return etree.fromstring(etree.tostring(xmlio.parse(data, Options(), comments=True), method="c14n", with_comments=True))


def differences(old: _Element, new: _Element) -> Iterator[Difference]:
    """Everything in which two elements differ, down to the white space."""
    for name in {**old.attrib, **new.attrib}:
        if old.get(name) != new.get(name):
            yield Difference("attribute", old, new, str(name))
    ours, theirs = _content(old), _content(new)
    # the same comments in the same order stayed, whatever came or went between them
    stayed = [_key(item) for item in ours if _is_comment(item)] == [_key(item) for item in theirs if _is_comment(item)]
    matcher = SequenceMatcher(None, [_key(item) for item in ours], [_key(item) for item in theirs], autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            found = _block(ours[start:end], theirs[first:last], old, new)
            yield from (each for each in found if not (stayed and each.kind == "other"))


def _block(ours: Sequence[Item], theirs: Sequence[Item], old: _Element, new: _Element) -> Iterator[Difference]:
    """Differences of two runs of content; elements of one name are compared with one another in their order."""
    free = [item for item in theirs if isinstance(item, _Element)]
    for item in ours:
        if isinstance(item, str) or not isinstance(item.tag, str):
            yield _loose(item, old, new)
            continue
        twin = next((other for other in free if other.tag == item.tag), None)
        if twin is None:
            yield Difference("gone", item, None)
        else:
            free.remove(twin)
            yield from differences(item, twin)
    for item in theirs:
        if isinstance(item, str) or not isinstance(item.tag, str):
            yield _loose(item, old, new)
        elif item in free:
            yield Difference("new", None, item)


def _canonical(found: _Element) -> bytes:
    # the text after the element is not its own
    tail, found.tail = found.tail, None
    made = etree.tostring(found, method="c14n", with_comments=True)
    found.tail = tail
    return made


def _is_comment(item: Item) -> bool:
    return not isinstance(item, str) and not isinstance(item.tag, str)


def _loose(item: Item, old: _Element, new: _Element) -> Difference:
    if isinstance(item, str):
        return Difference("space" if item.isspace() else "text", old, new)
    return Difference("other", old, new)


def _content(found: _Element) -> list[Item]:
    items: list[Item] = [found.text] if found.text else []
    for child in found:
        items.append(child)
        if child.tail:
            items.append(child.tail)
    return items


def _key(item: Item) -> bytes | str:
    if isinstance(item, str):
        return item
    # lxml crashes on the canonical form of a comment by itself
    as_element = isinstance(item.tag, str)
    return _canonical(item) if as_element else etree.tostring(item, with_tail=False)


def changes(old: Any, new: Any, at: Keys = (), there: Keys = ()) -> Iterator[tuple[Keys | None, Keys | None]]:
    """Where two messages differ: the path in the old one and in the new one (None where it is in one of them only)."""
    if isinstance(old, BaseModel) and type(old) is type(new):
        for name in type(old).model_fields:
            yield from changes(getattr(old, name), getattr(new, name), (*at, name), (*there, name))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _items(old, new, at, there)
    elif old != new:
        yield (None if old is None else at), (None if new is None else there)


def _items(old: tuple[Any, ...], new: tuple[Any, ...], at: Keys, there: Keys) -> Iterator[tuple[Keys | None, Keys | None]]:
    if old != new and Counter(old) == Counter(new):
        # only the order is another: which of the items moved is anyone's to say
        yield from (((*at, i), (*there, i)) for i in range(len(old)))
        return
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            for i, j in zip(range(start, end), range(first, last), strict=True):
                if similarity(old[i], new[j]) < HALF:
                    # so little is left of the item that it counts as another one
                    yield (*at, i), (*there, j)
                yield from changes(old[i], new[j], (*at, i), (*there, j))
        elif kind != "equal":
            # of items that are equal anyone may say which one went
            yield from (((*at, i), None) for i, item in enumerate(old) if item in old[start:end])
            yield from ((None, (*there, j)) for j in range(first, last))


@dataclass(slots=True)
class Comparison:
    """A document before and after a change of its message, and the places that the change concerns."""

    plan: Plan
    old: _Element
    new: _Element
    before: list[tuple[_Element, str]]
    after: list[tuple[_Element, str]]

    @classmethod
    def of(cls, plan: Plan, was: bytes, now: bytes, old: Message, new: Message) -> Comparison:
        """Compare, with the places of all paths in which the messages differ."""
        ours, theirs = tree(was), tree(now)
        pairs = list(changes(old, new))
        before = [locate(plan, ours, path) for path, _ in pairs if path is not None]
        after = [locate(plan, theirs, path) for _, path in pairs if path is not None]
        return cls(plan, ours, theirs, before, after)

    def unexplained(self) -> list[str]:
        """The differences that the change of the message does not explain."""
        found = list(differences(self.old, self.new))
        loose = {item for each in found for item in self._around(each)}
        loose |= {around for at, what in (*self.before, *self.after) if what == "" and (around := at.getparent()) is not None}
        return [str(each) for each in found if not self._explained(each, loose)]

    @staticmethod
    def _around(each: Difference) -> list[_Element]:
        """The elements in which an element came or went: their white space may change with it."""
        at = each.old if each.kind == "gone" else each.new if each.kind == "new" else None
        around = at.getparent() if at is not None else None
        return [] if around is None else [around]

    def _explained(self, each: Difference, loose: set[_Element]) -> bool:
        if each.kind == "gone":
            return self._holds(each.old, self.before)
        if each.kind == "new":
            return self._holds(each.new, self.after)
        if each.kind == "space" and (each.old in loose or each.new in loose):
            return True
        wanted = {"attribute": f"@{each.name}"}.get(each.kind, ".")
        return self._is_place(each.old, wanted, self.before) or self._is_place(each.new, wanted, self.after)

    @staticmethod
    def _is_place(found: _Element | None, wanted: str, places: list[tuple[_Element, str]]) -> bool:
        """Whether just this attribute or text was changed, or it stands in an element (an object) that was changed whole."""
        if found is None:
            return False
        above = [found, *found.iterancestors()]
        return any((at is found and _same(what, wanted)) or (what == "" and at in above) for at, what in places)

    @staticmethod
    def _holds(found: _Element | None, places: list[tuple[_Element, str]]) -> bool:
        """Whether the change is at this element, below it, or replaces what stands around it."""
        return found is not None and any(
            at is found or found in at.iterancestors() or (what in {"", "."} and at in found.iterancestors()) for at, what in places
        )


def _same(what: str, wanted: str) -> bool:
    return what.rpartition("}")[2].rpartition(":")[2] == wanted.rpartition("}")[2].rpartition(":")[2].removeprefix("@") or what == wanted


def prefixed(data: bytes, prefix: str = "hl7") -> bytes:
    """The same document with a prefix on every element of HL7's namespace, and on the values of `xsi:type`."""
    root = xmlio.parse(data, Options(), comments=True).getroot()
    names = {prefix if key is None else key: uri for key, uri in root.nsmap.items()}
    fresh = etree.fromstring(etree.tostring(_renamed(root, names, prefix)))
    around = [etree.tostring(each, with_tail=False) for each in reversed(list(root.itersiblings(preceding=True)))]
    return b"\n".join([*around, etree.tostring(fresh)])


def _renamed(found: _Element, names: dict[str | None, str] | dict[str, str], prefix: str) -> _Element:
    made = etree.Element(found.tag, nsmap=dict(names))
    for name, value in found.attrib.items():
        made.set(name, f"{prefix}:{value}" if str(name).endswith("}type") and ":" not in str(value) else value)
    made.text = found.text
    for child in found:
        if isinstance(child.tag, str):
            copy = _renamed(child, names, prefix)
        else:
            copy = etree.fromstring(b"<x>" + etree.tostring(child, with_tail=False) + b"</x>")[0]
        copy.tail = child.tail
        made.append(copy)
    return made


def indented(data: bytes) -> bytes:
    """The same document laid out by lines, as people write it; running text is left alone."""
    root = xmlio.parse(data, Options()).getroot()
    _lay_out(root, 1)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


def _lay_out(found: _Element, depth: int) -> None:
    children = list(found)
    if not children or etree.QName(found).localname == "text" or found.text or any(child.tail for child in children):
        return
    found.text = "\n" + "\t" * depth
    for child in children:
        child.tail = "\n" + "\t" * (depth - (child is children[-1]))
        _lay_out(child, depth + 1)
