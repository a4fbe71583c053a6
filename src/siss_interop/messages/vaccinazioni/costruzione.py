"""Making a vaccination document afresh: entries with few words, and around them a document that is valid as it stands.

>>> voce = vaccinazione("20240312", prodotto("000307052", "VACCINO DI ESEMPIO", lotto="L1"), malattie=["16"])
>>> voce.malattie[0].valore.descrizione
'Influenza Tetravalente Inattivato'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from siss_interop.messages.comune.costruzione import Data, aic, codice, momento, sostituisce
from siss_interop.messages.comune.enunciati import Nota
from siss_interop.messages.comune.persone import Assistito, Autore, Custode, Organizzazione
from siss_interop.messages.vaccinazioni.documenti import (
    CategoriaRischio,
    CertificatoVaccinale,
    CondizioneSanitaria,
    Copertura,
    DocumentoVaccinale,
    Luogo,
    Malattia,
    MancataVaccinazione,
    Motivo,
    NumeroDose,
    PresuntaImmunita,
    Prodotto,
    ProssimoAppuntamento,
    ReazioneAvversa,
    SchedaSingolaVaccinazione,
    SezioneVaccinazioni,
    Vaccinazione,
)
from siss_interop.messages.vaccinazioni.narrativa import collegate, narrativa
from siss_interop.model.tipi import Codice, Id, Periodo, Quantita, Testo, ValoreCodificato

__all__ = [
    "certificato", "mancata_vaccinazione", "prodotto", "reazione", "scheda_singola", "sostituisce", "vaccinazione",
]  # fmt: skip

D = TypeVar("D", bound=DocumentoVaccinale)
Voce = Vaccinazione | MancataVaccinazione


def _di(sistema: str, valore: str | Codice) -> Codice:
    return codice(sistema, valore) if isinstance(valore, str) else valore


def _valore(sistema: str, valore: str | Codice) -> ValoreCodificato:
    return ValoreCodificato.model_validate(_di(sistema, valore))


def _luoghi(luogo: Luogo | Id | None) -> tuple[Luogo, ...]:
    return () if luogo is None else (Luogo(id=(luogo,)) if isinstance(luogo, Id) else luogo,)


def _note(note: Iterable[str]) -> tuple[Nota, ...]:
    return tuple(Nota(testo=Testo(parole=words)) for words in note)


def prodotto(
    codice_aic: str, descrizione: str | None = None, *, classe: Codice | None = None, lotto: str | None = None, ditta: str | None = None
) -> Prodotto:
    """A vaccine: AIC code, name, ATC class as `atc("J07BB02")`, lot, name of the manufacturer."""
    made = Organizzazione(nome=ditta) if ditta is not None else None
    return Prodotto(codice=aic(codice_aic, descrizione, classe=classe), lotto=lotto, ditta=made)


def reazione(valore: Codice, *, dal: Data, al: Data | None = None) -> ReazioneAvversa:
    """An adverse reaction (ICD-9-CM or the list of reactions): since when, and until when if it is over."""
    period = Periodo(inizio=momento(dal), fine=momento(al) if al is not None else None)
    return ReazioneAvversa(valore=ValoreCodificato.model_validate(valore), quando=period)


def vaccinazione(  # noqa: PLR0913  # each is one fact that a vaccination may state
    data: Data, vaccino: Prodotto, *, malattie: Iterable[str | Codice] = (), numero_dose: int | None = None, via: str | Codice | None = None,
    sede: str | Codice | None = None, dose: Quantita | None = None, luogo: Luogo | Id | None = None, copertura: Data | None = None,
    prossima: Data | None = None, categoria_rischio: str | Codice | None = None, condizione: str | Codice | None = None,
    reazioni: Iterable[ReazioneAvversa] = (), note: Iterable[str] = (),
) -> Vaccinazione:  # fmt: skip
    """A vaccine that was given.

    Codes may be given as texts: `via` of HL7 RouteOfAdministration ("IM"), `sede` of HL7 ActSite ("LA"), `malattie` of the registry's
    antigens ("16"), `categoria_rischio` and `condizione` of its lists. `copertura` is the last day that the dose covers.
    """
    return Vaccinazione(
        quando=momento(data), prodotto=vaccino, via=None if via is None else _di("route", via), sede=None if sede is None else _di("act_site", sede),
        dose=dose, luoghi=_luoghi(luogo), numero_dose=None if numero_dose is None else NumeroDose(valore=numero_dose), note=_note(note),
        malattie=tuple(Malattia(valore=_valore("antigeni", each)) for each in malattie), reazioni=tuple(reazioni),
        copertura=None if copertura is None else Copertura(quando=Periodo(fine=momento(copertura))),
        prossima=None if prossima is None else ProssimoAppuntamento(quando=momento(prossima)),
        categorie_rischio=() if categoria_rischio is None else (CategoriaRischio(valore=_valore("categorie_rischio", categoria_rischio)),),
        condizioni=() if condizione is None else (CondizioneSanitaria(valore=_valore("condizioni_sanitarie", condizione)),),
    )  # fmt: skip


def mancata_vaccinazione(
    data: Data, vaccino: Prodotto | str, motivo: str | Codice, *, dal: Data | None = None, al: Data | None = None,
    malattie: Iterable[str | Codice] = (), immunita: Iterable[str | Codice] = (), numero_dose: int | None = None,
    luogo: Luogo | Id | None = None, note: Iterable[str] = (),
) -> MancataVaccinazione:  # fmt: skip
    """A vaccine that was not given, and why.

    `vaccino` may be its name alone; `motivo` a code of the registry's reasons ("03"); `dal` and `al` the period of the reason: both, or none
    (ValueError). `malattie` and `immunita` (diseases with presumed immunity) are codes of the registry's antigens.
    """
    if (dal is None) != (al is None):
        raise ValueError("the period of the reason has a beginning and an end, or is left out")
    period = None if dal is None or al is None else Periodo(inizio=momento(dal), fine=momento(al))
    return MancataVaccinazione(
        quando=momento(data), prodotto=Prodotto(nome=vaccino) if isinstance(vaccino, str) else vaccino, luoghi=_luoghi(luogo), note=_note(note),
        motivi=(Motivo(valore=_valore("motivi_esclusione", motivo), quando=period),),
        malattie=tuple(Malattia(valore=_valore("antigeni", each)) for each in malattie),
        immunita=tuple(PresuntaImmunita(valore=_valore("antigeni", each)) for each in immunita),
        numero_dose=None if numero_dose is None else NumeroDose(valore=numero_dose),
    )  # fmt: skip


def _documento(
    tipo: type[D], voci: tuple[Voce, ...], titolo: str, id_: Id, data: Data, assistito: Assistito, autore: Autore | Iterable[Autore],
    custode: Custode, altro: dict[str, Any],
) -> D:  # fmt: skip
    section = SezioneVaccinazioni(titolo=titolo, etichetta="Storia delle immunizzazioni", testo=narrativa(voci, titolo), voci=collegate(voci))
    fields: dict[str, Any] = {
        "id": id_, "insieme": id_, "versione": "1", "data": momento(data), "assistito": assistito, "custode": custode, "sezione": section,
        "autori": (autore,) if isinstance(autore, Autore) else tuple(autore),
    }  # fmt: skip
    return tipo(**(fields | altro))


def scheda_singola(
    voce: Voce, *, id: Id, data: Data, assistito: Assistito, autore: Autore | Iterable[Autore], custode: Custode, **altro: Any  # noqa: A002  # the model's word
) -> SchedaSingolaVaccinazione:  # fmt: skip
    """The single record of a vaccination, given or not: first version, narrative made from the entry.

    `altro` are further fields of the document (`firmatario=`, `partecipanti=`, `riservatezza=` …). Raises pydantic's ValidationError.
    """
    return _documento(SchedaSingolaVaccinazione, (voce,), "Scheda della singola Vaccinazione", id, data, assistito, autore, custode, altro)


def certificato(
    voci: Iterable[Voce], *, id: Id, data: Data, assistito: Assistito, autore: Autore | Iterable[Autore], custode: Custode, **altro: Any  # noqa: A002  # the model's word
) -> CertificatoVaccinale:  # fmt: skip
    """The certificate of a person's vaccinations: first version, narrative made from the entries. Else as `scheda_singola`."""
    return _documento(CertificatoVaccinale, tuple(voci), "Certificato Vaccinale", id, data, assistito, autore, custode, altro)
