"""Where the transport documents stand in CDA R2: an encounter that is asked for (RQO) or took place (EVN), with its facts as observations."""

from __future__ import annotations

from siss_interop.messages.comune.cda import TESTATA
from siss_interop.messages.comune.enunciati import ENUNCIATO, NOTA, sezione
from siss_interop.messages.trasporti.documenti import (
    CHIAVI,
    CODICI,
    MODELLI,
    NOME_CODICI,
    Associazione,
    DocumentoTrasporto,
    LuogoTrasporto,
    MezzoTrasporto,
    RelazioneTrasporto,
    RichiestaTrasporto,
    SezioneErogazione,
    SezioneRichiesta,
    Trasporto,
    TrasportoErogato,
    TrasportoRichiesto,
)
from siss_interop.model.tipi import Id, Quantita
from siss_interop.wire.cda.tipi import AD, CD, CD_VALUE, II, IVL_TS, IVL_TS_TYPED, PQ, TS, TS_TYPED
from siss_interop.wire.words import BOOL, INT, Binding, Fixed, In, Mark, Row, Word

LUOGO = Binding(
    LuogoTrasporto,
    In("participantRole", Fixed("@classCode", "SDLOC"), Row("id", "id*", II, key="radice"), Row("codice", "code", CD), Row("indirizzo", "addr", AD)),
)  # fmt: skip
MEZZO = Binding(
    MezzoTrasporto,
    In(
        "participantRole", Fixed("@classCode", "MANU"), Row("id", "id*", II, key="radice"),
        In("playingDevice", Row("codice", "code", CD), Row("nome", "softwareName/.")),
    ),
)  # fmt: skip
ASSOCIAZIONE = Binding(Associazione, In("participantRole", Fixed("@classCode", "SDLOC"), Row("id", "id*", II, key="radice")))


II_TYPED = Binding(Id, Fixed("@xsi:type", "II"), *II.words)
PQ_TYPED = Binding(Quantita, Fixed("@xsi:type", "PQ"), *PQ.words)


def _codice(code: str) -> tuple[Word, ...]:
    """One of our codes."""
    return (
        Fixed("code/@code", code), Fixed("code/@codeSystem", CODICI), Fixed("code/@codeSystemName", NOME_CODICI),
    )  # fmt: skip


def _dato(code: str, *value: Word) -> In:
    """One fact of the transport, as an observation with a code of ours."""
    return In(
        f"entryRelationship[observation/code/@code='{code}']",
        Fixed("@typeCode", "COMP"),
        In("observation", Fixed("@classCode", "OBS"), Fixed("@moodCode", "EVN"), *_codice(code), Fixed("statusCode/@code", "completed"), *value),
    )


def _codificato(field: str, code: str) -> In:
    return _dato(code, Row(field, "value", CD_VALUE))


def _booleano(field: str, code: str) -> In:
    return _dato(code, In("value", Fixed("@xsi:type", "BL"), Row(field, "@value", BOOL)))


def _intero(field: str, code: str) -> In:
    return _dato(code, In("value", Fixed("@xsi:type", "INT"), Row(field, "@value", INT)))


def _trasporto(model: type[Trasporto], role: str, mood: str, *words: Word) -> Binding:
    return Binding(
        model,
        Row("relazione", "@typeCode"),
        In(
            "encounter",
            Fixed("@classCode", "ENC"), Fixed("@moodCode", mood), Mark(role), Row("chiave", f"id[@root='{CHIAVI}']/@extension"), *ENUNCIATO,
            Row("partenza", "participant[@typeCode='ORG']", LUOGO), Row("destinazione", "participant[@typeCode='DST']", LUOGO),
            Row("mezzo", "participant[@typeCode='DEV']", MEZZO), Row("note", "entryRelationship[act/code/@code='48767-8']", NOTA),
            *words,
        ),
    )  # fmt: skip


RICHIESTO = _trasporto(
    TrasportoRichiesto, "richiesta", "RQO",
    Row("motivo", "code", CD), Fixed("statusCode/@code", "active"), Row("appuntamento", "effectiveTime", TS),
    _dato("DATA_RICHIESTA", Row("richiesto", "value", TS_TYPED)),
    _dato("AZIENDA_COMPETENTE", Row("azienda", "value", II_TYPED)),
    _codificato("condizione", "CONDIZIONE_CLINICA"), _codificato("viaggio", "TIPO_VIAGGIO"), _codificato("ricettario", "RICETTARIO"),
    _codificato("canale", "CANALE"), _codificato("prescrittore", "PRESCRITTORE"),
    _intero("sedute", "SEDUTE"), _dato("CICLO", Row("ciclo", "value", IVL_TS_TYPED)),
    _booleano("accompagnatore", "ACCOMPAGNATORE"), _booleano("ossigeno", "OSSIGENO"), _booleano("isolamento", "ISOLAMENTO"),
    _dato("ASL_RESIDENZA", In("value", Fixed("@xsi:type", "ST"), Row("asl_residenza", "."))),
)  # fmt: skip
EROGATO = _trasporto(
    TrasportoErogato, "erogazione", "EVN",
    *_codice("TRASPORTO"), Fixed("statusCode/@code", "completed"), Row("quando", "effectiveTime", IVL_TS),
    Row("associazione", "participant[@typeCode='LOC']", ASSOCIAZIONE),
    _codificato("esito", "ESITO"), _dato("KM", Row("km", "value", PQ_TYPED)),
    _dato("RIENTRO", Row("rientro", "value", TS_TYPED)), _booleano("multiplo", "MULTIPLO"), _intero("trasportati", "TRASPORTATI"),
    _intero("equipaggio", "EQUIPAGGIO"), _booleano("firmato", "FIRMA"), _dato("SEDUTA", Row("seduta", "value", TS_TYPED)),
)  # fmt: skip


def _documento(model: type[DocumentoTrasporto], code: str, section: Binding, number: int) -> Binding:
    """A document of one section; `number` ends the templates of the document, its section and its statement."""
    template = f"{MODELLI}.1.{number}"
    marks = {"documento": template, "sezione": f"{MODELLI}.3.{number}", "richiesta": f"{MODELLI}.4.1", "erogazione": f"{MODELLI}.4.2"}
    return Binding(
        model,
        Mark("documento"), *_codice(code), *TESTATA,
        In(
            "component/structuredBody", Fixed("@classCode", "DOCBODY"), Fixed("@moodCode", "EVN"),
            In("component", Fixed("@typeCode", "COMP"), Row("sezione", "section", section)),
        ),
        tag="ClinicalDocument", marks=marks,
    )  # fmt: skip


SEZIONE_RICHIESTA = Binding(SezioneRichiesta, *sezione("RICHIESTA", CODICI), Row("trasporto", "entry", RICHIESTO))
SEZIONE_EROGAZIONE = Binding(SezioneErogazione, *sezione("EROGAZIONE", CODICI), Row("trasporto", "entry", EROGATO))

DOCUMENTO_RICHIESTA = _documento(RichiestaTrasporto, "RICHIESTA_TRASPORTO", SEZIONE_RICHIESTA, 1)
RELAZIONE = _documento(RelazioneTrasporto, "RELAZIONE_TRASPORTO", SEZIONE_EROGAZIONE, 2)
