"""The function that is written for a binding reads alike however deep its elements stand and however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree
from pydantic import create_model

from siss_interop.model.base import Model, Text, Value
from siss_interop.wire.results import Reason
from siss_interop.wire.tree.dialect import Dialect
from siss_interop.wire.tree.plan import plan_of
from siss_interop.wire.tree.read import Left, reader
from siss_interop.wire.words import STR, Binding, Fixed, Row

OPEN, CLOSED = Dialect("aperto"), Dialect("chiuso", closed=True)
Rows = dict[str, tuple[str, Any]]


class Parte(Value):
    """An object inside another."""

    valore: Text | None = None


PARTE = Binding(Parte, Row("valore", "@v"))


def _binding(fields: Rows, *words: Fixed) -> Binding:
    kinds: Any = {name: ((Text if codec is STR else Parte) | None, None) for name, (_, codec) in fields.items()}
    return Binding(
        create_model("Prova", __base__=Model, **kinds), *(Row(name, path, codec) for name, (path, codec) in fields.items()), *words, tag="prova"
    )


def _read(binding: Binding, text: str, dialect: Dialect = OPEN) -> tuple[dict[str, Any], list[tuple[str, str, Reason]]]:
    out: dict[str, Any] = {}
    left: Left = []
    reader(plan_of(binding, dialect))(etree.fromstring(text), out, left)
    return out, [(str(found.tag), at, reason) for found, at, reason in left]


def _inside(depth: int, text: str) -> str:
    return "".join(f"<l{number}>" for number in range(depth)) + text + "".join(f"</l{number}>" for number in reversed(range(depth)))


@pytest.mark.parametrize("depth", range(1, 13))
def test_however_deep(depth: int) -> None:
    way = "/".join(f"l{number}" for number in range(depth))
    fields: Rows = {"nome": (f"{way}/a/@v", STR), "testo": (f"{way}/b/.", STR), "parte": (f"{way}/c", PARTE)}
    binding = _binding(fields, Fixed(f"{way}/a/@k", "1"), Fixed(f"{way}/d/@k", "2"))
    all_of_it = {"nome": "uno", "testo": "due", "parte": {"valore": "tre"}}
    whole = '<a v="uno" k="1"/><b>due</b><c v="tre"/><d k="2"/>'
    assert _read(binding, f"<prova>{_inside(depth, whole)}</prova>") == (all_of_it, [])
    again = '<a v="uno" k="1"/><b>altro</b><c v="altro"/><d k="2"/>'
    assert _read(binding, f"<prova>{_inside(depth, whole + again)}</prova>") == (
        all_of_it, [(tag, "", Reason.SECOND) for tag in "abcd"],
    )  # fmt: skip
    odd = '<a v="uno" k="9" z="?"/><b x="?">due</b><c v="tre">?</c><e/><d k="3"/>'
    assert _read(binding, f"<prova>{_inside(depth, odd)}</prova>") == (
        all_of_it,
        [
            ("a", "@k", Reason.CONSTANT), ("a", "@z", Reason.UNKNOWN), ("b", "@x", Reason.UNKNOWN), ("c", ".", Reason.UNKNOWN),
            ("e", "", Reason.UNKNOWN), ("d", "@k", Reason.CONSTANT),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("dialect", [OPEN, CLOSED], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("codec", [STR, PARTE], ids=["testi", "oggetti"])
@pytest.mark.parametrize("many", [1, 4, 5, 8, 9, 20])
def test_however_many(many: int, codec: Any, dialect: Dialect) -> None:
    names = [f"f{number}" for number in range(many)]
    binding = _binding({name: (f"{name}/." if codec is STR else name, codec) for name in names})
    texts = [f"<{name}>{name}</{name}>" if codec is STR else f'<{name} v="{name}"/>' for name in names]
    values = {name: name if codec is STR else {"valore": name} for name in names}
    assert _read(binding, f"<prova>{''.join(texts)}</prova>", dialect) == (values, [])
    disorder = [(name, "", Reason.DISORDER) for name in reversed(names[:-1])] if dialect.closed else []
    assert _read(binding, f"<prova>{''.join(reversed(texts))}</prova>", dialect) == (values, disorder)
    out, left = _read(binding, f"<prova>{''.join(texts)}<zzz/>{texts[-1]}</prova>", dialect)
    assert (out, left) == (values, [("zzz", "", Reason.UNKNOWN), (names[-1], "", Reason.SECOND)])
