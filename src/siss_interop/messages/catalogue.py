"""The catalogue: which messages there are, how each is recognised, where its model and bindings stand. Data: nothing is imported until asked."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from siss_interop.errors import UnknownMessage
from siss_interop.options import BASE

if TYPE_CHECKING:
    from siss_interop.model.base import Message
    from siss_interop.wire.fhir.document import FhirMapping
    from siss_interop.wire.tree.plan import Plan
    from siss_interop.wire.words import Binding

#: formats of the library, and what each is
FORMATS: Mapping[str, str] = {
    "cda": "CDA R2, the documents of the Italian health record",
    "xml": "regional XML, a dialect of our own",
    "soap": "SOAP 1.1 with the SPCoop e-Gov header, as CART carries it",
    "fhir": "FHIR R4, a bundle: document, transaction, message or collection",
    "avn": "the ministry's files for the national vaccination register: VSX, VNX, AVX",
    "json": "our own JSON: complete, and carrying the original",
}

#: formats that are trees of XML, read and written by a plan
TREES = ("cda", "xml", "soap")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: its name, flow and title, where its class is, and for each format its binding or the reason why there is none.

    FHIR comes in `profiles`; the reasons for those that a message has not stand under `fhir/document` and the like.
    """

    name: str
    flow: str
    title: str
    model: str
    formats: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    template: str | None = None
    loinc: str | None = None
    event: str | None = None
    rules: str | None = None
    sample: str | None = None
    #: whether a message of this kind is only ever written onto the original that it was read from
    only_edited: bool = False
    profiles: tuple[str, ...] = ()
    #: the plans that were asked for, by format
    _plans: dict[str, Plan] = field(default_factory=dict, init=False, repr=False, compare=False)

    def load(self) -> type[Message]:
        """The class of the message."""
        found: type[Message] = _imported(self.model)
        return found

    def place(self, to: str) -> str:
        """What the catalogue says of a format. Raises UnknownMessage with the reason where the message has none."""
        if to not in self.formats:
            reason = self.refused.get(to, "this format is not made for this message")
            raise UnknownMessage(f"{self.name} has no {to}: {reason}; it has {', '.join(sorted(self.formats)) or 'none'} and json")
        return self.formats[to]

    def binding(self, to: str) -> Binding:
        """The binding for a format. Raises UnknownMessage with the reason where the message has none."""
        if to == "xml":
            from siss_interop.wire.regional.dialect import binding

            return binding(self.load(), _version(self.place(to)))
        if to not in TREES:
            raise UnknownMessage(f"{to} is no tree of XML with a binding")
        found: Binding = _imported(self.place(to))
        return found

    def fhir(self) -> FhirMapping:
        """How the message stands in FHIR. Raises UnknownMessage with the reason where it does not."""
        found: FhirMapping = _imported(self.place("fhir"))
        return found

    def profile(self, name: str | None) -> str:
        """A profile of FHIR, the first where none is named. Raises UnknownMessage with the reason where the message has it not."""
        self.place("fhir")
        if name is None or name in self.profiles:
            return name or self.profiles[0]
        reason = self.refused.get(f"fhir/{name}", "there is no such profile")
        raise UnknownMessage(f"{self.name} has no FHIR profile {name}: {reason}; it has {', '.join(self.profiles)}")

    def together(self) -> Callable[..., Any] | None:
        """The check of many events of this flow together, if the flow has one."""
        return _imported(TOGETHER[self.flow]) if self.flow in TOGETHER else None

    def plan(self, to: str) -> Plan:
        """The plan by which a tree of XML is read and written. Raises UnknownMessage with the reason where the message has none."""
        if to not in self._plans:
            from siss_interop.wire.cda.dialect import CDA
            from siss_interop.wire.regional.dialect import dialect
            from siss_interop.wire.tree.plan import plan_of

            binding = self.binding(to)
            self._plans[to] = plan_of(binding, dialect(*self.place(to).split("/")) if to == "xml" else binding.dialect or CDA)
        return self._plans[to]


