"""The engines for CDA R2: one plan compiled from a binding serves reading, writing afresh and editing the original."""
