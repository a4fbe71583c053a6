"""Examples of the vaccination documents, with invented people: a minimal message of each type, and the richer ones of `examples/vaccinazioni/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from siss_interop.ids.codice_fiscale import compose
from siss_interop.messages.comune import costruzione as c
from siss_interop.messages.comune.persone import Assistito, Autore, Custode, Firmatario, Partecipante
from siss_interop.messages.vaccinazioni.costruzione import (
    certificato as fai_certificato,
)
from siss_interop.messages.vaccinazioni.costruzione import (
    mancata_vaccinazione,
    prodotto,
    reazione,
    vaccinazione,
)
from siss_interop.messages.vaccinazioni.costruzione import scheda_singola as fai_scheda
from siss_interop.messages.vaccinazioni.documenti import CertificatoVaccinale, DocumentoVaccinale, SchedaSingolaVaccinazione, Vaccinazione
from siss_interop.model.tipi import Nome

_NASCITA = date(1980, 5, 14)
_MEDICO = compose("Bianchi", "Anna", date(1971, 3, 2), "F", "D612")
_MEZZO_ML = c.quantita("0.5", "mL")
_DI_MPR = ("23", "28", "35")
_INFLUENZA = prodotto(
    "099999017", "VACCINO INFLUENZALE DI ESEMPIO", classe=c.atc("J07BB02", "Influenza, inactivated"), lotto="ESEMPIO-A1", ditta="Ditta di esempio"
)
_MPR = prodotto(
    "099999029", "VACCINO MPR DI ESEMPIO", classe=c.atc("J07BD52", "Measles, mumps and rubella"), lotto="ESEMPIO-B2", ditta="Ditta di esempio"
)


def _assistita() -> Assistito:
    return c.assistito(
        compose("Rossi", "Maria", _NASCITA, "F", "D612"), "Maria", "Rossi", sesso="F", nascita=_NASCITA,
        indirizzo=c.indirizzo("Via delle Prove 1", "Firenze", cap="50100", provincia="FI", regione="090", codice_comune="048017", uso="H"),
        recapiti=(c.telefono("+390550000001"), c.email("maria.rossi@example.org")),
        luogo_nascita=c.luogo_nascita("Firenze", provincia="FI", codice_comune="048017"),
    )  # fmt: skip


def _custode() -> Custode:
    where = c.indirizzo("Piazza degli Esempi 2", "Firenze", cap="50100", provincia="FI", regione="090", codice_comune="048017", uso="WP")
    return c.custode("Azienda USL di esempio", c.azienda("090201"), indirizzo=where, recapiti=(c.telefono("+390550000002", "WP"),))


def _autrice(quando: str) -> Autore:
    ambulatorio = c.organizzazione("Ambulatorio vaccinale di esempio", c.struttura("090101"), recapiti=(c.telefono("+390550000003", "WP"),))
    return c.autore(_MEDICO, "Anna", "Bianchi", momento=quando, titolo="Dott.ssa", organizzazione=ambulatorio)


def _firmataria(quando: str) -> Firmatario:
    return c.firmatario(_MEDICO, "Anna", "Bianchi", momento=quando, titolo="Dott.ssa")


def scheda_singola() -> SchedaSingolaVaccinazione:
    """A minimal valid single record: one vaccination, and the header that any document needs."""
    voce = vaccinazione("20240312", prodotto("099999017", "VACCINO INFLUENZALE DI ESEMPIO"), via="IM", sede="LA", dose=_MEZZO_ML)
    return fai_scheda(
        voce, id=c.id_documento("090", "090201.2024.000001"), data="20240312103000+0100",
        assistito=c.assistito(compose("Rossi", "Maria", _NASCITA, "F", "D612"), "Maria", "Rossi", sesso="F", nascita=_NASCITA),
        autore=c.autore(_MEDICO, "Anna", "Bianchi", momento="20240312103000+0100"),
        custode=c.custode("Azienda USL di esempio", c.azienda("090201")),
    )  # fmt: skip


def certificato() -> CertificatoVaccinale:
    """A minimal valid certificate: one vaccination, and the header that any document needs."""
    return fai_certificato(
        [vaccinazione("20240312", prodotto("099999017", "VACCINO INFLUENZALE DI ESEMPIO"))],
        id=c.id_documento("090", "090201.2024.000002"), data="20240313090000+0100",
        assistito=c.assistito(compose("Rossi", "Maria", _NASCITA, "F", "D612"), "Maria", "Rossi", sesso="F", nascita=_NASCITA),
        autore=c.autore(_MEDICO, "Anna", "Bianchi", momento="20240313090000+0100"),
        custode=c.custode("Azienda USL di esempio", c.azienda("090201")),
    )  # fmt: skip


def _antinfluenzale() -> Vaccinazione:
    return vaccinazione(
        "20231106101500+0100", _INFLUENZA, malattie=["16"], numero_dose=1, via="IM", sede="LA", dose=_MEZZO_ML,
        luogo=c.struttura("090101"), copertura="20240630", prossima="20241104", categoria_rischio="02",
        reazioni=[reazione(c.icd9cm("780.6", "Febbre"), dal="20231107", al="20231108")],
    )  # fmt: skip


def scheda_singola_ricca() -> SchedaSingolaVaccinazione:
    """A single record with all that usually stands in one."""
    when = "20231106103000+0100"
    return fai_scheda(
        _antinfluenzale(), id=c.id_documento("090", "090201.2023.000107"), data=when, assistito=_assistita(), autore=_autrice(when),
        custode=_custode(), firmatario=_firmataria(when),
    )  # fmt: skip


def scheda_singola_sostituzione() -> SchedaSingolaVaccinazione:
    """The same record corrected: version 2, with another lot, in place of version 1."""
    when, earlier = "20231107090000+0100", scheda_singola_ricca()
    voce = _antinfluenzale()
    corrected = voce.model_copy(update={"prodotto": voce.prodotto.model_copy(update={"lotto": "ESEMPIO-A2"})})
    later = fai_scheda(
        corrected, id=c.id_documento("090", "090201.2023.000112"), data=when, assistito=earlier.assistito, autore=_autrice(when),
        custode=earlier.custode, firmatario=_firmataria(when),
    )  # fmt: skip
    return c.sostituisce(later, earlier)


def certificato_ricco() -> CertificatoVaccinale:
    """A certificate with several vaccinations, a missed one, reactions, risk categories and a note."""
    when = "20240313090000+0100"
    mother = Partecipante(
        relazione="IND", classe="NOK", id=c.ids(compose("Verdi", "Carla", date(1952, 8, 21), "F", "D612")), nome=Nome.di("Carla", "Verdi")
    )
    voci = (
        vaccinazione("20120515", _MPR, malattie=_DI_MPR, numero_dose=1, via="SQ", sede="LA", dose=_MEZZO_ML, prossima="20120612"),
        vaccinazione("20120618", _MPR, malattie=_DI_MPR, numero_dose=2, via="SQ", sede="RA", dose=_MEZZO_ML),
        _antinfluenzale(),
        vaccinazione(
            "20240312094500+0100", prodotto("099999031", "VACCINO ANTIPNEUMOCOCCICO DI ESEMPIO", classe=c.atc("J07AL02"), lotto="ESEMPIO-C3"),
            malattie=["31"], numero_dose=1, via="IM", sede="RA", dose=_MEZZO_ML, luogo=c.struttura("090101"), condizione="09",
            note=["Somministrata dopo colloquio con il medico curante."],
        ),
        mancata_vaccinazione(
            "20240312095500+0100", "Vaccino vivo attenuato contro l'herpes zoster", "03", dal="20240312", al="20240912", malattie=["12"]
        ),
        mancata_vaccinazione("20240312100000+0100", "Vaccino contro la varicella", "02", malattie=["40"], immunita=["40"]),
    )  # fmt: skip
    return fai_certificato(
        voci, id=c.id_documento("090", "090201.2024.000203"), data=when, assistito=_assistita(), autore=_autrice(when), custode=_custode(),
        firmatario=_firmataria(when), partecipanti=(mother,),
    )  # fmt: skip


#: file in `examples/vaccinazioni/` -> the message that it holds
ESEMPI: Mapping[str, Callable[[], DocumentoVaccinale]] = {
    "scheda-singola.cda.xml": scheda_singola_ricca,
    "scheda-singola.json": scheda_singola_ricca,
    "scheda-singola-sostituzione.cda.xml": scheda_singola_sostituzione,
    "certificato.cda.xml": certificato_ricco,
}
