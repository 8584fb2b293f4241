"""Which registered product is on this photo, and where is each of its features? Arrays and ids only."""
