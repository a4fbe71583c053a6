"""The three record layouts of the national register (AVN), each in one table: name in the XML, column of the rows, field, the ministry's codes.

XML and rows are read and written by these tables, so they cannot drift. Source: the ministry's specifications VSX, VNX and AVX (field tables,
error codes) and the schemas of the same names. Where they disagree:

* `VSX.xsd` lists TipoTrasmissione as I, C, V, *I*, c, v: a lower-case `i`, which the text admits, fails that schema. We write upper case and
  read both.
* The codes of TipoTrasmissione are 1901.2 and 1902.2 in the text, 1901 and 1902 in the rule file; ours is the text.
* The schemas admit a dose 0 or 00, the text 1 to 99: a dose of nought is a fault here, and the ministry has no code for it.
* The text wants DenomVaccino only where the AIC code is absent, rule 3040 always: both are optional here, and the rules of the event judge them.
* Code 6050 is a wrong date in VSX and a wrong length of the dose in VNX; 1701 is two different fields in AVX.
* The ministry's tool writes the region of the *administration* as CodiceRegione of its XML; the text says the region that sends, and so do we.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from siss_interop.messages.vaccinazioni.eventi import (
    EventoSIV,
    PrincipioVaccinale,
    SchedaAssistito,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.wire.regional.dialect import DAY
from siss_interop.wire.tree.dialect import Dialect
from siss_interop.wire.tree.plan import Plan, plan_of
from siss_interop.wire.words import INT, STR, Binding, Drop, In, Leaf, Row

AVN = Dialect("avn", closed=True)
"""The register's XML: no namespace, and no room for what its schemas do not name."""

MODALITA = "RE"
ANNULLA = "C"
NON_MOVIMENTATO = "NM"
"""A technical value of the ministry's tools: the record did not move, and is not sent."""

Posto = Literal["file", "assistito", "record", "principio"]


def _operazione(text: str) -> str | None:
    """`I` or `V`, in any case; a cancellation and a record that did not move are neither."""
    value = text.upper()
    if value in (ANNULLA, NON_MOVIMENTATO):
        return None
    if value not in ("I", "V"):
        raise ValueError("not a kind of transmission")
    return value


def _residente(text: str) -> bool:
    """`RE`, the only value: the persons of the file live in the region that sends."""
    if text != MODALITA:
        raise ValueError("not the flow of residents")
    return True


OPERAZIONE = Leaf(_operazione)
RESIDENTE = Leaf(_residente, lambda _: MODALITA)
PERSONA = Leaf(lambda text: {"tipo": "IdentificativoCifrato", "valore": text}, lambda person: person.valore)


class Campo(NamedTuple):
    """One field of a layout. The codes are the ministry's for: it is missing, its value is not admitted, its length (or form) is wrong."""

    xml: str
    colonna: str
    posizione: int
    sdk: str
    """Its name in the ministry's discard files."""
    field: str
    mancante: str | None = None
    dominio: str | None = None
    lunghezza: str | None = None
    misura: tuple[int, int] = (0, 10_000)
    posto: Posto = "record"
    leaf: Leaf = STR

    def ufficiale(self, value: str | None) -> str | None:
        """The ministry's code for what is wrong with this field when its value is this, or when it has none."""
        if value is None:
            return self.mancante
        least, most = self.misura
        if not least <= len(value) <= most:
            return self.lunghezza or self.dominio
        return self.dominio


def _modalita(posizione: int) -> Campo:
    return Campo("Modalita", "MOD_INV", posizione, "modalita", "residente", "1801", "1802", posto="file", leaf=RESIDENTE)


def _regione(posizione: int) -> Campo:
    return Campo("CodiceRegione", "COD_REG", posizione, "codRegione", "codice_regione", "1921", "1922", posto="file")


def _persona(sdk: str, posizione: int, posto: Posto) -> Campo:
    return Campo("IdAssistito", "ID_ASS", posizione, sdk, "assistito", "1701", None, "1703", (172, 172), posto, PERSONA)


