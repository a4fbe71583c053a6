"""From a request or a delivery to its document, and back. What one cannot say of the other is told as a loss, measured by reading back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from siss_interop.codes import code_list
from siss_interop.errors import Refused
from siss_interop.issues import Layer, Report, Severity, define, issue
from siss_interop.losses import Loss, LossKind, LossReport
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.enunciati import Nota
from siss_interop.messages.comune.identita import ids_di_assistito, persona_di, radice
from siss_interop.messages.comune.narrativa import Narrativa, Paragrafo
from siss_interop.messages.comune.persone import Assistito as Paziente
from siss_interop.messages.comune.persone import Autore, Custode
from siss_interop.messages.comune.tempo import istante
from siss_interop.messages.comune.testata import Richiesta as Ordine
from siss_interop.messages.trasporti import eventi as e
from siss_interop.messages.trasporti.documenti import (
    CHIAVI,
    CODICI,
    NOME_CODICI,
    Associazione,
    LuogoTrasporto,
    MezzoTrasporto,
    RelazioneTrasporto,
    RichiestaTrasporto,
    SezioneErogazione,
    SezioneRichiesta,
    TrasportoErogato,
    TrasportoRichiesto,
)
from siss_interop.model.marks import labels
from siss_interop.model.tipi import Codice, Id, Indirizzo, Momento, Nome, Periodo, Quantita, Recapito, Testo, ValoreCodificato

__all__ = ["documento", "evento"]

V = TypeVar("V", bound=Codice)
_SESSI: Mapping[str, str] = {"1": "M", "2": "F", "9": "UN"}
_TARGHE, _ASSOCIAZIONI = f"{CHIAVI}.1", f"{CHIAVI}.2"
_NRE = radice("nre")

INCOMPLETO = define(
    "CONV-040", Layer.MODEL, Severity.ERROR,
    "il documento non dice ciò che l'evento richiede: {field}", "the document does not say what the event requires: {field}",
    instead_it="completare il documento", instead_en="complete the document", source="siss-interop, flusso TRA",
    passing="documento fatto da un evento", failing="documento senza l'assistito",
).code  # fmt: skip


def _codice(kind: type[V], lista: str, valore: str | None) -> V | None:
    """A code of one of our lists, which stands before it: all are in one system."""
    if valore is None:
        return None
    found = code_list(lista).lookup(valore)
    return kind(codice=f"{lista}.{valore}", sistema=CODICI, nome_sistema=NOME_CODICI, descrizione=None if found is None else found.it)


def _valore(lista: str, codice: Codice | None) -> str | None:
    """The code of one of our lists, if it is one."""
    text = None if codice is None or codice.sistema != CODICI else codice.codice
    return text.removeprefix(f"{lista}.") if text is not None and text.startswith(f"{lista}.") else None


def _momento(data_ora: str) -> Momento:
    """The same time in HL7's writing, digit by digit; Z is +0000."""
    zone = data_ora[-6:].replace(":", "") if data_ora[-1] != "Z" else "+0000"
    return Momento(valore=data_ora[: -1 if data_ora[-1] == "Z" else -6].translate(_SENZA_SEGNI) + zone)


_SENZA_SEGNI = str.maketrans("", "", "-:T")
_TS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d(?:\.\d{1,6})?)([+-]\d\d)(\d\d)", re.ASCII)


def _data_ora(momento: Momento | None) -> str | None:
    """The time as the flows write it, if it is precise to the second and has its zone."""
    found = None if momento is None else _TS.fullmatch(momento.valore or "")
    if found is None:
        return None
    year, month, day, hour, minute, second, zone, minutes = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}:{minutes}"


def _giorno(momento: Momento | None) -> date | None:
    return None if momento is None else momento.data


def _chiave(evento: e.EventoTrasporto) -> str:
    parts = [evento.codice_av, evento.anno_richiesta, evento.progressivo_richiesta]
    return ".".join([*parts, evento.progressivo_erogazione] if isinstance(evento, e.EventoErogazione) else parts)


def _luogo(luogo: e.Luogo) -> LuogoTrasporto:
    ids = () if luogo.codice_struttura is None else (Id(radice=radice("struttura"), estensione=luogo.codice_struttura),)
    where = Indirizzo(vie=() if luogo.indirizzo is None else (luogo.indirizzo,), codice_comune=luogo.comune)
    return LuogoTrasporto(id=ids, codice=_codice(Codice, "trasporto_luogo", luogo.genere), indirizzo=where)


