"""Where the shared clinical statements stand in FHIR R4. One small module for each kind, as in `enunciati`.

A statement is a resource; what R4 has no element for is an extension of ours that holds the value or leads to the resource for it. A fixed value of
`mine('enunciato')` tells statements apart that become resources of one type.
"""
