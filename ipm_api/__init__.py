"""The service: tables, what is done with them, and the JSON for phones."""
