"""Problems: the item of the list, the problem, how grave it is, whether it still holds, and its course."""

from __future__ import annotations

from typing import Annotated, Literal

from siss_interop.messages.comune.enunciati.allergie import ACT, STATO_CLINICO, StatoClinico
from siss_interop.messages.comune.enunciati.base import Etichetta, Inversa, Modelli, NomeSistema, Qualifica, codice_fisso, con_codice, qualifica
from siss_interop.messages.comune.enunciati.generici import Collegati
from siss_interop.messages.comune.enunciati.generici_cda import COLLEGATI, NOTE
from siss_interop.messages.comune.enunciati.parti import CLINICO, CODICE_ASSENTE, EnunciatoConNote, VoceDiLista, e_un
from siss_interop.messages.comune.persone import Ids
from siss_interop.model.base import Many, Value
from siss_interop.model.marks import label
from siss_interop.model.tipi import Codice, Nullo, Testo, ValoreCodificato
from siss_interop.wire.cda.tipi import CD, CD_VALUE, ED, II
from siss_interop.wire.words import BOOL, Binding, Fixed, In, Mark, Row


class Gravita(Qualifica):
    """How grave a problem is."""

    etichetta: Etichetta = "Severity Observation"
    nome_codice: NomeSistema = "ActCode"


class Decorso(Qualifica):
    """The course of a problem: chronic, acute."""

    etichetta: Etichetta = "Clinical Course"


class Problema(EnunciatoConNote):
    """A problem, diagnosis or condition of the patient."""

    tipo: Literal["Problema"] = "Problema"
    etichetta: Etichetta = "Problema"
    nome_codice: NomeSistema = "LOINC"
    stato_nullo: Nullo = None
    problema: Annotated[ValoreCodificato | None, label("Problema", "the problem, coded")] = None
    gravita: Annotated[Gravita | None, label("Gravità", "how grave it is")] = None
    stato_clinico: Annotated[StatoClinico | None, label("Stato clinico", "whether it still holds")] = None
    decorso: Annotated[Decorso | None, label("Decorso", "chronic or acute")] = None
    collegati: Collegati = ()


class DettaglioProblema(Value):
    """A link from a problem to another entry of the document."""

    testo: Annotated[Testo, label("Testo", "the link")]
    inversa: Inversa = None
    id: Ids = ()
    modelli: Modelli = ()
    codice: Annotated[Codice | None, label("Codice", "kind of link; usually not applicable")] = None


class VoceProblema(VoceDiLista):
    """An item of the list of problems: since when it is on the list, and the problem itself."""

    tipo: Literal["VoceProblema"] = "VoceProblema"
    inversa: Inversa = None
    problema: Annotated[Problema, label("Problema", "the problem")]
    dettagli: Annotated[Many[DettaglioProblema], label("Riferimenti interni", "links to other entries")] = ()


PROBLEMA = Binding(
    Problema,
    *e_un("OBS"), Mark("problema"), *codice_fisso("75326-9"), *CLINICO, Row("stato_nullo", "statusCode/@nullFlavor"), NOTE,
    Row("problema", "value", CD_VALUE), Row("gravita", con_codice("SEV"), qualifica(Gravita, "gravita", "SEV", "REFR", ACT)), STATO_CLINICO,
    Row("decorso", con_codice("89261-2"), qualifica(Decorso, "decorso", "89261-2", "REFR")), COLLEGATI,
)  # fmt: skip
_DETTAGLIO = Binding(
    DettaglioProblema,
    Fixed("@typeCode", "REFR"), Row("inversa", "@inversionInd", BOOL),
    In(
        "act", *e_un("ACT"), Mark("dettaglio_problema"), Row("id", "id*", II, key="radice"), Row("modelli", "templateId*", II),
        Row("codice", "code", CD), Row("testo", "text", ED),
    ),
)  # fmt: skip
VOCE_PROBLEMA = Binding(
    VoceProblema,
    *e_un("ACT"), Mark("voce_problema"), *CODICE_ASSENTE, *CLINICO,
    In(con_codice("75326-9"), Fixed("@typeCode", "SUBJ"), Row("inversa", "@inversionInd", BOOL), Row("problema", "observation", PROBLEMA)),
    Row("dettagli", "entryRelationship[act]*", _DETTAGLIO),
)  # fmt: skip
