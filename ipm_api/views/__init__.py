"""The addresses under /api/v1 and /officer: load, call an operation, dump."""