_VSX = (
    _modalita(0),
    Campo("TipoTrasmissione", "TIP_TRS", 1, "tipoTrasmissione", "tipo_operazione", "1901.2", "1902.2", leaf=OPERAZIONE),
    _regione(2),
    _persona("idAssistito", 3, "assistito"),
    Campo("TipoErogatore", "COD_TIP_ERG", 4, "tipoErogatore", "tipo_erogatore", "5001", "5002"),
    Campo("CodiceStruttura", "COD_STR", 5, "codStruttura", "codice_struttura", None, None, "2011", (0, 8)),
    Campo("CodCondizioneSanitaria", "COD_CON_SAN", 6, "codCondizioneSanitaria", "cod_condizione_sanitaria", "6001", "3030", "6000", (2, 2)),
    Campo("CodCategoriaRischio", "COD_CAT_RIS", 7, "codCategoriaRischio", "cod_categoria_rischio", "6010", "5025", "6011", (2, 2)),
    Campo("CodiceAICVaccino", "COD_AIC", 8, "codiceAICVaccino", "codice_aic", None, "3035", "6020", (9, 9)),
    Campo("DenomVaccino", "NOM_VAC", 9, "denomVaccino", "denominazione", None, None, "6060", (1, 100)),
    Campo("CodTipoFormulazione", "COD_TIP_FORM", 10, "codTipoFormulazione", "cod_tipo_formulazione", "6031", "3055", "6030", (2, 2)),
    Campo("ViaSomministrazione", "COD_VIA_SOMM", 11, "viaSomministrazione", "via_somministrazione", "6041", "6042", "6040", (2, 2)),
    Campo("LottoVaccino", "COD_LOTTO", 12, "lottoVaccino", "lotto", None, None, "6043", (1, 40)),
    Campo("DataScadenza", "DAT_SCD", 13, "dataScadenza", "data_scadenza", None, "6050", leaf=DAY),
    Campo("ModalitaPagamento", "COD_MOD_PAG", 14, "modalitaPagamento", "modalita_pagamento", "6061", "6062", "6063", (2, 2)),
    Campo("DataSomministrazione", "DAT_SOMM", 15, "dataSomministrazione", "data_somministrazione", "6071", "6070", leaf=DAY),
    Campo("SitoInoculazione", "COD_SIT_INO", 16, "sitoInoculazione", "sito_inoculazione", "6081", "6082", "6080", (2, 2)),
    Campo("ComuneSomministrazione", "COD_CMN_SOMM", 17, "codiceComuneSomministrazione", "comune_somministrazione", None, "4010", "6090", (6, 6)),
    Campo("AslSomministrazione", "COD_ASL_SOMM", 18, "codiceAslSomministrazione", "asl_somministrazione", None, "4030", "6100", (3, 3)),
    Campo("RegioneSomministrazione", "COD_REG_SOMM", 19, "codiceRegioneSomministrazione", "regione_somministrazione", None, "4050", "6110", (3, 3)),
    Campo("StatoEsteroSomministrazione", "COD_STT_SOMM", 20, "statoEsteroSomministrazione", "stato_somministrazione", None, "4080", "6120", (2, 2)),
    Campo("CodAntigene", "COD_ANT", 21, "codiceAntigene", "cod_antigene", "6141", "4095", "6140", (2, 2), "principio"),
    Campo("Dose", "DOSE", 22, "dose", "dose", "6051", None, "6052", (1, 2), "principio", INT),
)

_VNX = (
    _persona("codIdAssistito", 0, "assistito"),
    _modalita(1),
    Campo("TipoTrasmissione", "TIP_TRS", 2, "tipoTrasmissione", "tipo_operazione", "1901.2", "1902.2", leaf=OPERAZIONE),
    _regione(3),
    Campo("CodAntigene", "COD_ANT", 4, "codiceAntigene", "cod_antigene", "6141", "4100", "6140", (2, 2)),
    Campo("Dose", "DOSE", 5, "dose", "dose", "6051", None, "6050", (1, 2), leaf=INT),
    Campo("Motivazione", "COD_MTV", 6, "motivazione", "motivazione", "6141", "5000", "2703", (2, 2)),
    Campo("DataNonEffettuazione", "DAT_NON_EFF", 7, "dataNonEffettuazione", "data_non_effettuazione", "8012", "8013", leaf=DAY),
)

# in the order of the schema, which is not the order of the columns
_AVX = (
    _modalita(1),
    _regione(2),
    Campo("TipoTrasmissione", "TIP_TRASM_ANAG", 17, "tipoTrasmissioneAnagrafica", "tipo_operazione", "1901", "1902", leaf=OPERAZIONE),
    _persona("idAssistito", 0, "record"),
    Campo("ValiditaCI", "VLD_COD_ID", 3, "validitaCI", "validita_ci", "1701", "1702"),
    Campo("TipologiaCI", "TIP_COD_ID", 4, "tipologiaCI", "tipologia_ci", "1601", "1602"),
    Campo("Sesso", "COD_SEX", 5, "sesso", "sesso", "1501", "1502"),
    Campo("DataNascita", "DAT_NSC", 6, "dataNascita", "data_nascita", "1401", "1400", leaf=DAY),
    Campo("ComuneResidenza", "COD_CMN_RES", 7, "codiceComuneResidenza", "comune_residenza", "1301", "1945", "1303", (6, 6)),
    Campo("AslResidenza", "COD_ASL_RES", 8, "codiceAslResidenza", "asl_residenza", "1201", "1960", "1203", (3, 3)),
    Campo("RegioneResidenza", "COD_REG_RES", 9, "codiceRegioneResidenza", "regione_residenza", "1101", "1975", "1103", (3, 3)),
    Campo("StatoEsteroResidenza", "COD_STT_RES", 10, "statoEsteroResidenza", "stato_residenza", "3001", "1995", "3003", (2, 2)),
    Campo("DataTrasferimentoResidenza", "DAT_TRA_RES", 11, "dataTrasferimentoResidenza", "data_trasferimento", None, "6170", leaf=DAY),
    Campo("ComuneDomicilio", "COD_CMN_DOM", 12, "codiceComuneDomicilio", "comune_domicilio", None, "2035", "1903", (6, 6)),
    Campo("AslDomicilio", "COD_ASL_DOM", 13, "codiceAslDomicilio", "asl_domicilio", None, "2045", "2012", (3, 3)),
    Campo("RegioneDomicilio", "COD_REG_DOM", 14, "codiceRegioneDomicilio", "regione_domicilio", None, "2055", "2032", (3, 3)),
    Campo("Cittadinanza", "CITT", 15, "cittadinanza", "cittadinanza", "2041", "2070", "2043", (2, 2)),
    Campo("DataDecesso", "DAT_DEC", 16, "dataDecesso", "data_decesso", None, "3000", leaf=DAY),
)

