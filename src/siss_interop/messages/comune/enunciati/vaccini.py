"""Vaccinations as a summary tells of them; the national vaccination documents have a richer statement of their own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siss_interop.messages.comune.enunciati.allergie import ACT, Reazione, reazione
from siss_interop.messages.comune.enunciati.base import Etichetta, NomeSistema, OsservazioneFissa, codice_fisso, con_codice, osservazione
from siss_interop.messages.comune.enunciati.generici import Farmaco
from siss_interop.messages.comune.enunciati.generici_cda import FARMACO, NOTE
from siss_interop.messages.comune.enunciati.parti import CHI_E_COSA, NEGATA, STATO, EnunciatoConNote, Negata, e_un
from siss_interop.model.base import Many
from siss_interop.model.marks import label
from siss_interop.model.misure import Dose, Intero, Valore
from siss_interop.model.tipi import Codice
from siss_interop.wire.cda.misure import VALORI, dose, valore
from siss_interop.wire.cda.tipi import CD, IVL_TS_TYPED, TS
from siss_interop.wire.words import Binding, Choice, Fixed, In, Mark, Row


class Validita(OsservazioneFissa):
    """How long a dose protects."""

    etichetta: Etichetta = "Validità della dose"
    valore: Annotated[Valore | None, label("Validità", "until when")] = None


class DoseNumero(OsservazioneFissa):
    """Which dose of the cycle was given."""

    etichetta: Etichetta = "Numero dose"
    numero: Annotated[Intero | None, label("Numero", "number of the dose")] = None


class Immunizzazione(EnunciatoConNote):
    """A vaccine that was given, or (denied) was not."""

    tipo: Literal["Immunizzazione"] = "Immunizzazione"
    negata: Negata = None
    etichetta: Etichetta = "Immunization"
    nome_codice: NomeSistema = "ActCode"
    via: Annotated[Codice | None, label("Via di somministrazione", "route")] = None
    sedi: Annotated[Many[Codice], label("Sede", "approach site")] = ()
    dose: Annotated[Dose | None, Field(discriminator="tipo"), label("Dose", "quantity given")] = None
    vaccino: Annotated[Farmaco | None, label("Vaccino", "the product")] = None
    validita: Annotated[Validita | None, label("Validità", "how long the dose protects")] = None
    numero_dose: Annotated[DoseNumero | None, label("Numero di dose", "which dose of the cycle")] = None
    reazioni: Annotated[Many[Reazione], label("Reazioni avverse", "what the vaccine did")] = ()


_VALIDITA = Binding(Validita, Fixed("@typeCode", "REFR"), *osservazione("validita", "59781-5", valore("valore")))
_NUMERO = Binding(
    DoseNumero, Fixed("@typeCode", "SUBJ"), *osservazione("numero_dose", "30973-2", Row("numero", "value", VALORI["value[@xsi:type='INT']"]))
)
IMMUNIZZAZIONE = Binding(
    Immunizzazione,
    *e_un("SBADM"), NEGATA, Mark("vaccinazione"), *codice_fisso("IMMUNIZ", ACT), *CHI_E_COSA, STATO, NOTE,
    Choice("quando", "", {"effectiveTime[low|high|width|center]": IVL_TS_TYPED, "effectiveTime": TS}),
    Row("via", "routeCode", CD), Row("sedi", "approachSiteCode*", CD), dose("dose", "doseQuantity"),
    In("consumable", Fixed("@typeCode", "CSM"), Row("vaccino", "manufacturedProduct", FARMACO)), Row("validita", con_codice("59781-5"), _VALIDITA),
    Row("numero_dose", con_codice("30973-2"), _NUMERO), Row("reazioni", con_codice("75321-0") + "*", reazione("CAUS")),
)  # fmt: skip
