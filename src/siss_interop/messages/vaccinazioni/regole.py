"""Rules of the vaccination documents."""
from siss_interop.model.rules import Rule

REGOLE_DOCUMENTI: tuple[Rule, ...] = ()