def _luogo_di(luogo: LuogoTrasporto) -> dict[str, Any]:
    where = luogo.indirizzo
    return {
        "genere": _valore("trasporto_luogo", luogo.codice), "codice_struttura": _estensione(luogo.id, radice("struttura")),
        "comune": None if where is None else where.codice_comune, "indirizzo": None if where is None or not where.vie else where.vie[0],
    }  # fmt: skip


def _estensione(ids: tuple[Id, ...], root: str) -> str | None:
    return next((each.estensione for each in ids if each.radice == root), None)


def documento(
    evento: e.Richiesta | e.ErogazioneTrasporto, *, id: Id, data: c.Data, autore: Autore, custode: Custode,  # noqa: A002  # the model's word
    assistito: e.Assistito | None = None,
) -> tuple[RichiestaTrasporto | RelazioneTrasporto, LossReport]:  # fmt: skip
    """The document of a request or of a delivery, and what it cannot keep.

    A delivery does not say who was transported: `assistito` has to be given, from its request. Raises ValueError without, and pydantic's
    ValidationError for a time of no day that exists.
    """
    who = evento.assistito if isinstance(evento, e.Richiesta) else assistito
    if who is None:
        raise ValueError("a delivery does not say who was transported: give assistito")
    header: dict[str, Any] = {"id": id, "data": c.momento(data), "autori": (autore,), "custode": custode, "assistito": _paziente(who)}
    made: RichiestaTrasporto | RelazioneTrasporto
    if isinstance(evento, e.Richiesta):
        told = _richiesto(evento)
        section = SezioneRichiesta(**_sezione(told), trasporto=told)
        made = RichiestaTrasporto(**header, richieste=_ordini(evento.prescrizione), sezione=section)
    else:
        done = _erogato(evento)
        made = RelazioneTrasporto(**header, sezione=SezioneErogazione(**_sezione(done), trasporto=done))
    back = _plain_of(made)
    return made, LossReport(tuple(_losses(evento, back, "")))


def _sezione(told: TrasportoRichiesto | TrasportoErogato) -> dict[str, Any]:
    """The title of a section and its narrative: a line for each fact that a person reads."""
    lines = [f"{label.it}: {said}" for name, label in labels(type(told)).items() if (said := _detto(getattr(told, name)))]
    return {"titolo": "Trasporto sanitario", "testo": Narrativa.di(*(Paragrafo.di(text) for text in lines))}


_PAROLE: Mapping[type, Callable[[Any], str]] = {
    Codice: lambda value: value.descrizione or "",
    ValoreCodificato: lambda value: value.descrizione or "",
    Momento: lambda value: (value.valore or "")[:12],
    Quantita: lambda value: f"{value.valore} {value.unita or ''}".strip(),
    Periodo: lambda value: " - ".join(filter(None, (_detto(value.inizio), _detto(value.fine)))),
    LuogoTrasporto: lambda value: " ".join(filter(None, (_detto(value.codice), *(value.indirizzo.vie if value.indirizzo is not None else ())))),
    MezzoTrasporto: lambda value: _detto(value.codice),
    bool: lambda value: "sì" if value else "no",
    int: str,
    str: str,
}
"""Kind of fact -> its words."""


def _detto(value: Any) -> str:
    """A fact in words; empty for what says nothing to people."""
    words = _PAROLE.get(type(value))
    return "" if words is None else words(value)


def _paziente(who: e.Assistito) -> Paziente:
    home = who.residenza
    return Paziente(
        id=ids_di_assistito(who.identificativo), nome=Nome.di(who.nome, who.cognome), sesso=c.sesso(_SESSI[who.sesso]),
        nascita=c.momento(who.data_nascita), indirizzi=(Indirizzo(uso="H", stato=home.stato, regione=home.regione, codice_comune=home.comune),),
        recapiti=() if who.recapito is None else (Recapito(valore=who.recapito),),
    )  # fmt: skip


def _ordini(prescrizione: e.Prescrizione) -> tuple[Ordine, ...]:
    number = prescrizione.numero_ricetta
    if number is None:
        return ()
    return (Ordine(id=(Id(radice=_NRE if prescrizione.tipo_ricettario == "DEMA" else f"{CHIAVI}.3", estensione=number),)),)


