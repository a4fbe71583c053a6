"""Ordinary medical transports in Tuscany: events Ev01-Ev08, their rules, the ledger's state, services and budget."""
