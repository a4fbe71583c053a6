"""All rules of the two vaccination documents: of the header, the official schema, whatever stands anywhere, the narrative, and vaccinations."""

from __future__ import annotations

from siss_interop.messages.comune.regole import REGOLE_TESTATA
from siss_interop.messages.comune.regole_assistito import REGOLE_ASSISTITO
from siss_interop.messages.comune.regole_generali import REGOLE_GENERALI
from siss_interop.messages.comune.regole_narrativa import REGOLE_NARRATIVA
from siss_interop.messages.comune.regole_schema import REGOLE_SCHEMA
from siss_interop.messages.vaccinazioni.regole.proprie import REGOLE_PROPRIE
from siss_interop.messages.vaccinazioni.regole.ufficiali import REGOLE_UFFICIALI
from siss_interop.model.rules import Rule

REGOLE_DOCUMENTI: tuple[Rule, ...] = (
    *REGOLE_TESTATA,
    *REGOLE_ASSISTITO,
    *REGOLE_SCHEMA,
    *REGOLE_GENERALI,
    *REGOLE_NARRATIVA,
    *REGOLE_UFFICIALI,
    *REGOLE_PROPRIE,
)
