"""The messages: one folder each. A folder imports no other but `comune`."""
