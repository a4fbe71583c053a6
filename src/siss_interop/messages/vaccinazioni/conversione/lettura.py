"""From the entry of a document to its events: only what the entry says. What an event needs and the entry does not say is an issue that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from siss_interop.codes import UnknownCode, translation
from siss_interop.ids import oids
from siss_interop.issues import Layer, Severity, ValidationIssue, define, issue
from siss_interop.messages.vaccinazioni.conversione.dati import ASSISTITO, CAMPI, CIFRATO, DOSE, NESSUNA, OPERATORE, Locali
from siss_interop.messages.vaccinazioni.conversione.persone import persona_di, radice
from siss_interop.messages.vaccinazioni.conversione.voci import SITO, VIA, Evento, tradotto
from siss_interop.messages.vaccinazioni.documenti import DocumentoVaccinale, MancataVaccinazione, Vaccinazione
from siss_interop.messages.vaccinazioni.eventi import PrincipioVaccinale, ReazioneAvversa, VaccinazioneEffettuata, VaccinazioneNonEffettuata
from siss_interop.model.base import Model
from siss_interop.model.tipi import Codice, Id, Momento, Quando

M = TypeVar("M", bound=Model)

define(
    "CONV-010", Layer.MODEL, Severity.ERROR,
    "Manca {campo}: il documento non lo dice e l'evento lo richiede", "{campo} is missing: the document does not say it and the event needs it",
    instead_it="Completare l'evento a mano, o chiedere i codici «dato non disponibile» (assumi)",
    instead_en="Complete the event by hand, or ask for the codes of 'not available' (assumi)",
    source="AVN, tracciati VSX e VNX", passing="dato locale tipoErogatore", failing="nessun dato locale",
)  # fmt: skip
define(
    "CONV-011", Layer.CODES, Severity.ERROR,
    "Il codice di {campo} non ha un solo corrispondente nella lista AVN: non si indovina",
    "The code of {campo} has not just one counterpart in the AVN list: it is not guessed",
    instead_it="Completare l'evento a mano, o chiedere i codici «dato non disponibile» (assumi)",
    instead_en="Complete the event by hand, or ask for the codes of 'not available' (assumi)",
    source="AVN, tracciato VSX; HL7 V3 vocabulary", passing="sede LD", failing="sede LA",
)  # fmt: skip
define(
    "CONV-012", Layer.CODES, Severity.WARNING,
    "Il codice non è della lista AVN di {campo} e non si traduce: l'evento non lo contiene",
    "The code is not of the AVN list of {campo} and is not translated: the event does not hold it",
    instead_it="Codificare con la lista AVN (2.16.840.1.113883.2.9.6.1.56.x)",
    instead_en="Code with the AVN list (2.16.840.1.113883.2.9.6.1.56.x)",
    source="AVN, tracciati VSX e VNX", passing="antigene 16", failing="malattia ICD-9-CM 487",
)  # fmt: skip
define(
    "CONV-013", Layer.MODEL, Severity.ERROR,
    "Il valore di {campo} non è ammesso in un evento", "The value of {campo} is not admitted in an event",
    instead_it="Correggere il dato nel documento", instead_en="Correct the datum in the document",
    source="AVN, tracciati VSX e VNX", passing="dato locale tipoErogatore 2", failing="dato locale tipoErogatore 77",
)  # fmt: skip

ANTIGENI, CONDIZIONI, CATEGORIE, MOTIVI, ICD9, AIC, ATC = (
    found.oid for key in ("antigeni", "condizioni_sanitarie", "categorie_rischio", "motivi_esclusione", "icd9cm", "aic", "atc")
    if (found := oids.code_system(key)) is not None
)  # fmt: skip
_STRUTTURA, _AZIENDA, _CF = radice("struttura"), radice("azienda"), radice("cf")
_DOCUMENTI = re.compile(rf"{re.escape(oids.IT)}\.2\.([1-9][0-9]{{1,2}})\.4\.4")
#: what the register writes for "not available"; "none" (00, 01) would be a statement about the person, so it is not assumed
NON_DISPONIBILE = dict.fromkeys(
    ("tipo_erogatore", "cod_condizione_sanitaria", "cod_categoria_rischio", "via_somministrazione", "modalita_pagamento", "sito_inoculazione"), "99"
)


@dataclass(slots=True)
class Bozza:
    """An event in the making: its values, what is wrong with which of them, and what was assumed."""

    path: str
    valori: dict[str, Any] = field(default_factory=dict)
    colpe: list[ValidationIssue] = field(default_factory=list)
    assunti: dict[str, str] = field(default_factory=dict)
    detti: set[str] = field(default_factory=set)

    def colpa(self, code: str, campo: str, where: str = "", severity: Severity | None = None) -> None:
        """Note what is wrong with a field of the event, once."""
        self.detti.add(campo)
        self.colpe.append(issue(code, path=f"{self.path}.{where}" if where else self.path, campo=campo, severity=severity))


def regione_di(doc: DocumentoVaccinale) -> str | None:
    """The region that a document points to: that of its register, else that of the Azienda that keeps it."""
    register = _DOCUMENTI.fullmatch(doc.id.radice or "")
    if register is not None:
        return register[1].zfill(3)
    codes = (each.estensione for each in doc.custode.id if each.radice == _AZIENDA and each.estensione)
    return next((code[:3] for code in codes if re.fullmatch("[0-9]{6}", code)), None)


def giorno_di(quando: Quando | None) -> date | None:
    """The day of a time; of an interval only if it does not end on another day. None where it is not known to the day."""
    if quando is None or isinstance(quando, Momento):
        return quando.data if quando is not None else None
    start = giorno_di(quando.inizio)
    return start if quando.fine is None or giorno_di(quando.fine) == start else None


def _codice_di(code: Codice | None, sistema: str) -> str | None:
    """The code of a system, whether it is the main one or a translation."""
    every = () if code is None else (code, *code.traduzioni)
    return next((each.codice for each in every if each.sistema == sistema and each.codice is not None), None)


def leggi(voce: Vaccinazione | MancataVaccinazione, doc: DocumentoVaccinale, path: str, assumi: bool) -> Iterator[tuple[Bozza, Evento | None]]:
    """The events of an entry, each with what there is to say of it; None where it cannot be made."""
    drafts = _fatta(voce, path, assumi) if isinstance(voce, Vaccinazione) else _mancata(voce, path)
    for draft in drafts:
        _assistito(draft, Locali.di(voce.dati_locali), doc)
        if assumi and "codice_regione" not in draft.valori and (region := regione_di(doc)) is not None:
            draft.valori["codice_regione"] = region
            draft.assunti["codice_regione"] = "taken from the document's register or custodian"
        yield draft, _evento(draft, VaccinazioneEffettuata if isinstance(voce, Vaccinazione) else VaccinazioneNonEffettuata)


def _assistito(draft: Bozza, locali: Locali, doc: DocumentoVaccinale) -> None:
    cifrato, parts = locali.primo(CIFRATO), locali.parte(ASSISTITO)
    if cifrato is not None:
        draft.valori["assistito"] = {"tipo": "IdentificativoCifrato", "valore": cifrato}
    elif parts:
        draft.valori["assistito"] = {"tipo": "IdentificativoAssistito", **parts}
    elif (person := persona_di(doc.assistito.id)) is not None:
        draft.valori["assistito"] = person


def _mancata(voce: MancataVaccinazione, path: str) -> Iterator[Bozza]:
    """One draft for each antigen that was not given; what is said of the others goes with the first."""
    codes = [_codice_di(each.valore, ANTIGENI) for each in voce.malattie]
    known = [code for code in codes if code is not None]
    drafts = [(Bozza(path), code) for code in known or (None,)]
    for at, code in enumerate(codes):
        if code is None:
            drafts[0][0].colpa("CONV-012", "malattie", f"malattie[{at}].valore", Severity.WARNING)
    for draft, code in drafts:
        draft.valori |= Locali.di(voce.dati_locali).campi(VaccinazioneNonEffettuata, CAMPI[VaccinazioneNonEffettuata])
        draft.valori |= _noti(
            cod_antigene=code, dose=voce.numero_dose.valore if voce.numero_dose is not None else None, data_non_effettuazione=giorno_di(voce.quando),
            motivazione=next((found for each in voce.motivi if (found := _codice_di(each.valore, MOTIVI)) is not None), None),
        )  # fmt: skip
        yield draft


def _noti(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _fatta(voce: Vaccinazione, path: str, assumi: bool) -> Iterator[Bozza]:
    draft, locali = Bozza(path), Locali.di(voce.dati_locali)
    draft.valori |= locali.campi(VaccinazioneEffettuata, (*CAMPI[VaccinazioneEffettuata], *NESSUNA))
    _tradotto(draft, "via_somministrazione", VIA, voce.via, "via", assumi)
    _tradotto(draft, "sito_inoculazione", SITO, voce.sede, "sede", assumi)
    product = voce.prodotto
    draft.valori |= _noti(
        data_somministrazione=giorno_di(voce.quando), codice_aic=_codice_di(product.codice, AIC), codice_atc=_codice_di(product.codice, ATC),
        denominazione=product.nome or (product.codice.descrizione if product.codice is not None else None), lotto=product.lotto,
        codice_struttura=_estensione((each for luogo in voce.luoghi for each in luogo.id), _STRUTTURA),
        cod_condizione_sanitaria=next((code for each in voce.condizioni if (code := _codice_di(each.valore, CONDIZIONI)) is not None), None),
        cod_categoria_rischio=next((code for each in voce.categorie_rischio if (code := _codice_di(each.valore, CATEGORIE)) is not None), None),
        data_prossima_dose=giorno_di(voce.prossima.quando) if voce.prossima is not None else None,
        fine_copertura=_ultimo(voce.copertura.quando) if voce.copertura is not None else None,
    )  # fmt: skip
    _operatore(draft, locali, voce)
    _principi(draft, locali, voce)
    _reazioni(draft, voce)
    if assumi:
        _assumi(draft)
    yield draft


def _estensione(ids: Iterator[Id], root: str) -> str | None:
    return next((each.estensione for each in ids if each.radice == root and each.estensione is not None), None)


def _ultimo(quando: Quando | None) -> date | None:
    """Until when something holds: the end of an interval, or the day itself."""
    return giorno_di(quando) if quando is None or isinstance(quando, Momento) else giorno_di(quando.fine)


def _tradotto(draft: Bozza, campo: str, nome: tuple[str, str], found: Codice | None, where: str, assumi: bool) -> None:
    """The register's code of a route or site: the local datum while it agrees with the HL7 code, else the translation if there is just one."""
    local = draft.valori.get(campo)
    if found is None:
        return
    made = tradotto(nome, local) if isinstance(local, str) else None
    system = oids.code_system(nome[1])
    if made is not None and (made.codice, made.nullo) == (found.codice, found.nullo) and made.sistema == found.sistema:
        return
    draft.valori.pop(campo, None)
    code = found.nullo or (found.codice if system is not None and found.sistema == system.oid else None)
    try:
        back = translation(nome[0]).back(code) if code is not None else None
    except UnknownCode:
        back = None
    if back is not None:
        draft.valori[campo] = back
    elif not assumi:
        draft.colpa("CONV-011", campo, where)


