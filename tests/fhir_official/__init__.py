"""The outside judge: HL7's own Java validator over every FHIR output of ours. Its verdicts are recorded, and compared without a JVM."""
