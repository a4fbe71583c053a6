"""The engines for XML: one plan compiled from a binding serves reading, writing afresh and editing the original, in any dialect."""