def _operatore(draft: Bozza, locali: Locali, voce: Vaccinazione) -> None:
    tax_code = _estensione((each for who in voce.esecutori for each in who.id), _CF)
    if tax_code is not None:
        draft.valori[OPERATORE] = {"codice_fiscale": tax_code, **locali.parte(OPERATORE)}


def _principi(draft: Bozza, locali: Locali, voce: Vaccinazione) -> None:
    """The antigens, each with its dose: its own in local data where doses differ, else that of the entry."""
    same = voce.numero_dose.valore if voce.numero_dose is not None else None
    found = []
    for at, each in enumerate(voce.malattie):
        code = _codice_di(each.valore, ANTIGENI)
        if code is None:
            draft.colpa("CONV-012", "malattie", f"malattie[{at}].valore", Severity.WARNING)
            continue
        own = locali.primo(f"{DOSE}.{code}")
        dose = same if same is not None else int(own) if own is not None and re.fullmatch("[0-9]{1,2}", own) else None
        made = _valido(PrincipioVaccinale, cod_antigene=code, dose=dose)
        if made is not None:
            found.append(made)
        else:
            draft.colpa("CONV-010" if dose is None else "CONV-013", "dose", f"malattie[{at}]")
            draft.detti.add("principi")
    if found:
        draft.valori["principi"] = tuple(found)


