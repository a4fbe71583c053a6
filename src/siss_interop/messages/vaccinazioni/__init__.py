"""Vaccinations: the two national documents of a vaccination (scheda singola, certificato) and what they are made of."""
