"""How good and how fast, measured on pictures that are not in this repository."""