_SENZA_POSTO: Mapping[str, str] = {
    "id_evento_locale": "the register has no place for the sender's own identifier",
    "data_ora_evento": "the register has no place for when the record was made",
    "azienda": "the register knows the region that sends, not the Azienda",
    "codice_atc": "the register has no place for the ATC class",
    "operatore": "the register has no place for who gave the vaccine",
    "data_prossima_dose": "the register has no place for the next dose",
    "fine_copertura": "the register has no place for the end of the coverage",
    "reazioni": "the register has no place for adverse reactions",
}


@dataclass(frozen=True)
class Tracciato:
    """One layout: the message that it carries, the event that a cancellation in it takes back, its elements and its fields."""

    nome: Literal["VSX", "VNX", "AVX"]
    modello: type[EventoSIV]
    radice: str
    record: str
    campi: tuple[Campo, ...]
    chiave: tuple[str, ...]
    """The fields that make the key, besides region and person."""

    @property
    def elementi(self) -> bool:
        """Whether the fields of a record are elements, as in AVX, and not attributes."""
        return self.record == "Assistito"

    @cached_property
    def colonne(self) -> tuple[Campo, ...]:
        """The fields in the order of the columns."""
        return tuple(sorted(self.campi, key=lambda campo: campo.posizione))

    @cached_property
    def per_nome(self) -> Mapping[str, Campo]:
        """The fields by their name in the XML."""
        return {campo.xml: campo for campo in self.campi}

    @cached_property
    def per_campo(self) -> Mapping[str, Campo]:
        """The fields by the name of the model's field."""
        return {campo.field: campo for campo in self.campi}

    @cached_property
    def obbligatori(self) -> frozenset[str]:
        """The names that must be there, those of an antigen left out."""
        return frozenset(campo.xml for campo in self.campi if campo.mancante is not None and campo.posto != "principio")

    def del_posto(self, *posti: Posto) -> tuple[Campo, ...]:
        """The fields that stand at these places."""
        return tuple(campo for campo in self.campi if campo.posto in posti)

    @cached_property
    def binding(self) -> Binding:
        """The whole file around one record, in the words of a binding: what stands above the record is part of the message."""
        rows: dict[str, list[Row]] = {"file": [], "assistito": [], "record": [], "principio": []}
        for campo in self.campi:
            path = f"{campo.xml}/." if self.elementi and campo.posto == "record" else f"@{campo.xml}"
            rows[campo.posto].append(Row(campo.field, path, campo.leaf))
        drops = tuple(Drop(name, why) for name, why in _SENZA_POSTO.items() if name in self.modello.model_fields)
        if self.elementi:
            inside = In("Assistito", *rows["record"])
        else:
            parts = Row("principi", "PrincipioVaccinale*", Binding(PrincipioVaccinale, *rows["principio"]), key="cod_antigene")
            inside = In("Assistito", *rows["assistito"], In(self.record, *rows["record"], *((parts,) if rows["principio"] else ())))
        return Binding(self.modello, *rows["file"], inside, *drops, tag=self.radice)

    @cached_property
    def plan(self) -> Plan:
        """The binding, compiled."""
        return plan_of(self.binding, AVN)

    def testo(self, campo: Campo, source: Any) -> str:
        """The text of a field of an event (or of one of its antigens), empty where it has no value."""
        value = getattr(source, campo.field)
        if value is None:
            return ""
        dump = campo.leaf.dump
        return dump(value) if dump is not None else str(value)


VSX = Tracciato(
    "VSX", VaccinazioneEffettuata, "vaccinazioniSomministrate", "VaccinoSomministrato", _VSX, ("data_somministrazione", "principi")
)  # fmt: skip
VNX = Tracciato("VNX", VaccinazioneNonEffettuata, "vaccinazioniNonEffettuate", "MancataVaccinazione", _VNX, ("cod_antigene", "dose"))
AVX = Tracciato("AVX", SchedaAssistito, "informazioniAnagrafiche", "Assistito", _AVX, ())

TRACCIATI: tuple[Tracciato, ...] = (VSX, VNX, AVX)
PER_RADICE: Mapping[str, Tracciato] = {each.radice: each for each in TRACCIATI}
PER_EVENTO: Mapping[str, Tracciato] = {each.modello.tipo_evento: each for each in TRACCIATI}
PER_COLONNE: Mapping[frozenset[str], Tracciato] = {frozenset(campo.colonna for campo in each.campi): each for each in TRACCIATI}
