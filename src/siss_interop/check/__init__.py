"""Checks beyond the models: the ministry's own rules, applied from the user's own copy.

* `rulepack` finds, in a folder that the user points at, the schematron and the XSD set of a CDA document, and turns
  what they say into issues.
* `schematron` translates a schematron into XSLT and runs it; `saxon` is the one door to the XSLT processor (extra
  `schematron`, imported on first use).
* `official_xsd` validates against an XSD set, reading nothing outside the folder.

The ministry's files are not part of this library: their repositories state no licence.
"""
