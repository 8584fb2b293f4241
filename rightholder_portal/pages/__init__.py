"""One noun per file: load, call an operation, show a page."""
