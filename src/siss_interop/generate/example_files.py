"""The files of `examples/`: which message each holds, and its text. The name of a file says its format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from siss_interop.generate import transports
from siss_interop.generate.examples import bundle
from siss_interop.messages import catalogue
from siss_interop.messages.catalogue import entry_of
from siss_interop.messages.documenti import esempi as clinici
from siss_interop.messages.documenti import esempi_altri, esempi_scheda
from siss_interop.messages.vaccinazioni import esempi, esempi_eventi
from siss_interop.model.base import Message
from siss_interop.options import Options
from siss_interop.wire import jsonio
from siss_interop.wire.fhir.document import bundle_of
from siss_interop.wire.fhir.json import dump
from siss_interop.wire.regional.many import write_many
from siss_interop.wire.tree.document import write
from siss_interop.wire.tree.plan import Plan
from siss_interop.wire.xmlio import laid_out

#: file below `examples/` -> what makes the message that it holds, or the messages
FILES: Mapping[str, Callable[[], Any]] = {
    **{f"vaccinazioni/{name}": make for name, make in (*esempi.ESEMPI.items(), *esempi_eventi.ESEMPI.items())},
    "vaccinazioni/scheda-singola.document.fhir.json": esempi.scheda_singola_ricca,
    "vaccinazioni/scheda-singola.transaction.fhir.json": esempi.scheda_singola_ricca,
    "vaccinazioni/eventi/vaccinazione-effettuata.message.fhir.json": esempi_eventi.vaccinazione_effettuata_ricca,
    "vaccinazioni/eventi/molti.message.fhir.ndjson": esempi_eventi.molti,
    **{f"trasporti/{name}": make for name, make in transports.ESEMPI.items()},
    "documenti/profilo-sanitario-sintetico.cda.xml": clinici.profilo,
    "documenti/profilo-sanitario-sintetico.document.fhir.json": clinici.profilo,
    "documenti/lettera-dimissione.cda.xml": clinici.lettera,
    "documenti/verbale-pronto-soccorso.cda.xml": esempi_altri.verbale,
    "documenti/referto-laboratorio.cda.xml": esempi_altri.laboratorio,
    "documenti/referto-laboratorio.transaction.fhir.json": esempi_altri.laboratorio,
    "documenti/referto-radiologia.cda.xml": clinici.radiologia,
    "documenti/referto-specialistica.cda.xml": clinici.specialistica,
    "documenti/referto-anatomia-patologica.cda.xml": esempi_altri.patologia,
    "documenti/scheda-patologia.cda.xml": esempi_altri.scheda_patologia,
    "documenti/piano-terapeutico.cda.xml": esempi_altri.piano_terapeutico,
    "documenti/scheda-sanitaria.json": esempi_scheda.scheda,
    "documenti/scheda-sanitaria.collection.fhir.json": esempi_scheda.scheda,
}
#: folder of a file of many -> flow and version of its dialect
_MANY = {"vaccinazioni": ("siv", "1.0"), "trasporti": ("busta", "1.0")}


def all_files() -> dict[str, str]:
    """Every example file and its text: one message laid out for people, many one a line. The same code always gives the same texts."""
    made = {name: _text(name, make()) for name, make in FILES.items()}
    return {f"examples/{name}": text for name, text in (made | {"trasporti/budget.csv": transports.BUDGET}).items()}


def _text(name: str, held: Any) -> str:
    folder, *kinds = name.partition("/")[0], *name.split(".")[1:]
    match kinds:
        case [profile, "fhir", "json"]:
            return bundle(held, entry_of(held), profile)
        case [profile, "fhir", "ndjson"]:
            return "".join(dump(bundle_of(each, entry_of(each).fhir(), profile, Options())[0]).decode() + "\n" for each in held)
        case ["json"]:
            return jsonio.write(held, None, type(held).__name__).decode()
        case ["xml"] if isinstance(held, tuple):
            return b"".join(write_many(held, _plan, *_MANY[folder])).decode()
        case _:
            return f'<?xml version="1.0" encoding="UTF-8"?>\n{laid_out(write(held, _plan(held)).payload)}\n'


def _plan(message: Message) -> Plan:
    entry = entry_of(message)
    (form,) = set(entry.formats) & set(catalogue.TREES)
    return entry.plan(form)
