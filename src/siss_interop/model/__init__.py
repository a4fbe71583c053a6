"""What a message *is*: the base of all models, the marks on their fields, and the value types. Knows no format."""
