"""The rules of the vaccination messages: `documenti` joins those of the documents, `eventi` those of the events."""
