"""JSON in and out: separate schemas; a field that is not listed neither enters nor leaves."""