def _imported(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def _version(place: str) -> str:
    return place.split("/")[1]


def event_system(flow: str) -> str:
    """The code system of the types of event of a flow: of our own making."""
    return f"{BASE}:{flow}:evento"


MESSAGE_SYSTEM = f"{BASE}:messaggio"
"""The code system of the names of messages: what is neither a document nor of a flow is tagged with its name in FHIR."""

_VACC = "siss_interop.messages.vaccinazioni"

_STORED = ("document", "transaction")
_NO_COLLECTION = "a collection hands over a record; a document or an event has a bundle of its own kind"
_NO_EVENT = {
    "fhir/message": "a message tells of an event; a document is exchanged as a document, or stored by a transaction",
    "fhir/collection": _NO_COLLECTION,
    "xml": "a document is no event of the flow; `eventi` gives the events of a document",
    "avn": "the register takes events; `eventi` gives the events of a document",
    "soap": "a document is no event of a flow",
}

CATALOGUE: tuple[Entry, ...] = (
    Entry(
        "SchedaSingolaVaccinazione", "vaccinazioni", "Scheda della singola vaccinazione",
        f"{_VACC}.documenti:SchedaSingolaVaccinazione", {"cda": f"{_VACC}.cda:SCHEDA_SINGOLA", "fhir": f"{_VACC}.fhir:SCHEDA_SINGOLA"}, _NO_EVENT,
        template="2.16.840.1.113883.2.9.10.1.11.1.1", loinc="87273-9",
        rules=f"{_VACC}.regole.documenti:REGOLE_DOCUMENTI", sample=f"{_VACC}.esempi:scheda_singola", profiles=_STORED,
    ),
    Entry(
        "CertificatoVaccinale", "vaccinazioni", "Certificato vaccinale",
        f"{_VACC}.documenti:CertificatoVaccinale", {"cda": f"{_VACC}.cda:CERTIFICATO", "fhir": f"{_VACC}.fhir:CERTIFICATO"}, _NO_EVENT,
        template="2.16.840.1.113883.2.9.10.1.11.1.2", loinc="82593-5",
        rules=f"{_VACC}.regole.documenti:REGOLE_DOCUMENTI", sample=f"{_VACC}.esempi:certificato", profiles=_STORED,
    ),
)  # fmt: skip

_EVENTI = f"{_VACC}.eventi"
_NO_SOAP = "an event goes in an envelope: MessaggioCART"
_NO_CDA = "an event has no author, custodian or header; `documento` makes a document of events"
CATALOGUE += tuple(
    Entry(
        name, "siv", title, f"{_EVENTI}:{name}",
        {"xml": "siv/1.0", "avn": f"{_VACC}.avn", "fhir": f"{_VACC}.fhir_eventi:{mapping}"},
        {"cda": _NO_CDA, "soap": _NO_SOAP, "fhir/document": _NO_CDA, "fhir/collection": _NO_COLLECTION}, event=code,
        rules=f"{_VACC}.regole.eventi:REGOLE_{code}", sample=f"{_VACC}.esempi_eventi:{sample}", profiles=("transaction", "message"),
    )
    for name, code, title, sample, mapping in (
        ("VaccinazioneEffettuata", "VAC01", "Vaccinazione effettuata", "vaccinazione_effettuata", "EFFETTUATA"),
        ("VaccinazioneNonEffettuata", "VAC02", "Vaccinazione non effettuata", "vaccinazione_non_effettuata", "NON_EFFETTUATA"),
        ("SchedaAssistito", "VAC03", "Scheda dell'assistito", "scheda_assistito", "SCHEDA"),
        ("Cancella", "VAC09", "Cancellazione di un evento", "cancella", "CANCELLA"),
    )
)  # fmt: skip

_DOC = "siss_interop.messages.documenti"
_NO_DOC = {
    "xml": "a clinical document is no event of a flow", "avn": "the register takes vaccination events", "soap": "a document is no event of a flow",
    "fhir/message": _NO_EVENT["fhir/message"], "fhir/collection": _NO_COLLECTION,
}  # fmt: skip
_GENERIC = {**_NO_DOC, "fhir": "it keeps what is not typed in its original only, and a bundle made of the rest would tell less than the document"}
_IT = "2.16.840.1.113883.2.9.10.1."
_OURS = "2.25."
CATALOGUE += tuple(
    Entry(
        name, "documenti", title, f"{_DOC}.{module}:{name}", {"cda": f"{_DOC}.cda:{binding}", "fhir": f"{_DOC}.fhir:{binding}"}, _NO_DOC,
        template=template, loinc=loinc, rules=f"{_DOC}.regole:REGOLE_CLINICHE", sample=f"{_DOC}.{sample}", profiles=_STORED,
    )
    for name, title, module, binding, template, loinc, sample in (
        ("ProfiloSanitarioSintetico", "Profilo sanitario sintetico", "profilo", "PROFILO", f"{_IT}4.1.1", "60591-5", "esempi:profilo"),
        ("LetteraDimissione", "Lettera di dimissione ospedaliera", "lettera", "LETTERA", f"{_IT}5", "34105-7", "esempi:lettera"),
        ("VerbaleProntoSoccorso", "Verbale di pronto soccorso", "verbale", "VERBALE", f"{_IT}6.1", "59258-4", "esempi_altri:verbale"),
        ("RefertoLaboratorio", "Referto di medicina di laboratorio", "laboratorio", "LABORATORIO", f"{_IT}1", "11502-2", "esempi_altri:laboratorio"),
        ("RefertoRadiologia", "Referto di radiologia", "radiologia", "RADIOLOGIA", f"{_IT}7.1", "68604-8", "esempi:radiologia"),
        (
            "RefertoSpecialisticaAmbulatoriale", "Referto di specialistica ambulatoriale", "specialistica", "SPECIALISTICA", f"{_IT}9.1", "11488-4",
            "esempi:specialistica",
        ),
        ("RefertoAnatomiaPatologica", "Referto di anatomia patologica", "patologia", "PATOLOGIA", f"{_IT}8.1", "11526-1", "esempi_altri:patologia"),
        (
            "SchedaPatologia", "Scheda di patologia", "propri", "SCHEDA_PATOLOGIA",
            f"{_OURS}279251842852639656011435926167859855050", None, "esempi_altri:scheda_patologia",
        ),
        (
            "PianoTerapeutico", "Piano terapeutico", "propri", "PIANO_TERAPEUTICO",
            f"{_OURS}177135951723572575620439184397746215462", None, "esempi_altri:piano_terapeutico",
        ),
    )
)  # fmt: skip
CATALOGUE += (
    Entry(
        "DocumentoGenerico", "documenti", "Altro documento CDA R2", f"{_DOC}.generico:DocumentoGenerico", {"cda": f"{_DOC}.cda:GENERICO"}, _GENERIC,
        rules=f"{_DOC}.regole:REGOLE_GENERICO",
        only_edited=True,
    ),
)  # fmt: skip

_NO_RECORD = "the record is no document and no event: `seleziona` makes a document of it"
CATALOGUE += (
    Entry(
        "SchedaSanitariaIndividuale", "scheda", "Scheda sanitaria individuale", f"{_DOC}.scheda:SchedaSanitariaIndividuale",
        {"fhir": f"{_DOC}.fhir_scheda:SCHEDA"}, dict.fromkeys(("cda", "xml", "soap", "avn", "fhir/document", "fhir/message"), _NO_RECORD),
        sample=f"{_DOC}.esempi_scheda:scheda", profiles=("collection", "transaction"),
    ),
)  # fmt: skip

_TRA, _BUSTA = "siss_interop.messages.trasporti", "siss_interop.messages.busta"
_NO_AVN = "the national register takes vaccinations only"
_SENZA_DOCUMENTO = "an administrative record between offices: nobody writes a clinical document of it"
_NO_TRA_CDA = {
    1: "an event has no author, custodian or header; `documento` makes a RichiestaTrasporto of it",
    3: "an event has no author, custodian or header; `documento` makes a RelazioneTrasporto of it",
}
CATALOGUE += tuple(
    Entry(
        name, "trasporti", title, f"{_TRA}.eventi:{name}", {"xml": "trasporti/1.0", "fhir": f"{_TRA}.fhir_eventi:EV0{number}"},
        {
            "avn": _NO_AVN, "soap": _NO_SOAP, "cda": _NO_TRA_CDA.get(number, _SENZA_DOCUMENTO),
            "fhir/document": _NO_TRA_CDA.get(number, _SENZA_DOCUMENTO), "fhir/collection": _NO_COLLECTION,
        },
        event=f"Ev0{number}", rules=f"{_TRA}.regole.eventi:REGOLE_EV0{number}", sample=f"{_TRA}.esempi_eventi:{sample}",
        profiles=("transaction", "message"),
    )
    for number, (name, title, sample) in enumerate((
        ("Richiesta", "Richiesta di trasporto", "richiesta"),
        ("ConclusioneRichiesta", "Conclusione della richiesta", "conclusione"),
        ("ErogazioneTrasporto", "Erogazione del trasporto", "erogazione"),
        ("ServizioTrasportoSanitario", "Servizio di trasporto sanitario", "servizio"),
        ("ValidazioneErogazione", "Validazione dell'erogazione", "validazione"),
        ("CancellaAAVV", "Cancellazione da un'associazione", "cancella_aavv"),
        ("CancellaServizioTrasportoSanitario", "Cancellazione di un servizio", "cancella_servizio"),
        ("CancellaValidazioneErogazione", "Cancellazione di una validazione", "cancella_validazione"),
    ), 1)
)  # fmt: skip

_NO_TRASPORTO = {
    "fhir/message": _NO_EVENT["fhir/message"],
    "fhir/collection": _NO_COLLECTION,
    "xml": "a document is no event of the flow; `evento` gives the event of a document",
    "avn": _NO_AVN,
    "soap": "a document is no event of a flow",
}
CATALOGUE += tuple(
    Entry(
        name, "trasporti", title, f"{_TRA}.documenti:{name}", {"cda": f"{_TRA}.cda:{binding}", "fhir": f"{_TRA}.fhir:{binding}"}, _NO_TRASPORTO,
        template=f"2.25.164303331536832449408321081751689157824.1.{number}", rules=f"{_TRA}.regole.documenti:REGOLE_DOCUMENTI",
        sample=f"{_TRA}.esempi_documenti:{sample}", profiles=_STORED,
    )
    for number, (name, title, binding, sample) in enumerate((
        ("RichiestaTrasporto", "Richiesta di trasporto (documento)", "DOCUMENTO_RICHIESTA", "richiesta"),
        ("RelazioneTrasporto", "Relazione di trasporto (documento)", "RELAZIONE", "relazione"),
    ), 1)
)  # fmt: skip
_NO_DOCUMENT = "an envelope and its answer are no clinical documents"
CATALOGUE += (
    Entry(
        "BustaEventoSanitario", "busta", "Busta di un evento sanitario", f"{_BUSTA}.modelli:BustaEventoSanitario",
        {"xml": "busta/1.0", "fhir": f"{_BUSTA}.fhir:BUSTA"},
        {
            "cda": _NO_DOCUMENT, "avn": _NO_AVN, "soap": "the e-Gov header stands around the envelope: MessaggioCART", "fhir/document": _NO_DOCUMENT,
            "fhir/transaction": "a server stores the event, not its envelope", "fhir/collection": _NO_COLLECTION,
        },
        rules=f"{_BUSTA}.regole:REGOLE_BUSTA", sample=f"{_BUSTA}.esempi:busta", profiles=("message",),
    ),
    Entry(
        "EsitoRicezione", "busta", "Esito della ricezione", "siss_interop.messages.comune.esito:EsitoRicezione", {"xml": "busta/1.0"},
        {
            "cda": _NO_DOCUMENT, "avn": _NO_AVN, "soap": "only an event travels in MessaggioCART",
            "fhir": "the answer is of the flow; in R4 an answer is a message of its own, and its identifiers admit fewer signs",
        },
        rules=f"{_BUSTA}.regole:REGOLE_ESITO", sample=f"{_BUSTA}.esempi:esito",
    ),
    Entry(
        "MessaggioCART", "busta", "Busta di un evento sanitario in SPCoop", f"{_BUSTA}.cart:MessaggioCART", {"soap": f"{_BUSTA}.soap:MESSAGGIO"},
        {
            "cda": _NO_DOCUMENT, "avn": _NO_AVN, "xml": "its XML is SOAP; the envelope inside it is a BustaEventoSanitario",
            "fhir": "the e-Gov header is SOAP's; the envelope inside it is a BustaEventoSanitario, which has it",
        },
        rules=f"{_BUSTA}.regole:REGOLE_CART", sample=f"{_BUSTA}.esempi:messaggio_cart",
    ),
)  # fmt: skip

#: flow -> the check of many of its events together
TOGETHER: Mapping[str, str] = {"siv": f"{_VACC}.regole.eventi:giudica_insieme"}

SOAP_ROOT = "{http://schemas.xmlsoap.org/soap/envelope/}Envelope"
IN_SOAP = "MessaggioCART"
"""What stands in a SOAP envelope of ours."""

_BY_NAME = {entry.name: entry for entry in CATALOGUE}
_BY_ROOT = {(place, entry.name): entry for entry in CATALOGUE if (place := entry.formats.get("xml"))}
_BY_TEMPLATE = {entry.template: entry for entry in CATALOGUE if entry.template}
#: system and code of the tag of an event, of what carries one, or of a record, in FHIR
_BY_TAG = {(event_system(entry.flow), entry.event or entry.name): entry for entry in CATALOGUE if "message" in entry.profiles}
_BY_TAG |= {(MESSAGE_SYSTEM, entry.name): entry for entry in CATALOGUE if "collection" in entry.profiles}
_BY_LOINC = {("http://loinc.org", entry.loinc): entry for entry in CATALOGUE if entry.loinc}


def entry(name: str) -> Entry:
    """The entry of a message by its name. Raises UnknownMessage that names the nearest."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    near = difflib.get_close_matches(name, _BY_NAME, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnknownMessage(f"no such message{hint} (messages: {', '.join(_BY_NAME)})")


def entry_of(message: Message) -> Entry:
    """The entry of a message by its class."""
    return entry(type(message).__name__)


def by_template(roots: Iterable[str]) -> Entry:
    """The entry of a document by its templateIds: the first that names a type; a document of any other type is a generic one."""
    return next((_BY_TEMPLATE[root] for root in roots if root in _BY_TEMPLATE), _BY_NAME["DocumentoGenerico"])


def events() -> Iterator[Entry]:
    """The messages that are events of some flow: what an envelope may carry."""
    return (entry for entry in CATALOGUE if entry.event is not None)


def schemas() -> tuple[str, ...]:
    """Flow and version of each dialect of ours: there is a schema for each."""
    return tuple(dict.fromkeys(entry.formats["xml"] for entry in CATALOGUE if "xml" in entry.formats))


def flow_of(name: str) -> str | None:
    """The flow and version of a file of many events, by the Clark name of its root."""
    uri, _, local = name[1:].rpartition("}")
    flow = uri.removeprefix(f"{BASE}:").replace(":", "/")
    return flow if local == "eventi" and any(place == flow for place, _ in _BY_ROOT) else None


def by_root(name: str) -> Entry | None:
    """The entry of a regional message, or of what travels in SOAP, by the Clark name of its root."""
    if name == SOAP_ROOT:
        return _BY_NAME[IN_SOAP]
    uri, _, local = name[1:].rpartition("}")
    return _BY_ROOT.get((uri.removeprefix(f"{BASE}:").replace(":", "/"), local))


def by_bundle(bundle: Mapping[str, Any]) -> Entry | None:
    """The entry of a FHIR bundle: by the template or the code of its Composition, or by the event or name that a resource is tagged with."""
    for item in bundle.get("entry") or ():
        resource = item.get("resource") if isinstance(item, dict) else None
        if not isinstance(resource, dict):
            continue
        tags = _codings(resource, "meta", "tag")
        found = next((_BY_TEMPLATE[root] for _, code in tags if (root := code.removeprefix("urn:oid:")) in _BY_TEMPLATE), None)
        found = found or next((_BY_TAG[tag] for tag in tags if tag in _BY_TAG), None)
        if found is None and resource.get("resourceType") == "Composition":
            found = next((_BY_LOINC[code] for code in _codings(resource, "type", "coding") if code in _BY_LOINC), None)
        if found is not None:
            return found
    return None


def _codings(resource: Mapping[str, Any], holder: str, name: str) -> list[tuple[str, str]]:
    """System and code of the codings that stand there, as far as they are texts."""
    around = resource.get(holder)
    given = around.get(name) if isinstance(around, dict) else None
    pairs = [(each.get("system"), each.get("code")) for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return [(system, code) for system, code in pairs if isinstance(system, str) and isinstance(code, str)]
