"""One record of the register: from its element, in a file of its own, to an event, with every fault of it and the ministry's codes."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml.etree import _Element
from pydantic import ValidationError

from siss_interop.issues import Report, ValidationIssue, issue
from siss_interop.messages.vaccinazioni.avn import avvisi  # noqa: F401  the codes that are reported here
from siss_interop.messages.vaccinazioni.avn.tabelle import ANNULLA, NON_MOVIMENTATO, Campo, Tracciato
from siss_interop.messages.vaccinazioni.eventi import Cancella, EventoSIV
from siss_interop.wire.results import Accounting, Read, Reason
from siss_interop.wire.results import LeftOver as Place
from siss_interop.wire.tree.findings import facts_of, issues_of, xpath_at
from siss_interop.wire.tree.read import Left, LeftOver, reader

FORMAT = "avn"
_CHIAVE = ("codice_regione", "assistito")
#: faults that the engine names as they are; the others get the register's own words and codes
_DEL_MOTORE = frozenset({Reason.UNKNOWN, Reason.SECOND, Reason.DISORDER})


def single(element: _Element) -> _Element:
    """A copy of a record as a file of its own: the elements above it, with their attributes, and nothing beside it."""
    made = deepcopy(element)
    made.tail = None
    for above in element.iterancestors():
        around = etree.Element(above.tag, dict(above.attrib))
        around.append(made)
        made = around
    return made


class Lettura:
    """Reads one record; `found` collects its issues, in the order of the layout."""

    def __init__(self, layout: Tracciato, root: _Element, line: int | None, before: Iterable[ValidationIssue] = ()) -> None:
        self.layout = layout
        self.root = root
        self.person = root[0]
        self.record = self.person if layout.elementi else self.person[0]
        self.line = line
        self.found: list[ValidationIssue] = list(before)
        self.left: Left = []
        self.out: dict[str, Any] = {}
        self.told: set[tuple[str, int]] = set()

    def read(self, number: int | None) -> Read:
        """What the record says."""
        self._drop_empty()
        present = {*self.root.keys(), *self.person.keys(), *self.record.keys()}
        if self.layout.elementi:
            present.update(str(child.tag) for child in self.record)
        missing = self.layout.obbligatori - present
        for campo in self.layout.campi if missing else ():
            if campo.xml in missing:
                self._tell("AVN-001", campo)
        reader(self.layout.plan)(self.root, self.out, self.left)
        self._tell_left()
        kind = (self._text(self.layout.per_nome["TipoTrasmissione"]) or "").upper()
        if kind == NON_MOVIMENTATO:
            self.found.append(self._issue("AVN-004", self.layout.per_nome["TipoTrasmissione"]))
        message = self._validated()
        name = self.layout.modello.__name__
        if kind == ANNULLA:
            message, name = self._cancellation(message), Cancella.__name__
        partial = {} if message is not None else self.out
        root, left = self.root, tuple(self.left)
        return Read(FORMAT, name, message, partial, Report(tuple(self.found)), None, number, lambda _: _account(root, left))

    def _text(self, campo: Campo, index: int = 0) -> str | None:
        """What is written for a field."""
        if campo.posto == "record" and self.layout.elementi:
            child = self.record.find(campo.xml)
            return None if child is None else child.text or ""
        return self._holder(campo, index).get(campo.xml)

    def _holder(self, campo: Campo, index: int = 0) -> _Element:
        """The element that has a field, as attribute or child."""
        if campo.posto == "principio":
            return list(self.record.iterchildren("PrincipioVaccinale"))[index]
        return {"file": self.root, "assistito": self.person}.get(campo.posto, self.record)

    def _drop_empty(self) -> None:
        """What is there but empty is absent. Of the structure's code that is in order, elsewhere the schemas do not admit it."""
        for element in (self.root, self.person, self.record, *self.record.iterchildren("PrincipioVaccinale")):
            for name in [name for name, value in element.items() if not value] if "" in element.values() else ():
                del element.attrib[name]
                self._tell_empty(self.layout.per_nome.get(str(name)), str(name))
        if self.layout.elementi:
            for child in [child for child in self.record if not child.text and not len(child) and not child.attrib]:
                self.record.remove(child)
                self._tell_empty(self.layout.per_nome.get(str(child.tag)), str(child.tag))

    def _tell_empty(self, campo: Campo | None, name: str) -> None:
        if name != "CodiceStruttura" and (campo is None or campo.mancante is None):
            self.found.append(issue("AVN-003", path=campo.field if campo else "", line=self.line, campo=name))

    def _issue(self, code: str, campo: Campo, index: int | None = None) -> ValidationIssue:
        holder = self._holder(campo, index or 0)
        inside = self.layout.elementi and campo.posto == "record"
        where = f"{xpath_at(holder, '')}/{campo.xml}" if inside else xpath_at(holder, f"@{campo.xml}")
        value = self._text(campo, index or 0)
        path = campo.field if index is None else f"principi[{index}].{campo.field}"
        return issue(code, path=path, xpath=where, line=self.line, value=value, official=campo.ufficiale(value), campo=campo.xml)

    def _tell(self, code: str, campo: Campo, index: int | None = None) -> None:
        """One fault of a field is enough."""
        if (campo.xml, index or 0) not in self.told:
            self.told.add((campo.xml, index or 0))
            self.found.append(self._issue(code, campo, index))

    def _tell_left(self) -> None:
        """An issue for everything that no field took."""
        for entry in self.left:
            if entry.reason is Reason.INCOMPLETE:
                self._tell_product_part(entry.element)
            elif entry.reason is Reason.MALFORMED:
                name = entry.at[1:] if entry.at.startswith("@") else str(entry.element.tag)
                self._tell("AVN-002", self.layout.per_nome[name])
        own = issues_of([entry for entry in self.left if entry.reason in _DEL_MOTORE], closed=True)
        self.found.extend(replace(each, line=self.line) for each, _ in own)

    def _tell_product_part(self, element: _Element) -> None:
        """What an antigen lacks: a value, or one that can be read."""
        index = list(self.record.iterchildren("PrincipioVaccinale")).index(element)
        for campo in self.layout.del_posto("principio"):
            value = element.get(campo.xml)
            if not value:
                self._tell("AVN-001", campo, index)
            elif _unreadable(campo, value):
                self._tell("AVN-002", campo, index)

    def _validated(self) -> EventoSIV | None:
        """The event. A faulty place that is optional is emptied; with a required one missing or faulty there is none."""
        try:
            return self.layout.modello.model_validate(self.out)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
        for detail in details:
            self._tell_detail(detail["loc"], missing=detail["type"] == "missing")
        self._remove_antigens({int(detail["loc"][1]) for detail in details if detail["loc"][0] == "principi" and len(detail["loc"]) > 1})
        try:
            return self.layout.modello.model_validate(self.out)
        except ValidationError:
            return None

    def _tell_detail(self, loc: tuple[int | str, ...], *, missing: bool) -> None:
        field = str(loc[0])
        if field == "principi":
            self._tell_antigen(loc)
        elif missing:
            self._tell("AVN-001", self.layout.per_campo[field])
        else:
            campo = self.layout.per_campo[field]
            self._tell("AVN-002", campo)
            self.left.append(LeftOver(self._holder(campo), f"@{campo.xml}" if not self.layout.elementi else "", Reason.MALFORMED))
            self.out.pop(field, None)

    def _tell_antigen(self, loc: tuple[int | str, ...]) -> None:
        """A fault in the list of antigens: there is none, or one of them has a value that is not admitted."""
        if len(loc) < 2:
            if not any(name in ("CodAntigene", "Dose") for name, _ in self.told):
                where = xpath_at(self.record, "") + "/PrincipioVaccinale"
                self.found.append(issue("AVN-001", path="principi", xpath=where, line=self.line, official="6141", campo="PrincipioVaccinale"))
            return
        element = self._kept()[int(loc[1])]
        self._tell("AVN-002", self.layout.per_campo[str(loc[2])], list(self.record.iterchildren("PrincipioVaccinale")).index(element))

    def _remove_antigens(self, indices: set[int]) -> None:
        """Take the faulty antigens out of the event: they are left over whole."""
        kept = self._kept()
        self.left.extend(LeftOver(kept[index], "", Reason.INCOMPLETE) for index in sorted(indices))
        if indices:
            self.out["principi"] = [each for at, each in enumerate(self.out["principi"]) if at not in indices]

    def _kept(self) -> list[_Element]:
        """The elements of the antigens that were read."""
        return [each for each in self.record.iterchildren("PrincipioVaccinale") if not self._left_whole(each)]

    def _left_whole(self, element: _Element) -> bool:
        return any(entry.element is element and entry.reason is Reason.INCOMPLETE for entry in self.left)

    def _cancellation(self, event: EventoSIV | None) -> Cancella | None:
        """The cancellation that the record is: its key, and a word about the rest of it."""
        values = event.__dict__ if event is not None else self.out
        needed = (*_CHIAVE, *self.layout.chiave)
        self._leave_all_but(needed)
        if any(values.get(name) is None for name in needed):
            return None
        key: dict[str, Any] = {name: values[name] for name in needed}
        if "cod_antigene" in key:
            key["principi"] = [{"cod_antigene": key.pop("cod_antigene"), "dose": key.pop("dose")}]
        return Cancella.model_validate({**key, "tipo_evento_da_cancellare": self.layout.modello.tipo_evento})

    def _leave_all_but(self, needed: tuple[str, ...]) -> None:
        """The values besides the key are left over, and one issue says so."""
        rest = [
            campo for campo in self.layout.del_posto("record") if campo.field not in (*needed, "tipo_operazione") and self._text(campo) is not None
        ]
        for campo in rest:
            child = self.record.find(campo.xml) if self.layout.elementi else None
            self.left.append(LeftOver(self.record, f"@{campo.xml}", Reason.UNKNOWN) if child is None else LeftOver(child, "", Reason.UNKNOWN))
        if rest:
            self.found.append(issue("AVN-005", xpath=xpath_at(self.record, ""), line=self.line))


def _unreadable(campo: Campo, value: str) -> bool:
    try:
        if campo.leaf.load is not None:
            campo.leaf.load(value)
    except ValueError:
        return True
    return False


def _account(root: _Element, left: tuple[LeftOver, ...]) -> Accounting:
    """What is typed and what is left over, of one record in a file of its own."""
    places = (
        Place(xpath_at(entry.element, entry.at), str(entry.reason), 1 if entry.at else facts_of(entry.element), entry.element.sourceline)
        for entry in left
    )
    return Accounting(tuple(places), lambda: facts_of(root))
