"""The envelope and the header outside it: rules of agreement, the event inside, the front door, files of many."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from pydantic import ValidationError

import siss_interop as siss
from siss_interop.issues import DEFINITIONS, Severity
from siss_interop.messages import catalogue
from siss_interop.messages.busta import esempi as b
from siss_interop.messages.busta.modelli import FLUSSI, BustaEventoSanitario, Contenuto, Parte, campo
from siss_interop.messages.busta.regole import REGOLE_BUSTA, REGOLE_CART, REGOLE_ESITO
from siss_interop.messages.busta.risposta import risposta
from siss_interop.messages.comune.esito import EsitoRicezione, Segnalazione
from siss_interop.messages.comune.evento import IdentificativoAssistito
from siss_interop.messages.trasporti import esempi_eventi as t
from siss_interop.model.base import Message
from siss_interop.testing import messages

CRI = Parte(genere="CRI", codice="CRI07")


class Caso(NamedTuple):
    """What breaks a rule and where, what does not, and which other errors there are."""

    base: Callable[[], Message]
    rotto: Mapping[str, Any]
    dove: str
    sano: Mapping[str, Any] = {}
    anche: frozenset[str] = frozenset()


def soggetto(genere: str, codice: str | None = None, **altro: Any) -> dict[str, Any]:
    return {"soggetto": IdentificativoAssistito.model_validate({"genere": genere, "codice": codice, **altro})}


def intestata(**cambi: Any) -> dict[str, Any]:
    return {"intestazione": b.messaggio_cart_ricco().intestazione.model_copy(update=cambi)}


def dati(**cambi: Any) -> dict[str, Any]:
    return intestata(messaggio=b.messaggio_cart().intestazione.messaggio.model_copy(update=cambi))


def esito(esito: str, *livelli: str) -> dict[str, Any]:
    remarks = tuple(Segnalazione.model_validate({"codice": "X", "livello": level, "descrizione": "y"}) for level in livelli)
    return {"esito": esito, "segnalazioni": remarks}


CF_UGO = t.UGO.identificativo.codice
VALIDAZIONE = {"tipo_evento": "Ev05", "contenuto": Contenuto.model_validate({"validazione_erogazione": t.validazione()})}
DI = b.AZIENDA
CASI: dict[str, tuple[Caso, ...]] = {
    "BUS-R01": (Caso(b.busta, {"flusso": "SIV"}, "flusso"),),
    "BUS-R02": (Caso(b.busta, {"tipo_evento": "Ev02"}, "tipo_evento"),),
    "BUS-R03": (
        Caso(b.busta, {**VALIDAZIONE}, "mittente.genere", {**VALIDAZIONE, "mittente": DI}, frozenset({"BUS-R08"})),
        Caso(b.busta, {"mittente": DI}, "mittente.genere", {}, frozenset({"BUS-R08"})),
        Caso(b.busta_ricca, {"per_conto_di": DI}, "per_conto_di.genere", {}, frozenset({"BUS-R06", "BUS-R08"})),
    ),
    "BUS-R04": (
        Caso(b.busta_ricca, {"flusso": "TOX"}, "soggetto", {"flusso": "TOX", "soggetto": None}, frozenset({"BUS-R01"})),
        Caso(b.busta_ricca, {"flusso": "RIC"}, "soggetto", {"flusso": "RIC", "soggetto": None}, frozenset({"BUS-R01"})),
    ),
    "BUS-R05": (Caso(b.busta_ricca, soggetto("CF", CF_UGO), "soggetto", soggetto("STP", "STP0900011234567", emittente="090201")),),
    "BUS-R06": (
        Caso(b.busta, {"per_conto_di": b.AV001}, "per_conto_di", {"per_conto_di": b.AV001, "mittente": b.CENTRALE}),
        Caso(b.busta, {**VALIDAZIONE, "mittente": b.CENTRALE, "per_conto_di": DI}, "per_conto_di", {**VALIDAZIONE, "mittente": DI}),
    ),
    "BUS-R07": (Caso(b.busta, {"mittente": b.CENTRALE}, "per_conto_di", {"mittente": b.CENTRALE, "per_conto_di": b.AV001}),),
    "BUS-R08": (
        Caso(b.busta, {"mittente": CRI}, "mittente.codice"),
        Caso(b.busta_ricca, {"per_conto_di": CRI}, "per_conto_di.codice"),
        Caso(b.busta_ricca, {"contenuto": Contenuto.model_validate({"richiesta": t.richiesta().model_copy(update={"codice_av": "CEN01"})})},
             "per_conto_di.codice"),
        Caso(b.busta, {**VALIDAZIONE, "mittente": Parte(genere="AZIENDA", codice="090202")}, "mittente.codice", {**VALIDAZIONE, "mittente": DI}),
    ),
    "BUS-R09": (Caso(b.busta, {"data_ora_evento": "2023-02-29T09:00:00+01:00"}, "data_ora_evento"),),
    "BUS-R10": (Caso(b.busta, {"data_ora_invio": "2024-12-02T07:59:59Z"}, "data_ora_invio", {"data_ora_invio": "2024-12-02T08:00:00Z"}),),
    "BUS-R11": (Caso(b.busta, {"data_ora_evento": "2024-07-01T09:00:00+01:00"}, "data_ora_evento",
         {"data_ora_evento": "2024-07-01T09:00:00+02:00"}),),
    "BUS-R12": (Caso(b.busta, {"destinatario": DI}, "destinatario.genere"),),
    "BUS-R30": (Caso(b.busta, soggetto("CF"), "soggetto.codice", {}, frozenset({"BUS-R05"})),),
    "BUS-R31": (Caso(b.busta, soggetto("STP", "0900011234567", emittente="090201"), "soggetto.codice"),),
    "BUS-R32": (Caso(b.busta, soggetto("CF", "PROVAX00X00X000Y"), "soggetto.codice", {}, frozenset({"BUS-R05"})),),
    "BUS-R33": (Caso(b.busta, soggetto("STP", "STP0900011234567"), "soggetto.emittente"),),
    "BUS-R34": (Caso(b.busta, soggetto("TEAM", "X1"), "soggetto.tessera"),),
    "BUS-R35": (Caso(b.busta, soggetto("TEAM", "X1", tessera="A1"), "soggetto.tessera"),),
    "BUS-R36": (Caso(b.busta, soggetto("NESSUNO", "X1"), "soggetto.codice"),),
    "BUS-R50": (Caso(b.messaggio_cart_ricco, intestata(azione="Ev02"), "intestazione.azione", intestata(azione=None)),),
    "BUS-R51": (
        Caso(b.messaggio_cart, dati(riferimento=b.messaggio_cart().intestazione.messaggio.identificatore), "intestazione.messaggio.riferimento"),
    ),
    "BUS-R52": (Caso(b.messaggio_cart, dati(identificatore="A_B_0000001_2024-12-01_10:00"), "intestazione.messaggio.identificatore"),),
    "BUS-R53": (Caso(b.messaggio_cart, dati(scadenza="2024-12-01T10:00:00"), "intestazione.messaggio.scadenza",
         dati(scadenza="2024-12-02T11:00:00")),),
    "BUS-R70": (
        Caso(b.esito, esito("OK", "GRAVE"), "esito", esito("SCARTATO", "GRAVE")), Caso(b.esito, esito("SCARTATO"), "esito", esito("OK")),
    ),
    "BUS-R71": (
        Caso(b.esito, esito("OK", "LIEVE"), "esito", esito("OK_CON_AVVISI", "LIEVE")),
        Caso(b.esito, esito("OK_CON_AVVISI", "INFO"), "esito", esito("OK", "INFO")),
    ),
    "BUS-R72": (Caso(b.esito, {"data_ora_elaborazione": "2023-02-29T09:00:00+01:00"}, "data_ora_elaborazione"),),
}  # fmt: skip


def test_every_rule_has_its_case() -> None:
    codes = {each.definition.code for each in (*REGOLE_BUSTA, *REGOLE_CART, *REGOLE_ESITO)} - {"COD-001"}
    assert codes == set(CASI)


@pytest.mark.parametrize(("code", "caso"), [(code, each) for code, cases in CASI.items() for each in cases])
def test_rule(code: str, caso: Caso) -> None:
    base = caso.base()
    found = siss.validate(base.model_copy(update=caso.rotto))
    assert [each.path for each in found if each.code == code] == [caso.dove]
    assert {each.code for each in found.errors} - {code} == caso.anche
    assert code not in {each.code for each in siss.validate(base.model_copy(update=caso.sano))}
    definition = DEFINITIONS[code]
    assert definition.it
    assert definition.en
    assert definition.instead_it
    assert definition.source
    assert definition.passing != definition.failing


@pytest.mark.parametrize("make", b.TUTTI, ids=lambda make: make.__name__)
def test_examples_break_nothing(make: Callable[[], Message]) -> None:
    assert not len(siss.validate(make()))


def test_the_event_inside_is_judged_by_its_own_rules_at_its_own_place() -> None:
    wrong = t.richiesta().model_copy(update={"canale_richiesta": "118"})
    inside = b.busta().model_copy(update={"contenuto": Contenuto.model_validate({"richiesta": wrong})})
    assert [(each.code, each.path) for each in siss.validate(inside)] == [("TRA-R01", "contenuto.richiesta.canale_richiesta")]
    around = b.messaggio_cart().model_copy(update={"busta": inside})
    data = siss.write(around, to="soap", onto=siss.read(siss.write(b.messaggio_cart(), to="soap").payload)).payload
    (found,) = siss.validate(data)
    assert found.path == "busta.contenuto.richiesta.canale_richiesta"
    assert found.xpath is not None
    assert found.xpath.endswith("/canaleRichiesta/text()")


def test_the_envelope_carries_every_event_of_the_catalogue_as_it_is_by_itself() -> None:
    assert set(Contenuto.model_fields) == {campo(entry.name) for entry in catalogue.events()}
    for entry in catalogue.events():
        event = b.evento(entry.name)
        around = b.busta().model_copy(update={"contenuto": Contenuto.model_validate({campo(entry.name): event})})
        assert around.evento == event
        data = siss.write(around, to="xml", onto=siss.read(siss.write(b.busta(), to="xml").payload)).payload
        alone = siss.write(event, to="xml").payload.decode().partition("\n")[2].strip()
        assert alone in data.decode()
        assert siss.read(data).message == around


def test_two_payloads_are_refused_with_a_code_of_their_own() -> None:
    with pytest.raises(ValidationError, match="only one"):
        Contenuto.model_validate({"richiesta": t.richiesta(), "conclusione_richiesta": t.conclusione()})
    one, other = (siss.write(event, to="xml").payload.decode().partition("\n")[2].strip() for event in (t.richiesta(), t.conclusione()))
    data = siss.write(b.busta(), to="xml").payload.decode().replace(one, one + other).encode()
    found = siss.read(data)
    assert found.message is None
    assert [(each.code, each.path) for each in found.report] == [("XML-006", "contenuto")]


def test_an_envelope_without_event_or_with_an_unknown_one_is_refused() -> None:
    data = siss.write(b.busta(), to="xml").payload.decode()
    inner = siss.write(t.richiesta(), to="xml").payload.decode().partition("\n")[2].strip()
    assert not siss.validate(data.replace(inner, "").encode()).ok
    assert not siss.validate(data.replace(inner, '<Ignoto xmlns="urn:altro"/>').encode()).ok


def test_a_name_inside_a_cancellation_is_refused_in_soap_too() -> None:
    event = t.cancella_erogazione()
    inside = b.busta().model_copy(update={"tipo_evento": "Ev06", "contenuto": Contenuto.model_validate({"cancella_aavv": event})})
    data = siss.write(b.messaggio_cart().model_copy(update={"busta": inside}), to="soap").payload
    assert siss.validate(data).ok
    assert [each.code for each in siss.validate(data.replace(b"</CancellaAAVV>", b"<cognome>Esempi</cognome></CancellaAAVV>"))] == ["XML-001"]


def test_soap_keeps_what_it_does_not_know() -> None:
    data = siss.write(b.messaggio_cart(), to="soap").payload.replace(b"</soap:Header>", b'<wsse:Security xmlns:wsse="urn:wsse"/></soap:Header>')
    found = siss.read(data)
    assert found.report.ok
    assert [item.xpath for item in found.accounting.left_over] == ["/soap:Envelope/soap:Header/wsse:Security"]
    changed = b.messaggio_cart().model_copy(update=intestata(azione="Ev01"))
    assert b"wsse:Security" in siss.write(changed, to="soap", onto=found).payload


def test_the_order_of_the_header_is_kept_when_it_grows() -> None:
    found = siss.read(siss.write(b.messaggio_cart(), to="soap").payload)
    grown = siss.write(b.messaggio_cart_ricco(), to="soap", onto=found).payload.decode()
    names = ("Mittente>", "Destinatario>", "ProfiloCollaborazione>", "Servizio ", "Azione>", "Messaggio>", "ProfiloTrasmissione ")
    places = [grown.index(f"<eGov_IT:{name}") for name in names]
    assert places == sorted(places)
    assert siss.read(grown.encode()).message == b.messaggio_cart_ricco()


@pytest.mark.parametrize("value", ["1", "true"])
def test_booleans_of_the_header_are_those_of_xml_schema(value: str) -> None:
    data = siss.write(b.messaggio_cart_ricco(), to="soap").payload.replace(b'confermaRicezione="true"', f'confermaRicezione="{value}"'.encode())
    found = siss.read(data)
    assert found.message == b.messaggio_cart_ricco()
    assert siss.write(found, to="soap").payload == data


def test_identifiers_have_plain_digits() -> None:
    found = b.messaggio_cart().intestazione.messaggio
    with pytest.raises(ValidationError):
        found.model_copy(update={"identificatore": "A_B_000000\u0661_2024-12-02_10:00"})
    accented = "Città_Porta_0000001_2024-12-02_10:00"
    assert found.model_copy(update={"identificatore": accented}).identificatore == accented


@pytest.mark.parametrize("to", ["xml", "json"])
def test_files_of_many_envelopes(to: str) -> None:
    made = [b.busta(), b.busta_vaccinazione(), b.esito_scartato(), b.busta_ricca()]
    data = b"".join(siss.write_all(made, to=to))
    found = list(siss.read_all(io.BytesIO(data)))
    assert [each.message for each in found] == made
    assert [each.record for each in found] == [1, 2, 3, 4]
    assert list(siss.validate_all(data)) == []


def test_an_envelope_converts_to_json_and_back_to_the_same_bytes() -> None:
    data = siss.write(b.busta_ricca(), to="xml").payload
    assert siss.convert(siss.convert(data, to="json").payload, to="xml").payload == data


@given(messages(BustaEventoSanitario))
def test_rules_never_raise(busta: BustaEventoSanitario) -> None:
    for found in siss.validate(busta):
        assert found.text("it")
        assert "?" not in found.text("en")


def test_what_was_sent() -> None:
    sent = b.messaggio_cart_ricco().sent()
    assert sent.event == t.richiesta()
    assert sent.sender == ("CENTRALE", "CEN01")
    assert sent.party == sent.on_behalf == ("AV", "AV001")
    assert sent.moment is not None
    assert sent.moment.isoformat() == "2024-12-02T09:00:00+01:00"
    assert sent.dispatched is not None
    assert sent.dispatched > sent.moment


def test_every_flow_has_a_name_in_the_envelope() -> None:
    assert {entry.flow for entry in catalogue.events()} <= set(FLUSSI.values())


def test_the_answer_says_what_was_found() -> None:
    when = "2024-12-02T11:00:00+01:00"
    fine = risposta(b.busta(), siss.validate(b.busta()), when)
    assert (fine.esito, fine.segnalazioni, fine.id_messaggio_riferito) == ("OK", (), b.busta().id_busta)
    late = b.busta().model_copy(update={"data_ora_invio": "2024-12-02T07:00:00Z"})
    assert risposta(late, siss.validate(late), when).esito == "OK_CON_AVVISI"
    wrong = b.busta_ricca().model_copy(update=soggetto("CF", CF_UGO))
    discarded = risposta(wrong, siss.validate(wrong), when)
    assert discarded.esito == "SCARTATO"
    assert [(each.codice, each.livello, each.percorso, each.valore) for each in discarded.segnalazioni] == [("BUS-R05", "GRAVE", "soggetto", None)]
    assert all(siss.validate(each).ok for each in (fine, discarded))


def test_an_answer_that_discards_says_why() -> None:
    assert siss.validate(b.esito_scartato()).ok
    assert isinstance(siss.read(siss.write(b.esito_scartato(), to="xml").payload).message, EsitoRicezione)
    assert Severity.ERROR in {each.severity for each in siss.validate(b.esito().model_copy(update=esito("OK", "GRAVE")))}
