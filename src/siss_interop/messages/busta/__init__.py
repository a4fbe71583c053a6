"""The envelope in which an event of any flow travels, and the SPCoop e-Gov header outside it."""
