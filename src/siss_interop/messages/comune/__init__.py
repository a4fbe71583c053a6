"""What all documents share: people, header, narrative, clinical statements."""