def _valido(model: type[M], **values: Any) -> M | None:
    try:
        return model.model_validate(values)
    except ValidationError:
        return None


def _reazioni(draft: Bozza, voce: Vaccinazione) -> None:
    """The reactions that are coded with ICD-9-CM."""
    found = []
    for at, each in enumerate(voce.reazioni):
        code = _codice_di(each.valore, ICD9)
        if code is None:
            draft.colpa("CONV-012", "reazioni", f"reazioni[{at}].valore", Severity.WARNING)
            continue
        start, end = (each.quando, None) if each.quando is None or isinstance(each.quando, Momento) else (each.quando.inizio, each.quando.fine)
        label = each.valore.descrizione if each.valore is not None else None
        made = _valido(ReazioneAvversa, codice=code, descrizione=label, inizio=giorno_di(start), fine=giorno_di(end))
        if made is not None:
            found.append(made)
        else:
            draft.colpa("CONV-013", "reazioni", f"reazioni[{at}]", Severity.WARNING)
    if found:
        draft.valori["reazioni"] = tuple(found)


def _assumi(draft: Bozza) -> None:
    """What is not said, as "not available", and the formulation from the number of antigens."""
    for campo, code in NON_DISPONIBILE.items():
        if campo not in draft.valori:
            draft.valori[campo] = code
            draft.assunti[campo] = f"not in the document: written as {code}, not available"
    number = len(draft.valori.get("principi", ()))
    if "cod_tipo_formulazione" not in draft.valori and 1 <= number <= 6:
        draft.valori["cod_tipo_formulazione"] = f"0{number}"
        draft.assunti["cod_tipo_formulazione"] = "not in the document: as many as the antigens that it names"
    elif number == 0:
        draft.detti.add("cod_tipo_formulazione")


def _evento(draft: Bozza, model: type[Evento]) -> Evento | None:
    """The event, without optional values that it does not admit; None where anything required is missing or not admitted."""
    values = dict(draft.valori)
    made: Evento | None
    try:
        made = model.model_validate(values)
    except ValidationError as error:
        for campo, missing in sorted({(str(each["loc"][0]), each["type"] == "missing" and len(each["loc"]) == 1) for each in error.errors()}):
            required = model.model_fields[campo].is_required()
            if campo not in draft.detti:
                draft.colpa("CONV-010" if missing else "CONV-013", campo, severity=Severity.ERROR if required else Severity.WARNING)
            values.pop(campo, None)
        made = None if any(each.severity is Severity.ERROR for each in draft.colpe) else model.model_validate(values)
    return None if any(each.severity is Severity.ERROR for each in draft.colpe) else made
