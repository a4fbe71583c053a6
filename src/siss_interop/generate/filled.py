"""The template of a document with many sections: its sample, laid out for people, each section under its label."""

from __future__ import annotations

from importlib import import_module

from lxml import etree
from lxml.etree import _Element
from pydantic import BaseModel

from siss_interop.messages.catalogue import Entry
from siss_interop.messages.comune.enunciati.sezioni import posti
from siss_interop.model.marks import labels
from siss_interop.options import Options
from siss_interop.wire import xmlio
from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.tree.document import write

_HEAD = """ {title} ({name}), templateId {template}.
     Documento d'esempio generato dal modello, con tutte le sezioni: persone, codici e valori sono inventati e vanno sostituiti. """


def filled(entry: Entry) -> str:
    """The sample of a document type as its template."""
    module, _, name = (entry.sample or "").partition(":")
    message = getattr(import_module(module), name)()
    root = xmlio.parse(write(message, entry.plan("cda")).payload, Options()).getroot()
    _label(root, entry.load())
    etree.indent(root, space="  ")
    head = _HEAD.format(title=entry.title, name=entry.name, template=entry.template)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!--{head}-->\n' + etree.tostring(root, encoding="unicode") + "\n"


def _label(root: _Element, model: type[BaseModel]) -> None:
    """A comment before each section: its label, and whether the guide demands it."""
    known = {mark.codice: (labels(kind)[field].it, mark.obbligatoria, inner) for kind in (model,) for field, mark, inner in posti(kind)}
    for component in list(root.iter(CDA.element("component"))):
        code = component.find(f"{CDA.element('section')}/{CDA.element('code')}")
        found = known.get(code.get("code", "")) if code is not None else None
        around = component.getparent()
        if found is None or around is None or around.tag != CDA.element("structuredBody"):
            continue
        label, needed, inner = found
        component.addprevious(etree.Comment(f" {label}{' (obbligatoria)' if needed else ''} "))
        inside = {mark.codice: labels(inner)[field].it for field, mark, _ in posti(inner)}
        for below in component.findall(f"{CDA.element('section')}/{CDA.element('component')}"):
            own = below.find(f"{CDA.element('section')}/{CDA.element('code')}")
            if own is not None and own.get("code", "") in inside:
                below.addprevious(etree.Comment(f" {inside[own.get('code', '')]} "))
