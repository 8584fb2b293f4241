"""JSON in and JSON out, one noun per file."""
