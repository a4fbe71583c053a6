"""Family history: a relative, and what that relative had, at which age."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.messages.comune.enunciati.base import Etichetta, NomeSistema, OsservazioneFissa, codice_fisso, con_codice, osservazione
from siss_interop.messages.comune.enunciati.generici import Codificato
from siss_interop.messages.comune.enunciati.generici_cda import NOTE
from siss_interop.messages.comune.enunciati.parti import CLINICO, EnunciatoClinico, EnunciatoConNote, e_un
from siss_interop.messages.comune.persone import NomePersona
from siss_interop.model.base import Many, Value
from siss_interop.model.marks import label
from siss_interop.model.misure import Valore
from siss_interop.model.tipi import Codice, Momento, Quando, ValoreCodificato
from siss_interop.wire.cda.misure import valore
from siss_interop.wire.cda.tipi import CD, CD_VALUE, PN, TS, when
from siss_interop.wire.words import Binding, Fixed, In, Mark, Row, Word


class Eta(OsservazioneFissa):
    """The age at which something happened to a relative."""

    valore: Annotated[Valore | None, label("Età", "the age, as a quantity")] = None
    quando: Annotated[Quando | None, label("Quando", "when it happened")] = None


class EtaDiagnosi(Eta):
    """The age at which a disease of a relative was found."""

    etichetta: Etichetta = "Età diagnosi patologia"


class EtaDecesso(Eta):
    """The age at which a relative died."""

    etichetta: Etichetta = "Età decesso"


class MalattiaDiFamiliare(EnunciatoConNote):
    """What is told of a disease of a relative, whatever its observation is called."""

    patologia: Annotated[ValoreCodificato | None, label("Patologia", "the disease, coded")] = None
    eta_diagnosi: Annotated[EtaDiagnosi | None, label("Età alla diagnosi", "age at which it was found")] = None
    eta_decesso: Annotated[EtaDecesso | None, label("Età al decesso", "age at which the relative died")] = None


class PatologiaFamiliare(MalattiaDiFamiliare):
    """A disease of a relative, in the observation that the guides have for it."""

    etichetta: Etichetta = "Diagnosi codice ICD"
    nome_codice: NomeSistema = "LOINC"


class AltraPatologiaFamiliare(MalattiaDiFamiliare):
    """A disease of a relative in an observation with another code, or with none."""

    codice: Codificato = None


class Parente(Value):
    """A relative of the patient."""

    parentela: Annotated[Codice | None, label("Parentela", "which relative")] = None
    nome: NomePersona = None
    sesso: Annotated[Codice | None, label("Sesso", "gender of the relative")] = None
    nascita: Annotated[Momento | None, label("Nascita", "when the relative was born")] = None


class AnamnesiFamiliare(EnunciatoClinico):
    """The diseases of one relative."""

    tipo: Literal["AnamnesiFamiliare"] = "AnamnesiFamiliare"
    etichetta: Etichetta = "Storia di malattie di membri familiari"
    nome_codice: NomeSistema = "LOINC"
    parente: Annotated[Parente | None, label("Parente", "the relative")] = None
    patologie: Annotated[Many[PatologiaFamiliare], label("Patologie", "what the relative had")] = ()
    altre_patologie: Annotated[
        Many[AltraPatologiaFamiliare], label("Altre patologie", "what the relative had, in observations that the guides do not foresee")
    ] = ()


_PARENTE = Binding(
    Parente,
    In(
        "relatedSubject", Fixed("@classCode", "PRS"), Row("parentela", "code", CD),
        In("subject", Row("nome", "name", PN), Row("sesso", "administrativeGenderCode", CD), Row("nascita", "birthTime", TS)),
    ),
)  # fmt: skip


def _eta(model: type[Eta], role: str, code: str) -> Binding:
    return Binding(model, Fixed("@typeCode", "SUBJ"), *osservazione(role, code, when("quando"), valore("valore")))


_MALATTIA: tuple[Word, ...] = (
    *e_un("OBS"), *CLINICO, NOTE, Row("patologia", "value", CD_VALUE),
    Row("eta_diagnosi", con_codice("35267-4"), _eta(EtaDiagnosi, "eta_diagnosi", "35267-4")),
    Row("eta_decesso", con_codice("39016-1"), _eta(EtaDecesso, "eta_decesso", "39016-1")),
)  # fmt: skip
_PATOLOGIA = Binding(PatologiaFamiliare, Mark("patologia_familiare"), *codice_fisso("52797-8"), *_MALATTIA)
_ALTRA_PATOLOGIA = Binding(AltraPatologiaFamiliare, Row("codice", "code", CD), *_MALATTIA)
ANAMNESI_FAMILIARE = Binding(
    AnamnesiFamiliare,
    *e_un("CLUSTER"), Mark("anamnesi_familiare"), *codice_fisso("10157-6"), *CLINICO, Row("parente", "subject", _PARENTE),
    Row("patologie", "component[observation/code/@code='52797-8']*/observation", _PATOLOGIA),
    Row("altre_patologie", "component[observation]*/observation", _ALTRA_PATOLOGIA),
)  # fmt: skip
