"""FHIR R4 (4.0.1): what its types look like (`shape`), and the resources in JSON and XML."""
