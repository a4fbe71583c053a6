"""Slices: which of the elements of one name is meant by which definition, and how many of each there may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.conformance.profile_definitions import Node, Structure
from tests.conformance.profile_rules import Finding, Item, matches_pattern

if TYPE_CHECKING:
    from tests.conformance.profiles import _Run

#: what a differential need not say
_IMPLIED = {"extension": ("value", "url"), "modifierExtension": ("value", "url")}


class Slicing:
    """The slices of one element, and the elements that are there."""

    def __init__(self, run: _Run, layer: Structure, members: list[Item], node: Node, path: str) -> None:
        self.run, self.layer, self.members, self.node, self.path = run, layer, members, node, path
        self.slices = {name: each for name, each in node.slices.items() if "/" not in name}
        said = self._discriminators()
        self.discriminators = [each for each in said if any(self._speaks_of(node, *each) for node in self.slices.values())]
        self.silent = [path for kind, path in said if (kind, path) not in self.discriminators]
        self.counts = dict.fromkeys(self.slices, 0)
        #: slice -> the elements that only fail by the profile that it asks for
        self.near: dict[str, list[Item]] = {name: [] for name in self.slices}
        self.unsure = False

    def findings(self) -> Iterator[Finding]:
        """What the slices say."""
        if len(self.slices) != len(self.node.slices):
            yield Finding(self.path, "slice", "slices inside slices", "not-evaluated")
        if not self.slices or not self.members:
            yield from self._counted()
            return
        for path in self.silent:
            yield Finding(self.path, "slice", f"no slice says what {path} is", "not-evaluated")
        if not self.discriminators:
            yield Finding(self.path, "slice", "no discriminator", "not-evaluated")
            return
        for member in self.members:
            yield from self._placed(member)
        yield from self._counted()

    def _placed(self, member: Item) -> Iterator[Finding]:
        """What the slice of an element says about it."""
        name, doubt = self._slice_of(member)
        if doubt:
            self.unsure = True
            yield Finding(member.path, "slice", f"cannot be told from {doubt}", "not-evaluated")
        if name:
            self.counts[name] += 1
            yield from self.run.child(member, self.slices[name], self.layer)
        elif not doubt and self.node.element.get("slicing", {}).get("rules") == "closed":
            yield Finding(member.path, "closed", "is none of the slices")

    def _counted(self) -> Iterator[Finding]:
        """Whether there are as many of each slice as there may be."""
        for name, node in self.slices.items():
            count, least, most = self.counts[name], node.element.get("min", 0), node.element.get("max", "*")
            if count < least:
                yield Finding(f"{self.path}:{name}", "slice-min", f"{count} of at least {least}", "not-evaluated" if self.unsure else "error")
                for member in self.near[name]:  # why what was meant for it is not taken for it
                    yield from self.run.child(member, node, self.layer)
            if most != "*" and count > int(most):
                yield Finding(f"{self.path}:{name}", "slice-max", f"{count} of at most {most}")

    def _discriminators(self) -> list[tuple[str, str]]:
        said = [(each["type"], each["path"]) for each in self.node.element.get("slicing", {}).get("discriminator", ())]
        if said:
            return said
        if self.node.name.endswith("[x]"):
            return [("type", "$this")]
        return [_IMPLIED[self.node.name]] if self.node.name in _IMPLIED else []

    def _speaks_of(self, node: Node, kind: str, path: str) -> bool:
        """Whether a slice has a condition for a discriminator by value; some official profiles name one that no slice speaks of."""
        return kind not in ("value", "pattern") or any(True for _ in self._conditions(node, _steps(path)))

    def _slice_of(self, member: Item) -> tuple[str, str]:
        """The slice that an element belongs to, and one of which that cannot be told."""
        doubt = ""
        for name, each in self.slices.items():
            answers = {(kind, path): self.matches(member, each, kind, path) for kind, path in self.discriminators}
            if set(answers.values()) == {True}:
                return name, ""
            if False not in answers.values():
                doubt = name
            elif len(answers) > 1 and all(answer or kind == "profile" for (kind, _), answer in answers.items()):
                self.near[name].append(member)
        return "", doubt

    def matches(self, member: Item, node: Node, kind: str, path: str) -> bool | None:
        """Whether a discriminator picks this slice; None where that cannot be told."""
        steps = _steps(path)
        if any("(" in step and step != "resolve()" for step in steps):
            return None
        if kind == "exists":
            return self._exists(member, node, steps)
        items = self._follow(member, steps)
        if items is None:
            return None
        if kind in ("value", "pattern"):
            return self._by_value(items, node, steps)
        return self._by_type(items, node, steps, kind)

    def _exists(self, member: Item, node: Node, steps: list[str]) -> bool | None:
        there = _below(node, steps)
        items = self._follow(member, steps)
        if there is None or items is None:
            return None
        if there.element.get("max") == "0":
            return not items
        return bool(items) if there.element.get("min", 0) else None

    def _by_value(self, items: list[Item], node: Node, steps: list[str]) -> bool | None:
        wanted = list(self._conditions(node, steps))
        if not wanted:
            return None
        doubt = False
        for item in items:
            answers = {self._is_wanted(item, kind, value) for kind, value in wanted}
            if answers == {True}:
                return True
            doubt = doubt or False not in answers
        return None if doubt else False

    def _is_wanted(self, item: Item, kind: str, value: Any) -> bool | None:
        if kind == "binding":
            levels = {each.level for each in self.run.binding(item, value)}
            return None if levels == {"not-evaluated"} else not levels
        return bool(item.value == value) if kind == "fixed" else matches_pattern(item.value, value)

    def _conditions(self, node: Node, steps: list[str]) -> Iterator[tuple[str, Any]]:
        """What a slice says about the place that the discriminator names."""
        for kind in ("fixed", "pattern"):
            value = node.said(kind)
            if value is not None:
                yield from ((kind if not steps else "pattern", each) for each in _dig(value, steps))
        if not steps:
            if node.element.get("binding", {}).get("strength") == "required":
                yield "binding", node
            return
        if steps[0] in node.children:
            yield from self._conditions(node.children[steps[0]], steps[1:])
            return
        key, rest = ("targetProfile", steps[1:]) if steps[0] == "resolve()" else ("profile", steps)
        for url in (url for kind_ in node.types for url in kind_.get(key, ())):
            structure = self.run.definitions.structure(url)
            if structure is not None:
                yield from self._conditions(structure.root, rest)

    def _by_type(self, items: list[Item], node: Node, steps: list[str], kind: str) -> bool | None:
        """By the type of an element or of what it refers to, or by the profile that it conforms to."""
        there = _below(node, [step for step in steps if step != "resolve()"])
        if there is None or not there.types:
            return None
        key = "targetProfile" if "resolve()" in steps else "profile"
        # a slice that names a type and no profile means the type as it is
        urls = [url for each in there.types for url in each.get(key, () if key == "targetProfile" else [each["code"]])]
        if kind == "profile":
            return any(self.run.conforms(item, url) for item in items for url in urls) if urls else None
        structures = [self.run.definitions.structure(url) for url in urls] if key == "targetProfile" else []
        names = {each.type for each in structures if each} if structures else {each["code"] for each in there.types}
        return any((item.value.get("resourceType") if isinstance(item.value, dict) else None) in names or item.type in names for item in items)

    def _follow(self, member: Item, steps: list[str]) -> list[Item] | None:
        """The elements at the place that a discriminator names; None where a reference on the way does not resolve."""
        items = [member]
        for step in steps:
            if step == "resolve()":
                targets = [self.run.target_item(item) for item in items]
                if None in targets:
                    return None
                items = [target for target in targets if target is not None]
            else:
                items = [
                    each
                    for item in items
                    if isinstance(item.value, dict)
                    for name in (step, f"{step}[x]")
                    for each in self.run.members(item, name, Node(name, name))
                ]
        return items


def _steps(path: str) -> list[str]:
    return [step for step in path.split(".") if step and step != "$this"]


def _below(node: Node, steps: list[str]) -> Node | None:
    for step in steps:
        there = node.children.get(step) or node.children.get(f"{step}[x]")
        if there is None:
            return None
        node = there
    return node


def _dig(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _dig(each, steps)
    elif isinstance(value, dict) and steps[0] in value:
        inner = value[steps[0]]
        for each in inner if isinstance(inner, list) else [inner]:
            yield from _dig(each, steps[1:])
