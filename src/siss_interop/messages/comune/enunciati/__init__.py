"""The shared clinical statements: what the bodies of documents are made of, with their places in CDA R2. One small module for each kind."""

from siss_interop.messages.comune.enunciati.base import (
    COMMENTO,
    ENUNCIATO,
    NOTA,
    Commento,
    Enunciato,
    Etichetta,
    Inversa,
    Modelli,
    Nota,
    OsservazioneFissa,
    Qualifica,
    Sezione,
    codice_fisso,
    con_codice,
    osservazione,
    qualifica,
    sezione,
)

__all__ = [
    "COMMENTO", "ENUNCIATO", "NOTA", "Commento", "Enunciato", "Etichetta", "Inversa", "Modelli", "Nota", "OsservazioneFissa", "Qualifica", "Sezione",
    "codice_fisso", "con_codice", "osservazione", "qualifica", "sezione",
]  # fmt: skip
