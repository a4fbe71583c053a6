"""From what was read to a typed message: a fault in an optional place empties the field, in a required place there is no message."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element
from pydantic import BaseModel

from siss_interop.issues import ValidationIssue, issue
from siss_interop.model.paths import dotted
from siss_interop.wire.mend import Keys, mend
from siss_interop.wire.results import Reason
from siss_interop.wire.tree.findings import value_at, xpath_at
from siss_interop.wire.tree.locate import locate
from siss_interop.wire.tree.plan import Plan
from siss_interop.wire.tree.read import Left, LeftOver, checked_by

Found = list[tuple[ValidationIssue, _Element]]


def validated(plan: Plan, root: _Element, out: dict[str, Any], left: Left) -> tuple[BaseModel | None, Found]:
    """The message that the values make, and an issue for each place that had to be emptied. `left` grows by those places."""
    found: Found = []

    def tell(keys: Keys, missing: str | None, several: bool) -> None:
        full = [*keys, missing] if missing else keys
        where, at = locate(plan, root, full, as_read=True)
        found.append((_issue(dotted(full), missing, several, where, at), where))
        if keys:
            left.append(LeftOver(where, "" if missing else at, Reason.INCOMPLETE if missing else Reason.MALFORMED))

    return mend(plan.model, out, tell, checked_by(plan)), found


def _issue(path: str, missing: str | None, several: bool, where: _Element, at: str) -> ValidationIssue:
    if several:
        return issue("XML-006", path=path, xpath=xpath_at(where, at))
    if missing:
        return issue("XML-015", path=path, xpath=xpath_at(where, at), field=missing)
    return issue("XML-014", path=path, xpath=xpath_at(where, at), value=value_at(where, at))
