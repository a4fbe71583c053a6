"""The engines: they turn bytes into models and back. They know models and value types, but no message."""
