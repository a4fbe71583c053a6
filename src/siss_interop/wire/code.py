"""The text of a Python function that an engine writes, and the objects of which it speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Lines:
    """A function that grows line by line. What it needs besides Python itself it knows by name: what is given here, and what `held` is handed."""

    def __init__(self, **known: Any) -> None:
        self._text: list[str] = []
        self._objects: dict[str, Any] = known
        self._names: dict[int, str] = {}
        self._count = 0

    def add(self, depth: int, line: str) -> None:
        """One more line, so many blocks deep."""
        self._text.append(f"{' ' * depth}{line}")

    def held(self, value: Any) -> str:
        """The name under which the function knows an object: one for each object."""
        if id(value) not in self._names:
            self._names[id(value)] = f"_{len(self._names)}"
            self._objects[self._names[id(value)]] = value
        return self._names[id(value)]

    def later(self, make: Callable[[], Callable[..., Any]]) -> str:
        """The name of a function that is made when it is first called: most messages have few of all that there could be."""
        name, objects = self.new("_later"), self._objects

        def first(*given: Any) -> Any:
            made = objects[name] = make()
            return made(*given)

        objects[name] = first
        return name

    def new(self, name: str) -> str:
        """A variable that nothing else uses."""
        self._count += 1
        return f"{name}{self._count}"

    def run(self, function: str, file: str) -> Any:
        """The function of this name. `file` is what a traceback says it stands in."""
        # what stands in the text are names of ours, and names of fields, elements and keys as `repr` writes them
        exec(compile("\n".join(self._text), file, "exec"), self._objects)  # noqa: S102 - as the standard library makes the methods of dataclasses
        return self._objects[function]