def _richiesto(evento: e.Richiesta) -> TrasportoRichiesto:
    recipe, ciclo = evento.prescrizione, evento.ciclo
    doctor = Autore(momento=c.momento(recipe.data_prescrizione), id=(c.codice_fiscale(recipe.codice_fiscale_medico),))
    return TrasportoRichiesto(
        chiave=_chiave(evento), partenza=_luogo(evento.partenza), destinazione=_luogo(evento.destinazione), autori=(doctor,),
        mezzo=MezzoTrasporto(codice=_codice(Codice, "trasporto_mezzo", evento.mezzo_richiesto)), note=_nota(evento.note),
        motivo=_codice(Codice, "trasporto_motivo", evento.motivo) or Codice(), richiesto=_momento(evento.data_ora_richiesta),
        appuntamento=None if evento.data_ora_appuntamento is None else _momento(evento.data_ora_appuntamento),
        azienda=Id(radice=radice("azienda"), estensione=evento.codice_azienda_competente),
        condizione=_obbligo("trasporto_condizione_clinica", evento.condizione_clinica), viaggio=_obbligo("trasporto_viaggio", evento.tipo_viaggio),
        ricettario=_obbligo("trasporto_ricettario", recipe.tipo_ricettario),
        canale=_codice(ValoreCodificato, "trasporto_canale", evento.canale_richiesta),
        prescrittore=_codice(ValoreCodificato, "trasporto_prescrittore", recipe.tipo_prescrittore),
        sedute=None if ciclo is None else ciclo.numero_sedute,
        ciclo=None if ciclo is None else Periodo(inizio=c.momento(ciclo.data_inizio), fine=c.momento(ciclo.data_fine)),
        accompagnatore=evento.accompagnatore, ossigeno=evento.ossigeno, isolamento=evento.isolamento, asl_residenza=evento.assistito.residenza.asl,
    )  # fmt: skip


def _obbligo(lista: str, valore: str) -> ValoreCodificato:
    return _codice(ValoreCodificato, lista, valore) or ValoreCodificato(codice=valore)


def _nota(text: str | None) -> Nota | None:
    return None if text is None else Nota(testo=Testo(parole=text))


def _erogato(evento: e.ErogazioneTrasporto) -> TrasportoErogato:
    vehicle, day = evento.mezzo, evento.data_erogazione_seduta
    return TrasportoErogato(
        chiave=_chiave(evento), partenza=_luogo(evento.partenza), destinazione=_luogo(evento.destinazione),
        mezzo=MezzoTrasporto(
            id=() if vehicle.targa is None else (Id(radice=_TARGHE, estensione=vehicle.targa),),
            codice=_codice(Codice, "trasporto_mezzo", vehicle.genere), nome=vehicle.sigla,
        ),
        quando=Periodo(inizio=_momento(evento.data_ora_partenza), fine=_momento(evento.data_ora_arrivo)),
        associazione=Associazione(id=(Id(radice=_ASSOCIAZIONI, estensione=evento.codice_av_erogante),)),
        esito=_obbligo("trasporto_esito_erogazione", evento.esito), km=Quantita(valore=evento.km_percorsi, unita="km"),
        rientro=None if evento.data_ora_rientro is None else _momento(evento.data_ora_rientro), multiplo=evento.trasporto_multiplo,
        trasportati=evento.numero_trasportati, equipaggio=evento.equipaggio, firmato=evento.firma_assistito,
        seduta=None if day is None else c.momento(day),
    )  # fmt: skip


def evento(documento: RichiestaTrasporto | RelazioneTrasporto) -> e.Richiesta | e.ErogazioneTrasporto:
    """The event that a document tells. Raises Refused with what it does not say."""
    from pydantic import ValidationError

    plain = _plain_of(documento)
    kind = e.Richiesta if isinstance(documento, RichiestaTrasporto) else e.ErogazioneTrasporto
    try:
        return kind.model_validate(plain)
    except ValidationError as error:
        places = [".".join(map(str, each["loc"])) for each in error.errors(include_url=False, include_context=False, include_input=False)]
        raise Refused(Report(tuple(issue(INCOMPLETO, path=place, field=place) for place in places)), LossReport()) from None


def _plain_of(documento: RichiestaTrasporto | RelazioneTrasporto) -> dict[str, Any]:
    found = _richiesta_di(documento) if isinstance(documento, RichiestaTrasporto) else _erogazione_di(documento.sezione.trasporto)
    return _senza_vuoti(found)


def _senza_vuoti(found: dict[str, Any]) -> dict[str, Any]:
    kept = {name: _senza_vuoti(value) if isinstance(value, dict) else value for name, value in found.items()}
    return {name: value for name, value in kept.items() if value is not None and value != {}}


def _chiave_di(text: str) -> dict[str, Any]:
    names = ("codice_av", "anno_richiesta", "progressivo_richiesta", "progressivo_erogazione")
    return dict(zip(names, text.split("."), strict=False))


