"""What a pathologist reports: margins, microscopy, the morphology of a tumour and its formula."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.messages.comune.enunciati.base import Etichetta, NomeSistema, codice_fisso
from siss_interop.messages.comune.enunciati.generici import Osservazione, Voce
from siss_interop.messages.comune.enunciati.generici_cda import COMPONENTI, osservazione_come
from siss_interop.messages.comune.enunciati.parti import CLINICO, EnunciatoClinico, e_un
from siss_interop.messages.comune.enunciati.rilievi import Rilievo, rilievo
from siss_interop.model.base import Many
from siss_interop.model.marks import label
from siss_interop.wire.words import Binding, Fixed, In, Mark, Row, Word


class MargineResezione(Rilievo):
    """How far the tumour is from the margin of what was cut out."""

    tipo: Literal["MargineResezione"] = "MargineResezione"
    etichetta: Etichetta = "Margine di resezione"


class PannelloFisso(EnunciatoClinico):
    """A panel whose code the guide fixes."""

    etichetta: Etichetta = None
    nome_codice: NomeSistema = "LOINC"
    componenti: Annotated[Many[Voce], label("Componenti", "what the panel holds")] = ()


class EsameMicroscopico(PannelloFisso):
    """What was seen under the microscope."""

    tipo: Literal["EsameMicroscopico"] = "EsameMicroscopico"


class DiagnosiPatologica(PannelloFisso):
    """The diagnosis of the pathologist."""

    tipo: Literal["DiagnosiPatologica"] = "DiagnosiPatologica"


class MorfologiaTumore(PannelloFisso):
    """Morphology and behaviour of the tumour."""

    tipo: Literal["MorfologiaTumore"] = "MorfologiaTumore"


class FormulaTNM(Rilievo):
    """The TNM formula: the phase in which it was taken, and its categories."""

    etichetta: Etichetta = "TNM"
    fase: Annotated[Osservazione | None, label("Fase di rilevamento", "clinical, pathological, after treatment …")] = None
    categorie: Annotated[Many[Osservazione], label("Categorie", "T, N, M and the others")] = ()


class FormulaTumore(PannelloFisso):
    """The formula of the tumour: size, TNM, lymph nodes."""

    tipo: Literal["FormulaTumore"] = "FormulaTumore"
    tnm: Annotated[FormulaTNM | None, label("TNM", "the TNM formula")] = None
    linfonodi: Annotated[Many[Osservazione], label("Linfonodi", "lymph nodes examined, with their size")] = ()


def _pannello(model: type[PannelloFisso], role: str, code: str, *words: Word) -> Binding:
    return Binding(model, *e_un("BATTERY"), Mark(role), *codice_fisso(code), *CLINICO, *words, COMPONENTI)


MARGINE = rilievo(MargineResezione, "margine", "33738-6")
MICROSCOPIA = _pannello(EsameMicroscopico, "microscopia", "102034-6")
DIAGNOSI_PATOLOGICA = _pannello(DiagnosiPatologica, "diagnosi_patologica", "29308-4")
MORFOLOGIA = _pannello(MorfologiaTumore, "morfologia", "22036-8")


def formula(fase: str, categoria: str, linfonodi: str) -> Binding:
    """The binding of a tumour's formula; its parts are told apart by the templateIds that the document type gives."""

    def parte(field: str, around: str, root: str, role: str) -> Row:
        return Row(field, f"{around}[@typeCode='COMP'][observation/templateId/@root='{root}']*/observation", osservazione_come(role))

    tnm = rilievo(
        FormulaTNM, "tnm", "59541-3",
        In(
            f"entryRelationship[@typeCode='COMP'][observation/templateId/@root='{fase}']",
            Row("fase", "observation", osservazione_come("fase_tnm")),
        ),
        parte("categorie", "entryRelationship", categoria, "categoria_tnm"),
    )  # fmt: skip
    return _pannello(
        FormulaTumore, "formula", "22640-7",
        In("component[observation/code/@code='59541-3']", Fixed("@typeCode", "COMP"), Row("tnm", "observation", tnm)),
        Row("linfonodi", f"component[observation/templateId/@root='{linfonodi}']*/observation", osservazione_come("linfonodi")),
    )  # fmt: skip
