"""HTTP: load, call, dump."""
