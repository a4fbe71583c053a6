"""The words of a binding: how a message says, once, where each of its fields stands in a format.

A binding is read by three engines (read, emit, edit), so what it says holds in all directions. It is *total*: each field of the model stands in a
row or in a `Drop` with its reason; compiling one that forgets a field, or names one twice, fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from siss_interop.wire.tree.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Leaf:
    """How one attribute or text becomes a value and back. `None` means: as it is. `load` raises ValueError where it cannot.

    In FHIR a primitive has a side for extensions. A leaf that names `urls` sees both: `load` is given the value and the extensions of these urls, by
    url; `dump` gives the value (or None) and a list of extensions (or None).
    """

    load: Callable[..., Any] | None = None
    dump: Callable[[Any], Any] | None = None
    urls: tuple[str, ...] = ()


_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


def _load_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError("not an integer")
    return int(text)


def _load_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("neither true nor false")
    return text == "true"


def _load_name(text: str) -> str:
    local = text.rpartition(":")[2]
    if not local or local.isspace():
        raise ValueError("no name")
    return local


STR = Leaf()
INT = Leaf(_load_integer, str)
BOOL = Leaf(_load_boolean, lambda value: "true" if value else "false")
#: A qualified name in content (`xsi:type`): read by its local part, written with a prefix that resolves.
QNAME = Leaf(_load_name)


@dataclass(frozen=True, slots=True)
class Row:
    """`field` stands at `path`. `codec` is a leaf, or the binding of a data type (late where types refer to themselves).

    `key` names the field of an item that tells it from its siblings where it has no identifier: by it a changed item finds its element again.
    """

    field: str
    path: str
    codec: Leaf | Binding | Callable[[], Binding] = STR
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """At `path` stands always `value`. It is written into elements that the writer makes; another value, when read, is left over.

    Where a row has the same path, the constant stands for the field's None: such a field cannot hold the constant itself.
    """

    path: str
    value: str | bool | Same
    #: in FHIR: written only if this field has a value
    when: str = ""


@dataclass(frozen=True, slots=True)
class Same:
    """The value of a `Fixed` in FHIR: what stands at the place of another field is written again here, and compared on reading.

    `field` is a field of the same object, `.` for the object itself (with a codec: what follows from several of its fields), a field of the message
    where it names a reference (`assistito`), or `<-`: all resources that refer back.
    `codec` says how the value is written, where it is not a reference.
    """

    field: str
    codec: Leaf | Binding | None = None


class In:
    """The words that follow speak of what is below `path`."""

    __slots__ = ("path", "words")

    def __init__(self, path: str, *words: Word) -> None:
        self.path = path
        self.words = words


Cases = Mapping[str, "Binding"]


@dataclass(frozen=True, slots=True)
class Choice:
    """`field` is one of several shapes: `cases` maps steps to bindings. On writing, the class of the value picks the case.

    Where `path` is not empty it names the element around each case, and `words` say what of that element belongs to the item.
    """

    field: str
    path: str
    cases: Cases | Callable[[], Cases]
    words: tuple[Word, ...] = ()
    key: str | None = None

    def resolved(self) -> Cases:
        """The cases, looked up now where they were given late."""
        return self.cases() if callable(self.cases) else self.cases


@dataclass(frozen=True, slots=True)
class Mark:
    """Here stands the templateId that the *document type* gives to `role`, if it gives one."""

    role: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """`field` holds text and elements in their order. White space between two `flow` elements counts, elsewhere it is layout."""

    field: str
    cases: Callable[[], Cases]
    flow: frozenset[str]


@dataclass(frozen=True, slots=True)
class Drop:
    """`field` has no place in this format, and why. This is the documented loss.

    `back` gives, from the other fields of the object, what the field is when it is read in FHIR: a value that says just this is not lost.
    """

    field: str
    why: str
    back: Callable[[Mapping[str, Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class By:
    """In FHIR, for what no row can say: some fields and some keys of one object, joined by a pair of functions.

    `write` takes the values of `fields` and gives the keys of the JSON object; `read` takes what stands at `keys` (None where absent) and gives
    the values, and the keys that it did not take. With `family`, both are told the family of identifier systems besides. `given` names fields that
    stand elsewhere and on which it depends what `write` may say; they come after the others. With `always`, `write` is asked also where no field has
    a value: R4 demands the element. With `presence`, that element says that there is such an object, whatever else it says.
    """

    fields: tuple[str, ...]
    keys: tuple[str, ...]
    write: Callable[..., dict[str, Any]]
    read: Callable[..., tuple[tuple[Any, ...], tuple[str, ...]]]
    why: str
    family: bool = False
    given: tuple[str, ...] = ()
    always: bool = False
    presence: bool = False


Word = Row | Fixed | In | Choice | Mark | Mixed | Drop | By


@dataclass(frozen=True, slots=True)
class Quick:
    """A short way for the usual form of a FHIR data type. Both are told the family of systems, and give None for what must go the long way.

    It says nothing that the words do not say: a law holds the two ways together.
    """

    read: Callable[[Any, str], dict[str, Any] | None]
    write: Callable[[Any, str], Any | None]


class Binding:
    """A model and the words that place its fields.

    `tag` is the element's name (in FHIR the type of the resource) where the binding stands for a whole document. With a `dialect` of its own it
    stands in that one, whatever document it is in: an envelope holds messages of other dialects. `meant` tells, in FHIR, which of several bindings of
    one class among the cases of a choice is to write a value: the first that it is true for.
    """

    __slots__ = ("cache", "dialect", "marks", "meant", "model", "quick", "tag", "words")

    def __init__(
        self, model: type[BaseModel], *words: Word, tag: str = "", marks: Mapping[str, str] | None = None, dialect: Dialect | None = None,
        quick: Quick | None = None, meant: Callable[[Any], bool] | None = None,
    ) -> None:  # fmt: skip
        self.model = model
        self.dialect = dialect
        self.words = words
        self.tag = tag
        self.quick = quick
        self.meant = meant
        self.marks: Mapping[str, str] = marks or {}
        #: what engines made of this binding, by engine and place
        self.cache: dict[Any, Any] = {}

    def __repr__(self) -> str:
        return f"Binding({self.model.__name__})"

    def drops(self) -> Iterator[Drop]:
        """The fields that have no place here."""
        return (word for word in walk(self.words) if isinstance(word, Drop))


def walk(words: tuple[Word, ...]) -> Iterator[Word]:
    """All words, also those inside `In` and around the cases of a `Choice`."""
    for word in words:
        yield word
        if isinstance(word, In):
            yield from walk(word.words)


def late(codec: Leaf | Binding | Callable[[], Binding]) -> Leaf | Binding:
    """The codec itself, looked up now where it was given late."""
    return codec if isinstance(codec, Leaf | Binding) else codec()
