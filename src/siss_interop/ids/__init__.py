"""Identifiers of people, places, products and prescriptions: one small module each, in the shape of python-stdnum.

Each has ``compact(number)``, ``validate(number)``, which gives the compact form or raises :class:`InvalidId`, and
``is_valid(number)``, which is False for whatever is not one. Where an official document may carry a value with the right
form but a wrong check character, ``strict=False`` looks at the form alone.

``oids`` is the table of the OIDs under which they travel in CDA and FHIR.

>>> from siss_interop.ids import codice_fiscale
>>> codice_fiscale.validate("RSSMRA80A01H501U")
'RSSMRA80A01H501U'
"""

from siss_interop.ids.faults import InvalidId

__all__ = ["InvalidId"]
