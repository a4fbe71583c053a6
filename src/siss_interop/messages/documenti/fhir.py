"""Where the clinical documents stand in FHIR R4: a Composition with a section for each of theirs, and a resource for each statement."""

from __future__ import annotations

from siss_interop.messages.comune.fhir import CODICE_DEL_DOCUMENTO, corpo_sezione, seme, testata
from siss_interop.messages.comune.fhir_enunciati.sezioni import PROPRI_IPS, tabella, voci
from siss_interop.messages.documenti.base import DocumentoClinico, DocumentoConTipo
from siss_interop.messages.documenti.laboratorio import RefertoLaboratorio, SezioneEsame, SezioneSpecialita
from siss_interop.messages.documenti.lettera import LetteraDimissione
from siss_interop.messages.documenti.patologia import RefertoAnatomiaPatologica
from siss_interop.messages.documenti.profilo import ProfiloSanitarioSintetico
from siss_interop.messages.documenti.propri import MODELLO_PIANO, MODELLO_SCHEDA, PianoTerapeutico, SchedaPatologia
from siss_interop.messages.documenti.radiologia import RefertoRadiologia
from siss_interop.messages.documenti.specialistica import RefertoSpecialisticaAmbulatoriale
from siss_interop.messages.documenti.verbale import VerbaleProntoSoccorso
from siss_interop.wire.fhir.document import FhirMapping
from siss_interop.wire.fhir.tipi import CC
from siss_interop.wire.words import Binding, Fixed, Row, Word

_MODELLI = "2.16.840.1.113883.2.9.10.1."


def _documento(model: type[DocumentoConTipo], template: str, profile: str, corpo: tuple[Word, ...]) -> Binding:
    tag = "meta.tag[system='urn:ietf:rfc:3986']"
    return Binding(
        model,
        Fixed(f"{tag}.code", f"urn:oid:{template}"), Row("versione_modello", f"{tag}.version"), Row("codice", "type", CC),
        *testata(profile, CODICE_DEL_DOCUMENTO), *corpo, tag="Composition",
    )  # fmt: skip


def _profiles(model: type[DocumentoConTipo], template: str, corpo: tuple[Word, ...]) -> FhirMapping:
    return FhirMapping({profile: _documento(model, template, profile, corpo) for profile in ("document", "transaction")}, seme)


def _a_sezioni(model: type[DocumentoClinico], template: str) -> FhirMapping:
    return _profiles(model, template, tabella(model))


PROFILO = _profiles(ProfiloSanitarioSintetico, f"{_MODELLI}4.1.1", tabella(ProfiloSanitarioSintetico, PROPRI_IPS))
LETTERA = _a_sezioni(LetteraDimissione, f"{_MODELLI}5")
VERBALE = _a_sezioni(VerbaleProntoSoccorso, f"{_MODELLI}6.1")
RADIOLOGIA = _a_sezioni(RefertoRadiologia, f"{_MODELLI}7.1")
SPECIALISTICA = _a_sezioni(RefertoSpecialisticaAmbulatoriale, f"{_MODELLI}9.1")
PATOLOGIA = _a_sezioni(RefertoAnatomiaPatologica, f"{_MODELLI}8.1")
SCHEDA_PATOLOGIA = _a_sezioni(SchedaPatologia, MODELLO_SCHEDA)
PIANO_TERAPEUTICO = _a_sezioni(PianoTerapeutico, MODELLO_PIANO)

_ESAME: tuple[Word, ...] = (*corpo_sezione(), Row("codice", "code", CC), *voci(SezioneEsame))
_SPECIALITA = Binding(SezioneSpecialita, *_ESAME, Row("esami", "section*", Binding(SezioneEsame, *_ESAME)))
LABORATORIO = _profiles(RefertoLaboratorio, f"{_MODELLI}1", (Row("specialita", "section*", _SPECIALITA),))
