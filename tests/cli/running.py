"""What the tests of the command line share: an invented document, and the outcome of a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from siss_interop.messages.comune.narrativa import Narrativa, Paragrafo
from siss_interop.messages.comune.persone import Assistito, Autore, Custode
from siss_interop.messages.vaccinazioni.documenti import Prodotto, SchedaSingolaVaccinazione, SezioneVaccinazioni, Vaccinazione
from siss_interop.model.tipi import Codice, Id, Momento, Nome, Quantita

ROOT = Path(__file__).resolve().parents[2]
SURNAME = "Inventati"
BIRTH = "19800101"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the program gave."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


Run = Callable[..., Ran]


def scheda() -> SchedaSingolaVaccinazione:
    aic = Codice(codice="026089019", sistema="2.16.840.1.113883.2.9.6.1.5", nome_sistema="AIC", descrizione="Vaccino di prova")
    route = Codice(codice="IM", sistema="2.16.840.1.113883.5.112", nome_sistema="HL7 RouteOfAdministration")
    site = Codice(codice="LA", sistema="2.16.840.1.113883.5.1052", nome_sistema="ActSite")
    given = Vaccinazione(
        quando=Momento(valore="20240312"), prodotto=Prodotto(codice=aic, lotto="L-42"), via=route, sede=site, dose=Quantita(valore="0.5", unita="mL")
    )
    people = "2.16.840.1.113883.2.9.4.3.2"
    written = Momento(valore="20240312093000+0100")
    return SchedaSingolaVaccinazione(
        id=Id(radice="2.16.840.1.113883.2.9.2.90.4.4", estensione="000001"),
        data=written,
        assistito=Assistito(
            id=(Id(radice=people, estensione="NVNMRA80A41D612Z"),),
            nome=Nome.di("Maria", SURNAME),
            sesso=Codice(codice="F", sistema="2.16.840.1.113883.5.1", nome_sistema="HL7 AdministrativeGender"),
            nascita=Momento(valore=BIRTH),
        ),
        autori=(Autore(momento=written, id=(Id(radice=people, estensione="PRVLCU70A01D612E"),), nome=Nome.di("Luca", "Prova")),),
        custode=Custode(id=(Id(radice="2.16.840.1.113883.2.9.4.1.1", estensione="090203"),), nome="Azienda di prova"),
        sezione=SezioneVaccinazioni(titolo="Vaccinazioni", testo=Narrativa.di(Paragrafo.di("Somministrato il vaccino di prova.")), voci=(given,)),
    )


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: nothing that colours by force."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS")}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"} | more
