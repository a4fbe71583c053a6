"""The rules of the transport events."""
