"""From an event to the entry of a document: each fact in the place that the national guide gives it, the others as local data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from siss_interop.codes import UnknownCode, code_list, translation
from siss_interop.messages.comune.costruzione import aic, atc, codice, icd9cm, identificativo
from siss_interop.messages.comune.persone import Esecutore
from siss_interop.messages.vaccinazioni.conversione.dati import ASSISTITO, CAMPI, CIFRATO, DOSE, NESSUNA, OPERATORE, dati_di, dato
from siss_interop.messages.vaccinazioni.conversione.persone import persona_di
from siss_interop.messages.vaccinazioni.documenti import (
    CategoriaRischio,
    CondizioneSanitaria,
    Copertura,
    DatoLocale,
    Luogo,
    Malattia,
    MancataVaccinazione,
    Motivo,
    NumeroDose,
    Prodotto,
    ProssimoAppuntamento,
    Vaccinazione,
)
from siss_interop.messages.vaccinazioni.documenti import ReazioneAvversa as ReazioneDocumento
from siss_interop.messages.vaccinazioni.eventi import (
    IdentificativoCifrato,
    PrincipioVaccinale,
    ReazioneAvversa,
    VaccinazioneEffettuata,
    VaccinazioneNonEffettuata,
)
from siss_interop.model.tipi import Codice, Id, Momento, NullFlavor, Periodo, ValoreCodificato

Evento = VaccinazioneEffettuata | VaccinazioneNonEffettuata
#: field of the event -> the translation of its codes, and the code system that they become
VIA, SITO = ("avn_via_hl7", "route"), ("avn_sito_hl7", "act_site")
_NULLI: dict[str, NullFlavor] = {"OTH": "OTH", "UNK": "UNK"}


def giorno(quando: date) -> Momento:
    """A day as HL7 writes it, also in the first thousand years."""
    return Momento(valore=f"{quando.year:04d}{quando.month:02d}{quando.day:02d}")


def valore(sistema: str, code: str) -> ValoreCodificato:
    """A code as the value of an observation."""
    return ValoreCodificato.model_validate(codice(sistema, code))


def tradotto(nome: tuple[str, str], code: str) -> Codice | None:
    """The HL7 code (or null flavour) of a code of the register; None for one that its list does not have."""
    known = translation(nome[0])
    try:
        target = known.to(code)
    except UnknownCode:
        return None
    if target is None:
        return None
    return Codice(nullo=_NULLI[target]) if known.is_null_flavor(target) else codice(nome[1], target)


def voce_di(evento: Evento, ids: Sequence[Id]) -> Vaccinazione | MancataVaccinazione:
    """The entry of an event; `ids` are the identifiers of the document's patient."""
    return _fatta(evento, ids) if isinstance(evento, VaccinazioneEffettuata) else _mancata(evento, ids)


def nome_vaccino(antigene: str) -> str:
    """What is said of the vaccine that was not given: of the event only the antigen is known."""
    found = code_list("avn_antigeni").lookup(antigene)
    return f"Vaccino per: {found.label() if found is not None else antigene}"


def _mancata(evento: VaccinazioneNonEffettuata, ids: Sequence[Id]) -> MancataVaccinazione:
    return MancataVaccinazione(
        quando=giorno(evento.data_non_effettuazione), prodotto=Prodotto(nome=nome_vaccino(evento.cod_antigene)),
        malattie=(Malattia(valore=valore("antigeni", evento.cod_antigene)),), numero_dose=NumeroDose(valore=evento.dose),
        motivi=(Motivo(valore=valore("motivi_esclusione", evento.motivazione)),), dati_locali=tuple(_locali(evento, ids)),
    )  # fmt: skip


def _fatta(evento: VaccinazioneEffettuata, ids: Sequence[Id]) -> Vaccinazione:
    condizione, categoria = evento.cod_condizione_sanitaria, evento.cod_categoria_rischio
    return Vaccinazione(
        quando=giorno(evento.data_somministrazione), prodotto=_prodotto(evento), numero_dose=_numero(evento.principi),
        via=tradotto(VIA, evento.via_somministrazione), sede=tradotto(SITO, evento.sito_inoculazione),
        luoghi=() if evento.codice_struttura is None else (Luogo(id=(identificativo("struttura", evento.codice_struttura),)),),
        esecutori=() if evento.operatore is None else (Esecutore(id=(identificativo("cf", evento.operatore.codice_fiscale),)),),
        malattie=tuple(Malattia(valore=valore("antigeni", each.cod_antigene)) for each in evento.principi),
        condizioni=() if _nessuna(evento, "cod_condizione_sanitaria") else (CondizioneSanitaria(valore=valore("condizioni_sanitarie", condizione)),),
        categorie_rischio=() if _nessuna(evento, "cod_categoria_rischio") else (CategoriaRischio(valore=valore("categorie_rischio", categoria)),),
        prossima=None if evento.data_prossima_dose is None else ProssimoAppuntamento(quando=giorno(evento.data_prossima_dose)),
        copertura=None if evento.fine_copertura is None else Copertura(quando=Periodo(fine=giorno(evento.fine_copertura))),
        reazioni=tuple(_reazione(each) for each in evento.reazioni), dati_locali=tuple(_locali(evento, ids)),
    )  # fmt: skip


def _nessuna(evento: VaccinazioneEffettuata, campo: str) -> bool:
    return bool(getattr(evento, campo) == NESSUNA[campo])


def _prodotto(evento: VaccinazioneEffettuata) -> Prodotto:
    """The vaccine; where its AIC is not known the certificate admits that it is unknown."""
    classe = None if evento.codice_atc is None else atc(evento.codice_atc)
    if evento.codice_aic is not None:
        code = aic(evento.codice_aic, evento.denominazione, classe=classe)
    else:
        code = Codice(nullo="UNK", traduzioni=() if classe is None else (classe,))
    return Prodotto(codice=code, nome=evento.denominazione, lotto=evento.lotto)


def _numero(principi: tuple[PrincipioVaccinale, ...]) -> NumeroDose | None:
    """The number of the dose, where it is the same for all antigens."""
    numbers = {each.dose for each in principi}
    return NumeroDose(valore=numbers.pop()) if len(numbers) == 1 else None


def _reazione(reazione: ReazioneAvversa) -> ReazioneDocumento:
    start, end = (None if each is None else giorno(each) for each in (reazione.inizio, reazione.fine))
    return ReazioneDocumento(
        valore=ValoreCodificato.model_validate(icd9cm(reazione.codice, reazione.descrizione)),
        quando=None if start is None and end is None else Periodo(inizio=start, fine=end),
    )


def _locali(evento: Evento, ids: Sequence[Id]) -> Iterator[DatoLocale]:
    """What has no place of its own, in the order of the event's fields."""
    yield from dati_di(evento, CAMPI[type(evento)])
    if isinstance(evento.assistito, IdentificativoCifrato):
        yield dato(CIFRATO, evento.assistito.valore)
    elif persona_di(ids) != evento.assistito:
        yield from dati_di(evento.assistito, ("genere", "codice", "emittente", "tessera"), f"{ASSISTITO}.")
    if isinstance(evento, VaccinazioneNonEffettuata):
        return
    yield from dati_di(evento, (campo for campo in NESSUNA if _nessuna(evento, campo)))
    if evento.operatore is not None:
        yield from dati_di(evento.operatore, ("ruolo",), f"{OPERATORE}.")
    if _numero(evento.principi) is None:
        yield from (dato(f"{DOSE}.{each.cod_antigene}", each.dose) for each in evento.principi)
