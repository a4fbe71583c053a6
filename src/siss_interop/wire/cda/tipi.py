"""The HL7 data types as bindings over the value types: a data type is a binding like any other, used as codec."""

from __future__ import annotations

from siss_interop.model.tipi import (
    Codice,
    Id,
    Indirizzo,
    Momento,
    Nome,
    Periodo,
    Qualificatore,
    Quantita,
    QuantitaTradotta,
    Recapito,
    Riferimento,
    Testo,
    ValoreCodificato,
)
from siss_interop.wire.words import BOOL, QNAME, Binding, Choice, Fixed, Row, Word

_NULL = Row("nullo", "@nullFlavor")

II = Binding(
    Id,
    Row("radice", "@root"), Row("estensione", "@extension"), Row("autorita", "@assigningAuthorityName"),
    Row("visualizzabile", "@displayable", BOOL), _NULL,
)  # fmt: skip
REFERENCE = Binding(Riferimento, Row("valore", "@value"), _NULL)
ED = Binding(
    Testo,
    Row("parole", "."), Row("riferimento", "reference", REFERENCE), Row("tipo_media", "@mediaType"),
    Row("rappresentazione", "@representation"), Row("lingua", "@language"), _NULL,
)  # fmt: skip

_CODE: tuple[Word, ...] = (
    Row("codice", "@code"), Row("sistema", "@codeSystem"), Row("nome_sistema", "@codeSystemName"),
    Row("versione_sistema", "@codeSystemVersion"), Row("descrizione", "@displayName"), _NULL,
    Row("originale", "originalText", ED), Row("qualificatori", "qualifier*", lambda: CR),
    Row("traduzioni", "translation*", lambda: CD, key="sistema"),
)  # fmt: skip
CD: Binding = Binding(Codice, *_CODE)
CR: Binding = Binding(Qualificatore, Row("nome", "name", CD), Row("valore", "value", CD))
#: a coded value of an observation: its type is CD unless the field says another
CD_VALUE = Binding(ValoreCodificato, *_CODE, Fixed("@xsi:type", "CD"), Row("tipo_hl7", "@xsi:type", QNAME))

TS = Binding(Momento, Row("valore", "@value"), _NULL)
PQR = Binding(
    QuantitaTradotta,
    Row("valore", "@value"), Row("codice", "@code"), Row("sistema", "@codeSystem"), Row("nome_sistema", "@codeSystemName"),
    Row("descrizione", "@displayName"),
)  # fmt: skip
PQ = Binding(Quantita, Row("valore", "@value"), Row("unita", "@unit"), _NULL, Row("traduzioni", "translation*", PQR, key="sistema"))
IVL_TS = Binding(Periodo, Row("inizio", "low", TS), Row("fine", "high", TS), Row("durata", "width", PQ), Row("centro", "center", TS), _NULL)
#: the same where the schema declares a supertype, so that the element must say what it is
IVL_TS_TYPED = Binding(Periodo, Fixed("@xsi:type", "IVL_TS"), *IVL_TS.words)
TS_TYPED = Binding(Momento, Fixed("@xsi:type", "TS"), *TS.words)


def when(field: str, name: str = "effectiveTime") -> Choice:
    """A time that may be a point or an interval."""
    return Choice(field, "", {f"{name}[low|high|width|center]": IVL_TS, name: TS})


AD = Binding(
    Indirizzo,
    Row("uso", "@use"), Row("testo", "."), Row("stato", "country/."), Row("regione", "state/."), Row("provincia", "county/."),
    Row("comune", "city/."), Row("codice_comune", "censusTract/."), Row("cap", "postalCode/."), Row("vie", "streetAddressLine*/."),
    Row("via", "streetName/."), Row("civico", "houseNumber/."), Row("precisazione", "additionalLocator/."), _NULL,
)  # fmt: skip
TEL = Binding(Recapito, Row("valore", "@value"), Row("uso", "@use"), _NULL)
PN = Binding(
    Nome,
    Row("cognome", "family/."), Row("nomi", "given*/."), Row("prefissi", "prefix*/."), Row("suffissi", "suffix*/."), Row("testo", "."),
    Row("uso", "@use"), _NULL,
)  # fmt: skip
