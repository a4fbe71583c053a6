"""The narrative of a section as closed, typed markup: what a person reads, and what no machine may change by accident.

The classes are the elements of the CDA narrative block under Italian names. Text is kept run by run; white space that only lays the source out
(between rows of a table, between paragraphs) is not content.
"""

from __future__ import annotations

from threading import Thread
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, field_validator

from siss_interop.model.base import Model, Run, Text
from siss_interop.model.marks import label
from siss_interop.model.trusted import seen_to_by_readers
from siss_interop.wire.words import Binding, Mixed, Row, Word

Stile = Annotated[Text | None, label("Stile", "style codes, as Bold or xLeft")]
Allineamento = Annotated[Literal["left", "center", "right", "justify", "char"] | None, label("Allineamento", "horizontal alignment")]
AllineamentoVerticale = Annotated[Literal["top", "middle", "bottom", "baseline"] | None, label("Allineamento verticale", "vertical alignment")]
Numero = Annotated[Text | None, label("Numero", "how many columns or rows the cell spans")]


class Nodo(Model):
    """What every element of the narrative may carry: an id to be pointed at, a style, a language, and its content in order."""

    presence_counts: ClassVar[bool] = True

    id: Annotated[Text | None, label("Identificativo", "xml id, the target of references from entries")] = None
    stile: Stile = None
    lingua: Annotated[Text | None, label("Lingua", "language of the content")] = None
    contenuto: Annotated[Contenuti, label("Contenuto", "runs of text and elements, in order")] = ()

    @field_validator("contenuto", mode="after")
    @classmethod
    @seen_to_by_readers
    def _canonical(cls, items: tuple[Any, ...]) -> tuple[Any, ...]:
        return canonical(items)


class Narrativa(Nodo):
    """The whole narrative of a section."""

    tipo_media: Annotated[Literal["text/x-hl7-text+xml"] | None, label("Tipo di contenuto", "media type, where it is written")] = None

    @classmethod
    def di(cls, *contenuto: Any) -> Self:
        """A narrative of these pieces: `Narrativa.di(Paragrafo.di("Nessuna reazione"))`."""
        return cls(contenuto=contenuto)


class Elemento(Nodo):
    """An element of the narrative, made quickly with `di`."""

    @classmethod
    def di(cls, *contenuto: Any, **altro: Any) -> Self:
        """The element with this content: `Cella.di("12/03/2024", id="data1")`."""
        return cls(contenuto=contenuto, **altro)


class Paragrafo(Elemento):
    """A paragraph."""

    tipo: Literal["Paragrafo"] = "Paragrafo"


class Brano(Elemento):
    """A piece of running text (content)."""

    tipo: Literal["Brano"] = "Brano"
    revisione: Annotated[Literal["insert", "delete"] | None, label("Revisione", "inserted or deleted text")] = None


class Pedice(Elemento):
    """Text below the line."""

    tipo: Literal["Pedice"] = "Pedice"


class Apice(Elemento):
    """Text above the line."""

    tipo: Literal["Apice"] = "Apice"


class ACapo(Elemento):
    """A line break."""

    tipo: Literal["ACapo"] = "ACapo"


class Didascalia(Elemento):
    """The caption of a table, a list, a paragraph or an image."""

    tipo: Literal["Didascalia"] = "Didascalia"


class NotaPagina(Elemento):
    """A footnote."""

    tipo: Literal["NotaPagina"] = "NotaPagina"


class RimandoNota(Elemento):
    """A reference to a footnote."""

    tipo: Literal["RimandoNota"] = "RimandoNota"
    nota: Annotated[Text | None, label("Nota", "id of the footnote")] = None


class Collegamento(Elemento):
    """A hyperlink."""

    tipo: Literal["Collegamento"] = "Collegamento"
    href: Annotated[Text | None, label("Indirizzo", "target of the link")] = None
    nome: Annotated[Text | None, label("Nome", "name of the link")] = None
    titolo: Annotated[Text | None, label("Titolo", "title of the link")] = None


