"""Which registered product is on this photo, and where are its features? Arrays and ids only."""
