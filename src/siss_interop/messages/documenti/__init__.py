"""The clinical documents of the health record: summary, letters, reports; each type is a table of its sections."""