class Immagine(Elemento):
    """An image or other medium that stands in the entries."""

    tipo: Literal["Immagine"] = "Immagine"
    oggetti: Annotated[Text | None, label("Oggetti", "ids of the media shown")] = None


class Elenco(Elemento):
    """A list."""

    tipo: Literal["Elenco"] = "Elenco"
    ordine: Annotated[Literal["ordered", "unordered"] | None, label("Ordine", "numbered or not")] = None


class VoceElenco(Elemento):
    """An item of a list."""

    tipo: Literal["VoceElenco"] = "VoceElenco"


class Tabella(Elemento):
    """A table."""

    tipo: Literal["Tabella"] = "Tabella"
    bordo: Annotated[Text | None, label("Bordo", "width of the border")] = None
    larghezza: Annotated[Text | None, label("Larghezza", "width of the table")] = None
    sommario: Annotated[Text | None, label("Sommario", "what the table shows, for those who cannot see it")] = None
    cornice: Annotated[Text | None, label("Cornice", "which sides have a border")] = None
    righe_interne: Annotated[Text | None, label("Linee interne", "which inner lines are drawn")] = None
    spazio_celle: Annotated[Text | None, label("Spazio tra le celle", "cell spacing")] = None
    margine_celle: Annotated[Text | None, label("Margine nelle celle", "cell padding")] = None


class Testata(Elemento):
    """The head rows of a table."""

    tipo: Literal["Testata"] = "Testata"
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None


class Corpo(Elemento):
    """The body rows of a table."""

    tipo: Literal["Corpo"] = "Corpo"
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None


class Piede(Elemento):
    """The foot rows of a table."""

    tipo: Literal["Piede"] = "Piede"
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None


class Riga(Elemento):
    """A row of a table."""

    tipo: Literal["Riga"] = "Riga"
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None


class Cella(Elemento):
    """A data cell."""

    tipo: Literal["Cella"] = "Cella"
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None
    colonne: Numero = None
    righe: Numero = None
    intestazioni: Annotated[Text | None, label("Intestazioni", "ids of the header cells")] = None


class CellaIntestazione(Elemento):
    """A header cell."""

    tipo: Literal["CellaIntestazione"] = "CellaIntestazione"
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None
    colonne: Numero = None
    righe: Numero = None
    ambito: Annotated[Literal["row", "col", "rowgroup", "colgroup"] | None, label("Ambito", "what the header is for")] = None


class Colonna(Elemento):
    """A column, or (with columns inside) a group of them."""

    tipo: Literal["Colonna"] = "Colonna"
    quante: Annotated[Text | None, label("Colonne", "how many columns are meant")] = None
    larghezza: Annotated[Text | None, label("Larghezza", "width of the column")] = None
    allineamento: Allineamento = None
    verticale: AllineamentoVerticale = None


class GruppoColonne(Colonna):
    """A group of columns."""

    tipo: Literal["GruppoColonne"] = "GruppoColonne"  # type: ignore[assignment]  # a group has the marks of a column, and its own name


Blocco = Annotated[
    Paragrafo | Brano | Pedice | Apice | ACapo | Didascalia | NotaPagina | RimandoNota | Collegamento | Immagine | Elenco | VoceElenco | Tabella
    | Testata | Corpo | Piede | Riga | Cella | CellaIntestazione | Colonna | GruppoColonne,
    Field(discriminator="tipo"),
]  # fmt: skip
"""Any element of the narrative."""
Contenuti = Annotated[tuple[Run | Blocco, ...], Field(strict=False)]

_FLUSSO = (Brano, Pedice, Apice, ACapo, NotaPagina, RimandoNota, Collegamento, Immagine)
#: names of the elements of running text: between two of them white space counts
FLUSSO = frozenset({"content", "sub", "sup", "br", "footnote", "footnoteRef", "linkHtml", "renderMultiMedia"})


