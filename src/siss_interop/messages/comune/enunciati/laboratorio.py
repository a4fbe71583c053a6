"""A laboratory examination: its specimens, when and where they were taken, its results and panels."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.messages.comune.enunciati.base import Etichetta, Inversa, NomeSistema, codice_fisso
from siss_interop.messages.comune.enunciati.generici import Campioni, Codificato, Collegati, Gruppo, OggettoMultimediale, Osservazione, Procedura
from siss_interop.messages.comune.enunciati.generici_cda import COLLEGATI, GRUPPO, NOTE, OGGETTO, OSSERVAZIONE, PROCEDURA
from siss_interop.messages.comune.enunciati.parti import CAMPIONE, CLINICO, EnunciatoConNote, e_un
from siss_interop.model.base import Many
from siss_interop.model.marks import label
from siss_interop.wire.cda.tipi import CD
from siss_interop.wire.words import BOOL, Binding, Fixed, In, Mark, Row


class Prelievo(EnunciatoConNote):
    """When specimens were taken."""

    inversa: Inversa = None
    etichetta: Etichetta = "Data/ora di raccolta del campione"
    nome_codice: NomeSistema = "LOINC"
    campioni: Campioni = ()


class EsameLaboratorio(EnunciatoConNote):
    """An examination, and everything that was found in it."""

    tipo: Literal["EsameLaboratorio"] = "EsameLaboratorio"
    codice: Codificato = None
    campioni: Campioni = ()
    prelievi: Annotated[Many[Prelievo], label("Prelievi", "when specimens were taken")] = ()
    siti: Annotated[Many[Procedura], label("Siti di prelievo", "where on the body specimens were taken")] = ()
    risultati: Annotated[Many[Osservazione], label("Risultati", "single results")] = ()
    gruppi: Annotated[Many[Gruppo], label("Gruppi di risultati", "batteries, and clusters for each micro-organism")] = ()
    immagini: Annotated[Many[OggettoMultimediale], label("Immagini", "pictures of the results")] = ()
    collegati: Collegati = ()


_PRELIEVO = Binding(
    Prelievo,
    Fixed("@typeCode", "COMP"), Row("inversa", "@inversionInd", BOOL),
    In("act", *e_un("ACT"), Mark("prelievo"), *codice_fisso("33882-2"), *CLINICO, NOTE, Row("campioni", "specimen*", CAMPIONE)),
)  # fmt: skip


def _parte(field: str, tag: str, codec: Binding) -> Row:
    return Row(field, f"entryRelationship[@typeCode='COMP'][{tag}]*/{tag}", codec)


ESAME_LABORATORIO = Binding(
    EsameLaboratorio,
    *e_un("ACT"), Mark("esame"), *CLINICO, NOTE, Row("codice", "code", CD), Row("campioni", "specimen*", CAMPIONE),
    Row("prelievi", "entryRelationship[act/code/@code='33882-2']*", _PRELIEVO), _parte("siti", "procedure", PROCEDURA),
    _parte("risultati", "observation", OSSERVAZIONE), _parte("gruppi", "organizer", GRUPPO),
    _parte("immagini", "observationMedia", OGGETTO), COLLEGATI,
)  # fmt: skip
