"""Rules of the narrative: what a browser would do with it, what the schema takes, and whether references meet their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siss_interop.messages.comune import narrativa as n
from siss_interop.messages.comune.fatti import fatti
from siss_interop.messages.comune.regole import AVVISO, ERRORE, regole_di
from siss_interop.messages.comune.testata import Documento
from siss_interop.model.rules import Broken, Rule, rule
from siss_interop.model.tipi import Riferimento

XSD = "NarrativeBlock.xsd of POCD_MT000040UV02"
_SCHEMI = frozenset({"http", "https", "mailto", "tel"})
_SCHEMA = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")
#: characters that a browser leaves out of an address before it looks at the scheme
_IGNORATI = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def pericoloso(indirizzo: str) -> bool:
    """Whether a link may do more than open a page or write a message: a script, a local file, content in the address itself."""
    text = _IGNORATI.sub("", indirizzo)
    scheme = _SCHEMA.match(text)
    return text.startswith("\\") or (scheme is not None and scheme[0].lower() not in _SCHEMI)


@rule(
    "DOC-R60", ERRORE, "Il collegamento può eseguire codice o aprire file di chi legge: non è ammesso",
    "The link may run code or open files of whoever reads it: it is not admitted",
    instead_it="Usare solo http, https, mailto e tel", instead_en="Use only http, https, mailto and tel",
    source="HL7 CDA R2 narrative block, linkHtml", passing="https://www.example.org/", failing="javascript:alert(1)",
)  # fmt: skip
def _collegamento_sicuro(doc: Documento) -> Iterator[Broken]:
    found = fatti(doc)
    for place in found.di(n.Collegamento):
        if place.valore.href is not None and pericoloso(place.valore.href):
            yield Broken(f"{place.path}.href", value=place.valore.href)
    for place in found.di(Riferimento):
        if place.valore.valore is not None and pericoloso(place.valore.valore):
            yield Broken(f"{place.path}.valore", value=place.valore.valore)


#: one letter for each element of the narrative, so that content is a word and the schema a pattern
_LETTERE: dict[type, str] = {
    n.Brano: "b", n.Collegamento: "l", n.Pedice: "s", n.Apice: "S", n.ACapo: "a", n.NotaPagina: "n", n.RimandoNota: "r", n.Immagine: "m",
    n.Paragrafo: "p", n.Elenco: "e", n.Tabella: "T", n.Didascalia: "d", n.VoceElenco: "v", n.Testata: "H", n.Piede: "F", n.Corpo: "B",
    n.Riga: "R", n.Cella: "c", n.CellaIntestazione: "h", n.Colonna: "o", n.GruppoColonne: "g", str: "t",
}  # fmt: skip
_FLUSSO = "tblsSanrm"
_CONTENUTI: dict[type, re.Pattern[str]] = {
    kind: re.compile(pattern) for kind, pattern in {
        n.Narrativa: f"[{_FLUSSO}peT]*", n.Paragrafo: f"t?d?[{_FLUSSO}]*", n.Brano: f"[{_FLUSSO}]*", n.Pedice: "t*", n.Apice: "t*", n.ACapo: "",
        n.Didascalia: "[tlsSnr]*", n.NotaPagina: "[tblsSampeT]*", n.RimandoNota: "", n.Collegamento: "[tnr]*", n.Immagine: "d?", n.Elenco: "d?v+",
        n.VoceElenco: f"t?d?[{_FLUSSO}peT]*", n.Tabella: "d?(o*|g*)H?F?B+", n.Testata: "R+", n.Piede: "R+", n.Corpo: "R+", n.Riga: "[hc]+",
        n.Cella: f"[{_FLUSSO}pe]*", n.CellaIntestazione: f"[{_FLUSSO}]*", n.Colonna: "", n.GruppoColonne: "o*",
    }.items()
}  # fmt: skip


@rule(
    "DOC-R61", ERRORE, "Nella narrativa questo elemento contiene ciò che lo schema CDA non ammette, o gli manca ciò che deve avere",
    "In the narrative this element holds what the CDA schema does not admit, or lacks what it must have",
    instead_it="Una tabella ha didascalia, testata, piede e corpi in quest'ordine; un corpo ha righe, una riga celle, un elenco voci",
    instead_en="A table has caption, head, foot and bodies in this order; a body has rows, a row cells, a list items",
    source=XSD, passing="Tabella di Corpo di Riga di Cella", failing="Tabella di Riga",
)  # fmt: skip
def _struttura_narrativa(doc: Documento) -> Iterator[str]:
    for place in fatti(doc).nodi():
        word = "".join([_LETTERE[type(item)] for item in place.valore.contenuto])
        if not _CONTENUTI[type(place.valore)].fullmatch(word):
            yield f"{place.path}.contenuto"


_NMTOKENS = re.compile(r"[\w.:-]+( [\w.:-]+)*")
_AMMESSI: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("stile", _NMTOKENS),
    ("lingua", re.compile(r"[\w.:-]+")),
    ("cornice", re.compile("void|above|below|hsides|lhs|rhs|vsides|box|border")),
    ("righe_interne", re.compile("none|groups|rows|cols|all")),
)
_SENZA_ATTRIBUTI = (n.Pedice, n.Apice, n.ACapo)
_CHIESTI = ((n.RimandoNota, "nota"), (n.Immagine, "oggetti"))


@rule(
    "DOC-R62", ERRORE, "Nella narrativa l'attributo manca, non è ammesso su questo elemento, o ha un valore che lo schema CDA non ammette",
    "In the narrative the attribute is missing, is not admitted on this element, or has a value that the CDA schema does not admit",
    instead_it="Togliere o correggere l'attributo", instead_en="Leave the attribute out or correct it",
    source=XSD, passing="stile = Bold", failing="stile = Bold;",
)  # fmt: skip
def _attributi_narrativa(doc: Documento) -> Iterator[str]:
    found = fatti(doc)
    for place in found.nodi():
        fields = place.valore.__dict__
        for name, pattern in _AMMESSI:
            value = fields.get(name)
            if value is not None and not pattern.fullmatch(value):
                yield f"{place.path}.{name}"
        if isinstance(place.valore, _SENZA_ATTRIBUTI):
            yield from (f"{place.path}.{name}" for name in ("id", "stile", "lingua") if fields[name] is not None)
    for kind, name in _CHIESTI:
        yield from (f"{place.path}.{name}" for place in found.di(kind) if place.valore.__dict__[name] is None)


_NCNAME = re.compile(r"[^\W\d][\w.-]*")


@rule(
    "DOC-R63", ERRORE, "L'identificativo XML è ripetuto, o non è un nome (comincia con una lettera, senza spazi e due punti)",
    "The XML id stands twice, or is no name (it begins with a letter and has no blanks or colons)",
    instead_it="Dare a ogni elemento un identificativo suo", instead_en="Give each element an id of its own",
    source=XSD, passing="voce1 e voce2", failing="due volte voce1",
)  # fmt: skip
def _id_xml_unici(doc: Documento) -> Iterator[Broken]:
    seen: set[str] = set()
    for path, value in fatti(doc).id_xml:
        if value in seen or not _NCNAME.fullmatch(value):
            yield Broken(path, value=value)
        seen.add(value)


@rule(
    "DOC-R64", ERRORE, "La nota o la cella d'intestazione indicata non c'è nella narrativa",
    "The footnote or header cell that is named is not in the narrative",
    instead_it="Correggere l'identificativo, o aggiungere l'elemento", instead_en="Correct the id, or add the element",
    source=XSD, passing="rimando a una nota presente", failing="rimando a una nota assente",
)  # fmt: skip
def _rimandi_interni(doc: Documento) -> Iterator[Broken]:
    found = fatti(doc)
    known = {value for _, value in found.id_xml}
    for kind, name in ((n.RimandoNota, "nota"), (n.Cella, "intestazioni")):
        for place in found.di(kind):
            value = place.valore.__dict__[name]
            if value is not None and not set(value.split()) <= known:
                yield Broken(f"{place.path}.{name}", value=value)


@rule(
    "DOC-R65", AVVISO, "Il riferimento non trova nella narrativa il pezzo di testo che indica",
    "The reference does not find the piece of narrative that it points at",
    instead_it="Dare quell'identificativo al pezzo di testo, o togliere il riferimento",
    instead_en="Give that id to the piece of text, or leave the reference out",
    source="HL7 CDA R2 4.3.5.1, references to the narrative", passing="#voce1, con una riga voce1", failing="#voce9, che non c'è",
)  # fmt: skip
def _riferimenti(doc: Documento) -> Iterator[Broken]:
    found = fatti(doc)
    known = {value for _, value in found.id_xml}
    for place in found.di(Riferimento):
        value = place.valore.valore
        if value is not None and value.startswith("#") and value[1:] not in known:
            yield Broken(f"{place.path}.valore", value=value)


REGOLE_NARRATIVA: tuple[Rule, ...] = regole_di(globals())