def canonical(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """The content as reading gives it: adjacent runs joined, white space that is only layout left out."""
    joined: list[Any] = []
    for item in items:
        if isinstance(item, str) and joined and isinstance(joined[-1], str):
            joined[-1] += item
        else:
            joined.append(item)
    last = len(joined) - 1
    kept = [
        item for at, item in enumerate(joined)
        if not (isinstance(item, str) and item.isspace())
        or (0 < at < last and isinstance(joined[at - 1], _FLUSSO) and isinstance(joined[at + 1], _FLUSSO))
    ]  # fmt: skip
    return tuple(kept) if len(kept) != len(items) else items


_classes: tuple[type[Nodo], ...] = (Narrativa, *Elemento.__subclasses__(), GruppoColonne)


def _build() -> None:
    for each in _classes:
        each.model_rebuild()


# every element may hold every other, and pydantic goes through such classes depth first: a thread begins with an empty stack, an importer may not
_builder = Thread(target=_build)
_builder.start()
_builder.join()

_ALIGN: tuple[Word, ...] = (Row("allineamento", "@align"), Row("verticale", "@valign"))
_SPAN: tuple[Word, ...] = (Row("colonne", "@colspan"), Row("righe", "@rowspan"))
_WORDS: tuple[Word, ...] = (
    Row("id", "@ID"), Row("stile", "@styleCode"), Row("lingua", "@language"), Mixed("contenuto", lambda: ELEMENTI, FLUSSO),
)  # fmt: skip
_COLUMN: tuple[Word, ...] = (Row("quante", "@span"), Row("larghezza", "@width"), *_ALIGN)

#: element name -> binding
ELEMENTI: dict[str, Binding] = {
    "paragraph": Binding(Paragrafo, *_WORDS),
    "content": Binding(Brano, *_WORDS, Row("revisione", "@revised")),
    "sub": Binding(Pedice, *_WORDS),
    "sup": Binding(Apice, *_WORDS),
    "br": Binding(ACapo, *_WORDS),
    "caption": Binding(Didascalia, *_WORDS),
    "footnote": Binding(NotaPagina, *_WORDS),
    "footnoteRef": Binding(RimandoNota, *_WORDS, Row("nota", "@IDREF")),
    "linkHtml": Binding(Collegamento, *_WORDS, Row("href", "@href"), Row("nome", "@name"), Row("titolo", "@title")),
    "renderMultiMedia": Binding(Immagine, *_WORDS, Row("oggetti", "@referencedObject")),
    "list": Binding(Elenco, *_WORDS, Row("ordine", "@listType")),
    "item": Binding(VoceElenco, *_WORDS),
    "table": Binding(
        Tabella, *_WORDS, Row("bordo", "@border"), Row("larghezza", "@width"), Row("sommario", "@summary"), Row("cornice", "@frame"),
        Row("righe_interne", "@rules"), Row("spazio_celle", "@cellspacing"), Row("margine_celle", "@cellpadding"),
    ),
    "thead": Binding(Testata, *_WORDS, *_ALIGN),
    "tbody": Binding(Corpo, *_WORDS, *_ALIGN),
    "tfoot": Binding(Piede, *_WORDS, *_ALIGN),
    "tr": Binding(Riga, *_WORDS, *_ALIGN),
    "td": Binding(Cella, *_WORDS, *_ALIGN, *_SPAN, Row("intestazioni", "@headers")),
    "th": Binding(CellaIntestazione, *_WORDS, *_ALIGN, *_SPAN, Row("ambito", "@scope")),
    "col": Binding(Colonna, *_WORDS, *_COLUMN),
    "colgroup": Binding(GruppoColonne, *_WORDS, *_COLUMN),
}  # fmt: skip
NARRATIVA = Binding(Narrativa, *_WORDS, Row("tipo_media", "@mediaType"))