def _richiesta_di(documento: RichiestaTrasporto) -> dict[str, Any]:
    told = documento.sezione.trasporto
    doctor = told.autori[0] if told.autori else None
    ids = [one for order in documento.richieste for one in order.id]
    ciclo = told.ciclo
    return {
        **_chiave_di(told.chiave), "data_ora_richiesta": _data_ora(told.richiesto), "canale_richiesta": _valore("trasporto_canale", told.canale),
        "assistito": _assistito_di(documento.assistito, told.asl_residenza),
        "prescrizione": {
            "tipo_ricettario": _valore("trasporto_ricettario", told.ricettario), "numero_ricetta": ids[0].estensione if ids else None,
            "data_prescrizione": None if doctor is None else _giorno(doctor.momento),
            "codice_fiscale_medico": None if doctor is None else _estensione(doctor.id, radice("cf")),
            "tipo_prescrittore": _valore("trasporto_prescrittore", told.prescrittore),
        },
        "condizione_clinica": _valore("trasporto_condizione_clinica", told.condizione),
        "mezzo_richiesto": _valore("trasporto_mezzo", told.mezzo.codice),
        "motivo": _valore("trasporto_motivo", told.motivo), "tipo_viaggio": _valore("trasporto_viaggio", told.viaggio),
        "ciclo": None if ciclo is None else {
            "numero_sedute": told.sedute, "data_inizio": _giorno(ciclo.inizio), "data_fine": _giorno(ciclo.fine),
        },
        "partenza": _luogo_di(told.partenza), "destinazione": _luogo_di(told.destinazione), "data_ora_appuntamento": _data_ora(told.appuntamento),
        "accompagnatore": told.accompagnatore, "ossigeno": told.ossigeno, "isolamento": told.isolamento,
        "codice_azienda_competente": told.azienda.estensione,
        "note": None if told.note is None or told.note.testo is None else told.note.testo.parole,
    }  # fmt: skip


def _assistito_di(who: Paziente, asl: str | None) -> dict[str, Any]:
    found, home = persona_di(who.id), next(iter(who.indirizzi), Indirizzo(uso="H"))
    sex = None if who.sesso is None else {code: number for number, code in _SESSI.items()}.get(who.sesso.codice or "")
    return {
        "identificativo": None if found is None else found.model_dump(), "cognome": None if who.nome is None else who.nome.cognome,
        "nome": None if who.nome is None or not who.nome.nomi else " ".join(who.nome.nomi), "sesso": sex, "data_nascita": _giorno(who.nascita),
        "residenza": {"comune": home.codice_comune, "asl": asl, "regione": home.regione, "stato": home.stato},
        "recapito": who.recapiti[0].valore if who.recapiti else None,
    }  # fmt: skip


def _erogazione_di(told: TrasportoErogato) -> dict[str, Any]:
    vehicle = told.mezzo
    return {
        **_chiave_di(told.chiave), "codice_av_erogante": _estensione(told.associazione.id, _ASSOCIAZIONI),
        "mezzo": {"genere": _valore("trasporto_mezzo", vehicle.codice), "targa": _estensione(vehicle.id, _TARGHE), "sigla": vehicle.nome},
        "data_ora_partenza": _data_ora(told.quando.inizio), "data_ora_arrivo": _data_ora(told.quando.fine),
        "data_ora_rientro": _data_ora(told.rientro),
        "km_percorsi": told.km.valore, "partenza": _luogo_di(told.partenza), "destinazione": _luogo_di(told.destinazione),
        "esito": _valore("trasporto_esito_erogazione", told.esito), "trasporto_multiplo": told.multiplo, "numero_trasportati": told.trasportati,
        "equipaggio": told.equipaggio, "firma_assistito": told.firmato, "data_erogazione_seduta": _giorno(told.seduta),
    }  # fmt: skip


def _losses(model: BaseModel, back: Mapping[str, Any], path: str) -> Iterator[Loss]:
    """Each leaf of an event that its document does not give back; the same instant written otherwise is none."""
    for name, value in model.__dict__.items():
        here, found = f"{path}{name}", back.get(name)
        if name == "tipo" or value is None:
            continue
        if isinstance(value, BaseModel):
            yield from _losses(value, found if isinstance(found, Mapping) else {}, f"{here}.")
        elif value != found and not (isinstance(value, str) and isinstance(found, str) and _stesso_istante(value, found)):
            yield Loss(LossKind.DROPPED, here, "the document has no place for it")


def _stesso_istante(one: str, other: str) -> bool:
    first = istante(one) if "T" in one else None
    return first is not None and first == istante(other)
